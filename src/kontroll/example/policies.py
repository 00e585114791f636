"""Furuvik's own policies: whom it tells of what and how, and on which days it is closed.

What Furuvik does as every kommune does (deliveries, jobs, retention) it has no file for: the shipped one holds.
"""

from __future__ import annotations

from pathlib import Path

_NOTICES = """\
# Hvem som varsles i Furuvik, hvordan og når. Filen gjelder hel, i stedet for den som følger med kontroll.
# De fleste ordene er en leder her, ikke en rolle: stabene fordeler arbeidet selv.
mottakere:
  leder: {leder_av: enheten}
  overordnet: {leder_av: overordnet}
  kommunalsjef: {enhetstype: kommunalsjef}
  kommunedirektor: {enhetstype: rådmann}
  kontrollutvalg: {rolle: kontrollutvalgets leder}
  revisor: {rolle: kontrollutvalgets leder}           # revisor er utenfor kommunen; utvalgets leder sender videre
  internkontroll: {rolle: internkontroll}
  okonomi: {enhet: "1100"}
  hr: {enhet: "1200"}
  innkjop: {enhet: "1300"}
  digitalisering: {enhet: "1400"}
  arkiv: {enhet: "1500"}
  analyse: {enhet: "1600"}
  verneombud: {rolle: hovedverneombud}
  personvernombud: {rolle: personvernombud}

# Furuvik er en øvelse: ingen melding forlater maskinen. De ligger som filer i utboksen.
kanaler: [mappe]

straks: [kritisk]
paaminnelse: 2 arbeidsdager
demp_uten_data: ja
"""

_CALENDAR = """\
# Dager Furuvik kommune er stengt, utenom lørdager, søndager og helligdager.
stengt:
  - {hvert_aar: "24.12", grunn: Julaften}
  - {hvert_aar: "31.12", grunn: Nyttårsaften}
"""


def write_policies(folder: Path) -> list[Path]:
    """Write varsling.yaml and kalender.yaml into `folder`, the home's policies/; returns those that were not there."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, text in (("varsling.yaml", _NOTICES), ("kalender.yaml", _CALENDAR)):
        if not (folder / name).exists():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
            written.append(folder / name)
    return written
