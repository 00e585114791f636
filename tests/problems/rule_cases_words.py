"""Mistakes in the words, dates and versions of a rule file."""

from .case import INCOMPLETE, NOTICE, STOPS, Case, changed
from .sound_rules import UNIT_FILE, UNIT_RULE


def _rule(name: str, change: dict[str, str], *says: str, gravity: object = STOPS) -> Case:
    assert gravity in (STOPS, INCOMPLETE, NOTICE)
    return Case(name, UNIT_FILE, changed(UNIT_RULE, change), says, gravity)  # type: ignore[arg-type]


WORDS = [
    _rule("type er feilskrevet", {"type: avvik": "type: ▸aviik"}, "«aviik» + «avvik»"),
    _rule("type på engelsk", {"type: avvik": "type: ▸deviation"}, "«deviation» + avvik"),
    _rule("type med stor bokstav", {"type: avvik": "type: ▸Avvik"}, "«Avvik» + «avvik»"),
    _rule("type er en liste", {"type: avvik": "type: ▸[avvik]"}, "liste + avvik"),
    _rule("status på engelsk", {"status: utkast": "status: ▸draft"}, "«draft» + «utkast»"),
    _rule("status med mellomrom", {"status: utkast": "status: ▸i bruk"}, "«i bruk» + «i_bruk»"),
    _rule("status aktiv", {"status: utkast": "status: ▸aktiv"}, "«aktiv» + «i_bruk»"),
    _rule("alvor på engelsk", {"alvor: middels": "alvor: ▸high"}, "«high» + «høy»"),
    _rule("alvor medium", {"alvor: middels": "alvor: ▸medium"}, "«medium» + «middels»"),
    _rule("alvor som tall", {"alvor: middels": "alvor: ▸3"}, "«3» + lav"),
    _rule("id med store bokstaver", {"id: okonomi-001": "id: ▸Okonomi-001"}, "«Okonomi-001» + okonomi-001"),
    _rule("id med ø", {"id: okonomi-001": "id: ▸økonomi-001"}, "«økonomi-001» + okonomi-001"),
    _rule("id med mellomrom", {"id: okonomi-001": "id: ▸okonomi 001"}, "«okonomi 001»"),
    _rule("id er ikke filnavnet", {"id: okonomi-001": "id: ▸okonomi-002"}, "«okonomi-002» + «okonomi-001»"),
    _rule("navn er tomt", {"navn: Merforbruk to måneder på rad": 'navn: ▸""'}, "tom"),
    _rule("navn er en liste", {"navn: Merforbruk to måneder på rad": "navn: ▸[Merforbruk]"}, "liste + tekst"),
    _rule("ja på engelsk", {"avvik: ja": "avvik: ▸yes"}, "«yes» + ja"),
    _rule("ja som true", {"avvik: ja": "avvik: ▸true"}, "«true» + ja"),
    _rule("Ja med stor bokstav", {"avvik: ja": "avvik: ▸Ja"}, "«Ja» + ja"),
    _rule("frist uten enhet", {"frist: 10 arbeidsdager": "frist: ▸10"}, "«10» + arbeidsdager"),
    _rule("frist i uker", {"frist: 10 arbeidsdager": "frist: ▸2 uker"}, "«2 uker» + arbeidsdager"),
    _rule("frist i dager", {"frist: 10 arbeidsdager": "frist: ▸10 dager"}, "«10 dager» + arbeidsdager"),
    _rule("venter er negativ", {"venter: 0": "venter: ▸-1"}, "«-1» + 0"),
    _rule("venter er et ord", {"venter: 0": "venter: ▸null_måneder"}, "«null_måneder» + helt tall"),
    _rule("venter er et desimaltall", {"venter: 0": "venter: ▸1.5"}, "«1.5» + helt tall"),
    _rule("gjenapne har et ukjent ord", {"venter: 0": "gjenapne: ▸nysak"}, "«nysak» + «ny_sak»"),
    _rule("maks_utslag i anførselstegn", {"venter: 0": 'maks_utslag: ▸"200"'}, "200 + anførselstegn"),
    _rule("eskaler uten til", {"venter: 0": "eskaler: ▸{etter: 10 arbeidsdager}"}, "«til» + eskaler"),
    _rule("eskaler er en tekst", {"venter: 0": "eskaler: ▸overordnet"}, "«overordnet» + nøkler"),
    _rule("varsle er en tekst", {"varsle: [leder]": "varsle: ▸leder"}, "«leder» + liste"),
    _rule("varsle er tom", {"varsle: [leder]": "varsle: ▸[]"}, "«varsle» + tom"),
    _rule("tjeneste er en tekst", {"tjeneste: [skole, barnehage]": "tjeneste: ▸skole"}, "«skole» + liste"),
    _rule("tjeneste er en tom liste", {"tjeneste: [skole, barnehage]": "tjeneste: ▸[]"}, "«tjeneste» + tom"),
    _rule(
        "gjelder har en ukjent nøkkel",
        {"tjeneste: [skole, barnehage]": "▸tjenester: [skole]"},
        "«tjenester» + «tjeneste»",
    ),
    _rule(
        "gjelder er en liste",
        {"gjelder: {enhetstype: [tjenestested], tjeneste: [skole, barnehage]}": "gjelder: ▸[skole]"},
        "liste + nøkler",
    ),
    _rule("enhet uten anførselstegn", {"tjeneste: [skole, barnehage]": "enhet: [▸0301]"}, "«0301» + anførselstegn"),
    _rule("punkt 3.10 uten anførselstegn", {'punkt: "3.2"': "punkt: ▸3.10"}, "«3.10» + anførselstegn"),
    _rule(
        "hjemmel med to kilder",
        {"{reglement: okonomireglementet,": "{reglement: okonomireglementet, ▸lov: kommuneloven,"},
        "«lov» + «reglement»",
    ),
    _rule(
        "hjemmel uten kilde",
        {'{reglement: okonomireglementet, punkt: "3.2"}': '▸{punkt: "3.2"}'},
        "«lov» + «reglement»",
    ),
    _rule(
        "hjemmel med feilskrevet kilde",
        {"{reglement: okonomireglementet": "{▸reglementet: okonomireglementet"},
        "«reglementet» + «reglement»",
    ),
    _rule(
        "hjemmel er en tekst",
        {'- {reglement: okonomireglementet, punkt: "3.2"}': "- ▸kommuneloven § 25-1"},
        "kommuneloven + nøkler",
    ),
    _rule(
        "hjemmel er ikke en liste",
        {'\n  - {reglement: okonomireglementet, punkt: "3.2"}': ' ▸{lov: kommuneloven, paragraf: "25-1"}'},
        "liste",
    ),
    _rule("hjemmel med æøå-nøkkel", {'punkt: "3.2"': '▸reglementpunkt: "3.2"'}, "«reglementpunkt» + hjemmelen"),
    _rule(
        "bonusregel som åpner avvik",
        {"type: avvik": "type: bonus", "saa: {avvik: ja": "saa: {▸avvik: ja"},
        "«avvik: ja» + bonus",
        gravity=INCOMPLETE,
    ),
    _rule(
        "kontrolltiltak uten formål",
        {
            "status: utkast": "status: utkast\nkontrolltiltak: ▸{droftet: 2026-01-01, informert: 2026-01-01, varighet_til: 2026-12-31, evalueres: 2026-06-01}"
        },
        "«formaal» + kontrolltiltaket",
        gravity=INCOMPLETE,
    ),
    _rule(
        "kontrolltiltak med umulig dato",
        {
            "status: utkast": "status: utkast\nkontrolltiltak: {formaal: Hindre feil, droftet: ▸2026-02-31, informert: 2026-01-01, varighet_til: 2026-12-31, evalueres: 2026-06-01}"
        },
        "«2026-02-31» + finnes ikke",
    ),
    _rule(
        "kontrolltiltak med norsk dato",
        {
            "status: utkast": "status: utkast\nkontrolltiltak: {formaal: Hindre feil, droftet: ▸31.12.2026, informert: 2026-01-01, varighet_til: 2026-12-31, evalueres: 2026-06-01}"
        },
        "«31.12.2026» + 2026-12-31",
    ),
]

VERSIONS = [
    _rule("gyldig_fra er en dato", {"- gyldig_fra: 2026-01": "- gyldig_fra: ▸2026-01-01"}, "«2026-01-01» + 2026-01"),
    _rule("gyldig_fra er et år", {"- gyldig_fra: 2026-01": "- gyldig_fra: ▸2026"}, "«2026» + måned"),
    _rule("gyldig_fra har måned 13", {"- gyldig_fra: 2026-01": "- gyldig_fra: ▸2026-13"}, "«2026-13» + måned"),
    _rule("gyldig_fra med ett siffer", {"- gyldig_fra: 2026-01": "- gyldig_fra: ▸2026-1"}, "«2026-1» + 2026-01"),
    _rule("gyldig_fra i ord", {"- gyldig_fra: 2026-01": "- gyldig_fra: ▸januar 2026"}, "«januar 2026» + måned"),
    _rule(
        "gyldig_til er før gyldig_fra",
        {"- gyldig_fra: 2026-01": "- gyldig_fra: 2026-01\n    gyldig_til: ▸2025-12"},
        "«2025-12» + gyldig_fra",
    ),
    _rule(
        "versjoner som overlapper",
        {
            "unntak:": "  - ▸gyldig_fra: 2026-05\n    hvis: {indikator: aarsverk, er: under, verdi: 5}\nunntak:",
            "- gyldig_fra: 2026-01": "- gyldig_fra: 2026-01\n    gyldig_til: 2026-06",
        },
        "2026-05 + 2026-01 + overlapper",
    ),
    _rule(
        "to versjoner fra samme måned",
        {"unntak:": "  - ▸gyldig_fra: 2026-01\n    hvis: {indikator: aarsverk, er: under, verdi: 5}\nunntak:"},
        "2026-01 + overlapper",
    ),
    _rule(
        "hvis i en skal-regel",
        {"type: avvik": "type: skal", "    hvis:\n      alle": "    ▸hvis:\n      alle"},
        "«skal» + «hvis»",
    ),
    _rule("skal i en avvik-regel", {"    hvis:\n      alle": "    ▸skal:\n      alle"}, "«avvik» + «hvis» + «skal»"),
    _rule(
        "både hvis og skal",
        {"    saa: {avvik": "    ▸skal: {indikator: aarsverk, er: over, verdi: 1}\n    saa: {avvik"},
        "«skal» + «hvis»",
    ),
    _rule("versjonen er en tekst", {"versjoner:\n": "versjoner:\n  - ▸fra 2026\n"}, "«fra 2026» + versjonen"),
    _rule("versjoner er ikke en liste", {"  - gyldig_fra: 2026-01": "    ▸gyldig_fra: 2026-01"}, "liste"),
    _rule(
        "saa er en liste",
        {
            "saa: {avvik: ja, varsle: [leder], sak: oppfolging, frist: 10 arbeidsdager, venter: 0}": "saa: ▸[avvik, varsle]"
        },
        "liste + nøkler",
    ),
    _rule(
        "saa er ja",
        {"saa: {avvik: ja, varsle: [leder], sak: oppfolging, frist: 10 arbeidsdager, venter: 0}": "saa: ▸ja"},
        "«ja» + nøkler",
    ),
    _rule("feilskrevet nøkkel i saa", {"frist: 10 arbeidsdager": "▸frst: 10 arbeidsdager"}, "«frst» + «frist»"),
    _rule("unntak som ikke er en liste", {"unntak:\n  - id: ny-enhet": "unntak:\n    ▸id: ny-enhet"}, "liste"),
    _rule(
        "merke på engelsk i et vilkår",
        {"er: under, verdi: 0,": "er: under, verdi: 0, ▸label: minus,"},
        "«label» + «merke»",
    ),
]

CASES = WORDS + VERSIONS
