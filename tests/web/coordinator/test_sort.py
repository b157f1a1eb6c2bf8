import pytest

from lotsa.core.cases.states import CaseState, Outcome, ReferralState
from lotsa.domain.cases.models import Case, CaseEvent, CaseReading, Referral
from lotsa.foundation.outbox.models import OutboxMessage
from lotsa.usecases.support.router import forget
from tests.support.factories import (
    AT,
    CaseFactory,
    MemberFactory,
    MessageFactory,
    NoteFactory,
    ReferralFactory,
    TeamAbsenceFactory,
    TeamFactory,
)
from tests.support.guide import seen
from tests.support.queries import queries_of
from tests.web.coordinator.room import InRoom

pytestmark = pytest.mark.usefixtures("facts")

HERE = {"municipality_code": "0484", "region_code": "04"}
ELSEWHERE = {"municipality_code": "0180", "region_code": "01"}


@pytest.fixture(autouse=True)
def _fresh_directory():
    forget()


@pytest.fixture
def case():
    return CaseFactory(state=CaseState.TRIAGE, **HERE)


@pytest.fixture
def team():
    return TeamFactory(areas=["liquidity"])


def line_of(page, team):
    return next(line for line in page.context["teams"] if line.slug == team.slug)


class TestWhoFits:
    def test_teams_stand_with_answer_reasons_and_load_and_the_best_is_ticked(
        self, room, case, team
    ):
        team.capacity = 12
        team.save()
        other = TeamFactory(
            areas=["liquidity"], territory={"regions": ["01"], "municipalities": []}
        )
        ReferralFactory(team=team, accepted=True)

        page = room.get("sort", case.reference)

        line = line_of(page, team)
        assert (line.answer, line.chosen) == ("yes", True)
        assert "1" in line.load
        assert "12" in line.load
        assert {why.state for why in line.whys} == {"yes"}
        assert other.slug not in {one.slug for one in page.context["teams"]}

    def test_why_a_team_was_not_chosen_is_answered_for_every_team(self, room, case, team):
        away = TeamFactory(areas=["liquidity"])
        TeamAbsenceFactory(team=away, first="2000-01-01", last=None)
        far = TeamFactory(areas=["liquidity"], territory={"regions": ["01"], "municipalities": []})
        other_need = TeamFactory(areas=["rent"])
        closed = TeamFactory(areas=["liquidity"], closed=True)

        for one in (away, far, other_need, closed):
            page = room.get("teams", case.reference, q=one.name)
            line = line_of(page, one)
            assert line.answer == "no"
            assert "no" in {why.state for why in line.whys}
        assert line_of(room.get("teams", case.reference, answer="yes"), team)

    def test_a_team_whose_answer_is_no_can_be_chosen_all_the_same(self, swedish, case, team):
        far = TeamFactory(areas=["liquidity"], territory={"regions": ["01"], "municipalities": []})

        page = swedish.client.get(f"{swedish.address('sort', case.reference)}?add={far.slug}")
        assert line_of(page, far)
        swedish.post("send", case.reference, team=[far.slug])

        assert Referral.objects.get().team == far

    def test_nobody_covers_is_said_loudly(self, room, case):
        page = room.get("sort", case.reference)

        assert page.context["nobody"]
        assert 'class="ds-alert loud" data-color="danger"' in page.content.decode()

    def test_a_team_that_said_no_is_shown_so_and_not_suggested(self, room, case, team):
        ReferralFactory(case=case, team=team, declined=True, decline_reason="conflict")
        second = TeamFactory(areas=["liquidity"])

        page = room.get("sort", case.reference)

        assert not line_of(page, team).chosen
        assert line_of(page, team).refused
        assert line_of(page, second).chosen


class TestSending:
    def test_each_team_gets_the_needs_ticked_for_it_with_note_and_reasons(self, swedish):
        case = CaseFactory(state=CaseState.TRIAGE, areas=["liquidity", "rent"], **HERE)
        first = TeamFactory(areas=["liquidity", "rent"])
        second = TeamFactory(areas=["rent"])
        posted = {
            "team": [first.slug, second.slug],
            f"need-{first.pk}": ["liquidity"],
            f"need-{second.pk}": ["rent"],
            f"turn-{second.pk}": "2",
            "note": "Ring på förmiddagen.",
        }

        swedish.post("send", case.reference, **posted)

        sent = {referral.team_id: referral for referral in Referral.objects.all()}
        assert {need.area for need in sent[first.pk].needs.all()} == {"liquidity"}
        assert (sent[first.pk].state, sent[first.pk].turn) == (ReferralState.SENT, None)
        assert {need.area for need in sent[second.pk].needs.all()} == {"rent"}
        assert sent[second.pk].turn == 2
        assert sent[first.pk].note == "Ring på förmiddagen."
        assert sent[first.pk].sent_by == swedish.member
        assert {"competence", "place_country"} <= {one["code"] for one in sent[first.pk].reasons}
        case.refresh_from_db()
        assert case.state == CaseState.REFERRED

    def test_sending_twice_asks_once(self, swedish, case, team):
        for _ in range(2):
            swedish.post("send", case.reference, team=[team.slug])

        assert Referral.objects.count() == 1

    @pytest.mark.parametrize("posted", [{}, {"team": ["no-such-team"]}])
    def test_nobody_or_an_unknown_team_sends_nothing(self, room, case, posted):
        page = room.post("send", case.reference, **posted)

        assert page.status_code == 200
        assert 'data-color="danger"' in page.content.decode()
        assert not Referral.objects.exists()

    def test_a_closed_case_is_not_sent(self, room, team):
        case = CaseFactory(closed=True, **HERE)

        room.post("send", case.reference, team=[team.slug])

        assert not Referral.objects.exists()


class TestCorrecting:
    def test_needs_are_changed_and_the_ranking_follows(self, swedish, case, team):
        page = swedish.post("needs", case.reference, need=["rent", "made-up"])

        assert [need.area for need in case.needs.all()] == ["rent"]
        assert team.slug not in {line.slug for line in page.context["teams"]}
        event = CaseEvent.objects.get(case=case, verb="needs_changed")
        assert event.data == {"added": ["rent"], "removed": ["liquidity"]}
        assert event.member == swedish.member

    def test_a_need_that_a_team_has_stays(self, room, case, team):
        ReferralFactory(case=case, team=team)

        room.post("needs", case.reference, need=["rent"])

        assert {need.area for need in case.needs.all()} == {"liquidity"}

    def test_the_place_is_corrected(self, swedish, case):
        swedish.post("place", case.reference, municipality="0480")

        case.refresh_from_db()
        assert (case.municipality_code, case.region_code) == ("0480", "04")

    def test_a_place_elsewhere_gives_the_case_to_those_who_coordinate_there(self, swedish, case):
        swedish.post("place", case.reference, municipality="0180")

        case.refresh_from_db()
        assert case.region_code == "01"
        assert swedish.get("sort", case.reference).status_code == 404

    @pytest.mark.parametrize("code", ["9999", "04", "x"])
    def test_what_is_no_municipality_is_refused(self, swedish, case, code):
        swedish.post("place", case.reference, municipality=code)

        case.refresh_from_db()
        assert case.municipality_code == "0484"

    def test_a_warning_is_ticked_off(self, swedish, case):
        Case.objects.filter(pk=case.pk).update(warnings=["duplicate", "policy"])

        swedish.post("dismiss", case.reference, warning="duplicate")

        case.refresh_from_db()
        assert case.warnings == ["policy"]

    def test_a_closed_case_is_taken_up_again(self, swedish):
        case = CaseFactory(closed=True, **HERE)

        swedish.post("reopen", case.reference)

        assert swedish.queue(warning="reopened") == [case.reference]


class TestThoseAsked:
    def test_a_team_is_reminded_once_a_day(self, swedish, case, team):
        adviser = MemberFactory(adviser=True, teams=[team], actor=team.actor)
        referral = ReferralFactory(case=case, team=team)

        for _ in range(2):
            swedish.post("remind", case.reference, referral.pk)

        reminders = OutboxMessage.objects.filter(notice="referral.reminder")
        assert [mail.recipient_id for mail in reminders] == [str(adviser.user_id)]
        referral.refresh_from_db()
        assert referral.reminded_at is not None

    def test_a_team_that_has_made_contact_is_not_reminded(self, room, case, team):
        referral = ReferralFactory(case=case, team=team, started=True)

        room.post("remind", case.reference, referral.pk)

        assert not OutboxMessage.objects.filter(notice="referral.reminder").exists()

    def test_a_case_is_taken_back_until_it_is_accepted(self, room, case, team):
        sent = ReferralFactory(case=case, team=team)
        taken = ReferralFactory(case=case, accepted=True)

        for referral in (sent, taken):
            room.post("recall", case.reference, referral.pk)

        states = dict(Referral.objects.values_list("pk", "state"))
        assert states == {sent.pk: ReferralState.RECALLED, taken.pk: ReferralState.ACCEPTED}

    def test_another_cases_part_is_not_there(self, swedish, case):
        other = ReferralFactory()

        assert swedish.post("recall", case.reference, other.pk).status_code == 404


class TestEnding:
    def test_a_standard_reply_is_filled_in_in_the_companys_language(self, swedish):
        case = CaseFactory(state=CaseState.TRIAGE, language="en", **HERE)

        page = swedish.get("close", case.reference, reply="elsewhere")

        assert "Thank you for your question." in page.content.decode()

    def test_closing_tells_the_company_and_everyone_who_has_it(self, swedish, case):
        ReferralFactory(case=case)

        swedish.post("close", case.reference, outcome="not_for_us", text="Vänd er till kommunen.")

        case.refresh_from_db()
        assert (case.state, case.outcome) == (CaseState.CLOSED, Outcome.NOT_FOR_US)
        assert case.messages.get().text == "Vänd er till kommunen."
        assert Referral.objects.get().state == ReferralState.RECALLED
        assert OutboxMessage.objects.filter(notice="case.closed").count() == 1

    @pytest.mark.parametrize(
        "posted",
        [{}, {"outcome": "not_for_us", "text": " "}, {"outcome": "withdrawn", "text": "x"}],
    )
    def test_closing_takes_an_outcome_and_an_answer(self, room, case, posted):
        page = room.post("close", case.reference, **posted)

        assert page.status_code == 422
        case.refresh_from_db()
        assert case.state == CaseState.TRIAGE

    def test_merging_says_what_goes_over_and_moves_it(self, room):
        case = CaseFactory(state=CaseState.TRIAGE, **HERE)
        kept = CaseFactory(company=case.company, state=CaseState.TRIAGE, areas=["rent"], **HERE)
        MessageFactory(case=case)
        NoteFactory(case=case)

        shown = room.get("sort", case.reference)
        assert [other.case for other in shown.context["likes"].others] == [kept]
        page = room.get("merge", case.reference, kept.reference)
        assert {one.number for one in page.context["moving"]} >= {1}
        room.post("merge", case.reference, kept.reference)

        assert kept.messages.count() == kept.notes.count() == 1
        assert {need.area for need in kept.needs.all()} == {"liquidity", "rent"}
        case.refresh_from_db()
        assert case.merged_into == kept
        assert room.get("sort", case.reference).status_code == 200

    def test_two_companies_are_not_merged(self, room, case):
        other = CaseFactory(state=CaseState.TRIAGE, **HERE)

        room.post("merge", case.reference, other.reference)

        case.refresh_from_db()
        assert case.merged_into is None

    def test_a_like_case_elsewhere_is_only_counted(self, swedish, case):
        other = CaseFactory(company=case.company, **ELSEWHERE)

        page = swedish.get("sort", case.reference)

        assert page.context["likes"].elsewhere == 1
        assert other.reference not in page.content.decode()
        assert swedish.get("merge", case.reference, other.reference).status_code == 404


GETS = ("sort", "teams", "close")
POSTS = ("send", "needs", "place", "dismiss", "spam", "release", "reopen", "close")


class TestWhoMay:
    @pytest.mark.parametrize("name", GETS)
    def test_cases_of_other_regions_do_not_exist(self, swedish, name):
        case = CaseFactory(**ELSEWHERE)

        assert swedish.get(name, case.reference).status_code == 404

    @pytest.mark.parametrize("name", POSTS)
    def test_and_nothing_can_be_done_to_them(self, swedish, name):
        case = CaseFactory(**ELSEWHERE)
        before = Case.objects.filter(pk=case.pk).values().get()

        assert swedish.post(name, case.reference, outcome="helped", text="x").status_code == 404
        assert Case.objects.filter(pk=case.pk).values().get() == before

    @pytest.mark.parametrize("name", GETS)
    def test_an_adviser_who_has_the_case_does_not_sort_it(self, facts, name):
        adviser = MemberFactory(adviser=True)
        referral = ReferralFactory(team=adviser.teams.get(), accepted=True, adviser=adviser)

        page = InRoom(adviser).get(name, referral.case.reference)

        assert page.status_code == 404

    def test_that_a_coordinator_looked_is_noted_for_the_company(self, swedish, case):
        for name in ("sort", "teams", "close"):
            swedish.get(name, case.reference)

        reading = CaseReading.objects.get(case=case)
        assert (reading.member, reading.times) == (swedish.member, 3)

    def test_an_anonymous_company_is_not_reached_from_here(self, room):
        case = CaseFactory(anonymous_one=True, company_name="", **HERE)

        page = room.get("sort", case.reference)

        assert len(page.context["contact"]) == 1
        assert "example.com" not in seen(page)


def test_the_page_takes_as_many_queries_for_twenty_teams_as_for_one(swedish, case):
    def queries():
        return queries_of(
            lambda: swedish.client.get(swedish.address("sort", case.reference) + "?all")
        )

    ReferralFactory(case=case, team=TeamFactory(areas=["liquidity"]), declined=True)
    one = queries()
    for _ in range(19):
        ReferralFactory(case=case, team=TeamFactory(areas=["liquidity"]), declined=True, at=AT)

    assert queries() == one
    assert one <= 40
