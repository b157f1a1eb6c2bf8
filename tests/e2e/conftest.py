"""Browser tests: the system's Chromium against the real site.

A test that asks for `visitor` runs in both languages, at 320 and 1280 px, with and without script.
To run fewer, parametrize `language`, `width` or `javascript` on the test itself.
"""

import os

import pytest
from playwright.sync_api import sync_playwright

from tests.e2e import site as real_site
from tests.e2e.person import Person
from tests.e2e.visitor import AXE, Visitor

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


@pytest.fixture(params=["sv", "en"])
def language(request):
    return request.param


@pytest.fixture(params=[320, 1280], ids=["narrow", "wide"])
def width(request):
    return request.param


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def javascript(request):
    return request.param


@pytest.fixture(scope="session")
def judged():
    """The pages axe-core has judged already, see Visitor."""
    return set()


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
    contexts = [browser.new_context(**looks)]
    visitors = []

    def arrived():
        context = browser.new_context(java_script_enabled=javascript, **looks)
        context.set_default_timeout(30_000)
        contexts.append(context)
        page = context.new_page()
        visitor = Visitor(page, site, language, width, javascript, contexts[0], judged)
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
