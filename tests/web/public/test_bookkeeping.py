"""Bookkeeping instead of questions: from files to figures to answers, with nothing kept unasked."""

import html
import re
import sys
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.contrib.sessions.models import Session
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile

import lotsa
from lotsa.core.bookkeeping.decoding import MAX_BYTES
from lotsa.web.public.uploads import MemoryIntake
from lotsa.web.public.views.bookkeeping import GOOD_FOR_SECONDS, SALT
from tests.core.bookkeeping.sie_factory import SALES, head, restaurant_2019, with_sales
from tests.support.client import StrictClient

pytestmark = pytest.mark.usefixtures("facts")

DEMO = (Path(lotsa.__file__).parent / "data" / "demo" / "restaurang.se").read_bytes()
ASK = {"sv": "/bokforing/", "en": "/en/bookkeeping/"}
USE = {"sv": "/bokforing/anvand/", "en": "/en/bookkeeping/use/"}
ANSWER = {"sv": "/svar/", "en": "/en/answer/"}
SPRING = {
    "omstallningsstod/2020-03-04",
    "omsattningsstod-enskild/2020-03-04",
    "omsattningsstod-handelsbolag/2020-03-04",
}
SPRING_KEY = "turnover_drop_percent@20200301-20200430-20190301-20190430"


def this_year():
    file = head(years={0: ("20200101", "20201231")})
    return with_sales(file, {m: s for m, s in SALES.items() if m >= "2020"}).encoded()


def sent(*contents, name="bok{}.se"):
    return [SimpleUploadedFile(name.format(n), one) for n, one in enumerate(contents)]


def words(response):
    """The page's text as read, without tags."""
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(html.unescape(text).replace("\u00a0", " ").split())


def found_in(response):
    return html.unescape(re.search(r'name="found" value="([^"]+)"', response.content.decode())[1])


def told(client):
    return client.session.get("situation", {"facts": {}, "by_window": {}})


@pytest.mark.parametrize(
    ("language", "says"),
    [
        (
            "sv",
            [
                "Omsättningen i mars–april 2020 var 60 procent lägre än i mars–april 2019.",
                "Mars–april 2020 jämfört med mars–april 2019: 60 % lägre",
                "Maj 2020 jämfört med maj 2019: perioden är inte slut än",
                "Omsättning 2019: 6 690 000–6 780 000 kr",
                "mars 228 000 500 000 −54,4 %",
                "Nettoomsättningen är räknad på konto 3000–3799 i kontoplanen EUBAS97.",
                "3731 Lämnade rabatter",
                "Företagsform enligt filen: Aktiebolag",
            ],
        ),
        (
            "en",
            [
                "Turnover in March–April 2020 was 60 per cent lower than in March–April 2019.",
                "March–April 2020 compared with March–April 2019: 60% lower",
                "May 2020 compared with May 2019: the period is not over yet",
                "Turnover in 2019: SEK 6,690,000–6,780,000",
                "March 228,000 500,000 −54.4%",
                "Net turnover is counted on accounts 3000–3799 in the chart of accounts EUBAS97.",
                "3731 Lämnade rabatter",
                "Legal form according to the file: Limited company",
            ],
        ),
    ],
)
def test_from_file_to_answer(client, language, says):
    asked = client.get(ASK[language])
    assert asked.status_code == 200
    assert 'accept=".se,.si,.sie" multiple' in asked.content.decode()

    shown = client.post(ASK[language], {"files": sent(DEMO)})
    assert shown.status_code == 200
    assert "no-store" in shown.headers["Cache-Control"]
    for sentence in says:
        assert sentence in words(shown)

    used = client.post(USE[language], {"found": found_in(shown)})
    assert used.status_code == 302
    assert used.url == ANSWER[language]
    situation = told(client)
    assert situation["facts"] == {
        "turnover_reference_year_sek": {"min": 6_690_000, "max": 6_780_000},
        "turnover_sek": 6_690_000,
    }
    assert situation["by_window"] == {where: {"turnover_drop_percent": 60.0} for where in SPRING}
    answers = words(client.get(used.url))
    assert re.search(r"60 ?%", answers)


def test_nothing_is_kept_before_the_visitor_says_so(client):
    client.get(ASK["sv"])
    client.post(ASK["sv"], {"files": sent(DEMO)})
    client.get(ASK["sv"], {"demo": 1})

    assert Session.objects.count() == 0
    assert "lotsa_session" not in client.cookies


def test_the_drop_of_some_months_is_not_taken_for_that_of_others(client):
    client.post(USE["sv"], {"found": found_in(client.post(ASK["sv"], {"files": sent(DEMO)}))})

    situation = told(client)
    assert set(situation["by_window"]) == SPRING
    assert "turnover_drop_percent" not in situation["facts"]
    assert situation["asked"] == [SPRING_KEY]


def test_monthly_sums_and_legal_form_only_when_ticked_and_they_can_be_taken_back(client):
    shown = client.post(ASK["sv"], {"files": sent(DEMO)})
    assert " checked" not in shown.content.decode()
    ticked = {"found": found_in(shown), "keep_months": "1", "keep_legal_form": "1"}
    client.post(USE["sv"], ticked)
    facts = told(client)["facts"]
    assert facts["legal_form"] == "aktiebolag"
    assert facts["monthly_turnover"]["2019-03"] == 500_000
    assert len(facts["monthly_turnover"]) == 22

    assert "Ta bort månadssummorna" in words(client.get(ASK["sv"]))
    gone = client.post("/bokforing/glom/", follow=True)
    assert "Månadssummorna är borttagna." in words(gone)
    assert "Ta bort månadssummorna" not in words(gone)
    assert "monthly_turnover" not in told(client)["facts"]
    assert set(told(client)["by_window"]) == SPRING


def test_one_file_says_which_other_to_add(client):
    shown = client.post(ASK["sv"], {"files": sent(this_year())})

    text = words(shown)
    assert "Lägg till filen för 2019. Den behövs för mars–juli 2019." in text
    assert "Mars–april 2020 jämfört med mars–april 2019: mars–april 2019 saknas" in text
    assert 'name="found"' not in shown.content.decode()
    english = words(client.post(ASK["en"], {"files": sent(this_year())}))
    assert "Add the file for 2019. It is needed for March–July 2019." in english


def test_two_files_are_put_together_in_any_order(client):
    both = [this_year(), restaurant_2019().encoded()]
    for files in (both, both[::-1]):
        shown = client.post(ASK["sv"], {"files": sent(*files)})
        assert "mars–april 2020 var 60 procent lägre än i mars–april 2019" in words(shown)
        found = signing.loads(found_in(shown), salt=SALT)
        assert found["drops"] == {SPRING_KEY: 60.0}
        # The financial year is the calendar year: one figure, no interval.
        assert found["facts"]["turnover_reference_year_sek"] == 6_780_000


def test_a_month_not_booked_is_asked_for(client):
    file = head(years={0: ("20200101", "20201231")}, made="20200401")
    sales = {month: sum_ for month, sum_ in SALES.items() if "2020" <= month < "2020-04"}
    early = with_sales(file, sales).encoded()

    text = words(client.post(ASK["sv"], {"files": sent(early, restaurant_2019().encoded())}))

    assert "till och med 31 mars 2020. Vi behöver också april 2020." in text


def test_a_rise_is_called_a_rise(client):
    sales = SALES | {"2020-03": 600, "2020-04": 624}
    files = [
        with_sales(head(years={0: (f"{y}0101", f"{y}1231")}), one).encoded()
        for y in (2019, 2020)
        for one in [{m: s for m, s in sales.items() if m[:4] == str(y)}]
    ]
    shown = client.post(ASK["sv"], {"files": sent(*files)})

    assert "mars–april 2020 var 20 procent högre än i mars–april 2019" in words(shown)
    assert signing.loads(found_in(shown), salt=SALT)["drops"][SPRING_KEY] == pytest.approx(-20)


def test_amounts_in_another_currency_are_not_taken_for_kronor(client):
    euros = [
        one.replace(b"#KPTYP", b"#VALUTA EUR\r\n#KPTYP")
        for one in (this_year(), restaurant_2019().encoded())
    ]
    shown = client.post(ASK["sv"], {"files": sent(*euros)})

    assert "Beloppen är inte omräknade till kronor." in words(shown)
    assert "Omsättning utan moms, EUR" in words(shown)
    found = signing.loads(found_in(shown), salt=SALT)
    assert found["drops"] == {SPRING_KEY: 60.0}
    assert found["facts"] == {}
    assert found["months"] == {}
    assert "keep_months" not in shown.content.decode()


def as_zip(inside):
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(inside, "x")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "swedish", "english"),
    [
        (b"%PDF-1.7\n", "Filen är en pdf, inte en SIE-fil.", "The file is a PDF, not a SIE file."),
        (as_zip("bok.se"), "Filen är ett zip-arkiv. Packa upp det", "Unpack it and choose"),
        (as_zip("xl/workbook.xml"), "Filen är en Excelfil", "The file is an Excel workbook"),
        (b"<?xml version='1.0'?><a/>", "Filen är en xml-fil", "The file is an XML file"),
        (b"<!doctype html><p>Hej", "Filen är en webbsida", "The file is a web page"),
        (b"\r\n", "Filen är tom.", "The file is empty."),
        (bytes(range(256)) * 40, "Filen innehåller inte text", "The file does not hold text"),
        (b"hej\n" * 99, "Filen är inte en SIE-fil: inga rader", "The file is not a SIE file: no"),
        (b"#FLAGGA 0\n" + b"x" * (MAX_BYTES + 1), "Filen är större än 10 MB.", "larger than 10 MB"),
    ],
    ids=["pdf", "zip", "xlsx", "xml", "html", "empty", "binary", "text", "huge"],
)
def test_a_file_that_cannot_be_read_gets_a_sentence_in_the_page_s_language(
    client, content, swedish, english
):
    for language, sentence in (("sv", swedish), ("en", english)):
        answer = client.post(ASK[language], {"files": sent(content)})
        assert answer.status_code == 422
        assert sentence in words(answer)
        assert 'aria-invalid="true"' in answer.content.decode()
    assert Session.objects.count() == 0


def test_each_bad_file_is_named_and_its_name_is_only_text(client):
    bad = [
        *sent(b"%PDF-1.7", name="<img src=x>{}.pdf"),
        *sent(DEMO),
        *sent(b"hej", name="a" * 300 + "{}"),
    ]
    answer = client.post(ASK["sv"], {"files": bad})

    text = words(answer)
    assert answer.status_code == 422
    assert "<img src=x>" not in answer.content.decode()
    assert "<img src=x>0.pdf: Filen är en pdf" in text
    assert "bok0.se" not in text
    assert f"{'a' * 59}…: Filen är inte en SIE-fil" in text


def test_files_of_two_companies_are_not_mixed(client):
    other = restaurant_2019().encoded().replace(b"559999-0008", b"556000-4615")
    answer = client.post(ASK["sv"], {"files": sent(this_year(), other)})

    assert answer.status_code == 422
    assert "Filerna har olika organisationsnummer." in words(answer)


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        (0, "Välj en SIE-fil först."),
        (5, "Välj högst fyra filer."),
        (30, "Välj högst fyra filer."),
    ],
)
def test_too_few_and_too_many(client, files, sentence):
    answer = client.post(ASK["sv"], {"files": sent(*[DEMO] * files)})

    assert answer.status_code == 422
    assert sentence in words(answer)


def test_a_body_that_is_far_too_large_is_not_taken_in(client):
    answer = client.post(ASK["sv"], {"files": sent(b"#" * (6 * MAX_BYTES + 1))})

    assert answer.status_code == 422
    assert "Filerna är för stora tillsammans." in words(answer)


def test_a_damaged_form_gets_a_sentence_too(client):
    for kind, body in (
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=abc", b"--abc\r\nContent-Disposition: form-data"),
        ("text/plain", b"#FLAGGA 0"),
    ):
        answer = client.generic("POST", ASK["sv"], body, content_type=kind)
        assert answer.status_code == 422, kind


WRITES = {"write": False, "seen": []}


def _note_writes(event, args):
    if not WRITES["write"] or event not in {"open", "tempfile.mkstemp", "tempfile.mkdtemp"}:
        return
    if event != "open" or (
        isinstance(args[0], str | bytes)
        and (
            set(args[1] or "") & set("wax+") or (args[2] or 0) & 0x43  # O_WRONLY, O_RDWR, O_CREAT
        )
    ):
        WRITES["seen"].append((event, args))


def test_an_upload_of_any_size_never_reaches_the_disk(client, tmp_path):
    sys.addaudithook(_note_writes)
    # One large readable file: the demo with ten megabytes of comments that are skipped.
    large = DEMO + b"#KOMMENTAR x\r\n" * ((MAX_BYTES - len(DEMO)) // 14)
    client.get(ASK["sv"])
    WRITES.update(write=True, seen=[])
    try:
        with (tmp_path / "proof").open("w"):
            assert len(WRITES["seen"]) == 1
        WRITES["seen"].clear()
        answers = [
            client.post(ASK["sv"], {"files": sent(content)}).status_code
            for content in (DEMO, large, large + b"#" * MAX_BYTES)
        ]
    finally:
        WRITES["write"] = False
    assert answers == [200, 200, 422]
    assert WRITES["seen"] == []


def test_a_file_s_name_is_never_logged(client, caplog):
    caplog.set_level(0)
    client.post(ASK["sv"], {"files": sent(b"%PDF", name="hemligt{}.pdf")})
    client.post(ASK["sv"], {"files": sent(DEMO, name="hemligt{}.se")})

    assert "hemligt" not in caplog.text


@pytest.mark.parametrize("damage", [lambda f: f[:-1], lambda _f: "", lambda f: "x" + f])
def test_figures_that_were_tampered_with_are_refused(client, damage):
    found = found_in(client.post(ASK["sv"], {"files": sent(DEMO)}))
    answer = client.post(USE["sv"], {"found": damage(found), "keep_months": "1"})

    assert answer.status_code == 422
    assert "Siffrorna gick inte att läsa tillbaka." in words(answer)
    assert told(client)["facts"] == {}


def test_figures_signed_for_something_else_are_refused(client):
    other = signing.dumps({"drops": {SPRING_KEY: 99}}, salt="something-else", compress=True)

    assert client.post(USE["sv"], {"found": other}).status_code == 422


def test_figures_are_good_for_an_hour(client, monkeypatch):
    found = found_in(client.post(ASK["en"], {"files": sent(DEMO)}))
    real = signing.time.time
    later = SimpleNamespace(time=lambda: real() + GOOD_FOR_SECONDS + 1)
    monkeypatch.setattr(signing, "time", later)
    answer = client.post(USE["en"], {"found": found})

    assert answer.status_code == 422
    assert "An hour has passed." in words(answer)
    assert told(client)["facts"] == {}


def test_who_came_from_the_questions_goes_back_to_them(client):
    asked = client.get(ASK["sv"], {"then": "question"})
    assert '<input type="hidden" name="then" value="question">' in asked.content.decode()
    shown = client.post(ASK["sv"], {"files": sent(DEMO), "then": "question"})
    assert '<input type="hidden" name="then" value="question">' in shown.content.decode()
    used = client.post(USE["sv"], {"found": found_in(shown), "then": "question"})
    assert used.url == "/fraga/"
    elsewhere = client.post(USE["sv"], {"found": found_in(shown), "then": "//evil.example"})
    assert elsewhere.url == "/svar/"


def test_the_demo_s_own_file_only_in_the_demo(client, settings):
    assert "?demo=1" in client.get(ASK["sv"]).content.decode()
    assert "Restaurangen är påhittad." in words(client.get(ASK["sv"], {"demo": 1}))
    settings.LOTSA_DEMO = False
    assert "?demo=1" not in client.get(ASK["sv"]).content.decode()
    assert client.get(ASK["sv"], {"demo": 1}).status_code == 404


def test_a_form_from_another_site_is_refused():
    stranger = StrictClient(enforce_csrf_checks=True)
    assert stranger.post(ASK["sv"], {"files": sent(DEMO)}).status_code == 403
    page = stranger.get(ASK["sv"]).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    own = stranger.post(ASK["sv"], {"files": sent(DEMO), "csrfmiddlewaretoken": token})
    assert own.status_code == 200
    assert stranger.post(USE["sv"], {"found": found_in(own)}).status_code == 403


@pytest.mark.usefixtures("stopped_clock")
def test_only_so_many_uploads_a_minute(client):
    answers = [client.post(ASK["sv"], {"files": sent(b"x")}).status_code for _ in range(13)]

    assert answers == [422] * 12 + [429]
    assert client.get(ASK["sv"]).status_code == 200


def test_few_queries(client, django_assert_max_num_queries):
    client.get(ASK["sv"])
    with django_assert_max_num_queries(2):
        client.get(ASK["sv"])
    with django_assert_max_num_queries(3):
        shown = client.post(ASK["sv"], {"files": sent(DEMO)})
    with django_assert_max_num_queries(9):
        client.post(USE["sv"], {"found": found_in(shown)})


def test_files_of_another_field_are_read_past(client):
    answer = client.post(ASK["sv"], {"other": sent(DEMO)})

    assert answer.status_code == 422
    assert "Välj en SIE-fil först." in words(answer)


def test_the_intake_keeps_no_more_than_one_byte_too_many():
    intake = MemoryIntake("files", max_files=1, max_bytes=10)
    intake.new_file("files", "a.se", "text/plain", None, None, None)
    for _ in range(5):
        intake.receive_data_chunk(b"12345678", 0)
    assert intake.file_complete(40).size == 11
    intake.new_file("files", "b.se", "text/plain", None, None, None)
    intake.receive_data_chunk(b"1", 0)
    assert intake.file_complete(1) is None
    assert intake.too_many


def test_the_clock_decides_which_periods_are_asked_about(client):
    client.post("/demo/datum/", {"date": date(2021, 2, 26).isoformat()})
    text = words(client.post(ASK["sv"], {"files": sent(DEMO)}))

    assert "Bokföringen i filen räcker till och med 30 april 2020." in text
    assert "augusti–oktober 2020 saknas" in text
