"""How many employees the text says the firm has."""

import re
from collections.abc import Iterator

from lotsa.core.hearing.amounts import AMOUNT, Amount, amount_of, reading_of
from lotsa.core.hearing.heard import HeardFact
from lotsa.core.hearing.passage import WORD_START, Passage, words

_UNIT = (
    r"(?P<unit>anställda|anställd|medarbetare|årsanställda|personer\s+anställda|heltidsanställda|"
    r"tillsvidareanställda|heltidare|fast\s+anställda|employees?|staff(?:\s+members)?|workers|"
    r"people\s+employed|people\s+on\s+(?:the\s+)?(?:payroll|staff)|members\s+of\s+staff|"
    r"full[- ]time\s+(?:employees|staff)|työntekijää|työntekijä|palkattua|alaista|"
    r"موظفا|موظفين|موظفون|موظف|موظفًا|عاملا|عمال|عاملين)(?!\w)"
)
_COUNT = re.compile(rf"{AMOUNT}(?:-|\s)\s?{_UNIT}")
_LARGEST = 100_000
_OWNER_MATTERS = 5
_PARTLY = ("heltid", "tillsvidare", "fast", "full")
_NOW = r"(?:\s+(?:i\s?dag|idag|nu|totalt|just\s+nu|endast|bara|sammanlagt|alltså|now|only|currently|today|in\s+total|nyt|tällä\s+hetkellä|yhteensä|حاليا|الآن|فقط))?"
_STATES_COUNT = re.compile(
    r"(?:"
    + words(
        "har är sysselsätter (?:växt|vuxit|blivit)\\s+till grown\\s+to have are employ employs has got i've we've we're",
        "meillä\\s+on minulla\\s+on yrityksessä(?:ni|mme)?\\s+on firmassa(?:ni|mme)?\\s+on työllistämme työllistää on",
        "لدينا لدي عندنا عندي نوظف أوظف يعمل\\s+(?:لدينا|عندنا|معنا|لدي|عندي)",
    )
    + rf")(?:\s+(?:vi|jag|we))?{_NOW}\s*$"
)
_BARE = re.compile(
    r"^\W*(?:(?:och|and|ja|med|with|är|har|samt|sammanlagt|totalt|bara|endast|only|just|yhteensä|vain)\s+){0,2}$"
)
_BESIDE = re.compile(words("med with och and plus ja") + r"\s*$|(?<!\w)(?:مع|و)\s*$|\s[-–—/|]\s*$")
_OURS = re.compile(words("våra mina our my") + r"\s*$")
_OF_US = re.compile(
    words("av of utav") + r"\s*$|" + words("av of") + r"\s+(?:våra|mina|our|my)\s*$"
)
_LOSING = re.compile(
    words(
        "säga sagt sade varsl\\w+ permitter\\w+ avskeda\\w* anställa anställde anställt anställer rekryter\\w* "
        "(?:jobbar|arbetar|anställd)\\s+(?:på|hos|åt) work(?:s|ing)?\\s+(?:for|at|in) "
        "behov brist fattas saknas från lagt utbilda lån\\w* hyr\\w* fick färre plus blivit blir lay laid off "
        "hire hired hiring recruit\\w* fired lost train furlough\\w* lomaut\\w+ irtisan\\w+ palka\\w* "
        "تسريح فصل توظيف فصلنا سرحنا"
    )
)
_SOME_ONLY = re.compile(
    r"\s*(?:[,–-]\s*)?"
    + words(
        "som utan hemma sjuk sjuka permittera\\w* varsla\\w* uppsagda för\\s+mycket färre fler till mindre mer extra "
        "borta lediga per kvar sa slutade har\\s+slutat är vill ska behöver måste kan blev fick mår har vars "
        "who whose off without too fewer more less sick at\\s+home on\\s+(?:sick|leave|parental|furlough) in\\s+sweden i\\s+sverige ruotsissa laid furlough\\w* left quit are have need want "
        "joita jotka joilla sairaana lisää liikaa lomautettu\\w* مرضى إضافي إضافيين بدون ليس الذين"
    )
)
_SEASON = re.compile(
    r"\s*(?:på|under|i|in|during|over|on)\s+(?:the\s+)?"
    + words("sommaren somrarna vintern högsäsong högsäsongen säsongen summer winter high season")
    + r"|\s*(?:som\s+mest|kesällä|kesäisin|talvella)"
)
_HEADS = re.compile(
    rf"(?:(?<!\w)(?:vi|we)\s+(?:är|are)|(?<!\w)vi're|(?<!\w)we're|(?<!\w)meitä\s+on){_NOW}\s+{AMOUNT}\s+"
    r"(?P<heads>(?:personer|stycken|st|pers|man|kollegor|people|henkilöä|henkeä|ihmistä)"
    r"(?:\s+(?:som\s+(?:jobbar|arbetar)|i\s+(?:personalen|företaget|firman|bolaget|gänget|teamet)|på\s+(?:företaget|jobbet|firman)|"
    r"in\s+the\s+(?:company|firm|team|business)|who\s+work|working\s+here|töissä|yrityksessä))?"
    r"|i\s+(?:personalen|personalstyrkan)|som\s+(?:jobbar|arbetar)(?:\s+(?:här|i\s+företaget|hos\s+oss))?)(?!\w)"
)
_OWNERS = re.compile(
    r"\s*(?:ägare|delägare|som\s+(?:äger|driver|startade)|bröder|syskon|owners|partners|who\s+own|founders|per\b|i\s+styrelsen|i\s+familjen|omistajaa)"
)
_FORCE = re.compile(
    rf"(?:(?:we|i)\s+employ|personalstyrka\s+på|personal\s+på|ett\s+team\s+på|ett\s+gäng\s+på|(?:a\s+)?(?:staff|team|workforce|crew)\s+of)\s+{AMOUNT}(?!\s*(?:%|procent|per\s*cent|kr))"
)
_ROUND = re.compile(
    r"(?P<round>(?:ett|en)\s+(?P<size>tiotal|femtontal|tjugotal|trettiotal|fyrtiotal|femtiotal|hundratal|dussin|dussintal)|"
    r"(?P<few>ett\s+par|några|a\s+couple\s+of|a\s+few|pari|muutama|muutamia)|(?P<dozen>a\s+dozen|kymmenkunta))\s+"
    rf"{_UNIT}"
)
_ROUND_SIZE = {
    "tiotal": 10, "femtontal": 15, "tjugotal": 20, "trettiotal": 30, "fyrtiotal": 40, "femtiotal": 50,
    "hundratal": 100, "dussin": 12, "dussintal": 12, "a dozen": 12, "kymmenkunta": 10,
}  # fmt: skip
_TWO_ARABIC = re.compile(
    r"(?<!\w)(?P<pair>موظفان|موظفين\s+اثنين|عاملان)(?!\w)|(?<!\w)(?P<one>موظف\s+واحد|موظفة\s+واحدة)(?!\w)"
)
_NONE = re.compile(
    WORD_START
    + r"(?:(?:inga|ingen|inte\s+(?:några|någon))(?:\s+(?:egna|egen|fast))?\s+(?:anställda|anställd|medarbetare|personal)|"
    r"utan\s+anställda|no\s+(?:employees|staff)|without\s+(?:any\s+)?employees|not\s+have\s+(?:any\s+)?employees|"
    r"don't\s+have\s+(?:any\s+)?(?:employees|staff)|"
    r"ei\s+(?:ole\s+)?(?:yhtään\s+)?työntekijöitä|ilman\s+työntekijöitä|"
    r"(?:بدون|دون)\s+موظفين|(?:لا\s+يوجد|ليس)\s+(?:لدي|لدينا|عندي|عندنا)\s+(?:أي\s+)?موظف\w*)(?!\w)"
)
_SOLO = re.compile(
    WORD_START
    + r"(?:enmansföretag\w*|enmansfirma\w*|enmansbolag\w*|enpersonsföretag\w*|soloföretagare|ensamföretagare|"
    r"(?:jag\s+)?(?:är|jobbar|arbetar)\s+(?:helt\s+)?(?:ensam|själv)\s+(?:i|på)\s+(?:företaget|firman|bolaget|verksamheten|butiken|salongen)|"
    r"(?:driver|jobbar|arbetar|kör)\s+(?:jag\s+)?(?:helt\s+)?ensam|(?:driver|kör|sköter)\s+[\w ]{3,30}?\s+(?:helt\s+)?(?:ensam|på\s+egen\s+hand)|"
    r"(?:det\s+är\s+)?bara\s+jag(?:\s+(?:som\s+(?:jobbar|arbetar)|i\s+(?:företaget|firman|bolaget)|här))|det\s+är\s+bara\s+jag|"
    r"one[- ](?:man|woman|person)\s+(?:business|company|firm|show|band)|(?:it\s+is|it's)\s+(?:just|only)\s+me|"
    r"(?:just|only)\s+me\s+in\s+the\s+(?:company|business|firm)|(?:i\s+)?work\s+(?:alone|by\s+myself|on\s+my\s+own)|"
    r"run\s+(?:it|[\w ]{3,30}?)\s+(?:alone|by\s+myself|on\s+my\s+own)|solo\s+(?:entrepreneur|business\s+owner|trader)|"
    r"yksinyrittäjä\w*|yhden\s+hengen\s+yrity\w+|(?:toimin|työskentelen|teen\s+töitä)\s+yksin|"
    r"(?:أعمل|أدير\s+\w{2,15})\s+(?:لوحدي|وحدي|بمفردي))(?!\w)"
)
_NONE_BUT = re.compile(
    r"\s*"
    + words("är vill har kan som får ska söker hos to who are want can at apply")
    + r"|\s*ännu\s+sjuka"
)
_SEEKING = re.compile(
    words("hittar hitta får fått finner find get saa löydä löydämme söker till för åt for to نجد")
)


def hear_staff(passage: Passage) -> Iterator[HeardFact]:
    """Facts on ``employees``: exact, bounds, or 0 for a firm of one."""
    yield from _counted(passage)
    yield from _headcount(passage)
    yield from _round_numbers(passage)
    yield from _alone(passage)


def _fact(passage: Passage, start: int, end: int, value: Amount) -> HeardFact:
    return HeardFact("employees", value, start, end, passage.text[start:end])


def _plausible(passage: Passage, start: int, end: int) -> bool:
    left = passage.before(start)
    if _LOSING.search(left) or _SEASON.match(passage.after(end)):
        return False
    if _SOME_ONLY.match(passage.after(end)) and not _OF_US.search(left):
        return False
    if not passage.told(start, end):
        return False
    if _STATES_COUNT.search(left) or _BARE.match(left) or _OURS.search(left) or _OF_US.search(left):
        return True
    return _BESIDE.search(left) is not None


def _counted(passage: Passage) -> Iterator[HeardFact]:
    for match in _COUNT.finditer(passage.lower):
        reading = reading_of(match)
        if reading is None or reading.low > _LARGEST or not _plausible(passage, *match.span()):
            continue
        value = amount_of(reading, step=1)
        partly = match["unit"].startswith(_PARTLY) and not isinstance(value, dict)
        yield _fact(passage, *match.span(), {"min": value} if partly else value)  # type: ignore[dict-item]


def _headcount(passage: Passage) -> Iterator[HeardFact]:
    for pattern in (_HEADS, _FORCE):
        for match in pattern.finditer(passage.lower):
            start, end = match.span()
            reading = reading_of(match)
            if (
                reading is None
                or _OWNERS.match(passage.after(end))
                or _SOME_ONLY.match(passage.after(end))
            ):
                continue
            if (
                not passage.stated(start, end)
                or passage.about_others(start)
                or passage.wished(start)
            ):
                continue
            if passage.denied(start) or passage.past(start) or passage.past(match.start("low")):
                continue
            value = amount_of(reading, step=1)
            if pattern is _HEADS and isinstance(value, int) and value < _OWNER_MATTERS:
                # So few heads may or may not count the owner.
                value = {"min": max(0, value - 1), "max": value}
            yield _fact(passage, start, end, value)


def _round_numbers(passage: Passage) -> Iterator[HeardFact]:
    for match in _ROUND.finditer(passage.lower):
        if not _plausible(passage, *match.span()):
            continue
        if match["few"]:
            pair = match["few"].startswith(("ett", "a couple", "pari"))
            yield _fact(passage, *match.span(), {"min": 2, "max": 4} if pair else {"min": 2})
            continue
        size = _ROUND_SIZE[match["size"] or match["dozen"]]
        yield _fact(passage, *match.span(), {"min": round(size * 0.8), "max": round(size * 1.2)})
    for match in _TWO_ARABIC.finditer(passage.lower):
        if _plausible(passage, *match.span()):
            yield _fact(passage, *match.span(), 2 if match["pair"] else 1)


def _alone(passage: Passage) -> Iterator[HeardFact]:
    for pattern in (_NONE, _SOLO):
        for match in pattern.finditer(passage.lower):
            start, end = match.span()
            if not passage.stated(start, end) or passage.about_others(start) or passage.past(start):
                continue
            left = passage.before(start)
            if (
                passage.wished(start)
                or _NONE_BUT.match(passage.after(end))
                or _SEEKING.search(left[-25:])
            ):
                continue
            if pattern is _SOLO and passage.denied(start):
                continue
            yield _fact(passage, start, end, 0)
