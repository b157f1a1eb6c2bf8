from datetime import timedelta

import pytest

from lotsa.domain.actors.models import Team
from lotsa.foundation.outbox.letters import Occasion, Recipient, Ref
from lotsa.foundation.outbox.models import OutboxMessage
from lotsa.usecases.directory.stale import tell_stale
from lotsa.web.manager.notices import stale_letter
from tests.support.factories import AT, MemberFactory, TeamFactory

pytestmark = pytest.mark.django_db

LONG_AGO = AT - timedelta(days=181)


@pytest.fixture
def manager():
    return MemberFactory(manager=True, actor__confirmed_at=AT)


def told():
    messages = OutboxMessage.objects.filter(notice="directory.stale").order_by("id")
    return [(int(one.recipient_id), one.data["entries"]) for one in messages]


def test_managers_are_reminded_once_a_month_however_often_the_job_runs(manager):
    TeamFactory(actor=manager.actor, confirmed_at=LONG_AGO)
    TeamFactory(actor=manager.actor)
    MemberFactory(adviser=True, actor=manager.actor, teams=[TeamFactory(actor=manager.actor)])
    for day in range(3):
        assert tell_stale(now=AT + timedelta(days=day)) == 1
    assert told() == [(manager.user_id, 1)]
    tell_stale(now=AT + timedelta(days=31))
    assert len(told()) == 2


def test_a_fresh_a_closed_and_a_teamless_entry_remind_nobody(manager):
    MemberFactory(manager=True, actor__confirmed_at=LONG_AGO)
    TeamFactory(actor=manager.actor)
    TeamFactory(actor=manager.actor, confirmed_at=LONG_AGO, closed=True)
    assert tell_stale(now=AT) == 0
    assert told() == []


def test_the_letter_says_how_many_and_is_dropped_once_they_are_confirmed(manager):
    TeamFactory(actor=manager.actor, confirmed_at=LONG_AGO)
    about, to = Ref("actor", str(manager.actor_id)), Ref("user", str(manager.user_id))
    occasion = Occasion("directory.stale", to, about, {"entries": 1}, AT)
    reader = Recipient("nina@example.se", "", "en")
    letter = stale_letter(occasion, reader)
    assert manager.actor.name in letter.line
    assert manager.actor.slug in letter.action.url
    Team.objects.update(confirmed_at=AT)
    assert stale_letter(occasion, reader) is None
