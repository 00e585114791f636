"""Chart: where the lines and marks of a course stand in its drawing. The template only writes them down.

Why our own: it is a line, some dashes and thirteen marks, and the page may hold neither script nor style of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor, log10

from kontroll.report.course import Course, Point
from kontroll.texts import number

#: The drawing's own measures; it is scaled to the width there is.
WIDTH, HEIGHT = 480, 230
_LEFT, _RIGHT, _TOP, _BOTTOM = 14, 14, 34, 38
#: Names of periods below the drawing: more would run into each other on a telephone.
_NAMES = 4
_TICKS = 3


@dataclass(frozen=True, slots=True)
class Label:
    x: str
    y: str
    text: str
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class Mark:
    """kind: `struck`, `within` or `unknown`; each has a shape of its own."""

    x: str
    y: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """Paths of SVG, "" where there is nothing to draw. limits: a path for each line of the course."""

    grid: tuple[Label, ...]
    names: tuple[Label, ...]
    band: str
    median: str
    limits: tuple[str, ...]
    line: str
    bars: str
    marks: tuple[Mark, ...]
    last: Label | None


def drawn(course: Course) -> Drawn:
    """Raises ValueError where nothing is known."""
    points = course.points
    low, high, step = _scale(_values(course), from_nought=course.counts)
    x = _across(len(points))

    def y(value: Decimal) -> float:
        return _TOP + (HEIGHT - _TOP - _BOTTOM) * (1 - (float(value) - low) / (high - low))

    known = [(n, point.value) for n, point in enumerate(points) if point.value is not None]
    spread = [point.others for point in points]
    n, value = known[-1]
    return Drawn(
        grid=tuple(_ticks(low, high, step, y)),
        names=tuple(_names(points, x)),
        band=" ".join(_band(points, x, y)),
        median=_line([None if one is None else one.median for one in spread], x, y),
        limits=tuple(_line([_at(point, k) for point in points], x, y) for k in range(len(course.lines))),
        line="" if course.counts else _line([point.value for point in points], x, y),
        bars=" ".join(f"M{_n(x(k))} {_n(y(Decimal(0)))}V{_n(y(v))}" for k, v in known if v) if course.counts else "",
        marks=tuple(_marks(points, x, y)),
        last=Label(_n(x(n)), _n(y(value) - 11), number(value, course.decimals), "end" if n > 1 else "start"),
    )


#: A line in a row of a table.
SPARK_WIDTH, SPARK_HEIGHT = 120, 28


def spark(course: Course) -> tuple[str, Mark]:
    """The line alone, and where its latest value is. Raises ValueError where nothing is known."""
    known = [point.value for point in course.points if point.value is not None]
    low, high = float(min(known)), float(max(known))
    room = SPARK_HEIGHT - 8

    def x(n: int) -> float:
        return 4 + (SPARK_WIDTH - 8) * n / max(1, len(course.points) - 1)

    def y(value: Decimal) -> float:
        return 4 + room * (1 - (float(value) - low) / (high - low)) if high > low else SPARK_HEIGHT / 2

    last = max(n for n, point in enumerate(course.points) if point.value is not None)
    return _line([point.value for point in course.points], x, y), Mark(_n(x(last)), _n(y(known[-1])), "within")


def _values(course: Course) -> list[float]:
    found: list[Decimal] = [course.top] if course.top is not None else []
    for point in course.points:
        found += [one for one in (point.value, *point.limits) if one is not None]
        if point.others is not None:
            found += [point.others.lowest, point.others.highest]
    return [float(one) for one in found]


def _scale(values: Sequence[float], *, from_nought: bool) -> tuple[float, float, float]:
    """Lowest, highest and step of the axis: round numbers around all that is drawn."""
    low, high = min(values), max(values)
    if from_nought:
        low, high = 0.0, max(high, 1.0)
    if high == low:
        low, high = low - 1, high + 1
    rough = (high - low) / _TICKS
    size = 10.0 ** floor(log10(rough))
    step = next(size * times for times in (1, 2, 2.5, 5, 10) if size * times >= rough * 0.999)
    if from_nought:
        step = max(1.0, float(ceil(step)))
    return floor(low / step) * step, ceil(high / step) * step, step


def _across(count: int) -> Callable[[int], float]:
    room = WIDTH - _LEFT - _RIGHT
    return lambda n: _LEFT + (room * n / (count - 1) if count > 1 else room / 2)


def _ticks(low: float, high: float, step: float, y: Callable[[Decimal], float]) -> Iterator[Label]:
    decimals = max(0, -floor(log10(step) + 1e-9)) + (1 if f"{step:e}".startswith("2.5") and step < 10 else 0)
    for n in range(round((high - low) / step) + 1):
        value = Decimal(str(round(low + n * step, 6)))
        yield Label("0", _n(y(value)), number(value, decimals))


def _names(points: Sequence[Point], x: Callable[[int], float]) -> Iterator[Label]:
    last = len(points) - 1
    every = max(1, ceil(last / _NAMES)) if last else 1
    for n in range(last, -1, -every):
        anchor = "end" if n == last and last else "start" if n == 0 else "middle"
        yield Label(_n(x(n) + (_RIGHT if anchor == "end" else 0)), str(HEIGHT - 10), points[n].short, anchor)


def _at(point: Point, number_of_limit: int) -> Decimal | None:
    return point.limits[number_of_limit] if number_of_limit < len(point.limits) else None


def _line(values: Sequence[Decimal | None], x: Callable[[int], float], y: Callable[[Decimal], float]) -> str:
    """Broken where a value is not known: nobody knows what was there."""
    path, drawing = [], False
    for n, value in enumerate(values):
        if value is not None:
            path.append(f"{'L' if drawing else 'M'}{_n(x(n))} {_n(y(value))}")
        drawing = value is not None
    return " ".join(path)


def _band(points: Sequence[Point], x: Callable[[int], float], y: Callable[[Decimal], float]) -> Iterator[str]:
    """From the lowest to the highest of the others, a piece for each unbroken run of periods."""
    run: list[tuple[int, Point]] = []
    for n, point in [*enumerate(points), (len(points), None)]:
        if point is not None and point.others is not None:
            run.append((n, point))
            continue
        if len(run) > 1:
            upper = [f"{_n(x(k))} {_n(y(p.others.highest))}" for k, p in run if p.others]
            lower = [f"{_n(x(k))} {_n(y(p.others.lowest))}" for k, p in reversed(run) if p.others]
            yield f"M{'L'.join([*upper, *lower])}Z"
        run = []


def _marks(points: Sequence[Point], x: Callable[[int], float], y: Callable[[Decimal], float]) -> Iterator[Mark]:
    for n, point in enumerate(points):
        if point.value is None:
            yield Mark(_n(x(n)), str(HEIGHT - _BOTTOM), "unknown")
        else:
            yield Mark(_n(x(n)), _n(y(point.value)), "struck" if point.struck else "within")


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
