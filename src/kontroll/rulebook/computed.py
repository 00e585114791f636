"""Computed indicators: `beregnet` from the records of a data set, or as an index of other indicators."""

from __future__ import annotations

from decimal import Decimal

from kontroll.domain.indicator import Aggregate, FromRecords, Indicator, WeightedIndex
from kontroll.rulebook.conditions import read_condition
from kontroll.rulebook.context import Context
from kontroll.rulebook.form import Form
from kontroll.rulebook.operands import known_field
from kontroll.rulebook.words import by_word
from kontroll.texts import _
from kontroll.yamlfile import Node

AGGREGATE = by_word(Aggregate)
#: Amounts that first digits are judged of where the rulebook says no other number.
FEWEST = 300


def read_computed(node: Node, indicator: Indicator, context: Context) -> FromRecords | WeightedIndex | None:
    form = Form.of(node, context.problems, _("beregningen"))
    which = None if form is None else form.exactly_one([*AGGREGATE, "indeks"])
    if form is None:
        return None
    if which is None:
        for key in ("felt", "der", "vekt", "minst"):
            form.take(key)
        form.done()
        return None
    read = _index(form, indicator, context) if which == "indeks" else _from_records(form, AGGREGATE[which], context)
    form.done()
    return read


def _from_records(form: Form, aggregate: Aggregate, context: Context) -> FromRecords | None:
    before = context.problems.stops
    node = form.take(aggregate.value, required=True)
    id = None if node is None else form.as_text(node)
    dataset = context.registers.datasets.get(id) if id else None
    if id and node and dataset is None:
        context.unknown(node, _("datasettet"), id, list(context.registers.datasets))
    if dataset is not None and node is not None and (dataset.dated_by is None or not dataset.has_enhet):
        context.refuse(
            node.place,
            _("datasettet «{id}» mangler dato eller enhet").format(id=id),
            _("Postene kan da ikke regnes med i noen enhets periode."),
            _("Beskriv «dato» og «enhet» i datasettet."),
        )
    field_node = form.take("felt", required=aggregate in (Aggregate.SUM, Aggregate.BENFORD))
    field = None
    if field_node is not None and dataset is not None:
        field = known_field(field_node, form, context, dataset.fields)
        if field is not None and not field.type.is_number:
            form.bad(field_node, _("et tallfelt"))
    where_node = form.take("der", required=aggregate is Aggregate.SHARE)
    least = _least(form) if aggregate is Aggregate.BENFORD else 0
    context.dataset = dataset
    where = None if where_node is None or dataset is None else read_condition(where_node, context)
    if dataset is None or context.problems.stops > before:
        return None
    return FromRecords(
        aggregate=aggregate, dataset=dataset.id, field=field.id if field else None, where=where, least=least
    )


def _least(form: Form) -> int:
    """`minst`: fewer amounts than this say nothing of first digits."""
    return form.integer("minst", at_least=1) or FEWEST


def _index(form: Form, indicator: Indicator, context: Context) -> WeightedIndex | None:
    before = context.problems.stops
    parts: list[str] = []
    items = form.items("indeks", required=True) or ()
    for item in items:
        id = form.as_text(item)
        part = context.registers.indicators.get(id) if id else None
        if id and part is None:
            context.unknown(item, _("indikatoren"), id, list(context.registers.indicators))
        elif part is not None and part.frequency.months < indicator.frequency.months:
            form.bad(
                item,
                _("målt like sjelden som indeksen eller sjeldnere"),
                _("En indeks per {unit} kan ikke bygge på en verdi per {part}.").format(
                    unit=indicator.frequency.value, part=part.frequency.value
                ),
            )
        elif part is not None:
            parts.append(part.id)
    weights = _weights(form, len(items))
    if context.problems.stops > before or not parts or len(parts) != len(items):
        return None
    return WeightedIndex(parts=tuple(parts), weights=weights)


def _weights(form: Form, count: int) -> tuple[Decimal, ...]:
    items = form.items("vekt")
    if items is None or not count:
        return (Decimal(1),) * count
    weights = [form.as_number(item) for item in items]
    known = tuple(weight for weight in weights if weight is not None)
    if len(weights) != count or any(weight <= 0 for weight in known):
        form.bad(
            form.node.entries["vekt"],
            _("én positiv vekt for hver indikator ({n})").format(n=count),
        )
    return known
