import pytest

from lotsa.domain.cases.models import Referral
from tests.support.factories import (
    ActorFactory,
    CaseFactory,
    MemberFactory,
    ReferralFactory,
    TeamFactory,
    TerritoryFactory,
)
from tests.support.guide import seen
from tests.web.adviser.desk import AtDesk

pytestmark = pytest.mark.usefixtures("facts")

MOVES = {
    "accept": ({}, {}, "accepted"),
    "decline": ({}, {"reason": "no_time"}, "declined"),
    "reconsider": ({"declined": True}, {}, "sent"),
    "start": ({"accepted": True}, {}, "in_progress"),
    "close": ({"started": True}, {"outcome": "helped"}, "closed"),
    "reopen": ({"state": "closed", "outcome": "helped"}, {}, "in_progress"),
    "hand_over": ({"started": True}, {"note": "Tar ni den?"}, "handed_over"),
    "assign": ({"started": True}, {}, "in_progress"),
    "bring_in": ({"started": True}, {"note": "Hjälp oss."}, "in_progress"),
}


def people(team):
    """Everyone who might try: those who may act for the team, and those who may not."""
    region = TerritoryFactory(code="04")
    elsewhere = TerritoryFactory(code="19")
    return {
        "adviser": MemberFactory(adviser=True, actor=team.actor, teams=[team]),
        "manager": MemberFactory(manager=True, actor=team.actor),
        "coordinator": MemberFactory(coordinator=True, territories=[region]),
        "other team": MemberFactory(adviser=True, actor=team.actor),
        "other manager": MemberFactory(manager=True),
        "other coordinator": MemberFactory(coordinator=True, territories=[elsewhere]),
        "editor": MemberFactory(editor=True, actor=team.actor, teams=[team]),
    }


def given_for(name, referral, member):
    """What a form of the move is sent with."""
    given = dict(MOVES[name][1])
    if name in {"hand_over", "bring_in"}:
        given["team"] = TeamFactory().pk
    if name in {"accept", "assign"}:
        colleague = MemberFactory(adviser=True, actor=referral.team.actor, teams=[referral.team])
        given["adviser" if name == "accept" else "member"] = colleague.pk
    return given


@pytest.mark.parametrize("who", ["adviser", "manager", "coordinator"])
@pytest.mark.parametrize("name", MOVES)
def test_each_move_by_each_who_may(name, who):
    traits, _, state = MOVES[name]
    referral = ReferralFactory(case__region_code="04", **traits)
    member = people(referral.team)[who]

    page = AtDesk(member).move(name, referral, **given_for(name, referral, member))

    assert page.status_code == 200
    referral.refresh_from_db()
    assert referral.state == state


@pytest.mark.parametrize("name", MOVES)
def test_no_move_by_anyone_else(name):
    traits, _, _ = MOVES[name]
    referral = ReferralFactory(case__region_code="04", **traits)
    before = referral.state
    others = ["other team", "other manager", "other coordinator", "editor"]
    everyone = people(referral.team)

    answers = [
        AtDesk(everyone[who]).move(name, referral, **given_for(name, referral, everyone[who]))
        for who in others
    ]

    assert [answer.status_code for answer in answers] == [404] * len(others)
    referral.refresh_from_db()
    assert referral.state == before


@pytest.mark.parametrize("name", MOVES)
def test_another_teams_part_of_a_case_one_may_read_cannot_be_moved(name):
    traits, _, _ = MOVES[name]
    member = MemberFactory(adviser=True)
    case = CaseFactory()
    ReferralFactory(case=case, team=member.teams.get(), started=True, adviser=member)
    theirs = ReferralFactory(case=case, **traits)
    desk = AtDesk(member)

    assert desk.get("case", case.reference).status_code == 200
    assert desk.move(name, theirs, **given_for(name, theirs, member)).status_code == 404
    elsewhere = ReferralFactory(**traits)
    assert desk.post(name, case.reference, elsewhere.pk).status_code == 404
    assert desk.post(name, case.reference, 10**9).status_code == 404


@pytest.mark.parametrize("name", MOVES)
def test_a_double_click_does_it_once(name):
    traits, _, _ = MOVES[name]
    member = MemberFactory(adviser=True)
    referral = ReferralFactory(team=member.teams.get(), **traits)
    desk = AtDesk(member)
    given = given_for(name, referral, member)

    pages = [desk.move(name, referral, **given) for _ in range(2)]

    assert [page.status_code for page in pages] == [200, 200]
    verbs = {
        "accept": "accepted", "decline": "declined", "reconsider": "reconsidered",
        "start": "contacted", "close": "closed_part", "reopen": "reopened",
        "hand_over": "handed_over", "assign": "assigned", "bring_in": "sent",
    }  # fmt: skip
    assert referral.case.events.filter(verb=verbs[name]).count() == 1


class TestWhatIsSaidWhenItCannotBeDone:
    @pytest.fixture
    def desk(self):
        return AtDesk(MemberFactory(adviser=True))

    @pytest.mark.parametrize(
        ("name", "traits"),
        [
            ("accept", {"declined": True}),
            ("decline", {"state": "closed"}),
            ("start", {"state": "recalled"}),
            ("close", {}),
            ("reopen", {}),
            ("assign", {}),
            ("hand_over", {"state": "closed"}),
            ("bring_in", {}),
            ("reconsider", {"started": True}),
        ],
    )
    def test_a_sentence_and_never_a_fault(self, desk, name, traits):
        referral = ReferralFactory(team=desk.member.teams.get(), **traits)
        before = referral.state

        page = desk.move(name, referral, **given_for(name, referral, desk.member))

        assert page.status_code == 200
        (message,) = page.context["messages"]
        assert message.level_tag == "warning"
        referral.refresh_from_db()
        assert referral.state == before

    def test_who_took_it_and_when(self, desk):
        team = desk.member.teams.get()
        colleague = MemberFactory(adviser=True, actor=team.actor, teams=[team])
        referral = ReferralFactory(team=team)
        AtDesk(colleague).move("accept", referral)

        page = desk.move("accept", referral)

        (message,) = page.context["messages"]
        assert colleague.user.name in str(message)
        referral.refresh_from_db()
        assert referral.adviser == colleague

    def test_someone_who_is_not_in_the_team_cannot_be_given_it(self, desk):
        referral = ReferralFactory(team=desk.member.teams.get())

        desk.move("accept", referral, adviser=MemberFactory(adviser=True).pk)

        referral.refresh_from_db()
        assert referral.state == "sent"

    def test_a_manager_outside_the_team_chooses_who_accepts(self):
        actor = ActorFactory()
        team = TeamFactory(actor=actor)
        colleague = MemberFactory(adviser=True, actor=actor, teams=[team])
        manager = MemberFactory(manager=True, actor=actor)
        referral = ReferralFactory(team=team)
        desk = AtDesk(manager)

        page = desk.case(referral)
        assert f'<option value="{colleague.pk}">' in page.content.decode()
        desk.move("accept", referral, adviser=colleague.pk)

        referral.refresh_from_db()
        assert referral.adviser == colleague


class TestForms:
    @pytest.fixture(params=["sv", "en"])
    def desk(self, request):
        return AtDesk(MemberFactory(adviser=True), request.param)

    @pytest.mark.parametrize(
        ("name", "given", "kept"),
        [
            ("decline", {"text": "Vi har fullt."}, "Vi har fullt."),
            ("decline", {"reason": "other"}, 'value="other"'),
            ("close", {"text": "Talat i telefon."}, "Talat i telefon."),
            ("hand_over", {"note": "De behöver jurist."}, "De behöver jurist."),
            ("bring_in", {"note": "De behöver jurist."}, "De behöver jurist."),
            ("bring_in", {"team": "999999"}, "error-summary"),
            ("assign", {"member": "999999"}, "error-summary"),
        ],
    )
    def test_a_fault_keeps_what_was_written(self, desk, name, given, kept):
        referral = ReferralFactory(team=desk.member.teams.get(), accepted=True, adviser=desk.member)

        page = desk.move(name, referral, **given)

        assert page.status_code == 422
        assert kept in page.content.decode()
        referral.refresh_from_db()
        assert referral.state == "accepted"

    def test_declining_tells_where_it_can_be_undone(self, desk):
        referral = ReferralFactory(team=desk.member.teams.get())

        page = desk.move("decline", referral, reason="conflict", text="Vi är delägare.")

        assert desk.address("case", referral.case.reference) in str(
            next(iter(page.context["messages"]))
        )
        again = desk.case(referral)
        assert desk.address("reconsider", referral.case.reference, referral.pk) in (
            again.content.decode()
        )


class TestPassingOn:
    @pytest.fixture
    def desk(self):
        return AtDesk(MemberFactory(adviser=True))

    @pytest.fixture
    def referral(self, desk):
        return ReferralFactory(
            team=desk.member.teams.get(), started=True, adviser=desk.member,
            case__areas=("liquidity", "rent"), case__municipality_code="0484",
            case__region_code="04",
        )  # fmt: skip

    @pytest.mark.parametrize("page", ["hand_over", "bring_in"])
    def test_teams_that_fit_come_with_their_reasons(self, desk, referral, page):
        fits = TeamFactory(areas=("liquidity", "rent"))
        TeamFactory(areas=("law",))

        found = desk.get(page, referral.case.reference, referral.pk).context["found"]

        assert fits.pk in [one.team_id for one in found.shown]
        (one,) = (one for one in found.shown if one.team_id == fits.pk)
        assert one.answer == "yes"
        assert any(why.state == "yes" for why in one.reasons)
        assert all(one.answer != "no" for one in found.shown)

    def test_any_team_is_found_by_name_with_why_it_was_not_chosen(self, desk, referral):
        team = TeamFactory(name="Juristjouren", areas=("law",))

        found = desk.get("hand_over", referral.case.reference, referral.pk, q="jurist").context[
            "found"
        ]

        (one,) = found.shown
        assert (one.team_id, one.answer) == (team.pk, "no")
        assert "no" in {why.state for why in one.reasons}

    def test_the_new_team_reads_the_note(self, desk, referral):
        other = MemberFactory(adviser=True)
        team = other.teams.get()

        desk.move("hand_over", referral, team=team.pk, note="Bolaget behöver er jurist.")

        made = Referral.objects.get(team=team)
        assert "Bolaget behöver er jurist." in seen(AtDesk(other).case(made))
        assert AtDesk(other).inbox() == [referral.case.reference]
        assert desk.case(referral).context["page"].acts is False

    def test_one_may_be_brought_in_for_some_of_the_needs(self, desk, referral):
        team = TeamFactory()

        desk.move("bring_in", referral, team=team.pk, note="Hyran är er.", areas=["rent", "law"])

        made = Referral.objects.get(team=team)
        assert [need.area for need in made.needs.all()] == ["rent"]

    def test_a_team_that_takes_no_cases_cannot_be_chosen(self, desk, referral):
        closed = TeamFactory(closed=True)

        page = desk.move("hand_over", referral, team=closed.pk, note="Tar ni den?")

        assert page.status_code == 422

    def test_not_to_ones_own_team(self, desk, referral):
        page = desk.move("hand_over", referral, team=referral.team_id, note="Till oss själva.")

        assert page.status_code == 422
        assert "Till oss själva." in page.content.decode()


def test_another_team_of_ones_own_organisation_is_not_ones_own(db):
    member = MemberFactory(adviser=True)
    referral = ReferralFactory(team__actor=member.actor)

    assert AtDesk(member).move("accept", referral).status_code == 404
