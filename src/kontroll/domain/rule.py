"""Rule: one file under rules/, with its versions, exceptions, scope and tests (rule language, section 1.1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from kontroll.domain.access import Thing
from kontroll.domain.condition import Condition, Leaf, leaves
from kontroll.domain.hjemmel import Hjemmel
from kontroll.domain.month import Month
from kontroll.domain.truth import Result, Truth


class RuleType(Enum):
    REQUIREMENT = "skal"
    DEVIATION = "avvik"
    BONUS = "bonus"
    PAY = "resultatlønn"
    TALK = "samtale"
    DATA_QUALITY = "datakvalitet"

    @property
    def opens_avvik(self) -> bool:
        return self not in (RuleType.BONUS, RuleType.PAY)

    @property
    def confined_to(self) -> Thing | None:
        """What its answers belong to, where they are not for everybody who may see the enhet: what they say is of one person."""
        return {RuleType.TALK: Thing.TALK, RuleType.PAY: Thing.PAY}.get(self)

    @property
    def strikes_at(self) -> Result:
        """The result that is utslag: a requirement is broken where it is false."""
        return Result.FALSE if self is RuleType.REQUIREMENT else Result.TRUE

    @property
    def keeps_still_at(self) -> Result:
        """The result that says that all is well."""
        return Result.TRUE if self is RuleType.REQUIREMENT else Result.FALSE


class Status(Enum):
    DRAFT = "utkast"
    TRIAL = "prøve"
    IN_USE = "i_bruk"
    RETIRED = "utgått"


class Severity(Enum):
    LOW = "lav"
    MEDIUM = "middels"
    HIGH = "høy"
    CRITICAL = "kritisk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """`gjelder`: which units the rule is about; None = any, all given keys must match."""

    unit_types: frozenset[str] | None = None
    services: frozenset[str] | None = None
    enheter: frozenset[str] | None = None

    def covers(self, enhet: str, unit_type: str | None, service: str | None) -> bool:
        return (
            (self.unit_types is None or unit_type in self.unit_types)
            and (self.services is None or service in self.services)
            and (self.enheter is None or enhet in self.enheter)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation:
    after_working_days: int
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """`saa`: what follows when the rule strikes. wait, hold: months; deadline: working days."""

    opens_avvik: bool = True
    notify: tuple[str, ...] = ()
    sak: str | None = None
    deadline_working_days: int | None = None
    escalation: Escalation | None = None
    wait_months: int = 0
    hold_months: int = 0
    max_utslag: int | None = None
    reopen_same_sak: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What the rule says from `valid_from` to `valid_to` (None: until the next version starts)."""

    valid_from: Month
    valid_to: Month | None
    condition: Condition
    consequence: Consequence = Consequence()


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemption:
    """A labelled exception (`unntak` in the rule file): where it is true the rule is not relevant."""

    id: str
    condition: Condition
    reason: str = ""
    hjemmel: tuple[Hjemmel, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlMeasure:
    """`kontrolltiltak`: the record that arbeidsmiljøloven § 9-2 asks of a person-directed rule."""

    purpose: str
    discussed: date
    informed: date
    lasts_until: date
    evaluated_by: date

    def lapsed(self, today: date) -> bool:
        return today > min(self.lasts_until, self.evaluated_by)


@dataclass(frozen=True, slots=True, kw_only=True)
class RivalCase:
    """One other enhet in a rule test."""

    series: tuple[tuple[str, tuple[Decimal | None, ...]], ...] = ()
    counts: tuple[tuple[str, tuple[int | None, ...]], ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleTest:
    """A worked example in the rule file (rule language, section 5).

    series, counts: indicator -> values a period, oldest first, None = missing.
    records: data set -> records, each field -> text as it would stand in the file, in file order; "" = missing.
    line: where the test stands in the rule's file.
    expected: results of the last periods, newest last; expected_records: key -> result.
    """

    name: str
    line: int = 0
    month: Month | None = None
    series: tuple[tuple[str, tuple[Decimal | None, ...]], ...] = ()
    counts: tuple[tuple[str, tuple[int | None, ...]], ...] = ()
    ambitions: tuple[tuple[str, Decimal | None, Decimal | None], ...] = ()
    rivals: tuple[RivalCase, ...] = ()
    records: tuple[tuple[str, tuple[tuple[tuple[str, str], ...], ...]], ...] = ()
    parameters: tuple[tuple[str, Decimal | None], ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()
    expected: tuple[Result, ...] = ()
    expected_records: tuple[tuple[str, Result], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule. `dataset` is set for a rule about records; `versions` is sorted and does not overlap."""

    id: str
    name: str
    area: str
    type: RuleType
    status: Status
    severity: Severity
    hjemmel: tuple[Hjemmel, ...]
    versions: tuple[Version, ...]
    scope: Scope = Scope()
    dataset: str | None = None
    exemptions: tuple[Exemption, ...] = ()
    control_measure: ControlMeasure | None = None
    known_false_alarms: tuple[str, ...] = ()
    tests: tuple[RuleTest, ...] = ()
    file: str = ""

    def version_in(self, month: Month) -> Version | None:
        """The version that holds in `month`; None where none does (ikke_i_kraft)."""
        for i, version in enumerate(self.versions):
            last = version.valid_to
            if last is None and i + 1 < len(self.versions):
                last = self.versions[i + 1].valid_from.plus(-1)
            if version.valid_from <= month and (last is None or month <= last):
                return version
        return None

    def conditions(self) -> Iterator[Condition]:
        """Every tree of the rule: the versions' and the exceptions'."""
        for version in self.versions:
            yield version.condition
        for exemption in self.exemptions:
            yield exemption.condition

    def leaves(self) -> Iterator[Leaf]:
        for condition in self.conditions():
            yield from leaves(condition)

    def result(self, exemptions: list[Truth], condition: Truth) -> Result:
        """The answer for a subject in scope and in force (rule language, section 3)."""
        if Truth.TRUE in exemptions:
            return Result.NOT_RELEVANT
        struck = Truth.FALSE if self.type is RuleType.REQUIREMENT else Truth.TRUE
        if Truth.UNKNOWN in exemptions and condition is struck:
            return Result.UNKNOWN
        return Result(condition.value)

    def struck(self, result: Result | None) -> Truth:
        """Utslag as a rule leaf sees it: brudd for skal, sann for the others; None = no result row."""
        if result is Result.UNKNOWN:
            return Truth.UNKNOWN
        return Truth.of(result is self.type.strikes_at)
