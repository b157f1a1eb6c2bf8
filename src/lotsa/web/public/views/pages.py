"""The pages about the site itself."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lotsa.foundation.access import Role, open_to


def _page(request: HttpRequest, template: str) -> HttpResponse:
    """A page of text that may name who answers for the installation."""
    return render(
        request,
        template,
        {"operator": settings.LOTSA_OPERATOR, "contact": settings.LOTSA_CONTACT},
    )


@open_to(Role.PUBLIC)
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What Lotsa is, how its answers come about and where its facts come from."""
    return _page(request, "public/about.html")


@open_to(Role.PUBLIC)
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement that Swedish law asks for."""
    return _page(request, "public/accessibility.html")


@open_to(Role.PUBLIC)
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about a visitor, and for how long."""
    return _page(request, "public/privacy.html")
