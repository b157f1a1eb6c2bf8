"""One person with a browser: finds things by the words on the page, and looks each page over."""

import re
import time
from contextlib import nullcontext
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from django.utils import translation

SECONDS_FOR_MAIL = 60

PHONE_AND_DESK = pytest.mark.parametrize(
    ("language", "width", "javascript"),
    [("sv", 320, False), ("en", 1280, True)],
    ids=["sv-phone-without-script", "en-desk"],
)
"""On a phone without script and at a desk with it: both languages and both widths, in two runs."""


class Person:
    """What one person does; after each step the page has been looked over.

    Words are given as the program has them, in English, and looked for in the person's language.
    """

    def __init__(self, visitor):
        self.visitor = visitor
        self.page = visitor.page
        self.read = set()

    def words(self, text, **given):
        """A text of the program in the person's language."""
        with translation.override(self.visitor.language):
            return (translation.gettext(text) % given) if given else translation.gettext(text)

    def look(self):
        """Nothing is wrong with the page as it stands."""
        self.visitor.look_over()
        assert self.page.locator("h1").count() == 1
        assert self.page.title().endswith(" – Lotsa")

    def go(self, name, *args, **query):
        """Open a page by the name of its route."""
        with translation.override(self.visitor.language):
            path = reverse(name, args=args, query=query or None)
        self.page.goto(f"{self.visitor.site}{path}", wait_until="load")
        self.look()

    def go_to(self, address):
        """Open an address, at this site whatever site it names, in the person's language."""
        parts = urlsplit(address)
        query = f"?{parts.query}" if parts.query else ""
        self.page.goto(f"{self.visitor.site}{parts.path}{query}", wait_until="load")
        self.look()

    def press(self, text, within="main", *, refused=False, **given):
        """Press the button with these words; `refused` when the page shall say no (422)."""
        button = self._named("button", text, within, given)
        self._leave(button, refused)

    def follow(self, text, within="main", **given):
        """Follow the link with these words."""
        self._leave(self._named("link", text, within, given), refused=False)

    def press_named(self, name, within="main"):
        """Press the button whose words hold a name, that is no text of the program."""
        self._leave(self.page.locator(within).get_by_role("button", name=name).first, refused=False)

    def follow_named(self, name, within="main"):
        """Follow the link whose words are no text of the program, such as a name."""
        link = self.page.locator(within).get_by_role("link", name=name)
        self._leave(link.first, refused=False)

    def _named(self, role, text, within, given):
        name = self.words(text, **given)
        return self.page.locator(within).get_by_role(role, name=name, exact=True).first

    def _leave(self, target, refused):
        with self.visitor.expecting(422) if refused else nullcontext():
            with self.page.expect_navigation(wait_until="load"):
                target.click()
            self.look()

    def unfold(self, text):
        """Open the part that is folded under these words, if it is folded."""
        summary = self.page.locator("main summary").filter(has_text=self.words(text)).first
        if not summary.locator("xpath=..").evaluate("e => e.open"):
            summary.click()
        self.look()

    def fill(self, **fields):
        """Write in fields by their names."""
        for name, value in fields.items():
            self.page.locator(f"main [name={name}]:not([type=hidden])").first.fill(value)

    def tick(self, name, value):
        """Choose one of the alternatives of a field."""
        self.page.locator(f"main input[name='{name}'][value='{value}']").check()

    def sees(self, *texts, within="main"):
        """The page has these words, of the program or not."""
        shown = flat(self.page.locator(within).inner_text())
        for text in texts:
            assert flat(self.words(text)) in shown, f"{text!r} is not on {self.page.url}: {shown}"

    def sees_not(self, *texts):
        """The page does not have these words."""
        shown = flat(self.page.locator("main").inner_text())
        for text in texts:
            assert flat(self.words(text)) not in shown, text

    def sign_in_as(self, name):
        """Sign in as one of the demo's people."""
        self.go("account:sign_in")
        self.press("Sign in as %(name)s", name=name)

    def mail(self, to, subject, language=None, **given):
        """Wait for a mail to an address with a subject that is not read yet, and open it.

        Mails are in the person's language, or in `language`.
        """
        deadline = time.monotonic() + SECONDS_FOR_MAIL
        with translation.override(language or self.visitor.language):
            title = translation.gettext(subject) % given
        self.go("public:mailbox", q=f"{to} {title}")
        while True:
            found = self.page.locator("main .entry a")
            newest = found.first.get_attribute("href") if found.count() else None
            if newest and newest not in self.read:
                self.read.add(newest)
                self.look()
                self._leave(found.first, refused=False)
                return self.page.locator(".mail-text")
            assert time.monotonic() < deadline, f"no mail {title!r} to {to}"
            time.sleep(0.3)
            self.page.reload(wait_until="load")

    def link_in_mail(self, to, subject, containing, **given):
        """Follow the first link of a mail whose address fits a pattern."""
        links = self.mail(to, subject, **given).locator("a")
        addresses = [link.get_attribute("href") for link in links.all()]
        self.go_to(next(address for address in addresses if re.search(containing, address)))


def flat(text):
    """Text without the line breaks and no-break spaces of its layout, as it is told apart."""
    return re.sub(r"\s+", " ", text).casefold()
