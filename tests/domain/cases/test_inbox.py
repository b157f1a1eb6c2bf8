import datetime

import pytest

from lotsa.domain.actors.viewers import viewer_of
from lotsa.domain.cases.inbox import NOBODY, Asked, Sort, Tab, chosen, due_of, inbox, waiting
from tests.support.factories import (
    AT,
    ActorFactory,
    CaseFactory,
    MemberFactory,
    MessageFactory,
    ReferralFactory,
    TeamFactory,
)
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db

NOW = AT + datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)


@pytest.fixture
def adviser():
    return MemberFactory(adviser=True)


@pytest.fixture
def team(adviser):
    return adviser.teams.get()


def found(member, tab=Tab.NEW, *, page=1, now=NOW, **asked):
    return inbox(viewer_of(member), Asked(tab=tab, **asked), page=page, now=now)


def references(member, tab=Tab.NEW, **asked):
    return [row.reference for row in found(member, tab, **asked).page.object_list]


class TestTheTabs:
    def test_each_referral_is_under_the_tabs_it_belongs_to(self, adviser, team):
        other = MemberFactory(adviser=True, actor=team.actor, teams=[team])
        cases = {
            "sent": ReferralFactory(team=team),
            "mine": ReferralFactory(team=team, accepted=True, adviser=adviser),
            "colleague's": ReferralFactory(team=team, started=True, adviser=other),
            "waiting": ReferralFactory(
                team=team, started=True, adviser=other, case__waiting_for="company"
            ),
            "late answer": ReferralFactory(team=team, at=AT - 3 * DAY),
            "late contact": ReferralFactory(
                team=team, accepted=True, adviser=other, at=AT - 3 * DAY
            ),
            "declined": ReferralFactory(team=team, declined=True),
            "closed": ReferralFactory(team=team, state="closed", outcome="helped"),
            "handed over": ReferralFactory(team=team, state="handed_over"),
        }
        names = {one.case.reference: name for name, one in cases.items()}

        listed = {tab: {names[one] for one in references(adviser, tab)} for tab in Tab}

        assert listed == {
            Tab.NEW: {"sent", "late answer"},
            Tab.MINE: {"mine"},
            Tab.TEAM: {"mine", "colleague's", "waiting", "late contact"},
            Tab.WAITING: {"waiting"},
            Tab.OVERDUE: {"late answer", "late contact"},
            Tab.CLOSED: {"declined", "closed", "handed over"},
        }
        counts = found(adviser).counts
        assert counts == {tab: len(rows) for tab, rows in listed.items()}
        assert waiting(viewer_of(adviser), now=NOW) == counts

    def test_a_company_that_cannot_be_reached_is_not_late(self, adviser, team):
        ReferralFactory(
            team=team, accepted=True, adviser=adviser, at=AT - 3 * DAY, case__unreachable=True
        )

        assert references(adviser, Tab.OVERDUE) == []

    @pytest.mark.parametrize(
        "given",
        [
            {"planned": True},
            {"state": "recalled"},
            {"case__held_as_spam": True},
        ],
        ids=str,
    )
    def test_what_the_team_has_not_got_is_in_no_tab(self, adviser, team, given):
        ReferralFactory(team=team, **given)

        assert sum(found(adviser).counts.values()) == 0


class TestWhoseInbox:
    def test_only_ones_own_teams(self, adviser, team):
        mine = ReferralFactory(team=team)
        ReferralFactory(team=TeamFactory(actor=team.actor))
        ReferralFactory()

        assert references(adviser) == [mine.case.reference]

    def test_a_manager_sees_all_teams_of_the_organisation(self):
        actor = ActorFactory()
        inside = ReferralFactory(team__actor=actor)
        ReferralFactory()

        assert references(MemberFactory(manager=True, actor=actor)) == [inside.case.reference]

    def test_a_coordinator_without_a_team_has_an_empty_one(self):
        ReferralFactory()

        assert references(MemberFactory(coordinator=True)) == []

    def test_somebody_with_a_team_but_no_role_in_it_sees_nothing(self, team):
        ReferralFactory(team=team)
        member = MemberFactory(actor=team.actor, teams=[team], editor=True)

        assert references(member) == []

    def test_chosen_rows_are_ones_own_only(self, adviser, team):
        mine, other = ReferralFactory(team=team), ReferralFactory()

        rows = chosen(viewer_of(adviser), [mine.pk, other.pk], now=NOW)

        assert [row.referral_id for row in rows] == [mine.pk]


class TestFilters:
    @pytest.mark.parametrize(
        ("asked", "given"),
        [
            ({"need": "rent"}, {"case__areas": ("rent", "law")}),
            ({"municipality": "0484"}, {"case__municipality_code": "0484"}),
            ({"language": "ar"}, {"case__language": "ar"}),
            ({"period": 7}, {"case__created_at": AT}),
            ({"words": "070-174 06 00"}, {"case__search_text": "fiktiva krogen ab 0701740600"}),
            ({"words": "KROGEN 070"}, {"case__search_text": "fiktiva krogen ab 0701740600"}),
        ],
        ids=lambda value: next(iter(value)),
    )
    def test_each_narrows_list_and_counts_alike(self, adviser, team, asked, given):
        old = AT - 20 * DAY
        fits = ReferralFactory(team=team, **{"case__created_at": old} | given)
        ReferralFactory(team=team, case__created_at=old)

        assert references(adviser, **asked) == [fits.case.reference]
        assert found(adviser, **asked).counts[Tab.NEW] == 1

    def test_by_adviser_team_and_state(self, adviser, team):
        second = TeamFactory(actor=team.actor)
        adviser.teams.add(second)
        colleague = MemberFactory(adviser=True, actor=team.actor, teams=[team])
        mine = ReferralFactory(team=second, started=True, adviser=adviser)
        other = ReferralFactory(team=team, accepted=True, adviser=colleague)
        nobody = ReferralFactory(team=team, accepted=True, adviser=None)

        def listed(**asked):
            return set(references(adviser, Tab.TEAM, **asked))

        assert listed(adviser=str(colleague.pk)) == {other.case.reference}
        assert listed(adviser=NOBODY) == {nobody.case.reference}
        assert listed(team=str(second.pk)) == {mine.case.reference}
        assert listed(state="in_progress") == {mine.case.reference}

    def test_the_choices_are_those_that_occur(self, adviser, team):
        ReferralFactory(team=team, case__municipality_code="0484", case__language="ar")
        ReferralFactory(team=team, state="closed", case__municipality_code="1980")

        page = found(adviser, language="ar")

        assert page.municipalities == ("0484", "1980")
        assert page.languages == ("ar", "sv")
        assert [one.name for one in page.advisers] == [adviser.user.name]


class TestTheOrder:
    def test_by_promise_with_those_not_contacted_first(self, adviser, team):
        later = ReferralFactory(team=team, accepted=True, adviser=adviser, at=AT)
        sooner = ReferralFactory(team=team, accepted=True, adviser=adviser, at=AT - DAY)
        talked = ReferralFactory(team=team, started=True, adviser=adviser, at=AT - 5 * DAY)

        expected = [one.case.reference for one in (sooner, later, talked)]
        assert references(adviser, Tab.MINE) == expected

    def test_newest_and_latest_change(self, adviser, team):
        first = ReferralFactory(team=team, case__created_at=AT - DAY, case__updated_at=AT)
        second = ReferralFactory(team=team, case__created_at=AT, case__updated_at=AT - DAY)
        newest = [second.case.reference, first.case.reference]

        assert references(adviser, sort=Sort.NEWEST) == newest
        assert references(adviser, sort=Sort.CHANGED) == newest[::-1]

    def test_closed_with_the_latest_first(self, adviser, team):
        old = ReferralFactory(team=team, state="closed", ended_at=AT - DAY)
        new = ReferralFactory(team=team, state="closed", ended_at=AT)

        assert references(adviser, Tab.CLOSED) == [new.case.reference, old.case.reference]


class TestTheRows:
    def test_unread_messages_are_those_from_the_company(self, adviser, team):
        referral = ReferralFactory(team=team)
        MessageFactory(case=referral.case)
        MessageFactory(case=referral.case, read_at=AT)
        MessageFactory(case=referral.case, from_company=False)

        (row,) = found(adviser).page.object_list

        assert row.unread == 1

    def test_an_anonymous_question_has_no_name(self, adviser, team):
        ReferralFactory(team=team, case=CaseFactory(anonymous_one=True, company_name="Gömda AB"))

        (row,) = found(adviser).page.object_list

        assert (row.anonymous, row.company) == (True, "")

    @pytest.mark.parametrize(
        ("given", "what", "late"),
        [
            ({}, "answer", False),
            ({"at": AT - 3 * DAY}, "answer", True),
            ({"accepted": True}, "contact", False),
            ({"accepted": True, "at": AT - 3 * DAY}, "contact", True),
            ({"started": True}, None, None),
            ({"state": "closed"}, None, None),
        ],
        ids=str,
    )
    def test_what_is_due(self, given, what, late):
        due = due_of(ReferralFactory(**given), unreachable=False, now=NOW)

        assert (due and due.what, due and due.late) == (what, late)


class TestThePages:
    def test_twenty_five_to_a_page_and_each_on_one(self, adviser, team):
        for _ in range(28):
            ReferralFactory(team=team)

        pages = [found(adviser, page=number).page for number in (1, 2, 99)]

        assert [len(page) for page in pages] == [25, 3, 3]
        listed = {row.referral_id for page in pages[:2] for row in page}
        assert len(listed) == 28

    def test_as_many_queries_for_twenty_as_for_one(self, adviser, team):
        def queries():
            return queries_of(lambda: found(adviser))

        ReferralFactory(team=team)
        one = queries()
        for _ in range(19):
            MessageFactory(case=ReferralFactory(team=team).case)

        assert queries() == one
        assert one <= 11
