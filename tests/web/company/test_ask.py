"""Opening a case."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import translation

from lotsa.domain.cases.models import Case
from lotsa.foundation import clock
from lotsa.web.company import consent
from tests.support.company import Asker
from tests.support.factories import DeskFactory
from tests.support.guide import Walk, seen

pytestmark = pytest.mark.usefixtures("facts")


@pytest.fixture(params=["sv", "en"])
def asker(client, request):
    return Asker(client, request.param)


def test_a_question_becomes_a_case_with_a_receipt_and_a_page(asker):
    page = asker.ask()

    case = Case.objects.get()
    assert (case.contact_name, case.contact_email) == ("Kim Påhitt", "kim@example.com")
    assert case.description == "Hur kan vi få anstånd?"
    assert case.consent_text == consent.VERSION
    assert case.consent_at is not None
    assert case.language == asker.language
    assert not case.held_as_spam
    assert case.reference in seen(page)
    assert "kim@example.com" in seen(page)
    own = asker.client.get(page.context["address"])
    assert own.status_code == 200
    assert case.reference in seen(own)
    assert "anstånd" in seen(own)
