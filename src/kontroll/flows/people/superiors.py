"""Superiors: whose superior is who on a day: for each enhet, the first above the one who answers for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

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


def superiors_of(today: Today, enheter: Mapping[str, object] | None = None) -> dict[str, Superior]:
    """enhet -> who is above whoever answers for it. Those who have nobody above, and no place, are not there.

    enheter: those that are asked about; None = all that were ever there. What the top leader answers for herself is the
    kontrollutvalg's: nobody in the administration is above her.
    """
    directory, day = today.directory, today.day
    found: dict[str, Superior] = {}
    for enhet in directory.enheter():
        if enheter is not None and enhet not in enheter:
            continue
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
