"""Reduction: a case in which the evaluators part, made as small as it gets while they still do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from kontroll.domain.condition import AllOf, AnyOf, Condition, IndicatorLeaf, NoneOf, Not, children
from kontroll.domain.month import Month
from kontroll.domain.rule import Rule, Scope
from kontroll.domain.rulebook import ENHET_RULE, Rulebook, referred_rules

from .case import Case, Delivery, Row
from .comparison import Difference, first_difference, grounds
from .written import answer_text, rule_text

#: Most evaluations that a reduction may take.
PATIENCE = 400


def report(case: Case, found: Difference) -> str:
    """The smallest case that still shows the difference, for a person who must decide which evaluator is right."""
    small, found = reduced(case, found)
    book, delivery = small.rulebook, small.delivery
    parts = [
        f"{found.cell}: columnar {_word(found.columnar)}, plain {_word(found.plain)}",
        "Plain evaluator: " + answer_text(grounds(small, found.cell)),
        *(rule_text(rule) for rule in book.in_order()),
        *(str(indicator) for id, indicator in book.indicators.items() if f"'{id}'" in str(book.rules)),
        *(str(parameter) for id, parameter in book.parameters.items() if f"'{id}'" in str(book.rules)),
        *(f"{kind}: {row}" for kind, rows in _tables(delivery) for row in rows),
    ]
    return "\n".join(parts)


def _word(result: object) -> str:
    return "no row" if result is None else str(getattr(result, "value", result))


def _tables(delivery: Delivery) -> Iterator[tuple[str, Sequence[Row]]]:
    for name in ("organisation", "persons", "measurements", "ambitions"):
        yield name, getattr(delivery, name)
    yield from delivery.records.items()


@dataclass(slots=True)
class _Reducer:
    case: Case
    found: Difference
    patience: int = PATIENCE

    def keep(self, candidate: Case) -> bool:
        """Take the candidate if the evaluators still part there on the same rule."""
        if self.patience <= 0:
            return False
        self.patience -= 1
        found = first_difference(candidate)
        if found is None or found.cell.rule != self.found.cell.rule:
            return False
        self.case, self.found = candidate, found
        return True


def reduced(case: Case, found: Difference) -> tuple[Case, Difference]:
    """Fewer rules, months, branches and rows, in that order; the difference stays in the same rule."""
    reducer = _Reducer(case, found)
    reducer.keep(replace(case, rulebook=_behind(case.rulebook, found.cell.rule)))
    month = Month.parse(found.cell.month)
    reducer.keep(replace(reducer.case, first=month, last=month))
    _shrink_rules(reducer)
    for table in ("measurements", "ambitions", "persons", "organisation"):
        _shrink_rows(reducer, getattr(reducer.case.delivery, table), lambda d, rows, t=table: replace(d, **{t: rows}))
    for id in case.delivery.records:
        rows = reducer.case.delivery.records[id]
        _shrink_rows(reducer, rows, lambda d, rows, id=id: replace(d, records={**d.records, id: rows}))
    _shrink_rules(reducer)
    return reducer.case, reducer.found


# --- rules ----------------------------------------------------------------------------------------------------


def _behind(book: Rulebook, rule: str) -> Rulebook:
    """The rule and those it builds on."""
    wanted = {rule}
    for one in reversed(book.in_order()):
        if one.id in wanted:
            wanted |= referred_rules(one)
    return replace(book, rules={id: one for id, one in book.rules.items() if id in wanted})


def _shrink_rules(reducer: _Reducer) -> None:
    smaller = True
    while smaller and reducer.patience > 0:
        smaller = False
        for id in reversed([rule.id for rule in reducer.case.rulebook.in_order()]):
            rule = reducer.case.rulebook.rules.get(id)
            smaller |= rule is not None and any(reducer.keep(_with_rule(reducer, one)) for one in _simpler_rules(rule))


def _with_rule(reducer: _Reducer, rule: Rule) -> Case:
    book = reducer.case.rulebook
    changed = replace(book, rules={**book.rules, rule.id: rule})
    subject = reducer.found.cell.rule
    return replace(reducer.case, rulebook=changed if subject == ENHET_RULE else _behind(changed, subject))


def _simpler_rules(rule: Rule) -> Iterator[Rule]:
    if rule.scope != Scope():
        yield replace(rule, scope=Scope())
    for i, exemption in enumerate(rule.exemptions):
        others = rule.exemptions[:i], rule.exemptions[i + 1 :]
        yield replace(rule, exemptions=(*others[0], *others[1]))
        for condition in _simpler(exemption.condition):
            yield replace(rule, exemptions=(*others[0], replace(exemption, condition=condition), *others[1]))
    for i, version in enumerate(rule.versions):
        before, after = rule.versions[:i], rule.versions[i + 1 :]
        if before or after:
            yield replace(rule, versions=(*before, *after))
        for condition in _simpler(version.condition):
            yield replace(rule, versions=(*before, replace(version, condition=condition), *after))


def _simpler(condition: Condition) -> Iterator[Condition]:
    """Conditions one step simpler: a branch alone, a branch less, a window, change or test less."""
    yield from children(condition)
    if isinstance(condition, Not):
        yield from (replace(condition, child=child) for child in _simpler(condition.child))
    elif isinstance(condition, AllOf | AnyOf | NoneOf):
        for i, child in enumerate(condition.children):
            before, after = condition.children[:i], condition.children[i + 1 :]
            if before or after:
                yield replace(condition, children=(*before, *after))
            yield from (replace(condition, children=(*before, one, *after)) for one in _simpler(child))
    else:
        if condition.window is not None:
            yield replace(condition, window=None)
        if isinstance(condition, IndicatorLeaf):
            if condition.change is not None:
                yield replace(condition, change=None)
            if len(condition.tests) > 1:
                yield from (replace(condition, tests=(test,)) for test in condition.tests)


# --- rows -----------------------------------------------------------------------------------------------------


def _shrink_rows(reducer: _Reducer, rows: Sequence[Row], put: Callable[[Delivery, Sequence[Row]], Delivery]) -> None:
    """Take out ever smaller stretches of rows, from all of them down to single ones."""
    size = len(rows)
    while size >= 1:
        at = 0
        while at < len(rows):
            fewer = [*rows[:at], *rows[at + size :]]
            if reducer.keep(replace(reducer.case, delivery=put(reducer.case.delivery, fewer))):
                rows = fewer
            else:
                at += size
        size //= 2
