"""Totals of an account, read twice and reconciled, for the report before anything is stored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from kontroll.sources.base import Row
from kontroll.sources.kostra.accounts import BLANK, HEADINGS
from kontroll.sources.kostra.layout import Layout
from kontroll.sources.kostra.lines import Line
from kontroll.texts import _, ngettext, number

_AT = {name: i for i, name in enumerate(HEADINGS)}


def told(lines: Sequence[Line], layout: Layout, rows: Sequence[Row]) -> list[str]:
    """What was read, the totals of each kontoklasse, and what they were reconciled against.

    Raises ValueError where the two ways of adding differ: then the reader is wrong, and not the file.
    """
    amount = layout.field("belop")
    from_text = sum(int(amount.of(line.text)) for line in lines)
    from_rows = sum(_amount(cells) for _line, cells in rows)
    if from_text != from_rows:
        raise ValueError(f"the lines sum to {from_text}, the rows to {from_rows}")
    return [_read(lines, layout), *_reports(rows, layout), *_classes(rows, layout), _reconciled(from_text, len(lines))]


def _amount(cells: Sequence[str]) -> int:
    return int(cells[_AT["belop"]])


def _read(lines: Sequence[Line], layout: Layout) -> str:
    said = ngettext(
        "{count} linje på {length} tegn er lest etter SSBs filbeskrivelse «{title}» ({year}).",
        "{count} linjer på {length} tegn er lest etter SSBs filbeskrivelse «{title}» ({year}).",
        len(lines),
    )
    return said.format(count=number(len(lines)), length=layout.length, title=layout.title, year=layout.year)


def _reports(rows: Sequence[Row], layout: Layout) -> list[str]:
    """What the file says that it is about; more than one of these in a file is for the rules to judge."""
    counts: dict[tuple[str, ...], int] = defaultdict(int)
    for _line, cells in rows:
        counts[tuple(cells[_AT[name]] for name in ("skjema", "aargang", "kvartal", "region"))] += 1
    return [
        ngettext(
            "Skjema {skjema}, {year}, {quarter}, region {region}: {count} post.",
            "Skjema {skjema}, {year}, {quarter}, region {region}: {count} poster.",
            count,
        ).format(
            skjema=layout.field("skjema").codes.get(skjema, skjema),
            year=year,
            quarter=_("hele året") if quarter == BLANK else _("{quarter}. kvartal").format(quarter=quarter),
            region=region,
            count=number(count),
        )
        for (skjema, year, quarter, region), count in sorted(counts.items())
    ]


def _classes(rows: Sequence[Row], layout: Layout) -> list[str]:
    amounts: dict[str, list[int]] = defaultdict(list)
    for _line, cells in rows:
        amounts[cells[_AT["kontoklasse"]]].append(_amount(cells))
    names = {code.strip() or BLANK: name for code, name in layout.field("kontoklasse").codes.items()}
    return [
        ngettext(
            "Kontoklasse {code} ({name}): {count} post, over null {plus}, under null {minus}, til sammen {total} tusen kr.",
            "Kontoklasse {code} ({name}): {count} poster, over null {plus}, under null {minus}, til sammen {total} tusen kr.",
            len(found),
        ).format(
            code=code,
            name=names.get(code, code).lower(),
            count=number(len(found)),
            plus=number(sum(amount for amount in found if amount > 0)),
            minus=number(sum(amount for amount in found if amount < 0)),
            total=number(sum(found)),
        )
        for code, found in sorted(amounts.items())
    ]


def _reconciled(total: int, count: int) -> str:
    said = _(
        "Alle poster: {total} tusen kr. Avstemt: summen av posisjonene i filen og summen av radene som lagres, er "
        "den samme, og antallet ({count}) er likt."
    )
    return said.format(total=number(total), count=number(count))
