"""Source: what one kind of decision must be able to say: what is ended, and the decisions of a span as the archive takes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from kontroll.domain.month import Month
from kontroll.flows.people.looking import Looking
from kontroll.report.archive.model import Decided
from kontroll.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Span:
    """From the first day of one month to the last day of another."""

    first: Month
    last: Month


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """ended: id and day of everything that is decided, whenever. decided: those of a span, in order, each with its documents."""

    ended: Callable[[Transaction], Iterator[tuple[str, date]]]
    decided: Callable[[Looking, Span], Iterator[Decided]]
