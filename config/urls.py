"""The one table of routes: Swedish at /, every other language under its own prefix (/en/)."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from lotsa.web.account.allauth_urls import provider_urlpatterns
from lotsa.web.public.views.pages import robots

urlpatterns = [
    path("robots.txt", robots, name="robots"),
    *provider_urlpatterns,
    *i18n_patterns(
        path("", include("lotsa.web.public.urls")),
        path("", include("lotsa.web.company.urls")),
        path("", include("lotsa.web.account.urls")),
        path("", include("lotsa.web.adviser.urls")),
        path("", include("lotsa.web.coordinator.urls")),
        path("", include("lotsa.web.account.allauth_urls")),
        path("", include("lotsa.web.people.urls")),
        path("", include("lotsa.web.manager.urls")),
        path("", include("lotsa.web.desks.urls")),
        prefix_default_language=False,
    ),
]
