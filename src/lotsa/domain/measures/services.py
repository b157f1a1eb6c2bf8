"""Changes to measures, need areas and the files of the catalogue."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from lotsa.core.catalogue.faults import CatalogueRefused, Fault
from lotsa.core.catalogue.versions import day, number_of
from lotsa.domain.measures.models import (
    CatalogueFile,
    CatalogueRevision,
    Measure,
    MeasureVersion,
    NeedArea,
)

Document = Mapping[str, Any]
_FILE = "measures.yaml"


@dataclass(frozen=True)
class Published:
    """What publishing changed: new measures, new versions, withdrawn and returned measures."""

    measures: int = 0
    versions: int = 0
    withdrawn: int = 0
    returned: int = 0


def packed(document: Any) -> str:
    """Return a document as JSON text that keeps the order of its keys."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def digest(document: Any) -> str:
    """Return the SHA-256 of what a document says, whatever the order of its keys."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def edited_versions(items: Iterable[Document]) -> tuple[Fault, ...]:
    """Return a fault for each published version that ``items`` would edit or leave out.

    A whole measure may be left out (it is then withdrawn), a single version of it may not.
    """
    published: dict[str, dict[int, str]] = {}
    for slug, number, sha256 in MeasureVersion.objects.values_list(
        "measure__slug", "number", "sha256"
    ):
        published.setdefault(slug, {})[number] = sha256
    given: dict[str, dict[int, str]] = {}
    for item in items:
        given.setdefault(item["id"], {})[number_of(dict(item))] = digest(item)
    faults: list[Fault] = []
    for slug, versions in given.items():
        for number, sha256 in published.get(slug, {}).items():
            if number not in versions:
                faults.append(_left_out(slug, number))
            elif versions[number] != sha256:
                faults.append(_edited(slug, number, max(published[slug]) + 1))
    return tuple(faults)


def publish_measures(items: Iterable[Document], now: datetime) -> Published:
    """Publish what is new among ``items`` and withdraw the measures that are not there.

    Args:
        items: Every version of every measure, in the order of the file.
        now: When this is recorded.

    Raises:
        CatalogueRefused: a published version would be edited or left out. Nothing is changed.
    """
    items = tuple(items)
    with transaction.atomic():
        measures = {row.slug: row for row in Measure.objects.select_for_update()}
        faults = edited_versions(items)
        if faults:
            raise CatalogueRefused(faults)
        known = {(row.measure_id, row.number): row for row in MeasureVersion.objects.all()}
        before = len(measures)
        returned = 0
        added: list[MeasureVersion] = []
        moved: list[MeasureVersion] = []
        for position, item in enumerate(items):
            measure = measures.get(item["id"])
            if measure is None:
                measure = Measure.objects.create(slug=item["id"], recorded_at=now)
                measures[measure.slug] = measure
            elif measure.withdrawn_at is not None:
                measure.withdrawn_at = None
                measure.save(update_fields=["withdrawn_at"])
                returned += 1
            row = known.get((measure.pk, number_of(dict(item))))
            if row is None:
                added.append(_version(measure, item, position, now))
            elif row.position != position:
                row.position = position
                moved.append(row)
        MeasureVersion.objects.bulk_create(added)
        MeasureVersion.objects.bulk_update(moved, ["position"], batch_size=200)
        gone = [row.pk for slug, row in measures.items() if slug not in {i["id"] for i in items}]
        withdrawn = Measure.objects.filter(pk__in=gone, withdrawn_at__isnull=True).update(
            withdrawn_at=now
        )
    return Published(len(measures) - before, len(added), withdrawn, returned)


def replace_needs(documents: Iterable[Document], now: datetime) -> None:
    """Make the need areas equal to ``documents``; one no longer listed is withdrawn."""
    with transaction.atomic():
        known = {row.slug: row for row in NeedArea.objects.select_for_update()}
        kept: set[str] = set()
        for position, document in enumerate(documents):
            row = known.get(document["id"]) or NeedArea(slug=document["id"])
            kept.add(row.slug)
            text = packed(document)
            if row.pk and (row.position, row.document, row.withdrawn_at) == (position, text, None):
                continue
            row.position, row.document, row.withdrawn_at = position, text, None
            row.save()
        gone = [row.pk for slug, row in known.items() if slug not in kept]
        NeedArea.objects.filter(pk__in=gone, withdrawn_at__isnull=True).update(withdrawn_at=now)


@dataclass(frozen=True)
class KeptFile:
    """What is kept of a catalogue file as such.

    Attributes:
        header: The comment lines it begins with.
        text: All of it, when it is kept letter by letter, else empty.
        document: Its content without the items that have tables of their own.
    """

    header: str
    text: str
    document: Document


def replace_files(files: Mapping[str, KeptFile]) -> None:
    """Keep what each file says besides its items; a file no longer there is forgotten."""
    with transaction.atomic():
        CatalogueFile.objects.exclude(name__in=files).delete()
        for name, file in files.items():
            CatalogueFile.objects.update_or_create(
                name=name,
                defaults={
                    "header": file.header,
                    "text": file.text,
                    "document": packed(file.document),
                },
            )


def new_revision(sha256: str, now: datetime) -> CatalogueRevision:
    """Record that the catalogue has changed, so that every process reads it anew."""
    return CatalogueRevision.objects.create(sha256=sha256, recorded_at=now)


def _version(measure: Measure, item: Document, position: int, now: datetime) -> MeasureVersion:
    return MeasureVersion(
        measure=measure,
        number=number_of(dict(item)),
        position=position,
        valid_from=day(item.get("valid_from")),
        valid_to=day(item.get("valid_to")),
        document=packed(item),
        sha256=digest(item),
        recorded_at=now,
    )


def _edited(slug: str, number: int, following: int) -> Fault:
    return Fault(
        _FILE,
        slug,
        "version",
        "published-version-edited",
        f"Version {number} är publicerad och har ändrats. En publicerad version ändras aldrig.",
        f"Version {number} is published and has been changed. A published version is never edited.",
        f"Lämna version {number} som den var och lägg till version {following} med valid_from.",
        f"Leave version {number} as it was and add version {following} with valid_from.",
    )


def _left_out(slug: str, number: int) -> Fault:
    return Fault(
        _FILE,
        slug,
        "version",
        "published-version-left-out",
        f"Version {number} är publicerad men finns inte i filen.",
        f"Version {number} is published but is not in the file.",
        "Lägg tillbaka den. Exportera katalogen för att få den exakta texten.",
        "Put it back. Export the catalogue to get the exact text.",
    )
