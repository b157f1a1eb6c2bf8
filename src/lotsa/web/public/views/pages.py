"""The pages about the site itself."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from lotsa.foundation.access import Role, open_to

_OF_NO_USE = ("heard", "save", "forget", "bookkeeping_use", "bookkeeping_forget", "demo_set_date")
_SIFTED = ("catalogue", "actors")


def _page(request: HttpRequest, template: str) -> HttpResponse:
    """A page of text that may name who answers for the installation."""
    return render(
        request,
        template,
        {"operator": settings.LOTSA_OPERATOR, "contact": settings.LOTSA_CONTACT},
    )


@open_to(Role.PUBLIC)
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What Lotsa is, how its answers come about and where its facts come from."""
    return _page(request, "public/about.html")


@open_to(Role.PUBLIC)
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement that Swedish law asks for."""
    return _page(request, "public/accessibility.html")


@open_to(Role.PUBLIC)
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about a visitor, and for how long."""
    return _page(request, "public/privacy.html")


@open_to(Role.PUBLIC)
@require_safe
def robots(_request: HttpRequest) -> HttpResponse:
    """What robots need not fetch: steps of a visit, and every way to sift a list.

    The answers, the questions and a saved link are not named. They say "noindex" themselves, and a
    robot that may not fetch a page cannot read that.
    """
    closed = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            closed += [reverse(f"public:{name}") for name in _OF_NO_USE]
            closed += [f"{reverse(f'public:{name}')}?" for name in _SIFTED]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in dict.fromkeys(closed))]
    return HttpResponse("\n".join((*lines, "")), content_type="text/plain; charset=utf-8")
