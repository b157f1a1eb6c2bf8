"""Every public route. One flat list; a route's name is its view's name."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from lotsa.web.public.views import (
    actors,
    answers,
    bookkeeping,
    catalogue,
    demo,
    desks,
    feed,
    gallery,
    heard,
    mail_choices,
    mailbox,
    measure,
    pages,
    questions,
    resume,
    start,
)

app_name = "public"

urlpatterns = [
    path("", start.start, name="start"),
    path(_("heard/"), heard.heard, name="heard"),
    path(_("forget/"), start.forget, name="forget"),
    path(_("question/"), questions.question, name="question"),
    path(_("question/<path:key>/"), questions.one_question, name="one_question"),
    path(_("answer/"), answers.answer, name="answer"),
    path(_("bookkeeping/"), bookkeeping.bookkeeping, name="bookkeeping"),
    path(_("bookkeeping/use/"), bookkeeping.bookkeeping_use, name="bookkeeping_use"),
    path(_("bookkeeping/forget/"), bookkeeping.bookkeeping_forget, name="bookkeeping_forget"),
    path(_("save/"), resume.save, name="save"),
    path(_("saved/<str:token>/"), resume.resume, name="resume"),
    path(_("saved/<str:token>/go-on/"), resume.go_on, name="go_on"),
    path(_("saved/<str:token>/delete/"), resume.delete, name="delete_saved"),
    path(_("support/"), catalogue.catalogue, name="catalogue"),
    path(_("support/feed.atom"), feed.feed, name="feed"),
    path(_("support/<slug:measure_id>/"), measure.measure, name="measure"),
    path(_("organisations/"), actors.actors, name="actors"),
    path(_("organisations/<slug:slug>/"), actors.actor, name="actor"),
    path(_("desks/"), desks.desks, name="desks"),
    path(_("desks/<slug:slug>/"), desks.desk, name="desk"),
    path("demo/datum/", demo.set_date, name="demo_set_date"),
    path(_("demo/mail/"), mailbox.mailbox, name="mailbox"),
    path(_("demo/mail/<int:number>/"), mailbox.mail, name="mailbox_mail"),
    path(_("demo/mail/<int:number>/html/"), mailbox.mail_as_html, name="mailbox_html"),
    path(_("stop-mail/<str:token>/"), mail_choices.stop_mail, name="stop_mail"),
    path(_("about/"), pages.about, name="about"),
    path(_("accessibility/"), pages.accessibility, name="accessibility"),
    path(_("privacy/"), pages.privacy, name="privacy"),
    path("galleri/", gallery.gallery, name="gallery"),
]
