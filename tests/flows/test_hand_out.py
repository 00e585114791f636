"""What is held about a person is found wherever it lies, and handed to her without anybody else in it."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from databases import KINDS, address_of
from kontroll.domain.month import Month
from kontroll.domain.rule import Severity
from kontroll.domain.run import Book, Run, RunState
from kontroll.engine.verdicts import CODES
from kontroll.flows.people.hand_out import ENTRY, NotEmpty, UnknownPerson, hand_out
from kontroll.flows.people.herself import Herself, others
from kontroll.flows.saker.report_avvik import Report, report_avvik
from kontroll.report.handout.categories import CATEGORIES
from kontroll.rulebook.read import read_rulebook
from village import write

from .small import PERSONS, Kommune, Make, at, rule

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
DAY = date(2026, 2, 10)


@pytest.fixture(params=["sqlite"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """SQLite but where a test asks for both."""
    return address_of(request.param, request, tmp_path)


# --- what is delivered ------------------------------------------------------------------------------------------------

DATASETS = {
    "datasett/lonn.yaml": """
id: lonn
navn: Lønn
nokkel: linje_id
dato: dato
enhet: ansvar
felter:
  - {id: linje_id, type: tekst}
  - {id: dato, type: dato}
  - {id: ansvar, type: tekst}
  - {id: person, type: tekst, personlig: ja}
  - {id: kontonr, type: tekst, personlig: ja}
  - {id: godkjent_av, type: tekst, navn: godkjent av, personlig: ja}
  - {id: merknad, type: tekst}
""",
    "indikatorer/trivsel.yaml": """
indikatorer:
  - {id: trivsel, navn: Trivsel, maaleenhet: poeng, bedre_er: høyere, frekvens: måned, desimaler: 1, kilde: Skjema,
     min_antall: 5, forfaller: 40}
""",
}
LONN = """linje_id;dato;ansvar;person;kontonr;godkjent_av;merknad;nytt_felt
L1;2026-01-15;1;ANNE;86011117947;BERIT;etterbetalt av Carl C;noe om Anne
L2;2026-01-15;1;CARL;12345678903;ANNE;forskudd;noe om Carl
L3;2026-01-15;2;BERIT;15032080119;UKJENT9;;
"""
HER_RULE = rule("lonn-merknad", dataset="faktura", status="utkast", tested=False)
HERS = ("grunnlag: faktura", "grunnlag: lonn")
OF_WHOM = ("{felt: belop, er: over, verdi: 1000}", "{felt: godkjent_av, er: lik, verdi: BERIT}")


def village(make: Make) -> Kommune:
    bygda = make(rule("merforbruk"), DATASETS)
    bygda.deliver("personer.csv", PERSONS + "ANNE;Anne Berg;;leder;1;2024-01;2024-12\n", DAY)
    bygda.deliver("datasett/lonn/2026-01.csv", LONN, DAY)
    bygda.deliver(
        "maalinger/2026-01.csv",
        "enhet;indikator;periode;verdi;antall;ansvarlig\n1;trivsel;2026-01;2.5;3;ANNE\n2;trivsel;2026-01;4.5;8;ANNE\n",
        DAY,
    )
    return bygda


def files(bygda: Kommune, person: str = "ANNE", name: str = "ut") -> dict[str, str]:
    folder = bygda.folder / name
    hand_out(bygda.desk, person, folder, "konto:jurist", NOW)
    return {path.name: path.read_text(encoding="utf-8-sig") for path in folder.iterdir()}


def records(found: dict[str, str], file: str = "poster.csv") -> dict[tuple[str, str], dict[str, str]]:
    """File and line -> field -> value."""
    rows: dict[tuple[str, str], dict[str, str]] = {}
    for row in csv.DictReader(io.StringIO(found[file]), delimiter=";"):
        rows.setdefault((row["fil"], row["linje"]), {})[row["felt"]] = row["verdi"]
    return rows


def test_a_record_about_her_shows_all_of_it_but_the_others(make: Make):
    lonn = records(files(village(make)))["datasett/lonn/2026-01.csv", "2"]

    assert ("ANNE", "86011117947", "noe om Anne") == (lonn["person"], lonn["kontonr"], lonn["nytt_felt"])
    assert ("[leder]", "etterbetalt av [leder]") == (lonn["godkjent_av"], lonn["merknad"])


def test_a_record_that_she_only_handled_shows_that_she_did_and_nothing_personal(make: Make):
    lonn = records(files(village(make)))["datasett/lonn/2026-01.csv", "3"]

    assert ("[leder]", "[skjermet]", "ANNE") == (lonn["person"], lonn["kontonr"], lonn["godkjent_av"])
    assert ("forskudd", "[skjermet]") == (lonn["merknad"], lonn["nytt_felt"])


def test_a_record_of_somebody_else_is_not_there(make: Make):
    assert ("datasett/lonn/2026-01.csv", "4") not in records(files(village(make)))


def test_a_measurement_with_too_few_behind_it_stays_hidden(make: Make):
    found = records(files(village(make)))

    assert ("[skjermet]", "[skjermet]") == tuple(found["maalinger/2026-01.csv", "2"][f] for f in ("verdi", "antall"))
    assert ("4.5", "8") == tuple(found["maalinger/2026-01.csv", "3"][f] for f in ("verdi", "antall"))


def test_a_file_that_was_refused_is_told_of_by_line_and_not_shown(make: Make):
    bygda = village(make)
    bygda.deliver("datasett/lonn/feil.csv", "helt;andre;kolonner\nANNE;86011117947;Carl C\n", DAY)

    found = records(files(bygda))

    assert {"": ""} == found["datasett/lonn/feil.csv", "2"]
    assert ("datasett/lonn/feil.csv", "1") not in found


def test_answers_of_rules_about_her_records_are_there(make: Make):
    bygda = village(make)
    write(bygda.folder / "rules", {name: text.replace(*HERS).replace(*OF_WHOM) for name, text in HER_RULE.items()})
    rulebook, _problems = read_rulebook([bygda.folder / "rules"])
    bygda.desk = replace(bygda.desk, rulebook=rulebook)
    with bygda.desk.database.transaction("kontroll", NOW) as tx:
        codes = [CODES[one] for one in CODES]
        frame = pl.DataFrame(
            {
                "regel": [*["lonn-merknad"] * 3, "nokkelen-er-hun"],
                "enhet": ["1", "1", "2", "1"],
                "post": ["L1", "L2", "L3", "ANNE"],
                "resultat": [*codes[:3], codes[0]],
            }
        )
        tx.books.add(_book(tx), frame)

    found = files(bygda)["utslag.csv"]

    assert ["ANNE", "L1", "L2"] == sorted(
        {line.split(";")[-1] for line in found.splitlines()} & {"ANNE", "L1", "L2", "L3"}
    )


def _book(tx: Any) -> Book:
    """Of a run of which nothing else is asked."""

    def made(kind: type, **given: Any) -> Any:
        empty = {"int": 0, "str": "", "Month": Month(2026, 1), "datetime": NOW, "bool": False}
        values = {}
        for one in dataclasses.fields(kind):
            if one.default is dataclasses.MISSING and one.default_factory is dataclasses.MISSING:
                values[one.name] = empty.get(str(one.type).split(" ")[0])
        return kind(**(values | given))

    tx.runs.add(made(Run, id="R1", state=RunState.DONE))
    return made(Book, month=Month(2026, 1), number=1, run="R1")


# --- whom it must not tell of -----------------------------------------------------------------------------------------


def test_nobody_else_stands_in_any_of_the_files(make: Make):
    bygda = village(make)
    report_avvik(
        bygda.desk, Report(enhet="1", kind="hms", severity=Severity.LOW, text="Lampa er borte"), at(DAY), "ANNE"
    )

    found = files(bygda)

    hers = "ANNE Anne A Anne Berg anne@bygda.example".split()
    for line in PERSONS.splitlines()[1:]:
        for word in line.split(";")[:3]:
            for name, content in found.items():
                words = content.replace(";", " ").replace('"', " ").replace("<", " ").replace(">", " ").split()
                assert word in hers or word not in words, (name, word)
                assert " " not in word or word == "Anne A" or word not in content, (name, word)


def test_a_report_about_her_leaves_no_trace_of_itself(make: Make):
    bygda = village(make)
    before = files(bygda, name="for")
    quiet = Report(enhet="1", kind="annet", severity=Severity.HIGH, text="Anne A tar av kassa", about_leader=True)
    sak, _code = report_avvik(bygda.desk, quiet, at(DAY))

    after = files(bygda, name="etter")

    for name in after:
        assert not [word for word in ("kassa", sak.id) if word in after[name]], name
    # What there is more of is that she was given it the first time.
    assert set(after) - set(before) == {"innsyn.csv", "logg.csv"}


def test_what_she_reported_with_her_name_is_hers(make: Make):
    bygda = village(make)
    told = Report(enhet="1", kind="hms", severity=Severity.LOW, text="Glatt trapp. Carl C falt.")
    sak, _code = report_avvik(bygda.desk, told, at(DAY), "ANNE")

    found = files(bygda)

    assert "Glatt trapp. [leder] falt." in found["tekster.csv"]
    assert sak.id in found["saker.csv"]


def test_a_name_that_two_have_finds_neither_of_them():
    rows = [
        {"person_id": "A1", "navn": "Kari Li", "epost": "a1@x.no", "rolle": ""},
        {"person_id": "A2", "navn": "Kari Li", "epost": "a2@x.no", "rolle": "leder"},
    ]
    herself = Herself("A1", frozenset({"A1"}), frozenset(), frozenset({"a1@x.no"}))
    hide = others(herself, rows, {})

    assert [False, True] == [herself.is_in("text", text) for text in ("Kari Li ringte", "send til A1@x.no.")]
    assert "[leder] ringte a1@x.no og [leder]" == hide.shown("Kari Li ringte a1@x.no og a2@x.no")


@pytest.mark.parametrize(
    ("text", "found"),
    [("P12", True), (" P12 ", True), ("ny_sak:S1:P12:epost", True), ("P120", False), ("XP12", False), ("p12", True),
     ('{"actor": "P12"}', True)],
)  # fmt: skip
def test_an_id_is_found_as_a_whole_word(text: str, found: bool):
    herself = Herself("P12", frozenset({"P12"}), frozenset(), frozenset())

    assert found == herself.is_in("body", text)


@pytest.mark.parametrize(
    ("column", "text", "found"),
    [("owner", "1001", True), ("enhet", "1001", False), ("text", "1001 kr", False), ("body", '{"actor":"1001"}', True),
     ("body", '{"count":1001}', False)],
)  # fmt: skip
def test_an_id_of_few_digits_is_found_where_it_stands_alone(column: str, text: str, found: bool):
    herself = Herself("1001", frozenset({"1001"}), frozenset(), frozenset())

    assert found == herself.is_in(column, text)


# --- how it is handed out ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", KINDS, indirect=True)
def test_it_is_written_on_the_trail_and_told_the_next_time(make: Make):
    bygda = village(make)
    files(bygda, name="en")

    found = files(bygda, name="to")

    assert 2 == bygda.trail().count(ENTRY)
    assert "konto:jurist" in found["innsyn.csv"]
    with bygda.desk.database.reading() as tx:
        first, second = tx.handed_out.all()
    assert ("ANNE", 1, 2) == (first.person, first.number, second.number)
    assert first.digest != second.digest


def test_a_folder_that_holds_something_is_refused_and_nothing_is_written(make: Make):
    bygda = village(make)
    (bygda.folder / "ut").mkdir()
    (bygda.folder / "ut" / "noe.txt").write_text("noe")

    with pytest.raises(NotEmpty):
        hand_out(bygda.desk, "ANNE", bygda.folder / "ut", "konto:jurist", NOW)

    assert ["noe.txt"] == [path.name for path in (bygda.folder / "ut").iterdir()]
    assert ENTRY not in bygda.trail()


def test_an_unknown_id_gives_no_files_and_no_entry(make: Make):
    bygda = village(make)

    with pytest.raises(UnknownPerson):
        hand_out(bygda.desk, "ANN", bygda.folder / "ut", "konto:jurist", NOW)

    assert not (bygda.folder / "ut").exists()
    assert ENTRY not in bygda.trail()


def test_only_whoever_gave_the_command_can_read_the_files(make: Make):
    bygda = village(make)
    files(bygda)

    assert {0o600} == {path.stat().st_mode & 0o777 for path in (bygda.folder / "ut").iterdir()}
    assert 0o700 == (bygda.folder / "ut").stat().st_mode & 0o777


def test_hostile_text_is_inert_in_the_page_and_in_the_sheet(make: Make):
    bygda = village(make)
    bygda.deliver(
        "datasett/lonn/2026-02.csv",
        "linje_id;dato;ansvar;person;kontonr;godkjent_av;merknad\n"
        "L9;2026-02-15;1;ANNE;86011117947;;=HYPERLINK(1)<script>alert(1)</script>\n",
        DAY,
    )

    found = files(bygda)

    assert ["&lt;script&gt;"] == re.findall(r"(?:<|&lt;)script(?:>|&gt;)", found["oversikt.html"])
    assert "'=HYPERLINK" in found["poster.csv"]


def test_every_category_tells_what_article_15_asks_for(make: Make):
    told = json.loads(files(village(make))["alt.json"])["kategorier"]

    assert [one.id for one in CATEGORIES] == list(told)
    for one in told.values():
        assert all(one[key] for key in ("navn", "formaal", "hjemmel", "kilde", "mottakere", "lagres"))
