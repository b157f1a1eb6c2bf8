"""An organisation's people: inviting, changing, ending, and looking through."""

import datetime
import re

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from lotsa.domain.actors import invitations, reviews
from lotsa.domain.actors.models import AccessReview, Member
from lotsa.domain.cases.models import CaseEvent
from lotsa.foundation import clock
from lotsa.foundation.access import Role
from lotsa.foundation.outbox.models import OutboxMessage
from lotsa.usecases.staff import reviewing
from tests.support.factories import (
    ActorFactory,
    MemberFactory,
    ReferralFactory,
    TaskFactory,
    TeamFactory,
    TerritoryFactory,
    UserFactory,
)
from tests.support.staff import signed_in

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2026, 11, 2, 9, tzinfo=datetime.UTC)


@pytest.fixture
def manager():
    return MemberFactory(manager=True, actor__slug="partner", actor__name="Partnern")


@pytest.fixture
def administrator():
    return MemberFactory(administrator=True)


def roles_of(member):
    return sorted((row.role, row.territory and row.territory.code) for row in member.roles.all())


class TestChanging:
    def test_roles_count_from_the_next_page(self, manager):
        member = MemberFactory(manager=True, actor=manager.actor)
        client = signed_in(member)
        own = reverse("people:members", args=["partner"])
        assert client.get(own).status_code == 200

        signed_in(manager).post(
            reverse("people:member", args=["partner", member.pk]),
            {"roles": ["adviser"], "title": "Ny"},
        )

        assert client.get(own).status_code == 404
        assert roles_of(member) == [("adviser", None)]

    def test_a_manager_leaves_roles_that_are_not_for_managers_as_they_are(self, manager):
        county = TerritoryFactory()
        member = MemberFactory(
            adviser=True, coordinator=True, territories=[county], actor=manager.actor
        )
        address = reverse("people:member", args=["partner", member.pk])

        signed_in(manager).post(address, {"roles": ["actor_manager"], "title": ""})

        assert roles_of(member) == [("actor_manager", None), ("coordinator", county.code)]

    def test_other_organisations_people_do_not_exist(self, manager):
        other = MemberFactory(adviser=True)
        client = signed_in(manager)

        for name in ("member", "end"):
            for slug in ("partner", other.actor.slug):
                assert (
                    client.get(reverse(f"people:{name}", args=[slug, other.pk])).status_code == 404
                )

    def test_somebody_stays_administrator(self, administrator):
        client = signed_in(administrator)
        address = [administrator.actor.slug, administrator.pk]

        changed = client.post(
            reverse("people:member", args=address), {"roles": ["adviser"], "title": ""}
        )
        ended = client.post(reverse("people:end", args=address), {"colleague": "team"})

        assert (changed.status_code, ended.status_code) == (422, 422)
        assert roles_of(administrator) == [("administrator", None)]


class TestLeaving:
    @pytest.fixture
    def leaver(self, manager):
        teams = [TeamFactory(actor=manager.actor), TeamFactory(actor=manager.actor)]
        return MemberFactory(adviser=True, actor=manager.actor, teams=teams)

    def test_work_goes_to_a_colleague_and_the_rest_to_the_teams(self, manager, leaver):
        first, second = leaver.teams.all()
        colleague = MemberFactory(adviser=True, actor=manager.actor, teams=[first])
        shared = ReferralFactory(accepted=True, team=first, adviser=leaver)
        other = ReferralFactory(started=True, team=second, adviser=leaver)
        done = ReferralFactory(declined=True, team=first, adviser=leaver)
        task = TaskFactory(member=leaver, case=shared.case)
        session = signed_in(leaver)
        assert session.get(reverse("account:own")).status_code == 200

        page = signed_in(manager).post(
            reverse("people:end", args=["partner", leaver.pk]), {"colleague": str(colleague.pk)}
        )

        assert page.status_code == 302
        for row in (shared, other, done, task, leaver):
            row.refresh_from_db()
        assert (shared.adviser, other.adviser, done.adviser) == (colleague, None, leaver)
        assert (shared.state, other.state) == ("accepted", "in_progress")
        assert task.member == colleague
        assert CaseEvent.objects.filter(case=shared.case, verb="assigned").count() == 1
        assert CaseEvent.objects.get(case=other.case, verb="left_to_team").member_id == manager.pk
        assert leaver.ended_at
        assert session.get(reverse("account:own")).status_code == 302
        leaver.user.refresh_from_db()
        assert leaver.user.left_at

    def test_one_with_another_place_keeps_it(self, manager, leaver):
        MemberFactory(adviser=True, user=leaver.user, actor__name="Den andra")
        session = signed_in(leaver)

        signed_in(manager).post(
            reverse("people:end", args=["partner", leaver.pk]), {"colleague": "team"}
        )

        assert "Den andra" in session.get(reverse("account:own")).content.decode()

    def test_nobody_from_another_organisation_takes_over(self, manager, leaver):
        stranger = MemberFactory(adviser=True)

        answer = signed_in(manager).post(
            reverse("people:end", args=["partner", leaver.pk]), {"colleague": str(stranger.pk)}
        )

        assert answer.status_code == 422
        leaver.refresh_from_db()
        assert leaver.ended_at is None


class TestReviewing:
    def run(self, at):
        return reviewing.run(at.date(), now=at, moment=at)

    def test_a_quarter_opens_one_review_for_each_organisation_and_tells_its_managers(self, manager):
        assert self.run(NOW)["opened"] == 1
        assert self.run(NOW)["opened"] == 0
        assert AccessReview.objects.get().quarter == "2026Q4"
        assert OutboxMessage.objects.get(notice="access.review").recipient_id == str(
            manager.user_id
        )

    def test_managers_say_of_each_who_stays(self, manager):
        stays = MemberFactory(adviser=True, actor=manager.actor)
        goes = MemberFactory(adviser=True, actor=manager.actor)
        self.run(NOW)
        client = signed_in(manager)
        address = reverse("people:review", args=["partner"])
        assert client.get(address).content.decode().count("<fieldset") == 3
        session = signed_in(goes)

        client.post(address, {f"member-{stays.pk}": "keep", f"member-{goes.pk}": "end"})

        assert session.get(reverse("account:own")).status_code == 302
        assert not AccessReview.objects.get().finished_at
        client.post(address, {f"member-{manager.pk}": "keep"})
        assert AccessReview.objects.get().finished_at
        assert client.post(address).status_code == 404

    def test_what_nobody_confirms_in_thirty_days_is_ended_after_a_second_warning(self, manager):
        adviser = MemberFactory(adviser=True, actor=manager.actor)
        self.run(NOW)
        early = self.run(NOW + datetime.timedelta(days=21))
        again = self.run(NOW + datetime.timedelta(days=22))
        assert (early["ended"], early["reminded"], again["ended"]) == (0, 1, 0)
        assert OutboxMessage.objects.filter(notice="access.review").count() == 2

        late = self.run(NOW + reviews.GRACE)

        assert late["ended"] == 2
        adviser.refresh_from_db()
        assert adviser.ended_at
        assert AccessReview.objects.get().finished_at
        assert self.run(NOW + reviews.GRACE)["ended"] == 0

    def test_administrators_the_demos_people_and_the_unmanaged_are_not_ended_by_themselves(
        self, manager
    ):
        MemberFactory(administrator=True, actor=manager.actor)
        MemberFactory(adviser=True, actor=manager.actor, user__demo=True)
        MemberFactory(adviser=True)
        self.run(NOW)

        assert self.run(NOW + reviews.GRACE)["ended"] == 1
        assert Member.objects.current().count() == 3

    def test_one_who_came_after_the_review_began_is_not_in_it(self, manager):
        self.run(NOW)
        MemberFactory(adviser=True, actor=manager.actor, at=NOW + datetime.timedelta(days=1))

        assert self.run(NOW + reviews.GRACE)["ended"] == 1

    def test_late_reviews_are_shown_to_the_administrator(self, administrator, manager):
        began = clock.now() - reviews.GRACE - datetime.timedelta(days=1)
        AccessReview.objects.create(actor=manager.actor, quarter="2020Q1", started_at=began)
        client = signed_in(administrator)

        page = client.get(reverse("people:organisations"), {"show": "overdue"}).content.decode()

        assert "Partnern" in page
        assert administrator.actor.name not in re.split("<main", page)[1]


class TestOrganisations:
    def test_an_administrator_finds_organisations_and_people(self, administrator, manager):
        person = MemberFactory(adviser=True, user__name="Sökbar Påhitt")
        client = signed_in(administrator)

        assert "Partnern" in client.get(reverse("people:organisations")).content.decode()
        for asked in ("sökbar", person.user.email):
            found = client.post(reverse("people:look_for"), {"q": asked}, follow=True)
            assert asked not in found.redirect_chain[0][0]
            assert "Sökbar Påhitt" in found.content.decode()

    def test_a_manager_is_led_to_the_own_organisation(self, manager):
        assert signed_in(manager).get(reverse("people:organisations")).url == reverse(
            "people:members", args=["partner"]
        )

    def test_the_same_number_of_queries_for_one_and_for_twenty(
        self, manager, django_assert_num_queries
    ):
        def count():
            from django.db import connection  # noqa: PLC0415
            from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

            client = signed_in(manager)
            with CaptureQueriesContext(
                connection,
            ) as caught:
                assert client.get(reverse("people:members", args=["partner"])).status_code == 200
            return len(caught)

        MemberFactory(adviser=True, actor=manager.actor)
        one = count()
        for _ in range(20):
            MemberFactory(adviser=True, actor=manager.actor)

        assert count() == one


class TestFirstAdministrator:
    def test_the_command_makes_one_who_can_sign_in(self, capsys):
        ActorFactory(slug="region")
        call_command("add_administrator", " Forst@Example.SE", "region", name="Först Påhitt")
        call_command("add_administrator", "forst@example.se", "region")

        member = Member.objects.get()
        assert (member.user.email, member.user.name) == ("forst@example.se", "Först Påhitt")
        assert roles_of(member) == [("administrator", None)]

    def test_the_command_keeps_other_roles(self, capsys):
        member = MemberFactory(adviser=True, actor__slug="region", user__email="a@example.se")
        call_command("add_administrator", "a@example.se", "region")

        assert {row.role for row in member.roles.all()} == {Role.ADVISER, Role.ADMINISTRATOR}
        assert member.teams.count() == 1

    def test_an_organisation_that_does_not_exist_is_named(self):
        with pytest.raises(CommandError, match="nowhere"):
            call_command("add_administrator", "a@example.se", "nowhere")


def test_a_person_who_left_and_comes_back_can_sign_in_again(manager):
    gone = MemberFactory(adviser=True, actor=manager.actor, ended=True, user__gone=True)
    row = invitations.invite(
        manager.actor_id, "ny@example.se", "", [{"role": "adviser", "territory": ""}], (),
        language="sv", by=UserFactory(), now=timezone.now(),
    )  # fmt: skip
    invitations.accept(row, gone.user, now=timezone.now())

    assert Member.objects.current().filter(pk=gone.pk).exists()
