"""The home of the example: built, and its months lived, unless it is there already."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from kontroll.domain.month import Month
from kontroll.domain.problem import Gravity, Place, Problem
from kontroll.example.mailbag import deliveries
from kontroll.flows.example.build_example import MUNICIPALITY, WORK, build_example, finish_example
from kontroll.flows.example.live_example import live_example
from kontroll.flows.home.upgrade_database import upgrade_database
from kontroll.settings import read_settings
from kontroll.texts import _
from kontroll.wiring import Desk, open_desk

#: Days into a month from which the month before is judged, most years: by then what is due has come.
_JUDGED_FROM = 24
#: Days that are lived after the last month, at most.
_AFTER = 31


def last_month(today: date) -> Month:
    """The last month of an example that is seen today: one that has been judged, and asked about."""
    return Month.of(today - timedelta(days=_JUDGED_FROM)).plus(-1)


def example_home(
    home: Path, *, seed: int, months: int, today: date, tell: Callable[[str], None]
) -> tuple[bool, list[Problem]]:
    """Whether it was built and lived now. tell: called with what begins; `stages_of(months)` times at most.

    months: how many of the last months are lived, up to today. A folder with anything else in it, and a database with
    anything in it, are left as they are, with a problem.
    """
    last = last_month(today)
    tell(_("Bygger {municipality}").format(municipality=MUNICIPALITY))
    built, problems = build_example(home, seed, last, months)
    if not built:
        return False, problems
    desk, problems = _desk(home)
    if desk is None:
        return False, problems
    try:
        tell(_("Legger opp hva som leveres når"))
        lived = [last.plus(-n) for n in range(months - 1, -1, -1)]
        until = min(today, last.last_day + timedelta(days=_AFTER))
        # Tens of thousands of commits, and a life that is cut off is begun anew.
        with desk.database.waiting_less_for_the_disk():
            live_example(desk, deliveries(home / WORK, seed, last), seed=seed, months=lived, until=until, tell=tell)
    finally:
        desk.database.close()
    finish_example(home, seed, last, months)
    return True, []


def stages_of(months: int) -> int:
    return months + 4


def _desk(home: Path) -> tuple[Desk | None, list[Problem]]:
    settings, problems = read_settings(home)
    if settings is None or any(problem.gravity is Gravity.STOPS for problem in problems):
        return None, problems
    upgrade_database(settings)
    desk, problems = open_desk(settings)
    if desk is None:
        return None, problems
    with desk.database.reading() as tx:
        empty = not tx.deliveries.newest()
    if not empty:
        desk.database.close()
        return None, [_not_empty()]
    return desk, []


def _not_empty() -> Problem:
    return Problem(
        Place("database"),
        _("databasen holder allerede data"),
        _("Demoen lever sine måneder i en tom database, og kunne blande dem med noen andres; ingenting er rørt."),
        _("La demoen bruke sin egen: fjern «database» fra kontroll.toml og variabelen KONTROLL_DATABASE."),
    )
