"""What the adviser pages say about a case: promises, states, events, and why something failed."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from lotsa.core.cases.states import Move
from lotsa.core.criteria.wording import day as day_text
from lotsa.core.routing.languages import language_name
from lotsa.domain.cases.case_page import Happened
from lotsa.domain.cases.enums import DeclineReason, Outcome, ReferralState
from lotsa.domain.cases.inbox import Due
from lotsa.domain.cases.models import Referral
from lotsa.domain.measures.selectors import CurrentCatalogue
from lotsa.usecases.browse.words import short_place_name

_LATE: Final = {
    "answer": (
        gettext_lazy("Answer is late"),
        lambda n: ngettext("Answer is %(days)d day late", "Answer is %(days)d days late", n),
    ),
    "contact": (
        gettext_lazy("Contact is late"),
        lambda n: ngettext("Contact is %(days)d day late", "Contact is %(days)d days late", n),
    ),
}
_SOON: Final = {
    ("answer", 0): gettext_lazy("Answer today"),
    ("answer", 1): gettext_lazy("Answer tomorrow"),
    ("contact", 0): gettext_lazy("Contact today"),
    ("contact", 1): gettext_lazy("Contact tomorrow"),
}
_BY: Final = {
    "answer": gettext_lazy("Answer by %(day)s"),
    "contact": gettext_lazy("Contact by %(day)s"),
}


def due_words(due: Due | None, now: datetime) -> str:
    """What is promised and when, as people say it: "Contact today", "Answer 2 days late"."""
    if due is None:
        return ""
    today, last = timezone.localdate(now), timezone.localdate(due.at)
    days = (last - today).days
    if due.at < now:
        at_all, counted = _LATE[due.what]
        return counted(-days) % {"days": -days} if days < 0 else str(at_all)
    if (due.what, days) in _SOON:
        return str(_SOON[due.what, days])
    return _BY[due.what] % {"day": day_text(last, _language(), year=last.year != today.year)}


def at(moment: datetime, now: datetime) -> str:
    """An instant as read in a sentence: the time of day when it was today, otherwise the day too."""
    local, today = timezone.localtime(moment), timezone.localdate(now)
    swedish = _language() == "sv"
    clock = local.strftime("%H.%M" if swedish else "%H:%M")
    if local.date() == today:
        return clock
    day = day_text(local.date(), _language(), year=local.year != today.year)
    return f"{day} {clock}"


def need_names(areas: Iterable[str], catalogue: CurrentCatalogue) -> tuple[str, ...]:
    """Need areas in words; one the catalogue no longer has is left out."""
    language = _language()
    known = catalogue.need_by_id
    return tuple(
        known[area].name.get(language) or known[area].name.get("sv", area)
        for area in areas
        if area in known
    )


def place_name(municipality: str, region: str) -> str:
    """The municipality, else the county, by name; empty when neither is known."""
    code = municipality or region
    return short_place_name(code, _language()) if code else ""


def language_words(code: str) -> str:
    """The name of a language in the page's own."""
    return language_name(code, _language())


def why_not(referral: Referral, move: Move, now: datetime) -> str:
    """Why a move could not be made, told by what has happened meanwhile.

    Args:
        referral: as it stands now, with its team and adviser.
        move: what was to be done.
        now: the instant the times are told from.
    """
    who = referral.adviser.user.name if referral.adviser else referral.team.name
    told = {"who": who, "team": referral.team.name, "at": ""}
    moments = {
        ReferralState.ACCEPTED: referral.accepted_at,
        ReferralState.IN_PROGRESS: referral.accepted_at,
    }
    moment = moments.get(ReferralState(referral.state), referral.ended_at)
    if moment is not None:
        told["at"] = at(moment, now)
    if referral.state == ReferralState.SENT and move is not Move.ACCEPT:
        return _("Nobody in %(team)s has accepted the case yet.") % told
    return str(_STANDS[ReferralState(referral.state)] % told)


_STANDS: Final = {
    ReferralState.PLANNED: gettext_lazy("%(team)s has not been sent the case yet."),
    ReferralState.SENT: gettext_lazy("The case waits for %(team)s to answer."),
    ReferralState.ACCEPTED: gettext_lazy("%(who)s accepted the case at %(at)s."),
    ReferralState.IN_PROGRESS: gettext_lazy(
        "%(who)s accepted the case at %(at)s and is working on it."
    ),
    ReferralState.CLOSED: gettext_lazy("The case was closed for %(team)s at %(at)s."),
    ReferralState.DECLINED: gettext_lazy("%(team)s declined the case at %(at)s."),
    ReferralState.HANDED_OVER: gettext_lazy("%(team)s handed the case over at %(at)s."),
    ReferralState.RECALLED: gettext_lazy("The case has been taken back from %(team)s."),
}

_EVENTS: Final = {
    "opened": gettext_lazy("Case opened"),
    "held": gettext_lazy("Held for sorting"),
    "sent": gettext_lazy("Sent to %(team)s"),
    "recalled": gettext_lazy("Taken back from %(team)s"),
    "accepted": gettext_lazy("Accepted for %(team)s"),
    "declined": gettext_lazy("Declined by %(team)s: %(reason)s"),
    "reconsidered": gettext_lazy("The decline was undone by %(team)s"),
    "contacted": gettext_lazy("%(team)s has been in contact with the company"),
    "assigned": gettext_lazy("Given to %(subject)s"),
    "left_to_team": gettext_lazy("Left to %(team)s by one who left"),
    "handed_over": gettext_lazy("Handed over from %(team)s to %(subject)s"),
    "brought_in": gettext_lazy("%(subject)s was brought in"),
    "closed_part": gettext_lazy("Closed for %(team)s: %(outcome)s"),
    "closed": gettext_lazy("Case closed: %(outcome)s"),
    "reopened": gettext_lazy("Reopened by %(team)s"),
    "reopened_case": gettext_lazy("Case reopened"),
    "said": gettext_lazy("Message written"),
    "attached": gettext_lazy("File added"),
    "noted": gettext_lazy("Internal note written"),
    "planned": gettext_lazy("Task added"),
    "task_done": gettext_lazy("Task done"),
    "task_undone": gettext_lazy("Task taken up again"),
    "suggested": gettext_lazy("Support suggested: %(measure)s"),
    "facts_changed": gettext_lazy("Facts changed"),
    "contact_changed": gettext_lazy("Contact details changed"),
    "needs_changed": gettext_lazy("Needs changed"),
    "place_changed": gettext_lazy("Place changed"),
    "unreachable": gettext_lazy("The company could not be reached"),
    "registration_changed": gettext_lazy("Registration changed"),
    "withdrawn": gettext_lazy("Withdrawn by the company"),
    "held_as_spam": gettext_lazy("Held back as spam"),
    "released": gettext_lazy("Released from the spam filter"),
    "nobody_left": gettext_lazy("Nobody has the case any more"),
    "asked": gettext_lazy("The company was asked how it went"),
    "answered": gettext_lazy("The company told how it went"),
    "merged_away": gettext_lazy("Joined with case %(into)s"),
    "merged_in": gettext_lazy("Case %(reference)s was joined with this one"),
    "warning_dismissed": gettext_lazy("A warning was looked at"),
    "reminded": gettext_lazy("%(team)s was reminded"),
    "escalated": gettext_lazy("The coordinator was told that %(team)s is silent"),
    "delayed": gettext_lazy("The company was told that the contact is late"),
    "bounced": gettext_lazy("A mail to the company came back"),
}


def event_words(verb: str) -> str:
    """An event in a few words, without who and to whom; for a list's last column."""
    if verb == "said":
        return _("Message written")
    text = str(_EVENTS.get(verb, verb))
    return text if "%(" not in text else str(_SHORT.get(verb, ""))


_SHORT: Final = {
    "sent": gettext_lazy("Sent"),
    "recalled": gettext_lazy("Taken back"),
    "accepted": gettext_lazy("Accepted"),
    "declined": gettext_lazy("Declined"),
    "reconsidered": gettext_lazy("Decline undone"),
    "contacted": gettext_lazy("Company contacted"),
    "assigned": gettext_lazy("Given to a colleague"),
    "left_to_team": gettext_lazy("Left to the team"),
    "handed_over": gettext_lazy("Handed over"),
    "brought_in": gettext_lazy("Another team brought in"),
    "closed_part": gettext_lazy("The team closed its part"),
    "closed": gettext_lazy("The case was closed"),
    "reopened": gettext_lazy("Reopened"),
    "suggested": gettext_lazy("Support suggested"),
    "merged_away": gettext_lazy("Joined with another case"),
    "merged_in": gettext_lazy("Joined with another case"),
    "reminded": gettext_lazy("Reminder sent"),
    "escalated": gettext_lazy("Coordinator told"),
}


def happened_words(event: Happened, measures: Mapping[str, str]) -> str:
    """One event as a sentence.

    Args:
        event: with the names its ids stand for.
        measures: names of measures by id.
    """
    data = event.data
    reason, outcome = str(data.get("reason", "")), str(data.get("outcome", ""))
    measure = str(data.get("measure", ""))
    told = {
        "team": event.team or event.subject or _("a team"),
        "subject": event.subject or _("somebody who has left"),
        "reason": lowered(str(DeclineReason(reason).label)) if reason else "",
        "outcome": lowered(str(Outcome(outcome).label)) if outcome else "",
        "measure": measures.get(measure, measure),
        "into": str(data.get("into", "")),
        "reference": str(data.get("reference", "")),
    }
    return str(_EVENTS.get(event.verb, event.verb) % told)


_WARNINGS: Final = {
    "duplicate": gettext_lazy("Looks like another open case of the same company."),
    "outside_territory": gettext_lazy("The company lies outside the desk's area."),
    "unclear_need": gettext_lazy("It is not clear what the company needs help with."),
    "declined": gettext_lazy("All who were asked have declined."),
    "reopened": gettext_lazy("The case has been reopened."),
    "spam": gettext_lazy("Looks like spam."),
}


def warning_words(codes: Iterable[str]) -> tuple[str, ...]:
    """What to look at, as sentences; codes that only sorting needs are left out."""
    return tuple(str(_WARNINGS[code]) for code in codes if code in _WARNINGS)


def lowered(text: str) -> str:
    """The text with a small first letter, for the middle of a sentence."""
    return text[:1].lower() + text[1:]


def _language() -> str:
    return (get_language() or "sv").split("-")[0]
