import datetime
import json
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lotsa.domain.cases.models import Message, Suggestion, Task
from lotsa.foundation.audit.models import AuditEvent
from lotsa.foundation.outbox.models import OutboxMessage, State
from tests.support import pdf
from tests.support.factories import (
    AT,
    CaseFactory,
    MemberFactory,
    MessageFactory,
    NoteFactory,
    ReferralFactory,
    TaskFactory,
)
from tests.support.guide import seen
from tests.support.queries import queries_of
from tests.web.adviser.desk import AtDesk

pytestmark = pytest.mark.usefixtures("facts")


@pytest.fixture
def member():
    return MemberFactory(adviser=True)


@pytest.fixture
def referral(member):
    return ReferralFactory(team=member.teams.get(), accepted=True, adviser=member)


@pytest.fixture(params=["sv", "en"])
def desk(member, request):
    return AtDesk(member, request.param)


@pytest.fixture
def swedish(member):
    return AtDesk(member)


def text_file(name="underlag.txt", content=b"Ett underlag."):
    return SimpleUploadedFile(name, content)


def unspaced(text):
    """Without its spaces: where a line of a document ends, the space is gone."""
    return text.replace(" ", "")


class TestThePage:
    def test_who_it_is_and_how_to_reach_it(self, desk, referral):
        html = desk.case(referral).content.decode()

        case = referral.case
        assert case.company_name in html
        assert '<a href="tel:+46701740600">070-174 06 00</a>' in html
        assert f'href="mailto:{case.contact_email}"' in html
        assert case.description in html

    def test_the_support_for_what_is_known_with_what_to_ask(self, swedish, member):
        case = CaseFactory(
            municipality_code="0484", facts={"facts": {"employees": 12, "legal_form": "aktiebolag"}}
        )
        referral = ReferralFactory(case=case, team=member.teams.get())

        support = swedish.case(referral).context["support"]

        assert any("Eskilstuna" in one.name for one in support.now)
        assert any(one.ask and one.ask_key for one in support.maybe)
        assert support.later

    def test_that_it_was_read_is_noted_once_a_day(self, swedish, member, referral):
        for _ in range(3):
            swedish.case(referral)

        (reading,) = referral.case.readings.all()
        assert (reading.member, reading.handling, reading.times) == (member, True, 3)

    def test_the_companys_message_is_seen_when_the_page_is(self, swedish, referral):
        MessageFactory(case=referral.case)

        first, second = swedish.case(referral), swedish.case(referral)

        assert first.context["page"].new_messages == 1
        assert second.context["page"].new_messages == 0

    def test_not_when_somebody_else_looks(self, referral):
        MessageFactory(case=referral.case)
        referral.case.opened_by = MemberFactory(adviser=True)
        referral.case.save()

        AtDesk(referral.case.opened_by).case(referral)

        assert Message.objects.get().read_at is None

    def test_a_mail_that_did_not_arrive_is_told_of(self, desk, referral):
        OutboxMessage.objects.create(
            notice="case.accepted", recipient_kind="case", recipient_id=str(referral.case.pk),
            about_kind="case", about_id=str(referral.case.pk), state=State.BOUNCED, mail_id=uuid.uuid4(),
            happened_at=AT, created_at=AT, next_attempt_at=AT,
        )  # fmt: skip

        page = desk.case(referral)

        assert len(page.context["troubled"]) == 1
        assert desk.address("contact", referral.case.reference) in page.content.decode()

    def test_another_organisations_case_does_not_exist(self, desk):
        other = ReferralFactory()

        assert desk.case(other).status_code == 404
        for name in ("message", "note", "task", "suggest", "unreachable", "registration", "data"):
            assert desk.post(name, other.case.reference).status_code == 404

    def test_one_who_may_only_read_has_no_forms_and_may_post_none(self, desk, referral):
        opener = MemberFactory(adviser=True)
        referral.case.opened_by = opener
        referral.case.save()
        reader = AtDesk(opener)

        page = reader.case(referral)

        assert page.status_code == 200
        assert "<textarea" not in page.content.decode()
        for name in ("message", "note", "task", "attach", "registration", "document", "data"):
            assert reader.post(name, referral.case.reference).status_code == 404

    def test_as_many_queries_for_twenty_of_all_as_for_one(self, swedish, member, referral):
        def fill():
            MessageFactory(case=referral.case, read_at=AT)
            NoteFactory(case=referral.case, member=member)
            TaskFactory(case=referral.case, member=member)
            ReferralFactory(case=referral.case, started=True)
            ReferralFactory(case=CaseFactory(company=referral.case.company), declined=True)

        def queries():
            return queries_of(lambda: swedish.case(referral))

        fill()
        once = queries()
        for _ in range(19):
            fill()

        assert queries() == once


class TestMessages:
    def test_a_first_message_is_the_first_contact(self, desk, referral):
        page = desk.post(
            "message", referral.case.reference, text="Hej! Vi hörs.", files=[text_file()]
        )

        assert "Hej! Vi hörs." in seen(page)
        assert "underlag.txt" in seen(page)
        referral.refresh_from_db()
        assert referral.state == "in_progress"

    def test_a_double_click_sends_one(self, desk, referral):
        for _ in range(2):
            desk.post("message", referral.case.reference, text="Hej! Vi hörs.")

        assert Message.objects.count() == 1
        assert OutboxMessage.objects.filter(notice="case.message").count() == 1

    @pytest.mark.parametrize(
        ("given", "kept"),
        [
            ({"text": "   "}, ""),
            ({"text": "Se bilagan.", "files": [("a.exe", b"MZ\x90\x00")]}, "Se bilagan."),
            ({"text": "Se bilagorna.", "files": [("a.txt", b"x")] * 6}, "Se bilagorna."),
            ({"text": "x" * 8001}, "x" * 100),
        ],
        ids=["empty", "bad file", "too many files", "too long"],
    )
    def test_a_fault_keeps_the_text(self, desk, referral, given, kept):
        files = [text_file(*one) for one in given.get("files", ())]

        page = desk.post("message", referral.case.reference, text=given["text"], files=files)

        assert page.status_code == 422
        assert kept in page.content.decode()
        assert not Message.objects.exists()

    def test_a_file_is_saved_and_never_shown(self, desk, referral):
        desk.post("message", referral.case.reference, text="Se bilagan.", files=[text_file()])
        stored = referral.case.attachments.get().file

        answer = desk.get("file", referral.case.reference, stored.public_id)

        assert answer.content == b"Ett underlag."
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert "sandbox" in answer.headers["Content-Security-Policy"]

    def test_a_file_of_another_case_or_side_does_not_exist(self, desk, member, referral):
        other = MemberFactory(adviser=True)
        theirs = ReferralFactory(
            case=referral.case, team=other.teams.get(), started=True, adviser=other
        )
        AtDesk(other).post("attach", theirs.case.reference, file=text_file())
        internal = referral.case.attachments.get().file.public_id
        elsewhere = ReferralFactory(team=member.teams.get())

        assert desk.get("file", referral.case.reference, internal).status_code == 404
        assert desk.get("file", elsewhere.case.reference, internal).status_code == 404
        assert AtDesk(other).get("file", referral.case.reference, internal).status_code == 200


class TestNotesTasksAndMore:
    def test_a_note_is_kept_once_and_for_whom_one_says(self, desk, referral):
        for _ in range(2):
            page = desk.post("note", referral.case.reference, text="Ringde.", shared="on")

        (note,) = referral.case.notes.all()
        assert note.shared
        assert "Ringde." in seen(page)

    def test_an_empty_note_and_a_day_that_is_none_are_told_of(self, desk, referral):
        case = referral.case.reference

        assert desk.post("note", case, text=" ").status_code == 422
        page = desk.post("task", case, title="Ring igen", due_on="i morgon")
        assert page.status_code == 422
        assert 'value="Ring igen"' in page.content.decode()
        assert not Task.objects.exists()

    def test_a_task_for_a_colleague_is_ticked_off_and_taken_up(self, desk, member, referral):
        colleague = MemberFactory(adviser=True, actor=member.actor, teams=[referral.team])
        case = referral.case.reference
        desk.post("task", case, title="Ring", due_on="2020-05-08", member=str(colleague.pk))
        (task,) = Task.objects.all()
        assert (task.member, task.due_on) == (colleague, datetime.date(2020, 5, 8))

        desk.post("finish_task", case, task.pk)
        task.refresh_from_db()
        assert task.done_at
        desk.post("finish_task", case, task.pk, done="0")
        task.refresh_from_db()
        assert task.done_at is None

    def test_nobody_outside_the_team_can_be_given_a_task(self, desk, referral):
        outside = MemberFactory(adviser=True)

        page = desk.post("task", referral.case.reference, title="Ring", member=str(outside.pk))

        assert page.status_code == 422

    def test_another_organisations_task_does_not_exist(self, desk, member, referral):
        theirs = TaskFactory(case=referral.case)
        elsewhere = TaskFactory(member=member)

        for task in (theirs, elsewhere):
            assert desk.post("finish_task", referral.case.reference, task.pk).status_code == 404

    def test_a_measure_is_suggested_with_ones_own_words(self, desk, referral):
        case = referral.case.reference

        page = desk.post("suggest", case, measure="omstallningsstod", text="Sök i juni.")

        (made,) = Suggestion.objects.all()
        assert (made.measure, made.text) == ("omstallningsstod", "Sök i juni.")
        assert "Sök i juni." in seen(page)
        assert desk.post("suggest", case, measure="no-such-measure").status_code == 404

    def test_not_reached_is_noted_and_mailed_once(self, desk, referral):
        for _ in range(2):
            page = desk.post("unreachable", referral.case.reference)

        assert page.context["case"].unreachable
        assert OutboxMessage.objects.filter(notice="case.unreachable").count() == 1

    def test_a_number_alone_marks_the_case_for_the_records(self, desk, referral):
        page = desk.post("registration", referral.case.reference, number="KS 2020/123")

        case = page.context["case"]
        assert (case.registration_wanted, case.registration_number) == (True, "KS 2020/123")

    def test_contact_details_are_corrected_but_never_emptied(self, desk, referral):
        case = referral.case.reference

        empty = desk.post("contact", case, name="Ny Kontakt", email="", phone="")
        wrong = desk.post("contact", case, name="Ny Kontakt", email="inte en adress")
        right = desk.post("contact", case, name="Ny Kontakt", email="ny@example.com")

        assert (empty.status_code, wrong.status_code) == (422, 422)
        assert "Ny Kontakt" in wrong.content.decode()
        assert right.context["case"].contact_email == "ny@example.com"


class TestFacts:
    def test_an_answer_is_kept_and_shown(self, swedish, referral):
        page = swedish.post("fact", referral.case.reference, "employees", answer="5–10")

        (line,) = (one for one in page.context["facts"] if one.key == "employees")
        assert "5" in line.value
        referral.case.refresh_from_db()
        assert referral.case.facts["facts"]["employees"] == {"min": 5, "max": 10}

    def test_the_municipality_moves_the_case(self, swedish, referral):
        swedish.post("fact", referral.case.reference, "municipality", answer="1980")

        referral.case.refresh_from_db()
        assert (referral.case.municipality_code, referral.case.region_code) == ("1980", "19")

    def test_not_known_is_an_answer(self, desk, referral):
        page = desk.post("fact", referral.case.reference, "employees", not_known="1")

        (line,) = (one for one in page.context["facts"] if one.key == "employees")
        assert line.value == ""

    def test_a_fault_keeps_the_answer(self, desk, referral):
        page = desk.post("fact", referral.case.reference, "employees", answer="många")

        assert page.status_code == 422
        assert 'value="många"' in page.content.decode()

    def test_an_industry_is_found_by_words(self, desk, referral):
        page = desk.get("fact", referral.case.reference, "sni", q="restaurang")
        code = page.context["drawn"].choices[0].value

        desk.post("fact", referral.case.reference, "sni", answer=code)

        referral.case.refresh_from_db()
        assert referral.case.facts["facts"]["sni"] == [code]

    @pytest.mark.parametrize("key", ["no_such_fact", "turnover_drop_percent", "turnover_series"])
    def test_what_is_no_question_does_not_exist(self, desk, referral, key):
        assert desk.get("fact", referral.case.reference, key).status_code == 404


class TestTakingOut:
    def test_as_data_without_what_others_wrote_for_themselves(self, desk, member, referral):
        for text, writer, shared in (
            *(("vår", member, False), ("deras", MemberFactory(adviser=True), False)),
            ("allas", MemberFactory(adviser=True), True),
        ):
            NoteFactory(case=referral.case, member=writer, text=text, shared=shared)

        answer = desk.post("data", referral.case.reference)

        held = json.loads(answer.content)
        assert {one["text"] for one in held["notes"]} == {"vår", "allas"}
        assert held["reference"] == referral.case.reference
        assert AuditEvent.objects.filter(name="case.taken_out").count() == 1

    def test_as_a_document(self, desk, referral):
        answer = desk.post("document", referral.case.reference)

        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF")

    def test_a_document_tells_what_was_suggested_and_ones_own_tasks(
        self, swedish, member, referral
    ):
        case = referral.case
        swedish.post("suggest", case.reference, measure="omstallningsstod", text="Sök i juni.")
        Suggestion.objects.create(case=case, measure="gone", created_at=AT)
        TaskFactory(case=case, member=member, title="Ring banken", done_at=AT)
        TaskFactory(case=case, title="De andras uppgift")

        told = unspaced(pdf.text(swedish.post("document", case.reference).content))

        done = f"Ring banken, {member.user.name}, senast 2020-05-04, klar 2020-05-04"
        for text in ("Omställningsstöd", "Sök i juni.", "gone", done):
            assert unspaced(text) in told
        assert unspaced("De andras uppgift") not in told
