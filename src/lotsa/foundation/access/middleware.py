"""Denies every view that is not opened to the one who asks."""

import logging
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from lotsa.foundation.access import roles
from lotsa.foundation.access.opening import opened_to

logger = logging.getLogger(__name__)


class ClosedByDefault:
    """404, not 403: what is not yours does not exist for you."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; the decision waits until the view is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: Any, _kwargs: Any
    ) -> None:
        """Raise Http404 unless the view is opened to one of the visitor's roles."""
        opened = opened_to(view)
        if not opened:
            logger.error("The view %s is opened to nobody.", getattr(view, "__name__", view))
        if opened.isdisjoint(roles.roles_of(request)):
            raise Http404
