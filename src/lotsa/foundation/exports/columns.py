"""What a column is called and how its values are written; shared by Excel and CSV."""

import datetime
import math
import re
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto
from typing import Any, Final

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext

LONGEST_TEXT: Final = 32_767
"""Excel's own limit for one cell."""

_NOT_IN_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_EXACT_DIGITS: Final = 10**15
"""Excel keeps fifteen digits; a longer number is an identifier and stays text."""

Value = str | int | float | datetime.date | datetime.datetime | None


class Kind(Enum):
    """How the values of a column are shown in Excel."""

    TEXT = auto()
    NUMBER = auto()
    DECIMAL = auto()
    SHARE = auto()
    """From 0 to 1, shown as per cent."""
    MONEY = auto()
    DATE = auto()
    MOMENT = auto()
    """A day and a time of day, in the site's zone."""


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes:
        heading: what stands over it; a lazy message is translated when the file is made.
        kind: how its values are shown.
        width: in characters; None to fit the content.
    """

    heading: str | Promise
    kind: Kind = Kind.TEXT
    width: int | None = None


def plain(value: Any) -> Value:
    """A value as it can be written: text, a finite number, a day, a moment without zone, or None.

    Yes and no are written as words, a moment in the site's zone, what XML cannot hold as nothing.

    Raises:
        ValueError: a moment without time zone, which nobody could read.
    """
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, datetime.datetime):
        if timezone.is_naive(value):
            raise ValueError("A moment needs its time zone.")
        return timezone.make_naive(value, timezone.get_default_timezone())
    if isinstance(value, datetime.date):
        return value
    if isinstance(value, int) and abs(value) < _EXACT_DIGITS:
        return int(value)
    if isinstance(value, (float, Decimal)):
        return float(value) if math.isfinite(value) else None
    text = str(value)
    if not text.isprintable():
        text = _NOT_IN_XML.sub("", text.encode("utf-8", "replace").decode("utf-8"))
    kept = cut(text, LONGEST_TEXT)
    return text if kept == text else cut(text, LONGEST_TEXT - 1) + "…"


def cut(text: str, length: int) -> str:
    """The beginning of a text, counted as Excel does: a sign outside Unicode's first plane is two."""
    if 2 * len(text) <= length:
        return text
    return text.encode("utf-16-le")[: 2 * length].decode("utf-16-le", "ignore")
