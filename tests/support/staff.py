"""Signed-in people for the tests, without going by the sign-in pages.

    client = signed_in(MemberFactory(adviser=True))
    client.get(…)

The sign-in itself is tested in tests/web/account.
"""

from django.conf import settings

from lotsa.usecases.staff.presence import PLACE, STRONG
from tests.support.client import StrictClient
from tests.support.factories import STAFF_TRAITS, MemberFactory


def signed_in(member, *, client=None, second_factor=True, csrf=False):
    """A client at which the member's person is signed in, at the member's place.

    Parameters:
        client: one to sign in at; a new one is made otherwise.
        second_factor: whether the person has shown one, as some roles must.
        csrf: whether the client checks the token against forgery, as a browser's server does.
    """
    client = client or StrictClient(enforce_csrf_checks=csrf)
    client.force_login(member.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    session = client.session
    session[PLACE] = member.pk
    session[STRONG] = second_factor
    session.save()
    return client


def member_of(role, **given):
    """A new member with one role. Raises KeyError for a role that no member has."""
    return MemberFactory(**{STAFF_TRAITS[role]: True}, **given)


def client_of(role, **given):
    """A client signed in as a new member with one role."""
    return signed_in(member_of(role, **given))
