"""Difi's 2 113 lines of criterion scores: they load, sum per service, and a published total that does not match is found."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path
from random import Random
from shutil import copy, copytree

import pytest

from kontroll.domain.month import Month
from kontroll.flows.judging.evaluate import evaluate_folder

HERE = Path(__file__).resolve().parent / "difi"
PUBLISHED = HERE.parents[3] / "shared" / "data" / "datahotellet" / "difi" / "kvalitet" / "resultat2016" / "dataset.csv"
JUNE = Month.parse("2016-06")
needs_published = pytest.mark.skipif(not PUBLISHED.exists(), reason="Difi's file is not beside the repository")


def answers(data: Path, rule: str) -> dict[str, str]:
    """Result by key of the record, or by service for a rule about services; those that are not about it are left out."""
    evaluated = evaluate_folder([HERE / "rules"], data, JUNE, JUNE)
    assert evaluated.verdicts is not None, [str(problem) for problem in evaluated.problems]
    assert [] == evaluated.problems
    rows = [line.split(";") for line in evaluated.verdicts.csv().decode().splitlines()[1:]]
    return {row[3] or row[1]: row[4] for row in rows if row[0] == rule and row[4] != "ikke_relevant"}


def sums() -> dict[str, int]:
    """Points by vurderingid, added without the product."""
    found: dict[str, int] = defaultdict(int)
    with PUBLISHED.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            if row["vurderingid"]:
                found[row["vurderingid"]] += int(row["poeng"])
    return dict(found)


def folder(tmp_path: Path, totals: dict[str, int]) -> Path:
    data = Path(copytree(HERE / "data", tmp_path / "data"))
    rows = data / "datasett" / "difi_kriterium"
    for old in rows.iterdir():
        old.unlink()
    copy(PUBLISHED, rows / "publisert.csv")
    lines = [f"{id};;sum;{total}" for id, total in totals.items()]
    (rows / "summer.csv").write_text("\n".join(["vurderingid;navn;nr;poeng", *lines]) + "\n", encoding="utf-8")
    return data


def test_the_small_file_shows_a_total_that_matches_one_that_does_not_and_one_that_nobody_can_tell():
    assert {"summer.csv:2": "sann", "summer.csv:3": "usann", "summer.csv:4": "ukjent"} == answers(
        HERE / "data", "difi-001"
    )


def test_the_service_without_a_total_is_told():
    struck = [post for post, result in answers(HERE / "data", "difi-003").items() if result == "sann"]

    assert ["eksempel.csv:11"] == struck


@needs_published
def test_the_published_file_has_64_services_of_33_criteria():
    with PUBLISHED.open(encoding="utf-8-sig", newline="") as file:
        assert 2113 == sum(1 for _row in csv.DictReader(file, delimiter=";"))  # the last is blank

    assert 64 == len(sums())


@needs_published
def test_the_points_are_summed_for_each_service(tmp_path: Path):
    found = answers(folder(tmp_path, {}), "difi-004")

    right = {id: "sann" if total < 546 else "usann" for id, total in sums().items()}
    assert right == {id: result for id, result in found.items() if id in right}
    assert {"sann", "usann"} == set(right.values())


@needs_published
def test_all_totals_match_the_sums_of_the_criteria(tmp_path: Path):
    found = answers(folder(tmp_path, sums()), "difi-001")

    assert (64, {"sann"}) == (len(found), set(found.values()))


@needs_published
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_exactly_the_services_whose_published_total_does_not_match_are_found(tmp_path: Path, seed: int):
    chance = Random(seed)
    right = sums()
    wrong = set(chance.sample(sorted(right), 7))
    totals = {id: total + (chance.choice([-100, -1, 1, 9]) if id in wrong else 0) for id, total in right.items()}

    found = answers(folder(tmp_path, totals), "difi-001")

    lines = {f"summer.csv:{line}": id for line, id in enumerate(totals, start=2)}
    assert wrong == {lines[post] for post, result in found.items() if result == "usann"}


@needs_published
def test_no_criterion_of_the_published_file_has_more_points_than_it_can_give(tmp_path: Path):
    found = answers(folder(tmp_path, sums()), "difi-002")

    assert (2112, {"sann"}) == (len(found), set(found.values()))
