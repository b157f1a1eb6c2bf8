"""From the secret in an address to the case: the only way a company comes to its own page."""

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from lotsa.domain.cases.access import LinkExpired, case_behind
from lotsa.domain.cases.models import Case
from lotsa.foundation.clock import now

_GONE = 410
_FARTHEST = 5


def own_case(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view the case behind the link's token, as its second argument.

    A link that has run out leads to a page where a new one can be asked for; any other token
    that leads nowhere is 404. A case that was joined with another leads to that one.
    """

    @functools.wraps(view)
    def opened(request: HttpRequest, token: str, **rest: Any) -> HttpResponse:
        try:
            case = case_behind(token, now=now())
        except LinkExpired:
            return render(request, "company/expired.html", {"token": token}, status=_GONE)
        return view(request, _where_it_is_now(case), token=token, **rest)

    return opened


def _where_it_is_now(case: Case) -> Case:
    for _ in range(_FARTHEST):
        if case.merged_into_id is None:
            break
        case = get_object_or_404(
            Case.objects.select_related("company", "desk"), pk=case.merged_into_id
        )
    return case
