"""Walk: from an answer down to every delivered value it stands on, into other rules and the records behind figures too."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from kontroll.domain.condition import AllOf, AnyOf, FieldLeaf, IndicatorLeaf, NoneOf, Not, RuleLeaf, leaves
from kontroll.domain.indicator import Aggregate, FromRecords
from kontroll.domain.month import Month
from kontroll.domain.rule import Rule
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.truth import Truth
from kontroll.engine.plain import Answer, FieldSite, PlainEvaluator, Record, RuleAnswer, RuleResult, Value
from kontroll.report.explaining.figuresites import FigureSites
from kontroll.report.explaining.recordsites import RecordSites
from kontroll.report.explaining.rows import Rows
from kontroll.report.explaining.sites import Site, Sites

#: Records of an enhet whose fields are tried, one by one.
MOST_RECORDS = 200


class Walk:
    """Each answer is walked once."""

    def __init__(
        self, rulebook: Rulebook, evaluator: PlainEvaluator, rows: Rows, sites: Sites, only: Truth | None
    ) -> None:
        self._rulebook = rulebook
        self._evaluator = evaluator
        self._only = only
        self._figures = FigureSites(rulebook, sites)
        self._records = RecordSites(rulebook, evaluator, sites, rows.step)
        self._sites = sites
        self._found: dict[tuple[str, str, str, Month], frozenset[Site]] = {}
        self.asks_of_enhet = False

    def rule(self, answer: RuleAnswer) -> frozenset[Site]:
        """The sites of which one alone may turn the rule's answer; more of them than do, never fewer."""
        cell = (answer.rule.id, answer.enhet, answer.key, answer.month)
        if cell not in self._found:
            self._found[cell] = frozenset()
            record = None
            if answer.rule.dataset is not None:
                record = self._evaluator.record(answer.rule.dataset, answer.key)
            every = [self._tree(tree, answer, record) for tree in answer.answers()]
            self._found[cell] = frozenset().union(*every)
        return self._found[cell]

    def _tree(self, node: Answer, answer: RuleAnswer, record: Record | None) -> frozenset[Site]:
        if self._only is not None and node.truth is not self._only:
            return frozenset()
        asked = node.asked
        if isinstance(asked, IndicatorLeaf) and node.when is not None:
            return self._turning(node, [self._test(test, asked) for test in node.children])
        if node.when is None or not isinstance(asked, FieldLeaf | RuleLeaf):
            return self._turning(node, [self._tree(child, answer, record) for child in node.children])
        if isinstance(asked, RuleLeaf):
            assert isinstance(node.when, Month)
            return self._other_rule(node, asked, answer, node.when)
        assert record is not None
        self._sites.touched = set()
        self._records.of_leaf(node, asked, record)
        return frozenset(self._sites.touched)

    def _turning(self, node: Answer, below: list[frozenset[Site]]) -> frozenset[Site]:
        """Sites below that turn enough of the children at once: of an and with two false parts, those that both read."""
        every: frozenset[Site] = frozenset().union(*below)
        if self._only is not None or node.truth is Truth.UNKNOWN or isinstance(node.asked, Not):
            return every
        needed = _to_turn(node)
        held = node.truth if not isinstance(node.asked, NoneOf) else ~node.truth
        pulling = [sites for child, sites in zip(node.children, below, strict=True) if child.truth is held]
        return frozenset(site for site in every if sum(site in sites for sites in pulling) >= needed)

    def _test(self, test: Answer, leaf: IndicatorLeaf) -> frozenset[Site]:
        self._sites.touched = set()
        for counted in self._figures.of_test(test, leaf):
            self._counted(*counted)
        return frozenset(self._sites.touched)

    def _other_rule(self, node: Answer, asked: RuleLeaf, answer: RuleAnswer, month: Month) -> frozenset[Site]:
        rule = self._rulebook.rules.get(asked.rule)
        if rule is None:
            return frozenset()
        # What is said of the record's enhet: with another enhet it would be another question.
        self.asks_of_enhet |= rule.dataset is None and answer.rule.dataset is not None
        if asked.count is None:
            read = (one for one in node.reads if isinstance(one, RuleResult))
            found = [self._opened(rule, one.enhet, one.key, month) for one in read]
        else:
            keys = self._worth(node, asked.count, rule, answer.enhet, month)
            found = [self._opened(rule, answer.enhet, key, month) for key in keys]
        return frozenset().union(*found)

    def _opened(self, rule: Rule, enhet: str, key: str, month: Month) -> frozenset[Site]:
        if rule.dataset is not None:
            found = self._evaluator.record_answer(rule.id, key, month)
        else:
            found = self._evaluator.answer(rule.id, enhet, month)
        return self.rule(found) if found is not None else frozenset()

    def _worth(self, node: Answer, count: int, rule: Rule, enhet: str, month: Month) -> list[str]:
        """Keys of the records of which one alone could bring the number to the other side of what is asked."""
        assert rule.dataset is not None
        own = [r for r in self._evaluator.records(rule.dataset) if r.enhet == enhet and r.judged_in(month)]
        truths = {r.key: rule.struck(self._evaluator.record_result(rule.id, r.key, month)) for r in own}
        struck = list(truths.values()).count(Truth.TRUE)
        if node.truth is Truth.TRUE:
            return [key for key, truth in truths.items() if truth is Truth.TRUE] if struck == count else []
        if node.truth is Truth.FALSE:
            at_edge = struck == count - 1 and Truth.UNKNOWN not in truths.values()
            return [key for key, truth in truths.items() if truth is Truth.FALSE][:MOST_RECORDS] if at_edge else []
        return [key for key, truth in truths.items() if truth is Truth.UNKNOWN]

    def _counted(self, value: Value, targets: tuple[Fraction, ...]) -> None:
        """The records that a figure was counted over: their amounts, and what `der` asks of them."""
        computed = self._rulebook.indicators[value.indicator].computed
        assert isinstance(computed, FromRecords)
        for key, truth in value.records[:MOST_RECORDS]:
            record = self._evaluator.record(computed.dataset, key)
            if record is None:
                continue
            if computed.where is not None:
                month = value.period.last_month
                for leaf in leaves(computed.where):
                    assert isinstance(leaf, FieldLeaf)
                    self._leaf_of(leaf, record, month)
            if computed.aggregate is Aggregate.BENFORD:
                self._digit(FieldSite(computed.dataset, key, computed.field or ""))
            elif computed.field is not None and truth is Truth.TRUE and value.number is not None:
                self._amount(FieldSite(computed.dataset, key, computed.field), value, targets)

    def _digit(self, site: FieldSite) -> None:
        """Where the first digit of an amount becomes another, or the amount nothing."""
        own = self._evaluator.record(site.dataset, site.key)
        amount = own.contents[site.field] if own is not None else None
        place = amount.adjusted() if isinstance(amount, Decimal) and amount != 0 else 0
        sign = -1 if isinstance(amount, Decimal) and amount < 0 else 1
        self._sites.add(site, (sign * digit * Fraction(10) ** place for digit in range(11)))

    def _amount(self, site: FieldSite, value: Value, targets: tuple[Fraction, ...]) -> None:
        """A sum turns where it is rounded to the other side of a target: half a step before or after a whole one."""
        own, step = self._evaluator.record(site.dataset, site.key), self._step(value)
        amount = own.contents[site.field] if own is not None else None
        if not isinstance(amount, Decimal):
            return
        exact = self._exact(site, value)
        for target in targets:
            below = target // step
            self._sites.add(site, (Fraction(amount) + (below + n + Fraction(1, 2)) * step - exact for n in (-1, 0, 1)))

    def _step(self, value: Value) -> Fraction:
        return Fraction(1, 10 ** self._rulebook.indicators[value.indicator].decimals)

    def _exact(self, site: FieldSite, value: Value) -> Fraction:
        """The sum before it is rounded."""
        counted = (self._evaluator.record(site.dataset, key) for key, truth in value.records if truth is Truth.TRUE)
        amounts = (record.contents[site.field] for record in counted if record is not None)
        return sum((Fraction(amount) for amount in amounts if isinstance(amount, Decimal)), Fraction(0))

    def _leaf_of(self, leaf: FieldLeaf, record: Record, month: Month) -> None:
        answer = self._evaluator.field_answer(leaf, record, month)
        for one in [answer, *answer.children]:
            if one.when is not None:
                self._records.of_leaf(one, leaf, record)


def _to_turn(node: Answer) -> int:
    """How many of the children that pulled a known answer its way must turn for it to turn, at the least."""
    truths = [child.truth for child in node.children]
    asked = node.asked
    if isinstance(asked, AnyOf | NoneOf):
        least = 1
    elif isinstance(asked, AllOf) or node.when is not None:
        least = len(truths)
    else:
        window = getattr(asked, "window", None)
        least = window.at_least if window is not None else len(truths)
    true, unknown = truths.count(Truth.TRUE), truths.count(Truth.UNKNOWN)
    came_out = true >= least
    return max(1, true - least + 1 if came_out else least - true - unknown)
