"""The demo's support desk: whole, invented, in every state, and with nothing in the post."""

import io

import pytest
from django.core.management import CommandError, call_command

from lotsa.core.cases.states import Outcome, Part, ReferralState, standing
from lotsa.domain.actors.models import MemberRole
from lotsa.domain.actors.models.members import StaffRole
from lotsa.domain.cases.enums import CaseState
from lotsa.domain.cases.models import Case
from lotsa.domain.companies.models import Company
from lotsa.domain.desks.models import Desk
from lotsa.domain.people.models import User
from lotsa.foundation.outbox.models import OutboxMessage
from tests.support.factories import AT, CaseFactory

pytestmark = pytest.mark.django_db


def load(**options):
    out = io.StringIO()
    call_command("load_demo", stdout=out, **options)
    return out.getvalue()


def test_the_demo_is_whole_invented_and_silent(facts):
    """One test, since laying the demo in takes seconds and every look at it is quick."""
    load(companies=40, cases=40)

    roles = MemberRole.objects.filter(member__user__is_demo=True).values_list("role", flat=True)
    assert set(roles) == set(StaffRole.values)
    assert states_that_agree() >= set(CaseState.values) - {CaseState.NEW}
    names = set(Company.objects.values_list("name", flat=True))
    assert len(names) == 40
    assert all(name.endswith("(exempel)") for name in names)
    assert all(
        email.endswith("@demo.example") for email in User.objects.values_list("email", flat=True)
    )
    mails = Case.objects.exclude(contact_email="").values_list("contact_email", flat=True)
    assert all(mail.endswith("@example.com") for mail in mails)
    assert OutboxMessage.objects.count() == 0
    assert Desk.objects.count() == 7
    assert not Desk.objects.filter(teams=None).exists()

    before = Case.objects.count(), User.objects.count()
    assert "is there" in load()
    assert (Case.objects.count(), User.objects.count()) == before


def states_that_agree():
    """The states of the cases, each held to where its referrals leave it."""
    states = set()
    for case in Case.objects.prefetch_related("referrals__needs", "needs"):
        states.add(case.state)
        if case.outcome == Outcome.WITHDRAWN or not case.referrals.all():
            continue
        parts = [
            Part(
                ReferralState(referral.state),
                frozenset(need.area for need in referral.needs.all()),
                Outcome(referral.outcome) if referral.outcome else None,
            )
            for referral in case.referrals.all()
        ]
        found = standing([need.area for need in case.needs.all()], parts).state
        assert found == case.state or (found, case.state) == ("closed", "followed_up")
    return states


def test_it_is_refused_where_real_cases_may_be(settings, db):
    settings.LOTSA_DEMO = False

    for command in ("load_demo", "make_big_data"):
        with pytest.raises(CommandError, match="not the demo"):
            call_command(command)


def test_purging_by_hand_only_counts_until_told_to_delete(db, settings):
    settings.LOTSA_DEMO_DATE = AT.date()
    old = AT.replace(year=2016)
    CaseFactory(closed=True, at=old, closed_at=old)

    def purge(**options):
        out = io.StringIO()
        call_command("purge", stdout=out, **options)
        return out.getvalue()

    assert "cases: 1 would be deleted" in purge()
    assert Case.objects.count() == 1
    assert "cases: 1 deleted" in purge(delete=True)
    assert "Nothing is due" in purge()
    assert Case.objects.count() == 0
