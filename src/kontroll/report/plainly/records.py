"""Field leaves as sentences: what is asked of one record, of rows of another data set, and of records like it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeGuard

from kontroll.domain.condition import (
    FieldClock,
    FieldCompare,
    FieldIn,
    FieldLeaf,
    FieldMissing,
    FieldMultiple,
    FieldWeekday,
    Grouped,
    Lookup,
    LookupTerm,
)
from kontroll.domain.dataset import DataSet, Field, FieldType
from kontroll.domain.month import Frequency
from kontroll.domain.operand import FieldRef, Literal, Op, Operand, ParameterRef, PeriodEnd
from kontroll.report.plainly.context import Context
from kontroll.report.plainly.sentence import Sentence, as_sentence
from kontroll.report.plainly.wording import (
    amount,
    clock,
    compared,
    compared_days,
    compared_fields,
    compared_texts,
    either,
    literal,
    period_end,
    quoted,
    reckoned,
    share_of_all,
    shifted,
    the_days_until,
    unit_of,
    weekdays,
    window,
)
from kontroll.texts import _, listed


def of_field(context: Context, leaf: FieldLeaf) -> Sentence:
    told, below = _SAYERS[type(leaf)](context, leaf)
    if leaf.window is not None and leaf.window.periods > 1:
        told += f", {window(leaf.window, Frequency.MONTH)}"
    return Sentence(text=as_sentence(told + (":" if below else "")), children=below)


Said = tuple[str, tuple[Sentence, ...]]

# --- one field ------------------------------------------------------------------------------------------------


def _compare(context: Context, leaf: FieldCompare) -> Said:
    field = context.described(leaf.field)
    subject = quoted(field.called)
    return f"{subject} {_against(context, field, leaf.op, leaf.operand, '')}", ()


def _against(context: Context, field: Field, op: Op, operand: Operand, whose: str) -> str:
    """What a field is compared with. whose: put before a field of this record where rows of two kinds are spoken of."""
    shift = operand.plus_days if isinstance(operand, Literal | FieldRef | PeriodEnd) else 0
    limit = shifted(_limit(context, field, operand, whose), shift)
    if isinstance(operand, FieldRef) and op in (Op.EQUAL, Op.UNEQUAL):
        other = context.described(operand.field)
        return compared_fields(op, limit, days=FieldType.DATE in (field.type, other.type))
    if field.type.is_time:
        return compared_days(op, limit, is_shifted=shift != 0)
    return compared(op, limit) if field.type.is_number else compared_texts(op, limit)


def _limit(context: Context, field: Field, operand: Operand, whose: str) -> str:
    if isinstance(operand, Literal):
        return literal(operand.value, unit_of(field.type))
    if isinstance(operand, ParameterRef):
        return context.parameter(operand)
    return _reckoned(context, operand, whose, unit_of(field.type)) if isinstance(operand, FieldRef) else period_end()


def _reckoned(context: Context, operand: FieldRef, whose: str, unit: str) -> str:
    return reckoned(whose + context.field(operand.field), operand.times, operand.plus, unit)


def _missing(context: Context, leaf: FieldMissing) -> Said:
    told = _("{field} mangler") if leaf.missing else _("{field} er fylt ut")
    return told.format(field=context.field(leaf.field)), ()


def _in(context: Context, leaf: FieldIn) -> Said:
    field = context.described(leaf.field)
    values = [shifted(literal(value.value, unit_of(field.type)), value.plus_days) for value in leaf.values]
    return _("{field} er {values}").format(field=quoted(field.called), values=either(values)), ()


def _weekday(context: Context, leaf: FieldWeekday) -> Said:
    return _("{field} er en {days}").format(field=context.field(leaf.field), days=weekdays(leaf.days)), ()


def _clock(context: Context, leaf: FieldClock) -> Said:
    told = (
        _("klokkeslettet i {field} er fra og med {start} og før {end}")
        if leaf.start < leaf.end
        else _("klokkeslettet i {field} er {start} eller senere, eller før {end}")
    )
    return told.format(field=context.field(leaf.field), start=clock(leaf.start), end=clock(leaf.end)), ()


def _multiple(context: Context, leaf: FieldMultiple) -> Said:
    field = context.described(leaf.field)
    return _("{field} er et rundt tall: delelig med {of}; null er det også").format(
        field=quoted(field.called), of=amount(leaf.of, unit_of(field.type))
    ), ()


# --- rows of another data set ---------------------------------------------------------------------------------


def _lookup(context: Context, leaf: Lookup) -> Said:
    other = context.rulebook.dataset(leaf.dataset)
    several = len(leaf.terms) > 1
    if leaf.exists:
        told = (
            _("det finnes en rad i {dataset} der alle disse stemmer")
            if several
            else _("det finnes en rad i {dataset} der dette stemmer")
        )
    else:
        told = (
            _("det finnes ingen rad i {dataset} der alle disse stemmer")
            if several
            else _("det finnes ingen rad i {dataset} der dette stemmer")
        )
    return told.format(dataset=quoted(other.name)), tuple(_term(context, term, other) for term in leaf.terms)


def _term(context: Context, term: LookupTerm, other: DataSet) -> Sentence:
    field = context.described(term.field, other)
    if term.op is Op.EQUAL and _is_as_it_is(term.operand) and quoted(field.called) == context.field(term.operand.field):
        return Sentence(text=as_sentence(_("raden har samme {field} som posten").format(field=quoted(field.called))))
    subject = _("radens {field}").format(field=quoted(field.called))
    return Sentence(text=as_sentence(f"{subject} {_against(context, field, term.op, term.operand, _('postens '))}"))


def _is_as_it_is(operand: Operand) -> TypeGuard[FieldRef]:
    """A field of this record, with nothing added to it or taken of it."""
    return isinstance(operand, FieldRef) and operand == FieldRef(operand.field)


# --- records like this one ------------------------------------------------------------------------------------


def _grouped(context: Context, leaf: Grouped) -> Said:
    like = listed([context.field(field) for field in leaf.like])
    if leaf.sum_field is None:
        what, unit = _("antallet poster"), ""
    else:
        what = _("summen av {field} for poster").format(field=context.field(leaf.sum_field))
        unit = unit_of(context.described(leaf.sum_field).type)
    if leaf.share_of is not None:
        unit = _("prosent")
    limit = _grouped_limit(context, leaf, unit)
    if leaf.share_of is not None:
        limit = share_of_all(
            limit, [context.field(field) for field in leaf.share_of], is_sum=leaf.sum_field is not None
        )
    told = _("{what} med samme {like}, {days} (posten selv regnes med), {compared}").format(
        what=what, like=like, days=the_days_until(leaf.days, _("postens dato")), compared=compared(leaf.op, limit)
    )
    return told, ()


def _grouped_limit(context: Context, leaf: Grouped, unit: str) -> str:
    if isinstance(leaf.threshold, Literal):
        return literal(leaf.threshold.value, unit)
    if isinstance(leaf.threshold, ParameterRef):
        return context.parameter(leaf.threshold)
    return _reckoned(context, leaf.threshold, _("postens "), unit)


_SAYERS: dict[type, Callable[[Context, Any], Said]] = {
    FieldCompare: _compare,
    FieldMissing: _missing,
    FieldIn: _in,
    FieldWeekday: _weekday,
    FieldClock: _clock,
    FieldMultiple: _multiple,
    Lookup: _lookup,
    Grouped: _grouped,
}
