"""One's own settings."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lotsa.foundation.access import STAFF_ROLES, open_to
from lotsa.web.account.middleware import presence


@open_to(permission="account.own")
@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """Who one is here and what one may do."""
    return render(request, "account/own.html", {"presence": presence(request)})


@open_to(*STAFF_ROLES)
@require_safe
def second_factor(request: HttpRequest) -> HttpResponse:
    """What one's second factor is, and why a role may need one."""
    return render(request, "account/second_factor.html", {"presence": presence(request)})
