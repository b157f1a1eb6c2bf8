"""What each verb does to a case, and that it does it once."""

import datetime

import pytest

from lotsa.core.cases.states import NotPossible
from lotsa.domain.actors.viewers import viewer_of
from lotsa.domain.cases.enums import CaseState, DeclineReason, Outcome, ReferralState
from lotsa.domain.cases.models import Case, CaseEvent, CaseNeed
from lotsa.domain.cases.services import answering, closing, following, referring, sorting, talking
from lotsa.domain.cases.services.by import By
from lotsa.domain.cases.services.referring import Sending
from lotsa.foundation.outbox.models import OutboxMessage
from tests.support.factories import (
    CaseFactory,
    MemberFactory,
    ReferralFactory,
    TaskFactory,
    TeamFactory,
    TerritoryFactory,
)

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def member():
    return MemberFactory(adviser=True)


@pytest.fixture
def by(member):
    return By.member(viewer_of(member))


@pytest.fixture
def referral(member):
    return ReferralFactory(team=member.teams.get())


def notices(name):
    return list(OutboxMessage.objects.filter(notice=name).values_list("recipient_id", flat=True))


def verbs(case):
    return list(CaseEvent.objects.filter(case=case).values_list("verb", flat=True))


def test_accepting_takes_the_case_tells_the_company_and_can_be_clicked_twice(
    referral, member, by, now
):
    for _ in range(2):
        answering.accept(referral.pk, adviser_id=member.pk, by=by, now=now)

    referral.refresh_from_db()
    referral.case.refresh_from_db()
    assert (referral.state, referral.adviser, referral.accepted_at) == ("accepted", member, now)
    assert referral.case.state == CaseState.ACCEPTED
    assert verbs(referral.case) == ["accepted"]
    assert notices("case.accepted") == [str(referral.case_id)]


def test_what_a_colleague_has_accepted_cannot_be_accepted_again(referral, member, by, now):
    colleague = MemberFactory(adviser=True, actor=member.actor, teams=[referral.team])
    answering.accept(referral.pk, adviser_id=colleague.pk, by=by, now=now)

    with pytest.raises(NotPossible):
        answering.accept(referral.pk, adviser_id=member.pk, by=by, now=now)

    referral.refresh_from_db()
    assert referral.adviser == colleague
    assert notices("referral.assigned") == [str(colleague.user_id)]


def test_nobody_outside_the_team_can_be_given_its_case(referral, by, now):
    stranger = MemberFactory(adviser=True)

    with pytest.raises(answering.NotInTeam):
        answering.accept(referral.pk, adviser_id=stranger.pk, by=by, now=now)

    referral.refresh_from_db()
    assert referral.state == ReferralState.SENT
    assert CaseEvent.objects.count() == OutboxMessage.objects.count() == 0


def test_a_decline_sends_the_case_to_the_next_in_turn(referral, by, now):
    case = referral.case
    referral.turn = 1
    referral.save()
    second = ReferralFactory(case=case, planned=True)
    third = ReferralFactory(case=case, planned=True, turn=3)
    adviser = MemberFactory(adviser=True, teams=[second.team])

    answering.decline(referral.pk, DeclineReason.NO_TIME, "Fullt upp.", by=by, now=now)

    for row in (referral, second, third, case):
        row.refresh_from_db()
    assert (referral.state, referral.decline_reason) == ("declined", "no_time")
    assert (second.state, second.sent_at, third.state) == ("sent", now, "planned")
    assert case.state == CaseState.REFERRED
    assert notices("referral.sent") == [str(adviser.user_id)]


def test_when_all_have_declined_the_case_is_sorted_again_and_the_coordinator_told(
    referral, by, now
):
    region = TerritoryFactory()
    near = MemberFactory(coordinator=True, territories=[region])
    MemberFactory(coordinator=True)
    Case.objects.update(region_code=region.code)

    answering.decline(referral.pk, DeclineReason.WRONG_COMPETENCE, by=by, now=now)

    case = Case.objects.get()
    assert (case.state, case.warnings) == (CaseState.TRIAGE, ["declined"])
    assert notices("case.declined_by_all") == [str(near.user_id)]


def test_a_decline_can_be_undone(referral, by, now):
    answering.decline(referral.pk, DeclineReason.OTHER, by=by, now=now)
    answering.reconsider(referral.pk, by=by, now=now)

    referral.refresh_from_db()
    assert (referral.state, referral.decline_reason, referral.ended_at) == ("sent", "", None)
    assert Case.objects.get().state == CaseState.REFERRED


def test_the_first_message_is_the_first_contact(member, by, now):
    referral = ReferralFactory(accepted=True, adviser=member, team=member.teams.get())

    talking.say(referral.case_id, "Hej, när kan vi ringa?", by=by, now=now + HOUR)
    talking.say(referral.case_id, "Jag ringer kl. 10.", by=by, now=now + 2 * HOUR)

    referral.refresh_from_db()
    case = Case.objects.get()
    assert (referral.state, referral.first_contact_at) == ("in_progress", now + HOUR)
    assert (case.state, case.first_contact_at) == ("in_progress", now + HOUR)
    assert case.waiting_for == "company"
    assert len(notices("case.message")) == 2


@pytest.mark.parametrize("stage", ["sent", "accepted", "nobody"])
def test_what_the_company_writes_reaches_whoever_has_the_case(stage, now):
    coordinator = MemberFactory(coordinator=True)
    case = CaseFactory()
    expected = coordinator.user_id
    if stage != "nobody":
        referral = ReferralFactory(case=case, accepted=stage == "accepted")
        asked = referral.adviser or MemberFactory(adviser=True, teams=[referral.team])
        expected = asked.user_id

    talking.say(case.pk, "Hur går det?", by=By.company(), now=now)

    assert notices("case.company_wrote") == [str(expected)]
    case.refresh_from_db()
    assert case.waiting_for == "us"


def test_handing_over_moves_the_needs_to_the_other_team_with_the_note(member, by, now):
    referral = ReferralFactory(started=True, adviser=member, team=member.teams.get())
    other = TeamFactory()

    for _ in range(1):
        new = answering.hand_over(referral.pk, other.pk, "De behöver jurist.", by=by, now=now)

    referral.refresh_from_db()
    assert (referral.state, new.state, new.team, new.note) == (
        "handed_over",
        "sent",
        other,
        "De behöver jurist.",
    )
    assert new.handed_from == referral
    assert set(new.needs.all()) == set(referral.needs.all())
    with pytest.raises(NotPossible):
        answering.hand_over(referral.pk, other.pk, "", by=by, now=now)


def test_a_case_is_not_handed_over_to_the_team_that_has_it(referral, by, now):
    with pytest.raises(ValueError, match="another team"):
        answering.hand_over(referral.pk, referral.team_id, "", by=by, now=now)


def test_bringing_in_keeps_ones_own_part(member, by, now):
    referral = ReferralFactory(started=True, adviser=member, team=member.teams.get())

    new = answering.bring_in(referral.pk, TeamFactory().pk, (), "Se över hyran.", by=by, now=now)

    referral.refresh_from_db()
    assert (referral.state, new.state) == ("in_progress", "sent")
    assert Case.objects.get().state == CaseState.IN_PROGRESS


def test_the_last_part_closes_the_case_with_the_best_outcome(by, now):
    case = CaseFactory(areas=("liquidity", "rent"))
    first, second = (ReferralFactory(case=case, started=True) for _ in range(2))
    first.needs.set(CaseNeed.objects.filter(area="liquidity"))
    second.needs.set(CaseNeed.objects.filter(area="rent"))

    answering.close(first.pk, Outcome.NOT_HELPED, by=by, now=now)
    case.refresh_from_db()
    assert (case.state, case.closed_at) == (CaseState.IN_PROGRESS, None)

    answering.close(second.pk, Outcome.HELPED, "Hyran sänkt.", by=by, now=now + HOUR)
    case.refresh_from_db()
    assert (case.state, case.outcome, case.closed_at) == ("closed", "helped", now + HOUR)
    assert dict(case.needs.values_list("area", "outcome")) == {
        "liquidity": "not_helped",
        "rent": "helped",
    }
    assert notices("case.closed") == [str(case.pk)]


def test_a_closed_part_can_be_taken_up_again(member, by, now):
    referral = ReferralFactory(started=True, adviser=member, team=member.teams.get())
    answering.close(referral.pk, Outcome.HELPED, by=by, now=now)
    answering.reopen(referral.pk, by=by, now=now)

    case = Case.objects.get()
    assert (case.state, case.outcome, case.closed_at) == ("in_progress", "", None)
    assert case.needs.get().outcome == ""


def test_a_withdrawn_case_ends_everywhere_and_those_who_had_it_are_told(now):
    case = CaseFactory()
    started = ReferralFactory(case=case, started=True)
    asked = ReferralFactory(case=case)
    waiting = ReferralFactory(case=case, planned=True)
    colleague = MemberFactory(adviser=True, teams=[asked.team])

    for _ in range(2):
        closing.withdraw(case.pk, by=By.company(), now=now)

    case.refresh_from_db()
    states = {row.pk: row.state for row in case.referrals.all()}
    assert (case.state, case.outcome) == ("closed", "withdrawn")
    assert states == {started.pk: "closed", asked.pk: "recalled", waiting.pk: "recalled"}
    assert set(notices("case.withdrawn_staff")) == {
        str(started.adviser.user_id),
        str(colleague.user_id),
    }
    assert len(notices("case.withdrawn")) == 1


def test_a_coordinator_closes_and_takes_up_a_case(by, now):
    referral = ReferralFactory()
    case = closing.close_case(
        referral.case_id, Outcome.NOT_FOR_US, "Vänd er till banken.", by=by, now=now
    )
    assert (case.state, case.messages.get().text) == ("closed", "Vänd er till banken.")

    closing.reopen_case(case.pk, by=by, now=now)
    case.refresh_from_db()
    assert (case.state, case.outcome, case.closed_at) == ("triage", "", None)


def test_a_team_is_sent_a_case_once_however_often_it_is_chosen(by, now):
    case, team = CaseFactory(), TeamFactory()
    sending = Sending(team.pk, frozenset({"liquidity"}))

    first = referring.refer(case.pk, [sending, sending], by=by, now=now)
    again = referring.refer(case.pk, [sending], by=by, now=now)

    assert (len(first), again, case.referrals.count()) == (1, [], 1)


def test_teams_in_turn_wait_for_those_before_them_need_by_need(by, now):
    case = CaseFactory(areas=("liquidity", "rent"))
    money, next_money, rent = TeamFactory(), TeamFactory(), TeamFactory()

    referring.refer(
        case.pk,
        [
            Sending(money.pk, frozenset({"liquidity"}), turn=1),
            Sending(next_money.pk, frozenset({"liquidity"}), turn=2),
            Sending(rent.pk, frozenset({"rent"}), turn=2),
        ],
        by=by,
        now=now,
    )

    states = dict(case.referrals.values_list("team_id", "state"))
    assert states == {money.pk: "sent", next_money.pk: "planned", rent.pk: "sent"}


def test_a_closed_case_is_not_sent_on(by, now):
    case = CaseFactory(closed=True)

    with pytest.raises(NotPossible):
        referring.refer(case.pk, [Sending(TeamFactory().pk, frozenset())], by=by, now=now)


def test_taking_back_leaves_the_case_to_be_sorted(referral, by, now):
    for _ in range(2):
        referring.recall(referral.pk, by=by, now=now)

    assert Case.objects.get().state == CaseState.TRIAGE
    assert verbs(referral.case) == ["recalled"]


def test_a_case_held_as_spam_tells_nobody_and_can_be_let_go(by, now):
    MemberFactory(coordinator=True)
    case = CaseFactory()
    closing.hold_as_spam(case.pk, by=By.system(), now=now)
    referring.hold(case.pk, ["spam"], by=By.system(), now=now)
    assert OutboxMessage.objects.count() == 0

    closing.release(case.pk, by=by, now=now)
    case.refresh_from_db()
    assert (case.held_as_spam, case.warnings, case.state) == (False, [], "triage")
    assert notices("case.received") == [str(case.pk)]


def test_a_need_that_a_team_has_alone_cannot_be_taken_away(referral, by, now):
    with pytest.raises(sorting.NeedInUse) as refused:
        sorting.change_needs(referral.case_id, ["rent"], by=by, now=now)
    assert refused.value.areas == ("liquidity",)

    sorting.change_needs(referral.case_id, ["liquidity", "rent"], by=by, now=now)
    assert set(referral.case.needs.values_list("area", flat=True)) == {"liquidity", "rent"}


def test_a_task_is_ticked_and_unticked_once(by, now):
    task = TaskFactory()
    for done in (True, True, False):
        talking.finish_task(task.pk, done=done, by=by, now=now)

    task.refresh_from_db()
    assert task.done_at is None
    assert verbs(task.case) == ["task_done", "task_undone"]


def test_every_closed_case_is_asked_about_once_at_each_time(now):
    helped = CaseFactory(closed=True)
    not_reached = CaseFactory(closed=True, outcome=Outcome.NOT_REACHABLE)
    CaseFactory(closed=True, outcome=Outcome.WITHDRAWN)
    CaseFactory(closed=True, anonymous_one=True)
    CaseFactory()
    later = helped.closed_at + following.FIRST_AFTER

    assert following.to_ask(following.FIRST, now=later - HOUR) == []
    assert set(following.to_ask(following.FIRST, now=later)) == {helped.pk, not_reached.pk}
    assert following.ask(helped.pk, following.FIRST, now=later) is not None
    assert following.ask(helped.pk, following.FIRST, now=later) is None
    # A run that was missed for a year still asks.
    much_later = later + datetime.timedelta(days=365)
    assert following.to_ask(following.FIRST, now=much_later) == [not_reached.pk]
    assert set(following.to_ask(following.LATER, now=much_later)) == {helped.pk, not_reached.pk}
    assert notices("case.follow_up") == [str(helped.pk)]


def test_an_answer_follows_the_case_up_and_may_be_changed(now):
    case = CaseFactory(closed=True)
    for useful in (2, 4):
        following.answer(case.pk, "first", contacted=True, useful=useful, comment="Tack!", now=now)

    case.refresh_from_db()
    assert (case.state, case.followed_up_at) == ("followed_up", now)
    assert case.follow_ups.get().useful == 4
    with pytest.raises(ValueError, match="those given"):
        following.answer(case.pk, "first", contacted=None, useful=5, now=now)


def test_where_a_company_is_follows_what_it_says(by, now):
    case = CaseFactory(municipality_code="0484", region_code="04")

    talking.change_facts(case.pk, {"facts": {"municipality": ["1980"]}}, by=by, now=now)
    case.refresh_from_db()
    assert (case.municipality_code, case.region_code) == ("1980", "19")

    talking.change_facts(case.pk, {"facts": {"municipality": ["1980", "0484"]}}, by=by, now=now)
    case.refresh_from_db()
    assert case.municipality_code == "1980"
