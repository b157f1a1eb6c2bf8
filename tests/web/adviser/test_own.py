import pytest

from lotsa.foundation.outbox import selectors
from lotsa.foundation.outbox.models import DigestChoice
from tests.support.factories import AT, MemberFactory, ReferralFactory, TaskFactory
from tests.support.guide import seen
from tests.web.adviser.desk import AtDesk

pytestmark = pytest.mark.usefixtures("facts")


@pytest.fixture
def member():
    return MemberFactory(adviser=True)


@pytest.fixture(params=["sv", "en"])
def desk(member, request):
    return AtDesk(member, request.param)


class TestMyTasks:
    def test_are_ticked_off_where_they_are_listed(self, desk, member):
        referral = ReferralFactory(team=member.teams.get(), started=True, adviser=member)
        task = TaskFactory(case=referral.case, member=member, title="Ring Krogen")
        TaskFactory(case=referral.case, title="Någon annans")

        page = desk.get("tasks")
        assert [one.id for one, _ in page.context["tasks"]] == [task.pk]

        after = desk.post("finish_task", referral.case.reference, task.pk, back="tasks")
        assert after.redirect_chain[-1][0] == desk.address("tasks")
        assert (list(after.context["tasks"]), len(after.context["done"])) == ([], 1)

    def test_none_is_told_in_words(self, desk):
        assert "Ring" not in seen(desk.get("tasks"))

    def test_a_done_one_is_taken_up_again(self, desk, member):
        referral = ReferralFactory(team=member.teams.get(), started=True, adviser=member)
        task = TaskFactory(case=referral.case, member=member, done_at=AT)

        after = desk.post("finish_task", referral.case.reference, task.pk, back="tasks", done="0")

        assert [one.id for one, _ in after.context["tasks"]] == [task.pk]


class TestMyMails:
    def test_what_may_be_declined_is_and_the_rest_is_not(self, desk, member):
        who = ("user", member.user_id)

        desk.post("notices", wanted=["case.company_wrote"], pace="daily", hour="7")

        chosen = {one.notice: one for one in selectors.choices(*who, selectors.Audience.STAFF)}
        assert chosen["case.company_wrote"].wanted
        assert not chosen["referral.sent"].wanted
        assert chosen["referral.escalated"].wanted
        assert selectors.pace(*who) == selectors.Pace(daily=True, hour=7)
        page = desk.get("notices").context
        assert [one.value for one in page["wanted"].choices if one.chosen] == ["case.company_wrote"]

    @pytest.mark.parametrize("hour", ["", "24", "-1", "sju"])
    def test_an_hour_that_is_none_changes_none(self, desk, member, hour):
        desk.post("notices", wanted=[], pace="daily", hour=hour)

        assert DigestChoice.objects.get().hour == 8
