"""Signing in with the employer's identity provider, against a real one."""

import re
from html import unescape
from urllib.parse import urlencode

import pytest
from allauth.socialaccount.models import SocialAccount
from django.contrib.sessions.models import Session
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from config.settings import env, oidc
from lotsa.domain.actors import invitations
from lotsa.domain.actors.models import Invitation, Member
from lotsa.domain.people.models import User
from lotsa.foundation import clock
from lotsa.foundation.access import STAFF_ROLES, Role
from lotsa.web.account.oidc import IssuerProvider
from tests.support.client import StrictClient
from tests.support.factories import ActorFactory, MemberFactory, UserFactory
from tests.support.oidc import Provider, query_of
from tests.support.staff import signed_in

pytestmark = pytest.mark.django_db

NUMBER = "2120009997"


@pytest.fixture(scope="module")
def program():
    with Provider() as running:
        yield running


@pytest.fixture
def configure(program, settings):
    """Sets the provider up as an operator would, in the variable's JSON."""
    import json  # noqa: PLC0415

    def set_up(**more):
        told = {
            "id": "kommunen",
            "name": "Påhitteby kommun",
            "issuer": program.issuer,
            "client_id": "lotsa",
            "secret": "only-for-tests",
            "roles": {"lots-radgivare": ["adviser"]},
        }
        settings.SOCIALACCOUNT_PROVIDERS = oidc.providers(json.dumps([told | more]))

    set_up()
    return set_up


def to_provider(client, **posted):
    page = client.post(reverse("openid_connect_login", args=["kommunen"]), posted)
    assert page.status_code == 200
    return unescape(
        re.search(r'http-equiv="refresh" content="0;url=([^"]+)"', page.content.decode())[1]
    )


def by_provider(program, client, person, **posted):
    """Through the provider and back; the last answer of ours."""
    return client.get(program.sign_in(to_provider(client, **posted), person))


def connected(user, program, subject):
    return SocialAccount.objects.create(
        user=user, provider="kommunen", uid=f"{program.issuer}#{subject}"
    )


def refused(answer):
    return re.search(r"/([a-z]+)/$", answer.url)[1]


def is_signed_in(client):
    return client.get(reverse("account:own")).status_code == 200


@pytest.fixture
def municipality():
    return ActorFactory(name="Påhitteby kommun", organisation_number=NUMBER)


@pytest.fixture
def anna(municipality, program):
    member = MemberFactory(adviser=True, actor=municipality)
    connected(member.user, program, "anna")
    return member


def test_a_connected_person_signs_in_and_is_led_where_they_were_going(
    client, configure, program, anna
):
    wanted = "/en" + reverse("account:own")
    address = to_provider(client, next=wanted)
    asked = query_of(address)
    assert asked["code_challenge_method"] == "S256"
    assert "https://id.oidc.se/scope/naturalPersonOrgId" in asked["scope"]
    before = client.session.session_key

    done = client.get(program.sign_in(address, "anna"))

    assert (done.status_code, done.url) == (302, wanted)
    assert is_signed_in(client)
    assert not Session.objects.filter(session_key=before).exists()
    assert SocialAccount.objects.get().extra_data == {}
    anna.user.refresh_from_db()
    assert anna.user.name != "Anna Påhitt"


def test_an_unknown_subject_gets_in_nowhere_and_nothing_is_kept(client, configure, program):
    answer = by_provider(program, client, "eva")

    assert refused(answer) == "unknown"
    assert not is_signed_in(client)
    assert (User.objects.count(), SocialAccount.objects.count()) == (0, 0)


@pytest.mark.parametrize("admit", ["invited", "organisation"])
def test_a_known_address_is_never_joined(client, configure, program, municipality, admit):
    configure(admit=admit)
    MemberFactory(adviser=True, actor=municipality, user__email="anna@pahitteby.example.se")

    answer = by_provider(program, client, "anna")

    assert refused(answer) == "unknown"
    assert SocialAccount.objects.count() == 0
    assert not is_signed_in(client)


def test_a_person_is_connected_from_inside(configure, program, municipality):
    member = MemberFactory(adviser=True, actor=municipality)
    client = signed_in(member)

    answer = by_provider(program, client, "anna", process="connect")

    assert answer.url == reverse("account:own")
    assert SocialAccount.objects.get().user == member.user
    assert "Påhitteby kommun" in client.get(answer.url).content.decode()
    by_provider(program, fresh := StrictClient(), "anna")
    assert is_signed_in(fresh)

    client.post(reverse("account:disconnect", args=[SocialAccount.objects.get().pk]))
    assert refused(by_provider(program, StrictClient(), "anna")) == "unknown"


def test_nobody_connects_what_is_connected_to_another(configure, program, anna):
    other = MemberFactory(adviser=True)

    by_provider(program, signed_in(other), "anna", process="connect")

    assert SocialAccount.objects.get().user == anna.user


def test_connecting_takes_somebody_who_is_signed_in(client, configure):
    address = reverse("openid_connect_login", args=["kommunen"])

    assert client.post(address, {"process": "connect"}).status_code == 404


def test_nobody_takes_away_another_persons_connection(configure, program, anna):
    client = signed_in(MemberFactory(adviser=True))

    answer = client.post(reverse("account:disconnect", args=[SocialAccount.objects.get().pk]))

    assert answer.status_code == 404
    assert SocialAccount.objects.count() == 1


class TestAnswersThatAreNotForUs:
    def test_a_state_that_is_not_ours(self, client, configure, program, anna):
        back = program.sign_in(to_provider(client), "anna")
        path = back.split("?", 1)[0]
        forged = {**query_of(back), "state": "somethingelse"}

        assert refused(client.get(f"{path}?{urlencode(forged)}")) == "failed"
        assert not is_signed_in(client)

    def test_an_answer_meant_for_another_browser(self, configure, program, anna):
        back = program.sign_in(to_provider(StrictClient()), "anna")
        victim = StrictClient()
        to_provider(victim)

        assert refused(victim.get(back)) == "failed"
        assert not is_signed_in(victim)

    def test_the_same_answer_twice(self, client, configure, program, anna):
        back = program.sign_in(to_provider(client), "anna")
        client.get(back)
        client.post(reverse("account:sign_out"))

        assert refused(client.get(back)) == "failed"
        assert not is_signed_in(client)

    def test_a_code_stolen_and_given_with_a_state_of_ones_own(self, configure, program, anna):
        stolen = query_of(program.sign_in(to_provider(StrictClient()), "anna"))["code"]
        thief = StrictClient()
        state = query_of(to_provider(thief))["state"]

        answer = thief.get(
            reverse("openid_connect_callback", args=["kommunen"]), {"code": stolen, "state": state}
        )

        assert refused(answer) == "failed"
        assert not is_signed_in(thief)

    @pytest.mark.parametrize(
        "query", ["", "error=access_denied", "code=x", "state=x", "code=%00&state=%00"]
    )
    def test_an_answer_without_what_it_needs(self, client, configure, query):
        answer = client.get(reverse("openid_connect_callback", args=["kommunen"]) + "?" + query)

        assert refused(answer) == "failed"

    def test_discovery_that_names_another_issuer(self, client, configure, program, anna):
        configure(issuer=program.issuer.replace("127.0.0.1", "localhost"))

        answer = client.post(reverse("openid_connect_login", args=["kommunen"]))

        assert refused(answer) == "failed"

    def test_another_issuer_with_the_same_subject_is_another_person(
        self, client, configure, program, anna
    ):
        SocialAccount.objects.update(uid="https://earlier.example#anna")

        assert refused(by_provider(program, client, "anna")) == "unknown"

    def test_a_provider_that_does_not_answer(self, client, configure):
        configure(issuer="http://127.0.0.1:9")

        answer = client.post(reverse("openid_connect_login", args=["kommunen"]))

        assert refused(answer) == "failed"

    def test_a_provider_nobody_has_set_up(self, client, configure):
        for name in ("openid_connect_login", "openid_connect_callback"):
            address = reverse(name, args=["another"])
            assert client.post(address).status_code in {404, 405}
            assert client.get(address).status_code in {404, 405}


class TestOrganisations:
    def test_the_organisation_that_vouches_opens_its_own_places_only(
        self, client, configure, program, anna
    ):
        other = MemberFactory(adviser=True, user=anna.user, actor__organisation_number="5560360793")

        by_provider(program, client, "anna")
        page = client.get(reverse("account:own")).content.decode()

        assert "Påhitteby kommun" in page
        assert other.actor.name not in page
        assert client.post(reverse("account:switch"), {"place": other.pk}).status_code == 302
        assert "Påhitteby kommun" in client.get(reverse("account:own")).content.decode()

    def test_one_with_no_place_in_the_organisation_is_not_let_in(
        self, client, configure, program, anna
    ):
        anna.actor.organisation_number = "5560360793"
        anna.actor.save()

        assert refused(by_provider(program, client, "anna")) == "organisation"
        assert not is_signed_in(client)

    def test_the_rule_of_an_organisation_lets_its_people_in(
        self, client, configure, program, municipality
    ):
        configure(admit="organisation")

        by_provider(program, client, "anna")

        member = Member.objects.get()
        assert is_signed_in(client)
        assert member.actor == municipality
        assert [row.role for row in member.roles.all()] == [Role.ADVISER]
        assert (member.user.email, member.user.name) == ("anna@pahitteby.example.se", "Anna Påhitt")

    @pytest.mark.parametrize(
        ("person", "reason"),
        [("bo", "unknown"), ("cia", "mail"), ("dan", "unknown"), ("eva", "unknown")],
    )
    def test_the_rule_lets_nobody_else_in(
        self, client, configure, program, municipality, person, reason
    ):
        configure(admit="organisation")

        assert refused(by_provider(program, client, person)) == reason
        assert User.objects.count() == 0

    def test_one_whose_place_was_ended_is_not_let_in_again_by_the_rule(
        self, client, configure, program, anna
    ):
        configure(admit="organisation")
        Member.objects.update(ended_at=clock.now())

        assert refused(by_provider(program, client, "anna")) == "organisation"
        assert Member.objects.current().count() == 0


class TestInvitations:
    @pytest.fixture
    def invited(self, municipality):
        by = UserFactory(name="Chef Påhitt")
        row = invitations.invite(
            municipality.pk, "ny@example.se", "Ny Påhitt", [{"role": "adviser", "territory": ""}], (),
            language="sv", by=by, now=clock.now(),
        )  # fmt: skip
        return invitations.token_of(row)

    def test_an_invitation_is_taken_by_the_employers_sign_in(
        self, client, configure, program, invited
    ):
        page = client.get(reverse("account:invitation", args=[invited])).content.decode()
        assert "Påhitteby kommun" in page
        assert f'name="invitation" value="{invited}"' in page

        by_provider(program, client, "anna", invitation=invited)

        assert is_signed_in(client)
        assert Member.objects.get().user.email == "ny@example.se"
        assert Invitation.objects.get().accepted_at
        by_provider(program, again := StrictClient(), "anna")
        assert is_signed_in(again)

    def test_another_organisation_cannot_take_it(self, client, configure, program, invited):
        assert refused(by_provider(program, client, "bo", invitation=invited)) == "organisation"
        assert Invitation.objects.open(clock.now()).count() == 1

    @pytest.mark.parametrize("token", ["", "x", "1-x"])
    def test_a_forged_one_opens_nothing(self, client, configure, program, invited, token):
        assert refused(by_provider(program, client, "anna", invitation=token)) in {
            "unknown",
            "invitation",
        }
        assert Member.objects.count() == 0


def test_one_who_comes_with_a_second_factor_has_shown_one(client, configure, program, municipality):
    member = MemberFactory(administrator=True, actor=municipality)
    connected(member.user, program, "anna")
    by_provider(program, client, "anna")
    assert client.get(reverse("account:home")).url.startswith(reverse("account:second_factor"))

    configure(second_factor=True)
    by_provider(program, better := StrictClient(), "anna")
    assert "second" not in better.get(reverse("account:home")).url


def test_signing_out_leads_to_the_provider_when_it_is_set_up(client, configure, program, anna):
    configure(sign_out=True)
    by_provider(program, client, "anna")

    page = client.post(reverse("account:sign_out")).content.decode()

    assert f"{program.issuer}/session/end?client_id=lotsa" in page
    assert not is_signed_in(client)


def test_the_sign_in_page_names_the_providers(client, configure):
    assert "Påhitteby kommun" in client.get(reverse("account:sign_in")).content.decode()


def test_a_token_and_user_info_about_two_people_are_refused():
    from lotsa.web.account.oidc import ProviderException, merged  # noqa: PLC0415

    token = {"iss": "https://a.example", "sub": "1"}
    assert merged({"id_token": token, "userinfo": {"sub": "1", "name": "x"}})["name"] == "x"
    for faulty in (
        {"userinfo": {"sub": "1"}},
        {"id_token": token, "userinfo": {"sub": "2"}},
        {"id_token": {"sub": "1"}},
    ):
        with pytest.raises(ProviderException):
            merged(faulty)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("{", "JSON list"),
        ('{"id": "a"}', "JSON list"),
        ('[{"id": "a"}]', "client_id, issuer, name is missing"),
        ('[{"id": "A b", "name": "A", "issuer": "https://a.example", "client_id": "x"}]', "small letters"),
        ('[{"id": "a", "name": "A", "issuer": "http://a.example", "client_id": "x"}]', "https"),
        ('[{"id": "a", "name": "A", "issuer": "https://a.example", "client_id": "x", "admit": "all"}]', "admit"),
        ('[{"id": "a", "name": "A", "issuer": "https://a.example", "client_id": "x", "roles": {"x": ["administrator"]}}]', "administrator"),
        ('[{"id": "a", "name": "A", "issuer": "https://a.example", "client_id": "x", "colour": 1}]', "colour"),
    ],
)  # fmt: skip
def test_a_setting_that_cannot_be_right_is_named_at_start(written, said):
    with pytest.raises(ImproperlyConfigured, match=said):
        oidc.providers(written)


def test_no_provider_is_needed():
    assert oidc.providers("")["openid_connect"]["APPS"] == []
    assert IssuerProvider.id == "openid_connect"


def test_a_role_that_needs_a_second_factor_is_one_there_is(monkeypatch):
    monkeypatch.setenv("LOTSA_SECOND_FACTOR_ROLES", "coordinator, boss")
    with pytest.raises(ImproperlyConfigured, match="boss"):
        env.some_of("LOTSA_SECOND_FACTOR_ROLES", "", set(STAFF_ROLES))


def test_the_settings_know_every_role(settings):
    assert {role.value for role in STAFF_ROLES} == settings.STAFF_ROLES
