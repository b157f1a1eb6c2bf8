"""A real mail server to deliver to, that can be told to behave badly.

aiosmtpd in a thread. `server.at[stage]` is called with an address (or "") when that stage is reached:
connect, ehlo, mail, rcpt, data, body (the text has begun to come) or dot. It may return a reply, such as "550 5.1.1 no such user", or raise `Drop` to hang
up. What was taken over stands in `server.taken`: from the final dot on a mail counts as taken,
whether or not the sender lives to read the reply.
"""

# ruff: noqa: N802  aiosmtpd names its hooks and their arguments

import asyncio
import email
import email.policy
import re
import threading
from email.message import Message

from aiosmtpd.smtp import SMTP

_GONE = "421 4.3.0 gone"


class Drop(Exception):
    """Hang up now."""


def parts(mail):
    """The text part and the HTML part, decoded."""
    return tuple(part.get_content() for part in mail.iter_parts())


class PostServer:
    def __init__(self, **options):
        self.options = {"hostname": "mail.example", **options}
        self.at = {}
        self.extensions = []
        self.heard = []
        self.taken: list[Message] = []
        self.transports = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self):
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(5)
        self.port = self._server.sockets[0].getsockname()[1]
        self.url = f"smtp://127.0.0.1:{self.port}"
        return self

    def __exit__(self, *_):
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    async def _listen(self):
        return await self._loop.create_server(
            lambda: _Protocol(self, _Handler(self), loop=self._loop, **self.options),
            "127.0.0.1",
            0,
        )

    async def _stop(self):
        self._server.close()
        await self._server.wait_closed()
        for transport in self.transports:
            transport.abort()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        # A transport lets go of its socket in the loop's next turn.
        await asyncio.sleep(0)

    @property
    def connections(self):
        return len(self.transports)

    @property
    def addresses(self):
        return [mail["To"] for mail in self.taken]

    async def reach(self, stage, address=""):
        """What the stage's behaviour answers, in a thread so that it may take its time."""
        behave = self.at.get(stage)
        return await asyncio.to_thread(behave, address) if behave else None


class _Protocol(SMTP):
    def __init__(self, post, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.post = post

    def connection_made(self, transport):
        self.post.transports.append(transport)
        super().connection_made(transport)

    async def _handle_client(self):
        try:
            await self.post.reach("connect")
        except Drop:
            self.transport.abort()
            return
        await super()._handle_client()

    async def smtp_MAIL(self, arg):
        self.post.heard.append(arg)
        # aiosmtpd refuses what RFC 3461 adds, which a server with DSN understands.
        await super().smtp_MAIL(re.sub(r" (RET|ENVID)=\S+", "", arg))

    async def smtp_DATA(self, arg):
        address = self.envelope.rcpt_tos[0] if self.envelope.rcpt_tos else ""
        try:
            said = await self.post.reach("data", address)
            if said:
                await self.push(said)
                return
            if "body" in self.post.at:
                await self._first_line_only(address)
                return
            await super().smtp_DATA(arg)
        except Drop:
            self.transport.abort()

    async def _first_line_only(self, address):
        """Tell the stage when the text has begun to come, then go on as usual."""
        original = self._reader.readuntil
        told = False

        async def readuntil(*args, **kwargs):
            nonlocal told
            line = await original(*args, **kwargs)
            if not told:
                told = True
                await self.post.reach("body", address)
            return line

        self._reader.readuntil = readuntil
        try:
            await super().smtp_DATA(None)
        finally:
            self._reader.readuntil = original


class _Handler:
    def __init__(self, post):
        self.post = post

    async def _said(self, server, stage, address=""):
        try:
            return await self.post.reach(stage, address)
        except Drop:
            server.transport.abort()
            return _GONE

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        said = await self._said(server, "ehlo")
        offered = [f"250-{name}" for name in self.post.extensions]
        return [said] if said else [*responses[:-1], *offered, responses[-1]]

    async def handle_MAIL(self, server, session, envelope, address, options):
        said = await self._said(server, "mail", address)
        if said:
            return said
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        said = await self._said(server, "rcpt", address)
        if said:
            return said
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        mail.envelope = (envelope.mail_from, envelope.rcpt_tos, envelope.mail_options)
        self.post.taken.append(mail)
        said = await self._said(server, "dot", envelope.rcpt_tos[0])
        if said and said != _GONE:
            self.post.taken.remove(mail)
        return said or "250 2.0.0 taken"
