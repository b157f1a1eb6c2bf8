"""The signed-in session: how long it lives, what ends it, the demo's people, switching places."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lotsa.domain.actors.models import Member
from lotsa.foundation import clock
from lotsa.foundation.web import readonly
from lotsa.usecases.staff import demo, presence
from lotsa.usecases.staff.emptying import KEPT, empty_those_gone
from tests.security.test_matrix import routes
from tests.support.client import StrictClient
from tests.support.factories import MemberFactory, TerritoryFactory, UserFactory
from tests.support.staff import signed_in

pytestmark = pytest.mark.django_db

OWN = reverse("account:own")


@pytest.fixture
def member():
    return MemberFactory(adviser=True)


def is_signed_in(client):
    return client.get(reverse("account:own")).status_code == 200


def age(client, **stamps):
    session = client.session
    for key, back in stamps.items():
        session[getattr(presence, key)] -= back.total_seconds()
    session.save()


class TestLifetime:
    def test_a_session_is_over_after_a_working_day_however_busy(self, member):
        client = signed_in(member)
        age(client, SIGNED_IN_AT=presence.LONGEST - datetime.timedelta(minutes=1))
        assert is_signed_in(client)
        age(client, SIGNED_IN_AT=datetime.timedelta(minutes=2))
        assert not is_signed_in(client)

    def test_a_session_is_over_when_idle_and_lives_while_used(self, member):
        client = signed_in(member)
        adviser = reverse("adviser:inbox")
        for _ in range(3):
            age(client, SEEN_AT=presence.IDLE - datetime.timedelta(minutes=1))
            assert client.get(adviser).status_code == 200
        age(client, SEEN_AT=presence.IDLE + datetime.timedelta(minutes=1))
        assert client.get(adviser).status_code == 302

    def test_signing_out_empties_the_session(self, member):
        client = signed_in(member)
        session = client.session
        session["situation"] = {"facts": {}}
        session.save()
        client.post(reverse("account:sign_out"))

        assert not is_signed_in(client)
        assert "situation" not in client.session

    def test_signing_out_everywhere_else_leaves_this_one(self, member):
        here, there = signed_in(member), signed_in(member)
        here.post(reverse("account:sign_out_elsewhere"))

        assert is_signed_in(here)
        assert not is_signed_in(there)

    @pytest.mark.parametrize(
        "end",
        [
            lambda _: Member.objects.update(ended_at=clock.now()),
            lambda m: type(m.user).objects.update(is_active=False),
            lambda m: type(m.user).objects.update(left_at=clock.now()),
            lambda m: type(m.actor).objects.update(withdrawn_at=clock.now()),
            lambda m: m.user.delete(),
        ],
    )
    def test_what_ends_a_place_ends_it_at_the_next_page(self, member, end):
        client = signed_in(member)
        assert is_signed_in(client)
        end(member)

        assert not is_signed_in(client)
        assert client.get(reverse("account:sign_in")).status_code == 200

    @pytest.mark.parametrize(
        "kept",
        [
            {"_auth_user_id": "x"},
            {"_auth_user_hash": "x"},
            {"staff_signed_in_at": "x"},
            {"staff_seen_at": None},
        ],
    )
    def test_a_spoilt_session_signs_nobody_in(self, member, kept):
        client = signed_in(member)
        session = client.session
        session.update(kept)
        session.save()

        assert not is_signed_in(client)


class TestPlaces:
    def test_switching_changes_what_one_may_and_is_remembered(self, member):
        other = MemberFactory(manager=True, user=member.user)
        client = signed_in(member)
        page = client.get(OWN).content.decode()
        assert other.actor.name in page

        client.post(reverse("account:switch"), {"place": other.pk})

        assert client.get(reverse("people:members", args=[other.actor.slug])).status_code == 200
        assert client.get(reverse("adviser:inbox")).status_code == 200
        again = StrictClient()
        again.force_login(member.user)
        assert f"{other.actor.name}</span>" in again.get(OWN).content.decode()

    @pytest.mark.parametrize("place", ["", "x", "-1", "999999", "9" * 30])
    def test_there_is_no_switching_to_what_is_not_ones_own(self, member, place):
        assert (
            signed_in(member).post(reverse("account:switch"), {"place": place}).status_code == 404
        )

    def test_there_is_no_switching_to_another_persons_place(self, member):
        theirs = MemberFactory(manager=True)

        assert (
            signed_in(member).post(reverse("account:switch"), {"place": theirs.pk}).status_code
            == 404
        )


class TestQueries:
    def test_a_public_page_asks_nothing_about_who_looks(self, client, settings):
        settings.LOTSA_DEMO = False
        with CaptureQueriesContext(connection) as caught:
            client.get(reverse("public:about"))
        assert len(caught) == 0

    def test_who_looks_is_known_by_four_queries_however_many_places(self, member):
        client = signed_in(member)
        for number in (0, 5):
            for _ in range(number):
                MemberFactory(adviser=True, user=member.user)
            with CaptureQueriesContext(connection) as caught:
                client.get(reverse("account:second_factor"))
            about_who = [one for one in caught if "mfa_authenticator" not in one["sql"]]
            assert len(about_who) == 4


class TestDemo:
    @pytest.fixture
    def invented(self):
        return MemberFactory(coordinator=True, user__demo=True, user__name="Demo Påhitt")

    def sign_in(self, client, user, **more):
        return client.post(reverse("account:demo_sign_in"), {"person": str(user.public_id), **more})

    def test_a_visitor_is_one_of_the_demos_people_by_one_click(self, client, invented, settings):
        settings.LOTSA_SECOND_FACTOR_ROLES = []
        page = client.get(reverse("account:sign_in"), {"next": OWN}).content.decode()
        assert "Demo Påhitt" in page

        answer = self.sign_in(client, invented.user, next=OWN)

        assert answer.url == OWN
        assert "Demo Påhitt" in client.get(OWN).content.decode()

    def test_outside_the_demo_there_is_no_such_way_in(self, client, invented, settings):
        settings.LOTSA_DEMO = False

        assert self.sign_in(client, invented.user).status_code == 404
        assert "Demo Påhitt" not in client.get(reverse("account:sign_in")).content.decode()
        assert demo.demo_people() == ()
        assert demo.demo_user(str(invented.user.public_id)) is None

    def test_nobody_else_is_signed_in_that_way(self, client, member):
        for user in (member.user, UserFactory(demo=True), UserFactory(demo=True, gone=True)):
            assert self.sign_in(client, user).status_code == 404
        assert client.post(reverse("account:demo_sign_in"), {"person": "x"}).status_code == 404
        assert not is_signed_in(client)

    def test_what_every_visitor_shares_cannot_be_changed(self, invented):
        client = signed_in(invented)

        for name in ("mfa_activate_totp", "mfa_add_webauthn"):
            assert client.get(reverse(name)).status_code == 404
        assert client.get(reverse("account:second_factor")).status_code == 200

    def test_the_session_gets_a_new_key(self, client, invented):
        client.get(reverse("public:start"))
        session = client.session
        session["situation"] = {}
        session.save()
        before = client.session.session_key
        self.sign_in(client, invented.user)

        assert client.session.session_key != before

    def test_the_people_are_listed_in_three_queries(self, invented, django_assert_num_queries):
        for _ in range(5):
            county = TerritoryFactory()
            MemberFactory(coordinator=True, territories=[county], user__demo=True)
        with django_assert_num_queries(3):
            people = demo.demo_people()
        assert len(people) == 6


def test_only_steps_of_a_protocol_write_while_a_page_is_looked_at():
    marked = {name for name, view in routes() if getattr(view, "writes_as_protocol_demands", False)}

    assert marked == {
        "account_confirm_login_code",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_authenticate",
        "mfa_login_webauthn",
        "mfa_reauthenticate_webauthn",
        "mfa_view_recovery_codes",
        "openid_connect_callback",
    }
    assert not readonly._allowed.get()


def test_the_right_to_write_ends_with_the_request(client, member):
    client.get(reverse("account_confirm_login_code"))

    assert not readonly._allowed.get()


def test_no_way_to_make_an_account_or_a_password_has_a_route():
    names = {name for name, _ in routes()}
    left_out = (
        *("account_signup", "account_set_password", "account_change_password", "account_email"),
        *(
            "account_reset_password",
            "account_logout",
            "socialaccount_signup",
            "account_verify_phone",
        ),
    )

    assert names.isdisjoint(left_out)


def test_one_who_left_a_year_ago_is_nobody_any_more(member):
    now = clock.now()
    type(member.user).objects.update(left_at=now - KEPT - datetime.timedelta(days=1))
    fresh = UserFactory(left_at=now)

    assert empty_those_gone(now=now) == 1
    assert empty_those_gone(now=now) == 0
    member.user.refresh_from_db()
    fresh.refresh_from_db()
    assert (member.user.name, member.user.is_active) == ("", False)
    assert member.user.email.endswith("@gone.invalid")
    assert fresh.name
