"""The closed set of roles, and which of them a visitor has."""

from enum import StrEnum

from django.http import HttpRequest


class Role(StrEnum):
    """Everyone who can stand before the site. PUBLIC is everyone, signed in or not."""

    PUBLIC = "public"
    COMPANY = "company"
    ADVISER = "adviser"
    ACTOR_MANAGER = "actor_manager"
    COORDINATOR = "coordinator"
    EDITOR = "editor"
    ANALYST = "analyst"
    ADMINISTRATOR = "administrator"


STAFF_ROLES = frozenset(Role) - {Role.PUBLIC, Role.COMPANY}
"""The roles that come with a place in an actor; only a signed-in person has them."""


def roles_of(request: HttpRequest) -> frozenset[Role]:
    """The roles of the one who asks; always at least PUBLIC.

    Sign-in puts the rest in `request.roles`; a request that nobody has put roles on is public.
    """
    return frozenset({Role.PUBLIC}) | getattr(request, "roles", frozenset())
