"""What a data set holds month by month, beside another source of the same."""

from __future__ import annotations

from datetime import date

import pytest

from kontroll.flows.samples.reconciliation import Held, figures_of

from ..small import Make
from .invoices import draw, with_invoices


@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
def test_each_month_is_held_against_another_source(make: Make):
    kommune = with_invoices(make)
    kommune.invoices("hovedbok", date(2026, 3, 2), "H1;2026-01-31;1;3450.50", "H2;2026-02-28;1;5000")
    filtered = draw(condition='{"felt":"belop","er":"over","verdi":100}')
    with kommune.desk.database.reading() as tx:
        alone = figures_of(kommune.desk, tx, filtered)
        beside = figures_of(kommune.desk, tx, filtered, "faktura", "belop")
    # B9, B10 without an amount, and the one without a number of its own, which is in the ledger all the same.
    assert [one.own for one in alone] == [
        Held(count=5, amount=345050),
        Held(count=3, amount=501100, unreadable=1),
    ]
    assert [one.agrees for one in alone] == [True, True]
    assert [one.other for one in beside] == [Held(count=1, amount=345050), Held(count=1, amount=500000)]
    assert [one.agrees for one in beside] == [False, False]
