"""Search, small groups and track records, each by itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kontroll.domain.coverage import Coverage
from kontroll.domain.month import Month
from kontroll.policybook import read_reglementer
from kontroll.report.reading_coverage import SMALLEST, coverage
from kontroll.report.reglement_search import search
from kontroll.report.track_record import RETIRE_AFTER, per_cent, told, track_record

TEXT = """## 1 Fullmakter
### 1.1 Anvisning
Betalingsfullmakten skal utøves av to. Gåver må meldes.
### 1.2 Økonomi
Økonomisjefen fører et register over fakturaer.
"""


@pytest.fixture
def reglementer(tmp_path: Path):
    (tmp_path / "reglement").mkdir()
    (tmp_path / "reglement/kasse.md").write_text(TEXT, encoding="utf-8")
    return read_reglementer([tmp_path])[0]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("fullmakt", ["1", "1.1"]),
        ("FULLMAKTENE", ["1", "1.1"]),
        ("okonomi", ["1.2", "1.2"]),
        ("økonomi", ["1.2", "1.2"]),
        ("faktura", ["1.2"]),
        ("fakturaene register", ["1.2"]),
        ("gave", ["1.1"]),
        ("gåva", ["1.1"]),
        ("faktura fullmakt", []),
        ("to", ["1.1"]),
        ("  ", []),
    ],
)
def test_words_are_found_in_any_inflection_and_spelling(reglementer, asked, found):
    assert [hit.point for hit in search(reglementer, asked)] == found


def test_a_hit_in_a_skal_sentence_has_its_number(reglementer):
    assert [hit.number for hit in search(reglementer, "betaling")] == ["1.1-1"]


# --- small groups -----------------------------------------------------------------------------------------------------


def groups(**sizes: int):
    should = {f"{enhet}{i}": (enhet,) for enhet, size in sizes.items() for i in range(size)}
    return {group.enhet: group.hidden for group in coverage(should, (), {}).groups}


def test_a_group_is_shown_from_five_persons_on_and_not_below():
    assert groups(a=SMALLEST, b=SMALLEST + 1) == {"a": False, "b": False}
    assert groups(a=SMALLEST - 1, b=2, c=9) == {"a": True, "b": True, "c": False}


def test_one_hidden_group_hides_the_next_smallest_since_the_total_would_tell_it():
    assert groups(a=2, b=7, c=9) == {"a": True, "b": True, "c": False}


def test_a_person_of_two_enheter_is_counted_once_in_all_and_nobody_is_no_share():
    found = coverage({"x": ("a", "b"), "y": ()}, {"x"}, {"a": "Skolen"})

    assert (found.should, found.has, found.share) == (2, 1, 50)
    assert [(g.name, g.should, g.has) for g in found.groups] == [("", 1, 0), ("Skolen", 1, 1), ("b", 1, 1)]
    assert coverage({}, (), {}).share is None


# --- track record -----------------------------------------------------------------------------------------------------


def months(count: int, **last: int):
    worked = {"expected": 4, "known": 4, "tests": 2, "held": 2, "positive": 1, "negative": 1}
    rows = {(month := Month(2024, 1).plus(i)): Coverage(run="r", month=month, rule="a", **worked) for i in range(count)}
    if last:
        rows[month] = replace(rows[month], **last)
    return rows


def test_a_rule_that_worked_and_never_struck_for_two_years_may_be_retired_and_not_before():
    assert track_record(months(RETIRE_AFTER), ()).retire
    assert not track_record(months(RETIRE_AFTER - 1), ()).retire
    assert "utgå" in told(track_record(months(RETIRE_AFTER), ()))[-1]


@pytest.mark.parametrize("last", [{"struck": 1}, {"held": 1}, {"positive": 0}, {"known": 0}])
def test_a_month_with_utslag_or_without_a_working_control_is_no_silence(last):
    assert not track_record(months(RETIRE_AFTER, **last), ()).retire


def test_what_was_never_run_has_no_rate_and_not_zero():
    record = track_record({}, ())

    assert record.hit_rate is None
    assert "ikke kjørt" in told(record)[0]


def test_rates_are_never_rounded_to_nothing():
    record = track_record(months(1, struck=1, known=3000), ())

    assert per_cent(record.hit_rate) == "0,03"
    assert "1 av 3 000" in told(record)[0].replace("\N{NO-BREAK SPACE}", " ")
