"""Field leaves: what is asked of one record (section 2.6)."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from fractions import Fraction
from typing import Any

from . import delimited
from .facts import REGISTERS, Facts, Record
from .language import Node, Truth, all_of, clean, compare, fold, last_day, one_of, opposite, over_time, yes
from .lookups import Lookups
from .rulefiles import Rulebook

Sums = tuple[list[date], list[Fraction], list[int]]
REGISTER_TYPES = {"gjelder_fra": "dato", "gjelder_til": "dato"}  # first and last day of the months


def literal(value: Any, kind: str) -> Any:
    """A literal of a rule file as a value of the field's type."""
    match kind:
        case "tall" | "kr" | "heltall":
            return Fraction(value)
        case "dato":
            return date.fromisoformat(str(value))
        case "tidspunkt":
            return delimited.moment(str(value))
        case "janei":
            return yes(value)
    return clean(str(value))


def comparable(left: Any, right: Any) -> tuple[Any, Any]:
    """A point in time against a date is compared by its date."""
    if hasattr(left, "hour") and not hasattr(right, "hour"):
        return left.date(), right
    if hasattr(right, "hour") and not hasattr(left, "hour"):
        return left, right.date()
    return left, right


def measured(operator: str, left: Any, right: Any) -> Truth:
    return None if left is None or right is None else compare(fold(operator), *comparable(left, right))


def fits(row: dict[str, Any], tests: list[tuple[str, str, Any]]) -> Truth:
    """Whether all tests hold for the row: a field, a folded operator, and what it is held against."""
    truth: Truth = True
    for name, operator, wanted in tests:
        one = measured(operator, row.get(name), wanted)
        if one is False:
            return False
        truth = truth and one
    return truth


@dataclass
class RecordLeaves:
    """asked: whether another rule has utslag, for a record in a month."""

    book: Rulebook
    facts: Facts
    asked: Callable[[Node, Record, int], Truth]
    seen: Counter[tuple[str, Truth]]
    added: dict[Any, Sums] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.lookups = Lookups(self.facts.rows)

    def holds(self, node: Node, record: Record, month: int) -> Truth:
        """A whole condition on a record in the evaluated month."""
        if "alle" in node:
            return all_of([self.holds(one, record, month) for one in node["alle"]])
        if "minst_en" in node:
            return one_of([self.holds(one, record, month) for one in node["minst_en"]])
        if "ingen_av" in node:
            return opposite(one_of([self.holds(one, record, month) for one in node["ingen_av"]]))
        if "ikke" in node:
            return opposite(self.holds(node["ikke"], record, month))
        if "utslag" in node:
            return self.asked(node, record, month)
        return over_time(node, "maaned", month, self.leaf(node, record))

    def leaf(self, node: Node, record: Record) -> Callable[[int], Truth]:
        """The leaf as a function of the month."""

        def at(month: int) -> Truth:
            if "oppslag" in node:
                name, truth = "oppslag", self.look_up(node, record, month)
            elif "gruppert" in node:
                name, truth = "gruppert", self.grouped(node, record, month)
            else:
                own = record.values[node["felt"]]
                kind = record.dataset.types[node["felt"]]
                name, truth = self.about(node, own, kind, record, month)
            self.seen[name, truth] += 1
            return truth

        return at

    def about(self, node: Node, own: Any, kind: str, record: Record, month: int) -> tuple[str, Truth]:
        """A leaf about one value: its name among the constructs, and its truth."""
        if "mangler" in node:
            return "mangler", (own is None) == yes(node["mangler"])
        if "er" in node:
            wanted = self.wanted(node["verdi"], kind, record, month)
            return f"felt {kind} er {fold(node['er'])}", measured(node["er"], own, wanted)
        name = next(name for name in ("i", "ukedag", "klokke", "rundt") if name in node)
        return name, None if own is None else self.shaped(name, node[name], own, kind)

    def shaped(self, name: str, test: Any, own: Any, kind: str) -> bool:
        match name:
            case "i":
                return own in [literal(one, kind) for one in test]
            case "ukedag":
                return own.isoweekday() in test
            case "rundt":
                return bool(own % Fraction(test) == 0)
        start, end = (time.fromisoformat(test[key]) for key in ("fra", "til"))
        clock = own.time()
        if start < end:
            return bool(start <= clock < end)
        return bool(clock >= start or clock < end)

    def wanted(self, value: Any, kind: str, record: Record, month: int) -> Any:
        """V of a field leaf: a literal, a parameter, a field of this record or the end of the period."""
        if not isinstance(value, dict):
            return literal(value, kind)
        if "parameter" in value:
            found: Any = self.book.parameter(value["parameter"], record.parameter_day(month))
        elif "periodeslutt" in value:
            found = last_day(month)
        else:
            found = record.values[value["felt"]]
            if found is not None and ("ganger" in value or "pluss" in value):
                found = found * Fraction(value.get("ganger", 1)) + Fraction(value.get("pluss", 0))
        if found is not None and value.get("pluss_dager"):
            found = found + timedelta(days=value["pluss_dager"])
        return found

    def look_up(self, node: Node, record: Record, month: int) -> Truth:
        """Is there a row for which all tests hold; the rows are those known at the run, of any date."""
        name = node["oppslag"]
        if name in self.facts.missing:
            return None
        types = REGISTER_TYPES if name in REGISTERS else self.book.datasets[name].types
        tests = [
            (
                test["felt"],
                fold(test["er"]),
                self.wanted(test["verdi"], types.get(test["felt"], "tekst"), record, month),
            )
            for test in node["der"]
        ]
        found = self.lookups.answer(name, tests, types, fits)
        return found if yes(node.get("finnes", "ja")) else opposite(found)

    def grouped(self, node: Node, record: Record, month: int) -> Truth:
        """The sum or number over equal records of the last days, or its share of a larger group's, against V."""
        group = node["gruppert"]
        if None in [record.values[name] for name in group["like"]]:
            return None
        found = self.amount(group, group["like"], record)
        if "andel_av" in group:
            whole = self.amount(group, group["andel_av"], record)
            found = None if found is None or whole is None or whole <= 0 else 100 * found / whole
        return measured(node["er"], found, self.wanted(node["verdi"], "tall", record, month))

    def amount(self, group: Node, names: list[str], record: Record) -> Fraction | None:
        """Of the records that are equal in the fields named, within the days."""
        own_day = record.group_day()
        if own_day is None:
            return None
        like = record.of(names)
        days, sums, missing = self.sums(record.dataset.id, tuple(names), group.get("sum"), like)
        low = bisect_right(days, own_day - timedelta(days=group["dager"]))
        high = bisect_right(days, own_day)
        return None if missing[high] > missing[low] else sums[high] - sums[low]

    def sums(self, dataset: str, names: tuple[str, ...], field: str | None, like: tuple[Any, ...]) -> Sums:
        """Of a group its days in order, and of so many of its first records the sum (without `field` the number)."""
        place = (dataset, names, field, like)
        if place not in self.added:
            dated = [(day, one) for one in self.facts.records_by(dataset, *names)[like] if (day := one.group_day())]
            dated.sort(key=lambda pair: pair[0])
            sums, missing = [Fraction(0)], [0]
            for _day, one in dated:
                amount = one.values[field] if field else Fraction(1)
                sums.append(sums[-1] + (amount or 0))
                missing.append(missing[-1] + (amount is None))
            self.added[place] = [day for day, _one in dated], sums, missing
        return self.added[place]
