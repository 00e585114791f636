"""henvendelse, skolemiljosak, personvernbrudd, behandling, innsyn_egne, nettsted and risikovurdering.

Registers of what people have a right to, and of what the kommune must have thought of beforehand: answers in time, a
plan for a pupil who is not safe, personal data handled with care, pages that all can use, risks looked at.
"""

from __future__ import annotations

from kontroll.example.chance import between, chance, count, pick
from kontroll.example.days import MONTHS
from kontroll.example.filing import Dated
from kontroll.example.scene import Scene
from kontroll.example.structure import AREA, OPEN, SITE, STAFF, VIRKSOMHET, Enhet, Organisation

LETTER_HEADINGS = "henvendelse_id enhet sakstype mottatt_dato forelopig_svar_dato besvart_dato".split()
PUPIL_HEADINGS = "sak_id enhet meldt_dato plan_dato evalueres_dato".split()
BREACH_HEADINGS = "sikkerhetsbrudd_id enhet kjent risiko meldt_datatilsynet".split()
HANDLING_HEADINGS = (
    "behandling_id enhet formaal risiko startet_dato avsluttet_dato oppdatert_dato vurdering_dato".split()
)
OWN_HEADINGS = "krav_id enhet mottatt_dato utsatt_dato besvart_dato".split()
SITE_HEADINGS = "nettsted_id enhet adresse tatt_i_bruk lagt_ned erklaering_dato".split()
RISK_HEADINGS = "vurdering_id enhet tema gjelder_fra gjelder_til vurdert_dato hoye tiltak_ref".split()

_CASES = (
    "byggesak",
    "helse- og omsorgstjenester",
    "skoleplass",
    "parkering for forflytningshemmede",
    "skjenkebevilling",
)
_PURPOSES = (
    "tildeling av tjenester",
    "elevmapper",
    "lønn og personal",
    "journalføring",
    "barnehageopptak",
    "medlemmer i biblioteket",
    "adgangskontroll",
)
_PAGES = ("www", "oppvekst", "kart", "biblioteket", "kulturhuset", "innsyn", "parkering", "timebestilling")


def _managing(organisation: Organisation) -> list[Enhet]:
    return [u for u in organisation.units.values() if u.kind in (AREA, VIRKSOMHET, STAFF) and u.at(MONTHS - 1)]


def _numbered(found: list[Dated], prefix: str) -> list[Dated]:
    found.sort(key=lambda r: r[0])
    for number, (_, row) in enumerate(found, start=1):
        row[0] = f"{prefix}{number:05d}"
    return found


def letters(scene: Scene, organisation: Organisation) -> list[Dated]:
    """Most are answered within three weeks; of the others nearly all are told when to expect an answer."""
    rng, days, units, found = scene.stream("letters"), scene.days, _managing(organisation), list[Dated]()
    for month in range(MONTHS):
        for _ in range(count(rng, 60.0)):
            day = days.workday(between(rng, days.start[month], days.end[month]))
            slow = chance(rng, 0.2)
            told = days.workday(day + between(rng, 3, 26)) if slow and chance(rng, 0.97) else None
            answered = days.workday(day + (between(rng, 35, 90) if slow else between(rng, 2, 26)))
            if day <= scene.today:
                row = ["", pick(rng, units).id, pick(rng, _CASES), days.text(day)]
                found.append((day, [*row, days.known(told, scene.reported), days.known(answered, scene.reported)]))
    return _numbered(found, "HV")


def pupils(scene: Scene, organisation: Organisation) -> list[Dated]:
    """Now and then a plan comes too late, or does not say when it will be looked at again."""
    days, found = scene.days, list[Dated]()
    for unit in organisation.sites():
        if unit.service != "skole":
            continue
        rng = scene.stream("pupils", unit.id)
        for month in range(MONTHS):
            busy = 0.0 if scene.month(month).number == 7 else unit.size / 90
            for _ in range(count(rng, busy) if unit.at(month) else 0):
                day = days.workday(between(rng, days.start[month], days.end[month]))
                plan = day + (between(rng, 1, 6) if chance(rng, 0.985) else between(rng, 9, 30))
                again = days.text(plan + between(rng, 21, 60)) if chance(rng, 0.99) else ""
                made = days.known(plan, scene.reported)
                if day <= scene.today:
                    found.append((day, ["", unit.id, days.text(day), made, again if made else ""]))
    return _numbered(found, "SM")


def breaches(scene: Scene, organisation: Organisation) -> list[Dated]:
    rng, days, units, found = scene.stream("breaches"), scene.days, _managing(organisation), list[Dated]()
    for month in range(MONTHS):
        for _ in range(count(rng, 7.0)):
            day, hour = between(rng, days.start[month], days.end[month]), between(rng, 7, 21)
            risk = pick(rng, ("ingen", "lav", "lav", "høy"))
            reported = day + (between(rng, 0, 2) if chance(rng, 0.96) else between(rng, 4, 12))
            told = "" if risk == "ingen" else days.known(reported, scene.reported)
            if day <= scene.today:
                at = f"{days.text(day)} {hour:02d}:{between(rng, 0, 59):02d}"
                told = f"{told} {between(rng, hour, 23):02d}:{between(rng, 0, 59):02d}" if told else ""
                found.append((day, ["", pick(rng, units).id, at, risk, told]))
    return _numbered(found, "PB")


def handlings(scene: Scene, organisation: Organisation) -> list[list[str]]:
    """The protocol as it stands: every processing that goes on, looked through once a year."""
    rng, days, rows = scene.stream("handlings"), scene.days, list[list[str]]()
    for unit in _managing(organisation):
        for purpose in _PURPOSES[: between(rng, 2, len(_PURPOSES))]:
            start = days.start[0] - between(rng, -900, 2000)
            risk = pick(rng, ("lav", "middels", "middels", "høy"))
            looked = days.text(scene.today - between(rng, 5, 330) if chance(rng, 0.97) else scene.today - 380)
            assessed = days.text(start - between(rng, 10, 200)) if risk == "høy" and chance(rng, 0.97) else ""
            if start <= scene.today:
                rows.append(["", unit.id, purpose, risk, days.text(start), "", max(looked, days.text(start)), assessed])
    for number, row in enumerate(rows, start=1):
        row[0] = f"BH{number:04d}"
    return rows


def own_access(scene: Scene, organisation: Organisation) -> list[Dated]:
    rng, days, units, found = scene.stream("own-access"), scene.days, _managing(organisation), list[Dated]()
    for month in range(MONTHS):
        for _ in range(count(rng, 9.0)):
            day = between(rng, days.start[month], days.end[month])
            longer = chance(rng, 0.08)
            put_off = days.known(day + between(rng, 5, 27), scene.reported) if longer else ""
            late = chance(rng, 0.02)
            answered = day + (between(rng, 40, 85) if longer else between(rng, 36, 60) if late else between(rng, 2, 27))
            if day <= scene.today:
                row = ["", pick(rng, units).id, days.text(day), put_off, days.known(answered, scene.reported)]
                found.append((day, row))
    return _numbered(found, "IE")


def pages(scene: Scene) -> list[list[str]]:
    rng, days, rows = scene.stream("pages"), scene.days, list[list[str]]()
    for number, name in enumerate(_PAGES, start=1):
        start = days.start[0] - between(rng, 200, 2000)
        declared = scene.today - (between(rng, 5, 330) if chance(rng, 0.9) else 400)
        address = f"https://{name}.furuvik.example"
        rows.append([f"NS{number:03d}", "1400", address, days.text(start), "", days.text(declared)])
    return rows


def risks(scene: Scene, organisation: Organisation) -> list[list[str]]:
    """Each unit's risks to its service and to its workers, looked at once a year; some forget, some have no plan."""
    days, rows = scene.days, list[list[str]]()
    for unit in organisation.units.values():
        if unit.kind not in (SITE, STAFF):
            continue
        rng = scene.stream("risks", unit.id)
        last = scene.today if unit.closed == OPEN else days.end[unit.closed]
        for number, theme in enumerate(("tjenesten", "arbeidsmiljøet"), start=1):
            done = last - (between(rng, 5, 330) if chance(rng, 0.975) else between(rng, 400, 500))
            high = pick(rng, (0, 0, 0, 1, 2))
            plan = f"TP-{unit.id}-{number}" if high and chance(rng, 0.98) else ""
            start = scene.month(max(unit.opened, -60)).first_day.isoformat()
            until = "" if unit.closed == OPEN else days.text(last)
            id = f"RV-{unit.id}-{number}"
            rows.append([id, unit.id, theme, start, until, days.text(done), str(high), plan])
    return rows
