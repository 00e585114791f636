"""Structure: arkivstruktur.xml, written as it goes: archive, series, classes, and each decision as a folder with one entry.

Why as it goes: a year of saker is thousands of folders, and none of them needs the others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from lxml import etree

from kontroll.domain.archiving import ArchivePolicy, ArchiveSeries, Shielded
from kontroll.domain.month import Month
from kontroll.report.archive.model import Content, Decided
from kontroll.report.archive.shape import INSTANCE, OWN, SHAPE, STRUCTURE
from kontroll.texts import NORWAY

#: kontroll itself, where Noark asks who did it.
_MAKER = "kontroll"
_MEDIUM = "Elektronisk arkiv"
_ALGORITHM = "SHA256"
#: What no XML can hold.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPACES: Any = {None: STRUCTURE, "xsi": INSTANCE, "kontroll": OWN}
Value = str | int | date | datetime | Sequence[Any] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """Whose it is, and what it is of. made: when the package was made; aware."""

    municipality: str
    policy: ArchivePolicy
    first: Month
    last: Month
    made: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """A decision with the number of its folder. files: path in the package and SHA-256 of each document, in their order."""

    decided: Decided
    year: int
    number: int
    files: tuple[tuple[str, str], ...]


Folders = Callable[[ArchiveSeries], Iterable[Filed]]


def path_of(year: int, number: int, at: int, document: Content) -> str:
    """Where the document lies in the package. at: which one of the folder's, from 1."""
    return f"dokumenter/{year}-{number:05d}/{at:02d}.{document.format.ending}"


def digest_of(files: Iterable[tuple[str, str]]) -> str:
    """One SHA-256 of all documents of a decision."""
    return sha256("".join(f"{digest}\n" for _path, digest in files).encode()).hexdigest()


def write_structure(archive: Archive, folders: Folders, file: Path) -> None:
    """folders: gives the decisions of a series; asked once for each, in the order of the policy."""
    with file.open("wb") as written, etree.xmlfile(written, encoding="utf-8") as xml:
        xml.write_declaration()
        made: dict[str, Value] = {
            "opprettetDato": archive.made,
            "opprettetAv": _MAKER,
            "avsluttetDato": archive.made,
            "avsluttetAv": _MAKER,
        }
        creator: dict[str, Value] = {"arkivskaperID": archive.municipality, "arkivskaperNavn": archive.municipality}
        head: dict[str, Value] = {
            "systemID": _id(archive), "tittel": archive.policy.title, "arkivstatus": "Avsluttet", "dokumentmedium": _MEDIUM,
            **made, "arkivskaper": [_element("arkivskaper", creator)],
        }  # fmt: skip
        with _opened(xml, "arkiv", head, root=True):
            for series in archive.policy.series:
                _write_series(xml, archive, series, folders(series), made)


def _write_series(
    xml: Any, archive: Archive, series: ArchiveSeries, folders: Iterable[Filed], made: Mapping[str, Value]
) -> None:
    kind = series.kind.value
    head: dict[str, Value] = {
        "systemID": _id(archive, kind), "tittel": series.title, "arkivdelstatus": "Avsluttet periode",
        "dokumentmedium": _MEDIUM, **made, "arkivperiodeStartDato": archive.first.first_day,
        "arkivperiodeSluttDato": archive.last.last_day,
    }  # fmt: skip
    began: dict[str, Value] = {"opprettetDato": archive.made, "opprettetAv": _MAKER}
    with _opened(xml, "arkivdel", head):
        if not series.code:
            _write_folders(xml, archive, series, folders)
            return
        scheme: dict[str, Value] = {
            "systemID": _id(archive, kind, "plan"),
            "tittel": archive.policy.scheme or series.code,
            **began,
        }
        with _opened(xml, "klassifikasjonssystem", scheme):
            of_class: dict[str, Value] = {
                "systemID": _id(archive, kind, "klasse"), "klasseID": series.code, "tittel": series.title, **began
            }  # fmt: skip
            with _opened(xml, "klasse", of_class):
                _write_folders(xml, archive, series, folders)


def _write_folders(xml: Any, archive: Archive, series: ArchiveSeries, folders: Iterable[Filed]) -> None:
    for one in folders:
        xml.write(_folder(archive, series, one), pretty_print=True)


# --- a decision -------------------------------------------------------------------------------------------------------


def _folder(archive: Archive, series: ArchiveSeries, filed: Filed) -> Any:
    one = filed.decided
    shielding = _shielding(series, one)
    values: dict[str, Value] = {
        "systemID": _of(archive, filed), "mappeID": f"{filed.year}/{filed.number}", "tittel": one.title,
        "offentligTittel": one.public_title if shielding else None, "dokumentmedium": _MEDIUM, "opprettetDato": one.opened,
        "opprettetAv": one.responsible or _MAKER, "avsluttetDato": one.closed, "avsluttetAv": one.by or _MAKER,
        "virksomhetsspesifikkeMetadata": [_own(one)], "kassasjon": _discard(series, one), "skjerming": shielding,
        "registrering": [_entry(archive, series, filed)], "saksaar": filed.year, "sakssekvensnummer": filed.number,
        "saksdato": _day(one.opened), "administrativEnhet": one.unit or archive.municipality,
        "saksansvarlig": one.responsible or one.by or _MAKER, "saksstatus": "Avsluttet",
    }  # fmt: skip
    return _element("saksmappe", values, name="mappe")


def _entry(archive: Archive, series: ArchiveSeries, filed: Filed) -> Any:
    one = filed.decided
    shielding = _shielding(series, one)
    sender: dict[str, Value] = {
        "korrespondanseparttype": "Intern avsender", "korrespondansepartNavn": one.by or _MAKER,
        "administrativEnhet": one.unit or None, "saksbehandler": one.by or None,
    }  # fmt: skip
    described = zip(one.documents, filed.files, strict=True)
    values: dict[str, Value] = {
        "systemID": _of(archive, filed, "1"), "opprettetDato": one.closed, "opprettetAv": one.by or _MAKER,
        "arkivertDato": archive.made, "arkivertAv": _MAKER, "kassasjon": _discard(series, one), "skjerming": shielding,
        "dokumentbeskrivelse": [
            _document(archive, series, filed, at, document, file) for at, (document, file) in enumerate(described, 1)
        ],
        "registreringsID": f"{filed.year}/{filed.number}-1", "tittel": one.title,
        "offentligTittel": one.public_title if shielding else None,
        "korrespondansepart": [_element("korrespondansepart", sender)], "journalaar": filed.year,
        "journalsekvensnummer": filed.number, "journalpostnummer": 1,
        "journalposttype": "Organinternt dokument uten oppfølging", "journalstatus": "Arkivert",
        "journaldato": _day(one.closed), "dokumentetsDato": _day(one.closed), "antallVedlegg": len(one.documents) - 1,
    }  # fmt: skip
    return _element("journalpost", values, name="registrering")


def _document(
    archive: Archive, series: ArchiveSeries, filed: Filed, at: int, document: Content, file: tuple[str, str]
) -> Any:
    one, (path, digest) = filed.decided, file
    _ending, format, details, mime, puid = document.format.value
    thing: dict[str, Value] = {
        "systemID": _of(archive, filed, "1", str(at), "1"), "versjonsnummer": 1,
        "variantformat": "Arkivformat" if document.format.is_archival else "Produksjonsformat", "format": format,
        "formatDetaljer": "; ".join(part for part in (details, mime, f"PRONOM {puid}") if part),
        "opprettetDato": one.closed, "opprettetAv": _MAKER, "referanseDokumentfil": path, "sjekksum": digest,
        "sjekksumAlgoritme": _ALGORITHM, "filstoerrelse": len(document.content),
    }  # fmt: skip
    values: dict[str, Value] = {
        "systemID": _of(archive, filed, "1", str(at)), "dokumenttype": document.kind,
        "dokumentstatus": "Dokumentet er ferdigstilt", "tittel": document.title, "opprettetDato": one.closed,
        "opprettetAv": one.by or _MAKER, "dokumentmedium": _MEDIUM,
        "tilknyttetRegistreringSom": "Hoveddokument" if at == 1 else "Vedlegg", "dokumentnummer": at,
        "tilknyttetDato": one.closed, "tilknyttetAv": _MAKER, "skjerming": _shielding(series, one),
        "dokumentobjekt": [_element("dokumentobjekt", thing)],
    }  # fmt: skip
    return _element("dokumentbeskrivelse", values)


def is_shielded(series: ArchiveSeries, one: Decided) -> bool:
    return series.shielded is Shielded.ALL or (series.shielded is Shielded.PERSONS and one.is_of_person)


def _shielding(series: ArchiveSeries, one: Decided) -> list[Any]:
    if not is_shielded(series, one):
        return []
    values: dict[str, Value] = {
        "tilgangsrestriksjon": "Unntatt offentlighet", "skjermingshjemmel": series.basis,
        "skjermingMetadata": ["Skjerming tittel mappe - utvalgte ord", "Skjerming tittel registrering - utvalgte ord"],
        # Of what is about somebody, the law keeps what is told of her from the public, and not the document.
        "skjermingDokument": f"Skjerming av {'hele' if series.shielded is Shielded.ALL else 'deler av'} dokumentet",
    }  # fmt: skip
    return [_element("skjerming", values)]


def _discard(series: ArchiveSeries, one: Decided) -> list[Any]:
    """Years are counted from the end of the calendar year, as kontroll counts its own."""
    if series.years is None:
        return []
    values: dict[str, Value] = {
        "kassasjonsvedtak": "Kasseres", "kassasjonshjemmel": series.discard_basis or None, "bevaringstid": series.years,
        "kassasjonsdato": date(_day(one.closed).year + series.years + 1, 1, 1),
    }  # fmt: skip
    return [_element("kassasjon", values)]


def _own(one: Decided) -> Any:
    made = etree.Element(f"{{{STRUCTURE}}}virksomhetsspesifikkeMetadata", nsmap=_SPACES)
    for name, value in one.own:
        etree.SubElement(made, f"{{{OWN}}}{name}").text = _text(value)
    return made


# --- elements ---------------------------------------------------------------------------------------------------------


class NotWhole(ValueError):
    """The standard demands an element that nothing was given for, or has no such element."""


def _element(unit: str, values: Mapping[str, Value], name: str = "") -> Any:
    """name: of the element, where the unit is a kind of it, which is then said."""
    made = etree.Element(f"{{{STRUCTURE}}}{name or unit}", nsmap=_SPACES)
    if name:
        made.set(f"{{{INSTANCE}}}type", unit)
    made.extend(_children(unit, values))
    return made


@contextmanager
def _opened(xml: Any, unit: str, values: Mapping[str, Value], *, root: bool = False) -> Iterator[None]:
    """The unit begun with what is known of it; what is written meanwhile stands in it, last."""
    with xml.element(f"{{{STRUCTURE}}}{unit}", nsmap=_SPACES if root else None):
        xml.write("\n")
        for child in _children(unit, values, is_opened=True):
            _write_plain(xml, child)
        yield


def _write_plain(xml: Any, child: Any) -> None:
    """Inside what is open, where the namespaces are said already."""
    with xml.element(child.tag):
        if child.text:
            xml.write(child.text)
        for below in child:
            _write_plain(xml, below)
    xml.write("\n")


def _children(unit: str, values: Mapping[str, Value], *, is_opened: bool = False) -> Iterator[Any]:
    """In the order of the standard. is_opened: what it holds is written afterwards."""
    shape = SHAPE[unit]
    if unknown := values.keys() - {one.name for one in shape}:
        raise NotWhole(f"{unit}: {sorted(unknown)}")
    for one in shape:
        value = values.get(one.name)
        several = value if isinstance(value, list) else [value] if value is not None else []
        if one.demanded and not several and not (is_opened and not one.number):
            raise NotWhole(f"{unit}: {one.name}")
        for each in several:
            if isinstance(each, etree._Element):
                yield each
                continue
            made = etree.Element(f"{{{STRUCTURE}}}{one.name}", nsmap=_SPACES)
            made.text = _text(each)
            yield made


def _text(value: Any) -> str:
    """A moment with its zone: nobody shall have to guess it."""
    if isinstance(value, datetime):
        return value.astimezone(NORWAY).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return _NOT_XML.sub("", str(value))


def _day(moment: datetime) -> date:
    return moment.astimezone(NORWAY).date()


def _id(archive: Archive, *parts: str) -> str:
    """The same each time it is asked for: a unit that is handed over twice is the same unit."""
    return str(uuid5(NAMESPACE_URL, "/".join((OWN, archive.municipality, *parts))))


def _of(archive: Archive, filed: Filed, *parts: str) -> str:
    return _id(archive, filed.decided.kind.value, filed.decided.subject, *parts)
