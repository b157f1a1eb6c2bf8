"""A year of a big region's cases, laid straight into the tables to measure pages on.

Nothing goes through the services here, so the rows are only as right as this module makes them:
states, stamps and outcomes agree the way the services would leave them, and a test holds them to
`core.cases.states`.
"""

import random
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from lotsa.core.cases.states import HELD_REFERRAL_STATES, OPEN_CASE_STATES
from lotsa.core.routing.reasons import Reason, Side, as_document
from lotsa.domain.actors.models import Team
from lotsa.domain.cases.enums import CaseState, DeclineReason, Outcome, ReferralState
from lotsa.domain.cases.models import (
    Case,
    CaseEvent,
    CaseFigure,
    CaseNeed,
    CaseReading,
    FollowUp,
    Message,
    Note,
    Referral,
    Task,
)
from lotsa.domain.cases.services.opening import searchable
from lotsa.foundation.outbox.models import OutboxMessage
from lotsa.ops.demo.bulk import BATCH, World

_DAY: Final = timedelta(days=1)
_HOUR: Final = timedelta(hours=1)
_SHARES: Final = (
    (CaseState.TRIAGE, None, None, 3),
    (CaseState.REFERRED, ReferralState.SENT, None, 5),
    (CaseState.ACCEPTED, ReferralState.ACCEPTED, None, 4),
    (CaseState.IN_PROGRESS, ReferralState.IN_PROGRESS, None, 10),
    (CaseState.CLOSED, ReferralState.CLOSED, Outcome.HELPED, 30),
    (CaseState.CLOSED, ReferralState.CLOSED, Outcome.NOT_HELPED, 10),
    (CaseState.CLOSED, ReferralState.CLOSED, Outcome.NOT_REACHABLE, 4),
    (CaseState.CLOSED, ReferralState.RECALLED, Outcome.WITHDRAWN, 4),
    (CaseState.FOLLOWED_UP, ReferralState.CLOSED, Outcome.HELPED, 22),
    (CaseState.FOLLOWED_UP, ReferralState.CLOSED, Outcome.PARTLY, 8),
)
"""State of the case, of its last referral, outcome, and how many of a hundred."""
_WHY: Final = Reason("place_country", Side.FOR)
_WARNINGS: Final = ("policy", "duplicate", "declined", "area_uncovered", "not_sure", "spam")
_WORDS: Final = (
    "Kassan räcker inte och vi vet inte vad vi kan söka",
    "Hyresvärden vill inte sänka hyran",
    "Hur ansöker vi om stöd för kortare arbetstid",
    "Vi behöver någon att bolla med om skatterna",
    "Beställningarna har upphört och personalen är orolig",
)


@dataclass
class Laid:
    """One case with the rows that hang on it, before they have keys.

    Attributes:
        referrals: each with the needs it is for; the last is the one that counts.
    """

    case: Case
    needs: list[CaseNeed] = field(default_factory=list)
    referrals: list[Referral] = field(default_factory=list)

    @property
    def last(self) -> Referral | None:
        """The referral that the case's state comes from."""
        return self.referrals[-1] if self.referrals else None


def make_cases(
    world: World, count: int, chance: random.Random, tell: Callable[[int], None] = lambda _: None
) -> None:
    """Lay in cases with everything that hangs on them, and what is left of erased ones.

    Args:
        world: from `make_world`.
        count: how many.
        chance: the same cases every time for the same seed.
        tell: called with how many are done, after each batch.
    """
    # A few teams get much, most get little, as in life.
    weights = [1 / (rank + 10) for rank in range(len(world.teams))]
    for start in range(0, count, BATCH):
        numbers = range(start, min(start + BATCH, count))
        laid: list[Laid] = []
        for number in numbers:
            team = chance.choices(world.teams, weights)[0]
            again = laid[-1].case if laid and number % 33 == 0 else None
            laid.append(_laid(world, number, team, chance, again))
        _lay_in(world, laid, chance)
        tell(numbers.stop)
    _erased(world, count // 4, chance)


def _laid(world: World, number: int, team: Team, chance: random.Random, again: Case | None) -> Laid:
    """One case; `again` is one whose company asks the same thing once more."""
    weights = [share for *_, share in _SHARES]
    state, part, outcome, _share = chance.choices(_SHARES, weights)[0]
    laid = Laid(_case(world, number, (state, outcome), chance, again))
    case = laid.case
    laid.needs = [
        CaseNeed(case=case, area=area, outcome=case.outcome, created_at=case.created_at)
        for area in chance.sample(list(world.areas), chance.choice([1, 1, 2]))
    ]
    warned = case.warnings
    if "area_uncovered" in warned:
        laid.needs[0].uncovered = case.uncovered = True
    if "declined" in warned or (part is not None and number % 9 == 0):
        other = world.teams[(world.teams.index(team) + 1) % len(world.teams)]
        laid.referrals.append(_declined(case, other, chance))
    if part is not None:
        laid.referrals.append(_referral(world, case, team, part, chance))
    return laid


def _case(
    world: World,
    number: int,
    stands: tuple[CaseState, Outcome | None],
    chance: random.Random,
    again: Case | None,
) -> Case:
    state, outcome = stands
    is_open = state in OPEN_CASE_STATES
    company = again.company if again is not None else chance.choice(world.companies)
    # A quarter of what is open is older than what was promised.
    created = world.now - chance.uniform(0.05, 8 if is_open else 360) * _DAY
    met = created + chance.uniform(0.1, 3) * _DAY
    contacted = state is CaseState.IN_PROGRESS or outcome in {
        Outcome.HELPED,
        Outcome.PARTLY,
        Outcome.NOT_HELPED,
    }
    closed = None if is_open else min(created + chance.uniform(4, 30) * _DAY, world.now)
    warnings = [_WARNINGS[number % len(_WARNINGS)]] if state is CaseState.TRIAGE else []
    desk = chance.choice(world.desks) if number % 3 == 0 else None
    case = Case(
        company=company,
        company_name=company.name,
        contact_name=f"Exempelkontakt {number}",
        contact_email=again.contact_email if again else f"kontakt{number}@example.com",
        contact_phone=f"+467017{number:05d}",
        description=f"Fråga nummer {number}. {'. '.join(chance.sample(_WORDS, 3))}.",
        facts={"facts": {"municipality": [company.municipality_code], "employees": number % 40}},
        municipality_code=company.municipality_code,
        region_code=world.region,
        language="en" if number % 12 == 0 else "sv",
        origin="desk" if desk else chance.choice(["guide", "guide", "phone"]),
        desk=desk,
        state=state,
        outcome=outcome or "",
        warnings=warnings,
        held_as_spam="spam" in warnings,
        unreachable=is_open and number % 40 == 0,
        waiting_for=chance.choice(["us", "company"]) if is_open else "",
        created_at=created,
        updated_at=closed or min(met, world.now),
        promised_at=created + 2 * _DAY,
        first_contact_at=min(met, closed or world.now) if contacted else None,
        closed_at=closed,
        followed_up_at=world.now if state is CaseState.FOLLOWED_UP else None,
    )
    case.search_text = searchable(case)
    return case


def _declined(case: Case, team: Team, chance: random.Random) -> Referral:
    at = case.created_at + chance.uniform(0.01, 0.1) * _DAY
    return Referral(
        case=case,
        team=team,
        state=ReferralState.DECLINED,
        decline_reason=chance.choice(DeclineReason.values),
        created_at=case.created_at,
        sent_at=case.created_at,
        reply_due_at=case.created_at + _DAY,
        due_at=case.promised_at,
        ended_at=min(at, case.closed_at or at),
    )


def _referral(
    world: World, case: Case, team: Team, state: ReferralState, chance: random.Random
) -> Referral:
    was_held = state in HELD_REFERRAL_STATES or state == ReferralState.CLOSED
    return Referral(
        case=case,
        team=team,
        state=state,
        sent_by=world.coordinator if case.desk is None else None,
        reasons=[as_document(_WHY)],
        outcome=case.outcome if state == ReferralState.CLOSED else "",
        adviser=chance.choice(world.members[team.pk]) if was_held else None,
        created_at=case.created_at,
        sent_at=case.created_at,
        reply_due_at=case.created_at + _DAY,
        due_at=case.promised_at,
        accepted_at=case.created_at + _HOUR if was_held else None,
        first_contact_at=case.first_contact_at if was_held else None,
        ended_at=case.closed_at,
    )


def _lay_in(world: World, laid: Sequence[Laid], chance: random.Random) -> None:
    Case.objects.bulk_create([one.case for one in laid])
    CaseNeed.objects.bulk_create([need for one in laid for need in one.needs])
    Referral.objects.bulk_create([part for one in laid for part in one.referrals])
    links = Referral.needs.through
    links._default_manager.bulk_create(
        links(referral_id=part.pk, caseneed_id=need.pk)
        for one in laid
        for part in one.referrals
        for need in one.needs
    )
    CaseEvent.objects.bulk_create([event for one in laid for event in _events(one)])
    Message.objects.bulk_create([message for one in laid for message in _messages(one)])
    held = [(one, one.last) for one in laid if one.last is not None and one.last.adviser]
    Note.objects.bulk_create(
        Note(
            case=one.case,
            member=part.adviser,
            shared=True,
            text="Ringde, återkommer.",
            created_at=part.accepted_at,
        )
        for one, part in held[::3]
    )
    Task.objects.bulk_create(_tasks(world, held, chance))
    CaseReading.objects.bulk_create(_reading(one.case, part) for one, part in held)
    FollowUp.objects.bulk_create(_follow_ups(laid, chance))
    OutboxMessage.objects.bulk_create(_mail(one, number) for number, one in enumerate(laid))


def _events(laid: Laid) -> Iterator[CaseEvent]:
    case = laid.case

    def event(at: datetime | None, verb: str, part: Referral | None = None) -> CaseEvent:
        member = part.adviser if part is not None and verb != "sent" else None
        return CaseEvent(
            case=case,
            at=at or case.created_at,
            verb=verb,
            referral=part,
            member=member,
            actor_id=member.actor_id if member else None,
            by_company=verb in {"opened", "withdrawn"},
            data={"team": part.team_id} if part else {},
        )

    yield event(case.created_at, "opened")
    for part in laid.referrals:
        yield event(part.sent_at, "sent", part)
        if part.state == ReferralState.DECLINED:
            yield event(part.ended_at, "declined", part)
        if part.accepted_at is not None:
            yield event(part.accepted_at, "accepted", part)
        if part.first_contact_at is not None:
            yield event(part.first_contact_at, "contacted", part)
        if part.state == ReferralState.CLOSED:
            yield event(part.ended_at, "closed_part", part)
    if case.state == CaseState.TRIAGE:
        yield event(case.created_at, "held")
    if case.closed_at is not None:
        yield event(case.closed_at, "withdrawn" if case.outcome == "withdrawn" else "closed")
    if case.followed_up_at is not None:
        yield event(case.followed_up_at, "answered")


def _messages(laid: Laid) -> Iterator[Message]:
    part = laid.last
    if part is None or part.first_contact_at is None:
        return
    at = part.first_contact_at
    for place in range(4):
        ours = place % 2 == 0
        unread = place == 3 and laid.case.waiting_for == "us"  # noqa: PLR2004  the last of four
        yield Message(
            case=laid.case,
            from_company=not ours,
            member=part.adviser if ours else None,
            text="Tack för frågan. Vi hörs i morgon." if ours else "Tack, då vet vi.",
            created_at=at,
            read_at=None if unread else at,
        )


def _tasks(
    world: World, held: Sequence[tuple[Laid, Referral]], chance: random.Random
) -> Iterator[Task]:
    """Something left to do in every other open case, and something done in some others."""
    for one, part in held[::2]:
        done = part.ended_at
        yield Task(
            case=one.case,
            referral=part,
            member=part.adviser,
            title="Ring upp igen",
            due_on=(done or world.now).date() + chance.randint(-2, 9) * _DAY,
            done_at=done,
            created_at=part.accepted_at or part.created_at,
        )


def _reading(case: Case, part: Referral) -> CaseReading:
    at = part.accepted_at or part.created_at
    return CaseReading(
        case=case,
        member=part.adviser,
        actor_id=part.team.actor_id,
        handling=True,
        day=at.date(),
        first_at=at,
        last_at=at,
    )


def _follow_ups(laid: Sequence[Laid], chance: random.Random) -> Iterator[FollowUp]:
    """What the company was asked, and what those answered whose case is followed up."""
    for one in laid:
        case = one.case
        if case.closed_at is None or case.outcome == Outcome.WITHDRAWN:
            continue
        answered = case.state == CaseState.FOLLOWED_UP
        yield FollowUp(
            case=case,
            kind="first",
            asked_at=case.closed_at,
            answered_at=case.followed_up_at,
            contacted=True if answered else None,
            useful=chance.choice((1, 2, 3, 3, 4, 4)) if answered else None,
            happened=chance.choice(("solved", "under_way", "nothing")) if answered else "",
        )


def _mail(laid: Laid, number: int) -> OutboxMessage:
    """The receipt of a case; every two hundredth did not arrive."""
    case = laid.case
    lost = number % 200 == 0
    return OutboxMessage(
        notice="case.received",
        recipient_kind="case",
        recipient_id=str(case.pk),
        about_kind="case",
        about_id=str(case.pk),
        dedupe_key=f"case.received:case:{case.pk}:bulk",
        language=case.language,
        happened_at=case.created_at,
        created_at=case.created_at,
        mail_id=uuid.uuid4(),
        state=("dead", "bounced", "uncertain")[number // 200 % 3] if lost else "sent",
        reason="refused" if lost else "",
        next_attempt_at=case.created_at,
        attempts=1,
        sent_at=None if lost else case.created_at,
        last_error="550 5.1.1" if lost else "",
    )


def _erased(world: World, count: int, chance: random.Random) -> None:
    """What stands in the statistics of cases the year before, whose persons are forgotten."""
    rows = []
    for _ in range(count):
        team = chance.choice(world.teams)
        opened = (world.now - chance.uniform(200, 700) * _DAY).date().replace(day=1)
        rows.append(
            CaseFigure(
                first=True,
                opened_month=opened,
                closed_month=opened,
                region_code=world.region,
                municipality_code=chance.choice(list(world.towns)),
                areas=chance.sample(list(world.areas), 1),
                origin="guide",
                language="sv",
                actor_id=team.actor_id,
                team=team,
                state=ReferralState.CLOSED,
                outcome=chance.choice(("helped", "partly", "not_helped")),
                contact_days=chance.uniform(0, 4),
                closing_days=chance.uniform(3, 30),
                contacted=True,
                useful=chance.randint(1, 4),
            )
        )
    CaseFigure.objects.bulk_create(rows, batch_size=BATCH)
