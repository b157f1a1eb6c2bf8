"""A link that keeps the situation for 90 days: make it, open it, delete it."""

import functools
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.defaults import page_not_found

from lotsa.core.guide.situation import Situation
from lotsa.domain.measures.selectors import catalogue
from lotsa.domain.situations import services
from lotsa.domain.situations.models import SavedSituation
from lotsa.domain.situations.services import SituationTooLarge
from lotsa.foundation.access import Role, open_to
from lotsa.foundation.clock import now, today
from lotsa.foundation.ratelimit.limiter import limited
from lotsa.web.public import visit
from lotsa.web.public.situation_lines import need_names, situation_lines


def private(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Not indexed, not cached, and no address passed on to other sites: found or not."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except Http404 as missing:
            response = page_not_found(request, missing)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Cache-Control"] = "no-store, private"
        # Not "no-referrer": a browser then sends the page's own forms without saying where from,
        # and they would be refused as forgeries.
        response.headers["Referrer-Policy"] = "same-origin"
        return response

    return guarded


@open_to(Role.PUBLIC)
@require_POST
@private
@limited("save", "10/h")
def save(request: HttpRequest) -> HttpResponse:
    """Keep the situation behind a new link and show the link once."""
    situation = visit.situation_of(request)
    if situation.empty:
        return redirect("public:start")
    registry = catalogue().registry
    sensitive = frozenset(field.id for field in registry.fields.values() if field.sensitive)
    kept = visit.without_sensitive(situation, sensitive).as_json()
    needs = kept.pop("needs")
    try:
        token = services.save(kept, needs, language=get_language() or "sv", now=now())
    except SituationTooLarge:
        messages.error(request, _("There is too much to keep behind a link."))
        return redirect("public:answer")
    address = request.build_absolute_uri(reverse("public:resume", args=[token]))
    return render(
        request,
        "public/saved.html",
        {"address": address, "token": token, "until": (now() + services.KEPT).date()},
    )


@open_to(Role.PUBLIC)
@require_safe
@private
@limited("resume", "30/m")
def resume(request: HttpRequest, token: str) -> HttpResponse:
    """What lies behind a link: the facts, and buttons to go on or to delete them."""
    saved = _saved(token)
    situation = _situation(saved)
    language = get_language() or "sv"
    current = catalogue()
    context = {
        "token": token,
        "needs": need_names(situation, current, language),
        "lines": situation_lines(situation, current, today(), language),
        "until": saved.expires_at.date(),
    }
    return render(request, "public/resume.html", context)


@open_to(Role.PUBLIC)
@require_POST
@private
@limited("resume", "30/m")
def go_on(request: HttpRequest, token: str) -> HttpResponse:
    """Take up the situation behind a link in this visit."""
    visit.keep(request, _situation(_saved(token)))
    return redirect("public:answer")


@open_to(Role.PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
@private
@limited("resume", "30/m")
def delete(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether to delete what lies behind a link; delete it at once when told so."""
    if request.method != "POST":
        _saved(token)
        return render(request, "public/delete_saved.html", {"token": token})
    if not services.delete(token):
        raise Http404
    messages.success(request, _("The link and everything behind it is deleted."))
    return redirect("public:start")


def _saved(token: str) -> SavedSituation:
    saved = services.open_situation(token, now=now())
    if saved is None:
        raise Http404
    return saved


def _situation(saved: SavedSituation) -> Situation:
    return Situation.from_json({**saved.as_facts(), "needs": list(saved.as_needs())})
