"""Mistakes in indicators, parameters and data-set descriptions."""

from .case import NOTICE, Case, changed
from .sound_rules import (
    DATASET,
    DATASET_FILE,
    INDICATOR_FILE,
    INDICATORS,
    PARAMETER,
    PARAMETER_FILE,
)


def _indicator(name: str, change: dict[str, str], *says: str) -> Case:
    return Case(name, INDICATOR_FILE, changed(INDICATORS, change), says)


def _parameter(name: str, change: dict[str, str], *says: str) -> Case:
    return Case(name, PARAMETER_FILE, changed(PARAMETER, change), says)


def _dataset(name: str, change: dict[str, str], *says: str) -> Case:
    return Case(name, DATASET_FILE, changed(DATASET, change), says)


_FIRST = "    maaleenhet: poeng\n    bedre_er: høyere\n    frekvens: måned\n    desimaler: 1\n"
_SUM = "{sum: faktura, felt: belop, der: {felt: kategori, i: [varer]}}"
_INDEX = "{indeks: [brukertilfredshet, okonomi_avvik], vekt: [2, 1]}"


def _first(changes: dict[str, str]) -> dict[str, str]:
    """A change inside the first indicator, whose lines are like the others'."""
    return {_FIRST: changed(_FIRST, changes)}


INDICATOR = [
    _indicator("bedre_er på engelsk", _first({"bedre_er: høyere": "bedre_er: ▸higher"}), "«higher» + «høyere»"),
    _indicator("bedre_er bedre", _first({"bedre_er: høyere": "bedre_er: ▸bedre"}), "«bedre» + høyere"),
    _indicator(
        "bedre_er mangler",
        {"  - id: brukertilfredshet": "  - ▸id: brukertilfredshet", **_first({"    bedre_er: høyere\n": ""})},
        "«bedre_er» + mangler",
    ),
    _indicator("bedre er med mellomrom", _first({"bedre_er: høyere": "▸bedre er: høyere"}), "«bedre er» + «bedre_er»"),
    _indicator("frekvens kvartal", _first({"frekvens: måned": "frekvens: ▸kvartal"}), "«kvartal» + «tertial»"),
    _indicator("frekvens månedlig", _first({"frekvens: måned": "frekvens: ▸månedlig"}), "«månedlig» + «måned»"),
    _indicator("frekvens 1", _first({"frekvens: måned": "frekvens: ▸1"}), "«1» + måned"),
    _indicator("desimaler i ord", _first({"desimaler: 1": "desimaler: ▸en"}), "«en» + helt tall"),
    _indicator("desimaler er for mange", _first({"desimaler: 1": "desimaler: ▸9"}), "«9» + 6"),
    _indicator("desimaler er negativ", _first({"desimaler: 1": "desimaler: ▸-1"}), "«-1» + 0"),
    _indicator(
        "desimaler mangler",
        {"  - id: brukertilfredshet": "  - ▸id: brukertilfredshet", **_first({"    desimaler: 1\n": ""})},
        "«desimaler» + mangler",
    ),
    _indicator("måleenhet med å", _first({"maaleenhet: poeng": "▸måleenhet: poeng"}), "«måleenhet» + «maaleenhet»"),
    _indicator(
        "fokusområde med å", _first({"maaleenhet: poeng": "▸fokusområde: brukere"}), "«fokusområde» + «fokusomrade»"
    ),
    _indicator("min_antall er et desimaltall", {"min_antall: 5": "min_antall: ▸5.0"}, "«5.0» + helt tall"),
    _indicator("minste antall er feilskrevet", {"min_antall: 5": "▸minantall: 5"}, "«minantall» + «min_antall»"),
    _indicator("forfaller er en dato", {"forfaller: 10": "forfaller: ▸2026-10-10"}, "«2026-10-10» + helt tall"),
    _indicator("indikator uten id", {"  - id: okonomi_avvik\n    navn": "  - ▸navn"}, "«id» + mangler"),
    _indicator(
        "indikator med mellomrom i id",
        {"id: brukertilfredshet": "id: ▸bruker tilfredshet"},
        "«bruker tilfredshet» + bokstaver",
    ),
    _indicator(
        "samme indikator to ganger",
        {
            "  - id: samlet": "  - ▸id: okonomi_avvik\n    bedre_er: lavere\n    frekvens: måned\n    desimaler: 0\n  - id: samlet"
        },
        "«okonomi_avvik» + to ganger",
    ),
    _indicator(
        "indikator er en tekst", {"  - id: samlet": "  - ▸sykefravær\n  - id: samlet"}, "«sykefravær» + indikatoren"
    ),
    _indicator("listen heter indikator", {"indikatorer:": "▸indikator:"}, "«indikator» + «indikatorer»"),
    _indicator("listen heter indicators", {"indikatorer:": "▸indicators:"}, "«indicators» + «indikatorer»"),
    Case(
        "listen mangler navn",
        INDICATOR_FILE,
        "▸- id: okonomi_avvik\n  bedre_er: høyere\n  frekvens: måned\n  desimaler: 1\n- id: brukertilfredshet\n  bedre_er: høyere\n  frekvens: måned\n  desimaler: 1\n",
        ("liste + «indikatorer:»",),
    ),
    _indicator("indikatorlisten er tom", {INDICATORS: "indikatorer: ▸[]\n"}, "«indikatorer» + tom"),
    _indicator(
        "ukjent nøkkel ved siden av listen",
        {"indikatorer:\n": "▸versjon: 2\nindikatorer:\n"},
        "«versjon» + indikatorer",
    ),
    _indicator("beregnet er en tekst", {_SUM: "▸sum av faktura"}, "beregningen + nøkler"),
    _indicator(
        "beregnet av ukjent datasett", {_SUM: "{sum: ▸faktur, felt: belop}"}, "datasettet + «faktur» + «faktura»"
    ),
    _indicator("beregnet sum uten felt", {_SUM: "▸{sum: faktura}"}, "«felt» + mangler"),
    _indicator("beregnet sum av en tekst", {_SUM: "{sum: faktura, felt: ▸kategori}"}, "«kategori» + tallfelt"),
    _indicator("beregnet sum av ukjent felt", {_SUM: "{sum: faktura, felt: ▸beløp}"}, "«beløp» + «belop»"),
    _indicator("benford uten felt", {_SUM: "▸{benford: faktura}"}, "«felt» + mangler"),
    _indicator("benford av ingen", {_SUM: "{benford: faktura, felt: belop, minst: ▸0}"}, "«0» + helt tall"),
    _indicator("minst for en sum", {_SUM: "{sum: faktura, felt: belop, ▸minst: 5}"}, "«minst»"),
    _indicator("beregnet andel uten der", {_SUM: "▸{andel: faktura}"}, "«der» + mangler"),
    _indicator("beregnet på to måter", {_SUM: "{sum: faktura, ▸andel: faktura, felt: belop}"}, "«sum» + «andel»"),
    _indicator("beregnet med snitt", {_SUM: "{▸snitt: faktura, felt: belop}"}, "«snitt» + antall"),
    _indicator("beregnet av datasett uten dato", {_SUM: "{antall: ▸leverandor}"}, "«leverandor» + dato"),
    _indicator("beregnet med regel i vilkåret", {_SUM: "{antall: faktura, der: {▸utslag: frisk-001}}"}, "«utslag»"),
    _indicator(
        "indeks av ukjent indikator",
        {_INDEX: "{indeks: [▸brukertilfreds, okonomi_avvik]}"},
        "«brukertilfreds» + «brukertilfredshet»",
    ),
    _indicator(
        "indeks med for få vekter", {_INDEX: "{indeks: [brukertilfredshet, okonomi_avvik], vekt: ▸[2]}"}, "vekt + 2"
    ),
    _indicator("indeks med vekt 0", {_INDEX: "{indeks: [brukertilfredshet, okonomi_avvik], vekt: ▸[2, 0]}"}, "positiv"),
    _indicator(
        "indeks med vekt i ord", {_INDEX: "{indeks: [brukertilfredshet, okonomi_avvik], vekt: [▸to, 1]}"}, "«to» + tall"
    ),
    _indicator("indeks er tom", {_INDEX: "{indeks: ▸[]}"}, "«indeks» + tom"),
    _indicator("indeks av seg selv", {_INDEX: "▸{indeks: [samlet, okonomi_avvik]}"}, "«samlet» + seg selv"),
    _indicator(
        "indeks per måned av en årlig indikator er lov, men ikke omvendt",
        {
            f"frekvens: måned\n    desimaler: 1\n    beregnet: {_INDEX}": "frekvens: år\n    desimaler: 1\n    beregnet: {indeks: [▸okonomi_avvik]}"
        },
        "«okonomi_avvik» + år",
    ),
    _indicator(
        "indikatorer med tre feil",
        {"forfaller: 10": "▸forfall: 10", "bedre_er: lavere": "bedre_er: ▸lav", "vekt: [2, 1]": "▸vekter: [2, 1]"},
        "«forfall» + «forfaller»",
        "«lav» + «lavere»",
        "«vekter» + «vekt»",
    ),
]

PARAMETERS = [
    _parameter("parameter uten id", {"id: innkjop.terskel\nnavn": "▸navn"}, "«id» + mangler"),
    _parameter("parameter uten verdier", {PARAMETER: "▸id: innkjop.terskel\nnavn: Terskel\n"}, "«verdier» + mangler"),
    _parameter(
        "verdier er ett tall", {PARAMETER[PARAMETER.index("verdier:") :]: "verdier: ▸1100000\n"}, "«1100000» + liste"
    ),
    _parameter("verdier er tom", {PARAMETER[PARAMETER.index("verdier:") :]: "verdier: ▸[]\n"}, "«verdier» + tom"),
    _parameter("verdi i stedet for verdier", {"verdier:\n": "▸verdi:\n"}, "«verdi» + «verdier»"),
    _parameter("verdi med mellomrom", {"verdi: 1100000": "verdi: ▸1 100 000"}, "«1 100 000» + 1100000"),
    _parameter("verdi med punktum mellom tusener", {"verdi: 1100000": "verdi: ▸1.100.000"}, "«1.100.000» + 1100000"),
    _parameter("parameter med kr", {"verdi: 1100000": "verdi: ▸kr 1100000"}, "«kr 1100000» + 1100000"),
    _parameter("verdi i millioner", {"verdi: 1100000": "verdi: ▸1,1 mill"}, "«1,1 mill» + tall"),
    _parameter(
        "verdi mangler",
        {"  - gyldig_fra: 2018-04-06\n    verdi: 1300000": "  - ▸gyldig_fra: 2018-04-06"},
        "«verdi» + mangler",
    ),
    _parameter("gyldig fra en måned", {"gyldig_fra: 2018-04-06": "gyldig_fra: ▸2018-04"}, "«2018-04» + 2026-10-31"),
    _parameter(
        "gyldig fra 31. april", {"gyldig_fra: 2018-04-06": "gyldig_fra: ▸2018-04-31"}, "«2018-04-31» + finnes ikke"
    ),
    _parameter(
        "gyldig fra norsk dato", {"gyldig_fra: 2018-04-06": "gyldig_fra: ▸06.04.2018"}, "«06.04.2018» + 2018-04-06"
    ),
    _parameter(
        "gyldig fra dagens dato i ord",
        {"gyldig_fra: 2018-04-06": "gyldig_fra: ▸6. april 2018"},
        "«6. april 2018» + dato",
    ),
    _parameter(
        "gyldig_fra mangler i en verdi",
        {"  - gyldig_fra: 2018-04-06\n    verdi": "  - ▸verdi"},
        "«gyldig_fra» + mangler",
    ),
    _parameter(
        "to verdier fra samme dag", {"gyldig_fra: 2018-04-06": "▸gyldig_fra: 2017-01-01"}, "2017-01-01 + to verdier"
    ),
    _parameter(
        "hjemmel i verdien er en tekst",
        {'hjemmel: [{lov: anskaffelsesforskriften, paragraf: "5-1"}]': "hjemmel: [▸anskaffelsesforskriften § 5-1]"},
        "hjemmelen + nøkler",
    ),
    _parameter("paragraf med null bakerst", {'paragraf: "5-1"': "paragraf: ▸5.10"}, "«5.10» + anførselstegn"),
    _parameter("engelsk unit", {"maaleenhet: kr": "▸unit: kr"}, "«unit» + «maaleenhet»"),
    _parameter(
        "parameterverdi er en tekst",
        {"  - gyldig_fra: 2018-04-06\n    verdi: 1300000": "  - ▸1300000"},
        "«1300000» + verdien",
    ),
    _parameter(
        "tre feil i en parameter",
        {
            "navn: Terskel": "▸nvn: Terskel",
            "gyldig_fra: 2017-01-01": "gyldig_fra: ▸2017-13-01",
            "verdi: 1300000": "verdi: ▸1,3",
        },
        "«nvn»",
        "«2017-13-01»",
        "«1,3» + 1.3",
    ),
    Case(
        "parameter beskrevet to ganger",
        "parametre/terskel.yaml",
        "▸" + PARAMETER,
        ("«innkjop.terskel» + to ganger + innkjop.yaml",),
    ),
    Case(
        "parameter leses som tusener",
        PARAMETER_FILE,
        changed(PARAMETER, {"verdi: 1100000": "verdi: ▸100.000"}),
        ("100.000 + tusen",),
        NOTICE,
    ),
]

DATASETS = [
    _dataset("datasett uten nøkkel", {"id: faktura\n": "▸id: faktura\n", "nokkel: bilag\n": ""}, "«nokkel» + mangler"),
    _dataset("nøkkel med ø", {"nokkel: bilag": "▸nøkkel: bilag"}, "«nøkkel» + «nokkel»"),
    _dataset("nøkkelen er et ukjent felt", {"nokkel: bilag": "nokkel: ▸bilagsnr"}, "«bilagsnr» + bilag"),
    _dataset("nøkkelen er personlig", {"nokkel: bilag": "nokkel: ▸attestant"}, "«attestant» + personopplysninger"),
    _dataset("datoen er et ukjent felt", {"dato: fakturadato\n": "dato: ▸dato\n"}, "«dato» + fakturadato"),
    _dataset("datoen er en tekst", {"dato: fakturadato\n": "dato: ▸kategori\n"}, "«kategori» + dato"),
    _dataset(
        "dato og bestand",
        {"dato: fakturadato\n": "dato: fakturadato\n▸bestand: {fra: fakturadato, til: forfall}\n"},
        "«dato» + «bestand»",
    ),
    _dataset("bestand uten til", {"dato: fakturadato\n": "bestand: ▸{fra: fakturadato}\n"}, "«til» + bestand"),
    _dataset(
        "bestand til en tekst",
        {"dato: fakturadato\n": "bestand: {fra: fakturadato, til: ▸kategori}\n"},
        "«kategori» + dato",
    ),
    _dataset("bestand er en tekst", {"dato: fakturadato\n": "bestand: ▸fakturadato\n"}, "«fakturadato» + nøkler"),
    _dataset(
        "fast dato som ikke finnes",
        {"dato: fakturadato\n": "dato: {fast: ▸2026-02-30}\n"},
        "«2026-02-30» + finnes ikke",
    ),
    _dataset("enheten er et ukjent felt", {"enhet: ansvar": "enhet: ▸ansvarsnr"}, "«ansvarsnr» + ansvar"),
    _dataset("enheten er en liste", {"enhet: ansvar": "enhet: ▸[ansvar]"}, "liste + tekst"),
    _dataset("fast enhet med nuller", {"enhet: ansvar": "enhet: {fast: ▸0301}"}, "«0301» + anførselstegn"),
    _dataset("fast enhet er feilskrevet", {"enhet: ansvar": "enhet: {▸fastt: A1}"}, "«fastt» + «fast»"),
    _dataset("datoformat på norsk", {'"%d/%m/%Y"': '▸"dd/mm/åååå"'}, "«dd/mm/åååå» + %d"),
    _dataset("datoformat uten år", {'"%d/%m/%Y"': '▸"%d/%m"'}, "«%d/%m» + %Y"),
    _dataset("tegnsett som ikke finnes", {"tegnsett: latin-1": "tegnsett: ▸latin-99"}, "«latin-99» + windows-1252"),
    _dataset("desimaltegn i ord", {'desimal: ","': "desimal: ▸komma"}, "«komma» + tegn"),
    _dataset("samme tegn for desimal og tusen", {'tusen: "."': 'tusen: ▸","'}, "«,» + desimal"),
    _dataset("tallformat er en tekst", {'{desimal: ",", tusen: "."}': '▸"1.234,56"'}, "«1.234,56» + nøkler"),
    _dataset("ukjent nøkkel i tallformat", {'tusen: "."': '▸tusenskille: "."'}, "«tusenskille» + «tusen»"),
    _dataset(
        "felter mangler",
        {DATASET[DATASET.index("felter:") :]: "", "id: faktura\n": "▸id: faktura\n"},
        "«felter» + mangler",
    ),
    _dataset("felter er tom", {DATASET[DATASET.index("felter:") :]: "felter: ▸[]\n"}, "«felter» + tom"),
    _dataset("felt i stedet for felter", {"felter:\n": "▸felt:\n"}, "«felt» + «felter»"),
    _dataset("kolonner i stedet for felter", {"felter:\n": "▸kolonner:\n"}, "«kolonner» + felter"),
    _dataset("felt uten type", {"{id: bilag, type: tekst}": "▸{id: bilag}"}, "«type» + mangler"),
    _dataset("felttype på engelsk", {"{id: bilag, type: tekst}": "{id: bilag, type: ▸string}"}, "«string» + «tekst»"),
    _dataset("felttype beløp", {"type: kr,": "type: ▸beløp,"}, "«beløp» + «kr»"),
    _dataset("felttype desimaltall", {"type: kr,": "type: ▸desimaltall,"}, "«desimaltall» + «tall»"),
    _dataset("felttype ja/nei", {"{id: kategori, type: tekst}": "{id: kategori, type: ▸ja/nei}"}, "«ja/nei» + «janei»"),
    _dataset("personlig true", {"personlig: ja": "personlig: ▸true"}, "«true» + ja"),
    _dataset("personlig er feilskrevet", {"personlig: ja": "▸personlg: ja"}, "«personlg» + «personlig»"),
    _dataset(
        "nøkkelen er valgfri",
        {"nokkel: bilag": "nokkel: ▸bilag", "{id: bilag, type: tekst": "{id: bilag, type: tekst, valgfri: ja"},
        "«bilag» + valgfri: ja",
    ),
    _dataset("personlig på engelsk", {"personlig: ja": "▸personal: ja"}, "«personal» + «personlig»"),
    _dataset(
        "to felter med samme id",
        {"{id: kategori, type: tekst}": "▸{id: leverandor, type: dato}"},
        "«leverandor» + to ganger",
    ),
    _dataset("felt er en tekst", {"{id: forfall, type: dato}": "▸forfall"}, "«forfall» + feltet"),
    Case(
        "felt-id med mellomrom",
        "datasett/kjop.yaml",
        "id: kjop\nnokkel: id\nfelter:\n  - {id: id, type: tekst}\n  - {id: ▸varens kategori, type: tekst}\n",
        ("«varens kategori» + bokstaver",),
    ),
    Case(
        "datasett som heter organisasjon",
        "datasett/organisasjon.yaml",
        "id: ▸organisasjon\nnokkel: enhet\nfelter:\n  - {id: enhet, type: tekst}\n",
        ("«organisasjon» + ledig",),
    ),
    Case("datasett beskrevet to ganger", "datasett/faktura2.yaml", "▸" + DATASET, ("«faktura» + to ganger",)),
    _dataset(
        "tre feil i et datasett",
        {"type: kr,": "type: ▸krone,", "nokkel: bilag": "nokkel: ▸[bilag]", "personlig: ja": "personlig: ▸j"},
        "liste",
        "«krone»",
        "«j»",
    ),
]


CASES = INDICATOR + PARAMETERS + DATASETS
