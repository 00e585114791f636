"""Mistakes in conditions: the leaf, its operator, its value, its window, what it refers to."""

from .case import NOTICE, Case, changed
from .sound_rules import RECORD_FILE, RECORD_RULE, UNIT_FILE, UNIT_RULE

LEAF = "{indikator: okonomi_avvik, er: under, verdi: 0, paa_rad: 2}"
COLOUR = "{indikator: brukertilfredshet, farge: [gul, rød]}"
TREE = f"      alle:\n        - {LEAF}\n        - {COLOUR}"


def _leaf(name: str, leaf: str, *says: str) -> Case:
    """The first leaf of the unit rule is written so."""
    return Case(name, UNIT_FILE, changed(UNIT_RULE, {LEAF: leaf}), says)


def _tree(name: str, tree: str, *says: str) -> Case:
    return Case(name, UNIT_FILE, changed(UNIT_RULE, {TREE: tree}), says)


def _record(name: str, change: dict[str, str], *says: str) -> Case:
    return Case(name, RECORD_FILE, changed(RECORD_RULE, change), says)


def _test_of(name: str, test: str, *says: str) -> Case:
    """One more leaf about a record."""
    return _record(name, {"{felt: kategori, i: [varer, tjenester]}": test}, *says)


INDICATOR = [
    _leaf(
        "ukjent indikator med nær nabo",
        "{indikator: ▸okonomiavvik, er: under, verdi: 0}",
        "indikatoren + «okonomiavvik» + «okonomi_avvik»",
    ),
    _leaf(
        "ukjent indikator uten nær nabo", "{indikator: ▸vannforbruk, er: under, verdi: 0}", "«vannforbruk» + Beskriv"
    ),
    _leaf("indikator er et tall", "{indikator: ▸0301, er: under, verdi: 0}", "«0301» + anførselstegn"),
    _leaf("indikator er en liste", "{indikator: ▸[okonomi_avvik], er: under, verdi: 0}", "liste + tekst"),
    _leaf("indikator er tom", "{▸indikator: , er: under, verdi: 0}", "«indikator» + tom"),
    _leaf("engelsk operator", "{indikator: okonomi_avvik, er: ▸below, verdi: 0}", "«below» + «under»"),
    _leaf("operator som tegn", '{indikator: okonomi_avvik, er: ▸"<", verdi: 0}', "«<» + «under»"),
    _leaf("operator mindre enn", "{indikator: okonomi_avvik, er: ▸mindre enn, verdi: 0}", "«mindre enn» + «under»"),
    _leaf("operator høyest", "{indikator: okonomi_avvik, er: ▸høyest, verdi: 0}", "«høyest» + «høyst»"),
    _leaf("operator for datoer om et tall", "{indikator: okonomi_avvik, er: ▸før, verdi: 0}", "«før» + over"),
    _leaf("operator mangler", "▸{indikator: okonomi_avvik, verdi: 0}", "«er» + mangler"),
    _leaf("verdi mangler etter er", "▸{indikator: okonomi_avvik, er: under}", "«verdi» + mangler"),
    _leaf("verdi er feilskrevet", "{indikator: okonomi_avvik, er: under, ▸verdii: 0}", "«verdii» + «verdi»"),
    _leaf("operator som nøkkel", "{indikator: okonomi_avvik, ▸under: 0}", "«under»"),
    _leaf("tall med komma i en blokk", "{indikator: okonomi_avvik, er: under, verdi: 7,▸5}", "«5» + punktum"),
    _leaf("tall med komma i anførselstegn", '{indikator: okonomi_avvik, er: under, verdi: ▸"7,5"}', "«7,5» + 7.5"),
    _leaf("tall i anførselstegn", '{indikator: okonomi_avvik, er: under, verdi: ▸"7"}', "«7» + anførselstegnene"),
    _leaf("tall med mellomrom", "{indikator: okonomi_avvik, er: under, verdi: ▸1 000}", "«1 000» + 1000"),
    _leaf(
        "tall med punktum mellom tusener",
        "{indikator: okonomi_avvik, er: under, verdi: ▸1.300.000}",
        "«1.300.000» + 1300000",
    ),
    _leaf("tall med prosenttegn", "{indikator: okonomi_avvik, er: under, verdi: ▸8 %}", "«8 %» + 8"),
    _leaf("tall med kr", "{indikator: okonomi_avvik, er: under, verdi: ▸5000 kr}", "«5000 kr» + 5000"),
    _leaf("tall med langt minustegn", "{indikator: okonomi_avvik, er: under, verdi: ▸−5}", "«−5» + -5"),
    _leaf("tall med bokstaven O", "{indikator: okonomi_avvik, er: under, verdi: ▸1OO}", "«1OO» + tall"),
    _leaf("tall i ord", "{indikator: okonomi_avvik, er: under, verdi: ▸null komma fem}", "«null komma fem»"),
    _leaf("for stort tall", "{indikator: okonomi_avvik, er: under, verdi: ▸1e30}", "«1e30» + sifre"),
    _leaf(
        "for mange desimaler",
        "{indikator: okonomi_avvik, er: under, verdi: ▸0.1234567890123456789}",
        "0.1234567890123456789 + sifre",
    ),
    _leaf("verdi er en liste", "{indikator: okonomi_avvik, er: under, verdi: ▸[0, 1]}", "liste + tall"),
    Case(
        "100.000 leses som hundre",
        UNIT_FILE,
        changed(UNIT_RULE, {LEAF: "{indikator: okonomi_avvik, er: over, verdi: ▸100.000}"}),
        ("100.000 + 100\u00a0000",),
        NOTICE,
    ),
    _leaf(
        "ukjent parameter",
        "{indikator: okonomi_avvik, er: under, verdi: {parameter: ▸innkjop.terskl}}",
        "parameteren + «innkjop.terskl» + «innkjop.terskel»",
    ),
    _leaf(
        "parameter er feilskrevet som nøkkel",
        "{indikator: okonomi_avvik, er: under, verdi: {▸paramter: innkjop.terskel}}",
        "«paramter» + «parameter»",
    ),
    _leaf(
        "verdi med både parameter og ambisjon",
        "{indikator: okonomi_avvik, er: under, verdi: {parameter: innkjop.terskel, ▸ambisjon: gul}}",
        "«parameter» + «ambisjon»",
    ),
    _leaf("verdi er en tom blokk", "{indikator: okonomi_avvik, er: under, verdi: ▸{}}", "«parameter» + «ambisjon»"),
    _leaf(
        "ambisjon rød finnes ikke", "{indikator: okonomi_avvik, er: under, verdi: {ambisjon: ▸rød}}", "«rød» + grønn"
    ),
    _leaf(
        "verdi er et felt i en regel om enheter",
        "{indikator: okonomi_avvik, er: under, verdi: {▸felt: belop}}",
        "«felt» + parameter",
    ),
    _leaf("indikator alene", "{▸indikator: okonomi_avvik}", "«farge» + «er»"),
    _leaf("felt i en regel om enheter", "{▸felt: belop, er: over, verdi: 5}", "«felt» + enheter + grunnlag"),
    _leaf(
        "oppslag i en regel om enheter",
        "{▸oppslag: leverandor, der: [{felt: navn, er: lik, verdi: x}]}",
        "«oppslag» + enheter",
    ),
    _leaf(
        "gruppert i en regel om enheter",
        "{▸gruppert: {like: [a], dager: 3, sum: b}, er: over, verdi: 3}",
        "«gruppert» + enheter",
    ),
]

COLOURS = [
    _leaf("farge på engelsk", "{indikator: brukertilfredshet, farge: [▸yellow]}", "«yellow» + «gul»"),
    _leaf("farge er oransje", "{indikator: brukertilfredshet, farge: [▸oransje]}", "«oransje» + gul"),
    _leaf("farge som ikke er en liste", "{indikator: brukertilfredshet, farge: ▸gul}", "«gul» + liste"),
    _leaf("farge er en tom liste", "{indikator: brukertilfredshet, farge: ▸[]}", "«farge» + tom"),
    _leaf(
        "endring med farge",
        "{indikator: brukertilfredshet, farge: [gul], ▸endring: {siden: 1, som: prosent}}",
        "«endring» + «farge»",
    ),
    _leaf(
        "fremgang med utvikling",
        "{indikator: brukertilfredshet, utvikling: {perioder: 3, metode: trend}, ▸fremgang: {siden: 1}}",
        "«fremgang» + «utvikling»",
    ),
    _leaf(
        "endring og fremgang",
        "{indikator: okonomi_avvik, er: under, verdi: 0, endring: {siden: 1, som: prosent}, ▸fremgang: {siden: 1}}",
        "«endring» + «fremgang»",
    ),
    _leaf(
        "endring uten som", "{indikator: okonomi_avvik, er: under, verdi: 0, endring: ▸{siden: 1}}", "«som» + endring"
    ),
    _leaf(
        "endring siden 0",
        "{indikator: okonomi_avvik, er: under, verdi: 0, endring: {siden: ▸0, som: prosent}}",
        "«0» + 1",
    ),
    _leaf(
        "endring som tekst", "{indikator: okonomi_avvik, er: under, verdi: 0, endring: ▸prosent}", "«prosent» + nøkler"
    ),
    _leaf(
        "endring i percent",
        "{indikator: okonomi_avvik, er: under, verdi: 0, endring: {siden: 1, som: ▸percent}}",
        "«percent» + «prosent»",
    ),
    _leaf(
        "utvikling over én periode", "{indikator: okonomi_avvik, utvikling: {perioder: ▸1, metode: trend}}", "«1» + 2"
    ),
    _leaf(
        "utvikling med ukjent metode",
        "{indikator: okonomi_avvik, utvikling: {perioder: 3, metode: ▸snitt}}",
        "«snitt» + trend",
    ),
    _leaf(
        "utvikling uten perioder", "{indikator: okonomi_avvik, utvikling: ▸{metode: trend}}", "«perioder» + utvikling"
    ),
    _leaf(
        "best_blant med ukjent ord",
        "{indikator: okonomi_avvik, best_blant: {samme: ▸kommune}}",
        "«kommune» + «tjeneste» + «alle»",
    ),
    _leaf(
        "best_blant med feilskrevet nøkkel",
        "{indikator: okonomi_avvik, best_blant: {▸min_enheter: 3}}",
        "«min_enheter» + «minst_enheter»",
    ),
    _leaf("best_blant mangler ja", "{indikator: okonomi_avvik, best_blant: {mangler: ▸ja}}", "«ja» + «ses_bort_fra»"),
    _leaf("best_blant er ja", "{indikator: okonomi_avvik, best_blant: ▸ja}", "«ja» + nøkler"),
    _leaf(
        "lest med ukjent ord",
        "{indikator: okonomi_avvik, er: under, verdi: 0, lest: ▸forrige}",
        "«forrige» + siste_avsluttede",
    ),
    _leaf(
        "lest med stavefeil",
        "{indikator: okonomi_avvik, er: under, verdi: 0, lest: ▸siste_avsluttet}",
        "«siste_avsluttet» + «siste_avsluttede»",
    ),
]

WINDOWS = [
    _leaf(
        "to vinduer",
        "{indikator: okonomi_avvik, er: under, verdi: 0, paa_rad: 2, ▸av_siste: {minst: 2, perioder: 3}}",
        "«paa_rad» + «av_siste»",
    ),
    _leaf("paa_rad 0", "{indikator: okonomi_avvik, er: under, verdi: 0, paa_rad: ▸0}", "«0» + 1"),
    _leaf("paa_rad i feil enhet", "{indikator: okonomi_avvik, er: under, verdi: 0, paa_rad: ▸2 år}", "«2 år» + måned"),
    _leaf(
        "paa_rad i kvartal",
        "{indikator: okonomi_avvik, er: under, verdi: 0, paa_rad: ▸2 kvartal}",
        "«2 kvartal» + måned",
    ),
    _leaf(
        "paa_rad i ord",
        "{indikator: okonomi_avvik, er: under, verdi: 0, paa_rad: ▸to måneder}",
        "«to måneder» + helt tall",
    ),
    _leaf("paa_rad med å", "{indikator: okonomi_avvik, er: under, verdi: 0, ▸på_rad: 2}", "«på_rad» + «paa_rad»"),
    _leaf(
        "paa_rad som ikke er helt",
        "{indikator: okonomi_avvik, er: under, verdi: 0, paa_rad: ▸2.5}",
        "«2.5» + helt tall",
    ),
    _leaf(
        "måneder for en årlig indikator",
        "{indikator: svarprosent, er: under, verdi: 60, paa_rad: ▸3 måneder}",
        "«3 måneder» + år",
    ),
    _leaf(
        "av_siste med flere enn perioder",
        "{indikator: okonomi_avvik, er: under, verdi: 0, av_siste: {minst: ▸4, perioder: 3}}",
        "«4» + 3",
    ),
    _leaf(
        "av_siste uten minst",
        "{indikator: okonomi_avvik, er: under, verdi: 0, av_siste: ▸{perioder: 3}}",
        "«minst» + av_siste",
    ),
    _leaf("av_siste er et tall", "{indikator: okonomi_avvik, er: under, verdi: 0, av_siste: ▸3}", "«3» + nøkler"),
    _leaf(
        "av_siste med antall",
        "{indikator: okonomi_avvik, er: under, verdi: 0, av_siste: {▸antall: 2, perioder: 3}}",
        "«antall» + «minst»",
    ),
]

TREES = [
    _tree("vilkåret er en liste", f"      ▸- {LEAF}\n      - {COLOUR}", "liste + «alle:»"),
    _tree("vilkåret er en tekst", "      ▸okonomi_avvik under 0", "vilkåret + nøkler"),
    _tree("alle er en tom liste", "      alle: ▸[]", "«alle» + tom"),
    _tree("minst_en er en blokk", f"      minst_en: ▸{LEAF}", "liste"),
    _tree("ikke er en liste", f"      ikke: ▸[{LEAF}]", "liste + vilkåret"),
    _tree("ikke er tom", "      ▸ikke:", "«ikke» + tom"),
    _tree(
        "alle og minst_en i samme blokk", f"      alle: [{LEAF}]\n      ▸minst_en: [{COLOUR}]", "«alle» + «minst_en»"
    ),
    _tree("og på engelsk", f"      ▸and: [{LEAF}]", "«and» + «alle»"),
    _tree("eller i stedet for minst_en", f"      ▸eller: [{LEAF}, {COLOUR}]", "«eller» + «minst_en»"),
    _tree("minst_én med aksent", f"      ▸minst_én: [{LEAF}]", "«minst_én» + «minst_en»"),
    _tree("ukjent nøkkel ved siden av alle", f"      alle: [{LEAF}]\n      ▸vekt: 2", "«vekt» + merke"),
    _tree("et ledd er en tekst", f"      alle:\n        - {LEAF}\n        - ▸farge gul", "«farge gul» + vilkåret"),
    _tree("et ledd er tomt", f"      alle:\n        - {LEAF}\n        -▸ ", "vilkåret + ingenting"),
    _tree("tom blokk", "      ▸{}", "indikator + felt"),
    _tree(
        "indikator og felt i samme ledd",
        "      {indikator: okonomi_avvik, ▸felt: belop, er: over, verdi: 1}",
        "«indikator» + «felt»",
    ),
    _tree("merke er en liste", f"      alle: [{LEAF}]\n      merke: ▸[a, b]", "liste + tekst"),
]

RULE_LEAVES = [
    _leaf("regelen finnes ikke, med nær nabo", "{utslag: ▸frisk-01}", "regelen + «frisk-01» + «frisk-001»"),
    _leaf("regelen finnes ikke", "{utslag: ▸brannvern-777}", "regelen + «brannvern-777»"),
    _leaf("regelen spør etter seg selv", "{utslag: ▸okonomi-001}", "okonomi-001 + ring"),
    _leaf("antall mangler for en regel om poster", "{utslag: ▸faktura-001}", "«faktura-001» + antall"),
    _leaf("antall for en regel om enheter", "{utslag: ▸frisk-001, antall: {minst: 2}}", "«antall» + poster"),
    _leaf("antall minst 0", "{utslag: faktura-001, antall: {minst: ▸0}}", "«0» + 1"),
    _leaf("antall er et tall", "{utslag: faktura-001, antall: ▸3}", "«3» + nøkler"),
    _leaf("utslag er en liste", "{utslag: ▸[frisk-001]}", "liste + tekst"),
    _leaf("utslag med verdi", "{utslag: frisk-001, ▸verdi: ja}", "«verdi» + utslag"),
    _record(
        "en post spør om antall",
        {"{felt: kategori, i: [varer, tjenester]}": "{utslag: ▸frisk-001, antall: {minst: 2}}"},
        "«antall» + poster",
    ),
]


THREE = [
    Case(
        "tre feil i et tre",
        UNIT_FILE,
        changed(
            UNIT_RULE,
            {
                LEAF: "{indikator: okonomi_avvik, er: ▸undr, verdi: 0}",
                COLOUR: "{indikator: ▸brukertilfredhet, farge: [▸gult]}",
            },
        ),
        ("«undr»", "«brukertilfredhet»", "«gult»"),
    ),
    _record(
        "tre feil i en regel om poster",
        {
            "{felt: belop, er: under": "{felt: ▸belp, er: under",
            "{felt: navn, er: lik,": "{felt: navn, er: ▸over,",
            "dager: 365": "dager: ▸365 dager",
        },
        "«belp»",
        "«over»",
        "«365 dager»",
    ),
]

CASES = INDICATOR + COLOURS + WINDOWS + TREES + RULE_LEAVES + THREE
