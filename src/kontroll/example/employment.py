"""tilsetting, lederforhold, leverandor_rolle and bierverv: who began, who leads, and who has a foot in a supplier."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from kontroll.example import planted
from kontroll.example.chance import between, chance, count, pick
from kontroll.example.days import MONTHS
from kontroll.example.filing import Dated
from kontroll.example.people import DEPUTY, People, headcount
from kontroll.example.scene import Scene
from kontroll.example.structure import AREA, VIRKSOMHET, Organisation
from kontroll.example.suppliers import Market
from kontroll.example.vouchers import CONTRACT, SUPPLIER, Voucher

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


@dataclass(frozen=True, slots=True)
class _Foot:
    """A person of a unit with a role in a supplier, in days; `end` None while it lasts."""

    unit: str
    person: str
    supplier: str
    start: int
    end: int | None


def outside_roles(
    scene: Scene, organisation: Organisation, people: People, market: Market, vouchers: list[Voucher]
) -> tuple[list[Dated], list[list[str]]]:
    """Roles found in the register, dated when found, and side jobs reported.

    Most have a role far from their work; four attest for a unit that buys from their supplier now and then.
    """
    rng = scene.stream("roles")
    feet = [
        *_far(scene, rng, organisation, people, market),
        *([] if scene.calm else _near(scene, rng, people, vouchers)),
    ]
    roles: list[Dated] = []
    side_jobs: list[list[str]] = []
    for foot in sorted(feet, key=lambda f: (f.start, f.unit)):
        if foot.start > scene.today:
            continue
        role = pick(rng, ("styremedlem", "styremedlem", "styreleder", "eier", "daglig leder"))
        roles.append((foot.start, _role(scene, foot, role)))
        if chance(rng, 0.95):
            side_jobs.append(_side_job(scene, rng, foot))
    sites = organisation.sites()
    for _ in range(170):
        unit = pick(rng, sites)
        start = scene.days.start[0] + between(rng, -900, 1050)
        if start <= scene.today:
            person = people.employee(rng, unit.id, headcount(unit))
            side_jobs.append(_side_job(scene, rng, _Foot(unit.id, person, "", start, None)))
    if scene.planted:
        owned = scene.days.start[planted.FIRST_MONTH - 1] + 17
        owner = _Foot(planted.SITE, people.attestants[planted.SITE][0], planted.SUPPLIER, owned, None)
        roles.append((scene.days.start[planted.ROLE_KNOWN_FROM] + 9, _role(scene, owner, "eier")))
    roles.sort(key=lambda r: (r[0], r[1][1]))
    for number, (_, row) in enumerate(roles, start=1):
        row[0] = f"R{number:04d}"
    side_jobs.sort(key=lambda r: (r[4], r[1], r[2]))
    for number, row in enumerate(side_jobs, start=1):
        row[0] = f"BV{number:04d}"
    return roles, side_jobs


def _far(scene: Scene, rng: Random, organisation: Organisation, people: People, market: Market) -> list[_Foot]:
    found = []
    for _ in range(42):
        unit = pick(rng, organisation.sites())
        category = pick(rng, ("kurs", "velferd", "leie av lokaler", "konsulent", "transport"))
        start = scene.days.start[0] + between(rng, -1500, 900)
        end = start + between(rng, 300, 1600) if chance(rng, 0.3) else None
        person = people.employee(rng, unit.id, headcount(unit))
        found.append(_Foot(unit.id, person, pick(rng, market.loose[category]), start, end))
    return found


def _near(scene: Scene, rng: Random, people: People, vouchers: list[Voucher]) -> list[_Foot]:
    found = []
    for _ in range(4):
        voucher = pick(rng, vouchers)
        while voucher.row[CONTRACT] or not voucher.row[SUPPLIER] or voucher.unit == planted.SITE:
            voucher = pick(rng, vouchers)
        attestant = people.attestants[voucher.unit][0]
        start = voucher.registered - between(rng, 40, 400)
        found.append(_Foot(voucher.unit, attestant, voucher.row[SUPPLIER], start, None))
    return found


def _role(scene: Scene, foot: _Foot, role: str) -> list[str]:
    text = scene.days
    return ["", foot.unit, foot.person, foot.supplier, role, text.text(foot.start), text.known(foot.end, scene.today)]


def _side_job(scene: Scene, rng: Random, foot: _Foot) -> list[str]:
    """Reported about when it began; most are approved within weeks."""
    days, told = scene.days, foot.start - between(rng, -15, 60)
    approved = days.known(told + between(rng, 5, 45), scene.today) if chance(rng, 0.97) else ""
    return [
        "",
        foot.unit,
        foot.person,
        foot.supplier,
        days.known(told, scene.today),
        approved,
        days.text(foot.start),
        days.known(foot.end, scene.today),
    ]
