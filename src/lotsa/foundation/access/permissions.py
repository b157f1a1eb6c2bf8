"""The closed registry of permissions: what can be done, and by which roles.

Each app declares its own in `policies.py`. Asking about a name nobody declared raises, so a
misspelt permission is found the first time its line runs instead of silently refusing or, worse,
allowing.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from lotsa.foundation.access.roles import Role


class UnknownPermission(LookupError):
    """Asked about a permission that no app has declared."""


@dataclass(frozen=True)
class Permission:
    """One thing that can be done.

    Attributes:
        name: "noun.verb", such as "catalogue.read".
        sentence: what it means, in English, for the access review.
        roles: who has it. PUBLIC here means everyone.
        while_acting: whether support staff have it while they act for somebody who has it.
    """

    name: str
    sentence: str
    roles: frozenset[Role]
    while_acting: bool = True


_registry: dict[str, Permission] = {}


def declare(
    name: str, sentence: str, roles: Iterable[Role], *, while_acting: bool = True
) -> Permission:
    """Add a permission to the registry. Raises ValueError when the name is taken."""
    permission = Permission(name, sentence, frozenset(roles), while_acting)
    if _registry.get(name, permission) != permission:
        raise ValueError(f"The permission {name} is already declared, and differently.")
    _registry[name] = permission
    return permission


def permission(name: str) -> Permission:
    """The declared permission. Raises UnknownPermission."""
    try:
        return _registry[name]
    except KeyError:
        raise UnknownPermission(f"No app declares the permission {name}.") from None


def all_permissions() -> tuple[Permission, ...]:
    """Every declared permission, by name."""
    return tuple(_registry[name] for name in sorted(_registry))


def may(roles: Iterable[Role], name: str) -> bool:
    """Whether someone with these roles has the permission. Raises UnknownPermission."""
    return not permission(name).roles.isdisjoint({Role.PUBLIC, *roles})
