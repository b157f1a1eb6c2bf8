"""Each relevant measure stands in exactly one list, and the list is the right one."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lotsa.core.criteria.facts import parse_facts
from lotsa.core.criteria.logic import Truth
from lotsa.core.criteria.measures import RuleBook, Time
from lotsa.core.criteria.verdicts import Judge
from lotsa.core.guide.sorting import Standing, place, sort_out
from tests.support.engine import (
    AS_OF,
    FIELDS,
    TREES,
    leaf,
    manual,
    measure,
    measures,
    rulebook,
    views,
    window,
    worlds,
)

TAXED, RENTS = leaf("taxed", "eq", True), leaf("rents", "eq", True)
HERE = leaf("town", "in", ["0484"])
CLOSED = window(open_ended=False, apply_to="2020-05-03")
LATER = window("later", open_ended=False, apply_from="2020-06-01", apply_to="2020-06-30")
SOON = window("soon", open_ended=False, apply_from="2020-05-05", apply_to="2020-06-30")
PERHAPS = window(open_ended=False)
SPENT = window(budget_spent_on="2020-05-01")
RULED_OUT = {**FIELDS[8], "changeable": False}
PLAIN = [RULED_OUT if one["id"] == "town" else one for one in FIELDS]


def placed(*documents, facts=None, **keys):
    book = rulebook(*documents, fields=PLAIN)
    verdicts = Judge(book).judge(parse_facts(facts or {}, book.registry), AS_OF)
    return sort_out(verdicts, book.registry, **keys)


@pytest.mark.parametrize(
    ("document", "facts", "standing"),
    [
        (measure(TAXED), {"taxed": True}, "now"),
        (measure(TAXED), {}, "maybe"),
        (measure(TAXED, PERHAPS), {"taxed": True}, "maybe"),
        (measure(TAXED, discretionary=True, provider="x"), {"taxed": True}, "decided"),
        (measure(TAXED, discretionary=True, provider="x"), {}, "maybe"),
        (measure({"all": [TAXED, manual()]}), {"taxed": True}, "decided"),
        (measure({"all": [TAXED, manual()]}), {}, "maybe"),
        (measure({"all": [TAXED, manual()]}, PERHAPS), {"taxed": True}, "maybe"),
        (measure(TAXED, LATER), {"taxed": True}, "later"),
        (measure(TAXED, LATER), {}, "later"),
        (measure(TAXED, CLOSED, LATER), {}, "later"),
        # One condition away: exactly one fails, and it can change.
        (measure({"all": [TAXED, RENTS]}), {"taxed": False, "rents": True}, "one_away"),
        (measure({"all": [TAXED, RENTS]}), {"taxed": False}, "one_away"),
        (measure({"all": [TAXED, RENTS]}), {"taxed": False, "rents": False}, "not"),
        (measure({"all": [TAXED, HERE]}), {"taxed": True, "town": ["0180"]}, "not"),
        (measure({"all": [{"any": [TAXED, HERE]}]}), {"taxed": False, "town": ["0180"]},
         "one_away"),
        (measure({"not": TAXED}), {"taxed": True}, "one_away"),
        (measure({"not": HERE}), {"town": ["0484"]}, "not"),
        (measure(TAXED, LATER), {"taxed": False}, "one_away"),
        (measure(TAXED, CLOSED), {"taxed": False}, "not"),
        (measure(TAXED, SPENT), {"taxed": False}, "not"),
        # Closed is closed, whatever else holds.
        (measure(TAXED, CLOSED), {"taxed": True}, "not"),
        (measure(None, SPENT), {}, "not"),
        ({"id": "m", "criteria": None, "windows": []}, {}, "not"),
        # Planned: perhaps, or not; never now, never a promise of later or of one step away.
        (measure(TAXED, status="planned"), {"taxed": True}, "maybe"),
        (measure(manual(), status="planned"), {}, "maybe"),
        (measure(TAXED, LATER, status="planned"), {"taxed": True}, "not"),
        (measure(TAXED, status="planned"), {"taxed": False}, "not"),
    ],
)  # fmt: skip
def test_the_list_a_measure_belongs_in(document, facts, standing):
    (only,) = placed(document, facts=facts)
    assert only.standing.value == standing


def test_what_opens_later_is_told_soonest_first_beside_any_list():
    (only,) = placed(measure(TAXED, window(), LATER, SOON), facts={"taxed": True})
    assert only.standing is Standing.NOW
    assert [one.window.id for one in only.upcoming] == ["soon", "later"]
    (only,) = placed(measure(TAXED, LATER, SOON), facts={"taxed": True})
    assert only.window.window.id == "soon"


def test_the_nearest_to_act_on_first():
    ends = window(open_ended=False, apply_from="2020-01-01", apply_to="2020-05-31")
    documents = [
        measure({"all": [TAXED, RENTS]}, name="two-missing"),
        measure(RENTS, name="one-missing"),
        measure(RENTS, PERHAPS, name="perhaps-open"),
        measure(TAXED, name="local", level="local"),
        measure(TAXED, name="national", level="national"),
        measure(TAXED, ends, name="ends-first", level="national"),
        measure({"not": TAXED}, name="away"),
        measure(TAXED, LATER, name="opens"),
        measure(TAXED, CLOSED, name="closed"),
    ]
    found = placed(*documents, facts={"taxed": True})
    assert [one.measure_id for one in found] == [
        "ends-first",
        "local",
        "national",
        "one-missing",
        "two-missing",
        "perhaps-open",
        "opens",
        "away",
        "closed",
    ]


def test_only_relevant_measures_and_none_that_a_local_form_replaces():
    documents = [
        measure(None, name="a", needs=["cash"]),
        measure(None, name="b", needs=["advice", "cash"]),
        measure(None, name="c", needs=["advice"]),
        measure(None, name="d"),
    ]
    names = [one.measure_id for one in placed(*documents, needs=["cash"], replaced=["b"])]
    assert names == ["a"]
    assert len(placed(*documents)) == 4


def test_advice_is_told_from_money():
    advice, money = placed(measure(None, name="a", kind="advice"), measure(None, kind="grant"))
    assert (advice.about_people, money.about_people) == (True, False)


law = settings(max_examples=60, suppress_health_check=list(HealthCheck))


@law
@given(st.data(), measures(), worlds)
def test_the_lists_hold_what_their_names_say(data, documents, world):
    book = RuleBook.from_documents({"fields": PLAIN}, {"measures": documents}, TREES)
    verdicts = Judge(book).judge(parse_facts(data.draw(views(world)), book.registry), AS_OF)
    replaced = data.draw(st.sets(st.sampled_from([one["id"] for one in documents])))
    needs = data.draw(st.sets(st.sampled_from(["cash", "advice"])))
    found = sort_out(verdicts, book.registry, needs=needs, replaced=replaced)
    relevant = {
        one.measure.id
        for one in verdicts
        if one.measure.id not in replaced and (not needs or needs & set(one.measure.needs))
    }
    assert sorted(one.measure_id for one in found) == sorted(relevant)
    order = list(Standing)
    assert [order.index(one.standing) for one in found] == sorted(
        order.index(one.standing) for one in found
    )
    for one in found:
        check(one, book.registry)
        assert place(one.verdict, book.registry) == one


def check(one, registry):
    verdict, way = one.verdict, one.window
    match one.standing:
        case Standing.NOW:
            assert verdict.answer is Truth.YES
            assert verdict.decided_by is None
        case Standing.DECIDED:
            assert verdict.decided_by
            assert way.time.time is Time.OPEN
            assert way.criteria is Truth.YES or way.only_manual_left
        case Standing.MAYBE:
            assert verdict.answer is Truth.UNKNOWN
        case Standing.LATER:
            assert verdict.answer is Truth.NO
            assert way.time.time is Time.OPENS
            assert way.criteria is not Truth.NO
        case Standing.ONE_AWAY:
            assert verdict.answer is Truth.NO
            assert len(way.failed_parts) == 1
            assert way.time.time in {Time.OPEN, Time.OPENS, Time.UNKNOWN}
        case Standing.NOT:
            assert verdict.answer is Truth.NO
    if verdict.measure.planned:
        assert one.standing in {Standing.MAYBE, Standing.NOT}
    assert all(up.time.time is Time.OPENS and up.criteria is not Truth.NO for up in one.upcoming)
