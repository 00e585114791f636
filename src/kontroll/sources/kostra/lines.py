"""Lines of a file in fixed width, and what is wrong with their form: SSB's common controls 000, 001, 002 and 014.

Every fault here refuses the file: where one column has slipped, no other can be trusted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from kontroll.domain.problem import Place, Problem
from kontroll.facts.quoting import quoted
from kontroll.sources.base import not_text
from kontroll.sources.formats import refused_whole
from kontroll.sources.kostra.layout import DATE, INTEGER, Layout, LayoutField
from kontroll.texts import _, ngettext, number

#: Faults told one by one; a program that writes one line wrong writes them all wrong.
_TOLD = 20
#: What is wrong, and what to do.
Said = tuple[str, str]
#: Of a field that is not blank, and what stands in it: what is wrong, or None.
Check = Callable[[LayoutField, str], Said | None]
_LINE_END = re.compile("\r\n|\n|\r")
#: Right-aligned, a minus only just before the first digit (control 014).
_INTEGER = re.compile(r" *-?[0-9]+")


@dataclass(frozen=True, slots=True)
class Line:
    """number: from 1. text: without its line end."""

    number: int
    text: str


def as_text(raw: bytes, shown_as: str) -> tuple[str, list[Problem]]:
    """UTF-16 where it says so, UTF-8 where it is valid, else Windows-1252: neither moves a column of an account."""
    if not raw.strip(b" \r\n\t"):
        return "", [_nothing_to_report(shown_as) if raw.strip(b"\r\n") == b" " else _no_lines(shown_as)]
    if (other := not_text(raw, shown_as)) is not None:
        return "", [other]
    try:
        return raw.decode("utf-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"), []
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace"), []


def lines_of(text: str) -> list[Line]:
    texts = _LINE_END.split(text)
    # The last line may end with a line end or without: both are in use, and SSB takes both.
    return [Line(n, text) for n, text in enumerate(texts[:-1] if texts[-1] == "" else texts, start=1)]


# --- 001: the columns stand where they should -------------------------------------------------------------------------


def torn(lines: Sequence[Line], layout: Layout, shown_as: str) -> list[Problem]:
    """Lines of another length than the layout's, or with a blank that is no space."""
    return _some([fault for line in lines if (fault := _torn(line, layout, shown_as)) is not None], shown_as)


def _torn(line: Line, layout: Layout, shown_as: str) -> Problem | None:
    if line.text.isprintable() and line.text.isascii() and len(line.text) == layout.length:
        return None
    strange = next((at for at, char in enumerate(line.text, start=1) if _is_strange(char)), None)
    fix = _("Lag filen på nytt slik at alle linjer har {length} tegn, med mellomrom der det ikke står noe.")
    fix = fix.format(length=number(layout.length))
    if strange is not None:
        what = _("linjen har et tegn som ikke er synlig og ikke er mellomrom ({code})")
        what = what.format(code=f"U+{ord(line.text[strange - 1]):04X}")
        if strange <= layout.length:
            what += ", " + _in_field(_field_at(layout, strange))
        return refused_whole(Place(shown_as, line.number, strange), what, fix)
    if len(line.text) == layout.length:
        return None
    what = _("linjen har {found} tegn, og skal ha {wanted}").format(
        found=number(len(line.text)), wanted=number(layout.length)
    )
    at = min(len(line.text), layout.length) + 1
    if at <= layout.length:
        what += "; " + _("den slutter {where}").format(where=_in_field(_field_at(layout, at)))
    return refused_whole(Place(shown_as, line.number, at), what, fix)


def _is_strange(char: str) -> bool:
    return char != " " and (char.isspace() or not char.isprintable() or char == "\N{REPLACEMENT CHARACTER}")


def _field_at(layout: Layout, position: int) -> LayoutField | None:
    return next((field for field in layout.fields if field.start <= position <= field.end), None)


def _in_field(field: LayoutField | None) -> str:
    return _("mellom to felt") if field is None else _("i feltet «{name}»").format(name=field.name)


# --- 002 and 014: what stands in a field is of its kind ----------------------------------------------------------------


def faults(lines: Sequence[Line], layout: Layout, shown_as: str) -> list[Problem]:
    """Fields that lack what they must have, or hold what is no number, no date or no code of theirs."""
    checks = [(field, _check_of(field)) for field in layout.fields]
    return _some([fault for line in lines for fault in _faults(line, checks, shown_as)], shown_as)


def _faults(line: Line, checks: Sequence[tuple[LayoutField, Check]], shown_as: str) -> Iterator[Problem]:
    for field, check in checks:
        found = field.of(line.text)
        said = check(field, found) if found.strip() else _blank(field)
        if said is not None:
            what, fix = said
            at = _("{name}, posisjon {start}–{end}").format(name=field.name, start=field.start, end=field.end)
            yield refused_whole(Place(shown_as, line.number, field.start), f"{what} ({at})", fix)


def _check_of(field: LayoutField) -> Check:
    if field.type == INTEGER:
        return _no_integer
    if field.type == DATE:
        return _no_day
    if field.codes:
        return _no_code
    return _no_year if field.name == "aargang" else _anything


def _blank(field: LayoutField) -> Said | None:
    if not field.mandatory or field.blank_is_a_code:
        return None
    return _("feltet må fylles ut"), _("Fyll ut feltet i kildesystemet og lag filen på nytt.")


def _anything(field: LayoutField, found: str) -> Said | None:
    return None


def _no_integer(field: LayoutField, found: str) -> Said | None:
    if _INTEGER.fullmatch(found):
        return None
    what = _("{found} er ikke et helt tall, høyrejustert og med minus rett foran").format(found=quoted(found.strip()))
    return what, _("Rett beløpet: bare siffer og eventuelt minus, i hele tusen kroner, uten tegn etter.")


def _no_day(field: LayoutField, found: str) -> Said | None:
    try:
        datetime.strptime(found, field.day_format or "%d%m%Y")
    except ValueError:
        # Never repeated: in files about people the date is somebody's birth.
        return _("feltet er ikke en dato"), _("Skriv datoen slik filbeskrivelsen sier.")
    return None


def _no_code(field: LayoutField, found: str) -> Said | None:
    if found in field.codes or found.strip() in {code.strip() for code in field.codes}:
        return None
    codes = ", ".join(code if code.strip() else _("blank") for code in list(field.codes)[:_TOLD])
    return (
        _("{found} er ikke en av kodene").format(found=quoted(found.strip())),
        _("Bruk en av: {codes}.").format(codes=codes),
    )


def _no_year(field: LayoutField, found: str) -> Said | None:
    if re.fullmatch(r"(19|20)[0-9]{2}", found):
        return None
    what = _("{found} er ikke et årstall, og kontroll vet ikke hvilken måned regnskapet hører til")
    return what.format(found=quoted(found.strip())), _("Skriv årstallet med fire siffer.")


# --- how it is told --------------------------------------------------------------------------------------------------


def _some(problems: list[Problem], shown_as: str) -> list[Problem]:
    """The first ones, and how many more there are."""
    left = len(problems) - _TOLD
    if left <= 0:
        return problems
    what = ngettext("det er {count} feil til i filen", "det er {count} feil til i filen", left)
    rest = refused_whole(
        Place(shown_as), what.format(count=number(left)), _("Rett de første; ofte har de andre samme årsak.")
    )
    return [*problems[:_TOLD], rest]


def _no_lines(shown_as: str) -> Problem:
    return refused_whole(Place(shown_as), _("filen er tom"), _("Lag filen på nytt i regnskapssystemet, og lever den."))


def _nothing_to_report(shown_as: str) -> Problem:
    return refused_whole(
        Place(shown_as),
        _("filen er ett mellomrom: slik sier KOSTRA at det ikke er noe å rapportere"),
        _("Er det riktig, trenger du ikke gjøre noe. Ellers lag filen på nytt og lever den."),
        _("Det er ingen rader i den, og ingenting er lagret."),
    )
