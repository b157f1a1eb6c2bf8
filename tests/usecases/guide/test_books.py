"""What books answer, with the real catalogue and invented books."""

from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import lotsa
from lotsa.core.bookkeeping.reading import AccountBasis, FinancialYear, SieReading
from lotsa.core.bookkeeping.turnover import Drop
from lotsa.core.criteria.company import Resolver
from lotsa.core.criteria.facts import parse_facts
from lotsa.core.criteria.measures import RuleBook
from lotsa.core.criteria.questions import windows_asking
from lotsa.core.guide.situation import Situation
from lotsa.foundation.reference import trees
from lotsa.usecases.guide.books import Answers, look_into, use

AS_OF = date(2020, 5, 4)
YEAR_2019 = [f"2019-{month:02d}" for month in range(1, 13)]
CALENDAR = FinancialYear(-1, date(2019, 1, 1), date(2019, 12, 31), Decimal(300_000), "months")
BROKEN = FinancialYear(-1, date(2018, 7, 1), date(2019, 6, 30), Decimal(240_000), "months")


@cache
def rulebook():
    folder = Path(lotsa.__file__).parent / "data" / "catalogue"
    fields, measures = (
        yaml.safe_load((folder / name).read_text(encoding="utf-8"))
        for name in ("fields.yaml", "measures.yaml")
    )
    return RuleBook.from_documents(fields, measures, trees())


def books(months=(), years=(), calendar=None, currency="SEK", hint=None):
    sums = {month: Decimal(amount) for month, amount in dict(months).items()}
    return SieReading(
        kind="4E",
        encoding="ascii",
        source="vouchers",
        currency=currency,
        financial_years=tuple(years),
        months=sums,
        complete_months=tuple(sorted(sums)),
        years={year: Decimal(amount) for year, amount in (calendar or {}).items()},
        covered_from=None,
        covered_to=None,
        account_basis=AccountBasis("3000–3799", "bas", None, (), {}),
        orgnr=None,
        legal_form_hint=hint,
        problems=(),
    )


@pytest.mark.parametrize(
    ("years", "calendar", "expected"),
    [
        ([CALENDAR], {"2019": 300_000}, 300_000),
        ([BROKEN], {"2019": 310_000}, {"min": 240_000, "max": 310_000}),
        ([BROKEN], {}, 240_000),
        ([], {"2019": 310_000}, 310_000),
        ([], {"2018": 310_000}, None),
        ([], {"2019": -5}, None),
    ],
)
def test_the_reference_year_is_the_calendar_year_the_one_closed_before_or_both(
    years, calendar, expected
):
    facts = look_into(books(years=years, calendar=calendar), rulebook(), AS_OF).answers.facts

    assert facts.get("turnover_reference_year_sek") == expected


def test_the_latest_accounts_are_those_closed_within_a_year():
    for as_of, expected in ((AS_OF, 300_000), (date(2021, 6, 1), None), (date(2019, 12, 1), None)):
        answers = look_into(books(years=[CALENDAR]), rulebook(), as_of).answers
        assert answers.facts.get("turnover_sek") == expected


def test_a_year_that_has_not_ended_is_no_reference_year():
    found = look_into(books(calendar={"2019": 1}), rulebook(), date(2019, 12, 30))

    assert "turnover_reference_year_sek" not in found.answers.facts


@pytest.mark.parametrize(
    ("hint", "expected"), [("aktiebolag", "aktiebolag"), ("unheard_of", ""), (None, "")]
)
def test_only_a_legal_form_the_catalogue_knows_is_offered(hint, expected):
    assert look_into(books(hint=hint), rulebook(), AS_OF).answers.legal_form == expected


def test_what_has_not_been_asked_for_is_not_kept():
    answers = Answers({}, {"turnover_sek": 1}, {"2020-01": 5}, "aktiebolag")
    for keep_months in (True, False):
        for keep_form in (True, False):
            kept = use(
                answers,
                Situation(),
                rulebook(),
                keep_months=keep_months,
                keep_legal_form=keep_form,
            )
            assert ("monthly_turnover" in kept.facts) is keep_months
            assert ("legal_form" in kept.facts) is keep_form


def test_an_answer_to_a_question_no_longer_asked_is_left_out():
    gone = Answers({"turnover_drop_percent@19990101-19990131-19980101-19980131": 50.0})
    kept = use(gone, Situation(), rulebook(), keep_months=True, keep_legal_form=True)

    assert kept == Situation()


def test_earlier_answers_are_replaced_and_the_rest_stay():
    before = Situation(
        needs=("liquidity",),
        facts={"turnover_sek": 5, "employees": 3},
        unknown=("turnover_reference_year_sek",),
    )
    answers = Answers({}, {"turnover_sek": 7, "turnover_reference_year_sek": 8})
    after = use(answers, before, rulebook(), keep_months=False, keep_legal_form=False)

    assert after.facts == {"turnover_sek": 7, "employees": 3, "turnover_reference_year_sek": 8}
    assert after.unknown == ()
    assert after.needs == before.needs


AMOUNTS = st.integers(-(10**6), 10**9).map(lambda ore: Decimal(ore) / 100)
MONTHS = st.sampled_from([*YEAR_2019, *(month.replace("2019", "2020") for month in YEAR_2019)])


@settings(max_examples=50)
@given(st.dictionaries(MONTHS, AMOUNTS, max_size=24), st.dates(AS_OF, date(2021, 3, 1)))
def test_the_drops_are_those_the_engine_derives_from_the_monthly_sums(months, as_of):
    found = look_into(books(months), rulebook(), as_of)
    registry = rulebook().registry
    kept = use(found.answers, Situation(), rulebook(), keep_months=True, keep_legal_form=False)
    sums = {name: kept.facts[name] for name in ("monthly_turnover",) if name in kept.facts}
    resolver = Resolver(registry, parse_facts(sums, registry), as_of)
    for one in found.periods:
        for measure, window in windows_asking(one.key, rulebook()):
            derived = resolver.value_in("turnover_drop_percent", measure, window)
            given_ = kept.by_window.get(f"{measure}/{window.id}", {}).get("turnover_drop_percent")
            if not isinstance(one.drop, Drop):
                assert derived is None
                assert given_ is None
            else:
                assert derived == pytest.approx(one.drop.percent)
                assert given_ == min(one.drop.percent, 100)
