"""The post of Furuvik: day by day it tells what was known, and in the end what the data folder says."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path, PurePosixPath

import pytest

from differential.seed import one_day_in
from kontroll.domain.month import Month
from kontroll.domain.rulebook import Rulebook
from kontroll.example import planted
from kontroll.example.days import Days
from kontroll.example.inbox import LATE_HR_MONTH
from kontroll.example.known import STORIES
from kontroll.example.mailbag import Delivered, deliveries

from .conftest import LAST, SEED, Rows, rows_of

FIRST = LAST.plus(-35)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
WHOLE = ("organisasjon.csv", "personer.csv", "ambisjoner.csv")

#: Days that are known before they come: deadlines, and what was agreed to end.
AHEAD = {
    "ansettelse": ("ansatt_til",),
    "helligdag": ("dag",),
    "barnevernsmelding": (),
    "beredskap": ("frist",),
    "bierverv": ("gjelder_fra",),
    "budsjettoppfolging": ("tiltak_frist",),
    "faktura": ("forfallsdato",),
    "fullmakt": ("gjelder_til",),
    "hms_avvik": ("frist",),
    "kontrakt": ("gjelder_til",),
    "reglement_revisjon": ("neste_revisjon",),
    "revisjonsfunn": ("frist",),
    "skolemiljosak": ("evalueres_dato",),
    "vedtak": ("frist",),
    "verneombud": ("valgt_til",),
}
A_MONTH_AHEAD = {("verneombud", "gjelder_til"), ("risikovurdering", "gjelder_til"), ("lederforhold", "fratraadt")}


def read(content: bytes) -> Rows:
    """As `rows_of`, from bytes: a row cut off has None where its last cells should be."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252")
    heading = text.splitlines()[0]
    return list(csv.DictReader(io.StringIO(text), delimiter=max(";,\t", key=heading.count)))


def measured(files: list[Rows]) -> dict[tuple[str, str, str], dict[str, str]]:
    """The rows as they stand, by unit, indicator and period."""
    return {(r["enhet"], r["indikator"], r["periode"]): r for rows in files for r in rows if r["periode"] is not None}


@pytest.fixture(scope="module")
def post(kommune: Path) -> list[Delivered]:
    return deliveries(kommune, SEED, LAST)


@pytest.fixture(scope="module")
def read_post(post: list[Delivered]) -> list[tuple[Delivered, Rows]]:
    return [(d, read(d.content)) for d in post if d.name.endswith(".csv")]


def test_the_records_that_stand_after_the_last_delivery_are_those_of_the_folder(
    read_post: list[tuple[Delivered, Rows]], records: Callable[[str], Rows], rulebook: Rulebook
) -> None:
    for dataset in (rulebook.datasets[id] for id in STORIES):
        key = next(f.heading for f in dataset.fields if f.id == dataset.key)
        standing = {r[key]: r for d, rows in read_post if d.name.startswith(f"datasett/{dataset.id}/") for r in rows}

        assert standing == {r[key]: r for r in records(dataset.id)}, dataset.id


def test_the_figures_that_stand_after_the_last_delivery_are_those_of_the_folder(
    read_post: list[tuple[Delivered, Rows]], kommune: Path
) -> None:
    delivered = measured([rows for d, rows in read_post if d.name.startswith("maalinger/")])

    assert delivered == measured([rows_of(p) for p in sorted((kommune / "maalinger").glob("*.csv"))])


def test_the_surveys_and_the_whole_lists_end_as_those_of_the_folder(post: list[Delivered], kommune: Path) -> None:
    latest = {d.name: d.content for d in post}
    surveys = [f"maalinger/{path.name}" for path in (kommune / "maalinger").glob("*.xlsx")]

    assert surveys
    for name in (*WHOLE, *surveys):
        assert latest[name] == (kommune / name).read_bytes(), name


def test_the_days_are_in_order_from_the_first_month_to_the_one_after_the_last(post: list[Delivered]) -> None:
    assert [(d.day, d.name) for d in post] == sorted((d.day, d.name) for d in post)
    assert FIRST.first_day <= post[0].day <= FIRST.first_day + timedelta(days=4)
    assert LAST.last_day < post[-1].day <= LAST.plus(1).last_day
    assert all(d.day.weekday() < 5 for d in post)


def test_no_file_is_delivered_twice_on_a_day(post: list[Delivered]) -> None:
    assert max(Counter((d.day, d.name) for d in post).values()) == 1


def test_nothing_is_told_of_a_record_before_it_happens(
    read_post: list[tuple[Delivered, Rows]], rulebook: Rulebook
) -> None:
    for delivered, rows in read_post:
        dataset = PurePosixPath(delivered.name).parent.name
        if dataset not in rulebook.datasets or dataset == "betaling":
            continue
        times = [f.heading for f in rulebook.datasets[dataset].fields if f.type.is_time]
        for field in set(times) - set(AHEAD.get(dataset, ())):
            limit = delivered.day + timedelta(days=31 if (dataset, field) in A_MONTH_AHEAD else 0)
            # One invoice has a date that is none.
            told = [row[field][:10] for row in rows if DAY.match(row[field])]
            assert max(told, default="") <= limit.isoformat(), (delivered.name, field)


def test_payments_are_told_after_they_were_made(read_post: list[tuple[Delivered, Rows]]) -> None:
    for delivered, rows in read_post:
        if "/betaling/" in delivered.name:
            latest = max("-".join(reversed(row["BETALT"].split("."))) for row in rows)
            assert latest <= delivered.day.isoformat()


def test_figures_are_told_after_their_period(read_post: list[tuple[Delivered, Rows]]) -> None:
    for delivered, rows in read_post:
        if delivered.name.startswith("maalinger/"):
            today = f"{delivered.day:%Y-%m}"
            months = [r["periode"] for r in rows if r["periode"] and r["periode"][5:6].isdigit()]
            assert max(months, default="") < today, delivered.name


def test_a_leader_who_leaves_is_known_a_month_ahead_and_no_earlier(read_post: list[tuple[Delivered, Rows]]) -> None:
    lists = [(d.day, rows) for d, rows in read_post if d.name == "organisasjon.csv"]

    assert len(lists) > 12
    for day, rows in lists:
        this_month, next_month = f"{day:%Y-%m}", str(LAST.of(day).plus(1))
        assert all(r["gjelder_fra"] <= next_month and r["gjelder_til"] <= this_month for r in rows)
        assert all(not r["etterfolger"] for r in rows if not r["gjelder_til"])


def test_an_open_record_comes_again_when_it_changes(read_post: list[tuple[Delivered, Rows]]) -> None:
    first: dict[str, str] = {}
    later: dict[str, str] = {}
    for delivered, rows in read_post:
        if "/hms_avvik/" in delivered.name:
            for row in rows:
                (later if row["avvik_id"] in first else first)[row["avvik_id"]] = row["lukket_dato"]

    assert len(later) > 1000
    assert not any(first[id] for id in later)
    assert all(later.values())


def test_the_owner_of_the_planted_supplier_is_not_known_before_the_register_shows_it(
    read_post: list[tuple[Delivered, Rows]],
) -> None:
    told = [
        d.day
        for d, rows in read_post
        if "/leverandor_rolle/" in d.name and any(r["leverandor"] == planted.SUPPLIER for r in rows)
    ]

    assert len(told) == 1
    assert told[0] > FIRST.plus(planted.ROLE_KNOWN_FROM).last_day


def test_every_month_tells_of_every_data_set_that_is_delivered_monthly(post: list[Delivered]) -> None:
    names = {d.name for d in post}
    for id, story in STORIES.items():
        if not story.whole:
            for number in range(36):
                assert f"datasett/{id}/{id}-{FIRST.plus(number)}.csv" in names


def test_what_goes_wrong_in_the_post_is_there(post: list[Delivered]) -> None:
    day = {d.name: d.day for d in post}
    content = {d.name: d.content for d in post}
    copies = [name for name in day if name.endswith(" - Kopi.csv")]
    mended = [name for name in day if name.startswith("maalinger/") and name.endswith("_rettet.csv")]

    assert f"maalinger/hr-{FIRST.plus(LATE_HR_MONTH)}.csv" not in day
    assert len(copies) == 1
    assert content[copies[0]] == content[copies[0].replace(" - Kopi", "")]
    assert len(mended) == 2
    for name in (*mended, *copies):
        assert day[name] > day[name.replace("_rettet", "").replace(" - Kopi", "")]
    assert any(None in row.values() for name in mended for row in read(content[name.replace("_rettet", "")]))


def test_most_files_are_in_time_and_some_are_a_few_days_late(post: list[Delivered]) -> None:
    days = Days(FIRST)
    delays = []
    for d in post:
        if found := re.fullmatch(r"datasett/(\w+)/\1-(\d{4}-\d{2})\.csv", d.name):
            due, end = STORIES[found[1]].working_day, days.of(Month.parse(found[2]).last_day)
            delays.append(sum(days.is_workday(n) for n in range(end + 1, days.of(d.day) + 1)) - due)

    assert 0.02 < sum(delay > 0 for delay in delays) / len(delays) < 0.15
    # Nobody sends anything on Christmas Eve or New Year's Eve, so two more working days may pass.
    assert max(delays) <= 6


@one_day_in(2)
def test_another_process_with_other_hashes_locale_and_time_zone_delivers_the_same_bytes(
    kommune: Path, post: list[Delivered]
) -> None:
    strange = {"PYTHONHASHSEED": "4711", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONUTF8": "0"}
    command = (
        "import sys; from pathlib import Path; from kontroll.domain.month import Month; "
        "from kontroll.example.mailbag import deliveries; from hashlib import sha256; "
        f"found = deliveries(Path(sys.argv[1]), {SEED}, Month.parse('{LAST}')); print(sha256(repr(found).encode()).hexdigest())"
    )

    told = subprocess.run(
        [sys.executable, "-c", command, str(kommune)], env=os.environ | strange, check=True, capture_output=True
    )

    assert told.stdout.decode().strip() == hashlib.sha256(repr(post).encode()).hexdigest()
