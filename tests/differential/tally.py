"""Tally: how much was compared, and whether that is enough to call it a proof."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kontroll.domain.truth import Truth

from .case import Case
from .comparison import PlainAnswers
from .decisive import decisive_leaves
from .kinds import KINDS, kinds_of
from .written import written

TRUTHS = tuple(truth.value for truth in Truth)


@dataclass(frozen=True, slots=True, kw_only=True)
class Demands:
    """The least of each that a run must show. truth_share: of the cells with a truth. decisive: cells per kind."""

    trees: int
    cells: int
    decisive: int
    truth_share: float = 0.10


@dataclass(slots=True)
class Tally:
    """trees: a mark for each distinct tree that judged a cell. results: cells by result word. decisive: cells by kind."""

    cases: int = 0
    trees: set[str] = field(default_factory=set)
    results: Counter[str] = field(default_factory=Counter)
    decisive: Counter[str] = field(default_factory=Counter)
    differences: int = 0

    @property
    def cells(self) -> int:
        """Cells in which a condition was judged: ikke_i_kraft and ikke_relevant are not counted."""
        return sum(self.results[truth] for truth in TRUTHS)

    def add(self, case: Case, plain: PlainAnswers, differences: int) -> None:
        self.cases += 1
        self.differences += differences
        self.results.update(answer.result.value for answer in plain.answers)
        judged = {id(tree.asked): tree.asked for answer in plain.answers for tree in answer.answers()}
        self.trees |= {_mark(written(tree)) for tree in judged.values()}
        for answer in plain.answers:
            # A kind counts once in a cell, however many leaves of it decide there.
            decided = (kinds_of(leaf, answer.rule, case.rulebook) for leaf in decisive_leaves(answer))
            self.decisive.update(frozenset().union(*decided))

    def unmet(self, demands: Demands) -> list[str]:
        """What is missing, one sentence each; empty where every demand is met and nothing differed."""
        said = [f"{self.differences} cells differ"] * (self.differences > 0)
        said += [f"{len(self.trees)} trees of {demands.trees}"] * (len(self.trees) < demands.trees)
        said += [f"{self.cells} cells of {demands.cells}"] * (self.cells < demands.cells)
        for truth in TRUTHS:
            if self.results[truth] < demands.truth_share * self.cells:
                said.append(f"{truth} in {self.results[truth]} of {self.cells} cells")
        for kind in KINDS:
            if self.decisive[kind] < demands.decisive:
                said.append(f"«{kind}» decisive in {self.decisive[kind]} cells of {demands.decisive}")
        return said

    # --- kept and shown ---------------------------------------------------------------------------------------

    def as_json(self) -> dict[str, Any]:
        """Everything, so that tallies can be added later."""
        return {
            "cases": self.cases,
            "differences": self.differences,
            "results": dict(self.results),
            "decisive": dict(self.decisive),
            "trees": sorted(self.trees),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Tally:
        return cls(
            kept["cases"], set(kept["trees"]), Counter(kept["results"]), Counter(kept["decisive"]), kept["differences"]
        )

    def figures(self) -> dict[str, Any]:
        """The numbers alone, for people."""
        return {
            "cases": self.cases,
            "trees": len(self.trees),
            "cells": self.cells,
            "differences": self.differences,
            "truth_shares": {truth: round(self.results[truth] / max(1, self.cells), 3) for truth in TRUTHS},
            "other_results": {word: n for word, n in sorted(self.results.items()) if word not in TRUTHS},
            "decisive": {kind: self.decisive[kind] for kind in KINDS},
        }


def together(tallies: Iterable[Tally]) -> Tally:
    total = Tally()
    for one in tallies:
        total.cases += one.cases
        total.differences += one.differences
        total.trees |= one.trees
        total.results += one.results
        total.decisive += one.decisive
    return total


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
