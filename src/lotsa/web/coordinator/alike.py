"""Cases that may be the same as the one being sorted, side by side with it."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from lotsa.core.cases.likeness import Likeness, Shared
from lotsa.core.cases.states import CaseMove, case_moves
from lotsa.core.cases.states import CaseState as State
from lotsa.domain.actors.viewers import Viewer
from lotsa.domain.cases import triage
from lotsa.domain.cases.enums import CaseState, Outcome
from lotsa.domain.cases.models import Case
from lotsa.domain.measures.selectors import CurrentCatalogue
from lotsa.usecases.support import alike
from lotsa.web.coordinator import words

_SHOWN = 3
_SHARED = {
    Shared.COMPANY: _("same organisation number"),
    Shared.EMAIL: _("same mail address"),
    Shared.PHONE: _("same phone number"),
    Shared.NAME: _("same company name"),
}


@dataclass(frozen=True)
class Other:
    """A case like this one.

    Attributes:
        duplicate: open, and perhaps the same matter; otherwise closed and perhaps a repeat.
        shared: what the two have in common, in words.
        can_merge: this case can be merged into it.
    """

    case: Case
    duplicate: bool
    shared: tuple[words.Words, ...]
    same_needs: bool
    needs: tuple[str, ...]
    state: str
    outcome: str
    can_merge: bool


@dataclass(frozen=True)
class Found:
    """Those shown, and how many more there are where the viewer does not coordinate."""

    others: tuple[Other, ...]
    elsewhere: int


def found(case: Case, viewer: Viewer, catalogue: CurrentCatalogue, language: str) -> Found:
    """Cases like this one, in the viewer's territory; those elsewhere are only counted."""
    likes = alike.alike(case)
    rows = triage.coordinated(viewer).prefetch_related("needs").in_bulk([one.key for one in likes])
    mergeable = CaseMove.MERGE in case_moves(State(case.state))
    others = tuple(
        Other(
            case=other,
            duplicate=like.likeness is Likeness.DUPLICATE,
            shared=tuple(_SHARED[one] for one in like.shared),
            same_needs=like.same_needs,
            needs=words.area_names((need.area for need in other.needs.all()), catalogue, language),
            state=str(CaseState(other.state).label),
            outcome=str(Outcome(other.outcome).label) if other.outcome else "",
            can_merge=mergeable and like.likeness is Likeness.DUPLICATE,
        )
        for like in likes
        if (other := rows.get(like.key)) is not None
    )
    return Found(others[:_SHOWN], len(likes) - len(others))
