"""Known: what the registers hold, kept here or delivered by the kommune as files, told alike.

Why both: a kommune that keeps its decisions in another system delivers them, and they are judged, shown and counted as those
that are kept here. They are changed where they came from.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from kontroll.domain import finding as findings_rules
from kontroll.domain import political as decisions_rules
from kontroll.domain.finding import Finding, FindingAct, FindingKind, FindingState, SourceKind, source_kind
from kontroll.domain.political import DecisionAct, DecisionState, PoliticalDecision
from kontroll.domain.preparation import Preparation, PreparationState, is_in_time
from kontroll.domain.register import Register, RegisterEvent
from kontroll.domain.rule import Severity
from kontroll.domain.rulebook import Rulebook
from kontroll.facts.facts import ENHET, KEY
from kontroll.facts.sheet import FILE, LINE
from kontroll.flows.registers.delivered import Row, delivered_rows
from kontroll.flows.saker.acting import TEXT
from kontroll.store.transaction import Transaction
from kontroll.texts import NORWAY

#: The data sets that they are rows of.
DECISIONS, FINDINGS, PREPARATIONS = "vedtak", "revisjonsfunn", "saksutredning"
DATASETS_OF = {
    Register.DECISIONS: DECISIONS, Register.FINDINGS: FINDINGS, Register.PREPARATIONS: PREPARATIONS,
}  # fmt: skip
#: The folder that what is kept here is delivered in: rows of it are the entries themselves.
KEPT = "registre/"
#: What is written of an entry on the day it is made.
MADE = "registrert"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """id: unique among those of its kind. enhet: None = the file gives none. file, line: where a delivered one stands; file is ""
    for one that is kept here. owner: a person; None where nobody is named. text: what it says; None where it is deleted after its
    time, or is not known. deadlines: each that it has had, with the day from which, in order.
    """

    id: str
    enhet: str | None
    deadline: date | None
    file: str = ""
    line: int | None = None
    owner: str | None = None
    text: str | None = None
    deadlines: tuple[tuple[date, date | None], ...] = ()

    @property
    def is_kept(self) -> bool:
        return not self.file

    def deadline_on(self, day: date) -> date | None:
        """As it was that day: a deadline that is moved later was over when it was over."""
        before = [deadline for since, deadline in self.deadlines if since <= day]
        if before:
            return before[-1]
        return self.deadlines[0][1] if self.deadlines else self.deadline


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownDecision(_Known):
    """obstructions: days on which the body was told that something stands in the way. kept: None for a delivered one."""

    body: str
    case: str = ""
    decided: date | None
    carried_out: date | None
    reported: date | None
    reference: str
    lapsed: date | None = None
    obstructions: tuple[date, ...] = ()
    kept: PoliticalDecision | None = None

    @property
    def began(self) -> date | None:
        return self.decided

    @property
    def address(self) -> str:
        return f"/vedtak/{quote(self.id, safe='')}"

    @property
    def state(self) -> DecisionState:
        if self.lapsed is not None:
            return DecisionState.LAPSED
        if self.reported is not None:
            return DecisionState.REPORTED
        return DecisionState.OPEN if self.carried_out is None else DecisionState.CARRIED_OUT

    def is_open_on(self, day: date) -> bool:
        """Decided by then, and not carried out."""
        return _begun(self.decided, day) and not _by(self.carried_out, day) and not _by(self.lapsed, day)

    def is_late_on(self, day: date) -> bool:
        return self.is_open_on(day) and decisions_rules.is_late(self.deadline_on(day), self.carried_out, day)

    @property
    def was_late(self) -> bool:
        """Carried out after the deadline that was in force."""
        done = self.carried_out
        deadline = self.deadline_on(done) if done is not None else None
        return done is not None and deadline is not None and deadline < done


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFinding(_Known):
    """kind, law: of one that is kept here; a delivered one does not say. severity: None = not known."""

    source: str
    theme: str
    severity: Severity | None
    received: date | None
    closed: date | None
    evidence: str
    kind: FindingKind | None = None
    law: str = ""
    case: str = ""
    mended: date | None = None
    kept: Finding | None = None

    @property
    def began(self) -> date | None:
        return self.received

    @property
    def address(self) -> str:
        return f"/tilsyn/{quote(self.id, safe='')}"

    @property
    def state(self) -> FindingState:
        if self.closed is not None:
            return FindingState.CLOSED
        return FindingState.OPEN if self.mended is None else FindingState.MENDED

    @property
    def by(self) -> SourceKind:
        return source_kind(self.source)

    @property
    def has_no_evidence(self) -> bool:
        """Closed, and nothing shows why: only a delivered one can be."""
        return self.closed is not None and not self.evidence

    def is_open_on(self, day: date) -> bool:
        return _begun(self.received, day) and not _by(self.closed, day)

    def is_late_on(self, day: date) -> bool:
        return self.is_open_on(day) and findings_rules.is_late(self.deadline_on(day), self.closed, day)

    @property
    def was_late(self) -> bool:
        """Closed after the deadline that was in force."""
        deadline = self.deadline_on(self.closed) if self.closed is not None else None
        return self.closed is not None and deadline is not None and deadline < self.closed


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPreparation(_Known):
    """deadline: the day it is laid before the body."""

    case: str
    body: str
    filled: date | None
    checked: date | None
    kept: Preparation | None = None

    @property
    def began(self) -> date | None:
        return self.meeting

    @property
    def address(self) -> str:
        return f"/utredninger/{quote(self.id, safe='')}"

    @property
    def meeting(self) -> date | None:
        return self.deadline

    @property
    def state(self) -> PreparationState:
        if self.checked is not None:
            return PreparationState.CHECKED
        return PreparationState.DRAFT if self.filled is None else PreparationState.FILLED

    @property
    def is_in_time(self) -> bool:
        return self.meeting is not None and is_in_time(self.checked, self.meeting)


Known = KnownDecision | KnownFinding | KnownPreparation


def known_of(tx: Transaction, rulebook: Rulebook, register: Register) -> Sequence[Known]:
    if register is Register.DECISIONS:
        return known_decisions(tx, rulebook)
    return known_findings(tx, rulebook) if register is Register.FINDINGS else known_preparations(tx, rulebook)


# --- all of them ------------------------------------------------------------------------------------------------------


def known_decisions(tx: Transaction, rulebook: Rulebook) -> list[KnownDecision]:
    """The newest first, those of one day by id."""
    kept = tx.political_decisions.all()
    events, texts = _events(tx, [one.id for one in kept]), tx.trail.texts([one.text for one in kept])
    found = [_decision(one, events.get(one.id, []), texts.get((one.text, TEXT))) for one in kept]
    for row in _delivered(tx, rulebook, DECISIONS, {one.id for one in kept}):
        found.append(
            KnownDecision(
                **_place(row, row.get("frist")), body=_word(row, "organ"), decided=row.get("vedtatt_dato"),
                carried_out=row.get("iverksatt_dato"), reported=row.get("rapportert_dato"), reference=_word(row, "rapport_ref"),
            )
        )  # fmt: skip
    return sorted(found, key=_newest)


def known_findings(tx: Transaction, rulebook: Rulebook) -> list[KnownFinding]:
    """The newest first, those of one day by id."""
    kept = tx.findings.all()
    events, texts = _events(tx, [one.id for one in kept]), tx.trail.texts([one.text for one in kept])
    found = [_finding(one, events.get(one.id, []), texts.get((one.text, TEXT))) for one in kept]
    for row in _delivered(tx, rulebook, FINDINGS, {one.id for one in kept}):
        found.append(
            KnownFinding(
                **_place(row, row.get("frist")), source=_word(row, "kilde"), theme=_word(row, "tema"),
                severity=_severity(_word(row, "alvor")), received=row.get("mottatt_dato"), closed=row.get("lukket_dato"),
                evidence=_word(row, "bevis_ref"),
            )
        )  # fmt: skip
    return sorted(found, key=_newest)


def known_preparations(tx: Transaction, rulebook: Rulebook) -> list[KnownPreparation]:
    """Those laid before a body last first, those of one day by id."""
    kept = tx.preparations.all()
    texts = tx.trail.texts([one.text for one in kept])
    found = [
        KnownPreparation(
            id=one.id, enhet=one.enhet, deadline=one.meeting, owner=one.owner, text=texts.get((one.text, TEXT)),
            case=one.case, body=one.body, filled=one.filled, checked=one.checked, kept=one,
        )
        for one in kept
    ]  # fmt: skip
    for row in _delivered(tx, rulebook, PREPARATIONS, {one.id for one in kept}):
        found.append(
            KnownPreparation(
                **_place(row, row.get("lagt_fram_dato")), case=_word(row, "sak_ref"), body=_word(row, "organ"),
                filled=row.get("utfylt_dato"), checked=row.get("kontrollert_dato"),
            )
        )  # fmt: skip
    return sorted(found, key=_newest)


def _decision(one: PoliticalDecision, events: Sequence[RegisterEvent], text: str | None) -> KnownDecision:
    told = tuple(event.day for event in events if event.what == DecisionAct.OBSTRUCT.value and event.day is not None)
    return KnownDecision(
        id=one.id, enhet=one.enhet, deadline=one.deadline, owner=one.owner, text=text, body=one.body, case=one.case,
        decided=one.decided, carried_out=one.carried_out, reported=one.reported, reference=one.reference,
        lapsed=one.over if one.state is DecisionState.LAPSED else None, obstructions=told, kept=one,
        deadlines=_deadlines(events, DecisionAct.POSTPONE.value),
    )  # fmt: skip


def _finding(one: Finding, events: Sequence[RegisterEvent], text: str | None) -> KnownFinding:
    return KnownFinding(
        id=one.id, enhet=one.enhet, deadline=one.deadline, owner=one.owner, text=text, source=one.source, theme=one.theme,
        severity=one.severity, received=one.received, closed=one.closed, evidence=one.evidence, kind=one.kind, law=one.law,
        case=one.case, mended=one.mended, kept=one, deadlines=_deadlines(events, FindingAct.POSTPONE.value),
    )  # fmt: skip


def _deadlines(events: Iterable[RegisterEvent], moved: str) -> tuple[tuple[date, date | None], ...]:
    return tuple((event.at.astimezone(NORWAY).date(), event.day) for event in events if event.what in (MADE, moved))


def _events(tx: Transaction, ids: Sequence[str]) -> dict[str, list[RegisterEvent]]:
    found: dict[str, list[RegisterEvent]] = {}
    for event in tx.register_events.among("subject", ids):
        found.setdefault(event.subject, []).append(event)
    return found


# --- those that the kommune delivers ------------------------------------------------------------------------------------


def _delivered(tx: Transaction, rulebook: Rulebook, dataset: str, kept: set[str]) -> list[Row]:
    """The rows that stand, but for those that are kept here."""
    rows = delivered_rows(tx, rulebook, dataset, (DECISIONS, FINDINGS, PREPARATIONS))
    return [row for row in rows if not str(row[FILE]).startswith(KEPT) and row[KEY] not in kept]


def _place(row: Row, deadline: date | None) -> dict[str, Any]:
    return {"id": row[KEY], "enhet": row[ENHET], "file": row[FILE], "line": row[LINE], "deadline": deadline}


def _word(row: Row, field: str) -> str:
    return str(row.get(field) or "")


def _severity(word: str) -> Severity | None:
    return next((one for one in Severity if one.value == word.casefold()), None)


# --- days ---------------------------------------------------------------------------------------------------------------


def _begun(first: date | None, day: date) -> bool:
    """One whose first day is not known had begun."""
    return first is None or first <= day


def _by(done: date | None, day: date) -> bool:
    return done is not None and done <= day


def _newest(one: Known) -> tuple[int, str]:
    """Sorts the newest first; one whose day is not known is last."""
    return -one.began.toordinal() if one.began is not None else 0, one.id
