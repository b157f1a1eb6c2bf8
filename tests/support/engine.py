"""A small rule book to try the engine on, what one may know of a company, and a plain evaluator.

The evaluator is written from the catalogue's specification alone and shares no code with the
engine: it tries every value that what is known leaves possible.
"""

from datetime import date, timedelta

from hypothesis import strategies as st

from lotsa.core.criteria.facts import parse_facts
from lotsa.core.criteria.measures import RuleBook
from lotsa.core.criteria.trees import CodeTree
from lotsa.core.criteria.verdicts import Judge

AS_OF = date(2020, 5, 4)
BRANCHES = {
    "I": None, "55": "I", "551": "55", "55101": "551", "56": "I", "561": "56", "56100": "561",
    "562": "56", "56210": "562", "56220": "562", "C": None, "10": "C", "101": "10", "10110": "101",
}  # fmt: skip
PLACES = {"04": None, "0480": "04", "0484": "04", "01": None, "0180": "01"}
TREES = {"branches": CodeTree("branches", BRANCHES), "places": CodeTree("places", PLACES)}
FORMS = ("sole", "limited", "club")
FIELDS = [
    {"id": "staff", "type": "integer"},
    {"id": "turnover", "type": "number", "unit": "SEK"},
    {"id": "started", "type": "date"},
    {"id": "form", "type": "enum", "values": list(FORMS)},
    {"id": "taxed", "type": "boolean"},
    {"id": "rents", "type": "boolean"},
    {"id": "branch", "type": "list_of_codes", "tree": "branches"},
    {"id": "language", "type": "list_of_codes"},
    {"id": "town", "type": "list_of_codes", "tree": "places"},
    {"id": "county", "type": "list_of_codes", "tree": "places", "derived_from": "parent(town)"},
    {"id": "employer", "type": "boolean", "derived_from": "staff >= 1"},
    {"id": "legal_person", "type": "boolean", "derived_from": "form not in [sole]"},
    {"id": "age", "type": "integer", "derived_from": "years(started, date)"},
    {"id": "sales", "type": "series"},
    {"id": "drop", "type": "number", "per_window": True, "derived_from": "drop(sales)"},
    {"id": "sales_2019", "type": "number", "derived_from": "year_sum(sales, 2019)"},
]


def leaf(field, op, value):
    return {"field": field, "op": op, "value": value}


def manual(who="county"):
    return {"manual": {"text_sv": "Bedöms", "text_en": "Assessed", "decided_by": who}}


def window(name="w", **keys):
    """A window that is open on every day, unless told otherwise."""
    return {"id": name, "open_ended": True} | keys


def measure(criteria=None, *windows, name="m", **keys):
    return {"id": name, "criteria": criteria, "windows": list(windows) or [window()]} | keys


def rulebook(*measures, fields=FIELDS):
    return RuleBook.from_documents({"fields": fields}, {"measures": list(measures)}, TREES)


def judge(*measures, facts=None, by_window=None, as_of=AS_OF, fields=FIELDS):
    """The verdicts of some measures for one company, facts as in JSON."""
    book = rulebook(*measures, fields=fields)
    return Judge(book).judge(parse_facts(facts or {}, book.registry, by_window), as_of)


def answer(criteria, facts=None, **keys):
    """``yes``, ``unknown`` or ``no`` for one measure that is always open."""
    return judge(measure(criteria), facts=facts, **keys)[0].answer.word


# --- what a company is, and what may be known of it ---------------------------------------------

DAYS = [date(2016, 2, 29), date(2018, 5, 4), date(2018, 5, 5), date(2019, 12, 31), date(2020, 5, 4)]
AMOUNTS = [0, 1, 2.5, 10, 99.5, 100]
SMALL = st.integers(0, 6)
TOWNS = ("0480", "0484", "0180")
BRANCH_LEAVES = ("55101", "56100", "56210", "56220", "10110")

worlds = st.fixed_dictionaries(
    {
        "staff": SMALL,
        "turnover": st.sampled_from(AMOUNTS),
        "started": st.sampled_from(DAYS),
        "form": st.sampled_from(FORMS),
        "taxed": st.booleans(),
        "rents": st.booleans(),
        "branch": st.sets(st.sampled_from(BRANCH_LEAVES), min_size=1, max_size=2).map(sorted),
        "language": st.sets(st.sampled_from(["sv", "en", "ar"]), min_size=1, max_size=2).map(
            sorted
        ),
        "town": st.sets(st.sampled_from(TOWNS), min_size=1, max_size=2).map(sorted),
        "drop": st.sampled_from([-20, 0, 25, 30, 30.5, 50, 100]),
    }
)
"""A company of which everything is known, days as days."""


def as_json(world):
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in world.items()
    }


def above(code, parents):
    found = [code]
    while parents.get(found[-1]):
        found.append(parents[found[-1]])
    return found


@st.composite
def views(draw, world):
    """Part of what is true of a company: some facts exactly, some coarsely, some not at all."""
    known = {}
    for name, value in world.items():
        how = draw(st.sampled_from(["absent", "exact", "coarse"]))
        if how == "exact":
            known[name] = value.isoformat() if isinstance(value, date) else value
        elif how == "coarse":
            seen = draw(coarser(name, value))
            if seen is not None:
                known[name] = seen
    return known


@st.composite
def coarser(draw, name, value):
    if name in {"branch", "town"}:
        parents = BRANCHES if name == "branch" else PLACES
        return sorted({draw(st.sampled_from(above(code, parents))) for code in value})
    if isinstance(value, date):
        low, high = (timedelta(days=draw(st.integers(0, 400))) for _ in range(2))
        bounds = {"min": (value - low).isoformat(), "max": (value + high).isoformat()}
    elif isinstance(value, int | float) and not isinstance(value, bool):
        low, high = draw(SMALL), draw(SMALL)
        bounds = {"min": value - low, "max": value + high}
    else:
        return None
    kept = draw(st.sets(st.sampled_from(["min", "max"]), min_size=1))
    return {part: bound for part, bound in bounds.items() if part in kept}


# --- rules ---------------------------------------------------------------------------------------

_NUMBERS = {
    "staff": SMALL,
    "age": st.integers(-1, 5),
    "turnover": st.sampled_from(AMOUNTS),
    "drop": st.sampled_from([-20, 0, 25, 30, 50, 100]),
    "started": st.sampled_from([day.isoformat() for day in DAYS]),
}
_LISTS = {
    "form": st.sampled_from(FORMS),
    "branch": st.sampled_from([code for code in BRANCHES if code.isdigit()]),
    "language": st.sampled_from(["sv", "en", "ar"]),
    "town": st.sampled_from(TOWNS),
    "county": st.sampled_from(["04", "01"]),
}
_BOOLEANS = ("taxed", "rents", "employer", "legal_person")


@st.composite
def leaves(draw):
    kind = draw(st.sampled_from(["number", "list", "boolean"]))
    if kind == "boolean":
        return leaf(draw(st.sampled_from(_BOOLEANS)), "eq", draw(st.booleans()))
    if kind == "number":
        field = draw(st.sampled_from(sorted(_NUMBERS)))
        op = draw(st.sampled_from(["eq", "ne", "lt", "lte", "gt", "gte", "in", "not_in"]))
        values = _NUMBERS[field]
    else:
        field = draw(st.sampled_from(sorted(_LISTS)))
        ops = ["prefix_in", "prefix_not_in"] if field == "branch" else ["in", "not_in"]
        op, values = draw(st.sampled_from(ops)), _LISTS[field]
    many = op.endswith("in")
    return leaf(field, op, draw(st.lists(values, max_size=4) if many else values))


def conditions(*, by_hand=True):
    basic = leaves() | st.just(manual()) if by_hand else leaves()
    return st.recursive(
        basic,
        lambda inner: (
            st.fixed_dictionaries({"all": st.lists(inner, max_size=3)})
            | st.fixed_dictionaries({"any": st.lists(inner, max_size=3)})
            | st.fixed_dictionaries({"not": inner})
        ),
        max_leaves=6,
    )


_some_day = st.sampled_from([None, "2020-05-03", "2020-05-04", "2020-05-05"])


@st.composite
def windows(draw, index):
    known = [
        {"from": start, "to": end}
        for start, end in draw(
            st.lists(
                st.sampled_from([("2020-05-04", "2020-05-04"), ("2020-05-05", "2020-06-01")]),
                max_size=1,
            )
        )
    ]
    return {
        "id": f"w{index}",
        "apply_from": draw(_some_day),
        "apply_to": draw(_some_day),
        "open_ended": draw(st.booleans()),
        "known_open": known,
        "criteria": draw(st.none() | conditions()),
    }


@st.composite
def measures(draw, *, most=4):
    return [
        {
            "id": f"m{number}",
            "status": draw(st.sampled_from(["enacted", "enacted", "planned"])),
            "needs": draw(st.lists(st.sampled_from(["cash", "advice"]), unique=True)),
            "criteria": draw(conditions()),
            "windows": [draw(windows(index)) for index in range(draw(st.integers(0, 3)))],
        }
        for number in range(draw(st.integers(1, most)))
    ]


# --- the plain evaluator -------------------------------------------------------------------------


def plain_measure(document, known, as_of):
    answers = []
    for one in document["windows"]:
        parts = [plain_time(one, as_of), plain(document["criteria"], known, as_of)]
        parts.append(plain(one["criteria"], known, as_of))
        found = _all(parts)
        if document["status"] == "planned" and found == "yes":
            found = "unknown"
        answers.append(found)
    return _any(answers)


def plain_time(one, as_of):
    today = as_of.isoformat()
    start, end = one["apply_from"], one["apply_to"]
    if any(span["from"] <= today <= span["to"] for span in one["known_open"]):
        return "yes"
    if (start and today < start) or (end and today > end):
        return "no"
    return "yes" if one["open_ended"] or (start and end) else "unknown"


def plain(condition, known, as_of):
    if condition is None:
        return "yes"
    if "all" in condition:
        return _all([plain(child, known, as_of) for child in condition["all"]])
    if "any" in condition:
        return _any([plain(child, known, as_of) for child in condition["any"]])
    if "not" in condition:
        return _OPPOSITE[plain(condition["not"], known, as_of)]
    if "manual" in condition:
        return "unknown"
    return plain_leaf(condition, known, as_of)


_OPPOSITE = {"yes": "no", "no": "yes", "unknown": "unknown"}


def _all(answers):
    return "no" if "no" in answers else "unknown" if "unknown" in answers else "yes"


def _any(answers):
    return _OPPOSITE[_all([_OPPOSITE[one] for one in answers])]


def plain_leaf(condition, known, as_of):
    field, op, wanted = condition["field"], condition["op"], condition["value"]
    if op in {"ne", "not_in", "prefix_not_in"}:
        positive = {"ne": "eq", "not_in": "in", "prefix_not_in": "prefix_in"}[op]
        return _OPPOSITE[plain_leaf({**condition, "op": positive}, known, as_of)]
    if field in {"branch", "language", "town", "county"}:
        return _plain_codes(field, op, wanted, known)
    values = possible(field, known, as_of)
    if values is None:
        return "unknown"
    if field == "started":
        wanted = (
            [date.fromisoformat(one) for one in wanted]
            if isinstance(wanted, list)
            else date.fromisoformat(wanted)
        )
    held = {_holds(value, op, wanted) for value in values}
    return "unknown" if len(held) > 1 else "yes" if held == {True} else "no"


def _holds(value, op, wanted):
    if op == "in":
        return value in wanted
    return {
        "eq": value == wanted,
        "lt": value < wanted if op == "lt" else False,
        "lte": value <= wanted if op == "lte" else False,
        "gt": value > wanted if op == "gt" else False,
        "gte": value >= wanted if op == "gte" else False,
    }[op]


def possible(field, known, as_of):
    """Every value the fact may have, on a grid fine and wide enough for these rules."""
    if field not in known:
        source, follows = _FOLLOWS.get(field, (None, None))
        found = possible(source, known, as_of) if source else None
        return found and {follows(one, as_of) for one in found}
    value = known[field]
    if field == "started":
        if not isinstance(value, dict):
            return {date.fromisoformat(value)}
        low = date.fromisoformat(value["min"]) if "min" in value else date(2008, 1, 1)
        high = date.fromisoformat(value["max"]) if "max" in value else date(2026, 1, 1)
        return {low + timedelta(days=step) for step in range((high - low).days + 1)}
    if not isinstance(value, dict):
        return {value}
    low, high = value.get("min", -130), value.get("max", 230)
    if field == "staff":
        return set(range(low, high + 1))
    steps = {low + (high - low) * step / 16 for step in range(17)}
    return steps | {one / 2 for one in range(-260, 461) if low <= one / 2 <= high}


def _years(start, end):
    years = end.year - start.year
    return years if (end.month, end.day) >= (start.month, start.day) else years - 1


_FOLLOWS = {
    "employer": ("staff", lambda one, _: one >= 1),
    "legal_person": ("form", lambda one, _: one != "sole"),
    "age": ("started", _years),
}


def _plain_codes(field, op, wanted, known):
    parents = BRANCHES if field == "branch" else PLACES
    codes = known.get(field)
    if codes is None and field == "county" and "town" in known:
        codes = [above(code, parents)[-1] for code in known["town"]]
    if codes is None:
        return "unknown"
    return _any([_plain_code(code, op, wanted, parents) for code in codes])


def _plain_code(code, op, wanted, parents):
    if code in wanted:
        return "yes"
    under = [one for one in parents if code in above(one, parents)[1:]]
    finest = [one for one in under if one not in parents.values()] or [code]
    if op == "in":
        held = {one in wanted for one in finest}
    else:
        held = {one.startswith(tuple(wanted)) for one in finest}
    return "unknown" if len(held) > 1 else "yes" if held == {True} else "no"
