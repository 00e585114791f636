"""Scorecard words: what the pages of målekart need beside the words of the report: marks, drawings and addresses."""

from __future__ import annotations

from collections import Counter
from functools import cache
from urllib.parse import quote

from markupsafe import Markup

from kontroll.domain.month import Month
from kontroll.domain.operand import Colour
from kontroll.report.scorecard import Figure, State
from kontroll.report.scorecard.words import (
    beside_told,
    course_of,
    joined_told,
    limits_told,
    method_name,
    period_name,
    shown,
    state_means,
    state_name,
    trend_told,
)
from kontroll.texts import language_code
from kontroll.web.chart import Mark, spark
from kontroll.web.render import link

__all__ = [
    "STATES",
    "beside_told",
    "book_link",
    "card_link",
    "course_of",
    "joined_told",
    "limits_told",
    "method_name",
    "period_name",
    "shown",
    "state_mark",
    "state_means",
    "state_name",
    "tallies",
    "trend_drawn",
    "trend_told",
]  # fmt: skip

#: A ring, a padlock and an hourglass: what nobody knows, what nobody is shown, and what has time yet.
_SHAPES = {
    State.NOT_MEASURED: "M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1zm0 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9z",
    State.SHIELDED: "M4 7V5a4 4 0 0 1 8 0v2h1.5v8h-11V7zm2 0h4V5a2 2 0 0 0-4 0z",
    State.NOT_DUE: "M3 0h10v2c0 3-2.5 4.5-3.5 6C10.500 9.500 13 11 13 14v2H3v-2c0-3 2.500-4.500 3.500-6C5.500 6.500 3 5 3 2z",
}
#: As they are explained below the map.
STATES = (State.NOT_MEASURED, State.SHIELDED, State.NOT_DUE)


def state_mark(state: State) -> Markup:
    """Told by word and shape; in grey, whichever it is."""
    return _state_mark(state, language_code())


@cache
def _state_mark(state: State, _language: str) -> Markup:
    return Markup(
        '<span class="mark" data-color="neutral"><svg viewBox="0 0 16 16" aria-hidden="true">'
        '<path fill-rule="evenodd" d="{}"/></svg>{}</span>'
    ).format(_SHAPES[state], state_name(state))


def trend_drawn(figure: Figure) -> tuple[str, Mark] | None:
    """The line, and where its latest value is; None where nothing is known."""
    course = course_of(figure, "")
    return spark(course) if course.is_drawn else None


def tallies(colours: Counter[Colour | None]) -> list[tuple[str, int]]:
    """(kind of tally, how many), the reddest first; those that there are."""
    kinds = {Colour.RED: "red", Colour.YELLOW: "yellow", Colour.GREEN: "green", None: "unmeasured"}
    return [(kind, colours[colour]) for colour, kind in kinds.items() if colours[colour]]


def card_link(enhet: str, month: Month) -> str:
    return link(f"/malekart/{quote(enhet, safe='')}", maaned=month)


def book_link(indicator: str) -> str:
    return f"/balansehandbok/{quote(indicator, safe='')}"
