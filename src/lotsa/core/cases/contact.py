"""Phone numbers in one form, so that two of the same are seen to be."""

from typing import Final

_KEPT: Final = frozenset("0123456789")
_LONGEST: Final = 20


def plain_phone(text: str) -> str:
    """A phone number with nothing but digits; Swedish ones begin with 0, others with +.

    "+46 70-123 45 67", "0046701234567" and "070 123 45 67" all give "0701234567". Text without
    digits gives an empty string.
    """
    written = text.strip()
    digits = "".join(character for character in written if character in _KEPT)
    if written.startswith("+"):
        international = digits
    elif digits.startswith("00"):
        international = digits[2:]
    else:
        return digits[:_LONGEST]
    if international.startswith("46"):
        return f"0{international[2:].removeprefix('0')}"[:_LONGEST]
    return f"+{international}"[:_LONGEST] if international else ""
