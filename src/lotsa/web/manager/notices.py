"""What those who keep the directory are told by mail."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lotsa.domain.actors.freshness import stale_entries
from lotsa.domain.actors.models import Actor
from lotsa.foundation import clock
from lotsa.foundation.outbox.letters import Letter, Link, Occasion, Recipient, absolute
from lotsa.foundation.outbox.registry import notice


def stale_letter(occasion: Occasion, _to: Recipient) -> Letter | None:
    """How many entries nobody has confirmed for long; nothing once somebody has."""
    actor = Actor.objects.listed().filter(pk=occasion.about.id if occasion.about else 0).first()
    count = stale_entries(clock.moment(), [actor.pk]).get(actor.pk, 0) if actor else 0
    if actor is None or not count:
        return None
    line = ngettext(
        "%(count)d entry of %(actor)s has not been confirmed for half a year",
        "%(count)d entries of %(actor)s have not been confirmed for half a year",
        count,
    ) % {"count": count, "actor": actor.name}
    return Letter(
        (line + ".", _("What stands there decides which cases come to you. Is it still right?")),
        line=line,
        action=Link(
            _("Look at the entries"), absolute(reverse("manager:actor", args=[actor.slug]))
        ),
    )


notice(
    "directory.stale",
    sentence=gettext_lazy("Entries in the directory that should be looked at"),
    subject=gettext_lazy("Is this still right?"),
    audience="staff",
    build=stale_letter,
    opt_out=True,
    digest=True,
)
