"""Report JSON: a report of a draw as the file that is frozen, `rapport.json`, and read again from it.

The words of the file are bokmål, as those of plan.json. What is only the kommune's has `intern: true`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from kontroll.report.sampling.draw_report import Column, DrawReport, Fact, Kind, Said, Section, Table

#: Of the file's own form. A later version reads an earlier one's.
VERSION = 1


def report_text(report: DrawReport) -> str:
    """The same report, the same text."""
    said = {
        "versjon": VERSION,
        "id": report.id,
        "trekning_id": report.draw_id,
        "navn": report.name,
        "tilstand": report.state,
        "sitat": report.quote,
        "konklusjon": report.conclusion,
        "holder": report.holds,
        "offentlig_utgave": report.is_public,
        "tall": dict(report.numbers),
        "avsnitt": [_section(one) for one in report.sections],
    }
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


def report_from(text: str) -> DrawReport:
    """What `report_text` wrote."""
    said = json.loads(text)
    return DrawReport(
        id=said["id"],
        draw_id=said["trekning_id"],
        name=said["navn"],
        state=said["tilstand"],
        quote=said["sitat"],
        conclusion=said["konklusjon"],
        holds=said["holder"],
        numbers=said["tall"],
        sections=tuple(_section_from(one) for one in said["avsnitt"]),
        is_public=said["offentlig_utgave"],
    )


def _section(one: Section) -> dict[str, Any]:
    return {
        "id": one.id,
        "tittel": one.title,
        "intern": one.inside,
        "setninger": [{"tekst": said.text, "nivaa": said.level, "intern": said.inside} for said in one.said],
        "opplysninger": [
            {"navn": fact.name, "verdi": fact.value, "fritekst": fact.written, "intern": fact.inside}
            for fact in one.facts
        ],
        "tabeller": [_table(table) for table in one.tables],
    }


def _table(one: Table) -> dict[str, Any]:
    return {
        "tittel": one.caption,
        "kolonner": [
            {"navn": column.heading, "slag": column.kind.value, "intern": column.inside} for column in one.columns
        ],
        "rader": [list(row) for row in one.rows],
    }


def _section_from(said: Mapping[str, Any]) -> Section:
    return Section(
        id=said["id"],
        title=said["tittel"],
        inside=said["intern"],
        said=tuple(Said(one["tekst"], inside=one["intern"], level=one["nivaa"]) for one in said["setninger"]),
        facts=tuple(
            Fact(one["navn"], one["verdi"], inside=one["intern"], written=one["fritekst"])
            for one in said["opplysninger"]
        ),
        tables=tuple(_table_from(one) for one in said["tabeller"]),
    )


def _table_from(said: Mapping[str, Any]) -> Table:
    columns = tuple(Column(one["navn"], Kind(one["slag"]), inside=one["intern"]) for one in said["kolonner"])
    return Table(said["tittel"], columns, tuple(tuple(row) for row in said["rader"]))
