import datetime

import pytest

from lotsa.foundation.outbox.delivery import deliver_due
from lotsa.foundation.outbox.digest import next_digest
from lotsa.foundation.outbox.models import OutboxMessage
from lotsa.foundation.outbox.services import (
    NotAllowed,
    cancel_about,
    choose,
    choose_pace,
    erase_about,
    leave,
    resend,
)
from tests.foundation.outbox.conftest import MONDAY
from tests.support.post import Drop, parts

MINUTE = datetime.timedelta(minutes=1)
HOUR = datetime.timedelta(hours=1)
TUESDAY_8 = datetime.datetime(2026, 3, 3, 7, 0, tzinfo=datetime.UTC)


@pytest.fixture
def daily(tell, wind, cases, server):
    """Person 1 wants one mail a working day; three notices are held for it."""
    cases["9"] = "Staff to lend."
    choose_pace(("user", 1), daily=True)
    tell("case.changed", case=7)
    tell("case.noted", case=8)
    tell("case.changed", case=9)
    assert deliver_due().as_dict() == {"held": 3}
    return wind


def states():
    return list(OutboxMessage.objects.order_by("pk").values_list("state", flat=True))


@pytest.mark.parametrize(
    ("now", "hour", "goes"),
    [
        ("2026-03-02T06:59+01:00", 8, "2026-03-02T08:00+01:00"),
        ("2026-03-02T08:00+01:00", 8, "2026-03-03T08:00+01:00"),
        ("2026-03-06T09:00+01:00", 8, "2026-03-09T08:00+01:00"),  # over a weekend
        ("2026-04-02T09:00+02:00", 7, "2026-04-07T07:00+02:00"),  # over Easter
        ("2026-03-27T09:00+01:00", 8, "2026-03-30T08:00+02:00"),  # over the change to summer time
        ("2026-12-23T23:30+01:00", 0, "2026-12-28T00:00+01:00"),
    ],
)
def test_a_digest_goes_in_the_morning_of_a_working_day(now, hour, goes):
    said = next_digest(datetime.datetime.fromisoformat(now), hour)

    assert said == datetime.datetime.fromisoformat(goes)


def test_what_happened_comes_as_one_mail_in_the_morning(daily, tell, server):
    tell("case.received")
    assert deliver_due().as_dict() == {"sent": 1}
    daily(TUESDAY_8 - MINUTE)
    assert deliver_due().as_dict() == {}

    daily(TUESDAY_8)
    assert deliver_due().as_dict() == {"sent": 1}
    mail = server.taken[-1]
    text, html = parts(mail)
    assert mail["Subject"].startswith(("3 messages", "3 meddelanden"))
    assert [line for line in text.splitlines() if line.startswith("- ")] == [
        "- Case 7",
        "- Case 8",
        "- Case 9",
    ]
    assert html.count("<li>") == 3
    assert 'href="http://localhost:8000/case/8/"' in html
    assert states() == ["sent"] * 4
    assert len(server.taken) == 2


def test_a_morning_that_was_missed_is_caught_up(daily, server):
    daily(TUESDAY_8 + 50 * HOUR)

    assert deliver_due().as_dict() == {"sent": 1}
    assert len(server.taken) == 1


def test_a_digest_of_one_is_a_letter(daily, server):
    cancel_about("case", 8)
    erase_about("case", 9)
    daily(TUESDAY_8)
    deliver_due()

    assert server.taken[0]["Subject"] == "Case A-7"


def test_what_is_no_longer_so_or_declined_meanwhile_is_left_out(daily, cases, server):
    del cases["7"]
    choose(("user", 1), "case.noted", wanted=False)
    daily(TUESDAY_8)
    deliver_due()

    assert "Staff to lend." in parts(server.taken[0])[0]
    assert states() == ["sent", "dropped", "sent"]


def test_a_digest_with_nothing_left_is_dropped(daily, cases, server):
    cases.clear()
    daily(TUESDAY_8)

    assert deliver_due().as_dict() == {"dropped": 1}
    assert states() == ["dropped"] * 3
    assert not server.taken


def test_choosing_at_once_again_sends_what_was_held_in_one_mail(daily, tell, server):
    choose_pace(("user", 1), daily=False)

    assert deliver_due().as_dict() == {"sent": 1}
    tell("case.changed")
    assert deliver_due().as_dict() == {"sent": 1}
    assert len(server.taken) == 2


def test_another_hour_moves_what_is_held(daily, server):
    choose_pace(("user", 1), daily=True, hour=13)
    assert deliver_due().as_dict() == {"held": 3}
    daily(MONDAY + 3 * HOUR)

    assert deliver_due().as_dict() == {"sent": 1}
    for hour in (-1, 24):
        with pytest.raises(NotAllowed):
            choose_pace(("user", 1), daily=True, hour=hour)


def test_a_digest_that_failed_is_tried_again_as_it_was(daily, tell, server):
    server.at["rcpt"] = lambda _: "450 later"
    daily(TUESDAY_8)
    assert deliver_due().as_dict() == {"failed": 1}
    tell("case.changed", case=7)
    assert deliver_due().as_dict() == {"held": 1}
    server.at.clear()
    daily(TUESDAY_8 + 5 * MINUTE)

    assert deliver_due().as_dict() == {"sent": 1}
    assert server.taken[0]["Subject"].startswith("3 ")
    assert states() == ["sent"] * 3 + ["waiting"]


def test_an_uncertain_digest_is_judged_as_one(daily, tell, server):
    def hang_up(_):
        raise Drop

    server.at["dot"] = hang_up
    daily(TUESDAY_8)
    assert deliver_due().as_dict() == {"uncertain": 1}
    assert states() == ["uncertain", "gathered", "gathered"]
    server.at.clear()
    leader = OutboxMessage.objects.earliest("pk")
    tell("case.changed", case=7)
    deliver_due()

    assert resend(leader.pk)
    assert deliver_due().as_dict() == {"sent": 1}
    assert [mail["Subject"][:2] for mail in server.taken] == ["3 ", "3 "]
    assert states() == ["sent"] * 3 + ["waiting"]


def test_leaving_an_uncertain_digest_leaves_all_of_it(daily, server):
    server.at["rcpt"] = lambda _: "550 no"
    daily(TUESDAY_8)
    deliver_due()
    leave(OutboxMessage.objects.earliest("pk").pk)

    assert states() == ["dropped"] * 3


@pytest.mark.parametrize("stop", [cancel_about, erase_about])
def test_what_was_gathered_into_an_erased_notice_goes_all_the_same(daily, server, stop):
    server.at["rcpt"] = lambda _: "450 later"
    daily(TUESDAY_8)
    deliver_due()
    assert states() == ["failed", "gathered", "gathered"]
    stop("case", 7)  # the first and so the one that leads the mail
    server.at.clear()
    daily(TUESDAY_8 + MINUTE)

    assert deliver_due().as_dict() == {"sent": 1}
    assert server.taken[0]["Subject"].startswith("2 ")


def test_many_of_a_kind_within_the_hour_are_gathered(tell, wind, server):
    for number in range(5):
        wind(MONDAY + number * MINUTE)
        tell("case.changed")
        deliver_due()
    tell("case.noted")
    deliver_due()
    assert [mail["Subject"] for mail in server.taken] == ["Case A-7"] * 3 + ["Note on A-7"]

    wind(MONDAY + HOUR + MINUTE * 5)
    assert deliver_due().as_dict() == {"sent": 1}
    assert server.taken[-1]["Subject"].startswith("2 ")
    assert set(states()) == {"sent"}


def test_a_burst_to_one_holds_nothing_back_from_another(tell, wind, server):
    for _ in range(4):
        tell("case.changed")
    tell("case.changed", person=2)

    assert deliver_due().as_dict() == {"held": 1, "sent": 4}


def test_what_may_not_be_gathered_goes_at_once_to_those_who_gather(daily, tell, server):
    for _ in range(5):
        tell("case.received")

    assert deliver_due().as_dict() == {"sent": 5}
