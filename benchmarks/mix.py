"""Mix: who comes to the measured pages, and what each asks for: twenty leaders, internal control and an auditor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from benchmarks.visitors import Mix
from kontroll.domain.access import Role
from kontroll.domain.sak import Sak, SakState
from kontroll.flows.deliveries.known_people import known_directory
from kontroll.flows.people.sign_in import sign_in_as
from kontroll.web.signed_in import COOKIE
from kontroll.wiring import Desk

_LEADERS = 20


def mixes_of(desk: Desk) -> list[Mix]:
    """Twenty leaders with something to answer, internal control, the kommunedirektør's view and an auditor's."""
    with desk.database.reading() as tx:
        saker = [sak for sak in tx.saker.where(tx.saker.table.c.state != SakState.CLOSED) if sak.owner and sak.rule]
        closed = tx.saker.newest("closed_on", state=SakState.CLOSED, limit=20)
        directory, today = known_directory(tx), datetime.now(UTC).date()
    # Some saker are owned by those who deliver data, who lead no enhet.
    by_owner = {sak.owner: sak for sak in saker if sak.enhet in directory.answered_for_by(sak.owner or "", today)}
    leaders = list(by_owner.values())[:_LEADERS]
    everyone = [*leaders[:6], *closed[:6]]
    return [
        *(
            Mix("leader", 3, [_cookie(desk, sak.owner, ())], _of_leader(sak))
            for sak in leaders
        ),
        Mix("internal control", 25, [_cookie(desk, None, [Role.INTERNAL_CONTROL])], _of_control(everyone)),
        Mix("auditor", 15, [_cookie(desk, None, [Role.AUDITOR])], _OF_AUDITOR),
    ]  # fmt: skip


def _of_leader(sak: Sak) -> Mapping[str, int]:
    return {
        "/": 25,
        f"/sak/{sak.id}": 40,
        "/saker": 10,
        f"/enhet/{sak.enhet}": 15,
        "/meldinger": 5,
        "/reglement": 1,
        "/hjelp": 4,
    }


def _of_control(saker: list[Sak]) -> Mapping[str, int]:
    lists = {
        "/": 10, "/ko": 25, "/ko?sorter=eier": 3, "/ko?side=3": 4, "/ko?ord=skole": 4, "/saker": 4, "/regler": 3,
        "/leveranser": 3, "/kjoringer": 2, "/vaktliste": 2, "/meldinger": 2, "/sok?ord=skole": 2,
    }  # fmt: skip
    return {**lists, **{f"/sak/{sak.id}": 3 for sak in saker}, **{f"/regel/{sak.rule}": 1 for sak in saker if sak.rule}}


_OF_AUDITOR = {
    "/": 10, "/styring": 20, "/styring/saker": 15, "/styring/ikke-kontrollert": 8, "/oversikt": 10, "/politisk": 8,
    "/reglement": 3, "/reglement/skal-register": 5, "/saker": 15, "/kjoringer": 6,
}  # fmt: skip


def mix_told() -> str:
    """Ids stand for those of the saker, enheter and rules that were drawn."""
    parts = {
        "a leader (60 of 100 users)": {
            "/": 25, "/sak/…": 40, "/saker": 10, "/enhet/…": 15, "/meldinger": 5, "/reglement": 1, "/hjelp": 4,
        },
        "internal control (25)": {"/ko, sorted, searched and further on": 36, "/": 10, "/sak/…": 36, "/regel/…": 12, "lists": 18},
        "an auditor (15)": _OF_AUDITOR,
    }  # fmt: skip
    return "; ".join(
        f"{role}: {', '.join(f'`{page}` {round(100 * n / sum(of.values()))}' for page, n in of.items())}"
        for role, of in parts.items()
    )


def _cookie(desk: Desk, person: str | None, roles: Sequence[Role]) -> dict[str, str]:
    token = sign_in_as(
        desk.database, f"bench|{person}|{','.join(role.value for role in roles)}", name="Målt", person=person, roles=roles,
        how="bench", lasts=timedelta(hours=12), now=datetime.now(UTC),
    )  # fmt: skip
    return {COOKIE: token}
