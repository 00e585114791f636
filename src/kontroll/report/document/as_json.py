"""As JSON: a document as the text that is frozen, and read again from it. The same document, the same text.

Why decimals as texts: 1.50 and 1.5 are shown differently, and another program's numbers would not keep that.
The words of the text are bokmål, as those of the other files that are frozen.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from kontroll.domain.operand import Colour
from kontroll.report.document.model import (
    Block,
    Cell,
    Chart,
    ChartKind,
    Document,
    Figure,
    Grounds,
    How,
    Items,
    Record,
    Section,
    Series,
    Table,
    Told,
)

#: Of the text's own form. A later version reads an earlier one's.
VERSION = 1


def canonical(document: Document) -> str:
    """One line, keys in order, no spaces that say nothing."""
    return _text(_document(document))


def canonical_grounds(grounds: Mapping[str, Grounds]) -> str:
    """The grounds alone: for whoever keeps them beside a document that is kept without."""
    return _text({id: _grounds(one) for id, one in grounds.items()})


def grounds_from(text: str) -> dict[str, Grounds]:
    """What `canonical_grounds` wrote."""
    return {id: _grounds_from(one) for id, one in json.loads(text).items()}


def document_from(text: str) -> Document:
    """What `canonical` wrote. Raises ValueError for a version there is not."""
    given = json.loads(text)
    if given["versjon"] != VERSION:
        raise ValueError(f"a document of another version: {given['versjon']!r}")
    return Document(
        kind=given["slag"],
        period=given["periode"],
        title=given["tittel"],
        municipality=given["kommune"],
        known=date.fromisoformat(given["kjent"]),
        sections=tuple(_section_from(one) for one in given["kapitler"]),
        standing=tuple(given["status"]),
        facts=_pairs(given["opplysninger"]),
        grounds={id: _grounds_from(one) for id, one in given["grunnlag"].items()},
    )


def _text(given: dict[str, Any]) -> str:
    return json.dumps(given, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


# --- written ----------------------------------------------------------------------------------------------------------


def _document(one: Document) -> dict[str, Any]:
    return {
        "versjon": VERSION,
        "slag": one.kind,
        "periode": one.period,
        "tittel": one.title,
        "kommune": one.municipality,
        "kjent": one.known.isoformat(),
        "kapitler": [_section(section) for section in one.sections],
        "status": list(one.standing),
        "opplysninger": [list(pair) for pair in one.facts],
        "grunnlag": {id: _grounds(grounds) for id, grounds in one.grounds.items()},
    }


def _section(one: Section) -> dict[str, Any]:
    return {
        "id": one.id,
        "tittel": one.title,
        "utkast": [_told(told) for told in one.drafted],
        "blokker": [_block(block) for block in one.blocks],
        "deler": [_section(part) for part in one.parts],
        "tekst": one.text,
        "nummer": one.number,
        "av": one.by,
        "obligatorisk": one.is_mandatory,
    }


def _told(one: Told) -> list[Any]:
    return [_cell(part) for part in one.parts]


def _block(one: Block) -> dict[str, Any]:
    if isinstance(one, Told):
        return {"avsnitt": _told(one)}
    if isinstance(one, Items):
        return {"liste": [_told(item) for item in one.items]}
    if isinstance(one, Table):
        return {
            "tabell": one.caption,
            "overskrifter": list(one.headings),
            "tall": list(one.numeric),
            "rader": [[_cell(cell) for cell in row] for row in one.rows],
            "note": one.note,
        }
    return {
        "figur": one.id,
        "tittel": one.caption,
        "slag": one.kind.value,
        "akse": list(one.labels),
        "serier": [{"navn": series.name, "verdier": [_cell(v) for v in series.values]} for series in one.series],
        "fortalt": one.told,
        "enhet": one.unit,
    }


def _cell(one: Cell) -> Any:
    if isinstance(one, Figure):
        return {"tall": one.id, "verdi": _cell(one.value), "enhet": one.unit}
    if isinstance(one, Decimal):
        return {"desimaltall": str(one)}
    if isinstance(one, Colour):
        return {"farge": one.value}
    return {"dag": one.isoformat()} if isinstance(one, date) else one


def _grounds(one: Grounds) -> dict[str, Any]:
    return {
        "telt": one.counted,
        "poster": [
            [record.kind, record.id, record.name, record.address, _cell(record.value)] for record in one.records
        ],
        "regler": [list(pair) for pair in one.rules],
        "data": [list(pair) for pair in one.data],
        "sum": list(one.total),
        "slik": one.how.value,
    }


# --- read -------------------------------------------------------------------------------------------------------------


def _section_from(given: Mapping[str, Any]) -> Section:
    return Section(
        id=given["id"],
        title=given["tittel"],
        drafted=tuple(_told_from(one) for one in given["utkast"]),
        blocks=tuple(_block_from(one) for one in given["blokker"]),
        parts=tuple(_section_from(one) for one in given["deler"]),
        text=given["tekst"],
        number=given["nummer"],
        by=given["av"],
        is_mandatory=given["obligatorisk"],
    )


def _told_from(given: list[Any]) -> Told:
    return Told(tuple(_cell_from(part) for part in given))


def _block_from(given: Mapping[str, Any]) -> Block:
    if "avsnitt" in given:
        return _told_from(given["avsnitt"])
    if "liste" in given:
        return Items(tuple(_told_from(item) for item in given["liste"]))
    if "tabell" in given:
        return Table(
            caption=given["tabell"],
            headings=tuple(given["overskrifter"]),
            numeric=tuple(given["tall"]),
            rows=tuple(tuple(_cell_from(cell) for cell in row) for row in given["rader"]),
            note=given["note"],
        )
    return Chart(
        id=given["figur"],
        caption=given["tittel"],
        kind=ChartKind(given["slag"]),
        labels=tuple(given["akse"]),
        series=tuple(
            Series(name=one["navn"], values=tuple(_cell_from(v) for v in one["verdier"])) for one in given["serier"]
        ),
        told=given["fortalt"],
        unit=given["enhet"],
    )


def _cell_from(given: Any) -> Any:
    if not isinstance(given, dict):
        return given
    if "tall" in given:
        return Figure(id=given["tall"], value=_cell_from(given["verdi"]), unit=given["enhet"])
    if "dag" in given:
        return date.fromisoformat(given["dag"])
    return Colour(given["farge"]) if "farge" in given else Decimal(given["desimaltall"])


def _grounds_from(given: Mapping[str, Any]) -> Grounds:
    return Grounds(
        counted=given["telt"],
        records=tuple(
            Record(kind=kind, id=id, name=name, address=address, value=_cell_from(value))
            for kind, id, name, address, value in given["poster"]
        ),
        rules=_pairs(given["regler"]),
        data=_pairs(given["data"]),
        total=tuple(given["sum"]),
        how=How(given["slik"]),
    )


def _pairs(given: list[list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((first, second) for first, second in given)
