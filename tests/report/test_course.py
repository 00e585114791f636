"""Courses: what is drawn of a figure, what is held back, and where the lines of the drawing stand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from kontroll.domain.month import Month
from kontroll.report.course import Course, Point, told
from kontroll.report.courses import FEWEST_OTHERS, MONTHS, course_of_enhet, courses_of_rule
from kontroll.report.situation import Situation
from kontroll.web.chart import drawn
from village import village

MARCH = Month(2026, 3)
_SCHOOLS = "".join(f"{n};Skole {n};tjenestested;;skole;L{n};2020-01;;\n" for n in range(1, 6))
ORGANISATION = "enhet;navn;enhetstype;overordnet;tjeneste;leder_id;gjelder_fra;gjelder_til;etterfolger\n" + _SCHOOLS


def schools(folder: Path, *counts: int | None) -> Situation:
    """Five schools; counts: persons behind the figure of each, which is its number; None = too few to be delivered."""
    rows = [f"{n};trivsel;2026-03;{n},0;{'' if count is None else count}\n" for n, count in enumerate(counts, start=1)]
    figures = "enhet;indikator;periode;verdi;antall\n" + "".join(rows)
    return village(folder, organisasjon=ORGANISATION, tall=figures, faktura=_NO_INVOICES)


_NO_INVOICES = "bilag;dato;ansvar;belop;attestant;anviser\n"


def course(*values: str | None) -> Course:
    points = tuple(
        Point(name=str(n), short=str(n), value=None if v is None else Decimal(v)) for n, v in enumerate(values)
    )
    return Course(id="a", name="A", enhet="B", unit="", decimals=1, lines=(), points=points)


def test_others_are_told_by_lowest_median_and_highest_without_her_own(tmp_path: Path):
    found = course_of_enhet(schools(tmp_path, 20, 20, 20, 20, 20), "trivsel", "1", MARCH, few=False)

    assert found is not None
    others = found.points[-1].others
    assert others is not None
    assert (Decimal(2), Decimal("3.5"), Decimal(5), 4) == (others.lowest, others.median, others.highest, others.count)
    assert MONTHS == len(found.points)


@pytest.mark.parametrize(("count", "of_others"), [(5, 4), (4, 3), (None, 3)])
def test_a_figure_that_too_few_stand_behind_is_not_among_the_others(tmp_path: Path, count, of_others):
    found = course_of_enhet(schools(tmp_path, 20, 20, 20, 20, count), "trivsel", "1", MARCH, few=False)

    assert found is not None
    assert found.points[-1].others is not None
    assert of_others == found.points[-1].others.count


@pytest.mark.parametrize(("counts", "shown"), [((20, 20, 20, 20), True), ((20, 20, 20, 4), False)])
def test_fewer_others_than_the_fewest_are_not_shown_at_all(tmp_path: Path, counts, shown):
    found = course_of_enhet(schools(tmp_path, *counts), "trivsel", "1", MARCH, few=False)

    assert found is not None
    assert shown is (found.points[-1].others is not None)
    assert 3 == FEWEST_OTHERS


def test_a_figure_of_few_persons_is_shown_to_whoever_leads_them_alone(tmp_path: Path):
    situation = schools(tmp_path, 20, 20, 20, 20, 20)
    trivsel = replace(situation.rulebook.indicators["trivsel"], shown_from_count=21)
    situation.rulebook.indicators["trivsel"] = trivsel  # type: ignore[index]

    assert course_of_enhet(situation, "trivsel", "1", MARCH, few=False) is None
    found = course_of_enhet(situation, "trivsel", "1", MARCH, few=True)
    assert found is not None
    assert Decimal(1) == found.points[-1].value
    assert found.points[-1].others is None


def test_a_rule_about_records_is_told_by_how_many_it_struck_on(tmp_path: Path):
    situation = village(tmp_path)

    (found,) = courses_of_rule(situation, situation.rulebook.rules["to-personer"], "1", MARCH, few=False)

    assert [0, 0, 2] == [point.value for point in found.points]
    assert [False, False, True] == [point.struck for point in found.points]


def test_the_line_is_broken_where_nothing_is_known_and_a_cross_stands_there():
    made = drawn(course("1", "2", None, "4"))

    assert 2 == made.line.count("M")
    assert ["within", "within", "unknown", "within"] == [mark.kind for mark in made.marks]


@pytest.mark.parametrize("values", [("0",), ("5", "5"), ("-3", "1000000"), ("0.001", "0.002"), (None, "1", None)])
def test_whatever_is_drawn_stands_within_the_drawing(values):
    made = drawn(course(*values))

    assert all(0 <= float(mark.x) <= 480 and 0 <= float(mark.y) <= 230 for mark in made.marks)
    assert all(0 <= float(line.y) <= 230 for line in made.grid)
    assert len(made.grid) >= 2


def test_nothing_known_is_told_as_such_and_not_drawn():
    assert not course(None, None).is_drawn
    assert "Siste kjente verdi" not in told(course(None, None))
