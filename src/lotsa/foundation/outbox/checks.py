"""Says at start, or before a deployment, what is wrong with the mail settings."""

from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Caution

from lotsa.foundation.outbox.mail import BadAddress, ascii_address
from lotsa.foundation.outbox.smtp import Server


@register(Tags.compatibility)
def mail_settings_can_be_read(**_: Any) -> list[CheckMessage]:
    """LOTSA_SMTP_URL and the addresses are what they should be."""
    found: list[CheckMessage] = []
    if settings.LOTSA_SMTP_URL:
        try:
            Server.parse(settings.LOTSA_SMTP_URL)
        except ValueError as error:
            found.append(Error(str(error), id="outbox.E001"))
    for name in ("DEFAULT_FROM_EMAIL", "LOTSA_MAIL_BOUNCES"):
        address = parseaddr(getattr(settings, name))[1]
        try:
            if getattr(settings, name):
                ascii_address(address)
        except BadAddress:
            found.append(Error(f"{name} is no mail address.", id="outbox.E002"))
    return found


@register(Tags.security, deploy=True)
def mail_can_go(**_: Any) -> list[CheckMessage]:
    """A site that others use has a mail server."""
    if settings.LOTSA_SMTP_URL or settings.LOTSA_DEMO:
        return []
    return [Caution("LOTSA_SMTP_URL is not set, so no mail goes.", id="outbox.W001")]
