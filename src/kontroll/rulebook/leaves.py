"""Leaves: `indikator`, `utslag` and the record leaves `felt`, `oppslag` and `gruppert`, one reader each."""

from __future__ import annotations

from collections.abc import Callable

from kontroll.domain.condition import (
    BestAmong,
    Change,
    ChangeKind,
    ColourIn,
    Compare,
    Condition,
    Development,
    IndicatorLeaf,
    LeafTest,
    Method,
    Reading,
    RuleLeaf,
)
from kontroll.domain.month import Frequency
from kontroll.domain.operand import (
    AmbitionRef,
    Colour,
    Literal,
    Op,
    Threshold,
)
from kontroll.rulebook.context import MAX_WINDOW, Context, read_window
from kontroll.rulebook.fieldleaves import read_field, read_grouped, read_lookup
from kontroll.rulebook.form import Form
from kontroll.rulebook.operands import NUMBER_OPS, read_parameter_ref
from kontroll.rulebook.words import by_word
from kontroll.texts import _
from kontroll.yamlfile import Mapping, Node

COLOUR = by_word(Colour)
METHOD = by_word(Method)
READING = by_word(Reading)
SAME, TIES, MISSING = ("tjeneste", "alle"), ("alle", "ingen"), ("ukjent", "ses_bort_fra")
CHANGE = by_word([ChangeKind.ABSOLUTE, ChangeKind.PERCENT])
INDICATOR_OPS = NUMBER_OPS | by_word([Op.BETTER, Op.WORSE, Op.AS_GOOD])


def read_indicator_leaf(form: Form, context: Context) -> Condition | None:
    if context.dataset is not None:
        context.refuse(
            form.place("indikator"),
            _("«indikator» står i et vilkår om poster i {dataset}").format(dataset=context.dataset.id),
            _("En post har felter, ikke indikatorer."),
            _("Bruk «felt», «oppslag», «gruppert» eller «utslag» av en regel om enheten."),
        )
    node = form.take("indikator", required=True)
    id = None if node is None else form.as_text(node)
    indicator = context.registers.indicators.get(id) if id else None
    if id and node and indicator is None:
        context.unknown(node, _("indikatoren"), id, list(context.registers.indicators))
    before = context.problems.stops
    change = _change(form, context)
    tests = [test for test in (_compare(form, context), _colours(form), _best(form), _development(form)) if test]
    reading = form.word("lest", READING)
    window = read_window(form, context, indicator.frequency if indicator else Frequency.MONTH)
    label = form.text("merke")
    form.done()
    if context.problems.stops == before:
        _check_combination(form, context, change, tests)
    if indicator is None or not tests or context.dataset is not None or context.problems.stops > before:
        return None
    return IndicatorLeaf(
        indicator=indicator.id,
        tests=tuple(tests),
        change=change,
        reading=reading or Reading.CONTAINING,
        window=window,
        label=label,
    )


def _check_combination(form: Form, context: Context, change: Change | None, tests: list[LeafTest]) -> None:
    if not tests:
        context.refuse(
            form.place("indikator"),
            _("vilkåret sier ikke hva indikatoren skal prøves mot"),
            _("En indikator alene er verken sann eller usann."),
            _("Legg til «er» og «verdi», «farge», «best_blant» eller «utvikling»."),
        )
    if change is not None and any(isinstance(test, ColourIn | Development) for test in tests):
        key = "endring" if "endring" in form else "fremgang"
        context.refuse(
            form.place(key),
            _("«{key}» kan ikke stå sammen med «farge» eller «utvikling»").format(key=key),
            _("Farge og utvikling gjelder verdien selv, ikke endringen i den."),
            _("Del vilkåret i to ledd under «alle»."),
        )


def _change(form: Form, context: Context) -> Change | None:
    inner = form.form("endring", _("endring"))
    progress = form.form("fremgang", _("fremgang"))
    if inner is not None and progress is not None:
        context.refuse(
            form.place("fremgang"),
            _("vilkåret har både «endring» og «fremgang»"),
            _("Verdien kan bare gjøres om på én måte."),
            _("Behold den ene."),
        )
        return None
    if progress is not None:
        since = progress.integer("siden", at_least=1, at_most=MAX_WINDOW, required=True)
        progress.done()
        return None if since is None else Change(since, ChangeKind.PROGRESS)
    if inner is None:
        return None
    since = inner.integer("siden", at_least=1, at_most=MAX_WINDOW, required=True)
    kind = inner.word("som", CHANGE, required=True)
    inner.done()
    return None if since is None or kind is None else Change(since, kind)


def _compare(form: Form, context: Context) -> Compare | None:
    if "er" not in form and "verdi" not in form:
        form.take("er"), form.take("verdi")
        return None
    op = form.word("er", INDICATOR_OPS, required=True)
    node = form.take("verdi", required=True)
    threshold = None if node is None else _threshold(node, form, context)
    return None if op is None or threshold is None else Compare(op, threshold)


def _threshold(node: Node, form: Form, context: Context) -> Threshold | None:
    if not isinstance(node, Mapping):
        number = form.as_number(node)
        return None if number is None else Literal(number)
    inner = Form(node, context.problems, _("verdien"))
    which = inner.exactly_one(["parameter", "ambisjon"])
    if which == "ambisjon":
        colour = inner.word("ambisjon", by_word([Colour.GREEN, Colour.YELLOW]), required=True)
        inner.done()
        return None if colour is None else AmbitionRef(colour)
    if which == "parameter":
        found = read_parameter_ref(inner, context)
        inner.done()
        return found
    inner.done()
    return None


def _colours(form: Form) -> ColourIn | None:
    items = form.items("farge")
    if items is None:
        return None
    colours = [form.as_word(item, COLOUR) for item in items]
    known = frozenset(colour for colour in colours if colour is not None)
    return ColourIn(known) if None not in colours else None


def _best(form: Form) -> BestAmong | None:
    inner = form.form("best_blant", _("best_blant"))
    if inner is None:
        return None
    same = inner.choice("samme", SAME)
    min_units = inner.integer("minst_enheter", at_least=1)
    ties = inner.choice("ved_likhet", TIES)
    missing = inner.choice("mangler", MISSING)
    inner.done()
    return BestAmong(
        same_service=same != "alle",
        min_units=2 if min_units is None else min_units,
        ties_count=ties != "ingen",
        missing_ignored=missing == "ses_bort_fra",
    )


def _development(form: Form) -> Development | None:
    inner = form.form("utvikling", _("utvikling"))
    if inner is None:
        return None
    periods = inner.integer("perioder", at_least=2, at_most=MAX_WINDOW, required=True)
    method = inner.word("metode", METHOD, required=True)
    inner.done()
    return None if periods is None or method is None else Development(periods, method)


def read_rule_leaf(form: Form, context: Context) -> Condition | None:
    node = form.take("utslag", required=True)
    id = None if node is None else form.as_text(node)
    counted = form.form("antall", _("antall"))
    count = None
    if counted is not None:
        count = counted.integer("minst", at_least=1, required=True)
        counted.done()
    window = read_window(form, context, Frequency.MONTH)
    label = form.text("merke")
    form.done()
    if not context.rule_leaves_allowed:
        context.refuse(
            form.place("utslag"),
            _("«utslag» kan ikke stå her"),
            _("En beregnet indikator kan ikke bygge på regler."),
            _("Bruk feltene i datasettet."),
        )
        return None
    if id is None or node is None or (counted is not None and count is None):
        return None
    leaf = RuleLeaf(rule=id, count=count, window=window, label=label)
    context.rule_references.append((node.place, leaf))
    return leaf


LEAF_READERS: dict[str, Callable[[Form, Context], Condition | None]] = {
    "indikator": read_indicator_leaf,
    "felt": read_field,
    "oppslag": read_lookup,
    "gruppert": read_grouped,
    "utslag": read_rule_leaf,
}
