"""A visitor with a real browser, who notices everything that goes wrong on a page."""

import hashlib
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

RUN_AXE = """async tags => {
  const result = await window.axe.run(document, {runOnly: {type: "tag", values: tags}});
  return result.violations.map(v => `${v.id} (${v.impact}): ${v.help} -> `
    + v.nodes.map(n => n.target.join(" ")).slice(0, 5).join(", "));
}"""

SIDEWAYS = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) { return []; }
  return [...document.body.querySelectorAll("*")]
    .filter(e => e.getBoundingClientRect().right > room + 1)
    .map(e => `${e.tagName.toLowerCase()}.${e.className}`).slice(0, 8);
}"""


# What axe-core judges by: the tags with their classes, roles, states and names, in order. Two pages
# that differ only in their words and addresses get the same judgement, so it is asked for once.
SKELETON = """() => {
  const judged = /^(class|role|type|lang|hidden|open|disabled|tabindex|data-|aria-)/;
  const words = /^aria-(label|describ|control)/;
  const drawn = e => {
    const own = [...e.attributes].filter(a => judged.test(a.name))
      .map(a => words.test(a.name) ? a.name : `${a.name}=${a.value}`).sort().join(" ");
    const text = [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) ? "*" : "";
    const inside = [...e.children].map(drawn).filter((d, i, all) => d !== all[i - 1]).join("");
    return `<${e.tagName} ${own}>${text}${inside}`;
  };
  return drawn(document.documentElement);
}"""


@dataclass
class Visitor:
    """One person in one browser.

    Attributes:
        page: Playwright's page.
        site: the address of the site.
        language: "sv" or "en".
        width: of the window, in px.
        javascript: whether script runs.
        inspector: a browser window of the same size where script runs, for axe-core.
        judged: what axe-core has found no fault with, shared by all visitors of the run.
        troubles: what has gone wrong so far, as sentences.
        expected: statuses of 400 or more that this test means to get.
    """

    page: Any
    site: str
    language: str
    width: int
    javascript: bool
    inspector: "Glass"
    judged: "Judged"
    troubles: list[str] = field(default_factory=list)
    expected: set[int] = field(default_factory=set)

    def __post_init__(self):
        self.page.on("console", self._on_console)
        self.page.on("pageerror", lambda error: self.troubles.append(f"script error: {error}"))
        self.page.on("requestfailed", self._on_failed)
        self.page.on("response", self._on_response)

    def _on_console(self, message):
        # Chromium also writes each refused status here; those are judged in _on_response.
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            self.troubles.append(f"console: {message.text}")

    def _on_failed(self, request):
        # A request that the visitor's next click overtook is no fault of the page.
        if "ERR_ABORTED" not in (request.failure or ""):
            self.troubles.append(f"request failed: {request.url} {request.failure}")

    def _on_response(self, response):
        if not response.url.startswith(self.site):
            self.troubles.append(f"a request left the site: {response.url}")
        if response.status >= 400 and response.status not in self.expected:
            self.troubles.append(f"{response.status} from {response.url}")

    def path(self, path="/"):
        """The address of a path (given without a language prefix) in the visitor's language."""
        prefix = "" if self.language == "sv" else f"/{self.language}"
        return f"{self.site}{prefix}{path}"

    @contextmanager
    def expecting(self, status):
        """Let answers of a status pass within the block."""
        self.expected.add(status)
        yield
        self.expected.discard(status)

    def open(self, path="/"):
        """Go to a path and look the page over."""
        self.page.goto(self.path(path), wait_until="load")
        self.look_over()

    def look_over(self):
        """Check the page as it stands now; call it after every interaction."""
        self.page.wait_for_load_state("load")
        assert self.page.evaluate("document.documentElement.lang") == self.language
        wide = self.page.evaluate(SIDEWAYS)
        assert wide == [], f"scrolls sideways at {self.width} px: {wide}"
        assert self.axe() == [], self.page.url
        assert self.troubles == [], self.page.url

    def axe(self):
        """What axe-core finds on the page, one line for each violation.

        A page that is built like one already found sound, in this language and width, is not
        asked about again.
        """
        skeleton = self.page.evaluate(SKELETON)
        seen = f"{self.language}-{self.width}-{hashlib.sha256(skeleton.encode()).hexdigest()}"
        if seen in self.judged:
            return []
        found = self._axe()
        if not found:
            self.judged.add(seen)
        return found

    def _axe(self):
        if self.javascript:
            return run_axe(self.page)
        # axe-core needs timers, which stand still where script is off. So the page as it stands,
        # with its forms and open folds, is shown once more in a browser where only axe runs.
        return self.inspector.judge(self.page.url, self.page.content())


class Judged:
    """The names of the pages that axe-core has found no fault with, as files in a folder."""

    def __init__(self, folder):
        """Keep them in `folder`, which other processes may share."""
        self.folder = folder / "judged"
        self.folder.mkdir(exist_ok=True)

    def __contains__(self, name):
        """Whether any process has seen this page and found it sound."""
        return (self.folder / name).exists()

    def add(self, name):
        """This page is sound."""
        (self.folder / name).touch()


class Glass:
    """One window, opened when it is needed, that shows a page again as it stood for axe-core."""

    def __init__(self, context):
        """Show pages in this browser context."""
        self.context = context
        self.page = None
        self.html = ""

    def judge(self, address, html):
        """What axe-core finds on the page that an address gave."""
        if self.page is None:
            self.page = self.context.new_page()
            self.page.route("**/*", self._show_again)
        self.html = html
        self.page.goto(address, wait_until="load")
        return run_axe(self.page)

    def _show_again(self, route):
        """The page's own request gets the page, its scripts nothing; all else passes."""
        if route.request.is_navigation_request():
            route.fulfill(body=self.html, content_type="text/html; charset=utf-8")
        elif route.request.resource_type == "script":
            route.fulfill(body="", content_type="text/javascript")
        else:
            route.continue_()


def run_axe(page):
    """Run axe-core on a page where script runs."""
    # Handed over by the debugger, so the page's own content policy stays as strict as it is.
    page.evaluate(_axe_script())
    return page.evaluate(RUN_AXE, AXE_TAGS)


@cache
def _axe_script():
    return f"() => {{ {AXE.read_text('utf-8')} }}"
