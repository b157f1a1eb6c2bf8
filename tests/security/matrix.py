"""Every route of the site and what each role gets there. A route that is not here fails the build.

Add a row when you add a route; one with arguments gives real ones, as they are with the real facts
loaded. `status` is for everyone unless `by_role` says otherwise. A page for those who work here is
written `staff(Role.ADVISER, …)`: those roles get it, others who are signed in get 404, and one who
is not signed in is led to the sign-in page.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from lotsa.domain.actors.models import Member
from lotsa.foundation.access import STAFF_ROLES, Role

Arguments = dict[str, Any] | Callable[[Member | None], dict[str, Any]]


@dataclass(frozen=True)
class Row:
    """What a route answers.

    Attributes:
        status: the status a GET gets.
        post: the status a POST without data gets; None when the route takes no POST (405).
        by_role: other statuses for GET, by role.
        post_as: the role that posts; on a staff page, one that may.
        kwargs: the route's arguments, or what makes them for the member who asks (None is nobody):
            `lambda member: {"reference": a_case_of(member).reference}`.
        query: what stands after the question mark.
    """

    status: int = 200
    post: int | None = None
    by_role: dict[Role, int] = field(default_factory=dict)
    post_as: Role = Role.PUBLIC
    kwargs: Arguments = field(default_factory=dict)
    query: str = ""


def staff(
    *roles: Role,
    status: int = 200,
    post: int | None = None,
    kwargs: Arguments | None = None,
    query: str = "",
) -> Row:
    """A page for these roles, or for everyone who works here when none is named."""
    allowed = roles or tuple(sorted(STAFF_ROLES))
    nobody = dict.fromkeys((Role.PUBLIC, Role.COMPANY), 302)
    by_role = nobody | dict.fromkeys(allowed, status)
    return Row(404, post, by_role, allowed[0], kwargs or {}, query)


_NO_LINK = {"token": "there-is-no-such-link"}

MATRIX: dict[str, Row] = {
    "account:demo_sign_in": Row(status=405, post=404),
    "account:end_acting": staff(status=405, post=302),
    "account:home": staff(status=302),
    "account:own": staff(),
    "account:second_factor": staff(),
    "account:sign_in": Row(by_role=dict.fromkeys(STAFF_ROLES, 302)),
    "account:sign_out": Row(status=405, post=302),
    "account:switch": staff(status=405, post=404),
    "public:about": Row(),
    "public:accessibility": Row(),
    "public:actor": Row(kwargs={"slug": "skatteverket"}),
    "public:actors": Row(),
    "public:answer": Row(),
    "public:bookkeeping": Row(post=422),
    "public:bookkeeping_forget": Row(status=405, post=302),
    "public:bookkeeping_use": Row(status=405, post=422),
    "public:catalogue": Row(),
    "public:delete_saved": Row(status=404, post=404, kwargs=_NO_LINK),
    "public:demo_set_date": Row(status=405, post=302),
    "public:feed": Row(),
    "public:forget": Row(post=302),
    "public:gallery": Row(),
    "public:go_on": Row(status=405, post=404, kwargs=_NO_LINK),
    "public:heard": Row(status=302, post=302),
    "public:measure": Row(kwargs={"measure_id": "omstallningsstod"}),
    "public:one_question": Row(post=422, kwargs={"key": "employees"}),
    "public:privacy": Row(),
    "public:question": Row(),
    "public:resume": Row(status=404, kwargs=_NO_LINK),
    "public:save": Row(status=405, post=302),
    "public:start": Row(post=422),
    "robots": Row(),
}
