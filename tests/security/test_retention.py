import datetime

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from lotsa.foundation import clock
from lotsa.foundation.audit.models import AuditEvent
from lotsa.foundation.retention import registry, services
from lotsa.foundation.retention.registry import Declaration, How, Keep

DAY = datetime.timedelta(days=1)


def test_every_field_is_declared_personal_or_not():
    assert registry.faults() == []


@pytest.mark.parametrize(
    ("model", "declaration", "fault"),
    [
        ("audit.AuditEvent", None, "audit.AuditEvent is not declared in its app's retention.py."),
        (
            "audit.AuditEvent",
            Declaration("audit.AuditEvent", {}, frozenset({"id", "at", "name"})),
            "audit.AuditEvent.data is not declared.",
        ),
        (
            "audit.AuditEvent",
            Declaration("audit.AuditEvent", {}, frozenset({"id", "at", "name", "data", "who"})),
            "audit.AuditEvent.who does not exist.",
        ),
        (
            "audit.AuditEvent",
            Declaration(
                "audit.AuditEvent", {"data": Keep(1, "name")}, frozenset({"id", "at", "name"})
            ),
            "audit.AuditEvent.data counts from name, which is no date.",
        ),
        (
            "audit.AuditEvent",
            Declaration(
                "audit.AuditEvent", {"data": Keep(1, "at")}, frozenset({"id", "at", "name", "data"})
            ),
            "audit.AuditEvent.data is declared both ways.",
        ),
        (
            "audit.Ghost",
            Declaration("audit.Ghost", {}, frozenset()),
            "audit.Ghost is declared but is no model.",
        ),
    ],
)
def test_a_gap_in_the_declarations_is_found(model, declaration, fault, monkeypatch):
    if declaration is None:
        monkeypatch.delitem(registry._registry, model)
    else:
        monkeypatch.setitem(registry._registry, model, declaration)

    assert registry.faults() == [fault]


@pytest.fixture
def old_and_new(db):
    keep = {d.model: d for d in registry.declarations()}["audit.AuditEvent"].personal["data"]
    old = clock.now() - (keep.days + 1) * DAY
    fresh = clock.now() - (keep.days - 1) * DAY
    return [
        AuditEvent.objects.create(at=at, name="test.done", data={"count": 1}) for at in (old, fresh)
    ]


def test_rows_past_their_days_are_deleted_and_no_others(old_and_new):
    _, fresh = old_and_new

    assert services.purge_expired() == {"audit.AuditEvent": 1}
    assert [event.pk for event in AuditEvent.objects.all()] == [fresh.pk]
    assert services.purge_expired() == {}


def test_a_dry_run_counts_and_leaves_everything(old_and_new):
    assert services.purge_expired(dry_run=True) == {"audit.AuditEvent": 1}
    assert AuditEvent.objects.count() == 2


def test_a_field_can_be_emptied_while_the_row_stays(old_and_new, monkeypatch):
    rule = Declaration(
        "audit.AuditEvent", {"data": Keep(730, "at", How.BLANK)}, frozenset({"id", "at", "name"})
    )
    monkeypatch.setitem(registry._registry, "audit.AuditEvent", rule)
    old, fresh = old_and_new

    assert services.purge_expired() == {"audit.AuditEvent.data": 1}
    old.refresh_from_db()
    fresh.refresh_from_db()
    assert (old.data, fresh.data) == ({}, {"count": 1})
    assert services.purge_expired() == {}


def test_sessions_past_their_time_are_deleted(client, db):
    for age in (-1, 3600):
        session = SessionStore()
        session["x"] = 1
        session.set_expiry(age)
        session.save()

    assert services.purge_expired() == {"sessions.Session": 1}
    assert Session.objects.count() == 1
