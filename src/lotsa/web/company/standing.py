"""Where a case stands, in a heading, a sentence or two, a flag and a line of steps."""

from dataclasses import dataclass
from typing import Final, Literal

from django.utils.translation import gettext as _

from lotsa.domain.cases.company_page import CompanyPage, Part
from lotsa.domain.cases.enums import CaseState, Outcome
from lotsa.domain.cases.letters import day
from lotsa.foundation.ui.components import Flag

_STEP_OF: Final = {
    CaseState.NEW: 0,
    CaseState.TRIAGE: 0,
    CaseState.REFERRED: 1,
    CaseState.ACCEPTED: 2,
    CaseState.IN_PROGRESS: 3,
    CaseState.CLOSED: 4,
    CaseState.FOLLOWED_UP: 4,
}


@dataclass(frozen=True)
class Step:
    """One step of the line. `where` is "done", "now" or "left"."""

    label: str
    where: Literal["done", "now", "left"]


@dataclass(frozen=True)
class Standing:
    """The top of the page.

    Attributes:
        flag: "waiting" is the flag G, I require a pilot; "on_board" the flag H; none when closed.
        lines: what it means and when to expect what.
    """

    heading: str
    lines: tuple[str, ...]
    flag: Flag
    flag_words: str
    steps: tuple[Step, ...]


def standing(page: CompanyPage) -> Standing:
    """Where the case stands, in words for the company."""
    heading, lines = _words(page)
    flag: Flag = ("on_board" if page.held else "waiting") if page.is_open else ""
    words = {"waiting": _("Waiting for a pilot"), "on_board": _("Pilot on board"), "": ""}
    return Standing(heading, lines, flag, words[flag], _steps(page))


def promise(page: CompanyPage) -> str:
    """When somebody will be in touch; empty when it has happened, is late or was never promised."""
    case = page.case
    if case.first_contact_at or page.late or case.promised_at is None:
        return ""
    if case.anonymous:
        return _("You get an answer here by %(day)s at the latest.") % {
            "day": day(case.promised_at)
        }
    return _("Somebody will contact you by %(day)s at the latest.") % {"day": day(case.promised_at)}


def _words(page: CompanyPage) -> tuple[str, tuple[str, ...]]:
    case = page.case
    if not page.is_open:
        return _closed(page)
    said = tuple(line for line in (promise(page),) if line)
    holders = [part for part in page.parts if part.holds]
    if not holders:
        asked = [part.actor for part in page.parts]
        if asked:
            return _("Your question has been sent on"), (
                _("It is with %(actors)s, who will say whether they can take it.")
                % {"actors": together(asked)},
                *said,
            )
        heading = _("We are looking for the right adviser")
        if case.state == CaseState.TRIAGE:
            return heading, (
                _("A coordinator is reading your question and finds who can help."),
                *said,
            )
        return heading, (_("We have your question."), *said)
    if page.case.state == CaseState.IN_PROGRESS:
        return _("%(who)s is helping you") % {"who": _who(holders)}, ()
    return _("%(who)s has your case") % {"who": _who(holders)}, said


def _closed(page: CompanyPage) -> tuple[str, tuple[str, ...]]:
    more = _("If you need more help, write below and we take it up again.")
    if page.case.outcome == Outcome.WITHDRAWN:
        return _("You have taken your question back"), (
            _("Those who had it have been told. Nobody will contact you."),
            more,
        )
    when = page.case.closed_at
    ended = {
        Outcome.HELPED: _("The help is finished."),
        Outcome.PARTLY: _("You have got part of the help you asked for."),
        Outcome.NOT_HELPED: _("We were not able to help this time."),
        Outcome.NOT_REACHABLE: _("We tried to reach you but did not succeed."),
        Outcome.NOT_FOR_US: _("This was not something the advisers here can help with."),
    }.get(page.case.outcome, "")
    closed = _("It was closed on %(day)s.") % {"day": day(when)} if when else ""
    return _("Your case is closed"), tuple(line for line in (ended, closed, more) if line)


def _who(holders: list[Part]) -> str:
    """The adviser where there is one, else the organisations."""
    if len(holders) == 1 and holders[0].adviser:
        return _("%(adviser)s at %(actor)s") % {
            "adviser": holders[0].adviser,
            "actor": holders[0].actor,
        }
    return together([part.actor for part in holders])


def together(names: list[str]) -> str:
    """Names in a sentence: "Almi", "Almi and Connect", "Almi, Connect and Coompanion"."""
    each = list(dict.fromkeys(names))
    if len(each) == 1:
        return each[0]
    return _("%(first)s and %(last)s") % {"first": ", ".join(each[:-1]), "last": each[-1]}


def _steps(page: CompanyPage) -> tuple[Step, ...]:
    at = _STEP_OF[CaseState(page.case.state)]
    labels = (
        _("Received"),
        _("Sent to an adviser"),
        _("An adviser has it"),
        _("In contact"),
        _("Finished"),
    )
    # A closed case has nothing left; what was never reached on the way is left out.
    if at == len(labels) - 1:
        reached = _reached(page)
        return tuple(
            Step(label, "now" if number == at else "done")
            for number, label in enumerate(labels)
            if number == at or number <= reached
        )
    return tuple(
        Step(label, "done" if number < at else "now" if number == at else "left")
        for number, label in enumerate(labels)
    )


def _reached(page: CompanyPage) -> int:
    if page.case.first_contact_at:
        return 3
    verbs = {event.verb for event in page.history}
    return 2 if "accepted" in verbs else 1 if "sent" in verbs else 0
