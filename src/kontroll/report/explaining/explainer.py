"""Explainer: one answer of one rule, opened: from the plain evaluator's account of it to everything that is told."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from kontroll.domain.month import Month
from kontroll.domain.rule import Rule
from kontroll.domain.rulebook import ENHET_RULE, Rulebook
from kontroll.domain.truth import Result, Truth
from kontroll.engine.plain import PlainEvaluator, RuleAnswer, RuleResult
from kontroll.facts.facts import Facts
from kontroll.report.causes import Causes
from kontroll.report.explaining.absences import Absences
from kontroll.report.explaining.flips import flips
from kontroll.report.explaining.lacking import lacking
from kontroll.report.explaining.nodes import Nodes
from kontroll.report.explaining.readings import Readings, Seen
from kontroll.report.explaining.rows import Receipts, Rows, folder_receipt
from kontroll.report.explaining.tree import Excepted, Explanation
from kontroll.report.explaining.trial import Trial
from kontroll.report.situation import BUILT_IN_RULE

#: Rules that ask about rules are opened so deep; below it only what they answered is told.
DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Cell:
    """The answer that is asked about. post: key of the record, "" for a rule about enheter."""

    rule: str
    enhet: str
    month: Month
    post: str = ""


class Explainer:
    """Explains answers that rest on the same facts. left_out: rule -> why runs leave it out."""

    def __init__(
        self,
        rulebook: Rulebook,
        facts: Facts,
        today: date,
        *,
        receipts: Receipts = folder_receipt,
        seen: Seen | None = None,
        left_out: dict[str, str] | None = None,
    ) -> None:
        self._rulebook = rulebook
        self._left_out = left_out or {}
        self._evaluator = PlainEvaluator(rulebook, facts, frozenset(self._left_out))
        self._rows = Rows(rulebook, facts, receipts)
        self._readings = Readings(
            rulebook, self._rows, seen or Seen(), today, self._evaluator, lambda id: _is_delivered(facts, id)
        )
        self._absences = Absences(rulebook, self._evaluator, self._rows)
        self._causes = Causes(self._evaluator, rulebook, facts, today)
        self._trial = Trial(rulebook, self._evaluator, self._rows)

    def explain(self, cell: Cell) -> Explanation:
        """The answer with what would have changed it, or, where it is ukjent, what would settle it."""
        told = self._explained(cell)
        of_another = cell.post and cell.enhet and told.enhet != cell.enhet
        return replace(told, asked_enhet=cell.enhet) if of_another else told

    def _explained(self, cell: Cell) -> Explanation:
        if cell.rule == ENHET_RULE:
            return self._of_enhet_rule(cell)
        rule = self._rulebook.rules[cell.rule]
        answer = self.answer(rule, cell)
        if answer is None:
            return self._without_row(rule, cell)
        told = self._told(rule, answer, 0)
        if answer.result is Result.UNKNOWN:
            missing = lacking(self._trial, self._readings, answer, self._causes, self._rulebook)
            return replace(told, lacking=missing.all, together=missing.together)
        if answer.result is Result.NOT_IN_FORCE:
            return told
        return replace(told, flips=flips(self._trial, self._readings, answer))

    def answer(self, rule: Rule, cell: Cell) -> RuleAnswer | None:
        if rule.dataset is not None:
            return self._evaluator.record_answer(rule.id, cell.post, cell.month)
        return self._evaluator.answer(rule.id, cell.enhet, cell.month)

    # --- what is told of any answer ---------------------------------------------------------------------------------

    def _told(self, rule: Rule, answer: RuleAnswer, depth: int) -> Explanation:
        def open(read: RuleResult) -> Explanation | None:
            return self._opened(read, depth + 1)

        nodes = Nodes(self._readings, dict(self._rulebook.rules), rule, answer.month, open)
        told = self._head(rule, answer.enhet, answer.key, answer.month, answer.result)
        if answer.condition is None:
            return told
        excepts = deciding_exceptions(answer)
        by_condition = answer.result is not Result.NOT_RELEVANT and not excepts
        return replace(
            told,
            version=answer.version,
            tree=nodes.node(answer.condition, by_condition),
            exemptions=tuple(
                Excepted(exemption=one, tree=nodes.node(tree), decisive=one.id in excepts)
                for one, tree in answer.exemptions
            ),
        )

    def _head(self, rule: Rule, enhet: str, post: str, month: Month, result: Result | None) -> Explanation:
        record = self._evaluator.record(rule.dataset, post) if rule.dataset is not None else None
        return Explanation(
            rule=rule,
            enhet=enhet,
            enhet_name=self._readings.enhet_name(enhet, month) if enhet else "",
            post=post,
            month=month,
            result=result,
            dataset=self._rulebook.dataset(rule.dataset).name if rule.dataset is not None else "",
            source=self._rows.source(record.file, record.line) if record is not None else None,
            left_out=self._left_out.get(rule.id, ""),
        )

    def _without_row(self, rule: Rule, cell: Cell) -> Explanation:
        record = self._evaluator.record(rule.dataset, cell.post) if rule.dataset is not None else None
        enhet = cell.enhet if record is None else record.enhet or ""
        told = self._head(rule, enhet, cell.post, cell.month, None)
        return replace(told, absence=self._absences.of(rule, enhet, cell.post, cell.month))

    def _opened(self, read: RuleResult, depth: int) -> Explanation | None:
        rule = self._rulebook.rules.get(read.rule)
        if rule is None or rule.id in self._left_out or depth > DEEPEST:
            return None
        cell = Cell(rule.id, read.enhet, read.month, read.key)
        answer = self.answer(rule, cell)
        return self._without_row(rule, cell) if answer is None else self._told(rule, answer, depth)

    def _of_enhet_rule(self, cell: Cell) -> Explanation:
        """The rule that is always there has no tree: what it found of the enhet is all there is to tell."""
        for dataset in self._rulebook.datasets.values():
            record = self._evaluator.record(dataset.id, cell.post)
            result = self._evaluator.enhet_quality(dataset.id, cell.post, cell.month)
            if record is not None and result is not None:
                told = self._head(BUILT_IN_RULE, record.enhet or "", cell.post, cell.month, result)
                why = self._absences.of_enhet(record.enhet or "") if result is Result.TRUE else None
                source = self._rows.source(record.file, record.line)
                return replace(told, dataset=dataset.name, source=source, absence=why)
        told = self._head(BUILT_IN_RULE, cell.enhet, cell.post, cell.month, None)
        return replace(told, absence=self._absences.of_no_record())


def deciding_exceptions(answer: RuleAnswer) -> frozenset[str]:
    """Ids of the exceptions that made the answer ikke_relevant or ukjent; none where the condition decided."""
    wanted = Truth.TRUE if answer.result is Result.NOT_RELEVANT else Truth.UNKNOWN
    if answer.result not in (Result.NOT_RELEVANT, Result.UNKNOWN) or answer.condition is None:
        return frozenset()
    if answer.result is Result.UNKNOWN and answer.condition.truth is Truth.UNKNOWN:
        return frozenset()
    return frozenset(one.id for one, tree in answer.exemptions if tree.truth is wanted)


def _is_delivered(facts: Facts, dataset: str) -> bool:
    built_in = dataset in ("organisasjon", "personer")
    return (built_in or dataset in facts.records) and facts.table(dataset).delivered
