"""Superiors: whose superior is who on a day: for each enhet, the first above the one who answers for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from weakref import WeakKeyDictionary

from kontroll.domain.directory import Directory
from kontroll.domain.people import Responsible
from kontroll.domain.policy import SUPERVISORY
from kontroll.flows.people.today import Today


@dataclass(frozen=True, slots=True, kw_only=True)
class Superior:
    """key: id of the enhet she leads, or the word for the kontrollutvalg. person: "" for the kontrollutvalg."""

    key: str
    person: str
    name: str
    enhet: str


#: Of the last day that was asked about, as long as the directory lives: every look at the page of the whole asks.
_KNOWN: WeakKeyDictionary[Directory, tuple[date, Mapping[str, Superior]]] = WeakKeyDictionary()


def superiors_of(today: Today) -> Mapping[str, Superior]:
    """enhet -> who is above whoever answers for it. Those who have nobody above, and no place, are not there.

    What the top leader answers for herself is the kontrollutvalg's: nobody in the administration is above her.
    """
    known = _KNOWN.get(today.directory)
    if known is None or known[0] != today.day:
        known = _KNOWN[today.directory] = (today.day, _found(today))
    return known[1]


def _found(today: Today) -> dict[str, Superior]:
    directory, day = today.directory, today.day
    found: dict[str, Superior] = {}
    for enhet in directory.enheter():
        if directory.led_by_top(enhet, day):
            found[enhet] = Superior(key=SUPERVISORY, person="", name="", enhet="")
        elif above := directory.above(enhet, day):
            found[enhet] = _superior(today, above[0])
    return found


def _superior(today: Today, one: Responsible) -> Superior:
    person = today.directory.person(one.person, today.day)
    return Superior(
        key=one.enhet,
        person=one.person,
        name=person.name if person is not None else one.person,
        enhet=today.directory.name_of(one.enhet, today.day),
    )
