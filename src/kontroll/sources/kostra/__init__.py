"""KOSTRA: accounts in fixed width as kommuner send them to SSB (skjema 0A–0Y), read by SSB's own layout.

Why the layout is a file: SSB changes it by year, and publishes it. A kommune adds a newer one without new code.
What a line must look like is checked here; whether what it says may be said, is for the rules in rules/kostra.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from kontroll.domain.problem import Gravity, Place, Problem
from kontroll.sources.formats import Format, FormatContext, Read, refused_whole, table
from kontroll.sources.kostra.accounts import HEADINGS, KIND, NEEDED, as_rows
from kontroll.sources.kostra.layout import Layout, read_layouts
from kontroll.sources.kostra.lines import Line, as_text, faults, lines_of, torn
from kontroll.sources.kostra.totals import told
from kontroll.texts import N_, _

_SHIPPED = Path(__file__).parent / "filbeskrivelser"
#: Where a kommune's own layouts lie, below the folder with official schemas.
OWN = "kostra"
#: skjema, year, quarter, region, and two numbers that are often blank: no other format begins like this.
_BEGINS = re.compile(rb"(\xef\xbb\xbf)?0[A-Z]\d{4}[ 1-4]\d{6}[ \d]{18}[ \d][ \d]{4}[ \d]{3}[ \d-]{9}[\r\n]")
#: How other kinds of file begin, also when they are called .dat.
_OTHERS = (b"<", b"{", b"[", b"PK", b"%PDF")


def _recognises(head: bytes, name: str) -> bool:
    """By its ending, so that a damaged file is refused for the right reason; or by its first line."""
    if name.lower().endswith(".dat"):
        return not head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(_OTHERS)
    return _BEGINS.match(head + b"\n") is not None


def _read(path: Path, shown_as: str, context: FormatContext) -> Read:
    text, problems = as_text(path.read_bytes(), shown_as)
    layouts, more = _layouts(context)
    if problems or more:
        return Read(problems=[*problems, *more])
    lines = lines_of(text)
    layout = _layout_for(lines, layouts)
    if not any(layout.field("skjema").of(line.text) in layout.field("skjema").codes for line in lines):
        return Read(problems=[_of_another_form(shown_as)])
    if torn_lines := torn(lines, layout, shown_as):
        # As at SSB: nothing more is said of a file whose columns are not where they should be.
        return Read(problems=torn_lines)
    if found := faults(lines, layout, shown_as):
        return Read(problems=found)
    rows = as_rows(lines, layout, Path(shown_as).name)
    return Read(sheets={KIND: table(shown_as, HEADINGS, rows)}, told=told(lines, layout, rows))


@cache
def _shipped() -> tuple[list[Layout], list[Problem]]:
    return read_layouts(_SHIPPED)


def _layouts(context: FormatContext) -> tuple[list[Layout], list[Problem]]:
    """The shipped layouts and the kommune's own, the latest year last; one that lacks a field is told."""
    layouts, problems = _shipped()
    if context.schemas is not None and (context.schemas / OWN).is_dir():
        own, found = read_layouts(context.schemas / OWN)
        layouts, problems = layouts + own, problems + found
    problems = problems + [_lacks(layout, lacking) for layout in layouts if (lacking := NEEDED - set(layout.names))]
    return sorted(layouts, key=lambda one: one.year), [p for p in problems if p.gravity is not Gravity.NOTICE]


def _layout_for(lines: Sequence[Line], layouts: Sequence[Layout]) -> Layout:
    """The latest layout that is not of a later year than the file; the earliest where all are later."""
    year = lines[0].text[2:6]
    before = [one for one in layouts if year.isdigit() and one.year <= int(year)]
    return before[-1] if before else layouts[0]


def _of_another_form(shown_as: str) -> Problem:
    # Its lines are not quoted: most other forms of KOSTRA are about people, one by one.
    return refused_whole(
        Place(shown_as),
        _("ingen av linjene begynner med koden for et regnskap (0A–0Y)"),
        _(
            "Lever regnskapsfilen. Andre KOSTRA-skjema, som 11F og 15F, er om enkeltpersoner, og kontroll leser dem ikke."
        ),
    )


def _lacks(layout: Layout, lacking: set[str]) -> Problem:
    what = _("filbeskrivelsen mangler felt: {fields}").format(fields=", ".join(sorted(lacking)))
    fix = _("Hent filbeskrivelsen for regnskap fra SSB på nytt, og legg den i skjemamappen under kostra/.")
    return refused_whole(Place(layout.file), what, fix, _("Uten dem kan regnskapet ikke leses."))


FORMAT = Format(
    id="kostra", name=N_("KOSTRA-regnskap i fast bredde"), kinds=(KIND,), recognises=_recognises, read=_read
)
