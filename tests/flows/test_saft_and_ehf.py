"""SAF-T and EHF files go the whole way: recognised, described by the shipped data sets, kept, and seen by the shipped rules."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from shutil import copy, copytree

import polars as pl
import pytest

from kontroll.domain.month import Month
from kontroll.domain.rulebook import Rulebook
from kontroll.facts.facts import SUPERSEDED
from kontroll.flows.deliveries.import_files import Incoming, import_files
from kontroll.flows.deliveries.known_facts import known_facts
from kontroll.flows.judging.evaluate import evaluate_folder
from kontroll.rulebook.read import read_rulebook
from kontroll.settings import shipped_rules
from kontroll.store.database import Database
from sources.ehffile import Invoice
from sources.ehffile import Line as Item
from sources.saftfile import Ledger, Line, Transaction
from village import write

NOW = datetime(2026, 4, 14, 6, 0, tzinfo=UTC)
MARCH = Month(2026, 3)
ORGANISATION = (
    "enhet;navn;enhetstype;overordnet;tjeneste;leder_id;gjelder_fra;gjelder_til;etterfolger\n"
    "1100;Økonomi;stab;;;L1;2020-01;;\n100;Skolen;tjenestested;1100;skole;L2;2020-01;;\n"
)
LEDGER = Ledger(
    opening={"2400": 0, "4000": 0},
    transactions=[
        Transaction(id="1", lines=[Line(account="4000", ore=10000, ansvar=["100"]), Line(account="2400", ore=-10000)]),
        Transaction(id="2", lines=[Line(account="4999", ore=500), Line(account="2400", ore=-500)], period=(2026, 2)),
    ],
    closing={"2400": -10501},
)
INVOICE = Invoice(lines=[Item(quantity=Decimal(2), price=Decimal(50))])
SUPPLIERS = (
    "leverandor;navn;orgnr;bransje;kontonr;konto_endret_dato;registrert_dato;sperret_dato\n"
    "L1;Selger;974760673;;15030000002;;2020-01-01;\n"
)
FILES = {
    "organisasjon.csv": ORGANISATION,
    "formater/2026/saft-mars.xml": LEDGER.xml(),
    "formater/ehf/F-1.xml": INVOICE.xml(),
    "datasett/leverandor/alle.csv": SUPPLIERS,
    "datasett/regnskapsperiode/alle.csv": "periode;lukket\n2026-02;2026-03-01\n2026-03;2026-04-10\n",
}


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped data sets, and of the shipped rules those that these files are for."""
    folder = tmp_path_factory.mktemp("rules")
    for name in ("datasett", "regnskap"):
        copytree(shipped_rules() / name, folder / name)
    for rule in ("ehf-001", "ehf-002"):
        copy(shipped_rules() / "faktura" / f"{rule}.yaml", folder)
    return folder


@pytest.fixture(scope="module")
def rulebook(rules: Path) -> Rulebook:
    return read_rulebook([rules])[0]


def test_every_table_is_described_as_it_is_read(rulebook: Rulebook, database: Database, tmp_path: Path):
    folder = write(tmp_path, FILES)
    files = [Incoming(folder / name, name) for name in FILES if name.startswith("formater/")]

    saft, ehf = import_files(database, rulebook, files, NOW, "P1")

    # One account does not agree with its postings; nothing else is told, of either file.
    assert ["konto 2400"] == [p.what.split(":")[0] for p in (*saft.problems, *ehf.problems)]
    assert {"saft_konto": 2, "saft_leverandor": 0, "saft_kunde": 0, "saft_mvakode": 0, "saft_linje": 4} == {
        one.kind.removeprefix("datasett/"): one.rows for one in saft.tables
    }
    assert MARCH == saft.tables[-1].first == ehf.tables[0].last
    with database.reading() as tx:
        facts, _problems = known_facts(tx, rulebook)
    assert 0 == facts.table("saft_linje").frame["belop"].sum()
    invoices = facts.table("ehf_faktura")
    assert [Decimal(100)] == [Decimal(v).scaleb(-invoices.decimals["belop"]) for v in invoices.frame["belop"]]


def test_the_rules_see_what_stands_in_the_files(rules: Path, tmp_path: Path):
    evaluated = evaluate_folder([rules], write(tmp_path, FILES), MARCH, MARCH)

    assert evaluated.verdicts is not None
    rows = [line.split(";") for line in evaluated.verdicts.csv().decode().splitlines()[1:]]
    struck = {
        (
            row[0],
            row[3].rpartition("/")[0].rpartition("/")[2] if row[0] == "regnskap-001" else row[3].rpartition("/")[2],
        )
        for row in rows
        if row[0] in ("regnskap-001", "regnskap-003", "ehf-001", "ehf-002") and row[4] == "usann"
    }
    assert {("regnskap-001", "2"), ("regnskap-003", "2400"), ("ehf-001", "F-1")} == struck
    late = [
        row[3].rpartition("/")[0].rpartition("/")[2] for row in rows if row[0] == "regnskap-002" and row[4] == "sann"
    ]
    assert ["2", "2"] == late


def test_a_wrong_total_stores_nothing_of_the_file(rulebook: Rulebook, database: Database, tmp_path: Path):
    wrong = Ledger(**{**vars(LEDGER), "said": {"NumberOfEntries": "3"}})
    path = tmp_path / "saft.xml"
    path.write_text(wrong.xml(), encoding="utf-8")

    (received,) = import_files(database, rulebook, [Incoming(path, "saft.xml")], NOW, "P1")

    assert received.delivery is None
    with database.reading() as tx:
        assert 0 == tx.deliveries.newest()


def test_a_corrected_file_that_is_one_long_line_is_taken_and_every_changed_row_is_told(
    rulebook: Rulebook, database: Database, tmp_path: Path
):
    corrected = Ledger(
        opening=LEDGER.opening,
        transactions=[Transaction(id="1", lines=[Line(account="4000", ore=700), Line(account="2400", ore=-700)])],
    )
    received = []
    for name, ledger in (("saft.xml", LEDGER), ("saft-rettet.xml", corrected)):
        path = tmp_path / name
        path.write_text(ledger.xml().replace("\n", ""), encoding="utf-8")
        received += import_files(database, rulebook, [Incoming(path, name)], NOW, "P1")

    later = received[1]

    assert later.delivery is not None
    assert {"saft_konto": 2, "saft_linje": 2} == {
        kind: sum(one.kind == f"datasett/{kind}" for one in later.changed) for kind in ("saft_konto", "saft_linje")
    }
    with database.reading() as tx:
        kept = tx.deliveries.changed.all()
    assert {one.key for one in later.changed} == {key for one in kept for key in one.key.split(",")}


def test_a_new_extract_of_a_period_replaces_all_of_the_old_one_and_leaves_other_periods(
    rulebook: Rulebook, database: Database, tmp_path: Path
):
    """March comes again in May with other numbers and one line fewer: nothing counts twice."""
    kept, gone, renumbered = (
        Transaction(id=id, period=(2026, 3), lines=[Line(account="4000", ore=ore), Line(account="2400", ore=-ore)])
        for id, ore in (("1", 10_000), ("2", 50_000), ("77", 10_000))
    )
    other = Transaction(id="9", period=(2026, 2), lines=[Line(account="4000", ore=300), Line(account="2400", ore=-300)])
    for name, transactions in (("a.xml", [kept, gone, other]), ("b.xml", [renumbered])):
        path = tmp_path / name
        path.write_text(Ledger(opening={"2400": 0, "4000": 0}, transactions=transactions).xml(), encoding="utf-8")
        assert [True] == [
            one.delivery is not None for one in import_files(database, rulebook, [Incoming(path, name)], NOW, "P1")
        ]

    with database.reading() as tx:
        facts, _problems = known_facts(tx, rulebook)
    lines = facts.table("saft_linje")

    standing = lines.frame.filter(~pl.col(SUPERSEDED) & (pl.col("konto") == "4000"))
    amounts = sorted(Decimal(v).scaleb(-lines.decimals["belop"]) for v in standing["belop"])
    assert [Decimal(3), Decimal(100)] == amounts
