"""User words: what stands in the way when an administrator changes a user, in bokmål."""

from __future__ import annotations

from collections.abc import Iterable

from kontroll.domain.policy import Apart
from kontroll.domain.problem import KontrollError
from kontroll.flows.people.apart import MustNotMeet
from kontroll.flows.people.manage_users import HerOwn, LastAdministrator, NoReason, NoSuchPerson, NotHere
from kontroll.flows.people.users import NotGiven, Taken
from kontroll.texts import N_, _, listed

_TOLD: dict[type[KontrollError], str] = {
    NoReason: N_("Skriv en begrunnelse. Den som reviderer, skal forstå hvorfor tilgangen ble endret."),
    HerOwn: N_("Ingen gir seg selv en rolle, eller sperrer seg selv. En annen administrator må gjøre det."),
    LastAdministrator: N_("Dette er den siste administratoren. Gi rollen til en annen først."),
    NoSuchPerson: N_("Ingen i personer.csv har denne person_id-en. Lever listen først, eller la feltet stå tomt."),
    NotHere: N_("Denne brukeren logger inn gjennom kommunens egen tjeneste, og har ikke passord her."),
    NotGiven: N_("Rollen kan ikke gis. Hvem som leder, står i organisasjon.csv og personer.csv."),
    Taken: N_("Brukernavnet er i bruk."),
}
REFUSALS: tuple[type[KontrollError], ...] = (*_TOLD, MustNotMeet)


def refused_told(error: KontrollError) -> str:
    if isinstance(error, MustNotMeet):
        return _("Rollene {roles} skal ikke møtes i én person (tilgang.yaml). Gi den ene til en annen.").format(
            roles=pair_told(error.pair)
        )
    return _(_TOLD[type(error)])


def warnings_told(pairs: Iterable[Apart]) -> list[str]:
    return [
        _("Merk: {roles} bør ikke møtes i én person (tilgang.yaml). Rollen er gitt likevel.").format(
            roles=pair_told(one)
        )
        for one in pairs
    ]


def pair_told(pair: Apart) -> str:
    return listed(sorted(role.value for role in pair.roles))
