"""What is new and changed, as entries of a feed."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from lotsa.domain.measures.selectors import CurrentCatalogue
from lotsa.foundation.ui.formatting import date as day_text
from lotsa.usecases.guide.wording import in_language

MOST_CHANGES: Final = 100
MOST_AMENDMENTS: Final = 50


@dataclass(frozen=True)
class Entry:
    """One entry of the feed.

    Attributes:
        key: names it for good, whatever the catalogue becomes.
        measure: id of the measure it is about.
        title: what happened to what.
        text: more about it, in plain text.
        updated: when.
        language: of the text, where that is not the feed's own.
    """

    key: str
    measure: str
    title: str
    text: str
    updated: datetime
    language: str = ""


def news(catalogue: CurrentCatalogue, as_of: date, language: str) -> tuple[Entry, ...]:
    """New measures, new versions of measures and changes of rules up to ``as_of``, latest first."""
    documents = catalogue.rules(as_of).documents
    entries = []
    for change in catalogue.changes(MOST_CHANGES):
        document = documents.get(change.measure) or change.document
        name = in_language(document, "name", language)
        pattern = _("New: %(name)s") if change.is_new else _("Changed: %(name)s")
        text = in_language(document, "short", language)
        if change.valid_from is not None:
            day = day_text(change.valid_from, language, None)
            text = " ".join((_("Holds from %(day)s.") % {"day": day}, text))
        key = f"{change.measure}/{change.number}"
        entries.append(
            Entry(key, change.measure, pattern % {"name": name}, text, change.recorded_at)
        )
    seen: Counter[str] = Counter()
    for amendment in reversed(catalogue.amendments(as_of, MOST_AMENDMENTS)):
        name = in_language(documents[amendment.measure], "name", language)
        own = amendment.text.get(language)
        text = own or amendment.text.get("sv", "")
        key = f"{amendment.measure}/{amendment.on.isoformat()}/{_slug(amendment.ref)}"
        seen[key] += 1
        ref = f" ({amendment.ref})" if amendment.ref else ""
        entries.append(
            Entry(
                key=key if seen[key] == 1 else f"{key}/{seen[key]}",
                measure=amendment.measure,
                title=_("Rules changed: %(name)s") % {"name": name},
                text=f"{text}{ref}",
                updated=timezone.make_aware(datetime.combine(amendment.on, time())),
                language="" if own else "sv",
            )
        )
    return tuple(sorted(entries, key=lambda entry: (entry.updated, entry.key), reverse=True))


def _slug(text: str) -> str:
    return re.sub(r"[^0-9a-z]+", "-", text.casefold()).strip("-") or "0"
