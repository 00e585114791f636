"""Sentences of records and of other rules: what one leaf found, as a fact and how it compared."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from kontroll.domain.condition import (
    FieldClock,
    FieldCompare,
    FieldIn,
    FieldMissing,
    FieldMultiple,
    FieldWeekday,
    Grouped,
    Lookup,
    RuleLeaf,
)
from kontroll.domain.operand import FieldRef, Op, PeriodEnd
from kontroll.domain.rule import RuleType
from kontroll.domain.truth import Truth
from kontroll.report.explaining.figuresentences import of_figure
from kontroll.report.explaining.phrases import (
    content_name,
    judged,
    limit_lacking,
    limit_name,
    operand_name,
    value_of,
    when_name,
)
from kontroll.report.explaining.sharesentences import of_share
from kontroll.report.explaining.tree import Near, Node
from kontroll.report.explaining.values import Masked, Reading
from kontroll.report.plainly.wording import (
    amount,
    clock,
    compared,
    compared_days,
    compared_texts,
    counted,
    either,
    literal,
    quoted,
    shifted,
    the_days_until,
    weekdays,
)
from kontroll.report.words import result_name
from kontroll.texts import _, listed, number


def of_leaf(node: Node) -> str:
    """Whole sentences, without where the values stand; for a figure too."""
    return _SAYERS[type(node.asked)](node) if type(node.asked) in _SAYERS else of_figure(node)


# --- one field ----------------------------------------------------------------------------------------------------


def _own(node: Node) -> Reading:
    assert node.operand is not None
    return node.operand.readings[0]


def _field(node: Node, comparison: str) -> str:
    """`«beløp» er 100 001 kr, og det er over 100 000 kr.`"""
    reading = _own(node)
    name = quoted(reading.name)
    if not reading.is_known:
        return _("{field} mangler.").format(field=name)
    if reading.masked is Masked.PERSONAL:
        told = _("{field} er fylt ut, og vises ikke fordi det er en personopplysning")
        if node.truth is Truth.UNKNOWN:
            return told.format(field=name) + "."
        return told.format(field=name) + "; " + _("det {compared}.").format(compared=judged(comparison, node.truth))
    if reading.masked is not None:
        return _("{field} {value}.").format(field=name, value=value_of(reading))
    assert reading.content is not None
    told = _("{field} er {value}").format(field=name, value=content_name(reading.content, reading.unit))
    if node.truth is Truth.UNKNOWN:
        return f"{told}."
    return _("{fact}, og det {compared}.").format(fact=told, compared=judged(comparison, node.truth))


def _compare(node: Node) -> str:
    assert isinstance(node.asked, FieldCompare)
    (limit,) = node.limits
    reading, op = _own(node), node.asked.op
    name = limit_name(limit)
    if limit.reading is not None and not limit.reading.is_known and reading.is_known:
        return _("{limit} mangler, så {field} har ingenting å holdes mot.").format(
            limit=quoted(limit.reading.name), field=quoted(reading.name)
        )
    if node.truth is Truth.UNKNOWN and reading.is_known:
        return _field(node, "").removesuffix(".") + ", " + _("men {limit}.").format(limit=limit_lacking(limit))
    if isinstance(node.asked.operand, FieldRef) and op in (Op.EQUAL, Op.UNEQUAL):
        return _alike(node, reading, name)
    plain = limit.content if limit.content is not None else reading.content
    if isinstance(plain, date) or isinstance(node.asked.operand, PeriodEnd):
        return _field(node, compared_days(op, name, is_shifted=limit.asked.plus_days != 0))
    if isinstance(plain, str | bool):
        return _word(node, name) if op is Op.EQUAL else _field(node, compared_texts(op, name))
    return _field(node, compared(op, name))


def _word(node: Node, wanted: str) -> str:
    """A word that is to be another or one of several: `«type» er «faktura», ikke «kreditnota».`"""
    reading = _own(node)
    if reading.content is None or node.truth is Truth.UNKNOWN:
        return _field(node, _("er {limit}").format(limit=wanted))
    told = _("{field} er {value}").format(field=quoted(reading.name), value=content_name(reading.content, reading.unit))
    return f"{told}." if node.truth is Truth.TRUE else _("{fact}, ikke {wanted}.").format(fact=told, wanted=wanted)


def _alike(node: Node, own: Reading, limit: str) -> str:
    """Two fields of the record that are to be the same, or not."""
    assert isinstance(node.asked, FieldCompare)
    if not own.is_known:
        return _("{field} mangler.").format(field=quoted(own.name))
    same = (node.asked.op is Op.EQUAL) is (node.truth is Truth.TRUE)
    shown = f" ({content_name(own.content, own.unit)})" if own.content is not None else ""
    told = _("{field} og {other} er like.") if same else _("{field} og {other} er ulike.")
    return told.format(field=quoted(own.name) + shown, other=limit)


def _missing(node: Node) -> str:
    reading = _own(node)
    if not reading.is_known:
        return _("{field} mangler.").format(field=quoted(reading.name))
    if reading.content is None:
        return _("{field} er fylt ut.").format(field=quoted(reading.name))
    return _("{field} er fylt ut: {value}.").format(
        field=quoted(reading.name), value=content_name(reading.content, reading.unit)
    )


def _among(node: Node) -> str:
    assert isinstance(node.asked, FieldIn)
    unit = _own(node).unit
    return _word(node, either([shifted(literal(one.value, unit), one.plus_days) for one in node.asked.values]))


def _weekday(node: Node) -> str:
    assert isinstance(node.asked, FieldWeekday)
    reading, wanted = _own(node), weekdays(node.asked.days)
    if not isinstance(reading.content, date):
        return _field(node, _("er en {days}").format(days=wanted))
    told = _("{field} er {weekday} {day}").format(
        field=quoted(reading.name),
        weekday=weekdays([reading.content.isoweekday()]),
        day=content_name(reading.content),
    )
    return f"{told}." if node.truth is Truth.TRUE else _("{fact}, ikke {wanted}.").format(fact=told, wanted=wanted)


def _clock(node: Node) -> str:
    assert isinstance(node.asked, FieldClock)
    span = _("er fra og med {start} og før {end}").format(start=clock(node.asked.start), end=clock(node.asked.end))
    return _field(node, span)


def _multiple(node: Node) -> str:
    assert isinstance(node.asked, FieldMultiple)
    of = amount(node.asked.of, _own(node).unit)
    return _field(node, _("er et rundt tall (delelig med {of})").format(of=of))


# --- other rows ---------------------------------------------------------------------------------------------------


def _lookup(node: Node) -> str:
    records = node.records
    assert isinstance(node.asked, Lookup)
    assert records is not None
    dataset = quoted(records.dataset)
    own = node.operand.readings if node.operand is not None else ()
    lacking = [quoted(one.name) for one in own if not one.is_known]
    if records.counted:
        told = _("Det finnes en rad i {dataset} som passer: {key}.")
        return told.format(dataset=dataset, key=records.shown[0].key)
    if node.truth is Truth.UNKNOWN:
        if lacking:
            return _("Det kan ikke slås opp i {dataset}, fordi {fields} mangler i posten.").format(
                dataset=dataset, fields=listed(lacking)
            )
        if records.unknown:
            return _("Det er uavklart om en rad i {dataset} passer: noe mangler i {key}.").format(
                dataset=dataset, key=records.shown[0].key
            )
        return _("Datasettet {dataset} er ikke levert.").format(dataset=dataset)
    told = _("Det finnes ingen rad i {dataset} som passer.").format(dataset=dataset)
    # What somebody can mend is a row whose own contents nearly fit, not one that is about another person.
    near = next((one for one in node.near if one.row.readings[0].masked is None), None)
    return f"{told} {nearly(near)}" if near is not None else told


def nearly(near: Near) -> str:
    """The row that would have been found but for one field."""
    (reading,) = near.row.readings
    is_so = _("er en annen") if reading.masked is not None else _("er {value}").format(value=value_of(reading))
    return _("Nær er {key}, men {field} {is_so}.").format(key=near.row.key, field=quoted(reading.name), is_so=is_so)


def _grouped(node: Node) -> str:
    records = node.records
    assert isinstance(node.asked, Grouped)
    assert records is not None
    assert node.operand is not None
    (limit,) = node.limits
    names = {one.id: quoted(one.name) for one in node.operand.readings}
    lacking = [names[one.id] for one in node.operand.readings if not one.is_known]
    if lacking:
        return _("{fields} mangler i posten, så den kan ikke ses sammen med andre.").format(fields=listed(lacking))
    like = listed([names[id] for id in node.asked.like if id in names])
    span = the_days_until(node.asked.days, _("postens dato"))
    if node.asked.share_of is not None:
        return of_share(node, like, listed([names[id] for id in node.asked.share_of if id in names]), span)
    if not node.operand.is_known:
        return _("Summen er ikke kjent: beløpet mangler i {count} av {total} poster med samme {like}, {span}.").format(
            count=number(records.unknown), total=number(records.total), like=like, span=span
        )
    one = records.total == 1
    if node.asked.sum_field is None:
        what = (
            _("Det er én post med samme {like} {span}") if one else _("Det er {count} poster med samme {like} {span}")
        )
    else:
        what = (
            _("Én post med samme {like} {span} utgjør {sum}")
            if one
            else _("{count} poster med samme {like} {span} utgjør til sammen {sum}")
        )
    told = what.format(count=number(records.total), like=like, span=span, sum=operand_name(node.operand))
    if node.truth is Truth.UNKNOWN:
        return _("{fact}, men {limit}.").format(fact=told, limit=limit_lacking(limit))
    comparison = judged(compared(node.asked.op, limit_name(limit)), node.truth)
    if node.asked.sum_field is None:
        # What is counted is fewer or more, not lower or higher.
        comparison = comparison.replace(_("lavere enn"), _("færre enn")).replace(_("høyere enn"), _("flere enn"))
    return _("{fact}, og det {compared}.").format(fact=told, compared=comparison)


# --- other rules --------------------------------------------------------------------------------------------------


def _rule(node: Node) -> str:
    assert isinstance(node.asked, RuleLeaf)
    assert node.when is not None
    name, when = f"{quoted(node.asked_name)} ({node.asked.rule})", when_name(node.when)
    if node.asked.count is not None:
        return _counted(node, name, when, node.asked.count)
    if not node.opened:
        if node.truth is Truth.UNKNOWN:
            return _("{rule} kjøres ikke, så svaret for {month} er ukjent.").format(rule=name, month=when)
        told = (
            _("{rule} har slått ut i {month}.")
            if node.truth is Truth.TRUE
            else _("{rule} har ikke slått ut i {month}.")
        )
        return told.format(rule=name, month=when)
    opened = node.opened[0]
    if opened.result is None:
        return _("{rule} har ikke noe svar for {month}, og da regnes det som ikke slått ut.").format(
            rule=name, month=when
        )
    return _("{rule} i {month}: {result}.").format(
        rule=name, month=when, result=result_name(opened.rule.type, opened.result).lower()
    )


def _counted(node: Node, name: str, when: str, least: int) -> str:
    records = node.records
    if records is None or (node.truth is Truth.UNKNOWN and not records.total):
        return _("{rule} kjøres ikke, så svaret for {month} er ukjent.").format(rule=name, month=when)
    is_requirement = any(one.rule.type is RuleType.REQUIREMENT for one in node.opened)
    told = (
        _("{rule} er brutt for {count} av enhetens poster i {month}")
        if is_requirement
        else _("{rule} har slått ut for {count} av enhetens poster i {month}")
    )
    said = told.format(rule=name, count=counted(records.counted), month=when)
    if records.unknown:
        said += ", " + _("og for {count} er det ukjent").format(count=counted(records.unknown))
    asked = _("Det skal være minst {least}.").format(least=counted(least))
    return f"{said}. {asked}"


_SAYERS: dict[type, Callable[[Node], str]] = {
    FieldCompare: _compare,
    FieldMissing: _missing,
    FieldIn: _among,
    FieldWeekday: _weekday,
    FieldClock: _clock,
    FieldMultiple: _multiple,
    Lookup: _lookup,
    Grouped: _grouped,
    RuleLeaf: _rule,
}
