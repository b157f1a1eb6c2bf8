"""Notices and people to try the outbox on, and a mail server that can misbehave."""

import datetime
import logging

import pytest

from lotsa.foundation import clock
from lotsa.foundation.outbox import registry
from lotsa.foundation.outbox.letters import Letter, Link, Recipient, absolute
from lotsa.foundation.outbox.registry import notice, recipient_kind
from lotsa.foundation.outbox.services import enqueue
from tests.support.post import PostServer

# A Monday, 10:00 in Sweden.
MONDAY = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)


@pytest.fixture
def people():
    return {
        "1": Recipient("anna@example.se", "Anna Ek", "sv"),
        "2": Recipient("bo@example.com", "Bo Ask", "en"),
    }


@pytest.fixture
def cases():
    """What the builders find: the case's text, or nothing once it is erased."""
    return {"7": "We need help with rent.", "8": "Who can read a contract?"}


@pytest.fixture
def outbox(monkeypatch, people, cases):
    """Only the test's own notices are registered."""
    for name in ("_notices", "_kinds", "_undelivered"):
        monkeypatch.setattr(registry, name, {})
    monkeypatch.setattr(registry, "_unsubscribe", [])

    def build(occasion, _recipient):
        text = cases.get(occasion.about.id)
        link = Link("Open the case", absolute(f"/case/{occasion.about.id}/"))
        number = occasion.about.id
        return (
            Letter((text,), line=f"Case {number}", action=link, reference=f"A-{number}")
            if text
            else None
        )

    recipient_kind("user", find=people.get)
    told = {"sentence": "A case has come", "audience": "staff", "build": build}
    notice("case.received", subject="Case %(reference)s received", **told)
    notice("case.changed", subject="Case %(reference)s", opt_out=True, digest=True, **told)
    notice("case.noted", subject="Note on %(reference)s", opt_out=True, digest=True, **told)
    return registry


@pytest.fixture
def server(settings, monkeypatch):
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)
    with PostServer() as running:
        settings.LOTSA_SMTP_URL = running.url
        settings.DEFAULT_FROM_EMAIL = "Lotsa <desk@lotsa.example>"
        yield running


@pytest.fixture
def wind(monkeypatch):
    """Sets the real clock; it stands still at Monday 10:00 until told otherwise."""

    def to(moment):
        monkeypatch.setattr(clock, "now", lambda: moment)
        return moment

    to(MONDAY)
    return to


@pytest.fixture
def tell(outbox, db):
    """Enqueues a notice about case 7 to person 1, unless told otherwise."""

    def one(name="case.received", person=1, case=7, **more):
        enqueue(name, to=("user", person), about=("case", case), **more)

    return one
