from datetime import date

import pytest

from lotsa.core.criteria.conditions import Leaf
from lotsa.core.directory.coverage import Covered, coverage
from lotsa.core.routing.directory import (
    Absence,
    Directory,
    DirectoryActor,
    DirectoryTeam,
    TeamCompetence,
)
from lotsa.core.routing.territory import NATIONAL, Territory
from lotsa.foundation.reference import trees

PLACES = trees()["places"]
DAY = date(2026, 5, 4)
FEW = Leaf("employees", "lte", 9)
REGION = Territory.of(["04"])
TOWNS = ("0480", "0484", "1880")


def directory(*teams, **actor):
    given = {"territory": REGION} | actor
    return Directory((DirectoryActor("actor", "Actor", teams=teams, **given),))


def team(name="team", *, areas=("rent",), criteria_for=None, **columns):
    found = tuple(TeamCompetence(area, {}, criteria_for) for area in areas)
    return DirectoryTeam(name, "actor", name, competences=found, **columns)


def states(found, area="rent"):
    return [found.cell(town, area).covered for town in TOWNS]


def table(given, **more):
    return coverage(given, ("rent", "loans"), TOWNS, PLACES, as_of=DAY, **more)


def test_the_actors_territory_holds_until_a_team_has_its_own():
    one = Covered.ONE
    nobody = Covered.NONE
    assert states(table(directory(team()))) == [one, one, nobody]
    narrow = team(territory=Territory.of((), ["0484"]))
    assert states(table(directory(narrow))) == [nobody, one, nobody]
    assert states(table(directory(team(territory=NATIONAL)))) == [one, one, one]
    assert states(table(directory(team(), territory=None))) == [nobody] * 3


def test_two_teams_are_several_and_an_area_nobody_has_is_none():
    found = table(directory(team("one"), team("two")))
    assert states(found)[:2] == [Covered.SEVERAL] * 2
    assert states(found, "loans") == [Covered.NONE] * 3
    assert found.counts() == {
        Covered.NONE: 4,
        Covered.GAP: 0,
        Covered.ONE: 0,
        Covered.SEVERAL: 2,
    }


@pytest.mark.parametrize(
    ("columns", "state"),
    [
        ({"criteria": FEW}, Covered.GAP),
        ({"criteria_for": FEW}, Covered.GAP),
        ({"absences": (Absence(DAY, DAY),)}, Covered.GAP),
        ({"absences": (Absence(DAY, DAY, "other"),)}, Covered.ONE),
        ({"absences": (Absence(date(2026, 6, 1)),)}, Covered.ONE),
        ({"active": False}, Covered.NONE),
    ],
)
def test_help_for_some_or_not_now_is_a_gap(columns, state):
    assert states(table(directory(team(**columns))))[0] == state


def test_an_actor_that_takes_some_companies_and_a_full_team_are_gaps():
    assert states(table(directory(team(), criteria=FEW)))[0] == Covered.GAP
    assert states(table(directory(team()), full=["team"]))[0] == Covered.GAP


def test_only_those_asked_about_are_counted():
    found = table(directory(team("one"), team("two")), among=["two"])
    assert found.cell("0484", "rent").always == ("two",)
