"""Mistakes in conditions about records: fields and their types, look-ups, sums over time."""

from .case import Case, changed
from .sound_rules import RECORD_FILE, RECORD_RULE


def _record(name: str, change: dict[str, str], *says: str) -> Case:
    return Case(name, RECORD_FILE, changed(RECORD_RULE, change), says)


def _test_of(name: str, test: str, *says: str) -> Case:
    """One more leaf about a record."""
    return _record(name, {"{felt: kategori, i: [varer, tjenester]}": test}, *says)


RECORDS = [
    _record(
        "grunnlag finnes ikke", {"grunnlag: faktura": "grunnlag: ▸fakturaer"}, "datasettet + «fakturaer» + «faktura»"
    ),
    _record(
        "grunnlag uten dato",
        {
            "grunnlag: faktura\n": "grunnlag: ▸leverandor\n",
            RECORD_RULE[
                RECORD_RULE.index("      minst_en:") : RECORD_RULE.index("    saa:")
            ]: "      {felt: navn, mangler: nei}\n",
            "{bilag: B1, fakturadato: 2026-10-05, belop: 100}": "{nummer: B1}",
        },
        "«leverandor» + dato + bestand",
    ),
    _record(
        "grunnlag mangler",
        {
            "grunnlag: faktura\n": "",
            RECORD_RULE[
                RECORD_RULE.index("      minst_en:") : RECORD_RULE.index("    saa:")
            ]: "      {▸felt: belop, er: under, verdi: 5}\n",
            RECORD_RULE[RECORD_RULE.index("tester:") :]: "",
        },
        "«felt» + grunnlag",
    ),
    _test_of(
        "indikator i en regel om poster", "{▸indikator: okonomi_avvik, er: under, verdi: 0}", "«indikator» + faktura"
    ),
    _test_of("ukjent felt med nær nabo", "{felt: ▸beløp, er: over, verdi: 5}", "feltet + «beløp» + «belop»"),
    _test_of("feltets overskrift i stedet for id", "{felt: ▸BELØP, er: over, verdi: 5}", "«BELØP» + «belop»"),
    _test_of("felt uten test", "▸{felt: belop}", "«er» + «mangler»"),
    _test_of("to tester i samme ledd", "{felt: belop, er: over, verdi: 5, ▸mangler: nei}", "«er» + «mangler»"),
    _test_of("over om en tekst", "{felt: kategori, er: ▸over, verdi: 5}", "«over» + tekst"),
    _test_of("over om en dato", "{felt: fakturadato, er: ▸over, verdi: 2026-01-01}", "«over» + dato + før"),
    _test_of("før om et tall", "{felt: belop, er: ▸før, verdi: 5}", "«før» + kr"),
    _test_of("høyst skrevet hoyst om en dato", "{felt: fakturadato, er: ▸hoyst, verdi: 2026-01-01}", "«hoyst» + dato"),
    _test_of("bedre_enn om et felt", "{felt: belop, er: ▸bedre_enn, verdi: 5}", "«bedre_enn»"),
    _test_of("tekst der tallet skal stå", "{felt: belop, er: over, verdi: ▸mange}", "«mange» + tall"),
    _test_of("norsk dato", "{felt: fakturadato, er: før, verdi: ▸31.12.2026}", "«31.12.2026» + 2026-12-31"),
    _test_of("31. februar", "{felt: fakturadato, er: før, verdi: ▸2026-02-31}", "«2026-02-31» + finnes ikke"),
    _test_of("tall der datoen skal stå", "{felt: fakturadato, er: før, verdi: ▸20261231}", "«20261231» + 2026-12-31"),
    _test_of(
        "dato sammenlignet med tekstfelt",
        "{felt: fakturadato, er: før, verdi: {▸felt: kategori}}",
        "«fakturadato» + dato",
    ),
    _test_of("tall sammenlignet med datofelt", "{felt: belop, er: over, verdi: {▸felt: forfall}}", "«belop» + kr"),
    _test_of("ukjent felt i verdien", "{felt: fakturadato, er: før, verdi: {felt: ▸forfal}}", "«forfal» + «forfall»"),
    _test_of(
        "parameter for en dato", "{felt: fakturadato, er: før, verdi: {▸parameter: innkjop.terskel}}", "«fakturadato»"
    ),
    _test_of("periodeslutt for et tall", "{felt: belop, er: over, verdi: {▸periodeslutt: ja}}", "«belop»"),
    _test_of("periodeslutt nei", "{felt: fakturadato, er: før, verdi: {periodeslutt: ▸nei}}", "«nei» + ja"),
    _test_of("pluss_dager for et tall", "{felt: belop, er: over, verdi: 5, pluss_dager: ▸3}", "«3» + dato"),
    _test_of(
        "pluss_dager i tekst",
        "{felt: fakturadato, er: før, verdi: {felt: forfall, pluss_dager: ▸3 dager}}",
        "«3 dager» + helt tall",
    ),
    _test_of("pluss for en dato", "{felt: fakturadato, er: før, verdi: {felt: forfall, ▸pluss: 3}}", "pluss_dager"),
    _test_of("ganger for en tekst", "{felt: kategori, er: lik, verdi: {felt: leverandor, ▸ganger: 2}}", "«kategori»"),
    _test_of("ganger 0", "{felt: belop, er: over, verdi: {felt: belop, ganger: ▸0}}", "«0» + ulikt"),
    _test_of("ganger med komma", '{felt: belop, er: over, verdi: {felt: belop, ganger: ▸"0,95"}}', "«0,95» + 0.95"),
    _test_of("pluss uten tall", "{felt: belop, er: over, verdi: {felt: belop, pluss: ▸litt}}", "«litt» + tall"),
    _test_of(
        "ganger ved en parameter",
        "{felt: belop, er: over, verdi: {parameter: innkjop.terskel, ▸ganger: 2}}",
        "«ganger» + «parameter»",
    ),
    _test_of("mangler true", "{felt: belop, mangler: ▸true}", "«true» + ja"),
    _test_of("i er en tekst", "{felt: kategori, i: ▸varer}", "«varer» + liste"),
    _test_of("i er tom", "{felt: kategori, i: ▸[]}", "«i» + tom"),
    _test_of("i med nuller foran", "{felt: kategori, i: [▸0301]}", "«0301» + anførselstegn"),
    _test_of("ukedag 0", "{felt: fakturadato, ukedag: [▸0, 6]}", "«0» + 1"),
    _test_of("ukedag i ord", "{felt: fakturadato, ukedag: [▸lørdag]}", "«lørdag» + 1"),
    _test_of("ukedag for et tall", "{felt: belop, ukedag: ▸[6]}", "dato"),
    _test_of("ukedag er tom", "{felt: fakturadato, ukedag: ▸[]}", "«ukedag» + tom"),
    _test_of("klokke for en dato", '{felt: fakturadato, klokke: ▸{fra: "22:00", til: "06:00"}}', "klokkeslett"),
    _test_of("klokke 25:00", '{felt: registrert, klokke: {fra: ▸"25:00", til: "06:00"}}', "«25:00» + 22:00"),
    _test_of(
        "klokke med punktum",
        "{felt: registrert, klokke: {fra: ▸22.00, til: 06.30}}".replace("06.30", '"06:30"'),
        "«22.00» + 22:00",
    ),
    _test_of("klokke uten til", '{felt: registrert, klokke: ▸{fra: "22:00"}}', "«til» + klokke"),
    _test_of("rundt 0", "{felt: belop, rundt: ▸0}", "«0» + større"),
    _test_of("rundt om en tekst", "{felt: kategori, rundt: ▸1000}", "tall"),
    _test_of("rundt ja", "{felt: belop, rundt: ▸ja}", "«ja» + tall"),
    _test_of("tidspunkt med sone", '{felt: registrert, er: før, verdi: ▸"2026-10-31T14:00Z"}', "«2026-10-31T14:00Z»"),
]

LOOKUPS = [
    _test_of(
        "oppslag i ukjent datasett",
        "{oppslag: ▸leverandører, der: [{felt: navn, er: lik, verdi: {felt: leverandor}}]}",
        "«leverandører» + «leverandor»",
    ),
    _test_of("oppslag uten der", "▸{oppslag: leverandor}", "«der» + mangler"),
    _test_of("oppslag med tom der", "{oppslag: leverandor, der: ▸[]}", "«der» + tom"),
    _test_of("oppslag der der er en blokk", "{oppslag: leverandor, der: ▸{felt: navn, er: lik, verdi: x}}", "liste"),
    _test_of(
        "ukjent felt i det andre datasettet",
        "{oppslag: leverandor, der: [{felt: ▸orgnr, er: lik, verdi: {felt: leverandor}}]}",
        "feltet + «orgnr»",
    ),
    _test_of(
        "ukjent felt i denne posten",
        "{oppslag: leverandor, der: [{felt: navn, er: lik, verdi: {felt: ▸leverandr}}]}",
        "«leverandr» + «leverandor»",
    ),
    _test_of("oppslag uten verdi", "{oppslag: leverandor, der: [▸{felt: navn, er: lik}]}", "«verdi» + oppslaget"),
    _test_of(
        "finnes yes",
        "{oppslag: leverandor, der: [{felt: navn, er: lik, verdi: {felt: leverandor}}], finnes: ▸yes}",
        "«yes» + ja",
    ),
    _test_of(
        "oppslag med eksisterer",
        "{oppslag: leverandor, der: [{felt: navn, er: lik, verdi: {felt: leverandor}}], ▸eksisterer: ja}",
        "«eksisterer» + finnes",
    ),
    _test_of(
        "andel_av med et felt som ikke er i like",
        "{gruppert: {like: [leverandor], dager: 9, sum: belop, andel_av: ▸[kategori]}, er: over, verdi: 3}",
        "større gruppe + leverandor",
    ),
    _test_of(
        "andel_av med alle feltene i like",
        "{gruppert: {like: [leverandor], dager: 9, antall: ja, andel_av: ▸[leverandor]}, er: over, verdi: 3}",
        "større gruppe",
    ),
    _test_of(
        "andel_av med ukjent felt",
        "{gruppert: {like: [leverandor], dager: 9, sum: belop, andel_av: [▸leverandør]}, er: over, verdi: 3}",
        "«leverandør» + «leverandor»",
    ),
    _test_of(
        "andel_av mot et felt",
        "{gruppert: {like: [leverandor], dager: 9, sum: belop, andel_av: []}, er: over, verdi: ▸{felt: belop}}",
        "parameter + prosent",
    ),
    _test_of(
        "gruppert uten dager", "{gruppert: ▸{like: [leverandor], sum: belop}, er: over, verdi: 3}", "«dager» + gruppert"
    ),
    _test_of(
        "gruppert med både sum og antall",
        "{gruppert: {like: [leverandor], dager: 3, sum: belop, ▸antall: ja}, er: over, verdi: 3}",
        "«sum» + «antall»",
    ),
    _test_of(
        "gruppert sum av en tekst",
        "{gruppert: {like: [leverandor], dager: 3, sum: ▸kategori}, er: over, verdi: 3}",
        "«kategori» + belop",
    ),
    _test_of(
        "gruppert etter ukjent felt",
        "{gruppert: {like: [▸leverandørnr], dager: 3, sum: belop}, er: over, verdi: 3}",
        "«leverandørnr»",
    ),
    _test_of(
        "gruppert antall nei",
        "{gruppert: {like: [leverandor], dager: 3, antall: ▸nei}, er: over, verdi: 3}",
        "«nei» + ja",
    ),
    _test_of(
        "gruppert uten sammenligning",
        "▸{gruppert: {like: [leverandor], dager: 3, sum: belop}, verdi: 3}",
        "«er» + mangler",
    ),
    _test_of(
        "gruppert med tom like", "{gruppert: {like: ▸[], dager: 3, sum: belop}, er: over, verdi: 3}", "«like» + tom"
    ),
    _test_of(
        "gruppert med dager på feil nivå",
        "{gruppert: ▸{like: [leverandor], sum: belop}, dager: 365, er: over, verdi: 3}".replace("▸", "").replace(
            "dager: 365", "▸dager: 365"
        ),
        "«dager» + gruppert",
    ),
]

CASES = RECORDS + LOOKUPS
