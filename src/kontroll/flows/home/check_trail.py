"""Check the trail: re-compute the whole chain, and hold what lies beside it against it.

Why also answers, rule files, draws, agreements, bonus, pay and reports: whoever asks whether the log holds, wants to know whether
what it tells of still is so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from kontroll.domain.problem import Problem
from kontroll.domain.run import Book
from kontroll.domain.trail import BEGINNING, Break
from kontroll.flows.archive.untouched_archives import ArchivesOnTrail, changed_archives
from kontroll.flows.books.judge import printed_digest
from kontroll.flows.books.kept_rules import no_longer_kept
from kontroll.flows.books.on_trail import OnTrail, reading
from kontroll.flows.books.untouched import changed_book
from kontroll.flows.home.unreadable import until_unreadable
from kontroll.flows.home.untouched_control import ControlOnTrail, changed_control
from kontroll.flows.home.untouched_leadership import LeadershipOnTrail, changed_leadership
from kontroll.flows.home.untouched_months import MonthsOnTrail, changed_months
from kontroll.flows.home.untouched_registers import RegistersOnTrail, changed_registers
from kontroll.flows.home.untouched_reports import ReportsOnTrail, changed_reports
from kontroll.flows.home.untouched_talks import TalksOnTrail, changed_talks
from kontroll.flows.samples.draws_on_trail import ToldDraw, note
from kontroll.flows.samples.untouched_draws import DrawsOnTrail, changed_draws, reading_draws
from kontroll.flows.samples.untouched_facts import changed_facts
from kontroll.flows.samples.untouched_work import changed_work
from kontroll.store.database import Database
from kontroll.store.transaction import Transaction
from kontroll.texts import _


@dataclass(frozen=True, slots=True)
class Checked:
    """entries: how many there are. last: the hash of the last one. deleted_…: what is gone after its time.

    problems: what is no longer what the trail says of it, and what can no longer be read.
    """

    entries: int
    last: str
    breaks: list[Break]
    deleted_texts: int
    deleted_files: int
    problems: list[Problem]

    @property
    def faults(self) -> int:
        return len(self.breaks) + len(self.problems)


def check_trail(database: Database) -> Checked:
    """Everything that does not hold, by entry. What was deleted on time breaks nothing."""
    with database.reading() as tx:
        breaks = list(tx.trail.check())
        changed = {one.seq for one in breaks if one.kind == "hash"}
        trail, draws, work, led = OnTrail(), DrawsOnTrail(), dict[str, ToldDraw](), LeadershipOnTrail()
        reports = ReportsOnTrail()
        archives = ArchivesOnTrail()
        registers = RegistersOnTrail()
        control = ControlOnTrail()
        talks, months = TalksOnTrail(), MonthsOnTrail()
        entries, last, texts = 0, BEGINNING, 0
        for entry in reading_draws(draws, reading(trail, tx.trail.entries())):
            entries, last = entries + 1, entry.hash
            if entry.seq in changed:
                # What stands in it is nobody's word any more, and need not be readable.
                continue
            note(work, entry)
            led.note(entry)
            archives.note(entry)
            registers.note(entry)
            control.note(entry)
            talks.note(entry)
            months.note(entry)
            reports.note(entry)
            if b'"texts":{}' not in entry.body:
                hashed = entry.content.get("texts")
                texts += len(hashed) if isinstance(hashed, Mapping) else 0
        contents = _other_contents(tx, trail, changed)
        breaks += [Break(seq=seq, kind="content") for seq in contents]
        kept = tx.trail.count_texts()
        problems = [*until_unreadable(_("månedene og reglene"), _changed(tx, trail, changed))]
        problems += until_unreadable(_("stikkprøvene"), changed_draws(tx, draws, changed))
        broken = {one.seq for one in breaks}
        problems += until_unreadable(_("utgitte rapporter"), changed_reports(tx, reports, broken))
        if not breaks:
            # Where an entry does not hold, it may be the one that said of an item why it was replaced.
            problems += until_unreadable(_("arbeidet med stikkprøvene"), changed_work(tx, work))
            problems += until_unreadable(_("det som står om stikkprøvene"), changed_facts(tx, work))
            problems += until_unreadable(_("avtaler, bonus, lønn og rapporter"), changed_leadership(tx, led))
            problems += until_unreadable(_("egne samtaler"), changed_talks(tx, talks))
            problems += until_unreadable(_("månedsoppfølgingen"), changed_months(tx, months))
            problems += until_unreadable(_("registrene"), changed_registers(tx, registers))
            problems += until_unreadable(_("kartet over internkontrollen"), changed_control(tx, control))
            problems += until_unreadable(_("pakkene til arkivet"), changed_archives(tx, archives))
    return Checked(entries, last, sorted(breaks, key=lambda b: b.seq), texts - kept, len(trail.deleted), problems)


def _other_contents(tx: Transaction, trail: OnTrail, broken: Collection[int]) -> list[int]:
    """Entries about deliveries whose content is another now, or is gone and was not deleted on time. broken: entries."""
    now = dict(tx.deliveries.hashes(sorted(trail.deliveries)))
    sound = {seq: told for seq, told in trail.deliveries.items() if told[0] not in broken}
    return [
        entry
        for seq, (entry, about) in sound.items()
        if (seq in now or not (seq in trail.deleted or broken)) and now.get(seq) != about["content"]
    ]


def _changed(tx: Transaction, trail: OnTrail, broken: Collection[int]) -> Iterator[Problem]:
    """Neither answers nor rule files are ever deleted, so that what is gone was taken away. broken: entries."""
    books = {(book.month, book.number): book for book in tx.books.rows.all()}
    for key in sorted({*books, *trail.books}):
        # Where an entry is broken it may have been the one about this book.
        sound = trail.books[key][0] not in broken if key in trail.books else not broken
        if sound and not _is_as_told(tx, trail, books.get(key)):
            yield changed_book(*key)
    rulebooks = (digest for digest, entry in trail.rulebooks.items() if entry not in broken)
    # A file is of many rulebooks, and told once.
    yield from dict.fromkeys(problem for digest in rulebooks for problem in no_longer_kept(tx, digest))


def _is_as_told(tx: Transaction, trail: OnTrail, book: Book | None) -> bool:
    """Whether the book, and the answers that lie in the database, are those that the trail was told of."""
    if book is None or trail.is_changed_book(book):
        return False
    try:
        return printed_digest(tx.books.verdicts(book)) == book.digest
    except (Exception, pl.exceptions.PanicException):  # columns that somebody changed may fail in any way
        return False
