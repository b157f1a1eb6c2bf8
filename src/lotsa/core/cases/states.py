"""The states of a case and of one team's part in it, and the moves between them.

A case has no state of its own making: it stands where its needs and referrals leave it. So two
people who act at the same time on two referrals can never disagree about the case.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class CaseState(StrEnum):
    """Where a case stands."""

    NEW = "new"
    TRIAGE = "triage"
    REFERRED = "referred"
    ACCEPTED = "accepted"
    IN_PROGRESS = "in_progress"
    CLOSED = "closed"
    FOLLOWED_UP = "followed_up"


class ReferralState(StrEnum):
    """Where one team's part in a case stands."""

    PLANNED = "planned"
    SENT = "sent"
    ACCEPTED = "accepted"
    IN_PROGRESS = "in_progress"
    CLOSED = "closed"
    DECLINED = "declined"
    HANDED_OVER = "handed_over"
    RECALLED = "recalled"


class Outcome(StrEnum):
    """How it ended, the best first."""

    HELPED = "helped"
    PARTLY = "partly"
    NOT_HELPED = "not_helped"
    NOT_REACHABLE = "not_reachable"
    WITHDRAWN = "withdrawn"
    NOT_FOR_US = "not_for_us"


class DeclineReason(StrEnum):
    """Why a team declined."""

    WRONG_COMPETENCE = "wrong_competence"
    OUTSIDE_TERRITORY = "outside_territory"
    WRONG_COMPANY = "wrong_company"
    NO_TIME = "no_time"
    CONFLICT = "conflict"
    OTHER = "other"


class Move(StrEnum):
    """What can be done with a referral."""

    SEND = "send"
    ACCEPT = "accept"
    START = "start"
    DECLINE = "decline"
    HAND_OVER = "hand_over"
    RECALL = "recall"
    CLOSE = "close"
    REOPEN = "reopen"
    RECONSIDER = "reconsider"


class CaseMove(StrEnum):
    """What can be done with a whole case."""

    HOLD = "hold"
    REFER = "refer"
    CLOSE = "close"
    WITHDRAW = "withdraw"
    FOLLOW_UP = "follow_up"
    REOPEN = "reopen"
    MERGE = "merge"


OPEN_CASE_STATES: Final = frozenset(CaseState) - {CaseState.CLOSED, CaseState.FOLLOWED_UP}
LIVE_REFERRAL_STATES: Final = frozenset(
    {
        ReferralState.PLANNED,
        ReferralState.SENT,
        ReferralState.ACCEPTED,
        ReferralState.IN_PROGRESS,
    }
)
"""A team in one of these has, or is about to get, the case."""
HELD_REFERRAL_STATES: Final = frozenset({ReferralState.ACCEPTED, ReferralState.IN_PROGRESS})
"""A team in one of these has said yes to the case."""

_STAGES: Final = (
    (ReferralState.IN_PROGRESS, CaseState.IN_PROGRESS),
    (ReferralState.ACCEPTED, CaseState.ACCEPTED),
    (ReferralState.SENT, CaseState.REFERRED),
    (ReferralState.PLANNED, CaseState.REFERRED),
)

_MOVES: Final = {
    Move.SEND: ({ReferralState.PLANNED}, ReferralState.SENT),
    Move.ACCEPT: ({ReferralState.SENT}, ReferralState.ACCEPTED),
    Move.START: ({ReferralState.ACCEPTED}, ReferralState.IN_PROGRESS),
    Move.DECLINE: ({ReferralState.SENT, ReferralState.ACCEPTED}, ReferralState.DECLINED),
    Move.HAND_OVER: (
        {ReferralState.SENT, ReferralState.ACCEPTED, ReferralState.IN_PROGRESS},
        ReferralState.HANDED_OVER,
    ),
    Move.RECALL: ({ReferralState.PLANNED, ReferralState.SENT}, ReferralState.RECALLED),
    Move.CLOSE: ({ReferralState.ACCEPTED, ReferralState.IN_PROGRESS}, ReferralState.CLOSED),
    Move.REOPEN: ({ReferralState.CLOSED}, ReferralState.IN_PROGRESS),
    Move.RECONSIDER: ({ReferralState.DECLINED}, ReferralState.SENT),
}

_CASE_MOVES: Final = {
    CaseMove.HOLD: {CaseState.NEW, CaseState.TRIAGE},
    CaseMove.REFER: OPEN_CASE_STATES,
    CaseMove.CLOSE: OPEN_CASE_STATES,
    CaseMove.WITHDRAW: OPEN_CASE_STATES,
    CaseMove.FOLLOW_UP: {CaseState.CLOSED},
    CaseMove.REOPEN: {CaseState.CLOSED, CaseState.FOLLOWED_UP},
    CaseMove.MERGE: OPEN_CASE_STATES,
}


class NotPossible(Exception):
    """The move cannot be made from where the case or the referral stands.

    Attributes:
        move: what was to be done.
        state: where it stands.
    """

    def __init__(self, move: Move | CaseMove, state: CaseState | ReferralState) -> None:
        """Take the move and the state that does not allow it."""
        super().__init__(f"{move.value} is not possible when {state.value}")
        self.move = move
        self.state = state


def after(state: ReferralState, move: Move) -> ReferralState:
    """Where a move takes a referral. Raises NotPossible."""
    allowed, to = _MOVES[move]
    if state not in allowed:
        raise NotPossible(move, state)
    return to


def check(state: CaseState, move: CaseMove) -> None:
    """Raise NotPossible unless the move can be made with a case that stands here."""
    if state not in _CASE_MOVES[move]:
        raise NotPossible(move, state)


def moves(state: ReferralState) -> frozenset[Move]:
    """What can be done with a referral that stands here."""
    return frozenset(move for move, (allowed, _) in _MOVES.items() if state in allowed)


def case_moves(state: CaseState) -> frozenset[CaseMove]:
    """What can be done with a case that stands here."""
    return frozenset(move for move, allowed in _CASE_MOVES.items() if state in allowed)


@dataclass(frozen=True)
class Part:
    """One referral, as far as the case's state depends on it.

    Attributes:
        state: where the team's part stands.
        needs: the needs it is for.
        outcome: how it ended, when it is closed.
    """

    state: ReferralState
    needs: frozenset[str]
    outcome: Outcome | None = None


@dataclass(frozen=True)
class Standing:
    """Where a case stands, from its needs and referrals.

    Attributes:
        state: of the case.
        outcome: how it ended; None while it is open.
        need_outcomes: how each need that is closed ended.
        unattended: needs that nobody has or is about to get.
    """

    state: CaseState
    outcome: Outcome | None
    need_outcomes: dict[str, Outcome]
    unattended: frozenset[str]


def standing(needs: Collection[str], parts: Iterable[Part]) -> Standing:
    """Where the needs and referrals leave a case.

    The case stands as far on as the team that has come furthest. It is closed when every need
    has been closed by somebody, and back for sorting when nobody is left who has it.

    Args:
        needs: the case's needs, or none when the question was not clear.
        parts: its referrals, ended ones too.
    """
    listed = tuple(parts)
    attended = {
        need for part in listed if part.state in LIVE_REFERRAL_STATES for need in part.needs
    }
    closed = _closed_needs(listed)
    unattended = frozenset(needs) - attended - closed.keys()
    for part_state, case_state in _STAGES:
        if any(part.state is part_state for part in listed):
            return Standing(case_state, None, closed, unattended)
    ended = [part.outcome for part in listed if part.state is ReferralState.CLOSED]
    if unattended or not ended:
        return Standing(
            CaseState.TRIAGE if listed else CaseState.NEW,
            None,
            closed,
            frozenset(needs) - closed.keys(),
        )
    return Standing(CaseState.CLOSED, best(ended), closed, frozenset())


def _closed_needs(parts: Iterable[Part]) -> dict[str, Outcome]:
    found: dict[str, list[Outcome | None]] = {}
    for part in parts:
        if part.state is ReferralState.CLOSED:
            for need in part.needs:
                found.setdefault(need, []).append(part.outcome)
    return {
        need: outcome
        for need, outcomes in sorted(found.items())
        if (outcome := best(outcomes)) is not None
    }


def best(outcomes: Iterable[Outcome | None]) -> Outcome | None:
    """The best of several outcomes, by the order of `Outcome`; None when there is none."""
    order = list(Outcome)
    known = [outcome for outcome in outcomes if outcome is not None]
    return min(known, key=order.index, default=None)
