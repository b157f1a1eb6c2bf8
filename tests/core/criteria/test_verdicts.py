"""The answer with its reasons: tables for each rule, and laws that hold for any rules and facts."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lotsa.core.criteria.facts import parse_facts
from lotsa.core.criteria.faults import CatalogueFault
from lotsa.core.criteria.logic import Truth
from lotsa.core.criteria.measures import RuleBook, Time
from lotsa.core.criteria.verdicts import Judge
from tests.support.engine import (
    AS_OF,
    FIELDS,
    TREES,
    as_json,
    conditions,
    judge,
    leaf,
    manual,
    measure,
    measures,
    plain,
    plain_measure,
    rulebook,
    views,
    window,
    worlds,
)

OPEN = {"open_ended": True}
CLOSED = {"open_ended": False, "apply_to": "2020-05-03"}
LATER = {"open_ended": False, "apply_from": "2020-06-01", "apply_to": "2020-06-30"}
PERHAPS = {"open_ended": False}
TAXED, RENTS = leaf("taxed", "eq", True), leaf("rents", "eq", True)


@pytest.mark.parametrize(
    ("times", "facts", "answer", "missing", "failed"),
    [
        ([OPEN], {"taxed": True, "rents": True}, "yes", (), ()),
        ([OPEN], {"taxed": True}, "unknown", ("rents",), ()),
        ([OPEN], {}, "unknown", ("taxed", "rents"), ()),
        # A failed condition is no, though other facts are missing.
        ([OPEN], {"taxed": False}, "no", (), ("taxed",)),
        ([OPEN], {"taxed": False, "rents": False}, "no", (), ("taxed", "rents")),
        # So is a closed window, or one that has yet to open.
        ([CLOSED], {}, "no", (), ()),
        ([CLOSED], {"taxed": True, "rents": True}, "no", (), ()),
        ([LATER], {}, "no", (), ()),
        # An unknown end is not a promise.
        ([PERHAPS], {"taxed": True, "rents": True}, "unknown", (), ()),
        ([PERHAPS], {}, "unknown", ("taxed", "rents"), ()),
        ([PERHAPS], {"taxed": False}, "no", (), ("taxed",)),
        # The measure's answer is the best of its windows.
        ([CLOSED, OPEN], {"taxed": True, "rents": True}, "yes", (), ()),
        ([CLOSED, PERHAPS, LATER], {"taxed": True}, "unknown", ("rents",), ()),
        ([PERHAPS, OPEN], {"taxed": True, "rents": True}, "yes", (), ()),
        ([CLOSED, CLOSED], {"taxed": True}, "no", (), ()),
    ],
)
def test_windows_and_criteria(times, facts, answer, missing, failed):
    ways = [window(f"w{index}", **time) for index, time in enumerate(times)]
    (verdict,) = judge(measure({"all": [TAXED, RENTS]}, *ways), facts=facts)
    assert verdict.answer.word == answer
    assert verdict.missing == missing
    assert verdict.failed == failed


def test_a_measure_without_windows_is_never_open():
    (verdict,) = judge({"id": "m", "criteria": None, "windows": []})
    assert (verdict.answer, verdict.best, verdict.missing) == (Truth.NO, None, ())
    assert verdict.time.time is Time.UNKNOWN


@pytest.mark.parametrize(
    ("criteria", "facts", "failed"),
    [
        ({"not": TAXED}, {"taxed": True}, ("taxed",)),
        ({"not": {"all": [TAXED, RENTS]}}, {"taxed": True, "rents": True}, ("taxed", "rents")),
        ({"not": {"any": [TAXED, RENTS]}}, {"taxed": True, "rents": False}, ("taxed",)),
        ({"any": [TAXED, RENTS]}, {"taxed": False, "rents": False}, ("taxed", "rents")),
        ({"all": [TAXED, {"any": [RENTS]}]}, {"taxed": True, "rents": False}, ("rents",)),
        ({"not": {"not": TAXED}}, {"taxed": False}, ("taxed",)),
    ],
)
def test_only_what_makes_it_fail_is_blamed(criteria, facts, failed):
    (verdict,) = judge(measure(criteria), facts=facts)
    assert (verdict.answer, verdict.failed) == (Truth.NO, failed)


def test_a_window_has_rules_of_its_own():
    one = measure(TAXED, window("a", criteria=RENTS), window("b"))
    (verdict,) = judge(one, facts={"taxed": True, "rents": False})
    assert [each.answer.word for each in verdict.windows] == ["no", "yes"]
    assert verdict.windows[0].failed == ("rents",)
    (verdict,) = judge(one, facts={"taxed": False})
    assert [each.failed for each in verdict.windows] == [("taxed",), ("taxed",)]


@pytest.mark.parametrize(
    ("facts", "answer"),
    [({"taxed": True}, "unknown"), ({}, "unknown"), ({"taxed": False}, "no")],
)
def test_what_is_only_planned_is_never_yes(facts, answer):
    (verdict,) = judge(measure(TAXED, status="planned"), facts=facts)
    assert verdict.answer.word == answer
    (always,) = judge(measure(None, status="planned"))
    assert (always.answer.word, always.missing) == ("unknown", ())


def test_a_discretionary_yes_names_who_decides():
    one = measure(TAXED, discretionary=True, provider="agency")
    assert [
        judge(one, facts=facts)[0].decided_by for facts in ({"taxed": True}, {}, {"taxed": False})
    ] == ["agency", "agency", None]
    assert judge(measure(TAXED, provider="agency"), facts={"taxed": True})[0].decided_by is None


@pytest.mark.parametrize(
    ("criteria", "facts", "answer", "by", "only_manual"),
    [
        (manual(), {}, "unknown", "county", True),
        ({"all": [TAXED, manual()]}, {"taxed": True}, "unknown", "county", True),
        ({"all": [TAXED, manual()]}, {}, "unknown", "county", False),
        ({"all": [TAXED, manual()]}, {"taxed": False}, "no", None, False),
        ({"any": [TAXED, manual()]}, {"taxed": True}, "yes", None, False),
        ({"any": [TAXED, manual()]}, {"taxed": False}, "unknown", "county", True),
        ({"any": [TAXED, manual()]}, {}, "unknown", "county", False),
        ({"not": manual()}, {}, "unknown", "county", True),
        ({"not": {"any": [TAXED, manual()]}}, {"taxed": True}, "no", None, False),
        ({"not": {"all": [TAXED, manual()]}}, {"taxed": False}, "yes", None, False),
        ({"all": [manual("a"), manual("b")]}, {}, "unknown", "a", True),
        (
            {"all": [{"any": [RENTS, manual("a")]}, manual("b")]},
            {"rents": True},
            "unknown",
            "b",
            True,
        ),
    ],
)
def test_what_someone_decides_is_never_settled_by_a_machine(
    criteria, facts, answer, by, only_manual
):
    (verdict,) = judge(measure(criteria), facts=facts)
    assert verdict.answer.word == answer
    assert verdict.decided_by == by
    assert verdict.windows[0].only_manual_left is only_manual


def test_the_one_named_decides_in_a_window_that_gives_the_answer():
    ways = [
        window("closed", criteria=manual("a"), **CLOSED),
        window("open", criteria=manual("b")),
    ]
    (verdict,) = judge(measure(None, *ways))
    assert (verdict.answer, verdict.decided_by) == (Truth.UNKNOWN, "b")
    (verdict,) = judge(measure(None, *ways, window("free")))
    assert (verdict.answer, verdict.decided_by) == (Truth.YES, None)


def test_facts_of_one_window_stay_in_it():
    one = measure(leaf("drop", "gt", 30), window("a"), window("b"))
    other = measure(leaf("drop", "gt", 30), window("a"), name="n")
    first, second = judge(one, other, by_window={"m/a": {"drop": 31}})
    assert [each.answer.word for each in first.windows] == ["yes", "unknown"]
    assert first.windows[1].missing == ("drop",)
    assert second.answer is Truth.UNKNOWN
    first, _ = judge(one, other, by_window={"m/a": {"drop": 30}})
    assert [each.answer.word for each in first.windows] == ["no", "unknown"]


def test_a_fact_for_a_window_goes_before_the_companys():
    one = measure(leaf("drop", "gt", 30), window("a"), window("b"), window("c"))
    (verdict,) = judge(one, facts={"drop": 50}, by_window={"m/a": {"drop": 10}})
    assert [each.answer.word for each in verdict.windows] == ["no", "yes", "yes"]
    # What is derived from a window's own fact is the window's own too.
    employer = measure(leaf("employer", "eq", True), window("a"), window("b"))
    (verdict,) = judge(employer, facts={"staff": 5}, by_window={"m/a": {"staff": 0}})
    assert [each.answer.word for each in verdict.windows] == ["no", "yes"]
    town = measure(leaf("town", "in", ["0180"]), window("a"), window("b"))
    (verdict,) = judge(town, facts={"county": ["01"]}, by_window={"m/a": {"county": ["04"]}})
    assert [each.answer.word for each in verdict.windows] == ["no", "yes"]


@pytest.mark.parametrize(
    ("times", "best"),
    [
        ([CLOSED, LATER], 1),
        ([CLOSED, {"apply_from": "2021-01-01"}, LATER], 2),
        ([PERHAPS, LATER], 0),
        ([LATER, CLOSED, PERHAPS], 2),
    ],
)
def test_the_best_window_is_the_one_to_tell_of(times, best):
    ways = [window(f"w{i}", **{"open_ended": False, **time}) for i, time in enumerate(times)]
    (verdict,) = judge(measure(TAXED, *ways), facts={})
    assert verdict.best is verdict.windows[best]
    assert verdict.time == verdict.windows[best].time


def test_every_condition_is_explained_with_what_is_known():
    criteria = {"all": [TAXED, {"all": [{"any": [RENTS, leaf("staff", "lt", 5)]}]}, manual()]}
    book = rulebook(measure(criteria, window(criteria=leaf("drop", "gt", 30))))
    facts = parse_facts({"staff": 3, "taxed": False}, book.registry, {"m/w": {"drop": 31}})
    parts = Judge(book).explain(facts, AS_OF, "m", "w")
    assert [part.truth.word for part in parts] == ["no", "yes", "unknown", "yes"]
    assert [child.truth.word for child in parts[1].children] == ["unknown", "yes"]
    assert [child.value for child in parts[1].children] == [None, 3]
    assert parts[3].value == 31
    assert [part.truth.word for part in Judge(book).explain(facts, AS_OF, "m")] == [
        "no",
        "yes",
        "unknown",
    ]


def test_unknown_ids_are_refused():
    judging = Judge(rulebook(measure(TAXED)))
    with pytest.raises(KeyError):
        judging.judge(parse_facts({}, judging.rulebook.registry), AS_OF, ["x"])
    with pytest.raises(KeyError):
        judging.measure("x")
    with pytest.raises(CatalogueFault) as caught:
        Judge(rulebook(measure({"all": [{"any": [leaf("nothing", "eq", 1)]}]})))
    assert caught.value.path == "measures[0].criteria.all[0].any[0].field"
    with pytest.raises(CatalogueFault) as caught:
        Judge(rulebook(measure(None, window(criteria={"not": leaf("staff", "prefix_in", ["1"])}))))
    assert caught.value.path == "measures[0].windows[0].criteria.not.op"


def test_one_judge_serves_many_days():
    judging = Judge(rulebook(measure(None, window(**CLOSED))))
    facts = parse_facts({}, judging.rulebook.registry)
    days = [date(2020, 5, 3), date(2020, 5, 4), date(2020, 5, 3)]
    assert [judging.judge(facts, day)[0].time.time for day in days] == [
        Time.UNKNOWN,
        Time.CLOSED,
        Time.UNKNOWN,
    ]


# --- laws ----------------------------------------------------------------------------------------

law = settings(max_examples=40, suppress_health_check=list(HealthCheck))


def judged(documents, known, as_of=AS_OF, only=None):
    book = RuleBook.from_documents({"fields": FIELDS}, {"measures": documents}, TREES)
    return Judge(book).judge(parse_facts(known, book.registry), as_of, only)


def shape(verdicts):
    return [
        (
            one.measure.id,
            one.answer,
            one.decided_by,
            one.time,
            one.missing,
            one.failed,
            [(w.window.id, w.answer, w.criteria, w.time, w.missing, w.failed) for w in one.windows],
        )
        for one in verdicts
    ]


@law
@given(st.data(), measures(), worlds)
def test_the_plain_evaluator_says_the_same(data, documents, world):
    known = data.draw(views(world))
    verdicts = judged(documents, known)
    assert [one.answer.word for one in verdicts] == [
        plain_measure(document, known, AS_OF) for document in documents
    ]


@law
@given(st.data(), measures(), worlds)
def test_an_answer_once_given_stands_whatever_more_is_told(data, documents, world):
    known = data.draw(views(world))
    told = {**known, **data.draw(views(world))}
    # An exact answer is never taken back for a vaguer one.
    told |= {name: known[name] for name in known if known[name] == as_json(world)[name]}
    more = {
        **known,
        **as_json({n: world[n] for n in data.draw(st.sets(st.sampled_from(sorted(world))))}),
    }
    everything = as_json(world)
    for before, after in ((known, more), (told, everything), (more, everything)):
        for one, two in zip(judged(documents, before), judged(documents, after), strict=True):
            if one.answer is not Truth.UNKNOWN:
                assert two.answer is one.answer
            for early, late in zip(one.windows, two.windows, strict=True):
                if early.criteria is not Truth.UNKNOWN:
                    assert late.criteria is early.criteria


@law
@given(conditions(), conditions(), st.data(), worlds)
def test_de_morgan_and_double_negation(a, b, data, world):
    known = data.draw(views(world))
    pairs = [
        ({"not": {"all": [a, b]}}, {"any": [{"not": a}, {"not": b}]}),
        ({"not": {"any": [a, b]}}, {"all": [{"not": a}, {"not": b}]}),
        ({"not": {"not": a}}, a),
        ({"all": [a, b]}, {"all": [{"all": [b]}, a, a]}),
        ({"any": [a, b]}, {"any": [b, a, {"any": []}]}),
        (a, {"all": [a, {"any": [a, b]}]}),
    ]
    for left, right in pairs:
        one, two = judged([measure(left), measure(right, name="n")], known)
        assert one.answer is two.answer
    assert judged([measure(a)], known)[0].answer.word == plain(a, known, AS_OF)


@law
@given(st.data(), measures(), worlds)
def test_facts_are_missing_exactly_while_they_can_settle(data, documents, world):
    known = data.draw(views(world))
    for verdict in judged(documents, known):
        for one in verdict.windows:
            if one.answer is not Truth.UNKNOWN:
                assert one.missing == ()
            if one.criteria is not Truth.UNKNOWN:
                assert one.open_questions == one.deciders == ()
            elif not one.open_questions:
                assert one.deciders
            if one.missing:
                assert one.criteria is Truth.UNKNOWN
            assert bool(one.failed_parts) is (one.criteria is Truth.NO)
        assert bool(verdict.failed) <= (verdict.answer is Truth.NO)


@law
@given(st.data(), measures(), worlds)
def test_answering_what_is_missing_settles_the_criteria(data, documents, world):
    known = data.draw(views(world))
    whole = complete(world)
    for verdict in judged(documents, known):
        for one in verdict.windows:
            answers = {name: whole[name] for name in one.open_questions}
            (again,) = judged(documents, {**known, **answers}, only=[verdict.measure.id])
            (same,) = [w for w in again.windows if w.window.id == one.window.id]
            assert same.open_questions == ()


def complete(world):
    """Every fact of a company, those that could be derived too."""
    started = world["started"]
    years = AS_OF.year - started.year - ((AS_OF.month, AS_OF.day) < (started.month, started.day))
    return as_json(world) | {
        "employer": world["staff"] >= 1,
        "legal_person": world["form"] != "sole",
        "age": years,
        "county": sorted({town[:2] for town in world["town"]}),
    }


@law
@given(st.data(), measures(), worlds)
def test_some_measures_are_judged_as_among_all_and_order_means_nothing(data, documents, world):
    known = data.draw(views(world))
    everything = {one.measure.id: one for one in judged(documents, known)}
    names = data.draw(st.lists(st.sampled_from(sorted(everything)), unique=True))
    assert shape(judged(documents, known, only=names)) == shape([everything[n] for n in names])
    shuffled = data.draw(st.permutations(documents))
    facts = dict(data.draw(st.permutations(sorted(known.items()))))
    again = {one.measure.id: one for one in judged(shuffled, facts)}
    assert shape(everything.values()) == shape(again[name] for name in everything)


@law
@given(st.data(), measures(), worlds)
def test_a_company_level_fact_is_the_same_as_the_fact_for_every_window(data, documents, world):
    known = data.draw(views(world))
    book = RuleBook.from_documents({"fields": FIELDS}, {"measures": documents}, TREES)
    spread = {f"{d['id']}/{w['id']}": known for d in documents for w in d["windows"]}
    judging = Judge(book)
    general = judging.judge(parse_facts(known, book.registry), AS_OF)
    windowed = judging.judge(parse_facts({}, book.registry, spread), AS_OF)
    assert shape(general) == shape(windowed)
