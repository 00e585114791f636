"""Sheet row: one row of a returned sheet, what was given held as it was, and what was filled in read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from kontroll.domain.draw import DrawnItem, Finding
from kontroll.domain.itemcheck import ANSWERS, MOST_MINUTES
from kontroll.domain.problem import Place, Problem
from kontroll.report.sampling.sheet import (
    AMOUNT,
    AUDITED,
    FILLED,
    FINDING,
    GIVEN,
    MINUTES,
    POST,
    WORDS,
    Row,
    ToFill,
)
from kontroll.report.spreadsheet import plain
from kontroll.texts import _, listed, number

_LONGEST = 4000
_MOST_ORE = 10**17


class _Unreadable(Exception):
    """A cell is not what it should be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """finding: None where it was not readable, which is told."""

    line: int
    finding: Finding | None
    answers: Mapping[str, str]
    audited: int | None
    minutes: int
    text: str


@dataclass(slots=True)
class RowReader:
    """What is wrong is added to problems."""

    of: ToFill
    shown_as: str
    problems: list[Problem]

    def read(self, row: Row, item: DrawnItem) -> Filled | None:
        """None where nothing was filled in."""
        self._held(row, item)
        points, first = list(self.of.points), len(GIVEN)
        after = first + len(points)
        cells = [row.at(first + at) for at in range(len(points) + len(FILLED))]
        for column in row.uncomputed:
            if column >= first:
                self._tell(
                    row, _("En formel i raden er ikke regnet ut."), _("Da står det ingen verdi i cellen."),
                    _("Skriv verdien i stedet for formelen."),
                )  # fmt: skip
        if all(cell is None or str(cell).strip() == "" for cell in cells) and not row.uncomputed:
            return None
        answers = {}
        for at, point in enumerate(points):
            answer = self._word(row, point, cells[at], ANSWERS)
            if answer is not None:
                answers[point] = answer
        finding = self._word(row, _(FILLED[FINDING]), row.at(after + FINDING), [one.value for one in Finding])
        return Filled(
            line=row.line,
            finding=Finding(finding) if finding is not None else None,
            answers=answers,
            audited=self._audited(row, row.at(after + AUDITED)),
            minutes=self._minutes(row, row.at(after + MINUTES)),
            text=self._text(row, row.at(after + WORDS)),
        )

    def _held(self, row: Row, item: DrawnItem) -> None:
        why = _("Det som ble trukket, kan ikke endres i arket.")
        fix = _("Hent arket på nytt, og fyll ut det.")
        post = row.at(POST)
        expected = plain(item.post) if self.of.shows_posts else ""
        if (post or "") != expected:
            by_excel = isinstance(post, date | time | int | float)
            what = _("Excel har gjort nummeret i «Post» om til et tall eller en dato.")
            self._tell(row, what if by_excel else _("«Post» er ikke den som var i arket."), why, fix)
        if self.of.draw.amount_field and _ore_or_none(row.at(AMOUNT)) != item.amount:
            self._tell(row, _("Det bokførte beløpet er endret."), why, fix)

    def _word(self, row: Row, column: str, cell: Any, words: tuple[str, ...] | list[str]) -> str | None:
        text = " ".join(str(cell).split()).casefold() if cell is not None else ""
        if text in words:
            return text
        what = (
            _("«{column}» er ikke fylt ut.").format(column=column)
            if not text
            else _("«{text}» kan ikke stå i «{column}».").format(text=text[:40], column=column)
        )
        why = _("En rad som er påbegynt, må ha alle svarene.")
        self._tell(row, what, why, _("Velg {words}.").format(words=listed([f"«{one}»" for one in words])))
        return None

    def _audited(self, row: Row, cell: Any) -> int | None:
        if cell is None or str(cell).strip() == "":
            return None
        try:
            return ore_of(cell)
        except _Unreadable:
            what = _("Beløpet i «{column}» kan ikke leses.").format(column=_(FILLED[AUDITED]))
            if isinstance(cell, date | time | timedelta):
                what = _("Excel har gjort beløpet i «{column}» om til en dato.").format(column=_(FILLED[AUDITED]))
            why = _("Feilen i kroner regnes ut av det.")
            self._tell(row, what, why, _("Skriv kroner med høyst to desimaler, for eksempel 1250,50."))
        return None

    def _minutes(self, row: Row, cell: Any) -> int:
        try:
            minutes = Decimal(0) if cell is None or str(cell).strip() == "" else _decimal(cell)
            if minutes == minutes.to_integral_value() and 0 <= minutes <= MOST_MINUTES:
                return int(minutes)
        except _Unreadable:
            pass
        self._tell(
            row, _("Tiden er ikke et antall minutter."), _("Tiden regnes sammen for hele stikkprøven."),
            _("Skriv et helt tall, høyst {n}.").format(n=number(MOST_MINUTES)),
        )  # fmt: skip
        return 0

    def _text(self, row: Row, cell: Any) -> str:
        text = "" if cell is None else str(cell).strip()
        if len(text) > _LONGEST:
            self._tell(
                row, _("Teksten er lengre enn {n} tegn.").format(n=number(_LONGEST)),
                _("Lange tekster hører hjemme i et dokument."),
                _("Kort den ned, og legg resten ved på siden til posten."),
            )  # fmt: skip
        return text

    def _tell(self, row: Row, what: str, why: str, fix: str) -> None:
        self.problems.append(Problem(Place(self.shown_as, row.line), what, why, fix))


def ore_of(cell: Any) -> int:
    """Raises _Unreadable."""
    ore = _decimal(cell) * 100
    # What Excel computed may be off in the last binary digit.
    if isinstance(cell, float) and abs(ore - round(ore)) < Decimal("0.0001"):
        ore = Decimal(round(ore))
    if ore != ore.to_integral_value() or abs(ore) >= _MOST_ORE:
        raise _Unreadable
    return int(ore)


def _ore_or_none(cell: Any) -> int | None:
    try:
        return ore_of(cell)
    except _Unreadable:
        return None


def _decimal(cell: Any) -> Decimal:
    if isinstance(cell, bool) or not isinstance(cell, int | float | str):
        raise _Unreadable
    text = "".join(str(cell).split()).replace("\N{MINUS SIGN}", "-")
    if isinstance(cell, str):
        text = text.casefold().removesuffix("kr").replace(",", ".")
        if "e" in text or "_" in text:  # 1E+10 is what Excel shows of a number, and not what anybody wrote
            raise _Unreadable
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise _Unreadable from None
    if not value.is_finite():
        raise _Unreadable
    return value
