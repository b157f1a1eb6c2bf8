"""Standard replies to a company whose question is not for the support desk. Edited before sending."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lotsa.domain.cases.enums import Outcome
from lotsa.domain.cases.models import Case


@dataclass(frozen=True)
class Reply:
    """One reply.

    Attributes:
        title: what a coordinator chooses it by.
        outcome: how the case ends with it.
        text: what the company is told, in its own language when we have it.
    """

    title: str | Promise
    outcome: Outcome
    text: str | Promise


REPLIES: Final[Mapping[str, Reply]] = {
    "elsewhere": Reply(
        _("Another body handles it"),
        Outcome.NOT_FOR_US,
        _(
            "Thank you for your question. It is handled by another body than those we work with.\n\n"
            "Turn to: \n\n"
            "You are welcome back to us with other questions about your company."
        ),
    ),
    "private": Reply(
        _("It is not about a company"),
        Outcome.NOT_FOR_US,
        _(
            "Thank you for your question. We help companies and those about to start one, and your "
            "question seems to be a private matter.\n\n"
            "If we have misunderstood, write here what it has to do with your company, and we take "
            "it up again."
        ),
    ),
    "outside": Reply(
        _("The company is somewhere else"),
        Outcome.NOT_FOR_US,
        _(
            "Thank you for your question. Your company is outside the area that we help.\n\n"
            "Your own region's support desk can help you: "
        ),
    ),
    "answered": Reply(
        _("The answer is short"), Outcome.HELPED, _("Thank you for your question. The answer is: ")
    ),
}


def filled(key: str, case: Case) -> dict[str, str]:
    """What the form starts with: the chosen reply in the company's language, or nothing written."""
    reply = REPLIES.get(key)
    if reply is None:
        return {"outcome": Outcome.NOT_FOR_US.value, "text": ""}
    with translation.override(case.language):
        return {"outcome": reply.outcome.value, "text": str(reply.text)}
