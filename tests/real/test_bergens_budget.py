"""Bergen's operating budget of 2013 is read with its spaces, dashes and BOM, and every total is the one added by hand."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from shutil import copy, copytree

import polars as pl
import pytest

from kontroll.domain.month import Month
from kontroll.facts.facts import Facts
from kontroll.flows.deliveries.read_folder import read_folder
from kontroll.flows.judging.evaluate import evaluate_folder
from kontroll.rulebook.read import read_rulebook

HERE = Path(__file__).resolve().parent
PUBLISHED = HERE.parents[2] / "shared" / "data" / "datahotellet" / "bergen" / "budsjett-2013" / "driftsbudsjett"
BUDGET = PUBLISHED / "dataset.csv"
RULES = HERE / "bergen" / "rules"
JANUARY = Month(2013, 1)
YEARS = ("2013", "2014", "2015", "2016")
HEADING = "enhet;navn;enhetstype;overordnet;tjeneste;leder_id;gjelder_fra;gjelder_til;etterfolger"

pytestmark = pytest.mark.skipif(
    not BUDGET.exists(), reason="Bergen's published budget of 2013 is not beside the repository"
)


def by_hand() -> list[dict[str, str]]:
    with BUDGET.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def kroner(text: str) -> int:
    digits = text.replace(" ", "")
    return 0 if digits == "-" else int(digits)


def added(rows: Iterable[dict[str, str]], year: str, *by: str) -> dict[tuple[str, ...], int]:
    totals: Counter[tuple[str, ...]] = Counter()
    for row in rows:
        totals[tuple(row[name] for name in by)] += kroner(row[year])
    return dict(totals)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The case's own data folder, with the published file in place of our example."""
    folder = Path(copytree(HERE / "bergen" / "data", tmp_path_factory.mktemp("bergen") / "data"))
    (folder / "datasett" / "driftsbudsjett" / "eksempel.csv").unlink()
    copy(BUDGET, folder / "datasett" / "driftsbudsjett" / "publisert.csv")
    units = sorted({row["avdeling"] for row in by_hand()})
    lines = [HEADING, *(f"{unit};Avdeling {unit};virksomhet;;;;;;" for unit in units)]
    (folder / "organisasjon.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def facts(folder: Path) -> Facts:
    facts, problems = read_folder(folder, read_rulebook([RULES])[0])
    assert [] == [str(problem) for problem in problems]
    return facts


@pytest.mark.parametrize("by", [("avdeling",), ("tjeneste",), ("avdeling", "inntekt-utgift"), ("tjomr", "endrgr"), ()])
@pytest.mark.parametrize("year", YEARS)
def test_every_total_is_the_one_added_by_hand(facts: Facts, year: str, by: tuple[str, ...]) -> None:
    table = facts.table("driftsbudsjett")
    fields = {"inntekt-utgift": "inntekt_utgift", "endrgr": "endring"}
    names = [fields.get(name, name) for name in by]

    amount = pl.col(f"belop_{year}").sum()
    totals = table.frame.group_by(names).agg(amount) if names else table.frame.select(amount)

    assert 1761 == table.frame.height
    assert added(by_hand(), year, *by) == {row[:-1]: row[-1] for row in totals.iter_rows()}


def test_the_whole_budget_lacks_490_kroner_of_balance(facts: Facts) -> None:
    assert -490 == facts.table("driftsbudsjett").frame.get_column("belop_2013").sum()


def test_the_rules_count_what_is_counted_by_hand(folder: Path) -> None:
    evaluated = evaluate_folder([RULES], folder, JANUARY, JANUARY)

    assert evaluated.verdicts is not None
    rows = [line.split(";") for line in evaluated.verdicts.csv().decode().splitlines()[1:]]
    found = Counter((row[0], row[4]) for row in rows)
    assert 0 == found["budsjett-004", "sann"]
    assert found["budsjett-001", "usann"] == sum(
        row["inntekt-utgift"] == "Inntekt" and row["endrgr"] == "N00" and kroner(row["2013"]) > 0 for row in by_hand()
    )
    assert found["budsjett-002", "sann"] == sum(
        kroner(row["2013"]) >= 10_000_000 and kroner(row["2014"]) == 0 for row in by_hand()
    )


def test_a_rule_about_an_avdeling_sees_its_total_to_the_krone(folder: Path, tmp_path: Path) -> None:
    """The sum of an avdeling as an indicator, held against the total by hand, and against one krone more."""
    net = added(by_hand(), "2013", "avdeling")
    rules = Path(copytree(RULES / "datasett", tmp_path / "rules" / "datasett")).parent
    files = {
        "indikatorer/netto.yaml": "indikatorer:\n  - {id: netto, navn: Netto, maaleenhet: kr, bedre_er: lavere, frekvens: måned, "
        "desimaler: 0, beregnet: {sum: driftsbudsjett, felt: belop_2013}}\n"
    }
    for (unit,), total in net.items():
        for name, value in ((f"netto-{unit}", total), (f"feil-{unit}", total + 1)):
            files[f"{name}.yaml"] = (
                f"id: {name}\nnavn: Netto\ntype: avvik\nstatus: utkast\nalvor: lav\n"
                "hjemmel: [{lov: kommuneloven, paragraf: '14-4'}]\n"
                f"gjelder: {{enhet: ['{unit}']}}\n"
                f"versjoner: [{{gyldig_fra: 2013-01, hvis: {{indikator: netto, er: lik, verdi: {value}}}, saa: {{avvik: ja}}}}]\n"
            )
    for name, text in files.items():
        (rules / name).parent.mkdir(exist_ok=True)
        (rules / name).write_text(text, encoding="utf-8")

    evaluated = evaluate_folder([rules], folder, JANUARY, JANUARY)

    assert evaluated.verdicts is not None, [str(problem) for problem in evaluated.problems]
    rows = [line.split(";") for line in evaluated.verdicts.csv().decode().splitlines()[1:]]
    answers = {row[0]: row[4] for row in rows if not row[0].startswith("datakvalitet")}
    assert 2 * len(net) == len(answers)
    assert all(answer == ("sann" if name.startswith("netto") else "usann") for name, answer in answers.items())
