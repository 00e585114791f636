"""Small rules, each with tests that notice every change, and the one test without which a certain change lives on."""

from __future__ import annotations

from typing import NamedTuple

REGISTERS = {
    "indikatorer/i.yaml": """
indikatorer:
  - {id: avvik, navn: Avvik, maaleenhet: prosent, bedre_er: høyere, frekvens: måned, desimaler: 1}
  - {id: fravaer, navn: Fravær, maaleenhet: prosent, bedre_er: lavere, frekvens: måned, desimaler: 1}
  - {id: trivsel, navn: Trivsel, maaleenhet: poeng, bedre_er: høyere, frekvens: år, desimaler: 0}
""",
    "parametre/tak.yaml": """
id: tak
navn: Taket
maaleenhet: prosent
verdier: [{gyldig_fra: 2020-01-01, verdi: 8, hjemmel: [{reglement: r, punkt: "1"}]}]
""",
    "datasett/faktura.yaml": """
id: faktura
navn: Faktura
nokkel: bilag
dato: dato
enhet: ansvar
felter:
  - {id: bilag, type: tekst}
  - {id: dato, type: dato}
  - {id: ansvar, type: tekst}
  - {id: slag, type: tekst}
  - {id: leverandor, type: tekst, navn: leverandør}
  - {id: belop, type: kr, navn: beløp}
  - {id: netto, type: kr}
  - {id: betalt, type: dato}
  - {id: registrert, type: tidspunkt}
""",
    "datasett/register.yaml": """
id: register
navn: Register
nokkel: nr
felter:
  - {id: nr, type: tekst}
  - {id: leverandor, type: tekst, navn: leverandør}
  - {id: fra, type: dato}
""",
}


class Case(NamedTuple):
    """told: what is said of the change that lives when the test named «x» is taken away. bars: it stops the rule."""

    hvis: str
    tests: tuple[str, ...]
    told: str
    bars: bool = False
    records: bool = False


def enhet(hvis: str, told: str, *tests: str, bars: bool = False) -> Case:
    return Case(hvis, tests, told, bars)


def records(hvis: str, told: str, *tests: str, bars: bool = False) -> Case:
    return Case(hvis, tests, told, bars, records=True)


MISSING = '{navn: mangler, serie: {avvik: "_"}, forventet: ukjent}'
DATED = "dato: 2026-01-15"

CASES = {
    "an operator beside the limit, in the company of another requirement": enhet(
        "{alle: [{indikator: avvik, er: over, verdi: 5}, {indikator: fravaer, er: under, verdi: 8}]}",
        "«Avvik» er minst 5 prosent",
        '{navn: a, serie: {avvik: "5.1", fravaer: "7.9"}, forventet: sann}',
        '{navn: x, serie: {avvik: "5", fravaer: "7.9"}, forventet: usann}',
        '{navn: a, serie: {avvik: "5", fravaer: "8"}, forventet: usann}',
        '{navn: a, serie: {avvik: "5.1", fravaer: "8"}, forventet: usann}',
        '{navn: mangler, serie: {avvik: "_", fravaer: "7.9"}, forventet: ukjent}',
        bars=True,
    ),
    "an operator the wrong way round, where the limit decides nothing": records(
        "{minst_en: [{felt: betalt, mangler: ja}, {felt: betalt, er: etter, verdi: {felt: dato}}]}",
        "«Betalt» er før «dato»",
        f"{{navn: a, poster: [{{bilag: B1, {DATED}}}], forventet: {{B1: sann}}}}",
        f"{{navn: a, poster: [{{bilag: B1, {DATED}, betalt: 2026-01-15}}], forventet: {{B1: usann}}}}",
        f"{{navn: x, poster: [{{bilag: B1, {DATED}, betalt: 2026-01-16}}], forventet: {{B1: sann}}}}",
    ),
    "a text that is unlike": records(
        "{alle: [{felt: slag, er: lik, verdi: faktura}, {felt: belop, er: over, verdi: 100}]}",
        "«Slag» er «faktura» → tatt bort",
        "{navn: a, poster: [{bilag: B1, slag: faktura, belop: 100}], forventet: {B1: usann}}",
        "{navn: a, poster: [{bilag: B1, slag: faktura, belop: 100.01}], forventet: {B1: sann}}",
        "{navn: x, poster: [{bilag: B1, slag: utlegg, belop: 100.01}], forventet: {B1: usann}}",
        "{navn: mangler, poster: [{bilag: B1, slag: faktura}], forventet: {B1: ukjent}}",
    ),
    "a limit one step higher, where the test at it does not decide": enhet(
        "{minst_en: [{indikator: avvik, er: under, verdi: 0}, {indikator: fravaer, er: over, verdi: {parameter: tak}}]}",
        "er over grensen «Taket» (nå 8,1 prosent)",
        '{navn: a, serie: {avvik: "0", fravaer: "8"}, forventet: usann}',
        '{navn: a, serie: {avvik: "-0.1", fravaer: "8"}, forventet: sann}',
        '{navn: a, serie: {avvik: "-0.1", fravaer: "8.1"}, forventet: sann}',
        '{navn: x, serie: {avvik: "0", fravaer: "8.1"}, forventet: sann}',
        '{navn: a, serie: {avvik: "0", fravaer: "8.2"}, forventet: sann}',
        '{navn: mangler, serie: {avvik: "_", fravaer: "8"}, forventet: ukjent}',
        bars=True,
    ),
    "a limit in days": records(
        "{alle: [{felt: belop, er: over, verdi: 0}, {felt: betalt, er: etter, verdi: {felt: dato, pluss_dager: 30}}]}",
        "«Betalt» er senere enn 29 dager etter «dato»",
        f"{{navn: x, poster: [{{bilag: B1, {DATED}, belop: 1, betalt: 2026-02-14}}], forventet: {{B1: usann}}}}",
        f"{{navn: a, poster: [{{bilag: B1, {DATED}, belop: 0, betalt: 2026-02-14}}], forventet: {{B1: usann}}}}",
        f"{{navn: a, poster: [{{bilag: B1, {DATED}, belop: 0.01, betalt: 2026-02-15}}], forventet: {{B1: sann}}}}",
        f"{{navn: a, poster: [{{bilag: B1, {DATED}, belop: 0, betalt: 2026-02-15}}], forventet: {{B1: usann}}}}",
        f"{{navn: a, poster: [{{bilag: B1, {DATED}, belop: 1, betalt: 2026-01-16}}], forventet: {{B1: usann}}}}",
        f"{{navn: mangler, poster: [{{bilag: B1, {DATED}, belop: 1}}], forventet: {{B1: ukjent}}}}",
        bars=True,
    ),
    "a limit that is a share of another field": records(
        "{minst_en: [{felt: belop, er: over, verdi: {felt: netto, ganger: '1.1'}}, {felt: slag, er: lik, verdi: utlegg}]}",
        "«Beløp» er over 110 prosent av «netto» minus 0,01 kr",
        "{navn: x, poster: [{bilag: B1, belop: 110, netto: 100, slag: faktura}], forventet: {B1: usann}}",
        "{navn: a, poster: [{bilag: B1, belop: 110, netto: 100, slag: utlegg}], forventet: {B1: sann}}",
        "{navn: a, poster: [{bilag: B1, belop: 110.01, netto: 100, slag: faktura}], forventet: {B1: sann}}",
        "{navn: a, poster: [{bilag: B1, belop: 100, netto: 100, slag: faktura}], forventet: {B1: usann}}",
        "{navn: mangler, poster: [{bilag: B1, belop: 110, slag: faktura}], forventet: {B1: ukjent}}",
        bars=True,
    ),
    "one of several for all of them": enhet(
        "{minst_en: [{indikator: avvik, er: under, verdi: 0}, {indikator: fravaer, er: over, verdi: 8}]}",
        "Minst ett av disse stemmer → Alle disse stemmer",
        '{navn: a, serie: {avvik: "0", fravaer: "8"}, forventet: usann}',
        '{navn: x, serie: {avvik: "-0.1", fravaer: "8"}, forventet: sann}',
        '{navn: x, serie: {avvik: "0", fravaer: "8.1"}, forventet: sann}',
        '{navn: a, serie: {avvik: "-0.1", fravaer: "8.1"}, forventet: sann}',
        '{navn: mangler, serie: {avvik: "_", fravaer: "_"}, forventet: ukjent}',
    ),
    "one month less in a row": enhet(
        "{indikator: avvik, er: under, verdi: 0, paa_rad: 3}",
        "«Avvik» er under 0 prosent, to måneder på rad",
        '{navn: a, serie: {avvik: "0 -0.1 -0.1 -0.1"}, forventet: sann}',
        '{navn: x, serie: {avvik: "0 -0.1 -0.1"}, forventet: usann}',
        '{navn: a, serie: {avvik: "-0.1 -0.1 0"}, forventet: usann}',
        '{navn: mangler, serie: {avvik: "-0.1 _ -0.1"}, forventet: ukjent}',
    ),
    "one more of the latest months": enhet(
        "{indikator: avvik, er: under, verdi: 0, av_siste: {minst: 2, perioder: 3}}",
        "i minst to av de siste fire månedene",
        '{navn: a, serie: {avvik: "0 -0.1 -0.1 0"}, forventet: sann}',
        '{navn: x, serie: {avvik: "-0.1 -0.1 0 0"}, forventet: usann}',
        '{navn: a, serie: {avvik: "0 0 0 -0.1"}, forventet: usann}',
        '{navn: a, serie: {avvik: "0 -0.1 0 -0.1"}, forventet: sann}',
        '{navn: mangler, serie: {avvik: "-0.1 _ 0"}, forventet: ukjent}',
    ),
    "a colour more": enhet(
        "{indikator: avvik, farge: [grønn]}",
        "har fargen gul eller grønn",
        '{navn: a, serie: {avvik: "5"}, ambisjon: {avvik: {gronn: 5, gul: 0}}, forventet: sann}',
        '{navn: x, serie: {avvik: "4.9"}, ambisjon: {avvik: {gronn: 5, gul: 0}}, forventet: usann}',
        '{navn: a, serie: {avvik: "-0.1"}, ambisjon: {avvik: {gronn: 5, gul: 0}}, forventet: usann}',
        MISSING,
    ),
    "the other limit of the ambition": enhet(
        "{indikator: avvik, er: dårligere_enn, verdi: {ambisjon: gul}}",
        "er dårligere enn den grønne grensen",
        '{navn: x, serie: {avvik: "0"}, ambisjon: {avvik: {gronn: 5, gul: 0}}, forventet: usann}',
        '{navn: a, serie: {avvik: "0"}, ambisjon: {avvik: {gronn: 0, gul: 0}}, forventet: usann}',
        '{navn: a, serie: {avvik: "-0.1"}, ambisjon: {avvik: {gronn: 5, gul: 0}}, forventet: sann}',
        MISSING,
    ),
    "likeness at the top": enhet(
        "{indikator: avvik, best_blant: {}}",
        "Er flere like gode på topp, er ingen av dem best",
        '{navn: a, serie: {avvik: "5"}, rivaler: [{serie: {avvik: "4"}}], forventet: sann}',
        '{navn: x, serie: {avvik: "5"}, rivaler: [{serie: {avvik: "5"}}], forventet: sann}',
        '{navn: a, serie: {avvik: "5"}, rivaler: [{serie: {avvik: "6"}}], forventet: usann}',
        '{navn: a, serie: {avvik: "5"}, rivaler: [{serie: {avvik: "_"}}], forventet: ukjent}',
        '{navn: a, serie: {avvik: "5"}, forventet: usann}',
        '{navn: a, serie: {avvik: "5"}, rivaler: [{serie: {avvik: "4"}}, {tjeneste: kultur, serie: {avvik: "6"}}],'
        " forventet: sann}",
    ),
    "another kind of development": enhet(
        "{indikator: avvik, utvikling: {perioder: 3, metode: endepunkt}}",
        "Det er minst én måned som er bedre enn den før",
        '{navn: a, serie: {avvik: "1 1 1 2"}, forventet: sann}',
        '{navn: a, serie: {avvik: "1 2 2"}, forventet: sann}',
        '{navn: a, serie: {avvik: "0 1 1 1"}, forventet: usann}',
        '{navn: x, serie: {avvik: "1 2 1"}, forventet: usann}',
        '{navn: mangler, serie: {avvik: "1 _ 2"}, forventet: ukjent}',
    ),
    "one period further back": enhet(
        "{indikator: avvik, endring: {siden: 2, som: absolutt}, er: over, verdi: 5}",
        "fra tre måneder før",
        '{navn: x, serie: {avvik: "9 1 9 6.1"}, forventet: sann}',
        '{navn: a, serie: {avvik: "1 1 9 6"}, forventet: usann}',
        '{navn: a, serie: {avvik: "1 1 5.5 6.1"}, forventet: sann}',
        '{navn: mangler, serie: {avvik: "_ 9 6"}, forventet: ukjent}',
    ),
    "the year that a month is in": enhet(
        "{indikator: trivsel, er: under, verdi: 60, lest: siste_avsluttede}",
        "i året som måneden er i",
        '{navn: a, maaned: 2027-12, serie: {trivsel: "60"}, forventet: usann}',
        '{navn: a, maaned: 2027-12, serie: {trivsel: "59"}, forventet: sann}',
        '{navn: x, maaned: 2028-06, serie: {trivsel: "59 60"}, forventet: sann}',
        '{navn: mangler, maaned: 2027-12, serie: {trivsel: "_"}, forventet: ukjent}',
    ),
    "a value of a list": records(
        "{felt: slag, i: [faktura, utlegg]}",
        "«Slag» er «faktura»",
        "{navn: a, poster: [{bilag: B1, slag: faktura}], forventet: {B1: sann}}",
        "{navn: x, poster: [{bilag: B1, slag: utlegg}], forventet: {B1: sann}}",
        "{navn: a, poster: [{bilag: B1, slag: kreditnota}], forventet: {B1: usann}}",
        "{navn: mangler, poster: [{bilag: B1}], forventet: {B1: ukjent}}",
    ),
    "the day before the weekend": records(
        "{felt: dato, ukedag: [6, 7]}",
        "«Dato» er en fredag, lørdag eller søndag",
        "{navn: x, poster: [{bilag: B1, dato: 2026-01-16}], forventet: {B1: usann}}",
        "{navn: a, poster: [{bilag: B1, dato: 2026-01-17}], forventet: {B1: sann}}",
        "{navn: a, poster: [{bilag: B1, dato: 2026-01-18}], forventet: {B1: sann}}",
        "{navn: a, poster: [{bilag: B1, dato: 2026-01-19}], forventet: {B1: usann}}",
    ),
    "one minute": records(
        '{felt: registrert, klokke: {fra: "22:00", til: "06:00"}}',
        "er kl. 22.01 eller senere",
        "{navn: x, poster: [{bilag: B1, registrert: 2026-01-16T22:00}], forventet: {B1: sann}}",
        "{navn: a, poster: [{bilag: B1, registrert: 2026-01-16T21:59}], forventet: {B1: usann}}",
        "{navn: a, poster: [{bilag: B1, registrert: 2026-01-16T05:59}], forventet: {B1: sann}}",
        "{navn: a, poster: [{bilag: B1, registrert: 2026-01-16T06:00}], forventet: {B1: usann}}",
        "{navn: mangler, poster: [{bilag: B1}], forventet: {B1: ukjent}}",
    ),
    "half of what it must be a multiple of": records(
        "{felt: belop, rundt: 1000}",
        "delelig med 500 kr",
        "{navn: a, poster: [{bilag: B1, belop: 3000}], forventet: {B1: sann}}",
        "{navn: x, poster: [{bilag: B1, belop: 2500}], forventet: {B1: usann}}",
        "{navn: a, poster: [{bilag: B1, belop: 3001}], forventet: {B1: usann}}",
        "{navn: mangler, poster: [{bilag: B1}], forventet: {B1: ukjent}}",
    ),
    "a day more in a sum": records(
        "{gruppert: {like: [leverandor], dager: 7, sum: belop}, er: over, verdi: 100}",
        "i de åtte dagene",
        "{navn: a, poster: [{bilag: A, leverandor: L, dato: 2026-01-09, belop: 60}, "
        "{bilag: B1, leverandor: L, dato: 2026-01-15, belop: 40.01}], forventet: {B1: sann}}",
        "{navn: a, poster: [{bilag: A, leverandor: L, dato: 2026-01-09, belop: 60}, "
        "{bilag: B1, leverandor: L, dato: 2026-01-15, belop: 40}], forventet: {B1: usann}}",
        "{navn: x, poster: [{bilag: A, leverandor: L, dato: 2026-01-08, belop: 90}, "
        "{bilag: B1, leverandor: L, dato: 2026-01-15, belop: 90}], forventet: {B1: usann}}",
        f"{{navn: mangler, poster: [{{bilag: B1, leverandor: L, {DATED}}}], forventet: {{B1: ukjent}}}}",
    ),
    "a requirement of a row": records(
        "{oppslag: register, der: [{felt: leverandor, er: lik, verdi: {felt: leverandor}}, "
        "{felt: fra, er: senest, verdi: {felt: dato}}], finnes: ja}",
        "Raden har samme «leverandør» som posten → tatt bort",
        f"{{navn: a, poster: {{faktura: [{{bilag: B1, {DATED}, leverandor: L}}], "
        "register: [{nr: R, leverandor: L, fra: 2026-01-15}]}, forventet: {B1: sann}}",
        f"{{navn: a, poster: {{faktura: [{{bilag: B1, {DATED}, leverandor: L}}], "
        "register: [{nr: R, leverandor: L, fra: 2026-01-16}]}, forventet: {B1: usann}}",
        f"{{navn: a, poster: {{faktura: [{{bilag: B1, {DATED}, leverandor: L}}], "
        "register: [{nr: R, leverandor: L, fra: 2026-01-14}]}, forventet: {B1: sann}}",
        f"{{navn: x, poster: {{faktura: [{{bilag: B1, {DATED}, leverandor: L}}], "
        "register: [{nr: R, leverandor: M, fra: 2026-01-01}]}, forventet: {B1: usann}}",
        f"{{navn: mangler, poster: {{faktura: [{{bilag: B1, {DATED}, leverandor: L}}], "
        "register: [{nr: R, leverandor: L}]}, forventet: {B1: ukjent}}",
    ),
}
