"""What is about people as such, whatever organisation they are in."""

from lotsa.foundation.access import Role, declare

ACT_FOR = declare(
    "act_for",
    "Act for another person for a short while, to help; seen by that person and logged",
    {Role.ADMINISTRATOR},
    while_acting=False,
)
OWN = declare(
    "account.own",
    "See and change one's own settings",
    frozenset(Role) - {Role.PUBLIC, Role.COMPANY},
    while_acting=False,
)
