"""Record leaves: `felt` with its many tests, `oppslag` in another data set, `gruppert` sums over time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from kontroll.domain.condition import (
    Condition,
    FieldClock,
    FieldCompare,
    FieldIn,
    FieldMissing,
    FieldMultiple,
    FieldWeekday,
    Grouped,
    Lookup,
    LookupTerm,
    Window,
)
from kontroll.domain.dataset import DataSet, Field, FieldType
from kontroll.domain.month import Frequency
from kontroll.domain.operand import FieldRef, Literal, Op, Operand, PeriodEnd
from kontroll.rulebook.context import Context, read_window
from kontroll.rulebook.form import Form
from kontroll.rulebook.operands import (
    MAX_DAYS,
    NUMBER_OPS,
    known_field,
    read_clock,
    read_literal,
    read_op,
    read_operand,
)
from kontroll.rulebook.words import listed
from kontroll.texts import _
from kontroll.yamlfile import Sequence

TESTS = ("er", "mangler", "i", "ukedag", "klokke", "rundt")


def read_field(form: Form, context: Context) -> Condition | None:
    node = form.take("felt", required=True)
    dataset = _records(form, "felt", context)
    field = None if dataset is None else known_field(node, form, context, dataset.fields)
    which = form.exactly_one(TESTS)
    if field is None or which is None:
        _swallow(form)
        return None
    leaf = _READERS[which](form, context, field)
    window, label = _tail(form, context)
    return None if leaf is None else leaf(field=field.id, window=window, label=label)


def _swallow(form: Form) -> None:
    """The rest cannot be judged without the field: take it, so that it is not called unknown."""
    for key in (*TESTS, "verdi", "pluss_dager", "paa_rad", "av_siste", "merke"):
        form.take(key)
    form.done()


def _records(form: Form, key: str, context: Context) -> DataSet | None:
    if context.dataset is None and not context.lacks_dataset:
        context.lacks_dataset = True
        context.refuse(
            form.place(key),
            _("«{key}» står i et vilkår om enheter").format(key=key),
            _("Bare poster har felter."),
            _("Sett «grunnlag: DATASETT» øverst i regelen, eller bruk «indikator»."),
        )
    return context.dataset


def _tail(form: Form, context: Context) -> tuple[Window | None, str | None]:
    """What every leaf ends with: its window and its label."""
    window = read_window(form, context, Frequency.MONTH)
    label = form.text("merke")
    form.done()
    return window, label


# --- the tests of a field -------------------------------------------------------------------------------------


#: A leaf that lacks only its field, window and label.
Leaf = Callable[..., Condition]


def _compare(form: Form, context: Context, field: Field) -> Leaf | None:
    read = _comparison(form, context, field)
    return None if read is None else partial(FieldCompare, op=read[0], operand=read[1])


def _comparison(form: Form, context: Context, field: Field) -> tuple[Op, Operand] | None:
    op = read_op(form, field.type)
    node = form.take("verdi", required=True)
    operand = None if node is None else read_operand(node, form, context, field)
    days = form.integer("pluss_dager", at_least=-MAX_DAYS, at_most=MAX_DAYS)
    if days is not None and operand is not None:
        operand = _later(operand, days, field, form)
    return None if op is None or operand is None else (op, operand)


def _later(operand: Operand, days: int, field: Field, form: Form) -> Operand | None:
    """`pluss_dager` beside `verdi` adds to the value, as it does inside it."""
    if field.type.is_time and isinstance(operand, Literal | FieldRef | PeriodEnd):
        return replace(operand, plus_days=operand.plus_days + days)
    form.bad(form.node.entries["pluss_dager"], _("et antall dager lagt til en dato"))
    return None


def _missing(form: Form, context: Context, field: Field) -> Leaf | None:
    missing = form.yes_no("mangler")
    return None if missing is None else partial(FieldMissing, missing=missing)


def _in(form: Form, context: Context, field: Field) -> Leaf | None:
    items = form.items("i") or ()
    values = [read_literal(item, form, field.type) for item in items]
    known = tuple(Literal(value) for value in values if value is not None)
    return partial(FieldIn, values=known) if known and len(known) == len(values) else None


def _weekday(form: Form, context: Context, field: Field) -> Leaf | None:
    if not field.type.is_time:
        form.bad(form.node.entries["ukedag"], _("mulig for et felt som ikke er en dato"), _("Velg et datofelt."))
    node = form.take("ukedag")
    items = node.items if isinstance(node, Sequence) else (node,) if node is not None else ()
    days = [form.as_integer(item, at_least=1, at_most=7) for item in items]
    if not days:
        form.items("ukedag")
    known = frozenset(day for day in days if day is not None)
    return partial(FieldWeekday, days=known) if days and None not in days and field.type.is_time else None


def _clock(form: Form, context: Context, field: Field) -> Leaf | None:
    if field.type is not FieldType.MOMENT:
        form.bad(form.node.entries["klokke"], _("mulig for et felt uten klokkeslett"), _("Velg et tidspunktfelt."))
    inner = form.form("klokke", _("klokke"))
    if inner is None:
        return None
    start, end = read_clock(inner, "fra"), read_clock(inner, "til")
    inner.done()
    if start is None or end is None or field.type is not FieldType.MOMENT:
        return None
    return partial(FieldClock, start=start, end=end)


def _multiple(form: Form, context: Context, field: Field) -> Leaf | None:
    number = form.number("rundt", required=True)
    if not field.type.is_number:
        form.bad(form.node.entries["rundt"], _("mulig for et felt som ikke er et tall"), _("Velg et tallfelt."))
        return None
    if number is not None and number <= 0:
        form.bad(form.node.entries["rundt"], _("et tall større enn 0"))
        return None
    return None if number is None else partial(FieldMultiple, of=number)


_READERS: dict[str, Callable[[Form, Context, Field], Leaf | None]] = {
    "er": _compare,
    "mangler": _missing,
    "i": _in,
    "ukedag": _weekday,
    "klokke": _clock,
    "rundt": _multiple,
}


# --- look-ups -------------------------------------------------------------------------------------------------


def read_lookup(form: Form, context: Context) -> Condition | None:
    own = _records(form, "oppslag", context)
    node = form.take("oppslag", required=True)
    id = None if node is None else form.as_text(node)
    other = context.registers.datasets.get(id) if id else None
    if id and node and other is None:
        context.unknown(node, _("datasettet"), id, list(context.registers.datasets))
    items = form.items("der", required=True) or ()
    exists = form.yes_no("finnes")
    terms = [_term(Form.of(item, context.problems, _("oppslaget")), context, other) for item in items]
    window, label = _tail(form, context)
    known = tuple(term for term in terms if term is not None)
    if own is None or other is None or not known or len(known) != len(terms):
        return None
    return Lookup(dataset=other.id, terms=known, exists=exists is not False, window=window, label=label)


def _term(form: Form | None, context: Context, other: DataSet | None) -> LookupTerm | None:
    if form is None:
        return None
    node = form.take("felt", required=True)
    field = None if other is None else known_field(node, form, context, other.fields)
    if field is None or context.dataset is None:
        _swallow(form)
        return None
    read = _comparison(form, context, field)
    form.done()
    return None if read is None else LookupTerm(field.id, *read)


# --- grouped sums ---------------------------------------------------------------------------------------------


def read_grouped(form: Form, context: Context) -> Condition | None:
    dataset = _records(form, "gruppert", context)
    inner = form.form("gruppert", _("gruppert"), required=True)
    if inner is None or dataset is None:
        _swallow(form)
        return None
    like = [known_field(item, inner, context, dataset.fields) for item in inner.items("like", required=True) or ()]
    share_of = _share_of(inner, context, dataset)
    days = inner.integer("dager", at_least=1, at_most=MAX_DAYS, required=True)
    which = inner.exactly_one(["sum", "antall"])
    sum_field = _sum_field(inner, context, dataset) if which == "sum" else None
    if which == "antall" and inner.yes_no("antall") is not True:
        inner.bad(inner.node.entries["antall"], _("ja"))
        which = None
    inner.done()
    op = form.word("er", NUMBER_OPS, required=True)
    node = form.take("verdi", required=True)
    total = Field(id="sum", type=FieldType.NUMBER, heading="sum")
    threshold = None if node is None else read_operand(node, form, context, total)
    window, label = _tail(form, context)
    if dataset.dated_by is None:
        context.refuse(
            form.place("gruppert"),
            _("«gruppert» trenger en dato, og {dataset} har ingen").format(dataset=dataset.id),
            _("Uten dato er det ikke mulig å vite hvilke poster som hører til de siste dagene."),
            _("Beskriv «dato» i datasettet."),
        )
        return None
    if which is None or not like or None in like or days is None or op is None or threshold is None:
        return None
    assert not isinstance(threshold, PeriodEnd), "a sum is no time"
    if which == "sum" and sum_field is None:
        return None
    names = tuple(field.id for field in like if field is not None)
    if "andel_av" in inner.node.entries and not _is_share(inner, form, names, share_of, threshold):
        return None
    return Grouped(
        like=names,
        days=days,
        sum_field=sum_field,
        op=op,
        threshold=threshold,
        share_of=share_of,
        window=window,
        label=label,
    )


def _share_of(form: Form, context: Context, dataset: DataSet) -> tuple[str, ...] | None:
    """`andel_av`: what the larger group is alike in; [] for all records. None where absent or wrong."""
    items = form.items("andel_av", may_be_empty=True)
    if items is None:
        return None
    fields = [known_field(item, form, context, dataset.fields) for item in items]
    return None if None in fields else tuple(field.id for field in fields if field is not None)


def _is_share(
    inner: Form, form: Form, like: tuple[str, ...], share_of: tuple[str, ...] | None, threshold: Operand
) -> bool:
    """Whether the larger group is one: fewer fields than `like`, and none beside them; and the limit a number."""
    if share_of is None:
        return False
    node = inner.node.entries["andel_av"]
    if not set(share_of) < set(like):
        fewer = listed(field for field in dict.fromkeys(like))
        fix = _("Bruk noen av feltene i «like» ({fields}), men ikke alle; [] er alle poster.").format(fields=fewer)
        inner.bad(node, _("en større gruppe enn den i «like»"), fix)
        return False
    if isinstance(threshold, FieldRef):
        form.bad(form.node.entries["verdi"], _("et tall eller en parameter"), _("En andel sammenlignes med prosent."))
        return False
    return True


def _sum_field(form: Form, context: Context, dataset: DataSet) -> str | None:
    field = known_field(form.take("sum"), form, context, dataset.fields)
    if field is not None and not field.type.is_number:
        form.bad(
            form.node.entries["sum"],
            _("et tallfelt"),
            _("Bruk et av: {fields}.").format(fields=listed(f.id for f in dataset.fields if f.type.is_number)),
        )
        return None
    return None if field is None else field.id
