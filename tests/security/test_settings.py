import importlib
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

GOOD = {
    "SECRET_KEY": "k7Jw-pQz3x_V9m2R8tYc5LbN1fGh6DsA0eUiOvKrWqXyZ4nTgM",
    "ALLOWED_HOSTS": "lotsa.example",
    "LOTSA_ORIGIN": "https://lotsa.example",
}


@pytest.fixture
def production(monkeypatch):
    """Reads the production settings afresh with exactly these variables."""

    def read(**variables):
        for name in ("SECRET_KEY", "ALLOWED_HOSTS", "LOTSA_ORIGIN", "DEBUG", "DATABASE_URL"):
            monkeypatch.delenv(name, raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        for name in ("config.settings.base", "config.settings.prod"):
            monkeypatch.delitem(sys.modules, name, raising=False)
        return importlib.import_module("config.settings.prod")

    yield read
    for name in ("config.settings.base", "config.settings.prod"):
        sys.modules.pop(name, None)


def test_production_starts_with_what_it_needs(production):
    settings = production(**GOOD)

    assert settings.SESSION_COOKIE_SECURE
    assert settings.CSRF_COOKIE_SECURE
    assert settings.SECURE_SSL_REDIRECT
    assert not settings.DEBUG
    assert not settings.LOTSA_DEMO
    assert not settings.LOTSA_GALLERY


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SECRET_KEY": "a" * 60}, "SECRET_KEY"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "lotsa.example,*"}, "ALLOWED_HOSTS"),
        ({"LOTSA_ORIGIN": ""}, "LOTSA_ORIGIN"),
        ({"LOTSA_ORIGIN": "http://lotsa.example"}, "LOTSA_ORIGIN"),
        ({"DEBUG": "1"}, "DEBUG"),
    ],
)
def test_production_refuses_to_start_insecurely(production, change, word):
    with pytest.raises(ImproperlyConfigured, match=f"Lotsa does not start: .*{word}"):
        production(**GOOD | change)


def test_a_forwarded_protocol_is_believed_only_behind_a_proxy_of_our_own(production):
    assert not hasattr(production(**GOOD), "SECURE_PROXY_SSL_HEADER")
    assert production(**GOOD, LOTSA_TRUSTED_PROXIES="1").SECURE_PROXY_SSL_HEADER


@pytest.mark.parametrize(
    ("name", "value"),
    [("LOTSA_DEMO", "maybe"), ("LOTSA_DEMO_DATE", "4 May"), ("LOTSA_TRUSTED_PROXIES", "x")],
)
def test_a_variable_that_cannot_be_read_is_named(production, name, value):
    with pytest.raises(ImproperlyConfigured, match=name):
        production(**GOOD | {name: value})


def test_sqlite_is_tuned_and_postgresql_comes_by_address(production):
    options = production(**GOOD).DATABASES["default"]["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout"):
        assert pragma in options["init_command"]

    database = production(**GOOD, DATABASE_URL="postgres://u:p@db.example/lotsa").DATABASES[
        "default"
    ]
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["HOST"], database["NAME"]) == ("db.example", "lotsa")
    assert "random_page_cost" in database["OPTIONS"]["options"]


def test_the_address_goes_before_our_tuning(production):
    address = "postgres://u:p@db.example/lotsa?options=-c%20jit%3Doff&sslmode=require"
    database = production(**GOOD, DATABASE_URL=address).DATABASES["default"]
    assert database["OPTIONS"] == {"options": "-c jit=off", "sslmode": "require"}
