"""What a rule reads, as sentences: limits with their dates, figures and how they are made, records, and other rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from kontroll.domain.condition import Compare as ValueCompare
from kontroll.domain.condition import (
    Condition,
    FieldCompare,
    Grouped,
    IndicatorLeaf,
    Leaf,
    Lookup,
    RuleLeaf,
    children,
    leaves,
)
from kontroll.domain.dataset import DataSet, Stock
from kontroll.domain.indicator import Aggregate, FromRecords, Indicator, WeightedIndex
from kontroll.domain.operand import ParameterRef
from kontroll.domain.parameter import Parameter, ParameterValue
from kontroll.domain.rulebook import ENHET_RULE
from kontroll.report.plainly.context import Context
from kontroll.report.plainly.grounds import resting_on
from kontroll.report.plainly.sentence import Sentence, as_sentence
from kontroll.report.plainly.tree import joining, tree
from kontroll.report.plainly.wording import amount, counted, direction, every, quoted, the_period, working_days
from kontroll.report.words import status_name, type_name
from kontroll.texts import _, day, listed, number

# --- which ----------------------------------------------------------------------------------------------------


def parameters_read(conditions: Iterable[Condition]) -> list[str]:
    """Ids of the parameters, in reading order, each once."""
    asked = [ref for condition in conditions for leaf in leaves(condition) for ref in _operands(leaf)]
    return list(dict.fromkeys(one.parameter for one in asked if isinstance(one, ParameterRef)))


def _operands(leaf: Leaf) -> list[object]:
    if isinstance(leaf, IndicatorLeaf):
        return [test.threshold for test in leaf.tests if isinstance(test, ValueCompare)]
    if isinstance(leaf, Lookup):
        return [term.operand for term in leaf.terms]
    if isinstance(leaf, Grouped):
        return [leaf.threshold]
    return [leaf.operand] if isinstance(leaf, FieldCompare) else []


def indicators_read(context: Context, conditions: Iterable[Condition]) -> list[str]:
    """Ids in reading order, each once, with those that an index is made of."""
    found: dict[str, None] = {}
    waiting = [leaf.indicator for c in conditions for leaf in leaves(c) if isinstance(leaf, IndicatorLeaf)]
    while waiting:
        id = waiting.pop(0)
        if id not in found:
            found[id] = None
            computed = context.rulebook.indicators[id].computed
            waiting += computed.parts if isinstance(computed, WeightedIndex) else ()
    return list(found)


# --- limits ---------------------------------------------------------------------------------------------------


def of_parameter(context: Context, parameter: Parameter, since: date) -> Sentence:
    """since: values that ended before it are of no interest to the rule."""
    now = parameter.value_on(context.today)
    told = _("grensen {name} er nå {value}") if now is not None else _("grensen {name} er ikke fastsatt nå")
    value = "" if now is None else amount(now, parameter.unit)
    pairs = zip(parameter.values, [*parameter.values[1:], None], strict=True)
    held = [(one, after) for one, after in pairs if after is None or after.valid_from > since]
    before = parameter.values[0].valid_from > since
    first = [_("Før {day} er grensen ikke fastsatt.").format(day=day(parameter.values[0].valid_from))] if before else []
    texts = [*first, *(_value(parameter, one, after) for one, after in held)]
    return Sentence(text=as_sentence(told.format(name=quoted(parameter.name), value=value)), notes=tuple(texts))


def _value(parameter: Parameter, one: ParameterValue, after: ParameterValue | None) -> str:
    span = _("Fra {first}").format(first=day(one.valid_from))
    if after is not None:
        span = _("Fra {first} til og med {last}").format(
            first=day(one.valid_from), last=day(after.valid_from - timedelta(days=1))
        )
    value = _("ikke fastsatt") if one.value is None else amount(one.value, parameter.unit)
    return " ".join(part for part in (as_sentence(f"{span}: {value}"), resting_on(one.hjemmel)) if part)


# --- figures --------------------------------------------------------------------------------------------------


def of_figure(context: Context, indicator: Indicator) -> Sentence:
    told = _("{name} måles {period}, i {unit} {decimals}; {direction}").format(
        name=quoted(indicator.name),
        period=every(indicator.frequency),
        unit=_("antall") if indicator.unit == "" else indicator.unit,
        decimals=_decimals(indicator.decimals),
        direction=direction(indicator.better),
    )
    texts = [*_few(indicator), *_origin(indicator), *_due(indicator)]
    computed = () if indicator.computed is None else (_computed(context, indicator),)
    notes = (" ".join(texts),) if texts else ()
    return Sentence(text=as_sentence(told), notes=notes, children=computed)


def _decimals(count: int) -> str:
    if count == 0:
        return _("uten desimaler")
    return _("med {count} {decimals}").format(
        count=counted(count), decimals=_("desimal") if count == 1 else _("desimaler")
    )


def _origin(indicator: Indicator) -> list[str]:
    told = []
    if indicator.source and indicator.computed is None:
        told.append(_("Tallet kommer fra {source}.").format(source=indicator.source))
    if indicator.owner:
        told.append(_("Eier: {owner}.").format(owner=indicator.owner))
    return told


def _few(indicator: Indicator) -> list[str]:
    told = []
    if indicator.min_count > 0:
        told.append(
            _("Står det færre enn {count} bak tallet, er det skjermet: ingen ser det, og svaret er ukjent.").format(
                count=counted(indicator.min_count)
            )
        )
    if indicator.shown_from_count > indicator.min_count:
        told.append(
            _("Står det færre enn {count} bak tallet, vises det bare for enhetens egne ledere og HR.").format(
                count=counted(indicator.shown_from_count)
            )
        )
    return told


def _due(indicator: Indicator) -> list[str]:
    if indicator.due_working_days is None:
        return []
    return [
        _("Det skal foreligge {days} etter at {period} er slutt; før det purres ingen.").format(
            days=working_days(indicator.due_working_days), period=the_period(indicator.frequency)
        )
    ]


def _computed(context: Context, indicator: Indicator) -> Sentence:
    if isinstance(indicator.computed, WeightedIndex):
        return Sentence(text=_index(context, indicator.computed))
    assert isinstance(indicator.computed, FromRecords)
    made = indicator.computed
    dataset = context.rulebook.dataset(made.dataset)
    inside = replace(context, dataset=dataset)
    kinds = {
        Aggregate.COUNT: _("Tallet er antallet av enhetens poster i {dataset} i {period}"),
        Aggregate.SUM: _("Tallet er summen av {field} for enhetens poster i {dataset} i {period}"),
        Aggregate.SHARE: _("Tallet er andelen, per 100, av enhetens poster i {dataset} i {period}"),
        Aggregate.BENFORD: _(
            "Tallet er hvor langt første siffer i {field} i gjennomsnitt er fra Benfords lov, i promillepoeng, "
            "for enhetens poster i {dataset} i {period}; det kreves minst {least} beløp, og tallet er et tegn, ikke et brudd"
        ),
    }
    told = kinds[made.aggregate].format(
        dataset=quoted(dataset.name),
        period=the_period(indicator.frequency),
        field=inside.field(made.field) if made.field else "",
        least=number(made.least),
    )
    if made.where is None:
        return Sentence(text=as_sentence(told))
    said = tree(inside, made.where)
    below = said.children if children(made.where) else (said,)
    words = said.own_words if below is said.children else ""
    text = f"{told}, {_('der')} {joining(made.where)}"
    return Sentence(text=text, own_words=words, words_first=said.words_first, children=below)


def _index(context: Context, index: WeightedIndex) -> str:
    parts = [
        _("{name} (vekt {weight})").format(name=quoted(context.rulebook.indicators[part].name), weight=number(weight))
        for part, weight in zip(index.parts, index.weights, strict=True)
    ]
    return _("Tallet er det veide gjennomsnittet av {parts}; mangler ett av dem, er det ukjent.").format(
        parts=listed(parts)
    )


# --- records and rules ----------------------------------------------------------------------------------------


def of_dataset(context: Context, dataset: DataSet) -> list[str]:
    """When a record is judged, and whose it is."""
    told = []
    if isinstance(dataset.dated_by, Stock):
        told.append(
            _(
                "En post vurderes hver måned fra {start} til {end}, begge medregnet; uten {end} er den fortsatt åpen."
            ).format(start=context.field(dataset.dated_by.start), end=context.field(dataset.dated_by.end))
        )
    elif isinstance(dataset.dated_by, str):
        told.append(_("En post vurderes i måneden for {field}.").format(field=context.field(dataset.dated_by)))
    elif dataset.dated_by is not None:
        told.append(_("Alle postene er datert {day}.").format(day=day(dataset.dated_by)))
    if dataset.enhet_field is not None:
        told.append(_("Posten hører til enheten i {field}.").format(field=context.field(dataset.enhet_field)))
    elif dataset.enhet_fixed is not None:
        told.append(_("Alle postene hører til enheten {enhet}.").format(enhet=dataset.enhet_fixed))
    return told


def of_asked_rules(context: Context, conditions: Iterable[Condition]) -> tuple[Sentence, ...]:
    ids = dict.fromkeys(leaf.rule for c in conditions for leaf in leaves(c) if isinstance(leaf, RuleLeaf))
    return tuple(Sentence(text=_asked(context, id)) for id in ids)


def _asked(context: Context, id: str) -> str:
    name = context.rule_name(id)
    if id == ENHET_RULE:
        return _(
            "Regelen {rule} er alltid der: den slår ut når postens enhet mangler, er ukjent eller ikke er aktiv."
        ).format(rule=name)
    rule = context.rulebook.rules[id]
    return _("Regelen {rule} har sine egne vilkår. Type: {type}. Status: {status}.").format(
        rule=name, type=type_name(rule.type).lower(), status=status_name(rule.status).lower()
    )
