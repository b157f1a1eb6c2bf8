"""A test client that reads every page it gets the way a strict browser would."""

import re
from html.parser import HTMLParser

from django.test import Client

VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    ]
)
# Their end tags may be left out in HTML.
LOOSE = frozenset(["li", "p", "dt", "dd", "option", "tr", "td", "th", "tbody", "thead", "tfoot"])


class Page(HTMLParser):
    """Collects what a strict content security policy or a reader of the page would trip on."""

    def __init__(self, html):
        super().__init__()
        self.faults = []
        self.ids = []
        self.pointed_at = []
        self.language = None
        self._open = []
        self.feed(html)
        self.close()
        self.faults += [f"id {name} twice" for name in set(self.ids) if self.ids.count(name) > 1]
        missing = sorted(set(self.pointed_at) - set(self.ids))
        self.faults += [f"a label or description points at {name}, not there" for name in missing]
        self.faults += [f"<{tag}> is never closed" for tag in self._open if tag not in LOOSE]

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag not in VOID:
            self._open.append(tag)
        if tag == "html":
            self.language = given.get("lang")
        if given.get("id"):
            self.ids.append(given["id"])
        for pointer in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
            self.pointed_at += (given.get(pointer) or "").split()
        self._check_policy(tag, given)

    def _check_policy(self, tag, given):
        if "style" in given or tag == "style":
            self.faults.append(f"inline style on <{tag}>")
        is_data = given.get("type") in {"application/ld+json", "application/json"}
        if tag == "script" and "src" not in given and not is_data:
            self.faults.append("inline script")
        handlers = [name for name in given if re.match(r"(on[a-z]+|hx-on.*)$", name)]
        self.faults += [f"inline handler {name} on <{tag}>" for name in handlers]
        for name in ("href", "src", "action", "formaction"):
            value = (given.get(name) or "").strip().lower()
            if value.startswith("javascript:"):
                self.faults.append(f"script address on <{tag}>")
        if tag == "img" and "alt" not in given:
            self.faults.append("picture without alt")

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if tag not in self._open:
            self.faults.append(f"</{tag}> without a start")
            return
        while (last := self._open.pop()) != tag:
            if last not in LOOSE:
                self.faults.append(f"<{last}> is never closed before </{tag}>")


class StrictClient(Client):
    """Django's client, plus the house rules for every answer."""

    def request(self, **request):
        response = super().request(**request)
        kind = response.headers.get("Content-Type", "")
        if kind.startswith("text/html") and not response.streaming:
            assert "Content-Security-Policy" in response.headers
            html = response.content.decode()
            page = Page(html)
            assert not page.faults, f"{request.get('PATH_INFO')}: {page.faults}"
            if html.lstrip().lower().startswith("<!doctype"):
                expected = "en" if request["PATH_INFO"].startswith("/en/") else "sv"
                assert page.language == expected
        return response
