"""As data: the rules, figures and answers of a bonus year as plain JSON and CSV, for whoever computes them again.

Why beside the rule files and not instead of them: a rule file needs a reader; this is the same tree with the periods,
parameters and ambitions that held already looked up, so that a program of a few lines can walk it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from kontroll.domain.condition import (
    AllOf,
    AnyOf,
    BestAmong,
    ColourIn,
    Compare,
    Condition,
    Development,
    IndicatorLeaf,
    LeafTest,
    NoneOf,
    Not,
    RuleLeaf,
    leaves,
)
from kontroll.domain.indicator import WeightedIndex
from kontroll.domain.month import Month, Period
from kontroll.domain.operand import AmbitionRef, Literal, ParameterRef, Threshold
from kontroll.domain.rule import Rule
from kontroll.domain.rulebook import Rulebook
from kontroll.engine.plain.answer import Number
from kontroll.engine.plain.calendar import period_read
from kontroll.report.bonus.criteria import Criterion
from kontroll.report.bonus.year import COMPLIANCE, BonusYear, parts_of

Row = Sequence[str]


def conditions(rulebook: Rulebook, found: BonusYear) -> list[dict[str, Any]]:
    """Each rule as it stood for the year. A test that the verifier cannot make stands as `annet`."""
    return [_rule(rulebook, rule, found.month) for rule in found.rules]


def indicators(rulebook: Rulebook, found: BonusYear) -> list[dict[str, Any]]:
    """How each indicator is read and computed."""
    told = []
    for id in sorted(_read(rulebook, found)):
        one = rulebook.indicators[id]
        about: dict[str, Any] = {
            "indikator": id, "navn": one.name, "desimaler": one.decimals, "bedre_er": one.better.value,
            "min_antall": one.min_count, "frekvens": one.frequency.value,
        }  # fmt: skip
        if isinstance(one.computed, WeightedIndex):
            about["indeks"] = [
                [part, str(weight)] for part, weight in zip(one.computed.parts, one.computed.weights, strict=True)
            ]
        told.append(about)
    return told


# --- tables -----------------------------------------------------------------------------------------------------------


def enheter(found: BonusYear) -> Iterator[Row]:
    yield ("enhet", "navn", "enhetstype", "tjeneste")
    for sheet in found.sheets.values():
        unit = found.evaluator.unit(sheet.enhet, found.month)
        yield sheet.enhet, sheet.name, (unit.unit_type if unit is not None else "") or "", sheet.service


def organisation(found: BonusYear) -> Iterator[Row]:
    """Each enhet that there was, month by month: who is held against whom, also in earlier months. Nobody's name."""
    yield ("enhet", "enhetstype", "tjeneste", "fra", "til")
    rows = found.organisation.select("enhet", "enhetstype", "tjeneste", "first", "last")
    for enhet, unit_type, service, first, last in rows.sort("enhet", "first").iter_rows():
        end = "" if last is None else str(Month.from_ordinal(last))
        yield enhet, unit_type or "", service or "", str(Month.from_ordinal(first)), end


def figures(rulebook: Rulebook, found: BonusYear) -> Iterator[Row]:
    """Each figure as the rules saw it. One that few stand behind is empty, and so is how many they are."""
    yield ("enhet", "indikator", "periode", "verdi", "antall", "tilstand", "fil", "linje")
    for id, period in sorted(_periods(rulebook, found)):
        for enhet in found.sheets:
            value = found.evaluator.value(id, enhet, period)
            known = value.number is not None
            yield (
                enhet, id, str(period), str(value.number) if known else "",
                str(value.count) if known and value.count is not None else "", value.state.value,
                value.file, str(value.line) if value.line else "",
            )  # fmt: skip


def ambitions(rulebook: Rulebook, found: BonusYear) -> Iterator[Row]:
    """fra: whose row of ambisjoner.csv it is."""
    yield ("enhet", "indikator", "aar", "gronn", "gul", "fra")
    asked = ((rule, leaf) for rule, month in _asked(rulebook, found) for leaf in _leaves(rule, month))
    wanted = {leaf.indicator for _rule, leaf in asked if _asks_ambition(leaf)}
    for id in sorted(wanted | ({COMPLIANCE} & set(rulebook.indicators))):
        for enhet in found.sheets:
            row = found.evaluator.ambition(id, enhet, found.month)
            if row is not None:
                limits = ("" if limit is None else str(limit) for limit in (row.green, row.yellow))
                yield enhet, id, str(found.year), *limits, row.enhet


def results(found: BonusYear) -> Iterator[Row]:
    yield ("regel", "enhet", "resultat", "for")
    for sheet in found.sheets.values():
        for ground in sheet.grounds:
            classes = ",".join(sorted(one.value for one in ground.classes))
            yield ground.rule.id, sheet.enhet, ground.result.value, classes


def criteria(found: BonusYear) -> Iterator[Row]:
    """Every criterion with its reason in one word, and whom it stood or fell with."""
    yield ("regel", "enhet", "nr", "vilkaar", "svar", "grunn", "tall", "motpart", "forsprang", "usikkerhet", "innenfor")
    for sheet in found.sheets.values():
        for ground in sheet.grounds:
            for number, one in enumerate(ground.criteria, start=1):
                yield (
                    ground.rule.id,
                    sheet.enhet,
                    str(number),
                    one.kind.value,
                    one.truth.value,
                    one.why.value,
                    *_told(one),
                )


def table(rows: Iterable[Row]) -> bytes:
    """As CSV with semicolons, UTF-8."""
    written = io.StringIO()
    csv.writer(written, delimiter=";", lineterminator="\n").writerows(rows)
    return written.getvalue().encode()


def _told(one: Criterion) -> Iterator[str]:
    yield exact(one.operand)
    yield one.rival.enhet if one.rival is not None else ""
    yield exact(one.lead)
    yield "" if one.noise is None else str(one.noise)
    yield {None: "", True: "ja", False: "nei"}[one.is_noise]


def exact(value: Number | None) -> str:
    """A decimal as it is; a fraction as a decimal where it is one, else as p/q."""
    if not isinstance(value, Fraction):
        return "" if value is None else str(value)
    places = next((n for n in range(12) if (value * 10**n).denominator == 1), None)
    return str(value) if places is None else str(Decimal((value * 10**places).numerator).scaleb(-places))


# --- what is read -----------------------------------------------------------------------------------------------------


def _leaves(rule: Rule, month: Month) -> Iterator[IndicatorLeaf]:
    version = rule.version_in(month)
    trees = [version.condition] if version is not None else []
    for tree in [*trees, *(one.condition for one in rule.exemptions)]:
        for leaf in leaves(tree):
            if isinstance(leaf, IndicatorLeaf):
                yield leaf


def _read(rulebook: Rulebook, found: BonusYear) -> set[str]:
    return {id for id, _period in _periods(rulebook, found)}


def _periods(rulebook: Rulebook, found: BonusYear) -> set[tuple[str, Period]]:
    """Each indicator with each period in which it is read, and those that an index is made of."""
    asked = set()
    for rule, month in _asked(rulebook, found):
        for leaf in _leaves(rule, month):
            newest = period_read(month, rulebook.indicators[leaf.indicator].frequency, leaf.reading)
            back = leaf.window.periods if leaf.window is not None else 1
            since = leaf.change.since if leaf.change is not None else 0
            trend = max((test.periods - 1 for test in leaf.tests if isinstance(test, Development)), default=0)
            asked |= {(leaf.indicator, newest.plus(-n)) for n in range(back + since + trend)}
    if COMPLIANCE in rulebook.indicators:
        asked.add((COMPLIANCE, Period.containing(found.month, rulebook.indicators[COMPLIANCE].frequency)))
    for id, period in list(asked):
        for part in parts_of(rulebook, {id}):
            length = rulebook.indicators[part].frequency.months
            asked.add((part, Period(length, period.index * period.frequency_months // length)))
    return asked


def _asked(rulebook: Rulebook, found: BonusYear) -> set[tuple[Rule, Month]]:
    """The rules with the months in which they are asked: those of bonus, and those about enheter that they ask about."""
    asked: set[tuple[Rule, Month]] = set()
    waiting = [(rule, found.month) for rule in found.rules]
    while waiting:
        rule, month = waiting.pop()
        if (rule, month) in asked:
            continue
        asked.add((rule, month))
        for leaf in rule.leaves():
            if isinstance(leaf, RuleLeaf) and leaf.rule in rulebook.rules and leaf.count is None:
                back = leaf.window.periods if leaf.window is not None else 1
                waiting += [(rulebook.rules[leaf.rule], month.plus(-n)) for n in range(back)]
    return asked


def _asks_ambition(leaf: IndicatorLeaf) -> bool:
    return any(
        isinstance(test, ColourIn) or (isinstance(test, Compare) and isinstance(test.threshold, AmbitionRef))
        for test in leaf.tests
    )


# --- the tree ---------------------------------------------------------------------------------------------------------


def _rule(rulebook: Rulebook, rule: Rule, month: Month) -> dict[str, Any]:
    version = rule.version_in(month)
    scope = {
        "enhetstype": rule.scope.unit_types, "tjeneste": rule.scope.services, "enhet": rule.scope.enheter,
    }  # fmt: skip
    return {
        "regel": rule.id,
        "navn": rule.name,
        "gjelder": {key: sorted(allowed) for key, allowed in scope.items() if allowed is not None},
        "hvis": _tree(rulebook, version.condition, month) if version is not None else None,
        "unntak": [_tree(rulebook, one.condition, month) for one in rule.exemptions],
    }


def _tree(rulebook: Rulebook, tree: Condition, month: Month) -> dict[str, Any]:
    if isinstance(tree, AllOf | AnyOf | NoneOf):
        word = "alle" if isinstance(tree, AllOf) else "minst_en" if isinstance(tree, AnyOf) else "ingen_av"
        return {word: [_tree(rulebook, child, month) for child in tree.children]}
    if isinstance(tree, Not):
        return {"ikke": _tree(rulebook, tree.child, month)}
    if not isinstance(tree, IndicatorLeaf) or tree.window is not None:
        return {"annet": type(tree).__name__}
    period = period_read(month, rulebook.indicators[tree.indicator].frequency, tree.reading)
    told: dict[str, Any] = {"indikator": tree.indicator, "periode": str(period)}
    if tree.change is not None:
        told["mot"] = str(period.plus(-tree.change.since))
        told["som"] = tree.change.kind.value
    return told | {"tester": [_test(rulebook, test, month) for test in tree.tests]}


def _test(rulebook: Rulebook, test: LeafTest, month: Month) -> dict[str, Any]:
    if isinstance(test, ColourIn):
        return {"farge": sorted(colour.value for colour in test.colours)}
    if isinstance(test, Compare):
        return {"er": test.op.value, "verdi": _threshold(rulebook, test.threshold, month)}
    if isinstance(test, BestAmong):
        return {
            "best_blant": {
                "samme": "tjeneste" if test.same_service else "alle", "minst_enheter": test.min_units,
                "ved_likhet": "alle" if test.ties_count else "ingen",
                "mangler": "ses_bort_fra" if test.missing_ignored else "ukjent",
            }
        }  # fmt: skip
    return {"annet": type(test).__name__}


def _threshold(rulebook: Rulebook, threshold: Threshold, month: Month) -> Any:
    if isinstance(threshold, AmbitionRef):
        return {"ambisjon": threshold.colour.value}
    if isinstance(threshold, ParameterRef):
        value = rulebook.parameters[threshold.parameter].value_on(month.last_day)
        return None if value is None else str(value)
    assert isinstance(threshold, Literal)
    return str(threshold.value)
