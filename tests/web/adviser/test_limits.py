"""How much one adviser may send in a while: more than honest work needs, and no flood."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import resolve

from lotsa.domain.cases.models import Attachment, Message, Note, Suggestion, Task
from lotsa.foundation.ratelimit.limiter import take
from tests.support.factories import MemberFactory, ReferralFactory
from tests.support.guide import seen
from tests.web.adviser.desk import AtDesk

pytestmark = pytest.mark.usefixtures("facts")

SENDINGS = {
    "message": (Message, lambda words: {"text": words}),
    "note": (Note, lambda words: {"text": words}),
    "task": (Task, lambda words: {"title": words, "due_on": "2020-05-06", "member": ""}),
    "suggest": (Suggestion, lambda words: {"measure": "omstallningsstod", "text": words}),
    "attach": (Attachment, lambda words: {"file": SimpleUploadedFile("a.txt", words.encode())}),
}


@pytest.mark.usefixtures("stopped_clock")
@pytest.mark.parametrize("name", SENDINGS)
def test_beyond_ones_own_limit_nothing_is_saved_and_a_colleague_goes_on(name):
    model, form = SENDINGS[name]
    sender = MemberFactory(adviser=True)
    team = sender.teams.get()
    colleague = MemberFactory(adviser=True, actor=sender.actor, teams=[team])
    case = ReferralFactory(team=team, accepted=True, adviser=sender).case
    desk = AtDesk(sender)
    assert desk.post(name, case.reference, **form("Ett.")).status_code == 200

    allowance, rate = resolve(desk.address(name, case.reference)).func.limit
    while not take(allowance, f"user {sender.user_id}", rate):
        pass
    shut = desk.post(name, case.reference, **form("Två."))

    assert shut.status_code == 429
    assert int(shut.headers["Retry-After"]) >= 1
    assert "Gå tillbaka, så finns det du skrev kvar" in seen(shut)
    assert model.objects.count() == 1
    assert AtDesk(colleague).post(name, case.reference, **form("Tre.")).status_code == 200
    assert model.objects.count() == (1 if model is Suggestion else 2)


@pytest.mark.parametrize("name", SENDINGS)
def test_nobody_reaches_the_limit_by_honest_work(name):
    desk = AtDesk(MemberFactory(adviser=True))
    allowed = resolve(desk.address(name, "x")).func.limit[1]
    assert allowed.times / allowed.seconds >= 60 / 3600
