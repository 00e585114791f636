"""Cells become rows: one for each, with its region, its period, its figure or the sign that stands in place of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal, localcontext
from itertools import product
from math import prod

from kontroll.sources.base import Row
from kontroll.sources.jsonstat.cube import Category, Cube, Dimension
from kontroll.sources.jsonstat.periods import last_day, last_day_of
from kontroll.sources.jsonstat.regions import EARLIER, KOMMUNE, is_called_otherwise, kind_of_region
from kontroll.texts import N_, _, listed, ngettext, number

KIND = "sammenligning"
HEADINGS = (
    *("post", "tabell", "tabellnavn", "region", "regionnavn", "regiontype", "variabel", "variabelnavn", "maaleenhet"),
    *("desimaler", "periode", "periodeslutt", "gruppe", "gruppenavn", "verdi", "merknad", "kilde", "oppdatert"),
)
_NOTHING = Category(code="", label="")


def names_of(cubes: Sequence[Cube], stem: str) -> list[str]:
    """What each table of a file is called: its number, else its title, else where it was found (stem: the file's name).

    A name that stays the same from file to file: by another, a table that is delivered again would count twice.
    """
    titles = [cube.named or _title(cube.label) for cube in cubes]
    found = [stem if len(cubes) == 1 else f"{stem}-{place}" for place in range(1, len(cubes) + 1)]
    return [
        title if title and (cube.named or titles.count(title) == 1) else place
        for cube, title, place in zip(cubes, titles, found, strict=True)
    ]


def _title(label: str) -> str:
    """A title as it can stand in a key: words and numbers, with a line between them."""
    return "-".join("".join(c if c.isalnum() else " " for c in label).casefold().split())


def rows_of(cube: Cube, called: str) -> Iterator[Row]:
    """In the order of the cells. called: the name of the table, see `names_of`."""
    at = {one.id: place for place, one in enumerate(cube.dimensions)}
    others = [at[one.id] for one in cube.others]
    groups = [cube.dimensions[place].label for place in others]
    combinations = product(*(one.categories for one in cube.dimensions))
    for cell, categories in enumerate(combinations):
        region, period, metric = (
            categories[at[one.id]] if one is not None else _NOTHING for one in (cube.region, cube.time, cube.metric)
        )
        value = cube.values[cell]
        codes = [categories[place].code for place in others]
        # A table without time tells how things were when it was last changed.
        ends = last_day(period.code) if cube.time is not None else last_day_of(cube.updated)
        cells = [
            "/".join((called, region.code, metric.code, period.code, *codes)),
            called,
            cube.label,
            region.code,
            region.label,
            kind_of_region(region.code) if region.code else "",
            metric.code,
            metric.label or cube.label,
            metric.unit,
            "" if metric.decimals is None else str(metric.decimals),
            period.code,
            ends.isoformat() if ends else "",
            "/".join(codes),
            "; ".join(f"{group}: {categories[place].label}" for group, place in zip(groups, others, strict=True)),
            "" if value is None else format(value, "f"),
            cube.signs[cell],
            cube.source,
            cube.updated,
        ]
        yield cube.lines[cell], cells


# --- the report before anything is stored -----------------------------------------------------------------------------

#: What SSB's signs stand for.
_SIGNS = {
    ".": N_("kan ikke oppgis"),
    "..": N_("tallgrunnlag mangler"),
    ":": N_("vises ikke av hensyn til personvernet"),
}


def told_of(cube: Cube, called: str) -> list[str]:
    """How many cells there are, held against the sizes; what has no figure, and why; the sum of each variable."""
    known = sum(value is not None for value in cube.values)
    sizes = [f"{number(len(one.categories))} {one.label}" for one in cube.dimensions]
    said = [
        _(
            "Tabell {table}: {sizes} = {cells} celler, {known} med tall. Antallet stemmer med filens egne størrelser."
        ).format(
            table=called,
            sizes=" × ".join(sizes) or "1",
            cells=number(len(cube.values)),
            known=number(known),
        )
    ]
    if without := len(cube.values) - known:
        said.append(_without(cube, without))
    if cube.time is None:
        said.append(
            _("Tabellen har ingen tid. Tallene er ført på dagen den sist ble endret.")
            if last_day_of(cube.updated)
            else _("Tabellen har verken tid eller dagen den sist ble endret. Tallene har ingen dato.")
        )
    said += _sums(cube, called)
    said += _regions(cube.region) if cube.region is not None else []
    return said


def _without(cube: Cube, count: int) -> str:
    signs = Counter(sign for value, sign in zip(cube.values, cube.signs, strict=True) if value is None)
    reasons = [
        f"{number(found)} «{sign}» ({_(_SIGNS[sign])})" if sign in _SIGNS else f"{number(found)} «{sign}»"
        for sign, found in sorted(signs.items())
        if sign
    ]
    text = ngettext("{count} celle er uten tall", "{count} celler er uten tall", count).format(count=number(count))
    return text + (f": {listed(reasons)}." if reasons else ".")


def _sums(cube: Cube, called: str) -> list[str]:
    """The sum of the figures of each variable, so that they can be held against what the source shows."""
    categories = cube.metric.categories if cube.metric is not None else (_NOTHING,)
    inner = 1
    if cube.metric is not None:
        inner = prod(len(one.categories) for one in cube.dimensions[cube.dimensions.index(cube.metric) + 1 :])
    sums = [Decimal(0)] * len(categories)
    with localcontext(prec=60):
        for cell, value in enumerate(cube.values):
            if value is not None:
                sums[cell // inner % len(categories)] += value
    return [
        _("Sum av alle tall i «{variable}»: {sum}.").format(
            variable=category.label or cube.label or called, sum=number(total)
        )
        for category, total in zip(categories, sums, strict=True)
    ]


def _regions(region: Dimension) -> list[str]:
    kinds = Counter(kind_of_region(category.code) for category in region.categories)
    said = []
    if kinds[KOMMUNE]:
        said.append(
            ngettext(
                "{count} kommune er i SSBs liste over kommuner.",
                "{count} kommuner er i SSBs liste over kommuner.",
                kinds[KOMMUNE],
            ).format(count=number(kinds[KOMMUNE]))
        )
    if kinds[EARLIER]:
        codes = [category.code for category in region.categories if kind_of_region(category.code) == EARLIER]
        shown = codes[:10] + (["…"] if len(codes) > 10 else [])
        said.append(
            ngettext(
                "{count} regionkode på fire sifre er ikke i listen: {codes}. Det er en tidligere kommune, eller en feil.",
                "{count} regionkoder på fire sifre er ikke i listen: {codes}. Det er tidligere kommuner, eller feil.",
                len(codes),
            ).format(count=number(len(codes)), codes=", ".join(shown))
        )
    return said


def called_otherwise(cube: Cube) -> list[Category]:
    """Kommuner whose code stands with another kommune's name."""
    return [one for one in cube.region.categories if is_called_otherwise(one.code, one.label)] if cube.region else []
