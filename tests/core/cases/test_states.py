import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotsa.core.cases.states import (
    LIVE_REFERRAL_STATES,
    OPEN_CASE_STATES,
    CaseMove,
    CaseState,
    Move,
    NotPossible,
    Outcome,
    Part,
    ReferralState,
    after,
    best,
    case_moves,
    check,
    moves,
    standing,
)

R, C = ReferralState, CaseState
NEEDS = ("liquidity", "rent")

MOVES = [
    (R.PLANNED, {Move.SEND: R.SENT, Move.RECALL: R.RECALLED}),
    (
        R.SENT,
        {
            Move.ACCEPT: R.ACCEPTED,
            Move.DECLINE: R.DECLINED,
            Move.HAND_OVER: R.HANDED_OVER,
            Move.RECALL: R.RECALLED,
        },
    ),
    (
        R.ACCEPTED,
        {
            Move.START: R.IN_PROGRESS,
            Move.DECLINE: R.DECLINED,
            Move.HAND_OVER: R.HANDED_OVER,
            Move.CLOSE: R.CLOSED,
        },
    ),
    (R.IN_PROGRESS, {Move.HAND_OVER: R.HANDED_OVER, Move.CLOSE: R.CLOSED}),
    (R.CLOSED, {Move.REOPEN: R.IN_PROGRESS}),
    (R.DECLINED, {Move.RECONSIDER: R.SENT}),
    (R.HANDED_OVER, {}),
    (R.RECALLED, {}),
]


def test_the_table_names_every_state():
    assert [state for state, _ in MOVES] == sorted(R, key=[s for s, _ in MOVES].index)
    assert {state for state, _ in MOVES} == set(R)


@pytest.mark.parametrize(("state", "leads_to"), MOVES, ids=lambda value: str(value)[:12])
def test_a_referral_moves_as_the_table_says_and_in_no_other_way(state, leads_to):
    assert moves(state) == leads_to.keys()
    for move in Move:
        if move in leads_to:
            assert after(state, move) is leads_to[move]
        else:
            with pytest.raises(NotPossible) as refused:
                after(state, move)
            assert (refused.value.move, refused.value.state) == (move, state)


@pytest.mark.parametrize("state", CaseState)
def test_an_open_case_can_be_sent_on_and_a_closed_one_taken_up_again(state):
    allowed = case_moves(state)
    assert (CaseMove.REFER in allowed) == (state in OPEN_CASE_STATES)
    assert (CaseMove.REOPEN in allowed) == (state not in OPEN_CASE_STATES)
    for move in set(CaseMove) - allowed:
        with pytest.raises(NotPossible):
            check(state, move)
    for move in allowed:
        check(state, move)


def part(state, needs=NEEDS, outcome=None):
    return Part(state, frozenset(needs), outcome)


STANDINGS = [
    ("nobody asked", [], C.NEW, None, NEEDS),
    ("one planned", [part(R.PLANNED)], C.REFERRED, None, ()),
    ("one asked", [part(R.SENT)], C.REFERRED, None, ()),
    ("one of two has said yes", [part(R.SENT), part(R.ACCEPTED)], C.ACCEPTED, None, ()),
    ("one is working", [part(R.DECLINED), part(R.IN_PROGRESS)], C.IN_PROGRESS, None, ()),
    ("all said no", [part(R.DECLINED), part(R.DECLINED)], C.TRIAGE, None, NEEDS),
    ("all taken back", [part(R.RECALLED)], C.TRIAGE, None, NEEDS),
    ("handed over to nobody", [part(R.HANDED_OVER)], C.TRIAGE, None, NEEDS),
    ("closed", [part(R.CLOSED, outcome=Outcome.HELPED)], C.CLOSED, Outcome.HELPED, ()),
    (
        "the best of two outcomes",
        [
            part(R.CLOSED, ["rent"], Outcome.NOT_HELPED),
            part(R.CLOSED, ["liquidity"], Outcome.PARTLY),
        ],
        C.CLOSED,
        Outcome.PARTLY,
        (),
    ),
    (
        "one need closed, the other with nobody",
        [part(R.CLOSED, ["rent"], Outcome.HELPED), part(R.DECLINED, ["liquidity"])],
        C.TRIAGE,
        None,
        ("liquidity",),
    ),
    (
        "one need closed, the other asked about",
        [part(R.CLOSED, ["rent"], Outcome.HELPED), part(R.SENT, ["liquidity"])],
        C.REFERRED,
        None,
        (),
    ),
    (
        "one team works while a need has nobody",
        [part(R.IN_PROGRESS, ["rent"]), part(R.DECLINED, ["liquidity"])],
        C.IN_PROGRESS,
        None,
        ("liquidity",),
    ),
]


@pytest.mark.parametrize(
    ("parts", "state", "outcome", "unattended"),
    [row[1:] for row in STANDINGS],
    ids=[row[0] for row in STANDINGS],
)
def test_a_case_stands_where_its_referrals_leave_it(parts, state, outcome, unattended):
    found = standing(NEEDS, parts)

    assert (found.state, found.outcome) == (state, outcome)
    assert found.unattended == set(unattended)


def test_a_case_without_a_named_need_is_closed_with_its_last_part():
    assert standing([], [part(R.CLOSED, [], Outcome.HELPED)]).state is C.CLOSED
    assert standing([], [part(R.DECLINED, [])]).state is C.TRIAGE


parts = st.builds(
    Part,
    st.sampled_from(R),
    st.frozensets(st.sampled_from(NEEDS)),
    st.one_of(st.none(), st.sampled_from(Outcome)),
)


@given(st.lists(parts, max_size=6), st.randoms())
def test_the_order_of_the_referrals_means_nothing(listed, random):
    shuffled = list(listed)
    random.shuffle(shuffled)

    assert standing(NEEDS, listed) == standing(NEEDS, shuffled)


@given(st.lists(parts, max_size=6))
def test_no_case_is_closed_while_somebody_has_it_or_a_need_has_nobody(listed):
    found = standing(NEEDS, listed)

    if found.state is C.CLOSED:
        assert not any(one.state in LIVE_REFERRAL_STATES for one in listed)
        assert not found.unattended
        assert found.outcome is not None
    else:
        assert found.outcome is None
    if any(one.state in LIVE_REFERRAL_STATES for one in listed):
        assert found.state in {C.REFERRED, C.ACCEPTED, C.IN_PROGRESS}


@given(st.lists(st.one_of(st.none(), st.sampled_from(Outcome))))
def test_the_best_outcome_is_one_of_those_given(outcomes):
    found = best(outcomes)

    assert (found is None) == (not any(outcomes))
    assert found is None or found in outcomes
