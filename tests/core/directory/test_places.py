import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotsa.core.directory.places import COUNTRY, Area, code_of
from lotsa.foundation.reference import trees

PLACES = trees()["places"]
_codes = st.lists(st.sampled_from([*sorted(PLACES.parents), COUNTRY]), unique=True)


@given(_codes)
def test_a_territory_is_kept_and_read_again(codes):
    area = Area.chosen(codes, PLACES)
    assert Area.of(area.kept() if area else None) == area


@given(_codes)
def test_choosing_covers_every_municipality_chosen_and_no_other(codes):
    area = Area.chosen(codes, PLACES)
    for town in ("0484", "1880", "1984", "2380"):
        region = PLACES.parent(town)
        chosen = {town, region, COUNTRY} & set(codes)
        assert bool(area and area.covers(town, region)) == bool(chosen)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("0484", "0484"),
        ("Eskilstuna", "0484"),
        ("eskilstuna kommun", "0484"),
        ("Södermanlands län", "04"),
        ("Sodermanland County", "04"),
        ("Örebro", "1880"),
        ("Örebro län", "18"),
        ("Sverige", "SE"),
        ("Atlantis", None),
    ],
)
def test_a_place_is_found_by_its_name(name, code):
    assert code_of(name, PLACES) == code


@pytest.mark.parametrize(
    ("area", "words"),
    [
        (Area(country=True), ("Hela Sverige", "All of Sweden")),
        (Area(regions=("04",), municipalities=("1984",)), ("Södermanlands län och Arboga", None)),
    ],
)
def test_a_territory_in_words(area, words):
    assert area.words(PLACES, "sv") == words[0]
    assert words[1] is None or area.words(PLACES, "en") == words[1]


@pytest.mark.parametrize(
    ("raw", "inside"),
    [
        ({"regions": ["04"]}, True),
        ({"municipalities": ["0484", "1984"]}, True),
        ({"municipalities": ["1880"]}, False),
        ({"regions": ["04", "19"]}, False),
        ("SE", False),
    ],
)
def test_whether_a_territory_lies_inside_another(raw, inside):
    assert Area.of(raw).within({"04"}, {"1984"}, PLACES) is inside
