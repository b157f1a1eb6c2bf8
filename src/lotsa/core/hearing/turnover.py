"""What the text says about turnover: how large it is, and how much of it is gone."""

import re
from collections.abc import Iterator

from lotsa.core.hearing.amounts import AMOUNT, Amount, amount_of, reading_of
from lotsa.core.hearing.heard import HeardFact
from lotsa.core.hearing.passage import Passage, words

_WHOLE = 100
_SMALLEST_BARE = 10_000
"""A turnover without unit or currency below this is no turnover."""
_PERCENT = r"\s?(?:%|٪|procent|procents|per\s?cent|percent|prosenttia|prosentin|pros|بالمئة|بالمائة|في\s+المئة|في\s+المائة)(?!\w)"
_SHARE = rf"(?:{AMOUNT}{_PERCENT}|(?P<part>en\s+tredjedel|två\s+tredjedelar|tre\s+fjärdedelar|en\s+fjärdedel|hälften|halva|a\s+third|two\s+thirds|three\s+quarters|a\s+quarter|half|kolmanneksen|kaksi\s+kolmasosaa|puolet|kolmasosan|نصف|ثلث|ثلثي|ثلثين|ربع)(?!\w))"
_PARTS: dict[str, Amount] = {
    "en tredjedel": {"min": 33, "max": 34}, "a third": {"min": 33, "max": 34}, "kolmanneksen": {"min": 33, "max": 34},
    "kolmasosan": {"min": 33, "max": 34}, "ثلث": {"min": 33, "max": 34},
    "två tredjedelar": {"min": 66, "max": 67}, "two thirds": {"min": 66, "max": 67},
    "kaksi kolmasosaa": {"min": 66, "max": 67}, "ثلثي": {"min": 66, "max": 67}, "ثلثين": {"min": 66, "max": 67},
    "tre fjärdedelar": 75, "three quarters": 75, "en fjärdedel": 25, "a quarter": 25, "ربع": 25,
    "hälften": 50, "halva": 50, "half": 50, "puolet": 50, "نصف": 50,
}  # fmt: skip
_MONEY_IN = (
    r"(?:netto)?omsättning\w*|försäljning\w*|intäkt\w*|inkomster\w*|dagskass\w*|turnover|sales|revenues?|takings|income|"
    r"liikevaih\w+|myyn\w+|tulo(?:t|ista|istamme|mme)|(?:ال)?(?:مبيعات|إيرادات|مداخيل|دخل|عائدات|مدخول)\w*|رقم\s+(?:ال)?أعمال\w*|"
    r"مبيعاتنا|إيراداتنا|مبيعاتي|دخلنا|دخلي"
)
_MONEY = re.compile(rf"(?<!\w)(?:{_MONEY_IN})(?!\w)")
_LOST = (
    "tappat tappade tappar förlorat förlorade lost lose losing menettäneet menetimme menettänyt menettäny "
    "خسرنا خسرت فقدنا فقدت"
)
_FELL = (
    "minskat minskade minskar sjunkit sjönk sjunker rasat rasade rasar fallit föll faller gått\\s+ner gått\\s+ned "
    "gått\\s+back dalat dykt backat störtdykt halkat down fallen fell dropped drop decreased declined collapsed "
    "shrunk shrank plunged reduced laskenut laskivat laski pudonnut pudonneet romahtanut romahtaneet tippunut "
    "ner ned nere tippuneet vähentynyt vähentyneet supistunut انخفض انخفضت تراجع تراجعت هبط هبطت نقصت قلت"
)
_LOSS = re.compile(
    rf"(?P<verb>{words(_LOST, _FELL)})(?P<between>(?:\W+\w+){{0,4}}?)\W{{1,3}}(?:med|by|with|بنسبة|ب|إلى)?\s?-?{_SHARE}"
)
_DOWN = re.compile(
    rf"(?:minus\s|[-−])?{_SHARE}(?P<gap>\s(?:av|of)\s(?:vår\s|vår\shela\s|our\s|all\s|all\sour\s|the\s|min\s|my\s)?(?:\w+\s){{0,1}}?(?P<what>\w+))?"
    r"\s(?:är\s|has\s|is\s|har\s|on\s)?(?P<gone>ner|ned|back|lägre|mindre|sämre|borta|försvunnit|försvunnen|down|gone|lower|less|drop|decrease|"
    r"decline|fall|loss|poissa|kadonnut|pienempi|vähemmän|tapp|nedgång|minskning|ras)(?!\w)"
)
_MINUS = re.compile(rf"(?:minus\s|(?<![\w\d])[-−–]\s?){AMOUNT}{_PERCENT}")
_HALVED = re.compile(
    words(
        "halverats halverad halverades halverat halverade halved puolittunut puolittuneet puolittui"
    )
    + r"|(?:إلى|ب)\s?النصف(?!\w)"
)
_OF_WHAT = re.compile(
    r"\s*(?:av|of|utav|من)?\s*(?:all\s+|hela\s+)?(?:vår\w*|våra|min|our|my|the|its)?\s*(?:totala\s+|normala\s+|total\s+|usual\s+)?(?P<what>\w+)"
)
_SAFE_AFTER = re.compile(
    r"\s*(?:$|[.,;!?()]|"
    + words(
        "i sedan under på jämfört mot nu hittills den det sen efter varje och men eller per vecka "
        "in since compared so because and after this during from now over versus between already "
        "maaliskuussa huhtikuussa toukokuussa viime tänä kevään ja keväällä verrattuna في منذ خلال هذا مقارنة بسبب"
    )
    + r")"
)
_NOT_MONEY = re.compile(
    words(
        "kunder\\w* kundkrets\\w* gäster\\w* bokning\\w* besökare\\w* besök\\w* personal\\w* anställda vinst\\w* resultat\\w* "
        "pris\\w* hyra\\w* hyran\\w* ränta\\w* räntan moms\\w* skatt\\w* arbetstid\\w* lön\\w* el elen elpris\\w* bränsle\\w* "
        "kostnad\\w* order\\w* uppdrag\\w* sjuk\\w* beläggning\\w* rabatt\\w* kurs\\w* krona\\w* medlem\\w* trafik\\w* lager\\w* "
        "tid tiden styrka\\w* leverans\\w* inköp\\w* avgift\\w* amortering\\w* lån\\w* svinn\\w* följare marginal\\w* "
        "customers? clients? guests? bookings? visitors? staff employees profits? prices? rent interest vat tax hours "
        "wages costs? orders? members? discount occupancy footfall stock workforce followers margins? "
        "asiakkaa\\w* asiakkai\\w* varau\\w* henkilöstö\\w* vuokra\\w* hinna\\w* hinta voit\\w+ kävijä\\w* "
        "الزبائن زبائننا زبائن العملاء عملاء الحجوزات حجوزات الموظفين الإيجار الأسعار الأرباح ساعات الضريبة"
    )
)
_KEPT = re.compile(
    words("kvar left remaining remains jäljellä") + "|^\\s*(?:av\\s+vad|of\\s+what|siitä)"
)
_LAST_YEAR = re.compile(
    r"(?<!jämfört\smed\s)(?<!mot\s)(?<!än\s)(?<!with\s)(?<!than\s)"
    + words("förra\\s+året i\\s+fjol last\\s+year viime\\s+vuonna العام\\s+الماضي")
)
_MONTHS = {
    "januari": 1, "februari": 2, "mars": 3, "april": 4, "maj": 5, "juni": 6, "juli": 7, "augusti": 8,
    "september": 9, "oktober": 10, "november": 11, "december": 12, "january": 1, "february": 2, "march": 3,
    "may": 5, "june": 6, "july": 7, "august": 8, "october": 10, "tammikuu": 1, "helmikuu": 2, "maaliskuu": 3,
    "huhtikuu": 4, "toukokuu": 5, "kesäkuu": 6, "heinäkuu": 7, "elokuu": 8, "syyskuu": 9, "lokakuu": 10,
    "marraskuu": 11, "joulukuu": 12, "يناير": 1, "فبراير": 2, "مارس": 3, "آذار": 3, "أبريل": 4, "ابريل": 4,
    "نيسان": 4, "مايو": 5, "يونيو": 6, "يوليو": 7, "أغسطس": 8, "سبتمبر": 9, "أكتوبر": 10, "نوفمبر": 11, "ديسمبر": 12,
}  # fmt: skip
_MONTH = re.compile(r"(?<!\w)(?P<month>" + "|".join(_MONTHS) + r")(?:ssa|sta|hun|n|ta|s)?(?!\w)")
_MONTH_SPAN = re.compile(r"\s?(?:-|–|till|t\.o\.m\.|to|until|through|إلى)\s?")
_MILLIONS = r"(?P<unit>miljoner|miljon|milj\.?|mkr|mnkr|msek|million|millions|miljoonaa|miljoonan|ملايين|مليون|tusen|tkr|ksek|thousand|tuhatta|ألف|آلاف)?\s?(?P<kronor>kronor|kr|sek|skr|swedish\s+kronor|swedish\s+crowns|kruunua|kruunun|كرونة|كرون|كرونه|:-)?(?!\w)"
_FACTORS = {"m": 1_000_000, "t": 1_000, "k": 1_000}
_FACTOR_WORDS = {"ملايين": 1_000_000, "مليون": 1_000_000, "ألف": 1_000, "آلاف": 1_000}
_SIZE = re.compile(
    rf"(?P<lead>(?<!\w)(?:omsätter|nettoomsättning(?:en)?|omsättning(?:en)?|årsomsättning(?:en)?|(?:annual\s+|yearly\s+)?turnover|annual\s+(?:revenue|sales)|"
    rf"turn\s+over|liikevaihto(?:mme)?|(?:حجم|رقم)\s+(?:ال)?أعمال\w*|مبيعاتنا\s+السنوية|إيراداتنا\s+السنوية)(?!\w)"
    rf"(?:\s(?:är|på|ligger\spå|of|is|about\sof|on|låg|was|vi|företaget|firman|årligen|oli|يبلغ|هو|هي)(?!\w)){{0,2}}\s*:?\s?)"
    rf"{AMOUNT}\s?{_MILLIONS}"
)
_SIZE_BEFORE = re.compile(
    rf"{AMOUNT}\s?{_MILLIONS}\s(?:i|in)\s(?:års)?(?:omsättning|(?:annual\s)?turnover|annual\s(?:sales|revenue))(?!\w)"
)
_NOT_YEARLY = re.compile(
    r"\s*(?:i|per|varje|a|each|every|om|euro|dollar|eur|€)?\s*(?:månaden|månad|veckan|vecka|dagen|dag|dygn|month|week|day|kuukaudessa|viikossa|kvartal\w*|quarter|شهريا|في\s+الشهر|euros?|eur|€|dollars?|euroa|mindre|less|lägre|ner|för\s+lite|per\s+anställd)(?!\w)"
)
_CHANGING = re.compile(
    words(
        _LOST, _FELL, "ökat ökade ökar vuxit increased grew grown tappa minska öka mål målet target"
    )
)


def hear_turnover(passage: Passage) -> Iterator[HeardFact]:
    """Facts on ``turnover_drop_percent`` and ``turnover_sek``."""
    yield from _drops(passage)
    yield from _sizes(passage)


def _clause_text(passage: Passage, position: int) -> str:
    clause = passage.clause_at(position)
    return passage.lower[clause.start : clause.end]


def _sentence_text(passage: Passage, position: int) -> str:
    clause = passage.clause_at(position)
    return passage.lower[clause.sentence_start : clause.sentence_end]


def months_named(text: str) -> tuple[int, ...]:
    """The months named in a text, ranges filled in, in calendar order."""
    found: set[int] = set()
    last: tuple[int, int] | None = None
    for match in _MONTH.finditer(text):
        month = _MONTHS[match["month"]]
        if last and _MONTH_SPAN.fullmatch(text[last[1] : match.start()]) and last[0] < month:
            found.update(range(last[0], month))
        found.add(month)
        last = (month, match.end())
    return tuple(sorted(found))


def _drop_allowed(passage: Passage, start: int, end: int) -> bool:
    if not passage.stated(start, end) or passage.about_others(start):
        return False
    left = passage.before(start)
    if passage.denied(start) or passage.wished(start) or _LAST_YEAR.search(left):
        return False
    return not re.search(words("hade brukade tidigare förut had used\\s+to"), left)


def _share(match: re.Match[str]) -> Amount | None:
    part = match.groupdict().get("part")
    if part:
        return _PARTS.get(re.sub(r"\s+", " ", part))
    reading = reading_of(match)
    if reading is None or not 0 < reading.low <= _WHOLE or (reading.high or 0) > _WHOLE:
        return None
    value = amount_of(reading, step=0, spread=0.1)
    if isinstance(value, dict) and "max" in value:
        value["max"] = min(_WHOLE, value["max"])
    return value


def _of_money(passage: Passage, match: re.Match[str]) -> bool:
    """Whether what was lost is turnover: named so, or nothing else is named."""
    clause = passage.clause_at(match.start())
    span = passage.lower[match.start() : match.end()]
    right = passage.lower[match.end() : clause.end][:50]
    left = passage.lower[clause.start : match.start()]
    named = _OF_WHAT.match(right)
    bare = _SAFE_AFTER.match(right)
    if named and not bare:
        return _MONEY.fullmatch(named["what"]) is not None or bool(_MONEY.match(named["what"]))
    if _NOT_MONEY.search(left + " " + span):
        return False
    if _MONEY.search(left[-60:] + " " + span):
        return True
    verb = match.groupdict().get("verb") or ""
    lost = re.fullmatch(words(_LOST), verb) is not None
    if verb in {"ner", "ned", "nere", "back", "down"}:
        lost = (
            re.fullmatch(
                r"\W*(?:(?:och|and)\s+)?(?:vi|we)\s+(?:är|ligger|are)\s+(?:nu\s+|now\s+)?", left
            )
            is not None
        )
    nothing_between = not (match.groupdict().get("between") or "").strip()
    return lost and (nothing_between or _plain_words(match["between"]))


def _plain_words(between: str) -> bool:
    return (
        re.fullmatch(
            r"\W*(?:"
            + words(
                "cirka ca runt ungefär redan nästan över minst mer än nu hittills totalt about around already nearly noin bort"
            )
            + r"\W*)*",
            between,
        )
        is not None
    )


def _drop_fact(passage: Passage, start: int, end: int, value: Amount) -> HeardFact:
    months = months_named(_sentence_text(passage, start))
    return HeardFact("turnover_drop_percent", value, start, end, passage.text[start:end], months)


def _drops(passage: Passage) -> Iterator[HeardFact]:
    for match in _LOSS.finditer(passage.lower):
        start, end = match.span()
        value = _share(match)
        if value is None or not _drop_allowed(passage, start, end) or not _of_money(passage, match):
            continue
        right = passage.lower[end : passage.clause_at(start).end]
        to_level = (
            re.search(r"(?<!\w)(?:till|to|إلى)\s?$", passage.lower[: match.start("low")][-8:])
            if match["low"]
            else None
        )
        if _KEPT.search(right[:30]) or to_level:
            continue
        yield _drop_fact(passage, start, end, value)
    yield from _gone(passage)
    for match in _HALVED.finditer(passage.lower):
        clause = _clause_text(passage, match.start())
        if (
            _drop_allowed(passage, *match.span())
            and _MONEY.search(clause)
            and not _NOT_MONEY.search(clause)
        ):
            yield _drop_fact(passage, *match.span(), 50)


def _gone(passage: Passage) -> Iterator[HeardFact]:
    for pattern in (_DOWN, _MINUS):
        for match in pattern.finditer(passage.lower):
            start, end = match.span()
            value = _share(match)
            if value is None or not _drop_allowed(passage, start, end):
                continue
            clause = passage.clause_at(start)
            around = passage.lower[clause.start : start] + " " + passage.lower[start : clause.end]
            if _NOT_MONEY.search(around) or not (
                _MONEY.search(around) or _fragment_of_loss(passage, match)
            ):
                continue
            if re.search(words("ökat ökar increased up höjs höjt upp"), around):
                continue
            yield _drop_fact(passage, start, end, value)


def _fragment_of_loss(passage: Passage, match: re.Match[str]) -> bool:
    """Whether it says "60 % ner" and nothing else of what went down."""
    left = passage.before(match.start()).strip()
    gone = match.groupdict().get("gone") or ""
    right = passage.after(match.end()).strip()
    bare_right = not right or _SAFE_AFTER.match(" " + right) is not None
    return (
        gone in {"ner", "ned", "back", "down"}
        and bare_right
        and bool(
            re.fullmatch(
                r"\W*(?:(?:vi|och|we|and)\s+)?(?:(?:är|ligger|are)\s*)?(?:nu\s*)?", left + " "
            )
        )
    )


def _factor(unit: str | None) -> int:
    if not unit:
        return 1
    return _FACTOR_WORDS.get(unit) or _FACTORS.get(unit[0], 1)


def _sizes(passage: Passage) -> Iterator[HeardFact]:
    for pattern in (_SIZE, _SIZE_BEFORE):
        for match in pattern.finditer(passage.lower):
            start, end = match.span()
            reading = reading_of(match)
            if reading is None or not passage.told(start, end):
                continue
            if not match["unit"] and not match["kronor"] and reading.low < _SMALLEST_BARE:
                continue
            clause = _clause_text(passage, start)
            if _NOT_YEARLY.match(passage.lower, end) or _CHANGING.search(clause):
                continue
            value = amount_of(reading, step=0, factor=_factor(match["unit"]), spread=0.1)
            yield HeardFact("turnover_sek", value, start, end, passage.text[start:end].strip())
