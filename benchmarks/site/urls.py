"""Every route of the site, and ``/bare/``."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.urls import urlpatterns as site
from lotsa.foundation.access import Role, open_to


@open_to(Role.PUBLIC)
def bare(_request: HttpRequest) -> HttpResponse:
    """The least a Django view can do, through the same middleware."""
    return HttpResponse("bare")


urlpatterns = [path("bare/", bare), *site]
