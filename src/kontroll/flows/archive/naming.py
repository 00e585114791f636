"""Naming: who somebody was and what an enhet was called when something was decided, for those who read it long after."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time

from kontroll.domain.month import Month
from kontroll.flows.people.looking import Looking
from kontroll.texts import NORWAY


def person_name(look: Looking, person: str | None, day: date) -> str:
    """ "" where nobody is named. Of one who is in no list of the day, nor now: of the user, or the id."""
    if not person:
        return ""
    directory = look.today.directory
    found = directory.person(person, day) or directory.person(person, look.today.day)
    if found is not None:
        return found.name
    user = look.tx.users.get(person)
    return user.name if user is not None else person


def enhet_name(look: Looking, enhet: str, day: date) -> str:
    return look.today.directory.name_of(enhet, day) if enhet else ""


def day_of(moment: datetime) -> date:
    return moment.astimezone(NORWAY).date()


def noon(day: date) -> datetime:
    """Of what is known by its day alone."""
    return datetime.combine(day, time(12), NORWAY)


def is_within(day: date, first: Month, last: Month) -> bool:
    return first.first_day <= day <= last.last_day


def numbered_by(ids: Iterable[str]) -> list[str]:
    """In an order that people expect: `2026-9` before `2026-10`."""
    return sorted(
        ids, key=lambda id: [(part.isdigit(), int(part) if part.isdigit() else 0, part) for part in _parts(id)]
    )


def _parts(id: str) -> list[str]:
    return id.replace("/", "-").split("-")
