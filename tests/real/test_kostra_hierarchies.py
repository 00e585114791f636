"""Accounts are rolled up along SSB's hierarchies of arter and funksjoner by indicators, to the same sums as by hand."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from pathlib import Path
from shutil import copy, copytree

import pytest

from kontroll.domain.month import Month
from kontroll.flows.judging.evaluate import evaluate_folder

HERE = Path(__file__).resolve().parent
PUBLISHED = HERE.parents[2] / "shared" / "data" / "kostra" / "kostraregnskap"
ACCOUNTS = PUBLISHED / "kostraRegnskapData__data.csv"
DECEMBER = Month(2015, 12)
HEADING = "enhet;navn;enhetstype;overordnet;tjeneste;leder_id;gjelder_fra;gjelder_til;etterfolger"
#: Column of the accounts, its hierarchy, and how many of its groups with most codes are rolled up.
DIMENSIONS = {"art": ("artshierarki", 6), "funksjon": ("funksjonshierarki", 4)}

pytestmark = pytest.mark.skipif(
    not ACCOUNTS.exists(), reason="SSB's example accounts with hierarchies are not beside the repository"
)

Codes = dict[str, Counter[str]]


def rows_of(name: str) -> list[dict[str, str]]:
    with (PUBLISHED / f"kostraRegnskapData__{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return [row for row in csv.DictReader(file) if row["periode"] == "2015"]


def groups_of(hierarchy: str) -> Codes:
    """Each group's codes, and how many times each counts: below zero where the hierarchy takes it away."""
    below = defaultdict(list)
    for row in rows_of(hierarchy):
        below[row["to"]].append((row["from"], 1 if row["sign"] == "+" else -1))

    def codes(name: str) -> Counter[str]:
        found: Counter[str] = Counter()
        for child, sign in below.get(name, []):
            for code, times in codes(child).items() if child in below else [(child, 1)]:
                found[code] += sign * times
        return found

    return {name: codes(name) for name in below}


def sayable(groups: Codes, held: set[str]) -> list[str]:
    """Groups in which every code counts once, those with most codes in the accounts first: a sum with a condition says them."""
    once = [name for name, codes in groups.items() if set(codes.values()) == {1} and len(held & set(codes)) > 1]
    return sorted(once, key=lambda name: (-len(held & set(groups[name])), name))


def indicator(column: str, n: int, group: str) -> str:
    """The sum of a group in the operating account of 2015."""
    where = (
        "{alle: [{felt: periode, er: lik, verdi: '2015'}, {felt: kontoklasse, er: lik, verdi: D}, "
        f"{{oppslag: {column}sgruppe, finnes: ja, der: [{{felt: gruppe, er: lik, verdi: '{group}'}}, "
        f"{{felt: {column}, er: lik, verdi: {{felt: {column}}}}}]}}]}}"
    )
    return (
        f"  - {{id: {column}_{n}, navn: Sum, maaleenhet: tusen kr, bedre_er: lavere, frekvens: år, desimaler: 0,\n"
        f"     beregnet: {{sum: kostraregnskap, felt: belop, der: {where}}}}}"
    )


def rule(name: str, indicator: str, region: str, value: int) -> str:
    return (
        f"id: {name}\nnavn: Sum\ntype: avvik\nstatus: utkast\nalvor: lav\n"
        "hjemmel: [{lov: kommuneloven, paragraf: '14-6'}]\n"
        f"gjelder: {{enhet: ['{region}']}}\n"
        f"versjoner: [{{gyldig_fra: 2015-01, hvis: {{indikator: {indicator}, er: lik, verdi: {value}}}, saa: {{avvik: ja}}}}]\n"
    )


def put(folder: Path, files: dict[str, list[str]]) -> None:
    for name, lines in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_each_group_sums_to_what_is_added_by_hand_in_each_region(tmp_path: Path) -> None:
    accounts = rows_of("data")
    regions = sorted({row["region"] for row in accounts})
    expected: dict[str, int] = {}
    rules, data = {"indikatorer/summer.yaml": ["indikatorer:"]}, {"organisasjon.csv": [HEADING]}
    data["organisasjon.csv"] += [f"{region};Region {region};region;;;;;;" for region in regions]
    for column, (hierarchy, most) in DIMENSIONS.items():
        groups = groups_of(hierarchy)
        chosen = sayable(groups, {row[column] for row in accounts})[:most]
        assert most == len(chosen)
        data[f"datasett/{column}sgruppe/a.csv"] = [f"gruppe;{column}"]
        for n, name in enumerate(chosen):
            data[f"datasett/{column}sgruppe/a.csv"] += [f"{name};{code}" for code in sorted(groups[name])]
            rules["indikatorer/summer.yaml"].append(indicator(column, n, name))
            for region in regions:
                own = [row for row in accounts if row["region"] == region and row["kontoklasse"] == "D"]
                total = sum(int(row["belop"]) for row in own if row[column] in groups[name])
                id = f"{column}-{n}-{region}"
                rules[f"{id}.yaml"] = [rule(id, f"{column}_{n}", region, total)]
                rules[f"{id}-feil.yaml"] = [rule(f"{id}-feil", f"{column}_{n}", region, total + 1)]
                expected[id] = total
    put(tmp_path / "data", data)
    put(Path(copytree(HERE / "kostraregnskap" / "rules", tmp_path / "rules")), rules)
    (tmp_path / "data" / "datasett" / "kostraregnskap").mkdir()
    copy(ACCOUNTS, tmp_path / "data" / "datasett" / "kostraregnskap" / "publisert.csv")

    evaluated = evaluate_folder([tmp_path / "rules"], tmp_path / "data", DECEMBER, DECEMBER)

    assert evaluated.verdicts is not None, [str(problem) for problem in evaluated.problems]
    rows = [line.split(";") for line in evaluated.verdicts.csv().decode().splitlines()[1:]]
    answers = {row[0]: row[4] for row in rows if row[0] != "datakvalitet-enhet"}
    assert dict.fromkeys(expected, "sann") | {f"{id}-feil": "usann" for id in expected} == answers
    assert sum(total != 0 for total in expected.values()) > len(expected) // 2


def test_some_groups_take_codes_away_and_are_beyond_a_sum_with_a_condition() -> None:
    groups = groups_of("artshierarki")

    assert any(times < 0 for codes in groups.values() for times in codes.values())
