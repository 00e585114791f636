"""Parties: who leads an enhet, and who signs for the other side, on a day."""

from __future__ import annotations

from dataclasses import dataclass

from kontroll.flows.people.today import Today


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """superior: None where nobody can sign. council: she is to sign for the council, because nobody in the line is above."""

    person: str
    superior: str | None
    council: bool


def parties_of(today: Today, enhet: str) -> Parties | None:
    """None where nobody leads the enhet itself: whoever only answers for it until it has a leader has agreed to nothing."""
    leader = today.directory.leader_of(enhet, today.day)
    if leader is None:
        return None
    above = next(iter(today.directory.above(enhet, today.day)), None)
    if above is not None:
        return Parties(person=leader.person, superior=above.person, council=False)
    role = today.desk.policies.agreements.council_role
    council = [one for one in today.directory.holders(role, today.day) if one != leader.person]
    return Parties(person=leader.person, superior=next(iter(council), None), council=True)


def led_enheter(today: Today) -> list[str]:
    """Every enhet that has a leader of its own on the day, by id. Of one who leads several in a line, only the uppermost.

    Why: a kommunalsjef who also leads a virksomhet below herself has one agreement, with the one above her.
    """
    directory, day = today.directory, today.day
    found = []
    for enhet in sorted(directory.enheter()):
        leader = directory.leader_of(enhet, day)
        if leader is None or directory.enhet_on(enhet, day) is None:
            continue
        above = directory.line(enhet, day)[1:2]
        over = directory.leader_of(above[0].enhet, day) if above else None
        if over is None or over.person != leader.person:
            found.append(enhet)
    return found
