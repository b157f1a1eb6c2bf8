"""Figures on cases with the names of what they are about: teams, organisations, needs, places."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Final

from django.core.cache import cache

from lotsa.core.figures.periods import Period
from lotsa.core.figures.tallies import Tally, grouped, total
from lotsa.domain.actors.models import Team
from lotsa.domain.actors.viewers import Viewer
from lotsa.domain.cases import figures
from lotsa.domain.cases.figures import By, Pair, Scope
from lotsa.domain.measures.selectors import catalogue
from lotsa.foundation.access import Role
from lotsa.usecases.browse.words import short_place_name
from lotsa.usecases.guide.wording import in_language

_KEPT: Final = 3600
"""Seconds that counted figures are kept."""


class Seen(StrEnum):
    """Whose figures a viewer sees."""

    TERRITORY = "territory"
    ORGANISATION = "organisation"
    ALL = "all"


class Shown(StrEnum):
    """What the lines of a table are."""

    ACTOR = "organisation"
    TEAM = "team"
    NEED = "need"
    PLACE = "place"


@dataclass(frozen=True)
class Line:
    """One line of the table.

    Attributes:
        label: what it is called; empty when it is not known.
        under: the organisation of a team.
        now, before: the period and the one before.
        load: cases it has just now; None when that cannot be said of it.
        capacity: how many it takes at a time; None when it has no limit.
    """

    key: str
    label: str
    under: str
    now: Tally
    before: Tally
    load: int | None = None
    capacity: int | None = None


@dataclass(frozen=True)
class Figures:
    """A period's figures: the sums, and the lines with most cases first."""

    now: Tally
    before: Tally
    lines: tuple[Line, ...]


def scopes(viewer: Viewer) -> tuple[Seen, ...]:
    """Whose figures the viewer may see. Those of everybody are shown through the gate only."""
    by_role = {
        Role.COORDINATOR: Seen.TERRITORY,
        Role.ACTOR_MANAGER: Seen.ORGANISATION,
        Role.ANALYST: Seen.ALL,
    }
    return tuple(seen for role, seen in by_role.items() if role in viewer.roles)


def figures_for(
    viewer: Viewer, seen: Seen, shown: Shown, period: Period, *, now: datetime, language: str
) -> Figures:
    """The figures of what the viewer may see case by case.

    Raises:
        PermissionError: the viewer has no such scope, or it is only for the gate.
    """
    if seen is Seen.ALL or seen not in scopes(viewer):
        raise PermissionError(seen)
    own = seen is Seen.ORGANISATION
    scope = figures.organisation(viewer) if own else figures.territory(viewer)
    by = {Shown.NEED: By.AREA, Shown.PLACE: By.PLACE}.get(shown, By.TEAM)
    pair, sums, loads = _counted(scope, by, By.TEAM if own else By.PLACE, period, now)
    lines = _named(shown, pair, loads, language)
    return Figures(
        now=total(sums.now.values()),
        before=total(sums.before.values()),
        lines=tuple(
            sorted(lines, key=lambda one: (-one.now.number, -one.before.number, one.label))
        ),
    )


def _counted(
    scope: Scope, by: By, whole: By, period: Period, now: datetime
) -> tuple[Pair, Pair, dict[str, int]]:
    """The tallies, those of the whole, and loads; counted again when a case or the hour is another.

    A year of a big region is half a second's work, and those who look at it look at it many times.
    """
    told = f"{scope.key} {by} {period.first} {period.months} {now:%Y-%m-%dT%H} {figures.stamp()}"
    key = f"figures:{sha256(told.encode()).hexdigest()}"
    kept: tuple[Pair, Pair, dict[str, int]] | None = cache.get(key)
    if kept is not None:
        return kept
    pair = figures.tallies(scope, by, period, now=now)
    sums = pair if by is whole else figures.tallies(scope, whole, period, now=now)
    loads = figures.load(scope, _keys(pair)) if by is By.TEAM else {}
    cache.set(key, (pair, sums, loads), _KEPT)
    return pair, sums, loads


def _named(shown: Shown, pair: Pair, loads: Mapping[str, int], language: str) -> list[Line]:
    if shown is Shown.NEED:
        needs = catalogue().need_by_id
        names = {
            key: in_language(needs[key].document, "name", language) if key in needs else key
            for key in _keys(pair)
        }
        return _lines(pair, names)
    if shown is Shown.PLACE:
        return _lines(
            pair, {key: short_place_name(key, language) if key else "" for key in _keys(pair)}
        )
    return _teams(shown, pair, loads)


def _teams(shown: Shown, pair: Pair, loads: Mapping[str, int]) -> list[Line]:
    # Only what is told of a team: a whole row of each would take longer than all the rest.
    teams = Team.objects.filter(pk__in={*_keys(pair), *loads}).values_list(
        "pk", "name", "capacity", "actor_id", "actor__name"
    )
    if shown is Shown.TEAM:
        return [
            Line(
                str(pk),
                name,
                actor,
                pair.now.get(str(pk), Tally()),
                pair.before.get(str(pk), Tally()),
                loads.get(str(pk), 0),
                capacity,
            )
            for pk, name, capacity, _actor_id, actor in teams
        ]
    actor_of = {str(pk): str(actor_id) for pk, _name, _capacity, actor_id, _actor in teams}
    by_actor = Pair(grouped(pair.now, actor_of), grouped(pair.before, actor_of))
    names = {str(actor_id): actor for _pk, _name, _capacity, actor_id, actor in teams}
    held: dict[str, int] = dict.fromkeys(names, 0)
    for key, number in loads.items():
        held[actor_of[key]] += number
    return [
        Line(
            key,
            name,
            "",
            by_actor.now.get(key, Tally()),
            by_actor.before.get(key, Tally()),
            held[key],
        )
        for key, name in names.items()
    ]


def _keys(pair: Pair) -> set[str]:
    return {*pair.now, *pair.before}


def _lines(pair: Pair, names: Mapping[str, str]) -> list[Line]:
    return [
        Line(key, name, "", pair.now.get(key, Tally()), pair.before.get(key, Tally()))
        for key, name in names.items()
    ]
