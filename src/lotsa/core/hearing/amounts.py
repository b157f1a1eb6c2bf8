"""Amounts as people write them: digits, words, ranges, "about", "at least", in five languages."""

import re
from dataclasses import dataclass

from lotsa.core.hearing.passage import WORD_START, words

Bounds = dict[str, int | float]
Amount = int | float | Bounds
"""An exact number, or ``{"min", "max"}`` with either end left out when the text does not say."""

_SWEDISH = "noll en två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton sjutton arton nitton"
_SWEDISH_TENS = "tjugo trettio fyrtio femtio sextio sjuttio åttio nittio"
_ENGLISH = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_ENGLISH_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_FINNISH = (
    "nolla yksi kaksi kolme neljä viisi kuusi seitsemän kahdeksan yhdeksän kymmenen yksitoista kaksitoista "
    "kolmetoista neljätoista viisitoista kuusitoista seitsemäntoista kahdeksantoista yhdeksäntoista"
)
_ARABIC = {
    "واحد": 1, "اثنان": 2, "اثنين": 2, "ثلاثة": 3, "ثلاث": 3, "أربعة": 4, "أربع": 4, "خمسة": 5, "خمس": 5,
    "ستة": 6, "ست": 6, "سبعة": 7, "سبع": 7, "ثمانية": 8, "ثماني": 8, "تسعة": 9, "تسع": 9, "عشرة": 10,
    "عشر": 10, "عشرون": 20, "عشرين": 20, "ثلاثون": 30, "ثلاثين": 30, "أربعون": 40, "أربعين": 40,
    "خمسون": 50, "خمسين": 50, "ستين": 60, "ستون": 60, "سبعين": 70, "ثمانين": 80, "تسعين": 90,
    "اثنا عشر": 12, "اثني عشر": 12, "خمسة عشر": 15,
}  # fmt: skip


def _number_words() -> dict[str, int]:
    table = dict(_ARABIC)
    for listed in (_SWEDISH, _ENGLISH, _FINNISH):
        table.update({word: n for n, word in enumerate(listed.split())})
    table |= {"ett": 1, "arton": 18, "aderton": 18, "hundra": 100, "hundred": 100, "sata": 100}
    for tens, units, joints in (
        (_SWEDISH_TENS, _SWEDISH, ("",)),
        (_ENGLISH_TENS, _ENGLISH, ("-", " ")),
    ):
        for place, ten in enumerate(tens.split(), start=2):
            table[ten] = place * 10
            for unit, word in enumerate(units.split()[1:10], start=1):
                table |= {f"{ten}{joint}{word}": place * 10 + unit for joint in joints}
    for place, unit_word in enumerate(_FINNISH.split()[2:10], start=2):
        table[f"{unit_word}kymmentä"] = place * 10
    return table


NUMBER_WORDS = _number_words()
_DIGITS = r"(?:\d{1,3}(?:[ .]\d{3}){1,3}(?!\d)|\d{1,9})(?:[.,]\d{1,2}(?!\d))?"
_WORDS = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
NUMBER = rf"(?:(?<![\w.,]){_DIGITS}|{WORD_START}(?:{_WORDS})(?!\w))"

_HEDGES = {
    "about": "ca ca\\. cirka circa runt ungefär omkring kring typ sisådär någonstans about around roughly "
    "approximately approx noin suunnilleen حوالي تقريبا نحو",
    "over": "över mer\\s+än fler\\s+än more\\s+than over above yli enemmän\\s+kuin أكثر\\s+من",
    "above": "drygt strax\\s+över lite\\s+över just\\s+over reilut",
    "least": "minst åtminstone at\\s+least vähintään ainakin على\\s+الأقل",
    "under": "under färre\\s+än mindre\\s+än fewer\\s+than less\\s+than below alle vähemmän\\s+kuin أقل\\s+من",
    "nearly": "nästan knappt närmare strax\\s+under nearly almost just\\s+under close\\s+to lähes melkein "
    "vajaat قرابة ما\\s+يقارب",
    "most": "högst max maximalt som\\s+mest upp\\s+till at\\s+most up\\s+to enintään korkeintaan",
}
_HEDGE = "|".join(rf"(?P<{name}>{words(listed)})" for name, listed in _HEDGES.items())
AMOUNT = (
    rf"(?:(?:{_HEDGE})\s{{0,2}})?(?:mellan\s|between\s|from\s)?(?P<low>{NUMBER})"
    rf"(?:\s?(?:[-–—]|till|to|och|and|eller|or|tai|إلى)\s?(?P<high>{NUMBER}))?"
)
"""Pattern with the groups ``low``, ``high`` and one per hedge; read it with ``amount_of``."""


def number_of(written: str) -> float | None:
    """The number written in digits (any script) or words, or ``None``."""
    if written in NUMBER_WORDS:
        return float(NUMBER_WORDS[written])
    digits = re.fullmatch(r"(\d{1,3}(?:[ .]\d{3})+|\d+)(?:[.,](\d{1,2}))?", written)
    if not digits:
        return None
    whole = int(re.sub(r"\D", "", digits.group(1)))
    part = digits.group(2)
    return whole + (int(part) / 10 ** len(part) if part else 0)


def _tidy(value: float) -> int | float:
    rounded = round(value, 2)
    return int(rounded) if rounded == int(rounded) else rounded


@dataclass(frozen=True, slots=True)
class Reading:
    """Two numbers and the hedge before them, ready to be made an amount."""

    low: float
    high: float | None
    hedge: str | None


def reading_of(match: re.Match[str]) -> Reading | None:
    """What an ``AMOUNT`` match says, or ``None`` when it makes no sense (a range upside down)."""
    groups = match.groupdict()
    low = number_of(groups["low"])
    high = number_of(groups["high"]) if groups.get("high") else None
    if low is None or (high is not None and high <= low):
        return None
    return Reading(low, high, next((name for name in _HEDGES if groups.get(name)), None))


def amount_of(reading: Reading, *, step: float, spread: float = 0.2, factor: float = 1) -> Amount:
    """The amount a reading honestly says.

    Args:
        reading: numbers and hedge.
        step: the smallest difference that counts (1 for persons): "over 20" persons is at least 21.
            0 for amounts that are not counted.
        spread: how far "about" reaches to either side, as a share.
        factor: multiplies the numbers (1 000 for "tkr").

    Returns:
        A number, or bounds; an open end is left out.
    """
    low, high = reading.low * factor, reading.high
    if high is not None:
        return {"min": _tidy(low), "max": _tidy(high * factor)}
    about = max(step, low * spread)
    bounds: dict[str | None, tuple[float | None, float | None]] = {
        "about": (max(0, low - about), low + about),
        "over": (low + step, None),
        "above": (low, low + about),
        "least": (low, None),
        "under": (None, low - step),
        "nearly": (max(0, low - about), low),
        "most": (None, low),
    }
    if reading.hedge not in bounds:
        return _tidy(low)
    least, most = bounds[reading.hedge]
    if step >= 1:
        least = None if least is None else round(least)
        most = None if most is None else round(most)
    return {
        name: _tidy(value) for name, value in (("min", least), ("max", most)) if value is not None
    }
