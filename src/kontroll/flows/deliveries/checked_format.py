"""A file that holds many tables, read and checked before anything of it is kept: all of it is taken, or nothing.

Why all or nothing: its tables are reconciled against each other and against the file's own totals. One of them alone is
what nobody has vouched for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kontroll.domain.problem import Gravity, Place, Problem
from kontroll.facts.sheet import Sheet
from kontroll.flows.deliveries.delivered_sheet import Content, content_of
from kontroll.flows.deliveries.strangers import DATASETS, MEASUREMENTS
from kontroll.sources.formats import Format, FormatContext, read_format
from kontroll.texts import _


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedFormat:
    """What a file holds, and all that is wrong with it. sheets and contents: by kind of delivery; none where it is refused."""

    name: str
    format: Format
    sheets: Mapping[str, Sheet]
    contents: Mapping[str, Content]
    told: Sequence[str]
    problems: Sequence[Problem]

    @property
    def refused(self) -> bool:
        return any(problem.gravity is not Gravity.NOTICE for problem in self.problems)

    @property
    def rows(self) -> int:
        return sum(content.rows for content in self.contents.values())


def checked_format(format: Format, path: Path, name: str, context: FormatContext) -> CheckedFormat:
    """Every table of the file read by its description too."""
    read = read_format(format, path, name, context)
    problems, contents = list(read.problems), dict[str, Content]()
    sheets = {delivered_kind(kind): sheet for kind, sheet in read.sheets.items()}
    for kind, sheet in sheets.items():
        dataset = kind.removeprefix(f"{DATASETS}/")
        if kind != MEASUREMENTS and dataset not in context.rulebook.datasets:
            problems.append(undescribed(name, dataset, Gravity.INCOMPLETE))
            continue
        contents[kind], found = content_of(kind, sheet, context.rulebook)
        problems += found
    checked = CheckedFormat(
        name=name, format=format, sheets=sheets, contents=contents, told=read.told, problems=problems
    )
    return checked if not checked.refused else _without_sheets(checked)


def delivered_kind(kind: str) -> str:
    """`maalinger`, or `datasett/NAME` for the id of a data set."""
    return kind if kind == MEASUREMENTS else f"{DATASETS}/{kind}"


def undescribed(name: str, dataset: str, gravity: Gravity) -> Problem:
    """A table of the file that no data set describes."""
    return Problem(
        Place(name),
        _("filen har rader til datasettet «{dataset}», som ikke er beskrevet").format(dataset=dataset),
        _("Ingen regel ser det som står der."),
        _("Beskriv det i rules/datasett/{dataset}.yaml, og lever filen på nytt.").format(dataset=dataset),
        gravity,
    )


def _without_sheets(checked: CheckedFormat) -> CheckedFormat:
    return CheckedFormat(
        name=checked.name, format=checked.format, sheets={}, contents={}, told=checked.told, problems=checked.problems
    )
