"""The small grammar of a SIE line: fields, quotes, object lists, amounts, dates and accounts.

Every function here takes time linear in its text and raises nothing.
"""

from __future__ import annotations

from datetime import date

MAX_WHOLE_DIGITS = 12
"""Amounts from a thousand billion kronor are not bookkeeping."""

_MAX_DECIMALS = 20
_YEARS = range(1980, 2101)
_DATE_DIGITS = 8
_PERIOD_DIGITS = 6
_MAX_ACCOUNT_DIGITS = 10


def split_fields(line: str) -> list[str]:
    """The fields of a line: quotes taken off, an object list kept as one field starting with ``{``.

    A quote or brace that never closes takes the rest of the line.
    """
    if '"' not in line and "{" not in line:
        return line.split()
    fields: list[str] = []
    at, end = 0, len(line)
    while at < end:
        sign = line[at]
        if sign in " \t":
            at += 1
        elif sign == '"':
            text, at = _quoted(line, at + 1)
            fields.append(text)
        elif sign == "{":
            text, at = _braced(line, at)
            fields.append(text)
        else:
            stop = line.find(" ", at)
            stop = end if stop < 0 else stop
            fields.append(line[at:stop])
            at = stop
    return fields


def _closing_quote(line: str, at: int) -> int:
    """Where the quote opened before ``at`` closes, or the end of the line."""
    stop = line.find('"', at)
    while stop > at and line[stop - 1] == "\\":
        stop = line.find('"', stop + 1)
    return len(line) if stop < 0 else stop


def _quoted(line: str, at: int) -> tuple[str, int]:
    stop = _closing_quote(line, at)
    return line[at:stop].replace('\\"', '"'), stop + 1


def _braced(line: str, at: int) -> tuple[str, int]:
    place = at + 1
    while place < len(line):
        close = line.find("}", place)
        if close < 0:
            break
        quote = line.find('"', place, close)
        if quote < 0:
            return line[at:close], close + 1
        place = _closing_quote(line, quote + 1) + 1
    return line[at:], len(line)


def row_fields(rest: str) -> tuple[str, str | None, str]:
    """Account, amount and date of a row; the amount is None when the row ends before it."""
    account, _, tail = rest.lstrip().partition(" ")
    tail = tail.lstrip()
    if tail.startswith("{} ") and '"' not in account:
        # Nearly every row in nearly every file: worth not splitting its text.
        parts = tail[3:].split(None, 2)
        if parts and '"' not in parts[0]:
            day = parts[1] if len(parts) > 1 else ""
            if day.startswith('"'):
                day = day[1:-1] if day.endswith('"') and len(day) > 1 else ""
            return account, parts[0], day
    fields = split_fields(rest)
    if len(fields) > 1 and fields[1].startswith("{"):
        del fields[1]
    if not fields:
        return "", None, ""
    account, amount, day = (*fields[:3], "", "")[:3]
    return account, amount if len(fields) > 1 else None, day


def parse_amount(token: str) -> int | None:
    """An amount in öre, or None when it is no amount.

    The standard says a dot and two decimals; commas, more decimals (rounded half up),
    a plus, the typographic minus and blanks between thousands occur in the wild.
    """
    text = token
    negative = False
    if text[:1] in "-−+":
        negative = text[:1] in "-−" and bool(text)
        text = text[1:]
    if not text.isdecimal():
        text = _with_dot(text)
    whole, _, decimals = text.partition(".")
    digits = whole + decimals
    if not (digits.isascii() and digits.isdecimal()):
        return None
    if len(whole.lstrip("0")) > MAX_WHOLE_DIGITS or len(decimals) > _MAX_DECIMALS:
        return None
    ore = int(whole[-MAX_WHOLE_DIGITS:] or "0") * 100 + int((decimals + "00")[:2])
    if len(decimals) > 2 and decimals[2] >= "5":  # noqa: PLR2004 - the third decimal decides the öre
        ore += 1
    return -ore if negative else ore


def _with_dot(text: str) -> str:
    text = text.replace(" ", "").replace("\u00a0", "")
    if "," in text:
        if text.rfind(",") > text.rfind("."):
            return text.replace(".", "").replace(",", ".", 1)
        return text.replace(",", "")
    return text


def looks_huge(token: str) -> bool:
    """Whether an unreadable amount is a number all the same, only beyond all sense."""
    digits = token.lstrip("-−+").replace(".", "", 1).replace(",", "", 1)
    return digits.isascii() and digits.isdecimal()


def parse_date(token: str) -> date | None:
    """A date written ``YYYYMMDD`` (or with hyphens) between 1980 and 2100, or None."""
    digits = token.replace("-", "")
    if len(digits) != _DATE_DIGITS or not (digits.isascii() and digits.isdecimal()):
        return None
    return make_date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))


def make_date(year: int, month: int, day: int) -> date | None:
    """The date, or None when the calendar has no such day or it is not of our time."""
    if year not in _YEARS:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def parse_period(token: str) -> str | None:
    """A period written ``YYYYMM`` (or ``YYYY-MM``) as ``YYYY-MM``, or None."""
    digits = token.replace("-", "")
    if len(digits) != _PERIOD_DIGITS or not (digits.isascii() and digits.isdecimal()):
        return None
    day = make_date(int(digits[:4]), int(digits[4:]), 1)
    return None if day is None else f"{day:%Y-%m}"


def parse_account(token: str) -> str | None:
    """An account number as its digits, or None when it is not a number."""
    if len(token) > _MAX_ACCOUNT_DIGITS or not (token.isascii() and token.isdecimal()):
        return None
    return token


def parse_year_number(token: str) -> int | None:
    """The number of a financial year: 0 the file's own, −1 the one before, down to −99."""
    digits = token.removeprefix("-").removeprefix("−")
    if not (0 < len(digits) <= 2 and digits.isascii() and digits.isdecimal()):  # noqa: PLR2004
        return None
    if digits == token and int(digits):
        return None
    return -int(digits)
