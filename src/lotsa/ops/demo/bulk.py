"""A big region's companies, teams and people, laid straight into the tables to measure pages on."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from lotsa.core.companies.invented import invented_number
from lotsa.domain.actors.models import (
    Actor,
    Member,
    MemberAbsence,
    MemberRole,
    Team,
    TeamAbsence,
    TeamCompetence,
)
from lotsa.domain.companies.models import Company
from lotsa.domain.desks.models import Desk, ReceptionRules
from lotsa.domain.measures.models import NeedArea
from lotsa.domain.people.models import User
from lotsa.domain.places.models import Territory
from lotsa.foundation.access import Role

BATCH: Final = 2_000
SINGLE_ROLES: Final = (
    Role.ACTOR_MANAGER,
    Role.COORDINATOR,
    Role.EDITOR,
    Role.ANALYST,
    Role.ADMINISTRATOR,
)
"""Each has one person who has that role and no other: `address_of` tells the person's address."""
_MEMBERS: Final = 3
_DESKS: Final = 12
_DAY: Final = timedelta(days=1)
_HOURS: Final = {day: ["08:00", "16:30"] for day in ("mon", "tue", "wed", "thu", "fri")}


@dataclass(frozen=True)
class World:
    """What cases are made of.

    Attributes:
        companies, teams, desks: rows that are there.
        members: by key of the team.
        coordinator: who sends what is not sent by itself.
        areas: ids of need areas.
        region: code; every case lies in it.
        towns: municipality codes of the region.
        now: nothing happens after it.
    """

    companies: Sequence[Company]
    teams: Sequence[Team]
    desks: Sequence[Desk]
    members: Mapping[int, Sequence[Member]]
    coordinator: Member
    areas: Sequence[str]
    region: str
    towns: Sequence[str]
    now: datetime


def address_of(role: Role) -> str:
    """The mail address of the person who has this role alone."""
    return f"bulk.{role.value}@demo.example"


def make_world(
    *, companies: int, teams: int, region: str, now: datetime, chance: random.Random
) -> World:
    """Companies, teams, people, desks and rules of reception in one region.

    Args:
        companies: how many.
        teams: how many.
        region: its code.
        now: when it all is made.
        chance: the same world every time for the same seed.
    """
    towns = sorted(Territory.objects.filter(parent__code=region).values_list("code", flat=True))
    areas = list(NeedArea.objects.order_by("slug").values_list("slug", flat=True))
    rows = [
        Company(
            organisation_number=invented_number(number),
            name=f"Bolag {number} (exempel)",
            municipality_code=chance.choice(towns),
            created_at=now,
            last_active_at=now,
        )
        for number in range(companies)
    ]
    Company.objects.bulk_create(rows, batch_size=BATCH)
    made = _teams(teams, (region, towns), areas, now, chance)
    members = _advisers(made, now)
    others = _others(made[0].actor, region, now)
    _absences(made, members, now)
    desks = _desks(made, region, areas, now, chance)
    ReceptionRules.objects.create(
        territory=Territory.objects.get(code=region),
        default_mode="send",
        modes={areas[0]: "hold"},
        updated_at=now,
    )
    return World(rows, made, desks, members, others[Role.COORDINATOR], areas, region, towns, now)


def _teams(
    count: int,
    place: tuple[str, Sequence[str]],
    areas: Sequence[str],
    now: datetime,
    chance: random.Random,
) -> list[Team]:
    """Teams in towns, in the region and in the whole country, of every actor there is."""
    region, towns = place
    actors = list(Actor.objects.listed())
    territories = (
        lambda: {"regions": [], "municipalities": chance.sample(list(towns), 2)},
        lambda: {"regions": [region], "municipalities": []},
        lambda: "SE",
    )
    rows = [
        Team(
            actor=actors[number % len(actors)],
            slug=f"bulk-{number}",
            name=f"Team {number} (exempel)",
            territory=territories[number % 3](),
            criteria={"field": "employees", "op": "lte", "value": 49} if number % 5 == 0 else None,
            languages=["sv", "en"] if number % 4 == 0 else ["sv"],
            capacity=chance.choice([None, 40, 400]),
            opening_hours=_HOURS,
            channels=["phone", "mail"],
            email=f"team{number}@demo.example",
            confirmed_at=now - chance.uniform(0, 300) * _DAY,
            created_at=now - 400 * _DAY,
            updated_at=now,
        )
        for number in range(count)
    ]
    Team.objects.bulk_create(rows, batch_size=BATCH)
    TeamCompetence.objects.bulk_create(
        TeamCompetence(team=team, area=area, words_sv=f"Hjälp med {area}")
        for team in rows
        for area in chance.sample(list(areas), 3)
    )
    return rows


def _advisers(teams: Sequence[Team], now: datetime) -> dict[int, list[Member]]:
    users = [_user(f"bulk{number}@demo.example") for number in range(len(teams) * _MEMBERS)]
    User.objects.bulk_create(users, batch_size=BATCH)
    found: dict[int, list[Member]] = {}
    for number, user in enumerate(users):
        team = teams[number // _MEMBERS]
        found.setdefault(team.pk, []).append(_member(user, team.actor, now))
    members = [member for listed in found.values() for member in listed]
    Member.objects.bulk_create(members, batch_size=BATCH)
    MemberRole.objects.bulk_create(
        [MemberRole(member=member, role=Role.ADVISER.value) for member in members],
        batch_size=BATCH,
    )
    places = Member.teams.through
    places._default_manager.bulk_create(
        [
            places(member_id=member.pk, team_id=team)
            for team, listed in found.items()
            for member in listed
        ],
        batch_size=BATCH,
    )
    return found


def _others(actor: Actor, region: str, now: datetime) -> dict[Role, Member]:
    """Those who take no cases, at the actor of the first team."""
    territory = Territory.objects.get(code=region)
    found = {}
    for role in SINGLE_ROLES:
        user = _user(address_of(role))
        user.save()
        member = _member(user, actor, now)
        member.save()
        place = territory if role is Role.COORDINATOR else None
        MemberRole.objects.create(member=member, role=role.value, territory=place)
        found[role] = member
    return found


def _user(email: str) -> User:
    name = f"Exempelperson {email.partition('@')[0]}"
    return User(email=email, name=name, password="!no")  # noqa: S106  no password at all


def _member(user: User, actor: Actor, now: datetime) -> Member:
    return Member(user=user, actor=actor, created_at=now - 400 * _DAY, reviewed_at=now - 40 * _DAY)


def _absences(
    teams: Sequence[Team], members: Mapping[int, Sequence[Member]], now: datetime
) -> None:
    """Every twentieth team and every tenth person away this week, with somebody instead."""
    week = {"first": now.date() - 2 * _DAY, "last": now.date() + 5 * _DAY}
    TeamAbsence.objects.bulk_create(
        TeamAbsence(team=team, substitute=other, **week)
        for team, other in zip(teams[5::20], teams[6::20], strict=False)
    )
    MemberAbsence.objects.bulk_create(
        MemberAbsence(member=listed[0], substitute=listed[1], **week)
        for listed in list(members.values())[3::10]
    )


def _desks(
    teams: Sequence[Team],
    region: str,
    areas: Sequence[str],
    now: datetime,
    chance: random.Random,
) -> list[Desk]:
    territory = Territory.objects.get(code=region)
    rows = [
        Desk(
            slug=f"bulk-desk-{number}",
            name_sv=f"Ingång {number} (exempel)",
            name_en=f"Desk {number} (example)",
            intro_sv="Ställ din fråga här.",
            actor=teams[0].actor if number == 0 else chance.choice(teams).actor,
            territory=territory,
            areas=[] if number % 2 else chance.sample(list(areas), min(6, len(areas))),
            languages=["sv", "en"],
            opening_hours=_HOURS,
            is_open=number % 6 != 5,  # noqa: PLR2004
            created_at=now - 300 * _DAY,
            updated_at=now,
        )
        for number in range(_DESKS)
    ]
    Desk.objects.bulk_create(rows)
    behind = Desk.teams.through
    behind._default_manager.bulk_create(
        behind(desk_id=desk.pk, team_id=team.pk)
        for desk in rows[1:]
        for team in chance.sample(list(teams), min(30, len(teams)))
    )
    return rows
