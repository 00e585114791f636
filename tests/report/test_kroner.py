"""Kroner until the first find: which records count, and which amount."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kontroll.domain.rulebook import Rulebook
from kontroll.flows.deliveries.read_folder import read_folder
from kontroll.report.kroner import amount_field, asks_by_supplier, ore_until
from kontroll.rulebook.read import read_rulebook
from village import write

DATASETS = {
    "datasett/faktura.yaml": """
id: faktura
navn: Faktura
nokkel: bilag
dato: dato
enhet: ansvar
felter:
  - {id: bilag, type: tekst}
  - {id: dato, type: dato}
  - {id: ansvar, type: tekst}
  - {id: leverandor, type: tekst}
  - {id: mva, type: kr}
  - {id: belop, type: kr}
""",
    "datasett/melding.yaml": """
id: melding
navn: Melding
nokkel: nr
dato: dato
enhet: ansvar
felter: [{id: nr, type: tekst}, {id: dato, type: dato}, {id: ansvar, type: tekst}]
""",
}
ROWS = """bilag;dato;ansvar;leverandor;mva;belop
A;2025-12-31;1;L1;1;1000000
B;2026-01-01;1;L1;1;100
C;2026-01-05;1;L2;1;30
D;2026-01-06;2;L1;1;4000
E;2026-01-31;1;L1;1;0,5
F;2026-02-01;1;L1;1;70000
G;2026-01-10;1;L1;1;
H;2026-01-11;1;;1;6
"""
PLAIN = "{felt: belop, er: over, verdi: 10}"
BY_SUPPLIER = "{gruppert: {like: [leverandor], dager: 30, sum: belop}, er: over, verdi: 10}"
LOOKS_UP = "{oppslag: faktura, der: [{felt: leverandor, er: lik, verdi: {felt: leverandor}}], finnes: ja}"
ABOUT_TAX = "{felt: mva, er: over, verdi: 10}"
NO_AMOUNT = "{felt: bilag, mangler: ja}"


def book(folder: Path, condition: str, dataset: str = "faktura") -> Rulebook:
    rule = f"""
id: r
navn: R
type: avvik
status: utkast
alvor: lav
grunnlag: {dataset}
hjemmel: [{{lov: kommuneloven, paragraf: '25-1'}}]
versjoner: [{{gyldig_fra: 2020-01, hvis: {condition}, saa: {{avvik: ja}}}}]
"""
    rulebook, problems = read_rulebook([write(folder / "rules", {**DATASETS, "r.yaml": rule})])
    assert not [str(problem) for problem in problems if "tester" not in problem.what]
    return rulebook


@pytest.mark.parametrize(
    ("condition", "post", "kroner"),
    [
        (PLAIN, "E", 136.5),
        (BY_SUPPLIER, "E", 100.5),
        (LOOKS_UP, "E", 3),
        (BY_SUPPLIER, "H", 136.5),
        (PLAIN, "D", 4000),
    ],
)
def test_records_of_the_enhet_count_and_of_the_supplier_where_the_rule_asks_by_it(
    tmp_path: Path, condition: str, post: str, kroner: float
):
    """January, both ends included; what has no amount counts as none, and a record without supplier is like the enhet's."""
    rulebook = book(tmp_path, condition)
    facts, _problems = read_folder(write(tmp_path / "data", {"datasett/faktura/f.csv": ROWS}), rulebook)

    found = ore_until(rulebook.rules["r"], facts.table("faktura"), post, date(2026, 1, 1), date(2026, 1, 31))

    assert round(kroner * 100) == found


@pytest.mark.parametrize(("condition", "field"), [(PLAIN, "belop"), (ABOUT_TAX, "mva"), (NO_AMOUNT, "mva")])
def test_the_amount_is_the_one_the_rule_reads_else_the_first_there_is(tmp_path: Path, condition: str, field: str):
    rulebook = book(tmp_path, condition)

    assert field == amount_field(rulebook.rules["r"], rulebook.datasets["faktura"])


def test_a_data_set_without_amounts_has_no_kroner(tmp_path: Path):
    rulebook = book(tmp_path, "{felt: nr, mangler: ja}", "melding")
    rows = {"datasett/melding/m.csv": "nr;dato;ansvar\nM1;2026-01-02;1\n"}
    facts, _problems = read_folder(write(tmp_path / "data", rows), rulebook)

    assert not asks_by_supplier(rulebook.rules["r"], rulebook.datasets["melding"])
    assert None is ore_until(rulebook.rules["r"], facts.table("melding"), "M1", date(2026, 1, 1), date(2026, 1, 31))
