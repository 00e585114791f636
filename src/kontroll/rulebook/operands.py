"""Operands: what stands under `verdi` in a record leaf, and which comparisons each type of field allows."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal

from kontroll.domain.dataset import Field, FieldType
from kontroll.domain.operand import (
    FieldRef,
    Literal,
    Op,
    Operand,
    ParameterRef,
    PeriodEnd,
)
from kontroll.rulebook.context import Context
from kontroll.rulebook.form import Form
from kontroll.rulebook.words import by_word, find, listed
from kontroll.texts import _
from kontroll.yamlfile import Mapping, Node, Scalar

NUMBER_OPS = by_word([Op.OVER, Op.UNDER, Op.AT_LEAST, Op.AT_MOST, Op.EQUAL, Op.UNEQUAL])
TIME_OPS = by_word([Op.BEFORE, Op.AFTER, Op.NO_LATER, Op.NO_EARLIER, Op.EQUAL, Op.UNEQUAL])
TEXT_OPS = by_word([Op.EQUAL, Op.UNEQUAL])
MAX_DAYS = 40_000
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?)?")


def ops_for(type: FieldType) -> dict[str, Op]:
    if type.is_number:
        return NUMBER_OPS
    return TIME_OPS if type.is_time else TEXT_OPS


def comparable(a: FieldType, b: FieldType) -> bool:
    """Numbers with numbers, times with times, texts with texts, ja/nei with ja/nei."""
    return a is b or (a.is_number and b.is_number) or (a.is_time and b.is_time)


def read_parameter_ref(form: Form, context: Context) -> ParameterRef | None:
    """`parameter: P` of a block; the parameter must be described."""
    node = form.take("parameter", required=True)
    id = None if node is None else form.as_text(node)
    if id is None or node is None:
        return None
    if id not in context.registers.parameters:
        context.unknown(node, _("parameteren"), id, list(context.registers.parameters))
        return None
    return ParameterRef(id)


def known_field(node: Node | None, form: Form, context: Context, fields: tuple[Field, ...]) -> Field | None:
    """The field that a node names; a problem where it is not described."""
    id = None if node is None else form.as_text(node)
    if id is None or node is None:
        return None
    found = next((field for field in fields if field.id == id), None)
    if found is None:
        context.unknown(node, _("feltet"), id, [field.id for field in fields])
    return found


def read_operand(node: Node, form: Form, context: Context, against: Field) -> Operand | None:
    """A literal, a parameter, another field of this record, or the end of the period; typed like `against`."""
    if not isinstance(node, Mapping):
        value = read_literal(node, form, against.type)
        return None if value is None else Literal(value)
    inner = Form(node, context.problems, _("verdien"))
    which = inner.exactly_one(["parameter", "felt", "periodeslutt", "dato"])
    days = _plus_days(inner, against)
    times, plus = _reckoning(inner, against, which)
    found: Operand | None = None
    if which == "parameter":
        found = read_parameter_ref(inner, context)
        if found is not None and not against.type.is_number:
            _mismatch(inner, "parameter", against, context)
            found = None
    elif which == "felt":
        assert context.dataset is not None
        other = known_field(inner.take("felt"), inner, context, context.dataset.fields)
        if other is not None and not comparable(other.type, against.type):
            _mismatch(inner, "felt", against, context)
        elif other is not None:
            found = FieldRef(other.id, days, times, plus)
    elif which == "periodeslutt":
        if inner.yes_no("periodeslutt") is not True:
            inner.bad(inner.node.entries["periodeslutt"], _("ja"))
        elif not against.type.is_time:
            _mismatch(inner, "periodeslutt", against, context)
        else:
            found = PeriodEnd(days)
    elif which == "dato":
        day = inner.take("dato")
        value = None if day is None else read_literal(day, inner, against.type)
        found = None if value is None else Literal(value, days)
    inner.done()
    return found


def _plus_days(form: Form, against: Field) -> int:
    days = form.integer("pluss_dager", at_least=-MAX_DAYS, at_most=MAX_DAYS)
    if days is not None and not against.type.is_time:
        form.problems.add(
            form.place("pluss_dager"),
            _("«pluss_dager» står ved feltet «{field}», som ikke er en dato").format(field=against.id),
            _("Dager kan bare legges til en dato."),
            _("Fjern «pluss_dager», eller sammenlign en dato."),
        )
    return days or 0


def _reckoning(form: Form, against: Field, which: str | None) -> tuple[Decimal, Decimal]:
    """`ganger` and `pluss`: what a number field is multiplied by, and what is then added."""
    times, plus = _exact(form, "ganger"), _exact(form, "pluss")
    if times == 0:
        form.bad(form.node.entries["ganger"], _("et tall ulikt 0"), _("Skriv tallet det skal ganges med."))
    for key in (key for key in ("ganger", "pluss") if key in form.node.entries):
        if not against.type.is_number:
            form.problems.add(
                form.place(key),
                _("«{key}» står ved feltet «{field}», som ikke er et tall").format(key=key, field=against.id),
                _("Bare tall kan ganges og legges sammen."),
                _("Bruk «pluss_dager».") if against.type.is_time else _("Fjern «{key}».").format(key=key),
            )
        elif which not in (None, "felt"):
            form.problems.add(
                form.place(key),
                _("«{key}» står ved «{which}»").format(key=key, which=which),
                _("Bare et felt i posten kan ganges eller legges noe til."),
                _("Skriv tallet slik det skal være, eller lag en parameter med den verdien."),
            )
    return (Decimal(1) if times is None else times), plus or Decimal(0)


def _exact(form: Form, key: str) -> Decimal | None:
    """A number, in quotation marks or not: with them no other reader makes a binary fraction of 0.95."""
    node = form.take(key)
    unquoted = replace(node, plain=True) if isinstance(node, Scalar) else node
    return None if unquoted is None else form.as_number(unquoted)


def _mismatch(form: Form, key: str, against: Field, context: Context) -> None:
    context.refuse(
        form.place(key),
        _("«{field}» er {type} og kan ikke sammenlignes med dette").format(field=against.id, type=against.type.value),
        _("Bare tall og tall, datoer og datoer, tekst og tekst kan sammenlignes."),
        _("Velg en verdi av samme type."),
    )


def read_literal(node: Node, form: Form, type: FieldType) -> Decimal | str | bool | date | datetime | None:
    """A constant of the field's type, or None with a problem."""
    if type.is_number:
        return form.as_number(node)
    if type is FieldType.TEXT:
        return form.as_text(node)
    if type is FieldType.DATE:
        return form.as_day(node)
    if type is FieldType.MOMENT:
        return _moment(node, form)
    if isinstance(node, Scalar) and node.text in ("ja", "nei"):
        return node.text == "ja"
    form.bad(node, _("ja eller nei"))
    return None


def _moment(node: Node, form: Form) -> date | datetime | None:
    """A day, or a naive local moment `2026-10-31T14:00`."""
    if isinstance(node, Scalar) and (found := _MOMENT.fullmatch(node.text)):
        try:
            return datetime.fromisoformat(node.text) if found[1] else date.fromisoformat(node.text)
        except ValueError:
            pass
    form.bad(node, _("en dato eller et tidspunkt på formen 2026-10-31T14:00"))
    return None


def read_clock(form: Form, key: str) -> time | None:
    node = form.take(key, required=True)
    if node is None:
        return None
    if isinstance(node, Scalar) and _CLOCK.fullmatch(node.text):
        return time.fromisoformat(node.text)
    form.bad(node, _('et klokkeslett på formen "22:00"'))
    return None


def read_op(form: Form, type: FieldType) -> Op | None:
    """`er`, with a hint where the word belongs to another type."""
    words = ops_for(type)
    node = form.take("er", required=True)
    if node is None:
        return None
    if isinstance(node, Scalar) and find(node.text, NUMBER_OPS | TIME_OPS) and not find(node.text, words):
        form.bad(
            node,
            _("en sammenligning som passer for et felt av typen {type}").format(type=type.value),
            _("Bruk et av: {words}.").format(words=listed(words)),
        )
        return None
    return form.as_word(node, words)
