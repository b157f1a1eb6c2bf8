"""Take in a whole catalogue, all of it or nothing, and give it out again."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from lotsa.core.catalogue.faults import CatalogueRefused, Fault, errors
from lotsa.core.catalogue.files import ITEMS, Catalogue
from lotsa.core.catalogue.inherit import resolve_on
from lotsa.core.catalogue.versions import boundaries
from lotsa.core.criteria.checks import check
from lotsa.core.searching.synonyms import Synonyms
from lotsa.domain.actors import services as actor_services
from lotsa.domain.actors.models import Actor
from lotsa.domain.measures import events
from lotsa.domain.measures import services as measure_services
from lotsa.domain.measures.models import (
    CatalogueFile,
    CatalogueRevision,
    MeasureVersion,
    NeedArea,
)
from lotsa.domain.measures.search_documents import search_documents
from lotsa.domain.measures.services import KeptFile, Published
from lotsa.foundation import clock
from lotsa.foundation.audit.services import record
from lotsa.foundation.reference import places, trees
from lotsa.foundation.search import index

Progress = Callable[[str], None]

# The items of these files live in tables of their own; of the file itself the rest is kept.
_IN_TABLES = ("needs.yaml", "actors.yaml", "measures.yaml")


@dataclass(frozen=True)
class Imported:
    """What an import did.

    Attributes:
        revision: Number of the catalogue as it now stands.
        changed: False when the same catalogue was already there and nothing was done.
        published: What became of the measures.
        warnings: Faults that do not refuse a catalogue but deserve a look.
    """

    revision: int
    changed: bool
    published: Published
    warnings: tuple[Fault, ...] = ()


def import_catalogue(catalogue: Catalogue, progress: Progress | None = None) -> Imported:
    """Make ``catalogue`` the catalogue of this system, in one transaction.

    Measures it does not hold are withdrawn. The search index is rebuilt.

    Args:
        catalogue: As read from files.
        progress: Called with a short English sentence as each part begins.

    Raises:
        CatalogueRefused: the catalogue has errors, or would edit a published version. Nothing is
            taken in.
    """
    say = progress or _silent
    sha256 = content_digest(catalogue)
    latest = CatalogueRevision.objects.order_by("-pk").first()
    if latest is not None and latest.sha256 == sha256:
        return Imported(latest.pk, changed=False, published=Published())
    say("Checking the catalogue")
    faults = check(catalogue, trees())
    if errors(faults):
        _refuse(errors(faults))
    now = clock.now()
    try:
        with transaction.atomic():
            say("Taking in facts and need areas")
            measure_services.replace_files(_files(catalogue))
            measure_services.replace_needs(catalogue.items("needs.yaml"), now)
            say("Taking in actors")
            actor_services.replace_actors(catalogue.items("actors.yaml"), now)
            say("Taking in measures")
            published = measure_services.publish_measures(catalogue.items("measures.yaml"), now)
            revision = measure_services.new_revision(sha256, now)
            record(
                events.IMPORTED,
                revision=revision.pk,
                new_measures=published.measures,
                new_versions=published.versions,
                withdrawn=published.withdrawn,
                sha256=sha256,
            )
            say("Rebuilding the search index")
            rebuild_search_index()
    except CatalogueRefused as refused:
        _refuse(refused.faults)
    return Imported(revision.pk, changed=True, published=published, warnings=faults)


def export_catalogue() -> Catalogue:
    """Return the catalogue as it stands, ready to be written as files.

    What was imported comes out again byte for byte once it is in the settled form.
    """
    items: dict[str, list[dict[str, Any]]] = {
        "needs.yaml": [
            row.as_document() for row in NeedArea.objects.filter(withdrawn_at__isnull=True)
        ],
        "actors.yaml": [row.as_document() for row in Actor.objects.catalogued()],
        "measures.yaml": [row.as_document() for row in MeasureVersion.objects.listed()],
    }
    documents: dict[str, dict[str, Any]] = {}
    headers: dict[str, str] = {}
    texts: dict[str, str] = {}
    for file in CatalogueFile.objects.all():
        document = file.as_document()
        if file.name in items:
            document[ITEMS[file.name]] = items[file.name]
        documents[file.name] = document
        if file.text:
            texts[file.name] = file.text
        else:
            headers[file.name] = file.header
    in_order = {name: documents[name] for name in ITEMS if name in documents}
    return Catalogue(in_order, headers, texts)


def content_digest(catalogue: Catalogue) -> str:
    """Return the SHA-256 of the whole content, order of keys and comment lines included."""
    whole = hashlib.sha256()
    for part in (catalogue.documents, catalogue.headers, catalogue.texts):
        whole.update(json.dumps(dict(part), ensure_ascii=False).encode())
    return whole.hexdigest()


def _files(catalogue: Catalogue) -> dict[str, KeptFile]:
    kept: dict[str, KeptFile] = {}
    for name, document in catalogue.documents.items():
        rest = dict(document)
        if name in _IN_TABLES:
            # The key keeps its place, so that the file is written in the order it was read.
            rest[ITEMS[name]] = []
        kept[name] = KeptFile(catalogue.headers.get(name, ""), catalogue.texts.get(name, ""), rest)
    return kept


def _refuse(faults: tuple[Fault, ...]) -> None:
    record(events.REFUSED, faults=len(faults), first=faults[0].place()[:200])
    raise CatalogueRefused(faults)


def rebuild_search_index() -> int:
    """Fill the search index with the catalogue as it stands and return how many things it finds.

    Every measure is indexed once, as it reads today; one that does not hold today as it read last.
    """
    items = [row.as_document() for row in MeasureVersion.objects.listed()]
    by_id: dict[str, dict[str, Any]] = {}
    for at in (*boundaries(items), clock.today()):
        by_id.update({item["id"]: item for item in resolve_on(items, at)})
    documents = search_documents(
        list(by_id.values()),
        [row.as_document() for row in Actor.objects.catalogued()],
        [row.as_document() for row in NeedArea.objects.filter(withdrawn_at__isnull=True)],
        {place.code: place.name_sv for place in places()},
    )
    listed = CatalogueFile.objects.filter(name="synonyms.yaml").first()
    synonyms = None if listed is None else Synonyms.from_document(listed.as_document())
    return index.rebuild(documents, synonyms)


def _silent(_: str) -> None:
    return
