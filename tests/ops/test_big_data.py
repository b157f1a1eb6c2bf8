"""The data that pages are measured on stands as the services would have left it."""

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F, Q

from lotsa.core.cases import states
from lotsa.domain.actors.models import Member
from lotsa.domain.cases.models import (
    Case,
    CaseEvent,
    CaseFigure,
    CaseReading,
    FollowUp,
    Message,
    Referral,
    Task,
)
from lotsa.domain.companies.models import Company
from lotsa.foundation.outbox.models import OutboxMessage
from lotsa.ops.demo.bulk import SINGLE_ROLES, address_of

pytestmark = pytest.mark.usefixtures("facts")

CASES = 400


@pytest.fixture
def made():
    call_command("make_big_data", companies=200, cases=CASES, teams=30, verbosity=0)


def cases():
    return Case.objects.prefetch_related("needs", "referrals__needs")


def standing_of(case):
    parts = [
        states.Part(
            states.ReferralState(part.state),
            frozenset(need.area for need in part.needs.all()),
            states.Outcome(part.outcome) if part.outcome else None,
        )
        for part in case.referrals.all()
    ]
    return states.standing([need.area for need in case.needs.all()], parts)


def test_every_case_stands_where_its_needs_and_referrals_leave_it(made):
    stands = {}
    for case in cases():
        found = standing_of(case)
        stands[case.state] = stands.get(case.state, 0) + 1
        if case.outcome == "withdrawn":
            # A withdrawn case is ended as a whole; nobody closes it part by part.
            assert not any(
                part.state in states.LIVE_REFERRAL_STATES for part in case.referrals.all()
            )
        elif case.state == "triage":
            assert found.state in {states.CaseState.NEW, states.CaseState.TRIAGE}
        elif case.state == "followed_up":
            assert (found.state, found.outcome) == (states.CaseState.CLOSED, case.outcome)
        else:
            assert found.state == case.state
            assert (found.outcome or "") == case.outcome
            assert all(found.need_outcomes.get(n.area, "") == n.outcome for n in case.needs.all())
    assert set(stands) == set(states.CaseState) - {states.CaseState.NEW}


def test_nothing_dangles_and_times_come_in_their_order(made):
    assert Case.objects.count() == CASES
    assert not Case.objects.filter(needs__isnull=True).exists()
    assert not Referral.objects.filter(needs__isnull=True).exists()
    assert not Referral.objects.exclude(needs__case=F("case")).exists()

    backwards = (
        Q(first_contact_at__lt=F("created_at"))
        | Q(closed_at__lt=F("first_contact_at"))
        | Q(closed_at__lt=F("created_at"))
        | Q(followed_up_at__lt=F("closed_at"))
    )
    assert not Case.objects.filter(backwards).exists()
    assert not Referral.objects.filter(Q(ended_at__lt=F("sent_at"))).exists()
    assert not Referral.objects.filter(Q(ended_at__lt=F("first_contact_at"))).exists()

    held = Referral.objects.exclude(adviser=None)
    assert held.exists()
    assert not held.exclude(adviser__teams=F("team")).exists()
    assert not Referral.objects.filter(
        state__in=sorted(states.HELD_REFERRAL_STATES), adviser=None
    ).exists()


def test_there_is_some_of_everything(made):
    assert Company.objects.count() == 200
    assert Case.objects.filter(held_as_spam=True).exists()
    assert Case.objects.filter(uncovered=True, needs__uncovered=True).exists()
    assert Case.objects.exclude(desk=None).exists()
    assert Referral.objects.filter(state="declined").exists()
    assert Task.objects.filter(done_at=None).exists()
    assert Message.objects.filter(from_company=True, read_at=None).exists()
    assert FollowUp.objects.exclude(answered_at=None).exists()
    assert CaseReading.objects.exists()
    assert CaseFigure.objects.exists()
    assert OutboxMessage.objects.exclude(state="sent").exists()
    assert CaseEvent.objects.filter(verb="opened").count() == CASES
    for role in SINGLE_ROLES:
        member = Member.objects.current().get(user__email=address_of(role))
        assert [row.role for row in member.roles.all()] == [role.value]
    # Some companies ask the same thing again.
    assert len(set(Case.objects.values_list("contact_email", flat=True))) < CASES
    with pytest.raises(CommandError, match="There are cases here"):
        call_command("make_big_data", companies=1, cases=1, teams=1)


def test_it_is_for_the_demo_alone(settings):
    settings.LOTSA_DEMO = False
    with pytest.raises(CommandError, match="not the demo"):
        call_command("make_big_data")
