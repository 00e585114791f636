"""Steering words: what stands over a list behind a number, and the trend as drawings and sentences."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from kontroll.domain.operand import Colour
from kontroll.domain.policy import SUPERVISORY
from kontroll.flows.people.parts import ELSEWHERE
from kontroll.flows.saker.stages import Stage
from kontroll.flows.showing.avvik_pages import AvvikAsked
from kontroll.flows.showing.steering import TrendMonth
from kontroll.flows.showing.steering_asked import NO_FOCUS, About, SteeringAsked
from kontroll.flows.showing.summed import SummedMonth
from kontroll.report import words
from kontroll.report.course import Course, Point
from kontroll.report.proof import share
from kontroll.texts import N_, _, month_name, number, short_month

#: As a colour stands in the address, where there is none.
UNMEASURED = "ikke-maalt"

_HEADINGS: dict[About | Stage, str] = {
    About.OPEN: N_("Åpne saker"),
    About.OVERDUE: N_("Saker over fristen"),
    About.MISSING_DATA: N_("Leveranser som mangler"),
    About.CONTROLS: N_("Kontroller som uteble"),
    About.SILENT: N_("Overordnede som ikke spør"),
    Stage.ALL: N_("Saker hos lederne det siste året"),
    Stage.SEEN: N_("Saker som er sett"),
    Stage.UNSEEN: N_("Saker ingen har sett"),
    Stage.SPOKEN: N_("Saker som er påtalt"),
    Stage.UNSPOKEN: N_("Saker som ikke er påtalt"),
    Stage.FOLLOWED: N_("Saker som er fulgt opp"),
    Stage.LEFT: N_("Saker som ikke er fulgt opp"),
    Stage.DUE: N_("Saker som skulle vært besvart"),
    Stage.IN_TIME: N_("Saker besvart i tide"),
    Stage.LATE: N_("Saker besvart for sent, eller ikke"),
    Stage.UNANSWERED: N_("Ubesvarte saker over fristen"),
    Stage.SILENT: N_("Saker den overordnede ikke har spurt om"),
}


def heading(asked: SteeringAsked) -> str:
    return _("Saker som var åpne da måneden var slutt") if asked.at is not None else _(_HEADINGS[asked.about])


def narrowed(asked: SteeringAsked, part: str, superior: str, month: str) -> list[str]:
    """What the list was narrowed to, one sentence for each."""
    found = [month.capitalize()] if month else []
    if part:
        found.append(_("Uten plass i organisasjonen") if part == ELSEWHERE else part)
    if superior:
        found.append(
            _("Det kommunedirektøren selv svarer for")
            if superior == SUPERVISORY
            else _("Lederne under {name}").format(name=superior)
        )
    if asked.focus:
        found.append(focus_name(asked.focus))
    if asked.severity is not None:
        found.append(_("Alvor: {one}").format(one=words.severity_name(asked.severity).lower()))
    return found


def avvik_heading(asked: AvvikAsked) -> str:
    if asked.opened is not None:
        return _("Nye avvik i {month}").format(month=month_name(asked.opened))
    if asked.resolved is not None:
        return _("Avvik løst i {month}").format(month=month_name(asked.resolved))
    return _("Alle avvik")


def figures_heading(asked: str, colour: Colour | None) -> str:
    if not asked:
        return _("Tallene i målekartet")
    return _("Tall som ikke er målt") if colour is None else _("{colour} tall").format(colour=plural(colour))


def plural(colour: Colour) -> str:
    return {Colour.RED: _("Røde"), Colour.YELLOW: _("Gule"), Colour.GREEN: _("Grønne")}[colour]


def focus_name(focus: str) -> str:
    return _("Uten fokusområde") if focus == NO_FOCUS else focus.capitalize()


def part_name(id: str, name: str) -> str:
    return _("Uten plass i organisasjonen") if id == ELSEWHERE else name


def per_cent(part: int, whole: int) -> str:
    """`84 %`; `under 1 %` where there is some of it, but less than one; a dash where there is nothing to have a share of."""
    if not whole:
        return "–"
    found = share(part, whole)
    said = f"{number(found or min(part, 1))}\N{NO-BREAK SPACE}%"
    return said if found or not part else _("under {share}").format(share=said)


# --- the trend --------------------------------------------------------------------------------------------------------


def courses(trend: Sequence[TrendMonth]) -> list[tuple[Course, str]]:
    """New avvik and open saker, each with what it shows in words. A month that was not run is not known. [] = none was."""
    if not any(one.was_run for one in trend):
        return []
    made = [
        _course("avvik", _("Nye avvik"), [(one, one.opened) for one in trend], counts=True),
        _course("saker", _("Åpne saker ved månedens slutt"), [(one, one.saker) for one in trend], counts=False),
    ]
    return [(course, _told(course)) for course in made]


def summed_courses(trend: Sequence[SummedMonth]) -> list[tuple[Course, str]]:
    """New avvik alone, where any number of them is shown."""
    if not any(one.opened is not None for one in trend):
        return []
    points = tuple(
        Point(
            name=month_name(one.month), short=short_month(one.month),
            value=None if one.opened is None else Decimal(one.opened), why=_hidden(one),
        )
        for one in trend
    )  # fmt: skip
    name = _("Nye avvik")
    course = Course(id="avvik", name=name, enhet="", unit="", decimals=0, lines=(), counts=True, points=points)
    return [(course, _told(course))]


def _hidden(one: SummedMonth) -> str:
    return _("vises ikke") if one.was_run else _("ikke kjørt")


def _course(id: str, name: str, months: Sequence[tuple[TrendMonth, int]], *, counts: bool) -> Course:
    return Course(
        id=id, name=name, enhet="", unit="", decimals=0, lines=(), counts=counts,
        points=tuple(
            Point(
                name=month_name(one.month), short=short_month(one.month), value=Decimal(value) if one.was_run else None,
                why="" if one.was_run else _("ikke kjørt"),
            )
            for one, value in months
        ),
    )  # fmt: skip


def _told(course: Course) -> str:
    known = [point for point in course.points if point.value is not None]
    first, last = known[0], known[-1]
    highest = max(known, key=lambda point: point.value or 0)
    return _(
        "{name}: {first} i {first_month}, {last} i {last_month}. Det høyeste var {highest}, i {highest_month}."
    ).format(
        name=course.name,
        first=number(first.value or 0),
        first_month=first.name,
        last=number(last.value or 0),
        last_month=last.name,
        highest=number(highest.value or 0),
        highest_month=highest.name,
    )
