"""Every public route. One flat list; a route's name is its view's name."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from lotsa.web.public.views import demo, gallery, pages

app_name = "public"

urlpatterns = [
    path("demo/datum/", demo.set_date, name="demo_set_date"),
    path(_("about/"), pages.about, name="about"),
    path(_("accessibility/"), pages.accessibility, name="accessibility"),
    path(_("privacy/"), pages.privacy, name="privacy"),
    path("galleri/", gallery.gallery, name="gallery"),
]
