"""A log of what was said to whom: one JSON object a line, with ids only, for programs that watch."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import BinaryIO

from kontroll.channels.base import Channel, Opening, Outgoing
from kontroll.domain.notice import DeliveryFailed
from kontroll.settings import Settings
from kontroll.texts import _, reason_of

FILE = "varsler.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Logfile:
    """Keys of a line: id (Message-ID), recipient (id of the person), about (subject keys), time (UTC)."""

    file: Path

    def send(self, message: Outgoing) -> None:
        line = {
            "id": message.id,
            "recipient": message.recipient,
            "about": list(message.about),
            "time": message.composed_at.astimezone(UTC).isoformat(),
        }
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with self.file.open("a+b") as log:
                if not _holds(log, message.id):
                    log.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
                    log.flush()
                    os.fsync(log.fileno())
        except OSError as error:
            why = _("varselloggen kan ikke skrives til: {reason}").format(reason=reason_of(error))
            raise DeliveryFailed(why, permanent=False) from error


def _logfile(settings: Settings) -> Channel:
    return Logfile(file=settings.outbox / FILE)


OPENING = Opening(id="logg", open=_logfile)


def _holds(log: BinaryIO, id: str) -> bool:
    """Whether a whole line tells of the message. A torn last line is cut off: its writer was killed, and comes again."""
    beginning = f'{{"id": {json.dumps(id, ensure_ascii=False)},'.encode()
    whole = 0
    log.seek(0)
    for line in log:
        if not line.endswith(b"\n"):
            log.truncate(whole)
        elif line.startswith(beginning):
            return True
        whole += len(line)
    return False
