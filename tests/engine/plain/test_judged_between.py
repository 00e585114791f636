"""The records of an enhet in some months are the same, in the same order, as when all of them are gone through."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kontroll.domain.dataset import DataSet
from kontroll.engine.plain.record import Record
from kontroll.engine.plain.recordset import RecordSet

ENHETER = ("1", "2")
MONTHS = st.integers(min_value=1, max_value=8)


@st.composite
def judged(draw: st.DrawFn) -> tuple[str, int | None, int]:
    """Whose it is, and from and to which month it is judged: one, several, or never."""
    first, last = draw(st.none() | MONTHS), draw(MONTHS)
    return draw(st.sampled_from(ENHETER)), first, last if first is None else max(first, last)


@given(st.lists(judged(), max_size=12), MONTHS, st.integers(min_value=0, max_value=4))
def test_what_is_found_by_month_is_what_all_would_show(rows: list[tuple[str, int | None, int]], first: int, more: int):
    records = RecordSet(DataSet(id="d", name="D", key="nr", fields=()), None)
    records.records = {str(n): record(str(n), *row) for n, row in enumerate(rows)}

    for enhet in (*ENHETER, "ingen"):
        all_of_them = [one for one in records if one.enhet == enhet and one.judged_between(first, first + more)]
        assert records.judged_between(enhet, first, first + more) == all_of_them


def record(key: str, enhet: str, first: int | None, last: int) -> Record:
    return Record(
        dataset="d", key=key, enhet=enhet, contents={}, day=None, first=first, last=last, is_stock=first != last,
        file="d.csv", line=2,
    )  # fmt: skip
