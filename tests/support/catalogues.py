"""Small catalogues to test with: one made by hand, and strategies for valid ones."""

import copy
from datetime import date, timedelta

from hypothesis import strategies as st

from lotsa.core.catalogue.files import Catalogue
from lotsa.core.criteria.trees import CodeTree

TREES = {
    "sni2007": CodeTree(
        "sni2007",
        {"I": None, "56": "I", "561": "56", "56100": "561", "C": None, "10": "C", "10710": "10"},
    ),
    "places": CodeTree(
        "places", {"04": None, "0484": "04", "0480": "04", "01": None, "0180": "01"}
    ),
}

FIELDS = {
    "version": 1,
    "fields": [
        {"id": "employees", "type": "integer", "unit": "persons"},
        {"id": "has_employees", "type": "boolean", "derived_from": "employees >= 1"},
        {
            "id": "legal_form",
            "type": "enum",
            "values": [{"value": one} for one in ("sole", "company", "association")],
        },
        {
            "id": "is_legal_person",
            "type": "boolean",
            "derived_from": "legal_form not in [sole]",
        },
        {
            "id": "sni",
            "type": "list_of_codes",
            "ops": ["prefix_in", "prefix_not_in"],
            "tree": "sni2007",
        },
        {"id": "region", "type": "list_of_codes", "ops": ["in", "not_in"], "tree": "places"},
        {
            "id": "municipality",
            "type": "list_of_codes",
            "ops": ["in", "not_in"],
            "tree": "places",
        },
        {"id": "turnover_drop_percent", "type": "number", "unit": "percent"},
        {"id": "turnover", "type": "number", "unit": "SEK"},
        {"id": "founded_on", "type": "date"},
        {"id": "rents", "type": "boolean"},
    ],
}
for _field in FIELDS["fields"]:
    _field.update(question_sv="Fråga?", question_en="Question?")

WINDOW = {
    "id": "w1",
    "apply_from": "2020-03-01",
    "apply_to": "2020-08-31",
    "open_ended": False,
    "period_from": "2020-03-01",
    "period_to": "2020-04-30",
    "reference_from": "2019-03-01",
    "reference_to": "2019-04-30",
}
MEASURE = {
    "id": "grant",
    "name_sv": "Bidrag",
    "name_en": "Grant",
    "provider": "agency",
    "territory": "SE",
    "needs": ["liquidity"],
    "short_sv": "Ett bidrag.",
    "short_en": "A grant.",
    "criteria": {
        "all": [
            {"field": "employees", "op": "lte", "value": 20},
            {"field": "turnover_drop_percent", "op": "gt", "value": 30},
        ]
    },
    "windows": [WINDOW],
}
NEEDS = {"version": 1, "needs": [{"id": "liquidity", "name_sv": "Likviditet", "name_en": "Cash"}]}
ACTORS = {
    "version": 1,
    "actors": [
        {
            "id": "agency",
            "name": "Myndigheten",
            "type": "agency",
            "territory": "SE",
            "competences": ["liquidity"],
        }
    ],
}


def measure(**changes):
    """A valid measure with some keys changed; a value of ``...`` takes the key away."""
    made = copy.deepcopy(MEASURE)
    for key, value in changes.items():
        if value is ...:
            made.pop(key, None)
        else:
            made[key] = value
    return made


def window(**changes):
    """A valid window with some keys changed."""
    return {**WINDOW, **changes}


def leaf(field, op, value):
    return {"field": field, "op": op, "value": value}


def catalogue(*measures, fields=FIELDS, needs=NEEDS, actors=ACTORS, **top):
    """A catalogue of these measures, or of the one valid measure."""
    documents = {
        "fields.yaml": fields,
        "needs.yaml": needs,
        "actors.yaml": actors,
        "measures.yaml": {"version": 1, **top, "measures": list(measures) or [measure()]},
    }
    return Catalogue(
        {name: copy.deepcopy(doc) for name, doc in documents.items() if doc is not None}
    )


# Conditions on facts of their own, one leaf each, so that they cannot contradict one another.
_LEAVES = (
    st.builds(leaf, st.just("employees"), st.sampled_from(["lte", "lt"]), st.integers(1, 500)),
    st.builds(
        leaf,
        st.just("turnover_drop_percent"),
        st.sampled_from(["gt", "gte"]),
        st.integers(1, 99),
    ),
    st.builds(
        leaf,
        st.just("legal_form"),
        st.sampled_from(["in", "not_in"]),
        st.lists(st.sampled_from(["sole", "company"]), min_size=1, unique=True),
    ),
    st.builds(
        leaf,
        st.just("sni"),
        st.sampled_from(["prefix_in", "prefix_not_in"]),
        st.lists(st.sampled_from(["56", "561", "10", "1"]), min_size=1, unique=True),
    ),
    st.builds(leaf, st.just("municipality"), st.just("in"), st.just(["0484"])),
    st.builds(leaf, st.just("rents"), st.just("eq"), st.booleans()),
    st.builds(
        leaf,
        st.just("founded_on"),
        st.sampled_from(["lt", "gte"]),
        st.dates(date(1990, 1, 1), date(2019, 1, 1)).map(date.isoformat),
    ),
)


@st.composite
def conditions(draw):
    """A criteria tree that some company can meet and some company cannot."""
    chosen = draw(st.lists(st.sampled_from(range(len(_LEAVES))), unique=True, max_size=5))
    parts = [draw(_LEAVES[index]) for index in chosen]
    if len(parts) >= 3 and draw(st.booleans()):
        parts = [parts[0], {"any": parts[1:]}]
    elif parts and draw(st.booleans()):
        parts[0] = {"not": parts[0]}
    if draw(st.booleans()):
        parts.append({"manual": {"text_sv": "Bedöms.", "text_en": "Assessed.", "decided_by": "x"}})
    return {"all": parts}


@st.composite
def windows(draw, name):
    start = draw(st.none() | st.dates(date(2019, 1, 1), date(2022, 1, 1)))
    length = draw(st.none() | st.integers(0, 400))
    end = start + timedelta(days=length) if start and length is not None else None
    return window(
        id=name,
        apply_from=start and start.isoformat(),
        apply_to=end and end.isoformat(),
        open_ended=end is None and draw(st.booleans()),
    )


_TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("åäöÅÄÖ:#'\"-{}[],&*!|>%@`"),
    min_size=1,
    max_size=60,
).filter(lambda text: text.strip())


@st.composite
def valid_catalogues(draw):
    """A catalogue that the check has nothing against, with versions and local forms."""
    made = []
    for index in range(draw(st.integers(1, 4))):
        name = f"m{index}"
        base = measure(
            id=name,
            name_sv=draw(_TEXTS),
            short_en=draw(_TEXTS),
            criteria=draw(conditions()),
            windows=[draw(windows(f"w{at}")) for at in range(draw(st.integers(1, 3)))],
        )
        if draw(st.booleans()):
            turn = draw(st.dates(date(2020, 1, 1), date(2021, 1, 1)))
            made.append({**base, "valid_to": (turn - timedelta(days=1)).isoformat()})
            made.append({**base, "version": 2, "valid_from": turn.isoformat()})
        else:
            made.append(base)
        if draw(st.booleans()):
            local = {"id": f"{name}-local", "parent": name, "name_sv": draw(_TEXTS)}
            local["territory"] = {"regions": [], "municipalities": ["0484"]}
            made.append(local)
    return catalogue(*made)
