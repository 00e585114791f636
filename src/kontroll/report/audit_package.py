"""What stands in the revisor's package about itself, and what its list of contents is called."""

from __future__ import annotations

from datetime import datetime

from kontroll.domain.month import Month
from kontroll.texts import _, moment, month_name

CONTENTS = "innhold.json"


def read_me(municipality: str, first: Month, last: Month, made: datetime) -> str:
    """LESMEG.txt."""
    return _("""REVISORPAKKE
{municipality}, {first} til {last}. Laget {made}.

I denne mappen ligger alt som skal til for å regne ut på nytt det kontroll har svart disse månedene, uten kontroll, uten databasen
og uten nett. Du trenger bare Python 3.11 eller nyere:

    python3 etterprov.py

Hver linje ender med STEMMER eller AVVIK. Programmet bruker bare Pythons eget standardbibliotek og ligger åpent i mappen
etterprover/. Det er skrevet for seg, fra teksten om hva regelspråket betyr, og deler ingen kode med kontroll.

HVA SOM LIGGER HER
innhold.json        hver fil med størrelse og SHA-256
maaneder.json       for hver måned: hvilke svar som gjelder, hvilken kjøring som ga dem, og hvilke leveranser og regler den kjente
svar/               svarene: regel, enhet, periode, post, resultat
regler/             regelfilene slik de var, og de samme som JSON (regler.json)
leveranser/         det som var levert, rad for rad slik det ble lest, i den rekkefølgen det kom
avvik.csv           avvik som sto åpne i månedene
saker.csv           sakene de ble fulgt opp i
forklaringer/       for hvert avvik som åpnet: hvorfor, med verdier, grenser og hjemmel
stikkprover/        plan, liste, frø og utvalg for hver stikkprøve, med eget etterprøvingsprogram
logg/logg.jsonl     hele loggen: hver linje er bundet til den forrige

HVA ETTERPRØVINGEN VISER, OG HVA DEN IKKE VISER
Den viser at svarene følger av reglene og de leverte tallene, at regler og svar er dem loggen sier ble brukt og gitt, at loggen
henger sammen, og at utvalgene er trukket slik det var lovet.
Den viser ikke at tallene som ble levert, var riktige. Hold dem mot kildesystemet: leveranser.json har SHA-256 av hver fil slik
den kom. Den viser heller ikke at loggen er den samme som før: hold den siste linjens kode mot en du har fått tidligere.

Pakken inneholder personopplysninger. Den er til revisor, og skal ikke sendes i e-post. Loggen binder alle svarene i en måned
under ett, så svar om resultatlønn og egen samtale står også med
i svar/. De gjelder enkeltledere, og avvik og saker om dem er ikke med.
""").format(
        municipality=municipality, first=month_name(first), last=month_name(last),
        made=moment(made),
    )  # fmt: skip
