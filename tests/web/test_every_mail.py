"""Every registered notice, in both languages, as it arrives at a real mail server."""

import datetime
import html as entities
import logging
import re

import pytest
from django.conf import settings as configured
from django.utils import translation

from lotsa.domain.cases.models import Referral
from lotsa.foundation import clock
from lotsa.foundation.outbox.delivery import deliver_due
from lotsa.foundation.outbox.letters import Occasion, Ref
from lotsa.foundation.outbox.models import OutboxMessage
from lotsa.foundation.outbox.registry import all_notices, find_notice, require_kind
from lotsa.foundation.outbox.services import choose_pace
from tests.support.factories import AT, MemberFactory
from tests.support.mails import SCENES, change
from tests.support.post import PostServer, parts

pytestmark = pytest.mark.django_db

ORIGIN = configured.LOTSA_ORIGIN
DIGESTS = sorted(notice.name for notice in all_notices() if notice.digest)
ABOUT_CASES = sorted(name for name in SCENES if name.startswith(("case.", "referral.", "task.")))
LINK = re.compile(r'href="([^"]+)"')
SAID = re.compile(r"<(?:p|li)\b[^>]*>(.*?)</(?:p|li)>", re.DOTALL)


@pytest.fixture
def server(settings):
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)
    with PostServer() as running:
        settings.LOTSA_SMTP_URL = running.url
        yield running


@pytest.fixture
def deliver(server):
    """Delivers one notice of a scene; gives the mail, its text part and its HTML part."""

    def one(name, scene):
        scene.tell(name)
        assert deliver_due().as_dict() == {"sent": 1}
        (mail,) = server.taken
        text, html = parts(mail)
        return mail, text, html

    return one


def plain(html):
    """The words of a piece of HTML, with single spaces."""
    return " ".join(entities.unescape(re.sub(r"<[^>]+>", " ", html)).replace(":", " ").split())


def built(name, scene, language):
    """The letter as its builder writes it."""
    notice = find_notice(name)
    about = Ref(*map(str, scene.about)) if scene.about else None
    to = Ref(scene.to[0], str(scene.to[1]))
    with translation.override(language):
        recipient = require_kind(to.kind)(to.id)
        return notice.build(Occasion(name, to, about, scene.data, AT), recipient)


def test_every_notice_has_a_scene():
    assert sorted(notice.name for notice in all_notices()) == sorted(SCENES)


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("name", sorted(SCENES))
def test_it_arrives_whole_and_says_nothing_personal_in_the_subject(name, language, facts, deliver):
    scene = SCENES[name](language)

    mail, text, html = deliver(name, scene)

    subject = str(mail["Subject"])
    assert subject == " ".join(subject.split())
    assert not [said for said in scene.secrets if said.casefold() in subject.casefold()]
    assert f'<html lang="{language}">' in html
    assert re.match("Hello|Hej", text)[0] == {"sv": "Hej", "en": "Hello"}[language]
    assert not [said for said in map(plain, SAID.findall(html)) if said not in plain(text)]
    assert sorted(entities.unescape(link) for link in LINK.findall(html)) == sorted(
        re.findall(r"^https?://\S+", text, re.MULTILINE)
    )
    assert "%(" not in text


@pytest.mark.parametrize("name", sorted(SCENES))
def test_the_two_languages_differ(name, facts, server):
    for language in ("sv", "en"):
        SCENES[name](language).tell(name)
    deliver_due()
    swedish, english = ((str(mail["Subject"]), parts(mail)[0]) for mail in server.taken)

    references = re.compile(r"\b[2-9A-Z]{8}\b")
    assert references.sub("", swedish[0]) != references.sub("", english[0])
    shared = set(swedish[1].splitlines()) & set(english[1].splitlines())
    assert not [line for line in shared if line.strip(" -") and "2345" not in line]


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("name", sorted(SCENES))
def test_every_link_opens_for_its_reader(name, language, facts, deliver):
    scene = SCENES[name](language)
    _, _, html = deliver(name, scene)

    links = [entities.unescape(link) for link in LINK.findall(html)]
    prefix = f"{ORIGIN}/en/" if language == "en" else f"{ORIGIN}/"
    for link in links:
        assert link.startswith(prefix)
        page = scene.client().get(link.removeprefix(ORIGIN), follow=True)
        assert page.status_code == 200
        assert "logga-in" not in str(page.redirect_chain)
    assert links or name == "account.code"


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("name", DIGESTS)
def test_it_has_its_line_in_one_mail_about_several_things(
    name, language, facts, server, monkeypatch
):
    scene = SCENES[name](language)
    choose_pace(scene.to, daily=True)
    for _ in range(2):
        scene.tell(name)
    assert deliver_due().as_dict() == {"held": 2}
    later = clock.now() + datetime.timedelta(days=6)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert deliver_due().as_dict() == {"sent": 1}

    letter = built(name, scene, language)
    (mail,) = server.taken
    text, html = parts(mail)
    assert letter.line
    assert "\n" not in letter.line
    for said in (letter.line, letter.action.url):
        assert text.count(said) == 2
        assert entities.unescape(html).count(said) == 2


@pytest.mark.parametrize("name", ABOUT_CASES)
@pytest.mark.parametrize(
    "gone", [lambda case: case.delete(), lambda case: change(case, held_as_spam=True)]
)
def test_nothing_is_said_of_a_case_that_is_erased_or_held_back(name, gone, facts, server):
    scene = SCENES[name]("sv")
    scene.tell(name)
    gone(scene.thing)

    assert deliver_due().as_dict() == {"dropped": 1}
    assert not server.taken


CLOSED = {"state": "closed", "outcome": "withdrawn", "closed_at": AT}
OPEN = {"state": "triage", "outcome": "", "closed_at": None}


def parts_of(case, **values):
    Referral.objects.filter(case=case).update(**values)


def another_has_it(case):
    other = MemberFactory(adviser=True)
    parts_of(case, adviser=other)


NO_LONGER = {
    "case.accepted": lambda case: parts_of(case, state="declined"),
    "case.closed": lambda case: change(case, **OPEN),
    "case.company_wrote": lambda case: case.messages.update(read_at=AT),
    "case.declined_by_all": lambda case: change(case, state="referred"),
    "case.delayed": lambda case: change(case, first_contact_at=AT),
    "case.erasure_waits": lambda case: change(case, registration_number="KS 2020/17"),
    "case.follow_up": lambda case: case.follow_ups.update(answered_at=AT),
    "case.follow_up_later": lambda case: change(case, **OPEN),
    "case.received": lambda case: change(case, **CLOSED),
    "case.triage": lambda case: change(case, state="referred"),
    "case.uncovered": lambda case: change(case, uncovered=False),
    "case.unreachable": lambda case: change(case, unreachable=False),
    "case.withdrawn": lambda case: change(case, **OPEN),
    "case.withdrawn_staff": lambda case: change(case, **OPEN),
    "referral.assigned": another_has_it,
    "referral.escalated": lambda case: parts_of(case, first_contact_at=AT),
    "referral.handed_over": lambda case: parts_of(case, state="accepted"),
    "referral.reminder": lambda case: parts_of(case, first_contact_at=AT),
    "referral.sent": lambda case: parts_of(case, state="recalled", ended_at=AT),
    "task.due": lambda case: case.tasks.update(done_at=AT),
}


@pytest.mark.parametrize("name", sorted(NO_LONGER))
def test_nothing_is_said_that_is_no_longer_so(name, facts, server):
    scene = SCENES[name]("sv")
    scene.tell(name)
    NO_LONGER[name](scene.thing)

    assert deliver_due().as_dict() == {"dropped": 1}
    assert OutboxMessage.objects.get().reason == "no_longer"


@pytest.mark.parametrize("name", ["case.received", "case.delayed", "case.unreachable"])
def test_a_company_that_took_its_question_back_is_promised_nothing(name, facts, server):
    scene = SCENES[name]("sv")
    scene.tell(name)
    change(scene.thing, **CLOSED)

    assert deliver_due().as_dict() == {"dropped": 1}


@pytest.mark.parametrize(
    ("wanted", "written"), [("sv", "sv"), ("en", "en"), ("ar", "en"), ("fi", "en"), ("", "sv")]
)
def test_mail_is_written_in_a_language_there_is(wanted, written, facts, deliver):
    """The language one wants help in may be one that the site is not written in."""
    scene = SCENES["case.received"](wanted)
    _, _, html = deliver("case.received", scene)

    assert f'<html lang="{written}">' in html
    assert [
        scene.client().get(link.removeprefix(ORIGIN)).status_code for link in LINK.findall(html)
    ] == [200]
