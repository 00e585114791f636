"""Finding: what state supervision, the auditor or the kontrollutvalg found, and what was done until it was closed.

    åpent ─► meldt rettet ─► lukket        back to «åpent» where what was shown does not hold

Why two persons and something to show: whoever had to mend it says that it is done and where that is seen; another looks at it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum

from kontroll.domain.register import RegisterRefusal, demand, in_order
from kontroll.domain.rule import Severity


class FindingKind(Enum):
    """An order binds: whoever gave it decides whether it is followed."""

    ORDER = "pålegg"
    BREACH = "lovbrudd eller avvik"
    REMARK = "merknad eller anbefaling"


class SourceKind(Enum):
    """Who looks. § 25-2 asks for what state supervision found in particular."""

    STATE = "statlig tilsyn"
    AUDITOR = "revisor"
    COMMITTEE = "kontrollutvalget"


class FindingState(Enum):
    OPEN = "åpent"
    MENDED = "meldt rettet"
    CLOSED = "lukket"


class FindingAct(Enum):
    """What may be done with it. The value stands in the address of the form."""

    ASSIGN = "ansvarlig"
    POSTPONE = "ny-frist"
    MEASURE = "tiltak"
    FINISH = "gjort"
    MEND = "rettet"
    SEND_BACK = "tilbake"
    CLOSE = "lukk"
    REOPEN = "gjenapne"


_OPEN, _MENDED = FindingState.OPEN, FindingState.MENDED
#: Act -> where it may be done.
ACTS: Mapping[FindingAct, frozenset[FindingState]] = {
    FindingAct.ASSIGN: frozenset({_OPEN}),
    FindingAct.POSTPONE: frozenset({_OPEN}),
    FindingAct.MEASURE: frozenset({_OPEN}),
    FindingAct.FINISH: frozenset({_OPEN}),
    FindingAct.MEND: frozenset({_OPEN}),
    FindingAct.SEND_BACK: frozenset({_MENDED}),
    FindingAct.CLOSE: frozenset({_MENDED}),
    FindingAct.REOPEN: frozenset({FindingState.CLOSED}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """id: number through the year. source: who found it, as `Statsforvalteren`. law: what it is founded on. case: where the
    report is filed. text: the entry of the trail that says what was found. owner: whoever must mend it. evidence: what shows that
    it is mended, by its number in the archive. mended_by: who said so. delivered: as of a political decision.
    """

    id: str
    source: str
    kind: FindingKind
    theme: str
    law: str
    severity: Severity
    case: str
    received: date
    enhet: str
    owner: str
    deadline: date | None
    text: int
    state: FindingState
    made_by: str
    made_at: datetime
    evidence: str = ""
    mended: date | None = None
    mended_by: str | None = None
    closed: date | None = None
    closed_by: str | None = None
    postponed: int = 0
    delivered: int = 0
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingMeasure:
    """What somebody does because of it. trail: the entry in which it is written."""

    finding: str
    number: int
    owner: str
    deadline: date
    trail: int
    done: date | None = None
    version: int = 0


def source_kind(source: str) -> SourceKind:
    """By its name: whoever is neither the auditor nor the kontrollutvalg supervises for the state."""
    word = source.casefold()
    if "revisor" in word or "revisjon" in word:
        return SourceKind.AUDITOR
    return SourceKind.COMMITTEE if "kontrollutvalg" in word else SourceKind.STATE


def may_do(finding: Finding, act: FindingAct) -> bool:
    return finding.state in ACTS[act]


def is_late(deadline: date | None, closed: date | None, on: date) -> bool:
    """Whether its deadline was over on the day, and it was not closed. The deadline itself is in time."""
    return deadline is not None and deadline < on and (closed is None or closed > on)


def postponed(finding: Finding, *, deadline: date, reference: str, today: date) -> Finding:
    """Agreed with whoever found it, which the reference shows."""
    _now(finding, FindingAct.POSTPONE)
    demand(bool(reference), RegisterRefusal.NO_REFERENCE, "henvisning")
    demand(deadline >= today, RegisterRefusal.DAY_PASSED, "dato")
    return replace(finding, deadline=deadline, postponed=finding.postponed + 1)


def mended(
    finding: Finding, measures: Collection[FindingMeasure], *, on: date, by: str, evidence: str, today: date
) -> Finding:
    _now(finding, FindingAct.MEND)
    demand(all(one.done is not None for one in measures), RegisterRefusal.UNDONE)
    demand(bool(evidence), RegisterRefusal.NO_EVIDENCE, "dokumentasjon")
    in_order(finding.received, on, today)
    return replace(finding, state=FindingState.MENDED, mended=on, mended_by=by, evidence=evidence)


def sent_back(finding: Finding) -> Finding:
    """What was shown does not show it."""
    _now(finding, FindingAct.SEND_BACK)
    return replace(finding, state=FindingState.OPEN, mended=None, mended_by=None, evidence="")


def closed(finding: Finding, *, on: date, by: str) -> Finding:
    """Never by the one who had to mend it, nor by the one who said that it was mended."""
    _now(finding, FindingAct.CLOSE)
    demand(by not in (finding.owner, finding.mended_by), RegisterRefusal.OWN_WORK)
    demand(bool(finding.evidence), RegisterRefusal.NO_EVIDENCE)
    return replace(finding, state=FindingState.CLOSED, closed=on, closed_by=by)


def reopened(finding: Finding) -> Finding:
    _now(finding, FindingAct.REOPEN)
    return replace(
        finding, state=FindingState.OPEN, mended=None, mended_by=None, evidence="", closed=None, closed_by=None
    )


def _now(finding: Finding, act: FindingAct) -> None:
    demand(may_do(finding, act), RegisterRefusal.NOT_NOW)
