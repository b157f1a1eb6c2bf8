"""The next question: asked while it can matter, best first, and never in vain."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lotsa.core.criteria.facts import Facts, parse_facts, parse_value
from lotsa.core.criteria.logic import Truth
from lotsa.core.criteria.measures import RuleBook
from lotsa.core.criteria.questions import (
    field_of,
    next_question,
    question_key,
    ranked_questions,
    windows_asking,
)
from lotsa.core.criteria.verdicts import Judge
from tests.core.criteria.test_verdicts import complete
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
STAFF = leaf("staff", "lt", 5)
SPRING = {
    "period_from": "2020-03-01",
    "period_to": "2020-04-30",
    "reference_from": "2019-03-01",
    "reference_to": "2019-04-30",
}
LATER = {"open_ended": False, "apply_from": "2020-06-01", "apply_to": "2020-06-30"}


def asked(*documents, facts=None, by_window=None, fields=FIELDS, **keys):
    book = rulebook(*documents, fields=fields)
    verdicts = Judge(book).judge(parse_facts(facts or {}, book.registry, by_window), AS_OF)
    return ranked_questions(verdicts, book.registry, **keys)


def keys_of(questions):
    return [one.key for one in questions]


def test_the_fact_that_most_measures_wait_for_comes_first():
    questions = asked(
        measure({"all": [TAXED, RENTS]}, name="a"),
        measure({"all": [RENTS, STAFF]}, name="b"),
        measure(RENTS, name="c"),
    )
    assert keys_of(questions)[0] == "rents"
    assert questions[0].settles == ("c",)
    assert questions[0].affects == ("a", "b", "c")


def test_a_fact_that_settles_alone_goes_before_one_among_several():
    questions = asked(measure({"all": [RENTS, STAFF]}, name="a"), measure(TAXED, name="b"))
    assert keys_of(questions)[0] == "taxed"


def test_effort_weighs():
    fields = [{**one, "effort": 5} if one["id"] == "rents" else one for one in FIELDS]
    documents = measure(RENTS, name="a"), measure(RENTS, name="b"), measure(TAXED, name="c")
    assert keys_of(asked(*documents)) == ["rents", "taxed"]
    assert keys_of(asked(*documents, fields=fields)) == ["taxed", "rents"]


def test_a_fact_that_others_follow_from_counts_for_them_too():
    questions = asked(
        measure(leaf("staff", "lt", 5), name="a"),
        measure(leaf("employer", "eq", True), name="b"),
        measure(RENTS, name="c"),
    )
    assert keys_of(questions)[0] == "staff"


@pytest.mark.parametrize(
    ("document", "facts"),
    [
        (measure(TAXED), {"taxed": True}),
        (measure(TAXED), {"taxed": False}),
        (measure({"any": [TAXED, RENTS]}), {"taxed": True}),
        (measure({"all": [TAXED, RENTS]}), {"taxed": False}),
        (measure(TAXED, window(open_ended=False, apply_to="2020-05-03")), {}),
        (measure(TAXED, window(**LATER)), {}),
        (measure(manual()), {}),
        (measure({"all": [TAXED, manual()]}), {"taxed": True}),
        (measure(TAXED, status="planned"), {"taxed": True}),
        (measure(None), {}),
    ],
)
def test_nothing_is_asked_that_cannot_change_an_answer(document, facts):
    assert asked(document, facts=facts) == ()


def test_one_open_way_in_is_enough():
    documents = measure(None, window("a"), window("b", criteria=TAXED))
    assert asked(documents) == ()


def test_an_interval_is_asked_about_only_while_it_may_matter():
    assert asked(measure(STAFF), facts={"staff": {"min": 1, "max": 4}}) == ()
    assert keys_of(asked(measure(STAFF), facts={"staff": {"min": 1, "max": 9}})) == ["staff"]


def test_needs_and_what_is_not_known_narrow_the_questions():
    documents = (
        measure(TAXED, name="a", needs=["cash"]),
        measure(RENTS, name="b", needs=["advice"]),
        measure(STAFF, name="c"),
    )
    assert keys_of(asked(*documents, needs=["cash"])) == ["taxed"]
    assert keys_of(asked(*documents, needs=["cash", "advice"])) == ["rents", "taxed"]
    assert keys_of(asked(*documents, unanswerable=["rents"])) == ["taxed", "staff"]


def test_windows_that_open_later_are_asked_about_on_request_and_weigh_less():
    documents = measure(RENTS, window(**LATER), name="a"), measure(TAXED, name="b")
    assert keys_of(asked(*documents)) == ["taxed"]
    assert keys_of(asked(*documents, with_later=True)) == ["taxed", "rents"]


def test_windows_about_the_same_months_share_one_question():
    fall = leaf("drop", "gt", 30)
    one = measure(fall, window("a", **SPRING), window("b"), name="one")
    two = measure({"all": [leaf("drop", "gt", 50), TAXED]}, window("a", **SPRING), name="two")
    questions = asked(one, two)
    spring = "drop@20200301-20200430-20190301-20190430"
    assert set(keys_of(questions)) == {spring, "drop@one/b", "taxed"}
    (shared,) = [each for each in questions if each.key == spring]
    assert shared.field == field_of(shared.key) == "drop"
    assert shared.asked_for == (("one", "a"), ("two", "a"))
    assert shared.window.period.start.isoformat() == "2020-03-01"
    book = rulebook(one, two)
    assert [(name, way.id) for name, way in windows_asking(spring, book)] == [
        ("one", "a"),
        ("two", "a"),
    ]
    assert windows_asking("taxed", book) == windows_asking("nothing@x", book) == ()
    assert "drop@one/b" in keys_of(asked(one, two, unanswerable=[spring]))
    assert keys_of(asked(one, two, unanswerable=["drop"])) == ["taxed"]
    # A general question has no window.
    (taxed,) = [each for each in questions if each.key == "taxed"]
    assert (taxed.window, taxed.asked_for) == (None, ())


law = settings(max_examples=40, suppress_health_check=list(HealthCheck))


@law
@given(st.data(), measures(), worlds)
def test_something_is_asked_exactly_while_something_is_missing(data, documents, world):
    known = data.draw(views(world))
    book = RuleBook.from_documents({"fields": FIELDS}, {"measures": documents}, TREES)
    verdicts = Judge(book).judge(parse_facts(known, book.registry), AS_OF)
    best = next_question(verdicts, book.registry)
    assert (best is None) is not any(one.missing for one in verdicts)
    for need in ("cash", "advice"):
        one = next_question(verdicts, book.registry, needs=[need])
        relevant = [each for each in verdicts if need in each.measure.needs]
        assert (one is None) is not any(each.missing for each in relevant)
        if one is not None:
            assert set(one.settles) <= set(one.affects) <= {each.measure.id for each in relevant}
    shuffled = data.draw(st.permutations(verdicts))
    again = next_question(shuffled, book.registry)
    assert (again and again.key) == (best and best.key)


@law
@given(measures(), worlds, st.randoms(use_true_random=False))
def test_the_guide_comes_to_an_end_and_has_settled_everything(documents, world, chance):
    book = RuleBook.from_documents({"fields": FIELDS}, {"measures": documents}, TREES)
    judge, registry = Judge(book), book.registry
    whole = complete(world)
    values, by_window, met = {}, {}, set()
    while True:
        verdicts = judge.judge(Facts(values, by_window), AS_OF)
        question = next_question(verdicts, registry)
        if question is None:
            break
        assert question.key not in met
        met.add(question.key)
        field = registry.fields[question.field]
        value = parse_value(whole[question.field], field)
        if not field.per_window:
            values[field.id] = value
            continue
        if chance.random() < 0.5:  # as the guide does, every window about the same months
            where = [(name, way.id) for name, way in windows_asking(question.key, book)]
        else:
            where = question.asked_for
        for one in where:
            by_window.setdefault(one, {})[field.id] = value
    full = judge.judge(parse_facts(whole, registry), AS_OF)
    for one, two in zip(verdicts, full, strict=True):
        assert one.answer is two.answer
        assert one.missing == ()
    assert all(
        one.answer is not Truth.UNKNOWN or one.measure.planned or leaves_open(one)
        for one in verdicts
    )


def leaves_open(verdict):
    """Time or a person keeps it open, which no question settles."""
    return any(one.only_manual_left or one.time.truth is Truth.UNKNOWN for one in verdict.windows)


def test_ties_are_broken_the_same_way_every_time():
    documents = [measure(leaf(name, "eq", True), name=name) for name in ("taxed", "rents")]
    orders = {tuple(keys_of(asked(*order))) for order in (documents, documents[::-1])}
    assert orders == {("rents", "taxed")}


def test_a_plain_fact_has_one_question_whatever_the_window():
    book = rulebook(measure(TAXED, window("a", **SPRING)))
    (only,) = book.measures[0].windows
    assert question_key(book.registry.fields["taxed"], "m", only) == "taxed"
