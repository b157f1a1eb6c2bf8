import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from lotsa.foundation.access import Role, opened_to
from lotsa.foundation.access import roles as roles_module
from tests.security.matrix import MATRIX
from tests.support.client import StrictClient

pytestmark = pytest.mark.django_db


def routes(resolver=None, namespace=""):
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from routes(entry, inner)
        elif isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}", entry.callback


def test_every_route_has_a_row_and_every_row_a_route():
    assert {name for name, _ in routes()} == set(MATRIX)


def test_every_view_is_opened_to_someone():
    closed = [name for name, view in routes() if not opened_to(view)]

    assert not closed, "Put @open_to(…) outermost on these views."


def address(name):
    row = MATRIX[name]
    path = reverse(name, kwargs=row.kwargs)
    return f"{path}?{row.query}" if row.query else path


@pytest.mark.parametrize("name", sorted(MATRIX))
def test_each_role_gets_what_the_table_says(name, client, facts, monkeypatch):
    row = MATRIX[name]
    got = {}
    for role in Role:
        roles = frozenset({Role.PUBLIC, role})
        monkeypatch.setattr(roles_module, "roles_of", lambda _, roles=roles: roles)
        got[role] = client.get(address(name)).status_code

    assert got == {role: row.by_role.get(role, row.status) for role in Role}


@pytest.mark.parametrize("name", sorted(MATRIX))
def test_a_post_without_data_is_answered_as_the_table_says(name, client, facts):
    row = MATRIX[name]

    got = client.post(address(name)).status_code

    assert got == (405 if row.post is None else row.post)


@pytest.mark.parametrize("name", [name for name, row in MATRIX.items() if row.post])
def test_a_post_without_the_token_against_forgery_is_refused(name):
    client = StrictClient(enforce_csrf_checks=True)

    assert client.post(address(name)).status_code == 403
