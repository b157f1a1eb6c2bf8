"""The demo's teams, desks, rules and people, set up by the services that their pages use."""

import random
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from lotsa.domain.actors.membership import join
from lotsa.domain.actors.models import Actor, Member, Team
from lotsa.domain.actors.services_absences import add_absence
from lotsa.domain.actors.services_entries import Competence, TeamChanges, create_team
from lotsa.domain.desks.services import DeskChanges, create_desk, set_open, set_rules
from lotsa.domain.people.models import User
from lotsa.domain.places.models import Territory

_ADVISERS: Final = 3
_HOURS: Final = {day: ["08:00", "16:30"] for day in ("mon", "tue", "wed", "thu", "fri")}
_BEGAN: Final = timedelta(days=300)
"""How long ago the demo's people joined, before its first case."""
_REVIEWED: Final = timedelta(days=40)
_CONFIRMED: Final = timedelta(days=20)


def make_directory(data: Mapping[str, Any], *, now: datetime) -> dict[str, Team]:
    """Make teams with their people, desks and rules; returns the teams by the id in the data."""
    actors = {actor.slug: actor for actor in Actor.objects.listed()}
    territories = {place.code: place for place in Territory.objects.all()}
    chance = random.Random(4711)  # noqa: S311  the same demo every time, not a secret
    teams = {each["id"]: _team(each, actors[each["actor"]], now) for each in data["teams"]}
    for each in data["absences"]:
        substitute = teams.get(each["substitute"])
        add_absence(
            teams[each["team"]].pk,
            now.date() + timedelta(days=each["from_day"]),
            now.date() + timedelta(days=each["to_day"]),
            substitute_id=substitute.pk if substitute else None,
            note=each.get("note", ""),
            by=None,
            now=now - _CONFIRMED,
        )
    for each in data["people"]:
        _named(each, actors[each["actor"]], teams, now)
    for team in teams.values():
        _colleagues(team, data, chance, now)
    for each in data["desks"]:
        _desk(each, actors[each["actor"]], teams, territories, now)
    for each in data["rules"]:
        set_rules(
            territories[each["territory"]].pk,
            contact_within=each["contact_within"],
            reply_within=each["reply_within"],
            default_mode=each["default"],
            modes=each["modes"],
            by=None,
            now=now - _BEGAN,
        )
    # Who should have access was gone through lately, everywhere.
    Member.objects.update(reviewed_at=now - _REVIEWED)
    return teams


def _team(each: Mapping[str, Any], actor: Actor, now: datetime) -> Team:
    changes = TeamChanges(
        name=each["name"],
        criteria=each.get("criteria"),
        languages=each["languages"],
        capacity=each["capacity"],
        opening_hours=_HOURS,
        channels=["phone", "mail", "video"],
        email=f"{each['id']}@demo.example",
    )
    competences = [Competence(area, words) for area, words in each["areas"].items()]
    confirmed = now - timedelta(days=each["confirmed_days"]) if "confirmed_days" in each else None
    team = create_team(actor.pk, changes, competences, by=None, now=confirmed or now - _CONFIRMED)
    # The data, its desks and the tests name a team by its own id, whatever it is called.
    team.slug = each["id"]
    team.save(update_fields=["slug"])
    return team


def _named(each: Mapping[str, Any], actor: Actor, teams: Mapping[str, Team], now: datetime) -> None:
    """One of those whom a visitor of the demo can sign in as."""
    roles = {role: each["territory"] if role == "coordinator" else "" for role in each["roles"]}
    its = [teams[slug] for slug in each.get("teams", ())]
    _member(each["email"], each["name"], actor, each["title"], roles, its, now, is_demo=True)


def _colleagues(team: Team, data: Mapping[str, Any], chance: random.Random, now: datetime) -> None:
    for number in range(_ADVISERS - team.members.count()):
        name = f"{chance.choice(data['first_names'])} {chance.choice(data['last_names'])}"
        email = f"{team.slug}.{number + 1}@demo.example"
        roles = {"adviser": "", "actor_manager": ""} if number == 0 else {"adviser": ""}
        _member(email, name, team.actor, "Rådgivare", roles, [team], now, is_demo=False)


def _member(  # noqa: PLR0913  each is a column of the person or the place
    email: str,
    name: str,
    actor: Actor,
    title: str,
    roles: Mapping[str, str],
    teams: list[Team],
    now: datetime,
    *,
    is_demo: bool,
) -> None:
    user = User.objects.create_user(email, name, is_demo=is_demo, phone="010-000 00 00")
    given = [{"role": role, "territory": territory} for role, territory in roles.items()]
    member = join(user, actor.pk, given, [team.pk for team in teams], now=now - _BEGAN)
    member.title = title
    member.save(update_fields=["title"])


def _desk(
    each: Mapping[str, Any],
    actor: Actor,
    teams: Mapping[str, Team],
    territories: Mapping[str, Territory],
    now: datetime,
) -> None:
    changes = DeskChanges(
        name_sv=each["name_sv"],
        name_en=each["name_en"],
        intro_sv=each["intro_sv"],
        intro_en=each["intro_en"],
        territory_id=territories[each["territory"]].pk,
        areas=each["areas"],
        questions=each["questions"],
        languages=each["languages"],
        phone=each.get("phone", ""),
        opening_hours=_HOURS if each.get("phone") else {},
    )
    behind = [teams[slug].pk for slug in each["teams"]]
    desk = create_desk(actor.pk, changes, behind, by=None, now=now - _BEGAN, slug=each["id"])
    set_open(desk.pk, is_open=True, by=None, now=now - _BEGAN)
