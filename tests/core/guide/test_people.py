"""Whom a company is told to talk with."""

from dataclasses import dataclass

from lotsa.core.guide.people import advisers_first


@dataclass(frozen=True)
class Centre:
    name: str
    type: str = "advice_centre"
    country_wide: bool = False
    municipalities: tuple[str, ...] = ()
    competences: tuple[str, ...] = ()


def names(helpers, needs=(), municipalities=("0484",)):
    return [one.name for one in advisers_first(helpers, needs, municipalities)]


def test_the_nearest_come_first():
    everywhere = Centre("everywhere", country_wide=True)
    county = Centre("county")
    town = Centre("town", municipalities=("0484",))

    assert names([everywhere, county, town]) == ["town", "county", "everywhere"]


def test_among_those_as_near_the_one_that_helps_with_most_comes_first():
    one, two = Centre("one", competences=("rent",)), Centre("two", competences=("rent", "hr"))

    assert names([one, two], needs=("rent", "hr")) == ["two", "one"]
    assert names([one, two]) == ["one", "two"]


def test_who_decides_or_speaks_for_others_is_no_adviser():
    assert names([Centre("a", "court"), Centre("b", "agency"), Centre("c")]) == ["c"]
