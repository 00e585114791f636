"""A kommune of texts: rules of every construct, and the rows that each is told of with. Seen from 1 December 2026.

Each line is there for a text in golden/.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kontroll.domain.month import Month
from village import write

OCTOBER = Month(2026, 10)
TODAY = date(2026, 12, 1)
_HJEMMEL = "hjemmel: [{reglement: okonomireglementet, punkt: '3.2'}, {lov: kommuneloven, paragraf: '25-1', bokstav: c}]"


def _rule(
    id: str, name: str, condition: str, *, type: str = "avvik", dataset: str = "", more: str = ""
) -> dict[str, str]:
    about = f"grunnlag: {dataset}\n" if dataset else ""
    head = f"id: {id}\nnavn: {name}\ntype: {type}\nstatus: i_bruk\nalvor: middels\n{about}{_HJEMMEL}\n{more}"
    word = "skal" if type == "skal" else "hvis"
    return {f"alle/{id}.yaml": f"{head}versjoner: [{{gyldig_fra: 2026-01, {word}: {condition}}}]\n"}


RULES = {
    "indikatorer/alle.yaml": """
indikatorer:
  - {id: avvik, navn: Avvik fra budsjett, maaleenhet: prosent, bedre_er: høyere, frekvens: måned, desimaler: 1}
  - {id: fravaer, navn: Sykefravær, maaleenhet: prosent, bedre_er: lavere, frekvens: måned, desimaler: 1, vis_min_antall: 5}
  - {id: aarsverk, navn: Avtalte årsverk, maaleenhet: årsverk, bedre_er: høyere, frekvens: måned, desimaler: 1}
  - {id: klager, navn: Klager mottatt, maaleenhet: antall, bedre_er: lavere, frekvens: tertial, desimaler: 0}
  - {id: ledelse, navn: Ledelse, maaleenhet: poeng, bedre_er: høyere, frekvens: år, desimaler: 0, min_antall: 5}
  - {id: trivsel, navn: Trivsel, maaleenhet: poeng, bedre_er: høyere, frekvens: måned, desimaler: 0}
  - {id: miljo, navn: Arbeidsmiljøet samlet, maaleenhet: poeng, bedre_er: høyere, frekvens: måned, desimaler: 0,
     beregnet: {indeks: [trivsel, aarsverk], vekt: [3, 1]}}
  - {id: attestert, navn: Attesterte fakturaer, maaleenhet: prosent, bedre_er: høyere, frekvens: måned, desimaler: 0,
     beregnet: {andel: faktura, der: {felt: attestant, mangler: nei}}}
""",
    "parametre/grense.yaml": """
id: grense
navn: Innslagspunktet
maaleenhet: kr
verdier:
  - {gyldig_fra: 2020-01-01, verdi: 100000, hjemmel: [{lov: anskaffelsesloven, paragraf: '2'}]}
""",
    "parametre/utlopt.yaml": """
id: utlopt
navn: Grensen som er utløpt
maaleenhet: prosent
verdier: [{gyldig_fra: 2020-01-01, verdi: 5}, {gyldig_fra: 2026-06-01, verdi: null}]
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
  - {id: belop, navn: beløp, type: kr}
  - {id: slag, type: tekst}
  - {id: leverandor, navn: leverandør, type: tekst}
  - {id: registrert, type: tidspunkt}
  - {id: anviser, type: tekst, personlig: ja}
  - {id: attestant, type: tekst, personlig: ja}
""",
    "datasett/fullmakt.yaml": """
id: fullmakt
navn: Fullmakt
nokkel: nr
felter:
  - {id: nr, type: tekst}
  - {id: person, type: tekst, personlig: ja}
  - {id: ansvar, type: tekst}
  - {id: hoyst, navn: høyeste beløp, type: kr}
""",
    **_rule("merforbruk", "Merforbruk to måneder på rad",
            "{indikator: avvik, er: under, verdi: 0, paa_rad: 2 måneder, merke: Regnskapet er dårligere enn budsjettet}",
            more="gjelder: {enhetstype: [tjenestested]}\nunntak: [{id: liten, hvis: {indikator: aarsverk, er: under, verdi: 5}, "
                 "begrunnelse: Små enheter følges opp samlet, hjemmel: [{reglement: okonomireglementet, punkt: '3.3'}]}]\n"),
    **_rule("fravaer-hoyt", "Høyt sykefravær", "{indikator: fravaer, er: dårligere_enn, verdi: {ambisjon: gul}}"),
    **_rule("farget", "Økonomien skal være gul eller grønn", "{indikator: avvik, farge: [gul, grønn]}", type="skal"),
    **_rule("best", "Bonus til den beste", "{indikator: avvik, best_blant: {samme: tjeneste, mangler: ses_bort_fra}}",
            type="bonus"),
    **_rule("trend", "Fraværet går ikke ned", "{ikke: {indikator: fravaer, utvikling: {perioder: 3, metode: trend}}, "
            "merke: Fraværet har ikke gått ned på tre måneder}",
            type="samtale"),
    **_rule("sprang", "Sprang i årsverk",
            "{indikator: aarsverk, endring: {siden: 1, som: prosent}, er: minst, verdi: 20}", type="datakvalitet"),
    **_rule("indeksen", "Arbeidsmiljøet skal være godt", "{indikator: miljo, er: minst, verdi: 70}", type="skal"),
    **_rule("andelen", "Fakturaer skal attesteres", "{indikator: attestert, er: minst, verdi: 90}", type="skal"),
    **_rule("utlopt-grense", "Grensen er utløpt", "{indikator: fravaer, er: over, verdi: {parameter: utlopt}}"),
    **_rule("ofte", "Ofte merforbruk",
            "{minst_en: [{indikator: avvik, er: under, verdi: 0, av_siste: {minst: 3, perioder: 4}}, "
            "{indikator: klager, er: over, verdi: 3, lest: siste_avsluttede}]}"),
    **_rule("ledet", "Godt nok lederskap", "{indikator: ledelse, er: minst, verdi: 60, lest: siste_avsluttede}", type="skal"),
    **_rule("protokoll", "Store kjøp skal være anskaffelser",
            "{minst_en: [{felt: belop, er: under, verdi: {parameter: grense}}, {felt: slag, i: [anskaffelse, avrop]}]}",
            type="skal", dataset="faktura"),
    **_rule("fullmakten", "Anviser skal ha fullmakt",
            "{oppslag: fullmakt, der: [{felt: person, er: lik, verdi: {felt: anviser}}, "
            "{felt: ansvar, er: lik, verdi: {felt: ansvar}}, {felt: hoyst, er: minst, verdi: {felt: belop}}], finnes: ja}",
            type="skal", dataset="faktura"),
    **_rule("to-personer", "To personer skal godkjenne", "{felt: attestant, er: ulik, verdi: {felt: anviser}}", type="skal",
            dataset="faktura"),
    **_rule("oppdelt", "Oppdelte kjøp",
            "{alle: [{gruppert: {like: [leverandor], dager: 30, sum: belop}, er: over, verdi: {parameter: grense}}, "
            "{felt: belop, er: under, verdi: {parameter: grense}}]}", dataset="faktura"),
    **_rule("om-natten", "Registrert om natten eller i helgen",
            "{minst_en: [{felt: registrert, klokke: {fra: '22:00', til: '06:00'}}, {felt: dato, ukedag: [6, 7]}]}",
            dataset="faktura"),
    **_rule("rundt", "Runde summer uten leverandør",
            "{alle: [{felt: belop, rundt: 1000}, {felt: leverandor, mangler: ja}, "
            "{felt: dato, er: senest, verdi: {periodeslutt: ja, pluss_dager: -5}}]}", dataset="faktura"),
    **_rule("flere", "Flere ting på en gang",
            "{alle: [{utslag: merforbruk}, {utslag: protokoll, antall: {minst: 1}}, {ingen_av: [{utslag: sprang}]}]}"),
    **_rule("lenge", "Merforbruk lenge", "{utslag: merforbruk, av_siste: {minst: 1, perioder: 2}}"),
}  # fmt: skip

DATA = {
    "organisasjon.csv": """enhet;navn;enhetstype;overordnet;tjeneste;leder_id;gjelder_fra;gjelder_til;etterfolger
1;Bakken skole;tjenestested;;skole;;2020-01;;
2;Lia skole;tjenestested;;skole;;2020-01;;
3;Åsen skole;tjenestested;;skole;;2020-01;;
4;Gamle skole;tjenestested;;skole;;2020-01;2026-03;
5;Rådhuset;stab;;;;2020-01;;
""",
    "ambisjoner.csv": """enhet;indikator;aar;gronn;gul
*;avvik;2026;1;0
tjeneste:skole;fravaer;2026;6;8
""",
    "maalinger/a-2026-09.csv": """enhet;indikator;periode;verdi;antall
1;avvik;2026-07;0,5;
1;avvik;2026-08;-0,5;
1;avvik;2026-09;-1,0;
1;avvik;2026-10;-2,0;
2;avvik;2026-10;1,5;
1;fravaer;2026-08;9,0;40
1;fravaer;2026-09;8,5;40
1;fravaer;2026-10;9,5;40
2;fravaer;2026-10;9,5;4
1;aarsverk;2026-09;10,0;
1;aarsverk;2026-10;12,5;
2;aarsverk;2026-10;4,0;
1;klager;2026-T2;2;
1;ledelse;2025;70;3
1;trivsel;2026-10;80;
""",
    "maalinger/b-rettet.csv": """enhet;indikator;periode;verdi;antall
1;avvik;2026-10;-3,2;
""",
    "datasett/faktura/a.csv": """bilag;dato;ansvar;belop;slag;leverandor;registrert;anviser;attestant
B1;2026-10-05;1;250000,00;drift;L1;2026-10-05T09:15;P1;P2
B2;2026-10-12;1;60000,00;drift;L2;2026-10-12T23:10;P1;P1
B3;2026-10-20;1;55000,50;drift;L2;2026-10-20T10:00;P1;
B4;2026-10-17;1;5000,00;drift;;2026-10-19T08:00;P1;P2
B5;2026-08-03;1;5000,00;drift;L1;2026-08-03T08:00;P1;P2
B6;2026-10-06;77;900,00;drift;L1;2026-10-06T08:00;P1;P2
""",
    "datasett/faktura/b.csv": """bilag;dato;ansvar;belop;slag;leverandor;registrert;anviser;attestant
B1;2026-10-05;1;350000,00;drift;L1;2026-10-05T09:15;P1;P2
""",
    "datasett/fullmakt/a.csv": """nr;person;ansvar;hoyst
F1;P1;1;100000,00
F2;P9;1;900000,00
""",
}


def kommune(folder: Path) -> tuple[Path, Path]:
    """Where its rules and its data stand."""
    return write(folder / "regler", RULES), write(folder / "data", DATA)
