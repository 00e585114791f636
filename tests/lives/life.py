"""A life: files come, months are run in time, and what came late is taken up by the next run, as the worker does it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from kontroll.domain.avvik import Avvik, Phase
from kontroll.domain.month import Month
from kontroll.domain.truth import Result
from kontroll.engine.verdicts import CODES
from kontroll.flows.deliveries import import_files as importing
from kontroll.flows.month import monthly_run as running
from kontroll.store.transaction import Transaction
from kontroll.wiring import Desk
from lives.deliveries import File
from lives.export import State, state_of
from lives.year import Year

#: The day of the next month on which a month is run: after everything is due.
RUN_DAY = 20


@dataclass
class Life:
    """rewritten: what a run did to earlier ones that no run may do, in words. It is looked for after every run."""

    desk: Desk
    folder: Path
    rewritten: list[str] = field(default_factory=list)
    _sak_of: dict[tuple[str, str, str, Month], str] = field(default_factory=dict)

    def live(self, year: Year, files: Sequence[File]) -> State:
        """The whole year, and a last run when everything has come."""
        for turn, month in enumerate(year.months):
            self._take_in(files, turn, noon(month.plus(1), RUN_DAY - 5))
            self._run(month, noon(month.plus(1), RUN_DAY))
        self._take_in(files, len(year.months), noon(year.months[-1].plus(2), RUN_DAY))
        self._run(year.months[-1], noon(year.months[-1].plus(2), RUN_DAY + 1))
        with self.desk.database.reading() as tx:
            return state_of(tx)

    def _take_in(self, files: Sequence[File], turn: int, now: datetime) -> None:
        for number, file in enumerate(files):
            if file.turn == turn:
                path = self.folder / "levert" / str(number) / Path(file.name).name
                path.parent.mkdir(parents=True)
                path.write_text(file.content, encoding="utf-8")
                incoming = [importing.Incoming(path, file.name)]
                list(importing.import_files(self.desk.database, self.desk.rulebook, incoming, now, "OLGA"))

    def _run(self, month: Month, now: datetime) -> None:
        running.monthly_run(self.desk, month, now)
        with self.desk.database.reading() as tx:
            avvik = [one for one in tx.avvik.all() if not one.withdrawn]
            self._look_at_saker(month, avvik)
            self._look_at_answers(tx, month, avvik)

    def _look_at_saker(self, run: Month, avvik: Sequence[Avvik]) -> None:
        """Whoever follows up an avvik goes on with that one, and not with another time, as long as it is at her enhet."""
        for one in avvik:
            known = self._sak_of.get((one.rule, one.subject, one.enhet, one.first))
            if known is not None and one.sak != known:
                self.rewritten.append(f"{run}: {one.key} from {one.first} was followed up in {known}, now in {one.sak}")
        self._sak_of = {(one.rule, one.subject, one.enhet, one.first): one.sak for one in avvik if one.sak is not None}

    def _look_at_answers(self, tx: Transaction, run: Month, avvik: Sequence[Avvik]) -> None:
        """An enhet's avvik is resolved by an answer, never by the want of one."""
        books = tx.books.standing()
        resolved = [one for one in avvik if one.phase is Phase.RESOLVED and not one.post and one.resolved is not None]
        for month in {one.resolved for one in resolved}:
            unknown = tx.books.verdicts(books[month]).filter(resultat=CODES[Result.UNKNOWN])
            without = set(unknown.select("regel", "enhet").iter_rows())
            self.rewritten += [
                f"{run}: {one.key} was resolved in {month}, of which nothing is known"
                for one in resolved
                if one.resolved == month and (one.rule, one.enhet) in without
            ]


def noon(month: Month, day: int) -> datetime:
    return datetime.combine(month.first_day + timedelta(days=day - 1), time(12), UTC)
