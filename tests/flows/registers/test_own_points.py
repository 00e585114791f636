"""What a kommune asks of a case besides what is always asked: asked, judged, and frozen as it was when the case began."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from databases import address_of
from flows.registers.kept import ALL_DONE, FEB, bygda_with, laid, run, viewer
from flows.small import Kommune, Make, at
from kontroll.domain.preparation import OwnPoint, PointAnswer, PreparationPolicy
from kontroll.domain.register import Register, RegisterRefusal, RegisterRefused
from kontroll.flows.people.looking import looking
from kontroll.flows.registers import preparations
from kontroll.flows.registers.acting import NoSuchEntry
from kontroll.flows.registers.delivered import delivered_rows
from kontroll.flows.registers.known import PREPARATIONS
from kontroll.flows.registers.shown import shown_entry

PLAN = OwnPoint(id="plan", name="Planen", question="Er samfunnsdelen fulgt?", always=True)
WATER = OwnPoint(id="vann", name="Vann", question="Og vannet?")
DONE, OF_NO_MATTER = preparations.Said(PointAnswer.DONE), preparations.Said(PointAnswer.NOT_RELEVANT, "Ikke bygging.")
OWN = {"plan": DONE, "vann": OF_NO_MATTER}


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return address_of(request.param, request, tmp_path)


def asking(bygda: Kommune, *points: OwnPoint) -> Kommune:
    """With these in utredning.yaml from now on."""
    policies = replace(bygda.desk.policies, preparation=PreparationPolicy(points=points))
    return replace(bygda, desk=replace(bygda.desk, policies=policies))


def asked_of(bygda: Kommune, id: str) -> list[tuple[str, str]]:
    """The last two that the page asks, with the answers."""
    with looking(bygda.desk, FEB) as look:
        entry = shown_entry(look, viewer(bygda, "ANNE"), Register.PREPARATIONS, id)
    assert entry is not None
    return [(one.name, one.answer.value if one.answer else "") for one in entry.points[-2:]]


def fill(bygda: Kommune, id: str, said: dict[str, preparations.Said]) -> None:
    preparations.fill_in(bygda.desk, id, viewer(bygda, "ANNE"), 0, said, finish=True, now=at(FEB))


def test_a_case_is_not_finished_before_the_kommunes_own_points_are_answered(make: Make):
    bygda = asking(bygda_with(make), PLAN, WATER)
    one = laid(bygda)

    with pytest.raises(RegisterRefused) as left:
        fill(bygda, one.id, {**ALL_DONE, "vann": DONE})
    with pytest.raises(RegisterRefused) as never:
        fill(bygda, one.id, {**ALL_DONE, **OWN, "plan": OF_NO_MATTER})
    fill(bygda, one.id, {**ALL_DONE, **OWN})

    assert (left.value.why, left.value.field) == (RegisterRefusal.UNANSWERED, "svar-plan")
    assert (never.value.why, never.value.field) == (RegisterRefusal.UNANSWERED, "svar-plan")
    assert asked_of(bygda, one.id) == [("Planen", "utredet"), ("Vann", "ikke relevant")]


def test_the_rule_counts_them_as_every_other_point(make: Make):
    bygda = asking(bygda_with(make), PLAN)
    one = laid(bygda)
    preparations.fill_in(bygda.desk, one.id, viewer(bygda, "ANNE"), 0, ALL_DONE, finish=False, now=at(FEB))

    assert run(bygda, "2026-02", date(2026, 3, 10)) == [("utredning-001", one.id)]
    with bygda.desk.database.reading() as tx:
        (row,) = delivered_rows(tx, bygda.desk.rulebook, PREPARATIONS, (PREPARATIONS,))
    assert row["ubesvart"] == 1


def test_what_is_asked_of_a_case_is_what_was_asked_when_it_began(make: Make):
    bygda = bygda_with(make)
    before = laid(bygda)
    bygda = asking(bygda, PLAN, WATER)
    during = laid(bygda, case="26/102")
    bygda = asking(bygda, replace(PLAN, name="Noe annet", question="Og hva nå?"))

    with pytest.raises(NoSuchEntry):
        fill(bygda, before.id, {**ALL_DONE, "plan": DONE})
    fill(bygda, before.id, ALL_DONE)

    assert asked_of(bygda, before.id) == [("Høring", "utredet"), ("Habilitet", "utredet")]
    assert asked_of(bygda, during.id) == [("Planen", ""), ("Vann", "")]


def test_where_the_questions_are_deleted_on_time_the_answers_still_stand(make: Make):
    bygda = asking(bygda_with(make), PLAN, WATER)
    one = laid(bygda)
    fill(bygda, one.id, {**ALL_DONE, **OWN})
    with bygda.desk.database.transaction("kontroll", at(FEB)) as tx:
        tx.trail.connection.exec_driver_sql(f"DELETE FROM trail_text WHERE seq = {one.text}")

    assert asked_of(bygda, one.id) == [("plan", "utredet"), ("vann", "ikke relevant")]
    assert run(bygda, "2026-02", date(2026, 3, 10)) == [("utredning-001", one.id)]
