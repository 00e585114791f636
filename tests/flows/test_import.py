"""Nothing delivered is thrown away, and what comes again is told apart from what is new."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from kontroll.domain.dataset import LINE_KEY, DataSet, Field, FieldType
from kontroll.domain.delivery import Taken
from kontroll.domain.month import Month
from kontroll.domain.problem import Gravity
from kontroll.domain.rulebook import Rulebook
from kontroll.flows.deliveries.import_files import Incoming, Received, import_files
from kontroll.flows.deliveries.incoming import incoming
from kontroll.flows.deliveries.known_facts import known_facts
from kontroll.flows.deliveries.read_folder import read_folder
from kontroll.rulebook.read import read_rulebook
from kontroll.store.database import Database
from sources.ehffile import Invoice, Line
from village import DATA, PERSONAL, RULES, write

NOW = datetime(2026, 4, 14, 6, 0, tzinfo=UTC)
INVOICE = "datasett/faktura/faktura.csv"
INVOICE_FILE = Invoice(lines=[Line(quantity=Decimal(2), price=Decimal(50))]).xml()
HEAD = "bilag;dato;ansvar;belop;attestant;anviser\n"

Deliver = Callable[..., Received]


@pytest.fixture(scope="module")
def rulebook(tmp_path_factory: pytest.TempPathFactory):
    return read_rulebook([write(tmp_path_factory.mktemp("rules"), RULES)])[0]


@pytest.fixture
def deliver(database: Database, rulebook, tmp_path: Path) -> Deliver:
    """Deliver one file; each comes a minute after the one before."""
    count = 0

    def one(name: str, content: str | bytes) -> Received:
        nonlocal count
        count += 1
        path = tmp_path / str(count) / name
        path.parent.mkdir(parents=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        (received,) = import_files(database, rulebook, [Incoming(path, name)], NOW + timedelta(minutes=count), "P1")
        return received

    return one


def test_the_facts_of_delivered_files_are_those_of_the_folder(database: Database, rulebook, deliver, tmp_path: Path):
    for name, content in DATA.items():
        deliver(name, content)
    folder = write(tmp_path / "inbox", DATA)

    with database.reading() as tx:
        delivered, _problems = known_facts(tx, rulebook)

    in_folder, _problems = read_folder(folder, rulebook)
    assert in_folder.organisation.equals(delivered.organisation)
    assert in_folder.measurements.equals(delivered.measurements)
    for dataset in rulebook.datasets:
        assert in_folder.table(dataset).frame.equals(delivered.table(dataset).frame)
        assert in_folder.table(dataset).delivered == delivered.table(dataset).delivered


def test_the_same_file_again_is_no_new_delivery(database: Database, deliver):
    deliver(INVOICE, HEAD + "B1;2026-03-02;1;1500,00;P1;P2\n")

    again = deliver(INVOICE, HEAD + "B1;2026-03-02;1;1500,00;P1;P2\n")

    assert again.again
    with database.reading() as tx:
        assert 1 == tx.deliveries.newest()


def test_the_same_key_with_other_content_is_listed_as_changed_after_delivery(database: Database, deliver):
    deliver(INVOICE, HEAD + "B1;2026-03-02;1;1500,00;P1;P2\nB2;2026-03-03;1;20;P1;P2\n")

    received = deliver("datasett/faktura/rettet.csv", HEAD + "B2;2026-03-03;1;20.00;P1;P2\nB1;2026-03-02;1;900;P1;P9\n")

    assert 1 == len(received.changed)
    with database.reading() as tx:
        (changed,) = tx.deliveries.changed.all()
    assert ("B1", "belop,anviser", 2, 3, 1, 2) == (
        changed.key, changed.fields, changed.delivery, changed.line, changed.earlier_delivery, changed.earlier_line,
    )  # fmt: skip


def test_a_later_delivery_stands_whatever_its_name(database: Database, rulebook, deliver):
    deliver("maalinger/z.csv", "enhet;indikator;periode;verdi;antall\n1;balanse;2026-03;1,0;\n")
    deliver("maalinger/a.csv", "enhet;indikator;periode;verdi;antall\n1;balanse;2026-03;2,0;\n")

    with database.reading() as tx:
        facts, _problems = known_facts(tx, rulebook)
        before, _problems = known_facts(tx, rulebook, upto=1)

    assert [20] == facts.measurements.filter(~facts.measurements["superseded"])["value"].to_list()
    assert [10] == before.measurements["value"].to_list()


def test_a_new_list_of_units_replaces_the_former_and_says_who_is_gone(database: Database, rulebook, deliver):
    deliver("organisasjon.csv", DATA["organisasjon.csv"])

    received = deliver("organisasjon.csv", "\n".join(DATA["organisasjon.csv"].splitlines()[:3]) + "\n")

    assert "1 enhet i forrige liste står ikke i denne: 3" in [p.what for p in received.problems]
    with database.reading() as tx:
        facts, _problems = known_facts(tx, rulebook)
    assert ["1", "2"] == facts.organisation["enhet"].to_list()


def test_a_list_without_units_is_refused_and_the_former_stands(database: Database, rulebook, deliver):
    deliver("organisasjon.csv", DATA["organisasjon.csv"])

    received = deliver("organisasjon.csv", DATA["organisasjon.csv"].splitlines()[0] + "\n")

    assert received.delivery is not None
    assert Taken.REFUSED is received.delivery.taken
    with database.reading() as tx:
        facts, _problems = known_facts(tx, rulebook)
    assert 3 == facts.organisation.height


def test_a_file_that_cannot_be_read_is_kept_and_what_it_may_hold_is_unknown(database: Database, rulebook, deliver):
    deliver("organisasjon.csv", DATA["organisasjon.csv"])
    deliver(INVOICE, HEAD + "B1;2026-03-02;1;1500,00;P1;P2\n")

    received = deliver("datasett/faktura/mars.csv", b"%PDF-1.7 ...")

    assert received.delivery is not None
    assert Taken.REFUSED is received.delivery.taken
    with database.reading() as tx:
        facts, _problems = known_facts(tx, rulebook)
        assert tx.deliveries.hash_of(2) is not None
    assert not facts.table("faktura").delivered


def test_the_file_delivered_again_in_order_makes_it_known(database: Database, rulebook, deliver):
    deliver("organisasjon.csv", DATA["organisasjon.csv"])
    deliver("datasett/faktura/mars.csv", b"%PDF-1.7 ...")
    deliver("datasett/faktura/mars.csv", HEAD + "B1;2026-03-02;1;1500,00;P1;P2\n")

    with database.reading() as tx:
        facts, _problems = known_facts(tx, rulebook)

    assert facts.table("faktura").delivered
    assert 1 == facts.table("faktura").frame.height


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("nedlastinger/hr mars.csv", "enhet;indikator;periode;verdi;antall\n1;balanse;2026-03;1;\n", "maalinger"),
        ("eksport.csv", HEAD + "B1;2026-03-02;1;1;P1;P2\n", "datasett/faktura"),
        ("datasett/faktura/x.csv", HEAD + "B1;2026-03-02;1;1;P1;P2\n", "datasett/faktura"),
    ],
)
def test_a_file_from_anywhere_is_known_by_its_place_or_its_headings(deliver, name: str, content: str, kind: str):
    received = deliver(name, content)

    assert received.delivery is not None
    assert kind == received.delivery.kind


def test_a_file_that_nobody_knows_is_told_and_not_kept(database: Database, deliver):
    received = deliver("notater.csv", "a;b\n1;2\n")

    assert received.delivery is None
    assert not received.again
    assert "kontroll vet ikke hva filen inneholder" == received.problems[-1].what
    with database.reading() as tx:
        assert 0 == tx.deliveries.newest()


def test_a_file_of_an_unknown_format_is_told(deliver):
    received = deliver("notater.docx", "hei")

    assert "filen er av et slag kontroll ikke leser (.docx)" in [p.what for p in received.problems]


def test_the_months_a_file_is_about_are_known(deliver):
    measured = deliver(
        "maalinger/a.csv", "enhet;indikator;periode;verdi;antall\n1;balanse;2026-01;1;\n1;balanse;2026-03;1;\n"
    )
    invoices = deliver(INVOICE, HEAD + "B1;2026-02-02;1;1;P1;P2\n")

    assert measured.delivery is not None
    assert invoices.delivery is not None
    assert (Month(2026, 1), Month(2026, 3)) == (measured.delivery.first, measured.delivery.last)
    assert (Month(2026, 2), Month(2026, 2)) == (invoices.delivery.first, invoices.delivery.last)


def test_the_trail_tells_of_each_file_without_its_name_or_values(database: Database, deliver):
    deliver(INVOICE, DATA[INVOICE])

    with database.reading() as tx:
        (entry,) = tx.trail.entries()
        assert tx.deliveries.hash_of(1) == entry.content["about"]["content"]  # type: ignore[index]
    assert PERSONAL.encode() not in entry.body
    assert b"faktura.csv" not in entry.body


def test_a_folder_outside_the_inbox_gives_what_is_known_by_its_content(rulebook, tmp_path: Path):
    write(
        tmp_path, {"fra banken/2026/F-1.xml": INVOICE_FILE, "fra banken/les.txt": "hei", "inbox/F-2.xml": INVOICE_FILE}
    )

    files, problems = incoming([tmp_path / "fra banken"], tmp_path / "inbox", rulebook)
    of_inbox, strange = incoming([tmp_path / "inbox"], tmp_path / "inbox", rulebook)

    assert ["F-1.xml"] == [file.path.name for file in files]
    assert ([], []) == (problems, of_inbox)
    assert ["filen er av slaget EHF-faktura, og ligger ikke i mappen formater"] == [one.what for one in strange]


def test_a_folder_where_nothing_is_known_is_no_success(rulebook, tmp_path: Path):
    write(tmp_path, {"annet/notat.txt": "hei"})

    files, problems = incoming([tmp_path / "annet"], tmp_path / "inbox", rulebook)

    assert [] == files
    assert ["kontroll kjenner ikke igjen noen fil i mappen"] == [one.what for one in problems]
    assert Gravity.INCOMPLETE is problems[0].gravity


def test_an_empty_xml_file_is_not_asked_to_become_a_table(deliver):
    assert "EHF-faktura" in deliver("faktura.xml", "").problems[-1].fix


@pytest.mark.parametrize(("whole_by", "times"), [(None, 1), ((), 0)])
def test_the_same_file_under_another_name_is_told_where_its_rows_would_count_twice(
    database: Database, tmp_path: Path, whole_by, times: int
):
    amount = Field(id="belop", type=FieldType.KRONER, heading="belop")
    keyless = Rulebook(
        datasets={"budsjett": DataSet(id="budsjett", name="B", key=LINE_KEY, fields=(amount,), whole_by=whole_by)}
    )
    told = []
    for name, content in (("a.csv", "belop\n5\n"), ("b.csv", "belop\n5\n"), ("c.csv", "belop\n6\n")):
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        (received,) = import_files(database, keyless, [Incoming(path, f"datasett/budsjett/{name}")], NOW, "P1")
        told.append([problem.what for problem in received.problems])

    assert [[], ["filen har samme innhold som datasett/budsjett/a.csv, som er tatt inn før"] * times, []] == told


def test_a_file_in_a_folder_that_nobody_knows_is_told_beside_those_that_are_taken(rulebook, tmp_path: Path):
    write(tmp_path, {"annet/F-1.xml": INVOICE_FILE, "annet/ukjent.csv": "a;b\n1;2\n", "annet/les.txt": "hei"})

    files, problems = incoming([tmp_path / "annet"], tmp_path / "inbox", rulebook)

    assert ["F-1.xml"] == [file.path.name for file in files]
    assert ["ukjent.csv"] == [Path(one.place.file).name for one in problems]
