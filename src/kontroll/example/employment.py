"""tilsetting, lederforhold, leverandor_rolle and bierverv: who began, who leads, and who has a foot in a supplier."""

from __future__ import annotations

from kontroll.example import planted
from kontroll.example.chance import between, chance, count, pick
from kontroll.example.days import MONTHS
from kontroll.example.filing import Dated
from kontroll.example.people import DEPUTY, People, headcount
from kontroll.example.scene import Scene
from kontroll.example.structure import AREA, VIRKSOMHET, Organisation
from kontroll.example.suppliers import Market

HIRED_HEADINGS = (
    "tilsetting_id enhet person stilling stillingsprosent tiltredelse arbeidsavtale_dato politiattest_vist".split()
)
LEADER_HEADINGS = "lederforhold_id enhet person rolle tiltraadt fratraadt".split()
ROLE_HEADINGS = "rolle_id enhet person leverandor rolle gjelder_fra gjelder_til".split()
SIDE_JOB_HEADINGS = "bierverv_id enhet person leverandor meldt_dato godkjent_dato gjelder_fra gjelder_til".split()
_POSTS = {
    "skole": ("lærer", "lærer", "assistent", "fagarbeider"),
    "barnehage": ("barnehagelærer", "fagarbeider", "assistent"),
    "hjemmetjeneste": ("sykepleier", "helsefagarbeider", "assistent"),
    "kultur": ("bibliotekar", "miljøarbeider"),
    "sykehjem": ("sykepleier", "helsefagarbeider", "assistent", "kokk"),
    "sosial": ("veileder", "miljøterapeut"),
    "barnevern": ("barnevernspedagog", "miljøterapeut"),
    "teknisk": ("fagarbeider", "ingeniør", "renholder"),
    "": ("rådgiver", "konsulent"),
}
#: Services where the law asks for a police certificate before work begins.
_CERTIFIED = ("skole", "barnehage", "hjemmetjeneste", "sykehjem", "barnevern")
_PERCENT = ("100", "100", "100", "80", "75", "60", "50", "37,5", "20")


def hired(scene: Scene, organisation: Organisation, people: People) -> list[Dated]:
    found: list[Dated] = []
    days = scene.days
    for unit in organisation.units.values():
        rng, heads = scene.stream("hired", unit.id), headcount(unit)
        if unit.kind in (AREA, VIRKSOMHET):
            continue
        for month in range(MONTHS):
            busy = 2.2 if scene.month(month).number == 8 else 0.9
            for _ in range(count(rng, heads * 0.0105 * busy) if unit.at(month) else 0):
                day = days.workday(between(rng, days.start[month], days.end[month] - 3))
                agreed = day - between(rng, -5, 40) if chance(rng, 0.991) else day + between(rng, 8, 60)
                shown = day - between(rng, 1, 60)
                if chance(rng, 0.008):
                    shown = day + between(rng, 1, 40)
                certified = unit.service in _CERTIFIED and chance(rng, 0.994)
                found.append(
                    (
                        day,
                        [
                            "",
                            unit.id,
                            people.employee(rng, unit.id, heads + 20),
                            pick(rng, _POSTS[unit.service]),
                            pick(rng, _PERCENT),
                            days.text(day),
                            days.known(agreed, scene.reported) if chance(rng, 0.996) else "",
                            days.known(shown, scene.reported) if certified else "",
                        ],
                    )
                )
    found.sort(key=lambda r: (r[0], r[1][1], r[1][2]))
    for number, (_, row) in enumerate(found, start=1):
        row[0] = f"TS{number:05d}"
    return found


def leaders(scene: Scene, organisation: Organisation, people: People) -> list[list[str]]:
    rows: list[list[str]] = []
    days = scene.days

    def first_day(month: int) -> str:
        return scene.month(month).first_day.isoformat()

    for t in people.tenures:
        if t.person:
            last = days.text(days.end[t.last]) if t.last < MONTHS else ""
            rows.append(["", t.unit, t.person, t.role, first_day(t.first), last])
    for unit in organisation.units.values():
        last = days.text(days.end[unit.closed]) if unit.closed < MONTHS else ""
        rows.append(["", unit.id, people.deputies[unit.id], DEPUTY, first_day(unit.opened), last])
    rows.sort(key=lambda r: (r[1], r[4], r[3], r[2]))
    for number, row in enumerate(rows, start=1):
        row[0] = f"LF{number:04d}"
    return rows


def outside_roles(
    scene: Scene, organisation: Organisation, people: People, market: Market
) -> tuple[list[Dated], list[list[str]]]:
    """Roles found in the register, dated when found, and side jobs reported. Most have a role far from their work."""
    rng, days = scene.stream("roles"), scene.days
    roles: list[Dated] = []
    side_jobs: list[list[str]] = []
    sites = organisation.sites()
    for number in range(46):
        unit = pick(rng, sites)
        near = number % 9 == 0
        person = people.attestants[unit.id][0] if near else people.employee(rng, unit.id, headcount(unit))
        category = pick(
            rng, ("kurs", "velferd", "leie av lokaler", "konsulent", "transport", "leker og formingsmateriell")
        )
        supplier = pick(rng, market.loose[category])
        start = days.start[0] + between(rng, -1500, 900)
        end = start + between(rng, 300, 1600) if chance(rng, 0.3) else None
        role = pick(rng, ("styremedlem", "styremedlem", "styreleder", "eier", "daglig leder"))
        if start > scene.today:
            continue
        roles.append((start, ["", unit.id, person, supplier, role, days.text(start), days.known(end, scene.today)]))
        if chance(rng, 0.85):
            told = start - between(rng, -20, 60)
            approved = days.known(told + between(rng, 5, 40), scene.today) if chance(rng, 0.93) else ""
            side_jobs.append(
                [
                    "",
                    unit.id,
                    person,
                    supplier,
                    days.text(told),
                    approved,
                    days.text(start),
                    days.known(end, scene.today),
                ]
            )
    for _ in range(170):
        unit = pick(rng, sites)
        start = days.start[0] + between(rng, -900, 1050)
        if start <= scene.today:
            told = start - between(rng, -10, 60)
            side_jobs.append(
                [
                    "",
                    unit.id,
                    people.employee(rng, unit.id, headcount(unit)),
                    "",
                    days.text(told),
                    days.known(told + between(rng, 5, 50), scene.today),
                    days.text(start),
                    "",
                ]
            )
    owned = days.start[planted.FIRST_MONTH - 1] + 17
    found = days.start[planted.ROLE_KNOWN_FROM] + 9
    attestant = people.attestants[planted.SITE][0]
    roles.append((found, ["", planted.SITE, attestant, planted.SUPPLIER, "eier", days.text(owned), ""]))
    roles.sort(key=lambda r: (r[0], r[1][1]))
    for number, (_, row) in enumerate(roles, start=1):
        row[0] = f"R{number:04d}"
    side_jobs.sort(key=lambda r: (r[4], r[1], r[2]))
    for number, row in enumerate(side_jobs, start=1):
        row[0] = f"BV{number:04d}"
    return roles, side_jobs
