"""The one verb of the audit log."""

from lotsa.foundation import clock
from lotsa.foundation.audit.models import AuditEvent
from lotsa.foundation.audit.registry import EventType, UndeclaredData, find

Plain = str | int | float | bool | None
_LONGEST = 200


def record(event: EventType | str, **data: Plain) -> AuditEvent:
    """Write one event, in the caller's transaction: no event without its change, nor the reverse.

    Args:
        event: a declared type or its name.
        **data: values for keys the type declares; plain and at most 200 characters each.

    Raises:
        UnknownEvent: no app declares the event.
        UndeclaredData: a key is not declared, or a value is not plain.
    """
    declared = find(event)
    extra = sorted(data.keys() - declared.keys)
    if extra:
        raise UndeclaredData(f"{declared.name} does not declare {', '.join(extra)}.")
    for key, value in data.items():
        if not isinstance(value, Plain) or (isinstance(value, str) and len(value) > _LONGEST):
            raise UndeclaredData(f"{declared.name}.{key} must be a short plain value.")
    return AuditEvent.objects.create(at=clock.now(), name=declared.name, data=data)
