import pytest
from django.http import Http404, HttpResponse

from lotsa.foundation.access import Role, UnknownPermission, declare, may, open_to, permissions
from lotsa.foundation.access.middleware import ClosedByDefault


@pytest.fixture
def read_reports(monkeypatch):
    monkeypatch.setattr(permissions, "_registry", {})
    return declare("reports.read", "Read reports", [Role.ANALYST])


def enter(view, request):
    middleware = ClosedByDefault(lambda _: HttpResponse())
    middleware.process_view(request, view, (), {})


def test_a_view_nobody_opened_does_not_exist(rf):
    with pytest.raises(Http404):
        enter(lambda _: HttpResponse(), rf.get("/"))


def test_a_view_opened_to_the_public_is_open_to_all(rf):
    view = open_to(Role.PUBLIC)(lambda _: HttpResponse())

    enter(view, rf.get("/"))


@pytest.mark.parametrize(("roles", "let_in"), [({Role.ANALYST}, True), ({Role.ADVISER}, False)])
def test_a_view_opened_by_permission_lets_in_those_who_have_it(rf, read_reports, roles, let_in):
    view = open_to(permission="reports.read")(lambda _: HttpResponse())
    request = rf.get("/")
    request.roles = frozenset(roles)

    if let_in:
        enter(view, request)
    else:
        with pytest.raises(Http404):
            enter(view, request)


def test_a_view_is_opened_to_someone():
    with pytest.raises(ValueError, match="at least one role"):
        open_to()


def test_a_permission_answers_for_roles(read_reports):
    assert may([Role.ANALYST], "reports.read")
    assert not may([Role.COMPANY, Role.ADMINISTRATOR], "reports.read")
    assert not may([], "reports.read")


def test_what_the_public_may_everyone_may(monkeypatch):
    monkeypatch.setattr(permissions, "_registry", {})
    declare("catalogue.read", "Read the catalogue", [Role.PUBLIC])

    assert may([], "catalogue.read")
    assert may([Role.EDITOR], "catalogue.read")


def test_a_permission_nobody_declared_raises(read_reports):
    with pytest.raises(UnknownPermission):
        may([Role.ADMINISTRATOR], "reports.raed")
    with pytest.raises(UnknownPermission):
        open_to(permission="reports.raed")
    with pytest.raises(ValueError, match=r"reports\.read"):
        declare("reports.read", "Read reports", [Role.EDITOR])
