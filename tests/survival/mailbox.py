"""A mail server that takes everything, remembers it, and knows whether somebody is still talking to it."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP


@dataclass
class Mailbox:
    """accepted: how often each Message-ID was. contents: the different bytes that came under it. talking: open sessions."""

    port: int = 0
    accepted: Counter[str] = field(default_factory=Counter)
    contents: dict[str, set[bytes]] = field(default_factory=dict)
    talking: int = 0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        id = str(message_from_bytes(envelope.content)["Message-ID"]).strip("<>")
        self.accepted[id] += 1
        self.contents.setdefault(id, set()).add(envelope.content)
        return "250 OK"

    def wait_until_silent(self) -> None:
        """Whoever was killed has hung up: nothing of what she said is on its way any more."""
        ends = time.monotonic() + 10
        while self.talking and time.monotonic() < ends:
            time.sleep(0.01)
        assert not self.talking, "somebody is still talking to the mail server"


class _Counted(SMTP):  # type: ignore[misc]
    def connection_made(self, transport: Any) -> None:
        self.event_handler.talking += 1
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        super().connection_lost(error)
        self.event_handler.talking -= 1


class _Controller(Controller):  # type: ignore[misc]
    def factory(self) -> SMTP:
        return _Counted(self.handler, **self.SMTP_kwargs)

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    box = Mailbox()
    controller = _Controller(box, hostname="127.0.0.1", port=0, ready_timeout=60)
    controller.start()
    try:
        box.port = controller.port
        yield box
    finally:
        controller.stop()
