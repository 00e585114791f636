"""How the words of a rule are to be read: one sentence for each notion that the rule uses, so that nobody has to guess."""

from __future__ import annotations

from collections.abc import Iterator

from kontroll.domain.condition import (
    ChangeKind,
    ColourIn,
    Compare,
    Condition,
    FieldCompare,
    FieldIn,
    Grouped,
    IndicatorLeaf,
    Leaf,
    Lookup,
    RuleLeaf,
    leaves,
)
from kontroll.domain.dataset import FieldType, Stock
from kontroll.domain.indicator import Better, Indicator
from kontroll.domain.operand import Op, PeriodEnd
from kontroll.report.plainly.context import Context
from kontroll.report.plainly.registers import parameters_read
from kontroll.report.plainly.sentence import as_sentence
from kontroll.report.plainly.wording import quoted
from kontroll.texts import N_, _, listed


def notions(context: Context, conditions: list[Condition]) -> list[str]:
    """In the order a reader meets them, each once."""
    found = [leaf for condition in conditions for leaf in leaves(condition)]
    told = [
        *_limits(found),
        *(sentence for leaf in found if isinstance(leaf, IndicatorLeaf) for sentence in _figure(context, leaf)),
        *_over_time(found),
        *_parameters(context, conditions),
        *_texts(context, found),
        *_records(found),
    ]
    return list(dict.fromkeys(told))


# --- comparisons ----------------------------------------------------------------------------------------------

_WORDS = {
    Op.OVER: N_("over"),
    Op.UNDER: N_("under"),
    Op.BETTER: N_("bedre enn"),
    Op.WORSE: N_("dårligere enn"),
    Op.AT_LEAST: N_("minst"),
    Op.AT_MOST: N_("høyst"),
    Op.AS_GOOD: N_("minst like godt som"),
    Op.BEFORE: N_("før"),
    Op.AFTER: N_("etter"),
    Op.NO_LATER: N_("senest"),
    Op.NO_EARLIER: N_("tidligst"),
}
_BEYOND = (Op.OVER, Op.UNDER, Op.BETTER, Op.WORSE)
_REACHED = (Op.AT_LEAST, Op.AT_MOST, Op.AS_GOOD)
_BEYOND_DAY = (Op.BEFORE, Op.AFTER)
_REACHED_DAY = (Op.NO_LATER, Op.NO_EARLIER)


def _limits(found: list[Leaf]) -> Iterator[str]:
    used = {op for leaf in found for op in _ops(leaf)}
    for ops, told in (
        (_BEYOND, _("{words} regner ikke med grensen selv.")),
        (_REACHED, _("{words} regner med grensen selv.")),
        (_BEYOND_DAY, _("{words} regner ikke med dagen selv.")),
        (_REACHED_DAY, _("{words} regner med dagen selv.")),
    ):
        words = [quoted(_(_WORDS[op])) for op in ops if op in used]
        if words:
            yield as_sentence(told.format(words=listed(words)))


def _ops(leaf: Leaf) -> Iterator[Op]:
    if isinstance(leaf, IndicatorLeaf):
        yield from (test.op for test in leaf.tests if isinstance(test, Compare))
    elif isinstance(leaf, Lookup):
        yield from (term.op for term in leaf.terms)
    elif isinstance(leaf, FieldCompare | Grouped):
        yield leaf.op


def _figure(context: Context, leaf: IndicatorLeaf) -> Iterator[str]:
    indicator = context.rulebook.indicators[leaf.indicator]
    if leaf.change is not None:
        yield _change(leaf.change.kind, indicator)
    if any(isinstance(test, ColourIn) for test in leaf.tests):
        yield _colours(indicator)


def _change(kind: ChangeKind, indicator: Indicator) -> str:
    if kind is ChangeKind.ABSOLUTE:
        return _("Endringen er tallet nå minus det gamle tallet; en nedgang er altså negativ.")
    if kind is ChangeKind.PERCENT:
        return _("Endringen i prosent er tallet nå minus det gamle, i prosent av hvor stort det gamle er uten fortegn.")
    if indicator.better is Better.HIGHER:
        return _("Fremgangen i {indicator} er tallet nå minus det gamle, for høyere er bedre.").format(
            indicator=quoted(indicator.name)
        )
    return _("Fremgangen i {indicator} er det gamle tallet minus tallet nå, for lavere er bedre.").format(
        indicator=quoted(indicator.name)
    )


def _colours(indicator: Indicator) -> str:
    told = (
        _(
            "{indicator} er grønn når tallet er minst den grønne grensen, ellers gul når det er minst den gule, ellers rød."
        )
        if indicator.better is Better.HIGHER
        else _(
            "{indicator} er grønn når tallet er høyst den grønne grensen, ellers gul når det er høyst den gule, ellers rød."
        )
    )
    return told.format(indicator=quoted(indicator.name))


# --- over time ------------------------------------------------------------------------------------------------


def _over_time(found: list[Leaf]) -> Iterator[str]:
    long = [leaf for leaf in found if leaf.window is not None and leaf.window.periods > 1]
    windows = [leaf.window for leaf in long if leaf.window is not None]
    if any(window.in_a_row for window in windows):
        yield _(
            "«På rad» teller kalenderen: uten tall for én av periodene er svaret ukjent, om ikke en annen avgjør det."
        )
    if any(not window.in_a_row for window in windows):
        yield _("«Minst … av de siste» er ukjent når de som mangler, kunne avgjort det.")
    if any(isinstance(leaf, RuleLeaf) for leaf in long):
        yield _("En annen regel vurderes for hver måned etter den versjonen som gjaldt da.")
    if any(not isinstance(leaf, RuleLeaf) for leaf in long):
        yield _("Vilkåret i denne versjonen brukes på alle periodene, også dem fra før versjonen.")


def _parameters(context: Context, conditions: list[Condition]) -> Iterator[str]:
    if not parameters_read(conditions):
        return
    dated_by = context.dataset.dated_by if context.dataset is not None else None
    if isinstance(dated_by, str):
        yield _("Grensene er de som gjelder på datoen i {field}.").format(field=context.field(dated_by))
    elif context.dataset is None or isinstance(dated_by, Stock):
        yield _("Grensene er de som gjelder på den siste dagen i måneden.")


# --- records --------------------------------------------------------------------------------------------------


def _texts(context: Context, found: list[Leaf]) -> Iterator[str]:
    asked = [leaf.field for leaf in found if isinstance(leaf, FieldIn)]
    asked += [leaf.field for leaf in found if isinstance(leaf, FieldCompare)]
    texts = any(context.described(field).type is FieldType.TEXT for field in asked)
    if texts or any(isinstance(leaf, Lookup) for leaf in found):
        yield _("Tekster er like når hvert tegn er likt; store og små bokstaver er forskjellige.")


def _records(found: list[Leaf]) -> Iterator[str]:
    operands = [leaf.operand for leaf in found if isinstance(leaf, FieldCompare)]
    operands += [term.operand for leaf in found if isinstance(leaf, Lookup) for term in leaf.terms]
    if any(isinstance(operand, PeriodEnd) for operand in operands):
        yield _("Månedens siste dag er den siste dagen i måneden som vurderes.")
    if any(isinstance(leaf, Lookup) for leaf in found):
        yield _("Rader i andre datasett leses slik de er kjent når regelen kjøres.")
    if any(isinstance(leaf, RuleLeaf) for leaf in found):
        yield _(
            "En regel som ikke gjelder enheten, ikke er i kraft eller har et unntak, regnes som at den ikke har slått ut."
        )
