"""A company's question becomes a case: once, however often the form is sent."""

from dataclasses import replace
from datetime import datetime

from django.db import IntegrityError, transaction

from lotsa.domain.cases.models import Case
from lotsa.domain.cases.services.by import By
from lotsa.domain.cases.services.opening import Draft
from lotsa.usecases.support.receive import receive


def ask(draft: Draft, *, form_id: str, suspected: bool, now: datetime) -> Case:
    """Open a case for a company that has written to us itself.

    Args:
        draft: what it has told.
        form_id: of the form it was sent with. A second time gives the case of the first.
        suspected: no person seems to have sent it; it is held for a coordinator and goes nowhere.
        now: the moment of the story.
    """
    if known := _sent_with(form_id):
        return known
    draft = replace(draft, form_id=form_id)
    try:
        with transaction.atomic():
            return receive(draft, by=By.company(), now=now, suspected=suspected)
    except IntegrityError:
        # The same form was sent from two tabs or by a double click, and the other came first.
        known = _sent_with(form_id)
        if known is None:
            raise
        return known


def _sent_with(form_id: str) -> Case | None:
    return Case.objects.filter(form_id=form_id).first()
