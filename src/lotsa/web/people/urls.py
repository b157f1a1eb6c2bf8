"""An organisation's people, and the administrator's pages about them. One flat list."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from lotsa.web.people.views import acting, invitations, members, organisations, reviews

app_name = "people"

urlpatterns = [
    path(_("people/"), organisations.organisations, name="organisations"),
    path(_("people/look-for/"), organisations.look_for, name="look_for"),
    path(_("people/act-for/<int:member_id>/"), acting.act_for, name="act_for"),
    path(_("people/<slug:slug>/"), members.members, name="members"),
    path(_("people/<slug:slug>/invite/"), invitations.invite, name="invite"),
    path(
        _("people/<slug:slug>/invitations/<int:invitation_id>/resend/"),
        invitations.resend,
        name="resend",
    ),
    path(
        _("people/<slug:slug>/invitations/<int:invitation_id>/withdraw/"),
        invitations.withdraw,
        name="withdraw",
    ),
    path(_("people/<slug:slug>/review/"), reviews.review, name="review"),
    path(_("people/<slug:slug>/<int:member_id>/"), members.member, name="member"),
    path(_("people/<slug:slug>/<int:member_id>/end/"), members.end, name="end"),
]
