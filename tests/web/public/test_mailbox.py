import datetime
import uuid

import pytest

from lotsa.foundation.outbox.models import DemoMail
from tests.support.guide import Walk, seen

AT = datetime.datetime(2020, 5, 4, 8, 0, tzinfo=datetime.UTC)


def mail(**given):
    return DemoMail.objects.create(
        **{
            "mail_id": uuid.uuid4(),
            "to_label": "Lo Påhitt",
            "language": "sv",
            "subject": "Vi har er fråga",
            "text": "Hej!\n\nEr sida: https://lotsa.example/arende/abc/\n\n<script>alert(1)</script>",
            "html": "<p>Hej!</p><script>alert(1)</script>",
            "at": AT,
            "created_at": AT,
            **given,
        }
    )


@pytest.fixture(params=["sv", "en"])
def walk(client, request, facts):
    return Walk(client, request.param)


@pytest.fixture
def demo(settings):
    settings.LOTSA_DEMO = True


@pytest.mark.usefixtures("demo")
class TestInTheDemo:
    def test_mails_are_listed_the_newest_first_and_lead_from_the_banner(self, walk):
        first, second = mail(subject="Den första"), mail(subject="Den andra")

        page = walk.get("mailbox")

        assert [one.pk for one in page.context["page"].object_list] == [second.pk, first.pk]
        assert f'href="{walk.address("mailbox")}"' in walk.get("start").content.decode()

    def test_one_is_read_as_text_with_links_that_work(self, walk):
        shown = mail()

        page = walk.get("mailbox_mail", shown.pk)

        html = page.content.decode()
        assert 'href="https://lotsa.example/arende/abc/"' in html
        assert "<script>alert" not in html
        assert "Lo Påhitt" in seen(page)

    def test_its_html_is_only_to_be_saved(self, walk):
        shown = mail()

        page = walk.get("mailbox_html", shown.pk)

        assert page.headers["Content-Disposition"].startswith("attachment")
        assert page.headers["Content-Type"] == "application/octet-stream"
        assert page.content.decode() == shown.html

    def test_a_mail_without_html_has_none_to_save(self, walk):
        shown = mail(html="")

        assert walk.get("mailbox_html", shown.pk).status_code == 404
        assert (
            str(walk.address("mailbox_html", shown.pk))
            not in walk.get("mailbox_mail", shown.pk).content.decode()
        )

    def test_it_is_searched_by_recipient_and_subject(self, walk):
        mail(subject="Något annat", to_label="Kim Påhitt")
        wanted = mail()

        found = walk.get("mailbox", q="påhitt fråga").context["page"].object_list

        assert [one.pk for one in found] == [wanted.pk]

    def test_nobody_indexes_or_keeps_it(self, walk):
        page = walk.get("mailbox")

        assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert "no-store" in page.headers["Cache-Control"]


def test_elsewhere_there_is_no_mailbox(walk, settings):
    settings.LOTSA_DEMO = False
    shown = mail()

    for name, args in (
        ("mailbox", ()),
        ("mailbox_mail", (shown.pk,)),
        ("mailbox_html", (shown.pk,)),
    ):
        assert walk.get(name, *args).status_code == 404
