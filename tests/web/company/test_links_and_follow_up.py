"""A new link, and how it went."""

import datetime

import pytest

from lotsa.core.cases.states import CaseState, Outcome
from lotsa.domain.cases.access import LINK_LIVES, link_token
from lotsa.domain.cases.models import FollowUp
from lotsa.foundation import clock
from lotsa.foundation.outbox.models import OutboxMessage
from tests.support.factories import CaseFactory, ReferralFactory
from tests.support.guide import seen

pytestmark = pytest.mark.usefixtures("facts")

DAY = datetime.timedelta(days=1)
SENT = {"sv": "är en ny länk på väg", "en": "a new link is on its way"}
THANKS = {"sv": "Tack för era svar", "en": "Thank you for your answers"}


def links_sent():
    return OutboxMessage.objects.filter(notice="case.link")


def ask_for_link(asker, **posted):
    return asker.client.post(asker.address("new_link"), posted)


def test_a_link_that_has_run_out_gives_a_new_one_by_mail(asker):
    case = CaseFactory(language="en")
    old = link_token(case, now=clock.now() - LINK_LIVES - DAY)

    page = ask_for_link(asker, token=old)

    assert SENT[asker.language] in seen(page)
    (mail,) = links_sent()
    assert (mail.recipient_kind, mail.recipient_id) == ("case", str(case.pk))
    assert mail.language == "en"


def test_number_and_address_give_a_new_link(asker):
    case = CaseFactory()
    page = ask_for_link(
        asker, reference=f" {case.reference.lower()} ", email=case.contact_email.upper()
    )

    assert SENT[asker.language] in seen(page)
    assert links_sent().count() == 1


@pytest.mark.parametrize(
    "posted",
    [
        {"token": "x"},
        {"token": "a" * 500},
        {"reference": "22222222", "email": "kim@example.com"},
        {"reference": "{reference}", "email": "other@example.com"},
    ],
)
def test_the_answer_is_the_same_when_there_is_nothing_to_send(asker, posted):
    case = CaseFactory()
    right = ask_for_link(asker, reference=case.reference, email=case.contact_email)
    links_sent().delete()
    posted = {key: value.format(reference=case.reference) for key, value in posted.items()}

    page = ask_for_link(asker, **posted)

    assert seen(page) == seen(right)
    assert not links_sent().exists()


def test_a_case_without_an_address_gets_the_same_answer(asker):
    case = CaseFactory(anonymous_one=True)
    page = ask_for_link(asker, token=link_token(case, now=clock.now()))

    assert SENT[asker.language] in seen(page)
    assert not links_sent().exists()


def test_a_mailbox_is_not_filled(owner):
    case = CaseFactory()
    for _ in range(3):
        ask_for_link(owner, token=link_token(case, now=clock.now()))

    assert links_sent().count() == 1


@pytest.mark.parametrize("posted", [{}, {"reference": "22222222"}, {"email": "kim@example.com"}])
def test_both_number_and_address_are_needed(asker, posted):
    page = ask_for_link(asker, **posted)

    assert page.status_code == 422
    assert len(page.context["faults"]) == 2 - len(posted)
    for value in posted.values():
        assert value in page.content.decode()


@pytest.mark.usefixtures("stopped_clock")
def test_asking_for_links_is_limited(owner):
    statuses = [ask_for_link(owner, token="x").status_code for _ in range(11)]

    assert statuses == [200] * 10 + [429]


def follow_up_address(asker, case, kind="first"):
    return asker.page_of(case, "follow_up", kind=kind)


def chosen(page):
    return {
        field.name: [choice.value for choice in field.choices if choice.chosen]
        for field in page.context["fields"]
        if field.choices
    }


@pytest.mark.parametrize(
    ("kind", "query", "field", "value"),
    [
        ("first", {"contacted": "yes"}, "contacted", "yes"),
        ("first", {"contacted": "no"}, "contacted", "no"),
        ("later", {"useful": "yes"}, "useful", "3"),
        ("later", {"useful": "no"}, "useful", "1"),
    ],
)
def test_the_link_in_the_mail_fills_the_answer_in_and_one_button_sends_it(
    asker, kind, query, field, value
):
    case = CaseFactory(closed=True)
    referral = ReferralFactory(case=case, accepted=True)
    address = follow_up_address(asker, case, kind)
    page = asker.client.get(address, query)

    assert chosen(page)[field] == [value]
    assert not FollowUp.objects.exists()
    done = asker.client.post(address, {field: value}, follow=True)
    assert THANKS[asker.language] in seen(done)
    given = FollowUp.objects.get()
    assert given.kind == kind
    assert given.answered_at is not None
    assert given.contacted is {"yes": True, "no": False}.get(value)
    assert given.useful == (int(value) if field == "useful" else None)
    case.refresh_from_db()
    assert case.state == CaseState.FOLLOWED_UP
    told = OutboxMessage.objects.filter(notice="case.follow_up_answered")
    assert [one.recipient_id for one in told] == [str(referral.adviser.user_id)]


def test_an_answer_can_be_changed(asker):
    case = CaseFactory(closed=True)
    address = follow_up_address(asker, case)
    everything = {"contacted": "yes", "useful": "2", "happened": "solved", "comment": "Tack!"}
    asker.client.post(address, everything)

    assert THANKS[asker.language] in seen(asker.client.get(address))
    again = asker.client.get(address, {"change": "1"})
    assert chosen(again) == {"contacted": ["yes"], "useful": ["2"], "happened": ["solved"]}
    assert "Tack!</textarea>" in again.content.decode()
    asker.client.post(address, everything | {"useful": "4"})
    assert FollowUp.objects.get().useful == 4
    assert OutboxMessage.objects.filter(notice="case.follow_up_answered").count() == 0


def test_another_link_in_the_mail_opens_the_answers_for_change(owner):
    case = CaseFactory(closed=True)
    address = follow_up_address(owner, case)
    owner.client.post(address, {"contacted": "yes", "useful": "2"})
    page = owner.client.get(address, {"contacted": "no"})

    assert chosen(page)["contacted"] == ["no"]
    assert chosen(page)["useful"] == ["2"]
    assert FollowUp.objects.get().contacted is True


@pytest.mark.parametrize(
    "posted", [{}, {"useful": "5"}, {"contacted": "maybe"}, {"happened": "'; --"}, {"comment": " "}]
)
def test_no_answer_at_all_is_told(asker, posted):
    case = CaseFactory(closed=True)
    page = asker.client.post(follow_up_address(asker, case), posted)

    assert page.status_code == 422
    assert page.context["faults"][0].field_id == "id_contacted"
    assert not FollowUp.objects.exists()


def test_a_comment_that_is_too_long_is_told_and_kept(owner):
    case = CaseFactory(closed=True)
    page = owner.client.post(follow_up_address(owner, case), {"comment": "x" * 2001})

    assert page.status_code == 422
    assert page.context["faults"][0].field_id == "id_comment"
    assert "x" * 2001 in page.content.decode()


def test_only_a_closed_case_is_asked_about(owner):
    case = CaseFactory(state=CaseState.IN_PROGRESS)
    page = owner.client.get(follow_up_address(owner, case), follow=True)

    assert page.redirect_chain
    assert "company/case.html" in [template.name for template in page.templates]
    owner.client.post(follow_up_address(owner, case), {"contacted": "yes"})
    assert not FollowUp.objects.exists()


def test_a_kind_that_does_not_exist_is_no_page(owner):
    assert owner.client.get(follow_up_address(owner, CaseFactory(), "third")).status_code == 404


def test_who_was_not_helped_is_asked_too(owner):
    case = CaseFactory(closed=True, outcome=Outcome.NOT_HELPED)

    assert owner.client.get(follow_up_address(owner, case)).status_code == 200
