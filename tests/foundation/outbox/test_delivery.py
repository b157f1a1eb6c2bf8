import datetime
import re
import time

import pytest
from django.db import OperationalError, connection

from lotsa.foundation.audit.models import AuditEvent
from lotsa.foundation.outbox import delivery, smtp
from lotsa.foundation.outbox.delivery import DELAYS, deliver_due
from lotsa.foundation.outbox.letters import Letter, Recipient
from lotsa.foundation.outbox.models import OutboxMessage
from lotsa.foundation.outbox.registry import notice, on_bounce, unsubscribe_at
from lotsa.foundation.outbox.services import (
    NotAllowed,
    choose,
    choose_pace,
    enqueue,
    leave,
    resend,
)
from tests.foundation.outbox.conftest import MONDAY
from tests.support.post import Drop, parts

MINUTE = datetime.timedelta(minutes=1)
DAY = datetime.timedelta(days=1)


def message():
    return OutboxMessage.objects.get()


def hang_up(_):
    raise Drop


def test_a_notice_arrives_as_text_and_html_in_the_recipients_language(tell, server, wind):
    tell()

    assert deliver_due().as_dict() == {"sent": 1}
    (mail,) = server.taken
    text, html = parts(mail)
    assert mail["Subject"] == "Case A-7 received"
    assert mail["From"] == "Lotsa <desk@lotsa.example>"
    assert mail["To"] == "anna@example.se"
    assert mail["Message-ID"] == f"<{message().mail_id}@lotsa.example>"
    assert mail["Date"] == "Mon, 02 Mar 2026 09:00:00 +0000"
    assert mail["Auto-Submitted"] == "auto-generated"
    kinds = [part.get_content_type() for part in mail.iter_parts()]
    assert kinds == ["text/plain", "text/html"]
    assert "We need help with rent." in text
    assert "http://localhost:8000/case/7/" in text
    assert '<html lang="sv">' in html
    assert 'href="http://localhost:8000/case/7/"' in html
    assert mail.envelope[:2] == ("desk@lotsa.example", ["anna@example.se"])
    assert message().state == "sent"
    assert message().sent_at == MONDAY


def test_each_gets_mail_in_their_own_language_or_the_one_asked_for(tell, server):
    tell(person=1)
    tell(person=2)
    tell(person=2, language="sv")
    deliver_due()

    languages = [re.search(r'lang="(\w+)"', parts(mail)[1])[1] for mail in server.taken]
    assert languages == ["sv", "en", "sv"]


def test_what_a_person_wrote_is_shown_as_text_and_never_as_code(tell, server, cases):
    cases["7"] = "<b>Help</b> & more\n.\nQUIT\n..two dots\n"
    tell()
    deliver_due()

    text, html = parts(server.taken[0])
    assert "<b>Help</b> & more" in text
    assert [line for line in text.splitlines() if line.startswith(".")] == [".", "..two dots"]
    assert "&lt;b&gt;Help&lt;/b&gt; &amp; more" in html


@pytest.mark.parametrize(
    "address",
    ["x@example.se\nBcc: all@example.se", "x@example.se>\r\nDATA", "", "nobody", "a b@example.se"],
)
def test_an_address_that_is_none_bounces_without_being_tried(tell, server, people, address):
    people["1"] = Recipient(address, "Anna", "sv")
    tell()

    assert deliver_due().as_dict() == {"bounced": 1}
    assert not server.taken
    assert message().last_error == "address"


def test_a_reference_cannot_carry_words_into_the_subject(outbox, tell, server):
    def build(*_):
        return Letter(("x",), reference="Anna\nBcc: all@example.se")

    notice("case.bad", sentence="x", subject="Case %(reference)s", audience="staff", build=build)
    tell("case.bad")

    assert deliver_due().as_dict() == {"failed": 1}
    assert not server.taken


def test_a_greeting_stays_on_its_line(tell, server, people):
    people["1"] = Recipient("anna@example.se", "Anna\r\nBcc: all@example.se", "en")
    tell()
    deliver_due()

    assert server.taken[0]["Bcc"] is None
    assert server.taken[0].envelope[1] == ["anna@example.se"]


def test_what_may_be_declined_says_where(tell, server):
    unsubscribe_at(lambda to, names: f"https://lotsa.example/stop/{to.id}/{'+'.join(names)}/")
    tell("case.changed")
    tell("case.received")
    deliver_due()

    declinable, other = server.taken
    assert declinable["List-Unsubscribe"] == "<https://lotsa.example/stop/1/case.changed/>"
    assert declinable["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "https://lotsa.example/stop/1/case.changed/" in parts(declinable)[0]
    assert other["List-Unsubscribe"] is None


def test_one_mail_about_several_things_says_where_those_that_may_be_are_declined(
    tell, server, wind
):
    unsubscribe_at(lambda to, names: f"https://lotsa.example/stop/{to.id}/{'+'.join(names)}/")
    told = {"sentence": "x", "subject": "x", "audience": "staff", "digest": True}
    notice("case.late", build=lambda *_: Letter(("Late.",), line="Late"), **told)
    choose_pace(("user", 1), daily=True)
    for name in ("case.noted", "case.late", "case.changed", "case.changed"):
        tell(name)
    deliver_due()
    wind(MONDAY + datetime.timedelta(days=1))
    deliver_due()

    (mail,) = server.taken
    address = "https://lotsa.example/stop/1/case.changed+case.noted/"
    assert mail["List-Unsubscribe"] == f"<{address}>"
    assert all(address in part for part in parts(mail))


def test_a_declined_notice_is_dropped_and_others_go(tell, server):
    choose(("user", 1), "case.changed", wanted=False)
    with pytest.raises(NotAllowed):
        choose(("user", 1), "case.received", wanted=False)
    tell("case.changed")
    tell("case.changed", person=2)
    tell("case.received")

    assert deliver_due().as_dict() == {"dropped": 1, "sent": 2}
    choose(("user", 1), "case.changed", wanted=True)
    tell("case.changed")
    assert deliver_due().as_dict() == {"sent": 1}


def test_who_is_gone_and_what_is_erased_is_dropped(tell, server, people, cases):
    tell(person=1, case=7)
    tell(person=2, case=7)
    tell(person=2, case=8)
    del people["1"], cases["7"]

    assert deliver_due().as_dict() == {"dropped": 2, "sent": 1}
    assert set(OutboxMessage.objects.values_list("reason", flat=True)) == {
        "no_recipient",
        "no_longer",
        "",
    }


def test_a_server_that_asks_to_come_back_is_tried_ever_more_seldom(tell, server, wind):
    server.at["rcpt"] = lambda _: "450 4.2.0 anna@example.se is greylisted"
    tell()
    now = MONDAY
    for tries, delay in enumerate(DELAYS, start=1):
        assert deliver_due().as_dict() == {"failed": 1}
        row = message()
        assert (row.state, row.attempts, row.last_error) == ("failed", tries, "450 4.2.0")
        assert 0.8 * delay <= row.next_attempt_at - now <= 1.2 * delay
        wind(row.next_attempt_at - MINUTE / 60)
        assert deliver_due().as_dict() == {}
        now = wind(row.next_attempt_at)

    assert deliver_due().as_dict() == {"dead": 1}
    assert deliver_due().as_dict() == {}


def test_greylisting_is_survived(tell, server, wind):
    server.at["rcpt"] = lambda _: "450 4.7.1 later"
    tell()
    deliver_due()
    server.at.clear()
    wind(MONDAY + 5 * MINUTE)

    assert deliver_due().as_dict() == {"sent": 1}
    assert len(server.taken) == 1


@pytest.mark.parametrize(
    ("stage", "reply", "status"),
    [
        ("rcpt", "550 5.1.1 anna@example.se unknown", "550 5.1.1"),
        ("data", "554 5.7.1 no", "554 5.7.1"),
        ("dot", "554 looks like spam", "554"),
    ],
)
def test_a_lasting_no_bounces_at_once_and_is_told(tell, server, stage, reply, status):
    told = []
    on_bounce("case", told.append)
    server.at[stage] = lambda _: reply
    tell()
    tell("case.changed", person=2, case=8)
    server_said_no = deliver_due().as_dict()

    assert server_said_no == {"bounced": 2}
    assert [(one.notice, one.about, one.status) for one in told] == [
        ("case.received", ("case", "7"), status),
        ("case.changed", ("case", "8"), status),
    ]
    assert deliver_due().as_dict() == {}
    assert "example.se" not in " ".join(OutboxMessage.objects.values_list("last_error", flat=True))


@pytest.mark.parametrize(
    ("stage", "reply"),
    [("mail", "550 5.7.1 you may not send"), ("rcpt", "530 5.7.0 sign in"), ("rcpt", "503 order")],
)
def test_what_is_our_own_fault_is_not_held_against_the_recipient(tell, server, stage, reply):
    server.at[stage] = lambda _: reply
    tell()

    assert deliver_due().as_dict() == {"failed": 1}


def test_one_that_listens_badly_to_a_bounce_does_not_undo_it(tell, server):
    told = []
    on_bounce("case", lambda _: 1 / 0)
    on_bounce("case", told.append)
    server.at["rcpt"] = lambda _: "550 5.1.1 no"
    tell()

    assert deliver_due().as_dict() == {"bounced": 1}
    assert len(told) == 1


def test_a_server_that_is_down_stops_the_run_and_uses_up_one_try(tell, server):
    server.at["connect"] = hang_up
    tell()
    tell(person=2)

    assert deliver_due().as_dict() == {"failed": 1}
    assert server.connections == 1
    assert sorted(OutboxMessage.objects.values_list("attempts", flat=True)) == [0, 1]


def test_a_server_that_hangs_up_in_the_middle_of_the_text_gets_no_dot(tell, server, wind):
    server.at["body"] = hang_up
    tell()

    def slowly(execute, sql, params, many, context):
        if "handing_over" in (params or ()) and sql.startswith("UPDATE"):
            time.sleep(0.3)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(slowly):
        assert deliver_due().as_dict() == {"failed": 1}
    assert message().last_error == "no connection"


@pytest.mark.parametrize("stage", ["mail", "rcpt", "data"])
def test_a_connection_lost_before_the_dot_is_tried_again(tell, server, wind, stage):
    server.at[stage] = hang_up
    tell()
    tell(person=2)
    assert deliver_due().as_dict() == {"failed": 2}

    server.at.clear()
    wind(MONDAY + 5 * MINUTE)
    assert deliver_due().as_dict() == {"sent": 2}
    assert sorted(server.addresses) == ["anna@example.se", "bo@example.com"]


def test_a_reply_that_never_comes_leaves_it_to_a_person(tell, server, wind):
    server.at["dot"] = hang_up
    tell()
    assert deliver_due().as_dict() == {"uncertain": 1}

    server.at.clear()
    wind(MONDAY + 30 * DAY)
    assert deliver_due().as_dict() == {}
    assert len(server.taken) == 1

    assert resend(message().pk)
    assert not resend(message().pk)
    assert deliver_due().as_dict() == {"sent": 1}
    assert server.taken[0]["Message-ID"] == server.taken[1]["Message-ID"]
    events = AuditEvent.objects.values_list("name", "data")
    assert list(events) == [("outbox.resent", {"message": message().pk, "was": "uncertain"})]


def test_a_person_can_let_it_be(tell, server):
    server.at["dot"] = hang_up
    tell()
    deliver_due()

    assert leave(message().pk)
    assert not leave(message().pk)
    assert not resend(message().pk)
    assert (message().state, message().reason) == ("dropped", "left")
    assert [event.name for event in AuditEvent.objects.all()] == ["outbox.left"]


def test_a_slow_server_is_not_waited_for_for_ever(tell, server, wind, monkeypatch):
    monkeypatch.setattr(smtp, "STEP_TIMEOUT", 0.3)
    monkeypatch.setattr(smtp, "REPLY_TIMEOUT", 0.3)
    wait = {"rcpt": "failed", "dot": "uncertain"}
    for stage, state in wait.items():
        server.at = {stage: lambda _: time.sleep(1)}
        tell()
        assert deliver_due().as_dict() == {state: 1}
    assert message_errors() == {"timeout", "no reply"}


def message_errors():
    return set(OutboxMessage.objects.values_list("last_error", flat=True))


def test_a_run_ends_in_time_for_other_jobs(tell, server):
    for _ in range(3):
        tell()

    assert deliver_due(seconds=-1).as_dict() == {}
    assert deliver_due(limit=2).as_dict() == {"sent": 2}
    assert deliver_due().as_dict() == {"sent": 1}
    assert server.connections == 2


def test_a_letter_that_cannot_be_written_stops_no_other(outbox, tell, server, caplog):
    def build(*_):
        raise RuntimeError("Anna Ek, 19700101-1234")

    notice("case.bad", sentence="x", subject="x", audience="staff", build=build)
    tell("case.bad")
    tell()

    assert deliver_due().as_dict() == {"failed": 1, "sent": 1}
    assert "Anna" not in caplog.text
    assert OutboxMessage.objects.filter(last_error="RuntimeError").count() == 1


def test_without_a_mail_server_nothing_is_lost(tell, settings, caplog):
    settings.LOTSA_DEMO = False
    settings.LOTSA_SMTP_URL = ""
    tell()

    assert deliver_due().as_dict() == {}
    assert "LOTSA_SMTP_URL" in caplog.text
    assert (message().state, message().attempts) == ("waiting", 0)


def test_what_a_killed_worker_left_is_seen_to_when_its_lease_runs_out(tell, server, wind):
    for _ in range(2):
        tell()
    before, after = OutboxMessage.objects.order_by("pk")
    for row, state in ((before, "claimed"), (after, "handing_over")):
        until = MONDAY + MINUTE
        rows = OutboxMessage.objects.filter(pk=row.pk)
        rows.update(state=state, claimed_by="x", claimed_until=until, attempts=1)

    assert deliver_due().as_dict() == {}
    wind(MONDAY + 2 * MINUTE)
    assert deliver_due().as_dict() == {"sent": 1, "uncertain": 1}
    after.refresh_from_db()
    assert after.state == "uncertain"
    assert len(server.taken) == 1


def test_a_message_that_kills_its_worker_every_time_ends_as_dead(tell, server, wind):
    tell()
    OutboxMessage.objects.update(
        state="claimed", claimed_until=MONDAY - MINUTE, attempts=len(DELAYS) + 1
    )

    assert deliver_due().as_dict() == {"dead": 1}


def test_a_worker_whose_lease_was_taken_over_sends_nothing(tell, server):
    def another_takes_it(occasion, _recipient):
        OutboxMessage.objects.update(claimed_by="another")
        return Letter(("x",))

    notice("case.slow", sentence="x", subject="x", audience="staff", build=another_takes_it)
    tell("case.slow")

    assert deliver_due().as_dict() == {"not ours": 1}
    assert not server.taken
    assert (message().state, message().claimed_by) == ("claimed", "another")


def test_a_database_that_is_away_for_a_moment_does_not_make_a_sent_mail_uncertain(
    transactional_db, outbox, server, settings, monkeypatch
):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    enqueue("case.received", to=("user", 1), about=("case", 7))
    monkeypatch.setattr(delivery, "_WRITE_AGAIN", (0.0, 0.0))
    monkeypatch.setattr(connection, "close", lambda: None)
    fail = [2]

    def away_twice(execute, sql, params, many, context):
        if "sent" in (params or ()) and fail[0]:
            fail[0] -= 1
            raise OperationalError
        return execute(sql, params, many, context)

    with connection.execute_wrapper(away_twice):
        assert deliver_due().as_dict() == {"sent": 1}
    assert fail == [0]
    assert message().state == "sent"
