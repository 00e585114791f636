"""Months aside: what a page says of a month while why its answers are ukjent is still being found out.

Why aside: it takes a good while for a large kommune, and whoever opens an old month should not have to hold on to a page
that does not come, nor keep others from theirs. The latest month is made before the pages are shown.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock

from kontroll.domain.month import Month
from kontroll.report.summary import Summaries, Summary

#: Seconds that a page waits for a month before it says that it is being prepared.
PATIENCE = 1.0


class BeingPrepared(Exception):
    """The month is not ready yet; it is being made, and is there when it is asked for again."""

    def __init__(self, month: Month) -> None:
        super().__init__(str(month))
        self.month = month


class MonthsAside(Summaries):
    """The summaries of the pages: one month at a time is made, in a thread of its own."""

    def __init__(self, made: Summaries, patience: float = PATIENCE) -> None:
        """made: what is ready already."""
        super().__init__(made.situation, made)
        self._patience = patience
        self._asked: dict[Month, Future[Summary]] = {}
        self._asking = Lock()
        self._aside = ThreadPoolExecutor(1, "months")

    def of(self, month: Month) -> Summary:
        """Raises BeingPrepared where it is not ready in a moment, and ValueError for a month that was not evaluated."""
        if month in self._made:
            return self._made[month]
        with self._asking:
            if month not in self._asked or (self._asked[month].done() and self._asked[month].exception()):
                self._asked[month] = self._aside.submit(super().of, month)
            waited_for = self._asked[month]
        try:
            return waited_for.result(self._patience)
        except TimeoutError:
            raise BeingPrepared(month) from None
