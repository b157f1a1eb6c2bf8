import pytest

from lotsa.domain.cases.models import Case, Referral
from tests.support.factories import CaseFactory, MemberFactory, ReferralFactory, TeamFactory
from tests.web.adviser.desk import AtDesk

pytestmark = pytest.mark.usefixtures("facts")

TOLD = {
    "description": "Vi klarar inte hyran i maj.",
    "company_name": "Fiktiva Krogen AB",
    "contact_name": "Kontakt Påhittsson",
    "contact_phone": "070-174 06 00",
    "contact_email": "krogen@example.com",
    "municipality": "0484",
    "employees": "12",
    "language": "sv",
    "needs": ["liquidity"],
    "origin": "phone",
    "go": "send",
    "form_id": "f" * 32,
}


@pytest.fixture
def member():
    return MemberFactory(adviser=True)


@pytest.fixture(params=["sv", "en"])
def desk(member, request):
    return AtDesk(member, request.param)


def test_the_page_asks_for_a_new_case_each_time(desk):
    forms = [desk.get("phone").context["form"]["form_id"].value() for _ in range(2)]

    assert len(set(forms)) == 2


def test_sent_on_it_goes_to_the_team_that_fits(desk, member):
    fits = TeamFactory(areas=("liquidity",))

    page = desk.post("phone", **TOLD)

    (case,) = Case.objects.all()
    assert page.redirect_chain[-1][0] == desk.address("case", case.reference)
    assert (case.opened_by, case.origin, case.municipality_code) == (member, "phone", "0484")
    assert case.facts["facts"]["employees"] == 12
    assert [one.team for one in case.referrals.all()] == [fits]


def test_one_takes_it_oneself_for_a_team_of_ones_own(desk, member):
    team = member.teams.get()

    page = desk.post("phone", **TOLD | {"go": str(team.pk), "origin": "actor"})

    (referral,) = Referral.objects.all()
    assert (referral.team, referral.adviser, referral.state) == (team, member, "accepted")
    assert referral.case.origin == "actor"
    assert page.context["page"].acts


def test_nobody_takes_it_for_a_team_one_is_not_in(desk, member):
    other = TeamFactory(actor=member.actor)

    assert desk.post("phone", **TOLD | {"go": str(other.pk)}).status_code == 422
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    "given",
    [
        {"description": " "},
        {"contact_phone": "", "contact_email": ""},
        {"contact_phone": "ring mig"},
        {"contact_email": "ingen adress"},
        {"organisation_number": "123"},
        {"employees": "många"},
        {"municipality": "9999"},
        {"needs": ["no-such-need"]},
    ],
    ids=str,
)
def test_a_fault_keeps_everything_that_was_written(desk, given):
    told = TOLD | {"company_name": "Sagoteatern"} | given

    page = desk.post("phone", **told)

    assert page.status_code == 422
    html = page.content.decode()
    assert 'value="Sagoteatern"' in html
    assert "error-summary" in html
    for value in given.values():
        assert isinstance(value, list) or not value.strip() or value in html or value == "9999"
    assert not Case.objects.exists()


def test_the_same_form_twice_is_one_case(desk):
    pages = [desk.post("phone", **TOLD) for _ in range(2)]

    (case,) = Case.objects.all()
    assert {page.redirect_chain[-1][0] for page in pages} == {desk.address("case", case.reference)}


class TestCasesThatLookAlike:
    def test_are_shown_before_another_is_opened(self, desk, member):
        earlier = ReferralFactory(
            team=member.teams.get(), case=CaseFactory(contact_email="krogen@example.com")
        )

        asked = desk.post("phone", **TOLD)
        assert asked.status_code == 200
        assert [one.reference for one, _ in asked.context["alike"]] == [earlier.case.reference]
        assert Case.objects.count() == 1

        desk.post("phone", **TOLD, anyway="1")
        assert Case.objects.count() == 2

    def test_of_others_only_when_and_who_by_the_companys_number(self, desk):
        foreign = ReferralFactory(started=True)
        number = foreign.case.company.organisation_number

        page = desk.post("phone", **TOLD | {"organisation_number": number})

        ((one, needs),) = page.context["alike"]
        assert (one.readable, needs, one.actors) == (False, (), (foreign.team.actor.name,))
        assert desk.address("case", one.reference) not in page.content.decode()

    def test_a_manager_without_the_permission_learns_nothing(self):
        foreign = ReferralFactory(started=True)
        desk = AtDesk(MemberFactory(manager=True))
        number = foreign.case.company.organisation_number

        page = desk.post("phone", **TOLD | {"organisation_number": number})

        assert page.redirect_chain
        assert Case.objects.count() == 2


def test_a_sole_traders_number_is_not_kept(desk):
    desk.post("phone", **TOLD | {"organisation_number": "850709-9805"})

    (case,) = Case.objects.all()
    assert case.company is None
    assert "8507099805" not in case.search_text


def test_what_one_has_opened_can_be_followed_whoever_takes_it(desk):
    team = TeamFactory(areas=("liquidity",))
    desk.post("phone", **TOLD)
    (case,) = Case.objects.all()
    ReferralFactory()

    ((one, name),) = desk.get("opened").context["opened"]

    assert (one.reference, one.teams, name) == (case.reference, (team.name,), "Fiktiva Krogen AB")
