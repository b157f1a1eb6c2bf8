"""No write to the database while answering a GET or HEAD.

A page that is only looked at must not change anything: robots, previews and a browser's
look-ahead all fetch pages nobody asked for. The guard stands outside the session middleware, so
a changed session counts as a write too.
"""

import functools
import logging
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connections
from django.http import HttpRequest, HttpResponse

logger = logging.getLogger(__name__)

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_READS = re.compile(
    r"\s*(?:/\*.*?\*/\s*|--[^\n]*\n\s*)*\(*\s*"
    r"(SELECT|EXPLAIN|PRAGMA|SHOW|SET|BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|VALUES"
    r"|DECLARE|FETCH|CLOSE)\b",
    re.IGNORECASE | re.DOTALL,
)
_WITH = re.compile(r"\s*WITH\b", re.IGNORECASE)
_CHANGES = re.compile(r"\b(INSERT\s+INTO|UPDATE\s+\S+\s+SET|DELETE\s+FROM)\b", re.IGNORECASE)

_allowed: ContextVar[bool] = ContextVar("lotsa_writes_allowed", default=False)


class WriteOnRead(RuntimeError):
    """A GET or HEAD tried to change the database."""


def is_read(sql: str) -> bool:
    """Whether a statement only reads (or only opens and closes a transaction)."""
    if _WITH.match(sql):
        return not _CHANGES.search(sql)
    return bool(_READS.match(sql))


def _refuse_writes(
    execute: Callable[..., Any],
    sql: str,
    params: Any,
    many: bool,  # noqa: FBT001  Django calls it so
    context: dict[str, Any],
) -> Any:
    if _allowed.get() or is_read(sql):
        return execute(sql, params, many, context)
    # The statement's first words name the table; its values may be personal and are left out.
    logger.error("Refused a write while answering a page view: %s", sql[:80])
    raise WriteOnRead(f"A page view may not write to the database: {sql[:80]}")


@contextmanager
def housekeeping_writes() -> Iterator[None]:
    """Let the house's own bookkeeping (the rate limiter's counter) write during a page view.

    Never for a view: what a visitor changes is changed by POST.
    """
    token = _allowed.set(True)
    try:
        yield
    finally:
        _allowed.reset(token)


def writes_as_protocol_demands(view: Callable[..., Any]) -> Callable[..., Any]:
    """Let a view, and the session after it, write while answering a GET.

    Only for a step of a sign-in protocol where the other side decides that it is a GET (the way
    back from an identity provider), or where a challenge must be kept before it can be answered.
    A test holds the list of these views; docs/adr/0008-sign-in.md says why.
    """

    @functools.wraps(view)
    def allowed(*args: Any, **kwargs: Any) -> Any:
        # Not taken back here: the session is saved after the view. The middleware takes it back.
        _allowed.set(True)
        return view(*args, **kwargs)

    allowed.writes_as_protocol_demands = True  # type: ignore[attr-defined]
    return allowed


def no_writes_on_safe_methods(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: refuse every write statement while a safe method is answered."""

    def middleware(request: HttpRequest) -> HttpResponse:
        token = _allowed.set(False)
        try:
            if request.method not in SAFE_METHODS:
                return get_response(request)
            with ExitStack() as stack:
                for connection in connections.all():
                    stack.enter_context(connection.execute_wrapper(_refuse_writes))
                return get_response(request)
        finally:
            _allowed.reset(token)

    return middleware
