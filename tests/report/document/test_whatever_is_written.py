"""Whatever somebody wrote in a report stands in its files as it was written: no file runs it, and no file fails on it."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import openpyxl
from docx import Document as Word
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kontroll.report.document.files import BY_ENDING
from kontroll.report.document.model import Document, Section, Table, Told
from report.document.small import DOCUMENT

AT = "https://kontroll.furuvik.example/arsrapport/2026"
#: What means something to one of them, among letters that may be anything.
_MEANING = [
    "=",
    "+1",
    "-2",
    "@x",
    "\t=",
    "#read(",
    "$x$",
    "]]>",
    "&amp;",
    "<script>",
    "{{ 7*7 }}",
    "*b*",
    "\\",
    "\x00",
    "\ue000",
    "😀",
]
_LETTERS = st.text(st.characters(exclude_categories=("Cs",)), max_size=3)
_TEXTS = st.lists(st.sampled_from(_MEANING) | _LETTERS, max_size=4).map("".join)


def document(text: str) -> Document:
    table = Table(caption=text, headings=("Hva", text), numeric=(False, False), rows=((text, text),), note=text)
    return replace(DOCUMENT, sections=(Section(id="s", title="Kapittel", drafted=(Told((text,)),), blocks=(table,)),))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_TEXTS)
def test_no_file_fails_on_it_and_no_file_runs_it(text: str):
    made = {
        ending: BY_ENDING[ending].write(document(text), AT) for ending in (".html", ".docx", ".xlsx", ".zip", ".json")
    }

    assert b"<script>" not in made[".html"]
    assert b"49" not in made[".html"].partition(b"<main>")[2].partition(b"grunnlag")[0]
    Word(BytesIO(made[".docx"]))
    book = openpyxl.load_workbook(BytesIO(made[".xlsx"]))
    assert not [cell for sheet in book for row in sheet for cell in row if cell.data_type == "f"]
    with ZipFile(BytesIO(made[".zip"])) as files:
        lines = files.read(files.namelist()[1]).decode("utf-8-sig").split("\r\n")
    assert 3 == len(lines), "the headings, the row, and nothing after it"
    assert not [cell for row in csv.reader(lines, delimiter=";") for cell in row if re.match(r"[=+@-].", cell)]


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_TEXTS)
def test_no_paper_fails_on_it(text: str):
    assert BY_ENDING[".pdf"].write(document(text), AT).startswith(b"%PDF")
