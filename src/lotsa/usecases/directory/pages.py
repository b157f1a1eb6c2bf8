"""What the pages over an entry show, shaped in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lotsa.domain.actors.models import Actor, Member, Team, TeamAbsence
from lotsa.domain.measures.selectors import CurrentCatalogue
from lotsa.domain.people.models import User
from lotsa.foundation.audit.models import AuditEvent
from lotsa.usecases.directory import words
from lotsa.usecases.directory.standing import Standing, standings

_LATEST = 100


@dataclass(frozen=True)
class CompetenceShown:
    """One thing a team helps with.

    Attributes:
        area: id of the need area.
        name: its name; the id when the catalogue no longer has it.
        words: the team's own words.
        lines: what is required for this help alone, as sentences.
    """

    area: str
    name: str
    words: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class TeamLine:
    """A team in a list."""

    team: Team
    standing: Standing
    areas: tuple[str, ...]
    where: str


@dataclass(frozen=True)
class TeamShown:
    """Everything on a team's page.

    Attributes:
        team: with its actor.
        standing: how it stands today.
        competences: what it helps with.
        where: its territory in words; empty when neither it nor its actor has stated one.
        follows: the territory is its actor's.
        languages, channels: in words.
        hours: lines of days and hours.
        lines: what it requires of every company.
        actor_lines: what its actor requires besides.
        coming: which cases would come to it, as sentences.
        members: who works in it.
        absences: those that have not passed.
    """

    team: Team
    standing: Standing
    competences: tuple[CompetenceShown, ...]
    where: str
    follows: bool
    languages: str
    channels: str
    hours: tuple[tuple[str, str], ...]
    lines: tuple[str, ...]
    actor_lines: tuple[str, ...]
    coming: tuple[str, ...]
    members: tuple[Member, ...]
    absences: tuple[TeamAbsence, ...]


@dataclass(frozen=True)
class Change:
    """One change in the history: when, what, who."""

    at: datetime
    what: str
    team: str
    fields: tuple[str, ...]
    by: str


def team_lines(
    teams: Iterable[Team],
    catalogue: CurrentCatalogue,
    *,
    as_of: date,
    now: datetime,
    language: str,
) -> tuple[TeamLine, ...]:
    """Teams for a list. Give them with actor and competences fetched."""
    found = list(teams)
    standing = standings(found, as_of=as_of, now=now)
    return tuple(
        TeamLine(
            team,
            standing[team.pk],
            tuple(_area_name(row.area, catalogue, language) for row in team.competences.all()),
            words.territory_words(words.area_of_team(team), language),
        )
        for team in found
    )


def team_shown(
    team: Team, catalogue: CurrentCatalogue, *, as_of: date, now: datetime, language: str
) -> TeamShown:
    """A team's page, in five queries."""
    registry = catalogue.registry
    competences = tuple(
        CompetenceShown(
            row.area,
            _area_name(row.area, catalogue, language),
            (row.words_en if language == "en" else row.words_sv) or row.words_sv,
            words.criteria_lines(row.criteria, registry, language),
        )
        for row in team.competences.all()
    )
    lines = words.criteria_lines(team.criteria, registry, language)
    actor_lines = words.criteria_lines(team.actor.criteria, registry, language)
    spoken = team.languages or words.languages_of_actor(team.actor)
    absences = team.absences.select_related("substitute__actor").order_by("first", "id")
    return TeamShown(
        team=team,
        standing=standings([team], as_of=as_of, now=now)[team.pk],
        competences=competences,
        where=words.territory_words(words.area_of_team(team), language),
        follows=team.territory is None,
        languages=words.language_words(spoken, language),
        channels=words.channel_words(team.channels, language),
        hours=words.hour_lines(team.opening_hours),
        lines=lines,
        actor_lines=actor_lines,
        coming=words.coming_cases(
            team, [(one.name, one.lines) for one in competences], (*actor_lines, *lines), language
        ),
        members=tuple(
            Member.objects.current().filter(teams=team).select_related("user").distinct()
        ),
        absences=tuple(one for one in absences if one.last is None or one.last >= as_of),
    )


def history(actor: Actor) -> tuple[Change, ...]:
    """The latest changes of an actor's entry and its teams, newest first, in three queries."""
    events = list(
        AuditEvent.objects.filter(name="directory.changed", data__actor=actor.pk)[:_LATEST]
    )
    teams = dict(actor.teams.values_list("pk", "name"))
    users = dict(
        User.objects.filter(pk__in={_key(one, "by") for one in events}).values_list("pk", "name")
    )
    return tuple(
        Change(
            at=one.at,
            what=str(one.data.get("what") or ""),
            team=teams.get(_key(one, "team"), ""),
            fields=tuple(filter(None, str(one.data.get("fields") or "").split(","))),
            by=users.get(_key(one, "by"), ""),
        )
        for one in events
    )


def _key(event: AuditEvent, name: str) -> Any:
    return event.data.get(name)


def _area_name(area: str, catalogue: CurrentCatalogue, language: str) -> str:
    need = catalogue.need_by_id.get(area)
    return need.name.get(language, area) if need else area
