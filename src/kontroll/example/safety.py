"""opplaering, hms_avvik, vernerunde and verneombud: courses taken, dangers reported, rounds made, deputies elected."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from kontroll.example.chance import Weighted, between, chance, count, pick
from kontroll.example.days import MONTHS
from kontroll.example.filing import Course, Dated
from kontroll.example.names import COURSES
from kontroll.example.people import ACTING, LEADER, People, headcount
from kontroll.example.scene import Scene
from kontroll.example.structure import OPEN, SITE, STAFF, Enhet, Organisation
from kontroll.example.temper import Temper

TRAINING_HEADINGS = "opplaering_id enhet person kurs paameldt_dato frist fullfort_dato timer".split()
DANGER_HEADINGS = "avvik_id enhet meldt_dato kategori alvor frist lukket_dato tiltak ansvarlig".split()
ROUND_HEADINGS = "runde_id enhet frist gjennomfort_dato rapport_ref antall_funn".split()
DEPUTY_HEADINGS = "verneomraade enhet gjelder_fra gjelder_til person valgt_dato valgt_til".split()

_HOURS = {
    "etikk": "2",
    "personvern": "1,5",
    "brannvern": "3",
    "informasjonssikkerhet": "1",
    "anskaffelser": "6",
    "attestasjon": "2",
    "hms_leder": "16",
    "legemiddel": "8",
}
_KINDS = {
    "skole": {"vold_og_trusler": 40, "fall": 15, "inneklima": 20, "arbeidstid": 5},
    "barnehage": {"fall": 30, "smitte": 20, "inneklima": 15, "vold_og_trusler": 10},
    "hjemmetjeneste": {"vold_og_trusler": 20, "fall": 25, "arbeidstid": 20, "smitte": 15},
    "sykehjem": {"vold_og_trusler": 30, "fall": 20, "smitte": 20, "arbeidstid": 15, "kjemikalier": 3},
    "barnevern": {"vold_og_trusler": 50, "arbeidstid": 15},
    "sosial": {"vold_og_trusler": 45, "inneklima": 10},
    "teknisk": {"maskin": 30, "fall": 25, "kjemikalier": 15},
    "kultur": {"inneklima": 20, "fall": 10},
    "": {"inneklima": 20, "arbeidstid": 10},
}
#: alvor: (weight, days to close)
_GRAVITY = {"lav": (52, 60), "middels": (36, 30), "høy": (10, 14), "kritisk": (2, 3)}
_MEASURES = (
    "Rutinen er gjennomgått",
    "Opplæring av ansatte",
    "Utstyr er skiftet ut",
    "Risikovurdering oppdatert",
    "Bemanningen er endret",
    "Bestilt utbedring",
)


def _places(organisation: Organisation) -> list[Enhet]:
    return [u for u in organisation.units.values() if u.kind in (SITE, STAFF)]


def training(scene: Scene, organisation: Organisation, people: People, temper: Temper) -> list[Dated]:
    """Compulsory courses with their deadline; leaders and those who attest have some of their own."""
    found: list[Dated] = []
    common = Weighted(COURSES)
    days = scene.days

    def enrol(unit: str, person: str, course: str, due: int, done: float, luck: float, spread: int) -> None:
        completed = due - spread if luck < done else due + spread // 3 + 1 if luck < done + 0.03 else None
        enrolled = due - 60 - spread
        found.append(
            (
                due,
                [
                    "",
                    unit,
                    person,
                    course,
                    days.text(enrolled),
                    days.text(due),
                    days.known(completed, scene.reported),
                    _HOURS[course],
                ],
            )
        )

    for unit in _places(organisation):
        rng, heads = scene.stream("training", unit.id), headcount(unit)
        done = 0.86 if unit.id in temper.troubled else 0.945
        for month in range(MONTHS):
            if unit.at(month) is None:
                continue
            for _ in range(count(rng, heads * (0.13 if scene.month(month).number in (3, 4, 9, 10, 11) else 0.05))):
                course = common.draw(rng)
                if unit.service in ("sykehjem", "hjemmetjeneste") and chance(rng, 0.3):
                    course = "legemiddel"
                person = people.employee(rng, unit.id, heads)
                due = between(rng, days.start[month], days.end[month])
                enrol(unit.id, person, course, due, done, rng.random(), between(rng, 1, 50))
    for t in people.tenures:
        if t.role in (LEADER, ACTING) and t.first >= -5 and t.first + 6 < MONTHS and t.last > t.first + 5:
            rng = scene.stream("leader-training", t.unit, str(t.first))
            for course in ("hms_leder", "attestasjon"):
                due = days.end[t.first + 6] - between(rng, 0, 20)
                enrol(t.unit, t.person, course, due, 0.93, rng.random(), between(rng, 1, 80))
    found.sort(key=lambda r: (r[0], r[1][1], r[1][2], r[1][3]))
    for number, (_, row) in enumerate(found, start=1):
        row[0] = f"OP{number:06d}"
    return found


def dangers(scene: Scene, organisation: Organisation, people: People, temper: Temper) -> list[Course]:
    """HMS-avvik from report to closing, most well within the deadline of their gravity."""
    found: list[tuple[int, str, Course]] = []
    gravity = Weighted({name: weight for name, (weight, _) in _GRAVITY.items()})
    days = scene.days
    for unit in _places(organisation):
        rng, kinds = scene.stream("dangers", unit.id), Weighted(_KINDS[unit.service])
        slow = 0.22 if unit.id in temper.troubled else 0.055
        usual = headcount(unit) * (0.034 if unit.service in ("skole", "sykehjem", "barnevern") else 0.02)
        for month in range(MONTHS):
            for _ in range(count(rng, usual) if unit.at(month) else 0):
                day, grave = between(rng, days.start[month], days.end[month]), gravity.draw(rng)
                allowed = _GRAVITY[grave][1]
                closed = day + 1 + int(rng.random() * allowed * 0.95)
                if rng.random() < slow:
                    closed = day + allowed + between(rng, 1, 90)
                row = _danger(
                    scene,
                    unit.id,
                    day,
                    kinds.draw(rng),
                    grave,
                    day + allowed,
                    closed,
                    pick(rng, _MEASURES),
                    people.leader[unit.id][month],
                )
                found.append((day, unit.id, (day, (closed,), row)))
    found.sort(key=lambda f: (f[0], f[1]))
    return [_named(course, f"HA{number:06d}") for number, (_, _, course) in enumerate(found, start=1)]


def _danger(
    scene: Scene, unit: str, day: int, kind: str, grave: str, due: int, closed: int, measure: str, responsible: str
) -> Callable[[int], list[str]]:
    text = scene.days

    def row(today: int) -> list[str]:
        shut = text.known(closed, today)
        return ["", unit, text.text(day), kind, grave, text.text(due), shut, measure if shut else "", responsible]

    return row


def _named(course: Course, id: str) -> Course:
    start, events, row = course
    return start, events, lambda today: [id, *row(today)[1:]]


def rounds(scene: Scene, organisation: Organisation, temper: Temper) -> list[Dated]:
    """The yearly vernerunde of each unit, due some time in the autumn or spring."""
    found: list[Dated] = []
    days = scene.days
    for unit in _places(organisation):
        rng = scene.stream("rounds", unit.id)
        month_due = pick(rng, (3, 4, 5, 9, 10, 11))
        careless = 0.2 if unit.id in temper.troubled else 0.02
        for year in range(scene.first.year, scene.last.year + 1):
            due = days.of(date(year, month_due, 28))
            if due < days.start[0] or due > scene.today or unit.at(days.month(due)) is None:
                continue
            share = rng.random()
            done = None if share < careless else due + 9 if share < 1.5 * careless else due - between(rng, 1, 40)
            made = days.known(done, scene.reported)
            findings = between(rng, 0, 7)
            found.append(
                (
                    due,
                    [
                        f"VR{year}-{unit.id}",
                        unit.id,
                        days.text(due),
                        made,
                        f"VR-{year}-{unit.id}" if made and chance(rng, 0.985) else "",
                        str(findings) if made else "",
                    ],
                )
            )
    return found


def deputies(scene: Scene, organisation: Organisation, people: People) -> list[list[str]]:
    """Who is elected verneombud now, unit by unit; a few posts are vacant or their time is out."""
    rows: list[list[str]] = []
    days = scene.days
    for unit in _places(organisation):
        rng, heads = scene.stream("deputies", unit.id), headcount(unit)
        last = scene.today if unit.closed == OPEN else days.end[unit.closed]
        elected = last - between(rng, 20, 700)
        until = elected + 730 if chance(rng, 0.975) else elected + between(rng, 5, 19)
        until_text = "" if unit.closed == OPEN else days.text(last)
        start = scene.month(max(unit.opened, -60)).first_day.isoformat()
        who = [people.employee(rng, unit.id, heads), days.text(elected), days.text(until)]
        rows.append([f"VO-{unit.id}", unit.id, start, until_text, *(who if chance(rng, 0.983) else ["", "", ""])])
    return rows
