"""What the pages about mail are given, and what the settings decide."""

import datetime
from dataclasses import replace

import pytest
from django.core import mail as django_mail
from django.core.mail import EmailMultiAlternatives, send_mail

from lotsa.foundation.outbox import checks, selectors
from lotsa.foundation.outbox.backend import NoMailServer
from lotsa.foundation.outbox.delivery import deliver_due
from lotsa.foundation.outbox.models import DemoMail, OutboxMessage, State
from lotsa.foundation.outbox.registry import Audience
from lotsa.foundation.outbox.services import choose, choose_pace, erase_about, note_bounce
from lotsa.foundation.outbox.smtp import Refused, Server, ServerDown
from tests.foundation.outbox.conftest import MONDAY
from tests.support.post import Drop

STORY = datetime.datetime(2020, 5, 4, 8, tzinfo=datetime.UTC)
BACKEND = "lotsa.foundation.outbox.backend.EmailBackend"


def hang_up(_):
    raise Drop


@pytest.fixture
def trouble(tell, server, wind):
    """One message in each kind of trouble, one that went and one that waits."""
    tell(case=7, now=STORY)
    deliver_due()
    server.at = {"rcpt": lambda _: "550 5.1.1 no"}
    tell(case=7)
    deliver_due()
    server.at = {"dot": hang_up}
    tell(case=8)
    deliver_due()
    server.at = {}
    tell("case.changed", case=8)
    return server


def troubled():
    return selectors.troubled([key for key, _about in selectors.troubled_keys()])


def test_what_did_not_arrive_is_listed_the_newest_first(trouble):
    rows = troubled()

    assert [(row.state, row.status, row.about.id) for row in rows] == [
        (State.UNCERTAIN, "no reply", "8"),
        (State.BOUNCED, "550 5.1.1", "7"),
    ]
    assert all(row.troubled and row.to == ("user", "1") for row in rows)
    assert [row.pk for row in OutboxMessage.objects.filter(state="uncertain")] == [rows[0].id]
    assert selectors.troubled_keys() == [(row.id, row.about) for row in rows]
    assert selectors.troubled([rows[1].id, 0]) == rows[1:]


def test_a_case_shows_its_own_mail(trouble):
    newest, oldest = selectors.for_about("case", 7)

    assert (newest.state, newest.troubled) == (State.BOUNCED, True)
    assert (oldest.state, oldest.troubled, oldest.at) == (State.SENT, False, STORY)
    assert oldest.sent_at == MONDAY
    assert oldest.sentence == "A case has come"
    assert selectors.for_about("case", 70) == []


def test_the_numbers_say_whether_mail_goes(trouble):
    counts = selectors.counts()

    assert (counts.waiting, counts.failed, counts.dead) == (1, 0, 0)
    assert (counts.uncertain, counts.bounced, counts.troubled) == (1, 1, 2)
    assert counts.oldest_due == MONDAY


def test_what_was_gathered_stands_where_its_mail_stands(tell, server, wind):
    choose_pace(("user", 1), daily=True)
    tell("case.changed", case=7)
    tell("case.changed", case=8)
    deliver_due()
    wind(MONDAY + datetime.timedelta(days=1))
    deliver_due()
    note_bounce(OutboxMessage.objects.earliest("pk").mail_id, "5.1.1")

    (row,) = troubled()
    assert row.together == 2
    (second,) = selectors.for_about("case", 8)
    assert (second.state, second.id, second.together) == (State.BOUNCED, row.id, 2)


def test_the_lists_cost_the_same_with_one_row_and_twenty(tell, django_assert_num_queries):
    for number in (1, 20):
        for _ in range(number):
            tell()
        OutboxMessage.objects.update(state=State.DEAD)
        with django_assert_num_queries(3):
            troubled()
        with django_assert_num_queries(2):
            selectors.for_about("case", 7)
        with django_assert_num_queries(1):
            selectors.counts()


def test_a_notice_that_is_registered_no_more_is_still_listed(tell, outbox):
    tell()
    del outbox._notices["case.received"]

    assert deliver_due().as_dict() == {"dead": 1}
    assert troubled()[0].sentence == "case.received"


def test_choices_are_shown_as_they_are(outbox, db):
    choose(("user", 1), "case.changed", wanted=False)
    choose_pace(("user", 1), daily=True, hour=7)

    shown = selectors.choices("user", 1, Audience.STAFF)
    assert [(one.notice, one.wanted, one.may_decline) for one in shown] == [
        ("case.changed", False, True),
        ("case.noted", True, True),
        ("case.received", True, False),
    ]
    assert selectors.choices("user", 1, Audience.COMPANY) == []
    assert (selectors.pace("user", 1).daily, selectors.pace("user", 1).hour) == (True, 7)
    assert not selectors.pace("user", 2).daily


@pytest.fixture
def demo(settings):
    settings.LOTSA_DEMO = True
    settings.LOTSA_SMTP_URL = ""


def test_in_the_demo_mail_is_read_on_a_page(demo, tell, django_assert_num_queries):
    tell(now=STORY)
    tell(person=2)
    assert deliver_due().as_dict() == {"sent": 2}

    with django_assert_num_queries(1):
        newest, oldest = selectors.mailbox()
        assert [newest.language, oldest.language] == ["en", "sv"]
        assert oldest.to_label == "Anna Ek <anna@example.se>"
        assert oldest.at == STORY
    shown = selectors.mail(oldest.pk)
    assert "We need help with rent." in shown.text
    assert "<html" in shown.html
    assert selectors.mail(0) is None


def test_in_the_demo_mail_to_a_domain_that_never_exists_comes_back(demo, tell, people):
    people["1"] = replace(people["1"], address="anna@example.invalid")
    tell()
    tell(person=2)

    assert deliver_due().as_dict() == {"bounced": 1, "sent": 1}
    assert DemoMail.objects.count() == 1
    assert OutboxMessage.objects.get(state=State.BOUNCED).last_error == "550 5.1.2"


def test_an_erased_case_is_gone_from_the_demos_mailbox_too(demo, tell):
    tell(case=7)
    tell(case=8)
    deliver_due()
    erase_about("case", 7)

    assert [mail.subject for mail in DemoMail.objects.all()] == ["Case A-8 received"]


def test_a_mail_server_takes_the_mail_in_a_demo_that_has_one(settings, tell, server):
    settings.LOTSA_DEMO = True
    tell()
    deliver_due()

    assert len(server.taken) == 1
    assert not DemoMail.objects.exists()


def test_djangos_own_mail_goes_the_same_way(settings, server, db):
    settings.EMAIL_BACKEND = BACKEND
    assert send_mail("Your code", "123456", None, ["a@example.se", "b@example.se"]) == 1

    assert [mail.envelope[1] for mail in server.taken] == [["a@example.se"], ["b@example.se"]]
    server.at["rcpt"] = lambda _: "550 5.1.1 a@example.se is not here"
    with pytest.raises(Refused, match=r"^550 5\.1\.1$"):
        send_mail("Your code", "123456", None, ["a@example.se"])
    assert send_mail("Your code", "1", None, ["a@example.se"], fail_silently=True) == 0


def test_djangos_own_mail_is_in_the_demos_mailbox(settings, demo, db):
    settings.EMAIL_BACKEND = BACKEND
    message = EmailMultiAlternatives("Your code", "123456", to=["Anna <a@example.se>"])
    message.attach_alternative("<p>123456</p>", "text/html")
    django_mail.get_connection().send_messages([message])

    (shown,) = selectors.mailbox()
    assert (shown.to_label, shown.subject) == ("Anna <a@example.se>", "Your code")
    assert (shown.text, shown.html) == ("123456", "<p>123456</p>")


def test_djangos_own_mail_says_when_it_cannot_go(settings, db):
    settings.EMAIL_BACKEND = BACKEND
    settings.LOTSA_DEMO = False
    settings.LOTSA_SMTP_URL = ""
    with pytest.raises(NoMailServer):
        send_mail("Your code", "123456", None, ["a@example.se"])
    settings.LOTSA_SMTP_URL = "smtp://127.0.0.1:9"
    with pytest.raises(ServerDown, match="no connection"):
        send_mail("Your code", "123456", None, ["a@example.se"])


@pytest.mark.parametrize(
    ("url", "host", "port", "tls", "start_tls"),
    [
        ("smtp://mail.example", "mail.example", 25, False, True),
        ("smtp://u:p@mail.example", "mail.example", 587, False, True),
        ("smtps://u:p%40ss@mail.example", "mail.example", 465, True, False),
        ("smtp://localhost:2525", "localhost", 2525, False, False),
        ("smtp://u:p@localhost", "localhost", 587, False, False),
        ("smtp://relay.example?tls=off", "relay.example", 25, False, False),
    ],
)
def test_the_mail_servers_address_is_read(url, host, port, tls, start_tls):
    server = Server.parse(url)

    assert (server.host, server.port) == (host, port)
    assert (server.implicit_tls, server.start_tls) == (tls, start_tls)
    assert server.password in {"", "p", "p@ss"}


@pytest.mark.parametrize(
    "url",
    [
        "mail.example",
        "http://mail.example",
        "smtp://",
        "smtp://u:secret@mail.example?tls=off",
        "smtp://u:secret@mail.example:port",
        "smtp://mail.example?tls=maybe",
    ],
)
def test_an_address_that_cannot_be_used_is_refused_without_repeating_it(settings, url):
    settings.LOTSA_SMTP_URL = url
    (fault,) = checks.mail_settings_can_be_read()

    assert fault.id == "outbox.E001"
    assert "LOTSA_SMTP_URL" in fault.msg
    assert "secret" not in fault.msg


def test_the_checks_say_what_is_missing(settings):
    settings.LOTSA_SMTP_URL = ""
    settings.LOTSA_DEMO = False
    assert [one.id for one in checks.mail_can_go()] == ["outbox.W001"]
    settings.LOTSA_DEMO = True
    assert checks.mail_can_go() == []
    assert checks.mail_settings_can_be_read() == []
    settings.DEFAULT_FROM_EMAIL = "Lotsa"
    settings.LOTSA_MAIL_BOUNCES = "x y@example.se"
    assert [one.id for one in checks.mail_settings_can_be_read()] == ["outbox.E002"] * 2
