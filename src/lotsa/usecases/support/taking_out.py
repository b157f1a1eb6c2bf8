"""A case as one document, as data, and as an archive with its files."""

import io
import json
import zipfile
from datetime import date
from typing import Any

from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from lotsa.core.criteria.sentences import value_text
from lotsa.core.criteria.wording import capitalised
from lotsa.core.guide.situation import Situation
from lotsa.domain.cases import events
from lotsa.domain.cases.models import Case, Suggestion
from lotsa.domain.cases.whole import whole
from lotsa.domain.measures.selectors import catalogue
from lotsa.foundation.audit.services import record
from lotsa.foundation.exports.documents import DocumentsUnavailable, pdf_a
from lotsa.usecases.guide.wording import in_language


def as_json(case: Case) -> bytes:
    """Everything the case holds, as JSON in UTF-8 with the keys in a fixed order."""
    return json.dumps(whole(case), ensure_ascii=False, indent=2).encode()


def as_document(case: Case, *, language: str, as_of: date, seen_by: int | None = None) -> bytes:
    """The case as one PDF/A document for a records system, or for the company.

    Args:
        case: what to write.
        language: code of the language to write it in.
        as_of: the day it is taken out.
        seen_by: key of the organisation that takes it out; notes, files and tasks that only other
            organisations see are left out then. None is the company, which may have everything.

    Raises:
        DocumentsUnavailable: this machine lacks the libraries it is made with.
    """
    with translation.override(language):
        context = {
            "case": case,
            "as_of": as_of,
            "facts": _facts(case, language),
            "needs": _needs(case, language),
            "referrals": case.referrals.select_related("team__actor", "adviser__user").exclude(
                state="planned"
            ),
            "messages": case.messages.select_related("member__user", "member__actor"),
            "notes": case.notes.select_related("member__user").filter(
                _own(seen_by) | Q(shared=True)
            ),
            "attachments": case.attachments.select_related("file").filter(
                _own(seen_by) | Q(internal=False)
            ),
            "suggestions": _suggestions(case, language, as_of),
            "tasks": case.tasks.select_related("member__user").filter(_own(seen_by)),
            "readings": case.readings.select_related("actor"),
            "follow_ups": case.follow_ups.exclude(answered_at=None),
        }
        html = render_to_string("cases/document.html", context)
        title = _("Case %(reference)s") % {"reference": case.reference}
        return pdf_a(html, title, language)


def as_archive(case: Case, *, language: str, as_of: date) -> bytes:
    """The company's own copy: data, document and the files, as one ZIP archive.

    Without the libraries for documents the archive holds the rest.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{case.reference}.json", as_json(case))
        try:
            document = as_document(case, language=language, as_of=as_of)
        except DocumentsUnavailable:
            pass
        else:
            archive.writestr(f"{case.reference}.pdf", document)
        for place, attachment in enumerate(case.attachments.select_related("file"), start=1):
            # Numbered, so that two files of one name are both there.
            name = f"files/{place:02d} {attachment.file.name}"
            archive.writestr(name, bytes(attachment.file.content))
    return packed.getvalue()


def note_taken_out(form: str, actor: str) -> None:
    """Write in the audit log that a case was taken out; `actor` is an organisation, or empty."""
    record(events.EXPORTED, form=form, actor=actor)


def _own(actor_id: int | None) -> Q:
    return ~Q(pk__in=()) if actor_id is None else Q(member__actor_id=actor_id)


def _suggestions(case: Case, language: str, as_of: date) -> list[tuple[str, Suggestion]]:
    """Each with the name of its measure; one that the catalogue no longer has keeps its id."""
    documents = catalogue().rules(as_of).documents
    return [
        (
            in_language(documents[one.measure], "name", language)
            if one.measure in documents
            else one.measure,
            one,
        )
        for one in case.suggestions.select_related("member__user", "member__actor")
    ]


def _facts(case: Case, language: str) -> list[tuple[str, str]]:
    registry = catalogue().registry
    known = Situation.from_json(case.facts).facts_for(registry).values
    return [
        (
            _label(field.document, language),
            capitalised(value_text(value, field, registry, language)),
        )
        for field in registry.fields.values()
        if (value := known.get(field.id)) is not None
    ]


def _label(document: Any, language: str) -> str:
    found = document.get(f"label_{language}") or document.get("label_en") or document["id"]
    return str(found)


def _needs(case: Case, language: str) -> list[str]:
    names = {need.id: need.name for need in catalogue().needs}
    return [
        names[need.area].get(language, need.area) if need.area in names else need.area
        for need in case.needs.all()
    ]
