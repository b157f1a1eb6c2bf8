"""Who may see mail that did not arrive."""

from lotsa.foundation.access import Role, declare

TROUBLE = declare(
    "mail.trouble",
    "See mail that did not arrive, send it again or let it be",
    {Role.COORDINATOR, Role.ADMINISTRATOR},
)
