"""One measure in full: what, who, how and when, and how it stands for the one who looks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from lotsa.core.browsing.states import standing_on
from lotsa.core.catalogue.versions import day
from lotsa.core.criteria.measures import Measure, Time, TimeState, Window
from lotsa.core.criteria.wording import capitalised
from lotsa.core.guide.situation import Situation
from lotsa.domain.actors.selectors import ActorCard
from lotsa.domain.measures.selectors import CurrentCatalogue, Document, Rules, Version
from lotsa.foundation.ui import components
from lotsa.foundation.ui.formatting import date as day_text
from lotsa.foundation.ui.formatting import date_range, money
from lotsa.usecases.browse.own_answer import OwnAnswer, own_answer
from lotsa.usecases.browse.requirements import Requirement, beyond_common, common
from lotsa.usecases.browse.words import (
    KINDS,
    LEVELS,
    PHASES,
    SOURCES,
    STATE_TONES,
    STATES,
    WINDOW_STATES,
    named,
    territory_codes,
    territory_words,
)
from lotsa.usecases.guide.wording import decided_line, in_language, when


@dataclass(frozen=True)
class Told:
    """A text as the catalogue tells it, and its language where that is not the page's."""

    text: str
    language: str = ""


@dataclass(frozen=True)
class Who:
    """An organisation behind a measure.

    Attributes:
        name: as it writes it.
        slug: of its own page; empty when the catalogue does not have it.
        place: where it is, when that is not where the measure holds.
    """

    name: str
    slug: str = ""
    place: str = ""


@dataclass(frozen=True)
class WindowRow:
    """One period of application as the table shows it."""

    label: str
    first: date | None
    last: date | None
    open_ended: bool
    state: str
    tone: components.Tone
    known_open: tuple[str, ...]
    counted_on: str
    beyond: tuple[Requirement, ...]
    amount: str
    at_most: str
    note: Told | None


@dataclass(frozen=True)
class AmendmentRow:
    """One change of the rules."""

    on: date | None
    ref: str
    text: Told
    ahead: bool


@dataclass(frozen=True)
class Related:
    """Another measure, and what to know about the two."""

    id: str
    name: str
    note: Told | None = None


@dataclass(frozen=True)
class SourceRow:
    """Where a fact comes from."""

    kind: str
    ref: str
    address: str
    note: str


@dataclass(frozen=True)
class VersionRow:
    """One version of a measure, and a day on which it held."""

    number: int
    first: date | None
    last: date | None
    current: bool
    seen_on: date


@dataclass(frozen=True)
class MeasurePage:
    """Everything the page of one measure shows."""

    id: str
    document: Document
    measure: Measure
    name: str
    short: str
    kind: str
    level: str
    phase: str
    planned: bool
    about_tenant: bool
    state: str
    tone: components.Tone
    when: str
    window_label: str
    amount: str
    at_most: str
    provider: Who
    handlers: tuple[Who, ...]
    territory: str
    how: str
    address: str
    discretion: str
    common: tuple[Requirement, ...]
    windows: tuple[WindowRow, ...]
    amendments: tuple[AmendmentRow, ...]
    not_combined_with: tuple[Related, ...]
    looks_alike: tuple[Related, ...]
    parent: Related | None
    local_forms: tuple[Related, ...]
    needs: tuple[tuple[str, str], ...]
    sources: tuple[SourceRow, ...]
    certainty: str
    uncertain: tuple[Told, ...]
    notes: tuple[Told, ...]
    versions: tuple[VersionRow, ...]
    own: OwnAnswer | None

    @property
    def standing_text(self) -> str:
        """Where it stands in time, in one line."""
        if self.planned:
            return _("Planned; not known to have started")
        if not self.when:
            return self.state
        return f"{self.window_label}: {self.when}" if self.window_label else self.when

    @property
    def windows_differ(self) -> bool:
        """Does any window require something besides?"""
        return any(row.beyond for row in self.windows)

    @property
    def amounts_differ(self) -> bool:
        """Does any window have an amount of its own?"""
        return any(row.amount or row.at_most for row in self.windows)


def measure_page(
    measure_id: str,
    catalogue: CurrentCatalogue,
    as_of: date,
    language: str,
    situation: Situation,
) -> MeasurePage | None:
    """The page of one measure as the catalogue reads on ``as_of``; ``None`` if it has none then."""
    rules = catalogue.rules(as_of)
    document = rules.documents.get(measure_id)
    if document is None:
        return None
    measure = rules.judge.measure(measure_id)
    standing = standing_on(measure, as_of)
    actors = catalogue.actor_by_slug
    several = len(measure.windows) > 1
    own = None if situation.empty else own_answer(measure_id, catalogue, situation, as_of, language)
    return MeasurePage(
        id=measure_id,
        document=document,
        measure=measure,
        name=in_language(document, "name", language),
        short=in_language(document, "short", language),
        kind=named(KINDS, document.get("kind")),
        level=named(LEVELS, document.get("level")),
        phase=named(PHASES, document.get("phase")),
        planned=measure.planned,
        about_tenant=document.get("criteria_subject") == "tenant",
        state=named(STATES, standing.state.value),
        tone=STATE_TONES[standing.state],
        when=_when(standing.time, as_of, language) if standing.window else "",
        window_label=in_language(standing.window.document, "label", language)
        if several and standing.window and standing.time.time is not Time.CLOSED
        else "",
        amount=in_language(document, "amount", language),
        at_most=_at_most(document, language),
        provider=_who(str(document.get("provider") or ""), document, actors, language),
        handlers=tuple(_who(slug, document, actors, language) for slug in handler_slugs(document)),
        territory=territory_words(document.get("territory"), language),
        how=in_language(document, "how_to_apply", language),
        address=web_address(document.get("url")),
        discretion=_discretion(measure, actors),
        common=common(rules, measure_id, as_of, language),
        windows=_windows(rules, measure, as_of, language),
        amendments=_amendments(document, as_of, language),
        not_combined_with=_related(document.get("not_combined_with"), rules, language),
        looks_alike=_look_alikes(document, rules, language),
        parent=_one_related(document.get("parent"), rules, language),
        local_forms=tuple(
            Related(name, in_language(other, "name", language))
            for name, other in rules.documents.items()
            if other.get("parent") == measure_id
        ),
        needs=tuple(
            (need, in_language(catalogue.need_by_id[need].document, "name", language))
            for need in measure.needs
            if need in catalogue.need_by_id
        ),
        sources=_sources(document),
        certainty=str(document.get("certainty") or ""),
        uncertain=tuple(_listed_texts(document, "uncertain", language)),
        notes=tuple(
            note
            for key in ("count_basis_note", "note")
            if (note := told(document, key, language)) is not None
        ),
        versions=version_rows(catalogue.versions_of(measure_id), as_of),
        own=own,
    )


def handler_slugs(document: Document) -> tuple[str, ...]:
    """Who handles the applications, other than the provider itself."""
    listed = document.get("handled_by") or ()
    slugs = [listed] if isinstance(listed, str) else list(listed)
    return tuple(str(slug) for slug in slugs if slug != document.get("provider"))


def web_address(value: Any) -> str:
    """An address that leads to a web page, else nothing."""
    text = str(value or "").strip()
    return text if text.startswith(("https://", "http://")) else ""


def version_rows(versions: Iterable[Version], as_of: date) -> tuple[VersionRow, ...]:
    """The versions of a measure, newest first, each with a day to see it on."""
    return tuple(
        VersionRow(
            number=one.number,
            first=one.valid_from,
            last=one.valid_to,
            current=(one.valid_from or date.min) <= as_of <= (one.valid_to or date.max),
            seen_on=one.valid_from or one.valid_to or as_of,
        )
        for one in versions
    )


def _who(slug: str, document: Document, actors: Mapping[str, ActorCard], language: str) -> Who:
    actor = actors.get(slug)
    if actor is None:
        return Who(slug)
    own = set(territory_codes(actor.document.get("territory")))
    elsewhere = own and own != set(territory_codes(document.get("territory")))
    place = territory_words(actor.document.get("territory"), language) if elsewhere else ""
    return Who(actor.name, actor.slug, place)


def _discretion(measure: Measure, actors: Mapping[str, ActorCard]) -> str:
    if measure.decided_by is None:
        return ""
    actor = actors.get(measure.decided_by)
    return str(decided_line(actor.name if actor else measure.decided_by, manual=False).text)


def _windows(rules: Rules, measure: Measure, as_of: date, language: str) -> tuple[WindowRow, ...]:
    return tuple(
        WindowRow(
            label=in_language(window.document, "label", language),
            first=window.apply_from,
            last=window.apply_to,
            open_ended=window.open_ended,
            state=str(WINDOW_STATES[window.time_on(as_of).time][0]),
            tone=WINDOW_STATES[window.time_on(as_of).time][1],
            known_open=tuple(
                date_range(span.start, span.end, language, None) for span in window.known_open
            ),
            counted_on=_counted_on(window),
            beyond=beyond_common(rules, measure.id, window, as_of, language),
            amount=in_language(window.document, "amount", language),
            at_most=_at_most(window.document, language),
            note=told(window.document, "note", language),
        )
        for window in measure.windows
    )


def _when(time: TimeState, as_of: date, language: str) -> str:
    if time.time is Time.CLOSED and time.closes_on is not None:
        closed = day_text(time.closes_on, language, as_of.year)
        return _("Closed since %(day)s") % {"day": closed}
    return capitalised(when(time, as_of, language))


def _counted_on(window: Window) -> str:
    match window.document.get("date_basis"):
        case "payment_date":
            return _("The dates are those of payment.")
        case "period_date":
            return _("The dates are those of the period it is for.")
        case "employment_start":
            return _("The dates are those when an employment begins.")
        case _:
            return ""


def _at_most(document: Mapping[str, Any], language: str) -> str:
    limit = document.get("max_sek")
    if not isinstance(limit, int | float) or isinstance(limit, bool):
        return ""
    return _("At most %(sum)s") % {"sum": money(limit, language)}


def _amendments(document: Document, as_of: date, language: str) -> tuple[AmendmentRow, ...]:
    rows = []
    for row in document.get("amendments") or ():
        on = day(row.get("date"))
        text = told(row, "change", language) or Told("")
        ahead = on is not None and on > as_of
        rows.append(AmendmentRow(on, str(row.get("ref") or ""), text, ahead))
    return tuple(sorted(rows, key=lambda row: row.on or date.min, reverse=True))


def _related(ids: Any, rules: Rules, language: str) -> tuple[Related, ...]:
    listed = [ids] if isinstance(ids, str) else list(ids or ())
    return tuple(one for name in listed if (one := _one_related(name, rules, language)) is not None)


def _one_related(name: Any, rules: Rules, language: str) -> Related | None:
    other = rules.documents.get(str(name))
    return None if other is None else Related(str(name), in_language(other, "name", language))


def _look_alikes(document: Document, rules: Rules, language: str) -> tuple[Related, ...]:
    found = []
    for row in document.get("not_to_be_confused_with") or ():
        name = row.get("measure") if isinstance(row, Mapping) else row
        other = _one_related(name, rules, language)
        if other is not None:
            note = told(row, "note", language) if isinstance(row, Mapping) else None
            found.append(Related(other.id, other.name, note))
    return tuple(found)


def _sources(document: Document) -> tuple[SourceRow, ...]:
    return tuple(
        SourceRow(
            kind=named(SOURCES, row.get("type")),
            ref=str(row.get("ref") or ""),
            address=web_address(row.get("url")),
            note=str(row.get("note") or ""),
        )
        for row in document.get("sources") or ()
        if isinstance(row, Mapping)
    )


def told(document: Mapping[str, Any], key: str, language: str) -> Told | None:
    """A text in ``language``, else the Swedish one, marked as such."""
    own = document.get(f"{key}_{language}")
    if own:
        return Told(str(own))
    swedish = document.get(f"{key}_sv") or document.get(key)
    if not swedish:
        return None
    return Told(str(swedish), "" if language == "sv" else "sv")


def _listed_texts(document: Document, key: str, language: str) -> Iterable[Told]:
    own = document.get(f"{key}_{language}")
    listed, marked = (own, "") if own else (document.get(key), "" if language == "sv" else "sv")
    for text in [listed] if isinstance(listed, str) else listed or ():
        yield Told(str(text), marked)
