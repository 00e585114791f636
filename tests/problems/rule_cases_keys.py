"""Mistakes in the keys of a rule file: what a case handler types wrong on an ordinary day."""

from .case import INCOMPLETE, NOTICE, STOPS, Case, changed
from .sound_rules import UNIT_FILE, UNIT_RULE


def _rule(name: str, change: dict[str, str], *says: str, gravity: object = STOPS) -> Case:
    assert gravity in (STOPS, INCOMPLETE, NOTICE)
    return Case(name, UNIT_FILE, changed(UNIT_RULE, change), says, gravity)  # type: ignore[arg-type]


KEYS = [
    _rule("navn er skrevet nvn", {"navn: Merforbruk": "▸nvn: Merforbruk"}, "«nvn» + «navn»", gravity=STOPS),
    _rule("id er skrevet ID", {"id: okonomi-001": "▸ID: okonomi-001"}, "«ID» + «id»"),
    _rule("nøkkel med stor forbokstav", {"type: avvik": "▸Type: avvik"}, "«Type» + «type»"),
    _rule("engelsk nøkkel name", {"navn: Merforbruk": "▸name: Merforbruk"}, "«name» + «navn»"),
    _rule("engelsk nøkkel severity", {"alvor: middels": "▸severity: middels"}, "«severity» + «alvor»"),
    _rule("engelsk nøkkel tests", {"tester:": "▸tests:"}, "«tests» + «tester»"),
    _rule("engelsk nøkkel exceptions", {"unntak:": "▸exceptions:"}, "«exceptions» + «unntak»"),
    _rule("nøkkel med å", {"    saa: {": "    ▸så: {"}, "«så» + «saa»"),
    _rule("nøkkel med æøå i testen", {"    maaned: 2026-10": "    ▸måned: 2026-10"}, "«måned» + «maaned»"),
    _rule("hjemmel i flertall", {"hjemmel:\n": "▸hjemler:\n"}, "«hjemler» + «hjemmel»"),
    _rule("versjon i entall", {"versjoner:": "▸versjon:"}, "«versjon» + «versjoner»"),
    _rule(
        "gyldig fra uten understrek", {"- gyldig_fra: 2026-01": "- ▸gyldigfra: 2026-01"}, "«gyldigfra» + «gyldig_fra»"
    ),
    _rule(
        "gyldig-fra med bindestrek", {"- gyldig_fra: 2026-01": "- ▸gyldig-fra: 2026-01"}, "«gyldig-fra» + «gyldig_fra»"
    ),
    _rule("hvis er skrevet if", {"    hvis:\n": "    ▸if:\n"}, "«if» + «hvis»"),
    _rule("hvis er skrevet vis", {"    hvis:\n": "    ▸vis:\n"}, "«vis» + «hvis»"),
    _rule("ukjent nøkkel uten nærmeste", {"status: utkast": "status: utkast\n▸prioritet: 1"}, "«prioritet» + alvor"),
    _rule(
        "nøkkel som hører til et annet sted",
        {"status: utkast": "status: utkast\n▸frist: 10 arbeidsdager"},
        "«frist» + «saa»",
    ),
    _rule("paa_rad på rotnivå", {"status: utkast": "status: utkast\n▸paa_rad: 2"}, "«paa_rad» + «hvis»"),
    _rule(
        "hvis står utenfor versjonen",
        {
            "versjoner:\n  - gyldig_fra: 2026-01\n    hvis:\n      alle:\n        - {indikator: okonomi_avvik, er: under, verdi: 0, paa_rad: 2}\n        - {indikator: brukertilfredshet, farge: [gul, rød]}\n    saa: {avvik: ja, varsle: [leder], sak: oppfolging, frist: 10 arbeidsdager, venter: 0}": "versjoner:\n  - gyldig_fra: 2026-01\n▸hvis: {indikator: okonomi_avvik, er: under, verdi: 0}"
        },
        "«hvis» + versjonen",
    ),
    _rule("samme nøkkel to ganger", {"alvor: middels": "alvor: middels\n▸alvor: høy"}, "«alvor» + to ganger + linje 5"),
    _rule(
        "samme nøkkel to ganger i et vilkår",
        {"er: under, verdi: 0,": "er: under, verdi: 0, ▸verdi: 1,"},
        "«verdi» + to ganger",
    ),
    _rule("id mangler", {"id: okonomi-001\nnavn": "▸navn"}, "«id» + mangler"),
    _rule(
        "navn mangler",
        {"id: okonomi-001\nnavn: Merforbruk to måneder på rad": "▸id: okonomi-001"},
        "«navn» + mangler",
        gravity=INCOMPLETE,
    ),
    _rule("type mangler", {"id: okonomi-001": "▸id: okonomi-001", "type: avvik\n": ""}, "«type» + mangler"),
    _rule(
        "status mangler",
        {"id: okonomi-001": "▸id: okonomi-001", "status: utkast\n": ""},
        "«status» + mangler",
        gravity=INCOMPLETE,
    ),
    _rule(
        "alvor mangler",
        {"id: okonomi-001": "▸id: okonomi-001", "alvor: middels\n": ""},
        "«alvor» + mangler",
        gravity=INCOMPLETE,
    ),
    _rule(
        "hjemmel mangler",
        {"id: okonomi-001": "▸id: okonomi-001", 'hjemmel:\n  - {reglement: okonomireglementet, punkt: "3.2"}\n': ""},
        "«hjemmel» + mangler",
        gravity=INCOMPLETE,
    ),
    _rule(
        "hjemmel uten innhold",
        {'hjemmel:\n  - {reglement: okonomireglementet, punkt: "3.2"}': "▸hjemmel:"},
        "«hjemmel» + tom",
        gravity=INCOMPLETE,
    ),
    _rule(
        "tom liste av hjemler",
        {'hjemmel:\n  - {reglement: okonomireglementet, punkt: "3.2"}': "hjemmel: ▸[]"},
        "«hjemmel» + tom",
        gravity=INCOMPLETE,
    ),
    _rule(
        "versjoner uten innhold",
        {UNIT_RULE[UNIT_RULE.index("versjoner:") : UNIT_RULE.index("unntak:")]: "▸versjoner:\n"},
        "«versjoner» + tom",
    ),
    _rule(
        "tom liste av versjoner",
        {UNIT_RULE[UNIT_RULE.index("versjoner:") : UNIT_RULE.index("unntak:")]: "versjoner: ▸[]\n"},
        "«versjoner» + tom",
    ),
    _rule("gyldig_fra mangler", {"  - gyldig_fra: 2026-01\n    hvis:": "  - ▸hvis:"}, "«gyldig_fra» + mangler"),
    _rule(
        "hvis mangler",
        {UNIT_RULE[UNIT_RULE.index("    hvis:\n") : UNIT_RULE.index("    saa:")]: "", "- gyldig_fra": "- ▸gyldig_fra"},
        "«hvis» + mangler",
    ),
    _rule(
        "begrunnelse for unntaket mangler",
        {"  - id: ny-enhet": "  - ▸id: ny-enhet", "    begrunnelse: Nye enheter har ikke et helt år bak seg\n": ""},
        "«begrunnelse» + unntaket",
        gravity=INCOMPLETE,
    ),
    _rule("unntaket har ikke id", {"  - id: ny-enhet\n    hvis": "  - ▸hvis"}, "«id» + unntaket"),
    _rule(
        "to unntak med samme id",
        {
            "kjente_falske": "  - ▸id: ny-enhet\n    hvis: {indikator: aarsverk, er: under, verdi: 3}\n    begrunnelse: Små enheter\nkjente_falske"
        },
        "«ny-enhet» + to unntak",
    ),
]


THREE = [
    _rule(
        "tre skrivefeil i nøkler",
        {"alvor: middels": "▸alvr: middels", "frist: 10": "▸fristt: 10", "    maaned: 2026-10": "    ▸maned: 2026-10"},
        "«alvr»",
        "«fristt»",
        "«maned»",
    ),
    _rule(
        "tre gale ord",
        {"type: avvik": "type: ▸aviik", "status: utkast": "status: ▸utkst", "alvor: middels": "alvor: ▸midels"},
        "«aviik»",
        "«utkst»",
        "«midels»",
    ),
    _rule(
        "feil i vilkår, unntak og test",
        {
            "er: under, verdi: 0,": "er: ▸undr, verdi: 0,",
            "er: under, verdi: 5": "er: under, verdi: ▸fem",
            "forventet: sann": "forventet: ▸sant",
        },
        "«undr»",
        "«fem»",
        "«sant»",
    ),
    _rule(
        "feil i gjelder, saa og navn",
        {
            "navn: Merforbruk to måneder på rad": "navn: ▸[Merforbruk]",
            "tjeneste: [skole, barnehage]": "tjeneste: ▸skole",
            "venter: 0": "venter: ▸null_",
        },
        "liste",
        "«skole»",
        "«null_»",
    ),
    _rule(
        "tre ukjente indikatorer",
        {
            "indikator: okonomi_avvik, er": "indikator: ▸okonomi_avik, er",
            "indikator: brukertilfredshet, f": "indikator: ▸brukertilfreds, f",
            "indikator: aarsverk, er": "indikator: ▸årsverk, er",
        },
        "«okonomi_avvik»",
        "«brukertilfredshet»",
        "«aarsverk»",
    ),
]

CASES = KEYS + THREE
