"""A stock stands in every month from its first day to its last, and in no month where the last comes first."""

from __future__ import annotations

from pathlib import Path

import pytest

from kontroll.domain.month import Month
from kontroll.flows.judging.evaluate import evaluate_folder

FILES = {
    "regler/datasett/avtale.yaml": """
id: avtale
navn: Avtale
nokkel: nr
bestand: {fra: fra, til: til}
enhet: enhet
felter:
  - {id: nr, type: tekst}
  - {id: enhet, type: tekst}
  - {id: fra, type: dato}
  - {id: til, type: dato}
""",
    "regler/indikatorer/avtaler.yaml": """
indikatorer:
  - {id: avtaler, navn: Avtaler, maaleenhet: antall, bedre_er: høyere, frekvens: år, desimaler: 0, beregnet: {antall: avtale}}
""",
    "regler/a/avtale-001.yaml": """
id: avtale-001
navn: Har en avtale
type: skal
status: utkast
alvor: lav
hjemmel: [{lov: kommuneloven, paragraf: "25-1"}]
versjoner:
  - {gyldig_fra: 2020-01, skal: {indikator: avtaler, er: minst, verdi: 1}}
""",
    "data/organisasjon.csv": "enhet;navn;enhetstype;tjeneste;gjelder_fra;gjelder_til\nE1;;;;;\n",
}


@pytest.mark.parametrize(
    ("span", "answer"),
    [
        ("2024-08-31;2024-09-01", "sann"),
        ("2024-09-01;2024-09-30", "sann"),
        ("2024-09-30;2024-09-01", "sann"),
        ("2024-09-01;2024-08-31", "usann"),
        ("2024-09-01;", "sann"),
        ("2023-01-01;2023-12-31", "usann"),
    ],
)
def test_a_yearly_count_holds_the_stocks_that_stand_in_some_month_of_the_year(tmp_path: Path, span: str, answer: str):
    for name, text in (FILES | {"data/datasett/avtale/a.csv": f"nr;enhet;fra;til\nA1;E1;{span}\n"}).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")

    evaluated = evaluate_folder([tmp_path / "regler"], tmp_path / "data", Month(2024, 12), Month(2024, 12))

    assert evaluated.verdicts is not None
    assert f"avtale-001;E1;2024-12;;{answer}" in evaluated.verdicts.csv().decode().splitlines()
