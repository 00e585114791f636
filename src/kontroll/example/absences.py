"""fravaer and overtid: long sick leaves with their follow-up as the law wants it, and overtime shift by shift."""

from __future__ import annotations

from random import Random

from kontroll.example.chance import Weighted, between, chance, count, pick, skewed
from kontroll.example.days import MONTHS
from kontroll.example.filing import Course, Dated
from kontroll.example.monthly import Figures
from kontroll.example.people import People, headcount
from kontroll.example.scene import Scene
from kontroll.example.structure import AREA, VIRKSOMHET, Organisation
from kontroll.example.tables import PLAIN
from kontroll.example.temper import Temper

ABSENCE_HEADINGS = (
    "fravaer_id enhet person startdato sluttdato grad plan_dato plan_unntak dialogmote1_dato dialogmote1_unntak "
    "dialogmote2_dato"
).split()
OVERTIME_HEADINGS = "registrering enhet person dato vakt_start vakt_slutt timer vakt_timer avtale_ref".split()
_GRADES = Weighted({"100": 54, "80": 9, "60": 7, "50": 19, "40": 6, "20": 5})
_UNNECESSARY = ("Kort behandling med kjent sluttdato", "Alvorlig sykdom, plan er ikke hensiktsmessig")
_HEALTHY = (AREA, VIRKSOMHET)
#: plan, why no plan, dialogmøte 1, why none, dialogmøte 2; days
FollowUp = tuple[int | None, str, int | None, str, int | None]


def absences(
    scene: Scene, organisation: Organisation, people: People, temper: Temper, figures: dict[str, Figures]
) -> list[Course]:
    """Sick leaves of more than 16 days. Who is troubled follows up less."""
    found: list[Course] = []
    days = scene.days
    for unit in organisation.units.values():
        if unit.kind in _HEALTHY:
            continue
        rng, heads = scene.stream("absences", unit.id), headcount(unit)
        careless = 0.05 if unit.id in temper.troubled else 0.004
        for month in range(-5, MONTHS):
            if unit.at(month) is None:
                continue
            lasting = figures[unit.id].values["sykefravaer_langtid"][max(month, 0)]
            for _ in range(count(rng, heads * lasting / 10.0 * 0.0055)):
                if month >= 0:
                    start = between(rng, days.start[month], days.end[month])
                else:
                    start = days.start[0] + 30 * month + between(rng, 0, 29)
                length = min(17 + int(skewed(rng, 34.0)), 364)
                end = start + length
                if end < days.start[0]:
                    continue
                found.append(
                    _course(
                        scene,
                        unit.id,
                        people.employee(rng, unit.id, heads),
                        start,
                        end,
                        _GRADES.draw(rng),
                        _follow_up(rng, start, careless),
                    )
                )
    found.sort(key=lambda c: (c[0], c[2](c[0])[1], c[2](c[0])[2]))
    return [_numbered(course, f"SF{n:06d}") for n, course in enumerate(found, start=1)]


def _follow_up(rng: Random, start: int, careless: float) -> FollowUp:
    """Plan within four weeks, dialogmøte 1 within seven, NAV's dialogmøte 2 within 26 (aml. § 4-6, ftrl. § 8-7 a)."""
    plan, why_not, meeting, why_no_meeting = None, "", None, ""
    share = rng.random()
    if share < careless:
        pass
    elif share < careless + 0.025:
        why_not = pick(rng, _UNNECESSARY)
    else:
        plan = start + (between(rng, 9, 27) if share < 0.985 else between(rng, 29, 44))
    share = rng.random()
    if share < 1.5 * careless:
        pass
    elif share < 1.5 * careless + 0.05:
        why_no_meeting = pick(rng, _UNNECESSARY)
    else:
        meeting = start + (between(rng, 30, 48) if share < 0.985 else between(rng, 50, 75))
    second = start + between(rng, 140, 180) if chance(rng, 0.965) else None
    return plan, why_not, meeting, why_no_meeting, second


def _course(scene: Scene, unit: str, person: str, start: int, end: int, grade: str, follow_up: FollowUp) -> Course:
    text = scene.days.known
    plan, why_not, meeting, why_no_meeting, second = follow_up

    def row(today: int) -> list[str]:
        """The absence as it was known on a day: what lay ahead is empty."""
        late = today - start >= 28
        met = meeting if meeting is not None and meeting < end else None
        again = second if second is not None and second < end else None
        return [
            "",
            unit,
            person,
            text(start, today),
            text(end, today),
            grade,
            text(plan if plan is not None and plan < end else None, today),
            why_not if late else "",
            text(met, today),
            why_no_meeting if today - start >= 49 else "",
            text(again, today),
        ]

    events = [end] + [d for d in (plan, meeting, second) if d is not None and d < end]
    return start, tuple(events), row


def _numbered(course: Course, id: str) -> Course:
    start, events, row = course
    return start, events, lambda today: [id, *row(today)[1:]]


def overtime(scene: Scene, organisation: Organisation, people: People, figures: dict[str, Figures]) -> list[Dated]:
    """Overtime, a few hours at a time; a handful of people carry far too much of it in some weeks."""
    found: list[Dated] = []
    days = scene.days
    for unit in organisation.units.values():
        if unit.kind in _HEALTHY:
            continue
        rng, heads = scene.stream("overtime", unit.id), headcount(unit)
        for month in range(MONTHS):
            if unit.at(month) is None:
                continue
            hours = figures[unit.id].values["overtid_per_aarsverk"][month] / 10.0
            for _ in range(count(rng, hours * unit.size / 11.0)):
                day = between(rng, days.start[month], days.end[month])
                found.append(_shift(scene, rng, unit.id, people.employee(rng, unit.id, heads), day, rng.random(), ""))
            if rng.random() < 0.02:
                person, start = (
                    people.employee(rng, unit.id, heads),
                    between(rng, days.start[month], days.end[month] - 7),
                )
                agreed = f"UT-{between(rng, 100, 999)}" if chance(rng, 0.45) else ""
                for step in range(between(rng, 3, 5)):
                    found.append(_shift(scene, rng, unit.id, person, start + step, 0.9 + 0.1 * rng.random(), agreed))
    found.sort(key=lambda r: (r[0], r[1][1], r[1][2], r[1][4]))
    for number, (_, row) in enumerate(found, start=1):
        row[0] = f"OT{number:06d}"
    return found


def _shift(scene: Scene, rng: Random, unit: str, person: str, day: int, share: float, agreed: str) -> Dated:
    extra = 2 + int(share * 5) if share < 0.93 else 7 + int((share - 0.93) * 80)
    begins = pick(rng, (7, 7, 8, 14, 15))
    length = 15 + extra
    ends = begins * 2 + length
    text = scene.days.text
    stop = f"{text(day + ends // 48)}T{ends % 48 // 2:02d}:{'30' if ends % 2 else '00'}"
    return day, [
        "",
        unit,
        person,
        text(day),
        f"{text(day)}T{begins:02d}:00",
        stop,
        PLAIN.number(extra * 5, 1),
        PLAIN.number(length * 5, 1),
        agreed,
    ]
