"""The catalogue: search, filters with counts, and the list."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from lotsa.domain.measures.selectors import catalogue as current_catalogue
from lotsa.foundation.access import Role, open_to
from lotsa.foundation.clock import today
from lotsa.usecases.browse.catalogue import Asked, look_up

PAGE_SIZE = 20


@open_to(Role.PUBLIC)
@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """The measures that fit the words and filters in the address."""
    asked = Asked("", {}, "name")
    found = look_up(current_catalogue(), asked, today(), get_language() or "sv")
    page = Paginator(found.rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "public/catalogue.html", {"found": found, "page": page})
