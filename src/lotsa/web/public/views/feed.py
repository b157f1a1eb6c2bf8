"""The Atom feed of new and changed support."""

import hashlib
import re
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from lotsa.domain.measures.selectors import catalogue
from lotsa.foundation.access import Role, open_to
from lotsa.foundation.clock import today
from lotsa.usecases.browse.changes import news


class _Feed(Atom1Feed):
    """Django's Atom feed, with summaries as plain text in a language of their own."""

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        """Write the entry's elements, the summary last."""
        super().add_item_elements(handler, {**item, "description": None})
        marked = {"type": "text"} | ({"xml:lang": item["told_in"]} if item["told_in"] else {})
        handler.addQuickElement("summary", item["description"], marked)


_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# A tag: address (RFC 4151) names the host and a day on which it was ours; the day never changes.
_TAG_DAY = "2026-01-01"


def _etag(_request: HttpRequest) -> str:
    current = catalogue()
    whole = f"{current.revision} {current.recorded_at} {today()} {get_language()} {settings.LOTSA_ORIGIN}"
    return f'"{hashlib.sha256(whole.encode()).hexdigest()[:32]}"'


def _last_modified(_request: HttpRequest) -> datetime | None:
    found = news(catalogue(), today(), get_language() or "sv")
    return found[0].updated if found else None


@open_to(Role.PUBLIC)
@require_safe
@condition(etag_func=_etag, last_modified_func=_last_modified)
def feed(_request: HttpRequest) -> HttpResponse:
    """New measures, new versions and changed rules, latest first."""
    language = get_language() or "sv"
    origin = settings.LOTSA_ORIGIN
    tag = f"tag:{urlsplit(origin).hostname or 'localhost'},{_TAG_DAY}:{language}/support"
    atom = _Feed(
        title=_("New and changed support"),
        link=origin + reverse("public:catalogue"),
        description=None,
        subtitle=_("New kinds of support, and changes in the rules of those there are."),
        language=language,
        author_name=settings.LOTSA_OPERATOR or "Lotsa",
        feed_url=origin + reverse("public:feed"),
        feed_guid=tag,
    )
    for entry in news(catalogue(), today(), language):
        atom.add_item(
            title=_NOT_IN_XML.sub("", entry.title),
            link=origin + reverse("public:measure", args=[entry.measure]),
            description=_NOT_IN_XML.sub("", entry.text),
            unique_id=f"{tag}/{entry.key}",
            updateddate=entry.updated,
            told_in=entry.language,
        )
    return HttpResponse(
        atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8"
    )
