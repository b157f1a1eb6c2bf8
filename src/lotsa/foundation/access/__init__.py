"""Who may open what. Closed by default: a view nobody has opened answers 404.

Put `@open_to(Role.PUBLIC)` (or `@open_to(permission="noun.verb")`) outermost on every view.
"""

from lotsa.foundation.access.opening import open_to, opened_to, permission_of
from lotsa.foundation.access.permissions import UnknownPermission, declare, may
from lotsa.foundation.access.roles import STAFF_ROLES, Role, roles_of

__all__ = [
    "STAFF_ROLES",
    "Role",
    "UnknownPermission",
    "declare",
    "may",
    "open_to",
    "opened_to",
    "permission_of",
    "roles_of",
]
