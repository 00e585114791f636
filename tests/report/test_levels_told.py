"""The level of each letter of § 25-1, month by month, in words for whoever does not see the drawing."""

from __future__ import annotations

from kontroll.domain.internalcontrol import Letter
from kontroll.domain.month import Month
from kontroll.report.internal_control.map_section import levels_told

JANUARY, AUGUST, OCTOBER = Month(2026, 1), Month(2026, 8), Month(2026, 10)


def test_it_tells_where_each_letter_began_and_ended_and_nothing_of_one_that_nobody_kept():
    told = " ".join(levels_told({Letter.A: [(JANUARY, 1), (AUGUST, 2), (OCTOBER, 3)], Letter.B: [(JANUARY, None)]}))

    assert "a: 1 i januar 2026 og 3 i oktober 2026." in told
    assert "b:" not in told
    assert "ikke kjent" in told


def test_where_all_is_known_nothing_is_said_to_lack():
    assert "ikke kjent" not in " ".join(levels_told({Letter.A: [(AUGUST, 2), (OCTOBER, 3)]}))
