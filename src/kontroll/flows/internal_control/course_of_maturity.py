"""Course of maturity: how far each letter has come, month by month, as it was kept; a month nobody kept is unknown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from kontroll.domain.internalcontrol import HIGHEST_LEVEL, KeptMaturity, Letter
from kontroll.domain.month import Month
from kontroll.report.course import Course, Point
from kontroll.report.internal_control.words import LETTERS
from kontroll.store.transaction import Transaction
from kontroll.texts import _, month_name, short_month

#: A year, and the same month the year before.
MONTHS = 13


def kept_between(tx: Transaction, first: Month, last: Month, place: str) -> dict[tuple[Letter, Month], KeptMaturity]:
    at = tx.maturity.table.c
    return {(one.letter, one.month): one for one in tx.maturity.where(at.month >= first, at.month <= last, place=place)}


def courses_of_maturity(
    kept: Mapping[tuple[Letter, Month], KeptMaturity], last: Month, name: str, letters: Sequence[Letter]
) -> list[Course]:
    """One for each letter of which anything is known. name: of the place."""
    months = [last.plus(n - MONTHS + 1) for n in range(MONTHS)]
    found = [
        Course(
            id=letter.value,
            name=_("{letter} {title}").format(letter=letter.value, title=_(LETTERS[letter][0])),
            enhet=name,
            unit=_("nivå"),
            decimals=0,
            lines=(),
            points=tuple(_point(month, kept.get((letter, month))) for month in months),
            counts=True,
            top=Decimal(HIGHEST_LEVEL),
        )
        for letter in letters
    ]
    return [one for one in found if one.is_drawn]


def _point(month: Month, kept: KeptMaturity | None) -> Point:
    return Point(
        name=month_name(month),
        short=short_month(month),
        value=Decimal(kept.level) if kept is not None else None,
        why=_("ikke målt"),
    )
