import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lotsa.domain.actors.viewers import viewer_of
from lotsa.domain.cases.access import case_for
from lotsa.domain.cases.case_page import attachments_for, case_page, may_act
from lotsa.domain.cases.earlier import alike
from lotsa.domain.cases.services import answering, talking
from lotsa.domain.cases.services.by import By
from lotsa.domain.cases.todo import done_tasks, open_tasks
from tests.support.factories import (
    AT,
    CaseFactory,
    MemberFactory,
    MessageFactory,
    NoteFactory,
    ReferralFactory,
    TaskFactory,
    TeamFactory,
)
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


@pytest.fixture
def adviser():
    return MemberFactory(adviser=True)


@pytest.fixture
def referral(adviser):
    return ReferralFactory(team=adviser.teams.get(), started=True, adviser=adviser)


@pytest.fixture
def other(referral):
    """An adviser of another organisation that has the case too."""
    member = MemberFactory(adviser=True)
    ReferralFactory(case=referral.case, team=member.teams.get(), started=True, adviser=member)
    return member


def page_of(member, referral):
    viewer = viewer_of(member)
    return case_page(case_for(viewer, referral.case.reference), viewer, now=AT)


class TestTheParts:
    def test_ones_own_with_what_can_be_done_and_others_without(self, adviser, referral, other):
        page = page_of(adviser, referral)

        (mine,), (theirs,) = page.mine, page.others
        assert mine.moves == {"close", "hand_over"}
        assert (mine.has_it, mine.in_team) == (True, True)
        assert [one.id for one in mine.colleagues] == [adviser.pk]
        assert (theirs.adviser, theirs.moves, theirs.colleagues) == (other.user.name, set(), ())

    def test_a_coordinator_may_act_for_every_team(self, referral, other):
        page = page_of(MemberFactory(coordinator=True), referral)

        assert len(page.mine) == 2
        assert page.acts

    def test_the_one_who_opened_it_may_only_read(self, referral):
        opener = MemberFactory(adviser=True)
        referral.case.opened_by = opener
        referral.case.opened_by_actor = opener.actor
        referral.case.save()

        page = page_of(opener, referral)

        assert (page.mine, page.acts) == ((), False)
        assert page.opener == f"{opener.user.name}, {opener.actor.name}"

    @pytest.mark.parametrize(
        ("state", "acts"),
        [
            *(("sent", True), ("accepted", True), ("in_progress", True), ("closed", True)),
            *(("declined", False), ("handed_over", False), ("recalled", False)),
        ],
    )
    def test_a_team_that_has_let_go_may_only_read(self, adviser, state, acts):
        referral = ReferralFactory(team=adviser.teams.get(), state=state)

        assert may_act(referral.case, viewer_of(adviser)) is acts
        assert page_of(adviser, referral).acts is acts


class TestWhatIsKeptBetweenOrganisations:
    def test_a_note_is_ones_own_organisations_unless_shared(self, adviser, referral, other):
        NoteFactory(case=referral.case, member=other, text="deras")
        NoteFactory(case=referral.case, member=other, text="allas", shared=True)
        NoteFactory(case=referral.case, member=adviser, text="vår")

        assert {one.text for one in page_of(adviser, referral).notes} == {"allas", "vår"}
        assert {one.text for one in page_of(other, referral).notes} == {"allas", "deras"}

    def test_an_internal_file_is_ones_own_organisations(self, adviser, referral, other):
        for member, internal in ((other, True), (other, False)):
            upload = SimpleUploadedFile(f"{internal}.txt", b"Text.")
            by = By.member(viewer_of(member))
            talking.attach(referral.case.pk, upload, internal=internal, by=by, now=AT)

        assert [one.name for one in page_of(adviser, referral).files] == ["False.txt"]
        assert len(page_of(other, referral).files) == 2
        assert attachments_for(referral.case, viewer_of(adviser)).count() == 1

    def test_a_task_is_ones_own_organisations(self, adviser, referral, other):
        TaskFactory(case=referral.case, member=other)
        late = TaskFactory(case=referral.case, member=adviser, due_on=AT.date() - DAY)
        done = TaskFactory(case=referral.case, member=adviser, due_on=None, done_at=AT)

        assert [one.id for one in page_of(adviser, referral).tasks] == [late.pk, done.pk]


class TestTheHistory:
    def test_a_case_that_may_not_be_read_shows_only_when_and_who(self, adviser, referral):
        company = referral.case.company
        foreign = ReferralFactory(case=CaseFactory(company=company, closed=True, at=AT - 9 * DAY))
        own = ReferralFactory(team=referral.team, case=CaseFactory(company=company), state="closed")
        CaseFactory(company=company, spam=True)

        shown = {one.reference: one for one in page_of(adviser, referral).history}

        assert set(shown) == {foreign.case.reference, own.case.reference}
        readable, closed = shown[own.case.reference], shown[foreign.case.reference]
        assert (readable.readable, readable.areas) == (True, ("liquidity",))
        assert (closed.readable, closed.areas, closed.outcome, closed.state) == (
            *(False, (), ""),
            None,
        )
        assert closed.actors == (foreign.team.actor.name,)
        assert closed.closed_at is not None

    def test_without_the_permission_there_is_none(self, referral):
        CaseFactory(company=referral.case.company)

        page = page_of(MemberFactory(manager=True, actor=referral.team.actor), referral)

        assert page.history == ()

    def test_cases_alike_by_contact_are_only_those_that_may_be_read(self, adviser, referral):
        secret = CaseFactory(contact_email="samma@example.com", company=None)
        own = ReferralFactory(
            team=referral.team,
            case=CaseFactory(contact_email="samma@example.com", company=None),
        )

        found = alike(viewer_of(adviser), company_id=None, email="samma@example.com")

        assert [one.reference for one in found] == [own.case.reference]
        assert alike(viewer_of(adviser), company_id=None) == ()
        by_company = alike(viewer_of(adviser), company_id=CaseFactory().company_id)
        assert [one.readable for one in by_company] == [False]
        assert secret.reference not in {one.reference for one in by_company}


class TestTheEvents:
    def test_ids_become_names(self, adviser, referral):
        by = By.member(viewer_of(adviser))
        colleague = MemberFactory(adviser=True, actor=adviser.actor, teams=[referral.team])
        team = TeamFactory()
        answering.assign(referral.pk, colleague.pk, by=by, now=AT)
        answering.hand_over(referral.pk, team.pk, "Tar ni den?", by=by, now=AT + DAY)

        events = {one.verb: one for one in page_of(adviser, referral).events}

        assert events["assigned"].subject == colleague.user.name
        assert events["handed_over"].subject == team.name
        assert (events["sent"].who, events["sent"].team) == (adviser.user.name, team.name)


class TestMyTasks:
    def test_mine_in_cases_i_may_still_read(self, adviser, referral):
        soon = TaskFactory(case=referral.case, member=adviser)
        someday = TaskFactory(case=referral.case, member=adviser, due_on=None)
        done = TaskFactory(case=referral.case, member=adviser, done_at=AT)
        TaskFactory(case=referral.case)
        TaskFactory(member=adviser)

        viewer = viewer_of(adviser)

        assert [one.id for one in open_tasks(viewer)] == [soon.pk, someday.pk]
        assert [one.id for one in done_tasks(viewer)] == [done.pk]


def test_as_many_queries_for_twenty_of_everything_as_for_one(adviser, referral, other):
    case = referral.case
    viewer = viewer_of(adviser)

    def fill():
        by = By.member(viewer)
        MessageFactory(case=case)
        upload = SimpleUploadedFile("fil.txt", b"Text.")
        talking.say(case.pk, "Hej", [upload], by=by, now=AT)
        NoteFactory(case=case, member=adviser)
        TaskFactory(case=case, member=adviser)
        member = MemberFactory(adviser=True, actor=adviser.actor, teams=[referral.team])
        answering.assign(referral.pk, member.pk, by=by, now=AT)
        team = TeamFactory()
        answering.bring_in(referral.pk, team.pk, (), "Se hit", by=by, now=AT)
        ReferralFactory(case=CaseFactory(company=case.company, closed=True), state="closed")

    def queries():
        return queries_of(lambda: page_of(adviser, referral))

    fill()
    once = queries()
    for _ in range(6):
        fill()

    assert queries() == once
