"""Said: what people decided in a sak, in order, with what they wrote as long as it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kontroll.domain.run import Decision
from kontroll.flows.saker.acting import EVIDENCE, TEXT
from kontroll.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Said:
    """text, evidence: "" where nothing was written, or it is deleted. tiltak: id -> what is to be done."""

    decision: Decision
    text: str
    evidence: str
    tiltak: Mapping[str, str]


def said_in(tx: Transaction, sak_id: str) -> list[Said]:
    """Everything that was decided in the sak, the first first."""
    decisions = sorted(tx.decisions.where(sak=sak_id), key=lambda decision: decision.trail)
    found = tx.trail.texts([decision.trail for decision in decisions])
    told = []
    for decision in decisions:
        texts = {name: text for (entry, name), text in found.items() if entry == decision.trail}
        text, evidence = texts.pop(TEXT, ""), texts.pop(EVIDENCE, "")
        told.append(Said(decision, text, evidence, texts))
    return told


def tiltak_texts(said: list[Said]) -> dict[str, str]:
    """What is to be done in each tiltak of the sak, by its id."""
    return {id: text for one in said for id, text in one.tiltak.items()}
