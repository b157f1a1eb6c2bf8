"""The virus scanner, when there is one: clamd, spoken to over its own protocol.

Off unless `LOTSA_CLAMD` says where it listens. When it is set, a file that cannot be scanned is not
taken in.
"""

import logging
import socket
import struct
from time import monotonic
from typing import Final

from django.conf import settings

from lotsa.foundation.files.faults import FileFault, Reason

logger = logging.getLogger(__name__)

PATIENCE: Final = 20.0
"""Seconds for the whole conversation."""

_CHUNK: Final = 64 * 1024
_LONGEST_ANSWER: Final = 4096
_CLEAN: Final = b"stream: OK"
_FOUND: Final = b" FOUND"


def scan(content: bytes, *, patience: float = PATIENCE) -> None:
    """Let the virus scanner look at a file; does nothing when there is no scanner.

    Args:
        content: the whole file.
        patience: seconds that the scanner has.

    Raises:
        FileFault: it found something (INFECTED), or gave no answer to trust (UNSCANNED).
    """
    address = settings.LOTSA_CLAMD
    if not address:
        return
    try:
        answer = _ask(address, content, monotonic() + patience)
    except (OSError, ValueError) as error:
        logger.error("The virus scanner did not answer: %s", error)  # noqa: TRY400  no trace needed
        raise FileFault(Reason.UNSCANNED) from error
    if answer == _CLEAN:
        return
    if answer.startswith(b"stream: ") and answer.endswith(_FOUND):
        logger.warning("The virus scanner refused a file: %r", answer)
        raise FileFault(Reason.INFECTED)
    logger.error("The virus scanner answered: %r", answer)
    raise FileFault(Reason.UNSCANNED)


def _ask(address: str, content: bytes, deadline: float) -> bytes:
    """Send the file in pieces (clamd's INSTREAM) and return the answer without its end mark."""
    with _connected(address, deadline) as line:
        try:
            line.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), _CHUNK):
                chunk = content[start : start + _CHUNK]
                line.settimeout(_left(deadline))
                line.sendall(struct.pack("!L", len(chunk)) + chunk)
            line.sendall(struct.pack("!L", 0))
        except (BrokenPipeError, ConnectionResetError):
            # It has heard enough and hung up; what it said first tells why.
            logger.info("The virus scanner hung up before the whole file was sent.")
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER:
            line.settimeout(_left(deadline))
            heard = line.recv(_LONGEST_ANSWER)
            if not heard:
                break
            answer += heard
    return answer.rstrip(b"\0\n")


def _connected(address: str, deadline: float) -> socket.socket:
    if address.startswith(("/", "unix:")):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(_left(deadline))
        try:
            line.connect(address.removeprefix("unix:"))
        except OSError:
            line.close()
            raise
        return line
    host, _, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=_left(deadline))


def _left(deadline: float) -> float:
    left = deadline - monotonic()
    if left <= 0:
        raise TimeoutError("no answer in time")
    return left
