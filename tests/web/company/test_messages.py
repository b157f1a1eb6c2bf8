"""The company writes to those who have its case, with files."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lotsa.core.cases.states import CaseState, Outcome
from lotsa.domain.cases.models import Attachment, Message
from lotsa.foundation import clock
from lotsa.foundation.outbox.models import OutboxMessage
from tests.support.company import HOUR, recent, team
from tests.support.factories import (
    CaseFactory,
    MessageFactory,
    ReferralFactory,
)
from tests.support.guide import seen

pytestmark = pytest.mark.usefixtures("facts")


def test_a_message_reaches_those_who_have_the_case(asker):
    case = recent(state=CaseState.ACCEPTED, waiting_for="company")
    referral = ReferralFactory(case=case, team=team(), accepted=True)
    theirs = MessageFactory(case=case, from_company=False, member=referral.adviser, text="Hej!")
    page = asker.write(case, "Vi kan på tisdag.\n\nGår det bra?")

    assert page.status_code == 200
    assert "Vi kan på tisdag." in seen(page)
    case.refresh_from_db()
    theirs.refresh_from_db()
    assert case.waiting_for == "us"
    assert theirs.read_at is not None
    told = OutboxMessage.objects.filter(notice="case.company_wrote", about_id=case.pk)
    assert [message.recipient_id for message in told] == [str(referral.adviser.user_id)]


def test_a_file_can_be_handed_in_and_fetched(asker):
    case = recent()
    asker.write(case, "Här är avtalet.", SimpleUploadedFile("avtal.txt", b"Avtal"))

    file = Attachment.objects.get().file
    assert "avtal.txt" in seen(asker.get(case))
    got = asker.get(case, "file", file_id=file.public_id)
    assert got.content == b"Avtal"
    assert got.headers["Content-Disposition"] == 'attachment; filename="avtal.txt"'
    assert got.headers["X-Robots-Tag"] == "noindex, nofollow"
    other = CaseFactory()
    assert asker.get(other, "file", file_id=file.public_id).status_code == 404


@pytest.mark.parametrize(
    ("text", "files", "field"),
    [
        ("", [], "id_text"),
        ("x" * 8001, [], "id_text"),
        ("", [("avtal.txt", b"Avtal")], "id_text"),
        ("Hej", [("a.exe", b"MZ\x00\x01\x02")], "id_files"),
        ("Hej", [("a.pdf", b"<html>")], "id_files"),
        ("Hej", [("a.txt", b"")], "id_files"),
        ("Hej", [("a.txt", b"a" * (10 * 1024 * 1024 + 1))], "id_files"),
        ("Hej", [(f"{n}.txt", b"a") for n in range(6)], "id_files"),
    ],
)
def test_a_message_that_cannot_be_sent_is_told_and_kept(asker, text, files, field):
    case = recent()
    page = asker.write(case, text, *(SimpleUploadedFile(name, content) for name, content in files))

    assert page.status_code == 422
    assert [fault.field_id for fault in page.context["faults"]] == [field]
    assert not Message.objects.exists()
    assert not Attachment.objects.exists()
    if text == "Hej":
        assert ">Hej</textarea>" in page.content.decode()


def test_a_body_that_is_far_too_large_is_not_read(owner):
    case = recent()
    page = owner.write(case, "Hej", SimpleUploadedFile("a.txt", b"a" * (71 * 1024 * 1024)))

    assert page.status_code == 422
    assert not Message.objects.exists()


def test_a_double_click_is_one_message(owner):
    case = recent()
    owner.write(case, "Hej")
    owner.write(case, "Hej")
    assert Message.objects.count() == 1

    Message.objects.update(created_at=clock.moment() - HOUR)
    owner.write(case, "Hej")
    assert Message.objects.count() == 2


def test_writing_on_a_closed_case_takes_it_up_again(asker):
    case = recent(state=CaseState.CLOSED, outcome=Outcome.HELPED, closed_at=clock.moment())

    asker.write(case, "Nu behöver vi mer hjälp.")

    case.refresh_from_db()
    assert (case.state, case.outcome, case.closed_at) == (CaseState.TRIAGE, "", None)
    assert Message.objects.get().text == "Nu behöver vi mer hjälp."
