from io import BytesIO

import pytest
from openpyxl import load_workbook

from lotsa.core.cases.states import CaseState
from lotsa.domain.cases.models import CaseReading
from lotsa.foundation.audit.models import AuditEvent
from lotsa.usecases.support import exporting
from tests.support.factories import CaseFactory, MemberFactory, ReferralFactory
from tests.support.queries import queries_of
from tests.web.coordinator.room import InRoom

pytestmark = pytest.mark.usefixtures("facts")

HERE = {"municipality_code": "0484", "region_code": "04"}


def held(**given):
    return CaseFactory(**{"state": CaseState.TRIAGE, **HERE, **given})


def sheet(room, query="", **posted):
    """The workbook's rows as lists, headings first."""
    response = room.client.post(room.address("export") + query, {"purpose": "follow_up", **posted})
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].startswith("attachment")
    book = load_workbook(BytesIO(response.content))
    return [list(row) for row in book.active.iter_rows(values_only=True)], book


def test_the_rows_are_those_of_the_list(room):
    case = held(warnings=["duplicate"])
    held()
    held(municipality_code="0180", region_code="01", warnings=["duplicate"])
    ReferralFactory(case=case, declined=True)

    rows, _book = sheet(room, "?warning=duplicate")

    assert [row[0] for row in rows[1:]] == [case.reference]
    assert "Eskilstuna" in rows[1]


def test_which_organisation_opened_a_case_stands_in_its_own_column(swedish):
    opener = MemberFactory(adviser=True)
    sent, own = held(opened_by=opener, opened_by_actor=opener.actor), held()

    rows, _book = sheet(swedish)

    place = rows[0].index("Öppnat av")
    opened = {row[0]: row[place] for row in rows[1:]}
    assert opened[sent.reference] == opener.actor.name
    assert not opened[own.reference]


def test_who_the_company_is_stands_there_only_when_it_is_asked_for(swedish):
    case = held(contact_name="Lo Påhitt", description="Hemlig text")

    plain, _ = sheet(swedish)
    company, _ = sheet(swedish, personal=["company"])
    contact, _ = sheet(swedish, personal=["contact"])

    assert not {case.company_name, "Lo Påhitt", case.contact_email} & set(plain[1])
    assert case.company_name in company[1]
    assert "Lo Påhitt" not in company[1]
    assert {"Lo Påhitt", case.contact_email} <= set(contact[1])
    assert not any("Hemlig" in str(cell) for rows in (plain, company, contact) for cell in rows[1])


@pytest.mark.parametrize(
    "name",
    ['=HYPERLINK("http://evil.example")', "+1", "-1", "@SUM(A1)", "\t=1", "http://evil.example"],
)
def test_no_name_becomes_a_formula_or_a_link(swedish, name):
    held(company_name=name)

    rows, book = sheet(swedish, personal=["company"])

    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert name in rows[1]
    assert {cell.data_type for cell in cells if isinstance(cell.value, str)} == {"s"}
    assert not any(cell.hyperlink for cell in cells)


def test_it_is_noted_who_took_out_what_and_for_what(swedish):
    held()
    held()

    sheet(swedish, purpose="report", personal=["company"])

    event = AuditEvent.objects.get(name="case.exported")
    assert event.data == {
        "member": swedish.member.pk,
        "actor": swedish.member.actor_id,
        "acting_by": None,
        "purpose": "report",
        "cases": 2,
        "company": True,
        "contact": False,
    }


def test_the_company_can_see_that_its_name_was_taken_out(swedish):
    held()

    sheet(swedish)
    assert not CaseReading.objects.exists()
    sheet(swedish, personal=["contact"])
    sheet(swedish, personal=["contact"])

    assert CaseReading.objects.get().member == swedish.member


@pytest.mark.parametrize(
    "posted", [{}, {"purpose": "fun"}, {"purpose": "report", "personal": ["x"]}]
)
def test_without_a_reason_nothing_is_taken_out(room, posted):
    held()

    page = room.post("export", **posted)

    assert page.status_code == 422
    assert not AuditEvent.objects.filter(name="case.exported").exists()


def test_looking_at_the_page_takes_nothing_out(room):
    held()

    page = room.get("export")

    assert page.context["number"] == 1
    assert not AuditEvent.objects.filter(name="case.exported").exists()


def test_too_much_for_one_file_is_refused(swedish, monkeypatch):
    monkeypatch.setattr(exporting, "MOST", 1)
    held()
    held()

    assert swedish.post("export", purpose="report").status_code == 422


@pytest.mark.parametrize("trait", ["adviser", "manager", "analyst", "administrator"])
def test_only_coordinators_take_rows_out(facts, trait):
    room = InRoom(MemberFactory(**{trait: True}))

    assert room.post("export", purpose="report").status_code == 404


def test_twenty_rows_take_as_many_queries_as_one(swedish):
    def queries():
        return queries_of(lambda: sheet(swedish))

    ReferralFactory(case=held())
    one = queries()
    for _ in range(19):
        ReferralFactory(case=held(areas=["rent", "liquidity"]))

    assert queries() == one
