"""`manage.py read_bounces`: takes a report of failed delivery from the mail server."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from lotsa.foundation.outbox.bounces import MOST_BYTES, read_dsn
from lotsa.foundation.outbox.services import note_bounce


class Command(BaseCommand):
    """Reads one mail from standard input, such as from a pipe of the mail server.

    Ends well whatever it is given: a mail server answers a failed pipe with yet another bounce.
    """

    help = "Read a delivery status notification (RFC 3464) from standard input."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Note each mail that came back."""
        noted = sum(
            note_bounce(bounce.mail_id, bounce.status)
            for bounce in read_dsn(sys.stdin.buffer.read(MOST_BYTES))
            if bounce.is_final
        )
        self.stdout.write(f"{noted}")
