"""Browser tests: the system's Chromium against the real site.

A test that asks for `visitor` runs in both languages, at 320 and 1280 px, with and without script,
each two of these together once. To run in other ways, parametrize `language`, `width` and
`javascript` on the test itself.
"""

import os

import pytest
from playwright.sync_api import sync_playwright

from tests.e2e import site as real_site
from tests.e2e.person import Person
from tests.e2e.visitor import AXE, Glass, Judged, Visitor

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items):
    for item in items:
        if "e2e" in item.path.parts:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The address of a running site, one for each test process."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own
    with real_site.running(real_site.built_once(shared), own / "served") as address:
        yield address


# One browser for each module, not for the whole run: while Playwright is open its event loop keeps
# Django's database away from every other test of the process.
@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=QUIET)
        yield started
        started.close()


@pytest.fixture(
    params=[
        ("sv", 320, False),
        ("sv", 1280, True),
        ("en", 320, True),
        ("en", 1280, False),
    ],
    ids=["sv-narrow-no-script", "sv-wide-script", "en-narrow-script", "en-wide-no-script"],
)
def way(request):
    """Every two of language, width and script, in as few runs as that takes."""
    return request.param


@pytest.fixture
def language(way):
    return way[0]


@pytest.fixture
def width(way):
    return way[1]


@pytest.fixture
def javascript(way):
    return way[2]


@pytest.fixture(scope="session")
def judged(tmp_path_factory):
    """The pages axe-core has judged already, see Visitor; shared by the run's processes."""
    own = tmp_path_factory.getbasetemp()
    return Judged(own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own)


@pytest.fixture
def arrive(browser, site, judged, language, width, javascript):
    """Call it for a visitor who has just opened a browser; each call is another person.

    Fails the test if anything went wrong unseen for any of them.
    """
    assert AXE.exists(), "axe-core is missing; run `make frontend`"
    looks = {
        "viewport": {"width": width, "height": 800},
        "locale": "sv-SE" if language == "sv" else "en-GB",
        "timezone_id": "Europe/Stockholm",
        "service_workers": "block",
    }
    glass = Glass(browser.new_context(**looks))
    contexts = [glass.context]
    visitors = []

    def arrived():
        context = browser.new_context(java_script_enabled=javascript, **looks)
        context.set_default_timeout(30_000)
        contexts.append(context)
        page = context.new_page()
        visitor = Visitor(page, site, language, width, javascript, glass, judged)
        visitors.append(visitor)
        return visitor

    yield arrived
    for context in contexts:
        context.close()
    assert [trouble for visitor in visitors for trouble in visitor.troubles] == []


@pytest.fixture
def visitor(arrive):
    """A visitor who has just opened the browser."""
    return arrive()


@pytest.fixture
def someone(arrive):
    """Call it for one more person at the support desk."""
    return lambda: Person(arrive())
