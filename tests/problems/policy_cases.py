"""What an officer writes wrong in a policy file on an ordinary day: the change, and what its message must say."""

from __future__ import annotations

from .case import Case, changed
from .sound_policies import FILES


def _in(file: str, name: str, change: dict[str, str], *says: str, lost: tuple[str, ...] = ()) -> Case:
    return Case(f"{file}: {name}", file, changed(FILES[file], change), says, lost=lost)


def _whole(file: str, name: str, content: str, *says: str, at: tuple[tuple[int, int], ...] | None = None) -> Case:
    return Case(f"{file}: {name}", file, content, says, at=at)


_HR = "hr: {rolle: HR-rådgiver}"
_NOTICES = [
    _in("varsling.yaml", "ukjent nøkkel", {"straks:": "▸strakss:"}, "«strakss» + «straks»"),
    _in("varsling.yaml", "nøkkel med å", {"paaminnelse:": "▸påminnelse:"}, "«påminnelse» + «paaminnelse»"),
    _in("varsling.yaml", "mottakere feilskrevet", {"mottakere:": "▸motakere:"}, "«motakere» + «mottakere»"),
    _in("varsling.yaml", "nøkkel uten nærmeste", {"straks:": "▸xyz: 1\nstraks:"}, "«xyz» + mottakere"),
    _in("varsling.yaml", "samme nøkkel to ganger", {"straks:": "kanaler: [epost]\nstraks:".replace("kan", "▸kan")}, "«kanaler» + to ganger + linje 8"),
    _in("varsling.yaml", "samme ord to ganger", {_HR: f"{_HR}\n  ▸{_HR}"}, "«hr» + to ganger + linje 5"),
    _in("varsling.yaml", "mottaker er en tekst", {_HR: "hr: ▸HR-rådgiver"}, "mottakeren «hr» + blokk"),
    _in("varsling.yaml", "mottaker er tom", {_HR: "▸hr:"}, "«hr» er tom"),
    _in("varsling.yaml", "mottaker er to ting", {_HR: 'hr: {rolle: HR, ▸enhet: "1200"}'}, "«rolle» + «enhet» + Behold den ene"),
    _in("varsling.yaml", "mottaker er ingenting", {_HR: "hr: ▸{}"}, "«leder_av», «enhetstype», «enhet» eller «rolle»"),
    _in("varsling.yaml", "mottaker med feilskrevet nøkkel", {_HR: "hr: {▸role: HR-rådgiver}"}, "«role» + «rolle»"),
    _in("varsling.yaml", "rollen er tom", {_HR: "hr: {▸rolle: }"}, "«rolle» er tom"),
    _in("varsling.yaml", "ukjent leder", {"leder_av: enheten": "leder_av: ▸enhetens"}, "«enhetens» + «enheten»"),
    _in("varsling.yaml", "enhet uten anførselstegn", {'enhet: "1300"': "enhet: ▸0301"}, '"0301"'),
    _in("varsling.yaml", "kontrollutvalget under rådmannen", {"kontrollutvalg: {rolle: kontrollutvalgets leder}": "kontrollutvalg: {▸leder_av: overordnet}"}, "kontrollutvalg + linjen"),
    _in("varsling.yaml", "kanaler mangler", {"kanaler: [epost, logg]\n": "", "mottakere:": "▸mottakere:"}, "«kanaler» mangler"),
    _in("varsling.yaml", "ingen kanaler", {"kanaler: [epost, logg]": "kanaler: ▸[]"}, "«kanaler» er tom"),
    _in("varsling.yaml", "kanal er ingen liste", {"kanaler: [epost, logg]": "kanaler: ▸epost"}, "«epost» er ikke en liste"),
    _in("varsling.yaml", "samme kanal to ganger", {"kanaler: [epost, logg]": "kanaler: [epost, ▸epost]"}, "«epost» + dobbelt"),
    _in("varsling.yaml", "ukjent alvor", {"[kritisk]": "[▸kritsk]"}, "«kritsk» + «kritisk»"),
    _in("varsling.yaml", "påminnelse uten enhet", {"paaminnelse: 2 arbeidsdager": "paaminnelse: ▸2"}, "«2» + Skriv 2 arbeidsdager"),
    _in("varsling.yaml", "påminnelse i dager", {"paaminnelse: 2 arbeidsdager": "paaminnelse: ▸2 dager"}, "«2 dager» + arbeidsdager"),
    _in("varsling.yaml", "true for ja", {"demp_uten_data: ja": "demp_uten_data: ▸true"}, "«true» + ja eller nei"),
    _in("varsling.yaml", "flere feil på en gang", {"[kritisk]": "[▸kritsk]", _HR: "hr: ▸HR", "demp_uten_data: ja": "demp_uten_data: ▸jada"}, "mottakeren «hr»", "«kritsk»", "«jada»"),
    _whole("varsling.yaml", "ingen mottakere", "mottakere: ▸{}\nkanaler: [epost]\n", "en blokk med mottakere"),
    _whole("varsling.yaml", "en liste", "▸- leder\n- hr\n", "filen + blokk"),
    _whole("varsling.yaml", "ingen YAML", "mottakere: {leder\nkanaler: [epost]\n", "", at=((1, 12),)),
    _whole("varsling.yaml", "tom", "# ingenting\n", "tom", at=((1, 1),)),
]  # fmt: skip

_LONN = (
    "{id: lonn, kilde: HR-systemet, eier: hr, forfaller: 10 arbeidsdager, frekvens: måned, purres_hver: 3 arbeidsdager}"
)
_DELIVERIES = [
    _in("leveranser.yaml", "feilskrevet listenøkkel", {"leveranser:": "▸leveranse:"}, "«leveranse» + «leveranser»"),
    _in("leveranser.yaml", "leveransen er en tekst", {_LONN: "▸lonn"}, "leveransen + «lonn»"),
    _in("leveranser.yaml", "id mangler", {"{id: lonn, ": "▸{"}, "«id» mangler"),
    _in("leveranser.yaml", "id med skråstrek", {"id: lonn": "id: ▸lonn/2026"}, "«lonn/2026» + a–z, 0–9 og bindestrek"),
    _in("leveranser.yaml", "id med æøå", {"id: lonn": "id: ▸lønn"}, "«lønn» + Skriv lonn."),
    _in("leveranser.yaml", "id med mellomrom og stor bokstav", {"id: lonn": "id: ▸Fast lønn"}, "«Fast lønn» + Skriv fast-lonn."),
    _in("leveranser.yaml", "samme id to ganger", {"- {id: kjop": "- ▸{id: lonn"}, "«lonn» + to ganger + linje 2"),
    _in("leveranser.yaml", "samme kilde og frekvens to ganger", {"- {id: kjop, datasett: kjop": "- ▸{id: kjop, kilde: HR-systemet"}, "«HR-systemet, måned» + to ganger + linje 2"),
    _in("leveranser.yaml", "samme datasett to ganger", {"  - {id: kjop": "  - {id: k2, datasett: kjop, eier: hr, forfaller: 5 arbeidsdager, frekvens: måned}\n  - ▸{id: kjop"}, "«kjop» + to ganger + linje 3"),
    _in("leveranser.yaml", "både kilde og datasett", {"kilde: HR-systemet": "kilde: HR-systemet, ▸datasett: fravaer"}, "«kilde» + «datasett»"),
    _in("leveranser.yaml", "verken kilde eller datasett", {"{id: kjop, datasett: kjop": "▸{id: kjop"}, "«kilde» eller «datasett»"),
    _in("leveranser.yaml", "kilden er tom", {"kilde: HR-systemet": "▸kilde: "}, "«kilde» er tom"),
    _in("leveranser.yaml", "eier mangler", {"- {id: kjop, datasett: kjop, eier: innkjop": "- ▸{id: kjop, datasett: kjop"}, "«eier» mangler"),
    _in("leveranser.yaml", "forfaller som bare et tall", {"forfaller: 10 arbeidsdager": "forfaller: ▸10"}, "Skriv 10 arbeidsdager"),
    _in("leveranser.yaml", "forfaller som en dato", {"forfaller: 10 arbeidsdager": "forfaller: ▸2026-10-10"}, "«2026-10-10» + arbeidsdager"),
    _in("leveranser.yaml", "forfaller med komma", {"forfaller: 10 arbeidsdager": "forfaller: ▸-1 arbeidsdager"}, "«-1 arbeidsdager»"),
    _in("leveranser.yaml", "ukjent frekvens", {"frekvens: måned,": "frekvens: ▸månedlig,"}, "«månedlig» + «måned»"),
    _in("leveranser.yaml", "frekvens mangler", {"- {id: kjop": "- ▸{id: kjop", "forfaller: 5 arbeidsdager, frekvens: måned": "forfaller: 5 arbeidsdager"}, "«frekvens» mangler"),
    _in("leveranser.yaml", "purres aldri", {"purres_hver: 3 arbeidsdager": "purres_hver: ▸0 arbeidsdager"}, "«0 arbeidsdager» + minst 1"),
    _in("leveranser.yaml", "ukjent nøkkel", {"purres_hver:": "▸purrer_hver:"}, "«purrer_hver» + «purres_hver»"),
]  # fmt: skip

_EVE = '{hvert_aar: "24.12", grunn: Julaften}'
_RANGE = "fra: 2026-12-28, til: 2026-12-30"
_CALENDAR = [
    _in("kalender.yaml", "grunn mangler", {'- {hvert_aar: "24.12", grunn: Julaften}': '- ▸{hvert_aar: "24.12"}'}, "«grunn» mangler"),
    _in("kalender.yaml", "dagen er en tekst", {_EVE: "▸24.12.2026"}, "«24.12.2026» + blokk"),
    _in("kalender.yaml", "norsk dato", {"dato: 2026-05-15": "dato: ▸15.05.2026"}, "«15.05.2026» + 2026-10-31"),
    _in("kalender.yaml", "dagen finnes ikke", {"dato: 2026-05-15": "dato: ▸2026-02-29"}, "«2026-02-29» + finnes ikke"),
    _in("kalender.yaml", "galt århundre", {"dato: 2026-05-15": "dato: ▸2206-05-15"}, "«2206-05-15» + 2015 + 2045"),
    _in("kalender.yaml", "både dato og fra", {"dato: 2026-05-15": "dato: 2026-05-15, ▸fra: 2026-05-16"}, "«dato» + «fra»"),
    _in("kalender.yaml", "ingen dag", {'- {hvert_aar: "24.12", ': "- ▸{"}, "«dato», «fra» eller «hvert_aar»"),
    _in("kalender.yaml", "til uten fra", {"dato: 2026-05-15": "dato: 2026-05-15, ▸til: 2026-05-16"}, "«til»"),
    _in("kalender.yaml", "fra uten til", {f"{{{_RANGE}": "▸{fra: 2026-12-28"}, "«til» mangler"),
    _in("kalender.yaml", "til før fra", {_RANGE: "fra: 2026-12-28, ▸til: 2026-12-27"}, "«til» er før «fra»"),
    _in("kalender.yaml", "stengt i 46 dager", {_RANGE: "fra: 2026-06-01, ▸til: 2026-07-16"}, "46 dager + 45 dager"),
    _in("kalender.yaml", "hvert år uten anførselstegn", {'"24.12"': "▸24.10"}, '"24.10"'),
    _in("kalender.yaml", "hvert år på en dag som ikke finnes", {'"24.12"': '▸"31.11"'}, "«31.11» + «24.12»"),
    _in("kalender.yaml", "hvert år med årstall", {'"24.12"': '▸"24.12.2026"'}, "«24.12.2026» + «24.12»"),
    _in("kalender.yaml", "samme dag to ganger", {"- {dato: 2026-05-15, grunn: Inneklemt dag}": '- ▸{hvert_aar: "24.12", grunn: Jul}'}, "«24.12» + to ganger + linje 2"),
]  # fmt: skip

_SCHEDULE = [
    _in("kjoreplan.yaml", "uten tid", {'- {id: maanedskjoring, tid: "05:30"}': "- ▸{id: maanedskjoring}"}, "«tid» eller «hvert»"),
    _in("kjoreplan.yaml", "både tid og hvert", {'tid: "05:30"': 'tid: "05:30", ▸hvert: 1 minutt'}, "«tid» + «hvert»"),
    _in("kjoreplan.yaml", "klokken to", {'"05:30"': '▸"02:00"'}, "02:00 + Natten klokken stilles + fra 04:00 til 22:00"),
    _in("kjoreplan.yaml", "ett minutt på fire", {'"05:30"': '▸"03:59"'}, "03:59 + Natten klokken stilles"),
    _in("kjoreplan.yaml", "ett minutt over ti", {'"05:30"': '▸"22:01"'}, "22:01 + fra 04:00 til 22:00"),
    _in("kjoreplan.yaml", "midnatt", {'"05:30"': '▸"00:00"'}, "00:00 + fra 04:00 til 22:00"),
    _in("kjoreplan.yaml", "klokkeslett med punktum", {'"05:30"': '▸"05.30"'}, "«05.30» + «05:30»"),
    _in("kjoreplan.yaml", "klokken 24", {'"05:30"': '▸"24:00"'}, "«24:00» + klokkeslett"),
    _in("kjoreplan.yaml", "tiden er tom", {'tid: "05:30"': "▸tid: "}, "«tid» er tom"),
    _in("kjoreplan.yaml", "dag 29", {"dag: 2}": "dag: ▸29}"}, "«29» + fra 1 til 28"),
    _in("kjoreplan.yaml", "dag 0", {"dag: 2}": "dag: ▸0}"}, "«0» + fra 1 til 28"),
    _in("kjoreplan.yaml", "dag sammen med hvert", {"hvert: 1 minutt": "hvert: 1 minutt, ▸dag: 2"}, "«dag»"),
    _in("kjoreplan.yaml", "hvert 0. minutt", {"hvert: 1 minutt": "hvert: ▸0 minutter"}, "«0 minutter» + fra 1"),
    _in("kjoreplan.yaml", "hver time", {"hvert: 1 minutt": "hvert: ▸1 time"}, "«1 time» + minutter"),
    _in("kjoreplan.yaml", "samme jobb to ganger", {"- {id: sletting": "- ▸{id: maanedskjoring"}, "«maanedskjoring» + to ganger + linje 2"),
    _whole("kjoreplan.yaml", "ingen jobber", "jobber: ▸[]\n", "«jobber» er tom"),
]  # fmt: skip

_RETENTION = [
    _in("oppbevaring.yaml", "ukjent hva", {"hva: tekst": "hva: ▸tekster"}, "«tekster» + «tekst»"),
    _in("oppbevaring.yaml", "hva mangler", {"{hva: tekst, ": "▸{"}, "«hva» mangler"),
    _in("oppbevaring.yaml", "år i ord", {"aar: 10": "aar: ▸10 år"}, "«10 år» + helt tall"),
    _in("oppbevaring.yaml", "null år", {"aar: 10": "aar: ▸0"}, "«0» + fra 1 til 100"),
    _in("oppbevaring.yaml", "år med å", {"aar: 10": "▸år: 10"}, "«år» + «aar»"),
    _in("oppbevaring.yaml", "slag på tekst", {"hva: tekst": "hva: tekst, ▸slag: svar"}, "bare leveranser"),
    _in("oppbevaring.yaml", "samme slag to ganger", {"- {hva: tekst, aar: 10}": "- ▸{hva: leveranse, slag: datasett/fravaer, aar: 1}"}, "«datasett/fravaer» + to ganger + linje 3"),
    _in("oppbevaring.yaml", "leveranse to ganger", {"- {hva: tekst, aar: 10}": "- ▸{hva: leveranse, aar: 1}"}, "«leveranse» + to ganger + linje 2"),
]  # fmt: skip

_APPROVAL = [
    _in("godkjenning.yaml", "uten blokk", {"{personer: 2}": "▸2"}, "godkjenningen + «2»"),
    _in("godkjenning.yaml", "personer mangler", {"{personer: 2}": "▸{}"}, "«personer» mangler"),
    _in("godkjenning.yaml", "feilskrevet", {"personer: 2": "▸person: 2"}, "«person» + «personer»"),
    _in("godkjenning.yaml", "for mange", {"personer: 2": "personer: ▸10"}, "«10» + fra 0 til 9"),
    _in("godkjenning.yaml", "i ord", {"personer: 2": "personer: ▸to"}, "«to» + helt tall"),
]  # fmt: skip

_REPORTING = [
    _in("melding.yaml", "kanskje", {"anonymt: nei": "anonymt: ▸kanskje"}, "«kanskje» + ja eller nei"),
    _in("melding.yaml", "alvor uten ord", {"alvor: {kritisk: nå, ": "alvor: ▸{"}, "«kritisk» mangler"),
    _in("melding.yaml", "feilskrevet", {"kanal: V": "▸kanall: V"}, "«kanall» + «kanal»"),
]  # fmt: skip

_CONTROL_PLAN = [
    _in("kontrollplan.yaml", "størrelse for en risiko mangler", {"  - {risiko: 2, sikkerhet: 90 %, tolererbar: 10 %, merket: 15}\n": "", "storrelser:": "▸storrelser:"}, "risiko 2"),
    _in("kontrollplan.yaml", "risiko 6", {"{risiko: 5": "{risiko: ▸6"}, "«6» + fra 1 til 5"),
    _in("kontrollplan.yaml", "hundre prosent sikker", {"sikkerhet: 80 %": "sikkerhet: ▸100 %"}, "«100 %» + andel"),
    _in("kontrollplan.yaml", "både tolererbar og oppdag", {"oppdag: 3": "oppdag: 3, ▸tolererbar: 5 %"}, "«oppdag» + «tolererbar»"),
    _in("kontrollplan.yaml", "få er flere enn mange", {"faa_merkede: 2 %": "▸faa_merkede: 6 %"}, "«faa_merkede» + «mange_merkede»"),
    _in("kontrollplan.yaml", "ingen reserve for frøet", {", reserve: Nye terninger": "", "froe: {": "froe: ▸{"}, "«reserve» mangler"),
    _in("kontrollplan.yaml", "id med bindestrek", {"id: kjop": "id: ▸kjop-store"}, "«kjop-store» + Skriv kjop_store"),
    _in("kontrollplan.yaml", "samme kontroll to ganger", {"- {id: lonn": "- ▸{id: kjop"}, "«kjop» + to ganger"),
    _in("kontrollplan.yaml", "hver uke", {"hvor_ofte: år": "hvor_ofte: ▸uke"}, "«uke» + måned"),
    _in("kontrollplan.yaml", "overlappende armer", {"armer: [merket, umerket]": "▸armer: [alle, umerket]"}, "overlapper"),
    _in("kontrollplan.yaml", "ukjent arm", {"armer: [alle]": "armer: [▸allle]"}, "«allle» + «alle»"),
    _in("kontrollplan.yaml", "ingen sjekkliste", {"sjekkliste: [okonomireglementet 10.1]": "sjekkliste: ▸[]"}, "«sjekkliste» er tom"),
    _in("kontrollplan.yaml", "etter beløp blant merkede", {"metode: enkel": "▸metode: beløp"}, "merket og umerket"),
    _in("kontrollplan.yaml", "etter beløp uten felt", {"metode: systematisk": "▸metode: beløp"}, "«metode» krever «belopsfelt»"),
    _in("kontrollplan.yaml", "toppstratum uten beløp", {"5 000 000 kr": "▸mange kroner"}, "«mange kroner» + «500 000 kr»"),
    _in("kontrollplan.yaml", "frist i dager", {"frist: 30 arbeidsdager": "frist: ▸30"}, "«30» + Skriv 30 arbeidsdager"),
    _in("kontrollplan.yaml", "feilskrevet nøkkel", {"toppstratum:": "▸topstratum:"}, "«topstratum» + «toppstratum»"),
]  # fmt: skip

CASES = [*_NOTICES, *_DELIVERIES, *_CALENDAR, *_SCHEDULE, *_RETENTION, *_APPROVAL, *_REPORTING, *_CONTROL_PLAN]
