"""The closed registry of event types. Each app declares its own in `events.py`."""

from collections.abc import Iterable
from dataclasses import dataclass


class UnknownEvent(LookupError):
    """Someone recorded an event that no app has declared."""


class UndeclaredData(ValueError):
    """An event carried a key its type does not declare, or a value that is not plain."""


@dataclass(frozen=True)
class EventType:
    """One kind of event.

    Attributes:
        name: "noun.past", such as "situation.saved".
        sentence: what happened, in English, for the one who reviews.
        keys: the data it may carry. Counts, codes and ids of things; never of a person or company.
    """

    name: str
    sentence: str
    keys: frozenset[str]


_registry: dict[str, EventType] = {}


def event_type(name: str, sentence: str, keys: Iterable[str] = ()) -> EventType:
    """Declare an event type. Raises ValueError when the name is taken by another."""
    declared = EventType(name, sentence, frozenset(keys))
    if _registry.get(name, declared) != declared:
        raise ValueError(f"The event {name} is already declared, and differently.")
    _registry[name] = declared
    return declared


def find(event: EventType | str) -> EventType:
    """The declared type of this name. Raises UnknownEvent."""
    name = event.name if isinstance(event, EventType) else event
    try:
        return _registry[name]
    except KeyError:
        raise UnknownEvent(f"No app declares the event {name}.") from None
