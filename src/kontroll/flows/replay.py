"""Replay: from verdicts to avvik. What every touched subject has been through, as the months are known today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kontroll.domain.avvik import Avvik, Phase, lived
from kontroll.domain.avvikchange import Change, ChangeKind, begun, differences, matched, renewed
from kontroll.domain.month import Month
from kontroll.domain.rule import Status
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.run import Book, VerdictChange
from kontroll.engine.seen import STRUCK, SUBJECT, seen_by_avvik
from kontroll.flows.histories import History, MonthBook, Subject, histories, is_dated
from kontroll.flows.judge import JudgedMonth
from kontroll.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Moved:
    """An avvik that the run began, changed or took away. changes: what is told of it; it was saved as `after`."""

    before: Avvik | None
    after: Avvik
    changes: tuple[Change, ...]

    @property
    def began(self) -> bool:
        """It was opened, by the months as they came or by rettede data."""
        return self.has(ChangeKind.OPENED, ChangeKind.REOPENED)

    @property
    def ended(self) -> bool:
        """It is over: løst, or taken away by rettede data."""
        return self.has(ChangeKind.RESOLVED, ChangeKind.WITHDRAWN, ChangeKind.UNOPENED)

    @property
    def left(self) -> str | None:
        """The sak that it is no longer part of: the record belongs to another enhet than was first delivered."""
        return self.before.sak if self.before is not None and self.before.sak != self.after.sak else None

    def has(self, *kinds: ChangeKind) -> bool:
        return any(change.kind in kinds for change in self.changes)


def replay(
    tx: Transaction,
    rulebook: Rulebook,
    judged: Mapping[Month, JudgedMonth],
    standing: Mapping[Month, Book],
    changed: Sequence[VerdictChange],
    left_out: frozenset[str],
    on_trial: frozenset[str] = frozenset(),
) -> list[Moved]:
    """Bring the stored avvik to what the months say, and give what moved.

    on_trial: rules that nobody is told by, though they are in use in the files.
    judged: the months with new books. standing: the books of the other months. changed: cells that differ from before.
    """
    books = {month: _stored_book(tx, rulebook, book) for month, book in standing.items() if month not in judged}
    books |= {month: MonthBook(one.seen, one.stopped | left_out) for month, one in judged.items()}
    wanted = _wanted(tx, rulebook, judged, standing, changed)
    stored = _stored(tx, wanted)
    moved = []
    for history in histories(rulebook, books, wanted):
        rule = rulebook.rules.get(history.rule)
        trial = history.rule in on_trial or (rule is not None and rule.status is Status.TRIAL)
        moved += _followed(tx, rulebook, history, stored.get((history.rule, history.subject), []), trial=trial)
    return moved


def _stored_book(tx: Transaction, rulebook: Rulebook, book: Book) -> MonthBook:
    return MonthBook(seen_by_avvik(tx.books.verdicts(book), rulebook), book.silent)


def _wanted(
    tx: Transaction,
    rulebook: Rulebook,
    judged: Mapping[Month, JudgedMonth],
    standing: Mapping[Month, Book],
    changed: Sequence[VerdictChange],
) -> set[Subject]:
    """What has utslag in a new month, what has an avvik that is not over, and what other cells of changed months are about."""
    # A record with a date is judged in one month only: nothing but a correction changes what it was.
    dated = [rule.id for rule in rulebook.rules.values() if is_dated(rule, rulebook)]
    at = tx.avvik.table.c
    live = tx.avvik.where(at.phase.in_([Phase.WAITING, Phase.OPEN]), at.rule.not_in(dated))
    wanted = {(avvik.rule, avvik.subject) for avvik in live}
    # A rule that is no longer stopped, or is now, speaks otherwise of everything in that month.
    for month, one in judged.items():
        before = standing.get(month)
        whole = set(one.stopped) ^ {r for r in (before.stopped if before else "").split(",") if r}
        struck = one.seen.filter((one.seen[STRUCK] == 1) if before is None else one.seen["regel"].is_in(list(whole)))
        wanted |= set(struck.select("regel", SUBJECT).iter_rows())
    followed = {rule.id for rule in rulebook.rules.values() if rule.type.opens_avvik}
    return wanted | {(cell.rule, cell.post or cell.enhet) for cell in changed if cell.rule in followed}


def _stored(tx: Transaction, wanted: Iterable[Subject]) -> dict[Subject, list[Avvik]]:
    asked = set(wanted)
    found: dict[Subject, list[Avvik]] = {}
    for avvik in tx.avvik.among("subject", {subject for _rule, subject in asked}):
        if (avvik.rule, avvik.subject) in asked:
            found.setdefault((avvik.rule, avvik.subject), []).append(avvik)
    return found


def _followed(
    tx: Transaction, rulebook: Rulebook, history: History, stored: list[Avvik], *, trial: bool
) -> list[Moved]:
    occurrences = lived(history.months, dated_record=history.dated)
    moved = []
    for before, occurrence in matched(stored, occurrences, dated_record=history.dated):
        changes = differences(before, occurrence)
        if before is None:
            assert occurrence is not None
            rule = rulebook.rules[history.rule]
            after = begun(
                occurrence,
                rule=rule.id,
                enhet=history.enhet,
                post=history.post,
                severity=rule.severity,
                trial=trial,
            )
            tx.avvik.add(after)
        else:
            after = tx.avvik.save(before, _at_its_enhet(renewed(before, occurrence), history))
        for change in changes:
            tx.trail.append("avvik", _told(after, change))
        one = Moved(before, after, changes)
        if before is not None and before.enhet != after.enhet:
            tx.trail.append(
                "avvik flyttet", {"avvik": after.key, "before": before.enhet, "after": after.enhet, "sak": one.left}
            )
        if changes or one.left is not None:
            moved.append(one)
    return moved


def _at_its_enhet(avvik: Avvik, history: History) -> Avvik:
    """Where its record is. At another enhet than before it needs a sak of its own: another leader answers for it."""
    if not history.post or avvik.enhet == history.enhet:
        return avvik
    return replace(avvik, enhet=history.enhet, sak=None if avvik.phase is Phase.OPEN else avvik.sak)


def _told(avvik: Avvik, change: Change) -> dict[str, str | int | None]:
    return {
        "avvik": avvik.key,
        "enhet": avvik.enhet,
        "change": change.kind.value,
        "before": str(change.before) if change.before else None,
        "after": str(change.after) if change.after else None,
    }
