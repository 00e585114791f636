"""The first month that a delivery may change: its own, or any where what came is looked up."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from kontroll.domain.delivery import Delivery, Taken
from kontroll.domain.month import Month
from kontroll.flows.books.affected import first_affected
from kontroll.rulebook.read import read_rulebook
from village import write

from .small import REGISTERS, rule

JANUARY, FEBRUARY, MARCH = Month(2026, 1), Month(2026, 2), Month(2026, 3)
LISTED = {
    "datasett/avtale.yaml": """
id: avtale
navn: Avtale
nokkel: nr
dato: inngaatt
enhet: ansvar
felter: [{id: nr, type: tekst}, {id: inngaatt, type: dato}, {id: ansvar, type: tekst}]
""",
}
COMPUTED = {
    "indikatorer/beregnet.yaml": """
indikatorer:
  - id: uten_avtale
    navn: Fakturaer uten avtale
    maaleenhet: stk
    bedre_er: lavere
    frekvens: måned
    desimaler: 0
    beregnet: {antall: faktura, der: {oppslag: avtale, der: [{felt: nr, er: lik, verdi: {felt: bilag}}], finnes: nei}}
""",
}


@pytest.mark.parametrize(("registers", "first"), [(LISTED, MARCH), ({**LISTED, **COMPUTED}, JANUARY)])
def test_what_an_indicator_is_computed_by_may_change_any_month(tmp_path: Path, registers: dict[str, str], first: Month):
    rulebook, problems = read_rulebook([write(tmp_path, {**REGISTERS, **registers, **rule("minus")})])
    assert not [str(problem) for problem in problems]
    came = Delivery(
        seq=9, kind="datasett/avtale", name="avtaler.csv", received=datetime(2026, 4, 1, tzinfo=UTC), digest="",
        taken=Taken.TAKEN, first=MARCH, last=MARCH,
    )  # fmt: skip

    assert first == first_affected(rulebook, [came], [], [JANUARY, FEBRUARY, MARCH])
