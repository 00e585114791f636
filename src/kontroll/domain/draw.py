"""Draw: a stikkprøve from the first thought to the report: what it is drawn from, what was promised, what was found.

Why a number from the beginning: numbers have no gaps, so whoever sees 4 and 6 asks for 5. A draw that is given up keeps its
number and tells why.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from kontroll.domain.month import Month


class DrawState(Enum):
    """The value is the word on the pages."""

    DRAFT = "under planlegging"
    RECONCILED = "avstemt"
    COMMITTED = "forpliktet"
    DRAWN = "trukket"
    CONCLUDED = "avsluttet"
    ABORTED = "avbrutt"


class Arm(Enum):
    """Among which records: all, those on which a rule struck, or those on which none did."""

    ALL = "alle"
    FLAGGED = "merket"
    UNFLAGGED = "umerket"


class ItemState(Enum):
    """DRAWN is to be checked. RESERVE waits. REPLACED was drawn and a reserve came in for it. TARGETED was picked by hand."""

    DRAWN = "utvalg"
    RESERVE = "reserve"
    REPLACED = "erstattet"
    TARGETED = "målrettet"


class Finding(Enum):
    """What a check of one item came to. UNDOCUMENTED counts as a deviation: what cannot be shown was not right."""

    RIGHT = "i orden"
    DEVIATION = "avvik"
    UNDOCUMENTED = "dokumentasjon mangler"

    @property
    def is_deviation(self) -> bool:
        return self is not Finding.RIGHT


#: Why a drawn item may be replaced; nothing else is a reason.
REPLACEMENT_REASONS = ("annullert før perioden", "dublett av samme dokument", "utenfor populasjonen etter definisjonen")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """id: address of its page, `2026-3`: year and running number without gaps.

    condition: the stored filter, a condition of the rule language in canonical JSON; "" = every record. amount_field: what is
    summed, "" = nothing. control: id in kontrollplan.yaml, "" = started by hand. rules: those that decide the arm, joined by
    comma, "" = every rule on the data set. risk: 1–5. plan: what was chosen (domain's `PlanChoices` as JSON; while it is a
    draft, what was chosen last). draw_id: `kommune/year/number/name`, what stands in plan.json. version of population: see
    `PopulationVersion`. seed: as it was read out, "" before. witnesses: names, only inside. aborted: number on the trail of the
    entry that holds the reason, 0 = not aborted. report: SHA-256 of the frozen report, "" before it is concluded.
    """

    id: str
    year: int
    number: int
    name: str
    dataset: str
    condition: str = ""
    amount_field: str = ""
    first: Month
    last: Month
    arm: Arm = Arm.ALL
    rules: str = ""
    control: str = ""
    risk: int = 3
    state: DrawState = DrawState.DRAFT
    made_by: str
    made_at: datetime
    plan: str = ""
    draw_id: str
    is_public: bool = False
    committed_by: str | None = None
    committed_at: datetime | None = None
    seed: str = ""
    seed_at: datetime | None = None
    seed_place: str = ""
    seed_by: str | None = None
    witnesses: str = ""
    drawn_at: datetime | None = None
    aborted: int = 0
    concluded_by: str | None = None
    concluded_at: datetime | None = None
    report: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PopulationVersion:
    """One population of a draw: the first is number 1, an amended one after the draw is 2 and so on.

    digest: SHA-256 of populasjon.tsv. count and amount (øre): of its lines. total (øre): of the records, which the lines do not
    tell where the list is of pseudonyms; what is reconciled. gaps, duplicates: how many numbers were missing in
    the series, and how many records were alike. left_out: records without a key of their own or without the month.
    ledger_count, ledger_amount: what another source said, None = not said. reconciled_by: another person than who made it.
    reconciled_text: number on the trail of what she wrote. commitment: SHA-256 of its plan.json, "" before it is committed.
    reason: number on the trail of why it was amended; 0 for the first.
    """

    draw: str
    number: int
    digest: str
    count: int
    amount: int
    total: int = 0
    gaps: int = 0
    duplicates: int = 0
    left_out: int = 0
    frozen_by: str
    frozen_at: datetime
    ledger_count: int | None = None
    ledger_amount: int | None = None
    reconciled_by: str | None = None
    reconciled_at: datetime | None = None
    reconciled_text: int = 0
    commitment: str = ""
    committed_at: datetime | None = None
    seed: str = ""
    reason: int = 0
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnItem:
    """One item of the sample, once, however often it is hit.

    identity: the id in populasjon.tsv; of one picked by hand, the same kind of id. nr counts in its stratum as KUP-1 does; hits:
    how many intervals hit it. post, enhet, month: which record it is and whose, inside only. amount: øre.
    population: in which version it was first drawn. stage: 1, or the stage that brought it in. replaces: the identity of the one
    it came in for, "" = none. reason: why it was replaced, one of REPLACEMENT_REASONS. evidence: number on the trail.
    """

    draw: str
    identity: str
    stratum: str
    nr: int
    state: ItemState
    hits: int = 1
    post: str = ""
    enhet: str = ""
    month: Month | None = None
    amount: int = 0
    population: int = 1
    stage: int = 1
    replaces: str = ""
    reason: str = ""
    evidence: int = 0
    checker: str | None = None
    second: bool = False
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemCheck:
    """What one person found about one item. Never rewritten: a correction is a new one with the next number.

    round: 1, or 2 for the blind second check, made by another without sight of the first; 3 settles the two. answers: the
    check-list as JSON, point -> ja/nei/ikke aktuelt. audited: what the amount should have been, øre, None = not asked. text:
    number on the trail of what she wrote. minutes: how long it took. approved_by: the second pair of eyes.
    """

    draw: str
    identity: str
    number: int
    round: int
    by: str
    at: datetime
    finding: Finding
    answers: str = "{}"
    audited: int | None = None
    minutes: int = 0
    text: int = 0
    sak: str | None = None
    approved_by: str | None = None
    approved_at: datetime | None = None
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A document that shows what was checked. Its content lies in `draw_content` by `digest` (SHA-256)."""

    draw: str
    identity: str
    digest: str
    name: str
    size: int
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A calculation that was tried while a draw was planned, whether it was used or not. asked, answered: JSON in words."""

    draw: str
    number: int
    by: str
    at: datetime
    asked: str
    answered: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkHours:
    """Time used on a draw besides single items: planning, the meeting, the report."""

    draw: str
    number: int
    by: str
    on: datetime
    minutes: int
    what: str
