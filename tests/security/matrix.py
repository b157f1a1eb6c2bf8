"""Every route of the site and what each role gets there. A route that is not here fails the build.

Add a row when you add a route; one with arguments gives real ones, as they are with the real facts
loaded. `status` is for everyone unless `by_role` says otherwise.
"""

from dataclasses import dataclass, field
from typing import Any

from lotsa.foundation.access import Role


@dataclass(frozen=True)
class Row:
    """What a route answers.

    Attributes:
        status: the status a GET gets.
        post: the status a POST without data gets; None when the route takes no POST (405).
        by_role: other statuses for GET, by role.
        kwargs: the route's arguments.
        query: what stands after the question mark.
    """

    status: int = 200
    post: int | None = None
    by_role: dict[Role, int] = field(default_factory=dict)
    kwargs: dict[str, Any] = field(default_factory=dict)
    query: str = ""


_NO_LINK = {"token": "there-is-no-such-link"}

MATRIX: dict[str, Row] = {
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
