"""Plain statements about the firm: legal form, premises, tax status, start, exports and the like."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lotsa.core.hearing.heard import HeardFact, Value
from lotsa.core.hearing.passage import WORD_START, Passage, words

_HAVE = r"(?:(?:är|har|driver|drivs|heter|kör|äger|are|is|am|have|has|run|own|operate|i'm|we're|olemme|olen|on|as|som|meillä|minulla|نحن|لدينا|لدي|أملك|عندي|شركتنا|شركتي)\s+)"
_FORMS = (
    ("aktiebolag", r"(?:fåmans|familje)?aktiebolag(?:et)?|ab|limited\s+company|limited\s+liability\s+company|ltd|osakeyhtiö|oy|شركة\s+مساهمة|شركة\s+محدودة"),
    ("enskild_firma", r"enskild\s+(?:firma|näringsverksamhet|näringsidkare)|enskilda\s+firma(?:n)?|sole\s+(?:trader|proprietor|proprietorship)|toiminimi|toiminimellä|yksityinen\s+elinkeinonharjoittaja|مؤسسة\s+فردية"),
    ("handelsbolag", r"handelsbolag(?:et)?|hb|trading\s+partnership|avoin\s+yhtiö|شركة\s+تضامن"),
    ("kommanditbolag", r"kommanditbolag(?:et)?|kb|limited\s+partnership|kommandiittiyhtiö"),
    ("ekonomisk_forening", r"ekonomisk\s+förening|kooperativ|co-?operative|osuuskunta"),
    ("ideell_forening", r"ideell\s+förening|non-?profit\s+association|aatteellinen\s+yhdistys"),
    ("enkelt_bolag", r"enkelt\s+bolag"),
)  # fmt: skip
_SIZE_WORD = r"(?:(?:ett|en|a|an|litet|liten|small|little|eget|egen|own|pieni|mitt|min|vårt|vår|our|my|oma|bara|just|mindre|gammalt|nystartat|registered|registrerat|familjeägt)\s+){0,3}"
_UPPER_ONLY = {"ab": "AB", "hb": "HB", "kb": "KB", "oy": "Oy", "ltd": "Ltd"}
_CHANGES = re.compile(
    words(
        "ombilda\\w* bilda bildar byta byter gå gått från till istället blev eller or starta öppna konvertera become convert instead from muuttaa"
    )
)


@dataclass(frozen=True, slots=True)
class _Saying:
    """A way of saying a fact."""

    field: str
    value: Value
    pattern: re.Pattern[str]
    loose: bool = False


def _saying(field: str, *patterns: str, value: Value = True, loose: bool = False) -> _Saying:
    return _Saying(
        field, value, re.compile(WORD_START + "(?:" + "|".join(patterns) + r")(?!\w)"), loose
    )


_PREMISES = r"(?:lokal\w*|butikslokal\w*|butik\w*|kontor\w*|restauranglokal\w*|restaurang\w*|industrilokal\w*|lager\w*|verkstad\w*|verkstan|salong\w*|affärslokal\w*|kafé\w*|hall)"
_SAYINGS = (
    _saying(
        "rents_premises",
        rf"(?:vi|jag)\s+hyr\s+(?!ut(?!\w))(?:(?:en|ett|vår|våra|vårt|min|mitt|mina|in)\s+)?(?:\w+\s+)?{_PREMISES}",
        rf"hyr\s+(?:vi|jag)\s+(?!ut(?!\w))(?:(?:en|ett|vår|våra|vårt|min)\s+)?(?:\w+\s+)?{_PREMISES}",
        r"hyr\s+(?:en\s+)?lokal\w*",
        r"(?:lokalen|lokalerna|kontoret|butiken|verkstaden|salongen)\s+(?:vi|jag)\s+hyr",
        r"(?:vi|jag)\s+hyr\s+(?:lokalen|lokalerna|av\s+kommunen)",
        r"(?:lokal|butiks|kontors)hyran(?:\s+(?:för\s+oss|på))?",
        rf"hyran\s+(?:för|på|av|i)\s+(?:(?:vår|vårt|våra|min|mitt)\s+)?{_PREMISES}",
        r"hyresvärden\s+(?:till|för)\s+(?:lokalen|butiken|restaurangen|salongen|kontoret)",
        r"(?:vår|vårt)\s+(?:lokalhyra|butikshyra|hyreskontrakt\s+(?:för|på)\s+lokal\w*)",
        r"(?:we|i)\s+(?:also\s+)?rent\s+(?:(?:our|a|an|the|my)\s+)?(?:\w+\s+)?(?:premises|shop|office|store|workshop|space|restaurant|salon|building|unit|warehouse)",
        r"(?:our|my|the)\s+rent\s+(?:for|on|of)\s+(?:(?:the|our|my)\s+)?(?:\w+\s+)?(?:premises|shop|office|store|workshop|restaurant|salon|café|cafe)",
        r"(?:vuokraamme|vuokraan|olemme\s+vuokranneet)\s+(?:\w+\s+)?(?:liiketil\w+|toimitil\w+|tilat|tilan|tilaa|toimisto\w*|myymälä\w*)",
        r"(?:liiketilan|toimitilan|liiketilamme|toimitilamme|ravintolan|myymälän)\s+vuokra\w*",
        r"(?:نستأجر|أستأجر|استأجرنا|استأجرت)\s+(?:ال)?(?:محل\w*|مكتب\w*|مقر\w*|مطعم\w*|ورشة|صالة|متجر\w*)",
        r"إيجار\s+(?:ال)?(?:محل|مكتب|مطعم|مقر|متجر|صالون)\w*",
    ),
    _saying(
        "rents_premises",
        rf"(?:vi|jag)\s+hyr\s+(?:inte|ingen|inga)\s+(?:(?:någon|några)\s+)?{_PREMISES}",
        r"(?:vi|jag)\s+äger\s+(?:själva\s+|själv\s+)?(?:vår\s+(?:egen\s+)?|våra\s+(?:egna\s+)?|vårt\s+eget\s+|min\s+egen\s+)?(?:lokal(?:en|er|erna)?|fastighet(?:en)?|byggnaden|huset\s+vi\s+är\s+i)",
        r"we\s+own\s+(?:our\s+(?:own\s+)?|the\s+)(?:premises|building)",
        r"we\s+(?:do\s+not|don't)\s+rent\s+(?:any\s+)?(?:premises|a\s+shop|an\s+office)",
        value=False, loose=True,
    ),
    _saying(
        "has_fskatt",
        r"(?:har|vi\s+har|jag\s+har|med|godkänd\w*\s+för|innehar)\s+(?:redan\s+)?f-?\s?skatt(?:sedel|ebevis)?",
        r"(?:have|with|approved\s+for|hold)\s+(?:an?\s+)?f-?\s?tax(?:\s+(?:card|certificate))?",
    ),
    _saying(
        "has_fskatt",
        r"(?:har|saknar)\s+(?:inte|ingen|inte\s+någon|ännu\s+inte|inte\s+fått)\s+f-?\s?skatt(?:sedel)?",
        r"(?:vi|jag)\s+saknar\s+f-?\s?skatt(?:sedel)?|utan\s+f-?\s?skatt(?:sedel)?",
        r"(?:do\s+not|don't)\s+have\s+(?:an?\s+)?f-?\s?tax",
        value=False, loose=True,
    ),
    _saying(
        "in_reconstruction",
        r"(?:är|befinner\s+oss|ligger|gått\s+in|har\s+gått\s+in|inne)\s+i\s+(?:en\s+|företags)?rekonstruktion|är\s+under\s+(?:företags)?rekonstruktion|"
        r"(?:företags)?rekonstruktion(?:en)?\s+pågår|pågår\s+(?:en\s+)?(?:företags)?rekonstruktion|"
        r"(?:are|is)\s+(?:in|under)\s+(?:court-led\s+|company\s+)?(?:reorgani[sz]ation|reconstruction)|yrityssaneerauksessa",
    ),
    _saying(
        "in_bankruptcy_or_liquidation",
        r"(?:vi|jag|företaget|bolaget|firman)\s+(?:har\s+(?:gått|försatts)|är|gick|försattes)\s+i\s+(?:konkurs|likvidation)",
        r"(?:we|the\s+company)\s+(?:are|is|went|have\s+gone|has\s+gone)\s+(?:bankrupt|in\s+bankruptcy|into\s+bankruptcy|into\s+liquidation|in\s+liquidation)",
    ),
    _saying(
        "short_time_agreement",
        r"(?:har|finns|tecknat|skrivit|ingått|slutit|kommit\s+överens\s+om)\s+(?:ett\s+|redan\s+|nu\s+|lokalt\s+|centralt\s+|skriftligt\s+){0,3}(?:kollektiv)?avtal(?:et)?\s+om\s+(?:korttidsarbete|korttidspermittering|korttid)",
        r"(?:have|signed|there\s+is)\s+(?:an?\s+|already\s+){0,2}(?:collective\s+|written\s+)?(?:agreement\s+(?:on|about)\s+)?short-?\s?time\s+work(?:ing)?(?:\s+agreement)",
        r"(?:have|signed)\s+(?:an?\s+)?(?:collective\s+|written\s+|local\s+)?agreement\s+(?:on|about|for)\s+short-?\s?time\s+work(?:ing)?",
    ),
    _saying(
        "exports_or_supplies_exporter",
        r"(?:(?<=,\s)|(?<=och\s))exporterar\s+till|(?:vi|jag)\s+exporterar|vi\s+är\s+(?:ett\s+)?exportföretag|vår\s+export|"
        r"(?:vi|och)\s+säljer\s+(?:[\wåäö]+\s+){0,4}?(?:utomlands|på\s+export|till\s+(?:norge|tyskland|danmark|finland|usa|england|holland|frankrike|utlandet|kina|storbritannien|eu|europa))|"
        r"(?:(?:är|och)\s+(?:underleverantör(?:er)?|leverantör(?:er)?)|(?:vi|jag)\s+levererar)\s+till\s+(?:ett\s+|stora\s+)?exportföretag|"
        r"we\s+(?:also\s+|mainly\s+)?export|we\s+supply\s+(?:an?\s+)?(?:exporters?|export\s+compan(?:y|ies))|"
        r"we\s+sell\s+(?:\w+\s+){0,4}?(?:abroad|to\s+(?:norway|germany|denmark|finland|the\s+us|the\s+uk|europe|france))|"
        r"viemme\s+(?:\w+\s+)?(?:ulkomaille|saksaan|norjaan|tanskaan)|نصدر",
    ),
    _saying(
        "exports_or_supplies_exporter",
        r"(?:vi|jag)\s+exporterar\s+(?:inte|ingenting|inget)|we\s+(?:do\s+not|don't)\s+export|(?:vi\s+har|har)\s+ingen\s+export",
        value=False, loose=True,
    ),
    _saying(
        "visitor_economy",
        r"(?:vi|jag)\s+(?:är|jobbar|arbetar|verkar|finns|tillhör|driver)\s+(?:[\wåäö]+\s+){0,4}?(?:i|inom|del\s+av)?\s*(?:besöksnäringen|turismnäringen|turistnäringen|turistbranschen|turism|turistföretag|hotell-?\s+och\s+restaurangbranschen)|"
        r"(?:we|i)\s+(?:are|work|run|am)\s+(?:\w+\s+){0,4}?(?:visitor\s+economy|tourism(?:\s+(?:business|company|sector|industry))?|tourist\s+industry|hospitality(?:\s+(?:sector|industry))?)|"
        r"(?:olemme|toimimme)\s+(?:\w+\s+)?(?:matkailualalla|matkailuyritys)|نعمل\s+في\s+(?:قطاع\s+)?السياحة",
    ),
    _saying(
        "industry",
        r"(?:vi|jag)\s+(?:är|driver|har|jobbar\s+i|arbetar\s+i)\s+(?:(?:ett|en|litet|mindre|medelstort|familjeägt)\s+){0,3}(?:industriföretag|tillverkningsföretag|tillverkande\s+företag|verkstadsföretag|verkstadsindustri|tillverkningsindustri(?:n)?|fabrik)|"
        r"(?:we|i)\s+(?:are|run|own|am)\s+(?:(?:an?|small|mid-sized|family)\s+){0,3}(?:industrial\s+(?:company|firm)|manufactur(?:er|ing\s+(?:company|firm|business))|factory)|"
        r"olemme\s+(?:\w+\s+)?(?:teollisuusyritys|valmistava\s+yritys)|نحن\s+شركة\s+(?:صناعية|تصنيع)|لدينا\s+مصنع",
    ),
    _saying(
        "covid_affected",
        r"(?:vi|jag|företaget|firman|verksamheten)\s+(?:är|har)\s+(?:blivit\s+)?(?:hårt\s+|väldigt\s+hårt\s+|mycket\s+hårt\s+)?(?:drabbade|drabbats|drabbad)\s+(?:hårt\s+)?av\s+(?:corona\w*|covid\S*|pandemin|viruset)|"
        r"(?:we|i)\s+(?:have\s+been|are|were)\s+(?:badly\s+|hard\s+)?(?:hit|affected)\s+(?:hard\s+|badly\s+)?by\s+(?:the\s+)?(?:corona\w*|covid\S*|pandemic)",
    ),
)  # fmt: skip
_OWN_FIRM = r"(?:eget(?:\s+företag)?|egen\s+(?:firma|rörelse)|(?:ett\s+|mitt\s+|min\s+|en\s+)?(?:eget\s+|egen\s+|nytt\s+|litet\s+)?(?:företag|firma|bolag|aktiebolag|enskild\s+firma|rörelse|verksamhet))"
_STARTS = re.compile(
    WORD_START + r"(?:"
    rf"(?:jag|vi|min\s+\w+\s+och\s+jag)\s+(?:vill|ska|tänker|planerar(?:\s+att)?|funderar\s+på\s+att|är\s+på\s+väg\s+att|håller\s+på\s+att|skulle\s+vilja|går\s+i\s+tankar\s+på\s+att|drömmer\s+om\s+att|ämnar|avser\s+att)\s+(?:nu\s+|snart\s+|kanske\s+|gärna\s+)?starta\s+(?:upp\s+)?(?P<own_sv>{_OWN_FIRM})|"
    r"(?P<alone_sv>jag\s+(?:vill|ska|tänker|planerar(?:\s+att)?|funderar\s+på\s+att|är\s+på\s+väg\s+att|håller\s+på\s+att|skulle\s+vilja|drömmer\s+om\s+att)\s+(?:nu\s+|snart\s+|gärna\s+)?(?:starta|öppna)(?:\s+upp)?\s+(?:(?:en|ett|min|mitt)\s+)?(?:(?:egen|eget|liten|litet)\s+)?[\wåäö-]+)|"
    r"(?:vill|tänker|planerar\s+att|funderar\s+på\s+att|på\s+väg\s+att|ska)\s+(?:bli|bli\s+egen)\s+(?:egenföretagare|företagare|egen)|(?:jag\s+)?är\s+(?:ny\s+som\s+företagare|nyföretagare|nybliven\s+företagare|ny\s+företagare)|"
    r"(?:vi|jag)\s+(?:är|har|driver)\s+(?:ett\s+|en\s+)?(?:helt\s+)?(?:nystartat|nystartade|nystartad)(?!\w)|(?:precis|nyss|nyligen|just)\s+(?:har\s+)?startat\s+(?:eget|företag|firma|mitt|min|ett\s+företag|en\s+firma|upp)|"
    r"(?:i|we)\s+(?:want|would\s+like|plan|am\s+planning|are\s+planning|intend|hope|am\s+about|are\s+about|am\s+going|dream\s+of|am\s+thinking\s+of|am\s+thinking\s+about)\s*(?:to\s+)?(?:start|starting|open|opening|set\s+up|setting\s+up)\s+(?:up\s+)?(?P<own_en>my\s+own|our\s+own|a\s+(?:small\s+|new\s+)?(?:business|company|firm)|(?:a|an)\s+(?:small\s+|little\s+)?[\w-]+)|"
    r"(?:i|we)\s+(?:have\s+)?just\s+started\s+(?:my|our|a)\s+(?:own\s+)?(?:business|company|firm)|new\s+entrepreneur|"
    r"(?:haluan|haluaisin|aion|olen\s+aikeissa|suunnittelen)\s+(?:perustaa|perustavani|avata)\s+(?:oman\s+|uuden\s+)?[\w-]+|olen\s+uusi\s+yrittäjä|perustin\s+juuri\s+yrityksen|"
    r"(?:أريد|أرغب\s+في|أنوي|أخطط)\s+(?:ل?أن\s+|ل)?(?:أبدأ|أفتح|فتح|تأسيس|أؤسس|افتتاح|بدء|إنشاء)\s+\w+"
    r")(?!\w)"
)
_MONTH_NUMBER = {
    m: n
    for n, names in enumerate(
        (
            "januari january jan tammikuussa", "februari february feb helmikuussa", "mars march maaliskuussa", "april huhtikuussa",
            "maj may toukokuussa", "juni june kesäkuussa", "juli july heinäkuussa", "augusti august elokuussa",
            "september syyskuussa", "oktober october lokakuussa", "november marraskuussa", "december joulukuussa",
        ),
        start=1,
    )
    for m in names.split()
}  # fmt: skip
_STARTED_YEAR = re.compile(
    r"(?<!\w)(?:(?:vi|jag|företaget|firman|bolaget|restaurangen|butiken|verksamheten|we|i|the\s+company|the\s+business|yritys|yrityksemme|yritykseni|شركتنا|شركتي)\s+)?"
    r"(?P<verb>startade|startades|startat|startats|grundades|grundade|grundat|grundad|bildades|bildade|öppnade|etablerades|etablerat|started|founded|opened|established|"
    r"perustettiin|perustettu|perustimme|perustin|aloitimme|aloitin|تأسست|تأسسنا|أسسنا|أسست|بدأنا|بدأت)"
    r"(?P<what>(?:\s+(?:[\wåäöéÅÄÖ-]+)){0,3}?)\s+(?:(?:i|in|on|under|during|den|av|back\s+in|vuonna|في|عام|سنة|på|hösten|våren|sommaren|vintern)\s+){0,3}"
    r"(?:(?P<day>[0-3]?\d)\s+)?(?:(?P<month>"
    + "|".join(_MONTH_NUMBER)
    + r")\s+)?(?P<year>(?:19|20)\d\d|(?:١٩|٢٠)[٠-٩]{2})(?![\w-])"
)
_SINCE_YEAR = re.compile(
    r"(?<!\w)(?:(?:vi|jag|företaget|firman|bolaget|restaurangen|butiken|we|i)\s+(?:har\s+)?(?:funnits|drivit|hållit\s+på|varit\s+igång|kört|haft\s+(?:öppet|företag\w*|firman?)|been\s+(?:in\s+business|running|around|open)|have\s+been\s+(?:in\s+business|running|around|open|operating)|existed|have\s+existed)"
    r"(?:\s+[\wåäöé-]+){0,3}?\s+(?:sedan|sen|since)|(?:vi|jag)\s+driver(?:\s+[\wåäöé-]+){1,4}?\s+(?:sedan|sen)|i\s+have\s+run(?:\s+[\w-]+){1,4}?\s+since|toimineet\s+vuodesta)\s+(?P<year>(?:19|20)\d\d)(?![\w-])"
)
_RUNS_SINCE = re.compile(
    r"(?<!\w)(?:sedan|sen)\s+(?P<year>(?:19|20)\d\d)\s+driver\s+(?:vi|jag)(?!\w)"
)
_FIRM_WORDS = re.compile(
    r"\s*(?:(?:vi|jag|we|i|my|our|min|mitt|vår|vårt|the|a|an|en|ett|eget|upp|up|egen|egna|företag\w*|firma\w*|bolag\w*|rörelse\w*|verksamhet\w*|restaurang\w*|"
    r"butik\w*|salong\w*|kafé\w*|café\w*|hotell\w*|pizzeria\w*|verkstad\w*|aktiebolag\w*|business|company|firm|restaurant|shop|store|salon|bakery|own|hotel|cafe|"
    r"yrityksen|yritykseni|yrityksemme|firman|ravintolan|kahvilan|شركتنا|شركتي|الشركة|المطعم|مطعمنا|المحل)\s*)*"
)
_FEBRUARY = 2
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def starting_clauses(passage: Passage) -> tuple[tuple[int, ...], tuple[HeardFact, ...]]:
    """Clauses where the visitor says they are about to start a firm, and the facts they give."""
    clauses, facts = [], []
    for match in _STARTS.finditer(passage.lower):
        start, end = match.span()
        if not passage.stated(start, end) or passage.about_others(start) or passage.denied(start):
            continue
        if match["alone_sv"] and not _opens_a_firm(match["alone_sv"]):
            continue
        if match["own_en"] and re.search(
            words("second new\\s+shop another web\\w* online"), match["own_en"]
        ):
            continue
        clauses.append(passage.clause_at(start).start)
        facts.append(
            HeardFact(
                "new_entrepreneur",
                value=True,
                start=start,
                end=end,
                snippet=passage.text[start:end],
            )
        )
    return tuple(clauses), tuple(facts)


def _opens_a_firm(said: str) -> bool:
    return not re.search(
        words(
            "webb\\w* e-handel\\w* ny filial\\w* filial andra fler projekt\\w* insamling kurs\\w* igen om"
        ),
        said,
    )


def hear_statements(passage: Passage) -> Iterator[HeardFact]:
    """Facts stated in set phrases."""
    yield from _legal_form(passage)
    for saying in _SAYINGS:
        for match in saying.pattern.finditer(passage.lower):
            start, end = match.span()
            if not passage.stated(start, end) or passage.about_others(start) or passage.past(start):
                continue
            if not saying.loose and (
                passage.denied(start) or _denied_inside(match.group(), passage.after(end))
            ):
                continue
            if passage.wished(start) or _other_matter(
                saying.field, passage.after(end), passage.before(start)
            ):
                continue
            yield HeardFact(saying.field, saying.value, start, end, passage.text[start:end])
    yield from _founded(passage)


def _denied_inside(said: str, after: str) -> bool:
    return (
        re.match(r"\s+(?:inte|ej|inget|ingenting|not|ingen)(?!\w)", after) is not None
        or re.search(words("inte ej"), said) is not None
    )


def _other_matter(field: str, after: str, before: str) -> bool:
    if field == "rents_premises":
        return (
            re.match(r"\s+(?:ut|till\s+andra|out)(?!\w)", after) is not None
            or re.search(words("ut") + r"\s*$", before) is not None
        )
    return False


_FORM_PATTERNS = tuple((form, re.compile(rf"(?<!\w)(?:{names})(?!\w)")) for form, names in _FORMS)
_FORM_LEFT = re.compile(
    rf"(?:{_HAVE}{_SIZE_WORD}$)|(?:(?<!\w)(?:med|with|i|via|genom|mitt|min|vårt|vår|my|our|oma)\s+{_SIZE_WORD}$)|^\W*(?:ett|en|a|litet)?\s*$"
    r"|(?:heter|kallas|called)\s+(?:[^\W\d_]+\s+){1,4}$"
)
_FORM_EARLY = re.compile(r"^\W*$")


def _legal_form(passage: Passage) -> Iterator[HeardFact]:
    for form, pattern in _FORM_PATTERNS:
        for match in pattern.finditer(passage.lower):
            start, end = match.span()
            written = passage.text[start:end]
            if match.group() in _UPPER_ONLY and written not in {
                _UPPER_ONLY[match.group()],
                match.group().upper(),
            }:
                continue
            if (
                not passage.stated(start, end)
                or passage.about_others(start)
                or passage.denied(start)
                or passage.past(start)
            ):
                continue
            clause = passage.clause_at(start)
            said = passage.lower[clause.start : clause.end]
            if passage.wished(start) or _CHANGES.search(said.replace("har eller", "")):
                continue
            left = passage.lower[clause.start : start]
            if _FORM_LEFT.search(left):
                yield HeardFact("legal_form", form, start, end, written)


def _founded(passage: Passage) -> Iterator[HeardFact]:
    for pattern in (_STARTED_YEAR, _SINCE_YEAR, _RUNS_SINCE):
        for match in pattern.finditer(passage.lower):
            start, end = match.span()
            groups = match.groupdict()
            if (
                not passage.stated(start, end)
                or passage.about_others(start)
                or passage.denied(start)
            ):
                continue
            if passage.wished(start) or not _FIRM_WORDS.fullmatch((groups.get("what") or "") + " "):
                continue
            value = _founded_value(groups)
            if value is not None:
                yield HeardFact("founded_on", value, start, end, passage.text[start:end])


def _founded_value(groups: dict[str, str | None]) -> Value | None:
    year = int(groups["year"] or 0)
    written = groups.get("month")
    if not written:
        return None if groups.get("day") else {"min": f"{year}-01-01", "max": f"{year}-12-31"}
    month = _MONTH_NUMBER[written]
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    last = 29 if month == _FEBRUARY and leap else _DAYS[month - 1]
    if not groups.get("day"):
        return {"min": f"{year}-{month:02}-01", "max": f"{year}-{month:02}-{last}"}
    day = int(groups["day"] or 0)
    return f"{year}-{month:02}-{day:02}" if 1 <= day <= last else None
