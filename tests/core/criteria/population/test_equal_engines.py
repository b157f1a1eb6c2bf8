"""The population counts are what judging each company by itself gives, cell for cell."""

from collections import Counter
from datetime import date

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lotsa.core.criteria.facts import parse_facts
from lotsa.core.criteria.measures import RuleBook
from lotsa.core.criteria.population import Reacher, Standing, standing
from lotsa.core.criteria.trees import CodeTree
from lotsa.core.criteria.verdicts import Judge

BRANCHES = CodeTree(
    "branches",
    {
        "A": None, "B": None, "01": "A", "02": "A", "10": "B", "0110": "01", "0120": "01",
        "0210": "02", "1010": "10", "1020": "10",
    },
)  # fmt: skip
PLACES = CodeTree(
    "places", {"04": None, "19": None, "0480": "04", "0484": "04", "1980": "19", "1981": "19"}
)
TREES = {"branches": BRANCHES, "places": PLACES}
FORMS = ("sole", "limited", "club")
MONTHS = ("2019-03", "2019-04", "2020-03", "2020-04")
DAYS = [date(2017, 2, 28), date(2018, 5, 4), date(2019, 5, 5), date(2020, 2, 29), date(2020, 5, 4)]
AS_OF = date(2020, 5, 4)

comparison = st.sampled_from([">=", "<=", ">", "<", "==", "!="])
small = st.integers(0, 6)
amounts = st.sampled_from([0, 1, 2.5, 3, 10, 99.5, 100, 250000])


@st.composite
def registries(draw):
    fields = [
        {"id": "staff", "type": "integer"},
        {"id": "turnover", "type": "number"},
        {"id": "started", "type": "date"},
        {"id": "form", "type": "enum", "values": [{"value": one} for one in FORMS]},
        {"id": "taxed", "type": "boolean"},
        {
            "id": "branch",
            "type": "list_of_codes",
            "tree": draw(st.sampled_from([None, "branches"])),
        },
        {"id": "language", "type": "list_of_codes"},
        {"id": "town", "type": "list_of_codes", "tree": "places"},
        {"id": "county", "type": "list_of_codes", "tree": "places", "derived_from": "parent(town)"},
        {
            "id": "employer",
            "type": "boolean",
            "derived_from": f"staff {draw(comparison)} {draw(small)}",
        },
        {
            "id": "legal_person",
            "type": "boolean",
            "derived_from": f"form {draw(st.sampled_from(['in', 'not in']))} "
            f"[{', '.join(draw(st.lists(st.sampled_from(FORMS), min_size=1, unique=True)))}]",
        },
        {"id": "age", "type": "integer", "derived_from": "years(started, date)"},
        {
            "id": "old",
            "type": "boolean",
            "derived_from": f"age {draw(comparison)} {draw(small)}",
        },
        {"id": "sales", "type": "series"},
        {"id": "drop", "type": "number", "per_window": True, "derived_from": "drop(sales)"},
        {"id": "hit", "type": "boolean", "derived_from": f"drop {draw(comparison)} 50"},
        {"id": "sales_2019", "type": "number", "derived_from": "year_sum(sales, 2019)"},
    ]
    return {"fields": fields}


NUMBERS = {
    "staff": small,
    "turnover": amounts,
    "age": small,
    "drop": st.sampled_from([-20, 0, 25, 30, 50, 100]),
    "sales_2019": amounts,
    "started": st.sampled_from([day.isoformat() for day in DAYS]),
}
LISTS = {
    "form": st.sampled_from(FORMS),
    "branch": st.sampled_from([*BRANCHES.parents, "0", "9999"]),
    "language": st.sampled_from(["sv", "en", "ar"]),
    "town": st.sampled_from([*PLACES.parents, "9999"]),
    "county": st.sampled_from(["04", "19", "0480"]),
}
BOOLEANS = ("taxed", "employer", "legal_person", "old", "hit")


@st.composite
def leaves(draw):
    kind = draw(st.sampled_from(["number", "list", "boolean"]))
    if kind == "boolean":
        field, op = draw(st.sampled_from(BOOLEANS)), draw(st.sampled_from(["eq", "ne"]))
        return {"field": field, "op": op, "value": draw(st.booleans())}
    if kind == "number":
        field = draw(st.sampled_from(sorted(NUMBERS)))
        op = draw(st.sampled_from(["eq", "ne", "lt", "lte", "gt", "gte", "in", "not_in"]))
        values = NUMBERS[field]
    else:
        field = draw(st.sampled_from(sorted(LISTS)))
        ops = ["in", "not_in"] + ([] if field == "form" else ["prefix_in", "prefix_not_in"])
        op, values = draw(st.sampled_from(ops)), LISTS[field]
    many = op in {"in", "not_in", "prefix_in", "prefix_not_in"}
    return {
        "field": field,
        "op": op,
        "value": draw(st.lists(values, max_size=4) if many else values),
    }


manual = st.just({"manual": {"text_en": "In need", "decided_by": "county"}})
conditions = st.recursive(
    leaves() | manual,
    lambda inner: (
        st.fixed_dictionaries({"all": st.lists(inner, max_size=3)})
        | st.fixed_dictionaries({"any": st.lists(inner, max_size=3)})
        | st.fixed_dictionaries({"not": inner})
    ),
    max_leaves=6,
)
some_day = st.sampled_from([None, "2020-04-01", "2020-05-04", "2020-05-05", "2020-06-01"])


@st.composite
def windows(draw, index):
    window = {
        "id": f"w{index}",
        "apply_from": draw(some_day),
        "apply_to": draw(some_day),
        "open_ended": draw(st.booleans()),
        "budget_spent_on": draw(st.sampled_from([None, None, None, "2020-05-04"])),
    }
    if draw(st.booleans()):
        window |= {
            "period_from": "2020-03-01",
            "period_to": draw(st.sampled_from(["2020-03-31", "2020-04-30", "2020-05-31"])),
            "reference_from": "2019-03-01",
            "reference_to": draw(st.sampled_from(["2019-03-31", "2019-04-30", "2019-04-15"])),
        }
    if draw(st.booleans()):
        window["criteria"] = draw(conditions)
    return window


@st.composite
def catalogues(draw):
    measures = [
        {
            "id": f"m{number}",
            "status": draw(st.sampled_from(["enacted", "enacted", "planned"])),
            "criteria": draw(conditions),
            "windows": [draw(windows(index)) for index in range(draw(st.integers(0, 3)))],
        }
        for number in range(draw(st.integers(1, 4)))
    ]
    return draw(registries()), {"measures": measures}


def interval(values):
    return st.tuples(values, values).map(
        lambda pair: {"min": min(pair), "max": max(pair)}
    ) | st.one_of(st.fixed_dictionaries({"min": values}), st.fixed_dictionaries({"max": values}))


def quantities(field):
    exact = NUMBERS[field]
    if field == "started":
        exact = exact | st.sampled_from(["2019", "2018-05"])
    return st.none() | exact | interval(NUMBERS[field])


def codes(field):
    return st.none() | st.lists(LISTS[field], max_size=3)


FACTS = {
    **{field: quantities(field) for field in NUMBERS if field != "started"},
    "started": st.none() | quantities("started"),
    "form": st.none() | LISTS["form"],
    **{field: codes(field) for field in ("branch", "language", "town", "county")},
    **{field: st.none() | st.booleans() for field in BOOLEANS},
    "sales": st.none()
    | st.dictionaries(
        st.sampled_from(MONTHS), st.sampled_from([0.0, 10.1, 20.2, 70.7, 100, 33.335, 0.005])
    ),
}
OWN = ("drop", "taxed", "staff", "branch", "town", "form", "started")
"""Facts that may be given for one window only."""


@st.composite
def populations(draw, measures):
    scopes = [(m["id"], w["id"]) for m in measures["measures"] for w in m["windows"]]
    named = draw(st.sets(st.sampled_from(sorted(FACTS)), min_size=2))
    scoped = draw(
        st.sets(st.tuples(st.sampled_from(scopes), st.sampled_from(OWN)), max_size=3)
        if scopes
        else st.just(set())
    )
    companies = []
    for _ in range(draw(st.integers(1, 12))):
        facts = {field: draw(FACTS[field]) for field in sorted(named)}
        own = {(scope, field): draw(FACTS[field]) for scope, field in sorted(scoped)}
        companies.append((facts, own))
    return companies, sorted(named), sorted(scoped), draw(st.booleans())


def columns_for(field, values, scope, as_struct):
    at = f"@{scope[0]}/{scope[1]}" if scope else ""
    if field == "sales":
        return {
            f"sales@{month}": pl.Series(
                [(one or {}).get(month) for one in values], dtype=pl.Float64
            )
            for month in MONTHS
        }
    if field in NUMBERS:
        kind = {"staff": pl.Int64, "age": pl.Int16, "started": pl.String}.get(field, pl.Float64)
        bounds = {
            part: pl.Series(
                [one.get(part) if isinstance(one, dict) else None for one in values], dtype=kind
            )
            for part in ("min", "max")
        }
        if field == "started":
            bounds = {part: one.str.to_date("%Y-%m-%d") for part, one in bounds.items()}
        exact = pl.Series([None if isinstance(one, dict) else one for one in values], dtype=kind)
        if as_struct and exact.is_null().all():
            return {f"{field}{at}": pl.DataFrame(bounds).to_struct()}
        return {
            f"{field}{at}": exact,
            f"{field}_min{at}": bounds["min"],
            f"{field}_max{at}": bounds["max"],
        }
    if field in {"branch", "language", "town", "county"}:
        if as_struct and all(one is None or len(one) == 1 for one in values):
            flat = pl.Series([one[0] if one else None for one in values], dtype=pl.String)
            return {f"{field}{at}": flat.cast(pl.Categorical)}
        return {f"{field}{at}": pl.Series(values, dtype=pl.List(pl.String))}
    kind = pl.Enum(FORMS) if field == "form" else pl.Boolean
    return {f"{field}{at}": pl.Series(values, dtype=kind)}


def frame_of(companies, named, scoped, as_struct):
    columns = {}
    for field in named:
        columns |= columns_for(field, [facts[field] for facts, _ in companies], None, as_struct)
    for scope, field in scoped:
        values = [own[scope, field] for _, own in companies]
        columns |= columns_for(field, values, scope, as_struct)
    if not columns:
        columns = {"unrelated": pl.Series([0] * len(companies))}
    return pl.DataFrame(columns)


def judged(rulebook, companies, registry):
    judge = Judge(rulebook)
    found = []
    for facts, own in companies:
        by_window = {}
        for ((measure, window), field), value in own.items():
            if value is not None:
                by_window.setdefault(f"{measure}/{window}", {})[field] = value
        # A company with no sum for any month has not given its sales at all.
        given = {field: value for field, value in facts.items() if value not in (None, {})}
        verdicts = judge.judge(parse_facts(given, registry, by_window), AS_OF)
        found.append([standing(verdict) for verdict in verdicts])
    return found


@settings(max_examples=200, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_every_cell_is_as_for_one_company(data):
    fields, measures = data.draw(catalogues())
    companies, named, scoped, as_struct = data.draw(populations(measures))
    rulebook = RuleBook.from_documents(fields, measures, TREES)
    frame = frame_of(companies, named, scoped, as_struct)
    alone = judged(rulebook, companies, rulebook.registry)
    reacher = Reacher(rulebook)

    together = reacher.standings(frame, AS_OF)
    assert together.T.tolist() == [[int(one) for one in row] for row in alone]

    by = data.draw(st.lists(st.sampled_from(["town", "county", "staff", "taxed"]), max_size=2))
    reach = reacher.count(frame, AS_OF, by=by)
    assert reach.companies.sum() == len(companies)
    assert (reach.counts.sum(axis=2) == reach.companies).all()
    for index, measure in enumerate(reach.measures):
        counted = Counter(row[index] for row in alone)
        for state in Standing:
            assert reach.count(measure, state) == counted[state]


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_group_counts_as_its_companies_alone(data):
    fields, measures = data.draw(catalogues())
    companies, named, scoped, _ = data.draw(populations(measures))
    town = [data.draw(st.sampled_from(["0480", "0484", "1980"])) for _ in companies]
    for (facts, _), code in zip(companies, town, strict=True):
        facts["town"] = [code]
    rulebook = RuleBook.from_documents(fields, measures, TREES)
    reacher = Reacher(rulebook)
    frame = frame_of(companies, sorted({*named, "town"}), scoped, as_struct=False)
    whole = reacher.count(frame, AS_OF, by=["town"])
    for (code,) in whole.groups:
        part = reacher.count(frame.filter([one == code for one in town]), AS_OF)
        place = whole.groups.index((code,))
        assert whole.counts[:, place].tolist() == part.counts[:, 0].tolist()
