"""The company's page of its case: where it stands, who has it, what is said."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lotsa.core.cases.states import CaseState, Outcome
from lotsa.domain.cases.access import LINK_LIVES, link_token
from lotsa.domain.cases.models import Attachment, Case, CaseEvent, CaseReading, Message, Suggestion
from lotsa.domain.cases.services import answering, talking
from lotsa.domain.cases.services.by import By
from lotsa.domain.cases.services.merging import merge
from lotsa.foundation import clock
from lotsa.foundation.outbox.models import OutboxMessage
from tests.support.client import StrictClient
from tests.support.company import Asker
from tests.support.factories import (
    ActorFactory,
    CaseFactory,
    DeskFactory,
    MemberFactory,
    MessageFactory,
    NoteFactory,
    ReferralFactory,
    TaskFactory,
    TeamFactory,
    UserFactory,
)
from tests.support.guide import seen

pytestmark = pytest.mark.usefixtures("facts")

HOUR = datetime.timedelta(hours=1)
WAITING = {"sv": "Väntar på lots", "en": "Waiting for a pilot"}
ON_BOARD = {"sv": "Lots ombord", "en": "Pilot on board"}


def heading(page):
    html = page.content.decode()
    return seen_part(html.split("<h1>")[1].split("</h1>")[0])


def seen_part(html):
    return " ".join(html.split())


def team(name="Almi Påhitt", **more):
    return TeamFactory(actor=ActorFactory(name=name), name=name, **more)


def recent(**more):
    """A case opened an hour ago in the story, with a contact promised in a day."""
    now = clock.moment()
    more.setdefault("promised_at", now + 24 * HOUR)
    return CaseFactory(at=now - HOUR, **more)


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


def test_a_message_reaches_those_who_have_the_case(asker):
    case = recent(state=CaseState.ACCEPTED, waiting_for="company")
    referral = ReferralFactory(case=case, team=team(), accepted=True)
    theirs = MessageFactory(case=case, from_company=False, member=referral.adviser, text="Hej!")
    page = asker.write(case, "Vi kan på tisdag.\n\nGår det bra?")

    assert page.status_code == 200
    assert "Vi kan på tisdag." in seen(page)
    case.refresh_from_db()
    theirs.refresh_from_db()
    assert case.waiting_for == "us"
    assert theirs.read_at is not None
    told = OutboxMessage.objects.filter(notice="case.company_wrote", about_id=case.pk)
    assert [message.recipient_id for message in told] == [str(referral.adviser.user_id)]


def test_a_file_can_be_handed_in_and_fetched(asker):
    case = recent()
    asker.write(case, "Här är avtalet.", SimpleUploadedFile("avtal.txt", b"Avtal"))

    file = Attachment.objects.get().file
    assert "avtal.txt" in seen(asker.get(case))
    got = asker.get(case, "file", file_id=file.public_id)
    assert got.content == b"Avtal"
    assert got.headers["Content-Disposition"] == 'attachment; filename="avtal.txt"'
    assert got.headers["X-Robots-Tag"] == "noindex, nofollow"
    other = CaseFactory()
    assert asker.get(other, "file", file_id=file.public_id).status_code == 404


@pytest.mark.parametrize(
    ("text", "files", "field"),
    [
        ("", [], "id_text"),
        ("x" * 8001, [], "id_text"),
        ("", [("avtal.txt", b"Avtal")], "id_text"),
        ("Hej", [("a.exe", b"MZ\x00\x01\x02")], "id_files"),
        ("Hej", [("a.pdf", b"<html>")], "id_files"),
        ("Hej", [("a.txt", b"")], "id_files"),
        ("Hej", [("a.txt", b"a" * (10 * 1024 * 1024 + 1))], "id_files"),
        ("Hej", [(f"{n}.txt", b"a") for n in range(6)], "id_files"),
    ],
)
def test_a_message_that_cannot_be_sent_is_told_and_kept(asker, text, files, field):
    case = recent()
    page = asker.write(case, text, *(SimpleUploadedFile(name, content) for name, content in files))

    assert page.status_code == 422
    assert [fault.field_id for fault in page.context["faults"]] == [field]
    assert not Message.objects.exists()
    assert not Attachment.objects.exists()
    if text == "Hej":
        assert ">Hej</textarea>" in page.content.decode()


def test_a_body_that_is_far_too_large_is_not_read(owner):
    case = recent()
    page = owner.write(case, "Hej", SimpleUploadedFile("a.txt", b"a" * (71 * 1024 * 1024)))

    assert page.status_code == 422
    assert not Message.objects.exists()


def test_a_double_click_is_one_message(owner):
    case = recent()
    owner.write(case, "Hej")
    owner.write(case, "Hej")
    assert Message.objects.count() == 1

    Message.objects.update(created_at=clock.moment() - HOUR)
    owner.write(case, "Hej")
    assert Message.objects.count() == 2


def test_writing_on_a_closed_case_takes_it_up_again(asker):
    case = recent(state=CaseState.CLOSED, outcome=Outcome.HELPED, closed_at=clock.moment())

    asker.write(case, "Nu behöver vi mer hjälp.")

    case.refresh_from_db()
    assert (case.state, case.outcome, case.closed_at) == (CaseState.TRIAGE, "", None)
    assert Message.objects.get().text == "Nu behöver vi mer hjälp."


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


def test_a_merged_case_shows_the_one_it_was_joined_with(owner):
    company = CaseFactory().company
    first, second = recent(company=company), recent(company=company)
    token = link_token(first, now=clock.now())
    merge(first.pk, second.pk, by=By.system(), now=clock.moment())

    page = owner.get(first, token=token)

    assert page.context["case"] == second
    assert second.reference in seen(page)
    owner.post(first, "write", token=token, posted={"text": "Hej"})
    assert Message.objects.get().case == second


@pytest.mark.parametrize("name", ["case", "receipt", "facts", "contact", "withdraw", "delete"])
@pytest.mark.parametrize("change", ["last", "first", "none", "other", "long"])
def test_a_link_that_is_not_ours_leads_nowhere(owner, name, change):
    case = recent()
    token = link_token(case, now=clock.now())
    wrong = {
        "last": token[:-1] + ("A" if token[-1] != "A" else "B"),
        "first": "X" + token[1:],
        "none": "x",
        "other": link_token(Case(reference=case.reference, link_key="other"), now=clock.now()),
        "long": "a" * 500,
    }[change]
    page = owner.get(case, name, token=wrong)

    assert page.status_code == 404
    assert case.reference not in page.content.decode()
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_a_link_runs_out_and_says_so(asker):
    case = recent()
    made = clock.now() - LINK_LIVES
    good = link_token(case, now=made + HOUR)
    old = link_token(case, now=made - HOUR)

    assert asker.get(case, token=good).status_code == 200
    page = asker.get(case, token=old)
    assert page.status_code == 410
    assert {"sv": "Länken har gått ut", "en": "The link has run out"}[asker.language] in seen(page)
    for secret in (case.reference, case.contact_email, case.contact_name):
        assert secret not in page.content.decode()


def test_a_new_key_shuts_earlier_links_out(owner):
    case = recent()
    token = link_token(case, now=clock.now())
    case.link_key = "another"
    case.save()

    assert owner.get(case, token=token).status_code == 404


def test_pages_are_private_and_looking_writes_nothing(owner):
    case = recent(waiting_for="company")
    message = MessageFactory(case=case, from_company=False)
    for name in ("case", "receipt", "facts", "contact", "withdraw", "delete", "own_data"):
        page = owner.get(case, name)
        assert page.status_code == 200
        assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert page.headers["Cache-Control"] == "no-store, private"
        assert page.headers["Referrer-Policy"] == "same-origin"
        assert '<meta name="robots" content="noindex, nofollow">' in page.content.decode()
    message.refresh_from_db()
    assert message.read_at is None
    assert not case.events.exists()


def test_the_token_never_leaves_the_path(owner):
    case = recent()
    page = owner.write(case, "Hej")

    for address, _status in page.redirect_chain:
        assert "?" not in address
    assert "lotsa_session" not in owner.client.cookies


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
