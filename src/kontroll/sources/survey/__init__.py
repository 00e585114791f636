"""Surveys as suppliers give them: a mean and a number of answers for each enhet and factor, in CSV or XLSX.

A file is one when its name or folder says so (`undersøkelse`, `10-FAKTOR`). Which column is which indicator stands in
rules/indikatorer: `id`, `navn` or one of the names under `kalt`; `skala` says what a mean may be. The means become
`maalinger`, with the number of answers, so that few answers are hidden as they are elsewhere.

Why all or nothing: a mean outside its scale says that the columns are not what their headings say, and then no column is.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from unicodedata import normalize

from kontroll.domain.spelling import fold
from kontroll.sources.base import known_suffixes, read_sheet
from kontroll.sources.formats import Format, FormatContext, Read, table
from kontroll.sources.survey.headings import is_measured
from kontroll.sources.survey.reading import HEADINGS, KIND, Survey
from kontroll.sources.survey.shapes import cells_of
from kontroll.sources.xmlfile import Told
from kontroll.texts import N_

_NAMED = ("undersokelse", "10-faktor", "10faktor", "survey")
_FOLDERS = 2


def _recognises(head: bytes, name: str) -> bool:
    path = PurePosixPath(fold(normalize("NFC", name).lower()))
    if path.suffix not in known_suffixes():
        return False
    said = (*path.parts[:-1][-_FOLDERS:], path.stem)
    return any(word in part for word in _NAMED for part in said)


def _read(path: Path, shown_as: str, context: FormatContext) -> Read:
    sheet, problems = read_sheet(path, shown_as)
    if sheet is None:
        return Read(problems=problems)
    if is_measured(sheet):
        # Somebody has made it into kontroll's own form already.
        return Read(sheets={KIND: sheet}, problems=problems)
    told = Told(shown_as)
    survey = Survey(PurePosixPath(shown_as), context.rulebook.indicators, told)
    rows = survey.rows(cells_of(sheet, told))
    if told.refusals:
        return Read(problems=[*problems, *told.problems])
    return Read(
        sheets={KIND: table(shown_as, HEADINGS, rows)}, told=survey.said(), problems=[*problems, *told.problems]
    )


FORMAT = Format(
    id="undersokelse", name=N_("undersøkelse (snitt per enhet)"), kinds=(KIND,), recognises=_recognises, read=_read
)
