import pytest

from lotsa.foundation.outbox.models import OutboxMessage, State
from lotsa.web.coordinator.views.mail import PER_PAGE
from tests.support.factories import CaseFactory, MemberFactory
from tests.support.guide import seen
from tests.support.queries import queries_of
from tests.support.troubled import bounced_mail
from tests.web.coordinator.room import InRoom

pytestmark = pytest.mark.usefixtures("facts")

HERE = {"municipality_code": "0484", "region_code": "04"}


def shown(room):
    return [line.row.id for line in room.get("mail").context["lines"]]


@pytest.mark.parametrize("state", [State.BOUNCED, State.DEAD, State.UNCERTAIN])
def test_what_did_not_arrive_stands_with_why_and_what_to_do(room, state):
    case = CaseFactory(**HERE)
    mail = bounced_mail(case, state=state)

    page = room.get("mail")

    (line,) = page.context["lines"]
    assert (line.row.id, line.case) == (mail.pk, case)
    assert all(words in seen(page) for words in ("550 5.1.1", case.reference))
    assert line.advice
    assert case.contact_email not in seen(page)


def test_only_mail_about_ones_own_cases(swedish):
    mine = bounced_mail(CaseFactory(**HERE))
    other = bounced_mail(CaseFactory(municipality_code="0180", region_code="01"))

    assert shown(swedish) == [mine.pk]
    for name in ("resend", "leave"):
        assert swedish.post(name, other.pk).status_code == 404
    other.refresh_from_db()
    assert other.state == State.BOUNCED


def test_an_administrator_sees_all_but_leads_to_no_case(facts):
    room = InRoom(MemberFactory(administrator=True))
    case = CaseFactory(**HERE)
    mail = bounced_mail(case)

    page = room.get("mail")

    assert [line.row.id for line in page.context["lines"]] == [mail.pk]
    assert case.reference not in seen(page)


def test_it_is_sent_again_or_let_be_once(room):
    case = CaseFactory(**HERE)
    again, left = bounced_mail(case), bounced_mail(case)

    room.post("resend", again.pk)
    room.post("leave", left.pk)

    assert shown(room) == []
    assert OutboxMessage.objects.get(pk=left.pk).state == State.DROPPED
    assert OutboxMessage.objects.get(pk=again.pk).state != State.BOUNCED
    assert room.post("leave", left.pk).status_code == 404


def test_mail_to_people_at_work_is_told_by_their_name(swedish):
    colleague = MemberFactory(adviser=True)
    bounced_mail(CaseFactory(**HERE), to=("user", colleague.user_id))

    (line,) = swedish.get("mail").context["lines"]
    assert line.to == colleague.user.name


def test_all_of_it_is_there_a_page_at_a_time_whatever_others_have(swedish):
    case = CaseFactory(**HERE)
    mine = [bounced_mail(case).pk for _ in range(PER_PAGE + 2)]
    elsewhere = CaseFactory(municipality_code="0180", region_code="01")
    for _ in range(PER_PAGE):
        bounced_mail(elsewhere)

    pages = [swedish.get("mail", page=number).context["lines"] for number in (1, 2)]

    assert [len(lines) for lines in pages] == [PER_PAGE, 2]
    assert [line.row.id for lines in pages for line in lines] == mine[::-1]
    swedish.post("leave", mine[0])
    assert len(swedish.get("mail", page=2).context["lines"]) == 1


def test_all_mail_has_arrived(room):
    assert shown(room) == []


def test_twenty_rows_take_as_many_queries_as_one(swedish):
    def queries():
        return queries_of(lambda: swedish.get("mail"))

    bounced_mail(CaseFactory(**HERE))
    one = queries()
    for _ in range(19):
        bounced_mail(CaseFactory(**HERE))

    assert queries() == one
