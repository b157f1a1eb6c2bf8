"""Does what a company does on its own pages, without script."""

import datetime
import re

from django.urls import reverse
from django.utils import translation

from lotsa.domain.cases.access import link_token
from lotsa.foundation import clock
from lotsa.web.company.forms.signed import Form, read_form
from tests.support.factories import ActorFactory, CaseFactory, TeamFactory

QUESTION = {
    "description": "Hur kan vi få anstånd?",
    "how": "named",
    "contact_name": "Kim Påhitt",
    "contact_email": "kim@example.com",
    "consent": "yes",
}


HOUR = datetime.timedelta(hours=1)


def recent(**more):
    """A case opened an hour ago in the story, with a contact promised in a day."""
    now = clock.moment()
    more.setdefault("promised_at", now + 24 * HOUR)
    return CaseFactory(at=now - HOUR, **more)


def team(name="Almi Påhitt", **more):
    """A team of an organisation with the same name."""
    return TeamFactory(actor=ActorFactory(name=name), name=name, **more)


class Asker:
    """One company in one language."""

    def __init__(self, client, language="sv"):
        self.client = client
        self.language = language

    def address(self, name, **kwargs):
        """The address of one of the company's pages, in its language."""
        with translation.override(self.language):
            return reverse(name if ":" in name else f"company:{name}", kwargs=kwargs)

    def open(self, **query):
        """Open the page one asks on."""
        return self.client.get(self.address("ask"), query)

    def form(self, page=None, *, seconds=20):
        """The signed id of the form, as if it had been opened a while ago."""
        page = page or self.open()
        opened = read_form(hidden(page, "form"))
        earlier = clock.now() - datetime.timedelta(seconds=seconds)
        return Form(opened.id, int(earlier.timestamp())).token

    def ask(self, page=None, *, follow=True, form=None, **changed):
        """Send a question; `changed` replaces or, with None, takes away what is posted."""
        posted = QUESTION | {"language": self.language, "form": form or self.form(page)} | changed
        posted = {name: value for name, value in posted.items() if value is not None}
        return self.client.post(self.address("ask"), posted, follow=follow)

    def page_of(self, case, name="case", token=None, **kwargs):
        """The address of a page of a case."""
        token = token or link_token(case, now=clock.now())
        return self.address(name, token=token, **kwargs)

    def get(self, case, name="case", query=None, **kwargs):
        """Open a page of a case."""
        return self.client.get(self.page_of(case, name, **kwargs), query)

    def post(self, case, name, *, follow=True, posted=None, **kwargs):
        """Send a form of a case's page."""
        address = self.page_of(case, name, **kwargs)
        return self.client.post(address, posted or {}, follow=follow)

    def write(self, case, text, *files, follow=True):
        """Write a message, with files."""
        return self.post(case, "write", posted={"text": text, "files": list(files)}, follow=follow)


def hidden(page, name):
    """The value of a hidden field of a page."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page.content.decode())
    assert found, f"no field {name}"
    return found[1]
