"""Skatteetaten's own schema for a SAF-T file, where the kommune has put it in the folder `skjemaer`."""

from __future__ import annotations

import re
from pathlib import Path

from lxml import etree

from kontroll.sources.saft.elements import fix, tag
from kontroll.sources.xmlfile import Told, elements, safe_parser
from kontroll.texts import _

_NAMED = re.compile(r"saf-?t_financial.*?(1\.\d\d)\.xsd$", re.IGNORECASE)
_ELEMENT = re.compile(r"Element '\{[^}]*\}(\w+)'")


def version_in(path: Path) -> str:
    """`1.10`, `1.20` or `1.30`. A file that says anything else, as `1.0`, is held against the oldest. Raises as `elements`."""
    header = next(elements(path, (tag("AuditFileVersion"),)), None)
    said = "" if header is None else (header.text or "").strip()
    known = {"1.3": "1.30", "1.30": "1.30", "1.2": "1.20", "1.20": "1.20"}
    return known.get(said, "1.10")


def schema_for(folder: Path | None, version: str) -> Path | None:
    """The file in the folder, at any depth, that is the schema of the version."""
    if folder is None or not folder.is_dir():
        return None
    found = [
        path for path in sorted(folder.rglob("*.xsd")) if (named := _NAMED.search(path.name)) and named[1] == version
    ]
    return found[0] if found else None


def held_against(path: Path, schema: Path, told: Told) -> None:
    """Tell everything in the file that the schema does not allow. Raises etree.XMLSyntaxError where the file is no XML."""
    try:
        compiled = etree.XMLSchema(etree.parse(schema, safe_parser()))
    except (etree.XMLSchemaParseError, etree.XMLSyntaxError):
        told.refuse(
            0, _("skjemaet {name} kan ikke brukes").format(name=schema.name), _("Hent det på nytt fra Skatteetaten.")
        )
        return
    if _is_valid(path, compiled):
        return
    # Only what is read whole has lines; a file that does not hold is worth that.
    compiled.validate(etree.parse(path, safe_parser()))
    for entry in compiled.error_log:
        # The parser's sentence may repeat what stands in the element, which may be about a person.
        named = _ELEMENT.search(entry.message)
        what = _("{element} er ikke slik skjemaet {schema} krever").format(
            element=named[1] if named else _("innholdet"), schema=schema.name
        )
        told.refuse(entry.line, what, fix())


def _is_valid(path: Path, schema: etree.XMLSchema) -> bool:
    """Read from end to end, and nothing kept of it."""
    with path.open("rb") as file:
        reading = etree.iterparse(
            file, events=(), schema=schema, resolve_entities=False, no_network=True, load_dtd=False
        )
        try:
            for _event in reading:
                pass
        except etree.XMLSyntaxError:
            if not any(entry.domain == etree.ErrorDomains.SCHEMASV for entry in reading.error_log):
                raise
    return not any(entry.domain == etree.ErrorDomains.SCHEMASV for entry in reading.error_log)
