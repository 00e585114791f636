"""Curve: how large the sample becomes as more deviations are expected, as rows, as a text, and as marks in a drawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil, floor, log10

from kontroll.sampling.rates import Impossible
from kontroll.sampling.size import Plan, least_sample
from kontroll.texts import _, number

#: So many expected deviations are tried, from 0.
_MOST = 10
#: The drawing's own measures; it is scaled to the width there is.
WIDTH, HEIGHT = 480, 240
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 14, 26, 46
_TICKS = 4
#: From a mark to its number.
_BELOW = 24
_ABOVE, _CLEAR = 10, 6


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """expected: deviations in the sample. n: the least sample that may hold so many."""

    expected: int
    n: int


@dataclass(frozen=True, slots=True)
class Spot:
    x: str
    y: str
    text: str
    anchor: str = "middle"


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """points: from none expected and up. line, grid: paths of SVG. chosen: where the plan itself stands, None if beside it."""

    points: tuple[CurvePoint, ...]
    description: str
    line: str
    grid: str
    ticks: tuple[Spot, ...]
    names: tuple[Spot, ...]
    spots: tuple[Spot, ...]
    chosen: Spot | None
    width: int = WIDTH
    height: int = HEIGHT

    def as_json(self) -> list[dict[str, int]]:
        return [{"forventet_antall": point.expected, "utvalg": point.n} for point in self.points]


def curve_of(plan: Plan, chosen: int | None = None) -> Curve | None:
    """None where not even no deviations can be planned for. chosen: the size to mark."""
    points = []
    for expected in range(_MOST + 1):
        try:
            points.append(CurvePoint(expected, least_sample(replace(plan, expected=None, expected_count=expected)).n))
        except Impossible:
            break
    return _drawn(tuple(points), chosen) if points else None


def _drawn(points: tuple[CurvePoint, ...], chosen: int | None) -> Curve:
    step = _step(points[-1].n)
    top = ceil(points[-1].n / step) * step
    width, height = WIDTH - _LEFT - _RIGHT, HEIGHT - _TOP - _BOTTOM

    def x(expected: int) -> str:
        return _n(_LEFT + width * expected / max(1, len(points) - 1))

    def y(n: int) -> str:
        return _n(_TOP + height * (1 - n / top))

    ticks = range(0, top + 1, step)
    spots = tuple(Spot(x(point.expected), y(point.n), number(point.n)) for point in points)
    return Curve(
        points=points,
        description=_description(points),
        line=" ".join(f"{'L' if at else 'M'}{spot.x} {spot.y}" for at, spot in enumerate(spots)),
        grid=" ".join(f"M{_LEFT} {y(n)}H{WIDTH - _RIGHT}" for n in ticks),
        ticks=tuple(Spot(str(_LEFT - 8), _n(float(y(n)) + 5), number(n), "end") for n in ticks),
        names=tuple(Spot(x(point.expected), str(HEIGHT - _BOTTOM + 20), number(point.expected)) for point in points),
        spots=spots,
        chosen=next((_chosen(at, points, spots) for at, point in enumerate(points) if point.n == chosen), None),
    )


def _chosen(at: int, points: Sequence[CurvePoint], spots: Sequence[Spot]) -> Spot:
    """Below the line, which rises to the right; at its end, to the left. Above it where it would lie on the axis."""
    is_last = at == len(points) - 1 and at > 0
    y = float(spots[at].y)
    is_low = y + _BELOW > HEIGHT - _BOTTOM - _CLEAR
    return replace(spots[at], y=_n(y - _ABOVE if is_low else y + _BELOW), anchor="end" if is_last else "start")


def _description(points: Sequence[CurvePoint]) -> str:
    """What the drawing shows, for who does not see it."""
    first, last = points[0], points[-1]
    if first is last:
        return _("Uten avvik i utvalget trengs {n}. Flere avvik kan ikke tåles.").format(n=number(first.n))
    return _("Uten avvik i utvalget trengs {first}. Skal det tåle {expected} avvik, trengs {last}.").format(
        first=number(first.n), expected=number(last.expected), last=number(last.n)
    )


def _step(most: int) -> int:
    rough = max(1.0, most / _TICKS)
    size = 10 ** floor(log10(rough))
    return max(1, int(next(size * times for times in (1, 2, 5, 10) if size * times >= rough)))


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
