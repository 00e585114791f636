"""Look-ups find the rows that asking every row finds, whatever is missing; and who left out a row would be seen."""

from __future__ import annotations

from datetime import date, datetime, time
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kontroll.recompute import lookups
from kontroll.recompute.language import Truth, one_of
from kontroll.recompute.lookups import Lookups, Row, Test
from kontroll.recompute.record_leaves import fits

TYPES = {"navn": "tekst", "nr": "heltall", "belop": "kr", "dato": "dato", "tid": "tidspunkt"}
_DAYS = st.dates(date(2026, 1, 1), date(2026, 1, 4))
_MOMENTS = st.builds(lambda day, hour: datetime.combine(day, time(hour)), _DAYS, st.integers(0, 2))
_NUMBERS = st.integers(-2, 3).map(Fraction)
#: What stands in a field; a look-up may hold a point in time against a date, and a date against a point in time.
CELLS: dict[str, Any] = {
    "navn": st.sampled_from("ab"),
    "nr": _NUMBERS,
    "belop": _NUMBERS,
    "dato": _DAYS,
    "tid": _MOMENTS,
}
WANTED = CELLS | {"dato": _DAYS | _MOMENTS, "tid": _DAYS | _MOMENTS}
OPERATORS = {
    "navn": ("lik", "ulik"),
    **dict.fromkeys(("nr", "belop"), ("lik", "ulik", "over", "under", "minst", "hoyst")),
    **dict.fromkeys(("dato", "tid"), ("lik", "ulik", "etter", "for", "tidligst", "senest")),
}

rows = st.lists(st.fixed_dictionaries({name: st.none() | cells for name, cells in CELLS.items()}), max_size=8)
test = st.sampled_from(sorted(TYPES)).flatmap(
    lambda name: st.tuples(st.just(name), st.sampled_from(OPERATORS[name]), st.none() | WANTED[name])
)
tests = st.lists(test, min_size=1, max_size=4)


def differs(rows: list[Row], tests: list[Test]) -> bool:
    plain: Truth = one_of([fits(row, tests) for row in rows])
    return Lookups(lambda _name: rows).answer("noe", tests, TYPES, fits) is not plain


@settings(max_examples=300, deadline=None)
@given(rows, tests)
def test_the_answer_is_that_of_every_row(rows: list[Row], tests: list[Test]) -> None:
    assert not differs(rows, tests)


def test_the_rows_are_put_in_order_once() -> None:
    asked: list[str] = []
    kept = Lookups(lambda name: asked.append(name) or [{"nr": Fraction(n)} for n in range(9)])

    answers = [kept.answer("noe", [("nr", "over", Fraction(n))], TYPES, fits) for n in range(7, 10)]

    assert [True, False, False] == answers
    assert ["noe"] == asked


A, B = {"navn": "a", "nr": Fraction(1)}, {"navn": None, "nr": Fraction(1)}


@pytest.mark.parametrize(
    ("row", "asked", "planted"),
    [
        (A, ("nr", "minst", Fraction(1)), ("BEGINS", {"minst": lookups.bisect_right})),
        (A, ("nr", "hoyst", Fraction(1)), ("ENDS", {"hoyst": lookups.bisect_left})),
        (A | {"nr": None}, ("nr", "over", Fraction(1)), ("cell", lambda row, name, _by: row[name] or Fraction(0))),
        (B, ("navn", "lik", "a"), ("product", lambda *values: [tuple(one[0] for one in values)])),
    ],
)
def test_who_leaves_out_a_row_is_seen(monkeypatch: Any, row: Row, asked: Test, planted: tuple[str, Any]) -> None:
    assert not differs([row], [asked])

    monkeypatch.setattr(lookups, *planted)

    assert differs([row], [asked])
