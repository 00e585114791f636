"""Shape: which elements kontroll writes of each unit of a Noark 5 archive, in the order of the standard, with their numbers.

Source: Noark 5 version 5.0, arkivstruktur and metadatakatalog (Nasjonalarkivet). Elements that kontroll has nothing to say in are
left out; what the standard demands is marked, and is never left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

STRUCTURE = "http://www.arkivverket.no/standarder/noark5/arkivstruktur"
INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
#: What kontroll knows of a decision besides, in the element that Noark leaves to each system.
OWN = "urn:kontroll:arkiv:1"


@dataclass(frozen=True, slots=True)
class Element:
    """number: in the standard's catalogue of metadata; "" of an element that holds others."""

    name: str
    number: str = ""
    demanded: bool = False


def _demanded(name: str, number: str = "") -> Element:
    return Element(name, number, demanded=True)


_MADE = (_demanded("opprettetDato", "M600"), _demanded("opprettetAv", "M601"))
_ENDED = (_demanded("avsluttetDato", "M602"), _demanded("avsluttetAv", "M603"))

#: Unit -> its elements, in order.
SHAPE: Mapping[str, tuple[Element, ...]] = {
    "arkiv": (
        _demanded("systemID", "M001"), _demanded("tittel", "M020"), Element("beskrivelse", "M021"),
        Element("arkivstatus", "M050"), Element("dokumentmedium", "M300"), *_MADE, *_ENDED, _demanded("arkivskaper"),
        Element("arkivdel"),
    ),
    "arkivskaper": (_demanded("arkivskaperID", "M006"), _demanded("arkivskaperNavn", "M023")),
    "arkivdel": (
        _demanded("systemID", "M001"), _demanded("tittel", "M020"), Element("beskrivelse", "M021"),
        _demanded("arkivdelstatus", "M051"), Element("dokumentmedium", "M300"), *_MADE, *_ENDED,
        Element("arkivperiodeStartDato", "M107"), Element("arkivperiodeSluttDato", "M108"),
        Element("klassifikasjonssystem"), Element("mappe"),
    ),
    "klassifikasjonssystem": (_demanded("systemID", "M001"), _demanded("tittel", "M020"), *_MADE, _demanded("klasse")),
    "klasse": (
        _demanded("systemID", "M001"), _demanded("klasseID", "M002"), _demanded("tittel", "M020"), *_MADE, Element("mappe"),
    ),
    "saksmappe": (
        _demanded("systemID", "M001"), _demanded("mappeID", "M003"), _demanded("tittel", "M020"),
        Element("offentligTittel", "M025"), Element("dokumentmedium", "M300"), *_MADE, *_ENDED,
        Element("virksomhetsspesifikkeMetadata"), Element("kassasjon"), Element("skjerming"), _demanded("registrering"),
        _demanded("saksaar", "M011"), _demanded("sakssekvensnummer", "M012"), _demanded("saksdato", "M100"),
        _demanded("administrativEnhet", "M305"), _demanded("saksansvarlig", "M306"), _demanded("saksstatus", "M052"),
    ),
    "journalpost": (
        _demanded("systemID", "M001"), *_MADE, _demanded("arkivertDato", "M604"), _demanded("arkivertAv", "M605"),
        Element("kassasjon"), Element("skjerming"), _demanded("dokumentbeskrivelse"), Element("registreringsID", "M004"),
        _demanded("tittel", "M020"), Element("offentligTittel", "M025"), _demanded("korrespondansepart"),
        _demanded("journalaar", "M013"), _demanded("journalsekvensnummer", "M014"), _demanded("journalpostnummer", "M015"),
        _demanded("journalposttype", "M082"), _demanded("journalstatus", "M053"), _demanded("journaldato", "M101"),
        Element("dokumentetsDato", "M103"), Element("antallVedlegg", "M304"),
    ),
    "korrespondansepart": (
        _demanded("korrespondanseparttype", "M087"), _demanded("korrespondansepartNavn", "M400"),
        Element("administrativEnhet", "M305"), Element("saksbehandler", "M307"),
    ),
    "dokumentbeskrivelse": (
        _demanded("systemID", "M001"), _demanded("dokumenttype", "M083"), _demanded("dokumentstatus", "M054"),
        _demanded("tittel", "M020"), *_MADE, Element("dokumentmedium", "M300"),
        _demanded("tilknyttetRegistreringSom", "M217"), _demanded("dokumentnummer", "M007"),
        _demanded("tilknyttetDato", "M620"), _demanded("tilknyttetAv", "M621"), Element("skjerming"),
        _demanded("dokumentobjekt"),
    ),
    "dokumentobjekt": (
        _demanded("systemID", "M001"), _demanded("versjonsnummer", "M005"), _demanded("variantformat", "M700"),
        # The number in PRONOM stands in the details: the editions of the schema call its own element by three names or by none.
        _demanded("format", "M701"), Element("formatDetaljer", "M702"), *_MADE, _demanded("referanseDokumentfil", "M218"),
        _demanded("sjekksum", "M705"), _demanded("sjekksumAlgoritme", "M706"), _demanded("filstoerrelse", "M707"),
    ),
    "kassasjon": (
        _demanded("kassasjonsvedtak", "M450"), Element("kassasjonshjemmel", "M453"), _demanded("bevaringstid", "M451"),
        _demanded("kassasjonsdato", "M452"),
    ),
    "skjerming": (
        _demanded("tilgangsrestriksjon", "M500"), _demanded("skjermingshjemmel", "M501"),
        _demanded("skjermingMetadata", "M502"), Element("skjermingDokument", "M503"),
    ),
}  # fmt: skip


def catalogue() -> Iterator[tuple[str, str, str]]:
    """Number, name and unit of everything that may be written, by number: what an archivist looks a name up in."""
    found = {(one.number, one.name, unit) for unit, elements in SHAPE.items() for one in elements if one.number}
    yield from sorted(found)
