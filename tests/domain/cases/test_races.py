"""Many at once: on PostgreSQL, where they really are at once."""

import threading

import pytest
from django.db import connection

from lotsa.core.cases.states import NotPossible
from lotsa.domain.cases.enums import DeclineReason
from lotsa.domain.cases.models import Case, CaseEvent, CaseNeed, CaseReading, Referral
from lotsa.domain.cases.services import answering, closing, merging, referring, talking
from lotsa.domain.cases.services.by import By
from lotsa.domain.cases.services.opening import Draft
from lotsa.domain.cases.services.reading import note_reading
from lotsa.domain.cases.services.referring import Sending
from lotsa.foundation.outbox.models import OutboxMessage
from lotsa.usecases.support.receive import receive
from tests.support.factories import (
    AT,
    CaseFactory,
    MemberFactory,
    ReferralFactory,
    TeamFactory,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]
BY = By.system()


def at_once(*tasks):
    """Run every task in a thread with a connection of its own, all started together."""
    start = threading.Barrier(len(tasks))
    results = [None] * len(tasks)

    def run(place, task):
        try:
            start.wait(timeout=30)
            results[place] = task()
        except Exception as error:  # noqa: BLE001  what went wrong is what is looked at
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, task)) for place, task in enumerate(tasks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def test_fifty_parallel_accepts_of_one_referral_give_one_acceptance():
    team = TeamFactory()
    members = [MemberFactory(adviser=True, actor=team.actor, teams=[team]) for _ in range(50)]
    referral = ReferralFactory(team=team)

    results = at_once(
        *(
            lambda member=member: answering.accept(referral.pk, adviser_id=member.pk, by=BY, now=AT)
            for member in members
        )
    )

    accepted = [result for result in results if isinstance(result, Referral)]
    assert len(accepted) == 1
    assert sum(isinstance(result, NotPossible) for result in results) == 49
    referral.refresh_from_db()
    assert referral.adviser_id == accepted[0].adviser_id
    assert CaseEvent.objects.filter(verb="accepted").count() == 1
    assert OutboxMessage.objects.filter(notice="case.accepted").count() == 1


def test_one_persons_double_click_is_one_acceptance():
    member = MemberFactory(adviser=True)
    referral = ReferralFactory(team=member.teams.get())

    def accept():
        return answering.accept(referral.pk, adviser_id=member.pk, by=BY, now=AT)

    results = at_once(*[accept] * 10)

    assert all(isinstance(result, Referral) for result in results)
    assert CaseEvent.objects.filter(verb="accepted").count() == 1


def test_a_hundred_parallel_openings_lose_nothing(facts_really):
    def opening(number):
        draft = Draft(
            description=f"Fråga {number}",
            needs=("liquidity",),
            company_name=f"Exempelbolaget {number}",
            contact_email=f"kontakt{number}@example.com",
            facts={"facts": {"municipality": ["0484"]}},
        )
        return receive(draft, by=By.company(), now=AT)

    results = []
    for group in range(5):
        numbers = range(group * 20, group * 20 + 20)
        results += at_once(*(lambda n=n: opening(n) for n in numbers))

    assert [result for result in results if isinstance(result, Exception)] == []
    assert Case.objects.count() == CaseNeed.objects.count() == 100
    assert len({case.reference for case in results}) == 100
    assert set(Case.objects.values_list("description", flat=True)) == {
        f"Fråga {number}" for number in range(100)
    }
    assert OutboxMessage.objects.filter(notice="case.received").count() == 100
    assert not Case.objects.filter(state="new").exists()


@pytest.fixture
def facts_really(transactional_db):
    from tests.support import facts  # noqa: PLC0415  needs the database

    facts.load()


def test_accepting_and_withdrawing_at_once_leave_one_clear_end():
    member = MemberFactory(adviser=True)
    for _ in range(10):
        referral = ReferralFactory(team=member.teams.get())
        at_once(
            lambda referral=referral: answering.accept(
                referral.pk, adviser_id=member.pk, by=BY, now=AT
            ),
            lambda referral=referral: closing.withdraw(referral.case_id, by=By.company(), now=AT),
        )
        referral.refresh_from_db()
        case = Case.objects.get(pk=referral.case_id)
        assert (case.state, case.outcome) == ("closed", "withdrawn")
        assert referral.state in {"closed", "recalled"}


def test_two_who_send_the_same_case_to_the_same_team_send_it_once():
    case, team = CaseFactory(), TeamFactory()
    sending = Sending(team.pk, frozenset({"liquidity"}))

    def send():
        return referring.refer(case.pk, [sending], by=BY, now=AT)

    results = at_once(*[send] * 10)

    assert sorted(len(result) for result in results) == [0] * 9 + [1]
    assert Referral.objects.count() == 1


def test_all_teams_that_decline_at_once_leave_the_case_to_be_sorted():
    case = CaseFactory()
    referrals = [ReferralFactory(case=case) for _ in range(8)]

    at_once(
        *(
            lambda referral=referral: answering.decline(
                referral.pk, DeclineReason.NO_TIME, by=BY, now=AT
            )
            for referral in referrals
        )
    )

    case.refresh_from_db()
    assert (case.state, case.warnings) == ("triage", ["declined"])
    assert CaseEvent.objects.filter(verb="nobody_left").count() == 1


def test_two_merges_in_opposite_directions_do_not_wait_for_each_other_for_ever():
    first, second = CaseFactory(company=None), CaseFactory(company=None)

    results = at_once(
        lambda: merging.merge(first.pk, second.pk, by=BY, now=AT),
        lambda: merging.merge(second.pk, first.pk, by=BY, now=AT),
    )

    assert sum(isinstance(result, Case) for result in results) == 1
    assert Case.objects.filter(merged_into=None).count() == 1


def test_messages_from_both_sides_at_once_are_all_kept():
    member = MemberFactory(adviser=True)
    referral = ReferralFactory(accepted=True, adviser=member, team=member.teams.get())
    staff = By(member_id=member.pk, actor_id=member.actor_id, user_id=member.user_id)

    results = at_once(
        *(
            lambda n=n: talking.say(
                referral.case_id, f"Nr {n}", by=staff if n % 2 else By.company(), now=AT
            )
            for n in range(20)
        )
    )

    assert [result for result in results if isinstance(result, Exception)] == []
    assert referral.case.messages.count() == 20
    assert CaseEvent.objects.filter(verb="contacted").count() == 1


def test_one_page_opened_ten_times_at_once_is_one_reading():
    from lotsa.domain.actors.viewers import viewer_of  # noqa: PLC0415

    case, viewer = CaseFactory(), viewer_of(MemberFactory(adviser=True))

    results = at_once(*[lambda: note_reading(case, viewer, now=AT)] * 10)

    assert [result for result in results if isinstance(result, Exception)] == []
    assert CaseReading.objects.count() == 1
