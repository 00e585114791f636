"""What makes the answer of a rule unknown, and what an unknown answer means."""

from __future__ import annotations

from collections.abc import Iterator

from kontroll.domain.condition import (
    BestAmong,
    ChangeKind,
    ColourIn,
    Compare,
    Condition,
    FieldCompare,
    FieldMissing,
    Grouped,
    IndicatorLeaf,
    Leaf,
    Lookup,
    RuleLeaf,
    leaves,
)
from kontroll.domain.operand import AmbitionRef, FieldRef
from kontroll.domain.rule import Rule, RuleType
from kontroll.domain.rulebook import ENHET_RULE
from kontroll.report.plainly.context import Context
from kontroll.report.plainly.registers import parameters_read
from kontroll.report.plainly.wording import either, quoted
from kontroll.texts import _


def reasons(context: Context, conditions: list[Condition]) -> list[str]:
    """Each thing whose absence can make the answer unknown, once, in reading order of its kind; may be empty."""
    found = [leaf for condition in conditions for leaf in leaves(condition)]
    told = [
        *_figures(context, found),
        *_limits(context, conditions),
        *_fields(context, found),
        *_rows(context, found),
        *_rules(context, found),
    ]
    return list(dict.fromkeys(told))


def meaning(rule: Rule) -> list[str]:
    """What an unknown answer does and does not do."""
    told = []
    if rule.type.opens_avvik:
        told.append(_("Et ukjent svar åpner ikke noe avvik og lukker ikke noe."))
    elif rule.type is RuleType.BONUS:
        told.append(_("Et ukjent svar gir aldri bonus."))
    else:
        told.append(_("Et ukjent svar gir aldri resultatlønn."))
    told.append(_("Det telles, og det som mangler, følges opp."))
    if rule.exemptions:
        struck = _("brudd") if rule.type is RuleType.REQUIREMENT else _("utslag")
        told.append(_("Er det ukjent om et unntak gjelder, blir et {struck} ukjent.").format(struck=struck))
    return told


# --- figures and limits ---------------------------------------------------------------------------------------


def _figures(context: Context, found: list[Leaf]) -> Iterator[str]:
    asked = [leaf for leaf in found if isinstance(leaf, IndicatorLeaf)]
    names = dict.fromkeys(quoted(context.rulebook.indicators[leaf.indicator].name) for leaf in asked)
    if names:
        yield _("Tallet for {indicators} mangler, er ugyldig eller er skjermet.").format(indicators=either(list(names)))
    for leaf in asked:
        name = quoted(context.rulebook.indicators[leaf.indicator].name)
        if leaf.change is not None and leaf.change.kind is ChangeKind.PERCENT:
            yield _("Tallet som endringen i {indicator} måles fra, er null.").format(indicator=name)
        for test in leaf.tests:
            if isinstance(test, ColourIn) or (isinstance(test, Compare) and isinstance(test.threshold, AmbitionRef)):
                yield _("Enheten har ikke noe mål for {indicator} det året.").format(indicator=name)
            if isinstance(test, BestAmong) and not test.missing_ignored:
                yield _("En annen enhet i gruppen mangler tall for {indicator}.").format(indicator=name)


def _limits(context: Context, conditions: list[Condition]) -> Iterator[str]:
    for id in parameters_read(conditions):
        yield _("Grensen {name} er ikke fastsatt for datoen.").format(name=quoted(context.rulebook.parameters[id].name))


# --- records --------------------------------------------------------------------------------------------------


def _fields(context: Context, found: list[Leaf]) -> Iterator[str]:
    names: dict[str, None] = {}
    for leaf in found:
        for field in _needed(leaf):
            names.setdefault(context.field(field))
    if names:
        yield _("{fields} mangler i posten.").format(fields=_capital(either(list(names))))


def _capital(quoted_list: str) -> str:
    return quoted_list[:1] + quoted_list[1:2].upper() + quoted_list[2:]


def _needed(leaf: Leaf) -> Iterator[str]:
    """Fields of the record itself that a leaf cannot be answered without."""
    if isinstance(leaf, IndicatorLeaf | RuleLeaf | FieldMissing):
        return
    if isinstance(leaf, Lookup):
        yield from (term.operand.field for term in leaf.terms if isinstance(term.operand, FieldRef))
        return
    if isinstance(leaf, Grouped):
        yield from leaf.like
        if isinstance(leaf.threshold, FieldRef):
            yield leaf.threshold.field
        return
    yield leaf.field
    if isinstance(leaf, FieldCompare) and isinstance(leaf.operand, FieldRef):
        yield leaf.operand.field


def _rows(context: Context, found: list[Leaf]) -> Iterator[str]:
    for leaf in found:
        if isinstance(leaf, Lookup):
            name = quoted(context.rulebook.dataset(leaf.dataset).name)
            yield _("{dataset} er ikke levert, eller en rad som kunne avgjort det, mangler et felt.").format(
                dataset=name
            )
        if isinstance(leaf, Grouped) and leaf.sum_field is not None:
            yield _("En av postene som summeres, mangler {field}.").format(field=context.field(leaf.sum_field))
            if leaf.share_of is not None:
                yield _("Summen det regnes andel av, er ikke større enn null.")


def _rules(context: Context, found: list[Leaf]) -> Iterator[str]:
    for leaf in found:
        if isinstance(leaf, RuleLeaf) and leaf.rule != ENHET_RULE:
            yield _("Regelen {rule} svarer ukjent, eller er ikke med i kjøringen.").format(
                rule=context.rule_name(leaf.rule)
            )
