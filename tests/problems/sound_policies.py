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
FILES = {
    "varsling.yaml": NOTICES,
    "leveranser.yaml": DELIVERIES,
    "kalender.yaml": CALENDAR,
    "kjoreplan.yaml": SCHEDULE,
    "oppbevaring.yaml": RETENTION,
    "godkjenning.yaml": APPROVAL,
    "melding.yaml": REPORTING,
}


def write_sound(folder: Path) -> None:
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
