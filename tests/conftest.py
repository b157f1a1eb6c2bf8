"""What holds for every test.

Strict by configuration (pyproject.toml): a warning is an error, an unknown template variable fails,
so does paging through rows without an order. Here: which tests a run can do, the strict client,
and the real facts.
"""

import os

import pytest
from django.conf import settings
from django.core.cache import cache
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from lotsa.foundation import clock
from lotsa.usecases.support import router
from tests.support import facts as real_facts
from tests.support.client import StrictClient
from tools import browser

# A law is about what holds, not how fast: a machine that stalls must not fail it. In CI the same
# examples each time, so that red is about the change; on a desk new ones, to find what is left.
hypothesis_settings.register_profile(
    "house",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=bool(os.environ.get("CI")),
)
hypothesis_settings.load_profile("house")


def on_postgresql():
    return settings.DATABASES["default"]["ENGINE"].endswith("postgresql")


def pytest_configure(config):
    if not hasattr(config, "workerinput"):
        os.environ.setdefault("CHROMIUM", browser.find() or "")


def touches_database(item):
    """What never meets the database need not run again on another one."""
    return bool(
        item.get_closest_marker("django_db")
        or {"db", "transactional_db"} & set(getattr(item, "fixturenames", ()))
    )


def only_in_other_words(item):
    """A page's English run asks the database the same as its Swedish one."""
    return (
        "web" in item.path.parts
        and getattr(item, "callspec", None) is not None
        and any(value == "en" for value in item.callspec.params.values())
    )


def pytest_collection_modifyitems(config, items):
    left_out, kept = [], []
    for item in items:
        if item.get_closest_marker("postgresql") and not on_postgresql():
            left_out.append(item)
            continue
        if on_postgresql() and (not touches_database(item) or only_in_other_words(item)):
            left_out.append(item)
            continue
        kept.append(item)
        if item.get_closest_marker("browser") and not os.environ.get("CHROMIUM"):
            reason = "no Chromium on this machine; install it, or set CHROMIUM to its path"
            item.add_marker(pytest.mark.skip(reason=reason))
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = kept


def pytest_terminal_summary(terminalreporter):
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = sorted({str(report.longrepr[2]) for report in skipped})
    terminalreporter.section("what was left out")
    if note := os.environ.get("LOTSA_TEST_NOTE"):
        terminalreporter.write_line(note)
    for reason in reasons:
        terminalreporter.write_line(reason)
    if not skipped:
        terminalreporter.write_line("No test was skipped.")


@pytest.fixture(autouse=True)
def _clean_cache():
    cache.clear()
    router.forget()


@pytest.fixture
def stopped_clock(monkeypatch):
    """Time stands still: on a slow machine an allowance would refill between two requests."""
    instant = clock.now()
    monkeypatch.setattr(clock, "now", lambda: instant)


@pytest.fixture
def client():
    """A browser without script that fails on an answer that breaks a house rule."""
    return StrictClient()


@pytest.fixture(scope="session")
def _facts_laid_in(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        real_facts.load()


@pytest.fixture
def facts(_facts_laid_in, db):
    """The real reference lists and the real catalogue are in the database."""
    # A test with real transactions before this one has emptied every table.
    real_facts.load()


@pytest.fixture(autouse=True)
def _no_facts_unless_asked(request):
    names = set(request.fixturenames)
    uses_database = request.node.get_closest_marker("django_db") or names & {
        "db",
        "transactional_db",
    }
    if uses_database and "facts" not in names:
        request.getfixturevalue("db")
        real_facts.take_away()
