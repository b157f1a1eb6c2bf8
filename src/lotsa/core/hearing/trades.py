"""What the visitor says their firm does, as SNI codes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lotsa.core.hearing.heard import HeardFact
from lotsa.core.hearing.lexicon import LINE, OWNABLE, PERSON, Lexicon, Trade
from lotsa.core.hearing.passage import Passage, words

_REACH = 80
"""Letters before a trade in which the verb that makes it the visitor's own may stand."""
_NEAR = 4
"""Words that may stand between the two."""
_OPENING = 60
"""Letters of a text within which a bare trade still says what the firm is."""
_SHORTEST_DEFINITE = 5
TOKEN = re.compile(r"[^\W_]+(?:[-&'.][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Mention:
    """A trade named in the text."""

    start: int
    end: int
    trade: Trade
    definite: bool


_OPERATES = re.compile(
    r"(?:(?:"
    + words("vi jag we i")
    + r"\s+(?:(?:ju|alltså|själv|tillsammans|idag|also|now|have|both|already|currently)\s+)?"
    + words(
        "driver drivit äger är har kör sköter startade öppnade run own operate am are have manage opened started ran"
    )
    + r")|(?:"
    + words("driver äger är har kör sköter")
    + r"\s+(?:vi|jag)(?!\w))"
    r"|"
    + words(
        "i'm we're i've we've meillä\\s+on minulla\\s+on pidän pyöritän pyöritämme omistan omistamme pidämme olen olemme"
    )
    + r"|"
    + words("أملك أدير ندير نملك لدي لدينا عندي عندنا أنا نحن نشغل")
    + r"|"
    + words(
        "(?:vi|jag)\\s+(?:jobbar|arbetar|verkar)\\s+(?:som|med|inom)",
        "(?:i|we)\\s+work\\s+(?:as|in)",
        "(?:i|we)\\s+(?:do|drive)",
        "(?:vi|jag)\\s+(?:håller\\s+på|sysslar)\\s+med",
        "työskentelen",
        "أعمل نعمل",
    )
    + r"|(?:bolag|företag|firma|förening|company|firm|association)\w*\s+(?:som|that|which)\s+(?:driver|kör|äger|runs|owns|operates)(?!\w)"
    + r"|^\W*(?:(?:och|and|hej|hi|hello)\W+)?(?:driver|äger|kör|run|own|drive|operate|drives)(?!\w)"
    + r"|(?:anställda|medarbetare)\s+(?:på|i)(?!\w)"
    + r")\W{1,3}"
)
_ONLY_OWNED = re.compile(
    words("har have has i've we've lla\\s+on llä\\s+on öppnade opened startade started")
    + r"\W*$|(?:لدي|لدينا|عندي|عندنا)\W*$|(?:har)\s+(?:vi|jag)\W*$"
)
_POSSESSIVE = re.compile(
    words("min mitt mina vår vårt våra our my meidän minun")
    + r"\s+(?:"
    + words(
        "lilla nya egna gamla lilla stora lille fina little small new own old family first pieni uusi oma"
    )
    + r"\s+){0,2}$"
)
_SKIP = frozenset(
    [
        "en",
        "ett",
        "a",
        "an",
        "the",
        "liten",
        "litet",
        "lite",
        "egen",
        "eget",
        "små",
        "mindre",
        "lokal",
        "lokalt",
        "traditionell",
        "enkel",
        "klassisk",
        "mysig",
        "mysigt",
        "populär",
        "nystartad",
        "nystartat",
        "nyöppnad",
        "nyöppnat",
        "familjeägd",
        "familjeägt",
        "familjedriven",
        "familjedrivet",
        "italiensk",
        "grekisk",
        "thailändsk",
        "vegetarisk",
        "vegansk",
        "asiatisk",
        "indisk",
        "libanesisk",
        "syrisk",
        "kinesisk",
        "japansk",
        "mexikansk",
        "självständig",
        "fristående",
        "gammal",
        "gammalt",
        "anrikt",
        "anrik",
        "ny",
        "nytt",
        "gemensam",
        "två",
        "tre",
        "fyra",
        "flera",
        "2",
        "3",
        "4",
        "both",
        "both",
        "två",
        "stycken",
        "ett",
        "par",
        "small",
        "little",
        "tiny",
        "family",
        "family-owned",
        "family-run",
        "local",
        "new",
        "own",
        "cosy",
        "cozy",
        "italian",
        "greek",
        "thai",
        "indian",
        "chinese",
        "vegan",
        "traditional",
        "two",
        "three",
        "independent",
        "mid-sized",
        "medium-sized",
        "mobile",
        "busy",
        "pieni",
        "pientä",
        "pienen",
        "oma",
        "omaa",
        "uusi",
        "uutta",
        "perheyritys",
        "italialainen",
        "kaksi",
        "sjätte",
        "egna",
        "egen",
        "både",
        "själv",
        "själva",
        "alltså",
        "som",
        "as",
        "i'm",
        "self-employed",
        "egenanställd",
        "egenföretagande",
        "utbildad",
        "certifierad",
        "legitimerad",
        "صاحب",
        "صاحبة",
        "مالك",
        "مدير",
    ]
)
_ADJECTIVE = re.compile(
    r"\w+(?:sk|skt|ig|igt|ägd|ägt|driven|drivet|ad|at|al|ish|ic|ese|inen|lainen|läinen|istä|ista|aa|ää)$"
)
_JOINERS = frozenset(["och", "and", "samt", "&", "ja", "plus", "sekä", "و", "eller"])
_ARTICLES = frozenset(["en", "ett", "a", "an"])
_FRAGMENT = re.compile(r"^\W*(?:(?:hej|hello|hi|hei|moi|hejsan|مرحبا|السلام عليكم)\W+)?$")
_AFTER_FRAGMENT = re.compile(
    r"\s*(?:$|[.,:;!–-]|\d|"
    + words("i med in with and och utan på at near utanför som vid since sedan jossa jolla")
    + r"|في|مع)"
)
_ENGLISH_GOES_ON = re.compile(
    r"\s+(?!(?:"
    + words(
        "in with and or at on near since for that which who from by but because so to business company firm "
        "owner chain here downtown outside employing we i have has had is are was were of called named where i'm "
        "today now right together my our serving selling specialising specializing offering as based located "
        "driver drivers since too also there after before during when this last open closed closing lost"
    )
    + r"))[a-z]"
)
_BUSINESS_WORD = re.compile(r"\s+(?:business|company|firm|owner|chain)(?!\w)")
_BESIDE = re.compile(
    words(
        "bredvid intill mittemot granne grannar som\\s+(?:kund|kunder|leverantör|leverantörer|hyresgäst\\w*) som\\s+vi\\s+(?:hyr|levererar|säljer|städar|anlitar) "
        "next\\s+door as\\s+(?:a\\s+)?(?:customer|customers|client|clients|supplier) vieressä asiakkaana"
    )
)
_DEALING = re.compile(
    words(
        "till åt hos mot bredvid intill mittemot för från of\\s+a leverantör\\w* säljer levererar kund\\w* städar hyr anlitar anlitat "
        "bokat bokade besökt ringt frågat letar söker to for supply supplies supplying sell sells selling clean "
        "deliver customer\\w* toimitamme myymme asiakas\\w* نبيع نورد زبائن موردون مورد"
    )
)
_SUBJECT_DEFINITE = re.compile(
    r"\s+(?:har\s+(?:tappat|gått|legat|varit|stått|funnits|\d+\s+anställda)|går\s+(?:dåligt|back|knackigt|inte)|står\s+tom\w*|är\s+(?:tom\w*|stängd\w*|öde)|omsätter)(?!\w)"
)


def _definite(word: str) -> bool:
    return word.endswith(("en", "et", "an", "on")) and len(word) > _SHORTEST_DEFINITE


def trade_mentions(passage: Passage, language: str, lexicon: Lexicon) -> list[Mention]:
    """Every trade named, longest phrase first, whoever it belongs to."""
    tokens = [(m.start(), m.end(), m.group()) for m in TOKEN.finditer(passage.lower)]
    mentions = []
    place = 0
    while place < len(tokens):
        for length in range(min(lexicon.longest, len(tokens) - place), 0, -1):
            start, end = tokens[place][0], tokens[place + length - 1][1]
            raw = passage.lower[start:end]
            if length > 1 and not re.fullmatch(r"[^\W_]+(?:(?:\s|-|&|'|\.)+[^\W_]+)*", raw):
                continue
            phrase = re.sub(r"\s+", " ", raw)
            trade = lexicon.trade(phrase, language)
            if trade is None and phrase.endswith("'s") and length == 1:
                trade = lexicon.trade(phrase[:-2], language)
            if trade:
                definite = phrase not in lexicon.trades and _definite(phrase) and language == "sv"
                mentions.append(Mention(start, end, trade, definite))
                place += length
                break
        else:
            place += 1
    return mentions


def hear_trades(
    passage: Passage, mentions: list[Mention], *, starting: tuple[int, ...] = ()
) -> Iterator[HeardFact]:
    """Facts on ``sni``: the trades the visitor says are their own.

    Args:
        passage: the text.
        mentions: the trades named in it.
        starting: positions of clauses where the visitor says they are about to start a firm; the
            trade named there is the one meant.
    """
    own_until = -1
    for mention in mentions:
        joined = own_until >= 0 and _joined(passage.lower[own_until : mention.start])
        starts = passage.clause_at(mention.start).start in starting
        if joined or _own(passage, mention) or (starts and _about_to_start(passage, mention)):
            if _compound_goes_on(passage, mention) or _BESIDE.match(
                passage.after(mention.end).lstrip()
            ):
                own_until = -1
                continue
            own_until = mention.end
            span = slice(mention.start, mention.end)
            yield HeardFact(
                "sni", (mention.trade.code,), mention.start, mention.end, passage.text[span]
            )


def _joined(between: str) -> bool:
    parts = TOKEN.findall(between.replace(",", " och ").replace("&", " och "))
    return (
        bool(parts)
        and parts[0] in _JOINERS
        and all(p in _JOINERS | _SKIP for p in parts)
        and len(parts) <= _NEAR
    )


def _compound_goes_on(passage: Passage, mention: Mention) -> bool:
    """Whether an English noun goes on ("hotel booking site") and so names something else."""
    word = passage.lower[mention.start : mention.end]
    if not word.isascii() or _BUSINESS_WORD.match(passage.lower, mention.end):
        return False
    sentence = passage.lower[passage.clause_at(mention.start).sentence_start : mention.end]
    if not re.search(words("we i our my i'm we're the a an"), sentence):
        return False
    return _ENGLISH_GOES_ON.match(passage.lower[mention.end : mention.end + 30]) is not None


def _own(passage: Passage, mention: Mention) -> bool:
    start, end = mention.start, mention.end
    if not passage.stated(start, end):
        return False
    if passage.about_others(start) or re.search(
        words(
            "hade had used\\s+to tidigare förut var were inte not ej ingen no aldrig never ei ليس"
        ),
        passage.before(start, 40),
    ):
        return False
    if _BESIDE.match(passage.after(end).lstrip()):
        return False
    clause = passage.clause_at(start)
    left = passage.lower[max(clause.start, start - _REACH) : start]
    if start - clause.start > _REACH:
        left = "…" + left.split(" ", 1)[-1]
    if _possessed(left, mention):
        return True
    return (
        _operated(left, mention)
        or _fragment(passage, mention)
        or _definite_subject(passage, mention)
        or _suffixed(passage, mention)
    )


def _possessed(left: str, mention: Mention) -> bool:
    if mention.trade.kind != OWNABLE:
        return False
    return _POSSESSIVE.search(left) is not None


def _operated(left: str, mention: Mention) -> bool:
    found = list(_OPERATES.finditer(left))
    if not found:
        return False
    last = found[-1]
    only_owned = _ONLY_OWNED.search(last.group()) is not None and not re.search(
        r"med\s*$|som\s*$|i'm|we're", last.group()
    )
    if only_owned and mention.trade.kind == PERSON:
        return False
    between = TOKEN.findall(left[last.end() :])
    if _DEALING.search(left[last.end() :]) or len(between) > _NEAR + 1:
        return False
    if (
        only_owned
        and mention.trade.kind == LINE
        and mention.trade.code[:2] in {"69", "81", "64", "65"}
    ):
        return False
    after_article = False
    for word in between:
        if word in _ARTICLES:
            after_article = True
        elif word not in _SKIP and not (after_article and _ADJECTIVE.fullmatch(word)):
            return False
    return True


_GREETING = re.compile(r"\W*(?:hej|hello|hi|hei|moi|hejsan|مرحبا)\W*")


def _fragment(passage: Passage, mention: Mention) -> bool:
    clause = passage.clause_at(mention.start)
    earlier = passage.lower[: clause.start].strip()
    if (
        earlier
        and not _GREETING.fullmatch(earlier)
        and (len(earlier) > _OPENING or passage.speaks_of_someone(mention.start))
    ):
        return False
    left = TOKEN.findall(passage.lower[clause.start : mention.start])
    greeting = {"hej", "hello", "hi", "hei", "moi", "hejsan", "مرحبا"}
    if (
        any(
            word not in _SKIP and word not in greeting and not _ADJECTIVE.fullmatch(word)
            for word in left
        )
        or len(left) > _NEAR
    ):
        return False
    if mention.definite:
        return False
    return _AFTER_FRAGMENT.match(passage.lower[mention.end :][:20]) is not None


def _definite_subject(passage: Passage, mention: Mention) -> bool:
    if not mention.definite or mention.trade.kind != OWNABLE:
        return False
    clause = passage.clause_at(mention.start)
    opening = passage.lower[clause.start : mention.start]
    return (
        not TOKEN.findall(opening)
        and _SUBJECT_DEFINITE.match(passage.lower, mention.end) is not None
    )


_FINNISH_OWN = re.compile(r"\w{4,}(?:mme|ni)$")
_ARABIC_OWN = re.compile(r"\w{3,}(?:نا|ي)$")


def _suffixed(passage: Passage, mention: Mention) -> bool:
    """Whether the ending says whose it is ("ravintolamme", "مطعمنا")."""
    if mention.trade.kind != OWNABLE:
        return False
    word = passage.lower[mention.start : mention.end]
    return bool(
        _FINNISH_OWN.fullmatch(word) or (_ARABIC_OWN.fullmatch(word) and not word.endswith("اني"))
    )


def _about_to_start(passage: Passage, mention: Mention) -> bool:
    left = passage.before(mention.start)
    if not passage.stated(mention.start, mention.end) or passage.denied(mention.start):
        return False
    return not _DEALING.search(left[-20:])
