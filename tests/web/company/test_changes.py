"""The company corrects facts and contact details, takes the question back, deletes, downloads."""

import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lotsa.core.cases.states import CaseState, Outcome
from lotsa.domain.cases.models import Case, CaseFigure
from lotsa.domain.cases.services import talking
from lotsa.domain.cases.services.by import By
from lotsa.foundation import clock
from lotsa.foundation.files.models import StoredFile
from lotsa.foundation.outbox.models import OutboxMessage
from tests.support.factories import CaseFactory, MessageFactory, NoteFactory, ReferralFactory
from tests.support.guide import seen

pytestmark = pytest.mark.usefixtures("facts")


def known(**facts):
    return {"facts": facts, "by_window": {}, "unknown": [], "asked": []}


def test_a_fact_is_added_changed_and_taken_away(asker):
    case = CaseFactory()
    assert asker.post(case, "fact", key="employees", posted={"answer": "12"}).status_code == 200
    case.refresh_from_db()
    assert case.facts["facts"] == {"employees": 12}
    assert "needs" not in case.facts

    asker.post(case, "fact", key="employees", posted={"answer": "9"})
    case.refresh_from_db()
    assert case.facts["facts"] == {"employees": 9}
    assert 'value="9"' in asker.get(case, "fact", key="employees").content.decode()

    asker.post(case, "fact", key="employees", posted={"remove": "1"})
    case.refresh_from_db()
    assert case.facts["facts"] == {}
    assert [event.verb for event in case.events.all()] == ["facts_changed"] * 3
    assert all(event.by_company for event in case.events.all())


def test_what_is_known_is_listed_and_the_rest_can_be_added(asker):
    case = CaseFactory(facts=known(employees=12))
    page = asker.get(case, "facts")

    html = page.content.decode()
    assert asker.address("fact", token=page.context["token"], key="employees") in html
    added = {key for key, _label in page.context["more"]}
    assert "sni" in added
    assert added.isdisjoint({"employees", "owner_on_sick_leave", "monthly_turnover"})


def test_an_industry_is_searched_for_and_chosen_among_what_is_found(owner):
    case = CaseFactory(facts=known(sni=["56100"]))
    page = owner.get(case, "fact", key="sni")
    chosen = [choice.value for choice in page.context["asked"].chosen.choices]
    assert chosen == ["56100"]

    page = owner.post(case, "fact", key="sni", posted={"query": "hotell", "search": "1"})
    found = [choice.value for choice in page.context["asked"].chosen.choices]
    assert page.status_code == 200
    assert found[:2] == ["56100", "551"]
    case.refresh_from_db()
    assert case.facts["facts"] == {"sni": ["56100"]}

    owner.post(case, "fact", key="sni", posted={"answer": "55101", "query": "hotell"})
    case.refresh_from_db()
    assert case.facts["facts"] == {"sni": ["55101"]}


@pytest.mark.parametrize("answer", ["", "many", "-3"])
def test_an_answer_that_cannot_be_used_is_told_and_kept(asker, answer):
    case = CaseFactory()
    page = asker.post(case, "fact", key="employees", posted={"answer": answer})

    assert page.status_code == 422
    assert page.context["faults"][0].field_id == page.context["asked"].id
    assert page.context["asked"].value == answer
    case.refresh_from_db()
    assert case.facts == {}


@pytest.mark.parametrize(
    "key", ["no_such_fact", "owner_on_sick_leave", "monthly_turnover", "turnover_drop_percent"]
)
def test_what_cannot_be_asked_on_its_own_has_no_page(owner, key):
    case = CaseFactory()

    assert owner.get(case, "fact", key=key).status_code == 404
    assert owner.post(case, "fact", key=key, posted={"answer": "true"}).status_code == 404


def test_contact_details_are_changed(asker):
    case = CaseFactory(unreachable=True)
    page = asker.post(
        case,
        "contact",
        posted={
            "contact_name": "Robin Påhitt",
            "contact_email": "Robin@Example.com",
            "contact_phone": "+46 70 174 06 11",
        },
    )

    case.refresh_from_db()
    kept = (case.contact_name, case.contact_email, case.contact_phone)
    assert kept == ("Robin Påhitt", "robin@example.com", "0701740611")
    assert not case.unreachable
    assert "Robin Påhitt" in seen(page)


@pytest.mark.parametrize(
    ("posted", "field"),
    [
        ({"contact_name": "", "contact_email": "kim@example.com"}, "id_contact_name"),
        ({"contact_name": "Kim"}, "id_contact_email"),
        ({"contact_name": "Kim", "contact_email": "kim"}, "id_contact_email"),
        ({"contact_name": "Kim", "contact_phone": "1"}, "id_contact_phone"),
    ],
)
def test_contact_details_that_lead_nowhere_are_told(asker, posted, field):
    case = CaseFactory()
    page = asker.post(case, "contact", posted=posted)

    assert page.status_code == 422
    assert [fault.field_id for fault in page.context["faults"]] == [field]
    before = case.contact_email
    case.refresh_from_db()
    assert case.contact_email == before


def test_who_asked_without_a_name_can_leave_one(asker):
    case = CaseFactory(anonymous_one=True)
    assert {"sv": "utan namn", "en": "without a name"}[asker.language] in seen(asker.get(case))

    posted = {"contact_name": "Kim Påhitt", "contact_email": "kim@example.com"}
    asker.post(case, "contact", posted=posted)
    case.refresh_from_db()
    assert not case.anonymous
    assert case.contact_email == "kim@example.com"


def test_changing_something_marks_what_was_written_to_the_company_as_read(owner):
    case = CaseFactory()
    message = MessageFactory(case=case, from_company=False)
    owner.post(case, "fact", key="employees", posted={"answer": "3"})

    message.refresh_from_db()
    assert message.read_at is not None


def test_the_question_is_taken_back_after_a_yes(asker):
    case = CaseFactory(state=CaseState.REFERRED)
    referral = ReferralFactory(case=case, accepted=True)
    assert asker.get(case, "withdraw").status_code == 200
    case.refresh_from_db()
    assert case.state == CaseState.REFERRED

    page = asker.post(case, "withdraw")
    case.refresh_from_db()
    assert (case.state, case.outcome) == (CaseState.CLOSED, Outcome.WITHDRAWN)
    words = {"sv": "Ni har tagit tillbaka er fråga", "en": "You have taken your question back"}
    assert words[asker.language] in seen(page)
    told = OutboxMessage.objects.filter(notice="case.withdrawn_staff", about_id=case.pk)
    assert [one.recipient_id for one in told] == [str(referral.adviser.user_id)]
    # Once more changes nothing.
    asker.post(case, "withdraw")
    assert case.events.filter(verb="withdrawn").count() == 1


def test_a_closed_case_cannot_be_taken_back(asker):
    case = CaseFactory(closed=True)
    page = asker.post(case, "withdraw")

    case.refresh_from_db()
    assert case.outcome == Outcome.HELPED
    assert {"sv": "redan avslutat", "en": "closed already"}[asker.language] in seen(page)


def test_everything_is_deleted_at_once_after_a_yes(asker):
    case = CaseFactory()
    reference = case.reference
    asker.write(case, "Hej", SimpleUploadedFile("avtal.txt", b"Avtal"))
    address = asker.page_of(case)
    assert asker.get(case, "delete").status_code == 200
    assert Case.objects.filter(reference=reference).exists()

    page = asker.post(case, "delete")

    assert {"sv": "Allt är raderat", "en": "Everything is deleted"}[asker.language] in seen(page)
    assert not Case.objects.filter(reference=reference).exists()
    assert not StoredFile.objects.exists()
    assert not OutboxMessage.objects.filter(about_kind="case").exists()
    assert CaseFigure.objects.count() == 1
    assert asker.client.get(address).status_code == 404


def test_one_an_authority_must_register_first_waits_and_says_so(asker):
    case = CaseFactory(registration_wanted=True)
    page = asker.post(case, "delete")

    assert page.redirect_chain
    assert {"sv": "kommer att raderas", "en": "will be deleted"}[asker.language] in seen(page)
    case.refresh_from_db()
    assert case.erasure_wanted_at is not None


@pytest.mark.parametrize("form", ["zip", "json", "pdf"])
def test_own_data_is_downloaded_in_each_form(owner, form):
    case = CaseFactory()
    NoteFactory(case=case, text="Ringde, inget svar.")
    talking.say(
        case.pk,
        "Hej",
        [SimpleUploadedFile("avtal.txt", b"Avtal")],
        by=By.company(),
        now=clock.moment(),
    )
    got = owner.post(case, "own_data", posted={"form": form})

    assert got.status_code == 200
    assert got.headers["Content-Disposition"] == f'attachment; filename="{case.reference}.{form}"'
    assert "no-store" in got.headers["Cache-Control"]
    if form == "pdf":
        assert got.content.startswith(b"%PDF")
        return
    if form == "zip":
        archive = zipfile.ZipFile(io.BytesIO(got.content))
        assert any(name.endswith("avtal.txt") for name in archive.namelist())
        data = json.loads(archive.read(f"{case.reference}.json"))
    else:
        data = json.loads(got.content)
    text = json.dumps(data, ensure_ascii=False)
    assert "Ringde, inget svar." in text
    assert case.contact_email in text
    assert case.link_key not in text


@pytest.mark.parametrize("form", ["", "exe", "../zip"])
def test_a_form_that_does_not_exist_is_told(asker, form):
    page = asker.post(CaseFactory(), "own_data", posted={"form": form})

    assert page.status_code == 422
