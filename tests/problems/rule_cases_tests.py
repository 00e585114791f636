"""Mistakes in the worked examples under `tester` in a rule file."""

from kontroll.domain.problem import Gravity

from .case import INCOMPLETE, STOPS, Case, changed
from .sound_rules import RECORD_FILE, RECORD_RULE, UNIT_FILE, UNIT_RULE


def _test(name: str, change: dict[str, str], *says: str) -> Case:
    return Case(name, UNIT_FILE, changed(UNIT_RULE, change), says)


def _record_test(name: str, change: dict[str, str], *says: str, gravity: Gravity = STOPS) -> Case:
    return Case(name, RECORD_FILE, changed(RECORD_RULE, change), says, gravity)


TESTS = [
    _test("test uten navn", {"  - navn: to måneder under null\n    serie": "  - ▸serie"}, "«navn» + testen"),
    _test(
        "test uten forventet",
        {"  - navn: to måneder under null": "  - ▸navn: to måneder under null", "    forventet: sann\n": ""},
        "«forventet» + testen",
    ),
    _test("forventet sant", {"forventet: sann": "forventet: ▸sant"}, "«sant» + «sann»"),
    _test("forventet true", {"forventet: sann": "forventet: ▸true"}, "«true» + «sann»"),
    _test("forventet ja", {"forventet: sann": "forventet: ▸ja"}, "«ja» + sann"),
    _test("forventet oppfylt", {"forventet: sann": "forventet: ▸oppfylt"}, "«oppfylt» + «sann»"),
    _test("forventet usan i en liste", {"forventet: sann": "forventet: [sann, ▸usan]"}, "«usan» + «usann»"),
    _test("forventet er tom liste", {"forventet: sann": "forventet: ▸[]"}, "«forventet» + tom"),
    _test("forventet per post i en regel om enheter", {"forventet: sann": "forventet: ▸{B1: sann}"}, "poster"),
    _test("måned i testen er en dato", {"    maaned: 2026-10": "    maaned: ▸2026-10-01"}, "«2026-10-01» + 2026-10"),
    _test("måned i testen i ord", {"    maaned: 2026-10": "    maaned: ▸oktober 2026"}, "«oktober 2026» + 2026-10"),
    _test("serie med komma", {'okonomi_avvik: "-1 -2"': 'okonomi_avvik: ▸"-1, -2"'}, "«-1, -2» + eldst"),
    _test("serie med desimalkomma", {'okonomi_avvik: "-1 -2"': 'okonomi_avvik: ▸"-1,5 -2"'}, "«-1,5 -2» + punktum"),
    _test("serie er en liste", {'okonomi_avvik: "-1 -2"': "okonomi_avvik: ▸[-1, -2]"}, "liste + serie"),
    _test("serie med ord", {'okonomi_avvik: "-1 -2"': 'okonomi_avvik: ▸"-1 mangler"'}, "«-1 mangler» + _"),
    _test(
        "serie for ukjent indikator",
        {'okonomi_avvik: "-1 -2"': '▸okonomiavvik: "-1 -2"'},
        "«okonomiavvik» + «okonomi_avvik»",
    ),
    _test(
        "serie er en tekst",
        {'{okonomi_avvik: "-1 -2", brukertilfredshet: "3", aarsverk: "10"}': '▸"-1 -2"'},
        "serie + nøkler",
    ),
    _test("ambisjon med æøå", {"{gronn: 5, gul: 4}": "{▸grønn: 5, gul: 4}"}, "«grønn» + «gronn»"),
    _test("ambisjon er et tall", {"{gronn: 5, gul: 4}": "▸5"}, "«5» + ambisjonen"),
    _test("ambisjon med tekst", {"{gronn: 5, gul: 4}": "{gronn: ▸fem, gul: 4}"}, "«fem» + tall"),
    _test(
        "ambisjon for ukjent indikator",
        {"ambisjon: {brukertilfredshet": "ambisjon: {▸brukertilfreds"},
        "«brukertilfreds» + «brukertilfredshet»",
    ),
    _test("parametre i testen er ukjent", {"    maaned: 2026-10": "    parametre: {▸terskel: 5}"}, "«terskel»"),
    _test(
        "parametre i testen er tekst", {"    maaned: 2026-10": "    parametre: {innkjop.terskel: ▸fem}"}, "«fem» + tall"
    ),
    _test("rivaler er en blokk", {"    maaned: 2026-10": "    rivaler: ▸{serie: {}}"}, "liste"),
    _test(
        "rival med ukjent nøkkel",
        {"    maaned: 2026-10": "    rivaler: [{▸serier: {okonomi_avvik: 1}}]"},
        "«serier» + «serie»",
    ),
    _test("poster i en regel om enheter", {"    maaned: 2026-10": "    poster: ▸[{bilag: B1}]"}, "grunnlag"),
    _test(
        "poster i ukjent datasett", {"    maaned: 2026-10": "    poster: {▸fakturaer: []}"}, "«fakturaer» + «faktura»"
    ),
    _test(
        "enhet i testen med ukjent nøkkel",
        {"    maaned: 2026-10": "    enhet: {▸tjenste: skole}"},
        "«tjenste» + «tjeneste»",
    ),
    _test("tester er en blokk", {"  - navn: to måneder under null": "    ▸navn: to måneder under null"}, "liste"),
    _test("en test er en tekst", {"tester:\n": "tester:\n  - ▸alt virker\n"}, "«alt virker» + testen"),
    _test(
        "antall i testen er desimaltall",
        {"    maaned: 2026-10": '    antall: {brukertilfredshet: ▸"4.5"}'},
        "«4.5» + hele",
    ),
    _record_test("post med ukjent felt", {"belop: 100}": "▸beløp: 100}"}, "«beløp» + «belop»"),
    _record_test("post der verdien er en liste", {"belop: 100}": "belop: ▸[100]}"}, "liste"),
    _record_test("post er en tekst", {"{bilag: B1, fakturadato: 2026-10-05, belop: 100}": "▸B1"}, "posten + nøkler"),
    _record_test("forventet uten nøkler", {"forventet: {B1: sann}": "forventet: ▸sann"}, "hver post"),
    _record_test(
        "forventet for en post som ikke er der",
        {"forventet: {B1: sann}": "forventet: {▸B2: sann}"},
        "«B2» + «B1»",
        gravity=INCOMPLETE,
    ),
    _record_test("forventet brudd", {"forventet: {B1: sann}": "forventet: {B1: ▸brudd}"}, "«brudd» + «usann»"),
]

CASES = TESTS
