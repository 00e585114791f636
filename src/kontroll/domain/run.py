"""Run: one evaluation of a month, what it knew, what it did without and what it changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from kontroll.domain.month import Month


class RunState(Enum):
    BEGUN = "påbegynt"
    DONE = "fullført"
    FAILED = "feilet"


#: Why a run failed: evaluators that should say the same did not.
DISAGREED = "uenighet"
#: Why inference was left to the reserve: a process died, was too slow or answered nonsense; or a rule, named after the
#: colon, is wider than the engine can be trusted with.
STOPPED = "stanset"
TOO_WIDE = "for vid"


class Inference(Enum):
    """Who drew the conclusions of the rules that build on others.

    NONE: nobody but the columnar evaluator. DONE: durable_rules too, and it agreed. RESERVE: durable_rules should have, and
    could not; what the columnar evaluator says stands.
    """

    NONE = ""
    DONE = "durable"
    RESERVE = "reserve"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Runs are keyed by (job, period, attempt). An interrupted one (BEGUN) is resumed, never begun beside itself.

    upto: the last delivery it knew. rulebook: SHA-256 of the rule files. digest: SHA-256 of the month's printed verdicts.
    without: what was due and missing, as ids joined by comma. left_out: rules that were not evaluated, likewise.
    engine: the stamp of the evaluators. inferred: verdicts that durable_rules found too. checked: verdicts that the plain
    evaluator found again from the delivered rows. differences: cells of which the evaluators said different things.
    failure: why it failed, or why inference was left to the reserve: one of the words below, with an id.
    """

    id: str
    job: str
    period: Month
    attempt: int
    state: RunState
    started: datetime
    finished: datetime | None = None
    upto: int = 0
    rulebook: str = ""
    digest: str = ""
    without: str = ""
    left_out: str = ""
    stopped: str = ""
    verdicts: int = 0
    unknown: int = 0
    opened: int = 0
    resolved: int = 0
    saker: int = 0
    notices: int = 0
    engine: str = ""
    inference: Inference = Inference.NONE
    inferred: int = 0
    checked: int = 0
    differences: int = 0
    failure: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """The verdicts of one month as they stood after a run. A newer version supersedes it; none is thrown away.

    digest: SHA-256 of the printed verdicts, the same bytes as `kontroll vurder` prints.
    stopped: rules that struck more than `maks_utslag`, and left_out: rules that might not run, each joined by comma: that
    month they say nothing.
    """

    month: Month
    number: int
    run: str
    digest: str
    rows: int
    struck: int
    unknown: int
    stopped: str = ""
    left_out: str = ""

    @property
    def silent(self) -> frozenset[str]:
        """Rules of which the month says nothing."""
        return frozenset(filter(None, [*self.stopped.split(","), *self.left_out.split(",")]))


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictChange:
    """One cell that late or corrected data changed. before, after: words of the results, "" = no row."""

    run: str
    month: Month
    rule: str
    enhet: str
    post: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person decided, once and for all: it is never rewritten. The reason lies beside the trail, under `trail`.

    kind: what was decided (`answer`, `disagreement`, `exemption`, `closing`, …). outcome: the word chosen.
    """

    id: str
    sak: str
    kind: str
    outcome: str
    by: str
    at: datetime
    trail: int
