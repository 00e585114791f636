"""Somebody of the village, signed in: the cookie that a browser of hers would hold."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from kontroll.domain.access import Role
from kontroll.flows.deliveries.known_people import known_directory
from kontroll.flows.people.sign_in import sign_in_as
from kontroll.wiring import Desk

#: The day that the village is seen from; the clock of its pages stands still.
NOW = datetime(2026, 4, 20, 7, 0, tzinfo=UTC)
#: Internal control, who sees all that anybody does.
CONTROL = "KARI"


def clock() -> datetime:
    return NOW


def token_of(desk: Desk, person: str | None = CONTROL, roles: Iterable[Role] = (), now: datetime = NOW) -> str:
    """person: None = somebody who is in no list of the kommune's, with the roles alone."""
    given = list(roles)
    with desk.database.reading() as tx:
        found = known_directory(tx).person(person, now.date()) if person else None
    name = found.name if found is not None else "Rita Revisor"
    who = f"test|{person}|{','.join(sorted(role.value for role in given))}"
    return sign_in_as(
        desk.database, who, name=name, person=person, roles=given, how="test", lasts=timedelta(hours=1), now=now
    )


def cookies(desk: Desk, person: str | None = CONTROL, roles: Iterable[Role] = ()) -> dict[str, str]:
    from kontroll.web.signed_in import COOKIE

    return {COOKIE: token_of(desk, person, roles)}
