"""What the demo's cases are made of: texts, companies, people, and chance that is always the same."""

import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final

from lotsa.domain.actors.models import Member
from lotsa.domain.actors.viewers import Viewer, viewer_of
from lotsa.domain.cases.models import Case
from lotsa.domain.cases.services.by import By
from lotsa.domain.desks.models import Desk
from lotsa.domain.people.models import User
from lotsa.foundation.access import Role
from lotsa.ops.demo.companies import Invented
from lotsa.ops.demo.plans import HOUR, MINUTE, Kind, at_work

_CRISIS: Final = date(2020, 3, 10)
_MONEY: Final = frozenset({"liquidity", "short_time_work", "loans", "taxes_accounting"})
_DEMO_SHARE: Final = 0.5
"""How much of a team's work the person has that a visitor can sign in as."""
_SHOWN: Final = {
    Kind.ASKED: 3,
    Kind.TAKEN: 2,
    Kind.FORGOTTEN: 2,
    Kind.REFUSED: 3,
    Kind.STARTED: 4,
    Kind.UNREACHED: 2,
}
"""Kinds of which so many go to the teams of the demo's adviser and manager."""
_UNEVEN: Final = 0.5
_ANY_SIZE: Final = (0, 10_000)


@dataclass(frozen=True)
class Asked:
    """A question and who asks it.

    Attributes:
        needs: ids of need areas; none when the question is not clear.
    """

    text: str
    needs: tuple[str, ...]
    language: str
    company: Invented


@dataclass(frozen=True)
class Maker:
    """Everything a case is made with.

    Attributes:
        data: the demo's texts.
        chance: the same every time.
        companies: those who ask.
        now: the moment of the demo; nothing happens after it.
        uses: how often each text and company has been used, so that all are.
        made: the cases with how they went and who asked, the latest last.
        viewers: members as the policies see them, by key of the member.
    """

    data: Mapping[str, Any]
    chance: random.Random
    companies: Sequence[Invented]
    now: datetime
    uses: Counter[str] = field(default_factory=Counter)
    made: list[tuple[Case, Kind, Asked]] = field(default_factory=list)
    viewers: dict[int, Viewer] = field(default_factory=dict)

    @cached_property
    def desks(self) -> Mapping[str, Sequence[Desk]]:
        """The desks by the code of their territory."""
        found: dict[str, list[Desk]] = {}
        for desk in Desk.objects.select_related("territory"):
            found.setdefault(desk.territory.code, []).append(desk)
        return found

    @cached_property
    def advisers(self) -> Mapping[int, Sequence[Member]]:
        """Who takes cases, by key of the team."""
        found: dict[int, list[Member]] = {}
        members = Member.objects.current().filter(roles__role=Role.ADVISER).order_by("pk")
        for member in members.select_related("user", "actor").prefetch_related("teams"):
            for team in member.teams.all():
                found.setdefault(team.pk, []).append(member)
        return found

    @cached_property
    def demo_users(self) -> Sequence[int]:
        """Keys of the users whom a visitor can sign in as."""
        return list(User.objects.filter(is_demo=True).values_list("pk", flat=True))

    @cached_property
    def coordinators(self) -> Mapping[str, Member]:
        """Who sorts cases, by code of the region."""
        members = Member.objects.current().filter(roles__role=Role.COORDINATOR)
        rows = members.order_by("pk").select_related("user", "actor")
        return {
            role.territory.code: member
            for member in rows.prefetch_related("roles__territory")
            for role in member.roles.all()
            if role.territory is not None
        }

    def likely(self, share: float) -> bool:
        """True so often."""
        return self.chance.random() < share

    def pick(self, texts: Sequence[str]) -> str:
        """One of the texts, those least used first."""
        least = min(self.uses[text] for text in texts)
        found = self.chance.choice([text for text in texts if self.uses[text] == least])
        self.uses[found] += 1
        return str(found)

    def later(self, moment: datetime, hours: float) -> datetime:
        """About so many hours after a moment, in office hours, though never after the demo's own."""
        wanted = at_work(moment + self.chance.uniform(0.3, 1.7) * hours * HOUR, self.chance)
        return max(moment, min(wanted, self.now - self.chance.uniform(5, 90) * MINUTE))

    def adviser(self, team: int) -> Member:
        """Somebody in the team, often one whom a visitor can sign in as."""
        members = self.advisers[team]
        shown = [member for member in members if member.user.is_demo]
        return self.chance.choice(shown if shown and self.likely(_DEMO_SHARE) else members)

    def region(self, among: Sequence[str] = ()) -> str:
        """A region, each as often as its share says."""
        shares: Mapping[str, int] = self.data["shares"]
        codes = sorted(among or shares)
        return self.chance.choices(codes, [shares[code] for code in codes])[0]

    def _region_of(self, kind: Kind, among: Sequence[str]) -> str:
        """The region that is most short of the kind, by its share; the first go to the fullest."""
        shares: Mapping[str, int] = self.data["shares"]
        number = self.uses[kind]
        fullest = max(among, key=lambda code: shares[code])
        if number <= _SHOWN.get(kind, 1):
            found = fullest
        else:
            found = max(
                among,
                key=lambda code: (
                    number * shares[code] / 100
                    - self.uses[f"{kind} {code}"]
                    + self.chance.uniform(0, _UNEVEN)
                ),
            )
        self.uses[f"{kind} {found}"] += 1
        return found

    def viewer(self, member: Member) -> Viewer:
        """The member as the policies see it."""
        if member.pk not in self.viewers:
            self.viewers[member.pk] = viewer_of(member)
        return self.viewers[member.pk]

    def question(self, kind: Kind, opened: datetime) -> Asked:
        """A question of the kind, and a company it fits."""
        pool: Sequence[Mapping[str, Any]] = self.data[_POOLS.get(kind, "questions")]
        if kind is Kind.BY_HAND:
            pool = self._held
        wanted = {"calm", "any"} if opened.date() < _CRISIS else {"", "any"}
        fitting = [each for each in pool if each.get("when", "") in wanted] or pool
        self.uses[kind] += 1
        if self.uses[kind] <= _SHOWN.get(kind, 0):
            fitting = [one for one in fitting if one["a"][0] in self.data["shown"]] or fitting
        region = self._region_of(kind, _regions(fitting, self.data["shares"]))
        fitting = [each for each in fitting if region in each.get("r", (region,))]
        asked = self._draw(fitting, lambda one: 3 if set(one["a"]) & _MONEY else 1, "t")
        company = self._company(asked, region)
        return Asked(asked["t"], tuple(asked.get("a", ())), asked.get("l", "sv"), company)

    @cached_property
    def _held(self) -> list[Mapping[str, Any]]:
        """The questions that some region's rules hold for a coordinator, each in those regions."""
        held = {
            (rule["territory"], area)
            for rule in self.data["rules"]
            for area, mode in rule["modes"].items()
            if mode == "hold"
        }
        every = sorted(self.data["shares"])
        return [
            {**each, "r": regions}
            for each in self.data["questions"]
            if (regions := [r for r in each.get("r", every) if (r, each["a"][0]) in held])
        ]

    def _draw(
        self,
        pool: Sequence[Mapping[str, Any]],
        weight: Callable[[Mapping[str, Any]], float],
        key: str,
    ) -> Mapping[str, Any]:
        """One of the pool, one that has been drawn less the likelier."""
        weights = [
            (weight(each) if "a" in each else 1) / (1 + self.uses[each[key]]) ** 4 for each in pool
        ]
        found = self.chance.choices(pool, weights)[0]
        self.uses[found[key]] += 1
        return found

    def _company(self, question: Mapping[str, Any], region: str) -> Invented:
        least, most = question.get("n", _ANY_SIZE)
        there = [one for one in self.companies if one.region == region] or self.companies
        kinds = question.get("w", ())
        fitting = [
            one
            for one in there
            if (not kinds or one.kind in kinds) and least <= one.employees <= most
        ]
        # A small demo may lack the trade; then the place counts.
        fitting = fitting or list(there)
        fewest = min(self.uses[one.name] for one in fitting)
        found = self.chance.choice([one for one in fitting if self.uses[one.name] == fewest])
        self.uses[found.name] += 1
        return found


_POOLS: Final = {
    Kind.GAP: "gaps",
    Kind.UNCLEAR: "unclear",
    Kind.UNSURE: "unsure",
    Kind.LANGUAGE: "language",
}


def _regions(pool: Sequence[Mapping[str, Any]], every: Mapping[str, int]) -> list[str]:
    """The regions that some question of the pool is for."""
    return sorted({region for each in pool for region in each.get("r", every)})


def by(member: Member) -> By:
    """The member, as the one who does something."""
    return By(member_id=member.pk, actor_id=member.actor_id, user_id=member.user_id)
