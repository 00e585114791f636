"""Parts: what somebody who sees many enheter thinks of as her areas: those right below the ones she leads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kontroll.domain.access import Seen
from kontroll.flows.people.today import Today
from kontroll.texts import _

#: The part of what has no place in the organisation: an enhet that is not known, or none at all.
ELSEWHERE = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """id: of the enhet that the part is, or ELSEWHERE. leader: name of whoever answers for it; "" = nobody.

    enheter: the enhet and all below it that she sees; without those of the other parts.
    """

    id: str
    name: str
    leader: str
    enheter: frozenset[str]


def parts_of(today: Today, sees: Seen) -> dict[str, Part]:
    """By id, in the order of their names; ELSEWHERE last, where somebody sees what has no place."""
    by: dict[str, set[str]] = {}
    tops: set[str] = set()
    for enhet in today.directory.enheter():
        if sees.holds(enhet):
            id, is_top = _part(today, enhet, sees)
            by.setdefault(id, set()).add(enhet)
            tops |= {id} if is_top else set()
    several = len(by) > 1
    found = [_made(today, id, frozenset(enheter), alone=several and id in tops) for id, enheter in by.items()]
    # The enhet that all are below is no area like the others: it stands first.
    found.sort(key=lambda part: (part.id == ELSEWHERE, part.id not in tops, part.name.casefold(), part.id))
    return {part.id: part for part in found}


def part_by_enhet(parts: Mapping[str, Part]) -> dict[str, str]:
    return {enhet: part.id for part in parts.values() for enhet in part.enheter}


def _part(today: Today, enhet: str, sees: Seen) -> tuple[str, bool]:
    """The enhet right below the uppermost in its line that she sees; and whether it is that one itself."""
    line = [span.enhet for span in today.directory.line(enhet, today.day) if sees.holds(span.enhet)]
    if not line:
        return ELSEWHERE, False
    return (line[-2], False) if len(line) > 1 else (line[-1], True)


def _made(today: Today, id: str, enheter: frozenset[str], *, alone: bool) -> Part:
    if id == ELSEWHERE:
        return Part(id=id, name=_("Uten plass i organisasjonen"), leader="", enheter=enheter)
    answering = today.directory.responsible_for(id, today.day)
    person = today.directory.person(answering.person, today.day) if answering is not None else None
    name = today.directory.name_of(id, today.day)
    return Part(
        id=id,
        name=_("{name} (uten enhetene under)").format(name=name) if alone else name,
        leader=person.name if person is not None else answering.person if answering is not None else "",
        enheter=enheter,
    )
