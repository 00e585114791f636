"""vedtak, revisjonsfunn, reglement_revisjon, rapportering, beredskap, barnevernsmelding and innsynskrav.

The small registers of the control work: decisions to carry out, findings to close, rules to revise, reports and drills
that are due, and two kinds of case with a deadline in law.
"""

from __future__ import annotations

from datetime import date

from kontroll.example.chance import between, chance, count, pick
from kontroll.example.days import MONTHS
from kontroll.example.filing import Dated
from kontroll.example.people import People
from kontroll.example.scene import Scene
from kontroll.example.structure import AREA, STAFF, VIRKSOMHET, Organisation

DECISION_HEADINGS = "vedtak_id enhet organ vedtatt_dato frist iverksatt_dato rapportert_dato rapport_ref".split()
FINDING_HEADINGS = "funn_id enhet kilde tema alvor mottatt_dato frist lukket_dato bevis_ref".split()
RULES_HEADINGS = "utgave_id dokument enhet eier gjelder_fra gjelder_til neste_revisjon".split()
REPORT_HEADINGS = "rapport_id enhet rapporttype frist behandlet_dato sak_ref".split()
DRILL_HEADINGS = "oppgave_id enhet oppgavetype frist utfort_dato rapport_ref".split()
WORRY_HEADINGS = "melding_id enhet mottatt_dato gjennomgaatt_dato resultat undersokelse_slutt utvidet_frist_ref".split()
ACCESS_HEADINGS = "krav_id enhet mottatt_dato besvart_dato utfall hjemmel_avslag".split()

_BODIES = (
    "kommunestyret",
    "formannskapet",
    "hovedutvalg oppvekst",
    "hovedutvalg helse og omsorg",
    "hovedutvalg teknisk",
)
_CONTROLLERS = ("revisor", "kontrollutvalget", "Statsforvalteren", "Arbeidstilsynet", "Mattilsynet", "Datatilsynet")
_THEMES = (
    "anskaffelser",
    "saksbehandling",
    "legemiddelhåndtering",
    "internkontroll",
    "arbeidsmiljø",
    "fullmakter",
    "bemanning",
    "personvern",
    "brannsikkerhet",
)
_DOCUMENTS = (
    "Økonomireglement",
    "Innkjøpsreglement",
    "Delegasjonsreglement",
    "Etiske retningslinjer",
    "Finansreglement",
    "Rutine for attestasjon og anvisning",
    "Varslingsrutine",
    "Informasjonssikkerhet",
    "Rutine for sykefraværsoppfølging",
    "Bierverv",
    "Habilitet",
    "Rutine for kontraktsoppfølging",
    "Arkivplan",
    "HMS-håndbok",
    "Rutine for varemottak",
    "Beredskapsplan",
    "Rutine for legemidler",
    "Rutine for politiattest",
    "Overtid og arbeidstid",
    "Retningslinjer for gaver",
)


def _managing(organisation: Organisation) -> list[str]:
    return [u.id for u in organisation.units.values() if u.kind in (AREA, VIRKSOMHET, STAFF) and u.at(MONTHS - 1)]


def decisions(scene: Scene, organisation: Organisation) -> list[Dated]:
    rng, days, units, found = scene.stream("decisions"), scene.days, _managing(organisation), list[Dated]()
    for month in range(MONTHS):
        for number in range(count(rng, 3.0 if scene.month(month).number == 7 else 11.0)):
            day = days.workday(between(rng, days.start[month], days.end[month]))
            due = day + between(rng, 30, 300)
            done = due - between(rng, 1, 29) if chance(rng, 0.95) else due + between(rng, 10, 150)
            told = done + between(rng, 5, 70) if chance(rng, 0.975) else done + between(rng, 100, 200)
            known = days.known(told, scene.today)
            if day <= scene.today:
                found.append(
                    (
                        day,
                        [
                            f"PS{scene.month(month)}-{number:02d}",
                            pick(rng, units),
                            pick(rng, _BODIES),
                            days.text(day),
                            days.text(due),
                            days.known(done, scene.today),
                            known,
                            f"RS{scene.month(month)}-{number:02d}" if known else "",
                        ],
                    )
                )
    return found


def findings(scene: Scene, organisation: Organisation) -> list[Dated]:
    rng, days, found = scene.stream("findings"), scene.days, list[Dated]()
    units = _managing(organisation) + [u.id for u in organisation.sites() if u.at(0) and u.at(MONTHS - 1)]
    for month in range(MONTHS):
        for number in range(count(rng, 5.0)):
            day = between(rng, days.start[month], days.end[month])
            due = day + pick(rng, (30, 60, 90, 120))
            closed = due - between(rng, 0, 25) if chance(rng, 0.94) else due + between(rng, 15, 200)
            shut = days.known(closed, scene.today)
            found.append(
                (
                    day,
                    [
                        f"RF{scene.month(month)}-{number:02d}",
                        pick(rng, units),
                        pick(rng, _CONTROLLERS),
                        pick(rng, _THEMES),
                        pick(rng, ("lav", "middels", "middels", "høy")),
                        days.text(day),
                        days.text(due),
                        shut,
                        f"DOK-{between(rng, 10_000, 99_999)}" if shut and chance(rng, 0.98) else "",
                    ],
                )
            )
    return found


def rules_in_force(scene: Scene, organisation: Organisation, people: People) -> list[list[str]]:
    """Every edition of every reglement and routine; a few are past their revision."""
    rng, days, units, rows = scene.stream("documents"), scene.days, _managing(organisation), list[list[str]]()
    for number in range(180):
        name = _DOCUMENTS[number % len(_DOCUMENTS)]
        unit = units[number % len(units)] if number >= len(_DOCUMENTS) else "1700"
        start, edition = days.start[0] - between(rng, 50, 700), 1
        while start <= scene.today:
            interval = pick(rng, (365, 730, 730))
            # The next edition comes before the revision is due, or it is late.
            following = (
                start + interval - between(rng, 3, 60)
                if chance(rng, 0.96)
                else start + interval + between(rng, 20, 200)
            )
            owner = people.leader[unit][min(max(days.month(start), 0), MONTHS - 1)] or people.deputies[unit]
            if scene.calm and owner != people.leader[unit][-1]:
                owner = people.deputies[unit]  # who leaves hands over what he owns to one who stays
            rows.append(
                [
                    f"D{number:03d}-{edition}",
                    f"{name}{'' if number < len(_DOCUMENTS) else ' – ' + organisation.units[unit].name}",
                    unit,
                    owner,
                    days.text(start),
                    days.known(following - 1, scene.today),
                    days.text(start + interval),
                ]
            )
            start, edition = following, edition + 1
    return rows


def reports(scene: Scene) -> list[Dated]:
    """What must be before kommunestyret and when; once a report came late and once none was found."""
    rng, days, found = scene.stream("reports"), scene.days, list[Dated]()
    kinds = (
        ("økonomi", "1100", 6, 20),
        ("økonomi", "1100", 10, 30),
        ("årsberetning", "1100", 6, 30),
        ("internkontroll", "1700", 6, 15),
        ("finans", "1100", 4, 30),
        ("finans", "1100", 10, 31),
    )
    for year in range(scene.first.year, scene.last.year + 1):
        for number, (kind, unit, month, day_of) in enumerate(kinds):
            due = days.of(date(year, month, day_of))
            if not days.start[0] <= due <= scene.today:
                continue
            share = rng.random()
            done = due + between(rng, 5, 40) if share < 0.05 else due - between(rng, 1, 25)
            there = days.known(done, scene.reported)
            found.append(
                (
                    due,
                    [
                        f"RK{year}-{number}",
                        unit,
                        kind,
                        days.text(due),
                        there,
                        f"{year % 100}/{between(rng, 1000, 9999)}" if there and share < 0.97 else "",
                    ],
                )
            )
    return found


def drills(scene: Scene, organisation: Organisation) -> list[Dated]:
    rng, days, found = scene.stream("drills"), scene.days, list[Dated]()
    units = [u.id for u in organisation.units.values() if u.kind in (AREA, VIRKSOMHET) and u.at(MONTHS - 1)]
    for year in range(scene.first.year, scene.last.year + 1):
        for unit in units:
            for kind, month in (("beredskapsplan", 5), ("øvelse", 11), ("helhetlig_ros", 12)):
                due = days.of(date(year, month, 15))
                skip = (kind == "øvelse" and year % 2) or (kind == "helhetlig_ros" and (year % 4 or unit[1:] != "000"))
                if skip or not days.start[0] <= due <= scene.today:
                    continue
                done = None if chance(rng, 0.03) else due - between(rng, -4, 60)
                made = days.known(done, scene.reported)
                found.append(
                    (
                        due,
                        [
                            f"BR{year}-{unit}-{kind[:2]}",
                            unit,
                            kind,
                            days.text(due),
                            made,
                            f"BR-{between(rng, 1000, 9999)}" if made else "",
                        ],
                    )
                )
    return found


def worries(scene: Scene) -> list[Dated]:
    """Bekymringsmeldinger: reviewed within a week, examined within three months, by leave six."""
    rng, days, found = scene.stream("worries"), scene.days, list[Dated]()
    for month in range(MONTHS):
        for _ in range(count(rng, 78.0 if scene.month(month).number == 7 else 118.0)):
            day = between(rng, days.start[month], days.end[month])
            seen = day + (between(rng, 0, 6) if chance(rng, 0.987) else between(rng, 8, 16))
            examined = chance(rng, 0.62)
            extended = examined and chance(rng, 0.06)
            end = seen + (between(rng, 95, 178) if extended else between(rng, 40, 90))
            if examined and chance(rng, 0.008):
                end += 40 + between(rng, 0, 60)
            end_text = days.known(end, scene.reported) if examined else ""
            found.append(
                (
                    day,
                    [
                        "",
                        "2801",
                        days.text(day),
                        days.known(seen, scene.reported),
                        "undersøkelse" if examined else "henlagt",
                        end_text,
                        f"UF{between(rng, 1000, 9999)}" if extended and end_text else "",
                    ],
                )
            )
    found.sort(key=lambda r: r[0])
    for number, (_, row) in enumerate(found, start=1):
        row[0] = f"BM{number:05d}"
    return found


def access_requests(scene: Scene, organisation: Organisation) -> list[Dated]:
    rng, days, units, found = scene.stream("access"), scene.days, _managing(organisation), list[Dated]()
    for month in range(MONTHS):
        for _ in range(count(rng, 95.0)):
            day = days.workday(between(rng, days.start[month], days.end[month]))
            answered = days.workday(day + between(rng, 0, 4)) if chance(rng, 0.986) else day + between(rng, 8, 30)
            outcome = pick(rng, ("innvilget", "innvilget", "innvilget", "innvilget", "delvis", "avslag"))
            law = (
                ""
                if outcome == "innvilget" or chance(rng, 0.02)
                else pick(rng, ("offl. § 13", "offl. § 14", "offl. § 26"))
            )
            if day <= scene.today:
                found.append(
                    (day, ["", pick(rng, units), days.text(day), days.known(answered, scene.reported), outcome, law])
                )
    found.sort(key=lambda r: r[0])
    for number, (_, row) in enumerate(found, start=1):
        row[0] = f"IK{number:05d}"
    return found
