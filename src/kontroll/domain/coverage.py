"""Coverage: what a rule was to judge in a month, what it did judge, and whether it still bit when the run tried it.

Why: «0 avvik» is worth nothing alone. It must be told beside it that the rule ran on the month, on how much of what it
was to judge, and that it struck where its own tests say that it shall.
"""

from __future__ import annotations

from dataclasses import dataclass

from kontroll.domain.month import Month
from kontroll.domain.rule import Rule
from kontroll.domain.truth import Result


@dataclass(frozen=True, slots=True)
class ControlFault:
    """An answer of a rule's own test that came out otherwise than the test says.

    test: its name. evaluator: which of them answered. subject: a month or a record's key. got None = no result row.
    """

    test: str
    evaluator: str
    subject: str
    expected: Result
    got: Result | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Controlled:
    """How a rule's own tests came out inside a run. Counts of tests.

    in_force: whether a version holds in the month of the run. positive, negative: of those that held, how many show that
    version strike, and keep still; a test may show both.
    """

    rule: str
    in_force: bool
    tests: int
    held: int
    positive: int
    negative: int
    faults: tuple[ControlFault, ...] = ()

    @property
    def failed(self) -> bool:
        """A test that held when the rule was taken into use does not hold now: what the rule says is not to be trusted."""
        return self.held < self.tests

    @property
    def works(self) -> bool:
        return not self.failed and self.positive > 0 and self.negative > 0


@dataclass(frozen=True, slots=True)
class TriedTest:
    """A test of a rule that was run. expected: what it says of each month, or of a record in its month."""

    expected: tuple[tuple[Month, Result], ...]
    faults: tuple[ControlFault, ...]

    @property
    def holds(self) -> bool:
        return bool(self.expected) and not self.faults


@dataclass(frozen=True, slots=True)
class Tried:
    """A rule and all its tests, run. How they came out is the same in every month; what they show of it is not."""

    rule: Rule
    tests: tuple[TriedTest, ...]

    @property
    def failed(self) -> bool:
        return not all(test.holds for test in self.tests)

    def in_month(self, month: Month) -> Controlled:
        version = self.rule.version_in(month)
        held = [test for test in self.tests if test.holds]
        # The rule that is always there has no versions, and holds in every month.
        in_force = version is not None or not self.rule.versions
        shown = [
            {result for at, result in test.expected if self.rule.version_in(at) is version}
            for test in (held if in_force else ())
        ]
        return Controlled(
            rule=self.rule.id,
            in_force=in_force,
            tests=len(self.tests),
            held=len(held),
            positive=sum(self.rule.type.strikes_at in results for results in shown),
            negative=sum(self.rule.type.keeps_still_at in results for results in shown),
            faults=tuple(fault for test in self.tests for fault in test.faults),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """One rule in one month, as a run left it. Counts; a rule that might not run judged nothing of what was expected.

    stamp: content hash of the rule and all it reads. expected: enheter, or records, that the rule was to judge: counted
    from what was delivered and not from the answers. known, unknown: how many answers were either; what is in neither
    was not judged. struck: utslag.
    reasons: JSON, {reason: count}, of the unknown ones. due, received: values that the rule reads, due and received.
    tests: of the rule, as run through every evaluator in this run, and held: those that held. positive, negative: tests
    of the version in force that held and in which the rule struck, or kept still, as it should.
    """

    run: str
    month: Month
    rule: str
    stamp: str = ""
    expected: int = 0
    known: int = 0
    unknown: int = 0
    struck: int = 0
    reasons: str = "{}"
    due: int = 0
    received: int = 0
    tests: int = 0
    held: int = 0
    positive: int = 0
    negative: int = 0

    @property
    def works(self) -> bool:
        """Every test of the rule held, and at least one showed that it strikes, and one that it keeps still."""
        return self.held == self.tests and self.positive > 0 and self.negative > 0
