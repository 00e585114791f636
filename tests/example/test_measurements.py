"""maalinger/ and ambisjoner.csv hold everything section 4 of the rule language allows, and look like a real kommune."""

from __future__ import annotations

import zipfile
from collections import Counter
from pathlib import Path
from statistics import mean

import pytest

from kontroll.domain.month import Frequency
from kontroll.domain.rulebook import Rulebook

from .conftest import rows_of

Delivered = list[tuple[str, dict[str, str]]]


def value(text: str) -> float | None:
    try:
        return float(text.replace("\u00a0", "").replace(",", "."))
    except ValueError:
        return None


def last_rows(measurements: Delivered) -> dict[tuple[str, str, str], tuple[str, dict[str, str]]]:
    return {(r["enhet"], r["indikator"], r["periode"]): (file, r) for file, r in measurements}


def test_there_are_more_than_sixty_indicators_with_an_index_in_each_focus_area(rulebook: Rulebook) -> None:
    indicators = list(rulebook.indicators.values())
    areas = {i.focus_area for i in indicators}

    assert len([i for i in indicators if not i.id.startswith("_")]) > 60
    assert areas == {"økonomi", "brukere", "medarbeidere", "læring og fornyelse", "kontroll og etikk"}
    assert {i.focus_area for i in indicators if i.id.endswith("_indeks")} == areas


def test_every_indicator_is_delivered_or_computed_never_both(
    rulebook: Rulebook, measurements: Delivered, kommune: Path
) -> None:
    delivered = {r["indikator"] for _, r in measurements} | workbook_indicators(kommune)
    computed = {i.id for i in rulebook.indicators.values() if i.computed}

    assert not computed & delivered
    assert set(rulebook.indicators) - computed <= delivered
    assert {d for d in delivered - set(rulebook.indicators) if not d.endswith("_gammel")} == set()


def workbook_indicators(kommune: Path) -> set[str]:
    with zipfile.ZipFile(kommune / "maalinger" / "medarbeiderundersokelse-2025.xlsx") as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    return {cell.split("</t>")[0] for cell in sheet.split('<c r="B')[2:] for cell in [cell.split(">", 3)[3]]}


def test_periods_follow_the_frequency_of_the_indicator(rulebook: Rulebook, measurements: Delivered) -> None:
    shapes = {Frequency.MONTH: 7, Frequency.TERTIAL: 7, Frequency.YEAR: 4}
    for _, row in measurements:
        indicator = rulebook.indicators.get(row["indikator"])
        if indicator is not None:
            assert len(row["periode"]) == shapes[indicator.frequency], row
            assert ("T" in row["periode"]) == (indicator.frequency is Frequency.TERTIAL), row


def test_the_user_survey_of_one_year_was_not_done_but_the_employees_were_asked(kommune: Path) -> None:
    folder = kommune / "maalinger"
    users = {path.stem[-4:] for path in folder.glob("brukerundersokelse-*.csv")}
    employees = {path.stem[-4:] for path in folder.glob("medarbeiderundersokelse-*.xlsx")}

    assert {"2024"} == employees - users
    assert {"2023", "2025"} <= users


def test_some_units_are_too_small_to_be_shown(measurements: Delivered) -> None:
    answers = [int(r["antall"]) for file, r in measurements if file.startswith("brukerundersokelse")]

    assert 0 < sum(n < 5 for n in answers) < len(answers) / 20


@pytest.mark.parametrize(
    ("prefix", "encoding", "separator", "sign"),
    [
        ("okonomi-", "cp1252", ";", "\u00a0"),
        ("hr-", "utf-8-sig", ";", "\ufeff"),
        ("timer-", "utf-8", "\t", "."),
        ("sak-", "utf-8", ",", "."),
    ],
)
def test_each_source_system_writes_in_its_own_way(
    kommune: Path, prefix: str, encoding: str, separator: str, sign: str
) -> None:
    path = next((kommune / "maalinger").glob(f"{prefix}2025-*.csv"))
    raw = path.read_bytes()

    text = raw.decode("utf-8" if prefix == "hr-" else encoding)

    assert separator.join(("indikator", "periode", "verdi")) in text.splitlines()[0]
    assert sign in text
    assert (prefix == "okonomi-") == (not decodes_as_utf8(raw))


def decodes_as_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def test_values_come_late_twice_empty_unreadable_and_corrected(measurements: Delivered) -> None:
    rows = Counter((r["enhet"], r["indikator"], r["periode"]) for _, r in measurements)
    late = [r for f, r in measurements if f.startswith("sak-") and r["periode"] < f[4:11] and "T" not in r["periode"]]

    assert any(not r["verdi"] for _, r in measurements)
    assert any(r["verdi"] in ("12O000", "n/a") for _, r in measurements)
    assert any(n > 1 for n in rows.values())
    assert late
    assert any(file.endswith("_rettet.csv") for file, _ in measurements)


def test_a_correction_in_a_later_file_decides(measurements: Delivered) -> None:
    corrected = [(f, r) for f, r in measurements if f.endswith("_rettet.csv")]

    decided = last_rows(measurements)

    assert all(decided[r["enhet"], r["indikator"], r["periode"]][0] == f for f, r in corrected)


def test_one_hr_file_came_a_month_late_and_the_hours_of_a_quarter_never_came(
    kommune: Path, measurements: Delivered
) -> None:
    folder = kommune / "maalinger"

    months = [path.name for path in folder.glob("hr-202[456]-*.csv")]

    assert "hr-2025-04.csv" not in months
    assert any(r["periode"] == "2025-04" for r in rows_of(folder / "hr-2025-05.csv"))
    assert not any(f.startswith("timer") and "2025-07" <= r["periode"] <= "2025-09" for f, r in measurements)


def test_gaps_are_few(measurements: Delivered) -> None:
    sick = {(r["enhet"], r["periode"]) for _, r in measurements if r["indikator"] == "sykefravaer" and r["verdi"]}
    units = {unit for unit, _ in sick if not unit.startswith("9")}

    assert 0.95 < len(sick) / (len(units) * 36) < 1.0


def test_figures_still_arrive_for_a_closed_unit_and_for_units_nobody_knows(measurements: Delivered) -> None:
    assert any(r["enhet"] == "4117" and r["periode"] == "2025-10" for _, r in measurements)
    assert any(r["enhet"].startswith("9") for _, r in measurements)


def test_most_units_keep_their_budget_and_sick_leave_is_that_of_a_kommune(measurements: Delivered) -> None:
    decided = last_rows(measurements)
    economy = [
        v for (_, i, _), (_, r) in decided.items() if i == "okonomi_avvik" and (v := value(r["verdi"])) is not None
    ]
    whole = [
        v for (u, i, _), (_, r) in decided.items() if (u, i) == ("1000", "sykefravaer") and (v := value(r["verdi"]))
    ]

    assert 0.80 < mean(v >= 0 for v in economy) < 0.97
    assert all(5.5 < v < 11.5 for v in whole)
    assert 7 < mean(whole) < 9.5


def test_ambitions_are_for_all_for_a_tjeneste_and_for_units_and_change_with_the_years(kommune: Path) -> None:
    rows = rows_of(kommune / "ambisjoner.csv")
    mine = {r["aar"]: r["gronn"] for r in rows if (r["enhet"], r["indikator"]) == ("*", "svarprosent_bruker")}

    assert any(r["enhet"].startswith("tjeneste:") for r in rows)
    assert len({r["enhet"] for r in rows if r["enhet"].isdigit()}) > 100
    assert len(set(mine.values())) > 1
    assert any(not r["gul"] for r in rows)


def test_nobody_promises_less_than_balance(kommune: Path) -> None:
    limits = [r["gul"] for r in rows_of(kommune / "ambisjoner.csv") if r["indikator"] == "okonomi_avvik" and r["gul"]]

    assert {"0,0"} == set(limits)
