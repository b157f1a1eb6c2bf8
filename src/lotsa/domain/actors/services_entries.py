"""Changes to what organisations keep about themselves and their teams.

Whoever calls has checked that criteria fit the registry and codes exist; what is written here is
what the routing goes by. Each change writes the time on its row, so that every process sees it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from lotsa.domain.actors import events
from lotsa.domain.actors.models import Actor, Team, TeamCompetence
from lotsa.domain.actors.viewers import Viewer
from lotsa.foundation.audit.services import record

_LONGEST_SLUG = 100
_LONGEST_FIELDS = 200


class ActorChanges(TypedDict, total=False):
    """New values of an actor's own columns; what is left out stays."""

    name: str
    organisation_number: str
    presentation_sv: str
    presentation_en: str
    website: str
    email: str
    phone: str
    territory: Any
    criteria: Any
    languages: list[str]


class TeamChanges(TypedDict, total=False):
    """New values of a team's columns; what is left out stays."""

    name: str
    presentation_sv: str
    presentation_en: str
    territory: Any
    criteria: Any
    languages: list[str]
    capacity: int | None
    opening_hours: dict[str, list[str]]
    channels: list[str]
    email: str
    phone: str


@dataclass(frozen=True)
class Competence:
    """What a team helps with: a need area, its own words for it, and for which companies.

    Attributes:
        area: id of the need area.
        words_sv, words_en: in the team's own words; may be empty.
        criteria: in the catalogue's form; None is every company the team takes.
    """

    area: str
    words_sv: str = ""
    words_en: str = ""
    criteria: Any = None


def create_actor(
    name: str, changes: ActorChanges, *, kind: str = "", by: Viewer | None, now: datetime
) -> Actor:
    """Add an organisation that the catalogue does not know. Its slug is made from the name."""
    with transaction.atomic():
        last = Actor.objects.aggregate(last=Max("position"))["last"]
        actor = Actor(
            slug=_free_slug(Actor, name),
            name=name,
            type=kind,
            position=0 if last is None else last + 1,
            origin=Actor.Origin.DIRECTORY,
            recorded_at=now,
            updated_at=now,
            confirmed_at=now,
        )
        _apply(actor, changes)
        actor.document = _document(actor)
        actor.save()
        _record("actor.created", actor_id=actor.pk, by=by)
    return actor


def edit_actor(
    actor_id: int, changes: ActorChanges, *, by: Viewer | None, now: datetime
) -> tuple[str, ...]:
    """Change an actor's own columns; returns the names of those that became different."""
    with transaction.atomic():
        actor = Actor.objects.select_for_update().get(pk=actor_id)
        changed = _apply(actor, changes)
        if changed:
            if actor.origin == Actor.Origin.DIRECTORY:
                actor.document = _document(actor)
            actor.updated_at = now
            actor.save()
            _record("actor.edited", actor_id=actor.pk, fields=changed, by=by)
    return changed


def create_team(
    actor_id: int,
    changes: TeamChanges,
    competences: Sequence[Competence] = (),
    *,
    by: Viewer | None,
    now: datetime,
) -> Team:
    """Add a team to an actor. Its slug is made from both names and stays the same."""
    with transaction.atomic():
        actor = Actor.objects.select_for_update().get(pk=actor_id)
        team = Team(actor=actor, created_at=now, updated_at=now, confirmed_at=now)
        _apply(team, changes)
        team.slug = _free_slug(Team, f"{actor.slug}-{team.name}")
        team.save()
        _write_competences(team, competences)
        _record("team.created", actor_id=actor.pk, team_id=team.pk, by=by)
    return team


def edit_team(
    team_id: int,
    changes: TeamChanges,
    competences: Sequence[Competence] | None = None,
    *,
    by: Viewer | None,
    now: datetime,
) -> tuple[str, ...]:
    """Change a team; returns the names of what became different.

    Args:
        team_id: key of the team.
        changes: new values of its columns.
        competences: everything it helps with from now on; None leaves that as it is.
        by: who changes it; None is Lotsa itself.
        now: the real instant.
    """
    with transaction.atomic():
        team = Team.objects.select_for_update(of=("self",)).get(pk=team_id)
        changed = _apply(team, changes)
        if competences is not None and _write_competences(team, competences):
            changed = (*changed, "competences")
        if changed:
            team.updated_at = now
            team.save()
            _record("team.edited", actor_id=team.actor_id, team_id=team.pk, fields=changed, by=by)
    return changed


def confirm_actor(actor_id: int, *, by: Viewer, now: datetime) -> None:
    """Note that what stands about an actor is right today."""
    with transaction.atomic():
        Actor.objects.filter(pk=actor_id).update(confirmed_at=now)
        _record("actor.confirmed", actor_id=actor_id, by=by)


def confirm_team(team_id: int, *, by: Viewer, now: datetime) -> None:
    """Note that what stands about a team is right today."""
    with transaction.atomic():
        team = Team.objects.select_for_update(of=("self",)).get(pk=team_id)
        team.confirmed_at = now
        team.save(update_fields=["confirmed_at"])
        _record("team.confirmed", actor_id=team.actor_id, team_id=team.pk, by=by)


def set_active(team_id: int, *, active: bool, by: Viewer, now: datetime) -> bool:
    """Close a team, or open it again; False when it already was so.

    A team with open cases is closed by way of `usecases.directory.closing`, which looks for them.
    """
    with transaction.atomic():
        team = Team.objects.select_for_update(of=("self",)).get(pk=team_id)
        if team.is_active == active:
            return False
        team.is_active, team.updated_at = active, now
        team.save(update_fields=["is_active", "updated_at"])
        what = "team.opened" if active else "team.closed"
        _record(what, actor_id=team.actor_id, team_id=team.pk, by=by)
    return True


def note_change(
    what: str, team: Team, *, fields: Sequence[str] = (), by: Viewer | None, now: datetime
) -> None:
    """Write the time on a team whose other rows changed, and log it; in the caller's transaction."""
    Team.objects.filter(pk=team.pk).update(updated_at=now)
    _record(what, actor_id=team.actor_id, team_id=team.pk, fields=fields, by=by)


def _apply(row: Actor | Team, changes: Mapping[str, Any]) -> tuple[str, ...]:
    changed = tuple(sorted(name for name in changes if getattr(row, name) != changes[name]))
    for name in changed:
        setattr(row, name, changes[name])
    return changed


def _write_competences(team: Team, wanted: Sequence[Competence]) -> bool:
    known = {row.area: row for row in team.competences.all()}
    by_area = {one.area: one for one in wanted}
    changed = False
    for area, row in known.items():
        if area not in by_area:
            row.delete()
            changed = True
    for area, one in by_area.items():
        row = known.get(area) or TeamCompetence(team=team, area=area)
        told = (one.words_sv, one.words_en, one.criteria)
        if row.pk and (row.words_sv, row.words_en, row.criteria) == told:
            continue
        row.words_sv, row.words_en, row.criteria = told
        row.save()
        changed = True
    return changed


def _free_slug(model: type[Actor] | type[Team], name: str) -> str:
    start = slugify(name)[: _LONGEST_SLUG - 4].strip("-") or "x"
    taken = set(model.objects.filter(slug__startswith=start).values_list("slug", flat=True))
    if start not in taken:
        return start
    return next(slug for n in range(2, len(taken) + 3) if (slug := f"{start}-{n}") not in taken)


def _document(actor: Actor) -> str:
    """What the public pages read of an actor that only the directory knows."""
    told = {
        "id": actor.slug,
        "name": actor.name,
        "type": actor.type,
        "territory": actor.territory,
        "languages": actor.languages,
        "website": actor.website,
    }
    return json.dumps({key: value for key, value in told.items() if value}, ensure_ascii=False)


def _record(
    what: str,
    *,
    actor_id: int,
    by: Viewer | None,
    team_id: int | None = None,
    fields: Sequence[str] = (),
) -> None:
    record(
        events.DIRECTORY_CHANGED,
        actor=actor_id,
        team=team_id,
        what=what,
        fields=",".join(fields)[:_LONGEST_FIELDS],
        by=by.user_id if by else None,
        acting_by=by.acting_by if by else None,
    )
