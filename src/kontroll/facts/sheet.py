"""Sheet: one delivered file as text columns, before anybody has decided what the texts mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from kontroll.domain.problem import Gravity, Place, Problem
from kontroll.domain.spelling import fold, nearest
from kontroll.texts import _, listed, ngettext

#: Columns that every sheet and fact table carries: file name, physical line (1 = the first), and whether the
#: row was torn (more cells than headings), so that none of its values can be trusted.
FILE, LINE, TORN = "_file", "_line", "_torn"


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


def plain_heading(heading: str) -> str:
    """The heading as it is compared: without case, and with æøå folded."""
    return fold(heading.strip().lower())


def pick_columns(
    sheet: Sheet, wanted: Sequence[tuple[str, str]], optional: Sequence[str] = ()
) -> tuple[pl.DataFrame | None, list[Problem]]:
    """The wanted (name, heading) columns under their own names, trimmed, with FILE, LINE and TORN.

    Headings match without regard to case, and æøå may be folded. An optional column that is absent is empty.
    None with a problem where a required column is absent.
    """
    by_plain: dict[str, str] = {}
    for heading in sheet.headings:
        by_plain.setdefault(plain_heading(heading), heading)
    missing = [heading for name, heading in wanted if plain_heading(heading) not in by_plain and name not in optional]
    if missing:
        return None, [missing_columns(sheet, missing, [heading for _name, heading in wanted])]
    columns = [
        pl.col(by_plain[plain_heading(heading)]).str.strip_chars().alias(name)
        if plain_heading(heading) in by_plain
        else pl.lit("").alias(name)
        for name, heading in wanted
    ]
    frame = sheet.frame.select(*columns, pl.lit(sheet.file).alias(FILE), pl.col(LINE), pl.col(TORN))
    return frame, _repeated(sheet, wanted) + torn_problems(sheet)


def missing_columns(sheet: Sheet, missing: Sequence[str], wanted: Sequence[str]) -> Problem:
    """The headings that are not there, and what stands in the file that may be meant for them."""
    spare = [heading for heading in sheet.headings if plain_heading(heading) not in {plain_heading(w) for w in wanted}]
    guesses = {column: guess for column in missing if (guess := _meant(column, spare)) is not None}
    shown = listed([f"«{column}»" for column in missing])
    what = ngettext("kolonnen {columns} mangler", "kolonnene {columns} mangler", len(missing)).format(columns=shown)
    if len(sheet.headings) == 1:
        fix = _("Filen er lest som én kolonne: skill kolonnene med semikolon, komma eller tabulator.")
    elif guesses:
        fix = _("Rett overskriften {pairs}.").format(
            pairs=listed([f"«{guess[:40]}» → «{column}»" for column, guess in guesses.items()])
        )
    else:
        fix = _("Overskriften skal stå i filens første linje og ha: {wanted}.").format(wanted=";".join(wanted))
    why = _("Filen kan ikke leses uten, og ingen av radene er tatt med.")
    return Problem(Place(sheet.file, 1), what, why, fix, Gravity.INCOMPLETE)


def _meant(column: str, spare: Sequence[str]) -> str | None:
    """The heading that is near, or that begins with the word: `Grønn grense` for gronn."""
    longer = next((heading for heading in spare if plain_heading(heading).startswith(plain_heading(column))), None)
    return nearest(column, spare) or longer


def _repeated(sheet: Sheet, wanted: Sequence[tuple[str, str]]) -> list[Problem]:
    """Wanted headings that stand twice: `column_names` numbers the later ones, and the first counts."""
    later = {plain_heading(name.rpartition("#")[0]) for name in sheet.headings if name.rpartition("#")[2].isdigit()}
    return [
        Problem(
            Place(sheet.file, 1),
            _("overskriften «{column}» står to ganger").format(column=heading),
            _("Bare den første kolonnen er lest; den andre kan være den riktige."),
            _("Behold én kolonne med dette navnet, og lever filen på nytt."),
            Gravity.NOTICE,
        )
        for _name, heading in wanted
        if plain_heading(heading) in later
    ]


def torn_problems(sheet: Sheet) -> list[Problem]:
    return [
        Problem(
            Place(sheet.file, line),
            _("raden har flere felter enn overskriften"),
            _("Det er uklart hvilken verdi som hører til hvilken kolonne; verdiene i raden er satt som manglende."),
            _("Sett anførselstegn rundt tekst og tall som inneholder skilletegnet, og lever filen på nytt."),
            Gravity.NOTICE,
        )
        for line in sheet.frame.get_column(LINE).filter(sheet.frame.get_column(TORN)).to_list()
    ]
