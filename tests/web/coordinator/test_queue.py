import datetime

import pytest
from django.utils import translation

from lotsa.core.cases.states import CaseState
from lotsa.domain.cases.models import Case, CaseEvent, Referral
from lotsa.usecases.support.router import forget
from lotsa.web.coordinator.words import WARNINGS
from tests.support.factories import (
    AT,
    CaseFactory,
    DeskFactory,
    MemberFactory,
    ReferralFactory,
    TeamFactory,
    TerritoryFactory,
)
from tests.support.guide import seen
from tests.support.queries import queries_of
from tests.web.coordinator.room import InRoom

pytestmark = pytest.mark.usefixtures("facts")

HOUR = datetime.timedelta(hours=1)
HERE = {"municipality_code": "0484", "region_code": "04"}
ELSEWHERE = {"municipality_code": "0180", "region_code": "01"}


def held(**given):
    """A case of the region that waits to be sorted."""
    return CaseFactory(**{"state": CaseState.TRIAGE, **HERE, **given})


class TestWhatIsThere:
    def test_cases_of_the_territory_and_no_others(self, swedish, elsewhere):
        mine = held()
        held(**ELSEWHERE)
        held(municipality_code="", region_code="", desk=DeskFactory(territory=elsewhere))

        assert swedish.queue() == [mine.reference]

    def test_a_case_without_a_place_is_with_those_who_coordinate_its_desk(
        self, swedish, region, elsewhere
    ):
        desk = DeskFactory(territory=region)
        case = held(municipality_code="", region_code="", desk=desk)
        held(municipality_code="", region_code="", desk=DeskFactory(territory=elsewhere))

        assert swedish.queue() == [case.reference]

    def test_what_nobody_else_coordinates_is_here(self, swedish):
        case = held(municipality_code="1480", region_code="14")

        assert swedish.queue() == [case.reference]

    def test_a_coordinator_of_one_municipality_sees_that_one(self, facts):
        town = TerritoryFactory(code="0480", municipality=True)
        room = InRoom(MemberFactory(coordinator=True, territories=[town]))
        MemberFactory(coordinator=True, territories=[TerritoryFactory(code="04")])
        mine = held(municipality_code="0480")
        held()

        assert room.queue() == [mine.reference]

    def test_what_nobody_covers_comes_first_and_then_what_was_promised_first(self, swedish):
        late = held(promised_at=AT - HOUR)
        soon = held(promised_at=AT + HOUR)
        gap = held(promised_at=AT + 9 * HOUR, uncovered=True)

        assert swedish.queue() == [gap.reference, late.reference, soon.reference]

    def test_a_promise_that_has_been_kept_is_not_counted_any_more(self, swedish):
        contacted = held(promised_at=AT - 9 * HOUR, first_contact_at=AT - 10 * HOUR)

        assert [line.promise for line in swedish.get("triage").context["lines"]] == [""]
        assert swedish.get("sort", contacted.reference).context["promise"] == ""

    @pytest.mark.parametrize(
        ("show", "given"),
        [
            ("sort", {"state": CaseState.NEW}),
            ("waiting", {"state": CaseState.REFERRED}),
            ("ongoing", {"state": CaseState.IN_PROGRESS}),
            ("closed", {"closed": True}),
            ("spam", {"spam": True}),
        ],
    )
    def test_each_case_stands_in_one_list(self, swedish, show, given):
        case = CaseFactory(**HERE, **given)

        for one in ("sort", "waiting", "ongoing", "closed", "spam"):
            assert swedish.queue(show=one) == ([case.reference] if one == show else [])
        counts = [tab.count for tab in swedish.get("triage").context["tabs"]]
        assert sum(count or 0 for count in counts) == (show != "closed")

    def test_merged_cases_are_gone(self, swedish):
        kept = held()
        held(merged_into=kept)

        assert swedish.queue() == [kept.reference]


@pytest.mark.usefixtures("the_story")
class TestNarrowing:
    @pytest.mark.parametrize(
        ("query", "given"),
        [
            ({"warning": "duplicate"}, {"warnings": ["duplicate"]}),
            ({"warning": "unclear_need"}, {"warnings": ["policy", "unclear_need"]}),
            ({"warning": "uncovered"}, {"uncovered": True}),
            ({"warning": "late"}, {"promised_at": AT - HOUR}),
            ({"warning": "unreachable"}, {"unreachable": True}),
            ({"need": "rent"}, {"areas": ["rent"]}),
            ({"place": "0480"}, {"municipality_code": "0480"}),
            ({"language": "ar"}, {"language": "ar"}),
        ],
    )
    def test_the_address_narrows_the_list(self, swedish, query, given):
        held(promised_at=AT + 99 * HOUR)
        found = held(**{"promised_at": AT + 99 * HOUR, **given})

        assert swedish.queue(**query) == [found.reference]

    def test_words_are_looked_for_without_standing_in_the_address(self, swedish):
        found = held(search_text="hyresverket ab eskilstuna")
        held()

        to = swedish.post("narrow", follow=False, q=" Hyresverket ", need="liquidity").url
        assert "yresverket" not in to
        assert "need=liquidity" in to
        assert swedish.queue(search="1") == [found.reference]
        assert len(swedish.queue()) == 2

    def test_a_number_is_found_however_it_is_written(self, swedish):
        found = held(search_text="fiktiva krogen ab 5560000000 0701740600")
        held()

        for typed in ("556000-0000", "+46 70-174 06 00", "070-174"):
            swedish.post("narrow", q=typed)
            assert swedish.queue(search="1") == [found.reference]

    def test_by_desk(self, swedish):
        desk = DeskFactory()
        found = held(desk=desk)
        held(desk=DeskFactory())

        assert swedish.queue(desk=desk.slug) == [found.reference]

    @pytest.mark.parametrize(
        "query", [{"show": "x"}, {"page": "x"}, {"warning": "%"}, {"search": "1"}]
    )
    def test_nonsense_in_the_address_does_no_harm(self, swedish, query):
        held()

        assert swedish.get("triage", **query).status_code == 200

    def test_every_warning_says_what_to_do(self, room):
        case = held(warnings=[*WARNINGS, "one-we-do-not-know"])

        page = room.words("sort", case.reference)

        carried = WARNINGS.keys() - {"uncovered", "late", "unreachable"}
        with translation.override(room.language):
            assert [code for code in carried if str(WARNINGS[code].advice) not in page] == []

    def test_nothing_to_sort_is_said(self, room):
        assert room.get("triage").context["lines"] == []


class TestSeveralAtOnce:
    @pytest.fixture
    def team(self):
        forget()
        return TeamFactory(areas=["liquidity"])

    def test_the_clear_ones_are_sent_as_suggested_and_the_others_left(self, room, team):
        clear = [held(), held()]
        unclear = held(areas=["rent"])
        chosen = [case.reference for case in (*clear, unclear)]

        page = room.post("batch", case=chosen, do="send")

        assert {r.case.reference for r in Referral.objects.filter(team=team, state="sent")} == {
            case.reference for case in clear
        }
        assert room.queue() == [unclear.reference]
        assert page.status_code == 200

    def test_a_second_click_sends_nothing_twice(self, swedish, team):
        case = held()
        for _ in range(2):
            swedish.post("batch", case=[case.reference], do="send")

        assert Referral.objects.count() == 1

    def test_a_team_that_has_said_no_is_not_asked_again(self, swedish, team):
        case = held()
        ReferralFactory(case=case, team=team, declined=True)

        swedish.post("batch", case=[case.reference], do="send")

        assert not Referral.objects.live().exists()

    def test_cases_elsewhere_are_not_touched(self, swedish, team):
        other = held(**ELSEWHERE)

        swedish.post("batch", case=[other.reference], do="send")
        swedish.post("batch", case=[other.reference], do="spam")

        assert not Referral.objects.exists()
        assert not Case.objects.get(pk=other.pk).held_as_spam

    def test_spam_is_held_back_and_released(self, swedish):
        case = held()

        swedish.post("batch", case=[case.reference], do="spam")
        assert (swedish.queue(), swedish.queue(show="spam")) == ([], [case.reference])
        swedish.post("batch", case=[case.reference], do="release")

        assert swedish.queue() == [case.reference]
        verbs = CaseEvent.objects.filter(case=case).values_list("verb", flat=True)
        assert set(verbs) == {"held_as_spam", "released"}

    @pytest.mark.parametrize("posted", [{}, {"case": ["22222222"]}])
    def test_nothing_ticked_is_said(self, room, posted):
        before = seen(room.get("triage"))

        assert seen(room.post("batch", do="send", **posted)) != before

    def test_no_other_site_is_led_to(self, swedish):
        case = held()
        page = swedish.post(
            "batch", follow=False, case=[case.reference], do="spam", next="//evil.example/"
        )

        assert page.url == swedish.address("triage")


def test_the_queue_takes_as_many_queries_for_twenty_cases_as_for_one(swedish):
    def queries():
        return queries_of(lambda: swedish.get("triage"))

    ReferralFactory(case=held(desk=DeskFactory()), declined=True)
    one = queries()
    for _ in range(19):
        ReferralFactory(case=held(desk=DeskFactory(), areas=["rent", "liquidity"]), declined=True)

    assert queries() == one
    assert one <= 15
