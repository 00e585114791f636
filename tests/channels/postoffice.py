"""A real mail server on this machine, which takes mail, or refuses it in every way a server may."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

CERTIFICATE = Path(__file__).parent / "localhost.pem"  # for localhost, by nobody: of no use anywhere else
HANG_UP = "hang up"


@dataclass
class PostOffice:
    """answers: what is said to MAIL, RCPT, DATA or QUIT in place of yes. received: (envelope from, to, mail)."""

    port: int = 0
    answers: dict[str, str] = field(default_factory=dict)
    received: list[tuple[str, list[str], EmailMessage]] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    logins: list[tuple[bytes, bytes]] = field(default_factory=list)

    @property
    def mails(self) -> list[EmailMessage]:
        return [mail for _from, _to, mail in self.received]

    def _said(self, command: str, server: Any, yes: str) -> str:
        answer = self.answers.get(command, yes)
        if answer == HANG_UP:
            server.transport.abort()
        return answer

    # aiosmtpd's names for what a client says.

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        envelope.mail_from = address
        return self._said("MAIL", server, "250 OK")

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        answer = self._said("RCPT", server, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        answer = self._said("DATA", server, "250 OK")
        if answer.startswith("250"):
            mail = message_from_bytes(envelope.content, policy=policy.default)
            assert isinstance(mail, EmailMessage)
            self.received.append((envelope.mail_from, list(envelope.rcpt_tos), mail))
            self.raw.append(envelope.content)
        return answer

    async def handle_QUIT(self, server: Any, session: Any, envelope: Any) -> str:
        return self._said("QUIT", server, "221 Bye")

    def authenticate(self, server: Any, session: Any, envelope: Any, mechanism: str, given: Any) -> AuthResult:
        assert isinstance(given, LoginPassword)
        self.logins.append((given.login, given.password))
        return AuthResult(success=given == LoginPassword(b"kontroll", b"hemmelig"), handled=False)


class _AnyPort(Controller):
    """A controller that calls its own server at the port the machine gave it."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


def server_context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    return context


@contextmanager
def post_office(*, login: bool = False, starttls: bool = False, tls: bool = False) -> Iterator[PostOffice]:
    """Open as long as the block. login: asked of everyone; starttls: offered; tls: from the first byte."""
    office = PostOffice()
    controller = _AnyPort(
        office,
        hostname="127.0.0.1",
        port=0,
        ready_timeout=60,
        ssl_context=server_context() if tls else None,
        tls_context=server_context() if starttls else None,
        authenticator=office.authenticate,
        auth_required=login,
        auth_require_tls=False,
    )
    controller.start()
    try:
        office.port = controller.port
        yield office
    finally:
        controller.stop()
