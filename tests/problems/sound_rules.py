"""Sound rule files: what a broken one is a change of, and what must still be read beside it."""

from pathlib import Path

UNIT_RULE = """\
id: okonomi-001
navn: Merforbruk to måneder på rad
type: avvik
status: utkast
alvor: middels
hjemmel:
  - {reglement: okonomireglementet, punkt: "3.2"}
gjelder: {enhetstype: [tjenestested], tjeneste: [skole, barnehage]}
versjoner:
  - gyldig_fra: 2026-01
    hvis:
      alle:
        - {indikator: okonomi_avvik, er: under, verdi: 0, paa_rad: 2}
        - {indikator: brukertilfredshet, farge: [gul, rød]}
    saa: {avvik: ja, varsle: [leder], sak: oppfolging, frist: 10 arbeidsdager, venter: 0}
unntak:
  - id: ny-enhet
    hvis: {indikator: aarsverk, er: under, verdi: 5}
    begrunnelse: Nye enheter har ikke et helt år bak seg
kjente_falske_alarmer: [omorganisering midt i året]
tester:
  - navn: to måneder under null
    serie: {okonomi_avvik: "-1 -2", brukertilfredshet: "3", aarsverk: "10"}
    ambisjon: {brukertilfredshet: {gronn: 5, gul: 4}}
    maaned: 2026-10
    forventet: sann
"""

RECORD_RULE = """\
id: faktura-001
navn: Store fakturaer har en godkjent leverandør
type: skal
status: utkast
alvor: høy
grunnlag: faktura
hjemmel:
  - {lov: kommuneloven, paragraf: "25-1", bokstav: c}
versjoner:
  - gyldig_fra: 2026-01
    skal:
      minst_en:
        - {felt: belop, er: under, verdi: {parameter: innkjop.terskel}}
        - {felt: fakturadato, er: senest, verdi: {felt: forfall}, pluss_dager: 3}
        - {oppslag: leverandor, der: [{felt: navn, er: lik, verdi: {felt: leverandor}}], finnes: ja}
        - {gruppert: {like: [leverandor], dager: 365, sum: belop}, er: over, verdi: 1000}
        - {felt: kategori, i: [varer, tjenester]}
    saa: {avvik: ja, varsle: [leder]}
tester:
  - navn: en liten faktura
    maaned: 2026-10
    poster:
      - {bilag: B1, fakturadato: 2026-10-05, belop: 100}
    forventet: {B1: sann}
"""

INDICATORS = """\
indikatorer:
  - id: brukertilfredshet
    navn: Brukertilfredshet
    maaleenhet: poeng
    bedre_er: høyere
    frekvens: måned
    desimaler: 1
    min_antall: 5
  - id: okonomi_avvik
    navn: Avvik fra budsjett
    bedre_er: høyere
    frekvens: måned
    desimaler: 1
    forfaller: 10
  - id: fakturasum
    navn: Fakturert i perioden
    bedre_er: lavere
    frekvens: måned
    desimaler: 2
    beregnet: {sum: faktura, felt: belop, der: {felt: kategori, i: [varer]}}
  - id: samlet
    navn: Samlet indeks
    bedre_er: høyere
    frekvens: måned
    desimaler: 1
    beregnet: {indeks: [brukertilfredshet, okonomi_avvik], vekt: [2, 1]}
"""

PARAMETER = """\
id: innkjop.terskel
navn: Terskel for innkjøp
maaleenhet: kr
verdier:
  - gyldig_fra: 2017-01-01
    verdi: 1100000
    hjemmel: [{lov: anskaffelsesforskriften, paragraf: "5-1"}]
  - gyldig_fra: 2018-04-06
    verdi: 1300000
"""

DATASET = """\
id: faktura
navn: Leverandørfaktura
nokkel: bilag
dato: fakturadato
enhet: ansvar
datoformat: "%d/%m/%Y"
tallformat: {desimal: ",", tusen: "."}
tegnsett: latin-1
felter:
  - {id: bilag, type: tekst}
  - {id: fakturadato, type: dato}
  - {id: forfall, type: dato}
  - {id: ansvar, type: tekst}
  - {id: belop, type: kr, kolonne: BELØP}
  - {id: leverandor, type: tekst}
  - {id: kategori, type: tekst}
  - {id: registrert, type: tidspunkt}
  - {id: attestant, type: tekst, personlig: ja}
"""

SUPPLIERS = """\
id: leverandor
navn: Leverandør
nokkel: nummer
felter:
  - {id: nummer, type: tekst}
  - {id: navn, type: tekst}
  - {id: godkjent, type: dato}
"""

HEALTHY_INDICATOR = """\
indikatorer:
  - {id: aarsverk, navn: Årsverk, bedre_er: høyere, frekvens: måned, desimaler: 1}
  - {id: svarprosent, navn: Svarprosent, bedre_er: høyere, frekvens: år, desimaler: 0}
"""

HEALTHY_RULE = """\
id: frisk-001
navn: Enheten er ikke for liten
type: avvik
status: utkast
alvor: lav
hjemmel: [{vedtak: "12/24"}]
versjoner:
  - gyldig_fra: 2026-01
    hvis: {indikator: aarsverk, er: under, verdi: 2}
"""

UNIT_FILE, RECORD_FILE = "okonomi/okonomi-001.yaml", "faktura/faktura-001.yaml"
INDICATOR_FILE, PARAMETER_FILE = "indikatorer/alle.yaml", "parametre/innkjop.yaml"
DATASET_FILE, SUPPLIER_FILE = "datasett/faktura.yaml", "datasett/leverandor.yaml"

SOUND = {
    UNIT_FILE: UNIT_RULE,
    RECORD_FILE: RECORD_RULE,
    INDICATOR_FILE: INDICATORS,
    PARAMETER_FILE: PARAMETER,
    DATASET_FILE: DATASET,
    SUPPLIER_FILE: SUPPLIERS,
    "indikatorer/friske.yaml": HEALTHY_INDICATOR,
    "frisk/frisk-001.yaml": HEALTHY_RULE,
}

#: What each file defines, and what hangs on it: read only when that file is sound.
STANDS_ON = {
    "okonomi-001": (UNIT_FILE, INDICATOR_FILE),
    "faktura-001": (RECORD_FILE, PARAMETER_FILE, DATASET_FILE, SUPPLIER_FILE),
    "frisk-001": (),
}


def write_sound(folder: Path) -> None:
    for name, text in SOUND.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
