"""Organisation numbers for companies that do not exist: demo, tests and measurements."""

from typing import Final

_SERIES: Final = 5599
"""A series of limited companies that Bolagsverket has not reached."""
MOST: Final = 100_000


def invented_number(n: int) -> str:
    """The n-th invented number, ten digits with a right check digit (Luhn).

    Raises:
        ValueError: `n` is not within 0–99 999.
    """
    if not 0 <= n < MOST:
        raise ValueError(f"There are {MOST} invented numbers, and none is number {n}.")
    digits = f"{_SERIES}{n:05d}"
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(digits))
    total = sum(value // 10 + value % 10 for value in doubled)
    return f"{digits}{-total % 10}"
