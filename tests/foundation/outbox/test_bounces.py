import io
import uuid
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from lotsa.foundation.outbox.bounces import Bounce, read_dsn
from lotsa.foundation.outbox.delivery import deliver_due
from lotsa.foundation.outbox.models import OutboxMessage
from lotsa.foundation.outbox.registry import on_bounce
from lotsa.foundation.outbox.services import NotPlain, choose_pace, note_bounce
from tests.foundation.outbox.conftest import MONDAY

ID = uuid.UUID("0f8fad5b-d9cb-469f-a165-70867728950e")


def report(*, blocks=None, envelope="", original=f"<{ID}@lotsa.example>", carried="rfc822-headers"):
    """A report like those mail servers write (the shape of RFC 3464, appendix E)."""
    blocks = blocks or ["Final-Recipient: rfc822;a@example.se\nAction: failed\nStatus: 5.1.1"]
    first = "Reporting-MTA: dns; mail.example\n" + (
        f"Original-Envelope-Id: {envelope}\n" if envelope else ""
    )
    parts = [
        "Content-Type: text/plain\n\nSorry, the mail could not be delivered.\n",
        "Content-Type: message/delivery-status\n\n" + "\n\n".join([first.strip(), *blocks]) + "\n",
    ]
    if original:
        kind = {"rfc822-headers": "text/rfc822-headers", "rfc822": "message/rfc822"}[carried]
        headers = f"From: desk@lotsa.example\nMessage-ID: {original}\nSubject: Case\n"
        parts.append(f"Content-Type: {kind}\n\n{headers}\n")
    head = (
        "From: MAILER-DAEMON@mail.example\nTo: desk@lotsa.example\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
    )
    body = "".join(f"--b\n{part}\n" for part in parts) + "--b--\n"
    return (head + body).encode()


FAILED = [Bounce(ID, "5.1.1", "failed")]


@pytest.mark.parametrize(
    ("given_report", "found"),
    [
        (report(), FAILED),
        (report(carried="rfc822"), FAILED),
        (report(original="", envelope=str(ID)), FAILED),
        (report(original="<other@example.se>", envelope=str(ID).upper()), FAILED),
        (report().replace(b"\n", b"\r\n"), FAILED),
        (report(blocks=["Action: delayed\nStatus: 4.4.1"]), [Bounce(ID, "4.4.1", "delayed")]),
        (
            report(blocks=["Action: failed (gone)\nStatus: 5.2.2 (full)"]),
            [Bounce(ID, "5.2.2", "failed")],
        ),
        (report(blocks=["Action: failed\nStatus: 5.1.1"] * 3), FAILED),
        (report(original=""), []),
        (report(original="<x@lotsa.example>"), []),
        (report(original=f"<{ID}@lotsa.example> <y@z>"), []),
        (report(blocks=["Action: eaten\nStatus: 5.1.1"]), []),
        (report(blocks=["Action: failed\nStatus: 9.9.9"]), []),
        (report(blocks=["Action: failed\nStatus: 5.1.1111"]), []),
        (report(blocks=["Action: failed"]), []),
        (report().replace(b"multipart/report", b"multipart/mixed"), []),
        (report()[:200], []),
        (b"", []),
        (b"\xff\xfe\x00" * 100, []),
    ],
)
def test_a_report_says_which_mail_came_back_and_why(given_report, found):
    assert read_dsn(given_report) == found


def test_a_report_nested_without_end_is_survived():
    deep = b""
    for number in range(500):
        deep += f"Content-Type: multipart/report; boundary=b{number}\n\n--b{number}\n".encode()

    assert read_dsn(deep) == []
    assert read_dsn(b"Content-Type: message/rfc822\n\n" * 3000) == []


@given(st.binary(max_size=2000))
def test_no_bytes_make_it_fail(noise):
    assert read_dsn(noise) == []


@given(st.data())
def test_a_damaged_report_is_read_or_left(data):
    whole = bytearray(report())
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))

    for bounce in read_dsn(bytes(whole)):
        assert bounce.action in {"failed", "delayed", "delivered", "relayed", "expanded"}
        assert len(bounce.status) <= 9


@pytest.fixture
def pipe(monkeypatch, capsys):
    def send(content):
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(content)))
        call_command("read_bounces")
        return capsys.readouterr().out.strip()

    return send


def test_mail_that_comes_back_is_noted_on_what_it_was_about(tell, server, pipe):
    told = []
    on_bounce("case", told.append)
    tell()
    deliver_due()
    message = OutboxMessage.objects.get()

    assert pipe(report(original=server.taken[0]["Message-ID"])) == "1"
    message.refresh_from_db()
    assert (message.state, message.last_error) == ("bounced", "5.1.1")
    assert [(one.about, one.status) for one in told] == [(("case", "7"), "5.1.1")]
    assert pipe(report(original=server.taken[0]["Message-ID"])) == "0"
    assert len(told) == 1


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"nonsense",
        report(original=f"<{uuid.uuid4()}@lotsa.example>"),
        report(blocks=["Action: delayed\nStatus: 4.4.1"]),
    ],
)
def test_the_pipe_ends_well_whatever_comes(tell, server, pipe, content):
    tell()
    deliver_due()
    if b"delayed" in content:
        content = content.replace(
            str(ID).encode(), str(OutboxMessage.objects.get().mail_id).encode()
        )

    assert pipe(content) == "0"
    assert OutboxMessage.objects.get().state == "sent"


def test_a_mail_that_has_not_gone_cannot_come_back(tell):
    tell()

    assert not note_bounce(OutboxMessage.objects.get().mail_id, "5.1.1")
    with pytest.raises(NotPlain):
        note_bounce(ID, "user anna@example.se unknown")


def test_a_digest_that_comes_back_is_told_for_all_that_was_in_it(tell, server, wind):
    told = []
    on_bounce("case", told.append)
    choose_pace(("user", 1), daily=True)
    tell("case.changed", case=7)
    tell("case.changed", case=8)
    deliver_due()
    wind(MONDAY.replace(day=3))
    deliver_due()

    assert note_bounce(OutboxMessage.objects.earliest("pk").mail_id, "5.1.1")
    assert [one.about.id for one in told] == ["7", "8"]


def test_servers_that_can_are_told_which_mail_it_is(tell, server):
    server.extensions = ["DSN"]
    tell()
    deliver_due()

    assert len(server.taken) == 1
    assert server.heard[0].endswith(f"RET=HDRS ENVID={OutboxMessage.objects.get().mail_id}")
