"""The second step at sign-in: app, passkey, recovery codes, and the roles that need one."""

import json
import re
from html import unescape

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.urls import reverse

from lotsa.foundation.outbox.models import OutboxMessage
from tests.support.client import StrictClient
from tests.support.factories import MemberFactory
from tests.support.passkey import Passkey
from tests.support.staff import signed_in
from tests.support.totp import totp

pytestmark = pytest.mark.django_db

ABROAD = "https://evil.example"


@pytest.fixture
def member():
    return MemberFactory(administrator=True, user__email="anna@example.se")


@pytest.fixture
def client(member):
    """Signed in with a code only, so without the role."""
    return signed_in(member, second_factor=False)


def set_up_app(client):
    """Connect an authenticator app; returns its secret and the recovery codes."""
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r'<code class="totp-key">(\w+)</code>', page)[1]
    assert "data:image/svg+xml;base64," in page
    done = client.post(reverse("mfa_activate_totp"), {"code": totp(secret)})
    assert done.url == reverse("mfa_view_recovery_codes")
    shown = client.get(done.url).content.decode()
    return secret, re.findall(r"<li><code>(\d+)</code></li>", shown)


def options(page):
    found = re.search(r'<script id="passkey-options" type="application/json">(.*?)</script>', page)
    return json.loads(unescape(found[1]))


def add_passkey(client, key):
    asked = options(client.get(reverse("mfa_add_webauthn"), secure=True).content.decode())
    answer = key.create(asked["creation_options"])
    said = {"name": "Telefonen", "passwordless": "on", "credential": answer}
    return client.post(reverse("mfa_add_webauthn"), said, secure=True)


def first_step(client):
    client.post(reverse("account:ask_for_code"), {"email": "anna@example.se"}, secure=True)
    code = OutboxMessage.objects.filter(notice="account.code").latest("pk").data["code"]
    return client.post(reverse("account_confirm_login_code"), {"code": code}, secure=True)


def has_the_role(client):
    return client.get(reverse("people:organisations"), secure=True).status_code == 200


def test_the_role_waits_until_the_second_step_is_set_up(client, django_capture_on_commit_callbacks):
    led = client.get(reverse("people:organisations"))
    assert led.url.startswith(reverse("account:second_factor"))
    assert client.get(led.url).status_code == 200

    with django_capture_on_commit_callbacks(execute=True):
        set_up_app(client)

    assert has_the_role(client)
    assert OutboxMessage.objects.filter(notice="account.changed").count() == 1


def test_the_next_sign_in_asks_for_the_app(client):
    secret, _ = set_up_app(client)
    again = StrictClient()
    assert first_step(again).url == reverse("mfa_authenticate")
    assert not has_the_role(again)

    wrong = again.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert wrong.status_code == 422
    right = again.post(reverse("mfa_authenticate"), {"code": totp(secret)})

    assert right.url == reverse("account:home")
    assert has_the_role(again)


def test_the_apps_code_works_once_whichever_process_answers(client):
    secret, _ = set_up_app(client)
    code = totp(secret)
    for n, written in enumerate((code, f" {code[:3]} {code[3:]}")):
        again = StrictClient()
        first_step(again)
        answer = again.post(reverse("mfa_authenticate"), {"code": written})
        assert (answer.status_code, has_the_role(again)) == ((302, True), (422, False))[n]
        # Each process has a memory of its own, and the library's lasts half a minute only.
        cache.clear()


def test_a_recovery_code_works_once_and_codes_are_shown_once(client):
    _, codes = set_up_app(client)
    assert len(codes) == 10
    hidden = client.get(reverse("mfa_view_recovery_codes"))
    assert hidden.status_code == 302 or codes[0] not in hidden.content.decode()

    first, second = StrictClient(), StrictClient()
    for one in (first, second):
        first_step(one)
        one.post(reverse("mfa_authenticate"), {"code": codes[0]})

    assert has_the_role(first)
    assert not has_the_role(second)


@pytest.mark.usefixtures("stopped_clock")
def test_guessing_is_stopped_for_the_person_whatever_the_network(client, member):
    secret, _ = set_up_app(client)
    answers = []
    for n in range(16):
        guesser = StrictClient(REMOTE_ADDR=f"192.0.2.{n}")
        first_step(guesser)
        answers.append(guesser.post(reverse("mfa_authenticate"), {"code": "000000"}))
    late = StrictClient()
    first_step(late)

    late.post(reverse("mfa_authenticate"), {"code": totp(secret)})

    assert not has_the_role(late)


def test_the_second_step_alone_signs_nobody_in(client):
    secret, _ = set_up_app(client)

    answer = StrictClient().post(reverse("mfa_authenticate"), {"code": totp(secret)})

    assert (answer.status_code, answer.url) == (302, reverse("account_login"))


def test_a_passkey_is_a_second_step_and_a_way_in_of_its_own(client):
    key = Passkey()
    assert add_passkey(client, key).status_code == 302
    assert has_the_role(client)

    second = StrictClient()
    asked = second.get(first_step(second).url, secure=True)
    assert "publickey-credentials-get=(self)" in asked.headers["Permissions-Policy"]
    answer = key.get(options(asked.content.decode())["request_options"])
    second.post(reverse("mfa_authenticate"), {"credential": answer}, secure=True)
    assert has_the_role(second)

    alone = StrictClient()
    address = reverse("mfa_login_webauthn")
    asked = alone.get(address, headers={"accept": "application/json"}, secure=True).json()
    done = alone.post(address, {"credential": key.get(asked["request_options"])}, secure=True)
    assert done.url == reverse("account:home")
    assert has_the_role(alone)


def test_another_passkey_an_old_answer_and_another_site_are_refused(client):
    key = Passkey()
    add_passkey(client, key)
    address = reverse("mfa_login_webauthn")

    def ask(browser):
        got = browser.get(address, headers={"accept": "application/json"}, secure=True)
        return got.json()["request_options"]

    stranger, abroad, late = StrictClient(), StrictClient(), StrictClient()
    other = Passkey()
    other.user = key.user
    stranger.post(address, {"credential": other.get(ask(stranger))}, secure=True)
    asked = ask(abroad)
    key.origin = ABROAD
    abroad.post(address, {"credential": key.get(asked)}, secure=True)
    key.origin = "https://testserver"
    old = key.get(ask(late))
    ask(late)
    late.post(address, {"credential": old}, secure=True)

    for browser in (stranger, abroad, late):
        assert not has_the_role(browser)
    for nonsense in ("", "{}", "[]", "null", '{"id": 1}', "x" * 5000):
        assert (
            StrictClient().post(address, {"credential": nonsense}, secure=True).status_code == 302
        )


def test_changing_the_second_step_takes_it_once_more(client):
    secret, codes = set_up_app(client)
    address = reverse("mfa_deactivate_totp")
    client = StrictClient()
    first_step(client)
    client.post(reverse("mfa_authenticate"), {"code": codes[0]})

    stopped = client.post(address)
    assert stopped.url.startswith(reverse("mfa_reauthenticate"))
    assert Authenticator.objects.filter(type="totp").exists()

    client.post(reverse("mfa_reauthenticate"), {"code": totp(secret), "next": address})
    client.post(address)
    assert not Authenticator.objects.exists()
    assert not has_the_role(client)


def test_a_passkey_is_taken_away_by_its_owner_only(client, member):
    add_passkey(client, Passkey())
    key = Authenticator.objects.get(type="webauthn")
    address = reverse("mfa_remove_webauthn", args=[key.pk])
    other = signed_in(MemberFactory(adviser=True))

    assert other.post(address).status_code == 404
    assert Authenticator.objects.filter(pk=key.pk).exists()
    page = client.get(reverse("account:second_factor"), secure=True).content.decode()
    assert "Telefonen" in page


def test_an_adviser_needs_no_second_step(settings):
    settings.LOTSA_SECOND_FACTOR_ROLES = ["coordinator"]
    client = signed_in(MemberFactory(adviser=True, coordinator=True), second_factor=False)

    assert client.get(reverse("adviser:inbox")).status_code == 200
    assert client.get(reverse("coordinator:triage")).status_code == 302


def test_a_session_from_before_shows_the_second_step_now(client, member):
    before = signed_in(member, second_factor=False)
    secret, _ = set_up_app(client)
    assert not has_the_role(before)

    before.post(reverse("mfa_deactivate_totp"))
    assert not has_the_role(before)
    shown = before.post(reverse("mfa_reauthenticate"), {"code": totp(secret), "next": "/"})

    assert (shown.status_code, shown.url) == (302, "/"), shown.content.decode()[-1500:]
    assert has_the_role(before)
