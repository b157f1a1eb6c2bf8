"""The decorator that opens a view, and the reading of it."""

from collections.abc import Callable
from typing import Any, TypeVar

from lotsa.foundation.access.permissions import permission as declared
from lotsa.foundation.access.roles import Role

View = TypeVar("View", bound=Callable[..., Any])
_MARK = "lotsa_open_to"
_PERMISSION = "lotsa_permission"


def open_to(*roles: Role, permission: str | None = None) -> Callable[[View], View]:
    """Open a view to these roles, or to the roles that have a declared permission.

    Put it outermost, above `@limited` and `@require_…`.

    Raises:
        ValueError: neither roles nor a permission is given.
        UnknownPermission: no app declares the permission.
    """
    opened = frozenset(roles) | (declared(permission).roles if permission else frozenset())
    if not opened:
        raise ValueError("open_to needs at least one role or a permission.")

    def mark(view: View) -> View:
        setattr(view, _MARK, opened)
        setattr(view, _PERMISSION, permission)
        return view

    return mark


def opened_to(view: Callable[..., Any]) -> frozenset[Role]:
    """The roles a view is opened to; empty when nobody has opened it."""
    roles: frozenset[Role] = getattr(view, _MARK, frozenset())
    return roles


def permission_of(view: Callable[..., Any]) -> str | None:
    """The name of the permission a view is opened by, when it is opened by one."""
    name: str | None = getattr(view, _PERMISSION, None)
    return name
