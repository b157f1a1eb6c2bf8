"""A visitor's text cut into clauses, each known as said, asked or supposed, by whom and of whom.

Facts are only heard in what the visitor *states* about *their own* firm. This module says which
stretches that is; the modules beside it look for the facts. All patterns are bounded, so the time
grows linearly with the text.
"""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

LIMIT = 4_000
"""Characters read of a text; the rest is dropped."""


def clean_text(text: str) -> str:
    """``text`` in composed form, control and invisible characters made spaces, cut to ``LIMIT``."""
    composed = unicodedata.normalize("NFC", text[: LIMIT * 2])
    readable = (c if c == "\n" or unicodedata.category(c)[0] != "C" else " " for c in composed)
    return "".join(" " if c != "\n" and c.isspace() else c for c in readable)[:LIMIT]


def lower_same_length(text: str) -> str:
    """Lower case letter by letter, so that every position stays the same."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered.replace("’", "'")
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text).replace("’", "'")


class Mood(Enum):
    """How a clause is meant."""

    STATED = "stated"
    ASKED = "asked"
    SUPPOSED = "supposed"


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause: its place in the text, its mood and the sentence it belongs to."""

    start: int
    end: int
    mood: Mood
    sentence_start: int
    sentence_end: int


WORD_START = r"(?:(?<!\w)|(?<=\sو)|(?<=^و))"
"""Where a word may begin; the Arabic "and" is written onto the word after it."""


def words(*alternatives: str) -> str:
    """A pattern for any of the blank-separated words, as whole words."""
    return WORD_START + "(?:" + "|".join(w for a in alternatives for w in a.split()) + r")(?!\w)"


# The English pronoun, told from the Swedish preposition by the verb after it.
_I = (
    r"i(?=\s+(?:am|have|had|run|ran|own|rent|operate|manage|work|want|need|would|do|don't|lost|start|started|"
    r"employ|drive|can|cannot|can't|also|just|live|opened|got|plan|only|currently|now|was|do|supply|sell|make)(?!\w))"
)
_ABBREVIATION = r"(?<!\bca)(?<!\bt\.ex)(?<!\bbl\.a)(?<!\bnr)(?<!\bkl)(?<!\bst)(?<!\bapprox)(?<!\bn)"
_SENTENCE = re.compile(_ABBREVIATION + r"(?:[.!?؟;…]+(?=\s|$)|\n+)")
_VERBS_AFTER_AND = (
    "ska skall vill behöver undrar kan funderar tänker planerar söker har är driver hyr hade var letar "
    "får ligger finns sitter jobbar arbetar omsätter startade saknar exporterar tappade tappat vi jag "
    "want would need wonder have are rent will plan run we i'm am had were lost employ our my do work "
    "meillä olemme olen on haluamme haluaisimme tarvitsemme"
)
_BREAK = re.compile(
    r"(?<!\d),|,(?!\d)|،|[():]|\s[–—-]\s"
    r"|(?<!\w)(?:men|but|mutta|because|eftersom|för att|så att|medan|while|sillä|koska|لكن|ولكن|لأن)(?!\w)"
    r"|(?<!\w)(?:undrar|wonder|wondering|pohdin|mietin)(?!\w)"
    rf"|(?<!\w)(?:och|and|samt|så|so|ja|sekä)(?=\s+(?:{'|'.join(_VERBS_AFTER_AND.split())}|{_I})(?!\w))"
    r"|(?<!\w)و(?=(?:نحن|لدينا|عندنا|لدي|عندي|نريد|هل|أنا|خسرنا|انخفض|نستأجر)(?!\w))"
)
_OPENING = (
    r"^\W*(?:(?:hej|hello|hi|hei|moi|och|men|så|då|and|but|so|eller|or|ja|sedan|sen)\W+){0,3}"
)
_ASKING = re.compile(
    _OPENING
    + words(
        "vad hur kan får finns vilka vilken vilket vem varför gäller måste bör",
        "what how can could which who does do should may is",
        "mitä miten mistä voiko voimmeko saako saammeko onko kuka pitääkö voinko kuinka",
        "هل ماذا كيف متى أين لماذا ما",
    )
)
_ASKING_BEFORE_MARK = re.compile(
    _OPENING
    + words(
        "har är ska skulle räknas blir var när om vore are have would will if whether jos jossa"
    )
)
_STATING = re.compile(
    _OPENING
    + words(
        "vi jag vår vårt våra min mitt mina företaget firman bolaget",
        f"we {_I} i'm i've we're we've our my",
        "meillä minulla olemme olen meidän minun me minä yrityksessämme",
        "لدينا عندنا لدي عندي نحن أنا",
    )
)
_SUPPOSING = re.compile(
    r"(?<!\w)(?:om|ifall|even if|if|unless|jos|tänk om|anta att|antag att|suppose|say we|إذا|لو)\s+"
    r"(?:(?:vi|jag|man|we|i\s+(?:had|have|was|were|hire|employ|lose)|you|företaget|firman|meillä|minulla|olisimme|كان|كنا|لدينا)(?!\w)|\w+\s+(?:skulle|hade|had|would)(?!\w))"
    r"|" + words("skulle would hypotetiskt hypothetically kuvitellaan olisi olisimme tänk")
)
_SELF = words(
    "vi jag oss mig vår vårt våra min mitt mina företaget firman bolaget hos\\s+oss",
    f"we {_I} us our my i'm i've we're we've ours",
    "me meillä meidän minä minulla minun olemme olen pidän pyöritän omistan työllistämme vuokraamme "
    "viemme yrityksemme firmamme yritykseni firmani olimme menetimme \\w{3,}mme",
    "نحن لدينا عندنا أنا لدي عندي أملك أدير نملك ندير شركتنا شركتي أعمل نعمل خسرنا نستأجر مطعمي مطعمنا مبيعاتنا",
)
_OTHERS = words(
    "kommunen regionen staten kunden kund kunder kunderna kundens leverantör\\w* underleverantör\\w* "
    "gran(?:ne|nen|nar|narna|nens) konkurrent\\w* hyresvärd\\w* fastighetsägar\\w* banken bankens "
    "(?:min|hans|hennes)\\s+(?:man|make|fru|hustru|svåger|svägerska|kusin|partner|granne|chef|faster|moster|morbror|farbror) "
    "my\\s+(?:husband|wife|brother|sister|cousin|uncle|aunt|friend|partner|boss) svåger kusin föräldrar "
    "moderbolag\\w* systerbolag\\w* syster\\w* bror\\w* brodern kompis\\w* vän vännen vänner mamma pappa "
    "fru frun sambo\\w* kollega\\w* kollegor facket skatteverket försäkringsbolaget de dom han hon "
    "uppdragsgivar\\w* beställar\\w* grann\\w+ bredvid mittemot branschkollegor storföretag\\w* "
    "(?:ett\\s+annat|annat|andra|många|vissa|flera)\\s+(?:företag|bolag|restauranger|hotell|butiker) "
    "man branschen någon någon\\s+annan gästerna svärfar svärmor son sonen dotter dottern",
    "customer\\w* client clients supplier\\w* neighbour\\w* neighbor\\w* competitor\\w* landlord\\w* "
    "bank municipality council they he she sister brother friend friends wife husband "
    "(?:another|other|many|some)\\s+(?:company|companies|firm|firms|restaurants?|hotels?|shops?) "
    "next\\s+door parent\\s+company colleague\\w* guests",
    "asiakas asiakkaa\\w* asiakkai\\w* naapuri\\w* kilpailija\\w* kunta kunnalla kunnan toimittaja\\w* "
    "vuokranantaja\\w* pankki pankilla hän hänellä he heillä sisar\\w* siskolla sisko\\w* velje\\w* veli "
    "ystävä\\w*",
    "البلدية الزبون الزبائن زبائننا زبوننا جاري جارنا جيراننا المنافس المنافسون منافسنا المورد البنك "
    "صديقي صديقتي أخي أختي هو هي هم لديهم لديه عنده عندهم صاحب\\s+العقار المالك",
)
_SUBJECTS = re.compile(f"(?P<other>{_OTHERS})|(?P<own>{_SELF})")
_NOT_SUBJECT_AFTER = re.compile(
    r"\s*(?:$|,(?!\s*(?:en|ett|a|an|the)\s)|[.;:!?()]|(?:och|and|men|but|ja|eller|or|samt)(?!\w))"
)
_NOT_SUBJECT_BEFORE = re.compile(
    words(
        "inga inte få färre fler nya många till för åt med hos från no few fewer more new to for with from by of av"
    )
    + r"\s+(?:(?:våra|vår|our|my|mina|min|the)\s+)?$"
)
_NEGATION = re.compile(
    words(
        "inte ej icke aldrig inga ingen inget utan varken knappast",
        "not no never without don't doesn't didn't haven't isn't aren't cannot can't neither",
        "ei emme eivät ilman ei\\s+ole en(?=\\s+(?:ole|vuokraa|halua|tarvitse))",
        "لا ليس ليست لم بدون لسنا غير دون",
    )
)
_WISH = re.compile(
    words(
        "ska skall vill behöver söker letar hoppas tänker planerar funderar överväger riskerar befarar "
        "kanske troligen räknar\\s+med kommer\\s+att kommer\\s+vi borde önskar måste tvingas förväntar "
        "behövde ville snart kunde kan får skulle",
        "will want wants need needs looking hope plan plans planning expect expecting might may maybe "
        "perhaps going\\s+to should must consider considering risk fear wish could can soon",
        "haluamme haluan haluaisin haluaisimme aion aiomme tarvitsemme tarvitsen etsimme ehkä pitäisi "
        "suunnittelemme pelkäämme voimme",
        "نريد أريد نحتاج أحتاج نخطط سوف قد ربما نأمل نبحث نفكر أفكر سنقوم نخشى",
    )
)
_PAST = re.compile(
    words(
        "hade var brukade normalt vanligtvis vanligen brukar i\\s+vanliga\\s+fall tidigare förut förr förra\\s+året i\\s+fjol innan dess en\\s+gång före då",
        "had were was normally usually typically used previously formerly last\\s+year back\\s+then once",
        "oli olimme normaalisti yleensä aiemmin ennen viime\\s+vuonna",
        "كان كانت كنا كنت عادة سابقا العام\\s+الماضي",
    )
)


class Passage:
    """A cleaned text with its clauses, and answers about any stretch of it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lower = lower_same_length(text)
        self.clauses = tuple(_clauses(self.lower))
        self._starts = [clause.start for clause in self.clauses]
        self._subjects = tuple(_subjects(self.lower))

    def clause_at(self, position: int) -> Clause:
        """The clause that holds a position of the text."""
        return self.clauses[max(0, bisect_right(self._starts, position) - 1)]

    def before(self, start: int, reach: int = 60) -> str:
        """Lower-case text before ``start`` in its clause, at most ``reach`` characters."""
        return self.lower[max(self.clause_at(start).start, start - reach) : start]

    def after(self, end: int, reach: int = 40) -> str:
        """Lower-case text after ``end`` in its clause, at most ``reach`` characters."""
        return self.lower[end : min(self.clause_at(max(0, end - 1)).end, end + reach)]

    def stated(self, start: int, end: int) -> bool:
        """Whether the stretch lies within one clause that states something."""
        clause = self.clause_at(start)
        return end <= clause.end and clause.mood is Mood.STATED

    def about_others(self, start: int) -> bool:
        """Whether the nearest one spoken of before ``start`` in the sentence is someone else."""
        sentence = self.clause_at(start).sentence_start
        nearest = None
        for position, own in self._subjects:
            if sentence <= position < start:
                nearest = own
            elif position >= start:
                break
        return nearest is False

    def about_us(self, start: int) -> bool:
        """Whether the nearest one spoken of before ``start`` in the sentence is the visitor's firm."""
        sentence = self.clause_at(start).sentence_start
        near = [own for position, own in self._subjects if sentence <= position < start]
        return bool(near) and near[-1]

    def speaks_of_someone(self, position: int) -> bool:
        """Whether anyone, the visitor or another, is spoken of anywhere before ``position``."""
        return any(place < position for place, _ in self._subjects)

    def denied(self, start: int, reach: int = 30) -> bool:
        """Whether a negation stands shortly before ``start`` in its clause."""
        return _NEGATION.search(self.before(start, reach)) is not None

    def wished(self, start: int) -> bool:
        """Whether the clause, before ``start``, speaks of a wish, plan, need or fear."""
        return _WISH.search(self.before(start)) is not None

    def past(self, start: int) -> bool:
        """Whether the clause, before ``start``, speaks of how it used to be."""
        return _PAST.search(self.before(start)) is not None

    def told(self, start: int, end: int) -> bool:
        """Stated, about the visitor's own firm, not denied, wished, past or another's."""
        return (
            self.stated(start, end)
            and not self.about_others(start)
            and not self.denied(start)
            and not self.wished(start)
            and not self.past(start)
        )


_RELATIVE = re.compile(r"\s+(?:som|who|that|joka|jolla|الذي)(?!\w)")


def _subjects(lower: str) -> list[tuple[int, bool]]:
    found = []
    for match in _SUBJECTS.finditer(lower):
        own = match.group("own") is not None
        if not own:
            if _NOT_SUBJECT_AFTER.match(lower, match.end()):
                continue
            governed = _NOT_SUBJECT_BEFORE.search(lower[max(0, match.start() - 16) : match.start()])
            if governed and not _RELATIVE.match(lower, match.end()):
                continue
        found.append((match.start(), own))
    return found


def _cut(lower: str, start: int, end: int) -> list[tuple[int, int]]:
    edges = [start]
    edges.extend(
        match.end() if match.group().strip() in ",،():" else match.start()
        for match in _BREAK.finditer(lower, start, end)
    )
    edges.append(end)
    ordered = sorted(set(edges))
    return list(pairwise(ordered))


def _clauses(lower: str) -> list[Clause]:
    clauses: list[Clause] = []
    start = 0
    marks = [
        *((m.start(), m.end(), m.group()) for m in _SENTENCE.finditer(lower)),
        (len(lower), len(lower), ""),
    ]
    for stop, after, mark in marks:
        clauses.extend(
            _sentence_clauses(lower, start, stop, after, asks="?" in mark or "؟" in mark)
        )
        start = after
    return clauses or [Clause(0, len(lower), Mood.STATED, 0, len(lower))]


def _sentence_clauses(lower: str, start: int, stop: int, after: int, *, asks: bool) -> list[Clause]:
    pieces = _cut(lower, start, max(stop, start)) or [(start, stop)]
    clauses = []
    asking = supposing = False
    for place, (first, last) in enumerate(pieces):
        piece = lower[first:last]
        wondering = re.match(r"\W*(?:undrar|wonder|wondering|pohdin|mietin)(?!\w)", piece)
        states = _STATING.match(piece) and not wondering
        if states:
            asking = False
        if wondering or _ASKING.match(piece) or (asks and _ASKING_BEFORE_MARK.match(piece)):
            asking = True
        lone_question = asks and len(pieces) == 1 and not states
        supposing = bool(_SUPPOSING.search(piece)) or (supposing and not states)
        if supposing:
            mood = Mood.SUPPOSED
        elif asking or lone_question:
            mood = Mood.ASKED
        else:
            mood = Mood.STATED
        end = after if place == len(pieces) - 1 else last
        clauses.append(Clause(first, end, mood, start, after))
    return clauses
