"""A small typed reader of environment variables; the only place settings read the outside."""

import datetime
import os

from django.core.exceptions import ImproperlyConfigured

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off", ""}


def text(name: str, default: str = "") -> str:
    """The variable without surrounding space, or the default when it is unset."""
    return os.environ.get(name, default).strip()


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated variable as a list without empty parts."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def some_of(name: str, default: str, known: set[str]) -> list[str]:
    """A comma-separated variable of known words. Raises ImproperlyConfigured for another."""
    given = words(name, default)
    if unknown := sorted(set(given) - known):
        raise ImproperlyConfigured(f"{name} must not hold {', '.join(unknown)}.")
    return given


def flag(name: str, *, default: bool) -> bool:
    """A yes/no variable. Raises ImproperlyConfigured when the value is neither."""
    raw = os.environ.get(name)
    if raw is None:
        return default
    lowered = raw.strip().lower()
    if lowered in _TRUE:
        return True
    if lowered in _FALSE:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0, but is {raw!r}.")


def number(name: str, default: int) -> int:
    """A whole number. Raises ImproperlyConfigured when it is not one."""
    raw = text(name, str(default))
    try:
        return int(raw)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, but is {raw!r}.") from None


def day(name: str, default: str) -> datetime.date:
    """A date written YYYY-MM-DD. Raises ImproperlyConfigured when it is not one."""
    raw = text(name, default)
    try:
        return datetime.date.fromisoformat(raw)
    except ValueError:
        raise ImproperlyConfigured(
            f"{name} must be a date like 2020-05-04, but is {raw!r}."
        ) from None
