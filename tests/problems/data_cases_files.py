"""Files of a data folder that are not what they should be: headings, kinds, names and places."""

from __future__ import annotations

from .case import INCOMPLETE, NOTICE, STOPS, At, Case
from .sound_data import (
    AMBITIONS,
    AMBITIONS_FILE,
    INVOICE_FILE,
    INVOICES,
    ORGANISATION,
    PERSONS,
    PERSONS_FILE,
    PURCHASE_FILE,
    PURCHASES,
    UNITS_FILE,
    VALUES,
    VALUES_FILE,
)

WHOLE: At = (0, 0)
TOP: At = (1, 0)
#: What a file takes with it when it cannot be read.
TABLE_OF = {
    UNITS_FILE: ("organisasjon",),
    PERSONS_FILE: ("personer",),
    VALUES_FILE: ("maalinger",),
    AMBITIONS_FILE: ("ambisjoner",),
    INVOICE_FILE: ("faktura",),
    PURCHASE_FILE: ("kjop",),
}


def _file(name: str, file: str, content: str | bytes, *says: str, at: At = TOP) -> Case:
    """The whole file is refused; only the organisation stops everything."""
    gravity = STOPS if file == UNITS_FILE else INCOMPLETE
    return Case(name, file, content, says, gravity, at=(at,), lost=TABLE_OF[file])


def _stranger(name: str, file: str, content: str | bytes, *says: str, named: str | None = None) -> Case:
    return Case(name, file, content, says, NOTICE, at=(WHOLE,), named=named)


HEADINGS = [
    _file("målinger uten verdi", VALUES_FILE, VALUES.replace(";verdi;", ";"), "kolonnen «verdi» mangler"),
    _file("målinger uten periode", VALUES_FILE, VALUES.replace(";periode;", ";"), "«periode»"),
    _file("målinger med Verdi (tall)", VALUES_FILE, VALUES.replace(";verdi;", ";Verdier;"), "«verdi» + «Verdier»"),
    _file(
        "målinger med måned i stedet for periode",
        VALUES_FILE,
        VALUES.replace(";periode;", ";måned;"),
        "«periode» + første linje",
    ),
    _file(
        "målinger med engelske overskrifter",
        VALUES_FILE,
        VALUES.replace("enhet;indikator;periode;verdi", "unit;indicator;period;value"),
        "«enhet» + «indikator» + «indicator»",
    ),
    _file("målinger uten overskrift", VALUES_FILE, VALUES.split("\n", 1)[1], "«enhet» + første linje"),
    _file(
        "målinger med tittel over tabellen",
        VALUES_FILE,
        "Rapport for september;;;;\n" + VALUES,
        "«enhet» + første linje",
    ),
    _file("målinger skilt med loddrett strek", VALUES_FILE, VALUES.replace(";", "|"), "semikolon"),
    _file("målinger skilt med mellomrom", VALUES_FILE, VALUES.replace(";", " "), "semikolon"),
    _file("målinger skilt med kolon", VALUES_FILE, VALUES.replace(";", ":"), "semikolon"),
    _file(
        "målinger der overskriften har et annet skilletegn",
        VALUES_FILE,
        VALUES.replace("enhet;indikator;periode;verdi;antall", "enhet:indikator:periode:verdi:antall"),
        "semikolon",
    ),
    _file(
        "målinger der månedene står bortover",
        VALUES_FILE,
        "enhet;indikator;2026-08;2026-09\nA;okonomi_avvik;1;2\n",
        "«periode» + «verdi»",
    ),
    _file(
        "målinger der hele linjen står i anførselstegn",
        VALUES_FILE,
        "\n".join(f'"{line}"' for line in VALUES.split("\n")),
        "semikolon",
    ),
    _file("organisasjon uten enhet", UNITS_FILE, ORGANISATION.replace("enhet;", "kode;", 1), "«enhet»"),
    _file(
        "organisasjon med Enhets-ID", UNITS_FILE, ORGANISATION.replace("enhet;", "enhetID;", 1), "«enhet» + «enhetID»"
    ),
    _file("personer uten person_id", PERSONS_FILE, PERSONS.replace("person_id", "ansattnr"), "«person_id»"),
    _file(
        "ambisjoner med grønn i to ord",
        AMBITIONS_FILE,
        AMBITIONS.replace("gronn", "grønn grense"),
        "«gronn» + «grønn grense»",
    ),
    _file("ambisjoner uten år", AMBITIONS_FILE, AMBITIONS.replace(";aar;", ";"), "«aar»"),
    _file("ambisjoner med periode", AMBITIONS_FILE, AMBITIONS.replace(";aar;", ";periode;"), "«aar»"),
    _file("faktura uten beløp", INVOICE_FILE, INVOICES.replace(";belop;", ";sum;"), "«belop»"),
    _file(
        "faktura med æøå-avvik i overskriften",
        INVOICE_FILE,
        INVOICES.replace(";belop;", ";beløpet;"),
        "«belop» + «beløpet»",
    ),
    _file("faktura uten personfeltet", INVOICE_FILE, INVOICES.replace(";attestant;", ";;"), "«attestant»"),
    _file("kjøp med feltets id i stedet for overskriften", PURCHASE_FILE, PURCHASES.replace("BELØP", "SUM"), "«BELØP»"),
    Case(
        "to kolonner med samme overskrift",
        VALUES_FILE,
        VALUES.replace("verdi;antall", "verdi;verdi"),
        ("«verdi» + to ganger",),
        NOTICE,
        at=(TOP,),
        lost=("maalinger",),
    ),
]

KINDS = [
    _file("målinger er en tom fil", VALUES_FILE, b"", "tom", at=WHOLE),
    _file("målinger har bare blanke linjer", VALUES_FILE, b"\n \n\r\n", "tom", at=WHOLE),
    _file("målinger er bare et tegnsettmerke", VALUES_FILE, b"\xef\xbb\xbf", "tom", at=WHOLE),
    _file("organisasjon er en tom fil", UNITS_FILE, b"", "tom", at=WHOLE),
    _file(
        "målinger er et bilde", VALUES_FILE, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)), "tekstfil", at=WHOLE
    ),
    _file(
        "målinger er en arbeidsbok som heter .csv",
        VALUES_FILE,
        b"PK\x03\x04\x14\0\x06\0" + bytes(300),
        ".xlsx",
        at=WHOLE,
    ),
    _file(
        "målinger er en gammel arbeidsbok som heter .csv",
        VALUES_FILE,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(300),
        ".xls + .xlsx",
        at=WHOLE,
    ),
    _file("målinger er en PDF", VALUES_FILE, b"%PDF-1.7\n%\xe2\xe3\n" + bytes(range(256)), "PDF", at=WHOLE),
    _file(
        "målinger er en nettside",
        VALUES_FILE,
        b"<!DOCTYPE html><html><body>Logg inn</body></html>",
        "nettside",
        at=WHOLE,
    ),
    _file("målinger er JSON", VALUES_FILE, b'[{"enhet": "A", "verdi": 1}]', "JSON", at=WHOLE),
    _file("målinger er XML fra lønnssystemet", VALUES_FILE, b'<?xml version="1.0"?><maalinger/>', "XML", at=WHOLE),
    _file("målinger er UTF-16 uten merke", VALUES_FILE, VALUES.encode("utf-16-le"), "tekstfil + UTF-8", at=WHOLE),
    _file("målinger er UTF-32", VALUES_FILE, VALUES.encode("utf-32-le"), "tekstfil", at=WHOLE),
    _file("målinger er en feilmelding", VALUES_FILE, b"ORA-00942: tabellen finnes ikke\n", "«enhet»"),
    _file("faktura er bare overskriften fra feil system", INVOICE_FILE, b"id;sum;tekst\n", "«bilag» + «fakturadato»"),
    Case(
        "organisasjon har bare overskriften",
        UNITS_FILE,
        ORGANISATION.split("\n")[0] + "\n",
        ("uten enheter",),
        NOTICE,
        at=(WHOLE,),
        lost=("organisasjon",),
    ),
]

NAMES = [
    _stranger("organisajon.csv", "organisajon.csv", ORGANISATION, "«organisajon.csv» + «organisasjon.csv»"),
    _stranger(
        "Organisasjon (2).csv", "organisasjon (2).csv", ORGANISATION, "«organisasjon (2).csv» + «organisasjon.csv»"
    ),
    _stranger("person.csv", "person.csv", PERSONS, "«person.csv» + «personer.csv»"),
    _stranger("ambisjon.csv", "ambisjon.csv", AMBITIONS, "«ambisjon.csv» + «ambisjoner.csv»"),
    _stranger("regnskap.xlsx på toppen", "regnskap.xlsx", b"PK", "«regnskap.xlsx» + organisasjon.csv"),
    _stranger("mappen målinger", "målinger/2026-10.csv", VALUES, "«målinger» + «maalinger»", named="målinger"),
    _stranger("mappen malinger", "malinger/2026-10.csv", VALUES, "«malinger» + «maalinger»", named="malinger"),
    _stranger("maalinger.csv på toppen", "maalinger.csv", VALUES, "«maalinger.csv» + mappen «maalinger»"),
    _stranger("organisasjon.xls", "organisasjon.xls", b"\xd0\xcf\x11\xe0", ".xls + .xlsx"),
    _stranger("målinger i .xls", "maalinger/oktober.xls", b"\xd0\xcf\x11\xe0", ".xls + .xlsx"),
    _stranger("målinger i .ods", "maalinger/oktober.ods", b"PK", ".ods + .xlsx"),
    _stranger("målinger i .xlsm", "maalinger/oktober.xlsm", b"PK", ".xlsm + .xlsx"),
    _stranger("målinger i .pdf", "maalinger/oktober.pdf", b"%PDF", ".pdf + .csv"),
    _stranger("målinger uten endelse", "maalinger/oktober", VALUES, "uten endelse"),
    _stranger("målinger pakket som .zip", "maalinger/oktober.zip", b"PK", ".zip"),
    _stranger(
        "målinger i en undermappe", "maalinger/2025/oktober.csv", VALUES, "«2025» + mappe", named="maalinger/2025"
    ),
    _stranger(
        "en mappe som heter oktober.csv",
        "maalinger/oktober.csv/x.csv",
        VALUES,
        "«oktober.csv» + mappe",
        named="maalinger/oktober.csv",
    ),
    _stranger("faktura rett i datasett", "datasett/faktura.csv", INVOICES, "datasett/faktura/"),
    _stranger("faktura med dato rett i datasett", "datasett/faktura-2026-10.csv", INVOICES, "datasett/faktura/"),
    _stranger(
        "datasettet fakturaer",
        "datasett/fakturaer/alle.csv",
        INVOICES,
        "«fakturaer» + «faktura»",
        named="datasett/fakturaer",
    ),
    _stranger(
        "et datasett som ikke er beskrevet",
        "datasett/vannmåling/alle.csv",
        INVOICES,
        "«vannmåling» + rules/datasett",
        named="datasett/vannmåling",
    ),
    _stranger(
        "faktura i en undermappe",
        "datasett/faktura/2025/jan.csv",
        INVOICES,
        "«2025» + mappe",
        named="datasett/faktura/2025",
    ),
    _stranger("faktura i .json", "datasett/faktura/alle.json", b"[]", ".json"),
]

CASES = HEADINGS + KINDS + NAMES
