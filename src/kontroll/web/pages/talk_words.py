"""Talk words: why a rule gives ground for a talk, or answered as it did about pay, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kontroll.domain.condition import IndicatorLeaf
from kontroll.domain.month import Month, Period
from kontroll.domain.scorecard import Scorecards, half_width
from kontroll.flows.judging.explain import explain_facts
from kontroll.flows.pay.seen_talks import Ground
from kontroll.report.explaining.explainer import Cell
from kontroll.report.explaining.readings import Seen
from kontroll.report.explaining.told import Told, told
from kontroll.report.situation import Situation
from kontroll.texts import _, number


def explained(situation: Situation, cards: Scorecards, ground: Ground) -> Told | None:
    """As the last month that struck is known today; None where the rule or the month is not evaluated any more."""
    rule = ground.sak.rule
    if rule is None or rule not in situation.confined:
        return None
    return answered(
        situation, cards, rule, ground.sak.enhet, min(situation.last, max(situation.first, ground.sak.month))
    )


def answered(situation: Situation, cards: Scorecards, rule: str, enhet: str, month: Month) -> Told:
    """With how far the true figure may lie from what a survey gave: a difference inside it may be chance."""
    seen = Seen(persons=True, enheter=frozenset([enhet]))
    found = told(explain_facts(situation.rulebook, situation.facts, Cell(rule, enhet, month), situation.today, seen))
    return replace(found, why=(*found.why, *_uncertain(situation, cards, rule, enhet, month)))


def _uncertain(situation: Situation, cards: Scorecards, rule: str, enhet: str, month: Month) -> Iterator[str]:
    """Of the newest result of each survey that the rule reads."""
    leaves = situation.rulebook.rules[rule].leaves()
    for id in dict.fromkeys(leaf.indicator for leaf in leaves if isinstance(leaf, IndicatorLeaf)):
        indicator, spread = situation.rulebook.indicators[id], cards.spread_of(id)
        if spread is None:
            continue
        now = Period.containing(month, indicator.frequency)
        for period in (now, now.plus(-1)):
            shown = situation.published.value(id, enhet, period, own=True)
            if shown.value is not None and shown.count:
                yield _("{indicator} {period}: usikkerheten er {width} til hver side, for {count} har svart.").format(
                    indicator=indicator.name, period=period, count=number(shown.count),
                    width=number(half_width(spread, shown.count, indicator.decimals)),
                )  # fmt: skip
                break
