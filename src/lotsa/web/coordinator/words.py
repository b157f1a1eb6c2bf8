"""Codes of cases in words, for coordinators: warnings, needs, places, languages, times."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from lotsa.core.calendar.working_days import working_days_between
from lotsa.core.routing import languages
from lotsa.domain.cases.triage import Show, Warned
from lotsa.domain.measures.selectors import CurrentCatalogue
from lotsa.usecases.browse.words import short_place_name
from lotsa.usecases.guide.wording import in_language

Words = str | Promise


@dataclass(frozen=True)
class Told:
    """A warning in words.

    Attributes:
        label: in a list.
        advice: on the case's own page: what it means and what to do.
        tone: colour of its tag: "danger", "warning" or "neutral".
    """

    label: Words
    advice: Words
    tone: str = "warning"


WARNINGS: Final[dict[str, Told]] = {
    Warned.UNCOVERED.value: Told(
        gettext_lazy("Nobody covers this"),
        gettext_lazy(
            "No team in the directory can or may take this. Choose a team that comes close, "
            "ask somebody outside, or tell the company who to turn to."
        ),
        "danger",
    ),
    Warned.LATE.value: Told(
        gettext_lazy("Promised time has passed"),
        gettext_lazy(
            "The company was promised a contact by now. Call it yourself, or send it on today."
        ),
        "danger",
    ),
    Warned.DECLINED.value: Told(
        gettext_lazy("Declined by all"),
        gettext_lazy("Every team that was asked has said no. Read why below, and choose another."),
        "danger",
    ),
    Warned.UNREACHABLE.value: Told(
        gettext_lazy("Cannot be reached"),
        gettext_lazy("Mail has come back or nobody answers. Check the address and the number."),
    ),
    Warned.DUPLICATE.value: Told(
        gettext_lazy("Possibly a duplicate"),
        gettext_lazy(
            "There is another open case that may be about the same thing. Compare, and merge them if they are one."
        ),
    ),
    Warned.UNCLEAR.value: Told(
        gettext_lazy("Need is unclear"),
        gettext_lazy(
            "The company has not said what it needs. Read what it wrote and set the need."
        ),
    ),
    Warned.OUTSIDE.value: Told(
        gettext_lazy("Outside the area"),
        gettext_lazy("The company is not where this desk helps. Check the municipality."),
    ),
    Warned.PARTLY.value: Told(
        gettext_lazy("Nobody covers one of the needs"),
        gettext_lazy("Somebody can help, but not with everything. See which need is left."),
    ),
    Warned.NOT_SURE.value: Told(
        gettext_lazy("Not clear who"),
        gettext_lazy(
            "More must be known before it is clear who can help. See what to ask under each team."
        ),
    ),
    Warned.FULL.value: Told(
        gettext_lazy("Everyone is full"),
        gettext_lazy(
            "Every team that can help has as many cases as it takes. Choose one anyway, or ask them first."
        ),
    ),
    Warned.LANGUAGE.value: Told(
        gettext_lazy("Language"),
        gettext_lazy("No team with room speaks the language that the company wants help in."),
    ),
    Warned.REOPENED.value: Told(
        gettext_lazy("Reopened"),
        gettext_lazy("The case was closed and has been taken up again."),
        "neutral",
    ),
    Warned.POLICY.value: Told(
        gettext_lazy("Held by your rules"),
        gettext_lazy(
            "The rules of your area say that a person looks at cases about this need first."
        ),
        "neutral",
    ),
    Warned.SPAM.value: Told(
        gettext_lazy("Spam, held back"),
        gettext_lazy("Nobody but you who coordinate sees it. Release it if it is a real question."),
    ),
}
_OTHER: Final = Told(
    gettext_lazy("Needs a look"), gettext_lazy("Something about the case should be checked.")
)

SHOWN: Final[dict[Show, Words]] = {
    Show.TO_SORT: gettext_lazy("To sort"),
    Show.WAITING: gettext_lazy("Waiting for an answer"),
    Show.ONGOING: gettext_lazy("In progress"),
    Show.CLOSED: gettext_lazy("Closed cases"),
    Show.SPAM: gettext_lazy("Spam, held back"),
}


def told(code: str) -> Told:
    """A warning in words; one that a newer part of the house makes is told in general terms."""
    return WARNINGS.get(code, _OTHER)


def area_name(area: str, catalogue: CurrentCatalogue, language: str) -> str:
    """A need area as people call it; its id when the catalogue no longer has it."""
    need = catalogue.need_by_id.get(area)
    return in_language(need.document, "name", language) if need else area


def area_names(areas: Iterable[str], catalogue: CurrentCatalogue, language: str) -> tuple[str, ...]:
    """Several need areas as people call them."""
    return tuple(area_name(area, catalogue, language) for area in areas)


def place(municipality: str, region: str, language: str) -> str:
    """Where a company is, as near as is known; empty when it is not."""
    code = municipality or region
    return short_place_name(code, language) if code else ""


def language_name(code: str, language: str) -> str:
    """A language as people call it; its code when we have no word."""
    return languages.language_name(code, language)


def here() -> str:
    """The language of the page."""
    return get_language() or "sv"


def local_day(moment: datetime) -> date:
    """The day of a moment in Sweden."""
    return timezone.localtime(moment, timezone.get_default_timezone()).date()


def age(since: datetime, now: datetime) -> str:
    """How long a case has waited, in working days: "today", "2 working days"."""
    days = working_days_between(local_day(since), local_day(now))
    if days <= 0:
        return _("today")
    return ngettext("%(number)d working day", "%(number)d working days", days) % {"number": days}


def ago(since: datetime, now: datetime) -> str:
    """When a case came in, in working days: "today", "2 working days ago"."""
    days = working_days_between(local_day(since), local_day(now))
    if days <= 0:
        return _("today")
    return ngettext("%(number)d working day ago", "%(number)d working days ago", days) % {
        "number": days
    }


def left(until: datetime, now: datetime) -> str:
    """How long a promise has left, or how long ago it ran out, in working days."""
    days = working_days_between(local_day(now), local_day(until))
    if until < now:
        if days == 0:
            return _("passed today")
        return ngettext(
            "passed %(number)d working day ago", "passed %(number)d working days ago", -days
        ) % {"number": -days}
    if days <= 0:
        return _("today")
    return ngettext("in %(number)d working day", "in %(number)d working days", days) % {
        "number": days
    }
