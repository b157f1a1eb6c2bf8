"""Every public route. One flat list; a route's name is its view's name."""

from django.urls import path

from lotsa.web.public.views import demo

app_name = "public"

urlpatterns = [
    path("demo/datum/", demo.set_date, name="demo_set_date"),
]
