"""A change made in the database by hand is found by `kontroll logg etterprov`, whatever of an entry it is in."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from databases import address_of
from flows.registers.kept import FEB, answers, bygda_with, decided, found, laid, viewer
from flows.small import Kommune, Make, at
from kontroll.flows.home.check_trail import check_trail
from kontroll.flows.registers import decisions, findings, preparations
from kontroll.flows.registers.deliver_registers import deliver_registers


@pytest.fixture
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return address_of(getattr(request, "param", "sqlite"), request, tmp_path)


def filled(make: Make) -> Kommune:
    """One of each, with something done with it, and delivered."""

    def build() -> Kommune:
        bygda = bygda_with(make)
        anne, kari = viewer(bygda, "ANNE"), viewer(bygda, "KARI")
        decisions.carry_out(bygda.desk, decided(bygda).id, anne, 0, on=FEB, now=at(FEB))
        one = found(bygda)
        findings.add_measure(bygda.desk, one.id, anne, 0, text="Lage planer", deadline=date(2026, 3, 1), now=at(FEB))
        findings.finish_measure(bygda.desk, one.id, anne, 1, number=1, on=FEB, now=at(FEB))
        findings.mend(bygda.desk, one.id, anne, 2, on=FEB, evidence="26/88-4", now=at(FEB))
        findings.close_finding(bygda.desk, one.id, kari, 3, now=at(FEB))
        case = laid(bygda)
        preparations.fill_in(bygda.desk, case.id, anne, 0, answers(), finish=True, now=at(FEB))
        deliver_registers(bygda.desk, at(FEB))
        return bygda

    return make.once("untouched registers", build)


@pytest.mark.parametrize("address", ["sqlite", "postgresql"], indirect=True)
def test_registers_that_nobody_touched_are_as_the_trail_tells(make: Make):
    checked = check_trail(filled(make).desk.database)

    assert (checked.breaks, checked.problems) == ([], [])


@pytest.mark.parametrize(
    ("change", "place", "what"),
    [
        ("UPDATE political_decision SET deadline = '2027-01-01'", "politisk vedtak PV2026-0001", "det som står om det"),
        ("UPDATE political_decision SET \"case\" = 'PS 26/15'", "politisk vedtak PV2026-0001", "det som står om det"),
        ("UPDATE political_decision SET state = 'åpent'", "politisk vedtak PV2026-0001", "tilstanden"),
        ("UPDATE political_decision SET text = 4", "politisk vedtak PV2026-0001", "det som står om det"),
        ("UPDATE finding SET evidence = '26/88-5'", "funn TF2026-0001", "det som står om det"),
        ("UPDATE finding SET closed_by = 'KNUT'", "funn TF2026-0001", "det som står om det"),
        ("UPDATE finding_measure SET done = '2026-01-30'", "funn TF2026-0001", "det som står om det"),
        ("DELETE FROM finding_measure", "funn TF2026-0001", "det som står om det"),
        ("UPDATE preparation_point SET answer = 'ikke relevant' WHERE point = 'fakta'", "saksutredning", "det som står om det"),
        ("UPDATE preparation SET state = 'kontrollert', checked = '2026-02-19'", "saksutredning", "tilstanden"),
        ("DELETE FROM political_decision", "PV2026-0001", "tatt bort"),
        ("UPDATE register_event SET \"by\" = 'KNUT' WHERE what = 'lukk'", "funn TF2026-0001", "hva som er gjort"),
        ("DELETE FROM register_event WHERE what = 'iverksatt'", "politisk vedtak PV2026-0001", "hva som er gjort"),
        ("UPDATE political_decision SET id = 'PV2026-0009'", "politisk vedtak PV2026-0009", "lagt inn utenom kontroll"),
    ],
)  # fmt: skip
def test_a_change_by_hand_is_found_where_it_is(make: Make, change: str, place: str, what: str):
    bygda = filled(make)
    with bygda.desk.database.engine.begin() as connection:
        connection.execute(text(change))

    told = [str(problem) for problem in check_trail(bygda.desk.database).problems]

    assert any(place in one and what in one for one in told), told


def test_what_is_deleted_on_time_breaks_nothing(make: Make):
    bygda = filled(make)
    with bygda.desk.database.transaction("kontroll", at(date(2037, 1, 2))) as tx:
        tx.trail.delete_texts([entry.seq for entry in tx.trail.with_texts()])

    checked = check_trail(bygda.desk.database)

    assert (checked.breaks, checked.problems) == ([], [])
