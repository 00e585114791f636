"""Sentences of figures: what one test of an indicator found in one period, as a fact and how it compared."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from kontroll.domain.condition import BestAmong, ChangeKind, ColourIn, Compare, Development, Method
from kontroll.domain.indicator import Better
from kontroll.domain.operand import Colour, Op
from kontroll.domain.truth import Truth
from kontroll.report.causes import Reason
from kontroll.report.explaining.phrases import (
    judged,
    limit_lacking,
    limit_name,
    operand_name,
    value_of,
    when_name,
    why_unknown,
)
from kontroll.report.explaining.tree import Node, Rivals, Tried
from kontroll.report.explaining.values import Masked, Operand, Reading
from kontroll.report.plainly.wording import amount, colours, compared, counted, direction, quoted, units
from kontroll.texts import N_, _, listed, number

_NEUTER = {Colour.RED: N_("rødt"), Colour.YELLOW: N_("gult"), Colour.GREEN: N_("grønt")}
_DIRECTED = (Op.BETTER, Op.WORSE, Op.AS_GOOD)
#: Others that are named; more are counted.
NAMED = 5


def of_figure(node: Node) -> str:
    """Whole sentences, without where the figures stand."""
    return _SAYERS[type(node.asked)](node)


# --- what was measured --------------------------------------------------------------------------------------------


def fact(node: Node) -> str:
    """`Sykefravær var 8,2 prosent i oktober 2026`, or how it has changed; that it is not known, or not shown."""
    operand, indicator = node.operand, node.indicator
    assert operand is not None
    assert indicator is not None
    if node.change is not None:
        return _changed(node, operand)
    reading = operand.readings[0]
    assert reading.period is not None
    when = when_name(reading.period)
    if reading.masked is Masked.FEW:
        told = _("{name} i {period} bygger på få personer, og tallet vises ikke")
    elif reading.content is None:
        return _("{name} er ikke kjent for {period} ({why})").format(
            name=quoted(indicator.name), period=when, why=why_unknown(reading)
        )
    else:
        told = _("{name} var {value} i {period}")
    return told.format(name=quoted(indicator.name), value=value_of(reading), period=when)


def _changed(node: Node, operand: Operand) -> str:
    now, base = operand.readings
    assert node.indicator is not None
    assert node.change is not None
    assert now.period is not None
    assert base.period is not None
    name = quoted(node.indicator.name)
    lacking = [reading for reading in (now, base) if not reading.is_known]
    if lacking:
        missing = [_lacking(one) for one in lacking]
        return _("Endringen i {name} er ikke kjent, fordi tallet mangler for {periods}").format(
            name=name, periods=listed(missing)
        )
    if operand.masked is not None:
        return _("{name} bygger på få personer, og endringen fra {before} til {after} vises ikke").format(
            name=name, before=when_name(base.period), after=when_name(now.period)
        )
    told = _("{name} gikk fra {base} i {before} til {now} i {after}").format(
        name=name,
        base=value_of(base),
        before=when_name(base.period),
        now=value_of(now),
        after=when_name(now.period),
    )
    if operand.content is None:
        return told + ", " + _("og endring i prosent kan ikke regnes ut fra null")
    kind = _("en fremgang på {change}") if node.change.kind is ChangeKind.PROGRESS else _("en endring på {change}")
    return told + ", " + kind.format(change=operand_name(operand))


def _lacking(reading: Reading) -> str:
    """The period; why, where it is not simply missing."""
    assert reading.period is not None
    when = when_name(reading.period)
    return when if reading.reason is Reason.MISSING else f"{when} ({why_unknown(reading)})"


def _ended(told: str, truth: Truth, comparison: str) -> str:
    """A fact with how it compared; where nobody can say, the fact alone."""
    if truth is Truth.UNKNOWN:
        return f"{told}."
    # A fact with a comma of its own is told apart from how it compared.
    joined = _("{fact}; det {compared}.") if ", " in told else _("{fact}, og det {compared}.")
    return joined.format(fact=told, compared=judged(comparison, truth))


# --- er and farge -------------------------------------------------------------------------------------------------


def _compare(node: Node) -> str:
    assert isinstance(node.asked, Compare)
    assert node.operand is not None
    (limit,) = node.limits
    comparison = compared(node.asked.op, limit_name(limit))
    if node.asked.op in _DIRECTED and node.indicator is not None:
        progress = node.change is not None and node.change.kind is ChangeKind.PROGRESS
        comparison += f" ({direction(Better.HIGHER if progress else node.indicator.better)})"
    told = fact(node)
    if node.truth is Truth.UNKNOWN and node.operand.is_known:
        return _("{fact}, men {limit}.").format(fact=told, limit=limit_lacking(limit))
    return _ended(told, node.truth, comparison)


def _colour(node: Node) -> str:
    assert isinstance(node.asked, ColourIn)
    assert node.operand is not None
    wanted = colours(node.asked.colours)
    told = fact(node)
    if node.truth is Truth.UNKNOWN:
        lacking = [limit_lacking(limit) for limit in node.limits if limit.content is None]
        if node.operand.is_known and lacking:
            return _("{fact}, men {limits}.").format(fact=told, limits=listed(lacking))
        return f"{told}."
    green, yellow = node.limits
    limits = _("Grønn grense er {green}, gul er {yellow}").format(
        green=_limit(green.content, green.unit), yellow=_limit(yellow.content, yellow.unit)
    )
    found = colour_of(node)
    asked = _("Regelen spør om fargen er {colours}.").format(colours=wanted)
    if found is None:
        is_so = _("fargen er en av dem det spørres om") if node.truth is Truth.TRUE else _("fargen er en annen")
        return f"{told}; {is_so}. {asked}"
    return (
        f"{told}, " + _("og det er {colour}. {limits}.").format(colour=_(_NEUTER[found]), limits=limits) + f" {asked}"
    )


def colour_of(node: Node) -> Colour | None:
    """None where the value is not shown or not known."""
    content = node.operand.content if node.operand is not None else None
    limits = [limit.content for limit in node.limits]
    if not isinstance(content, Decimal) or node.indicator is None:
        return None
    green, yellow = limits
    if not isinstance(green, Decimal) or not isinstance(yellow, Decimal):
        return None
    sign = node.indicator.better.sign
    if sign * (content - green) >= 0:
        return Colour.GREEN
    return Colour.YELLOW if sign * (content - yellow) >= 0 else Colour.RED


def _limit(content: object, unit: str) -> str:
    return amount(content, unit) if isinstance(content, Decimal) else "–"


# --- best_blant ---------------------------------------------------------------------------------------------------


def _best(node: Node) -> str:
    rivals = node.rivals
    assert rivals is not None
    assert isinstance(node.asked, BestAmong)
    assert node.operand is not None
    group = _("i tjenesten {service}").format(service=rivals.service) if rivals.service else _("i gruppen")
    told = fact(node)
    if rivals.group < node.asked.min_units:
        return _("Det er {units} {group}, og det skal minst være {least} for at noen kan være best.").format(
            units=units(rivals.group), group=group, least=counted(node.asked.min_units)
        )
    if not node.operand.is_known:
        return f"{told}."
    if node.truth is Truth.FALSE:
        return f"{told}. {_behind(rivals, group, node)}"
    if node.truth is Truth.UNKNOWN:
        return f"{told}. " + _(
            "Ingen av de {known} andre {group} som har tall, er bedre, men {missing} mangler tall."
        ).format(known=number(rivals.group - 1 - len(rivals.missing)), group=group, missing=_named(rivals))
    best = _("Det er best av {count} {group}.").format(count=number(rivals.group), group=group)
    near = f" {_nearest(rivals)}" if rivals.nearest is not None else ""
    left_out = f" {_left_out(rivals)}" if rivals.missing else ""
    return f"{told}. {best}{near}{left_out}"


def _behind(rivals: Rivals, group: str, node: Node) -> str:
    assert rivals.nearest is not None
    level = rivals.nearest.operand.content == (node.operand.content if node.operand else None)
    if level and not rivals.test.ties_count:
        told = _("{enhet} har like mye, og da er ingen best.").format(enhet=rivals.nearest.enhet_name)
    else:
        told = _("{count} av de {others} andre {group} er bedre. Best er {enhet} med {value}.").format(
            count=number(rivals.ahead),
            others=number(rivals.group - 1),
            group=group,
            enhet=rivals.nearest.enhet_name,
            value=operand_name(rivals.nearest.operand),
        )
    return f"{told} {_left_out(rivals)}" if rivals.missing and rivals.test.missing_ignored else told


def _nearest(rivals: Rivals) -> str:
    assert rivals.nearest is not None
    return _("Nærmest er {enhet} med {value}.").format(
        enhet=rivals.nearest.enhet_name, value=operand_name(rivals.nearest.operand)
    )


def _left_out(rivals: Rivals) -> str:
    return _("Regelen ser bort fra dem som mangler tall: {missing}.").format(missing=_named(rivals))


def _named(rivals: Rivals) -> str:
    names = [rival.enhet_name for rival in rivals.missing]
    if len(names) <= NAMED:
        return listed(names)
    return listed([*names[:NAMED], _("{count} til").format(count=number(len(names) - NAMED))])


# --- utvikling ----------------------------------------------------------------------------------------------------

_METHODS = {
    Method.ANY_STEP: N_("minst ett steg"),
    Method.ENDPOINTS: N_("fra første til siste"),
    Method.TREND: N_("trenden (Theil–Sen)"),
}


def _development(node: Node) -> str:
    assert isinstance(node.asked, Development)
    assert node.operand is not None
    assert node.indicator is not None
    readings = list(reversed(node.operand.readings))
    lacking = [one for one in readings if not one.is_known]
    if lacking:
        told = _("Utviklingen i {name} er ikke kjent: tallet mangler for {periods}.").format(
            name=quoted(node.indicator.name),
            periods=listed([_lacking(one) for one in lacking]),
        )
        return told
    used = next(one for one in node.tried if one.used)
    others = [one for one in node.tried if not one.used]
    first, last = readings[0].period, readings[-1].period
    assert first is not None
    assert last is not None
    told = _("{name} fra {first} til {last}: {values}.").format(
        name=quoted(node.indicator.name), first=when_name(first), last=when_name(last), values=_series(readings)
    )
    return " ".join(
        [
            told,
            _("Det er {progress} målt med {method}, som regelen bruker ({direction}).").format(
                progress=_progress(used), method=_(_METHODS[used.method]), direction=direction(node.indicator.better)
            ),
            _("Med {one} er det {so}, og med {other} er det {too}.").format(
                one=_(_METHODS[others[0].method]),
                so=_progress(others[0]),
                other=_(_METHODS[others[1].method]),
                too=_progress(others[1]),
            ),
        ]
    )


def _series(readings: list[Reading]) -> str:
    """Without the unit on each; nothing at all where one of them is not shown."""
    numbers = [one.content for one in readings]
    if any(not isinstance(one, Decimal) for one in numbers):
        return _("tallene bygger på få personer og vises ikke")
    shown = "\N{NO-BREAK SPACE}→ ".join(number(one) for one in numbers if isinstance(one, Decimal))
    unit = readings[0].unit
    return shown if unit in ("", "antall") else f"{shown} {unit}"


def _progress(tried: Tried) -> str:
    return _("fremgang") if tried.truth is Truth.TRUE else _("ingen fremgang")


_SAYERS: dict[type, Callable[[Node], str]] = {
    Compare: _compare,
    ColourIn: _colour,
    BestAmong: _best,
    Development: _development,
}
