"""A kommune with invoices to draw from: numbered in series, some of them strange in one way each."""

from __future__ import annotations

from datetime import UTC, date, datetime

from kontroll.domain.draw import Arm, Draw
from kontroll.domain.drawplan import PlanChoices, StrataRule, StratumChoice
from kontroll.domain.month import Month

from ..small import Kommune, Make, rule

JANUARY, FEBRUARY = Month(2026, 1), Month(2026, 2)
NOW = datetime(2026, 4, 1, 6, 0, tzinfo=UTC)

DATASETS = {
    "datasett/bilag.yaml": """
id: bilag
navn: Bilag
nokkel: bilag
dato: dato
enhet: ansvar
tallformat: {desimal: "."}
felter:
  - {id: bilag, type: tekst}
  - {id: dato, type: dato}
  - {id: ansvar, type: tekst}
  - {id: belop, type: kr}
  - {id: art, type: tekst}
  - {id: anviser, type: tekst, personlig: ja}
  - {id: bilagsserie, type: tekst}
  - {id: bilagsnr, type: heltall}
""",
    "datasett/annullert.yaml": """
id: annullert
navn: Annullert bilag
nokkel: nr
dato: dato
felter:
  - {id: nr, type: tekst}
  - {id: dato, type: dato}
  - {id: bilagsserie, type: tekst}
  - {id: bilagsnr, type: heltall}
""",
    "datasett/linjer.yaml": """
id: linjer
navn: Linjer
nokkel: linje
dato: dato
felter: [{id: dato, type: dato}, {id: belop, type: kr}]
""",
}
HEADING = "bilag;dato;ansvar;belop;art;anviser;bilagsserie;bilagsnr"
#: Number 4 was cancelled, 6 and 7 nobody knows; B8 is B5 once more; one has no date, one no number, one no amount.
ROWS = (
    "B1;2026-01-03;1;100.50;0301;ANNE;A;1",
    "B2;2026-01-04;1;2000;0301;ANNE;A;2",
    "B3;2026-01-05;2;-50;0301;BERIT;A;3",
    "B5;2026-01-06;2;700;0400;BERIT;A;5",
    "B8;2026-01-06;2;700;0400;BERIT;A;8",
    "B9;2026-02-01;3;5000;;CARL;A;9",
    "B10;2026-02-02;3;;0400;CARL;A;10",
    "B11;;3;10;0400;CARL;A;11",
    ";2026-02-03;3;11;0400;CARL;A;12",
    "B13;2026-03-01;3;12;0400;CARL;A;13",
)
DEAR = rule("dyr", dataset="bilag", condition="{felt: belop, er: over, verdi: 1000}")


def with_invoices(make: Make) -> Kommune:
    """The kommune with the invoices of January, February and March."""

    def build() -> Kommune:
        made = make(DATASETS, DEAR)
        deliver(made, "alle", *ROWS)
        cancelled = "nr;dato;bilagsserie;bilagsnr\nX4;2026-01-20;A;4\n"
        made.deliver("datasett/annullert/annullert.csv", cancelled, date(2026, 3, 2))
        return made

    return make.once("samples", build)


def deliver(kommune: Kommune, name: str, *rows: str) -> None:
    content = "\n".join([HEADING, *rows]) + "\n"
    kommune.deliver(f"datasett/bilag/{name}.csv", content, date(2026, 3, 2))


def draw(**changed: object) -> Draw:
    """A draw of January and February, with public ids."""
    said = {
        "id": "2026-1", "year": 2026, "number": 1, "name": "bilag", "dataset": "bilag", "amount_field": "belop",
        "first": JANUARY, "last": FEBRUARY, "arm": Arm.ALL, "made_by": "KARI", "made_at": NOW,
        "draw_id": "Bygda kommune/2026/1/bilag", "is_public": True,
    }  # fmt: skip
    return Draw(**{**said, **changed})  # type: ignore[arg-type]


def choices(*strata: StratumChoice, **rule: object) -> PlanChoices:
    chosen = StrataRule(**{"top_amount": None, "by_field": "", "nonpositive": "", **rule})  # type: ignore[arg-type]
    return PlanChoices(
        rule=chosen,
        strata=strata or (StratumChoice(name="hovedstratum", method="enkel", n=2, reserve=1),),
        likelihood="hypergeometrisk",
        confidence="0.95",
        tolerable="0.05",
        expected="0",
        expected_count=None,
        stages=1,
        seed_source="20 kast med tisidet terning",
        seed_format="20 sifre",
        seed_after="2026-05-01T10:00:00+02:00",
        fallback="",
        decision="",
        second_share="0.1",
        checklist=(),
    )
