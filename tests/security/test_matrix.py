import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from lotsa.foundation.access import STAFF_ROLES, Role, opened_to
from tests.security.matrix import MATRIX
from tests.support.client import StrictClient
from tests.support.staff import member_of, signed_in

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


def address(name, member=None):
    row = MATRIX[name]
    kwargs = row.kwargs(member) if callable(row.kwargs) else row.kwargs
    path = reverse(name, kwargs=kwargs)
    return f"{path}?{row.query}" if row.query else path


def as_role(role):
    """A client and its member, really signed in; nobody for those who have no account."""
    if role not in STAFF_ROLES:
        return StrictClient(), None
    member = member_of(role)
    return signed_in(member), member


@pytest.mark.parametrize("name", sorted(MATRIX))
def test_each_role_gets_what_the_table_says(name, facts):
    row = MATRIX[name]
    got = {}
    for role in Role:
        client, member = as_role(role)
        got[role] = client.get(address(name, member)).status_code

    assert got == {role: row.by_role.get(role, row.status) for role in Role}


@pytest.mark.parametrize("name", sorted(MATRIX))
def test_a_post_without_data_is_answered_as_the_table_says(name, facts):
    row = MATRIX[name]
    client, member = as_role(row.post_as)

    got = client.post(address(name, member)).status_code

    assert got == (405 if row.post is None else row.post)


@pytest.mark.parametrize(
    "name", [name for name, row in MATRIX.items() if row.post_as in STAFF_ROLES]
)
def test_a_post_from_one_without_the_right_is_refused(name, facts):
    row = MATRIX[name]
    nobody = StrictClient().post(address(name))

    assert (nobody.status_code, nobody.url) == (302, reverse("account:sign_in"))
    for role in STAFF_ROLES:
        if row.by_role.get(role, row.status) == 404 != row.by_role[row.post_as]:
            client, member = as_role(role)
            assert client.post(address(name, member)).status_code == 404


@pytest.mark.parametrize("name", [name for name, row in MATRIX.items() if row.post])
def test_a_post_without_the_token_against_forgery_is_refused(name, facts):
    row = MATRIX[name]
    allowed = row.post if row.proven_by_address else 403
    member = member_of(row.post_as) if row.post_as in STAFF_ROLES else None
    client = StrictClient(enforce_csrf_checks=True)
    if member:
        signed_in(member, client=client)

    assert client.post(address(name, member)).status_code == allowed


def test_one_route_only_takes_a_post_without_that_token():
    assert [n for n, row in MATRIX.items() if row.proven_by_address] == ["public:stop_mail"]


def test_a_role_that_takes_a_second_factor_is_not_given_without_one(db):
    client = signed_in(member_of(Role.ADMINISTRATOR), second_factor=False)

    answer = client.get(reverse("people:organisations"))

    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account:second_factor"))
