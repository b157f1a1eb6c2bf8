"""Questions: how few settle every relevant measure for a company of which nothing is known.

    python benchmarks/questions.py

Each synthetic company walks through the guide: the engine names the next
question, the company answers it exactly, until no answer can change anything.
The count stands beside the number of different facts that the same measures
name, which a form would ask for. A fact about a window's months counts once
there, but as one question for each set of months here.

Relevant are the measures that meet one of the company's one to three needs,
or, for every fourth company, all measures. Bar: at most half.
"""

import argparse
import random
import statistics
import sys
from collections import Counter
from datetime import date, timedelta
from functools import cache

from machine import machine
from variation import catalogue_documents

from lotsa.core.criteria.conditions import leaves
from lotsa.core.criteria.facts import Facts, parse_value
from lotsa.core.criteria.logic import Truth
from lotsa.core.criteria.measures import RuleBook
from lotsa.core.criteria.questions import field_of, next_question, windows_asking
from lotsa.core.criteria.verdicts import Judge
from lotsa.core.population import make_companies, parse_shares
from lotsa.foundation.reference import read_reference, rows, trees

BAR = 0.5
DAYS = (date(2020, 5, 4), date(2021, 3, 15))

# Assumed shares of companies for which the answer is yes, where the synthetic register has none.
LIKELY = {
    "fskatt_exempt": 0.02,
    "turnover_drop_due_to_covid": 0.5,
    "covid_affected": 0.6,
    "viable_before_crisis": 0.85,
    "visitor_economy": 0.15,
    "industry": 0.15,
    "exports_or_supplies_exporter": 0.2,
    "eu_sme": 0.98,
    "independent_company": 0.9,
    "public_ownership": 0.02,
    "publicly_funded_core": 0.03,
    "profit_motive": 0.95,
    "financial_company": 0.02,
    "natural_person_partner": 0.9,
    "taxable_profit_2019": 0.65,
    "new_entrepreneur": 0.2,
    "enforcement_debts": 0.05,
    "insolvent": 0.04,
    "control_balance_sheet_due": 0.03,
    "in_financial_difficulty": 0.08,
    "in_reconstruction": 0.01,
    "in_bankruptcy_or_liquidation": 0.01,
    "dividend_in_ban_period": 0.1,
    "rents_premises": 0.5,
    "short_time_agreement": 0.25,
    "short_time_support_granted": 0.2,
    "sick_pay_costs": 0.35,
    "owner_on_sick_leave": 0.05,
    "business_dormant": 0.03,
    "employs_aged_18_to_22_at_new_year": 0.2,
    "hires_long_term_unemployed": 0.1,
    "event_stopped_by_restrictions": 0.05,
    "event_ordinary_sport": 0.03,
    "organiser_track_record": 0.05,
    "buys_external_service": 0.3,
    "started_before_application": 0.3,
    "pays_municipal_fees_or_rent": 0.2,
}


def synthetic(count, registry, seed=11):
    """Complete companies, the same every time: a fact for each field, as a function of the months."""
    shares = parse_shares(
        rows(read_reference("company_size_classes.csv")),
        rows(read_reference("company_sni_sections.csv")),
        rows(read_reference("sni2007.csv")),
        rows(read_reference("postal_codes.csv")),
    )
    frame, _ = make_companies(shares, count, seed)
    return [
        Company(row, registry, random.Random(f"{seed}/{number}"))  # noqa: S311 - nothing secret
        for number, row in enumerate(frame.iter_rows(named=True))
    ]


class Company:
    """One company that can answer any question exactly, and always the same."""

    def __init__(self, row, registry, chance):
        self._registry = registry
        self._seed = chance.random()
        self._base = {
            "municipality": [row["municipality"]],
            "sni": [row["sni"] or "96090"],
            "legal_form": row["legal_form"],
            "founded_on": row["founded_on"].isoformat(),
            "has_fskatt": bool(row["has_fskatt"]),
            "employees": self._within(row, "employees", chance),
            "turnover_sek": self._within(row, "turnover_sek", chance),
        }
        hit = chance.random() < LIKELY["turnover_drop_due_to_covid"]
        self._base["turnover_drop_due_to_covid"] = hit
        self._drop = chance.triangular(0, 100, 40) if hit else chance.triangular(-30, 40, 0)
        self._base["turnover_reference_year_sek"] = self._base["turnover_sek"]

    @staticmethod
    def _within(row, name, chance):
        low, high = row[f"{name}_min"], row[f"{name}_max"]
        return chance.randint(low, 2 * low if high is None else high)

    def answer(self, key, as_of):
        """The JSON value that answers a question."""
        name = field_of(key)
        if name in self._base:
            return self._base[name]
        field = self._registry.fields[name]
        if field.derivation is not None and field.derivation.form != "drop":
            return self._derived(name, as_of)
        chance = random.Random(f"{self._seed}/{key}")  # noqa: S311 - nothing secret
        match field.type:
            case "boolean":
                return chance.random() < LIKELY[name]
            case "enum":
                return chance.choice([one.value for one in field.choices])
            case "date":
                return (date(2019, 6, 1) + timedelta(days=chance.randint(0, 900))).isoformat()
            case "list_of_codes":
                return [chance.choices(["sv", "en", "ar", "fi"], [90, 5, 3, 2])[0]]
        return self._number(field, chance)

    def _number(self, field, chance):
        if "drop" in field.id:
            return round(min(100, max(-100, self._drop + chance.gauss(0, 12))), 1)
        if "SEK" in field.unit:
            return round(self._base["turnover_sek"] / 2)
        if field.id == "hours_reduction_percent":
            return chance.choice([0, 0, 0, 20, 40, 60])
        return chance.choice([0, 0, 1, 2, 5, 10, 40])

    def _derived(self, name, as_of):
        founded = date.fromisoformat(self._base["founded_on"])
        return {
            "has_employees": self._base["employees"] >= 1,
            "is_legal_person": self._base["legal_form"] not in {"enskild_firma", "enkelt_bolag"},
            "company_age_years": as_of.year
            - founded.year
            - ((as_of.month, as_of.day) < (founded.month, founded.day)),
            "region": [self._base["municipality"][0][:2]],
        }[name]


def walk(company, judge, relevant, as_of, asking):
    """Go through the guide; the keys of the questions asked."""
    registry = judge.rulebook.registry
    values, by_window, asked = {}, {}, []
    while True:
        verdicts = judge.judge(Facts(values, by_window), as_of, relevant)
        question = next_question(verdicts, registry)
        if question is None:
            assert all(one.answer is not Truth.UNKNOWN or not one.missing for one in verdicts), (
                "settled"
            )
            return asked
        assert question.key not in asked, f"{question.key} was asked twice"
        asked.append(question.key)
        field = registry.fields[question.field]
        value = parse_value(company.answer(question.key, as_of), field)
        if field.per_window:
            for where in asking(question.key):
                by_window.setdefault(where, {})[field.id] = value
        else:
            values[field.id] = value


def named(measures):
    """The different facts that the measures name."""
    return {
        leaf.field
        for measure in measures
        for criteria in (measure.criteria, *(one.criteria for one in measure.windows))
        for leaf in leaves(criteria)
    }


def still_open(measures, judge, as_of):
    """Those measures that the date alone does not rule out."""
    nothing = judge.judge(Facts(), as_of, [one.id for one in measures])
    return [one.measure for one in nothing if one.answer is not Truth.NO]


def histogram(counts, width=5):
    """How many companies were asked how many questions, in words."""
    bins = Counter(count // width for count in counts)
    most = max(bins.values())
    for place in range(max(bins) + 1):
        number = bins.get(place, 0)
        span = f"{place * width}–{place * width + width - 1}"
        print(f"    {span:>7} {number:>5} {'#' * round(50 * number / most)}")


def spread(counts):
    """Min, quartiles, ninth decile and max."""
    ordered = sorted(counts)
    low, middle, high = statistics.quantiles(ordered, n=4)
    tenth = statistics.quantiles(ordered, n=10)[-1]
    return (
        f"min {ordered[0]}, quartiles {low:.0f} {middle:.0f} {high:.0f}, "
        f"p90 {tenth:.0f}, max {ordered[-1]}, mean {statistics.fmean(ordered):.1f}"
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--companies", type=int, default=2000)
    args = parser.parse_args()
    print(f"Questions: {args.companies} synthetic companies, nothing known\n  {machine()}")
    fields, document = catalogue_documents()
    rulebook = RuleBook.from_documents(fields, document, trees())
    judge = Judge(rulebook)

    @cache
    def asking(key):
        return tuple((measure, window.id) for measure, window in windows_asking(key, rulebook))

    needs = sorted({need for measure in rulebook.measures for need in measure.needs})
    passed = True
    for number, as_of in enumerate(DAYS):
        counts, form, strict = [], [], []
        for place, company in enumerate(synthetic(args.companies, rulebook.registry)):
            chance = random.Random(f"{number}/{place}")  # noqa: S311 - nothing secret
            wanted = set(chance.sample(needs, chance.randint(1, 3))) if place % 4 else set(needs)
            measures = [one for one in rulebook.measures if wanted & set(one.needs)]
            asked = walk(company, judge, [one.id for one in measures], as_of, asking)
            counts.append(len(asked))
            form.append(len(named(measures)))
            strict.append(len(named(still_open(measures, judge, as_of))))
        ratio = sum(counts) / sum(form)
        passed &= ratio <= BAR
        each = [
            asked / all_named for asked, all_named in zip(counts, form, strict=True) if all_named
        ]
        print(f"  on {as_of}")
        print(f"    asked:      {spread(counts)}")
        print(f"    in a form:  {spread(form)}")
        print(
            f"    ratio {ratio:.2f} (median of companies {statistics.median(each):.2f}); against only "
            f"the measures open or perhaps open that day {sum(counts) / max(1, sum(strict)):.2f}"
            f"   bar {BAR}: {'met' if ratio <= BAR else 'NOT MET'}"
        )
        histogram(counts)
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
