"""What people are told about their places in organisations."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lotsa.domain.actors.invitations import token_of
from lotsa.domain.actors.models import AccessReview, Invitation
from lotsa.foundation import clock
from lotsa.foundation.outbox.letters import Letter, Link, Occasion, Recipient, absolute
from lotsa.foundation.outbox.registry import notice, recipient_kind
from lotsa.foundation.ui import formatting


def find(invitation_id: str) -> Recipient | None:
    """Whom an invitation is to; None once it is used, taken back or over."""
    row = Invitation.objects.open(clock.now()).filter(pk=invitation_id).first()
    return Recipient(row.email, row.name, row.language) if row else None


def invitation_letter(occasion: Occasion, to: Recipient) -> Letter | None:
    """Who invites, to what, and the link."""
    row = (
        Invitation.objects.open(clock.now())
        .select_related("actor", "invited_by")
        .filter(pk=occasion.to.id)
        .first()
    )
    if row is None:
        return None
    by = row.invited_by.name if row.invited_by else ""
    invited = (
        _("%(name)s invites you to work in Lotsa for %(actor)s.")
        % {"name": by, "actor": row.actor.name}
        if by
        else _("You are invited to work in Lotsa for %(actor)s.") % {"actor": row.actor.name}
    )
    day = formatting.date(row.expires_at.date(), to.language, None)
    return Letter(
        (
            invited,
            _("In Lotsa, organisations that support companies help each of them to the right one."),
        ),
        action=Link(
            _("See the invitation"),
            absolute(reverse("account:invitation", args=[token_of(row)])),
        ),
        after=(
            _("The link works once, until %(day)s. It is yours alone: pass it on to nobody.")
            % {"day": day},
        ),
    )


def review_letter(occasion: Occasion, _to: Recipient) -> Letter | None:
    """That it is time to look through who has access; nothing once it is done."""
    about = occasion.about
    review = (
        AccessReview.objects.select_related("actor").filter(pk=about.id if about else 0).first()
    )
    if review is None or review.finished_at is not None:
        return None
    line = _("Look through who has access for %(actor)s") % {"actor": review.actor.name}
    return Letter(
        (
            line + ".",
            _("Say of each person whether they should keep their place."),
            _("A place that nobody has confirmed within 30 days is ended."),
        ),
        line=line,
        action=Link(
            _("Look through the people"),
            absolute(reverse("people:review", args=[review.actor.slug])),
        ),
    )


recipient_kind("invitation", find=find)
notice(
    "invitation.sent",
    sentence=gettext_lazy("An invitation to an organisation"),
    subject=gettext_lazy("Invitation to Lotsa"),
    audience="staff",
    build=invitation_letter,
)
notice(
    "access.review",
    sentence=gettext_lazy("Time to look through who has access"),
    subject=gettext_lazy("Look through who has access"),
    audience="staff",
    build=review_letter,
    digest=True,
)
