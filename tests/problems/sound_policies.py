"""Small policy files without a fault, for tests that change one thing."""

from __future__ import annotations

from pathlib import Path

NOTICES = """\
mottakere:
  leder: {leder_av: enheten}
  kommunalsjef: {enhetstype: kommunalsjef}
  innkjop: {enhet: "1300"}
  hr: {rolle: HR-rådgiver}
  internkontroll: {rolle: internkontroll}
  kontrollutvalg: {rolle: kontrollutvalgets leder}
kanaler: [epost, logg]
straks: [kritisk]
paaminnelse: 2 arbeidsdager
demp_uten_data: ja
"""
DELIVERIES = """\
leveranser:
  - {id: lonn, kilde: HR-systemet, eier: hr, forfaller: 10 arbeidsdager, frekvens: måned, purres_hver: 3 arbeidsdager}
  - {id: kjop, datasett: kjop, eier: innkjop, forfaller: 5 arbeidsdager, frekvens: måned}
"""
CALENDAR = """\
stengt:
  - {hvert_aar: "24.12", grunn: Julaften}
  - {dato: 2026-05-15, grunn: Inneklemt dag}
  - {fra: 2026-12-28, til: 2026-12-30, grunn: Romjulen}
"""
SCHEDULE = """\
jobber:
  - {id: maanedskjoring, tid: "05:30"}
  - {id: sletting, tid: "21:30", dag: 2}
  - {id: utsending, hvert: 1 minutt}
"""
RETENTION = """\
oppbevaring:
  - {hva: leveranse, aar: 5}
  - {hva: leveranse, slag: datasett/fravaer, aar: 3}
  - {hva: tekst, aar: 10}
"""
APPROVAL = """\
godkjenning: {personer: 2}
"""
REPORTING = """\
melding: {anonymt: nei}
alvor: {kritisk: nå, høy: snart, middels: siden, lav: en gang}
varsling: {kanal: Varslingsutvalget}
"""
CONTROL_PLAN = """\
offentlige_datasett: [kjop]
storrelser:
  - {risiko: 1, sikkerhet: 80 %, tolererbar: 10 %, merket: 10}
  - {risiko: 2, sikkerhet: 90 %, tolererbar: 10 %, merket: 15}
  - {risiko: 3, sikkerhet: 90 %, tolererbar: 5 %, merket: 20}
  - {risiko: 4, sikkerhet: 95 %, oppdag: 3, merket: 25}
  - {risiko: 5, sikkerhet: "0,95", tolererbar: 3 %, merket: 30}
justering: {mange_merkede: 5 %, faa_merkede: 2 %, falsk_alarm: 50 %, minst_avgjort: 10, feilfrie: 3}
froe: {kilde: Terninger på møtet, skrives: 20 sifre, reserve: Nye terninger}
kontroller:
  - id: kjop
    navn: Innkjøp
    datasett: kjop
    filter: {felt: verdi, er: minst, verdi: 1000.5}
    belopsfelt: verdi
    hvor_ofte: kvartal
    risiko: 4
    metode: enkel
    toppstratum: 5 000 000 kr
    armer: [merket, umerket]
    regler: [innkjop-001]
    sjekkliste: [innkjopsreglementet 6.6]
    ansvarlig: innkjop
    frist: 30 arbeidsdager
    trinn: 2
    dobbelt: 10 %
  - {id: lonn, navn: Lønn, datasett: lonn, hvor_ofte: år, risiko: 2, metode: systematisk, armer: [alle], sjekkliste: [okonomireglementet 10.1], ansvarlig: hr}
"""
FILES = {
    "varsling.yaml": NOTICES,
    "leveranser.yaml": DELIVERIES,
    "kalender.yaml": CALENDAR,
    "kjoreplan.yaml": SCHEDULE,
    "oppbevaring.yaml": RETENTION,
    "godkjenning.yaml": APPROVAL,
    "melding.yaml": REPORTING,
    "kontrollplan.yaml": CONTROL_PLAN,
}


def write_sound(folder: Path) -> None:
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
