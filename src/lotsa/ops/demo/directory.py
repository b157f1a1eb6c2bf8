"""The demo's teams, desks, rules and people."""

import random
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from lotsa.domain.actors.models import (
    Actor,
    Member,
    MemberRole,
    Team,
    TeamAbsence,
    TeamCompetence,
)
from lotsa.domain.desks.models import Desk, ReceptionRules
from lotsa.domain.people.models import User
from lotsa.domain.places.models import Territory

_ADVISERS = 3
_HOURS = {day: ["08:00", "16:30"] for day in ("mon", "tue", "wed", "thu", "fri")}


def make_directory(data: Mapping[str, Any], *, today: date, now: datetime) -> dict[str, Team]:
    """Make teams with their people, desks and rules; returns the teams by id."""
    actors = {actor.slug: actor for actor in Actor.objects.listed()}
    territories = {place.code: place for place in Territory.objects.all()}
    chance = random.Random(4711)  # noqa: S311  the same demo every time, not a secret
    teams = {each["id"]: _team(each, actors[each["actor"]], now) for each in data["teams"]}
    for each in data["absences"]:
        TeamAbsence.objects.create(
            team=teams[each["team"]],
            first=today + timedelta(days=each["from_day"]),
            last=today + timedelta(days=each["to_day"]),
            substitute=teams.get(each["substitute"]),
            note=each.get("note", ""),
        )
    for each in data["people"]:
        _named(each, actors[each["actor"]], teams, territories, now)
    for team in teams.values():
        _colleagues(team, data, chance, now)
    for each in data["desks"]:
        _desk(each, actors[each["actor"]], teams, territories, now)
    for each in data["rules"]:
        ReceptionRules.objects.create(
            territory=territories[each["territory"]],
            contact_within=each["contact_within"],
            reply_within=each["reply_within"],
            default_mode=each["default"],
            modes=each["modes"],
            updated_at=now,
        )
    return teams


def _team(each: Mapping[str, Any], actor: Actor, now: datetime) -> Team:
    team: Team = Team.objects.create(
        actor=actor,
        slug=each["id"],
        name=each["name"],
        criteria=each.get("criteria"),
        languages=each["languages"],
        capacity=each["capacity"],
        opening_hours=_HOURS,
        channels=["phone", "mail", "video"],
        email=f"{each['id']}@demo.example",
        confirmed_at=now - timedelta(days=20),
        created_at=now,
        updated_at=now,
    )
    TeamCompetence.objects.bulk_create(
        TeamCompetence(team=team, area=area, words_sv=words)
        for area, words in each["areas"].items()
    )
    return team


def _named(
    each: Mapping[str, Any],
    actor: Actor,
    teams: Mapping[str, Team],
    territories: Mapping[str, Territory],
    now: datetime,
) -> None:
    """One of those whom a visitor of the demo can sign in as."""
    member = _member(each["email"], each["name"], actor, each["title"], now, is_demo=True)
    for role in each["roles"]:
        territory = territories[each["territory"]] if role == "coordinator" else None
        MemberRole.objects.create(member=member, role=role, territory=territory)
    member.teams.set([teams[slug] for slug in each.get("teams", ())])


def _colleagues(team: Team, data: Mapping[str, Any], chance: random.Random, now: datetime) -> None:
    for number in range(_ADVISERS - team.members.count()):
        name = f"{chance.choice(data['first_names'])} {chance.choice(data['last_names'])}"
        email = f"{team.slug}.{number + 1}@demo.example"
        member = _member(email, name, team.actor, "Rådgivare", now, is_demo=False)
        MemberRole.objects.create(member=member, role="adviser")
        if number == 0:
            MemberRole.objects.create(member=member, role="actor_manager")
        member.teams.set([team])


def _member(
    email: str, name: str, actor: Actor, title: str, now: datetime, *, is_demo: bool
) -> Member:
    user = User.objects.create_user(email, name, is_demo=is_demo, phone="010-000 00 00")
    member: Member = Member.objects.create(
        user=user, actor=actor, title=title, created_at=now, reviewed_at=now
    )
    return member


def _desk(
    each: Mapping[str, Any],
    actor: Actor,
    teams: Mapping[str, Team],
    territories: Mapping[str, Territory],
    now: datetime,
) -> None:
    desk: Desk = Desk.objects.create(
        slug=each["id"],
        actor=actor,
        territory=territories[each["territory"]],
        is_open=True,
        opening_hours=_HOURS if each.get("phone") else {},
        phone=each.get("phone", ""),
        created_at=now,
        updated_at=now,
        **{
            key: each[key]
            for key in ("name_sv", "name_en", "intro_sv", "intro_en", "areas", "questions")
        },
        languages=each["languages"],
    )
    desk.teams.set([teams[slug] for slug in each["teams"]])
