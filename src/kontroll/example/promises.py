"""What leaders of Furuvik promise besides the figures of their maps: a top leader's six, and one or two of each of the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from kontroll.example.chance import pick


@dataclass(frozen=True, slots=True)
class Promised:
    """kind: `frist`, `antall` or `skjønn`. month, day: by when, where there is a day. count: how many, of `antall`."""

    kind: str
    words: str
    count: int = 0
    month: int = 12
    day: int = 31


#: Of the whole kommune, as the rådmann has them with the council.
OF_TOP = (
    Promised("skjønn", "Barnehage, grunnskole og videregående skole samarbeider slik at overgangene mellom dem er planlagt."),
    Promised("frist", "Det er avklart hva kommunen gjør for sysselsetting av yrkeshemmede, og hvem som gjør det.", month=10),
    Promised("antall", "Selvbetjente tjenester som innbyggerne kan bruke på kommunens nettsider.", 15),
    Promised("skjønn", "Vi har folk nok med rett kompetanse til å være byggherre, og risikoen i prosjektene er fulgt opp."),
    Promised("skjønn", "Uttaket av AFP vokser mindre enn året før, og flere ansatte har minoritetsbakgrunn."),
    Promised("antall", "Lærlinger i kommunen, med kontrakt ved utgangen av året.", 60),
    Promised("frist", "Verdigrunnlaget og de etiske retningslinjene er drøftet i alle virksomheter.", month=6, day=15),
)  # fmt: skip
#: Of those who lead others who lead.
OF_AREA = (
    Promised("skjønn", "Lederne i området bruker nettverkene til å hjelpe hverandre med det som ikke går bra."),
    Promised("frist", "Etikk er tema i alle ledermøter, og områdets egne retningslinjer er revidert.", month=9, day=30),
    Promised("antall", "Internkontrollgjennomganger som er gjort ved tjenestestedene.", 12),
    Promised("frist", "Planen for kompetanse i området er vedtatt og tatt i bruk.", month=11, day=1),
)
#: Of tjenestesteder, by tjeneste; "" = any.
OF_SITE = {
    "skole": (
        Promised("antall", "Lærlinger og praksisplasser ved skolen.", 2),
        Promised("frist", "Rutinen for overgang fra barnehage er evaluert sammen med barnehagene.", month=6, day=1),
    ),
    "barnehage": (
        Promised("frist", "Foreldrene er med på å evaluere årsplanen.", month=6, day=15),
        Promised("antall", "Ansatte som har fullført kurset om språk i barnehagen.", 4),
    ),
    "sykehjem": (
        Promised("antall", "Nye hele stillinger som er lyst ut uten helg hver tredje uke.", 3),
        Promised("frist", "Brukerrådet er etablert og har hatt sitt første møte.", month=5, day=31),
    ),
    "hjemmetjeneste": (
        Promised("skjønn", "Brukerne møter færre ulike personer i løpet av en uke."),
        Promised("antall", "Nye hele stillinger.", 4),
    ),
    "": (
        Promised("skjønn", "Medarbeiderne kjenner de etiske retningslinjene og bruker dem når de er i tvil."),
        Promised("frist", "Brukerne er invitert til et møte om hva som kan bli bedre.", month=10, day=15),
        Promised("antall", "Forbedringsforslag fra medarbeiderne som er tatt i bruk.", 3),
    ),
}
WHY_CHANGED = "Bemanningen ble endret da budsjettet ble revidert, og vi er enige om ett mål til."
ADDED = Promised("frist", "Turnusen er lagt om, og de tillitsvalgte har vært med.", month=11, day=15)


def promised_by(rng: Random, kind: str, service: str) -> Iterator[Promised]:
    """kind: `top`, `area` or `site`."""
    if kind == "top":
        yield from OF_TOP
    elif kind == "area":
        first = pick(rng, OF_AREA)
        yield from (first, pick(rng, [one for one in OF_AREA if one != first]))
    else:
        yield pick(rng, OF_SITE.get(service, OF_SITE[""]))
