import datetime

import pytest
from django.db import transaction
from django.utils.translation import gettext_lazy, ngettext_lazy
from django_tasks_db.models import DBTaskResult

from lotsa.foundation.outbox.letters import Letter, Recipient
from lotsa.foundation.outbox.models import OutboxMessage
from lotsa.foundation.outbox.registry import (
    UnknownNotice,
    UnknownRecipientKind,
    find_notice,
    notice,
    recipient_kind,
)
from lotsa.foundation.outbox.services import NotPlain, enqueue, enqueue_each, told_before

DATABASE_TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
STORY = datetime.datetime(2020, 5, 4, 8, tzinfo=datetime.UTC)


def test_enqueuing_is_one_insert(tell, django_assert_num_queries):
    with django_assert_num_queries(1) as queries:
        tell(data={"referral": 3, "codes": ["a-1", "b"], "due": "2020-05-06"}, now=STORY)

    assert queries[0]["sql"].startswith("INSERT")
    message = OutboxMessage.objects.get()
    assert message.data == {"referral": 3, "codes": ["a-1", "b"], "due": "2020-05-06"}
    assert message.happened_at == STORY
    assert message.next_attempt_at.year > 2020


def test_a_row_holds_nothing_about_the_person(tell, people, cases):
    tell()

    stored = " ".join(str(value) for value in OutboxMessage.objects.values_list()[0])
    for said in ("anna", "Ek", "example.se", "rent"):
        assert said not in stored


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"name": "case.sent"}, UnknownNotice),
        ({"to": ("company", 1)}, UnknownRecipientKind),
        ({"to": ("user", "anna@example.se")}, NotPlain),
        ({"to": ("user", "")}, NotPlain),
        ({"about": ("case", "our case")}, NotPlain),
        ({"about": ("Case", 1)}, NotPlain),
        ({"data": {"mail": "anna@example.se"}}, NotPlain),
        ({"data": {"name": "Anna Ek"}}, NotPlain),
        ({"data": {"text": "x" * 65}}, NotPlain),
        ({"data": {"share": 0.5}}, NotPlain),
        ({"data": {"more": {"a": 1}}}, NotPlain),
        ({"data": {"list": ["Anna Ek"]}}, NotPlain),
        ({"data": {"a key": 1}}, NotPlain),
        ({"dedupe": "two words"}, NotPlain),
    ],
)
def test_what_is_not_registered_or_not_plain_is_refused(outbox, db, given, error):
    call = {"name": "case.received", "to": ("user", 1)} | given
    with pytest.raises(error):
        enqueue(call.pop("name"), **call)

    assert not OutboxMessage.objects.exists()


def test_a_notice_with_the_same_mark_is_enqueued_once_for_each_recipient(tell):
    with transaction.atomic():
        tell(dedupe="reminder-1")
        tell(dedupe="reminder-1")
        tell(dedupe="reminder-2")
        tell(dedupe="reminder-1", person=2)
        tell("case.noted", dedupe="reminder-1")
        tell()
        tell()

    assert OutboxMessage.objects.count() == 6


def test_what_the_caller_takes_back_is_never_sent(tell, server, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True) as hooks, transaction.atomic():
        tell()
        transaction.set_rollback(True)

    assert not hooks
    assert not OutboxMessage.objects.exists()
    assert not server.taken


@pytest.mark.django_db(transaction=True)
def test_a_hundred_notices_wake_the_worker_once(outbox, settings):
    settings.TASKS = DATABASE_TASKS
    for _ in range(2):
        with transaction.atomic():
            for number in range(50):
                enqueue("case.received", to=("user", 1), about=("case", number))

    assert DBTaskResult.objects.count() == 1
    assert OutboxMessage.objects.count() == 100


@pytest.mark.django_db(transaction=True)
def test_mail_goes_as_soon_as_the_change_is_committed(outbox, server):
    with transaction.atomic():
        enqueue("case.received", to=("user", 1), about=("case", 7))
        assert not server.taken

    assert server.addresses == ["anna@example.se"]


def letter(*_):
    return Letter(("Hello",))


@pytest.mark.parametrize(
    "subject",
    ["%(name)s has written", "%(reference)s %(title)s", "%s", "100 %", "{company} %(company)s"],
)
def test_a_subject_with_a_place_for_anything_personal_is_refused(outbox, subject):
    with pytest.raises(ValueError, match="subject"):
        notice(
            "case.shown",
            sentence="x",
            subject=gettext_lazy(subject),
            audience="staff",
            build=letter,
        )


def test_a_subject_may_hold_a_reference_and_a_number(outbox):
    subject = ngettext_lazy("%(count)d case", "%(count)d cases", "count")
    made = notice("case.shown", sentence="x", subject=subject, audience="company", build=letter)

    assert find_notice("case.shown") is made


def test_a_name_means_one_thing(outbox):
    told = {"sentence": "x", "subject": "x", "audience": "staff"}
    notice("case.shown", build=letter, **told)
    notice("case.shown", build=letter, **told)

    with pytest.raises(ValueError, match=r"case\.shown"):
        notice("case.shown", build=lambda *_: None, **told)
    with pytest.raises(ValueError, match="user"):
        recipient_kind("user", find=lambda _: Recipient("", "", ""))
    for malformed in ("case", "Case.shown", "case.shown.", "x" * 80 + ".y"):
        with pytest.raises(ValueError, match="named like"):
            notice(malformed, build=letter, **told)
    with pytest.raises(ValueError, match="lower-case"):
        recipient_kind("a b", find=lambda _: None)


def test_history_is_not_told_again(tell):
    with told_before(STORY):
        tell(now=STORY - datetime.timedelta(seconds=1))
        assert OutboxMessage.objects.count() == 0
        tell(now=STORY)
        assert OutboxMessage.objects.count() == 1
    tell(now=STORY - datetime.timedelta(days=1), dedupe="again")
    assert OutboxMessage.objects.count() == 2


def test_several_are_told_by_one_insert_and_nobody_by_none(outbox, db, django_assert_num_queries):
    with django_assert_num_queries(1):
        enqueue_each("case.received", to=[("user", 1), ("user", 2)], about=("case", 7), dedupe="a")
    enqueue_each("case.received", to=[("user", 2)], about=("case", 7), dedupe="a")
    with django_assert_num_queries(0):
        enqueue_each("case.received", to=[], about=("case", 7))

    assert set(OutboxMessage.objects.values_list("recipient_id", flat=True)) == {"1", "2"}
    assert OutboxMessage.objects.count() == 2
