"""A JSON-stat table becomes a Cube: every count is held against the table's own sizes, and what is wrong is told by line.

Source: JSON-stat 2.0 (Xavier Badosa), and 1.x where `id`, `size` and `role` stand inside `dimension`.

Why an own reader: pyjstat needs pandas, guesses where a file contradicts itself, and cannot say on which line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from math import prod

from kontroll.sources.jsonstat.cube import Cube, Dimension
from kontroll.sources.jsonstat.dimensions import dimension_of
from kontroll.sources.jsonstat.found import Place
from kontroll.sources.xmlfile import Told
from kontroll.texts import _, number

#: More cells than these are refused: nobody compares kommuner by them, and they would not have room.
MOST_CELLS = 3_000_000
#: What records can hold exactly.
_TOO_LARGE, _MOST_DECIMALS = 10**15, 20
_REGION = ("region", "kommune", "kommuneregion", "fylke", "geo")
_TIME = ("tid", "time", "time_period", "år", "aar", "year", "periode")
_METRIC = ("contentscode", "statistikkvariabel")


def read_cube(place: Place, told: Told) -> Cube | None:
    """The table, or None with what is wrong in `told`."""
    return _Reading(place, told).cube()


class _Reading:
    def __init__(self, place: Place, told: Told) -> None:
        self.place, self.told = place, told
        self.table = place.table
        described = self.table["dimension"]
        assert isinstance(described, dict)
        self.described: Mapping[str, object] = described

    def refuse(self, way: tuple[str | int, ...], what: str) -> None:
        fix = _("Hent tabellen fra kilden på nytt, i formatet json-stat2, og lever den uten å endre den.")
        self.told.refuse(self.place.text.line((*self.place.way, *way)), what, fix)

    def cube(self) -> Cube | None:
        before = len(self.told.refusals)
        ids, sizes = self._ids(), self._sizes()
        if ids is None or sizes is None:
            return None
        if len(ids) != len(sizes):
            self.refuse(
                ("size",),
                _("«size» har {sizes} tall, men «id» har {ids} dimensjoner").format(
                    sizes=number(len(sizes)), ids=number(len(ids))
                ),
            )
            return None
        dimensions = [self._dimension(id, size) for id, size in zip(ids, sizes, strict=True)]
        roles = self._roles(ids)
        cells = prod(sizes)
        if cells > MOST_CELLS:
            self.refuse(
                ("size",),
                _("tabellen har {count} celler; kontroll leser høyst {most}").format(
                    count=number(cells), most=number(MOST_CELLS)
                ),
            )
        if cells == 0:
            self.refuse(("size",), _("tabellen har ingen celler"))
        if len(self.told.refusals) > before:
            return None
        values = self._values(cells)
        signs = self._signs(cells)
        lines = self._lines(cells)
        if len(self.told.refusals) > before:
            return None
        whole = tuple(one for one in dimensions if one is not None)
        return self._cube(whole, roles, values, signs, lines)

    # --- what the table is made of ------------------------------------------------------------------------------------

    def _stated(self, key: str) -> tuple[object, tuple[str, ...]]:
        """`id`, `size` or `role`, where 2.0 or 1.x has it."""
        if key in self.table or key not in self.described:
            return self.table.get(key), (key,)
        return self.described[key], ("dimension", key)

    def _ids(self) -> list[str] | None:
        ids, way = self._stated("id")
        if not isinstance(ids, list) or not all(isinstance(one, str) and one for one in ids):
            self.refuse(way, _("tabellen mangler «id», listen over dimensjonene"))
        elif len(set(ids)) != len(ids):
            self.refuse(way, _("den samme dimensjonen står to ganger i «id»"))
        else:
            return ids
        return None

    def _sizes(self) -> list[int] | None:
        sizes, way = self._stated("size")
        if isinstance(sizes, list) and all(type(one) is int and one >= 0 for one in sizes):
            return sizes
        self.refuse(way, _("tabellen mangler «size», hvor mange verdier hver dimensjon har"))
        return None

    def _dimension(self, id: str, size: int) -> Dimension | None:
        return dimension_of(id, size, self.described.get(id), lambda way, what: self.refuse(("dimension", *way), what))

    def _roles(self, ids: Sequence[str]) -> dict[str, list[str]]:
        roles, way = self._stated("role")
        found: dict[str, list[str]] = {}
        for role, members in (roles if isinstance(roles, dict) else {}).items():
            named = [members] if isinstance(members, str) else members
            if not isinstance(named, list) or any(one not in ids for one in named):
                self.refuse(way, _("«role» viser til en dimensjon som ikke finnes ({role})").format(role=role[:40]))
            else:
                found[role] = named
        return found

    # --- the cells ----------------------------------------------------------------------------------------------------

    def _values(self, cells: int) -> list[Decimal | None]:
        given = self.table.get("value")
        if isinstance(given, list) and len(given) != cells:
            self.refuse(
                ("value",),
                _("tabellen har {found} verdier, men størrelsene gir {expected}").format(
                    found=number(len(given)), expected=number(cells)
                ),
            )
            return []
        if not isinstance(given, list | dict):
            self.refuse(("value",), _("tabellen mangler «value», verdiene"))
            return []
        values: list[Decimal | None] = [None] * cells
        for at, value in self._by_cell("value", given, cells):
            if value is None:
                continue
            if isinstance(value, bool) or not isinstance(value, int | Decimal):
                self.refuse(
                    ("value", self._key(given, at)),
                    _("verdien i celle {cell} er ikke et tall").format(cell=number(at + 1)),
                )
            elif not _is_exact(Decimal(value)):
                what = _("tallet i celle {cell} er for stort eller har for mange desimaler")
                self.refuse(("value", self._key(given, at)), what.format(cell=number(at + 1)))
            else:
                values[at] = Decimal(value)
        return values

    def _signs(self, cells: int) -> list[str]:
        given = self.table.get("status")
        if given is None:
            return [""] * cells
        if isinstance(given, list) and len(given) == 1:
            given = given[0]
        if isinstance(given, str):
            return [given] * cells
        signs = [""] * cells
        if not isinstance(given, list | dict) or (isinstance(given, list) and len(given) != cells):
            self.refuse(("status",), _("«status» passer ikke til cellene i tabellen"))
            return signs
        for at, sign in self._by_cell("status", given, cells):
            if isinstance(sign, str):
                signs[at] = sign.strip()
            elif sign is not None:
                self.refuse(
                    ("status", self._key(given, at)),
                    _("tegnet for celle {cell} er ikke en tekst").format(cell=number(at + 1)),
                )
        return signs

    def _by_cell(self, part: str, given: list[object] | dict[str, object], cells: int) -> list[tuple[int, object]]:
        if isinstance(given, list):
            return list(enumerate(given))
        found: dict[int, object] = {}
        for key, value in given.items():
            at = int(key) if key.isascii() and key.isdigit() and len(key) < 12 else cells
            if at >= cells:
                what = _("«{part}» har cellen {key}, som ikke finnes i en tabell med {count} celler")
                self.refuse((part, key), what.format(part=part, key=key[:20], count=number(cells)))
            elif at in found:
                self.refuse((part, key), _("«{part}» har cellen {key} to ganger").format(part=part, key=key[:20]))
            else:
                found[at] = value
        return list(found.items())

    @staticmethod
    def _key(given: object, at: int) -> str | int:
        return at if isinstance(given, list) else str(at)

    def _lines(self, cells: int) -> list[int]:
        given, way = self.table.get("value"), (*self.place.way, "value")
        whole = self.place.text.line(way)
        lines = [whole] * cells
        if isinstance(given, list | dict) and given:
            keys = range(cells) if isinstance(given, list) else [int(k) if k.isdigit() else cells for k in given]
            for at, line in zip(keys, self.place.text.lines_in(way), strict=False):
                if at < cells:
                    lines[at] = line
        return lines

    # --- the whole ----------------------------------------------------------------------------------------------------

    def _cube(
        self,
        dimensions: tuple[Dimension, ...],
        roles: Mapping[str, list[str]],
        values: Sequence[Decimal | None],
        signs: Sequence[str],
        lines: Sequence[int],
    ) -> Cube:
        time = _by_role(dimensions, roles.get("time"), _TIME, ())
        metric = _by_role(dimensions, roles.get("metric"), _METRIC, (time,))
        return Cube(
            named=self._named(),
            label=self._text("label"),
            source=self._text("source"),
            updated=self._text("updated")[:10],
            dimensions=dimensions,
            region=_by_role(dimensions, roles.get("geo"), _REGION, (time, metric)),
            time=time,
            metric=metric,
            values=values,
            signs=signs,
            lines=lines,
        )

    def _text(self, key: str) -> str:
        value = self.table.get(key)
        return " ".join(value.split()) if isinstance(value, str) else ""

    def _named(self) -> str:
        """SSB's table number, or what stands in front of the colon in its name, or the key it has in the file."""
        extension = self.table.get("extension")
        px = extension.get("px") if isinstance(extension, dict) else None
        number_of = px.get("tableid") if isinstance(px, dict) else None
        if isinstance(number_of, str) and number_of:
            return number_of
        before, colon, _rest = self._text("label").partition(":")
        if colon and before.isdigit():
            return before
        return "" if self.place.name in ("dataset", "item") else self.place.name


def _is_exact(value: Decimal) -> bool:
    return abs(value) < _TOO_LARGE and value.as_tuple().exponent >= -_MOST_DECIMALS  # type: ignore[operator]  # finite


def _by_role(
    dimensions: Sequence[Dimension],
    named: Sequence[str] | None,
    usual: Sequence[str],
    taken: Sequence[Dimension | None],
) -> Dimension | None:
    """The first with the role, or that is called what it usually is."""
    free = [one for one in dimensions if one not in taken]
    if named:
        return next((one for id in named for one in free if one.id == id), None)
    called = (one for one in free if one.id.casefold() in usual or one.label.casefold() in usual)
    return next(called, None)
