"""Comparison: the kommune's own figure beside the others', in the latest period that had ended; usable by rules too."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from shutil import copy

import pytest

from kontroll.domain.month import Month
from kontroll.flows.judging.evaluate import Evaluated, evaluate_folder
from kontroll.report.comparison import Comparison, comparisons
from sources.jsonstatfile import YEAR, Axis, Table, text

DESCRIBED = Path(__file__).resolve().parents[2] / "rules" / "datasett" / "sammenligning.yaml"
DEBT: Axis = ("ContentsCode", "statistikkvariabel", {"KG1": "Gjeld i prosent"})
PLACES: Axis = (
    "Region",
    "region",
    {
        "0301": "Oslo - Oslove",
        "4601": "Bergen",
        "5001": "Trondheim - Tråante",
        "1103": "Stavanger",
        "EKG11": "KOSTRA-gruppe 11",
    },
)
FIGURES = {
    "0301/KG1/2023": 50,
    "0301/KG1/2024": 62.5,
    "4601/KG1/2024": 90,
    "5001/KG1/2024": 120,
    "EKG11/KG1/2024": 95,
}
RULE = """
id: gjeld-001
navn: Mer gjeld enn kommunegruppen
type: avvik
status: utkast
alvor: middels
grunnlag: sammenligning
hjemmel: [{lov: kommuneloven, paragraf: "14-1"}]
versjoner:
  - gyldig_fra: 2020-01
    hvis:
      alle:
        - {felt: variabel, er: lik, verdi: KG1}
        - oppslag: sammenligning
          der:
            - {felt: region, er: lik, verdi: EKG11}
            - {felt: variabel, er: lik, verdi: {felt: variabel}}
            - {felt: periode, er: lik, verdi: {felt: periode}}
            - {felt: verdi, er: under, verdi: {felt: verdi}}
          finnes: ja
    saa: {avvik: ja}
"""


def evaluated(tmp_path: Path) -> Evaluated:
    (tmp_path / "regler" / "datasett").mkdir(parents=True)
    (tmp_path / "regler" / "okonomi").mkdir()
    (tmp_path / "regler" / "okonomi" / "gjeld-001.yaml").write_text(RULE, encoding="utf-8")
    copy(DESCRIBED, tmp_path / "regler" / "datasett")
    (tmp_path / "data" / "formater").mkdir(parents=True)
    table = Table(axes=(PLACES, DEBT, YEAR), figures=FIGURES, signs={"1103/KG1/2024": ".."}).two()
    (tmp_path / "data" / "formater" / "gjeld.json").write_text(text(table), encoding="utf-8")
    december = Month.parse("2024-12")
    return evaluate_folder([tmp_path / "regler"], tmp_path / "data", december, december)


def compared(
    tmp_path: Path, municipality: str = "Bergen kommune", until: date = date(2024, 12, 31)
) -> list[Comparison]:
    facts = evaluated(tmp_path).facts
    assert facts is not None
    return comparisons(facts, municipality, until)


def test_the_own_figure_stands_beside_the_others(tmp_path: Path):
    [found] = compared(tmp_path)

    assert ("Gjeld i prosent", "2024") == (found.name, found.period)
    assert found.own is not None
    assert Decimal(90) == found.own.value
    assert [("Oslo - Oslove", Decimal("62.5")), ("Trondheim - Tråante", Decimal(120)), ("Stavanger", None)] == [
        (one.region, one.value) for one in found.others
    ]
    assert ["KOSTRA-gruppe 11"] == [one.region for one in found.wider]
    assert Decimal("91.25") == found.median
    assert "formater/gjeld.json:1" == found.own.place


def test_a_kommune_without_a_figure_is_in_the_list_and_not_in_the_median(tmp_path: Path):
    [found] = compared(tmp_path)

    assert [".."] == [one.sign for one in found.others if one.value is None]
    assert 2 == len(found.known)


@pytest.mark.parametrize(("name", "value"), [("Oslo", Decimal("62.5")), ("Oslove", Decimal("62.5")), ("Tromsø", None)])
def test_the_kommune_is_found_by_any_of_its_names(tmp_path: Path, name: str, value: Decimal | None):
    [found] = compared(tmp_path, name)

    assert value == (None if found.own is None else found.own.value)


@pytest.mark.parametrize(("until", "period"), [(date(2024, 12, 30), "2023"), (date(2024, 12, 31), "2024")])
def test_the_latest_period_that_had_ended_is_shown(tmp_path: Path, until: date, period: str):
    assert [period] == [one.period for one in compared(tmp_path, until=until)]


def test_a_rule_may_hold_one_kommune_against_its_group(tmp_path: Path):
    verdicts = evaluated(tmp_path).verdicts
    assert verdicts is not None

    rows = [line.split(";") for line in verdicts.csv().decode().splitlines()[1:]]
    struck = {row[3]: row[4] for row in rows if row[0] == "gjeld-001"}
    assert {
        "12134/0301/KG1/2024": "usann",
        "12134/1103/KG1/2024": "ukjent",
        "12134/4601/KG1/2024": "usann",
        "12134/5001/KG1/2024": "sann",
        "12134/EKG11/KG1/2024": "usann",
    } == struck
