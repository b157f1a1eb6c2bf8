"""Keeps secrets that stand in addresses out of the log."""

import logging
import re
from collections.abc import Sequence


class HideSecrets(logging.Filter):
    """Replaces what follows a secret-bearing part of an address, such as a link's token."""

    def __init__(self, before: Sequence[str]) -> None:
        """Take the parts of addresses after which a secret stands, such as "/sparat/"."""
        super().__init__()
        parts = "|".join(re.escape(part) for part in before)
        self._secret = re.compile(rf"((?:{parts}))[^/?\s]+")

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, without its secrets."""
        said = record.getMessage()
        hidden = self._secret.sub(r"\1…", said)
        if hidden != said:
            record.msg, record.args = hidden, None
        return True
