"""The map of § 25-1 of a small kommune: counted by hand, kept once a month, lowered with a reason, and told in the report."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from databases import address_of
from differential.seed import by_turns
from kontroll.domain.conflict import Conflict
from kontroll.domain.internalcontrol import WHOLE, Criterion, Letter, LoweringRefusal, LoweringRefused
from kontroll.domain.month import Month
from kontroll.domain.policy import Kept
from kontroll.flows.home.check_trail import check_trail
from kontroll.flows.internal_control.control_map import ControlMap, control_map, made_map
from kontroll.flows.internal_control.keep_maturity import keep_maturity
from kontroll.flows.internal_control.lower_maturity import lower_maturity
from kontroll.flows.internal_control.sections import evaluation_chapter, map_chapter
from kontroll.flows.saker.acting import today_of
from kontroll.report.document.model import Document, Figure, How

from ..small import Kommune, Make, at
from .bygda import APRIL, MAY, bygda, look_of, viewer


@pytest.fixture
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return address_of(getattr(request, "param", "sqlite"), request, tmp_path)


@pytest.fixture
def made(make: Make) -> Kommune:
    return bygda(make)


def found_in(made: Kommune) -> ControlMap:
    with made.desk.database.reading() as tx:
        return made_map(look_of(made, tx))


def shown(found: ControlMap, place: str, criterion: Criterion) -> tuple[int, int] | None:
    one = found.cells[place, criterion.letter].evidence[criterion]
    return None if one is None else (one.shown.held, one.shown.of)


def test_everything_of_the_whole_is_as_it_is_counted_by_hand(made: Kommune):
    found = found_in(made)
    counted = {one: shown(found, WHOLE, one) for one in Criterion}

    assert {
        # Five enheter, each with a leader; the three schools have figures on their chart, and nobody has an agreement.
        Criterion.LEADERS: (5, 5), Criterion.SCORECARDS: (3, 5), Criterion.AGREEMENTS: (0, 5), Criterion.GOALS_FOLLOWED: (0, 0),
        # Nothing is delivered of these: it is not known, which is not that there are none.
        Criterion.ROUTINES: None, Criterion.AUTHORITY: None, Criterion.RISK: None, Criterion.RISK_TREATED: None,
        # Two of three rules are in use, and both were shown to bite in the last run; of one of them nothing was delivered.
        Criterion.RULES: (2, 3),
        # Two saker: ANNE's was answered and closed, BERIT's was not answered.
        Criterion.PUNCTUAL: (1, 2), Criterion.FOLLOWED: (1, 2),
        Criterion.RAN: (2, 12), Criterion.FOUNDED: (0, 2), Criterion.VERIFIED: (0, 12), Criterion.DELETED: (1, len(Kept)),
        Criterion.EVALUATED: (0, 0), Criterion.CHANGED: (0, 0), Criterion.ACCURATE: (0, 0),
    }.items() <= counted.items()  # fmt: skip


def test_what_is_recounted_in_plain_sql_is_the_same(made: Kommune):
    found = found_in(made)
    with made.desk.database.engine.connect() as connection:

        def count(statement: str) -> int:
            return int(connection.execute(text(statement)).scalar_one())

        newest = "month = (SELECT max(month) FROM coverage c WHERE c.rule = coverage.rule)"
        works = "held = tests AND positive > 0 AND negative > 0"
        assert shown(found, WHOLE, Criterion.WORKS) == (
            count(f"SELECT count(*) FROM coverage WHERE {newest} AND expected > 0 AND {works}"),
            count(f"SELECT count(*) FROM coverage WHERE {newest} AND expected > 0"),
        )
        assert shown(found, WHOLE, Criterion.KNOWN) == (
            count(f"SELECT count(*) FROM coverage WHERE {newest} AND expected > 0 AND 10 * known >= 9 * expected"),
            count(f"SELECT count(*) FROM coverage WHERE {newest} AND expected > 0"),
        )
        assert (count("SELECT count(DISTINCT month) FROM book"), 12) == shown(found, WHOLE, Criterion.RAN)


def test_an_area_holds_its_own_rules_and_reglementer_and_a_part_its_own_enheter(made: Kommune):
    found = found_in(made)

    assert {letter for place, letter in found.cells if place == "omraade:okonomi"} == set(Letter) - {Letter.A}
    assert {letter for place, letter in found.cells if place == "del:9"} == {Letter.A, Letter.B, Letter.C}
    assert (1, 1) == shown(found, "omraade:okonomi", Criterion.REGLEMENTER)
    assert (0, 0) == shown(found, "omraade:personal", Criterion.RULES)
    assert (4, 4) == shown(found, "del:9", Criterion.LEADERS)
    assert 0 == found.cells["omraade:personal", Letter.C].carried


def test_what_nothing_is_known_of_is_no_level(made: Kommune):
    cell = found_in(made).cells[WHOLE, Letter.B]

    assert (0, 4) == (cell.carried, cell.highest)
    assert Criterion.ROUTINES in {demand.criterion for demand in cell.lacking}


# --- kept month by month ------------------------------------------------------------------------------------------------


def test_the_newest_month_is_kept_once_with_what_showed_it(made: Kommune):
    assert [Month(2026, 2), None] == [keep_maturity(made.desk, at(MAY)) for _time in range(2)]

    with made.desk.database.reading() as tx:
        rows = {(one.place, one.letter): one for one in tx.maturity.all()}
        found = control_map(look_of(made, tx))
    assert {(key, cell.level, cell.carried) for key, cell in found.cells.items() if key[1] is not Letter.D} == {
        (key, row.level, row.carried) for key, row in rows.items() if key[1] is not Letter.D
    }
    assert [5, 5] == json.loads(rows[WHOLE, Letter.A].measures)["ledere"]
    assert json.loads(rows[WHOLE, Letter.B].measures)["rutiner_revidert"] is None


def test_the_trail_is_computed_anew_and_that_it_held_is_evidence(made: Kommune):
    keep_maturity(made.desk, at(MAY))

    assert (1, 12) == shown(found_in(made), WHOLE, Criterion.VERIFIED)
    assert "loggen regnet etter" in made.trail()


def test_a_trail_that_does_not_hold_is_no_evidence(made: Kommune):
    _by_hand(
        made,
        "DROP TRIGGER IF EXISTS trail_no_update",
        "UPDATE trail SET hash = 'x' || substr(hash, 2) WHERE seq = 3",
    )
    keep_maturity(made.desk, at(MAY))

    found = shown(found_in(made), WHOLE, Criterion.VERIFIED)
    assert found == (0, 12)


# --- lowered by people --------------------------------------------------------------------------------------------------


def test_whoever_knows_better_lowers_it_and_nobody_raises_it(made: Kommune):
    top = viewer(made, "TOPP")
    before = found_in(made).cells[WHOLE, Letter.C].carried
    with pytest.raises(LoweringRefused) as refused:
        lower_maturity(made.desk, WHOLE, Letter.C, before, "Bedre.", top, at(MAY), seen=0)
    assert refused.value.why is LoweringRefusal.NOT_LOWER
    assert before == 0
    carried = found_in(made).cells[WHOLE, Letter.D].carried
    lower_maturity(made.desk, WHOLE, Letter.D, carried - 1, "Ingen leser den.", top, at(MAY), seen=0)

    cell = found_in(made).cells[WHOLE, Letter.D]
    assert (carried, carried - 1) == (cell.carried, cell.level)
    with pytest.raises(Conflict):
        lower_maturity(made.desk, WHOLE, Letter.D, 0, "Også jeg.", top, at(MAY), seen=0)
    lower_maturity(made.desk, WHOLE, Letter.D, None, "Den er lest nå.", top, at(MAY), seen=1)
    assert carried == found_in(made).cells[WHOLE, Letter.D].level


@pytest.mark.parametrize(
    ("person", "place", "reason", "why"),
    [
        ("ANNE", WHOLE, "Nei.", LoweringRefusal.NOT_HERS),
        ("TOPP", "omraade:finnes-ikke", "Nei.", LoweringRefusal.NO_SUCH),
        ("TOPP", "del:9", "Nei.", LoweringRefusal.NO_SUCH),  # of a part d cannot be shown
        ("TOPP", WHOLE, "  ", LoweringRefusal.NO_REASON),
    ],
)
def test_what_is_refused(made: Kommune, person: str, place: str, reason: str, why: LoweringRefusal):
    with pytest.raises(LoweringRefused) as refused:
        lower_maturity(made.desk, place, Letter.D, 0, reason, viewer(made, person), at(MAY), seen=0)
    assert refused.value.why is why


# --- in the report ------------------------------------------------------------------------------------------------------


def test_every_figure_of_both_chapters_has_what_stands_behind_it(made: Kommune):
    keep_maturity(made.desk, at(APRIL))
    with made.desk.database.reading() as tx:
        today = today_of(made.desk, tx, at(MAY))
        for chapter in (map_chapter(tx, today, 2026), evaluation_chapter(tx, today, 2026)):
            document = Document(
                kind="x", period="2026", title="", municipality="", known=MAY, sections=(chapter.section,),
                grounds=chapter.grounds,
            )  # fmt: skip
            figures = list(document.figures())
            assert figures
            assert {figure.id for figure in figures} == set(chapter.grounds)
            for figure in figures:
                _holds(
                    figure, chapter.grounds[figure.id].how, [one.value for one in chapter.grounds[figure.id].records]
                )


def _holds(figure: Figure, how: How, values: list[object]) -> None:
    if figure.value is None:
        assert not values, figure.id
    elif how is How.SUM:
        assert sum(values) == figure.value, figure.id  # type: ignore[arg-type]


def test_a_year_that_is_over_is_told_as_it_was_kept_and_not_as_it_stands_now(made: Kommune):
    keep_maturity(made.desk, at(APRIL))
    with made.desk.database.reading() as tx:
        before = map_chapter(tx, today_of(made.desk, tx, at(MAY)), 2026)
    made.run("2026-03", date(2027, 1, 20))
    _by_hand(
        made,
        "UPDATE book SET month = '2027-01' WHERE month = '2026-03'",
        "UPDATE run SET period = '2027-01' WHERE period = '2026-03'",
    )
    with made.desk.database.reading() as tx:
        today = today_of(made.desk, tx, at(date(2027, 2, 20)))
        after, unknown = map_chapter(tx, today, 2026), map_chapter(tx, today, 2025)

    assert {id: one.records for id, one in before.grounds.items() if "logg" not in id and "avtaler" not in id} == {
        id: one.records for id, one in after.grounds.items() if "logg" not in id and "avtaler" not in id
    }
    assert not unknown.grounds
    assert "ikke kjent" in str(unknown.section.drafted)


def test_few_saker_are_in_no_number(made: Kommune):
    with made.desk.database.reading() as tx:
        chapter = map_chapter(tx, today_of(made.desk, tx, at(MAY)), 2026)

    assert () == chapter.grounds["ik-besvart-i-tide"].records
    assert () == chapter.grounds["ik-fulgt-opp"].records


# --- changed by hand ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "what"),
    by_turns([
        ("UPDATE maturity SET level = 4, carried = 4 WHERE place = 'alt' AND letter = 'b'", "nivåene er endret"),
        ("DELETE FROM maturity WHERE place = 'alt' AND letter = 'e'", "nivåene er endret"),
        ("DELETE FROM maturity", "nivåene er endret"),
        ("UPDATE mark SET content = replace(content, '\"1\"', '\"2\"') WHERE name = 'internkontroll-grunnlag:2026-02'",
         "grunnlaget for nivåene er endret"),
        ("UPDATE maturity SET month = '2026-01'", "nivåene er endret"),
        ("UPDATE maturity_lowering SET level = 1", "et nivå noen har satt, er endret"),
        ("DELETE FROM maturity_lowering", "et nivå noen har satt, er endret"),
    ], 3),
)  # fmt: skip
def test_what_is_changed_in_the_database_is_found(made: Kommune, statement: str, what: str):
    keep_maturity(made.desk, at(MAY))
    lower_maturity(made.desk, WHOLE, Letter.D, 0, "Ingen leser den.", viewer(made, "TOPP"), at(MAY), seen=0)
    assert [] == _told(made)

    _by_hand(made, statement)

    assert what in _told(made)


def _told(made: Kommune) -> list[str]:
    return [problem.what for problem in check_trail(made.desk.database).problems]


def _by_hand(made: Kommune, *statements: str) -> None:
    with made.desk.database.engine.connect() as connection, connection.begin():
        for statement in statements:
            connection.execute(text(statement))
