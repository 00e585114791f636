"""Answer form: what a leader wrote, as it came, what is wrong with it, and what it means when nothing is.

Why errors and no exceptions: she is shown all that is wrong at once, beside the fields, with what she wrote.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from starlette.datastructures import FormData

from kontroll.domain.month import Month
from kontroll.domain.sak import Answer
from kontroll.domain.unntak import LONGEST_MONTHS
from kontroll.flows.saker.promises import Promise
from kontroll.texts import _, month_name, number

#: Characters of one text, and tiltak in one answer: more belongs in a document.
LONGEST, MOST_ROWS = 4000, 10
MORE = "flere"


@dataclass(frozen=True, slots=True)
class Row:
    """One tiltak, as it was written."""

    what: str = ""
    owner: str = ""
    deadline: str = ""

    @property
    def is_empty(self) -> bool:
        """Nothing but whose it would be, which is filled in for her."""
        return not self.what.strip() and not self.deadline.strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """version: of the sak she saw. errors: id of the field -> what is wrong with it."""

    version: int | None = None
    answer: str = ""
    done: str = ""
    rows: tuple[Row, ...] = (Row(),)
    disagrees: str = ""
    reason: str = ""
    until: str = ""
    wants_more: bool = False
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def given(self) -> Answer | None:
        return next((one for one in Answer if one.value == self.answer), None)

    @property
    def text(self) -> str:
        """What is kept of it, besides the tiltak."""
        if self.given is Answer.EXEMPTION:
            asked = _("Unntaket ønskes til og med {month}.").format(month=month_name(Month.parse(self.until)))
            return f"{self.reason.strip()}\n\n{asked}"
        return {Answer.FIXED: self.done, Answer.DISAGREE: self.disagrees}.get(self.given or Answer.MEASURE, "").strip()

    @property
    def promises(self) -> list[Promise]:
        """Raises ValueError where a deadline is no day."""
        if self.given is not Answer.MEASURE:
            return []
        return [
            Promise(owner=row.owner, deadline=_day(row.deadline), text=row.what.strip())
            for row in self.rows
            if not row.is_empty
        ]


def read(form: FormData) -> Written:
    """Whatever was sent in: it is judged by `checked`."""

    def text(name: str) -> str:
        return _plain(form.get(name))

    def texts(name: str) -> list[str]:
        return [_plain(value) for value in form.getlist(name)[:MOST_ROWS]]

    whats, owners, deadlines = texts("hva"), texts("hvem"), texts("frist")
    count = max(len(whats), len(owners), len(deadlines), 1)
    rows = tuple(Row(_nth(whats, n), _nth(owners, n), _nth(deadlines, n)) for n in range(count))
    version = text("versjon")
    return Written(
        version=int(version) if version.isascii() and version.isdigit() and len(version) < 10 else None,
        answer=text("svar"),
        done=text("gjort"),
        rows=rows,
        disagrees=text("uenig"),
        reason=text("grunn"),
        until=text("til"),
        wants_more=text("handling") == MORE,
    )


def with_one_more(written: Written) -> Written:
    rows = (*written.rows, Row())[:MOST_ROWS]
    return replace(written, answer=Answer.MEASURE.value, rows=rows)


def checked(written: Written, answers: Collection[Answer], owners: Collection[str], today: date) -> Written:
    """The same with what is wrong with it. answers, owners: those there were to choose from."""
    return replace(written, errors=dict(_errors(written, answers, owners, today)))


def untils(today: date) -> list[Month]:
    """The months that an unntak may be asked for until."""
    return [Month.of(today).plus(n) for n in range(LONGEST_MONTHS)]


def _errors(
    written: Written, answers: Collection[Answer], owners: Collection[str], today: date
) -> Iterator[tuple[str, str]]:
    given = written.given
    if given is None or given not in answers:
        yield "svar", _("Velg ett av svarene.")
    elif given is Answer.FIXED:
        yield from _too_long("gjort", written.done)
    elif given is Answer.DISAGREE:
        yield from _reason("uenig", written.disagrees, _("Skriv hvorfor du er uenig."))
    elif given is Answer.EXEMPTION:
        yield from _reason("grunn", written.reason, _("Skriv hvorfor enheten bør ha unntak."))
        if written.until not in [str(month) for month in untils(today)]:
            yield "til", _("Velg hvor lenge unntaket skal vare.")
    else:
        yield from _rows(written.rows, owners, today)


def _rows(rows: Sequence[Row], owners: Collection[str], today: date) -> Iterator[tuple[str, str]]:
    if all(row.is_empty for row in rows):
        rows = [replace(rows[0], what="")]
    for n, row in enumerate(rows, start=1):
        if row.is_empty and n > 1:
            continue
        yield from _reason(f"hva-{n}", row.what, _("Skriv hva som skal gjøres."))
        if row.owner not in owners:
            yield f"hvem-{n}", _("Velg hvem som har ansvaret.")
        try:
            deadline = _day(row.deadline)
        except ValueError:
            wrong = _("Skriv fristen som dag, måned og år, for eksempel 31.12.{year}.").format(year=today.year)
            yield f"frist-{n}", wrong if row.deadline.strip() else _("Velg en frist.")
        else:
            if deadline < today:
                yield f"frist-{n}", _("Fristen er alt ute. Velg i dag eller en senere dag.")
            elif deadline.year > today.year + 5:
                yield f"frist-{n}", _("Fristen er mer enn fem år fram. Velg en tidligere dag.")


def _reason(name: str, text: str, missing: str) -> Iterator[tuple[str, str]]:
    if not text.strip():
        yield name, missing
    else:
        yield from _too_long(name, text)


def _too_long(name: str, text: str) -> Iterator[tuple[str, str]]:
    if len(text) > LONGEST:
        told = _("Teksten har {count} tegn. Kort den ned til {most}.")
        yield name, told.format(count=number(len(text)), most=number(LONGEST))


def _day(text: str) -> date:
    """As the browser sends it, and as it is written by hand. Raises ValueError."""
    text = text.strip()
    if "." not in text:
        return date.fromisoformat(text)
    day, month, year = (int(part) for part in text.split("."))
    return date(year, month, day)


def _plain(value: object) -> str:
    """A file is no answer, and no database keeps a text with a nought in it."""
    return value.replace("\0", "") if isinstance(value, str) else ""


def _nth(texts: Sequence[str], n: int) -> str:
    return texts[n] if n < len(texts) else ""
