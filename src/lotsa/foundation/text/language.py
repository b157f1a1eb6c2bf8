"""Which language a text is written in.

``pycld2`` (Compact Language Detector 2) decides; two habits of it are corrected. Short texts say too
little, so below four words the page's language stands unless the script itself rules it out. And
Swedish written without its letters or in chat style is often taken for Norwegian or Danish, so the
letters and small words that only one of the three uses are counted.
"""

import re

import pycld2

MINIMUM_WORDS = 4
_WORD = re.compile(r"[^\W\d_]+")
_SCRIPTS = {
    "ar": re.compile(r"[\u0600-\u06ff\u0750-\u077f]"),
    "cyrillic": re.compile(r"[\u0400-\u04ff]"),
    "latin": re.compile(r"[A-Za-zÀ-ɏ]"),
}
_ALIASES = {
    "nn": "no",
    "nb": "no",
    "iw": "he",
    "sr-ME": "sr",
    "zh-Hant": "zh",
    "bs": "hr",
    "sh": "hr",
}
_SWEDISH = frozenset(
    [
        "och",
        "är",
        "inte",
        "från",
        "också",
        "mycket",
        "något",
        "någon",
        "några",
        "hjälp",
        "behöver",
        "när",
        "hur",
        "att",
        "jag",
        "pengar",
        "företag",
        "företaget",
        "ingen",
        "måste",
        "redan",
        "ska",
        "varför",
        "vad",
        "sedan",
        "går",
        "ont",
        "omsättning",
        "o",
        "å",
        "va",
        "nåt",
        "nån",
        "dom",
        "till",
    ]
)
_NORDIC_NEIGHBOURS = frozenset(
    [
        "og",
        "ikke",
        "ikkje",
        "hva",
        "hvad",
        "hvordan",
        "hvor",
        "noe",
        "noget",
        "nogen",
        "noen",
        "mye",
        "meget",
        "fra",
        "også",
        "hjelp",
        "hjælp",
        "trenger",
        "behøver",
        "brug",
        "penger",
        "penge",
        "etter",
        "efter",
        "bedrift",
        "bedriften",
        "virksomhed",
        "selskap",
        "selskab",
        "uten",
        "uden",
        "ettersom",
        "siden",
        "åpne",
        "åbne",
        "vårt",
        "eg",
        "jeg",
        "deg",
        "dere",
        "jer",
        "vore",
        "våre",
        "kunne",
        "burde",
        "ble",
        "blev",
        "blir",
        "bliver",
        "oss",
        "os",
    ]
)
_SHARED = _SWEDISH & _NORDIC_NEIGHBOURS
_ONLY_SWEDISH_LETTERS = re.compile(r"[äö]", re.IGNORECASE)
_ONLY_NEIGHBOUR_LETTERS = re.compile(r"[æø]", re.IGNORECASE)


def detect_language(text: str, page_language: str | None = None) -> str | None:
    """The language of ``text`` as an ISO 639-1 code.

    Args:
        text: what the visitor wrote.
        page_language: the language of the page it was written on; trusted for short texts.

    Returns:
        The code, or ``None`` when neither text nor page tells.
    """
    words = _WORD.findall(text)
    if not words:
        return page_language
    guess = _detect(text)
    if len(words) < MINIMUM_WORDS:
        return page_language if page_language and _fits(text, page_language) else guess
    if guess in {"no", "da", "sv"}:
        guess = _among_neighbours(text, words, guess)
    return guess or (page_language if page_language and _fits(text, page_language) else None)


def _detect(text: str) -> str | None:
    readable = "".join(
        c if c.isprintable() and not "\ud800" <= c <= "\udfff" else " " for c in text
    )
    try:
        _, _, details = pycld2.detect(readable, bestEffort=True)
    except pycld2.error:
        return None
    code = details[0][1]
    if code == "un":
        return None
    code = _ALIASES.get(code, code)
    return code if re.fullmatch("[a-z]{2}", code) else None


def _script(text: str) -> str:
    counts = {name: len(pattern.findall(text)) for name, pattern in _SCRIPTS.items()}
    name = max(counts, key=lambda key: counts[key])
    return name if counts[name] else "other"


def _fits(text: str, language: str) -> bool:
    script = _script(text)
    if language in {"ar", "fa", "ku", "ur"}:
        return script == "ar"
    if language in {"uk", "ru", "bg", "sr"}:
        return script == "cyrillic"
    return script == "latin"


def _among_neighbours(text: str, words: list[str], guess: str) -> str:
    lowered = [word.lower() for word in words]
    swedish = sum(w in _SWEDISH and w not in _SHARED for w in lowered)
    swedish += 2 * len(_ONLY_SWEDISH_LETTERS.findall(text))
    neighbour = sum(w in _NORDIC_NEIGHBOURS and w not in _SHARED for w in lowered)
    neighbour += 2 * len(_ONLY_NEIGHBOUR_LETTERS.findall(text))
    if swedish > neighbour:
        return "sv"
    if guess == "sv" and neighbour > swedish + 1:
        return "da" if re.search(r"\b(?:ikke|af|hvad|jeg|noget|meget)\b", text.lower()) else "no"
    return guess
