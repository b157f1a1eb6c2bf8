"""Opening a case: from nothing, from the guide and from a desk."""

import re
from dataclasses import replace
from urllib.parse import unquote

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from lotsa.domain.cases.models import Case
from lotsa.domain.cases.services.opening import Draft
from lotsa.domain.companies.models import Company
from lotsa.foundation import clock
from lotsa.foundation.outbox.models import OutboxMessage
from lotsa.usecases.support.asking import ask
from lotsa.web.company import consent
from lotsa.web.company.forms.signed import Form, new_form
from tests.support.client import StrictClient
from tests.support.company import QUESTION, Asker, hidden
from tests.support.factories import DeskFactory
from tests.support.guide import Walk, seen

pytestmark = pytest.mark.usefixtures("facts")

A_PERSONS_NUMBER = "19811228-9874"  # from Skatteverket's list of numbers for tests


def fault_fields(page):
    return {fault.field_id for fault in page.context["faults"]}


def test_a_question_becomes_a_case_with_a_receipt_and_a_page(asker):
    page = asker.ask()

    case = Case.objects.get()
    assert (case.contact_name, case.contact_email) == ("Kim Påhitt", "kim@example.com")
    assert case.description == "Hur kan vi få anstånd?"
    assert (case.consent_text, case.consent_at is not None) == (consent.VERSION, True)
    assert case.language == asker.language
    assert not case.held_as_spam
    text = seen(page)
    assert case.reference in text
    assert "kim@example.com" in text
    own = asker.client.get(page.context["address"])
    assert own.status_code == 200
    assert case.reference in seen(own)
    assert "anstånd" in seen(own)
    assert OutboxMessage.objects.filter(notice="case.received", about_id=case.pk).count() == 1


def test_the_receipt_says_when_somebody_is_in_touch(asker):
    page = asker.ask()

    # Wednesday, or Thursday for who asks after office hours.
    day = timezone.localtime(Case.objects.get().promised_at).day
    promised = {
        "sv": {6: "senast onsdag 6 maj", 7: "senast torsdag 7 maj"},
        "en": {6: "by Wednesday 6 May", 7: "by Thursday 7 May"},
    }
    assert promised[asker.language][day] in seen(page)


def test_no_address_carries_anything_personal_or_the_link_in_a_query(asker):
    page = asker.ask()

    for address, _status in page.redirect_chain:
        assert "?" not in address
        # A link is made of random letters, so what is looked for must be longer than a short name.
        for personal in ("kim@", "Kim Påhitt", "Påhitt", Case.objects.get().reference):
            assert personal not in unquote(address)


def test_what_the_guide_knows_follows_along(client):
    walk = Walk(client)
    walk.restaurant("rent")
    asker = Asker(client)
    opened = asker.open()

    text = seen(opened)
    for known in ("Eskilstuna", "12", "60", "Lokalhyra", "Vi driver en restaurang"):
        assert known in text
    asker.ask(opened, needs=["rent"])
    case = Case.objects.get()
    assert case.facts["facts"]["employees"] == 12
    assert "needs" not in case.facts
    assert (case.municipality_code, case.region_code) == ("0484", "04")
    assert list(case.needs.values_list("area", flat=True)) == ["rent"]


def test_the_answer_page_leads_here(client):
    walk = Walk(client)
    page = walk.restaurant("rent")

    assert f'href="{Asker(client).address("ask")}"' in walk.get("answer").content.decode(), page


def test_a_fact_can_be_left_out_and_nothing_typed_is_lost(client):
    Walk(client).restaurant("rent")
    asker = Asker(client)
    page = asker.ask(follow=False, remove="employees", contact_name="Robin Påhitt")

    assert page.status_code == 200
    assert "Anställda" not in [line.label for line in page.context["lines"]]
    assert 'value="Robin Påhitt"' in page.content.decode()
    asker.ask(page)
    assert "employees" not in Case.objects.get().facts["facts"]


def test_a_fact_can_be_changed_and_nothing_typed_is_lost(client):
    Walk(client).restaurant("rent")
    asker = Asker(client)
    page = asker.ask(
        change="employees", contact_name="Robin Påhitt", description="Hyran är för hög."
    )
    assert page.redirect_chain[-1][0].endswith("?then=ask")
    back = client.post(
        asker.address("public:one_question", key="employees"),
        {"answer": "9", "then": "ask"},
        follow=True,
    )

    html = back.content.decode()
    assert 'value="Robin Påhitt"' in html
    assert "Hyran är för hög." in html
    asker.ask(back, description="Hyran är för hög.")
    assert Case.objects.get().facts["facts"]["employees"] == 9
    assert "question" not in client.session


def test_a_fact_nobody_knows_leads_back(client):
    page = Asker(client).ask(change="no_such_fact")

    assert page.redirect_chain[-1][0] == Asker(client).address("ask")


def test_a_sensitive_fact_is_never_sent(client):
    asker = Asker(client)
    session = client.session
    session["situation"] = {"facts": {"owner_on_sick_leave": True, "employees": 1}}
    session.save()
    asker.ask()

    assert Case.objects.get().facts["facts"] == {"employees": 1}


def test_the_place_is_asked_for_when_it_is_not_known(asker):
    opened = asker.open()
    assert "id_municipality" in opened.content.decode()

    asker.ask(opened, municipality="0484")
    assert Case.objects.get().municipality_code == "0484"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"description": ""}, "id_description"),
        ({"description": "x" * 4001}, "id_description"),
        ({"contact_name": " "}, "id_contact_name"),
        ({"contact_email": ""}, "id_contact_email"),
        ({"contact_email": "kim(at)example"}, "id_contact_email"),
        ({"contact_phone": "12"}, "id_contact_phone"),
        ({"organisation_number": "556703-7486"}, "id_organisation_number"),
        ({"organisation_number": A_PERSONS_NUMBER}, "id_organisation_number"),
        ({"municipality": "9999"}, "id_municipality"),
        ({"language": "<b>"}, "id_language"),
        ({"language": "xx"}, "id_language"),
        ({"consent": None}, "id_consent"),
    ],
)
def test_each_fault_is_told_at_its_field_and_nothing_is_opened(asker, changed, field):
    page = asker.ask(follow=False, **changed)

    assert page.status_code == 422
    assert fault_fields(page) == {field}
    assert f'id="{field}"' in page.content.decode()
    assert not Case.objects.exists()
    for name in ("contact_name", "contact_email"):
        if name not in changed:
            assert QUESTION[name] in page.content.decode()


def test_a_personal_number_is_not_even_shown_again(asker):
    page = asker.ask(follow=False, organisation_number=A_PERSONS_NUMBER)

    assert "9874" not in page.content.decode()
    assert not any("9874" in session.session_data for session in Session.objects.all())


def test_an_organisation_number_makes_the_company_known(asker):
    asker.ask(organisation_number="556703-7485", company_name="Exempel AB")

    company = Company.objects.get()
    assert (company.organisation_number, company.name) == ("5567037485", "Exempel AB")
    assert Case.objects.get().company == company


def test_needs_alone_are_enough_and_an_unknown_one_is_left_out(asker):
    asker.ask(description="", needs=["rent", "no-such-need", "rent"])

    assert list(Case.objects.get().needs.values_list("area", flat=True)) == ["rent"]


def test_words_alone_are_enough(asker):
    asker.ask()

    assert not Case.objects.get().needs.exists()


def test_a_phone_number_alone_is_enough_and_the_link_is_shown_to_be_saved(asker):
    page = asker.ask(contact_email="", contact_phone="070-174 06 05")

    assert Case.objects.get().contact_phone == "0701740605"
    assert {"sv": "Spara länken nu", "en": "Save the link now"}[asker.language] in seen(page)


def test_a_question_without_a_name_keeps_nothing_of_who_asks(asker):
    page = asker.ask(
        how="anonymous",
        contact_phone="070-174 06 05",
        company_name="Exempel AB",
        organisation_number="556703-7485",
    )

    case = Case.objects.get()
    assert case.anonymous
    kept = (case.contact_name, case.contact_email, case.contact_phone, case.company_name)
    assert kept == ("", "", "", "")
    assert case.company is None
    assert not Company.objects.exists()
    assert not OutboxMessage.objects.filter(recipient_kind="case").exists()
    assert {"sv": "Spara länken nu", "en": "Save the link now"}[asker.language] in seen(page)


def test_the_same_form_twice_is_one_case(asker):
    form = asker.form()
    first = asker.ask(form=form)
    second = asker.ask(form=form)

    assert Case.objects.count() == 1
    assert first.context["case"] == second.context["case"]


def test_two_forms_are_two_cases(asker):
    asker.ask()
    asker.ask()

    assert Case.objects.count() == 2


@pytest.mark.parametrize("form", ["", "tampered", "x" * 500])
def test_a_form_that_is_not_ours_is_held_and_not_refused(asker, form):
    page = asker.client.post(
        asker.address("ask"), QUESTION | {"language": "sv", "form": form}, follow=True
    )

    assert page.status_code == 200
    assert Case.objects.get().held_as_spam


@pytest.mark.parametrize(
    ("changed", "seconds", "held"),
    [
        ({"subject": "buy now"}, 20, True),
        ({"subject": " "}, 20, False),
        ({}, 1, True),
        ({}, 4, False),
    ],
)
def test_what_no_person_seems_to_have_sent_is_held_and_looks_the_same(
    asker, changed, seconds, held
):
    page = asker.ask(form=asker.form(seconds=seconds), **changed)

    case = Case.objects.get()
    assert case.held_as_spam is held
    assert page.status_code == 200
    assert case.reference in seen(page)
    assert asker.client.get(page.context["address"]).status_code == 200
    assert not case.referrals.exists()


def test_no_person_sees_the_trap(asker):
    html = asker.open().content.decode()

    trap = re.search(r'<div class="trap" aria-hidden="true">.*?name="subject".*?</div>', html)
    assert trap
    assert 'tabindex="-1"' in trap[0]


def test_an_untrue_desk_is_no_page_and_opens_nothing(asker):
    DeskFactory(slug="closed", closed=True)

    for slug in ("no-such-desk", "closed"):
        assert asker.open(desk=slug).status_code == 404
        assert asker.ask(desk=slug).status_code == 404
    assert not Case.objects.exists()


def test_a_desk_names_itself_narrows_the_needs_and_stands_on_the_case(asker):
    desk = DeskFactory(slug="besok", name_sv="Akuten", name_en="The desk", areas=["rent"])
    opened = asker.open(desk="besok")

    assert {"sv": "Akuten", "en": "The desk"}[asker.language] in seen(opened)
    assert [choice.value for choice in opened.context["other_needs"].choices] == ["rent"]
    asker.ask(opened, desk=hidden(opened, "desk"))
    case = Case.objects.get()
    assert (case.desk, case.origin) == (desk, "desk")


def test_looking_changes_nothing(asker):
    page = asker.open()

    assert page.headers["Cache-Control"] == "no-store, private"
    assert "lotsa_session" not in page.cookies
    assert not Session.objects.exists()


def test_a_receipt_and_a_page_can_be_opened_from_another_browser(asker):
    address = asker.ask().context["address"]

    assert StrictClient().get(address).status_code == 200


def test_the_use_case_is_idempotent():
    draft = Draft(description="Hej", contact_email="kim@example.com", language="sv")
    form = new_form(clock.now())

    cases = {ask(draft, form_id=form.id, suspected=False, now=clock.moment()).pk for _ in range(3)}
    assert len(cases) == 1


def test_a_form_is_signed(asker):
    opened = Form("a", 1)

    assert opened.token != replace(opened, id="b").token
    page = asker.ask(form=opened.token[:-2] + "AA")
    assert page.status_code == 200
    assert Case.objects.get().form_id != "a"


@pytest.mark.usefixtures("stopped_clock")
def test_asking_is_limited_generously(asker):
    statuses = [asker.ask(follow=False, consent=None).status_code for _ in range(61)]

    assert statuses == [422] * 60 + [429]
    assert asker.open().status_code == 200
