import datetime

import pytest

from lotsa.core.cases.states import CaseState, Outcome, ReferralState
from lotsa.domain.cases.models import Case, CaseFigure, FollowUp
from tests.support.factories import (
    AT,
    ActorFactory,
    CaseFactory,
    MemberFactory,
    ReferralFactory,
    TeamFactory,
)
from tests.support.queries import queries_of
from tests.web.coordinator.room import InRoom

pytestmark = pytest.mark.usefixtures("the_story", "facts")

DAY = datetime.timedelta(days=1)
MARCH = datetime.datetime(2020, 3, 2, 8, tzinfo=datetime.UTC)  # a Monday, 9 in Sweden
FEBRUARY = MARCH - 28 * DAY
HERE = {"municipality_code": "0484", "region_code": "04"}
MONTH = {"from": "2020-03", "to": "2020-03"}


def part(team, at=MARCH, days=1, outcome="", **given):
    """A case of the region, contacted after some days by a team, closed when it has an outcome."""
    contact = at + days * DAY
    case = CaseFactory(
        at=at,
        state=CaseState.CLOSED if outcome else CaseState.IN_PROGRESS,
        outcome=outcome,
        first_contact_at=contact,
        **{**HERE, **given},
    )
    referral = ReferralFactory(
        case=case,
        team=team,
        at=at,
        state=ReferralState.CLOSED if outcome else ReferralState.IN_PROGRESS,
        outcome=outcome,
        first_contact_at=contact,
        due_at=at + 2 * DAY,
    )
    referral.needs.update(outcome=outcome)
    return case


def answered(case, useful, contacted=True):
    FollowUp.objects.create(
        case=case, kind="first", asked_at=AT, answered_at=AT, useful=useful, contacted=contacted
    )


def lines(room, **query):
    page = room.get("figures", **{**MONTH, **query})
    return {line.label: line for line in page.context["lines"]}


class TestWhatIsCounted:
    def test_a_teams_times_declines_outcomes_and_satisfaction(self, room):
        team = TeamFactory(capacity=3)
        answered(part(team, days=1, outcome=Outcome.HELPED), useful=4)
        answered(part(team, days=2, outcome=Outcome.NOT_HELPED), useful=1)
        part(team, days=3, outcome=Outcome.PARTLY)
        ReferralFactory(case=CaseFactory(at=MARCH, **HERE), team=team, at=MARCH, declined=True)
        part(team, at=FEBRUARY, days=4)

        line = lines(room, by="team")[team.name]

        assert (line.number, line.before, line.declines) == (4, 1, 1)
        assert line.days.value == "2"
        assert line.days.before == "4"
        assert line.in_time.base.startswith(("2 av 3", "2 of 3"))
        assert line.helped.base.startswith(("2 av 3", "2 of 3"))
        assert line.satisfied.base.startswith(("1 av 2", "1 of 2"))
        assert line.load.startswith("1 ")
        assert [number for _, number in line.reasons] == [1]

    def test_an_organisation_is_the_sum_of_its_teams(self, swedish):
        actor = ActorFactory()
        for team in (TeamFactory(actor=actor), TeamFactory(actor=actor)):
            part(team)
        part(TeamFactory())

        assert lines(swedish)[actor.name].number == 2

    @pytest.mark.parametrize(("by", "label"), [("need", "Likviditet"), ("place", "Eskilstuna")])
    def test_by_need_and_by_place(self, swedish, by, label):
        part(TeamFactory(), days=1)
        part(TeamFactory(), days=3, municipality_code="0480", areas=["rent"])
        CaseFactory(at=MARCH, uncovered=True, **HERE).needs.update(uncovered=True)

        line = next(line for name, line in lines(swedish, by=by).items() if name.startswith(label))

        assert (line.number, line.uncovered) == (2, 1)
        assert line.days.value == "1"

    def test_a_case_of_several_teams_is_one_case_in_the_sum(self, swedish):
        case = part(TeamFactory())
        ReferralFactory(case=case, at=MARCH)

        assert swedish.get("figures", **MONTH).context["whole"].number == 1

    def test_what_is_left_of_erased_cases_counts_too(self, swedish):
        team = TeamFactory()
        part(team, days=1)
        for first in (True, False):
            CaseFigure.objects.create(
                first=first,
                opened_month=MARCH.date().replace(day=1),
                region_code="04",
                municipality_code="0484",
                areas=["liquidity"],
                origin="guide",
                language="sv",
                team=team,
                actor=team.actor,
                outcome=Outcome.HELPED,
                contact_days=3,
                contacted=True,
                useful=4,
            )

        assert lines(swedish, by="team")[team.name].number == 3
        assert lines(swedish, by="place")["Eskilstuna"].number == 2
        whole = swedish.get("figures", **MONTH).context["whole"]
        assert (whole.number, whole.days.value, whole.satisfied.value) == (2, "2", "100\u00a0%")

    @pytest.mark.parametrize(
        "given",
        [
            {"held_as_spam": True},
            {"municipality_code": "0180", "region_code": "01"},
        ],
    )
    def test_what_is_not_counted(self, swedish, given):
        part(TeamFactory(), **given)

        assert swedish.get("figures", **MONTH).context["whole"].number == 0
        assert lines(swedish, by="need") == {}

    def test_merged_cases_are_counted_once(self, swedish):
        kept = part(TeamFactory())
        part(TeamFactory(), merged_into=kept)

        assert swedish.get("figures", **MONTH).context["whole"].number == 1

    def test_the_months_are_those_of_sweden(self, swedish):
        just = datetime.datetime(2020, 2, 29, 23, 30, tzinfo=datetime.UTC)  # 1 March in Sweden
        part(TeamFactory(), at=just)

        assert swedish.get("figures", **MONTH).context["whole"].number == 1

    @pytest.mark.parametrize(
        "query", [{"from": "x"}, {"from": "2020-03", "to": "2019-01"}, {"by": "x"}]
    )
    def test_nonsense_in_the_address_does_no_harm(self, swedish, query):
        assert swedish.get("figures", **query).status_code == 200


class TestWhose:
    def test_a_manager_sees_the_own_organisation_wherever_the_company_is(self, facts):
        manager = InRoom(MemberFactory(manager=True))
        own = TeamFactory(actor=manager.member.actor)
        part(own)
        part(own, municipality_code="0180", region_code="01")
        part(TeamFactory())
        case = part(TeamFactory())
        ReferralFactory(case=case, team=own, at=MARCH, planned=True)

        page = manager.get("figures", **MONTH)

        assert [(line.label, line.number) for line in page.context["lines"]] == [(own.name, 2)]
        assert page.context["whole"].number == 2
        assert {line.number for line in lines(manager, by="place").values()} == {1}

    def test_nobody_chooses_a_scope_that_is_not_theirs(self, swedish):
        page = swedish.get("figures", scope="organisation", **MONTH)

        assert page.context["seen"] == "territory"
        assert swedish.get("figures", scope="all").context["seen"] == "territory"

    @pytest.mark.parametrize("trait", ["adviser", "editor", "administrator"])
    def test_others_see_none(self, facts, trait):
        assert InRoom(MemberFactory(**{trait: True})).get("figures").status_code == 404


class TestThroughTheGate:
    @pytest.fixture
    def analyst(self, facts):
        return InRoom(MemberFactory(analyst=True))

    def ask(self, number, area="liquidity", region="04", at=MARCH, **given):
        return [
            CaseFactory(
                at=at, areas=[area], region_code=region, municipality_code=f"{region}80", **given
            )
            for _ in range(number)
        ]

    def table(self, room, **query):
        page = room.get("figures", **query)
        areas = {row[0]: row[1] for row in page.context["rows"]}
        return page, areas

    def test_few_companies_are_hidden_and_so_is_what_would_tell(self, analyst):
        self.ask(6)
        self.ask(2, area="rent")
        self.ask(7, region="18")
        self.ask(8, area="rent", region="18")

        page, rows = self.table(analyst)

        assert rows["Likviditet"] == [None, None]
        assert rows["Lokalhyra"] == [None, None]
        assert page.context["total"] == 23
        assert "2" not in {cell for row in rows.values() for cell in row}

    def test_a_company_counts_once_a_quarter_however_often_it_asks(self, analyst):
        first = self.ask(5)
        for case in first:
            CaseFactory(at=MARCH + DAY, company=case.company, areas=["rent"], region_code="04")
        for _ in range(3):
            self.ask(1, company=None, contact_email="samma@example.com")

        page, rows = self.table(analyst)

        assert page.context["total"] == 6
        assert rows == {"Likviditet": [6]}

    def test_only_quarters_that_have_ended(self, analyst):
        self.ask(9, at=AT - DAY)
        self.ask(9, at=MARCH - 80 * DAY)

        assert analyst.get("figures").context["total"] == 0
        assert analyst.get("figures", quarter="2020-04").context["total"] == 0
        assert analyst.get("figures", quarter="2019-10").context["total"] == 9

    @pytest.mark.parametrize(
        "query",
        [{"place": "0480"}, {"by": "team"}, {"from": "2020-03", "to": "2020-03"}, {"need": "rent"}],
    )
    def test_nothing_in_the_address_cuts_the_figures_finer(self, analyst, query):
        self.ask(6)
        self.ask(5, area="rent")

        assert self.table(analyst, **query)[1] == self.table(analyst)[1]

    def test_medians_and_outcomes_stand_on_five_companies(self, analyst):
        self.ask(5, first_contact_at=MARCH + DAY, outcome="helped", closed_at=AT)
        self.ask(4, region="18", first_contact_at=MARCH + DAY)
        self.ask(6, region="18")

        page, _rows = self.table(analyst)

        assert page.context["medians"] == ["1", ""]
        assert page.context["days"] == "1"
        assert sorted(number for _, number in page.context["outcomes"]) == [5, 10]

    def test_what_is_left_of_erased_cases_counts_too(self, analyst):
        self.ask(3)
        for _ in range(3):
            CaseFigure.objects.create(
                first=True,
                opened_month=MARCH.date().replace(day=1),
                region_code="04",
                areas=["liquidity", "rent"],
                origin="guide",
                language="sv",
            )

        assert self.table(analyst)[1] == {"Likviditet": [6]}

    def test_no_name_of_anyone_is_on_the_page(self, analyst):
        (case, *_) = self.ask(5)

        html = analyst.get("figures").content.decode()
        assert case.company_name not in html
        assert case.reference not in html


def test_the_page_takes_as_many_queries_for_twenty_teams_as_for_one(swedish):
    def queries(by):
        return queries_of(lambda: swedish.get("figures", by=by, **MONTH))

    part(TeamFactory(), outcome=Outcome.HELPED)
    kinds = ("organisation", "team", "need", "place")
    one = {by: queries(by) for by in kinds}
    for _ in range(19):
        answered(part(TeamFactory(), outcome=Outcome.HELPED), useful=3)

    assert {by: queries(by) for by in kinds} == one
    assert max(one.values()) <= 25
    assert Case.objects.count() == 20
