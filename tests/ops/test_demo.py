"""The demo's support desk: whole, invented, in every state, and something for everybody to do."""

import io
from collections import Counter

import pytest
from django.core.management import CommandError, call_command

from lotsa.core.cases.states import Outcome, Part, ReferralState, standing
from lotsa.core.figures.periods import Period, quarters_before
from lotsa.domain.actors.models import Member, MemberRole, Team
from lotsa.domain.actors.models.members import StaffRole
from lotsa.domain.actors.viewers import viewer_of
from lotsa.domain.cases import boards, inbox, triage
from lotsa.domain.cases.enums import CaseState
from lotsa.domain.cases.inbox import Tab
from lotsa.domain.cases.models import Case, Referral
from lotsa.domain.cases.public_figures import public_figures
from lotsa.domain.cases.triage import Warned
from lotsa.domain.companies.models import Company
from lotsa.domain.desks.models import Desk
from lotsa.domain.people.models import User
from lotsa.foundation.outbox.delivery import deliver_due
from lotsa.foundation.outbox.models import DemoMail, OutboxMessage, State
from lotsa.foundation.reference import trees
from lotsa.ops.demo.load import load
from lotsa.ops.demo.plans import COURSES, WHOLE
from lotsa.usecases.support.figures import Seen, Shown, figures_for
from tests.support.factories import AT, CaseFactory

pytestmark = pytest.mark.django_db
COMPANIES, CASES = 200, 130
MONDAY_MORNING = AT


def load_by_command(**options):
    out = io.StringIO()
    call_command("load_demo", stdout=out, **options)
    return out.getvalue()


def test_the_courses_make_a_whole_demo():
    assert sum(course.number for course in COURSES.values()) == WHOLE


def test_the_demo_is_whole_invented_and_gives_everybody_something_to_do(facts, settings):
    """One test, since laying the demo in takes seconds and every look at it is quick."""
    settings.LOTSA_DEMO_DATE = MONDAY_MORNING.date()

    made = load(companies=COMPANIES, cases=CASES, now=MONDAY_MORNING)

    assert made.cases == Case.objects.count()
    roles = MemberRole.objects.filter(member__user__is_demo=True).values_list("role", flat=True)
    assert set(roles) == set(StaffRole.values)
    assert states_that_agree() >= set(CaseState.values) - {CaseState.NEW}
    everything_is_invented()
    every_industry_has_a_name()
    nothing_is_later_than_now()
    every_region_has_cases()
    mails_can_be_read_and_some_come_back()
    the_coordinator_has_each_kind_of_trouble()
    the_adviser_has_something_under_every_tab()
    the_manager_sees_load_and_declines()
    the_analyst_sees_some_figures_and_not_others()

    before = Case.objects.count(), User.objects.count()
    assert "is there" in load_by_command()
    assert (Case.objects.count(), User.objects.count()) == before


def everything_is_invented():
    names = Company.objects.values_list("name", flat=True)
    assert len(set(names)) == COMPANIES
    assert all(name.endswith("(exempel)") for name in names)
    told = Case.objects.exclude(company_name="").values_list("company_name", flat=True)
    assert all(name.endswith("(exempel)") for name in told)
    users = User.objects.values_list("email", flat=True)
    assert all(email.endswith("@demo.example") for email in users)
    mails = Case.objects.exclude(contact_email="").values_list("contact_email", flat=True)
    assert all(mail.endswith(("@example.com", "@example.invalid")) for mail in mails)
    # The numbers that Post- och telestyrelsen keeps free for fiction.
    phones = set(Case.objects.exclude(contact_phone="").values_list("contact_phone", flat=True))
    free = ("07017406", "08465004", "09803192")
    assert phones
    assert all(phone.startswith(free) and len(phone) == 10 for phone in phones)
    assert Desk.objects.count() == 7
    assert not Desk.objects.filter(teams=None).exists()


def every_industry_has_a_name():
    known = trees()["sni2007"]
    told = Case.objects.values_list("facts", flat=True)
    codes = {code for facts in told for code in facts.get("facts", {}).get("sni", ())}
    assert codes
    assert all(known.is_leaf(code) and known.label(code, "sv") for code in codes)


def nothing_is_later_than_now():
    for case in Case.objects.prefetch_related("events"):
        moments = [event.at for event in case.events.all() if event.verb != "bounced"]
        assert case.created_at <= min(moments)
        assert max(moments) <= MONDAY_MORNING


def every_region_has_cases():
    found = Counter(Case.objects.values_list("region_code", flat=True))
    assert set(found) == {"04", "18", "19", "23"}
    assert found.most_common(1)[0][0] == "04"
    assert min(found.values()) >= 10


def the_coordinator_has_each_kind_of_trouble():
    waiting, warned = Counter(), Counter()
    for email in ("samordnare", "samordnare.z", "samordnare.u", "samordnare.t"):
        viewer = seen_as(email)
        sorting = triage.Wanted(show=triage.Show.TO_SORT)
        spam = triage.Wanted(show=triage.Show.SPAM)
        cases = [
            *triage.found(viewer, sorting, now=MONDAY_MORNING),
            *triage.found(viewer, spam, now=MONDAY_MORNING),
        ]
        waiting[email] = len(cases)
        for case in cases:
            late = triage.is_late(case, now=MONDAY_MORNING)
            warned.update(triage.warnings_of(case, late=late))
        warned["unreachable"] += boards.unreachable(viewer).count()
        numbers = boards.numbers(viewer, now=MONDAY_MORNING, since=MONDAY_MORNING)
        warned["unanswered"] += numbers.unanswered
        warned["gaps"] += len(boards.gaps(viewer))
    assert min(waiting.values()) >= 1
    assert waiting.most_common(1)[0][0] == "samordnare"
    expected = {each.value for each in Warned if each is not Warned.FULL}
    assert {code for code, number in warned.items() if number} >= expected | {"unanswered", "gaps"}
    # The queue is a mixture: no kind of trouble is most of it, and most cases are not in it.
    assert warned["uncovered"] < sum(waiting.values()) / 2
    assert sum(waiting.values()) < Case.objects.count() / 3


def the_adviser_has_something_under_every_tab():
    tabs = inbox.waiting(seen_as("radgivare"), now=MONDAY_MORNING)
    assert {tab for tab, number in tabs.items() if number} >= set(Tab) - {Tab.CLOSED}


def the_manager_sees_load_and_declines():
    chief = seen_as("chef")
    period = Period(MONDAY_MORNING.date().replace(month=1, day=1), 5)
    shown = figures_for(
        chief, Seen.ORGANISATION, Shown.TEAM, period, now=MONDAY_MORNING, language="sv"
    )
    assert any(line.load for line in shown.lines)
    assert sum(shown.now.declined.values()) >= 1
    assert Referral.objects.filter(team__actor_id=chief.actor_id, state="declined").exists()
    assert not Team.objects.filter(referrals=None, actor_id=chief.actor_id).exists()


def the_analyst_sees_some_figures_and_not_others():
    quarter = quarters_before(MONDAY_MORNING.date(), 1)[0]
    shown = public_figures(quarter).companies
    assert any([*shown.cells.values(), *shown.row_totals.values(), *shown.column_totals.values()])
    assert None in shown.cells.values()


def mails_can_be_read_and_some_come_back():
    deliver_due()
    assert DemoMail.objects.filter(to_label__contains="@example.com").exists()
    assert DemoMail.objects.filter(to_label__contains="@demo.example").exists()
    assert DemoMail.objects.count() < 100
    back = OutboxMessage.objects.filter(state=State.BOUNCED, about_kind="case")
    assert back.exists()
    cases = Case.objects.filter(pk__in=[int(one.about_id) for one in back])
    assert cases.exists()
    assert all(case.unreachable for case in cases)


def seen_as(name):
    email = f"{name}@demo.example"
    return viewer_of(Member.objects.select_related("user", "actor").get(user__email=email))


def states_that_agree():
    """The states of the cases, each held to where its referrals leave it."""
    states = set()
    for case in Case.objects.prefetch_related("referrals__needs", "needs"):
        states.add(case.state)
        # A case that is taken up again keeps the parts that were closed.
        again = "reopened" in case.warnings
        if case.outcome == Outcome.WITHDRAWN or again or not case.referrals.all():
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
