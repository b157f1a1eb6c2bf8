import pytest

from lotsa.domain.cases.models import Referral
from tests.support.factories import (
    AT,
    CaseFactory,
    MemberFactory,
    MessageFactory,
    ReferralFactory,
    TeamFactory,
)
from tests.support.guide import seen
from tests.support.queries import queries_of
from tests.web.adviser.desk import AtDesk

pytestmark = pytest.mark.usefixtures("facts")


@pytest.fixture
def member():
    return MemberFactory(adviser=True)


@pytest.fixture
def team(member):
    return member.teams.get()


@pytest.fixture(params=["sv", "en"])
def desk(member, request):
    return AtDesk(member, request.param)


@pytest.fixture
def swedish(member):
    return AtDesk(member)


class TestTheList:
    def test_a_row_says_who_what_where_and_by_when(self, swedish, team):
        case = CaseFactory(company_name="Fiktiva Krogen AB", municipality_code="0484")
        referral = ReferralFactory(team=team, case=case)
        MessageFactory(case=case)

        page = swedish.get("inbox")

        (line,) = page.context["lines"]
        assert (line.name, line.place, line.needs) == (
            *("Fiktiva Krogen AB", "Eskilstuna"),
            ("Likviditet",),
        )
        assert (line.flag, line.unread, line.adviser) == ("waiting", 1, "")
        assert f'href="{swedish.address("case", referral.case.reference)}"' in page.content.decode()

    def test_every_tab_is_empty_in_its_own_words(self, desk):
        told = {seen(desk.get("inbox", tab=one)) for one in ("new", "mine", "team", "overdue")}

        assert len(told) == 4

    def test_one_without_a_team_is_told_so(self):
        page = AtDesk(MemberFactory(coordinator=True)).get("inbox")

        assert page.context["has_teams"] is False

    def test_nonsense_in_the_address_is_left_out(self, desk, team):
        referral = ReferralFactory(team=team)

        assert desk.inbox(
            tab="none", adviser="x", team="1e9", period="12", state="planned", sort="?", page="-1"
        ) == [referral.case.reference]

    def test_as_many_queries_for_twenty_rows_as_for_one(self, swedish, team):
        def queries():
            return queries_of(lambda: swedish.inbox(tab="team"))

        ReferralFactory(team=team, started=True)
        one = queries()
        for _ in range(19):
            ReferralFactory(team=team, started=True)

        assert queries() == one


class TestTheAddress:
    def test_a_filter_is_a_link_that_can_be_saved(self, desk, team):
        fits = ReferralFactory(team=team, case__areas=("rent",))
        ReferralFactory(team=team)

        page = desk.get("inbox", need="rent")

        assert [line.reference for line in page.context["lines"]] == [fits.case.reference]
        (chip,) = page.context["chips"]
        assert chip.address == desk.address("inbox")

    def test_what_one_searches_for_is_in_no_address(self, desk, team):
        fits = ReferralFactory(team=team, case__search_text="kontakt påhittsson krogen")
        ReferralFactory(team=team)

        page = desk.post("search", words=" Påhittsson  KROGEN ")

        assert [line.reference for line in page.context["lines"]] == [fits.case.reference]
        address, _ = page.redirect_chain[-1]
        assert address.endswith("?search=1")
        assert "search=1" not in page.context["chips"][0].address

    def test_a_search_keeps_the_tab_and_the_filters(self, swedish, team):
        page = swedish.post("search", words="krogen", query={"tab": "team", "need": "rent"})

        address, _ = page.redirect_chain[-1]
        assert address == swedish.address("inbox", tab="team", need="rent", search=1)

    def test_an_empty_search_takes_the_search_away(self, swedish, team):
        referral = ReferralFactory(team=team)
        swedish.post("search", words="krogen")

        page = swedish.post("search", words="  ", query={"search": 1})

        assert [line.reference for line in page.context["lines"]] == [referral.case.reference]

    def test_a_script_is_given_the_short_address(self, swedish, team):
        answer = swedish.client.get(
            swedish.address("inbox", tab="team", need="", sort=""), headers={"HX-Request": "true"}
        )

        assert answer.headers["HX-Push-Url"] == swedish.address("inbox", tab="team")


class TestSeveralAtOnce:
    def keys(self, *referrals):
        return [str(one.pk) for one in referrals]

    def test_nothing_is_done_before_it_is_confirmed(self, desk, team):
        referrals = [ReferralFactory(team=team) for _ in range(2)]

        page = desk.post("batch", action="accept", referral=self.keys(*referrals))

        assert [line.referral_id for line in page.context["lines"]] == [r.pk for r in referrals]
        assert set(Referral.objects.values_list("state", flat=True)) == {"sent"}

    def test_what_can_be_done_is_done_and_the_rest_is_explained(self, swedish, member, team):
        other = MemberFactory(adviser=True, actor=member.actor, teams=[team])
        free = ReferralFactory(team=team)
        taken = ReferralFactory(team=team, accepted=True, adviser=other, at=AT)
        outside = ReferralFactory()

        page = swedish.post(
            "batch", action="accept", confirm="1", referral=self.keys(free, taken, outside)
        )

        assert [line.referral_id for line in page.context["done"]] == [free.pk]
        (failed,) = page.context["failed"]
        assert failed.line.referral_id == taken.pk
        assert other.user.name in failed.why
        outside.refresh_from_db()
        free.refresh_from_db()
        assert (free.adviser, outside.state) == (member, "sent")

    @pytest.mark.parametrize(
        ("action", "given", "traits", "state"),
        [
            ("decline", {"reason": "no_time"}, {}, "declined"),
            ("close", {"outcome": "helped", "text": "Klart."}, {"started": True}, "closed"),
        ],
    )
    def test_one_reason_or_outcome_for_all(self, desk, team, action, given, traits, state):
        referrals = [ReferralFactory(team=team, **traits) for _ in range(2)]

        page = desk.post(
            "batch", action=action, confirm="1", referral=self.keys(*referrals), **given
        )

        assert len(page.context["done"]) == 2
        assert set(Referral.objects.values_list("state", flat=True)) == {state}

    def test_without_a_reason_nothing_is_declined_and_the_text_stays(self, desk, team):
        referral = ReferralFactory(team=team)

        page = desk.post(
            "batch", action="decline", confirm="1", referral=self.keys(referral), text="Fullt nu."
        )

        assert page.status_code == 422
        assert "Fullt nu." in page.content.decode()
        referral.refresh_from_db()
        assert referral.state == "sent"

    def test_a_colleague_who_is_not_in_one_of_the_teams_gets_the_others(self, swedish, member):
        first = member.teams.get()
        second = TeamFactory(actor=member.actor)
        member.teams.add(second)
        colleague = MemberFactory(adviser=True, actor=member.actor, teams=[first])
        fits = ReferralFactory(team=first, started=True, adviser=member)
        not_in = ReferralFactory(team=second, started=True, adviser=member)

        page = swedish.post(
            "batch",
            action="assign",
            confirm="1",
            member=str(colleague.pk),
            referral=self.keys(fits, not_in),
        )

        assert [line.referral_id for line in page.context["done"]] == [fits.pk]
        assert [one.line.referral_id for one in page.context["failed"]] == [not_in.pk]

    def test_sent_twice_nothing_is_done_twice(self, swedish, team):
        referral = ReferralFactory(team=team)
        given = {"action": "accept", "confirm": "1", "referral": self.keys(referral)}

        pages = [swedish.post("batch", **given) for _ in range(2)]

        assert [len(page.context["done"]) for page in pages] == [1, 1]
        assert referral.case.events.filter(verb="accepted").count() == 1

    def test_the_way_back_never_leads_to_another_site(self, swedish, team):
        referral = ReferralFactory(team=team)
        given = {"action": "accept", "referral": self.keys(referral)}

        backs = [
            swedish.post("batch", back=back, **given).context["back"]
            for back in ("//example.com/", "https://example.com", "/inkorg/?tab=mine")
        ]

        home = swedish.address("inbox")
        assert backs == [home, home, "/inkorg/?tab=mine"]
