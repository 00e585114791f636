"""A small kommune in which something of everything can be shown: two months judged, saker closed, one rule that never struck."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from functools import cache

from kontroll.domain.access import Viewer
from kontroll.domain.internalcontrol import ControlArea, InternalControlPolicy
from kontroll.domain.policy import Kept, RetentionRule
from kontroll.domain.sak import Answer, SakState
from kontroll.domain.scorecard import Chart, FocusArea, Scorecards
from kontroll.flows.internal_control.look import Look
from kontroll.flows.people.viewing import viewer_of
from kontroll.flows.saker.acting import today_of
from kontroll.flows.saker.answer_sak import answer_sak
from kontroll.flows.saker.close_sak import close_sak
from kontroll.policybook import read_policies
from kontroll.settings import shipped_policies
from kontroll.store.transaction import Transaction

from ..small import POLICIES, Kommune, Make, at, rule

FEB, MARCH, APRIL, MAY = date(2026, 2, 20), date(2026, 3, 20), date(2026, 4, 20), date(2026, 5, 20)
#: The first strikes in January, the second never; the third is not in use.
RULES = (
    rule("merforbruk"),
    rule("stort-kjop", dataset="faktura"),
    rule("utkast", status="utkast"),
)


@cache
def shipped() -> InternalControlPolicy:
    return read_policies([shipped_policies()])[0].internal_control


def policy() -> InternalControlPolicy:
    """As it is shipped, with the areas of this kommune."""
    areas = (
        ControlArea(
            id="okonomi", name="Økonomi", rules=frozenset({"regler"}), reglementer=("okonomireglementet",), risk=5
        ),
        ControlArea(id="personal", name="Personal", reglementer=("personalreglementet",), risk=3),
    )
    return replace(shipped(), areas=areas)


def bygda(make: Make) -> Kommune:
    def build() -> Kommune:
        made = make(
            *RULES,
            policies=replace(
                POLICIES,
                internal_control=policy(),
                scorecards=Scorecards(
                    areas=(FocusArea(name="", means="Alt."),),
                    charts=(Chart(name="Skoler", services=frozenset({"skole"}), indicators=("balanse",)),),
                ),
                retention=(RetentionRule(kept=Kept.TEXT, years=10),),
            ),
        )
        made.measure("2026-01", date(2026, 2, 5), e1=-3, e2=-2, e3=1)
        made.invoices("januar", date(2026, 2, 5), "B1;2026-01-10;1;500", "B2;2026-01-11;2;700")
        made.run("2026-01", FEB)
        _fix(made, "ANNE", MARCH)
        made.measure("2026-02", date(2026, 3, 5), e1=2, e2=-2, e3=1)
        made.run("2026-02", MARCH)
        _close(made, APRIL)
        return made

    return make.once("internkontroll", build)


def _fix(made: Kommune, person: str, day: date) -> None:
    """She answers in time."""
    (sak,) = [one for one in made.saker() if one.owner == person]
    answer_sak(made.desk, sak.id, person, Answer.FIXED, "Det er rettet.", [], at(date(2026, 2, 25)))


def _close(made: Kommune, day: date) -> None:
    for sak in made.saker():
        if sak.state is SakState.RETEST:
            close_sak(
                made.desk, sak.id, "KARI", evidence="Regnskap februar", reason="Rettet, se regnskapet.", now=at(day)
            )


def look_of(made: Kommune, tx: Transaction, day: date = MAY) -> Look:
    return Look(tx, today_of(made.desk, tx, at(day)))


def viewer(made: Kommune, person: str, day: date = MAY) -> Viewer:
    with made.desk.database.reading() as tx:
        today = today_of(made.desk, tx, at(day))
    return viewer_of(person, person, person, (), today.directory, made.desk.policies, today.day)


def on(day: date) -> datetime:
    return at(day)
