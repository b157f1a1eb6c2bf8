"""Walks through the guide the way a visitor does who has no script."""

import re
from html import unescape

from django.urls import reverse
from django.utils import translation

RESTAURANT = {
    "sv": (
        "Vi driver en restaurang i Eskilstuna med 12 anställda och har tappat 60 % av "
        "omsättningen i mars och april. Vi hyr lokalen."
    ),
    "en": (
        "We run a restaurant in Eskilstuna with 12 employees and have lost 60 per cent of our "
        "turnover in March and April. We rent the premises."
    ),
}
MARCH_APRIL = "turnover_drop_percent@20200301-20200430-20190301-20190430"
MAY = "turnover_drop_percent@20200501-20200531-20190501-20190531"


def seen(response):
    """The words of a page as one line, without what only the markup says."""
    html = response.content.decode()
    body = re.sub(r"<(script|head)\b.*?</\1>", " ", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).replace("\u00a0", " ").split())


class Walk:
    """One visitor in one language; each method is one thing the visitor does."""

    def __init__(self, client, language="sv"):
        self.client = client
        self.language = language

    def address(self, name, *args):
        """The address of one of the public pages in the visitor's language."""
        with translation.override(self.language):
            return reverse(f"public:{name}", args=args)

    def get(self, name, *args, **query):
        """Open a page."""
        return self.client.get(self.address(name, *args), query)

    def post(self, name, *args, follow=True, headers=None, **posted):
        """Send a form of a page and go where it leads."""
        address = self.address(name, *args)
        return self.client.post(address, posted, follow=follow, headers=headers)

    def say(self, words):
        """Describe the situation in own words; gives the page that asks if it was understood."""
        return self.post("start", words=words)

    def choose(self, *needs):
        """Choose what it is about; gives the first question."""
        return self.post("start", needs=needs)

    def reply(self, key, *values, **more):
        """Answer a question."""
        return self.post("one_question", key, answer=values, **more)

    def confirm_all(self, page, *needs):
        """Confirm every fact that was heard, with the months proposed, and these needs."""
        chips = page.context["chips"]
        months = {
            f"period_{chip.index}": next(one.value for one in chip.periods if one.chosen)
            for chip in chips
            if chip.periods
        }
        return self.post("heard", facts=[chip.index for chip in chips], needs=needs, **months)

    def restaurant(self, *needs):
        """Tell about the restaurant and confirm everything; gives the answer page."""
        self.confirm_all(self.say(RESTAURANT[self.language]), *needs)
        return self.get("answer")

    @property
    def told(self):
        """The situation as the server keeps it for this visit."""
        return self.client.session.get("situation") or {}


def listed(page):
    """The measures of an answer page, by list."""
    groups = page.context["page"].groups
    return {standing.value: [one.id for one in group.entries] for standing, group in groups.items()}


def entry(page, measure):
    """One measure as an answer page lists it."""
    for group in page.context["page"].groups.values():
        for one in group.entries:
            if one.id == measure:
                return one
    raise AssertionError(f"{measure} is not on the page")
