"""Sheet: one delivered file as text columns, before anybody has decided what the texts mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from kontroll.domain.problem import Gravity, Place, Problem
from kontroll.texts import _

#: Columns that every sheet and fact table carries: file name, physical line (1 = the first), and whether the
#: row was torn (more cells than headings), so that none of its values can be trusted.
FILE, LINE, TORN = "_file", "_line", "_torn"

_FOLDED = str.maketrans({"æ": "ae", "ø": "o", "å": "aa"})


@dataclass(frozen=True, slots=True)
class Sheet:
    """`frame`: one row per delivered row, in file order; text columns (NFC) named as in the file, "" = empty cell.

    file: the name by which problems and keys refer to it.
    """

    file: str
    frame: pl.DataFrame

    @property
    def headings(self) -> list[str]:
        return [name for name in self.frame.columns if name not in (LINE, TORN)]


def _plain(heading: str) -> str:
    return heading.strip().lower().translate(_FOLDED)


def pick_columns(
    sheet: Sheet, wanted: Sequence[tuple[str, str]], optional: Sequence[str] = ()
) -> tuple[pl.DataFrame | None, list[Problem]]:
    """The wanted (name, heading) columns under their own names, trimmed, with FILE, LINE and TORN.

    Headings match without regard to case, and æøå may be folded. An optional column that is absent is empty.
    None with a problem where a required column is absent.
    """
    by_plain: dict[str, str] = {}
    for heading in sheet.headings:
        by_plain.setdefault(_plain(heading), heading)
    missing = [heading for name, heading in wanted if _plain(heading) not in by_plain and name not in optional]
    if missing:
        return None, [
            Problem(
                Place(sheet.file, 1),
                _("kolonnen «{columns}» mangler").format(columns="», «".join(missing)),
                _("Filen kan ikke leses uten, og ingen av radene er tatt med."),
                _("Overskriften i linje 1 skal ha: {wanted}.").format(wanted=";".join(h for _n, h in wanted)),
            )
        ]
    columns = [
        pl.col(by_plain[_plain(heading)]).str.strip_chars().alias(name)
        if _plain(heading) in by_plain
        else pl.lit("").alias(name)
        for name, heading in wanted
    ]
    frame = sheet.frame.select(*columns, pl.lit(sheet.file).alias(FILE), pl.col(LINE), pl.col(TORN))
    return frame, torn_problems(sheet)


def torn_problems(sheet: Sheet) -> list[Problem]:
    return [
        Problem(
            Place(sheet.file, line),
            _("raden har flere felter enn overskriften"),
            _("Det er uklart hvilken verdi som hører til hvilken kolonne; verdiene i raden er satt som manglende."),
            _("Sett anførselstegn rundt tekst og tall som inneholder skilletegnet, og lever filen på nytt."),
            Gravity.NOTICE,
        )
        for line in sheet.frame.filter(pl.col(TORN)).get_column(LINE).to_list()
    ]
