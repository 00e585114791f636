"""Values of indicators, and the leaves that ask about them (sections 1.2 and 2.2 to 2.5)."""

from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations, pairwise
from typing import Any

from .facts import Facts, Record
from .language import (
    MONTHS_IN,
    Node,
    Truth,
    all_of,
    compare,
    fold,
    last_day,
    last_month,
    over_time,
    period_read,
    rounded,
    ruling_month,
)
from .record_leaves import RecordLeaves
from .rulefiles import Indicator, Rule, Rulebook, listed

LARGER = {"bedre_enn": "over", "daarligere_enn": "under", "minst_like_god_som": "minst"}
SMALLER = {"bedre_enn": "under", "daarligere_enn": "over", "minst_like_god_som": "hoyst"}


def float_free(amount: Fraction) -> int:
    """The size of an amount with its decimals moved in front of the point."""
    size = abs(amount)
    while size.denominator != 1:
        size *= 10
    return int(size)


@dataclass
class UnitLeaves:
    book: Rulebook
    facts: Facts
    records: RecordLeaves
    seen: Counter[tuple[str, Truth]]
    known: dict[tuple[str, str, int], Fraction | None] = field(default_factory=dict)

    def matches(self, rule: Rule, unit: str, month: int) -> bool:
        """Whether a unit is within the rule's `gjelder` by the row it has in the month."""
        row = self.facts.row(unit, month)
        own = {"enhet": unit, "enhetstype": row and row.type, "tjeneste": row and row.service}
        return all(own[key] in wanted for key, wanted in rule.scope.items())

    def value(self, indicator: Indicator, unit: str, period: int) -> Fraction | None:
        """v(t), rounded to the indicator's decimals; None when missing, unreadable, skjermet or undecided."""
        place = (indicator.id, unit, period)
        if place not in self.known:
            if indicator.computed:
                value = self.computed(indicator, unit, period)
            else:
                value = self.facts.values.get((unit, indicator.id, period), (None, None))[0]
            least, behind = indicator.least_count, self.behind(indicator, unit, period)
            if value is None or (least > 0 and (behind is None or behind < least)):
                self.known[place] = None
            else:
                self.known[place] = rounded(value, indicator.decimals)
        return self.known[place]

    def behind(self, indicator: Indicator, unit: str, period: int) -> Fraction | None:
        """The `antall` behind a value: delivered, the records of the period, or the least of an index's parts."""
        if not indicator.computed:
            return self.facts.values.get((unit, indicator.id, period), (None, None))[1]
        if "indeks" in indicator.computed:
            counts = [self.behind(part, unit, at) for part, at in self.parts(indicator, period)]
            return None if None in counts else min(count for count in counts if count is not None)
        return Fraction(len(self.dated(indicator, unit, period)))

    def dated(self, indicator: Indicator, unit: str, period: int) -> list[Record]:
        """The unit's records of a computed indicator in the period."""
        recipe = indicator.computed or {}
        source = next(recipe[way] for way in ("antall", "sum", "andel", "benford") if way in recipe)
        size = MONTHS_IN[indicator.frequency]
        months = range(period * size, (period + 1) * size)
        own = self.facts.records_of(source, unit)
        return [record for record in own if any(record.in_month(month) for month in months)]

    def parts(self, index: Indicator, period: int) -> list[tuple[Indicator, int]]:
        """The parts of an index and the period in which each is read: the one that contains the index's own."""
        last = last_month(period, index.frequency)
        found = [self.book.indicators[name] for name in (index.computed or {})["indeks"]]
        assert all(MONTHS_IN[part.frequency] >= MONTHS_IN[index.frequency] for part in found), index.id
        return [(part, last // MONTHS_IN[part.frequency]) for part in found]

    def computed(self, indicator: Indicator, unit: str, period: int) -> Fraction | None:
        recipe = indicator.computed or {}
        if "indeks" in recipe:
            return self.index(indicator, unit, period)
        if not {recipe.get(way) for way in ("antall", "sum", "andel", "benford")}.isdisjoint(self.facts.missing):
            return None
        yes: list[Record] = []
        maybe: list[Record] = []
        records = self.dated(indicator, unit, period)
        last = last_month(period, indicator.frequency)
        for record in records:
            truth = self.records.holds(recipe["der"], record, last) if "der" in recipe else True
            if truth is not False:
                (maybe if truth is None else yes).append(record)
        if "sum" in recipe:
            return self.certain_sum(indicator, recipe["felt"], yes, maybe)
        if "benford" in recipe:
            return self.first_digits(recipe, yes, maybe)
        if "andel" in recipe and not records:
            return None
        share = Fraction(100, len(records)) if "andel" in recipe else Fraction(1)
        low, high = len(yes) * share, (len(yes) + len(maybe)) * share
        return low if rounded(low, indicator.decimals) == rounded(high, indicator.decimals) else None

    def first_digits(self, recipe: Node, yes: list[Record], maybe: list[Record]) -> Fraction | None:
        """How far first digits are from Benford's law: the mean of the nine distances, in per mille."""
        expected = "301.03 176.09 124.94 96.91 79.18 66.95 57.99 51.15 45.76".split()
        name = recipe["felt"]
        if any(one.values[name] for one in maybe):
            return None
        digits = [f"{float_free(one.values[name])}"[0] for one in yes if one.values[name]]
        if len(digits) < recipe.get("minst", 300):
            return None
        seen = Counter(digits)
        apart = [
            abs(Fraction(1000 * seen[str(n)], len(digits)) - Fraction(share)) for n, share in enumerate(expected, 1)
        ]
        return sum(apart, Fraction(0)) / 9

    def certain_sum(self, indicator: Indicator, name: str, yes: list[Record], maybe: list[Record]) -> Fraction | None:
        """The sum of a field; None when an unknown amount or an undecided record could change the rounded sum."""
        amounts = [one.values[name] for one in yes]
        doubtful = [one.values[name] for one in maybe]
        if None in amounts or None in doubtful:
            return None
        base = sum(amounts, Fraction(0))
        low = base + sum((one for one in doubtful if one < 0), Fraction(0))
        high = base + sum((one for one in doubtful if one > 0), Fraction(0))
        return base if rounded(low, indicator.decimals) == rounded(high, indicator.decimals) else None

    def index(self, indicator: Indicator, unit: str, period: int) -> Fraction | None:
        """The weighted mean of other indicators; a coarser part is read at the period that contains this one."""
        recipe = indicator.computed or {}
        parts = self.parts(indicator, period)
        weights = [Fraction(one) for one in recipe.get("vekt") or [1] * len(parts)]
        values = [self.value(part, unit, at) for part, at in parts]
        if None in values:
            return None
        weighted = [value * weight for value, weight in zip(values, weights, strict=True) if value is not None]
        return sum(weighted, Fraction(0)) / sum(weights)

    def holds(self, leaf: Node, rule: Rule, unit: str, month: int) -> Truth:
        """An indicator leaf with its window, for one unit in the evaluated month."""
        indicator = self.book.indicators[leaf["indikator"]]
        now = period_read(month, indicator.frequency, fold(leaf.get("lest", "innevaerende")))

        def at(period: int) -> Truth:
            return self.in_period(leaf, rule, unit, period, ruling_month(period, indicator.frequency, month))

        return over_time(leaf, indicator.frequency, now, at)

    def in_period(self, leaf: Node, rule: Rule, unit: str, period: int, ruling: int) -> Truth:
        """Every test of the leaf in one period, joined with and; `ruling` is the month that rules the period."""
        indicator = self.book.indicators[leaf["indikator"]]
        tests: dict[str, Truth] = {}
        if "er" in leaf:
            operand = self.operand(leaf, indicator, unit, period)
            threshold = self.threshold(leaf["verdi"], indicator, unit, ruling)
            tests[f"er {fold(leaf['er'])}"] = compare(self.operator(leaf, indicator), operand, threshold)
        if "farge" in leaf:
            colour = self.colour(indicator, unit, period, ruling)
            tests["farge"] = None if colour is None else colour in [fold(one) for one in listed(leaf["farge"])]
        if "best_blant" in leaf:
            tests["best_blant"] = self.best(leaf, rule, unit, period, ruling)
        if "utvikling" in leaf:
            tests[f"utvikling {leaf['utvikling']['metode']}"] = self.develops(leaf, indicator, unit, period)
        assert tests, leaf
        for name, truth in tests.items():
            self.seen[name, truth] += 1
        return all_of(tests.values())

    def upwards(self, leaf: Node, indicator: Indicator) -> bool:
        """Whether larger is better for what the leaf compares: always for fremgang."""
        return "fremgang" in leaf or indicator.higher_is_better

    def operator(self, leaf: Node, indicator: Indicator) -> str:
        word = fold(leaf["er"])
        return (LARGER if self.upwards(leaf, indicator) else SMALLER).get(word, word)

    def operand(self, leaf: Node, indicator: Indicator, unit: str, period: int) -> Fraction | None:
        """The value, or its change: never rounded after the change is computed."""
        change = leaf.get("endring") or leaf.get("fremgang")
        value = self.value(indicator, unit, period)
        if not change:
            return value
        base = self.value(indicator, unit, period - change["siden"])
        if value is None or base is None:
            return None
        if "fremgang" in leaf:
            return (value - base) * (1 if indicator.higher_is_better else -1)
        if fold(change["som"]) == "absolutt":
            return value - base
        return None if base == 0 else (value - base) * 100 / abs(base)

    def threshold(self, wanted: Any, indicator: Indicator, unit: str, ruling: int) -> Fraction | None:
        if not isinstance(wanted, dict):
            return Fraction(wanted)
        if "parameter" in wanted:
            return self.book.parameter(wanted["parameter"], last_day(ruling))
        green, yellow = self.facts.ambition(unit, indicator.id, ruling)
        return {"gronn": green, "gul": yellow}[fold(wanted["ambisjon"])]

    def colour(self, indicator: Indicator, unit: str, period: int, ruling: int) -> str | None:
        """gronn, gul or rod; None when the value or either threshold is missing."""
        value = self.value(indicator, unit, period)
        green, yellow = self.facts.ambition(unit, indicator.id, ruling)
        if value is None or green is None or yellow is None:
            return None
        reaches = "minst" if indicator.higher_is_better else "hoyst"
        if compare(reaches, value, green):
            return "gronn"
        return "gul" if compare(reaches, value, yellow) else "rod"

    def rivals(self, rule: Rule, unit: str, ruling: int, everyone: bool) -> list[str]:
        """The other units of the group, with or without data."""
        own = self.facts.row(unit, ruling)
        service = own.service if own else None
        if service is None and not everyone:
            return []
        others = [one for one in self.facts.active(ruling) if one != unit and self.matches(rule, one, ruling)]
        return [one for one in others if everyone or self.facts.row(one, ruling).service == service]  # type: ignore[union-attr]

    def best(self, leaf: Node, rule: Rule, unit: str, period: int, ruling: int) -> Truth:
        """best_blant, in the text's order of decision."""
        indicator = self.book.indicators[leaf["indikator"]]
        options = leaf["best_blant"] or {}
        rivals = self.rivals(rule, unit, ruling, fold(options.get("samme", "tjeneste")) == "alle")
        if 1 + len(rivals) < options.get("minst_enheter", 2):
            return False
        own = self.operand(leaf, indicator, unit, period)
        if own is None:
            return None
        theirs = [self.operand(leaf, indicator, one, period) for one in rivals]
        known = [value for value in theirs if value is not None]
        beaten = any(one > own if self.upwards(leaf, indicator) else one < own for one in known)
        tied = fold(options.get("ved_likhet", "alle")) == "ingen" and own in known
        if beaten or tied:
            return False
        if None in theirs and fold(options.get("mangler", "ukjent")) == "ukjent":
            return None
        return True

    def develops(self, leaf: Node, indicator: Indicator, unit: str, period: int) -> Truth:
        """Positive development over the last n periods, by the method the leaf names."""
        count = leaf["utvikling"]["perioder"]
        found = [self.value(indicator, unit, period - back) for back in reversed(range(count))]
        if None in found:
            return None
        sign = 1 if indicator.higher_is_better else -1
        values = [value * sign for value in found if value is not None]
        match leaf["utvikling"]["metode"]:
            case "minst_ett_steg":
                return any(later > earlier for earlier, later in pairwise(values))
            case "endepunkt":
                return values[-1] > values[0]
            case "trend":
                return theil_sen(values) > 0
        raise ValueError(f"unknown method in {leaf}")


def theil_sen(values: list[Fraction]) -> Fraction:
    """Median of all pairwise slopes; the mean of the middle two when their number is even."""
    slopes = sorted((values[j] - values[i]) / (j - i) for i, j in combinations(range(len(values)), 2))
    middle = len(slopes) // 2
    return slopes[middle] if len(slopes) % 2 else (slopes[middle - 1] + slopes[middle]) / 2
