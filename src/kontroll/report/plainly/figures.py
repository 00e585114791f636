"""Indicator leaves as sentences: comparisons, colours, the best of several, development, and all of it over time."""

from __future__ import annotations

from kontroll.domain.condition import (
    BestAmong,
    ChangeKind,
    ColourIn,
    Compare,
    Development,
    IndicatorLeaf,
    LeafTest,
    Method,
)
from kontroll.domain.indicator import Better, Indicator
from kontroll.domain.month import Frequency
from kontroll.domain.operand import AmbitionRef, Literal, Op, ParameterRef, Threshold
from kontroll.report.plainly.context import Context
from kontroll.report.plainly.sentence import Sentence, as_sentence
from kontroll.report.plainly.wording import (
    colours,
    compared,
    counted,
    difference_unit,
    direction,
    literal,
    period,
    periods,
    quoted,
    read_at,
    the_latest,
    threshold_of,
    units,
    window,
)
from kontroll.texts import _

_DIRECTED = (Op.BETTER, Op.WORSE, Op.AS_GOOD)


def of_indicator(context: Context, leaf: IndicatorLeaf) -> Sentence:
    """One sentence for a leaf with one test; for several, one that joins them period by period."""
    indicator = context.rulebook.indicators[leaf.indicator]
    when = _when(leaf, indicator)
    if len(leaf.tests) == 1:
        said, notes = _test(context, leaf, leaf.tests[0], indicator)
        return Sentence(text=as_sentence(said + (f", {when}" if when else "")), notes=notes)
    tests = [_test(context, leaf, test, indicator) for test in leaf.tests]
    joined = _("alle disse stemmer for {indicator} i samme {period}").format(
        indicator=quoted(indicator.name), period=period(indicator.frequency)
    )
    return Sentence(
        text=as_sentence(joined + (f", {when}" if when else "") + ":"),
        children=tuple(Sentence(text=as_sentence(said), notes=notes) for said, notes in tests),
    )


def _test(context: Context, leaf: IndicatorLeaf, test: LeafTest, indicator: Indicator) -> tuple[str, tuple[str, ...]]:
    if isinstance(test, Compare):
        return _comparison(context, leaf, test, indicator), ()
    if isinstance(test, ColourIn):
        return _("{indicator} har fargen {colours} etter enhetens mål for året").format(
            indicator=quoted(indicator.name), colours=colours(test.colours)
        ), ()
    if isinstance(test, BestAmong):
        return _best(leaf, test, indicator)
    return _development(test, indicator)


# --- over time ------------------------------------------------------------------------------------------------


def _when(leaf: IndicatorLeaf, indicator: Indicator) -> str:
    """`tre måneder på rad`; for slower indicators also which period is read, and which is the last of several."""
    read = read_at(leaf.reading, indicator.frequency)
    if leaf.window is None or leaf.window.periods == 1:
        if read and any(isinstance(test, Development) for test in leaf.tests):
            return _("regnet til og med {period}").format(period=read)
        return _("i {period}").format(period=read) if read else ""
    over = window(leaf.window, indicator.frequency)
    return _("{over}, regnet til og med {period}").format(over=over, period=read) if read else over


# --- comparisons ----------------------------------------------------------------------------------------------


def _comparison(context: Context, leaf: IndicatorLeaf, test: Compare, indicator: Indicator) -> str:
    told = f"{_operand(leaf, indicator)} {compared(test.op, _limit(context, leaf, test.threshold, indicator))}"
    if test.op not in _DIRECTED:
        return told
    progress = leaf.change is not None and leaf.change.kind is ChangeKind.PROGRESS
    return f"{told} ({_('større fremgang er bedre') if progress else direction(indicator.better)})"


def _operand(leaf: IndicatorLeaf, indicator: Indicator) -> str:
    """What is compared: the value, or the change in it."""
    if leaf.change is None:
        return quoted(indicator.name)
    kinds = {
        ChangeKind.ABSOLUTE: _("endringen i {indicator} fra {since} før"),
        ChangeKind.PERCENT: _("endringen i prosent i {indicator} fra {since} før"),
        ChangeKind.PROGRESS: _("fremgangen i {indicator} fra {since} før"),
    }
    return kinds[leaf.change.kind].format(
        indicator=quoted(indicator.name), since=periods(leaf.change.since, indicator.frequency)
    )


def _limit(context: Context, leaf: IndicatorLeaf, threshold: Threshold, indicator: Indicator) -> str:
    if isinstance(threshold, AmbitionRef):
        return _("{threshold} i enhetens mål for året").format(threshold=threshold_of(threshold.colour))
    if isinstance(threshold, ParameterRef):
        return context.parameter(threshold)
    assert isinstance(threshold, Literal)
    if leaf.change is None:
        return literal(threshold.value, indicator.unit)
    if leaf.change.kind is ChangeKind.PERCENT:
        return literal(threshold.value, "prosent")
    return literal(threshold.value, difference_unit(indicator.unit))


# --- the best of several --------------------------------------------------------------------------------------


def _best(leaf: IndicatorLeaf, test: BestAmong, indicator: Indicator) -> tuple[str, tuple[str, ...]]:
    among = _("i sin tjeneste") if test.same_service else _("blant alle enheter regelen gjelder")
    told = _("enheten er best {among}, målt på {operand}").format(among=among, operand=_operand(leaf, indicator))
    few = _("Er det færre enn {units} i gruppen, er ingen best.").format(units=units(test.min_units))
    like = (
        _("Er flere like gode på topp, er alle best.")
        if test.ties_count
        else _("Er flere like gode på topp, er ingen av dem best.")
    )
    missing = (
        _("Enheter uten tall ses det bort fra, og forklaringen lister dem opp.")
        if test.missing_ignored
        else _("Mangler en annen enhet tall, er svaret ukjent, med mindre noen allerede er bedre.")
    )
    alone = [few] if test.min_units > 1 else []
    return told, (_best_is(leaf, indicator), _group(test), *alone, like, missing)


def _best_is(leaf: IndicatorLeaf, indicator: Indicator) -> str:
    higher = indicator.better is Better.HIGHER
    if leaf.change is None:
        return _("Best er den høyeste verdien.") if higher else _("Best er den laveste verdien.")
    if leaf.change.kind is ChangeKind.PROGRESS:
        return _("Best er den største fremgangen.")
    return _("Best er den største økningen.") if higher else _("Best er den største nedgangen.")


def _group(test: BestAmong) -> str:
    if test.same_service:
        return _(
            "Gruppen er enheten selv og hver annen enhet i samme tjeneste som regelen gjelder og som er aktiv i perioden, "
            "også dem med unntak; en enhet uten tjeneste er alene."
        )
    return _(
        "Gruppen er enheten selv og hver annen enhet som regelen gjelder og som er aktiv i perioden, også dem med unntak."
    )


# --- development ----------------------------------------------------------------------------------------------


def _development(test: Development, indicator: Indicator) -> tuple[str, tuple[str, ...]]:
    told = _("{indicator} har hatt en positiv utvikling over {periods}").format(
        indicator=quoted(indicator.name), periods=the_latest(test.periods, indicator.frequency)
    )
    notes = (
        _METHODS[test.method](indicator),
        _("Mangler ett av de {count} tallene, er svaret ukjent.").format(count=counted(test.periods)),
    )
    return told, notes


def _any_step(indicator: Indicator) -> str:
    return _("Det er minst {one} {period} som er bedre enn {before}, uansett de andre ({direction}).").format(
        one=counted(1, neuter=indicator.frequency is not Frequency.MONTH),
        period=period(indicator.frequency),
        before=_("den før") if indicator.frequency is Frequency.MONTH else _("det før"),
        direction=direction(indicator.better),
    )


def _endpoints(indicator: Indicator) -> str:
    return _("Tallet for {last} er bedre enn for {first} ({direction}).").format(
        last=_("den siste av dem") if indicator.frequency is Frequency.MONTH else _("det siste av dem"),
        first=_("den første") if indicator.frequency is Frequency.MONTH else _("det første"),
        direction=direction(indicator.better),
    )


def _trend(indicator: Indicator) -> str:
    way = _("oppover") if indicator.better is Better.HIGHER else _("nedover")
    return _(
        "Trenden går {way}: stigningen mellom hvert par av tall regnes ut, og den midterste av dem (snittet av de to "
        "midterste når antallet er et partall) viser trenden. Metoden heter Theil–Sen."
    ).format(way=way)


_METHODS = {Method.ANY_STEP: _any_step, Method.ENDPOINTS: _endpoints, Method.TREND: _trend}
