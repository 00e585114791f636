"""Verdicts of rules for units and records, and the lines that `vurder` prints (sections 2.7 and 3)."""

import csv
import io
from collections import Counter
from dataclasses import dataclass, field

from .facts import Facts, Record
from .language import Node, Truth, all_of, at_least, month_text, one_of, opposite, over_time
from .record_leaves import RecordLeaves
from .rulefiles import Rule, Rulebook
from .unit_leaves import UnitLeaves

HEADING = "regel;enhet;periode;post;resultat"
UNIT_QUALITY = "datakvalitet-enhet"
WORDS = {True: "sann", False: "usann", None: "ukjent"}
TRUTHS: dict[str, Truth] = {word: truth for truth, word in WORDS.items()}


@dataclass
class Judge:
    """Of one rulebook on one set of facts. left_out: rules that the run left out; whoever asks about one gets ukjent."""

    book: Rulebook
    facts: Facts
    left_out: frozenset[str] = frozenset()
    seen: Counter[tuple[str, Truth]] = field(default_factory=Counter)
    known: dict[tuple[str, str | int, int], str | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.on_records = RecordLeaves(self.book, self.facts, self.asked_by_record, self.seen)
        self.on_units = UnitLeaves(self.book, self.facts, self.on_records, self.seen)

    def holds(self, node: Node, rule: Rule, unit: str, month: int) -> Truth:
        """A condition of a unit rule."""
        if "alle" in node:
            return all_of([self.holds(one, rule, unit, month) for one in node["alle"]])
        if "minst_en" in node:
            return one_of([self.holds(one, rule, unit, month) for one in node["minst_en"]])
        if "ingen_av" in node:
            return opposite(one_of([self.holds(one, rule, unit, month) for one in node["ingen_av"]]))
        if "ikke" in node:
            return opposite(self.holds(node["ikke"], rule, unit, month))
        if "utslag" in node:
            return over_time(node, "maaned", month, lambda at: self.rule_leaf(node, unit, at))
        return self.on_units.holds(node, rule, unit, month)

    def rule_leaf(self, node: Node, unit: str, month: int) -> Truth:
        """Whether another rule has utslag for the unit, or for enough of its records, in a month."""
        if node["utslag"] in self.left_out:
            return None
        if "antall" in node:
            sources = self.sources(node["utslag"])
            records = [one for name in sources for one in self.facts.records_of(name, unit) if one.in_month(month)]
            struck = [self.record_struck(node["utslag"], one, month) for one in records]
            truth = at_least(node["antall"]["minst"], struck)
        else:
            rule = self.book.rules[node["utslag"]]
            assert rule.basis is None, f"{rule.id} is about records: ask with antall"
            truth = struck_by(rule, self.unit_verdict(rule, unit, month))
        self.seen["utslag antall" if "antall" in node else "utslag", truth] += 1
        return truth

    def asked_by_record(self, node: Node, record: Record, month: int) -> Truth:
        """What a rule about records is told of another: about the record itself, or about the unit that it is of."""
        name = node["utslag"]
        if name in self.left_out:
            return None
        if name == UNIT_QUALITY or self.book.rules[name].basis is not None:
            return self.record_struck(name, record, month)
        if self.facts.row(record.unit, month) is None:
            return False
        return over_time(node, "maaned", month, lambda at: self.rule_leaf(node, record.unit or "", at))

    def sources(self, rule_id: str) -> list[str]:
        """The data sets whose records a rule judges."""
        if rule_id == UNIT_QUALITY:
            return [one.id for one in self.book.datasets.values() if one.has_unit]
        basis = self.book.rules[rule_id].basis
        assert basis, f"{rule_id} is not about records"
        return [basis]

    def record_struck(self, rule_id: str, record: Record, month: int) -> Truth:
        if rule_id == UNIT_QUALITY:
            return self.facts.row(record.unit, month) is None
        rule = self.book.rules[rule_id]
        return struck_by(rule, self.record_verdict(rule, record, month))

    def unit_verdict(self, rule: Rule, unit: str, month: int) -> str | None:
        """The result for a unit in a month; None for no result row."""
        place = (rule.id, unit, month)
        if place not in self.known:
            self.known[place] = self.new_unit_verdict(rule, unit, month)
        return self.known[place]

    def new_unit_verdict(self, rule: Rule, unit: str, month: int) -> str | None:
        if self.facts.row(unit, month) is None or not self.on_units.matches(rule, unit, month):
            return None
        version = rule.version(month)
        if version is None:
            return "ikke_i_kraft"
        excused = one_of([self.holds(one, rule, unit, month) for one in rule.exceptions])
        if excused:
            return "ikke_relevant"
        return excepted(rule, self.holds(version.condition, rule, unit, month), excused)

    def record_verdict(self, rule: Rule, record: Record, month: int) -> str | None:
        """The result for a record in a month in which it is judged; None for no result row."""
        place = (rule.id, id(record), month)
        if place not in self.known:
            self.known[place] = self.new_record_verdict(rule, record, month)
        return self.known[place]

    def new_record_verdict(self, rule: Rule, record: Record, month: int) -> str | None:
        if rule.scope and not self.on_units.matches(rule, record.unit or "", month):
            return None
        version = rule.version(month)
        if version is None:
            return "ikke_i_kraft"
        excused = one_of([self.on_records.holds(one, record, month) for one in rule.exceptions])
        if excused:
            return "ikke_relevant"
        return excepted(rule, self.on_records.holds(version.condition, record, month), excused)

    def lines(self, first: int, last: int) -> list[tuple[str, str, str, str, str]]:
        """Every result row of the months, both included, in the order of code points."""
        found = []
        for month in range(first, last + 1):
            period = month_text(month)
            for rule in self.book.rules.values():
                if rule.id in self.left_out:
                    continue
                if rule.basis is None:
                    for unit in self.facts.active(month):
                        verdict = self.unit_verdict(rule, unit, month)
                        if verdict:
                            found.append((rule.id, unit, period, "", verdict))
                    continue
                for record in self.facts.records_in(rule.basis, month):
                    verdict = self.record_verdict(rule, record, month)
                    if verdict:
                        found.append((rule.id, record.unit or "", period, record.key, verdict))
            for name in self.sources(UNIT_QUALITY):
                for record in self.facts.records_in(name, month):
                    verdict = WORDS[self.record_struck(UNIT_QUALITY, record, month)]
                    found.append((UNIT_QUALITY, record.unit or "", period, record.key, verdict))
        return sorted(found)


def struck_by(rule: Rule, verdict: str | None) -> Truth:
    """Utslag of a verdict: brudd for skal, sann for the others; no verdict on the condition is no utslag."""
    if verdict not in TRUTHS:
        return False
    truth = TRUTHS[verdict]
    return opposite(truth) if rule.is_requirement else truth


def excepted(rule: Rule, truth: Truth, excused: Truth) -> str:
    """The word for the condition's truth; an unknown exception turns an utslag into ukjent and nothing else."""
    is_utslag = truth is (not rule.is_requirement)
    return WORDS[None if excused is None and is_utslag else truth]


def printed(lines: list[tuple[str, str, str, str, str]]) -> str:
    """The rows under their heading; a key that holds a separator is quoted as CSV quotes."""
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\n").writerows([HEADING.split(";"), *lines])
    return out.getvalue()
