"""A year of a big region, laid straight into the tables: what pages are measured on.

Nothing goes through the services here, so the rows are only as right as this module makes them:
states, stamps and counts agree the way the services would leave them.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from lotsa.core.cases.states import LIVE_REFERRAL_STATES
from lotsa.core.companies.invented import invented_number
from lotsa.domain.actors.models import Actor, Member, MemberRole, Team, TeamCompetence
from lotsa.domain.cases.models import (
    Case,
    CaseEvent,
    CaseNeed,
    CaseReading,
    FollowUp,
    Message,
    Referral,
)
from lotsa.domain.cases.services.opening import searchable
from lotsa.domain.companies.models import Company
from lotsa.domain.measures.models import NeedArea
from lotsa.domain.people.models import User
from lotsa.domain.places.models import Territory

BATCH: Final = 2_000
_MEMBERS: Final = 3
_DAY: Final = timedelta(days=1)
_SHARES: Final = (
    ("triage", "", "", 3),
    ("referred", "sent", "", 5),
    ("accepted", "accepted", "", 4),
    ("in_progress", "in_progress", "", 10),
    ("closed", "closed", "helped", 34),
    ("closed", "closed", "not_helped", 10),
    ("closed", "closed", "withdrawn", 4),
    ("followed_up", "closed", "helped", 22),
    ("followed_up", "closed", "partly", 8),
)
"""State of the case, of its referral, outcome, and how many of a hundred."""


@dataclass(frozen=True)
class World:
    """What cases are made of.

    Attributes:
        companies, teams: rows that are there.
        members: by key of the team.
        areas: ids of need areas.
        region: code; every case lies in it.
        towns: municipality codes of the region.
        now: nothing happens after it.
    """

    companies: Sequence[Company]
    teams: Sequence[Team]
    members: dict[int, list[Member]]
    areas: Sequence[str]
    region: str
    towns: Sequence[str]
    now: datetime


def make_world(
    *, companies: int, teams: int, region: str, now: datetime, chance: random.Random
) -> World:
    """Companies, teams and people in one region."""
    towns = sorted(Territory.objects.filter(parent__code=region).values_list("code", flat=True))
    areas = list(NeedArea.objects.values_list("slug", flat=True))
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
    made = _teams(teams, region, areas, now, chance)
    members = _members(made, now)
    return World(rows, made, members, areas, region, towns, now)


def _teams(
    count: int, region: str, areas: Sequence[str], now: datetime, chance: random.Random
) -> list[Team]:
    actors = list(Actor.objects.listed())
    rows = [
        Team(
            actor=actors[number % len(actors)],
            slug=f"bulk-{number}",
            name=f"Team {number}",
            territory={"regions": [region], "municipalities": []} if number % 3 else "SE",
            criteria={"field": "employees", "op": "lte", "value": 49} if number % 5 == 0 else None,
            languages=["sv"],
            capacity=chance.choice([None, 10, 40]),
            confirmed_at=now,
            created_at=now,
            updated_at=now,
        )
        for number in range(count)
    ]
    Team.objects.bulk_create(rows, batch_size=BATCH)
    TeamCompetence.objects.bulk_create(
        TeamCompetence(team=team, area=area)
        for team in rows
        for area in chance.sample(list(areas), 3)
    )
    return rows


def _members(teams: Sequence[Team], now: datetime) -> dict[int, list[Member]]:
    users = [
        User(
            email=f"bulk{number}@demo.example",
            name=f"Exempelperson {number}",
            password="!no",  # noqa: S106
        )
        for number in range(len(teams) * _MEMBERS)
    ]
    User.objects.bulk_create(users, batch_size=BATCH)
    found: dict[int, list[Member]] = {}
    rows = []
    for number, user in enumerate(users):
        team = teams[number // _MEMBERS]
        member = Member(user=user, actor_id=team.actor_id, created_at=now, reviewed_at=now)
        found.setdefault(team.pk, []).append(member)
        rows.append(member)
    Member.objects.bulk_create(rows, batch_size=BATCH)
    MemberRole.objects.bulk_create(
        [MemberRole(member=member, role="adviser") for member in rows], batch_size=BATCH
    )
    places = Member.teams.through
    places.objects.bulk_create(
        [
            places(member_id=member.pk, team_id=team)
            for team, members in found.items()
            for member in members
        ],
        batch_size=BATCH,
    )
    return found


def make_cases(
    world: World, count: int, chance: random.Random, tell: Callable[[int], None] = lambda _: None
) -> None:
    """Lay in cases with needs, referrals, messages, events, readings and answers.

    Args:
        world: from `make_world`.
        count: how many.
        chance: the same cases every time for the same seed.
        tell: called with how many are done, after each batch.
    """
    for start in range(0, count, BATCH):
        numbers = range(start, min(start + BATCH, count))
        _batch(world, [_case(world, number, chance) for number in numbers], chance)
        tell(numbers.stop)


def _case(world: World, number: int, chance: random.Random) -> Case:
    weights = [share for *_, share in _SHARES]
    state, _referral, outcome, _share = chance.choices(_SHARES, weights)[0]
    company = chance.choice(world.companies)
    is_open = not outcome
    created = world.now - chance.uniform(0.05, 8 if is_open else 360) * _DAY
    contacted = state in {"in_progress", "closed", "followed_up"}
    case = Case(
        company=company,
        company_name=company.name,
        contact_name=f"Exempelkontakt {number}",
        contact_email=f"kontakt{number}@example.com",
        contact_phone=f"07017406{number % 100:02d}",
        description=f"Fråga nummer {number}. Kassan räcker inte och vi vet inte vad vi kan söka.",
        facts={"facts": {"municipality": [company.municipality_code], "employees": number % 40}},
        municipality_code=company.municipality_code,
        region_code=world.region,
        origin=chance.choice(["guide", "guide", "desk", "phone"]),
        state=state,
        outcome=outcome,
        warnings=["policy"] if state == "triage" else [],
        waiting_for=chance.choice(["us", "company"]) if is_open else "",
        created_at=created,
        updated_at=created + 0.02 * _DAY,
        promised_at=created + 2 * _DAY,
        first_contact_at=created + chance.uniform(0.1, 3) * _DAY if contacted else None,
        closed_at=None if is_open else min(created + 10 * _DAY, world.now),
        followed_up_at=world.now if state == "followed_up" else None,
    )
    case.search_text = searchable(case)
    return case


def _batch(world: World, cases: list[Case], chance: random.Random) -> None:
    Case.objects.bulk_create(cases)
    needs = [
        CaseNeed(case=case, area=area, outcome=case.outcome, created_at=case.created_at)
        for case in cases
        for area in chance.sample(list(world.areas), chance.choice([1, 1, 2]))
    ]
    CaseNeed.objects.bulk_create(needs)
    referrals = [
        _referral(world, case, chance) for case in cases if case.state not in {"new", "triage"}
    ]
    Referral.objects.bulk_create(referrals)
    by_case = {referral.case_id: referral for referral in referrals}
    links = Referral.needs.through
    links.objects.bulk_create(
        links(referral_id=by_case[need.case_id].pk, caseneed_id=need.pk)
        for need in needs
        if need.case_id in by_case
    )
    _traces(cases, by_case)


def _referral(world: World, case: Case, chance: random.Random) -> Referral:
    states = {state: referral for state, referral, _outcome, _share in _SHARES}
    team = chance.choice(world.teams)
    state = states[case.state]
    held = state != "sent"
    return Referral(
        case=case,
        team=team,
        state=state,
        outcome=case.outcome if state == "closed" else "",
        adviser=chance.choice(world.members[team.pk]) if held else None,
        created_at=case.created_at,
        sent_at=case.created_at,
        reply_due_at=case.created_at + _DAY,
        due_at=case.promised_at,
        accepted_at=case.created_at + 0.2 * _DAY if held else None,
        first_contact_at=case.first_contact_at,
        ended_at=None if state in LIVE_REFERRAL_STATES else case.closed_at,
    )


def _traces(cases: Sequence[Case], by_case: dict[int, Referral]) -> None:
    Message.objects.bulk_create(
        Message(
            case=case,
            from_company=place == 1,
            member_id=None if place == 1 else by_case[case.pk].adviser_id,
            text="Tack, vi hörs i morgon.",
            created_at=case.first_contact_at,
        )
        for case in cases
        if case.first_contact_at is not None
        for place in range(2)
    )
    CaseEvent.objects.bulk_create(
        CaseEvent(case=case, at=case.created_at, verb=verb)
        for case in cases
        for verb in ("opened", "sent", "accepted", "contacted")
    )
    held = [
        (case, referral)
        for case in cases
        if (referral := by_case.get(case.pk)) is not None and referral.adviser is not None
    ]
    CaseReading.objects.bulk_create(
        CaseReading(
            case=case,
            member=referral.adviser,
            actor_id=referral.adviser.actor_id,
            handling=True,
            day=case.created_at.date(),
            first_at=case.created_at,
            last_at=case.created_at,
        )
        for case, referral in held
        if referral.adviser is not None
    )
    FollowUp.objects.bulk_create(
        FollowUp(
            case=case,
            kind="first",
            asked_at=case.closed_at,
            answered_at=case.followed_up_at,
            contacted=True,
            useful=1 + case.pk % 4,
        )
        for case in cases
        if case.followed_up_at is not None and case.closed_at is not None
    )
