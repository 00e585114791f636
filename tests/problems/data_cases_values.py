"""Mistakes in the rows of maalinger: one cell or one row is wrong, and the rest of the file is read as usual."""

from .case import Case
from .sound_data import VALUES_FILE, rows_added


def _value(name: str, row: str, *says: str) -> Case:
    return rows_added(name, VALUES_FILE, row, *says)


#: Texts that are no number, as they come out of real systems.
_NO_NUMBERS = {
    "bokstaven O i tallet": "12O000",
    "bokstaven l i tallet": "l2",
    "tusenpunktum og desimalkomma": "1.234,56",
    "tusenkomma og desimalpunktum": "1,234.56",
    "to komma": "1,2,3",
    "prosenttegn": "8,2 %",
    "kr bak": "1200 kr",
    "kr foran": "kr 1200",
    "komma og strek": "1200,-",
    "Excel-feil REF": "#REF!",
    "Excel-feil DIV": "#DIV/0!",
    "Excel-feil N/A": "#N/A",
    "Excel-feil VERDI": "#VERDI!",
    "for smal kolonne i Excel": "########",
    "eksponent fra Excel": "1,2E+06",
    "eksponent med lite tall": "1E-05",
    "minus foran og bak": "-5-",
    "to minus": "--5",
    "minus i parentes": "(5)",
    "strek for ingenting": "-",
    "bare et komma": ",",
    "et spørsmålstegn": "?",
    "ikke tilgjengelig": "n/a",
    "NULL fra databasen": "NULL",
    "NaN fra et skript": "NaN",
    "uendelig": "inf",
    "en dato": "2026-09-30",
    "et klokkeslett": "7:30",
    "en formel": "=A1+B1",
    "et tall i ord": "syv",
    "ca. foran": "ca 7",
    "mindre enn": "<5",
    "et intervall": "5-7",
    "en brøk": "1/2",
    "for mange sifre": "123456789012345678901234567890",
    "et altfor stort tall": "9999999999999999",
    "arabiske sifre": "٣",
    "hevet skrift": "m²",
    "bindestrek i stedet for null": "–",
    "apostrof fra Excel": "'7",
}

NUMBERS = [_value(f"måling: {name}", f"A;okonomi_avvik;2026-10;{text};", "verdi") for name, text in _NO_NUMBERS.items()]

_NO_COUNTS = {
    "negativt": "-3",
    "desimaltall": "4,5",
    "i ord": "førti",
    "med tilde": "~40",
    "Excel-feil": "#REF!",
    "prosent": "40%",
    "intervall": "30-40",
    "for stort": "99999999999999999999",
}
COUNTS = [_value(f"antall {name}", f"A;sykefravaer;2026-10;7;{text}", "antall") for name, text in _NO_COUNTS.items()]

_NO_MONTHS = {
    "i ord": "oktober 2026",
    "med stor bokstav": "Oktober 2026",
    "forkortet": "okt.26",
    "som dato": "2026-10-01",
    "som norsk dato": "01.10.2026",
    "som tertial": "2026-T3",
    "som år": "2026",
    "med punktum": "2026.10",
    "baklengs": "10-2026",
    "med ett siffer": "2026-9",
    "måned 13": "2026-13",
    "måned 0": "2026-00",
    "uten strek": "202610",
    "som Excel-tall": "46296",
    "som kvartal": "2026-Q4",
    "som uke": "2026-W40",
    "tom": "",
    "med lang strek": "2026–10",
    "år 0": "0000-10",
}
_NO_TERTIALS = {
    "fire": "2026-T4",
    "null": "2026-T0",
    "uten strek": "2026T2",
    "liten t": "2026-t2",
    "i ord": "2. tertial 2026",
    "som måned": "2026-08",
    "baklengs": "T2-2026",
}
_NO_YEARS = {"som måned": "2026-12", "to siffer": "26", "skoleår": "2025/2026", "som tertial": "2026-T3"}
PERIODS = [
    *[
        _value(
            f"måned {n}",
            f"A;okonomi_avvik;{text};1;",
            "periode",
        )
        for n, text in _NO_MONTHS.items()
    ],
    *[_value(f"tertial {n}", f"A;ventetid;{text};1;", "periode + 2026-T2") for n, text in _NO_TERTIALS.items()],
    *[_value(f"år {n}", f"A;svarprosent;{text};1;10", "periode + 2026") for n, text in _NO_YEARS.items()],
]

PLACING = [
    _value("ukjent indikator med nær nabo", "A;okonomiavvik;2026-10;1;", "«okonomiavvik» + «okonomi_avvik»"),
    _value("indikatorens navn i stedet for id", "A;Sykefravær;2026-10;1;", "«Sykefravær» + «sykefravaer»"),
    _value("indikator uten nær nabo", "A;vannforbruk;2026-10;1;", "«vannforbruk»"),
    _value("indikator er tom", "A;;2026-10;1;", "indikator"),
    _value("enhet er tom", ";okonomi_avvik;2026-10;1;", "enhet"),
    _value("en beregnet indikator er levert", "A;fakturasum;2026-10;1;", "«fakturasum» + beregnes"),
    _value("måling med for mange felter", "A;okonomi_avvik;2026-10;1;2;3", "flere felter"),
    _value("desimalkomma i en kommadelt rad blir et felt for mye", "A;okonomi_avvik;2026-10;1;;5", "flere felter"),
    _value("kolonnene er byttet om i én rad", "okonomi_avvik;A;2026-10;1;", "indikator"),
    _value("anførselstegn som aldri lukkes", 'A;okonomi_avvik;2026-10;"1;', "anførselstegn"),
    _value("overskriften er gjentatt", "enhet;indikator;periode;verdi;antall", "indikator"),
    _value("en sumrad nederst", "Sum;;;123;", "indikator"),
    _value("en merknad nederst", "Kilde: Visma 2026-10-12;;;;", "indikator"),
    _value(
        "tre gale målinger",
        "A;okonomi_avvik;2026-10;x1;\nA;okonomiavvik;2026-10;1;\nA;ventetid;2026-T9;1;",
        "verdi",
        "«okonomiavvik»",
        "periode",
    ),
    _value("raden er for kort", "A;okonomi_avvik;2026-10", "færre felter"),
    _value("filen er klippet av midt i en rad", "▸▸A;okonomi_av", "færre felter", "«okonomi_av»"),
    _value("enheten finnes ikke, med nær nabo", "AA;okonomi_avvik;2026-10;1;", "«AA» + «A»"),
    _value("enheten med små bokstaver", "a;okonomi_avvik;2026-10;1;", "«a» + «A»"),
]

CASES = NUMBERS + COUNTS + PERIODS + PLACING
