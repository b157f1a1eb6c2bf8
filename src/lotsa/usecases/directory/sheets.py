"""A sheet of teams taken in: read as a whole, shown before it is written, then all or nothing.

A column that is not in the sheet is left as it is; an empty cell empties. What the sheet cannot say
(a team's own words, criteria beyond size, hours, absences) is never touched.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from lotsa.core.directory.cells import Read, read_names, read_whole
from lotsa.core.directory.checks import check_criteria
from lotsa.core.directory.limits import SNI, read_limits, write_limits
from lotsa.core.directory.places import Area, code_of
from lotsa.core.guide.industries import fold
from lotsa.domain.actors import policies
from lotsa.domain.actors.models import Actor, Team
from lotsa.domain.actors.services_entries import (
    Competence,
    TeamChanges,
    create_actor,
    create_team,
    edit_team,
)
from lotsa.domain.actors.viewers import Viewer
from lotsa.domain.measures.selectors import CurrentCatalogue
from lotsa.foundation.access import Role
from lotsa.foundation.imports import Row, Table
from lotsa.foundation.reference import trees
from lotsa.usecases.directory import columns

MOST_CASES: Final = 10_000
MOST_EMPLOYEES: Final = 1_000_000
_LENGTHS: Final = {"team": 160, "organisation": 200, "phone": 40, "email": 254}
_LONGEST_TEXT: Final = 4000


@dataclass(frozen=True)
class CellFault:
    """What is wrong in one cell, and what to do.

    Attributes:
        row: number of the row in the spreadsheet; 0 is the sheet as a whole.
        column: its heading; empty is the whole row.
        text: in the reader's language.
    """

    row: int
    column: str
    text: str


@dataclass(frozen=True)
class Line:
    """What one row would do.

    Attributes:
        row: number of the row.
        organisation, team: names.
        actor_id: key of the organisation; None when the row adds one.
        team_id: key of the team; None when the row adds one.
        changes: new values of the columns that differ.
        areas: all it helps with from now on; None leaves that as it is.
        fields: names of what differs.
    """

    row: int
    organisation: str
    team: str
    actor_id: int | None
    team_id: int | None
    changes: TeamChanges
    areas: tuple[str, ...] | None
    fields: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """What the row would do: "new", "changed" or "unchanged"."""
        if self.team_id is None:
            return "new"
        return "changed" if self.fields else "unchanged"


@dataclass(frozen=True)
class Plan:
    """What a sheet would do. With faults, nothing at all."""

    lines: tuple[Line, ...] = ()
    faults: tuple[CellFault, ...] = ()
    ignored: tuple[str, ...] = ()

    def count(self, kind: str) -> int:
        """How many rows would do this."""
        return sum(line.kind == kind for line in self.lines)


class SheetRefused(ValueError):
    """The sheet has faults and nothing was written."""


def plan(table: Table, catalogue: CurrentCatalogue, viewer: Viewer) -> Plan:
    """What a sheet would do for one who keeps some entries; three queries."""
    known = columns.keys_by_heading()
    keys = {heading: known[fold(heading)] for heading in table.headings if fold(heading) in known}
    ignored = tuple(heading for heading in table.headings if heading not in keys)
    if "team" not in keys.values() and "team_id" not in keys.values():
        text = _("The sheet has no column with the name of the team. Use the template.")
        return Plan(faults=(CellFault(0, "", text),), ignored=ignored)
    doubled = sorted(h for h, key in keys.items() if list(keys.values()).count(key) > 1)
    if doubled:
        text = _("These columns mean the same: %(columns)s.") % {"columns": ", ".join(doubled)}
        return Plan(faults=(CellFault(0, "", text),), ignored=ignored)
    reader = _Reader(catalogue, viewer)
    lines = [reader.line(row, {keys[h]: row.cells.get(h, "") for h in keys}) for row in table.rows]
    headings = {key: heading for heading, key in keys.items()}
    faults = tuple(replace(fault, column=headings.get(fault.column, "")) for fault in reader.faults)
    return Plan(tuple(line for line in lines if line is not None), faults, ignored)


def carry_out(planned: Plan, *, by: Viewer, now: datetime) -> None:
    """Write what was planned, all of it or nothing.

    Raises:
        SheetRefused: the plan has faults.
    """
    if planned.faults:
        raise SheetRefused
    with transaction.atomic():
        made: dict[str, int] = {}
        for line in planned.lines:
            if line.kind == "unchanged":
                continue
            actor_id = line.actor_id or made.get(fold(line.organisation))
            if actor_id is None:
                actor_id = create_actor(line.organisation, {}, by=by, now=now).pk
                made[fold(line.organisation)] = actor_id
            _write(line, actor_id, by, now)


def _write(line: Line, actor_id: int, by: Viewer, now: datetime) -> None:
    if line.team_id is None:
        wanted = [Competence(area) for area in line.areas or ()]
        create_team(actor_id, line.changes, wanted, by=by, now=now)
        return
    competences = None
    if line.areas is not None:
        kept = {row.area: row for row in Team.objects.get(pk=line.team_id).competences.all()}
        competences = [
            Competence(area, kept[area].words_sv, kept[area].words_en, kept[area].criteria)
            if area in kept
            else Competence(area)
            for area in line.areas
        ]
    edit_team(line.team_id, line.changes, competences, by=by, now=now)


class _Reader:
    """Reads the rows of one sheet and remembers what is wrong."""

    def __init__(self, catalogue: CurrentCatalogue, viewer: Viewer) -> None:
        self._registry = catalogue.registry
        self._sni = self._registry.tree_of(SNI) if SNI in self._registry.fields else None
        self._languages = columns.language_codes()
        self._channels = columns.channel_codes()
        self._may_add = not viewer.roles.isdisjoint({Role.COORDINATOR, Role.ADMINISTRATOR})
        self._actors = policies.editable_actors(viewer)
        self._by_slug = {actor.slug: actor for actor in self._actors}
        self._by_name = {fold(actor.name): actor for actor in self._actors}
        self._others = {
            fold(name) for name in Actor.objects.listed().values_list("name", flat=True)
        } - set(self._by_name)
        keys = {actor.pk for actor in self._actors}
        rows = Team.objects.filter(actor__withdrawn_at__isnull=True)
        teams = [
            team
            for team in rows.select_related("actor").prefetch_related("competences")
            if team.actor_id in keys
        ]
        had = {row.area for team in teams for row in team.competences.all()}
        self._needs = columns.need_codes(catalogue, had)
        self._team_by_slug = {team.slug: team for team in teams}
        self._team_by_name = {(team.actor_id, fold(team.name)): team for team in teams}
        self._seen: dict[Any, int] = {}
        self.faults: list[CellFault] = []

    def line(self, row: Row, cells: Mapping[str, str]) -> Line | None:
        """What one row would do; None when something in it is wrong."""
        before = len(self.faults)
        actor, name = self._actor(row.number, cells)
        team = self._team(row.number, cells, actor) if len(self.faults) == before else None
        wanted = self._values(row.number, cells, team)
        if actor is None and not cells.get("where"):
            self._add(row.number, "where", _("Say where the new organisation's team works."))
        if len(self.faults) > before:
            return None
        title = cells.get("team") or (team.name if team else "")
        if self._doubled(row.number, team, actor, name, title):
            return None
        areas = self._areas(row.number, cells)
        if len(self.faults) > before:
            return None
        return _line(row.number, name, title, actor, team, wanted, areas)

    def _actor(self, number: int, cells: Mapping[str, str]) -> tuple[Actor | None, str]:
        slug, name = cells.get("organisation_id", ""), cells.get("organisation", "")
        if slug:
            if slug not in self._by_slug:
                self._add(number, "organisation_id", _("You keep no organisation with this id."))
                return None, name
            return self._by_slug[slug], self._by_slug[slug].name
        if not name:
            team = self._team_by_slug.get(cells.get("team_id", ""))
            only = team.actor if team else self._actors[0] if len(self._actors) == 1 else None
            if only is None:
                self._add(number, "organisation", _("Write the name of the organisation."))
            return only, only.name if only else ""
        found = self._by_name.get(fold(name))
        if found is None and (not self._may_add or fold(name) in self._others):
            self._add(number, "organisation", _("You keep no organisation with this name."))
        return found, found.name if found else name

    def _team(self, number: int, cells: Mapping[str, str], actor: Actor | None) -> Team | None:
        slug, name = cells.get("team_id", ""), cells.get("team", "")
        if slug:
            team = self._team_by_slug.get(slug)
            if team is None:
                self._add(number, "team_id", _("You keep no team with this id."))
            elif actor is not None and team.actor_id != actor.pk:
                self._add(number, "team_id", _("The team belongs to another organisation."))
            return team
        if not name:
            self._add(number, "team", _("Write the name of the team."))
        return self._team_by_name.get((actor.pk, fold(name))) if actor else None

    def _doubled(
        self, number: int, team: Team | None, actor: Actor | None, name: str, title: str
    ) -> bool:
        mark = team.pk if team else (actor.pk if actor else fold(name), fold(title))
        first = self._seen.setdefault(mark, number)
        if first != number:
            text = _("The same team stands in row %(row)s too.") % {"row": first}
            self._add(number, "team", text)
        return first != number

    def _values(self, number: int, cells: Mapping[str, str], team: Team | None) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if cells.get("team"):
            found["name"] = self._short(number, "team", cells["team"])
        self._short(number, "organisation", cells.get("organisation", ""))
        for key in ("phone", "presentation_sv", "presentation_en"):
            if key in cells:
                found[key] = self._short(number, key, cells[key])
        if "email" in cells:
            found["email"] = self._mail(number, cells["email"])
        if "languages" in cells:
            found["languages"] = list(self._names(number, "languages", cells, self._languages))
        if "channels" in cells:
            found["channels"] = list(self._names(number, "channels", cells, self._channels))
        if "where" in cells:
            places = trees()["places"]
            codes = self._names(number, "where", cells, lambda one: code_of(one, places))
            area = Area.chosen(codes, places)
            had = Area.of(team.territory) if team else None
            same = had is not None and area == Area.chosen(had.codes, places)
            found["territory"] = team.territory if team and same else area and area.kept()
        if "capacity" in cells:
            found["capacity"] = self._whole(number, "capacity", cells, 0, MOST_CASES)
        if cells.keys() & {"employees_min", "employees_max"}:
            found["criteria"] = self._criteria(number, cells, team)
        return found

    def _criteria(self, number: int, cells: Mapping[str, str], team: Team | None) -> Any:
        kept = team.criteria if team else None
        limits = read_limits(kept, self._sni)
        if "employees_min" in cells:
            least = self._whole(number, "employees_min", cells, 1, MOST_EMPLOYEES)
            limits = replace(limits, employees_min=least)
        if "employees_max" in cells:
            most = self._whole(number, "employees_max", cells, 0, MOST_EMPLOYEES)
            limits = replace(limits, employees_max=most)
        if limits == read_limits(kept, self._sni):
            return kept
        criteria = write_limits(limits, self._sni)
        if check_criteria(criteria, self._registry):
            text = _("No company can have this size. Check the smallest and the largest.")
            self._add(number, "employees_min", text)
        return criteria

    def _areas(self, number: int, cells: Mapping[str, str]) -> tuple[str, ...] | None:
        if "helps_with" not in cells:
            return None
        return self._names(number, "helps_with", cells, self._needs)

    def _names(
        self, number: int, key: str, cells: Mapping[str, str], look_up: Any
    ) -> tuple[str, ...]:
        read: Read = read_names(cells[key], look_up)
        for name in read.unknown:
            text = _("We do not know “%(name)s”. Check the spelling.") % {"name": name[:80]}
            self._add(number, key, text)
        return read.codes

    def _whole(
        self, number: int, key: str, cells: Mapping[str, str], least: int, most: int
    ) -> int | None:
        try:
            return read_whole(cells[key], least, most)
        except ValueError:
            told = {"least": least, "most": most}
            text = _("Write a whole number from %(least)s to %(most)s, or nothing.") % told
            self._add(number, key, text)
            return None

    def _mail(self, number: int, text: str) -> str:
        if text:
            try:
                validate_email(text)
            except ValidationError:
                self._add(number, "email", _("This is no mail address. Check the spelling."))
        return text

    def _short(self, number: int, key: str, text: str) -> str:
        most = _LENGTHS.get(key, _LONGEST_TEXT)
        if len(text) > most:
            told = _("Write at most %(count)s characters.") % {"count": most}
            self._add(number, key, told)
        return text

    def _add(self, number: int, key: str, text: str) -> None:
        self.faults.append(CellFault(number, key, text))


def _line(
    number: int,
    organisation: str,
    title: str,
    actor: Actor | None,
    team: Team | None,
    wanted: Mapping[str, Any],
    areas: tuple[str, ...] | None,
) -> Line:
    changes: Any = dict(wanted)
    fields: Sequence[str] = sorted(wanted)
    if team is not None:
        changes = {key: value for key, value in wanted.items() if getattr(team, key) != value}
        fields = sorted(changes)
        had = {row.area for row in team.competences.all()}
        if areas is not None and set(areas) == had:
            areas = None
        if areas is not None:
            fields = [*fields, "competences"]
    return Line(
        number,
        organisation,
        title,
        actor.pk if actor else None,
        team.pk if team else None,
        changes,
        areas,
        tuple(fields),
    )
