"""Replay: from verdicts to avvik. What every touched subject has been through, as the months are known today.

What would move is found first, and kept when it has been held against the delivered rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kontroll.domain.avvik import Avvik, Phase, lived
from kontroll.domain.avvikchange import Change, ChangeKind, begun, differences, matched, renewed
from kontroll.domain.month import Month
from kontroll.domain.rule import Status
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.run import Book, VerdictChange
from kontroll.engine.seen import STRUCK, SUBJECT, seen_by_avvik
from kontroll.flows.books.histories import History, MonthBook, Subject, histories, is_dated
from kontroll.flows.books.judge import JudgedMonth
from kontroll.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Moved:
    """An avvik that the run began, changed, took away or looked at. changes: what is told of it; it stands as `after`."""

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
    """What the stored avvik come to by what the months say: every one that was looked at. Nothing is written.

    on_trial: rules that nobody is told by, though they are in use in the files; what stands is not ended by them either.
    judged: the months with new books. standing: the books of the other months. changed: cells that differ from before.
    """
    books = {month: _stored_book(tx, rulebook, book) for month, book in standing.items() if month not in judged}
    books |= {month: MonthBook(one.seen, one.stopped | left_out) for month, one in judged.items()}
    wanted = _wanted(tx, rulebook, judged, standing, changed)
    stored = _stored(tx, wanted)
    looked_at: list[Moved] = []
    for history in histories(rulebook, books, wanted):
        rule = rulebook.rules.get(history.rule)
        trial = history.rule in on_trial or (rule is not None and rule.status is Status.TRIAL)
        found = _followed(rulebook, history, stored.get((history.rule, history.subject), []), trial=trial)
        looked_at += map(_held, found) if history.rule in on_trial else found
    return looked_at


def _held(one: Moved) -> Moved:
    """What a rule that lacks approval would end stays as it was: whoever loosens a rule alone must not end an avvik by it."""
    if one.before is None or one.before.trial or not one.ended:
        return one
    return Moved(one.before, one.before, ())


def keep_moves(tx: Transaction, looked_at: Iterable[Moved]) -> list[Moved]:
    """Bring the stored avvik to it, and give those that moved."""
    kept = [_kept(tx, one) for one in looked_at]
    return [one for one in kept if one.changes or one.left is not None]


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


def _followed(rulebook: Rulebook, history: History, stored: list[Avvik], *, trial: bool) -> Iterator[Moved]:
    occurrences = lived(history.months, dated_record=history.dated)
    of_rule = rulebook.rules.get(history.rule)
    confined = of_rule is not None and rulebook.confined_to(of_rule) is not None
    for before, occurrence in matched(stored, occurrences, dated_record=history.dated):
        if before is not None:
            after = at_its_enhet(renewed(before, occurrence), history)
            # What was once kept between few stays so, also when the rule is made another.
            after = replace(after, confined=before.confined or confined)
        else:
            assert occurrence is not None
            rule = rulebook.rules[history.rule]
            after = begun(
                occurrence,
                rule=rule.id,
                enhet=history.enhet,
                post=history.post,
                severity=rule.severity,
                trial=trial,
                confined=confined,
            )
        yield Moved(before, after, differences(before, occurrence))


def _kept(tx: Transaction, one: Moved) -> Moved:
    before = one.before
    kept = replace(one, after=tx.avvik.add(one.after) if before is None else tx.avvik.save(before, one.after))
    for change in kept.changes:
        tx.trail.append("avvik", _told(kept.after, change))
    if before is not None and before.enhet != kept.after.enhet:
        tx.trail.append(
            "avvik flyttet",
            {"avvik": kept.after.key, "before": before.enhet, "after": kept.after.enhet, "sak": kept.left},
        )
    return kept


def at_its_enhet(avvik: Avvik, history: History) -> Avvik:
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
