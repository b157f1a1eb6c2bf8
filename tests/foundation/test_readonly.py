import pytest
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpResponse
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from lotsa.foundation import clock
from lotsa.foundation.audit.models import AuditEvent
from lotsa.foundation.web import readonly


def writing_view(_request):
    AuditEvent.objects.create(at=clock.now(), name="test.done")
    return HttpResponse("done")


@pytest.fixture
def guarded():
    return readonly.no_writes_on_safe_methods(writing_view)


@pytest.mark.parametrize("method", ["get", "head", "options", "trace"])
def test_a_page_view_cannot_write(guarded, method, db):
    with pytest.raises(readonly.WriteOnRead), transaction.atomic():
        guarded(getattr(RequestFactory(), method)("/"))

    assert not AuditEvent.objects.exists()


def test_a_post_can(guarded, db):
    guarded(RequestFactory().post("/"))

    assert AuditEvent.objects.count() == 1


def test_the_guard_is_gone_after_the_page_view(guarded, db):
    with pytest.raises(readonly.WriteOnRead), transaction.atomic():
        guarded(RequestFactory().get("/"))

    writing_view(None)

    assert AuditEvent.objects.count() == 1


def test_the_houses_own_bookkeeping_may_write(db):
    def counting_view(request):
        with readonly.housekeeping_writes():
            return writing_view(request)

    readonly.no_writes_on_safe_methods(counting_view)(RequestFactory().get("/"))

    assert AuditEvent.objects.count() == 1


def test_a_session_changed_by_a_page_view_counts_as_a_write(client, db, monkeypatch):
    def visitors_day(request):
        request.session["seen"] = True

    monkeypatch.setattr("lotsa.foundation.clock.middleware.visitors_day", visitors_day)

    with pytest.raises(readonly.WriteOnRead):
        client.get("/no-such-page/")
    assert not Session.objects.exists()


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1",
        "  select * from t",
        "(SELECT 1) UNION (SELECT 2)",
        "WITH a AS (SELECT 1) SELECT * FROM a",
        "EXPLAIN QUERY PLAN SELECT 1",
        'SAVEPOINT "s1"',
        'RELEASE SAVEPOINT "s1"',
        "BEGIN IMMEDIATE",
        "/* a note */ SELECT 1",
    ],
)
def test_reading_is_seen_as_reading(sql):
    assert readonly.is_read(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO t VALUES (1)",
        "update t set a = 1",
        "DELETE FROM t",
        "REPLACE INTO t VALUES (1)",
        "CREATE TABLE t (a int)",
        "DROP TABLE t",
        "TRUNCATE t",
        "WITH a AS (SELECT 1) INSERT INTO t SELECT * FROM a",
        "WITH gone AS (DELETE FROM t RETURNING *) SELECT * FROM gone",
        'WITH a AS (UPDATE "t" SET b = 1 RETURNING *) SELECT * FROM a',
        "/* SELECT */ INSERT INTO t VALUES (1)",
        "",
        "VACUUM",
    ],
)
def test_everything_else_is_seen_as_writing(sql):
    assert not readonly.is_read(sql)


@given(st.sampled_from(["INSERT INTO", "UPDATE", "DELETE FROM", "ALTER TABLE"]), st.text())
def test_a_writing_verb_is_writing_whatever_follows(verb, rest):
    assert not readonly.is_read(f"{verb} {rest}")
