"""A tiny format for tests: `TINY` in the first line, then `R;bilag;dato;ansvar;belop`, and last `SUM;kroner` that must agree."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from kontroll.domain.problem import Gravity, Place, Problem
from kontroll.sources.formats import Format, FormatContext, Read, refused_whole, table

HEADINGS = ("bilag", "dato", "ansvar", "belop", "attestant", "anviser")


def read(path: Path, shown_as: str, context: FormatContext) -> Read:
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = [(i, line.split(";")[1:]) for i, line in enumerate(lines, start=1) if line.startswith("R;")]
    figures = [(i, line.split(";")[1:]) for i, line in enumerate(lines, start=1) if line.startswith("M;")]
    found = sum(Decimal(cells[3]) for _line, cells in rows)
    told = Decimal(lines[-1].removeprefix("SUM;"))
    problems = [Problem(Place(shown_as, 1), "en merknad", "", "", Gravity.NOTICE)] if "?" in lines[0] else []
    if told != found:
        what = f"filen sier {told}, radene gir {found}, forskjellen er {told - found}"
        problems.append(refused_whole(Place(shown_as, len(lines)), what, "Lever filen på nytt."))
    measured = table(shown_as, ("enhet", "indikator", "periode", "verdi", "antall"), figures)
    sheets = {"faktura": table(shown_as, HEADINGS, rows), **({"maalinger": measured} if figures else {})}
    return Read(sheets=sheets, told=[f"Summen {found} er prøvd mot filens egen."], problems=problems)


TINY = Format(
    id="bitte",
    name="bitte liten fil",
    kinds=("faktura", "maalinger"),
    recognises=lambda head, name: head.startswith(b"TINY"),
    read=read,
)


def tiny(*rows: str, total: str, mark: str = "") -> str:
    return "\n".join([f"TINY{mark}", *rows, f"SUM;{total}"])
