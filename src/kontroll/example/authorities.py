"""Authorities: who may approve and attest for which ansvar, up to which amount, in each calendar year.

Authorities are given for a calendar year at a time and renewed in January, so every row has an end. What goes wrong:
some are renewed late, some new leaders approve before theirs is signed, some acting leaders never get one, and some
are not withdrawn when a leader leaves.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from kontroll.example.chance import between, chance
from kontroll.example.days import MONTHS
from kontroll.example.people import ACTING, People, Tenure
from kontroll.example.scene import Scene
from kontroll.example.structure import AREA, RAADMANN, SITE, STAFF, VIRKSOMHET, Enhet, Organisation

HEADINGS = "fullmakt_id person ansvar fullmakttype maks_belop gjelder_fra gjelder_til gitt_av signert_dato".split()

#: Largest amount, kroner, a leader may approve, by kind of unit; a small tjenestested has half.
_LIMITS = {SITE: 200_000, STAFF: 500_000, VIRKSOMHET: 1_000_000, AREA: 5_000_000, RAADMANN: 75_000_000}
_SMALL = ("barnehage", "kultur", "barnevern", "sosial")


def limit(unit: Enhet) -> int:
    return 100_000 if unit.kind == SITE and unit.service in _SMALL else _LIMITS[unit.kind]


@dataclass
class Authorities:
    """rows of the data set, and approvers[unit][month]: the line of (person, limit in øre) that approves.

    held[unit, person]: (limit in øre, first and last day) of each authority to approve.
    """

    rows: list[list[str]] = field(default_factory=list)
    held: dict[tuple[str, str], list[tuple[int, int, int]]] = field(default_factory=dict)
    approvers: dict[str, list[list[tuple[str, int]]]] = field(default_factory=dict)

    def may(self, unit: str, person: str, day: int, ore: int) -> bool:
        return any(ore <= most and first <= day <= last for most, first, last in self.held.get((unit, person), ()))


#: Months in which the last invoices of a closed enhet come.
_WINDING_UP = 4


@dataclass(frozen=True, slots=True)
class _Right:
    person: str
    ansvar: str
    kind: str
    limit: int
    first: int
    last: int
    giver: str
    signed: int


def _years(scene: Scene, first: int, last: int) -> list[tuple[int, int]]:
    """The stretch of days cut at New Year, from the year before the period on."""
    found = []
    for year in range(scene.first.year, scene.last.year + 1):
        start = max(first, scene.days.of(date(year, 1, 1)))
        end = min(last, scene.days.of(date(year, 12, 31)))
        if start <= end and start <= scene.today:
            found.append((start, end))
    return found


def _closed(scene: Scene, unit: Enhet) -> int:
    """The last month of authority: a kommune in order winds an enhet up before the authority for its ansvar ends."""
    return unit.closed + (_WINDING_UP if scene.calm else 0)


def _span(scene: Scene, first: int, last: int) -> tuple[int, int]:
    days = scene.days
    start = days.start[first] if first >= 0 else 0
    return start, days.end[last] if last < MONTHS else days.of(date(scene.last.year, 12, 31))


def _of_leader(scene: Scene, unit: Enhet, holder: Enhet, tenure: Tenure, giver: str) -> list[_Right]:
    """What a leader of `holder` may approve for `unit`; `giver` is who signs."""
    rng = scene.stream("authority", unit.id, holder.id, tenure.person, str(tenure.first))
    if not tenure.person or (tenure.role == ACTING and chance(rng, 0.12)):
        return []
    first, last = _span(scene, max(tenure.first, unit.opened), min(tenure.last, _closed(scene, unit)))
    if first > last:
        return []
    if tenure.first >= 0 and chance(rng, 0.12):
        first += between(rng, 6, 30)
    if tenure.last < MONTHS and chance(rng, 0.15):
        last = _span(scene, 0, MONTHS)[1] if chance(rng, 0.2) else last + between(rng, 40, 200)
    found: list[_Right] = []
    for order, (start, end) in enumerate(_years(scene, first, last)):
        if order and chance(rng, 0.012):
            start += between(rng, 8, 35)
        found.append(
            _Right(
                tenure.person,
                unit.id,
                "anvise",
                limit(holder),
                start,
                end,
                giver,
                scene.days.workday(max(start - between(rng, 5, 17), 0)),
            )
        )
    return found


def authorities(scene: Scene, organisation: Organisation, people: People) -> Authorities:
    """All authorities for all units that buy anything, and who approves what in which month."""
    found, rights = Authorities(), list[_Right]()
    tenures: dict[str, list[Tenure]] = {}
    for tenure in people.tenures:
        tenures.setdefault(tenure.unit, []).append(tenure)
    for unit in organisation.units.values():
        line = [unit.id]
        for month in range(MONTHS):
            line += [above for above in organisation.above(unit.id, month) if above not in line]
        for holder in line:
            above = organisation.above(holder, 0)
            for tenure in tenures[holder]:
                month = min(max(tenure.first, 0), MONTHS - 1)
                giver = next((p for u in above if (p := people.leader[u][month])), people.offices["ordfører"][0])
                rights += _of_leader(scene, unit, organisation.units[holder], tenure, giver)
        for person in (*people.attestants[unit.id], people.deputies[unit.id]):
            first, last = _span(scene, unit.opened, _closed(scene, unit))
            giver = people.leader[unit.id][max(unit.opened, 0)]
            for start, end in _years(scene, first, last):
                rights.append(_Right(person, unit.id, "attestere", limit(unit), start, end, giver, start))
        found.approvers[unit.id] = _approvers(organisation, people, unit)
    rights.sort(key=lambda r: (r.signed, r.ansvar, r.person, r.kind))
    text = scene.days.text
    for number, r in enumerate(rights, start=1):
        if r.kind == "anvise":
            found.held.setdefault((r.ansvar, r.person), []).append((r.limit * 100, r.first, r.last))
        found.rows.append(
            [
                f"F{number:05d}",
                r.person,
                r.ansvar,
                r.kind,
                f"{r.limit},00",
                text(r.first),
                text(r.last),
                r.giver,
                text(r.signed),
            ]
        )
    return found


def _approvers(organisation: Organisation, people: People, unit: Enhet) -> list[list[tuple[str, int]]]:
    found: list[list[tuple[str, int]]] = []
    for month in range(MONTHS):
        line = [unit.id, *organisation.above(unit.id, month)]
        found.append(
            [(person, limit(organisation.units[id]) * 100) for id in line if (person := people.leader[id][month])]
        )
    return found
