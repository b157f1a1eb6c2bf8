"""How people at work are reached by mail, and what they are told about their own sign-in."""

import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lotsa.domain.people.models import User
from lotsa.foundation import clock
from lotsa.foundation.outbox.letters import Letter, Link, Occasion, Recipient, absolute
from lotsa.foundation.outbox.registry import notice, recipient_kind

CODE_LIVES = datetime.timedelta(minutes=10)


def find(user_id: str) -> Recipient | None:
    """Address, name and language of a user who may sign in; None when gone, or in the demo only."""
    user = User.objects.active().filter(pk=user_id).first()
    return Recipient(user.email, user.name, user.language) if user else None


def code_letter(occasion: Occasion, _to: Recipient) -> Letter | None:
    """The code for signing in; nothing once it has run out."""
    if clock.now() - occasion.at > CODE_LIVES:
        return None
    return Letter(
        (_("Write this code on the page where you are signing in:"), str(occasion.data["code"])),
        after=(
            _("The code works for ten minutes, and only in the browser where you asked for it."),
            _("If it was not you who asked, do nothing. Give the code to nobody."),
        ),
    )


def changed_letter(_occasion: Occasion, _to: Recipient) -> Letter:
    """That a way of signing in was added or taken away."""
    return Letter(
        (_("A way for you to sign in has just been added or taken away."),),
        action=Link(_("See how you sign in"), absolute(reverse("account:own"))),
        after=(_("If it was not you, tell the manager of your organisation at once."),),
    )


recipient_kind("user", find=find)
notice(
    "account.code",
    sentence=gettext_lazy("The code for signing in"),
    subject=gettext_lazy("Your code for signing in"),
    audience="staff",
    build=code_letter,
    forget_data=True,
)
notice(
    "account.changed",
    sentence=gettext_lazy("My way of signing in was changed"),
    subject=gettext_lazy("Your way of signing in was changed"),
    audience="staff",
    build=changed_letter,
)
