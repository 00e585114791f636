"""The pages live long: what is run or delivered by another process is shown without starting them again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from time import monotonic, sleep

import pytest
from structlog.testing import capture_logs

from flows.small import ORGANISATION, Kommune, kommune, rule
from kontroll.domain.month import Month
from kontroll.flows.judging.assess import assess
from kontroll.flows.judging.stands_on import stands_on
from kontroll.report.summary import Summaries
from kontroll.store.database import Database
from kontroll.texts import month_name
from kontroll.web import kept_fresh as fresh
from kontroll.web.app import create_app
from kontroll.web.kept_fresh import Freshener, Shown, kept_fresh
from kontroll.web.months_aside import MonthsAside
from served import text_of, visitor
from signed_in import clock, cookies
from village import write

DAY = date(2026, 4, 20)
FIGURES = "enhet;indikator;periode;verdi;antall\n1;balanse;{month};-1;\n"


@dataclass
class Living:
    """Pages that live, and the kommune whose worker does its work beside them."""

    bygda: Kommune
    shown: Shown
    freshener: Freshener
    home: Path
    today: date = DAY

    def run(self, month: str) -> None:
        """What the month holds is in no file of the inbox: it may have come by the API."""
        self.bygda.measure(month, DAY, e1=-1)
        self.bygda.run(month, DAY)


@pytest.fixture
def living(tmp_path: Path, database: Database, monkeypatch: pytest.MonkeyPatch) -> Living:
    bygda = kommune(database, tmp_path, rule("balanse"))
    monkeypatch.setattr("kontroll.flows.judging.assess.shipped_rules", lambda: tmp_path / "rules")
    settings = bygda.desk.settings.model_copy(update={"inbox": tmp_path / "inbox", "rules": tmp_path / "none"})
    bygda.desk = replace(bygda.desk, settings=settings)
    write(
        tmp_path,
        {"inbox/organisasjon.csv": ORGANISATION, "inbox/maalinger/2026-02.csv": FIGURES.format(month="2026-02")},
    )
    bygda.measure("2026-02", DAY, e1=-1)
    on = stands_on(database, DAY)
    situation, problems = assess(settings, DAY, lambda _stage: None)
    assert situation is not None, [str(problem) for problem in problems]
    shown = Shown(MonthsAside(Summaries(situation), patience=60))
    made = Living(bygda, shown, Freshener(shown, bygda.desk, lambda: made_now(), on), tmp_path)

    def made_now() -> datetime:
        return datetime(made.today.year, made.today.month, made.today.day, 8, tzinfo=UTC)

    return made


def test_a_month_that_is_run_beside_the_pages_is_shown_without_starting_them_again(living: Living) -> None:
    with (
        visitor(create_app(living.shown, living.bygda.desk, clock), cookies(living.bygda.desk)) as client,
        kept_fresh(living.freshener, beat=0.02),
    ):
        march = month_name(Month(2026, 3)).lower()
        before = text_of(client.get("/oversikt")).lower()
        # When the worker runs March
        living.run("2026-03")
        until = monotonic() + 60
        while living.shown.summaries.situation.last < Month(2026, 3) and monotonic() < until:
            sleep(0.05)
        # Then the overview, which was of February, is of March
        assert (march in before, march in text_of(client.get("/oversikt")).lower()) == (False, True)


def test_nothing_is_made_where_nothing_is_new(living: Living) -> None:
    shown = living.shown.summaries
    assert (living.freshener.look(), living.shown.summaries is shown) == (False, True)


def test_another_day_is_something_new(living: Living) -> None:
    living.today = date(2026, 4, 21)
    assert living.freshener.look()
    assert living.shown.summaries.situation.today == living.today


def test_what_cannot_be_made_leaves_the_old_and_is_logged_without_what_was_delivered(
    living: Living, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = living.shown.summaries
    living.run("2026-03")
    write(living.home, {"rules/regler/ny.yaml": "id: ny\nnavn: Kari Nordmann\n"})
    # When the rules cannot be read
    with capture_logs() as lines:
        assert not living.freshener.look()
    assert (living.shown.summaries is old, "Kari" in str(lines)) == (True, False)
    assert [line["log_level"] for line in lines] == ["error"]
    # Then it is not tried all the time
    with capture_logs() as lines:
        assert (living.freshener.look(), lines) == (False, [])
    # And when a while has gone, and it can, it is
    monkeypatch.setattr(fresh, "AGAIN", 0.0)
    (living.home / "rules/regler/ny.yaml").unlink()
    assert living.freshener.look()
    assert living.shown.summaries.situation.last == Month(2026, 3)
