"""Listed: the entries of a register that somebody may see, as rows of a list, on a page or in a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from kontroll.domain.access import Viewer
from kontroll.domain.finding import FindingState
from kontroll.domain.preparation import PreparationState
from kontroll.domain.register import Register
from kontroll.flows.people.looking import Looking
from kontroll.flows.registers.acting import sees
from kontroll.flows.registers.known import Known, KnownDecision, KnownFinding, KnownPreparation, known_of
from kontroll.notices.wording import severity_name
from kontroll.report import register_words as words
from kontroll.report.spreadsheet import Column, workbook
from kontroll.texts import _, day


class Which(Enum):
    """Which of them. The value stands in the address."""

    OPEN = "apne"
    LATE = "forfalte"
    DONE = "ferdige"
    ALL = "alle"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedRow:
    """name: what it is called, which leads to it. cells: of the other columns. text: what it says, "" = not known."""

    address: str
    name: str
    text: str
    cells: tuple[str, ...]
    is_late: bool
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """headings: of the name and the cells. counts: of all that she may see, by which. years: that anything is from."""

    register: Register
    headings: tuple[str, ...]
    rows: tuple[ListedRow, ...]
    counts: dict[Which, int]
    years: tuple[int, ...]


def listed(look: Looking, viewer: Viewer, register: Register, which: Which, year: int | None = None) -> Listed:
    """year: in which it was decided, received or laid before a body; None = of all years."""
    found = [one for one in known_of(look.tx, look.today.desk.rulebook, register) if sees(viewer, one.enhet, one.owner)]
    on = look.today.day
    chosen = [one for one in found if _is(one, which, on) and (year is None or _year(one) == year)]
    return Listed(
        register=register,
        headings=_headings(register),
        rows=tuple(_row(look, one, on) for one in chosen),
        counts={one: sum(_is(each, one, on) for each in found) for one in Which},
        years=tuple(sorted({_year(one) for one in found} - {0}, reverse=True)),
    )


def register_sheet(municipality: str, title: str, told: Sequence[str], found: Listed) -> bytes:
    columns = [
        Column(found.headings[0], 26), Column(_("Tekst"), 60), *(Column(one, 24) for one in found.headings[1:]),
        Column(_("Fristen er ute"), 14), Column(_("Kilde"), 40),
    ]  # fmt: skip
    rows = [(row.name, row.text, *row.cells, _("ja") if row.is_late else _("nei"), row.source) for row in found.rows]
    return workbook(f"{title}, {municipality}", told, columns, rows)


def is_open(one: Known) -> bool:
    """Somebody still has something to do with it."""
    if isinstance(one, KnownDecision):
        return not one.state.is_over
    if isinstance(one, KnownFinding):
        return one.state is not FindingState.CLOSED
    return one.state is not PreparationState.CHECKED


def is_late(one: Known, on: date) -> bool:
    if isinstance(one, KnownPreparation):
        return one.meeting is not None and one.meeting < on and not one.is_in_time
    return one.is_late_on(on)


# --- which, and in what words -----------------------------------------------------------------------------------------


def _is(one: Known, which: Which, on: date) -> bool:
    if which is Which.LATE:
        return is_late(one, on)
    return which is Which.ALL or is_open(one) == (which is Which.OPEN)


def _year(one: Known) -> int:
    """0 = its day is not known."""
    return one.began.year if one.began is not None else 0


def _headings(register: Register) -> tuple[str, ...]:
    if register is Register.DECISIONS:
        return (_("Vedtak"), _("Vedtatt"), _("Enhet"), _("Frist"), _("Tilstand"))
    if register is Register.FINDINGS:
        return (_("Funn"), _("Mottatt"), _("Slag og alvor"), _("Enhet"), _("Frist"), _("Tilstand"))
    return (_("Sak"), _("Legges fram"), _("Enhet"), _("Tilstand"))


def _row(look: Looking, one: Known, on: date) -> ListedRow:
    late = is_late(one, on)
    return ListedRow(
        address=one.address,
        name=name_of(one),
        text=one.text or "",
        cells=_cells(look, one, late),
        is_late=late,
        source=source_of(one),
    )


def name_of(one: Known) -> str:
    if isinstance(one, KnownFinding):
        return ": ".join(part for part in (words.first_upper(one.source) or one.id, one.theme) if part)
    return " ".join(part for part in (one.case or one.id, one.body and f"({one.body})") if part)


def source_of(one: Known) -> str:
    if one.is_kept:
        return _("ført i kontroll")
    return _("levert i {file}, linje {line}").format(file=one.file, line=one.line)


def enhet_name(look: Looking, enhet: str | None) -> str:
    return look.today.directory.name_of(enhet, look.today.day) if enhet else _("ikke oppgitt")


def _cells(look: Looking, one: Known, late: bool) -> tuple[str, ...]:
    enhet, state = enhet_name(look, one.enhet), words.state_name(one.state)
    deadline = words.deadline_told(one.deadline)
    if isinstance(one, KnownDecision):
        return (_day(one.decided), enhet, deadline, state)
    if isinstance(one, KnownFinding):
        severity = severity_name(one.severity) if one.severity is not None else _("ukjent")
        kind = words.kind_name(one.kind)
        return (_day(one.received), f"{kind}, {severity.lower()}" if kind else severity, enhet, deadline, state)
    if late:
        when = _("etter at saken ble lagt fram") if one.checked is not None else _("lagt fram uten ferdig sjekkliste")
        state = f"{state}, {when}"
    return (_day(one.meeting), enhet, state)


def _day(on: date | None) -> str:
    return day(on) if on is not None else _("ukjent")
