"""Several cases at once: chosen in the list, looked through, done one by one, and told one by one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from lotsa.core.cases.states import Move, NotPossible
from lotsa.domain.actors.viewers import Viewer
from lotsa.domain.cases.case_page import Colleague, colleagues_of
from lotsa.domain.cases.enums import DeclineReason, Outcome
from lotsa.domain.cases.inbox import PAGE_SIZE, Tab, chosen
from lotsa.domain.cases.models import Referral
from lotsa.domain.cases.services import answering
from lotsa.domain.cases.services.answering import NotInTeam
from lotsa.domain.cases.services.by import By
from lotsa.domain.measures.selectors import catalogue
from lotsa.foundation import clock
from lotsa.foundation.access import open_to
from lotsa.foundation.ui.components import Choice
from lotsa.foundation.web.ways import own_path
from lotsa.web.adviser.forms import AssignForm, CloseForm, DeclineForm
from lotsa.web.adviser.lists import Line, lines
from lotsa.web.adviser.shared import refused, viewer_of

ACTIONS: Final = {
    "accept": (Move.ACCEPT, gettext_lazy("Accept"), gettext_lazy("Accept the cases")),
    "assign": (Move.START, gettext_lazy("Give to a colleague"), gettext_lazy("Give the cases")),
    "decline": (Move.DECLINE, gettext_lazy("Decline"), gettext_lazy("Decline the cases")),
    "close": (Move.CLOSE, gettext_lazy("Close"), gettext_lazy("Close the cases")),
}
_FOR: Final = {
    Tab.NEW: ("accept", "decline"),
    Tab.OVERDUE: ("accept", "assign", "decline", "close"),
    Tab.CLOSED: (),
}
FORMS: Final[Mapping[str, type[BaseForm]]] = {
    "assign": AssignForm,
    "decline": DeclineForm,
    "close": CloseForm,
}


@dataclass(frozen=True)
class Result:
    """How it went with one case: `why` says what stopped it, and is empty when it was done."""

    line: Line
    why: str


def actions(tab: Tab) -> list[Choice]:
    """What can be done with several cases of a tab at once."""
    return [Choice(name, ACTIONS[name][1]) for name in _FOR.get(tab, ("assign", "close"))]


@open_to(permission="case.handle")
@require_POST
def batch(request: HttpRequest) -> HttpResponse:
    """Show what has been chosen and ask for what is needed; then do it and tell how each went."""
    viewer, now = viewer_of(request), clock.moment()
    action = request.POST.get("action", "")
    if action not in ACTIONS:
        raise Http404
    keys = [int(key) for key in request.POST.getlist("referral") if key.isascii() and key.isdigit()]
    found = chosen(viewer, keys[:PAGE_SIZE], now=now)
    back = _back(request)
    if not found:
        return redirect(back)
    shown = lines(found, catalogue(), now)
    confirmed = "confirm" in request.POST
    form = _form(action, request, [line.referral_id for line in shown], confirmed=confirmed)
    context: dict[str, Any] = {
        "action": action,
        "title": ACTIONS[action][2],
        "button": ACTIONS[action][1],
        "lines": shown,
        "back": back,
        "form": form,
        "now": now,
        "many_teams": False,
    }
    if not confirmed or (form is not None and not form.is_valid()):
        status = 422 if confirmed else 200
        return render(request, "adviser/batch.html", context, status=status)
    told = form.cleaned_data if form is not None else {}
    results = [_do(action, line, told, viewer) for line in shown]
    done = [result.line for result in results if not result.why]
    failed = [result for result in results if result.why]
    return render(request, "adviser/batch_done.html", context | {"done": done, "failed": failed})


def _do(action: str, line: Line, told: Mapping[str, Any], viewer: Viewer) -> Result:
    """One case, in its own transaction: one that cannot be done stops no other."""
    now, by, key = clock.moment(), By.member(viewer), line.referral_id
    made: dict[str, Callable[[], object]] = {
        "accept": lambda: answering.accept(key, adviser_id=viewer.member_id, by=by, now=now),
        "assign": lambda: answering.assign(key, int(told["member"]), by=by, now=now),
        "decline": lambda: answering.decline(
            key, DeclineReason(told["reason"]), told["text"], by=by, now=now
        ),
        "close": lambda: answering.close(
            key, Outcome(told["outcome"]), told["text"], by=by, now=now
        ),
    }
    try:
        made[action]()
    except NotPossible:
        return Result(line, refused(ACTIONS[action][0], key, now))
    except NotInTeam:
        told_to = {"team": line.team}
        if action == "accept":
            return Result(line, _("You are not in %(team)s.") % told_to)
        return Result(line, _("Your colleague is not in %(team)s.") % told_to)
    return Result(line, "")


def _form(
    action: str, request: HttpRequest, keys: list[int], *, confirmed: bool
) -> BaseForm | None:
    kind = FORMS.get(action)
    if kind is None:
        return None
    given = request.POST if confirmed else None
    if kind is AssignForm:
        return AssignForm(given, colleagues=_colleagues(keys))
    return kind(given)


def _colleagues(keys: list[int]) -> tuple[Colleague, ...]:
    """Everyone in the teams of the chosen cases, each once, by name."""
    teams = Referral.objects.filter(pk__in=keys).values_list("team_id", flat=True)
    found = {one.id: one for team in colleagues_of(teams).values() for one in team}
    return tuple(sorted(found.values(), key=lambda one: (one.name, one.id)))


def _back(request: HttpRequest) -> str:
    """Back to the list as it was; never to another site."""
    return own_path(request.POST.get("back", ""), reverse("adviser:inbox"))
