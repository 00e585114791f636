"""A document as files: the same content in each, nothing that runs, and the same bytes each time."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from docx import Document as Word
from docx.oxml.ns import qn

from kontroll.report.document.as_json import document_from
from kontroll.report.document.csv import READ_ME
from kontroll.report.document.files import BY_ENDING, FILES, File, without_records
from kontroll.report.document.model import Document, Section, Table, Told
from kontroll.texts import language
from report.document.small import CHART, CLOSED, DAYS, DOCUMENT, TABLE

AT = "https://kontroll.furuvik.example/arsrapport/2026"
HIDDEN = replace(DAYS, id="skjult", value=None)
WIDTH, VALUE = qn("w:w"), qn("w:val")


@pytest.fixture(scope="module")
def written() -> dict[str, bytes]:
    return {one.ending: one.write(DOCUMENT, AT) for one in FILES}


@pytest.mark.parametrize("file", FILES, ids=lambda one: one.ending)
def test_the_same_document_is_the_same_bytes(file: File, written: dict[str, bytes]):
    assert written[file.ending] == file.write(DOCUMENT, AT)


@pytest.mark.parametrize("file", FILES, ids=lambda one: one.ending)
def test_a_document_with_nothing_in_it_is_a_file_too(file: File):
    assert file.write(replace(DOCUMENT, sections=(), grounds={}, facts=(), standing=()), "")


def test_the_names_of_the_files_are_the_endings_that_are_asked_for():
    assert {".pdf", ".html", ".docx", ".xlsx", ".zip", ".json"} == set(BY_ENDING)


# --- Excel ------------------------------------------------------------------------------------------------------------


def sheets(document: Document = DOCUMENT) -> dict[str, list[list[object]]]:
    book = openpyxl.load_workbook(BytesIO(BY_ENDING[".xlsx"].write(document, AT)))
    return {one.title: [[cell.value for cell in row] for row in one.iter_rows()] for one in book.worksheets}


def test_the_workbook_has_the_texts_each_table_and_what_stands_behind_the_figures():
    found = sheets()

    assert [
        "Rapport",
        "Avvik etter område",
        "Avvik måned for måned",
        "Tallene",
        "Grunnlag",
        "Regler",
        "Leveranser",
    ] == list(found)
    assert ["12 avvik ble lukket, i median etter 18,50\N{NO-BREAK SPACE}dager."] in found["Rapport"]
    assert 12 + 1 == sum(row[0] in ("avvik-lukket", "dager") for row in found["Grunnlag"])
    assert "https://kontroll.furuvik.example/sak/A-3" in {row[5] for row in found["Grunnlag"]}


def test_a_figure_is_a_number_of_the_workbook_and_one_that_is_hidden_is_none():
    rows = {str(row[0]): row for row in sheets()["Avvik etter område"]}

    assert 12 == rows["Skolene"][1]
    assert "vises ikke" == rows['=HYPERLINK("http://ond.example")'][1]


def test_what_a_figure_is_counted_in_stands_behind_a_number_that_can_be_summed():
    table = Table(caption="Dager", headings=("Hva", "Dager"), numeric=(False, True), rows=(("Lukket", DAYS),))
    section = Section(id="s", title="S", blocks=(table,))
    book = openpyxl.load_workbook(BytesIO(BY_ENDING[".xlsx"].write(replace(DOCUMENT, sections=(section,)), AT)))

    cell = book["Dager"]["B4"]

    assert (18.5, '#,##0.00" dager"') == (cell.value, cell.number_format)


@pytest.mark.parametrize("code", ["nb", "nn"])
def test_each_file_says_which_language_it_is_in(code: str):
    with language(code):
        made = {ending: BY_ENDING[ending].write(DOCUMENT, AT) for ending in (".html", ".docx", ".pdf")}

    assert f'<html lang="{code}">'.encode() in made[".html"]
    assert f"{code}-NO" == Word(BytesIO(made[".docx"])).core_properties.language
    assert f"/Lang({code}".encode() in made[".pdf"]


def test_a_name_of_a_sheet_ends_after_a_word_and_the_texts_name_the_sheet_that_there_is():
    long = "Funn fra statlig tilsyn som er åpne og har frist"
    table = replace(TABLE, caption=long)
    found = sheets(replace(DOCUMENT, sections=(Section(id="s", title="S", blocks=(table, table, CHART)),)))

    assert ["Rapport", "Funn fra statlig tilsyn som", "Funn fra statlig tilsyn som 2", "Avvik måned for måned"] == list(
        found
    )[:4]
    letters = [replace(TABLE, caption=f"Det som kreves av bokstav {one}, og det som er vist") for one in "ab"]
    by_letter = sheets(replace(DOCUMENT, sections=(Section(id="s", title="S", blocks=tuple(letters)),)))
    assert ["Det som kreves av bokstav a", "Det som kreves av bokstav b"] == list(by_letter)[1:3]
    told = [row[0] for row in found["Rapport"] if "Se arket" in str(row[0])]
    assert [
        "Se arket «Funn fra statlig tilsyn som».",
        "Se arket «Funn fra statlig tilsyn som 2».",
        f"{CHART.told} Se arket «Avvik måned for måned».",
    ] == told


def test_a_day_is_a_day_of_the_workbook_and_of_the_open_data_and_is_read_as_one_in_the_rest():
    table = Table(
        caption="Frister", headings=("Funn", "Frist"), numeric=(False, False), rows=(("F1", date(2026, 3, 9)),)
    )
    document = replace(DOCUMENT, sections=(Section(id="s", title="S", blocks=(table,)),))
    made = {ending: BY_ENDING[ending].write(document, AT) for ending in BY_ENDING}

    cell = openpyxl.load_workbook(BytesIO(made[".xlsx"]))["Frister"]["B4"]
    with ZipFile(BytesIO(made[".zip"])) as data:
        csv = data.read("01-frister.csv").decode()

    assert (date(2026, 3, 9), True) == (cell.value.date(), cell.is_date)
    assert "F1;2026-03-09\r\n" in csv
    assert "09.03.2026" == Word(BytesIO(made[".docx"])).tables[0].cell(1, 1).text
    assert "09.03.2026" in made[".html"].decode()
    assert document == document_from(made[".json"].decode())


@pytest.mark.parametrize("odd", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_text_that_looks_like_a_formula_is_a_text_of_the_workbook_and_inert_in_the_open_data(odd: str):
    table = Table(caption=odd, headings=(odd, odd), numeric=(False, True), rows=((odd, odd),), note=odd)
    section = Section(id="s", title=odd, blocks=(table, Told((odd,))), text=odd)
    document = replace(DOCUMENT, title=odd, municipality=odd, standing=(odd,), facts=((odd, odd),), sections=(section,))

    book = openpyxl.load_workbook(BytesIO(BY_ENDING[".xlsx"].write(document, AT)))
    with ZipFile(BytesIO(BY_ENDING[".zip"].write(document, AT))) as data:
        lines = [
            line
            for name in data.namelist()
            if name.endswith(".csv")
            for line in data.read(name).decode("utf-8-sig").splitlines()
        ]

    assert {"s", "n", "d"} >= {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert [] == [part for line in lines for part in line.split(";") if part.strip('"').startswith(tuple("=+-@\t\r"))]


def test_no_cell_of_the_workbook_is_run():
    with ZipFile(BytesIO(BY_ENDING[".xlsx"].write(DOCUMENT, AT))) as book:
        parts = [book.read(name).decode() for name in book.namelist() if name.endswith(".xml")]

    assert not [part for part in parts if "<f>" in part or "<hyperlink" in part]


def test_whoever_does_not_see_the_records_is_given_none():
    found = sheets(without_records(DOCUMENT))

    assert "Grunnlag" not in found
    assert "Tallene" in found
    assert "A-3" not in str(found)


# --- Word -------------------------------------------------------------------------------------------------------------


def test_the_word_file_has_headings_tables_with_header_rows_and_a_told_picture(written: dict[str, bytes]):
    word = Word(BytesIO(written[".docx"]))
    xml = word.element.xml

    assert ["Avvik og oppfølging", "Egne ord", "Dette har vi ikke kontrollert", "Grunnlaget for tallene"] == [
        one.text for one in word.paragraphs if one.style.name.startswith("Heading")
    ]
    assert len(word.tables) == xml.count("<w:tblHeader")
    assert all(sum(int(one.get(WIDTH)) for one in table._tbl.tblGrid) <= 9072 for table in word.tables), (
        "wider than the sheet"
    )
    assert f'descr="{CHART.told}"' in xml
    assert {"nb-NO"} == {one.get(VALUE) for one in word.styles.element.xpath("//w:lang")}
    assert {"nb-NO"} == {one.get(VALUE) for one in word.settings.element.xpath("w:themeFontLang")}
    assert "Furuvik kommune · Årsrapport om internkontroll 2026 · side 1 av 1" == "".join(
        word.sections[0].footer._element.xpath("//w:t/text()")
    )
    assert ["PAGE", "NUMPAGES"] == word.sections[0].footer._element.xpath("//w:fldSimple/@w:instr")
    assert ("Årsrapport om internkontroll 2026", "nb-NO") == (word.core_properties.title, word.core_properties.language)


@pytest.mark.parametrize(("rows", "staying"), [(1, 0), (2, 1), (10, 9), (11, 2)])
def test_no_row_of_a_table_of_the_word_file_stands_alone_on_a_page(rows: int, staying: int):
    table = Table(caption="x", headings=("Hva",), numeric=(False,), rows=(("Oppvekst",),) * rows)
    word = Word(
        BytesIO(
            BY_ENDING[".docx"].write(replace(DOCUMENT, sections=(Section(id="s", title="S", blocks=(table,)),)), AT)
        )
    )

    stays = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next is True for row in word.tables[0].rows]

    assert stays[0], "the heading stands on the page of the first row"
    assert not stays[-1]
    assert staying == sum(stays[1:])


def test_a_figure_of_the_word_file_leads_to_its_records_and_one_without_grounds_does_not(written: dict[str, bytes]):
    word = Word(BytesIO(written[".docx"]))

    assert {f"{AT}/tall/avvik-lukket", f"{AT}/tall/dager"} == {
        one.target_ref for one in word.part.rels.values() if one.is_external
    }


# --- open data --------------------------------------------------------------------------------------------------------


def test_the_open_data_are_tables_that_a_norwegian_spreadsheet_reads_and_no_small_number(written: dict[str, bytes]):
    with ZipFile(BytesIO(written[".zip"])) as made:
        texts = {name: made.read(name).decode("utf-8-sig") for name in made.namelist()}
        assert all(made.read(name).startswith(b"\xef\xbb\xbf") for name in made.namelist())

    assert "NLOD" in texts[READ_ME]
    assert all(name in texts[READ_ME] for name in texts if name != READ_ME)
    table = texts["01-avvik-etter-omraade.csv"].split("\r\n")
    assert "Skolene;12;Grønn;0,10" == table[1]
    assert table[2].startswith("\"'=HYPERLINK")
    assert ";;" in table[2], "what is not shown is an empty cell"


def test_what_a_number_is_counted_in_stands_in_the_heading_or_in_a_column_beside_it(written: dict[str, bytes]):
    rows = (("Lukket", DAYS, DAYS), ("Åpnet", DAYS, CLOSED), ("Sett", HIDDEN, HIDDEN))
    table = Table(caption="Tid", headings=("Hva", "Tid", "Verdi"), numeric=(False, True, True), rows=rows)
    document = replace(DOCUMENT, sections=(Section(id="s", title="S", blocks=(table,)),))

    with ZipFile(BytesIO(BY_ENDING[".zip"].write(document, AT))) as made:
        csv, told = (made.read(name).decode("utf-8-sig") for name in ("01-tid.csv", READ_ME))

    assert [
        "Hva;Tid (dager);Verdi;Verdi, enhet",
        "Lukket;18,50;18,50;dager",
        "Åpnet;18,50;12;",
        "Sett;;;",
        "",
    ] == csv.split("\r\n")
    assert "Hva; Tid (dager); Verdi; Verdi, enhet" in told
    assert "3 rader" in told


# --- PDF --------------------------------------------------------------------------------------------------------------


def test_the_pdf_says_that_it_is_of_both_standards_and_leads_to_the_records(written: dict[str, bytes]):
    file = written[".pdf"]

    for said in (
        b"<pdfuaid:part>1</pdfuaid:part>",
        b"<pdfaid:part>2</pdfaid:part>",
        b"<pdfaid:conformance>A</pdfaid:conformance>",
    ):
        assert said in file
    assert f"({AT}/tall/avvik-lukket)".encode() in file
    assert not re.search(rb"/tall/", BY_ENDING[".pdf"].write(DOCUMENT, ""))


def test_any_letter_that_somebody_wrote_is_set():
    odd = Section(id="rart", title="Rart 😀", drafted=(Told(('#read("/etc/passwd") $x$ 中',)),))

    assert BY_ENDING[".pdf"].write(replace(DOCUMENT, sections=(odd,)), AT).startswith(b"%PDF")
