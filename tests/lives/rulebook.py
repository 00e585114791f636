"""The rules of the small kommune: one for each way that a month can speak of a subject, and an avvik can live."""

from __future__ import annotations

_INDICATORS = """
indikatorer:
  - {id: balanse, navn: Regnskap mot budsjett, maaleenhet: prosent, bedre_er: høyere, frekvens: måned, desimaler: 1,
     kilde: Økonomisystemet, forfaller: 10}
  - {id: fravaer, navn: Sykefravær, maaleenhet: prosent, bedre_er: lavere, frekvens: måned, desimaler: 1,
     kilde: HR-systemet, forfaller: 10}
"""
_INVOICES = """
id: faktura
navn: Faktura
nokkel: bilag
dato: dato
enhet: ansvar
felter:
  - {id: bilag, type: tekst}
  - {id: dato, type: dato}
  - {id: ansvar, type: tekst}
  - {id: belop, type: kr}
  - {id: leverandor, type: tekst}
"""
_CONTRACTS = """
id: kontrakt
navn: Kontrakt
nokkel: nr
bestand: {fra: fra, til: til}
enhet: ansvar
felter:
  - {id: nr, type: tekst}
  - {id: ansvar, type: tekst}
  - {id: fra, type: dato}
  - {id: til, type: dato}
  - {id: verdi, type: kr}
  - {id: mote, type: dato}
"""


def _rule(
    id: str, asked: str, tests: str, *, then: str = "", kind: str = "avvik", about: str = "", status: str = "i_bruk"
) -> dict[str, str]:
    consequence = (
        "{avvik: ja, varsle: [leder], sak: oppfolging, frist: 10 arbeidsdager, "
        f"eskaler: {{etter: 5 arbeidsdager, til: overordnet}}{', ' if then else ''}{then}}}"
    )
    text = f"""
id: {id}
navn: Regelen {id}
type: {kind}
status: {status}
alvor: middels
{f"grunnlag: {about}" if about else ""}
hjemmel: [{{lov: kommuneloven, paragraf: '25-1'}}]
versjoner: [{{gyldig_fra: 2020-01, {"skal" if kind == "skal" else "hvis"}: {asked}, saa: {consequence}}}]
tester:
  - {{navn: grensen, {tests}}}
"""
    return {f"regler/{id}.yaml": text}


_BELOW = "{indikator: balanse, er: under, verdi: 0}"
_BELOW_TESTS = 'serie: {balanse: "0 -0.1 _"}, forventet: [usann, sann, ukjent]'

RULES: dict[str, str] = {
    "indikatorer/alle.yaml": _INDICATORS,
    "datasett/faktura.yaml": _INVOICES,
    "datasett/kontrakt.yaml": _CONTRACTS,
    # --- how an avvik lives
    **_rule("underskudd", _BELOW, _BELOW_TESTS),
    **_rule("underskudd-venter", _BELOW, _BELOW_TESTS, then="venter: 1"),
    **_rule("underskudd-hold", _BELOW, _BELOW_TESTS, then="hold: 1"),
    **_rule("underskudd-seig", _BELOW, _BELOW_TESTS, then="venter: 2, hold: 2, gjenapne: samme_sak"),
    # --- what a month sees
    **_rule(
        "fravaer",
        "{indikator: fravaer, er: over, verdi: 8}",
        'serie: {fravaer: "8 8.1 _"}, forventet: [usann, sann, ukjent]',
        then="gjenapne: samme_sak",
    ),
    **_rule(
        "fravaer-lenge",
        "{indikator: fravaer, er: over, verdi: 7, paa_rad: 2 måneder}",
        'serie: {fravaer: "7 7.1 7.1 _"}, forventet: [usann, usann, sann, ukjent]',
    ),
    **_rule(
        "fravaer-lavt",
        "{indikator: fravaer, er: høyst, verdi: 6}",
        'serie: {fravaer: "6 6.1 _"}, forventet: [sann, usann, ukjent]',
        kind="skal",
        then="maks_utslag: 9",
    ),
    **_rule(
        "fall",
        "{indikator: balanse, endring: {siden: 1, som: absolutt}, er: under, verdi: -3}",
        'serie: {balanse: "0 -3 -6.1 _"}, forventet: [usann, sann, ukjent]',
    ),
    **_rule(
        "begge-deler",
        "{alle: [{utslag: underskudd}, {utslag: fravaer}]}",
        'serie: {balanse: "1 -1 _", fravaer: "9 9 9"}, forventet: [usann, sann, ukjent]',
    ),
    **_rule("underskudd-prove", _BELOW, _BELOW_TESTS, status="prøve"),
    # --- records with a date
    **_rule(
        "dyrt-kjop",
        "{felt: belop, er: over, verdi: 1000}",
        "maaned: 2026-01, poster: [{bilag: B1, belop: 1000}, {bilag: B2, belop: 1000.01}, {bilag: B3, belop: _}], "
        "forventet: {B1: usann, B2: sann, B3: ukjent}",
        about="faktura",
    ),
    **_rule(
        "delt-kjop",
        "{gruppert: {like: [leverandor], dager: 30, sum: belop}, er: over, verdi: 1500}",
        "maaned: 2026-01, poster: [{bilag: B1, leverandor: A, belop: 1500}, {bilag: B2, leverandor: B, belop: 1500.01}, "
        "{bilag: B3, leverandor: _, belop: 1}], forventet: {B1: usann, B2: sann, B3: ukjent}",
        about="faktura",
        then="gjenapne: samme_sak",
    ),
    # --- records that stand from month to month
    **_rule(
        "stor-kontrakt",
        "{felt: verdi, er: over, verdi: 5000}",
        "maaned: 2026-01, poster: [{nr: K1, verdi: 5000}, {nr: K2, verdi: 5000.01}, {nr: K3, verdi: _}], "
        "forventet: {K1: usann, K2: sann, K3: ukjent}",
        about="kontrakt",
        then="hold: 1",
    ),
    **_rule(
        "uten-mote",
        "{felt: mote, er: før, verdi: {periodeslutt: ja, pluss_dager: -90}}",
        "maaned: 2026-06, poster: [{nr: K1, mote: 2026-04-01}, {nr: K2, mote: 2026-03-31}, {nr: K3, mote: _}], "
        "forventet: {K1: usann, K2: sann, K3: ukjent}",
        about="kontrakt",
        then="venter: 1",
    ),
}
