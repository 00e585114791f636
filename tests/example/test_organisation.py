"""Furuvik is organised, led and reorganised the way a kommune is."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from .conftest import LAST, Rows, rows_of

SERVICES = {"skole", "barnehage", "hjemmetjeneste", "sykehjem", "barnevern", "kultur", "teknisk", "sosial"}


@pytest.fixture(scope="module")
def organisation(kommune: Path) -> Rows:
    return rows_of(kommune / "organisasjon.csv")


@pytest.fixture(scope="module")
def people(kommune: Path) -> Rows:
    return rows_of(kommune / "personer.csv")


def now(rows: Rows) -> Rows:
    return [
        r for r in rows if r["gjelder_fra"] <= str(LAST) and (not r["gjelder_til"] or r["gjelder_til"] >= str(LAST))
    ]


def history(rows: Rows) -> dict[str, Rows]:
    found: dict[str, Rows] = {}
    for row in rows:
        found.setdefault(row["enhet"], []).append(row)
    return found


def test_there_are_220_tjenestesteder_in_eight_services_in_the_last_month(organisation: Rows) -> None:
    sites = [r for r in now(organisation) if r["enhetstype"] == "tjenestested"]

    assert 220 == len(sites)
    assert {r["tjeneste"] for r in sites} == SERVICES


def test_everyone_reports_to_the_raadmann(organisation: Rows) -> None:
    superior = {r["enhet"]: r["overordnet"] for r in now(organisation)}

    def top(unit: str) -> str:
        while superior[unit]:
            unit = superior[unit]
        return unit

    assert {"1000"} == {top(unit) for unit in superior}
    kinds = Counter(r["enhetstype"] for r in now(organisation))
    assert kinds == {"tjenestested": 220, "virksomhet": 20, "stab": 9, "kommunalsjef": 4, "rådmann": 1}


def test_the_rows_of_a_unit_never_overlap(organisation: Rows) -> None:
    for rows in history(organisation).values():
        for earlier, later in pairwise(rows):
            assert earlier["gjelder_til"], earlier
            assert earlier["gjelder_til"] < later["gjelder_fra"], later


def test_units_were_merged_split_closed_and_opened(organisation: Rows) -> None:
    units = history(organisation)
    last = {unit: rows[-1] for unit, rows in units.items()}
    closed = {unit: row["etterfolger"] for unit, row in last.items() if row["gjelder_til"]}

    assert {"2417": "2419", "2418": "2419"}.items() <= closed.items()  # merged
    assert closed["3110"] == "3111"  # split in two
    assert closed["3110"] in units
    assert "3112" in units
    assert closed["4117"] == ""  # closed, nobody took over
    assert closed["4200"] == "4100"  # a virksomhet
    assert units["2619"][0]["gjelder_fra"] > "2024"  # opened


def test_a_unit_changed_tjeneste_another_its_superior_another_its_name(organisation: Rows) -> None:
    units = history(organisation)

    assert ["sykehjem", "hjemmetjeneste"] == [*dict.fromkeys(r["tjeneste"] for r in units["3320"])]
    assert ["4200", "4100"] == [*dict.fromkeys(r["overordnet"] for r in units["4201"])]
    assert 2 == len({r["navn"] for r in units["4304"]})


def test_a_unit_was_closed_for_some_months_and_is_the_same_again(organisation: Rows) -> None:
    before, after, *_ = history(organisation)["4203"]

    assert ("2024-08", "2025-03") == (before["gjelder_til"], after["gjelder_fra"])


def test_leaders_change_act_for_others_and_are_missing(organisation: Rows, people: Rows) -> None:
    leaders = {unit: [r["leder_id"] for r in rows] for unit, rows in history(organisation).items()}

    assert sum(len(set(ids)) > 1 for ids in leaders.values()) > 30
    assert any("" in ids for ids in leaders.values())
    assert any(a == c != b for ids in leaders.values() for a, b, c in zip(ids, ids[1:], ids[2:], strict=False))
    acting = [r for r in now(people) if r["rolle"] == "fungerende"]
    assert acting
    assert any(not r["leder_id"] for r in now(organisation))


def test_one_person_may_lead_two_units(organisation: Rows) -> None:
    led = Counter(r["leder_id"] for r in now(organisation) if r["leder_id"])

    assert 2 in led.values()


def test_ids_are_stable_while_names_and_addresses_change(people: Rows) -> None:
    addresses: dict[str, set[str]] = {}
    owners: dict[str, set[str]] = {}
    for row in people:
        addresses.setdefault(row["person_id"], set()).add(row["epost"])
        owners.setdefault(row["epost"], set()).add(row["person_id"])

    assert any(len(found) > 1 for found in addresses.values())
    assert all(len(found) == 1 for found in owners.values())
    assert all(address.endswith("@furuvik.example") and address.isascii() for address in owners)


def test_every_leader_stands_among_the_people(organisation: Rows, people: Rows) -> None:
    known = {r["person_id"] for r in people}

    assert {r["leder_id"] for r in organisation} - {""} <= known
    assert {r["enhet"] for r in people} <= {r["enhet"] for r in organisation}
