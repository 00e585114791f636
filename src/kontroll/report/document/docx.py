"""DOCX: a document for Word, to be taken into a saksframlegg: headings, tables with header rows, charts with text alternatives.

Why without the appendix: what is laid before a body is read in a sitting. It says where the grounds stand.
"""

from __future__ import annotations

from datetime import UTC, datetime, time
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document as Word
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from kontroll.report.document import charts
from kontroll.report.document.chart_table import stands_beside, table_of
from kontroll.report.document.model import Block, Cell, Chart, Document, Figure, Items, Section, Table, Told
from kontroll.report.document.shown import captioned, shown
from kontroll.report.document.word_table import word_table
from kontroll.report.spreadsheet import plain
from kontroll.texts import _, language_code

_WIDTH = Cm(16)
_DARK = RGBColor(0x12, 0x35, 0x5B)
#: Of every part of the file: it must not tell when it was made, or the same report would be another file.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_DEEPEST = 9
#: The library's own file brings a small picture of another document, which a folder would show.
_PICTURE_OF_FILE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail"


def as_docx(document: Document, at: str = "") -> bytes:
    """at: absolute address of the report in the kommune's kontroll, to which its figures lead; "" = they lead nowhere."""
    return _Made(document, at).file()


class _Made:
    """The file while it is written."""

    def __init__(self, document: Document, at: str) -> None:
        self._document = document
        self._at = at
        self._word: Any = Word()
        self._relations: dict[str, str] = {}
        self._looks()
        self._front()
        for section in document.sections:
            self._section(section, 1)
        if at and document.grounds:
            self._word.add_heading(_("Grunnlaget for tallene"), 1)
            told = _("Hva som er telt, og postene bak hvert tall, står i kommunens kontroll: {at}").format(at=at)
            self._word.add_paragraph(plain(told))

    def file(self) -> bytes:
        written = BytesIO()
        self._word.save(written)
        return _timeless(written.getvalue())

    def _looks(self) -> None:
        normal = self._word.styles["Normal"]
        normal.font.name, normal.font.size = "Calibri", Pt(11)
        normal.element.get_or_add_rPr().append(_spoken())
        # Of what no style of a paragraph reaches, and of the menus of whoever reads: the library's own file is English.
        (defaults,) = self._word.styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr")
        defaults.replace(defaults.find(qn("w:lang")), _spoken())
        for one in self._word.settings.element.xpath("w:themeFontLang"):
            one.attrib.clear()
            one.set(qn("w:val"), _language())
        # The library's blue is too light to be read by all at the size of a caption.
        for name in ("Title", "Caption", *(f"Heading {level}" for level in range(1, _DEEPEST + 1))):
            self._word.styles[name].font.color.rgb = _DARK
        sheet = self._word.sections[0]
        sheet.page_width, sheet.page_height = Cm(21), Cm(29.7)
        sheet.left_margin = sheet.right_margin = Cm(2.5)
        core, known = self._word.core_properties, datetime.combine(self._document.known, time(12), UTC)
        core.title, core.author = plain(self._document.title), plain(self._document.municipality)
        core.language = _language()
        core.created = core.modified = known.replace(tzinfo=None)
        core.last_modified_by, core.comments, core.revision = plain(self._document.municipality), "", 1
        foot = sheet.footer.paragraphs[0]
        foot.add_run(plain(" · ".join((self._document.municipality, self._document.title))))
        for text, field in ((_(" · side "), "PAGE"), (_(" av "), "NUMPAGES")):
            foot.add_run(text)
            foot._p.append(_counted(field))
        for run in foot.runs:
            run.font.size = Pt(8)
        for id in [id for id, one in self._word.part.package.rels.items() if one.reltype == _PICTURE_OF_FILE]:
            del self._word.part.package.rels[id]

    def _front(self) -> None:
        document = self._document
        self._word.add_paragraph(plain(document.municipality))
        self._word.add_paragraph(plain(document.title), style="Title")
        for sentence in document.standing:
            self._word.add_paragraph(plain(sentence))
        for name, value in document.facts:
            paragraph = self._word.add_paragraph()
            paragraph.add_run(f"{plain(name)}: ").bold = True
            paragraph.add_run(plain(value))

    def _section(self, section: Section, level: int) -> None:
        self._word.add_heading(plain(section.title), min(level, _DEEPEST))
        for paragraph in section.paragraphs:
            self._block(paragraph)
        for n, block in enumerate(section.blocks):
            self._block(block)
            if isinstance(block, Chart) and not stands_beside(section.blocks, n):
                self._table(table_of(block), 8)
        for part in section.parts:
            self._section(part, level + 1)

    def _block(self, block: Block) -> None:
        if isinstance(block, Told):
            self._told(self._word.add_paragraph(), block)
        elif isinstance(block, Items):
            for item in block.items:
                self._told(self._word.add_paragraph(style="List Bullet"), item)
        elif isinstance(block, Table):
            self._table(block)
        else:
            self._chart(block)

    def _told(self, paragraph: Any, told: Told) -> None:
        for part in told.parts:
            self._cell(paragraph, part)

    def _cell(self, paragraph: Any, cell: Cell) -> None:
        relation = self._relation(cell) if isinstance(cell, Figure) else ""
        if relation:
            _linked(paragraph, shown(cell), relation)
        else:
            paragraph.add_run(plain(shown(cell)))

    def _table(self, table: Table, size: int = 9) -> None:
        self._word.add_paragraph(plain(table.caption), style="Caption").paragraph_format.keep_with_next = True
        self._word.element.body._insert_tbl(word_table(table, self._relation, size))
        # Two tables that stand beside each other would be one to Word.
        self._word.add_paragraph().add_run(plain(table.note)).font.size = Pt(9)

    def _relation(self, figure: Figure) -> str:
        """The id of the relation to where the figure leads, "" = nowhere."""
        if not self._at or figure.value is None or figure.id not in self._document.grounds:
            return ""
        if figure.id not in self._relations:
            address = f"{self._at}/tall/{figure.id}"
            self._relations[figure.id] = self._word.part.relate_to(
                address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True
            )
        return self._relations[figure.id]

    def _chart(self, chart: Chart) -> None:
        self._word.add_paragraph(plain(captioned(chart)), style="Caption").paragraph_format.keep_with_next = True
        picture = self._word.add_picture(BytesIO(charts.png(chart)), width=_WIDTH)
        told = picture._inline.docPr
        told.set("descr", plain(chart.told))
        told.set("name", plain(chart.caption))


def _language() -> str:
    """As Word names it."""
    return f"{language_code()}-NO"


def _spoken() -> Any:
    language = OxmlElement("w:lang")
    for name in ("w:val", "w:eastAsia"):
        language.set(qn(name), _language())
    return language


def _counted(field: str) -> Any:
    """A number that Word counts itself, such as that of the page."""
    made = OxmlElement("w:fldSimple")
    made.set(qn("w:instr"), field)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    look, size = OxmlElement("w:rPr"), OxmlElement("w:sz")
    size.set(qn("w:val"), "16")
    look.append(size)
    text.text = "1"
    run.append(look)
    run.append(text)
    made.append(run)
    return made


def _linked(paragraph: Any, text: str, relation: str) -> None:
    """A link of Word; the library makes none itself."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), relation)
    run = paragraph.add_run(plain(text))
    run.font.color.rgb, run.font.underline = RGBColor(0x0B, 0x53, 0x94), True
    link.append(run._element)
    paragraph._p.append(link)


def _timeless(file: bytes) -> bytes:
    """The same parts in the same order, without the time each was written."""
    written = BytesIO()
    with ZipFile(BytesIO(file)) as given, ZipFile(written, "w", ZIP_DEFLATED) as made:
        for name in given.namelist():
            part = ZipInfo(name, _NO_TIME)
            part.compress_type = ZIP_DEFLATED
            made.writestr(part, given.read(name))
    return written.getvalue()
