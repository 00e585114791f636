"""Ledger: the avvik of one rule and subject, kept from run to run as the monthly run keeps them. For tests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from kontroll.domain.avvik import Avvik, MonthSeen, Occurrence, Seen, lived
from kontroll.domain.avvikchange import Change, ChangeKind, begun, differences, in_order, matched, renewed
from kontroll.domain.month import Month
from kontroll.domain.rule import Severity

JANUARY = Month(2026, 1)
LETTERS = {"X": Seen.STRUCK, ".": Seen.CLEAR, "?": Seen.UNKNOWN, "-": Seen.GONE}

Pairs = list[tuple[Avvik | None, Occurrence | None]]
Match = Callable[..., Pairs]


@dataclass(frozen=True)
class Ledger:
    """Avvik of one rule and subject as a run keeps them. told: the kinds of changes of the last run, by number."""

    wait: int = 0
    hold: int = 0
    match: Match = matched
    dated_record: bool = False
    stored: tuple[Avvik, ...] = ()
    told: tuple[tuple[int, Change], ...] = ()

    def run(self, text: str) -> Ledger:
        """The months as they are known now, from January: X utslag, . without, ? unknown, - gone."""
        return self.run_seen([LETTERS[letter] for letter in text])

    def run_seen(self, seen: Sequence[Seen]) -> Ledger:
        history = [MonthSeen(JANUARY.plus(i), what, self.wait, self.hold) for i, what in enumerate(seen)]
        kept, told = [], []
        found = lived(history, dated_record=self.dated_record)
        for avvik, occurrence in self.match(self.stored, found, dated_record=self.dated_record):
            after = new(occurrence) if avvik is None and occurrence else renewed(avvik, occurrence) if avvik else None
            assert after is not None
            kept.append(after)
            told += [(after.number, change) for change in differences(avvik, occurrence)]
        return replace(self, stored=tuple(sorted(kept, key=lambda avvik: avvik.number)), told=tuple(told))

    def state(self) -> list[str]:
        """number:phase first, months by number; a withdrawn one in brackets."""
        lines = [f"{a.number}:{a.phase.value} {a.first.number}" for a in self.stored]
        return [f"({line})" if a.withdrawn else line for a, line in zip(self.stored, lines, strict=True)]

    def kinds(self) -> list[tuple[int, ChangeKind]]:
        return [(number, change.kind) for number, change in self.told]

    def with_saker(self) -> Ledger:
        """Every one that has opened gets a sak."""
        return replace(
            self, stored=tuple(replace(a, sak=f"S{a.number}") if a.opened and not a.sak else a for a in self.stored)
        )

    def end_state(self) -> list[tuple[object, ...]]:
        """What an export without times and ids shows."""
        return [(a.first, a.opened, a.last_struck, a.resolved, a.phase, a.gone_since) for a in in_order(self.stored)]


def new(occurrence: Occurrence) -> Avvik:
    return begun(occurrence, rule="R1", enhet="B1", post="", severity=Severity.HIGH, trial=False)
