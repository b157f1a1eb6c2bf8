import pytest

from lotsa.foundation.audit import registry
from lotsa.foundation.audit.models import AuditEvent
from lotsa.foundation.audit.registry import UndeclaredData, UnknownEvent, event_type
from lotsa.foundation.audit.services import record


@pytest.fixture
def saved(monkeypatch):
    monkeypatch.setattr(registry, "_registry", {})
    return event_type("test.saved", "Something was saved", keys={"needs"})


def test_a_declared_event_is_written_by_type_or_by_name(saved, db):
    record(saved, needs=3)
    record("test.saved")

    assert [event.data for event in AuditEvent.objects.order_by("pk")] == [{"needs": 3}, {}]


def test_an_event_nobody_declared_raises(saved, db):
    with pytest.raises(UnknownEvent, match=r"test\.sawed"):
        record("test.sawed")


@pytest.mark.parametrize(
    "data", [{"email": "x"}, {"needs": ["a"]}, {"needs": {"a": 1}}, {"needs": "x" * 201}]
)
def test_data_that_is_not_declared_or_not_plain_is_refused(saved, db, data):
    with pytest.raises(UndeclaredData):
        record(saved, **data)

    assert not AuditEvent.objects.exists()


def test_a_name_means_one_thing(saved):
    assert event_type("test.saved", "Something was saved", keys={"needs"}) == saved
    with pytest.raises(ValueError, match=r"test\.saved"):
        event_type("test.saved", "Something else")
