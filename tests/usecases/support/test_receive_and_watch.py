"""A request goes to the right place by itself, and nobody is forgotten afterwards."""

import datetime

import pytest

from lotsa.domain.cases.enums import CaseState, DeclineReason
from lotsa.domain.cases.models import Case, CaseEvent, Referral
from lotsa.domain.cases.services import answering
from lotsa.domain.cases.services.by import By
from lotsa.domain.cases.services.opening import Draft
from lotsa.foundation.outbox.models import OutboxMessage
from lotsa.usecases.support import receive, watch
from lotsa.usecases.support.routing import routing_for
from tests.support.factories import (
    MemberFactory,
    ReceptionRulesFactory,
    TeamAbsenceFactory,
    TeamFactory,
    organisation_number,
)

pytestmark = pytest.mark.django_db
MONDAY = datetime.datetime(2020, 5, 4, 7, 0, tzinfo=datetime.UTC)  # 09:00 in Sweden
DAY = datetime.timedelta(days=1)


@pytest.fixture
def team(facts):
    """A team in Eskilstuna's region that helps with cash flow, with one adviser."""
    team = TeamFactory(areas=("liquidity",), territory={"regions": ["04"], "municipalities": []})
    MemberFactory(adviser=True, actor=team.actor, teams=[team])
    return team


@pytest.fixture
def coordinator(team):
    from lotsa.domain.places.models import Territory  # noqa: PLC0415

    return MemberFactory(coordinator=True, territories=[Territory.objects.get(code="04")])


def told(**given):
    base = {
        "description": "Kassan är tom.",
        "needs": ("liquidity",),
        "company_name": "Exempelkrogen",
        "contact_name": "Påhittad Person",
        "contact_email": "krogen@example.com",
        "facts": {"facts": {"municipality": ["0484"], "employees": 8}},
        "consent_text": "test",
    }
    return Draft(**(base | given))


def receive_now(draft=None, now=MONDAY, **given):
    return receive.receive(draft or told(), by=By.company(), now=now, **given)


def notices(name):
    return sorted(OutboxMessage.objects.filter(notice=name).values_list("recipient_id", flat=True))


def test_a_clear_case_goes_to_the_right_team_by_itself_with_reasons(team):
    case = receive_now()

    referral = case.referrals.get()
    assert (case.state, case.region_code, case.municipality_code) == ("referred", "04", "0484")
    assert (referral.team, referral.sent_by) == (team, None)
    assert {"competence", "place_region"} <= {reason["code"] for reason in referral.reasons}
    assert len(notices("referral.sent")) == len(notices("case.received")) == 1
    # Wednesday at five: two working days; an answer within one.
    local = datetime.timedelta(hours=2)
    assert case.promised_at + local == MONDAY.replace(day=6, hour=17)
    assert referral.reply_due_at + local == MONDAY.replace(day=5, hour=17)


@pytest.mark.parametrize(
    ("change", "warning"),
    [
        ({"needs": ()}, "unclear_need"),
        ({"facts": {}}, "not_sure"),
        ({"needs": ("liquidity", "export")}, "area_uncovered"),
        ({"facts": {"facts": {"municipality": ["1280"]}}}, "uncovered"),
    ],
)
def test_a_case_that_is_not_clear_waits_for_the_coordinator(team, coordinator, change, warning):
    case = receive_now(told(**change))

    assert case.state == CaseState.TRIAGE
    assert warning in case.warnings
    assert not case.referrals.exists()


def test_a_need_nobody_covers_is_a_loud_gap(team, coordinator):
    case = receive_now(told(needs=("export",)))

    assert case.uncovered
    assert case.needs.get().uncovered
    assert notices("case.uncovered") == [str(coordinator.user_id)]
    assert notices("case.triage") == []


def test_the_territorys_policy_decides(team, coordinator):
    ReceptionRulesFactory(
        territory=coordinator.roles.get().territory,
        default_mode="send",
        modes={"liquidity": "hold"},
        contact_within=1,
    )
    case = receive_now()

    assert (case.state, case.warnings) == (CaseState.TRIAGE, ["policy"])
    assert (case.promised_at + datetime.timedelta(hours=2)).day == 5


def test_the_same_request_twice_is_held_as_a_duplicate(team, coordinator):
    first = receive_now()
    second = receive_now(now=MONDAY + DAY)

    assert (first.state, second.state) == (CaseState.REFERRED, CaseState.TRIAGE)
    assert second.warnings == ["duplicate"]


def test_a_suspected_request_is_kept_out_of_sight_and_tells_nobody_at_work(team, coordinator):
    case = receive_now(suspected=True)

    assert (case.held_as_spam, case.warnings) == (True, ["spam"])
    assert OutboxMessage.objects.exclude(notice="case.received").count() == 0


def test_whoever_answers_the_phone_may_take_the_case_at_once(team, coordinator):
    adviser = team.members.get()
    case = receive_now(take=(team.pk, adviser.pk))

    assert (case.state, case.referrals.get().adviser) == ("accepted", adviser)


def test_a_sole_traders_number_is_not_kept(team):
    case = receive_now(told(organisation_number="8507099805"))

    assert case.company is None
    assert "8507099805" not in str(Case.objects.values().get())


def test_a_companys_number_joins_its_cases(team):
    number = organisation_number(7)
    first = receive_now(told(organisation_number=f"{number[:6]}-{number[6:]}"))
    second = receive_now(told(organisation_number=number))

    assert first.company == second.company is not None


def test_load_and_absence_count_in_the_routing(team):
    stand_in = TeamFactory(areas=("liquidity",))
    TeamAbsenceFactory(team=team, substitute=stand_in)
    case = receive_now()

    routing = routing_for(case, MONDAY.date())
    assert case.referrals.get().team == stand_in
    assert routing.ranked[0].team == stand_in.slug
    assert {one.team for one in routing.ranked} == {team.slug, stand_in.slug}


def test_a_new_case_that_nobody_routed_is_found(team):
    case = receive_now()
    Referral.objects.all().delete()
    Case.objects.update(state=CaseState.NEW)

    assert receive.left_behind(now=MONDAY) == 1
    assert receive.left_behind(now=MONDAY) == 0
    case.refresh_from_db()
    assert case.state == CaseState.REFERRED


def watch_all(now):
    return (
        watch.remind(now=now),
        watch.escalate(now=now),
        watch.tell_delays(now=now),
    )


def test_a_silent_team_is_reminded_then_the_coordinator_and_the_company_are_told(team, coordinator):
    case = receive_now()

    assert watch_all(MONDAY + DAY) == (0, 0, 0)
    # Tuesday evening the answer is late, Wednesday evening the promise too.
    assert watch_all(MONDAY + 1.5 * DAY) == (1, 0, 0)
    assert watch_all(MONDAY + 1.5 * DAY) == (0, 0, 0)
    assert watch_all(MONDAY + 2.5 * DAY) == (0, 0, 1)
    assert watch_all(MONDAY + 3.5 * DAY) == (0, 1, 0)
    assert watch_all(MONDAY + 9 * DAY) == (0, 0, 0)

    assert notices("referral.reminder") == [str(team.members.get().user_id)]
    assert notices("referral.escalated") == [str(coordinator.user_id)]
    assert notices("case.delayed") == [str(case.pk)]
    verbs = list(CaseEvent.objects.filter(case=case).values_list("verb", flat=True))
    assert verbs == ["opened", "sent", "reminded", "delayed", "escalated"]


def test_runs_that_were_missed_are_made_good(team, coordinator):
    receive_now()
    much_later = MONDAY + 30 * DAY

    assert watch_all(much_later) == (1, 0, 1)
    assert watch_all(much_later + 3 * DAY) == (0, 1, 0)


def test_a_weekend_is_nobodys_delay(team, coordinator):
    friday = MONDAY - 3 * DAY - DAY  # 30 April; 1 May is a holiday
    receive_now(now=friday)

    assert watch_all(MONDAY + DAY / 4) == (0, 0, 0)


def test_one_who_accepts_and_then_forgets_is_reminded_too(team, coordinator):
    case = receive_now()
    adviser = team.members.get()
    answering.accept(case.referrals.get().pk, adviser_id=adviser.pk, by=By.system(), now=MONDAY)

    assert watch_all(MONDAY + 1.5 * DAY) == (0, 0, 0)
    assert watch_all(MONDAY + 2.5 * DAY) == (1, 0, 1)


def test_a_case_that_is_answered_in_time_is_left_alone(team, coordinator):
    case = receive_now()
    referral = case.referrals.get()
    answering.accept(referral.pk, adviser_id=team.members.get().pk, by=By.system(), now=MONDAY)
    answering.start(referral.pk, by=By.system(), now=MONDAY)

    assert watch_all(MONDAY + 30 * DAY) == (0, 0, 0)


def test_an_absent_teams_stand_in_takes_over_what_it_left(team, coordinator):
    case = receive_now()
    stand_in = TeamFactory(areas=("liquidity",))
    TeamAbsenceFactory(team=team, substitute=stand_in, last=None)

    watch_all(MONDAY + 1.5 * DAY)
    watch_all(MONDAY + 3.5 * DAY)

    assert dict(case.referrals.values_list("team_id", "state")) == {
        team.pk: "handed_over",
        stand_in.pk: "sent",
    }


def test_a_case_all_have_declined_can_be_sent_on(team, coordinator):
    case = receive_now()
    answering.decline(case.referrals.get().pk, DeclineReason.NO_TIME, by=By.system(), now=MONDAY)

    case.refresh_from_db()
    assert case.state == CaseState.TRIAGE
    assert notices("case.declined_by_all") == [str(coordinator.user_id)]


def test_a_case_deleted_while_the_watch_goes_round_does_not_stop_it(team, coordinator, monkeypatch):
    first, second = receive_now(), receive_now(told(contact_email="b@example.com", company_name=""))
    real = watch.tell_company

    def delete_the_other(case, *args, **kwargs):
        Case.objects.filter(pk={first.pk: second.pk, second.pk: first.pk}[case.pk]).delete()
        real(case, *args, **kwargs)

    monkeypatch.setattr(watch, "tell_company", delete_the_other)

    assert watch.tell_delays(now=MONDAY + 2.5 * DAY) == 1


def test_what_is_planned_is_said_once(team, coordinator):
    case = receive_now()
    member = team.members.get()
    case.tasks.create(title="Ring", due_on=MONDAY.date(), member=member, created_at=MONDAY)

    assert [watch.tell_tasks(now=MONDAY + n * DAY) for n in range(3)] == [1, 0, 0]
    assert notices("task.due") == [str(member.user_id)]
