"""Emptying those who have left: a year after the last place ended, nothing says who it was.

The row stays, for the history of cases is told by it. The name and telephone number are blanked by
the retention of `people.User`; here goes what only sign-in needs, and the mail address.
"""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from lotsa.domain.people.models import User
from lotsa.foundation.outbox.services import forget_recipient

KEPT = timedelta(days=365)
_NOWHERE = "gone.invalid"


def empty_those_gone(*, now: datetime) -> int:
    """Empty users who left more than a year ago; returns how many. Again does nothing."""
    gone = User.objects.filter(left_at__lt=now - KEPT).exclude(email__endswith=f"@{_NOWHERE}")
    count = 0
    for user_id in list(gone.values_list("pk", flat=True)):
        with transaction.atomic():
            user = User.objects.select_for_update().get(pk=user_id)
            if user.left_at is None:
                continue  # came back meanwhile
            for model in (EmailAddress, Authenticator, SocialAccount):
                model.objects.filter(user=user).delete()
            forget_recipient(("user", user.pk))
            user.email = f"{user.public_id}@{_NOWHERE}"
            user.name = user.phone = ""
            user.is_active = False
            user.set_unusable_password()
            user.save()
            count += 1
    return count
