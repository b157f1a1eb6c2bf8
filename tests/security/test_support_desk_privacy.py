"""Who a company is and what it wrote stands on pages, never in an address, a log or a subject."""

import logging

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lotsa.domain.cases.models import Case, Referral
from lotsa.foundation.outbox.delivery import deliver_due
from lotsa.foundation.outbox.models import DemoMail, OutboxMessage
from tests.support.client import StrictClient
from tests.support.company import Asker
from tests.support.factories import DeskFactory, MemberFactory, TeamFactory
from tests.support.staff import signed_in
from tests.support.uploads import pdf

pytestmark = pytest.mark.usefixtures("facts")

PERSONAL = {
    "contact_name": "Kimberley Hemlighetsson",
    "contact_email": "kimberley@hemligt.example",
    "contact_phone": "070-174 06 99",
    "company_name": "Hemliga Bageriet AB",
    "organisation_number": "556000-0134",
    "description": "Vår ugn har brunnit upp och ingen köper bröd.",
}
TRACES = (
    *("Kimberley", "Hemlighetsson", "hemligt.example", "174 06 99", "1740699", "Bageriet"),
    *("556000-0134", "5560000134", "ugn har brunnit", "Jag ringer", "Surdegen", "bankboken"),
)


class Watched(StrictClient):
    """Writes down every address that is asked for or led to."""

    seen: list[str]

    def request(self, **request):
        answer = super().request(**request)
        self.seen.append(f"{request['PATH_INFO']}?{request.get('QUERY_STRING', '')}")
        self.seen.append(answer.headers.get("Location", ""))
        return answer


@pytest.fixture
def journey(settings, caplog):
    """The whole life of one case; gives every address, and the lines that were logged."""
    settings.LOTSA_DEMO = True
    caplog.set_level(logging.DEBUG)
    addresses = []

    def client():
        made = Watched()
        made.seen = addresses
        return made

    first = MemberFactory(adviser=True, teams=[TeamFactory(areas=["liquidity"])])
    second = MemberFactory(adviser=True, teams=[TeamFactory(areas=["liquidity"])])
    desk = DeskFactory(teams=[first.teams.get()])
    live(client, first, second, desk)
    return addresses, [record.getMessage() for record in caplog.records]


def live(client, first, second, desk):
    asker = Asker(client())
    asker.ask(**PERSONAL, desk=desk.slug, needs="liquidity")
    case = Case.objects.get()
    asker.client.post(reverse("company:new_link"), {"reference": "X", "email": "a@b.example"})
    coordinator = signed_in(MemberFactory(coordinator=True), client=client())
    coordinator.get(reverse("coordinator:sort", args=[case.reference]))
    if not case.referrals.exists():
        slug = first.teams.get().slug
        coordinator.post(reverse("coordinator:send", args=[case.reference]), {"team": slug})
    adviser = signed_in(first, client=client())
    part = Referral.objects.get()

    def move(who, name, /, **posted):
        part = Referral.objects.filter(case=case).latest("pk")
        return who.post(reverse(f"adviser:{name}", args=[case.reference, part.pk]), posted)

    def tell(who, name, /, **posted):
        return who.post(reverse(f"adviser:{name}", args=[case.reference]), posted)

    adviser.post(reverse("adviser:search"), {"words": "Kimberley Hemlighetsson"}, follow=True)
    move(adviser, "accept")
    tell(adviser, "message", text="Jag ringer i morgon om bankboken.")
    tell(adviser, "note", text="Surdegen är det värsta.")
    tell(adviser, "task", title="Ring Kimberley")
    tell(adviser, "contact", name="Kimberley Hemlighetsson", email="kimberley@hemligt.example")
    asker.write(case, "Tack!", SimpleUploadedFile("Bageriet-bankboken.pdf", pdf()))
    file = case.attachments.get().file.public_id
    adviser.get(reverse("adviser:file", args=[case.reference, file]))
    move(adviser, "hand_over", team=second.teams.get().pk, note="Hemlighetsson är ledsen.")
    other = signed_in(second, client=client())
    other.get(reverse("adviser:inbox"))
    move(other, "accept")
    move(other, "close", outcome="helped", text="Bageriet är räddat.")
    other.get(reverse("adviser:case", args=[part.case.reference]))
    coordinator.post(reverse("coordinator:export"), {"purpose": "x", "personal": ["contact"]})
    asker.post(case, "follow_up", kind="first", posted={"contacted": "yes", "comment": "Surdegen"})
    asker.post(case, "contact", posted={"contact_name": "", "contact_email": "fel"})
    asker.post(case, "own_data", posted={"form": "json"})
    case.refresh_from_db()
    assert case.outcome == "helped"
    deliver_due()
    asker.post(case, "delete")


def test_no_address_and_no_line_of_the_log_says_who_it_is(journey):
    addresses, logged = journey

    assert len(addresses) > 50
    assert [(trace, one) for one in addresses for trace in TRACES if trace in one] == []
    assert [(trace, one) for one in logged for trace in TRACES if trace in one] == []


def test_no_subject_says_who_it_is(journey):
    subjects = [mail.subject for mail in DemoMail.objects.all()]

    assert len(subjects) >= 3 or OutboxMessage.objects.count() == 0
    assert [one for one in subjects for trace in TRACES if trace in one] == []
