"""Noark 5 version 5.0 written down a second time, from the standard and not from kontroll.

Why written down: the schema is Nasjonalarkivet's to give out. It was held against the two editions of it that are to be read:
the one that the validator Arkade 5 carries, and the one in the public collection of schemas (both version 5.0). They differ in
whether PRONOM's numbers have elements of their own, and in whether an entry must name a correspondent; what passes here passes
in both. Here stands, in short, what it demands of the units that kontroll
writes: `navn:type`, with `?` for what may be left out, `*` for none or more and `+` for one or more, in the order it must come.
`schema` makes an XSD of it. What kontroll never writes is left out, except where its order is of use.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

NAMESPACE = "http://www.arkivverket.no/standarder/noark5/arkivstruktur"

_MADE = "opprettetDato:dateTime opprettetAv:string"
_ENDED = "avsluttetDato:dateTime avsluttetAv:string"
_UNITS = {
    "arkiv": f"systemID tittel beskrivelse? arkivstatus?:arkivstatus dokumentmedium?:medium oppbevaringssted* {_MADE} {_ENDED} "
    "arkivskaper+:arkivskaper arkivdel+:arkivdel",
    "arkivskaper": "arkivskaperID arkivskaperNavn beskrivelse?",
    "arkivdel": f"systemID tittel beskrivelse? arkivdelstatus:arkivdelstatus dokumentmedium?:medium oppbevaringssted* {_MADE} "
    f"{_ENDED} arkivperiodeStartDato?:date arkivperiodeSluttDato?:date referanseForloeper? referanseArvtaker? "
    "kassasjon?:kassasjon skjerming?:skjerming | klassifikasjonssystem*:klassifikasjonssystem mappe*:mappe",
    "klassifikasjonssystem": f"systemID klassifikasjonstype? tittel beskrivelse? {_MADE} avsluttetDato?:dateTime avsluttetAv? "
    "klasse+:klasse",
    "klasse": f"systemID klasseID tittel beskrivelse? noekkelord* {_MADE} avsluttetDato?:dateTime avsluttetAv? "
    "kassasjon?:kassasjon skjerming?:skjerming | klasse*:klasse mappe*:mappe",
    "mappe": f"systemID mappeID tittel offentligTittel? beskrivelse? noekkelord* dokumentmedium?:medium oppbevaringssted* "
    f"{_MADE} {_ENDED} referanseArkivdel* virksomhetsspesifikkeMetadata?:any kassasjon?:kassasjon skjerming?:skjerming "
    "| mappe*:mappe registrering*:registrering",
    "saksmappe<mappe": "saksaar:integer sakssekvensnummer:integer saksdato:date administrativEnhet saksansvarlig journalenhet? "
    "saksstatus:saksstatus",
    "registrering": f"systemID {_MADE} arkivertDato:dateTime arkivertAv referanseArkivdel* kassasjon?:kassasjon "
    "skjerming?:skjerming dokumentbeskrivelse*:dokumentbeskrivelse registreringsID? tittel offentligTittel? beskrivelse? "
    "noekkelord* forfatter* dokumentmedium?:medium oppbevaringssted* virksomhetsspesifikkeMetadata?:any "
    "korrespondansepart+:korrespondansepart",
    "journalpost<registrering": "journalaar:integer journalsekvensnummer:integer journalpostnummer:integer "
    "journalposttype:journalposttype journalstatus:journalstatus journaldato:date dokumentetsDato?:date mottattDato?:dateTime "
    "sendtDato?:dateTime forfallsdato?:date offentlighetsvurdertDato?:date antallVedlegg?:integer",
    "korrespondansepart": "korrespondanseparttype:parttype korrespondansepartNavn administrativEnhet? saksbehandler?",
    "dokumentbeskrivelse": f"systemID dokumenttype dokumentstatus:dokumentstatus tittel beskrivelse? forfatter* {_MADE} "
    "dokumentmedium?:medium oppbevaringssted? referanseArkivdel* tilknyttetRegistreringSom:tilknyttet dokumentnummer:integer "
    "tilknyttetDato:dateTime tilknyttetAv kassasjon?:kassasjon skjerming?:skjerming dokumentobjekt*:dokumentobjekt",
    "dokumentobjekt": f"systemID versjonsnummer:integer variantformat:variant format formatDetaljer? "
    f"{_MADE} referanseDokumentfil sjekksum sjekksumAlgoritme filstoerrelse:integer",
    "kassasjon": "kassasjonsvedtak:vedtak kassasjonshjemmel? bevaringstid:integer kassasjonsdato:date",
    "skjerming": "tilgangsrestriksjon:restriksjon skjermingshjemmel skjermingMetadata+:skjermet "
    "skjermingDokument?:skjermDokument",
}  # fmt: skip
#: Words that may stand in an element.
_WORDS = {
    "arkivstatus": ("Opprettet", "Avsluttet"),
    "arkivdelstatus": ("Aktiv periode", "Overlappingsperiode", "Avsluttet periode", "Uaktuelle mapper"),
    "saksstatus": ("Under behandling", "Avsluttet", "Utgår"),
    "journalstatus": ("Journalført", "Ekspedert", "Arkivert", "Utgår"),
    "dokumentstatus": ("Dokumentet er under redigering", "Dokumentet er ferdigstilt"),
    "journalposttype": (
        "Inngående dokument", "Utgående dokument", "Organinternt dokument for oppfølging",
        "Organinternt dokument uten oppfølging", "Saksframlegg",
    ),
    "parttype": ("Avsender", "Mottaker", "Kopimottaker", "Gruppemottaker", "Intern avsender", "Intern mottaker"),
    "tilknyttet": ("Hoveddokument", "Vedlegg"),
    "medium": ("Fysisk arkiv", "Elektronisk arkiv", "Blandet fysisk og elektronisk arkiv"),
    "vedtak": ("Bevares", "Kasseres", "Vurderes senere"),
    "restriksjon": ("Unntatt offentlighet",),
    "skjermet": (
        "Skjerming klasseID", "Skjerming tittel klasse", "Skjerming tittel mappe - unntatt første linje",
        "Skjerming tittel mappe - utvalgte ord", "Skjerming navn part i sak",
        "Skjerming tittel registrering - unntatt første linje", "Skjerming tittel registrering - utvalgte ord",
        "Skjerming navn avsender", "Skjerming navn mottaker", "Skjerming tittel dokumentbeskrivelse",
        "Skjerming merknadstekst", "Midlertidig skjerming",
    ),
    "skjermDokument": ("Skjerming av hele dokumentet", "Skjerming av deler av dokumentet"),
    "variant": ("Produksjonsformat", "Arkivformat", "Dokument hvor deler av innholdet er skjermet"),
}  # fmt: skip
_TIMES = {"?": 'minOccurs="0"', "*": 'minOccurs="0" maxOccurs="unbounded"', "+": 'maxOccurs="unbounded"'}


def schema() -> etree.XMLSchema:
    """What holds a document against all of it."""
    return etree.XMLSchema(described())


def described() -> etree._Element:
    """The same as an XSD."""
    units = "".join(_unit(name, elements) for name, elements in _UNITS.items())
    words = "".join(_words(name, allowed) for name, allowed in _WORDS.items())
    return etree.fromstring(f"""
        <xs:schema xmlns="{NAMESPACE}" xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="{NAMESPACE}"
                   elementFormDefault="qualified" version="5.0">
          <xs:element name="arkiv" type="arkiv"/>{units}{words}
        </xs:schema>""")


def _unit(name: str, elements: str) -> str:
    name, _less, base = name.partition("<")
    inside = "".join(_sequence(elements))
    if base:
        inside = f'<xs:complexContent><xs:extension base="{base}">{inside}</xs:extension></xs:complexContent>'
    return f'<xs:complexType name="{name}">{inside}</xs:complexType>'


def _sequence(elements: str) -> Iterator[str]:
    """What stands after `|` are alternatives: one of them at most."""
    always, _bar, alternatives = elements.partition("|")
    choice = f"<xs:choice>{''.join(map(_element, alternatives.split()))}</xs:choice>" if alternatives else ""
    yield f"<xs:sequence>{''.join(map(_element, always.split()))}{choice}</xs:sequence>"


def _element(told: str) -> str:
    name, _colon, kind = told.partition(":")
    times = _TIMES.get(name[-1], "")
    plain = {"": "xs:string", "any": "xs:anyType", "string": "xs:string"}.get(kind, f"xs:{kind}")
    typed = kind if kind in _WORDS or kind in _UNITS else plain
    return f'<xs:element name="{name.rstrip("?*+")}" type="{typed}" {times}/>'


def _words(name: str, words: tuple[str, ...]) -> str:
    allowed = "".join(f'<xs:enumeration value="{word}"/>' for word in words)
    return f'<xs:simpleType name="{name}"><xs:restriction base="xs:string">{allowed}</xs:restriction></xs:simpleType>'
