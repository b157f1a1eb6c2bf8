"""A code that is mailed is kept no longer than the mail needs it."""

import datetime

import pytest

from lotsa.foundation.outbox.delivery import DELAYS, LEASE, deliver_due
from lotsa.foundation.outbox.forgetting import SECRETS_LIVE
from lotsa.foundation.outbox.letters import Letter
from lotsa.foundation.outbox.models import OutboxMessage
from lotsa.foundation.outbox.registry import find_notice, notice
from lotsa.foundation.outbox.services import NotPlain, cancel_about, enqueue, resend
from lotsa.foundation.retention.services import purge_expired
from tests.foundation.outbox.conftest import MONDAY
from tests.support.post import Drop, parts

CODE = "2345-6789"
TOLD = {"sentence": "A code", "subject": "Your code", "audience": "staff"}


@pytest.fixture
def code(outbox, db):
    """Enqueues a code to person 1."""
    notice(
        "code.sent",
        build=lambda occasion, _: Letter((occasion.data["code"],)),
        forget_data=True,
        **TOLD,
    )

    def one(**more):
        enqueue("code.sent", to=("user", 1), data={"code": CODE}, **more)

    return one


def stored():
    """State and data of the one message."""
    return OutboxMessage.objects.values_list("state", "data").get()


def refuse(reply):
    return lambda _address: reply


def lose(_address):
    raise Drop


@pytest.mark.parametrize(
    ("stage", "behaviour", "state"),
    [
        (None, None, "sent"),
        ("rcpt", refuse("550 5.1.1 no such user"), "bounced"),
        ("dot", lose, "uncertain"),
    ],
)
def test_it_is_forgotten_when_the_mail_has_gone_or_never_will(
    code, server, wind, stage, behaviour, state
):
    if stage:
        server.at[stage] = behaviour
    code()
    deliver_due()

    assert stored() == (state, {})


def test_it_stays_while_the_mail_is_tried_again(code, server, wind):
    server.at["rcpt"] = refuse("451 4.7.1 later")
    code()
    assert deliver_due().as_dict() == {"failed": 1}
    assert stored() == ("failed", {"code": CODE})

    del server.at["rcpt"]
    wind(MONDAY + datetime.timedelta(hours=1))
    deliver_due()
    assert CODE in parts(server.taken[0])[0]
    assert stored() == ("sent", {})


def test_it_is_forgotten_when_every_try_has_failed(code, server, wind):
    server.at["rcpt"] = refuse("451 4.7.1 later")
    code()
    now = MONDAY
    for _ in range(len(DELAYS) + 1):
        deliver_due()
        now = wind(now + datetime.timedelta(days=2))

    assert stored() == ("dead", {})


def test_it_is_forgotten_when_the_mail_is_dropped(code, server, wind, people):
    code()
    del people["1"]

    assert deliver_due().as_dict() == {"dropped": 1}
    assert stored() == ("dropped", {})


def test_it_is_forgotten_when_the_mail_is_stopped(code, wind):
    code(about=("case", 7))
    assert cancel_about("case", 7) == 1

    assert stored() == ("dropped", {})


def test_it_is_forgotten_when_the_worker_was_killed_in_the_reply(code, server, wind):
    code()
    OutboxMessage.objects.update(state="handing_over", claimed_until=MONDAY - LEASE)

    assert deliver_due().as_dict() == {"uncertain": 1}
    assert stored() == ("uncertain", {})


def test_it_cannot_be_sent_again(code, server, wind):
    server.at["rcpt"] = refuse("550 5.1.1 no such user")
    code()
    deliver_due()
    del server.at["rcpt"]

    assert resend(OutboxMessage.objects.get().pk)
    assert deliver_due().as_dict() == {"dropped": 1}
    assert not server.taken


def test_other_notices_keep_what_they_need_to_be_sent_again(tell, server, wind):
    tell(data={"referral": 3})
    deliver_due()

    assert stored() == ("sent", {"referral": 3})


def test_the_row_goes_after_two_days_wherever_it_stands(code, tell, wind):
    code()
    tell()
    assert purge_expired() == {}

    wind(MONDAY + SECRETS_LIVE + datetime.timedelta(minutes=1))
    assert purge_expired(dry_run=True) == {"mailed-secrets": 1}
    assert purge_expired() == {"mailed-secrets": 1}
    assert OutboxMessage.objects.get().notice == "case.received"


def test_all_tries_come_before_that():
    assert sum(DELAYS, datetime.timedelta()) * 1.2 < SECRETS_LIVE


def test_a_secret_must_be_there_and_waits_for_no_digest(code):
    with pytest.raises(NotPlain):
        enqueue("code.sent", to=("user", 1))
    with pytest.raises(ValueError, match="digest"):
        notice("code.held", build=lambda *_: None, forget_data=True, digest=True, **TOLD)


def test_the_sign_in_code_is_a_secret():
    assert find_notice("account.code").forget_data
