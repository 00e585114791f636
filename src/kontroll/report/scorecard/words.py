"""What stands on a målekart in words: states, trends, how a figure was joined, and its course for whoever does not see it."""

from __future__ import annotations

from decimal import Decimal

from kontroll.domain.indicator import Indicator
from kontroll.domain.scorecard import COUNT, RollUp, Scorecards
from kontroll.report.course import Course
from kontroll.report.course import Point as Drawn
from kontroll.report.explaining.phrases import when_name
from kontroll.report.scorecard.card import Figure, Joined, State, Trend
from kontroll.texts import _, number

_NBSP = "\N{NO-BREAK SPACE}"


def state_name(state: State) -> str:
    return {
        State.VALUE: _("Målt"),
        State.NOT_MEASURED: _("Ikke målt"),
        State.SHIELDED: _("Skjermet"),
        State.NOT_DUE: _("Ikke forfalt"),
    }[state]


def state_means(state: State) -> str:
    return {
        State.VALUE: _("Verdien er kjent."),
        State.NOT_MEASURED: _("Tallet skulle vært der, men er ikke levert eller kan ikke leses. Det er ikke null."),
        State.SHIELDED: _("Få personer står bak tallet, eller det er skjult fordi andre tall ellers ville røpet dem."),
        State.NOT_DUE: _("Fristen for å levere tallet er ikke ute."),
    }[state]


def method_name(cards: Scorecards, indicator: Indicator, weight_name: str = "") -> str:
    """How it is joined, as a sentence. weight_name: of the figure that it is weighed by, where it is another."""
    joined = cards.joined.get(indicator.id)
    if joined is None or joined.roll_up is RollUp.OWN:
        return _("Tallet samles ikke: hver enhet har sitt eget.")
    if joined.roll_up is RollUp.WEIGHTED:
        if joined.weight == COUNT:
            return _("Snitt, der hver enhet teller så mye som antallet som står bak tallet.")
        return _("Snitt, der hver enhet teller så mye som {weight}.").format(weight=f"«{weight_name or joined.weight}»")
    return {
        RollUp.SUM: _("Enhetenes tall legges sammen."),
        RollUp.MEAN: _("Snitt, der hver enhet teller likt."),
        RollUp.MEDIAN: _("Medianen: like mange enheter er over som under."),
    }[joined.roll_up]


def joined_told(joined: Joined) -> str:
    """`snitt av 12 av 14 enheter`: short, beside the number."""
    if joined.covers_below and joined.expected == 1:
        return _("levert samlet")
    method = {
        RollUp.SUM: _("sum av {known} av {expected} enheter"),
        RollUp.WEIGHTED: _("veid snitt av {known} av {expected} enheter"),
        RollUp.MEAN: _("snitt av {known} av {expected} enheter"),
        RollUp.MEDIAN: _("median av {known} av {expected} enheter"),
        RollUp.OWN: "",
    }[joined.method]
    return method.format(known=number(joined.known), expected=number(joined.expected))


def shown(indicator: Indicator, value: Decimal | None) -> str:
    """With its unit; a dash where there is none."""
    if value is None:
        return "–"
    unit = "" if indicator.unit == "antall" else indicator.unit
    return number(value, indicator.decimals) + (f"{_NBSP}{unit}" if unit else "")


def beside_told(indicator: Indicator, joined: Joined | None) -> str:
    """The figure of others, or which state it is in."""
    if joined is None:
        return "–"
    return shown(indicator, joined.value) if joined.value is not None else state_name(joined.state)


def trend_told(figure: Figure) -> str:
    """Beside the same period a year before; or why nothing can be said."""
    size = number(abs(figure.change), figure.indicator.decimals) if figure.change is not None else ""
    return {
        Trend.UNKNOWN: "–",
        Trend.UNKNOWN_BEFORE: _("Ikke kjent året før"),
        Trend.FEW_BEFORE: _("For få enheter er kjent fra året før"),
        Trend.FEW: _("For få enheter er kjent"),
        Trend.BETTER: _("{size} bedre enn året før"),
        Trend.WORSE: _("{size} dårligere enn året før"),
        Trend.SAME: _("Som året før"),
        Trend.NOISE: _("Om lag som året før ({size} er innenfor usikkerheten)"),
    }[figure.trend].format(size=size)


def limits_told(figure: Figure) -> str:
    """`grønn fra 76, gul fra 68`, by the direction of the figure."""
    green, yellow = figure.limits
    if green is None and yellow is None:
        return "–"
    lower = figure.indicator.better.sign < 0
    parts = []
    if green is not None:
        parts.append((_("grønn til {limit}") if lower else _("grønn fra {limit}")).format(limit=number(green)))
    if yellow is not None:
        parts.append((_("gul til {limit}") if lower else _("gul fra {limit}")).format(limit=number(yellow)))
    return ", ".join(parts)


def course_of(figure: Figure, enhet: str) -> Course:
    """As it is drawn."""
    indicator = figure.indicator
    points = tuple(
        Drawn(
            name=when_name(one.period),
            short=str(one.period),
            value=one.value,
            why="" if one.value is not None else state_name(one.state),
        )
        for one in figure.course
    )
    unit = "" if indicator.unit == "antall" else indicator.unit
    return Course(
        id=indicator.id, name=indicator.name, enhet=enhet, unit=unit, decimals=indicator.decimals, lines=(),
        points=points, lower_is_better=indicator.better.sign < 0,
    )  # fmt: skip


def period_name(figure: Figure) -> str:
    return when_name(figure.period)
