"""Cases: the worked examples under `tester` in a rule file (rule language, section 5)."""

from __future__ import annotations

import re
from decimal import Decimal

from kontroll.domain.dataset import LINE_KEY, DataSet
from kontroll.domain.problem import Gravity
from kontroll.domain.rule import RivalCase, RuleTest
from kontroll.domain.truth import Result
from kontroll.rulebook.context import Context
from kontroll.rulebook.form import Form
from kontroll.rulebook.words import by_word, listed
from kontroll.texts import _
from kontroll.yamlfile import Mapping, Node, Scalar, Sequence

RESULT = by_word(Result)
ATTRIBUTES = ("enhetstype", "tjeneste", "enhet")

TOKEN = re.compile(r"(_|-?[0-9]+(?:\.[0-9]+)?)(?:x([0-9]{1,3}))?")

Series = tuple[tuple[str, tuple[Decimal | None, ...]], ...]
Counts = tuple[tuple[str, tuple[int | None, ...]], ...]
Record = tuple[tuple[str, str], ...]
Records = tuple[tuple[str, tuple[Record, ...]], ...]


def read_tests(form: Form, context: Context) -> tuple[RuleTest, ...]:
    items = form.items("tester", may_be_empty=True) or ()
    if context.blind or context.lacks_dataset:
        return ()  # what is wrong is told where the records are named
    return tuple(
        test
        for item in items
        if (inner := Form.of(item, context.problems, _("testen"))) is not None
        and (test := _test(inner, context)) is not None
    )


def _test(form: Form, context: Context) -> RuleTest | None:
    before = context.problems.stops
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
    _check_keys(form, records, context)
    form.done()
    if name is None or context.problems.stops > before:
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
        found = TOKEN.fullmatch(token)
        if found is None:
            form.bad(
                node,
                _("en serie"),
                _(
                    "Skriv én verdi per periode, eldst først, med mellomrom mellom og punktum som desimaltegn: -1.5 _ 3x2."
                ),
            )
            return ()
        values.extend([None if found[1] == "_" else Decimal(found[1])] * int(found[2] or 1))
    return tuple(values)


def _counts(form: Form, context: Context) -> Counts:
    found = []
    for id, node, inner in _indicator_map(form, "antall", context):
        values = _values(node, inner)
        if any(value is not None and (value != int(value) or value < 0) for value in values):
            inner.bad(node, _("hele antall"), _("Skriv antallet bak hver verdi som et helt tall: 12 _ 7."))
        found.append((id, tuple(None if value is None else int(value) for value in values)))
    return tuple(found)


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


def _records(form: Form, context: Context) -> Records:
    """A list for the rule's own data set, or DATASET -> list where look-ups need more."""
    node = form.take("poster")
    if node is None:
        return ()
    if isinstance(node, Sequence):
        if context.dataset is None:
            form.bad(node, _("mulig uten «grunnlag»"), _("Skriv «poster: {DATASETT: [...]}»."))
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


def _check_keys(form: Form, records: Records, context: Context) -> None:
    """An answer is expected for records that the test has."""
    node, dataset = form.node.entries.get("forventet"), context.dataset
    own = [record for id, rows in records if dataset is not None and id == dataset.id for record in rows]
    keys = {text for record in own for id, text in record if dataset is not None and id == dataset.key}
    if not isinstance(node, Mapping) or not keys or len(keys) != len(own):
        return
    for key, place in node.key_places.items():
        if key not in keys:
            form.problems.add(
                place,
                _("testen venter svar for «{key}», men har ingen slik post").format(key=key),
                _("Da prøves ikke det testen skulle vise."),
                _("Bruk nøkkelen til en av postene: {keys}.").format(keys=listed(f"«{k}»" for k in sorted(keys))),
                Gravity.INCOMPLETE,
            )


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
        form.bad(node, _("ett svar for hver post"), _("Skriv «{B1: sann, B2: usann}» med postenes nøkler."))
        return (), ()
    items = (form.items("forventet") or ()) if isinstance(node, Sequence) else (node,)
    results = [form.as_word(item, RESULT) for item in items]
    return tuple(result for result in results if result is not None), ()
