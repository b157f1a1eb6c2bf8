"""Where the visitor says their firm is: municipality or region."""

import re
from collections.abc import Iterator, Sequence

from lotsa.core.hearing.heard import HeardFact
from lotsa.core.hearing.lexicon import Lexicon, Place
from lotsa.core.hearing.passage import Passage, words

_SHORTEST = 4
_REACH = 6
"""Words that may stand between the firm and the place it lies in."""
_NAME = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*")
_IN = re.compile(
    r"(?:"
    + words("i in på at inom centrala central norra södra östra västra")
    + r"\s+)+$|(?:^|\s)في\s+$|(?:^|\s)ب$"
)
_ONLY_IN = re.compile(
    r"(?<!\w)(?:i|in|på|at|inom|في)\s+(?:(?:centrala|central|norra|södra|östra|västra)\s+)?$"
)
_OFFICIAL = re.compile(r"\s+(?:kommun|stad|län|municipality|county|region)(?!\w)")
_NOT_PLACE_AFTER = re.compile(
    r"\s+(?:universitet|högskola|kommuns?\s+(?:kontor|bygg|miljö|näring)|tingsrätt|university|airport|flygplats|tidning|central)(?!\w)|-\w"
)
_FIRM = words(
    "företag företaget firma firman bolag bolaget verksamhet verksamheten lokal lokaler lokalen kontor kontoret butiker butik salong "
    "tillverkar producerar ligger finns sitter verkar verksamma verksam baserade baserat jobbar arbetar driver är håller kör bedriver öppet startade öppnade "
    "manufacture produce business company firm premises office based located operate operating are am run shop team located work live "
    "liiketil\\w+ toimitil\\w+ yritys yritykseni firma toimimme toimin sijaitsee olemme olen yrityksemme "
    "شركة شركتنا شركتي محل محلنا نقع يقع تقع نعمل أعمل هنا"
)
_ANCHOR = re.compile(_FIRM)
_HERE = re.compile(words("vi här oss hemma we us here jag") + r"\s+(?:i|in|på)\s+$")
_ELSEWHERE = re.compile(
    words(
        "kund\\w* leveran\\w* leverer\\w* mäss\\w* möte\\w* konkurrent\\w* evenemang\\w* event konsert\\w* utställning\\w* mamma pappa "
        "hyr\\s+ut (?:jobbar|arbetar|anställd)\\s+(?:på|hos|åt|i)\\s+(?:ett|en) syster bror familj\\w* bor hotell\\w*\\s+vi hyresvärd\\w* återförsälj\\w* marknad\\w* projekt\\w* kurs\\w* utbildning\\w* "
        "öppna öppnar flytta flyttar etablera expandera utöka bygga köpa anställa köpt bokat åkte reste skickar säljer sålt sålde exporterar leverantör\\w* huvudkontor\\w* lager "
        "domstol\\w* tingsrätt\\w* handläggare\\w* gäster född festival\\w* mässa "
        "work(?:s|ing)?\\s+(?:for|at|in)\\s+an? työskentelen (?:أعمل|اعمل|أشتغل)\\s+في customer\\w* client\\w* deliver\\w* supplier\\w* fair fairs meeting competitor\\w* concert open move moving expand buy sell sells sold "
        "ship ships shipped export conference exhibition course guests landlord "
        "asiakka\\w* messut\\w* avata muuttaa toimit\\w* myymme زبائن عملاء معرض نفتح ننقل نبيع فتح زبائننا المعرض"
    )
)


def _names(passage: Passage, lexicon: Lexicon) -> Iterator[tuple[int, int, Place]]:
    found = [(m.start(), m.end()) for m in _NAME.finditer(passage.lower)]
    index = 0
    while index < len(found):
        for length in (3, 2, 1):
            if index + length > len(found):
                continue
            start, end = found[index][0], found[index + length - 1][1]
            phrase = passage.lower[start:end]
            place = lexicon.places.get(phrase) or _arabic(phrase, lexicon)
            if place:
                yield start, end, place
                index += length
                break
        else:
            index += 1


def _arabic(word: str, lexicon: Lexicon) -> Place | None:
    return lexicon.places.get(word[1:]) if word[:1] == "ب" and len(word) > _SHORTEST else None


def hear_places(
    passage: Passage,
    own_trades: Sequence[HeardFact],
    lexicon: Lexicon,
    *,
    starting: tuple[int, ...] = (),
) -> Iterator[HeardFact]:
    """Facts on ``municipality`` and ``region``.

    Args:
        passage: the text.
        own_trades: trades heard in it; "restaurang i Eskilstuna" places the firm.
        lexicon: place names.
        starting: clauses where the visitor says they are about to start a firm.
    """
    accepted_until = -1
    for start, end, place in _names(passage, lexicon):
        joined = accepted_until >= 0 and re.fullmatch(
            r"\s*(?:,|och|and|samt|&|ja|و|,\s*och)\s*(?:i\s+|in\s+|في\s+)?",
            passage.lower[accepted_until:start],
        )
        if joined and _written_as_name(passage, start, place):
            pass
        elif not _located(passage, own_trades, start, end, place, starting):
            continue
        accepted_until = end
        official = _OFFICIAL.match(passage.lower, end)
        field, code = place.field, place.code
        if official and official.group().strip() in {"län", "county"} and field == "municipality":
            field, code = _county(lexicon, passage.lower[start:end])
            if not code:
                continue
        last = official.end() if official else end
        yield HeardFact(field, (code,), start, last, passage.text[start:last])


def _county(lexicon: Lexicon, name: str) -> tuple[str, str]:
    """The county when "län" follows: "Örebro län" is the county, not the town."""
    county = lexicon.places.get(f"{name} län")
    return ("region", county.code) if county else ("region", "")


def _written_as_name(passage: Passage, start: int, place: Place) -> bool:
    return not place.common_word or passage.text[start].isupper()


def _located(
    passage: Passage,
    own_trades: Sequence[HeardFact],
    start: int,
    end: int,
    place: Place,
    starting: tuple[int, ...],
) -> bool:
    if not _written_as_name(passage, start, place) or not passage.stated(start, end):
        return False
    if _NOT_PLACE_AFTER.match(passage.lower, end) or passage.about_others(start):
        return False
    clause = passage.clause_at(start)
    left = passage.lower[clause.start : start]
    word = passage.lower[start:end]
    cased = re.search(r"(?:ssa|ssä)$", word) is not None
    joined_arabic = word.startswith("ب") and word not in {"بوروس", "بودن", "بورلنغه"}
    if clause.start in starting:
        return bool(_ONLY_IN.search(left)) or cased or joined_arabic
    if _ELSEWHERE.search(left[-80:]) or passage.denied(start) or passage.past(start):
        return False
    if _alone_in_clause(passage, clause.start, clause.end, start, end):
        return True
    if not (_IN.search(left) or cased or joined_arabic):
        return False
    if place.common_word and not (_ONLY_IN.search(left) or cased):
        return False
    here = _HERE.search(left[-20:]) is not None
    return here or _anchored(passage, own_trades, clause.start, start)


def _alone_in_clause(passage: Passage, first: int, last: int, start: int, end: int) -> bool:
    rest = passage.lower[first:start] + " " + passage.lower[end:last]
    rest = re.sub(
        words(
            "i in på kommun län stad centrala centrum sverige sweden ruotsi municipality county med och في"
        ),
        " ",
        rest,
    )
    if re.search(r"\w", rest):
        return False
    whole = passage.text.strip()
    if (
        passage.text[start].islower()
        and "a" <= passage.lower[start] <= "ö"
        and not re.search(r"(?:i|in)\s+$", passage.lower[first:start])
    ):
        return False
    return len(whole) > (last - first) + 2 and not passage.wished(start)


def _anchored(
    passage: Passage, own_trades: Sequence[HeardFact], clause_start: int, start: int
) -> bool:
    nearest = max((m.end for m in own_trades if clause_start <= m.end <= start), default=-1)
    anchors = [match.end() for match in _ANCHOR.finditer(passage.lower, clause_start, start)]
    position = max([nearest, *anchors])
    if position < 0 or len(_NAME.findall(passage.lower[position:start])) > _REACH:
        return False
    if passage.wished(start) and nearest < 0:
        return False
    opening = passage.lower[clause_start:start].lstrip(" ,.")
    fragment = (
        nearest >= 0
        and passage.clause_at(start).start == clause_start
        and not passage.about_others(start)
    )
    return (
        passage.about_us(start)
        or (fragment and _fragment_like(opening))
        or _inherits(passage, clause_start)
    )


def _fragment_like(opening: str) -> bool:
    return not re.search(words("till åt hos för bredvid to for next vid besökte åt"), opening)


def _inherits(passage: Passage, clause_start: int) -> bool:
    return (
        clause_start > 0
        and not passage.about_others(clause_start)
        and bool(
            re.match(
                r"\W*(?:och|and|ja)?\s*(?:ligger|finns|sitter|är|håller|are|based|located|sijaitsee|toimii)(?!\w)",
                passage.lower[clause_start:],
            )
        )
    )
