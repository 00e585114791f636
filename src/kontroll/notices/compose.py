"""Which waiting notices become one message: all of a person's through one channel, and the urgent ones apart.

Why apart: a digest waits for its hour of the day, and what is urgent does not; nor shall it be item nine of twelve.
What is for few is apart too: those who control that messages are sent read the others.
Whether a notice should be made at all, with forty others about the same missing file, was decided where it was made.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from kontroll.domain.notice import Notice, NoticeState


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """Notices that are sent as one message; never empty, in the order of their ids."""

    recipient: str
    channel: str
    notices: tuple[Notice, ...]


def digests(notices: Iterable[Notice]) -> list[Bundle]:
    """The day's bundles: what waits and is not urgent, one bundle per person and channel."""
    return _bundles(n for n in notices if n.state is NoticeState.WAITING and not n.urgent)


def urgent(notices: Iterable[Notice]) -> list[Bundle]:
    """The bundles to send at once: what is urgent and waits at the same moment, one per person and channel."""
    return _bundles(n for n in notices if n.state is NoticeState.WAITING and n.urgent)


def _bundles(notices: Iterable[Notice]) -> list[Bundle]:
    def destination(notice: Notice) -> tuple[str, str, bool]:
        return notice.recipient, notice.channel, notice.confined

    ordered = sorted({n.id: n for n in notices}.values(), key=lambda n: (*destination(n), n.id))
    return [
        Bundle(recipient=recipient, channel=channel, notices=tuple(together))
        for (recipient, channel, _confined), together in groupby(ordered, key=destination)
    ]
