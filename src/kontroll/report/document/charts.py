"""Charts: a chart of a document as a drawing, SVG for pages and PDF, PNG for Word. The same bytes each time.

Why one library for all: the drawing on the page is the drawing in the file. It is loaded when the first chart is drawn, for it
takes a second, and each drawing is kept. Lines and bars differ by dash, mark and shade besides colour, and what a chart
shows stands in words and in a table as well.
"""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from kontroll.report import typeset
from kontroll.report.document.model import Chart, ChartKind
from kontroll.report.spreadsheet import plain

_FONTS = Path(typeset.__file__).parent / "fonts"
_WIDTH, _HEIGHT, _STEPS, _LETTER = 600, 190, 4, 6.5
#: Told apart by shade too; all have three to one against white and against the dark page.
_COLOURS = ("#1f6fb5", "#c2570c", "#5b8c2a", "#8a5fbf", "#6b7280", "#b0416b")
_DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [4, 4], [1, 3])
_SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
_INK, _LINE = "#1b1f24", "#8b929b"
_NORWEGIAN = {"decimal": ",", "thousands": "\N{NO-BREAK SPACE}", "grouping": [3], "currency": ["", " kr"]}
_KEPT = 500
#: A rise of less than a fifth must not look like a cliff.
_LEVEL = 0.2


def svg(chart: Chart) -> str:
    """Without style, script or words for a screen reader: whoever shows it says what it shows."""
    return _svg(_text(spec(chart)))


def svg_of_page(chart: Chart) -> str:
    """As `svg`; its ink is that of the page, so that it is read on a dark one too."""
    return svg(chart).replace(f'"{_INK}"', '"currentColor"')


def png(chart: Chart) -> bytes:
    return _png(_text(spec(chart)))


def spec(chart: Chart) -> dict[str, Any]:
    """In the words of Vega-Lite."""
    # A letter that XML does not know would end the whole process, not the drawing alone.
    names, labels = [plain(one.name) for one in chart.series], [plain(label) for label in chart.labels]
    rows = [
        {"at": label, "series": name, "value": None if value is None else float(value)}
        for name, one in zip(names, chart.series, strict=True)
        for label, value in zip(labels, one.values, strict=True)
    ]
    x: dict[str, Any] = {"field": "at", "type": "ordinal", "sort": labels, "axis": _x_axis(chart)}
    axis = {"title": None, "tickCount": _STEPS} | ({"tickMinStep": 1} if _counts(chart) else {})
    y: dict[str, Any] = {"field": "value", "type": "quantitative", "axis": axis}
    encoding: dict[str, Any] = {"x": x, "y": y, "color": _scaled(names, _COLOURS)}
    if chart.kind is ChartKind.LINES:
        y["scale"] = {"zero": False, **_span(chart)}
        y["stack"] = None
        encoding |= {"strokeDash": _scaled(names, _DASHES), "shape": _scaled(names, _SHAPES)}
        mark: dict[str, Any] = {"type": "line", "point": {"size": 45, "filled": True}, "strokeWidth": 2}
    else:
        y["stack"] = chart.kind is ChartKind.STACKED and "zero"
        if chart.kind is ChartKind.BARS and len(names) > 1:
            encoding["xOffset"] = {"field": "series", "sort": names}
        mark = {"type": "bar", "stroke": "#ffffff", "strokeWidth": 0.5}
    return {
        "width": _WIDTH,
        "height": _HEIGHT,
        "background": None,
        "data": {"values": rows},
        "mark": mark | {"clip": False, "aria": False},
        "encoding": encoding,
        "config": _LOOK,
    }


_LOOK: dict[str, Any] = {
    "font": "Inter",
    "view": {"stroke": None},
    "axis": {"labelColor": _INK, "titleColor": _INK, "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal",
             "gridColor": _LINE, "gridOpacity": 0.35, "domainColor": _LINE, "tickColor": _LINE, "aria": False},
    "legend": {"labelColor": _INK, "labelFontSize": 12, "orient": "top", "title": None, "symbolSize": 90,
               "labelLimit": 260, "columns": 3, "aria": False},
}  # fmt: skip


def _span(chart: Chart) -> dict[str, Any]:
    """Where all is nearly the same, so much of the scale that a line of it is nearly level too."""
    values = [float(value) for one in chart.series for value in one.values if value is not None]
    if not values or max(values) - min(values) >= _LEVEL * max(map(abs, values)):
        return {}
    middle, half = (max(values) + min(values)) / 2, max(_LEVEL * max(map(abs, values)), 1) / 2
    return {"domain": [middle - half, middle + half]}


def _counts(chart: Chart) -> bool:
    """Whether it holds whole numbers alone: then no line between them is named."""
    return all(isinstance(value, int | None) for one in chart.series for value in one.values)


def _x_axis(chart: Chart) -> dict[str, Any]:
    longest = max((len(label) for label in chart.labels), default=0)
    crowded = longest * len(chart.labels) * _LETTER > _WIDTH
    return {"title": None, "labelAngle": -45 if crowded else 0, "labelLimit": 160, "labelOverlap": False}


def _scaled(names: list[str], kinds: tuple[Any, ...]) -> dict[str, Any]:
    """One of the kinds for each series. A chart of one needs no key to it."""
    used = [kinds[n % len(kinds)] for n, _name in enumerate(names)]
    return {
        "field": "series",
        "type": "nominal",
        "scale": {"domain": names, "range": used},
        "legend": {} if len(names) > 1 else None,
    }


def _text(spec: dict[str, Any]) -> str:
    return json.dumps(spec, ensure_ascii=False, sort_keys=True)


@cache
def _drawer() -> Any:
    import vl_convert

    vl_convert.register_font_directory(str(_FONTS))
    return vl_convert


_TOLD_INSIDE = re.compile(r' (?:aria-[a-z]+|role)="[^"]*"')


@lru_cache(maxsize=_KEPT)
def _svg(spec: str) -> str:
    drawn: str = _drawer().vegalite_to_svg(spec, format_locale=_NORWEGIAN)
    # The drawer's own words for its parts are English, and tell marks where a reader needs what they show.
    return _TOLD_INSIDE.sub("", drawn)


@lru_cache(maxsize=_KEPT // 10)
def _png(spec: str) -> bytes:
    drawn: bytes = _drawer().vegalite_to_png(spec, scale=2, format_locale=_NORWEGIAN)
    return drawn
