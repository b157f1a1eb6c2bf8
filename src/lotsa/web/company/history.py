"""What has happened in a case, one plain sentence for each thing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lotsa.domain.cases.company_page import Happened

_Words = dict[str, str | Promise]

BY_COMPANY: Final[_Words] = {
    "opened": gettext_lazy("You sent your question."),
    "withdrawn": gettext_lazy("You took your question back."),
    "said": gettext_lazy("You wrote a message."),
    "attached": gettext_lazy("You added a file."),
    "facts_changed": gettext_lazy("You changed what we know about the company."),
    "contact_changed": gettext_lazy("You changed how we reach you."),
    "answered": gettext_lazy("You told us how it went."),
    "erasure_wanted": gettext_lazy("You asked for everything to be deleted."),
    "link_sent": gettext_lazy("You asked for a new link, and we sent one."),
    "reopened_case": gettext_lazy("You asked for more help, and the case was taken up again."),
}
BY_ACTOR: Final[_Words] = {
    "opened": gettext_lazy("%(actor)s wrote down your question."),
    "sent": gettext_lazy("Your question was sent to %(actor)s."),
    "accepted": gettext_lazy("%(actor)s took your case."),
    "declined": gettext_lazy("%(actor)s could not take your case."),
    "reconsidered": gettext_lazy("%(actor)s was asked again."),
    "recalled": gettext_lazy("Your question was taken back from %(actor)s."),
    "contacted": gettext_lazy("%(actor)s was in contact with you."),
    "assigned": gettext_lazy("%(actor)s gave your case to a colleague."),
    "handed_over": gettext_lazy("%(actor)s passed your case on to somebody else."),
    "brought_in": gettext_lazy("%(actor)s asked one more to help."),
    "closed_part": gettext_lazy("%(actor)s finished its part."),
    "closed": gettext_lazy("%(actor)s closed your case."),
    "reopened": gettext_lazy("%(actor)s took your case up again."),
    "reopened_case": gettext_lazy("%(actor)s took your case up again."),
    "said": gettext_lazy("%(actor)s wrote to you."),
    "attached": gettext_lazy("%(actor)s added a file."),
    "suggested": gettext_lazy("%(actor)s pointed out a kind of support."),
    "facts_changed": gettext_lazy("%(actor)s changed what we know about the company."),
    "contact_changed": gettext_lazy("%(actor)s changed how you are reached."),
    "needs_changed": gettext_lazy("%(actor)s changed what your case is about."),
    "unreachable": gettext_lazy("%(actor)s tried to reach you without success."),
    "merged_in": gettext_lazy("%(actor)s joined another case of yours with this one."),
}
BY_ITSELF: Final[_Words] = {
    "opened": gettext_lazy("Your question was written down."),
    "held": gettext_lazy("A coordinator began to look through your question."),
    "nobody_left": gettext_lazy("Nobody had your case any more. A coordinator looked further."),
    "closed": gettext_lazy("Your case was closed."),
    "reopened_case": gettext_lazy("Your case was taken up again."),
    "said": gettext_lazy("Lotsa wrote to you."),
    "needs_changed": gettext_lazy("It was changed what your case is about."),
    "unreachable": gettext_lazy("Somebody tried to reach you without success."),
    "bounced": gettext_lazy("Our mail to you did not arrive."),
    "merged_in": gettext_lazy("Another case of yours was joined with this one."),
    "asked": gettext_lazy("We asked you how it went."),
    "link_sent": gettext_lazy("We sent you a new link."),
    "reminded": gettext_lazy("We reminded %(actor)s."),
    "escalated": gettext_lazy("We told a coordinator that %(actor)s had not answered."),
    "delayed": gettext_lazy("We told you that we are late."),
}


@dataclass(frozen=True)
class Told:
    """One line of the history."""

    at: datetime
    words: str


def told(history: Iterable[Happened]) -> tuple[Told, ...]:
    """Everything that can be said to the company, in the order given."""
    return tuple(
        Told(event.at, words) for event in history if (words := sentence(event)) is not None
    )


def sentence(event: Happened) -> str | None:
    """What happened, in words; None for what says the company nothing."""
    if event.verb == "attached" and event.data.get("internal"):
        return None
    if event.by_company:
        words = BY_COMPANY.get(event.verb)
    else:
        by_actor = BY_ACTOR.get(event.verb) if event.actor else None
        words = by_actor or BY_ITSELF.get(event.verb)
    if words is None:
        return None
    return str(words) % {"actor": event.actor or _("the one asked")}
