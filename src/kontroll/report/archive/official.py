"""Official: Nasjonalarkivet's own schema for arkivstruktur.xml, where the kommune has put it in the folder `skjemaer`.

Why it is not shipped: it is theirs to give out, and an archive says which version it takes.
"""

from __future__ import annotations

import re
from pathlib import Path

from lxml import etree

from kontroll.domain.problem import Place, Problem
from kontroll.texts import _

_NAME = "arkivstruktur.xsd"
_ELEMENT = re.compile(r"Element '\{[^}]*\}(\w+)'")
_MOST_TOLD = 20


def held_against_official(structure: Path, folder: Path) -> tuple[str | None, list[Problem]]:
    """Version of the schema, None where there is none; and everything in the file that it does not allow.

    folder: need not exist; the schema may lie at any depth, with metadatakatalog.xsd beside it.
    """
    found = sorted(folder.rglob(_NAME)) if folder.is_dir() else []
    if not found:
        return None, []
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        described = etree.parse(found[-1], parser)
        schema = etree.XMLSchema(described)
    except (etree.XMLSchemaParseError, etree.XMLSyntaxError):
        return None, [_unusable(found[-1])]
    version = described.getroot().get("version") or _("uten versjon")
    parsed = etree.parse(structure, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    if schema.validate(parsed):
        return version, []
    return version, [_fault(entry.line, entry.message, found[-1].name) for entry in schema.error_log][:_MOST_TOLD]


def _unusable(path: Path) -> Problem:
    return Problem(
        Place(str(path)),
        _("skjemaet {name} kan ikke brukes").format(name=path.name),
        _("Pakken kan ikke prøves mot det, og arkivet ville kanskje avvist den."),
        _("Hent det på nytt fra Nasjonalarkivet, med metadatakatalog.xsd ved siden av, eller ta det bort."),
    )


def _fault(line: int, message: str, schema: str) -> Problem:
    # The parser's sentence may repeat what stands in the element, which may be about a person.
    named = _ELEMENT.search(message)
    return Problem(
        Place("arkivstruktur.xml", line),
        _("{element} er ikke slik skjemaet {schema} krever").format(
            element=named[1] if named else _("innholdet"), schema=schema
        ),
        _("Arkivet ville avvist pakken."),
        _("Bruk skjemaet for Noark 5 versjon 5.0, eller meld fra til leverandøren av kontroll."),
    )
