"""The doors into the support desk: links, limits, addresses to go on to, and the session."""

import datetime

import pytest
from django.core import signing
from django.test import RequestFactory
from django.urls import get_resolver, resolve, reverse

from lotsa.domain.cases.access import LINK_LIVES, link_token
from lotsa.domain.cases.models import Case
from lotsa.foundation import clock
from lotsa.foundation.access import Role
from lotsa.foundation.ratelimit.address import client_address
from lotsa.foundation.ratelimit.limiter import take
from tests.security.matrix import MATRIX
from tests.support.client import StrictClient
from tests.support.factories import STAFF_TRAITS, CaseFactory, MemberFactory
from tests.support.staff import client_of, signed_in

pytestmark = pytest.mark.usefixtures("facts")

OWN_PAGES = sorted(
    name for name, row in MATRIX.items() if name.startswith("company:") and callable(row.kwargs)
)
MOMENT = datetime.timedelta(minutes=1)


def open_and_post(name, token):
    """What a page behind a link answers to a look and to an empty form."""
    kwargs = MATRIX[name].kwargs(None) | {"token": token}
    client, path = StrictClient(), reverse(name, kwargs=kwargs)
    return {client.get(path).status_code, client.post(path).status_code} - {405}


def untrue(token, case):
    """Links that somebody might try."""
    number, key = case.reference, case.link_key
    yield token[:-1] + ("A" if token[-1] != "A" else "B")
    yield token[1:]
    yield token.upper()
    yield token + "."
    yield number
    yield signing.dumps([number, key, int(clock.now().timestamp())], salt="lotsa.other.link")
    yield signing.dumps([number, "other", int(clock.now().timestamp())], salt="lotsa.case.link")
    yield "x" * 300


@pytest.mark.parametrize("name", OWN_PAGES)
def test_a_link_that_is_not_whole_ours_and_in_time_opens_no_page(name):
    case = CaseFactory(closed=name == "company:follow_up")
    token = link_token(case, now=clock.now())

    for other in untrue(token, case):
        assert open_and_post(name, other) == {404}, other
    just_over = link_token(case, now=clock.now() - LINK_LIVES - MOMENT)
    assert open_and_post(name, just_over) == {410}
    case.refresh_from_db()
    assert case.state in {"new", "closed"}


def test_a_link_is_good_to_its_last_minute():
    case = CaseFactory()
    token = link_token(case, now=clock.now() - LINK_LIVES + MOMENT)

    assert open_and_post("company:facts", token) == {200}


SENSITIVE = {
    "account:ask_for_code",
    "account:demo_sign_in",
    "account:invitation",
    "account_confirm_login_code",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "openid_connect_login",
    "company:ask",
    "company:new_link",
    "company:case",
    "company:write",
    "company:contact",
    "company:own_data",
    "company:delete",
    "company:follow_up",
    "coordinator:export",
    "manager:import_sheet",
    "people:act_for",
    "people:invite",
    "adviser:phone",
}
"""Where guessing, flooding or taking out in bulk would pay."""


@pytest.mark.usefixtures("stopped_clock")
@pytest.mark.parametrize("name", sorted(SENSITIVE))
def test_the_limit_of_a_sensitive_route_shuts_one_address_out_and_no_other(name):
    row = MATRIX[name]
    member = None if row.post_as is Role.PUBLIC else MemberFactory(administrator=True, **ALL)
    client = signed_in(member) if member else StrictClient()
    kwargs = row.kwargs(member) if callable(row.kwargs) else row.kwargs
    path = reverse(name, kwargs=kwargs)
    allowance, rate = resolve(path).func.limit
    send = client.get if row.post is None else client.post
    assert send(path, REMOTE_ADDR="192.0.2.9").status_code != 429

    who = client_address(RequestFactory().get(path, REMOTE_ADDR="192.0.2.7"))
    for _ in range(rate.times):
        take(allowance, who, rate)

    shut = send(path, REMOTE_ADDR="192.0.2.7")
    assert shut.status_code == 429
    assert int(shut.headers["Retry-After"]) >= 1
    assert send(path, REMOTE_ADDR="192.0.2.9").status_code != 429


ALL = {"adviser": True, "manager": True, "coordinator": True}
ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
)
GOES_ON = ("next", "back", "came_from", "return", "then", "url")


def forms_with_a_way_on():
    """Every route that takes a form, and its row."""
    return [(name, row) for name, row in sorted(MATRIX.items()) if row.post in {302, 422, 200, 404}]


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_no_form_leads_to_another_site(elsewhere):
    led = []
    clients = {}
    for name, row in forms_with_a_way_on():
        if row.post_as not in clients:
            member = None if row.post_as is Role.PUBLIC else client_member(row.post_as)
            clients[row.post_as] = (member, signed_in(member) if member else StrictClient())
        member, client = clients[row.post_as]
        kwargs = row.kwargs(member) if callable(row.kwargs) else row.kwargs
        path = reverse(name, kwargs=kwargs)
        query = f"?next={elsewhere}" if name.startswith("account") else ""
        answer = client.post(path + query, dict.fromkeys(GOES_ON, elsewhere))
        where = answer.headers.get("Location", "")
        if not where.startswith("/") or where.startswith(("//", "/\\")):
            led += [(name, where)] if where else []
        if name == "account:sign_out":
            del clients[row.post_as]

    assert led == []


def client_member(role):
    return MemberFactory(**{STAFF_TRAITS[role]: True})


def test_signing_in_takes_no_session_that_somebody_else_has_planted(settings):
    settings.LOTSA_DEMO = True
    victim = MemberFactory(adviser=True, user__demo=True)
    planted = StrictClient()
    planted.get(reverse("public:start"))
    session = planted.session
    session["planted"] = "x"
    session.save()
    old = session.session_key

    planted.post(reverse("account:demo_sign_in"), {"person": victim.user.public_id})

    assert planted.session.session_key != old
    thief = StrictClient()
    thief.cookies["sessionid"] = old
    assert thief.get(reverse("account:own")).status_code == 302
    assert planted.get(reverse("account:own")).status_code == 200


def test_the_key_of_a_session_is_of_no_use_after_signing_out():
    client = client_of(Role.ADVISER)
    stolen = client.session.session_key
    client.post(reverse("account:sign_out"))
    thief = StrictClient()
    thief.cookies["sessionid"] = stolen

    assert thief.get(reverse("adviser:inbox")).status_code == 302


def test_every_page_behind_a_link_is_tried_here():
    names = {
        f"company:{entry.name}"
        for resolver in get_resolver().url_patterns
        if getattr(resolver, "namespace", None) is None
        for inner in getattr(resolver, "url_patterns", ())
        if getattr(inner, "namespace", None) == "company"
        for entry in inner.url_patterns
        if "token" in entry.pattern.converters
    }

    assert names == set(OWN_PAGES)
    assert Case.objects.count() == 0
