"""Speaks SMTP so that it is always known whether a mail may have gone.

A server takes over a mail when it has read the line with the final dot (RFC 5321, 4.2.5); before
that it must discard what it has got. So everything but the dot is sent first, then the caller is
asked to write down that the mail is being handed over, and only then the dot goes. What is left
unknown is a reply that never came.
"""

import re
import select
import smtplib
import socket
import ssl
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, unquote, urlsplit

# Seconds for each step, and for the reply to the dot, when the server may be scanning the mail.
STEP_TIMEOUT = 30.0
REPLY_TIMEOUT = 120.0

_OK, _GO_AHEAD, _CLOSING = 250, 354, 421
_FORWARDED = 251
_TEMPORARY, _PERMANENT, _NO_CODE = 400, 500, 600
# The server does not understand or trust us; the recipient has no part in it (RFC 5321, RFC 4954).
_OURS = frozenset({500, 501, 502, 503, 504, 530, 534, 535, 538})
_ENHANCED = re.compile(rb"[245]\.\d{1,3}\.\d{1,3}\b")
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class ServerDown(Exception):
    """No mail can go just now, whoever it is to. Says codes only."""


class Refused(Exception):
    """The server did not take this mail.

    Attributes:
        status: code and enhanced status, such as "550 5.1.1".
        permanent: whether trying again is of no use.
    """

    def __init__(self, status: str, *, permanent: bool) -> None:
        super().__init__(status)
        self.status = status
        self.permanent = permanent


class Lost(Exception):
    """The dot was sent and no reply came: the mail may have gone."""


class NotOurs(Exception):
    """The caller may no longer hand this mail over; nothing went."""


@dataclass(frozen=True)
class Server:
    """A mail server, from LOTSA_SMTP_URL.

    Attributes:
        host: its name.
        port: 465 for smtps, 25 for smtp, 587 for smtp with a user, unless given.
        user: empty when it asks for none.
        password: for the user.
        implicit_tls: smtps.
        start_tls: whether to encrypt when the server offers it.
    """

    host: str
    port: int
    user: str
    password: str
    implicit_tls: bool
    start_tls: bool

    @classmethod
    def parse(cls, url: str) -> Self:
        """Read smtp[s]://user:password@host:port, with `?tls=off` for a plain inner network.

        Raises:
            ValueError: it is none, or a password would go unencrypted. Never says the address.
        """
        wrong = "LOTSA_SMTP_URL must be like smtp://user:password@mail.example:587."
        try:
            parts = urlsplit(url)
            given_port = parts.port
        except ValueError:
            # Its own words may hold a part of the password.
            raise ValueError(wrong) from None
        implicit = parts.scheme == "smtps"
        tls = parse_qs(parts.query).get("tls", ["on"])[-1]
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or tls not in {"on", "off"}:
            raise ValueError(wrong)
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        near = parts.hostname in _LOOPBACK
        if user and tls == "off" and not (implicit or near):
            raise ValueError("LOTSA_SMTP_URL has a password, so tls may not be off.")
        port = given_port or (465 if implicit else 587 if user else 25)
        start = tls == "on" and not implicit and not near
        return cls(parts.hostname, port, user, password, implicit, start)


class Session:
    """One connection, opened when first needed and again when it was lost."""

    def __init__(self, server: Server, own_name: str) -> None:
        """Take the server, and the name to greet it with."""
        self._server = server
        self._own_name = own_name
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Say goodbye; a server that does not answer is left."""
        if self._smtp is not None:
            try:
                self._smtp.quit()
            except (OSError, smtplib.SMTPException):
                self._close()
            self._smtp = None

    def send(
        self,
        sender: str,
        address: str,
        content: bytes,
        *,
        mail_id: uuid.UUID,
        commit: Callable[[], bool],
    ) -> None:
        """Hand one mail over.

        Args:
            sender: the address that bounces go to.
            address: the recipient's.
            content: headers and body with CRLF.
            mail_id: told to servers that can name it in a bounce.
            commit: called just before the point of no return; False stops it.

        Raises:
            ServerDown: it could not be reached, or does not let us in.
            Refused: it did not take the mail.
            Lost: it may have taken it.
            NotOurs: `commit` said no.
        """
        smtp = self._connected()
        try:
            self._announce(smtp, sender, address, mail_id)
            smtp.send(_dot_stuffed(content))
            going = commit()
        except Refused as refusal:
            self._make_ready(refusal)
            raise
        except (OSError, smtplib.SMTPException, ValueError) as error:
            self._close()
            raise Refused(_lost_connection(error), permanent=False) from None
        except BaseException:
            self._close()
            raise
        if not going:
            # Hanging up before the dot makes the server discard the mail.
            self._close()
            raise NotOurs
        if _hung_up(smtp):
            self._close()
            raise Refused("no connection", permanent=False)
        self._finish(smtp)

    def _finish(self, smtp: smtplib.SMTP) -> None:
        """Send the dot and read what the server says to it."""
        try:
            _wait_at_most(smtp, REPLY_TIMEOUT)
            smtp.send(b".\r\n")
            code, words = smtp.getreply()
            _wait_at_most(smtp, STEP_TIMEOUT)
        except (OSError, smtplib.SMTPException, ValueError):
            self._close()
            raise Lost from None
        except BaseException:
            self._close()
            raise
        if not _OK <= code < _NO_CODE:
            self._close()
            raise Lost
        try:
            self._expect(code, words, _OK)
        except Refused as refusal:
            self._make_ready(refusal)
            raise

    def _announce(self, smtp: smtplib.SMTP, sender: str, address: str, mail_id: uuid.UUID) -> None:
        options = ["BODY=8BITMIME"] if smtp.has_extn("8bitmime") else []
        if smtp.has_extn("dsn"):
            # A bounce then names the mail, and brings its headers back but not its text.
            options += ["RET=HDRS", f"ENVID={mail_id}"]
        try:
            self._expect(*smtp.mail(sender, options), _OK)
        except Refused as refusal:
            # The sender is ours to mend; the recipient's address is not to blame.
            raise Refused(refusal.status, permanent=False) from None
        self._expect(*smtp.rcpt(address), _OK, _FORWARDED)
        self._expect(*smtp.docmd("DATA"), _GO_AHEAD)

    @staticmethod
    def _expect(code: int, words: bytes, *wanted: int) -> None:
        if code not in wanted:
            permanent = _PERMANENT <= code < _NO_CODE and code not in _OURS
            raise Refused(status(code, words), permanent=permanent)

    def _make_ready(self, refusal: Refused) -> None:
        """Leave the connection as after a greeting, or close it."""
        try:
            if (
                refusal.status.startswith(str(_CLOSING))
                or self._smtp is None
                or self._smtp.rset()[0] != _OK
            ):
                self._close()
        except (OSError, smtplib.SMTPException):
            self._close()

    def _connected(self) -> smtplib.SMTP:
        if self._smtp is None:
            try:
                self._smtp = self._open()
            except smtplib.SMTPResponseException as error:
                said = error.smtp_error
                words = said if isinstance(said, bytes) else said.encode()
                raise ServerDown(status(error.smtp_code, words)) from None
            except (OSError, smtplib.SMTPException, ValueError) as error:
                raise ServerDown(_lost_connection(error)) from None
        return self._smtp

    def _open(self) -> smtplib.SMTP:
        server = self._server
        where = (server.host, server.port, self._own_name)
        if server.implicit_tls:
            secure = ssl.create_default_context()
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(*where, timeout=STEP_TIMEOUT, context=secure)
        else:
            smtp = smtplib.SMTP(*where, timeout=STEP_TIMEOUT)
        try:
            smtp.ehlo_or_helo_if_needed()
            if server.start_tls and (smtp.has_extn("starttls") or server.user):
                smtp.starttls(context=ssl.create_default_context())
                smtp.ehlo_or_helo_if_needed()
            if server.user:
                smtp.login(server.user, server.password)
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _close(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None


def status(code: int, words: bytes) -> str:
    """Code and enhanced status; the rest of a reply may quote an address and is left out."""
    enhanced = _ENHANCED.match(words)
    return f"{code} {enhanced[0].decode()}" if enhanced else str(code)


def _wait_at_most(smtp: smtplib.SMTP, seconds: float) -> None:
    if smtp.sock is not None:
        smtp.sock.settimeout(seconds)


def _hung_up(smtp: smtplib.SMTP) -> bool:
    """Whether the server has closed, or spoken out of turn, while the mail was on its way."""
    sock = smtp.sock
    if sock is None:
        return True
    if isinstance(sock, ssl.SSLSocket):
        # What is readable there may be the protocol's own; the reply will tell.
        return False
    readable = select.poll()
    readable.register(sock, select.POLLIN)
    return bool(readable.poll(0))


def _lost_connection(error: Exception) -> str:
    # smtplib wraps what the socket said.
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        return "timeout"
    if isinstance(error, ssl.SSLError):
        return "tls"
    if isinstance(error, socket.gaierror):
        return "no such host"
    return "no connection" if isinstance(error, OSError) else type(error).__name__


def _dot_stuffed(content: bytes) -> bytes:
    """The content with lines ended by CRLF and leading dots doubled (RFC 5321, 4.5.2)."""
    lines = re.sub(rb"\r\n|\r|\n", b"\r\n", content)
    if not lines.endswith(b"\r\n"):
        lines += b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", lines)
