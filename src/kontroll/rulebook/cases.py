"""Cases: the worked examples under `tester` in a rule file (rule language, section 5)."""

from __future__ import annotations

import re
from decimal import Decimal

from kontroll.domain.dataset import LINE_KEY, DataSet
from kontroll.domain.rule import RivalCase, RuleTest
from kontroll.domain.truth import Result
from kontroll.rulebook.context import Context
from kontroll.rulebook.form import Form
from kontroll.rulebook.words import by_word
from kontroll.texts import _
from kontroll.yamlfile import Mapping, Node, Scalar, Sequence

RESULT = by_word(Result)
ATTRIBUTES = ("enhetstype", "tjeneste", "enhet")

_TOKEN = re.compile(r"(_|-?[0-9]+(?:\.[0-9]+)?)(?:x([0-9]{1,3}))?")

Series = tuple[tuple[str, tuple[Decimal | None, ...]], ...]
Counts = tuple[tuple[str, tuple[int | None, ...]], ...]
Record = tuple[tuple[str, str], ...]


def read_tests(form: Form, context: Context) -> tuple[RuleTest, ...]:
    items = form.items("tester", may_be_empty=True) or ()
    return tuple(
        test
        for item in items
        if (inner := Form.of(item, context.problems, _("testen"))) is not None
        and (test := _test(inner, context)) is not None
    )


def _test(form: Form, context: Context) -> RuleTest | None:
    before = len(context.problems)
    name = form.text("navn", required=True)
    series = _series(form, "serie", context)
    counts = _counts(form, context)
    ambitions = _ambitions(form, context)
    rivals = tuple(_rival(inner, context) for inner in _forms(form, "rivaler", _("rivalen")))
    records = _records(form, context)
    month = form.month("maaned")
    parameters = _parameters(form, context)
    attributes = _attributes(form.form("enhet", _("enhet")))
    expected, expected_records = _expected(form, context)
    form.done()
    if name is None or len(context.problems) > before:
        return None
    return RuleTest(
        name=name,
        line=form.node.place.line,
        month=month,
        series=series,
        counts=counts,
        ambitions=ambitions,
        rivals=rivals,
        records=records,
        parameters=parameters,
        attributes=attributes,
        expected=expected,
        expected_records=expected_records,
    )


def _forms(form: Form, key: str, what: str) -> list[Form]:
    items = form.items(key) or ()
    return [inner for item in items if (inner := Form.of(item, form.problems, what)) is not None]


# --- series ---------------------------------------------------------------------------------------------------


def _indicator_map(form: Form, key: str, context: Context) -> list[tuple[str, Node, Form]]:
    inner = form.form(key, key)
    if inner is None:
        return []
    found = []
    for id, node in inner.node.entries.items():
        inner.take(id)
        if id not in context.registers.indicators:
            context.unknown(Scalar(id, True, inner.place(id)), _("indikatoren"), id, list(context.registers.indicators))
        else:
            found.append((id, node, inner))
    return found


def _series(form: Form, key: str, context: Context) -> Series:
    return tuple((id, _values(node, inner)) for id, node, inner in _indicator_map(form, key, context))


def _values(node: Node, form: Form) -> tuple[Decimal | None, ...]:
    """`-1 _ 3x2` is −1, missing, 3, 3."""
    values: list[Decimal | None] = []
    for token in node.text.split() if isinstance(node, Scalar) else ["?"]:
        found = _TOKEN.fullmatch(token)
        if found is None:
            form.bad(node, _("en serie"), _("Skriv én verdi per periode, eldst først: -1 _ 3x2 (_ = mangler)."))
            return ()
        values.extend([None if found[1] == "_" else Decimal(found[1])] * int(found[2] or 1))
    return tuple(values)


def _counts(form: Form, context: Context) -> Counts:
    return tuple(
        (id, tuple(None if value is None else int(value) for value in _values(node, inner)))
        for id, node, inner in _indicator_map(form, "antall", context)
    )


def _ambitions(form: Form, context: Context) -> tuple[tuple[str, Decimal | None, Decimal | None], ...]:
    found = []
    for id, node, _inner in _indicator_map(form, "ambisjon", context):
        thresholds = Form.of(node, form.problems, _("ambisjonen"))
        if thresholds is not None:
            found.append((id, thresholds.number("gronn"), thresholds.number("gul")))
            thresholds.done()
    return tuple(found)


def _rival(form: Form, context: Context) -> RivalCase:
    series = _series(form, "serie", context)
    counts = _counts(form, context)
    attributes = _attributes(form)
    form.done()
    return RivalCase(series=series, counts=counts, attributes=attributes)


def _attributes(form: Form | None) -> tuple[tuple[str, str], ...]:
    if form is None:
        return ()
    found = tuple((key, text) for key in ATTRIBUTES if (text := form.text(key)) is not None)
    if form.what == _("enhet"):
        form.done()
    return found


def _parameters(form: Form, context: Context) -> tuple[tuple[str, Decimal | None], ...]:
    inner = form.form("parametre", _("parametre"))
    if inner is None:
        return ()
    found = []
    for id, node in inner.node.entries.items():
        if id not in context.registers.parameters:
            context.unknown(Scalar(id, True, inner.place(id)), _("parameteren"), id, list(context.registers.parameters))
        found.append((id, None if isinstance(node, Scalar) and node.is_null else inner.as_number(node)))
    return tuple(found)


# --- records --------------------------------------------------------------------------------------------------


def _records(form: Form, context: Context) -> tuple[tuple[str, tuple[Record, ...]], ...]:
    """A list for the rule's own data set, or DATASET -> list where look-ups need more."""
    node = form.take("poster")
    if node is None:
        return ()
    if isinstance(node, Sequence):
        if context.dataset is None:
            form.bad(node, _("mulig uten «grunnlag»"), _("Skriv poster: {DATASETT: [...]}."))
            return ()
        return ((context.dataset.id, _record_list(form, "poster", context.dataset)),)
    inner = Form.of(node, form.problems, _("poster"))
    found = []
    for id in inner.node.entries if inner is not None else ():
        assert inner is not None
        dataset = context.registers.datasets.get(id)
        if dataset is None:
            place = Scalar(id, True, inner.place(id))
            context.unknown(place, _("datasettet"), id, list(context.registers.datasets))
        else:
            found.append((id, _record_list(inner, id, dataset)))
    return tuple(found)


def _record_list(form: Form, key: str, dataset: DataSet) -> tuple[Record, ...]:
    items = form.items(key, may_be_empty=True) or ()
    return tuple(
        _record(inner, dataset) for item in items if (inner := Form.of(item, form.problems, _("posten"))) is not None
    )


def _record(form: Form, dataset: DataSet) -> Record:
    found = []
    for field in dataset.fields:
        node = form.take(field.id)
        if isinstance(node, Scalar):
            found.append((field.id, "" if node.text == "_" else node.text))  # "_": the cell is there, and empty
        elif node is not None and isinstance(node, Mapping | Sequence):
            form.bad(node, _("én verdi"))
    if dataset.key == LINE_KEY and (name := form.text(LINE_KEY)) is not None:
        found.append((LINE_KEY, name))
    form.done()
    return tuple(found)


# --- what is expected -----------------------------------------------------------------------------------------


def _expected(form: Form, context: Context) -> tuple[tuple[Result, ...], tuple[tuple[str, Result], ...]]:
    node = form.take("forventet", required=True)
    if node is None:
        return (), ()
    if isinstance(node, Mapping):
        if context.dataset is None:
            form.bad(node, _("et ord eller en liste"), _("Bare regler om poster har ett svar for hver post."))
            return (), ()
        inner = Form(node, context.problems, _("forventet"))
        read = [(key, inner.as_word(value, RESULT)) for key, value in node.entries.items()]
        return (), tuple((key, result) for key, result in read if result is not None)
    if context.dataset is not None:
        form.bad(node, _("ett svar for hver post"), _("Skriv {B1: sann, B2: usann}."))
        return (), ()
    items = node.items if isinstance(node, Sequence) else (node,)
    results = [form.as_word(item, RESULT) for item in items]
    return tuple(result for result in results if result is not None), ()
