"""What is found once while one page is read, however many parts of the page ask for it.

The catalogue and the directory are asked for all over a page, and each time the database has to
say whether they have changed. While a page is only read nothing changes, so one answer holds for
the whole of it. Work that writes (a POST, a job) asks anew each time.
"""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ParamSpec, TypeVar

Found = TypeVar("Found")
Asked = ParamSpec("Asked")

_found: ContextVar[dict[Any, Any] | None] = ContextVar("lotsa_found_once", default=None)


@contextmanager
def one_reading() -> Iterator[None]:
    """What is found in here the first time holds until the end."""
    token = _found.set({})
    try:
        yield
    finally:
        _found.reset(token)


def once_a_reading(find: Callable[Asked, Found]) -> Callable[Asked, Found]:
    """Make a finder answer from memory the second time in one reading; elsewhere it finds anew.

    What it is asked with, if anything, must be hashable and is part of the question.
    """

    @functools.wraps(find)
    def found(*asked: Asked.args, **named: Asked.kwargs) -> Found:
        known = _found.get()
        if known is None:
            return find(*asked, **named)
        key = (find, asked, *sorted(named.items()))
        if key not in known:
            known[key] = find(*asked, **named)
        answer: Found = known[key]
        return answer

    return found
