"""Bonus year: the sheet of every tjenestested in one year, by the rules that were in use and the figures that stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache

import polars as pl

from kontroll.domain.condition import IndicatorLeaf, leaves
from kontroll.domain.indicator import Indicator, WeightedIndex
from kontroll.domain.month import Month, Period
from kontroll.domain.rule import Rule, RuleType, Status
from kontroll.domain.rulebook import Rulebook, referred_rules
from kontroll.engine.plain.evaluator import PlainEvaluator
from kontroll.facts.facts import Facts
from kontroll.report.bonus.criteria import Criteria, Spread, colour_of
from kontroll.report.bonus.sheet import Compliance, Ground, Sheet, ground

#: The index of the focus area «kontroll og etikk», as its file calls it.
COMPLIANCE = "kontroll_indeks"


@dataclass(frozen=True, kw_only=True)
class BonusYear:
    """sheets: by enhet, in the order of their ids. rules: that were asked. unmeasured: indicators that nobody was measured
    by in the year, or in the year before (then with the period), though a rule asks for them. evaluator: what was asked.
    organisation: as in `Facts`.
    """

    year: int
    month: Month
    rules: tuple[Rule, ...]
    sheets: Mapping[str, Sheet]
    unmeasured: tuple[tuple[str, Period], ...]
    evaluator: PlainEvaluator
    organisation: pl.DataFrame = field(compare=False, repr=False)

    def of_service(self, service: str) -> list[Sheet]:
        return [sheet for sheet in self.sheets.values() if sheet.service == service]

    @property
    def services(self) -> list[str]:
        return sorted({sheet.service for sheet in self.sheets.values()})

    @property
    def struck(self) -> list[Sheet]:
        """Those with a ground."""
        return [sheet for sheet in self.sheets.values() if sheet.classes]


def bonus_rules(rulebook: Rulebook) -> tuple[Rule, ...]:
    """The rules in use that give grounds for bonus to enheter, by id."""
    found = (rule for _id, rule in sorted(rulebook.rules.items()) if rule.type is RuleType.BONUS)
    return tuple(rule for rule in found if rule.status is Status.IN_USE and rule.dataset is None)


def ended_years(months: Iterable[Month]) -> list[int]:
    """months: those that are evaluated, the newest first. Bonus is given for a year that has ended."""
    return [month.year for month in months if month.number == 12]


def bonus_year(rulebook: Rulebook, facts: Facts, year: int, spread: Spread) -> BonusYear:
    """Everything of one year. spread: the assumed standard deviation of one answer behind an indicator."""
    month, rules = Month(year, 12), bonus_rules(rulebook)
    wanted = _read_by(rulebook, rules)
    part = replace(facts, measurements=facts.measurements.filter(pl.col("indikator").is_in(sorted(wanted))))
    evaluator = PlainEvaluator(rulebook, part)
    covered = sorted({enhet for rule in rules for enhet in _covered(part, evaluator, rule, month)})

    @cache
    def measured(indicator: str, period: Period) -> bool:
        return any(evaluator.value(indicator, enhet, period).number is not None for enhet in covered)

    criteria = Criteria(rulebook, evaluator, _with_indices(rulebook, spread), measured)
    sheets = {enhet: _sheet(rulebook, part, evaluator, criteria, rules, enhet, month) for enhet in covered}
    return BonusYear(
        year=year,
        month=month,
        rules=rules,
        sheets=sheets,
        unmeasured=tuple(_unmeasured(sheets.values(), measured)),
        evaluator=evaluator,
        organisation=facts.organisation,
    )


def _sheet(
    rulebook: Rulebook,
    facts: Facts,
    evaluator: PlainEvaluator,
    criteria: Criteria,
    rules: Sequence[Rule],
    enhet: str,
    month: Month,
) -> Sheet:
    grounds = []
    for rule in rules:
        answer = evaluator.answer(rule.id, enhet, month)
        if answer is not None:
            found = tuple(criteria.of(answer.condition, enhet)) if answer.condition is not None else ()
            grounds.append(ground(rule, answer, found))
    unit = evaluator.unit(enhet, month)
    assert unit is not None, "covered, and not there"
    return Sheet(
        year=month.year,
        month=month,
        enhet=enhet,
        name=_name(facts, enhet, month),
        service=unit.service or "",
        grounds=tuple(grounds),
        compliance=_compliance(rulebook, evaluator, grounds, enhet, month),
        took_over=tuple(_took_over(facts, enhet, month)),
    )


def _compliance(
    rulebook: Rulebook, evaluator: PlainEvaluator, grounds: Sequence[Ground], enhet: str, month: Month
) -> Compliance | None:
    one = rulebook.indicators.get(COMPLIANCE)
    if one is None:
        return None
    period = Period.containing(month, one.frequency)
    value, ambition = evaluator.value(one.id, enhet, period), evaluator.ambition(one.id, enhet, month)
    green, yellow = (ambition.green, ambition.yellow) if ambition is not None else (None, None)
    return Compliance(
        indicator=one.id,
        period=period,
        value=value,
        colour=colour_of(value.number, green, yellow, one.better.sign),
        green=green,
        yellow=yellow,
        asked=any(_asks(rulebook, ground.rule, one) for ground in grounds),
    )


def _asks(rulebook: Rulebook, rule: Rule, about: Indicator) -> bool:
    """Whether the rule, or an exception of it, reads an indicator of the same focus area."""
    trees = [version.condition for version in rule.versions] + [one.condition for one in rule.exemptions]
    read = {leaf.indicator for tree in trees for leaf in leaves(tree) if isinstance(leaf, IndicatorLeaf)}
    return any(rulebook.indicators[id].focus_area == about.focus_area for id in read)


# --- what is read -----------------------------------------------------------------------------------------------------


def _read_by(rulebook: Rulebook, rules: Sequence[Rule]) -> set[str]:
    """Indicators that the rules read, and those that they ask about, with the parts of indices."""
    rules = with_asked(rulebook, rules)
    trees = [version.condition for rule in rules for version in rule.versions]
    trees += [one.condition for rule in rules for one in rule.exemptions]
    read = {leaf.indicator for tree in trees for leaf in leaves(tree) if isinstance(leaf, IndicatorLeaf)}
    return parts_of(rulebook, read | {COMPLIANCE} & set(rulebook.indicators))


def with_asked(rulebook: Rulebook, rules: Iterable[Rule]) -> list[Rule]:
    """They, and the rules that they ask about with `utslag`, and those that these ask about."""
    found = {rule.id: rule for rule in rules}
    waiting = list(found.values())
    while waiting:
        for id in sorted(referred_rules(waiting.pop()) - found.keys()):
            if id in rulebook.rules:
                found[id] = rulebook.rules[id]
                waiting.append(found[id])
    return list(found.values())


def parts_of(rulebook: Rulebook, ids: set[str]) -> set[str]:
    """They, and what indices among them are made of."""
    found = set(ids)
    for id in ids:
        computed = rulebook.indicators[id].computed
        if isinstance(computed, WeightedIndex):
            found |= parts_of(rulebook, set(computed.parts))
    return found


def _with_indices(rulebook: Rulebook, spread: Spread) -> Spread:
    """An index spreads as its parts do; the widest of them, to be sure."""

    def of(indicator: str) -> Decimal | None:
        own = spread(indicator)
        computed = rulebook.indicators[indicator].computed
        if own is None and isinstance(computed, WeightedIndex):
            parts = [part for id in computed.parts if (part := spread(id)) is not None]
            return max(parts, default=None)
        return own

    return of


def _covered(facts: Facts, evaluator: PlainEvaluator, rule: Rule, month: Month) -> Iterator[str]:
    for enhet in facts.organisation.get_column("enhet").unique().to_list():
        unit = evaluator.unit(enhet, month)
        if unit is not None and rule.scope.covers(enhet, unit.unit_type, unit.service):
            yield enhet


def _unmeasured(sheets: Iterable[Sheet], measured: Callable[[str, Period], bool]) -> Iterator[tuple[str, Period]]:
    asked = {
        (one.indicator, period)
        for sheet in sheets
        for one in sheet.criteria
        for period in (one.period, one.base)
        if one.indicator and period is not None
    }
    for indicator, period in sorted(asked):
        if not measured(indicator, period):
            yield indicator, period


def _name(facts: Facts, enhet: str, month: Month) -> str:
    at = month.ordinal
    rows = facts.organisation.filter(
        (pl.col("enhet") == enhet) & (pl.col("first") <= at) & (pl.col("last").fill_null(at) >= at)
    )
    return str(rows.get_column("navn")[0] or enhet) if rows.height else enhet


def _took_over(facts: Facts, enhet: str, month: Month) -> list[str]:
    """Enheter that ended before the month and named this one as what came after."""
    rows = facts.organisation.filter((pl.col("etterfolger") == enhet) & (pl.col("last") < month.ordinal))
    return sorted(set(rows.get_column("enhet").to_list()))
