from datetime import UTC, datetime, timedelta

import pytest

from lotsa.domain.actors import selectors as actor_selectors
from lotsa.domain.actors.models import Actor
from lotsa.domain.actors.services import replace_actors
from lotsa.domain.places import selectors
from lotsa.domain.places.models import Territory
from lotsa.domain.places.services import load_territories
from lotsa.foundation.reference import Place, parse_places, places, trees

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


def test_the_packaged_places_are_the_country_21_regions_and_290_municipalities():
    kinds = [place.kind for place in places()]
    assert (kinds.count("country"), kinds.count("region"), kinds.count("municipality")) == (
        1,
        21,
        290,
    )
    codes = {place.code for place in places()}
    assert all(place.parent in codes for place in places() if place.kind != "country")


def test_a_region_stands_at_the_mean_of_its_municipalities():
    regions = (
        "code,name_sv,county_name_sv,county_name_en,region_name_sv\n"
        "04,Södermanland,Södermanlands län,Södermanland County,Region Sörmland\n"
    )
    towns = (
        "code,name_sv,name_full_sv,name_en,county_code,lat,lon\n"
        "0480,Nyköping,Nyköpings kommun,Nyköping,04,58.0,17.0\n"
        "0484,Eskilstuna,Eskilstuna kommun,Eskilstuna,04,59.0,16.0\n"
    )
    _, region, *_ = parse_places(regions, towns)
    assert (region.latitude, region.longitude, region.parent) == (58.5, 16.5, "SE")


def test_trees_know_sni_and_which_region_a_municipality_is_in():
    known = trees()
    assert known["places"].parent("0484") == "04"
    assert known["places"].label("04", "sv") == "Södermanlands län"
    assert "I" in known["sni2007"].ancestors("56100")


def test_loading_twice_changes_nothing_and_a_new_name_is_taken_in(django_assert_num_queries):
    first = load_territories(places())
    assert (first.created, first.changed) == (312, 0)
    with django_assert_num_queries(3):  # savepoint, one read, release
        again = load_territories(places())
    assert (again.created, again.changed, again.unchanged) == (0, 0, 312)
    town = selectors.by_code("0484")
    renamed = Place("0484", "municipality", "04", "Eskil", "Eskil", "Eskil", "", 1.0, 2.0)
    later = load_territories(renamed if place.code == "0484" else place for place in places())
    assert (later.created, later.changed) == (0, 1)
    assert Territory.objects.get(code="0484").pk == town.pk


def test_selectors_name_regions_and_their_municipalities(django_assert_num_queries):
    load_territories(places())
    assert len(selectors.regions()) == 21
    with django_assert_num_queries(1):
        towns = selectors.municipalities("04")
        assert {town.parent.code for town in towns} == {"04"}
    assert len(towns) == 9
    assert len(selectors.municipalities()) == 290
    assert selectors.by_code("9999") is None


ROWS = [
    {
        "id": "town",
        "name": "Kommunen",
        "type": "municipality",
        "territory": {"regions": [], "municipalities": ["0484"]},
        "competences": ["rent"],
    },
    {
        "id": "region",
        "name": "Regionen",
        "territory": {"regions": ["04"], "municipalities": []},
        "competences": ["rent", "loans"],
        "languages": ["sv", "ar"],
    },
    {"id": "state", "name": "Staten", "territory": "SE", "competences": ["loans"]},
]


def test_actors_are_replaced_as_a_whole_and_those_gone_are_withdrawn():
    assert replace_actors(ROWS, NOW) == 3
    assert replace_actors(ROWS, NOW + timedelta(days=1)) == 0
    assert Actor.objects.get(slug="town").recorded_at == NOW
    assert replace_actors(ROWS[1:], NOW + timedelta(days=2)) == 3  # one gone, two moved up
    assert [actor.slug for actor in actor_selectors.listed()] == ["region", "state"]
    assert Actor.objects.get(slug="town").withdrawn_at == NOW + timedelta(days=2)
    replace_actors(ROWS, NOW + timedelta(days=3))
    assert Actor.objects.get(slug="town").withdrawn_at is None


def test_an_actor_keeps_everything_the_catalogue_says_in_its_order():
    replace_actors(ROWS, NOW)
    assert [list(row.as_document()) for row in Actor.objects.all()] == [list(row) for row in ROWS]


@pytest.mark.parametrize(
    ("asked", "slugs"),
    [
        ({}, ["town", "region", "state"]),
        ({"competence": "rent"}, ["town", "region"]),
        ({"municipalities": ["0484"], "regions": ["04"]}, ["town", "region", "state"]),
        ({"municipalities": ["0480"], "regions": ["04"]}, ["region", "state"]),
        ({"competence": "rent", "regions": ["01"]}, []),
    ],
)
def test_actors_are_found_by_competence_and_place(asked, slugs):
    cards = [actor_selectors.card(row) for row in ROWS]
    assert [actor.slug for actor in actor_selectors.serving(cards, **asked)] == slugs


def test_a_card_says_where_and_in_which_languages_an_actor_helps():
    town, region, state = (actor_selectors.card(row) for row in ROWS)
    assert (town.municipalities, town.country_wide) == (("0484",), False)
    assert region.languages == ("sv", "ar")
    assert (state.country_wide, state.regions) == (True, ())
