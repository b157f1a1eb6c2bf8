"""Mail is declined from the mail itself: by the reader on a page, or by the mail program alone."""

import datetime

import pytest
from django.urls import reverse
from django.utils import translation

from lotsa.domain.cases.access import link_token
from lotsa.foundation import clock
from lotsa.foundation.outbox import selectors
from lotsa.foundation.outbox.delivery import deliver_due
from lotsa.foundation.outbox.letters import Ref
from lotsa.foundation.outbox.models import DemoMail, NoticeChoice
from lotsa.foundation.outbox.registry import Audience
from lotsa.foundation.outbox.services import choose_pace, enqueue
from lotsa.web.public.mail_choices import stop_address
from tests.support.client import StrictClient
from tests.support.factories import CaseFactory, MessageFactory, ReferralFactory

pytestmark = pytest.mark.django_db

ONE_CLICK = "List-Unsubscribe=One-Click"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def case():
    return CaseFactory(closed=True)


@pytest.fixture
def path(case, settings):
    """Where the company says no to being asked how it went."""
    return address(("case", case.pk), "case.follow_up")


def address(to, *names):
    kind, id_ = to
    return stop_address(Ref(kind, str(id_)), names).removeprefix("http://localhost:8000")


def wanted(kind, id_, audience=Audience.COMPANY):
    return {one.notice: one.wanted for one in selectors.choices(kind, id_, audience)}


def test_looking_at_the_page_stops_nothing(client, path, case):
    page = client.get(path).content.decode()

    assert page.count("<button") >= 1
    assert case.contact_name not in page
    assert case.reference not in page
    assert not NoticeChoice.objects.exists()


def test_a_reader_stops_the_mail_and_may_get_it_again(client, path, case):
    client.post(path)
    assert wanted("case", case.pk)["case.follow_up"] is False
    assert wanted("case", case.pk)["case.follow_up_later"] is True

    client.post(path, {"again": "yes"})
    assert wanted("case", case.pk)["case.follow_up"] is True


def test_a_mail_program_stops_it_with_one_post_and_no_cookie(path, case):
    for _ in range(2):
        program = StrictClient(enforce_csrf_checks=True)
        answer = program.generic("POST", path, ONE_CLICK, content_type=FORM)
        assert answer.status_code == 200

    assert wanted("case", case.pk)["case.follow_up"] is False
    assert NoticeChoice.objects.count() == 1


def test_what_was_stopped_is_not_sent(client, path, case, settings):
    settings.LOTSA_DEMO = True
    client.post(path)
    for name in ("case.follow_up", "case.closed"):
        enqueue(name, to=("case", case.pk), about=("case", case.pk))

    assert deliver_due().as_dict() == {"dropped": 1, "sent": 1}


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_address_is_in_the_language_of_the_mail(client, case, language):
    with translation.override(language):
        found = address(("case", case.pk), "case.follow_up")

    assert found.startswith("/en/stop-mail/" if language == "en" else "/stoppa-mejl/")
    assert f'<html lang="{language}"' in client.get(found).content.decode()


@pytest.mark.parametrize("change", ["", "x", "x" * 2000])
def test_a_changed_address_leads_nowhere(client, path, change):
    broken = path.rstrip("/")[:-1] + change + "/"

    assert client.get(broken).status_code == 404
    assert client.post(broken).status_code == 404
    assert not NoticeChoice.objects.exists()


def test_a_notice_that_must_come_cannot_be_stopped(client, case):
    alone = address(("case", case.pk), "case.closed")
    assert client.post(alone).status_code == 404

    client.post(address(("case", case.pk), "case.closed", "case.follow_up", "case.gone"))
    assert [one.notice for one in NoticeChoice.objects.all()] == ["case.follow_up"]


def test_nothing_is_written_of_a_company_that_is_gone(client, path, case):
    case.delete()

    assert client.post(path).status_code == 200
    assert not NoticeChoice.objects.exists()


def test_the_address_of_another_thing_signed_by_the_site_is_not_taken(client, case):
    token = link_token(case, now=clock.now())
    assert client.get(reverse("public:stop_mail", args=[token])).status_code == 404


def test_a_digest_stops_the_kinds_that_are_in_it(client, settings, monkeypatch):
    """Of those in the mail, the reminder must come; the two others may be declined."""
    settings.LOTSA_DEMO = True
    referral = ReferralFactory(accepted=True)
    user = referral.adviser.user
    MessageFactory(case=referral.case)
    choose_pace(("user", user.pk), daily=True)
    about = ("case", referral.case.pk)
    for name in ("case.company_wrote", "referral.assigned", "referral.reminder"):
        enqueue(name, to=("user", user.pk), about=about, data={"referral": referral.pk})
    assert deliver_due().as_dict() == {"held": 3}
    later = clock.now() + datetime.timedelta(days=5)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert deliver_due().as_dict() == {"sent": 1}

    text = DemoMail.objects.get().text
    link = next(line for line in text.splitlines() if "stoppa-mejl" in line)
    page = client.post(link.removeprefix("http://localhost:8000"))

    assert reverse("adviser:notices") in page.content.decode()
    declined = wanted("user", user.pk, Audience.STAFF)
    assert {name for name, yes in declined.items() if not yes} == {
        "case.company_wrote",
        "referral.assigned",
    }


@pytest.mark.usefixtures("stopped_clock")
def test_asking_very_often_is_answered_with_a_wait(client, path):
    answers = {client.get(path).status_code for _ in range(241)}

    assert answers == {200, 429}
