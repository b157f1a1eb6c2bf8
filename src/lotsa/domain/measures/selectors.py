"""The catalogue as the faces need it: read once per process, asked by date."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from threading import Lock
from typing import Any

from django.db.models import Subquery

from lotsa.core.catalogue.inherit import resolve_on
from lotsa.core.catalogue.versions import day
from lotsa.core.criteria.measures import RuleBook, parse_measures
from lotsa.core.criteria.registry import Registry
from lotsa.core.criteria.verdicts import Judge
from lotsa.domain.actors import selectors as actor_selectors
from lotsa.domain.actors.selectors import ActorCard
from lotsa.domain.measures.models import (
    CatalogueFile,
    CatalogueRevision,
    MeasureVersion,
    NeedArea,
)
from lotsa.foundation.once import once_a_reading
from lotsa.foundation.reference import trees

Document = Mapping[str, Any]
_KEPT_RULES = 16
_TRIES = 3


@dataclass(frozen=True)
class Need:
    """One need area, ready to be shown."""

    id: str
    name: Mapping[str, str]
    hint: Mapping[str, str]
    document: Document


@dataclass(frozen=True)
class Version:
    """One published version of a measure.

    Attributes:
        measure: Id of the measure.
        number: 1, 2, 3 …
        valid_from: First day it holds; None when it has no start.
        valid_to: Last day it holds; None when it has no end.
        recorded_at: When it was published here.
        document: What the catalogue says, before anything is taken from a parent.
    """

    measure: str
    number: int
    valid_from: date | None
    valid_to: date | None
    recorded_at: datetime
    document: dict[str, Any]


@dataclass(frozen=True)
class Rules:
    """The measures as they read on a day, with what a parent gives already filled in."""

    rulebook: RuleBook
    documents: Mapping[str, Document]

    @cached_property
    def judge(self) -> Judge:
        """The compiled judge of these rules."""
        return Judge(self.rulebook)


@dataclass(frozen=True)
class Change:
    """Something new in the catalogue: a measure, or a new version of one."""

    measure: str
    number: int
    is_new: bool
    recorded_at: datetime
    valid_from: date | None
    document: Document


@dataclass(frozen=True)
class Amendment:
    """A change of the rules that a measure itself tells of."""

    measure: str
    on: date
    ref: str
    text: Mapping[str, str]


@dataclass(frozen=True)
class Counts:
    """How much the catalogue holds on a day."""

    measures: int
    windows: int
    actors: int
    needs: int
    fields: int


@dataclass(frozen=True, eq=False)
class CurrentCatalogue:
    """The whole catalogue at one revision. Shared between requests; never changed."""

    revision: int
    recorded_at: datetime | None
    fields: Document
    registry: Registry
    needs: tuple[Need, ...]
    actors: tuple[ActorCard, ...]
    versions: tuple[Version, ...]
    synonyms: Document
    _rules: OrderedDict[tuple[int, ...], Rules] = field(default_factory=OrderedDict, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def rules(self, as_of: date) -> Rules:
        """Return the measures as they read on ``as_of``; the same object while they are the same."""
        holding = tuple(
            index
            for index, version in enumerate(self.versions)
            if (version.valid_from is None or version.valid_from <= as_of)
            and (version.valid_to is None or as_of <= version.valid_to)
        )
        with self._lock:
            found = self._rules.get(holding)
            if found is None:
                found = self._read_rules(as_of)
                self._rules[holding] = found
                if len(self._rules) > _KEPT_RULES:
                    self._rules.popitem(last=False)
            else:
                self._rules.move_to_end(holding)
        return found

    def _read_rules(self, as_of: date) -> Rules:
        resolved = resolve_on((version.document for version in self.versions), as_of)
        book = RuleBook(self.registry, parse_measures(resolved))
        return Rules(book, {item["id"]: item for item in resolved})

    @cached_property
    def need_by_id(self) -> Mapping[str, Need]:
        """The need areas by id."""
        return {need.id: need for need in self.needs}

    @cached_property
    def actor_by_slug(self) -> Mapping[str, ActorCard]:
        """The actors by slug."""
        return {actor.slug: actor for actor in self.actors}

    def versions_of(self, measure: str) -> tuple[Version, ...]:
        """Return every version of one measure, newest first."""
        found = [version for version in self.versions if version.measure == measure]
        return tuple(sorted(found, key=lambda version: -version.number))

    def changes(self, limit: int = 50) -> tuple[Change, ...]:
        """Return new and changed measures, the latest published first."""
        first: dict[str, int] = {}
        for version in self.versions:
            first[version.measure] = min(first.get(version.measure, version.number), version.number)
        newest = sorted(self.versions, key=lambda v: (v.recorded_at, v.number), reverse=True)
        return tuple(
            Change(
                version.measure,
                version.number,
                version.number == first[version.measure],
                version.recorded_at,
                version.valid_from,
                version.document,
            )
            for version in newest[:limit]
        )

    def amendments(self, as_of: date, limit: int = 50) -> tuple[Amendment, ...]:
        """Return the rule changes up to and including ``as_of``, the latest first."""
        found = [
            Amendment(name, on, str(row.get("ref") or ""), _texts(row, "change"))
            for name, document in self.rules(as_of).documents.items()
            for row in document.get("amendments") or ()
            if (on := day(row.get("date"))) is not None and on <= as_of
        ]
        return tuple(sorted(found, key=lambda a: (a.on, a.measure), reverse=True)[:limit])

    def counts(self, as_of: date) -> Counts:
        """Return how much the catalogue holds on ``as_of``."""
        book = self.rules(as_of).rulebook
        return Counts(
            measures=len(book.measures),
            windows=sum(len(measure.windows) for measure in book.measures),
            actors=len(self.actors),
            needs=len(self.needs),
            fields=len(self.registry.fields),
        )


_Key = tuple[int, str, datetime, datetime | None]
_EMPTY: dict[str, Any] = {"fields": []}
_cache: dict[_Key, CurrentCatalogue] = {}
_cache_lock = Lock()


def current_revision() -> int:
    """Return the number of the catalogue as it stands, 0 before the first import. One query."""
    key = _current_key()
    return 0 if key is None else key[0]


@once_a_reading
def catalogue() -> CurrentCatalogue:
    """Return the catalogue as it stands: one query, and five more once per process and revision."""
    for _ in range(_TRIES):
        key = _current_key()
        if key is None:
            return _nothing()
        found = _cache.get(key)
        if found is not None:
            return found
        with _cache_lock:
            found = _cache.get(key) or _with_new_actors(key) or _read(key)
            if _current_key() == key:
                _cache.clear()
                _cache[key] = found
                return found
    # The catalogue keeps changing under us; what was read last is whole enough to answer with.
    return found or _nothing()


def current_rulebook(as_of: date) -> Rules:
    """Return the rules as they read on ``as_of``."""
    return catalogue().rules(as_of)


def shown_at(moment: datetime, as_of: date) -> tuple[Document, ...]:
    """Return the measures as this catalogue told them at ``moment`` for the day ``as_of``.

    Answers what a company was shown, whatever has been published or withdrawn since.
    """
    rows = MeasureVersion.objects.known_at(moment)
    return tuple(resolve_on((row.as_document() for row in rows), as_of))


def _current_key() -> _Key | None:
    rows = CatalogueRevision.objects.order_by("-pk").annotate(
        actors_at=Subquery(actor_selectors.last_change())
    )
    key: _Key | None = rows.values_list("pk", "sha256", "recorded_at", "actors_at").first()
    return key


def _read(key: _Key) -> CurrentCatalogue:
    files = {row.name: row.as_document() for row in CatalogueFile.objects.all()}
    needs = NeedArea.objects.filter(withdrawn_at__isnull=True)
    versions = MeasureVersion.objects.listed().select_related("measure")
    fields = files.get("fields.yaml", _EMPTY)
    return CurrentCatalogue(
        revision=key[0],
        recorded_at=key[2],
        fields=fields,
        registry=Registry.from_document(fields, trees()),
        needs=tuple(_need(row.as_document()) for row in needs),
        actors=actor_selectors.listed(),
        versions=tuple(
            Version(
                row.measure.slug,
                row.number,
                row.valid_from,
                row.valid_to,
                row.recorded_at,
                row.as_document(),
            )
            for row in versions
        ),
        synonyms=files.get("synonyms.yaml", {}),
    )


def _with_new_actors(key: _Key) -> CurrentCatalogue | None:
    """The catalogue read before, when only entries of actors have changed since."""
    for known, found in _cache.items():
        if known[:3] == key[:3]:
            return replace(found, actors=actor_selectors.listed())
    return None


def _nothing() -> CurrentCatalogue:
    registry = Registry.from_document(_EMPTY, trees())
    return CurrentCatalogue(0, None, _EMPTY, registry, (), (), (), {})


def _need(document: Document) -> Need:
    return Need(str(document["id"]), _texts(document, "name"), _texts(document, "hint"), document)


def _texts(row: Document, name: str) -> dict[str, str]:
    prefix = name + "_"
    return {
        key.removeprefix(prefix): value
        for key, value in row.items()
        if key.startswith(prefix) and isinstance(value, str)
    }
