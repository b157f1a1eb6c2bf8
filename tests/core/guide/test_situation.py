"""What a company has told: kept as JSON, changed step by step, read back after changes."""

import json

from hypothesis import given
from hypothesis import strategies as st

from lotsa.core.criteria.values import Interval
from lotsa.core.guide.situation import Situation
from tests.support.engine import leaf, measure, rulebook, window

SPRING = {
    "period_from": "2020-03-01",
    "period_to": "2020-04-30",
    "reference_from": "2019-03-01",
    "reference_to": "2019-04-30",
}
FALL = leaf("drop", "gt", 30)
BOOK = rulebook(
    measure(FALL, window("a", **SPRING), window("b"), name="one"),
    measure(FALL, window("a", **SPRING), name="two"),
)
KEY = "drop@20200301-20200430-20190301-20190430"


def test_an_answer_about_months_goes_to_every_window_with_those_months():
    told = Situation().answered(KEY, 40, BOOK)
    assert told.by_window == {"one/a": {"drop": 40}, "two/a": {"drop": 40}}
    assert told.facts == {}
    assert told.answer_to(KEY, BOOK) == 40
    assert told.answer_to("drop@one/b", BOOK) is None
    assert told.without(KEY, BOOK).by_window == {}
    facts = told.facts_for(BOOK.registry)
    assert facts.by_window["one", "a"] == {"drop": 40}
    assert ("one", "b") not in facts.by_window


def test_an_answer_can_be_changed_and_taken_back():
    told = Situation().answered("staff", 3, BOOK).answered("taxed", True, BOOK)
    assert told.asked == ("staff", "taxed")
    told = told.answered("staff", 4, BOOK)
    assert (told.facts, set(told.asked)) == ({"staff": 4, "taxed": True}, {"staff", "taxed"})
    assert told.without("staff", BOOK).facts == {"taxed": True}
    assert told.without("staff", BOOK).asked == ("taxed",)


def test_not_knowing_takes_the_answer_back_and_knowing_ends_it():
    told = Situation().answered(KEY, 40, BOOK).not_known(KEY, BOOK)
    assert (told.by_window, told.unknown, told.asked) == ({}, (KEY,), (KEY,))
    assert told.answered(KEY, 3, BOOK).unknown == ()
    unsure = Situation().not_known("staff", BOOK)
    assert unsure.told({"staff": 3}).unknown == ()
    assert not unsure.empty
    assert Situation().empty


def test_what_no_longer_fits_is_set_aside():
    told = Situation(
        facts={"staff": "many", "taxed": True, "gone": 1, "started": "2019", "rents": None},
        by_window={"one/a": {"drop": "much"}, "nowhere": {"drop": 1}, "two/a": {"drop": 3}},
    )
    facts = told.facts_for(BOOK.registry)
    assert set(facts.values) == {"taxed", "started"}
    assert isinstance(facts.values["started"], Interval)
    assert facts.by_window == {("one", "a"): {}, ("two", "a"): {"drop": 3}}
    assert facts.ignored == ()


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


@given(
    st.dictionaries(
        st.sampled_from(["needs", "facts", "by_window", "unknown", "asked", "x"]), anything
    )
    | anything
)
def test_anything_stored_is_read_without_an_error(raw):
    told = Situation.from_json(raw)
    told.facts_for(BOOK.registry)
    assert Situation.from_json(told.as_json()).as_json() == told.as_json()


def test_a_situation_survives_storage():
    told = (
        Situation()
        .with_needs(["cash", "advice", "cash"])
        .answered("staff", {"min": 1, "max": 4}, BOOK)
        .answered(KEY, 40, BOOK)
        .not_known("taxed", BOOK)
    )
    assert told.needs == ("cash", "advice")
    assert Situation.from_json(json.loads(json.dumps(told.as_json()))) == told
