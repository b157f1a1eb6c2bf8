"""Signing in by a code in the mail: who gets one, how long it works, and what a stranger learns."""

import datetime
import re

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone, translation

from lotsa.domain.people.models import User
from lotsa.domain.people.notices import CODE_LIVES
from lotsa.foundation import clock
from lotsa.foundation.outbox.letters import Occasion, Ref
from lotsa.foundation.outbox.models import OutboxMessage
from lotsa.foundation.outbox.registry import find_notice
from tests.support.client import StrictClient
from tests.support.factories import MemberFactory, UserFactory
from tests.support.staff import signed_in

pytestmark = pytest.mark.django_db

SAYS_SENT = 200


@pytest.fixture
def adviser():
    return MemberFactory(adviser=True, user__email="anna@example.se")


def ask(client, email="anna@example.se", **more):
    return client.post(reverse("account:ask_for_code"), {"email": email, **more})


def give(client, code, **more):
    return client.post(reverse("account_confirm_login_code"), {"code": code, **more})


def codes():
    return [
        row.data["code"]
        for row in OutboxMessage.objects.filter(notice="account.code").order_by("pk")
    ]


def is_signed_in(client):
    return client.get(reverse("account:own")).status_code == 200


def test_a_code_from_the_mail_signs_in_and_leads_to_the_page_that_was_asked_for(client, adviser):
    wanted = reverse("account:own")
    led = client.get(wanted)
    assert led.url == f"{reverse('account:sign_in')}?next={wanted.replace('/', '%2F')}"
    assert f'name="next" value="{wanted}"' in client.get(led.url).content.decode()

    asked = ask(client, next=wanted)
    page = client.get(asked.url)
    assert f'value="{wanted}"' in page.content.decode()
    (code,) = codes()
    done = give(client, code, next=wanted)

    assert (done.status_code, done.url) == (302, wanted)
    assert is_signed_in(client)
    assert User.objects.get(pk=adviser.user_id).last_seen_on == timezone.localdate()


@pytest.mark.parametrize("written", ["  Anna@Example.SE ", "anna@example.se"])
def test_an_address_is_known_however_it_is_written(client, adviser, written):
    ask(client, written)

    assert len(codes()) == 1


def strangers():
    return {
        "unknown": lambda: None,
        "without a place": lambda: UserFactory(email="anna@example.se"),
        "whose place has ended": lambda: MemberFactory(user__email="anna@example.se", ended=True),
        "who has left": lambda: MemberFactory(
            adviser=True, user__email="anna@example.se", user__gone=True
        ),
        "of a withdrawn organisation": lambda: MemberFactory(
            adviser=True, user__email="anna@example.se", actor__withdrawn=True
        ),
    }


@pytest.mark.parametrize("kind", strangers())
def test_one_who_may_not_sign_in_gets_no_code_and_the_same_answer(kind, adviser):
    known = StrictClient()
    answers = [(ask(known)), known.get(reverse("account_confirm_login_code"))]
    OutboxMessage.objects.all().delete()
    adviser.user.delete()
    strangers()[kind]()

    stranger = StrictClient()
    others = [ask(stranger), stranger.get(reverse("account_confirm_login_code"))]

    hide = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')
    assert [
        (a.status_code, a.headers.get("Location"), hide.sub(b"", a.content)) for a in answers
    ] == [(a.status_code, a.headers.get("Location"), hide.sub(b"", a.content)) for a in others]
    assert codes() == []
    for guess in ("", "-", "0000-0000", "å"):
        give(stranger, guess)
    assert not is_signed_in(stranger)


def test_after_three_wrong_codes_the_right_one_is_worth_nothing(client, adviser):
    ask(client)
    (code,) = codes()
    wrong = "1111-1111" if code != "1111-1111" else "2222-2222"
    answers = [give(client, wrong) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [422, 422, 302]
    give(client, code)
    assert not is_signed_in(client)


def test_a_code_works_ten_minutes_and_in_the_browser_that_asked(client, adviser, monkeypatch):
    ask(client)
    (code,) = codes()
    give(other := StrictClient(), code)
    assert not is_signed_in(other)

    real = datetime.datetime.now(datetime.UTC).timestamp()
    monkeypatch.setattr("time.time", lambda: real + CODE_LIVES.total_seconds() + 1)
    late = give(client, code)

    assert late.status_code == 302
    monkeypatch.undo()
    assert not is_signed_in(client)
    assert client.get(reverse("account_confirm_login_code")).status_code == 302


def test_a_code_works_once(client, adviser):
    ask(client)
    (code,) = codes()
    give(client, code)
    client.post(reverse("account:sign_out"))

    give(client, code)

    assert not is_signed_in(client)


def test_a_new_code_shuts_the_old_one_out(client, adviser):
    ask(client)
    ask(client)
    old, new = codes()

    give(client, old)
    assert not is_signed_in(client)
    give(client, new)
    assert is_signed_in(client)


def test_the_session_gets_a_new_key_at_sign_in(client, adviser):
    client.get(reverse("account:sign_in"))
    ask(client)
    before = client.session.session_key
    (code,) = codes()
    give(client, code)

    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "javascript:alert(1)",
        "\\\\evil",
    ],
)
def test_nobody_is_led_to_another_site(adviser, wanted):
    for client in (StrictClient(), StrictClient()):
        page = client.get(reverse("account:sign_in"), {"next": wanted})
        assert "evil" not in page.content.decode().split("<main", 1)[1]
    asked = ask(client, next=wanted)
    assert "evil" not in asked.url
    assert give(client, codes()[-1], next=wanted).url == reverse("account:home")
    there = signed_in(adviser).get(reverse("account:sign_in"), {"next": wanted})
    assert there.url.startswith("/")
    assert "evil" not in there.url


@pytest.mark.usefixtures("stopped_clock")
def test_one_network_may_ask_for_twenty_codes_an_hour(client, adviser):
    answers = [ask(client, f"person{n}@example.se").status_code for n in range(21)]

    assert answers == [302] * 20 + [429]


@pytest.mark.usefixtures("stopped_clock")
def test_one_address_gets_twenty_codes_an_hour_from_everywhere_and_nobody_is_told(adviser):
    answers = set()
    for n in range(25):
        client = StrictClient(REMOTE_ADDR=f"192.0.2.{n}")
        answers.add(ask(client).status_code)

    assert answers == {302}
    assert len(codes()) == 20


def test_a_faulty_address_is_told_what_to_do(client):
    page = ask(client, "anna")

    assert page.status_code == 422
    assert 'aria-invalid="true"' in page.content.decode()
    assert codes() == []


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_mail_holds_the_code_and_dies_with_it(adviser, language):
    sent = clock.now()
    occasion = Occasion("account.code", Ref("user", "1"), None, {"code": "1234-5678"}, sent)
    build = find_notice("account.code").build
    with translation.override(language):
        assert "1234-5678" in build(occasion, None).paragraphs
        late = Occasion("account.code", Ref("user", "1"), None, {}, sent - CODE_LIVES * 1.1)
        assert build(late, None) is None
