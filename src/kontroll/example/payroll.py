"""ansettelse, ansattkonto, timeregistrering and lonn: who is employed, what they worked by the hour, and what they got.

Paid by the hour are the extra hands of every tjenestested; monthly pay is not delivered here. Of the weeks and lines of
a kommune in order: one line in 700 has no hours behind it in time, one week in 250 is approved by the one who wrote it,
and a handful of couples share an account.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from kontroll.example.chance import between, chance, pick
from kontroll.example.days import MONTHS
from kontroll.example.filing import Dated
from kontroll.example.people import LEADER, People, headcount
from kontroll.example.scene import Scene
from kontroll.example.structure import OPEN, Enhet, Organisation
from kontroll.example.suppliers import account

EMPLOYED_HEADINGS = "arbeidsforhold enhet person ansettelsesform arbeidsavtale_ref ansatt_fra ansatt_til".split()
ACCOUNT_HEADINGS = "konto_id enhet person kontonr gjelder_fra gjelder_til".split()
SHIFT_HEADINGS = "vakt_id enhet person uke_fra avlyst_dato".split()
HOURS_HEADINGS = "registrering enhet person uke_fra timer vaktplan_ref fort_av godkjent_av".split()
PAY_HEADINGS = (
    "lonnslinje ansvar person arbeidsforhold lonnsart periode_fra periode_til utbetalt_dato timer belop kontonr godkjent_av"
).split()

#: How the HR system writes that an employment has no agreed end.
WITHOUT_END = "2099-12-31"
#: Paid on the twelfth for the month before.
_PAY_DAY = 11
_RATE_ORE = 24_300
_NOT_EMPLOYED = ("ordfører", "kontrollutvalgets leder")


@dataclass(frozen=True, slots=True)
class Employment:
    """`last` is None while it lasts; days."""

    id: str
    unit: str
    person: str
    form: str
    first: int
    last: int | None


@dataclass
class Payroll:
    """Everyone with an employment, the account of each person, and the rows of hours and pay with their days."""

    employed: list[Employment] = field(default_factory=list)
    accounts: dict[str, str] = field(default_factory=dict)
    hours: list[Dated] = field(default_factory=list)
    pay: list[Dated] = field(default_factory=list)


def payroll(scene: Scene, organisation: Organisation, people: People) -> Payroll:
    found = Payroll()
    _staff(scene, people, found)
    for unit in organisation.sites():
        rng = scene.stream("payroll", unit.id)
        for number in range(min(2 + int(unit.size) // 14, 7)):
            person = f"P{people.first_employee[unit.id] + headcount(unit) - number}"
            first = scene.days.start[max(unit.opened, 0)] - (between(rng, 0, 1500) if unit.opened < 0 else 0)
            if chance(rng, 0.3):
                first = scene.days.start[between(rng, max(unit.opened, 0), MONTHS - 3)]
            last = scene.days.end[unit.closed] if unit.closed < MONTHS else None
            if chance(rng, 0.25):
                left = first + between(rng, 200, 1400)
                last = left if left <= (last or scene.today) else last
            _employ(found, Employment("", unit.id, person, "timelønn", first, last))
            _work(scene, rng, unit, people, found, found.employed[-1])
    _settle(scene, found)
    return found


def _employ(found: Payroll, one: Employment) -> None:
    id = f"A{len(found.employed) + 1:05d}"
    found.employed.append(Employment(id, one.unit, one.person, one.form, one.first, one.last))


def _staff(scene: Scene, people: People, found: Payroll) -> None:
    """Leaders, deputies, attestants and those with an office. A leader who was succeeded and has no other post has left."""
    entries: dict[str, list[tuple[int, int, str, str]]] = {}
    for e in people.entries:
        if e.role not in _NOT_EMPLOYED:
            entries.setdefault(e.person, []).append((e.first, e.last, e.unit, e.role))
    for person, held in sorted(entries.items()):
        rng = scene.stream("employed", person)
        begins, until = min(first for first, *_ in held), max(last for _, last, *_ in held)
        unit = next((u for _, last, u, role in held if role == LEADER and last == until), held[0][2])
        first = scene.days.start[begins] - between(rng, 0, 900) if begins >= 0 else between(rng, 100, 3000)
        last = None if until >= MONTHS else scene.days.end[until] + between(rng, 0, 20)
        if last is not None and (until == OPEN or chance(rng, 0.4)):
            # Went on to other work in the kommune, or is still there when the unit was closed.
            last = None
        _employ(found, Employment("", unit, person, "fast", max(first, 0), last))


def _work(scene: Scene, rng: Random, unit: Enhet, people: People, found: Payroll, one: Employment) -> None:
    """Some weeks of most months, and the pay for them the month after."""
    days, approver = scene.days, people.attestants[unit.id]
    for month in range(MONTHS - 1):
        start, end = days.start[month], days.end[month]
        if unit.at(month) is None or one.first > start or (one.last is not None and one.last < end):
            continue
        if not chance(rng, 0.55):
            continue
        monday = start + (8 - days.weekday(start)) % 7
        weeks = [monday + 7 * n for n in range(3) if chance(rng, 0.6)] or [monday]
        tenths, approved_by = 0, pick(rng, approver)
        late = chance(rng, 0.0015)
        for week in weeks:
            worked = between(rng, 8, 62) * 5
            tenths += worked
            writer = one.person if chance(rng, 0.996) else approved_by
            plan = f"VP{week}{between(rng, 100, 999)}" if chance(rng, 0.97) else ""
            row = ["", unit.id, one.person, days.text(week), f"{worked // 10},{worked % 10}", plan, writer, approved_by]
            if not late:
                found.hours.append((week, row))
        paid = days.workday(days.start[month + 1] + _PAY_DAY)
        line = [
            "",
            unit.id,
            one.person,
            one.id,
            "timelønn",
            days.text(start),
            days.text(end),
            days.text(paid),
            f"{tenths // 10},{tenths % 10}",
            f"{tenths * _RATE_ORE // 1000},{tenths * _RATE_ORE // 10 % 100:02d}",
            "",
            people.leader[unit.id][month] or people.deputies[unit.id],
        ]
        found.pay.append((paid, line))


def _settle(scene: Scene, found: Payroll) -> None:
    """Accounts, of which a few are shared by couples, and the numbers of the rows."""
    rng = scene.stream("wage-accounts")
    for one in found.employed:
        found.accounts.setdefault(one.person, account(rng))
    hourly = [one.person for one in found.employed if one.form == "timelønn"]
    for _ in range(2):
        first, second = pick(rng, hourly), pick(rng, hourly)
        found.accounts[second] = found.accounts[first]
    for prefix, rows in (("T", found.hours), ("LL", found.pay)):
        rows.sort(key=lambda r: (r[0], r[1][1], r[1][2]))
        for number, (_, row) in enumerate(rows, start=1):
            row[0] = f"{prefix}{number:06d}"
    for _, row in found.pay:
        row[10] = found.accounts[row[2]]


def employed_rows(scene: Scene, found: Payroll) -> list[list[str]]:
    """As the HR system has it: only those with a beginning, an agreed end or none."""
    rng, text, rows = scene.stream("employed-rows"), scene.days.text, list[list[str]]()
    for one in found.employed:
        agreement = f"AA{one.id[1:]}" if chance(rng, 0.998) else ""
        last = WITHOUT_END if one.last is None or one.last > scene.today else text(one.last)
        if one.first <= scene.today:
            rows.append([one.id, one.unit, one.person, one.form, agreement, text(one.first), last])
    return rows


def account_rows(scene: Scene, found: Payroll) -> list[list[str]]:
    """One account for each person, from the first employment."""
    first: dict[str, Employment] = {}
    for one in found.employed:
        first.setdefault(one.person, one)
    return [
        [f"KO{n:05d}", one.unit, person, found.accounts[person], scene.days.text(one.first), ""]
        for n, (person, one) in enumerate(first.items(), start=1)
        if one.first <= scene.today
    ]


def shift_rows(scene: Scene, found: Payroll) -> list[Dated]:
    """The roster: the shifts behind the hours, those that were called off, and a few that nobody wrote hours for."""
    rng, seen, rows = scene.stream("shifts"), set[str](), list[Dated]()
    for day, (_id, unit, person, week, _hours, shift, *_who) in found.hours:
        if shift and shift not in seen:
            seen.add(shift)
            rows.append((day, [shift, unit, person, week, ""]))
        if chance(rng, 0.01):
            off = "" if chance(rng, 0.04) else scene.days.text(max(day - between(rng, 1, 5), 0))
            rows.append((day, [f"VX{len(rows)}", unit, person, week, off]))
    return rows
