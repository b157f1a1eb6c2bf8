"""A small land to route cases in: its places and facts, directories, and what may be drawn.

Two counties with two towns each, and an island that is a county of one town.
"""

from datetime import date

from hypothesis import strategies as st

from lotsa.core.criteria.facts import parse_facts
from lotsa.core.criteria.registry import Registry
from lotsa.core.criteria.trees import CodeTree
from lotsa.core.routing.directory import Directory
from lotsa.core.routing.reasons import sentence
from lotsa.core.routing.routing import Request, Router

AS_OF = date(2020, 5, 4)
NAMES = {
    "01": "Norra länet", "0101": "Ytterby", "0102": "Innerby",
    "02": "Södra länet", "0201": "Åstad", "0202": "Sjöstad",
    "03": "Ön", "0301": "Öby",
}  # fmt: skip
TOWNS = ("0101", "0102", "0201", "0202", "0301")
REGIONS = ("01", "02", "03")
PLACES = CodeTree(
    "places",
    {code: None if len(code) == 2 else code[:2] for code in NAMES},
    {code: {"sv": name} for code, name in NAMES.items()},
)
FIELDS = [
    {"id": "municipality", "type": "list_of_codes", "ops": ["in", "not_in"], "tree": "places",
     "phrases_sv": {"in": "Arbetsställe i {value}"}},
    {"id": "region", "type": "list_of_codes", "ops": ["in", "not_in"], "tree": "places",
     "derived_from": "parent(municipality)"},
    {"id": "staff", "type": "integer", "question_sv": "Hur många anställda har ni?",
     "question_en": "How many employees do you have?",
     "phrases_sv": {"lte": "Högst {value} anställda"},
     "phrases_en": {"lte": "At most {value} employees"}},
    {"id": "rents", "type": "boolean", "question_sv": "Hyr ni lokal?",
     "phrases_sv": {"true": "Företaget hyr lokal", "false": "Företaget hyr inte lokal"},
     "phrases_en": {"true": "The business rents", "false": "The business does not rent"}},
]  # fmt: skip
REGISTRY = Registry.from_document({"fields": FIELDS}, {"places": PLACES})
AREAS = {
    "cash": {"sv": "Likviditet", "en": "Cash"},
    "law": {"sv": "Juridik", "en": "Law"},
    "staffing": {"sv": "Personal", "en": "Staff"},
}
SMALL = {"field": "staff", "op": "lte", "value": 49}
TENANT = {"field": "rents", "op": "eq", "value": True}
BY_HAND = {"manual": {"text_sv": "Rådgivaren bedömer", "decided_by": "adviser"}}


def team(name="a", /, **keys):
    """A team that helps with cash in the whole country, unless told otherwise."""
    return {"id": name, "name": f"Team {name.upper()}", "competences": ["cash"],
            "territory": "SE"} | keys  # fmt: skip


def actor(*teams, name="actor", **keys):
    return {"id": name, "name": "Aktören", "teams": list(teams)} | keys


def directory(*teams, desks=None, actors=None):
    """The directory of some teams, all of one actor unless whole actors are given."""
    document = {"actors": actors or [actor(*teams)], "desks": desks}
    return Directory.from_document(document, REGISTRY, AREAS)


def request(areas=("cash",), company=None, registry=REGISTRY, **keys):
    facts = parse_facts(company or {}, registry)
    return Request(areas=tuple(areas), facts=facts, **({"as_of": AS_OF} | keys))


def route(*teams, desks=None, actors=None, areas=("cash",), company=None, **keys):
    """The routing of one case, the company in Ytterby unless told otherwise."""
    company = {"municipality": ["0101"]} if company is None else company
    found = directory(*teams, desks=desks, actors=actors)
    return Router(found, REGISTRY).route(request(areas, company, **keys))


def answers(routing):
    return {one.team: one.answer.value for one in routing.ranked}


def order(routing):
    return [one.team for one in routing.ranked]


def said(routing, name="a", language="sv"):
    """The sentences about a team, with plain spaces."""
    told = routing.by_team[name].reasons
    return [sentence(one, language).replace("\u00a0", " ") for one in told]


# --- what may be drawn ---------------------------------------------------------------------------

TEAM_NAMES = ("a", "b", "c", "d", "e")
_days = st.dates(date(2020, 5, 1), date(2020, 5, 8))
_conditions = st.sampled_from([
    None, SMALL, TENANT, BY_HAND, {"not": TENANT}, {"all": [SMALL, TENANT]},
    {"any": [SMALL, TENANT]}, {"field": "municipality", "op": "in", "value": ["0101", "0201"]},
])  # fmt: skip
_territories = st.none() | st.just("SE") | st.fixed_dictionaries(
    {
        "regions": st.lists(st.sampled_from(REGIONS), max_size=2, unique=True),
        "municipalities": st.lists(st.sampled_from(TOWNS), max_size=3, unique=True),
    }
).filter(lambda one: one["regions"] or one["municipalities"])  # fmt: skip
_languages = st.lists(st.sampled_from(["en", "ar"]), max_size=2, unique=True)


@st.composite
def _competences(draw):
    areas = draw(st.lists(st.sampled_from(sorted(AREAS)), max_size=3, unique=True))
    return [{"area": area, "criteria": draw(st.none() | _conditions)} for area in areas]


@st.composite
def _absence(draw, later):
    """An absence whose substitute comes later in the alphabet, so that no ring can arise."""
    first, second = sorted((draw(_days), draw(_days)))
    substitute = draw(st.none() | st.sampled_from(later)) if later else None
    return {"from": str(first), "to": str(second), "substitute": substitute}


@st.composite
def actors(draw, *, absences=True):
    """Two actors with some teams each."""
    names = draw(st.lists(st.sampled_from(TEAM_NAMES), max_size=5, unique=True))
    found = []
    for name in names:
        later = [one for one in names if one > name]
        found.append(
            {
                "id": name,
                "competences": draw(_competences()),
                "territory": draw(_territories),
                "criteria": draw(_conditions),
                "languages": draw(_languages),
                "capacity": draw(st.none() | st.integers(0, 3)),
                "active": draw(st.sampled_from([True, True, True, False])),
                "absence": draw(st.none() | _absence(later)) if absences else None,
            }
        )
    middle = draw(st.integers(0, len(found)))
    return [
        {
            "id": f"actor-{index}",
            "territory": draw(_territories),
            "criteria": draw(_conditions),
            "languages": draw(_languages),
            "teams": teams,
        }
        for index, teams in enumerate((found[:middle], found[middle:]))
    ]


companies = st.fixed_dictionaries(
    {
        "municipality": st.lists(st.sampled_from(TOWNS), min_size=1, max_size=2, unique=True),
        "staff": st.sampled_from([1, 49, 50]),
        "rents": st.booleans(),
    }
)
"""A company of which everything is known."""


@st.composite
def known(draw, company):
    """Part of what is true of a company."""
    shown = {name: value for name, value in company.items() if draw(st.booleans())}
    if "municipality" not in shown and draw(st.booleans()):
        shown["region"] = sorted({code[:2] for code in company["municipality"]})
    if "staff" not in shown and draw(st.booleans()):
        shown["staff"] = {"min": company["staff"]}
    return shown


requests = st.fixed_dictionaries(
    {
        "areas": st.lists(st.sampled_from([*sorted(AREAS), "other"]), max_size=3, unique=True),
        "language": st.sampled_from([None, "sv", "en", "ar"]),
        "language_required": st.booleans(),
        "load": st.dictionaries(st.sampled_from(TEAM_NAMES), st.integers(0, 4)),
    }
)
