"""The company's page of its case: where it stands, who has it, what is said."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lotsa.core.cases.states import CaseState, Outcome
from lotsa.domain.cases.models import Attachment, CaseEvent, CaseReading, Suggestion
from lotsa.domain.cases.services import answering, talking
from lotsa.domain.cases.services.by import By
from lotsa.foundation import clock
from tests.support.client import StrictClient
from tests.support.company import HOUR, Asker, recent, team
from tests.support.factories import (
    ActorFactory,
    DeskFactory,
    MemberFactory,
    MessageFactory,
    NoteFactory,
    ReferralFactory,
    TaskFactory,
    UserFactory,
)
from tests.support.guide import seen

pytestmark = pytest.mark.usefixtures("facts")

WAITING = {"sv": "Väntar på lots", "en": "Waiting for a pilot"}
ON_BOARD = {"sv": "Lots ombord", "en": "Pilot on board"}


def heading(page):
    html = page.content.decode()
    return seen_part(html.split("<h1>")[1].split("</h1>")[0])


def seen_part(html):
    return " ".join(html.split())


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (CaseState.NEW, {"sv": "Vi letar efter rätt rådgivare", "en": "We are looking for"}),
        (CaseState.TRIAGE, {"sv": "Vi letar efter rätt rådgivare", "en": "We are looking for"}),
        (CaseState.REFERRED, {"sv": "Er fråga är skickad vidare", "en": "has been sent on"}),
    ],
)
def test_it_waits_for_a_pilot_until_somebody_says_yes(asker, state, expected):
    case = recent(state=state)
    if state == CaseState.REFERRED:
        ReferralFactory(case=case, team=team())

    page = asker.get(case)

    assert expected[asker.language] in heading(page)
    assert WAITING[asker.language] in seen(page)
    assert ON_BOARD[asker.language] not in seen(page)
    assert {"sv": "Någon hör av sig", "en": "Somebody will contact"}[asker.language] in seen(page)
    if state == CaseState.REFERRED:
        assert "Almi Påhitt" in seen(page)
        assert {"sv": "inte svarat än", "en": "not answered yet"}[asker.language] in seen(page)


def test_who_has_it_is_named_with_a_phone_number(asker):
    case = recent(state=CaseState.ACCEPTED)
    one = team(phone="016-00 00 00")
    adviser = MemberFactory(
        actor=one.actor, teams=[one], user=UserFactory(name="Anna Påhittsson", phone="")
    )
    ReferralFactory(case=case, team=one, accepted=True, adviser=adviser)

    page = asker.get(case)

    assert "Anna Påhittsson" in heading(page)
    assert ON_BOARD[asker.language] in seen(page)
    assert "016-00 00 00" in seen(page)
    adviser.user.phone = "070-174 06 10"
    adviser.user.save()
    assert "070-174 06 10" in seen(asker.get(case))


def test_two_who_have_it_are_both_named(owner):
    case = recent(state=CaseState.ACCEPTED)
    for name in ("Almi Påhitt", "Connect Påhitt"):
        ReferralFactory(case=case, team=team(name), accepted=True)

    assert heading(owner.get(case)) == "Almi Påhitt och Connect Påhitt har ert ärende"


def test_one_next_in_turn_is_not_named(owner):
    case = recent(state=CaseState.REFERRED)
    ReferralFactory(case=case, team=team())
    ReferralFactory(case=case, team=team("Hemliga Påhitt"), planned=True)

    assert "Hemliga Påhitt" not in seen(owner.get(case))


def test_in_contact(asker):
    case = recent(state=CaseState.IN_PROGRESS, first_contact_at=clock.moment())
    ReferralFactory(case=case, team=team(), started=True)

    page = asker.get(case)

    assert {"sv": "hjälper er", "en": "is helping you"}[asker.language] in heading(page)
    assert {"sv": "Någon hör av sig", "en": "will contact"}[asker.language] not in seen(page)
    assert 'data-where="now" aria-current="step"' in page.content.decode()


@pytest.mark.parametrize("outcome", list(Outcome))
def test_closed_with_each_outcome(asker, outcome):
    case = recent(state=CaseState.CLOSED, outcome=outcome, closed_at=clock.moment())

    page = asker.get(case)

    text = seen(page)
    assert WAITING[asker.language] not in text
    assert ON_BOARD[asker.language] not in text
    assert {"sv": "mer hjälp", "en": "more help"}[asker.language] in text
    # What is taken back or closed cannot be taken back again.
    assert asker.page_of(case, "withdraw", token=page.context["token"]) not in page.content.decode()


def test_late_is_said_with_what_is_done_about_it(asker):
    desk = DeskFactory(phone="016-11 00 00")
    case = recent(state=CaseState.REFERRED, promised_at=clock.moment() - HOUR, desk=desk)

    text = seen(asker.get(case))

    assert {"sv": "Vi är sena", "en": "We are late"}[asker.language] in text
    assert "016-11 00 00" in text
    assert {"sv": "Någon hör av sig", "en": "Somebody will contact"}[asker.language] not in text


@pytest.mark.parametrize(
    "more",
    [
        {"promised_at": None},
        {"first_contact_at": datetime.datetime(2020, 5, 1, tzinfo=datetime.UTC)},
        {
            "state": CaseState.CLOSED,
            "closed_at": datetime.datetime(2020, 5, 4, tzinfo=datetime.UTC),
        },
    ],
)
def test_not_late(owner, more):
    past = clock.moment() - HOUR
    case = recent(**({"promised_at": past} | more))

    assert "Vi är sena" not in seen(owner.get(case))


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"unreachable": True}, {"sv": "Vi har försökt nå er", "en": "We have tried to reach"}),
        ({"waiting_for": "company"}, {"sv": "Vi väntar på svar", "en": "An answer from you"}),
        ({"uncovered": True}, {"sv": "Ingen i närheten", "en": "Nobody close by"}),
        ({"erasure_wanted_at": clock.now()}, {"sv": "kommer att raderas", "en": "will be deleted"}),
    ],
)
def test_what_needs_attention_is_said(asker, more, expected):
    assert expected[asker.language] in seen(asker.get(recent(**more)))
    assert expected[asker.language] not in seen(asker.get(recent()))


def test_a_case_held_back_looks_like_any_other(owner):
    assert heading(owner.get(recent(held_as_spam=True))) == heading(owner.get(recent()))


def test_it_is_the_address_that_decides_the_language(client):
    case = recent(language="en")

    assert "Ärende" in seen(Asker(client, "sv").get(case))
    assert "Case" in seen(Asker(client, "en").get(case))


def test_nothing_internal_is_shown(owner):
    case = recent(state=CaseState.ACCEPTED)
    referral = ReferralFactory(
        case=case,
        team=team(),
        accepted=True,
        note="HEMLIG överlämning",
        decline_text="HEMLIG orsak",
        outcome_text="HEMLIGT utfall",
    )
    NoteFactory(case=case, text="HEMLIG anteckning", shared=True)
    TaskFactory(case=case, title="HEMLIG uppgift")
    by = By(referral.adviser_id, referral.team.actor_id, referral.adviser.user_id)
    talking.attach(
        case.pk,
        SimpleUploadedFile("hemlig.txt", b"internt"),
        internal=True,
        by=by,
        now=clock.moment(),
    )

    html = owner.get(case).content.decode()

    assert "HEMLIG" not in html
    assert "hemlig.txt" not in html
    inside = Attachment.objects.get().file.public_id
    assert owner.get(case, "file", file_id=inside).status_code == 404


def test_why_a_team_declined_is_not_shown(owner):
    case = recent(state=CaseState.TRIAGE)
    referral = ReferralFactory(case=case, team=team())
    answering.decline(referral.pk, "conflict", "HEMLIG orsak", by=By(), now=clock.moment())

    text = seen(owner.get(case))

    assert "Almi Påhitt kunde inte ta ert ärende" in text
    assert "HEMLIG" not in text
    assert "intressekonflikt" not in text.lower()


def test_who_has_seen_it_and_when(asker):
    case = recent()
    member = MemberFactory(actor=ActorFactory(name="Region Påhitt"), adviser=True)
    for day in (3, 4):
        at = datetime.datetime(2020, 5, day, 9, tzinfo=datetime.UTC)
        CaseReading.objects.create(
            case=case, member=member, actor=member.actor, handling=False, day=at.date(),
            first_at=at, last_at=at,
        )  # fmt: skip
    CaseEvent.objects.create(
        case=case,
        at=datetime.datetime(2020, 5, 2, 9, tzinfo=datetime.UTC),
        verb="noted_elsewhere",
        member=member,
        actor=member.actor,
    )

    days = {"sv": "2 maj, 3 maj, 4 maj", "en": "2 May, 3 May, 4 May"}
    text = seen(asker.get(case))
    assert f"Region Påhitt {days[asker.language]}" in text
    assert member.user.name not in text


def test_a_tip_leads_to_its_measure(owner):
    case = recent()
    member = MemberFactory(actor=ActorFactory(name="Almi Påhitt"), adviser=True)
    for measure in ("omstallningsstod", "gone-since"):
        Suggestion.objects.create(
            case=case, member=member, measure=measure, text="Passar er.", created_at=clock.moment()
        )

    page = owner.get(case)

    address = owner.address("public:measure", measure_id="omstallningsstod")
    assert f'href="{address}"' in page.content.decode()
    assert "gone-since" in seen(page)
    assert "Passar er." in seen(page)


def test_the_history_is_in_plain_words(asker):
    case = recent(state=CaseState.REFERRED)
    referral = ReferralFactory(case=case, team=team())
    adviser = MemberFactory(actor=referral.team.actor, teams=[referral.team], adviser=True)
    by = By(adviser.pk, adviser.actor_id, adviser.user_id)
    answering.accept(referral.pk, adviser_id=adviser.pk, by=by, now=clock.moment())
    talking.write_note(case.pk, "internt", shared=True, by=by, now=clock.moment())
    asker.write(case, "Hej")

    words = [one.words for one in asker.get(case).context["history"]]

    assert (
        words
        == {
            "sv": ["Ni skrev ett meddelande.", "Almi Påhitt tog ert ärende."],
            "en": ["You wrote a message.", "Almi Påhitt took your case."],
        }[asker.language]
    )


def test_the_number_of_queries_is_the_same_with_much_in_the_case(owner):
    def count(case):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert StrictClient().get(owner.page_of(case)).status_code == 200
        return len(queries)

    def fill(case, times):
        for number in range(times):
            referral = ReferralFactory(case=case, team=team(f"Påhitt {number}"), accepted=True)
            by = By(referral.adviser_id, referral.team.actor_id, referral.adviser.user_id)
            MessageFactory(case=case)
            talking.say(
                case.pk,
                f"Hej {number}",
                [SimpleUploadedFile(f"{number}.txt", b"Avtal")],
                by=by,
                now=clock.moment(),
            )
            talking.suggest(case.pk, f"measure-{number}", by=by, now=clock.moment())
            CaseReading.objects.create(
                case=case, member=referral.adviser, actor=referral.team.actor, handling=True,
                day=clock.today(), first_at=clock.moment(), last_at=clock.moment(),
            )  # fmt: skip

    few, many = recent(), recent()
    fill(few, 1)
    fill(many, 12)
    count(few)

    assert count(few) == count(many) <= 16
