"""Nodes: the plain evaluator's answer as a tree of what was held against what, with the branch that decided.

Decisive below an and that is false are its false parts, below an or that is true its true ones, and below a node that is
ukjent those that are ukjent themselves; elsewhere every part was needed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from kontroll.domain.condition import (
    AllOf,
    AnyOf,
    BestAmong,
    ChangeKind,
    ColourIn,
    Compare,
    Development,
    FieldClock,
    FieldCompare,
    FieldIn,
    FieldMissing,
    FieldMultiple,
    FieldWeekday,
    Grouped,
    IndicatorLeaf,
    Lookup,
    Method,
    NoneOf,
    Not,
    RuleLeaf,
)
from kontroll.domain.month import Frequency, Month
from kontroll.domain.operand import Op
from kontroll.domain.rule import Rule
from kontroll.domain.truth import Result, Truth
from kontroll.engine.plain import Answer, FieldValue, Measured, Record, RuleResult
from kontroll.engine.plain.comparison import compare
from kontroll.engine.plain.grouped import total
from kontroll.engine.plain.unitleaves import developed
from kontroll.report.explaining.readings import SHOWN, Readings
from kontroll.report.explaining.tree import Explanation, Node, Rival, Rivals, Tried
from kontroll.report.explaining.values import Operand, Records, RecordShown
from kontroll.report.plainly.wording import difference_unit, unit_of

#: What another rule says, explained: None where there is nothing to open.
Open = Callable[[RuleResult], Explanation | None]

_KINDS: dict[type, str] = {
    AllOf: "alle", AnyOf: "minst_en", NoneOf: "ingen_av", Not: "ikke", Compare: "er", ColourIn: "farge",
    BestAmong: "best_blant", Development: "utvikling", FieldCompare: "felt", FieldMissing: "mangler", FieldIn: "i",
    FieldWeekday: "ukedag", FieldClock: "klokke", FieldMultiple: "rundt", Lookup: "oppslag", Grouped: "gruppert",
    RuleLeaf: "utslag", IndicatorLeaf: "indikator",
}  # fmt: skip


class Nodes:
    """Makes the tree of one rule's answer in one month. dataset: of its record, None for a rule about enheter."""

    def __init__(self, readings: Readings, rules: dict[str, Rule], rule: Rule, month: Month, open: Open) -> None:
        self._readings = readings
        self._rules = rules
        self._rule = rule
        self._month = month
        self._open = open

    def node(self, answer: Answer, decisive: bool = True) -> Node:
        asked = answer.asked
        if isinstance(asked, IndicatorLeaf) and not _is_window(answer) and len(answer.children) == 1:
            # One test alone: the leaf says nothing that its test does not.
            return self._test(answer.children[0], asked, answer, decisive)
        if isinstance(asked, AllOf | AnyOf | NoneOf | Not) or _is_window(answer):
            return self._group(answer, decisive)
        if isinstance(asked, IndicatorLeaf):
            below = _deciding(answer)
            tests = tuple(self._test(test, asked, answer, test in below) for test in answer.children)
            return self._plain(answer, decisive, when=answer.when, children=tests)
        return self._record_leaf(answer, decisive)

    # --- groups and windows ---------------------------------------------------------------------------------------

    def _group(self, answer: Answer, decisive: bool) -> Node:
        below = _deciding(answer)
        children = tuple(self.node(child, child in below) for child in answer.children)
        kind = "vindu" if _is_window(answer) else _KINDS[type(answer.asked)]
        return self._plain(answer, decisive, kind=kind, children=children)

    def _plain(self, answer: Answer, decisive: bool, **more: object) -> Node:
        """What every node has."""
        asked = answer.asked
        indicator = self._readings.indicator(asked.indicator) if isinstance(asked, IndicatorLeaf) else None
        said: dict[str, object] = {
            "kind": _KINDS[type(asked)],
            "asked": asked,
            "truth": answer.truth,
            "decisive": decisive,
            # A period of a window has no words of its own: they stand on the window.
            "label": _label(answer) if answer.when is None or getattr(asked, "window", None) is None else "",
            "frequency": indicator.frequency if indicator is not None else Frequency.MONTH,
            "indicator": indicator,
            "asked_name": self._asked_name(asked.rule) if isinstance(asked, RuleLeaf) else "",
        }
        return Node(**(said | more))  # type: ignore[arg-type]

    def _asked_name(self, rule: str) -> str:
        return self._rules[rule].name if rule in self._rules else rule

    # --- indicator leaves -----------------------------------------------------------------------------------------

    def _test(self, test: Answer, leaf: IndicatorLeaf, above: Answer, decisive: bool) -> Node:
        indicator = self._readings.indicator(leaf.indicator)
        unit = _unit(leaf, indicator.unit)
        own = test.reads[0]
        assert isinstance(own, Measured)
        single = len(above.children) == 1 and (leaf.window is None)
        more: dict[str, object] = {
            "kind": _KINDS[type(test.asked)],
            "label": leaf.label or "" if single else "",
            "when": above.when,
            "frequency": indicator.frequency,
            "indicator": indicator,
            "operand": self._readings.measured(own, unit, self._month),
            "limits": tuple(self._readings.limit(limit, unit) for limit in test.limits),
            "change": leaf.change,
        }
        if isinstance(test.asked, BestAmong):
            more["rivals"] = self._rivals(test, test.asked, unit, _sign(leaf, indicator.better.sign))
        if isinstance(test.asked, Development):
            more["tried"] = _tried(test.asked, own, indicator.better.sign)
        return self._plain(test, decisive, **more)

    def _rivals(self, test: Answer, asked: BestAmong, unit: str, sign: int) -> Rivals:
        own, *others = [read for read in test.reads if isinstance(read, Measured)]
        known = [one for one in others if one.operand is not None]
        known.sort(key=lambda one: (-sign * (one.operand or 0), one.enhet))
        limit = None if own.operand is None else sign * own.operand
        ahead = [one for one in known if limit is not None and sign * (one.operand or 0) > limit]
        level = [one for one in known if limit is not None and one.operand == own.operand]
        service = self._readings.service(own.enhet, test.when or self._month) if asked.same_service else ""
        return Rivals(
            test=asked,
            service=service,
            group=1 + len(others),
            ahead=len(ahead) + (0 if asked.ties_count else len(level)),
            nearest=self._rival(known[0], unit) if known else None,
            missing=tuple(self._rival(one, unit) for one in others if one.operand is None),
        )

    def _rival(self, measured: Measured, unit: str) -> Rival:
        name = self._readings.enhet_name(measured.enhet, self._month)
        return Rival(measured.enhet, name, self._readings.measured(measured, unit, self._month))

    # --- leaves about records and rules ---------------------------------------------------------------------------

    def _record_leaf(self, answer: Answer, decisive: bool) -> Node:
        asked = answer.asked
        if isinstance(asked, RuleLeaf):
            return self._rule_leaf(answer, asked, decisive)
        if isinstance(asked, Lookup):
            return self._lookup(answer, asked, decisive)
        if isinstance(asked, Grouped):
            return self._grouped(answer, asked, decisive)
        (read,) = answer.reads
        assert isinstance(read, FieldValue)
        reading = self._readings.field(read)
        operand = Operand(reading.content, reading.unit, (reading,), reading.masked)
        limits = tuple(self._readings.limit(limit, reading.unit) for limit in answer.limits)
        return self._plain(answer, decisive, when=answer.when, operand=operand, limits=limits)

    def _lookup(self, answer: Answer, asked: Lookup, decisive: bool) -> Node:
        own = tuple(dict.fromkeys(read for read in answer.reads if isinstance(read, FieldValue)))
        rows = [read for read in answer.reads if isinstance(read, Record)]
        readings = tuple(self._readings.field(read) for read in own)
        fields = list(dict.fromkeys(term.field for term in asked.terms))
        # An existing row is sure where every row found is, and in doubt otherwise: the answer keeps one kind only.
        found = ~answer.truth if not asked.exists else answer.truth
        sure = len(rows) if found is Truth.TRUE else 0
        records = Records(
            self._readings.dataset(asked.dataset).name,
            total=len(rows),
            counted=sure,
            unknown=len(rows) - sure,
            shown=tuple(self._readings.record(row, fields) for row in rows[:SHOWN]),
        )
        operand = Operand(None, "", readings, next((r.masked for r in readings if r.masked), None))
        assert isinstance(answer.when, Month)
        near = self._readings.near(asked, own[0] if own else None, answer.when) if found is Truth.FALSE else ()
        return self._plain(answer, decisive, when=answer.when, operand=operand, records=records, near=near)

    def _grouped(self, answer: Answer, asked: Grouped, decisive: bool) -> Node:
        own = tuple(read for read in answer.reads if isinstance(read, FieldValue))
        rows = [read for read in answer.reads if isinstance(read, Record)]
        assert self._rule.dataset is not None or rows or own
        dataset = self._readings.dataset(own[0].dataset)
        fields = [asked.sum_field] if asked.sum_field is not None else []
        described = dataset.field(asked.sum_field) if asked.sum_field is not None else None
        unit = unit_of(described.type) if described is not None else ""
        lacking = [row for row in rows if asked.sum_field is not None and row.contents[asked.sum_field] is None]
        masked = self._readings.masked(described) if answer.operand is not None else None
        part = rows if asked.share_of is None else [row for row in rows if _is_alike(row, own)]
        records = Records(
            dataset.name,
            total=len(rows),
            counted=len(rows) - len(lacking) if asked.share_of is None else len(part),
            unknown=len(lacking),
            shown=tuple(self._readings.record(row, fields) for row in _telling(rows, lacking)[:SHOWN]),
            amounts=() if masked or asked.share_of is None else (total(asked, part), total(asked, rows)),
        )
        readings = tuple(self._readings.field(read) for read in own)
        compared_in = unit if asked.share_of is None else "prosent"
        operand = Operand(None if masked else answer.operand, compared_in, readings, masked)
        limits = tuple(self._readings.limit(limit, compared_in) for limit in answer.limits)
        return self._plain(answer, decisive, when=answer.when, operand=operand, limits=limits, records=records)

    def _rule_leaf(self, answer: Answer, asked: RuleLeaf, decisive: bool) -> Node:
        results = [read for read in answer.reads if isinstance(read, RuleResult)]
        if asked.count is None:
            opened = tuple(one for read in results if (one := self._open(read)) is not None)
            return self._plain(answer, decisive, when=answer.when, opened=opened)
        rule = self._rules.get(asked.rule)
        struck = [read for read in results if _struck(rule, read) is Truth.TRUE]
        opened = tuple(one for read in [*struck, *results][:SHOWN] if (one := self._open(read)) is not None)
        unique = tuple({(one.post, one.month): one for one in opened}.values())
        dataset = self._readings.dataset(rule.dataset).name if rule is not None and rule.dataset is not None else ""
        records = Records(
            dataset,
            total=len(results),
            counted=len(struck),
            unknown=len(results) - len(struck),
            shown=tuple(self._shown(read) for read in [*struck, *(r for r in results if r not in struck)][:SHOWN]),
        )
        return self._plain(answer, decisive, when=answer.when, records=records, opened=unique)

    def _shown(self, read: RuleResult) -> RecordShown:
        return self._readings.record_of(self._rules.get(read.rule), read.key)


def _struck(rule: Rule | None, read: RuleResult) -> Truth:
    return rule.struck(read.result) if rule is not None else Truth.of(read.result is Result.TRUE)


def _is_alike(row: Record, own: Sequence[FieldValue]) -> bool:
    return all(compare(Op.EQUAL, row.contents[read.field], read.value) is Truth.TRUE for read in own)


def _telling(rows: list[Record], lacking: list[Record]) -> list[Record]:
    """Those that nobody can add first: they are what makes the sum ukjent."""
    return [*lacking, *(row for row in rows if row not in lacking)]


def _is_window(answer: Answer) -> bool:
    return getattr(answer.asked, "window", None) is not None and answer.when is None


def _label(answer: Answer) -> str:
    return getattr(answer.asked, "label", None) or ""


def _deciding(answer: Answer) -> list[Answer]:
    """The parts that made it come out as it did."""
    if answer.truth is Truth.UNKNOWN:
        return [child for child in answer.children if child.truth is Truth.UNKNOWN]
    asked = answer.asked
    if isinstance(asked, Not):
        return list(answer.children)
    if isinstance(asked, AnyOf):
        return _those(answer, Truth.TRUE) if answer.truth is Truth.TRUE else list(answer.children)
    if isinstance(asked, NoneOf):
        return _those(answer, Truth.TRUE) if answer.truth is Truth.FALSE else list(answer.children)
    if isinstance(asked, AllOf) or not _is_window(answer):
        return _those(answer, Truth.FALSE) if answer.truth is Truth.FALSE else list(answer.children)
    return _those(answer, answer.truth)


def _those(answer: Answer, truth: Truth) -> list[Answer]:
    return [child for child in answer.children if child.truth is truth]


def _sign(leaf: IndicatorLeaf, sign: int) -> int:
    """+1 where a larger operand is better; fremgang is already turned so."""
    return 1 if leaf.change is not None and leaf.change.kind is ChangeKind.PROGRESS else sign


def _unit(leaf: IndicatorLeaf, unit: str) -> str:
    if leaf.change is None:
        return unit
    return "prosent" if leaf.change.kind is ChangeKind.PERCENT else difference_unit(unit)


def _tried(asked: Development, own: Measured, sign: int) -> tuple[Tried, ...]:
    """All three ways of seeing it, the rule's own among them; ukjent where a value is missing."""
    numbers = [value.number for value in reversed(own.values)]
    known = [Fraction(number) for number in numbers if number is not None]
    complete = len(known) == len(numbers)
    return tuple(
        Tried(
            method,
            Truth.of(developed(method, known, sign)) if complete else Truth.UNKNOWN,
            method is asked.method,
        )
        for method in Method
    )
