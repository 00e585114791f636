"""Show the reglementer: the skal-register as it stands now, with the evidence and the reviews of the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kontroll.domain.coverage import Coverage
from kontroll.domain.reglementreview import RuleReview
from kontroll.flows.books.latest_coverage import latest_coverage
from kontroll.flows.reglement.follow_reglement import open_reviews
from kontroll.report.skal_register import SkalRow, skal_register
from kontroll.store.transaction import Transaction
from kontroll.wiring import Desk


@dataclass(frozen=True, slots=True)
class Register:
    """rows: of every skal-sentence. reviews: rules that wait for a person. latest: of each rule, its newest coverage."""

    rows: Sequence[SkalRow]
    reviews: Sequence[RuleReview]
    latest: Mapping[str, Coverage]

    def of(self, reglement: str) -> Mapping[str, SkalRow]:
        """The rows of one reglement, by number."""
        return {row.sentence.number: row for row in self.rows if row.reglement.id == reglement}


def register_of(desk: Desk, tx: Transaction) -> Register:
    latest, reviews = latest_coverage(tx), open_reviews(tx)
    rows = skal_register(desk.reglementer, desk.rulebook, latest, frozenset(one.rule for one in reviews))
    return Register(rows, reviews, latest)
