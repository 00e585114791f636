"""JSON-stat: statistics as SSB's API gives them (version 2, and 1.x), for comparison with other kommuner.

A cell becomes a row of the data set `sammenligning`. A table is taken whole or not at all: its cells are told apart by
their place only, so that one too many or too few would give every kommune its neighbour's figure.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from kontroll.domain.problem import Place
from kontroll.sources.base import Row
from kontroll.sources.formats import Format, FormatContext, Read, refused_whole, table
from kontroll.sources.jsonstat.cube import Cube
from kontroll.sources.jsonstat.found import linked, tables_in
from kontroll.sources.jsonstat.positions import Text, Unreadable
from kontroll.sources.jsonstat.reading import read_cube
from kontroll.sources.jsonstat.tables import HEADINGS, KIND, called_otherwise, names_of, rows_of, told_of
from kontroll.sources.xmlfile import Told
from kontroll.texts import N_, _, ngettext, number

_BOM = b"\xef\xbb\xbf"


def _recognises(head: bytes, name: str) -> bool:
    """Any JSON: `read` says which of it is no statistics. A table of another kind never begins like this."""
    return head.removeprefix(_BOM).lstrip()[:1] in (b"{", b"[")


def _read(path: Path, shown_as: str, context: FormatContext) -> Read:
    raw = path.read_bytes().removeprefix(_BOM)
    try:
        text = Text(raw.decode())
        whole = text.value()
    except UnicodeDecodeError as error:
        return _refused(shown_as, raw[: error.start].count(b"\n") + 1, _("filen er ikke skrevet med tegnsettet UTF-8"))
    except Unreadable as error:
        return _refused(shown_as, error.line, _unreadable(error))
    told = Told(shown_as)
    cubes = [read_cube(place, told) for place in tables_in(text, whole)]
    if not cubes:
        return _refused(shown_as, 1, _no_table(whole))
    if told.refusals:
        return Read(problems=told.problems)
    return _taken([cube for cube in cubes if cube is not None], shown_as, told, linked(whole))


def _taken(cubes: list[Cube], shown_as: str, told: Told, left: int) -> Read:
    rows: list[Row] = []
    said: list[str] = []
    for called, cube in zip(names_of(cubes, PurePosixPath(shown_as).stem), cubes, strict=True):
        rows += rows_of(cube, called)
        said += told_of(cube, called)
        for one in called_otherwise(cube):
            told.notice(
                cube.lines[0] if cube.lines else 1,
                _("region {code} heter «{label}» i filen, men noe annet i SSBs liste").format(
                    code=one.code, label=one.label[:60]
                ),
                _("Tallene kan stå på feil kommune."),
                _("Kontroller koden hos SSB."),
            )
    _tell_twice(rows, told)
    if left:
        said.append(
            ngettext(
                "{count} tabell i samlingen er bare en lenke, og er ikke hentet.",
                "{count} tabeller i samlingen er bare lenker, og er ikke hentet.",
                left,
            ).format(count=number(left))
        )
    sheets = {} if told.refusals else {KIND: table(shown_as, HEADINGS, rows)}
    return Read(sheets=sheets, told=said, problems=told.problems)


def _tell_twice(rows: list[Row], told: Told) -> None:
    """Two tables in one file that have the same cell: nobody knows which of the figures holds."""
    seen: set[str] = set()
    for line, cells in rows:
        if cells[0] in seen:
            what = _("filen har to tabeller med samme celle: {cell}").format(cell=cells[0][:120])
            told.refuse(line, what, _("Lever tabellene i hver sin fil, eller bare den ene."))
            return
        seen.add(cells[0])


def _unreadable(error: Unreadable) -> str:
    if error.what == "twice":
        return _("nøkkelen «{key}» står to ganger på samme sted").format(key=error.detail[:60])
    if error.what == "number":
        return _("filen har «{text}», som ikke er et tall").format(text=error.detail[:20])
    return _("filen er ikke gyldig JSON her: den er kuttet eller skadet")


def _no_table(whole: object) -> str:
    if linked(whole):
        return _("filen er en samling av lenker uten tall i seg")
    return _("filen er JSON, men ingen statistikktabell (JSON-stat)")


def _refused(shown_as: str, line: int, what: str) -> Read:
    fix = _("Hent tabellen fra SSB i formatet json-stat2, og lever filen slik den kom.")
    return Read(problems=[refused_whole(Place(shown_as, line), what, fix)])


FORMAT = Format(id="jsonstat", name=N_("statistikk i JSON-stat"), kinds=(KIND,), recognises=_recognises, read=_read)
