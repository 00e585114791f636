"""Writes files as a kommune would: YAML rule files, and CSV in whatever dialect an export happens to use."""

import csv
import io
import json
import random
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal
from xml.sax.saxutils import escape

PLAIN = re.compile(r"[A-Za-zæøåÆØÅ_][A-Za-z0-9æøåÆØÅ_-]*")
TAKEN = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}
DAY = re.compile(r"\d{4}-\d\d(-\d\d)?")
BAD_CELLS = ["12O000", "n/a", "mangler", "1,2,3", "?", "--5"]


def flow(value: Any) -> str:
    """A value as YAML on one line; decimals are written digit by digit."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{flow(key)}: {flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(one) for one in value) + "]"
    if value is None:
        return "null"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, int):
        return str(value)
    text = str(value)
    if DAY.fullmatch(text) and int(text[-1]) % 2:
        return text  # people write days and months without quotes as often as with
    return text if PLAIN.fullmatch(text) and text.lower() not in TAKEN else json.dumps(text, ensure_ascii=False)


def block(node: dict[str, Any], expanded: tuple[str, ...] = ("versjoner", "verdier", "felter", "indikatorer")) -> str:
    """A mapping, one key a line, and one element a line for the lists that people keep as lists."""
    lines = []
    for key, value in node.items():
        if key in expanded:
            lines += [f"{key}:", *(f"  - {flow(one)}" for one in value)]
        else:
            lines.append(f"{key}: {flow(value)}")
    return "\n".join(lines) + "\n"


class Typed(str):
    """A cell as text that also knows what it says, for a sheet that holds numbers and dates."""

    value: Decimal | date

    @classmethod
    def of(cls, text: str, value: Decimal | date) -> "Typed":
        cell = cls(text)
        cell.value = value
        return cell


def save(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode("utf-8"))


@dataclass
class Dialect:
    """How one file is written: separator, encoding, line ends, and how numbers look in it."""

    rng: random.Random
    separator: str
    encoding: str
    newline: str
    decimal: str
    thousands: str
    quoting: Literal[0, 1]

    @classmethod
    def any(cls, rng: random.Random) -> "Dialect":
        return cls(
            rng,
            separator=rng.choice([";", ";", ",", "\t"]),
            encoding=rng.choice(["utf-8", "utf-8-sig", "cp1252"]),
            newline=rng.choice(["\n", "\n", "\r\n"]),
            decimal=rng.choice([",", "."]),
            thousands=rng.choice(["", " ", "\u00a0"]),
            quoting=rng.choice([csv.QUOTE_MINIMAL, csv.QUOTE_MINIMAL, csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
        )

    def number(self, value: Decimal | int | None, form: dict[str, str] | None = None) -> str:
        """A number as this file writes it, or as the data set's own form says; empty when there is none."""
        if value is None:
            return ""
        text = format(abs(Decimal(value)), "f")
        whole, _, part = text.partition(".")
        if part and self.rng.random() < 0.2:
            part += "0"
        sign = "-" if value < 0 or (value == 0 and self.rng.random() < 0.2) else ""
        if form:
            grouped = f"{int(whole):,}".replace(",", form.get("tusen", ""))
            shown = sign + form.get("foran", "") + grouped + (form["desimal"] + part if part else "")
            return Typed.of(shown, Decimal(value))
        grouped = f"{int(whole):,}".replace(",", self.thousands)
        padding = self.rng.choice(["", "", "", " ", "\u00a0"])
        return Typed.of(padding + sign + grouped + (self.decimal + part if part else ""), Decimal(value))

    def text(self, value: str | None) -> str:
        """A text, at times with blanks around it or with its accents apart (NFD)."""
        if not value:
            return ""
        if self.encoding != "cp1252" and self.rng.random() < 0.15:
            value = unicodedata.normalize("NFD", value)
        return self.rng.choice([" ", "\u00a0"]) + value + " " if self.rng.random() < 0.05 else value

    def write(self, file: Path, headings: list[str], rows: list[list[str]]) -> None:
        """The rows under their headings, with a blank line here and there; UTF-8 where cp1252 cannot hold it."""
        if file.parent.parent.name == "datasett" or file.parent.name == "maalinger":
            if self.rng.random() < 0.12:
                return write_workbook(file.with_suffix(".xlsx"), [headings, *rows], self.rng)
        out = io.StringIO()
        writer = csv.writer(out, delimiter=self.separator, lineterminator=self.newline, quoting=self.quoting)
        short = self.rng.random() < 0.15
        writer.writerow(headings)
        for row in rows:
            if self.rng.random() < 0.01:
                out.write(self.newline)
            writer.writerow(trimmed(row) if short else row)
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            file.write_bytes(out.getvalue().encode(self.encoding))
        except UnicodeEncodeError:
            file.write_bytes(out.getvalue().encode("utf-8"))


def trimmed(row: list[str]) -> list[str]:
    """A row without its empty last cells, as some exports leave it; never shorter than two cells."""
    last = max((at for at, text in enumerate(row) if text), default=0)
    return row[: max(last + 1, 2)]


TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
LOOK = 'fontId="0" fillId="0" borderId="0"'
WORKBOOK = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{TYPES}.styles+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{TYPES}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">'
    '<sheets><sheet name="Ark1" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{RELATIONS}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts>'
    '<fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/></border></borders>'
    f'<cellStyleXfs count="1"><xf numFmtId="0" {LOOK}/></cellStyleXfs>'
    f'<cellXfs count="2"><xf numFmtId="0" {LOOK}/><xf numFmtId="14" {LOOK} applyNumberFormat="1"/></cellXfs></styleSheet>',
}


def write_workbook(file: Path, rows: list[list[str]], rng: random.Random) -> None:
    """The rows as a sheet: what looks like a plain number or a date is one, as when people paste into a sheet."""
    lines, number = [], 0
    for row in rows:
        number += 2 if number and rng.random() < 0.01 else 1
        cells = "".join(sheet_cell(f"{column_name(at)}{number}", text) for at, text in enumerate(row) if text)
        lines.append(f'<row r="{number}">{cells}</row>')
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(lines)}</sheetData></worksheet>'
    file.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in {**WORKBOOK, "xl/worksheets/sheet1.xml": sheet}.items():
            archive.writestr(zipfile.ZipInfo(name), f'<?xml version="1.0" encoding="UTF-8"?>{text}'.encode())


def column_name(at: int) -> str:
    return chr(ord("A") + at) if at < 26 else f"A{chr(ord('A') + at - 26)}"


def sheet_cell(place: str, text: str) -> str:
    value = text.value if isinstance(text, Typed) else None
    if value is None and re.fullmatch("[1-9][0-9]{0,6}", text):
        value = Decimal(text)
    if isinstance(value, Decimal):
        return f'<c r="{place}"><v>{format(value, "f")}</v></c>'
    if isinstance(value, date):
        return f'<c r="{place}" s="1"><v>{(value - date(1899, 12, 30)).days}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
