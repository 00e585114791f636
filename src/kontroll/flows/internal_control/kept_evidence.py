"""Kept evidence: what was shown of the whole kommune when a year ended, or as it is today where the year is not over.

Why not the map of today for a year that is over: what has come in place since was not there then.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from kontroll.domain.internalcontrol import WHOLE, Criterion, KeptMaturity, Letter
from kontroll.domain.month import Month
from kontroll.flows.internal_control.control_map import control_map
from kontroll.flows.internal_control.keep_maturity import GROUNDS
from kontroll.flows.internal_control.look import Look
from kontroll.report.document.model import Record
from kontroll.report.internal_control.evidence import Evidence

#: Where a thing that was counted is found: of a row that was delivered, the deliveries that it stands in. What is not here has no
#: page of its own, and is listed on the one of its letter.
_ADDRESSES = {
    "enhet": "/enhet/{}", "regel": "/regel/{}", "reglement": "/reglement/{}", "sak": "/sak/{}", "kjøring": "/kjoringer/{}",
    "resultatavtale": "/resultatavtale/{}", "punkt i årshjulet": "/internkontroll/arshjul/{}",
    "stikkprøve": "/stikkprover/kontrollplan", "kontroll": "/stikkprover/kontrollplan",
    "skal-setning": "/reglement/skal-register",
    "risikovurdering": "/leveranser?ord=datasett%2Frisikovurdering",
    "reglement eller rutine": "/leveranser?ord=datasett%2Freglement_revisjon",
}  # fmt: skip
#: What is found in an enhet: a report to everybody names none.
_NAMELESS = frozenset({"enhet", "resultatavtale", "risikovurdering"})


@dataclass(frozen=True, slots=True, kw_only=True)
class YearsEvidence:
    """month: the last one that is known of the year; None = nothing is. is_now: it is as it stands today.

    levels: of each letter, as people lowered it. evidence: None = it was not known.
    """

    month: Month | None
    is_now: bool
    levels: Mapping[Letter, int]
    evidence: Mapping[Criterion, Evidence | None]


def evidence_of_year(look: Look, year: int) -> YearsEvidence:
    """A year of which nobody kept anything, and that is over, is unknown."""
    at = look.tx.maturity.table.c
    kept = look.tx.maturity.where(at.month >= Month(year, 1), at.month <= Month(year, 12), place=WHOLE)
    newest = max((one.month for one in kept), default=None)
    if look.today.day.year == year or (newest is not None and newest == look.months[-1]):
        cells = [cell for cell in control_map(look).cells.values() if cell.place.id == WHOLE]
        return YearsEvidence(
            month=look.months[-1],
            is_now=True,
            levels={cell.letter: cell.level for cell in cells},
            evidence={criterion: _public(one) for cell in cells for criterion, one in cell.evidence.items()},
        )
    if newest is None:
        return YearsEvidence(month=None, is_now=False, levels={}, evidence={})
    levels = {one.letter: one.level for one in kept if one.month == newest}
    said = json.loads(look.tx.marks.get(f"{GROUNDS}{newest}") or "{}")
    words = {one.word: one for one in Criterion}
    evidence = {words[word]: _made(words[word], found) for word, found in said.items() if word in words}
    return YearsEvidence(month=newest, is_now=False, levels=levels, evidence=evidence)


def levels_before(look: Look, month: Month) -> Mapping[Letter, int]:
    """A year before the month; empty where nobody kept it."""
    rows: list[KeptMaturity] = look.tx.maturity.where(place=WHOLE, month=month.plus(-12))
    return {one.letter: one.level for one in rows}


def _made(criterion: Criterion, found: list[object] | None) -> Evidence | None:
    if found is None:
        return None
    held, lacking = found
    return Evidence(criterion=criterion, held=_records(criterion, held), lacking=_records(criterion, lacking))


def _records(criterion: Criterion, found: object) -> tuple[Record, ...]:
    """As they were kept: kind, id and name of each."""
    rows = found if isinstance(found, list) else []
    return tuple(_record(criterion, str(kind), str(id), str(name)) for kind, id, name in rows)


def _record(criterion: Criterion, kind: str, id: str, name: str) -> Record:
    address = _ADDRESSES.get(kind, f"/internkontroll/{criterion.letter.value}").format(quote(id, safe=""))
    return Record(kind=kind, id=id, name="" if kind in _NAMELESS else name, address=address)


def _public(found: Evidence | None) -> Evidence | None:
    if found is None:
        return None
    held, lacking = (
        tuple(_record(found.criterion, one.kind, one.id, one.name) for one in some)
        for some in (found.held, found.lacking)
    )
    return Evidence(criterion=found.criterion, held=held, lacking=lacking)
