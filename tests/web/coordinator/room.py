"""Walks through the coordinators' pages: one member in one language."""

from django.urls import reverse
from django.utils import translation

from tests.support.guide import seen
from tests.support.staff import signed_in


class InRoom:
    """A signed-in member; each method is one thing the member does."""

    def __init__(self, member, language="sv"):
        self.member = member
        self.language = language
        self.client = signed_in(member)

    def address(self, name, *args, **query):
        """The address of a coordinators' page in the member's language."""
        with translation.override(self.language):
            return reverse(f"coordinator:{name}", args=args, query=query or None)

    def get(self, name, *args, **query):
        """Open a page."""
        return self.client.get(self.address(name, *args, **query))

    def post(self, name, *args, follow=True, **posted):
        """Send a form and go where it leads."""
        return self.client.post(self.address(name, *args), posted, follow=follow)

    def queue(self, **query):
        """The numbers of the cases in the queue, in order."""
        return [line.row.reference for line in self.get("triage", **query).context["lines"]]

    def words(self, *args, **query):
        """What a page says, as one line."""
        return seen(self.get(*args, **query))
