"""What a company is told before it sends a question, word for word.

A change of the meaning is a new version with a new id; the id is kept with each case, so that it
can be shown what somebody agreed to.
"""

from typing import Final

from django.utils.translation import gettext as _

VERSION: Final = "2026-11"


def sentences() -> tuple[str, ...]:
    """Who will see what, for how long, and what one can do about it."""
    return (
        _(
            "Those who get your question see what you have written here: the advisers it is sent"
            " to, and the coordinator who sees to it that it does not get stuck."
        ),
        _(
            "An organisation that gets the question can be a public authority. What is sent to an"
            " authority may become a public document."
        ),
        _(
            "You see on your own page who has looked at your case. There you can take the question"
            " back and have everything deleted, whenever you want."
        ),
        _(
            "Two years after the case is closed we delete names, addresses and everything that was"
            " written. Only figures without names remain."
        ),
    )
