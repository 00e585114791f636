"""Field leaves: what is asked of one record (section 2.6)."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta
from fractions import Fraction
from typing import Any

from . import delimited
from .facts import REGISTERS, Facts, Record
from .language import Node, Truth, all_of, clean, compare, fold, last_day, one_of, opposite, over_time, yes
from .rulefiles import Rulebook

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


@dataclass
class RecordLeaves:
    """asked: whether another rule has utslag, for a record in a month."""

    book: Rulebook
    facts: Facts
    asked: Callable[[Node, Record, int], Truth]
    seen: Counter[tuple[str, Truth]]

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
                name, truth = self.field(node, own, kind, record, month)
            self.seen[name, truth] += 1
            return truth

        return at

    def field(self, node: Node, own: Any, kind: str, record: Record, month: int) -> tuple[str, Truth]:
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
        found = one_of(
            all_of(
                self.field(test, row.get(test["felt"]), types.get(test["felt"], "tekst"), record, month)[1]
                for test in node["der"]
            )
            for row in self.candidates(node, types, record)
        )
        return found if yes(node.get("finnes", "ja")) else opposite(found)

    def candidates(self, node: Node, types: dict[str, str], record: Record) -> list[dict[str, Any]]:
        """The rows of a look-up, without those that an equality of same-typed fields already makes usann."""
        for test in node["der"]:
            if fold(test["er"]) == "lik" and isinstance(test["verdi"], dict) and list(test["verdi"]) == ["felt"]:
                own, other = test["verdi"]["felt"], test["felt"]
                same_type = record.dataset.types[own] == types.get(other, "tekst")
                if same_type and record.values[own] is not None:
                    return self.facts.rows_that_may_equal(node["oppslag"], other, record.values[own])
        return self.facts.rows(node["oppslag"])

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
        like = tuple(record.values[name] for name in names)
        start = own_day - timedelta(days=group["dager"])
        inside = []
        for other in self.facts.records_by(record.dataset.id, *names)[like]:
            day = other.group_day()
            if day and start < day <= own_day:
                inside.append(other)
        if "sum" not in group:
            return Fraction(len(inside))
        amounts = [other.values[group["sum"]] for other in inside]
        return None if None in amounts else sum(amounts, Fraction(0))
