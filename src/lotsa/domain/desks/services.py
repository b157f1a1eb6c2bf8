"""Changes to desks and to the rules of reception."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TypedDict

from django.db import transaction
from django.utils.text import slugify

from lotsa.domain.actors.models import Team
from lotsa.domain.actors.viewers import Viewer
from lotsa.domain.desks import events
from lotsa.domain.desks.models import Desk, ReceptionRules
from lotsa.foundation.audit.services import record

_LONGEST_SLUG = 80
_LONGEST_FIELDS = 200


class DeskChanges(TypedDict, total=False):
    """New values of a desk's columns; what is left out stays."""

    name_sv: str
    name_en: str
    intro_sv: str
    intro_en: str
    territory_id: int | None
    areas: list[str]
    questions: list[str]
    languages: list[str]
    phone: str
    opening_hours: dict[str, list[str]]


def create_desk(
    actor_id: int,
    changes: DeskChanges,
    team_ids: Iterable[int] = (),
    *,
    by: Viewer | None,
    now: datetime,
    slug: str = "",
) -> Desk:
    """Set up a desk, closed until it is opened.

    Args:
        actor_id: key of the organisation that runs it.
        changes: at least `name_sv`.
        team_ids: keys of the teams behind it; none means everyone in the directory.
        by: who sets it up.
        now: the real instant.
        slug: for its address; made from the Swedish name when empty, and the same for ever.
    """
    with transaction.atomic():
        desk = Desk(
            slug=_free_slug(slug or changes["name_sv"]),
            actor_id=actor_id,
            created_by_id=by.member_id if by else None,
            created_at=now,
            updated_at=now,
        )
        for name, value in changes.items():
            setattr(desk, name, value)
        desk.save()
        desk.teams.set(team_ids)
        _record(desk, "desk.created", by)
    return desk


def edit_desk(
    desk_id: int, changes: DeskChanges, *, by: Viewer | None, now: datetime
) -> tuple[str, ...]:
    """Change a desk; returns the names of what became different."""
    with transaction.atomic():
        desk = Desk.objects.select_for_update(of=("self",)).get(pk=desk_id)
        changed = sorted(name for name, value in changes.items() if getattr(desk, name) != value)
        for name, value in changes.items():
            setattr(desk, name, value)
        if changed:
            desk.updated_at = now
            desk.save()
            _record(desk, "desk.edited", by, changed)
    return tuple(changed)


def set_teams(
    desk_id: int,
    team_ids: Iterable[int],
    *,
    among: Iterable[int] | None = None,
    by: Viewer | None,
    now: datetime,
) -> bool:
    """Choose who stands behind a desk; False when they already did.

    Args:
        desk_id: key of the desk.
        team_ids: keys of the chosen teams.
        among: keys of the teams that were offered; the others behind the desk stay. None is all.
        by: who chooses.
        now: the real instant.
    """
    with transaction.atomic():
        desk = Desk.objects.select_for_update(of=("self",)).get(pk=desk_id)
        had = set(desk.teams.values_list("pk", flat=True))
        wanted = set(team_ids)
        if among is not None:
            offered = set(among)
            wanted = (wanted & offered) | (had - offered)
        if wanted == had:
            return False
        desk.teams.set(Team.objects.filter(pk__in=wanted))
        desk.updated_at = now
        desk.save(update_fields=["updated_at"])
        _record(desk, "desk.teams", by)
    return True


def set_open(desk_id: int, *, is_open: bool, by: Viewer | None, now: datetime) -> bool:
    """Open a desk to companies, or close it; False when it already was so.

    A closed desk's cases go on, and its address says that it is closed.
    """
    with transaction.atomic():
        desk = Desk.objects.select_for_update(of=("self",)).get(pk=desk_id)
        if desk.is_open == is_open:
            return False
        desk.is_open, desk.updated_at = is_open, now
        desk.save(update_fields=["is_open", "updated_at"])
        _record(desk, "desk.opened" if is_open else "desk.closed", by)
    return True


def set_rules(
    territory_id: int,
    *,
    contact_within: int,
    reply_within: int,
    default_mode: str,
    modes: Mapping[str, str] | None = None,
    by: Viewer | None,
    now: datetime,
) -> ReceptionRules:
    """Say how a territory receives cases from now on. Cases that are open keep their promises.

    Args:
        territory_id: key of the territory.
        contact_within: working days to the promised first contact.
        reply_within: working days a team has to answer.
        default_mode: "send" or "hold", for need areas without a mode of their own.
        modes: the mode of a need area, where it differs.
        by: who says so.
        now: the real instant.
    """
    wanted = {
        "contact_within": contact_within,
        "reply_within": reply_within,
        "default_mode": default_mode,
        "modes": {area: mode for area, mode in (modes or {}).items() if mode != default_mode},
    }
    with transaction.atomic():
        rules, made = ReceptionRules.objects.select_for_update(of=("self",)).get_or_create(
            territory_id=territory_id, defaults=wanted | {"updated_at": now}
        )
        changed = sorted(wanted) if made else _differing(rules, wanted)
        if changed:
            for name, value in wanted.items():
                setattr(rules, name, value)
            rules.updated_at = now
            rules.save()
            record(
                events.RULES_CHANGED,
                territory=territory_id,
                fields=",".join(changed),
                by=by.user_id if by else None,
                acting_by=by.acting_by if by else None,
            )
    return rules


def drop_rules(territory_id: int, *, by: Viewer | None) -> bool:
    """Let a territory follow the one above it; False when it already does."""
    with transaction.atomic():
        gone, _ = ReceptionRules.objects.filter(territory_id=territory_id).delete()
        if gone:
            record(
                events.RULES_CHANGED,
                territory=territory_id,
                fields="dropped",
                by=by.user_id if by else None,
                acting_by=by.acting_by if by else None,
            )
    return bool(gone)


def _differing(rules: ReceptionRules, wanted: Mapping[str, object]) -> list[str]:
    return sorted(name for name, value in wanted.items() if getattr(rules, name) != value)


def _free_slug(name: str) -> str:
    start = slugify(name)[: _LONGEST_SLUG - 4].strip("-") or "desk"
    taken = set(Desk.objects.filter(slug__startswith=start).values_list("slug", flat=True))
    if start not in taken:
        return start
    return next(slug for n in range(2, len(taken) + 3) if (slug := f"{start}-{n}") not in taken)


def _record(desk: Desk, what: str, by: Viewer | None, fields: Sequence[str] = ()) -> None:
    record(
        events.DESK_CHANGED,
        desk=desk.pk,
        what=what,
        fields=",".join(fields)[:_LONGEST_FIELDS],
        by=by.user_id if by else None,
        acting_by=by.acting_by if by else None,
    )
