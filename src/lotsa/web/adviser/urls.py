"""The adviser's routes. A case is addressed by its number, which says nothing of anyone."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from lotsa.web.adviser.views import (
    batch,
    case,
    facts,
    inbox,
    moves,
    own,
    passing,
    phone,
    taking_out,
    talk,
)

app_name = "adviser"

urlpatterns = [
    path(_("inbox/"), inbox.inbox, name="inbox"),
    path(_("inbox/search/"), inbox.search, name="search"),
    path(_("inbox/batch/"), batch.batch, name="batch"),
    path(_("inbox/new-case/"), phone.phone, name="phone"),
    path(_("inbox/opened/"), own.opened, name="opened"),
    path(_("inbox/tasks/"), own.tasks, name="tasks"),
    path(_("your-mails/"), own.notices, name="notices"),
    path(_("inbox/<str:reference>/"), case.case, name="case"),
    path(_("inbox/<str:reference>/file/<uuid:file_id>/"), case.download, name="file"),
    path(_("inbox/<str:reference>/message/"), talk.message, name="message"),
    path(_("inbox/<str:reference>/note/"), talk.note, name="note"),
    path(_("inbox/<str:reference>/task/"), talk.task, name="task"),
    path(_("inbox/<str:reference>/task/<int:task_id>/"), talk.finish, name="finish_task"),
    path(_("inbox/<str:reference>/suggest/"), talk.suggest, name="suggest"),
    path(_("inbox/<str:reference>/file/"), talk.attach, name="attach"),
    path(_("inbox/<str:reference>/unreachable/"), talk.unreachable, name="unreachable"),
    path(_("inbox/<str:reference>/registration/"), talk.registration, name="registration"),
    path(_("inbox/<str:reference>/document/"), taking_out.document, name="document"),
    path(_("inbox/<str:reference>/data/"), taking_out.data, name="data"),
    path(_("inbox/<str:reference>/contact/"), talk.contact, name="contact"),
    path(_("inbox/<str:reference>/fact/<path:key>/"), facts.fact, name="fact"),
    path(_("inbox/<str:reference>/<int:referral_id>/accept/"), moves.accept, name="accept"),
    path(_("inbox/<str:reference>/<int:referral_id>/decline/"), moves.decline, name="decline"),
    path(_("inbox/<str:reference>/<int:referral_id>/undo/"), moves.reconsider, name="reconsider"),
    path(_("inbox/<str:reference>/<int:referral_id>/contacted/"), moves.start, name="start"),
    path(_("inbox/<str:reference>/<int:referral_id>/assign/"), moves.assign, name="assign"),
    path(
        _("inbox/<str:reference>/<int:referral_id>/hand-over/"),
        passing.hand_over,
        name="hand_over",
    ),
    path(_("inbox/<str:reference>/<int:referral_id>/bring-in/"), passing.bring_in, name="bring_in"),
    path(_("inbox/<str:reference>/<int:referral_id>/close/"), moves.close, name="close"),
    path(_("inbox/<str:reference>/<int:referral_id>/reopen/"), moves.reopen, name="reopen"),
]
