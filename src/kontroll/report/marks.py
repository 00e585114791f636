"""Marks: severity and colour as a page shows them: by word, shape and colour, so that they hold in black and white."""

from __future__ import annotations

from functools import cache

from markupsafe import Markup

from kontroll.domain.operand import Colour
from kontroll.domain.rule import Severity
from kontroll.report import words
from kontroll.texts import language_code

#: A crossed octagon, a triangle, a diamond and a ring differ in outline.
_SHAPES = {
    Severity.CRITICAL: (
        "danger",
        "M4.7 0h6.6L16 4.7v6.6L11.3 16H4.7L0 11.3V4.7z"
        "M5.4 4L4 5.4 6.6 8 4 10.6 5.4 12 8 9.4l2.6 2.6 1.4-1.4L9.4 8 12 5.4 10.6 4 8 6.6z",
    ),
    Severity.HIGH: ("warning", "M8 .5L16 15H0zM7 6v4h2V6zm0 5v2h2v-2z"),
    Severity.MEDIUM: ("info", "M8 0l8 8-8 8-8-8z"),
    Severity.LOW: ("neutral", "M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1zm0 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9z"),
}
#: Likewise the colour of a figure: a tick, a triangle and a crossed octagon.
_COLOURS = {
    Colour.GREEN: ("success", "M8 0a8 8 0 1 1 0 16A8 8 0 0 1 8 0zM4.2 7.2 3 8.6l4 3.7 6-6.6-1.4-1.2-4.7 5.2z"),
    Colour.YELLOW: ("warning", _SHAPES[Severity.HIGH][1]),
    Colour.RED: ("danger", _SHAPES[Severity.CRITICAL][1]),
}


def severity_mark(severity: Severity) -> Markup:
    return _severity_mark(severity, language_code())


@cache
def _severity_mark(severity: Severity, _language: str) -> Markup:
    return _mark(*_SHAPES[severity], words.severity_name(severity))


def tally_shape(kind: str) -> str:
    """`red`, `yellow`, `green` or `unmeasured`: a ring for what nobody knows."""
    if kind == "unmeasured":
        return _SHAPES[Severity.LOW][1]
    return _COLOURS[Colour[kind.upper()]][1]


@cache
def colour_mark(colour: Colour) -> Markup:
    return _mark(*_COLOURS[colour], colour.value.capitalize())


def _mark(shade: str, path: str, word: str) -> Markup:
    return Markup(
        '<span class="mark" data-color="{}"><svg viewBox="0 0 16 16" aria-hidden="true">'
        '<path fill-rule="evenodd" d="{}"/></svg>{}</span>'
    ).format(shade, path, word)
