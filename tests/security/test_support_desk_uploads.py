"""Files and texts built to do harm, through the pages themselves."""

import re
import zipfile
from functools import cache
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lotsa.domain.cases.models import Case
from lotsa.foundation.files.models import StoredFile
from lotsa.foundation.outbox.delivery import deliver_due
from lotsa.foundation.outbox.models import DemoMail, OutboxMessage
from tests.support.company import Asker, recent
from tests.support.factories import MemberFactory, ReferralFactory, TeamFactory
from tests.support.staff import signed_in
from tests.support.uploads import PNG, docx, pdf

pytestmark = pytest.mark.usefixtures("facts")

MB = 1024 * 1024


@cache
def bomb():
    """A Word document of a few kilobytes that unfolds into a gigabyte."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w", force_zip64=True) as part:
            for _ in range(256):
                part.write(b"\0" * 4 * MB)
    return out.getvalue()


TRICKS = {
    "html as a picture": ("bild.png", b"<html><script>alert(1)</script></html>"),
    "html behind a picture's first bytes": ("bild.html", PNG),
    "svg": ("bild.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
    "svg as a picture": ("bild.png", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
    "program as a document": ("avtal.pdf", b"MZ\x90\x00" + b"\0" * 200),
    "two endings": ("avtal.pdf.exe", pdf()),
    "macros": ("brev.docx", docx(word__vbaProject_DOT_bin=b"\xd0\xcf\x11\xe0")),
    "macros by their own ending": ("brev.docm", docx()),
    "a document that runs script": ("avtal.pdf", pdf(b"<</S /JavaScript/JS (app.alert\\(1\\))>>")),
    "eleven megabytes": ("stor.txt", b"a" * (11 * MB)),
    "nothing": ("tom.pdf", b""),
}


def upload(name, content):
    return SimpleUploadedFile(name, content)


class Desk:
    """A case with its company and its adviser, each at their pages."""

    def __init__(self):
        self.adviser = MemberFactory(adviser=True)
        self.case = recent()
        ReferralFactory(
            case=self.case, team=self.adviser.teams.first(), accepted=True, adviser=self.adviser
        )
        self.at_desk = signed_in(self.adviser)

    def hand_in(self, door, file):
        """Hand a file in at one of the three doors; gives the status."""
        if door == "company":
            return Asker(signed_out()).write(self.case, "Hej", file, follow=False).status_code
        path = reverse(f"adviser:{door}", args=[self.case.reference])
        posted = {"text": "Hej", "files": [file]} if door == "message" else {"file": file}
        return self.at_desk.post(path, posted).status_code


def signed_out():
    from tests.support.client import StrictClient  # noqa: PLC0415

    return StrictClient()


@pytest.fixture
def desk():
    return Desk()


@pytest.mark.parametrize("trick", TRICKS)
@pytest.mark.parametrize("door", ["company", "message", "attach"])
def test_a_file_that_is_not_what_it_says_is_refused_and_not_kept(desk, door, trick):
    assert desk.hand_in(door, upload(*TRICKS[trick])) == 422

    assert StoredFile.objects.count() == 0
    assert desk.case.messages.count() == 0


@pytest.mark.parametrize("door", ["company", "message", "attach"])
def test_a_file_that_unfolds_into_a_gigabyte_is_refused(desk, door):
    assert desk.hand_in(door, upload("brev.docx", bomb())) == 422
    assert StoredFile.objects.count() == 0


NAMES = (
    "../../etc/passwd.pdf",
    "..\\..\\windows\\system32\\a.pdf",
    "/etc/cron.d/a.pdf",
    'a".pdf',
    "a\r\nSet-Cookie: x=1.pdf",
    "a\x00.pdf",
    "\u202efdp.exe.pdf",
    "å" * 300 + ".pdf",
    "=HYPERLINK(1).pdf",
    "CON.pdf",
)


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_name_leads_nowhere_and_breaks_no_header(desk, name):
    status = desk.hand_in("company", upload("x.pdf", pdf())) if not name else None
    file = upload("x.pdf", pdf())
    file.name = name.replace("/", "\u2215") if "/" in name and name.startswith("/") else name
    status = desk.hand_in("company", file)

    assert status in {302, 422}
    for kept in StoredFile.objects.all():
        assert not re.search(r'[/\\\x00-\x1f"\u202a-\u202e]', kept.name)
        path = reverse("adviser:file", args=[desk.case.reference, kept.public_id])
        answer = desk.at_desk.get(path)
        assert answer.status_code == 200
        shown = answer.headers["Content-Disposition"]
        assert shown.startswith("attachment")
        assert "Set-Cookie" not in answer.headers or "x=1" not in answer.headers["Set-Cookie"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_a_sheet_built_to_take_time_is_refused():
    manager = signed_in(MemberFactory(manager=True))
    for name, content in (("a.xlsx", bomb()), ("a.csv", b"\0" * 100), ("a.xlsx", b"<html>")):
        answer = manager.post(reverse("manager:import_sheet"), {"sheet": upload(name, content)})
        assert answer.status_code == 422, name


FORMULAS = (
    '=HYPERLINK("https://evil.example","Klicka")',
    "+46 8 SUM(A1)",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "\t=1+1",
    "＝1+1",
)


def test_what_a_company_writes_is_no_formula_in_what_is_taken_out():
    for text in FORMULAS:
        case = recent(company_name=text, contact_name=text, description=text, region_code="04")
        ReferralFactory(case=case, team=TeamFactory(name=text))
    coordinator = signed_in(MemberFactory(coordinator=True))
    posted = {"purpose": "other", "personal": ["company", "contact"]}
    page = coordinator.get(reverse("coordinator:export"))
    posted["purpose"] = re.search(r'name="purpose"[^>]*value="([^"]+)"', page.content.decode())[1]

    taken = coordinator.post(
        reverse("coordinator:export"),
        {
            **posted,
        },
    )

    book = openpyxl.load_workbook(BytesIO(taken.getvalue()))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert len(cells) > len(FORMULAS)
    assert [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink] == []
    with zipfile.ZipFile(BytesIO(taken.getvalue())) as archive:
        for part in archive.namelist():
            assert b"<f>" not in archive.read(part), part


HEADERS = ("Kim\r\nBcc: alla@example.com", "Kim\nSubject: x", "Kim\u2028Bcc: x", "Kim\x00")


@pytest.mark.parametrize("text", HEADERS, ids=ascii)
@pytest.mark.parametrize("field", ["contact_name", "company_name", "contact_email"])
def test_a_line_break_in_a_field_is_no_header_of_a_mail(client, settings, field, text):
    settings.LOTSA_DEMO = True
    value = f"{text}@example.com" if field == "contact_email" else text
    Asker(client).ask(**{field: value})
    deliver_due()

    for case in Case.objects.all():
        assert not re.search(r"[\r\n\u2028\x00]", getattr(case, field))
    for mail in DemoMail.objects.all():
        assert not re.search(r"[\r\n\u2028\x00]", mail.subject + mail.to_label)
    assert OutboxMessage.objects.count() == 0 or DemoMail.objects.exists()
