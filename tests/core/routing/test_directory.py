"""A directory's document: what it may say, and where it is told that something is wrong."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotsa.core.criteria.faults import CatalogueFault
from lotsa.core.routing.directory import Directory
from lotsa.core.routing.routing import Router
from lotsa.core.routing.territory import NATIONAL, Territory
from tests.support.routing import AREAS, REGISTRY, SMALL, actor, directory, request, team


def test_a_document_is_read():
    found = directory(
        desks=[
            {
                "id": "d",
                "name_sv": "Ingången",
                "name_en": "The entrance",
                "teams": ["b"],
                "areas": ["law"],
                "language_required": True,
            },
        ],
        actors=[
            actor(
                team("a", territory=None, desks=["d"], capacity=3, languages=["AR", "sv-SE"]),
                {
                    "id": "b",
                    "competences": [{"area": "law", "words_sv": "avtal", "criteria": SMALL}],
                    "territory": {"regions": [], "municipalities": ["0101"]},
                    "absence": {"from": "2020-05-01", "to": "2020-05-02", "substitute": "a"},
                    "active": False,
                },
                territory={"regions": ["01"], "municipalities": []},
                website="https://example.se",
            )
        ],
    )
    first, second = found.teams.values()
    assert found.actors[0].territory == Territory.of(["01"])
    assert (first.territory, first.capacity, first.languages) == (None, 3, ("ar", "sv"))
    assert (second.name, second.actor, second.active) == ("b", "actor", False)
    assert second.territory == Territory.of(municipalities=["0101"])
    assert second.competences[0].words == {"sv": "avtal"}
    assert second.competences[0].criteria is not None
    assert second.absences[0].substitute == "a"
    (desk,) = found.desks
    assert desk.teams == {"a", "b"}
    assert (desk.name["en"], desk.areas, desk.language_required) == ("The entrance", ("law",), True)


def test_teams_alone_may_name_desks():
    found = directory(team("a", desks=["d"]), team("b", desks=["d", "e"]))
    assert {desk.id: desk.teams for desk in found.desks} == {"d": {"a", "b"}, "e": {"b"}}


@pytest.mark.parametrize("raw", ["SE", "NO", "national"])
def test_the_whole_country(raw):
    assert directory(team(territory=raw)).teams["a"].territory == NATIONAL


def test_a_code_without_quotation_marks_is_a_number_in_the_file():
    registry = REGISTRY.__class__(REGISTRY.fields, {})
    document = {"actors": [actor(team(territory={"regions": [19], "municipalities": [1980]}))]}
    found = Directory.from_document(document, registry).teams["a"].territory
    assert found == Territory.of(["19"], ["1980"])


def test_any_need_area_will_do_when_none_are_listed():
    document = {"actors": [actor(team(competences=["gardening"]))]}
    found = Directory.from_document(document, REGISTRY)
    assert found.teams["a"].competences[0].area == "gardening"


TEAM = "actors[0].teams[0]"
AWAY = {"from": "2020-05-01", "to": "2020-05-31"}


@pytest.mark.parametrize(
    ("keys", "path"),
    [
        ({"id": None}, f"{TEAM}.id"),
        ({"id": " "}, f"{TEAM}.id"),
        ({"name": 3}, f"{TEAM}.name"),
        ({"competences": "cash"}, f"{TEAM}.competences"),
        ({"competences": [3]}, f"{TEAM}.competences[0]"),
        ({"competences": [{"words_sv": "x"}]}, f"{TEAM}.competences[0].area"),
        ({"competences": ["gardening"]}, f"{TEAM}.competences[0]"),
        ({"competences": [{"area": "gardening"}]}, f"{TEAM}.competences[0].area"),
        ({"competences": ["cash", "cash"]}, f"{TEAM}.competences[1]"),
        (
            {"competences": [{"area": "cash", "criteria": {"field": "x", "op": "eq", "value": 1}}]},
            f"{TEAM}.competences[0].criteria.field",
        ),
        ({"criteria": {"all": [SMALL, {"field": "staff"}]}}, f"{TEAM}.criteria.all[1].op"),
        ({"criteria": []}, f"{TEAM}.criteria"),
        ({"territory": "Sverige"}, f"{TEAM}.territory"),
        ({"territory": 4}, f"{TEAM}.territory"),
        ({"territory": {}}, f"{TEAM}.territory"),
        ({"territory": {"regions": [], "municipalities": []}}, f"{TEAM}.territory"),
        ({"territory": {"region": ["01"]}}, f"{TEAM}.territory.region"),
        ({"territory": {"regions": "01"}}, f"{TEAM}.territory.regions"),
        ({"territory": {"regions": ["01", "0101"]}}, f"{TEAM}.territory.regions[1]"),
        ({"territory": {"regions": [1]}}, f"{TEAM}.territory.regions[0]"),
        ({"territory": {"municipalities": ["01"]}}, f"{TEAM}.territory.municipalities[0]"),
        ({"territory": {"municipalities": ["9999"]}}, f"{TEAM}.territory.municipalities[0]"),
        ({"languages": "sv"}, f"{TEAM}.languages"),
        ({"languages": [1]}, f"{TEAM}.languages[0]"),
        ({"capacity": "12"}, f"{TEAM}.capacity"),
        ({"capacity": -1}, f"{TEAM}.capacity"),
        ({"capacity": True}, f"{TEAM}.capacity"),
        ({"capacity": 10**30}, f"{TEAM}.capacity"),
        ({"active": "yes"}, f"{TEAM}.active"),
        ({"absence": "maj"}, f"{TEAM}.absence"),
        ({"absence": [AWAY, 3]}, f"{TEAM}.absence[1]"),
        ({"absence": {"to": "2020-05-31"}}, f"{TEAM}.absence.from"),
        ({"absence": [{**AWAY, "from": "1 maj"}]}, f"{TEAM}.absence[0].from"),
        ({"absence": {**AWAY, "to": "2020-04-30"}}, f"{TEAM}.absence.to"),
        ({"absence": {**AWAY, "substitute": 3}}, f"{TEAM}.absence.substitute"),
        ({"absence": {**AWAY, "note": 3}}, f"{TEAM}.absence.note"),
        ({"absence": {**AWAY, "substitute": "gone"}}, f"{TEAM}.absence"),
        ({"absence": {**AWAY, "substitute": "a"}}, f"{TEAM}.absence"),
        ({"desks": "d"}, f"{TEAM}.desks"),
    ],
)
def test_a_fault_in_a_team_names_its_path(keys, path):
    with pytest.raises(CatalogueFault) as caught:
        directory(team(**keys))
    assert caught.value.path == path
    assert caught.value.message


@pytest.mark.parametrize(
    ("document", "path"),
    [
        ([], ""),
        ({}, "actors"),
        ({"actors": {}}, "actors"),
        ({"actors": ["x"]}, "actors[0]"),
        ({"actors": [{}]}, "actors[0].id"),
        ({"actors": [actor(), actor()]}, "actors[1].id"),
        ({"actors": [actor(team(), team())]}, "actors[0].teams[1].id"),
        ({"actors": [actor(team()), actor(team(), name="x")]}, "actors[1].teams[0].id"),
        ({"actors": [{"id": "x", "teams": {}}]}, "actors[0].teams"),
        ({"actors": [{"id": "x", "teams": [3]}]}, "actors[0].teams[0]"),
        ({"actors": [actor(territory="x")]}, "actors[0].territory"),
        ({"actors": [actor(competences=["gardening"])]}, "actors[0].competences[0]"),
        ({"actors": [], "desks": {}}, "desks"),
        ({"actors": [], "desks": [{"id": "d"}, {"id": "d"}]}, "desks[1].id"),
        ({"actors": [], "desks": [{"id": "d", "teams": ["a"]}]}, "desks[0].teams[0]"),
        ({"actors": [], "desks": [{"id": "d", "areas": ["x"]}]}, "desks[0].areas[0]"),
        ({"actors": [], "desks": [{"id": "d", "name": ""}]}, "desks[0].name"),
        ({"actors": [actor(team(desks=["e"]))], "desks": [{"id": "d"}]}, "desks"),
    ],
)
def test_a_fault_in_the_document_names_its_path(document, path):
    with pytest.raises(CatalogueFault) as caught:
        Directory.from_document(document, REGISTRY, AREAS)
    assert caught.value.path == path


def away(name, first, last, substitute):
    return team(name, absence={"from": first, "to": last, "substitute": substitute})


def test_substitutes_that_lead_back_to_the_team_are_refused():
    with pytest.raises(CatalogueFault, match="a → b → c → a"):
        directory(
            away("a", "2020-05-01", "2020-05-10", "b"),
            away("b", "2020-05-05", None, "c"),
            away("c", "2020-05-10", "2020-05-12", "a"),
        )


def test_teams_may_stand_in_for_each_other_in_turn():
    found = directory(
        away("a", "2020-05-01", "2020-05-09", "b"), away("b", "2020-05-10", "2020-05-12", "a")
    )
    assert len(found.teams) == 2


def test_a_ring_that_shows_when_a_longer_absence_ends_is_refused():
    with pytest.raises(CatalogueFault, match="lead back"):
        directory(
            team(
                "a",
                absence=[
                    {"from": "2020-05-01", "to": "2020-05-05", "substitute": "c"},
                    {"from": "2020-05-01", "to": "2020-05-04", "substitute": "b"},
                    {"from": "2020-05-06", "to": "2020-05-08", "substitute": "b"},
                ],
            ),
            away("b", "2020-05-01", "2020-05-08", "a"),
            team("c"),
        )


WHOLE = {
    "actors": [
        actor(
            team(
                "a",
                competences=["law", {"area": "cash", "words_sv": "pengar", "criteria": SMALL}],
                territory={"regions": ["01"], "municipalities": ["0201"]},
                criteria={"all": [SMALL, {"not": {"field": "rents", "op": "eq", "value": True}}]},
                languages=["ar"],
                capacity=3,
                absence=[{**AWAY, "substitute": "b"}],
            ),
            team("b"),
            territory="SE",
            criteria=SMALL,
        )
    ],
    "desks": [{"id": "d", "name_sv": "Ingång", "teams": ["a"], "areas": ["law"]}],
}
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "area", "all", "from", "regions", "x"]), inner)
    ),
    max_leaves=5,
)


def spots(value):
    """Every place in a document where something else may stand."""
    children = value.items() if isinstance(value, dict) else enumerate(value)
    for key, child in children:
        yield value, key
        if isinstance(child, dict | list):
            yield from spots(child)


@given(st.data(), anything)
def test_whatever_stands_in_a_document_it_is_read_or_refused(data, strange):
    document = copy.deepcopy(WHOLE)
    holder, key = data.draw(st.sampled_from(list(spots(document))))
    holder[key] = strange
    try:
        found = Directory.from_document(document, REGISTRY, AREAS)
    except CatalogueFault:
        return
    routing = Router(found, REGISTRY).route(request(language="ar"))
    assert len(routing.ranked) == len(found.teams)
    assert all(one.reasons for one in routing.ranked)
