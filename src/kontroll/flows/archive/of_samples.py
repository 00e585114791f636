"""Of samples: the report of each concluded stikkprøve as it was frozen, with what only the kommune may see."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kontroll.domain.archiving import ArchiveKind
from kontroll.domain.draw import Draw, DrawState
from kontroll.flows.archive.naming import day_of, is_within, person_name
from kontroll.flows.archive.source import Span
from kontroll.flows.people.looking import Looking
from kontroll.flows.samples.report_draw import REPORT, frozen_report
from kontroll.report.archive.model import Content, Decided, Format
from kontroll.report.archive.sheet import Part, Rows, Sheet, sheet_pdf
from kontroll.report.sampling.draw_report import DrawReport, Section, Table
from kontroll.store.transaction import Transaction
from kontroll.texts import _


def ended(tx: Transaction) -> Iterator[tuple[str, date]]:
    for one in tx.draws.where(state=DrawState.CONCLUDED):
        if one.concluded_at is not None:
            yield one.id, day_of(one.concluded_at)


def decided(look: Looking, span: Span) -> Iterator[Decided]:
    for one in sorted(look.tx.draws.where(state=DrawState.CONCLUDED), key=lambda one: (one.year, one.number)):
        report = frozen_report(look.tx, one)
        if (
            one.concluded_at is not None
            and report is not None
            and is_within(day_of(one.concluded_at), span.first, span.last)
        ):
            yield _decided(look, one, report)


def _decided(look: Looking, one: Draw, report: DrawReport) -> Decided:
    assert one.concluded_at is not None
    title = _("Stikkprøve {id}: {name}").format(id=one.id, name=one.name)
    municipality = look.today.desk.settings.municipality
    by = person_name(look, one.concluded_by, day_of(one.concluded_at))
    frozen = look.tx.draw_files.get(one.id, 0, REPORT) or b""
    return Decided(
        kind=ArchiveKind.SAMPLE,
        subject=one.id,
        year=day_of(one.concluded_at).year,
        title=title,
        public_title=_("Stikkprøve {id}").format(id=one.id),
        opened=one.made_at,
        closed=one.concluded_at,
        unit=municipality,
        responsible=person_name(look, one.made_by, day_of(one.made_at)),
        by=by,
        is_of_person=True,
        own=(("trekning", one.draw_id), ("rapportensSha256", one.report)),
        documents=(
            Content(
                title=title, kind=_("Rapport"), format=Format.PDF,
                content=sheet_pdf(draw_sheet(report), municipality, one.concluded_at),
            ),
            Content(title=_("Rapporten slik den ble fryst"), kind=_("Grunnlag"), format=Format.JSON, content=frozen),
        ),
    )  # fmt: skip


def draw_sheet(report: DrawReport) -> Sheet:
    """Section by section, as the report is."""
    first = Part(title=_("Konklusjon"), told=(report.quote, report.conclusion))
    return Sheet(
        title=_("Stikkprøve {id}: {name}").format(id=report.id, name=report.name),
        foot=report.draw_id,
        facts=((_("Stikkprøve"), report.draw_id), (_("Tilstand"), report.state)),
        parts=(first, *(_part(section) for section in report.sections)),
    )


def _part(section: Section) -> Part:
    lines = tuple((one.level, one.text) for one in section.said)
    facts = tuple((fact.name, fact.value) for fact in section.facts)
    tables = [_rows(table) for table in section.tables]
    if facts:
        tables.insert(0, Rows(headings=(_("Hva"), _("Er")), rows=facts))
    return Part(title=section.title, lines=lines, tables=tuple(tables))


def _rows(table: Table) -> Rows:
    return Rows(
        caption=table.caption,
        headings=tuple(column.heading for column in table.columns),
        rows=tuple(
            tuple(column.shown(cell) for column, cell in zip(table.columns, row, strict=True)) for row in table.rows
        ),
    )
