"""The directory as the routing reads it: actors, teams, competences and absences from their rows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db import connection
from django.db.models import CharField, Count, DateTimeField, F, Max, QuerySet, Value
from django.db.models.functions import Cast

from lotsa.core.criteria.conditions import Condition, Manual, parse_condition
from lotsa.core.criteria.faults import CatalogueFault
from lotsa.core.routing.directory import (
    Absence,
    Directory,
    DirectoryActor,
    DirectoryTeam,
    TeamCompetence,
    substitute_ring,
)
from lotsa.core.routing.territory import NATIONAL, Territory
from lotsa.domain.actors import models

Statement = tuple[str, tuple[Any, ...]]
"""SQL with its parameters."""
UNREADABLE = Manual(
    {
        "sv": "Aktörens villkor går inte att läsa. Fråga aktören.",
        "en": "The organisation's conditions cannot be read. Ask the organisation.",
    },
    None,
)
"""Stands for criteria that cannot be read: then a person must ask, and nobody is left out."""


def directory() -> Directory:
    """Everyone who can take a case, without desks, in four queries whatever the number of rows.

    A team's id is its slug, an actor's its slug. Teams not in use are there too, as not active, so
    that "why not?" has an answer; those of withdrawn actors are not.
    """
    teams: dict[int, list[DirectoryTeam]] = defaultdict(list)
    actors = {row.pk: row for row in models.Actor.objects.listed()}
    listed = models.Team.objects.filter(actor__withdrawn_at__isnull=True)
    rows = [row for row in listed.order_by("actor_id", "id") if row.actor_id in actors]
    slugs = {row.pk: row.slug for row in rows}
    competences = _competences()
    absences = _absences(slugs)
    for row in rows:
        teams[row.actor_id].append(
            _team(row, actors[row.actor_id].slug, competences[row.pk], absences[row.pk])
        )
    found = Directory(
        tuple(_actor(row, tuple(teams[row.pk])) for row in actors.values() if row.pk in teams)
    )
    return _without_rings(found)


def state() -> str:
    """A stamp that is another one after any change of the directory, in one query."""
    return stamp_of(statement(stamps()))


def stamps() -> list[QuerySet[Any]]:
    """The parts of `state`, for a stamp over more than these tables.

    Every service that changes an entry writes the time on its actor or team; rows that come and go
    show in counts and highest keys.
    """
    return [
        stamp(models.Actor.objects.all(), F("recorded_at")),
        stamp(models.Actor.objects.listed(), F("updated_at")),
        stamp(models.Team.objects.all(), F("updated_at")),
        stamp(models.TeamCompetence.objects.all()),
        stamp(models.TeamAbsence.objects.all()),
    ]


def stamp(rows: QuerySet[Any], moment: Any = None) -> QuerySet[Any]:
    """A table's name, number of rows, highest key and latest moment, as one row."""
    table = Value(rows.model._meta.model_name, output_field=CharField())
    latest = moment or Cast(Value(None), DateTimeField())
    counted = rows.order_by().values(table=table).annotate(number=Count("pk"), highest=Max("pk"))
    one_row: QuerySet[Any] = counted.annotate(latest=Max(latest)).values_list(
        "table", "number", "highest", "latest"
    )
    return one_row


def statement(parts: Sequence[QuerySet[Any]]) -> Statement:
    """Several one-row stamps as one statement, to keep: to put it together costs more than to ask."""
    return parts[0].union(*parts[1:], all=True).query.sql_with_params()


def stamp_of(kept: Statement) -> str:
    """What a kept statement answers now, as one text; one query."""
    sql, parameters = kept
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return " ".join(sorted("/".join(str(one) for one in row) for row in cursor.fetchall()))


def territory_of(raw: Any) -> Territory | None:
    """A territory as it is kept: a country code, or ``{regions, municipalities}``; None is unstated.

    What was written with care is read without fuss: anything else is taken as not stated.
    """
    if isinstance(raw, str) and raw:
        return NATIONAL
    if not isinstance(raw, Mapping):
        return None
    regions = [str(code) for code in raw.get("regions") or ()]
    towns = [str(code) for code in raw.get("municipalities") or ()]
    return Territory.of(regions, towns) if regions or towns else None


def condition_of(raw: Any) -> Condition | None:
    """Criteria as they are kept; None requires nothing. What cannot be read becomes a question."""
    if raw is None:
        return None
    try:
        return parse_condition(raw, "criteria")
    except CatalogueFault:
        return UNREADABLE


def _actor(row: models.Actor, teams: tuple[DirectoryTeam, ...]) -> DirectoryActor:
    document = row.as_document()
    return DirectoryActor(
        id=row.slug,
        name=row.name,
        territory=territory_of(row.territory or document.get("territory")),
        criteria=condition_of(row.criteria),
        languages=tuple(row.languages or document.get("languages") or ()),
        teams=teams,
    )


def _team(
    row: models.Team,
    actor: str,
    competences: Iterable[TeamCompetence],
    absences: Iterable[Absence],
) -> DirectoryTeam:
    return DirectoryTeam(
        id=row.slug,
        actor=actor,
        name=row.name,
        competences=tuple(competences),
        territory=territory_of(row.territory),
        criteria=condition_of(row.criteria),
        languages=tuple(row.languages),
        capacity=row.capacity,
        absences=tuple(absences),
        active=row.is_active,
    )


def _competences() -> Mapping[int, list[TeamCompetence]]:
    found: dict[int, list[TeamCompetence]] = defaultdict(list)
    for row in models.TeamCompetence.objects.order_by("team_id", "id"):
        words = {"sv": row.words_sv, "en": row.words_en}
        written = {language: text for language, text in words.items() if text}
        found[row.team_id].append(TeamCompetence(row.area, written, condition_of(row.criteria)))
    return found


def _absences(slugs: Mapping[int, str]) -> Mapping[int, list[Absence]]:
    found: dict[int, list[Absence]] = defaultdict(list)
    for row in models.TeamAbsence.objects.order_by("team_id", "first", "id"):
        substitute = slugs.get(row.substitute_id) if row.substitute_id else None
        found[row.team_id].append(Absence(row.first, row.last, substitute, row.note))
    return found


def _without_rings(found: Directory) -> Directory:
    """The directory with no team standing in for itself by way of others.

    The services refuse such absences one at a time; two managers at once could still close a ring.
    """
    while ring := substitute_ring(found.teams.values()):
        first = ring[0]
        found = replace(
            found,
            actors=tuple(
                replace(actor, teams=tuple(_alone(team, first) for team in actor.teams))
                for actor in found.actors
            ),
        )
    return found


def _alone(team: DirectoryTeam, slug: str) -> DirectoryTeam:
    if team.id != slug:
        return team
    return replace(team, absences=tuple(replace(one, substitute=None) for one in team.absences))
