"""Inviting people: who may, to what, and what a link is good for."""

import datetime

import pytest
from django.urls import reverse

from lotsa.domain.actors import invitations
from lotsa.domain.actors.models import Invitation, Member
from lotsa.domain.people.models import User
from lotsa.foundation import clock
from lotsa.foundation.audit.models import AuditEvent
from lotsa.foundation.outbox.models import OutboxMessage
from lotsa.foundation.outbox.registry import find_notice, require_kind
from tests.support.client import StrictClient
from tests.support.factories import (
    ActorFactory,
    MemberFactory,
    TeamFactory,
    TerritoryFactory,
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


def invite(client, slug="partner", **more):
    told = {"email": "ny@example.se", "name": "Ny Påhitt", "roles": ["adviser"], "language": "sv"}
    return client.post(reverse("people:invite", args=[slug]), told | more)


def link():
    return reverse(
        "account:invitation", args=[invitations.token_of(Invitation.objects.latest("pk"))]
    )


class TestInviting:
    def test_a_manager_invites_and_the_person_comes_in_by_the_link_alone(self, manager):
        team = TeamFactory(actor=manager.actor)
        page = signed_in(manager).get(reverse("people:invite", args=["partner"])).content.decode()
        assert "coordinator" not in page
        answer = invite(signed_in(manager), teams=[team.pk])
        assert answer.url == reverse("people:members", args=["partner"])

        guest = StrictClient()
        shown = guest.get(link())
        assert "Partnern" in shown.content.decode()
        assert "no-store" in shown.headers["Cache-Control"]
        assert User.objects.filter(email="ny@example.se").count() == 0
        before = guest.session.session_key
        taken = guest.post(link())

        member = Member.objects.get(user__email="ny@example.se")
        assert taken.url == reverse("account:home")
        assert guest.get(reverse("account:own")).status_code == 200
        assert guest.session.session_key != before
        assert roles_of(member) == [("adviser", None)]
        assert list(member.teams.all()) == [team]
        assert {"member.invited", "member.joined"} <= set(
            AuditEvent.objects.values_list("name", flat=True)
        )

    def test_a_link_works_once(self, manager):
        invite(signed_in(manager))
        address = link()
        StrictClient().post(address)

        assert StrictClient().get(address).status_code == 404
        assert StrictClient().post(address).status_code == 404
        assert Member.objects.filter(user__email="ny@example.se").count() == 1

    def test_a_link_dies_after_fourteen_days_when_withdrawn_and_when_sent_anew(self, manager):
        client = signed_in(manager)
        invite(client)
        row, first = Invitation.objects.get(), link()
        client.post(reverse("people:resend", args=["partner", row.pk]))
        second = link()
        assert (StrictClient().get(first).status_code, StrictClient().get(second).status_code) == (
            404,
            200,
        )

        token = second.rstrip("/").rsplit("/", 1)[1]
        row.refresh_from_db()
        over = row.expires_at + datetime.timedelta(seconds=1)
        assert invitations.open_invitation(token, now=over) is None
        assert row.expires_at - clock.now() > datetime.timedelta(days=13)

        client.post(reverse("people:withdraw", args=["partner", row.pk]))
        assert StrictClient().get(second).status_code == 404
        assert not invitations.resend(row.pk, now=clock.now())

    @pytest.mark.parametrize(
        "change",
        [
            lambda t: t[:-1],
            lambda t: t + "0",
            lambda t: "9" + t,
            lambda t: t.upper(),
            lambda _: "å",
            lambda _: "x" * 200,
        ],
    )
    def test_a_changed_link_opens_nothing(self, manager, change):
        invite(signed_in(manager))
        token = invitations.token_of(Invitation.objects.get())
        if change(token) == token:
            return

        answer = StrictClient().get(reverse("account:invitation", args=[change(token)]))

        assert answer.status_code == 404

    def test_a_known_address_must_sign_in_first(self, manager):
        known = MemberFactory(adviser=True, user__email="ny@example.se")
        invite(signed_in(manager))

        stranger = StrictClient()
        page = stranger.post(link())
        assert page.status_code == 200
        assert reverse("account:sign_in") in page.content.decode()
        assert stranger.get(reverse("account:own")).status_code == 302

        client = signed_in(known)
        client.post(link())
        assert Member.objects.filter(user=known.user).count() == 2
        assert "Partnern" in client.get(reverse("account:own")).content.decode()

    def test_one_who_is_signed_in_takes_it_as_who_they_are(self, manager):
        other = MemberFactory(adviser=True)
        invite(signed_in(manager))
        signed_in(other).post(link())

        assert Member.objects.filter(user=other.user, actor=manager.actor).exists()
        assert not User.objects.filter(email="ny@example.se").exists()

    def test_the_mail_names_who_invites_and_holds_the_link_that_is_stored_nowhere(self, manager):
        invite(signed_in(manager))
        mail = OutboxMessage.objects.get(notice="invitation.sent")
        token = invitations.token_of(Invitation.objects.get())
        assert token not in str(mail.__dict__)
        assert token not in str(Invitation.objects.values().get())

        to = require_kind("invitation")(mail.recipient_id)
        from lotsa.foundation.outbox.letters import Occasion, Ref  # noqa: PLC0415

        occasion = Occasion(mail.notice, Ref("invitation", mail.recipient_id), None, {}, NOW)
        letter = find_notice("invitation.sent").build(occasion, to)
        assert to.address == "ny@example.se"
        assert manager.user.name in letter.paragraphs[0]
        assert letter.action.url.endswith(f"{token}/")

    @pytest.mark.parametrize("role", ["administrator", "coordinator", "analyst", "nonsense"])
    def test_a_manager_gives_no_role_that_reaches_over_organisations(self, manager, role):
        assert invite(signed_in(manager), roles=[role]).status_code == 422
        assert Invitation.objects.count() == 0

    def test_a_manager_invites_to_no_other_organisation_nor_its_teams(self, manager):
        other = ActorFactory(slug="other")
        team = TeamFactory(actor=other)
        TeamFactory(actor=manager.actor)

        assert invite(signed_in(manager), slug="other").status_code == 404
        assert invite(signed_in(manager), teams=[team.pk]).status_code == 422

    def test_an_administrator_names_where_a_coordinator_coordinates(self, administrator, manager):
        county = TerritoryFactory(code="18", name_sv="Örebro", full_name_sv="Örebro län")
        TerritoryFactory(
            municipality=True, code="1880", name_sv="Örebro", full_name_sv="Örebro kommun"
        )
        client = signed_in(administrator)
        said = {"roles": ["coordinator"]}

        assert "Örebro" in invite(client, territories="Örebro", **said).content.decode()
        assert invite(client, territories="Atlantis", **said).status_code == 422
        assert invite(client, territories="örebro län\n", **said).status_code == 302
        StrictClient().post(link())

        assert roles_of(Member.objects.get(user__email="ny@example.se")) == [
            ("coordinator", county.code)
        ]

    def test_somebody_who_is_here_already_is_not_invited(self, manager):
        MemberFactory(adviser=True, actor=manager.actor, user__email="ny@example.se")

        assert invite(signed_in(manager)).status_code == 422

    def test_a_new_invitation_takes_the_earlier_one_back(self, manager):
        client = signed_in(manager)
        invite(client)
        first = link()
        invite(client)

        assert StrictClient().get(first).status_code == 404
        assert Invitation.objects.open(clock.now()).count() == 1
