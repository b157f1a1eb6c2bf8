"""Everything coordinators have pages for. One flat list."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from lotsa.web.coordinator.views import board, ending, export, figures, mail, moves, queue, sort

app_name = "coordinator"

urlpatterns = [
    path(_("coordination/"), queue.queue, name="triage"),
    path(_("coordination/narrow/"), queue.narrow, name="narrow"),
    path(_("coordination/several/"), queue.batch, name="batch"),
    path(_("coordination/board/"), board.board, name="board"),
    path(_("coordination/figures/"), figures.figures, name="figures"),
    path(_("coordination/export/"), export.export, name="export"),
    path(_("coordination/mail/"), mail.mail, name="mail"),
    path(_("coordination/mail/<int:message>/resend/"), mail.resend, name="resend"),
    path(_("coordination/mail/<int:message>/leave/"), mail.leave, name="leave"),
    path(_("coordination/case/<slug:reference>/"), sort.sort, name="sort"),
    path(_("coordination/case/<slug:reference>/teams/"), sort.teams, name="teams"),
    path(_("coordination/case/<slug:reference>/send/"), sort.send, name="send"),
    path(_("coordination/case/<slug:reference>/needs/"), moves.needs, name="needs"),
    path(_("coordination/case/<slug:reference>/place/"), moves.place, name="place"),
    path(_("coordination/case/<slug:reference>/seen/"), moves.dismiss, name="dismiss"),
    path(_("coordination/case/<slug:reference>/spam/"), moves.spam, name="spam"),
    path(_("coordination/case/<slug:reference>/release/"), moves.release, name="release"),
    path(_("coordination/case/<slug:reference>/reopen/"), moves.reopen, name="reopen"),
    path(
        _("coordination/case/<slug:reference>/recall/<int:referral>/"), moves.recall, name="recall"
    ),
    path(
        _("coordination/case/<slug:reference>/remind/<int:referral>/"), moves.remind, name="remind"
    ),
    path(_("coordination/case/<slug:reference>/close/"), ending.close, name="close"),
    path(_("coordination/case/<slug:reference>/merge/<slug:into>/"), ending.merge, name="merge"),
]
