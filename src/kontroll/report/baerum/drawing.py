"""A trial drawn: kroner month by month, when each rule first struck, and what would not have been paid. SVG, no library.

Why by hand: the drawing is bars, a line and words, and must look the same everywhere and hold no script.
"""

from __future__ import annotations

from datetime import date
from xml.sax.saxutils import escape

from kontroll.domain.month import Month
from kontroll.domain.trial import Trial
from kontroll.texts import _, amount, month_name

_WIDTH, _LEFT, _RIGHT = 920, 70, 20
_BARS, _TOP, _LINE = 220, 64, 22
_PAID, _AVOIDED, _INK, _MARK = "#9b2226", "#94a1a8", "#1d2b33", "#005f73"

#: White around the letters, so that a line behind them does not cross them.
_HALO = 'stroke="#ffffff" stroke-width="5" stroke-linejoin="round" paint-order="stroke"'


def drawing(trial: Trial) -> str:
    """The months from the start to the last that money went out in."""
    months = _months(trial)
    sums = {month: _paid_in(trial, month) for month in months}
    most = max([*sums.values(), 1])
    width = (_WIDTH - _LEFT - _RIGHT) / len(months)
    found = trial.flagged
    height = _TOP + _BARS + 40 + _LINE * (len(trial.struck) + 1) + 20
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" '
        f'font-family="sans-serif" font-size="13" fill="{_INK}">',
        f"<title>{escape(_title(trial))}</title>",
        f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>',
        _words(_LEFT, 24, _title(trial), size=16),
        _words(_LEFT, 46, _told(trial)),
    ]
    for n, month in enumerate(months):
        tall = _BARS * sums[month] / most
        x, y = _LEFT + n * width, _TOP + _BARS - tall
        late = found is not None and month > found.found
        parts.append(
            f'<rect x="{x + 1:.1f}" y="{y:.1f}" width="{width - 2:.1f}" height="{tall:.1f}" '
            f'fill="{_AVOIDED if late else _PAID}"/>'
        )
        if n % max(len(months) // 8, 1) == 0:
            parts.append(_words(x, _TOP + _BARS + 16, str(month), size=11))
    parts.append(_words(4, _TOP + 10, amount(most // 100 * 100), size=11))
    parts += _marks(trial, months, width)
    return "\n".join([*parts, "</svg>", ""])


def _marks(trial: Trial, months: list[Month], width: float) -> list[str]:
    """A line for each month in which rules first struck, down to the last of them; the rules' names stand over the lines."""
    lines, words = {}, []
    below = _TOP + _BARS + 40
    for n, one in enumerate(trial.struck):
        if one.found not in months:
            continue
        x, y = _LEFT + (months.index(one.found) + 0.5) * width, below + n * _LINE
        lines[one.found] = (
            f'<line x1="{x:.1f}" y1="{_TOP}" x2="{x:.1f}" y2="{y:.1f}" stroke="{_MARK}" stroke-dasharray="2 3"/>'
        )
        words.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{_MARK}"/>')
        at_end = x > _WIDTH * 0.55
        words.append(_words(x + (-10 if at_end else 10), y + 4, f"{one.rule}: {one.name}", end=at_end))
    return [*lines.values(), f"<g {_HALO}>", *words, "</g>"]


def _words(x: float, y: float, text: str, size: int = 13, *, end: bool = False) -> str:
    anchor = ' text-anchor="end"' if end else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}"{anchor}>{escape(text)}</text>'


def _title(trial: Trial) -> str:
    return _("Bærum-prøven: {pattern}, fra {start}").format(pattern=trial.pattern, start=month_name(trial.answer.start))


def _told(trial: Trial) -> str:
    found = trial.flagged
    if found is None:
        return _("Ikke påvist i månedene som er kjørt.")
    until = trial.answer.paid(found.day)
    return _("Påvist i måned {n}. Utbetalt til da: {until}. Etter det: {after}.").format(
        n=trial.months_until(found.found),
        until=amount(until // 100 * 100),
        after=amount((trial.answer.paid() - until) // 100 * 100),
    )


def _months(trial: Trial) -> list[Month]:
    days = [day for day, _ore in trial.answer.posts.values() if day is not None]
    run = [one.month for one in trial.places]
    last = max([trial.answer.start, *run, *(Month.of(day) for day in days)])
    return [trial.answer.start.plus(n) for n in range(last.ordinal - trial.answer.start.ordinal + 1)]


def _paid_in(trial: Trial, month: Month) -> int:
    def within(day: date | None) -> bool:
        return day is not None and Month.of(day) == month

    return sum(ore for day, ore in trial.answer.posts.values() if within(day))
