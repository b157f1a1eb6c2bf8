"""Walks at the adviser's desk: one member in one language."""

from django.urls import reverse
from django.utils import translation

from tests.support.guide import seen
from tests.support.staff import signed_in


class AtDesk:
    """A signed-in member; each method is one thing the member does."""

    def __init__(self, member, language="sv", **given):
        self.member = member
        self.language = language
        self.client = signed_in(member, **given)

    def address(self, name, /, *args, **query):
        """The address of an adviser page in the member's language."""
        with translation.override(self.language):
            return reverse(f"adviser:{name}", args=args, query=query or None)

    def get(self, name, /, *args, **query):
        """Open a page."""
        return self.client.get(self.address(name, *args, **query))

    def post(self, name, /, *args, follow=True, query=None, **posted):
        """Send a form and go where it leads."""
        return self.client.post(self.address(name, *args, **(query or {})), posted, follow=follow)

    def inbox(self, **query):
        """The rows of the inbox, by case number."""
        return [line.reference for line in self.get("inbox", **query).context["lines"]]

    def case(self, referral):
        """The case page of a referral."""
        return self.get("case", referral.case.reference)

    def move(self, name, referral, /, **posted):
        """Make a move with a referral; gives the page it leads to."""
        return self.post(name, referral.case.reference, referral.pk, **posted)

    def words(self, *args, **query):
        """What a page says, as one line."""
        return seen(self.get(*args, **query))
