"""With month: one person with the explanations of one enhet and month before her, who she is there, and what she wrote."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from kontroll.domain.conflict import Conflict
from kontroll.domain.month import Month
from kontroll.domain.monthly import Explanation, MonthlyAct, MonthlyRefusal, NotMonthly
from kontroll.domain.problem import KontrollError
from kontroll.domain.rowtext import ROW, row_text
from kontroll.domain.trail import Fact
from kontroll.flows.monthly.ask_month import note
from kontroll.flows.monthly.telling import readers_of
from kontroll.flows.people.today import Today
from kontroll.flows.saker.acting import TEXT, today_of
from kontroll.store.transaction import Transaction
from kontroll.wiring import Desk


class NoSuchMonth(KontrollError):
    """Nothing is asked for of the enhet and month."""


@dataclass(frozen=True, slots=True)
class WithMonth:
    """explanations: by theme, as they were before anything was done. person: whoever does it."""

    tx: Transaction
    today: Today
    now: datetime
    person: str
    enhet: str
    explanations: dict[str, Explanation]

    @property
    def day(self) -> date:
        return self.today.day

    @property
    def answers_for(self) -> bool:
        """Whether she leads the enhet, or it was lifted to her because nobody there said anything."""
        leader = self.today.directory.responsible_for(self.enhet, self.day)
        if leader is not None and leader.person == self.person:
            return True
        return any(one.told == self.person for one in self.explanations.values())

    def is_above(self, one: Explanation) -> bool:
        """Whether it is hers to read: nobody accepts what she said herself."""
        readers = {told.person for told in readers_of(self.today, self.enhet)}
        return self.person in readers and self.person != one.explained_by

    def of(self, theme: str, version: int | None) -> Explanation:
        """version: of the one she saw; None = whatever it is now. Raises NoSuchMonth or Conflict."""
        found = self.explanations.get(theme)
        if found is None:
            raise NoSuchMonth(f"no explanation of {theme}")
        if version is not None and version != found.version:
            raise Conflict("Explanation", found.id)
        return found

    def keep(
        self,
        before: Explanation,
        after: Explanation,
        act: MonthlyAct,
        text: str,
        *,
        forecast: bool = False,
        **about: Fact,
    ) -> tuple[Explanation, int]:
        """Saved, on the trail and remembered. Gives it with the number of the trail entry that the text lies beside."""
        saved = self.tx.explanations.save(before, after)
        told: dict[str, Fact] = {"id": saved.id, "state": saved.state.value, "version": saved.version, **about}
        texts = {ROW: row_text(saved)} | ({TEXT: text.strip()} if text.strip() else {})
        entry = self.tx.trail.append(f"månedsoppfølging: {act.value}", told, texts)
        note(self.tx, saved, act, self.person, self.now, entry, forecast=forecast)
        self.explanations[saved.theme] = saved
        return saved, entry


@contextmanager
def with_month(desk: Desk, enhet: str, month: Month, person: str, now: datetime) -> Iterator[WithMonth]:
    """What is raised inside undoes everything. Raises NoSuchMonth."""
    with desk.database.transaction(person, now) as tx:
        found = {one.theme: one for one in tx.explanations.where(enhet=enhet, month=month)}
        if not found:
            raise NoSuchMonth(f"nothing is asked for of {month}")
        yield WithMonth(tx, today_of(desk, tx, now), now, person, enhet, found)


def demand(holds: bool, otherwise: MonthlyRefusal, one: Explanation) -> None:
    if not holds:
        raise NotMonthly(otherwise, one.id)
