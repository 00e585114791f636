"""Layout: where each field of a line stands, as SSB's machine-readable file descriptions (YAML) say it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from kontroll.domain.problem import Place, Problem
from kontroll.rulebook.form import Form, Problems
from kontroll.texts import _
from kontroll.yamlfile import Node, Scalar, read

INTEGER, DATE = "INTEGER_TYPE", "DATE_TYPE"
_TYPES = ("STRING_TYPE", INTEGER, DATE)
#: Letters of SSB's date patterns, and what Python calls them.
_DAY_PARTS = {"yyyy": "%Y", "MM": "%m", "dd": "%d", "yy": "%y"}


@dataclass(frozen=True, slots=True, kw_only=True)
class LayoutField:
    """start: the first position, from 1. codes: what may stand there, with its meaning; empty = anything."""

    name: str
    start: int
    size: int
    type: str
    mandatory: bool
    day_format: str = ""
    codes: dict[str, str]

    @property
    def end(self) -> int:
        """The last position, included."""
        return self.start + self.size - 1

    @property
    def blank_is_a_code(self) -> bool:
        return any(not code.strip() for code in self.codes)

    def of(self, line: str) -> str:
        """What stands in the field, blanks and all."""
        return line[self.start - 1 : self.end]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """year: the year of reporting it was made for. file: where it was read."""

    title: str
    year: int
    fields: tuple[LayoutField, ...]
    file: str

    @property
    def length(self) -> int:
        return max(field.end for field in self.fields)

    @property
    def names(self) -> list[str]:
        return [field.name for field in self.fields]

    def field(self, name: str) -> LayoutField:
        """Raises KeyError where the layout has no such field."""
        found = next((field for field in self.fields if field.name == name), None)
        if found is None:
            raise KeyError(name)
        return found


def read_layouts(folder: Path) -> tuple[list[Layout], list[Problem]]:
    """Every description in the folder, and what is wrong with those that cannot be used."""
    layouts, problems = [], Problems()
    for path in sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")]):
        layout = _read_layout(path, problems)
        if layout is not None:
            layouts.append(layout)
    return layouts, list(problems)


def _read_layout(path: Path, problems: Problems) -> Layout | None:
    node, found = read(path)
    problems.extend(found)
    form = Form.of(node, problems, _("filbeskrivelsen"))
    if form is None:
        return None
    before = problems.stops
    form.take("id"), form.take("description")
    title, year = form.text("title", required=True), form.integer("reportingYear", at_least=1990, required=True)
    fields = [_read_field(item, problems) for item in form.items("fields", required=True) or ()]
    form.done()
    known = tuple(sorted((one for one in fields if one is not None), key=lambda one: one.start))
    _check_no_overlap(known, problems, form.node.place)
    if problems.stops > before or title is None or year is None or not known:
        return None
    return Layout(title=title, year=year, fields=known, file=path.name)


def _read_field(item: Node, problems: Problems) -> LayoutField | None:
    form = Form.of(item, problems, _("feltet"))
    if form is None:
        return None
    form.take("description"), form.take("codelistSource")
    name, type = form.text("name", required=True), form.choice("dataType", _TYPES)
    start, size = form.integer("from", at_least=1, required=True), form.integer("size", at_least=1, required=True)
    mandatory, pattern = form.take("mandatory"), form.take("datePattern")
    codes = [_read_code(node, problems) for node in form.items("codeList", may_be_empty=True) or ()]
    form.done()
    if name is None or type is None or start is None or size is None:
        return None
    return LayoutField(
        name=name,
        start=start,
        size=size,
        type=type,
        mandatory=isinstance(mandatory, Scalar) and mandatory.text == "true",
        day_format=_day_format(pattern.text) if isinstance(pattern, Scalar) else "",
        codes=dict(code for code in codes if code is not None),
    )


def _read_code(item: Node, problems: Problems) -> tuple[str, str] | None:
    form = Form.of(item, problems, _("koden"))
    if form is None:
        return None
    code, value = form.take("code", required=True), form.take("value")
    form.done()
    if not isinstance(code, Scalar):
        return None
    return code.text, value.text if isinstance(value, Scalar) else ""


def _day_format(pattern: str) -> str:
    for letters, directive in _DAY_PARTS.items():
        pattern = pattern.replace(letters, directive)
    return pattern


def _check_no_overlap(fields: tuple[LayoutField, ...], problems: Problems, place: Place) -> None:
    for one, other in pairwise(fields):
        if other.start <= one.end:
            problems.add(
                place,
                _("feltene «{one}» og «{other}» dekker samme posisjon").format(one=one.name, other=other.name),
                _("Da er det uklart hva som står der."),
                _("Hent filbeskrivelsen fra SSB på nytt."),
            )
