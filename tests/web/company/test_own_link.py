"""The link to the page: nobody else's, not forever, and never passed on."""

import logging

import pytest
from django.conf import settings

from lotsa.domain.cases.access import LINK_LIVES, link_token
from lotsa.domain.cases.models import Case, Message
from lotsa.domain.cases.services.by import By
from lotsa.domain.cases.services.merging import merge
from lotsa.foundation import clock
from lotsa.foundation.web.logs import HideSecrets
from tests.support.company import HOUR, recent
from tests.support.factories import (
    CaseFactory,
    MessageFactory,
)
from tests.support.guide import seen

pytestmark = pytest.mark.usefixtures("facts")


def test_a_merged_case_shows_the_one_it_was_joined_with(owner):
    company = CaseFactory().company
    first, second = recent(company=company), recent(company=company)
    token = link_token(first, now=clock.now())
    merge(first.pk, second.pk, by=By.system(), now=clock.moment())

    page = owner.get(first, token=token)

    assert page.context["case"] == second
    assert second.reference in seen(page)
    owner.post(first, "write", token=token, posted={"text": "Hej"})
    assert Message.objects.get().case == second


@pytest.mark.parametrize("name", ["case", "receipt", "facts", "contact", "withdraw", "delete"])
@pytest.mark.parametrize("change", ["last", "first", "none", "other", "long"])
def test_a_link_that_is_not_ours_leads_nowhere(owner, name, change):
    case = recent()
    token = link_token(case, now=clock.now())
    wrong = {
        "last": token[:-1] + ("A" if token[-1] != "A" else "B"),
        "first": "X" + token[1:],
        "none": "x",
        "other": link_token(Case(reference=case.reference, link_key="other"), now=clock.now()),
        "long": "a" * 500,
    }[change]
    page = owner.get(case, name, token=wrong)

    assert page.status_code == 404
    assert case.reference not in page.content.decode()
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_a_link_runs_out_and_says_so(asker):
    case = recent()
    made = clock.now() - LINK_LIVES
    good = link_token(case, now=made + HOUR)
    old = link_token(case, now=made - HOUR)

    assert asker.get(case, token=good).status_code == 200
    page = asker.get(case, token=old)
    assert page.status_code == 410
    assert {"sv": "Länken har gått ut", "en": "The link has run out"}[asker.language] in seen(page)
    for secret in (case.reference, case.contact_email, case.contact_name):
        assert secret not in page.content.decode()


def test_a_new_key_shuts_earlier_links_out(owner):
    case = recent()
    token = link_token(case, now=clock.now())
    case.link_key = "another"
    case.save()

    assert owner.get(case, token=token).status_code == 404


def test_pages_are_private_and_looking_writes_nothing(owner):
    case = recent(waiting_for="company")
    message = MessageFactory(case=case, from_company=False)
    for name in ("case", "receipt", "facts", "contact", "withdraw", "delete", "own_data"):
        page = owner.get(case, name)
        assert page.status_code == 200
        assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert page.headers["Cache-Control"] == "no-store, private"
        assert page.headers["Referrer-Policy"] == "same-origin"
        assert '<meta name="robots" content="noindex, nofollow">' in page.content.decode()
    message.refresh_from_db()
    assert message.read_at is None
    assert not case.events.exists()


def test_the_token_never_leaves_the_path(owner):
    case = recent()
    page = owner.write(case, "Hej")

    for address, _status in page.redirect_chain:
        assert "?" not in address
    assert "lotsa_session" not in owner.client.cookies


@pytest.mark.parametrize("name", ["case", "receipt", "write"])
def test_the_log_never_says_the_token(asker, name):
    case = recent()
    token = link_token(case, now=clock.now())
    filters = settings.LOGGING["filters"]["secrets"]
    record = logging.LogRecord(
        "django.request", logging.ERROR, "", 1, "Broken: %s",
        (asker.page_of(case, name, token=token),), None,
    )  # fmt: skip

    HideSecrets(filters["before"]).filter(record)

    assert token not in record.getMessage()
    assert "Broken" in record.getMessage()
