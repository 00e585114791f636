"""A month that nobody has opened is made aside: its page says so meanwhile, and no other page waits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import httpx
import pytest

from kontroll.report import summary
from kontroll.report.summary import Summaries
from kontroll.web.app import create_app
from kontroll.web.months_aside import BeingPrepared, MonthsAside
from kontroll.wiring import Desk
from served import text_of, visitor
from signed_in import clock


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Event:
    """A month is not finished before it is let go."""
    let_go, made = Event(), summary.summarise
    monkeypatch.setattr(summary, "summarise", lambda *asked: (let_go.wait(60), made(*asked))[1])
    return let_go


@contextmanager
def _visiting(
    village_seen: tuple[Summaries, Desk], control: dict[str, str]
) -> Iterator[tuple[MonthsAside, httpx.Client]]:
    situation, desk = village_seen[0].situation, village_seen[1]
    aside = MonthsAside(Summaries(situation), patience=0.05)
    with visitor(create_app(aside, desk, clock), control) as client:
        yield aside, client


def test_a_month_that_is_being_made_says_so_until_it_is_there(
    village_seen: tuple[Summaries, Desk], control: dict[str, str], held: Event
) -> None:
    with _visiting(village_seen, control) as (aside, client):
        # When nobody has opened the month
        answer = client.get("/oversikt")
        # Then the page says that it is on its way, and does not hold on to whoever asks
        assert (answer.status_code, "gjøres klar" in text_of(answer)) == (202, True)
        # And when it is made, it is there
        held.set()
        aside._aside.shutdown(wait=True)
        assert client.get("/oversikt").status_code == 200


def test_pages_of_an_enhet_and_a_rule_do_not_wait_for_the_whole_month(
    village_seen: tuple[Summaries, Desk], control: dict[str, str], held: Event
) -> None:
    with _visiting(village_seen, control) as (aside, client):
        assert client.get("/oversikt").status_code == 202
        rule = next(iter(sorted(aside.situation.rulebook.rules)))
        enhet = str(aside.situation.facts.organisation.get_column("enhet")[0])
        assert [client.get(path).status_code for path in (f"/enhet/{enhet}", f"/regel/{rule}", "/regler")] == [200] * 3
        held.set()


def test_a_month_that_was_not_evaluated_is_refused_as_before(village_seen: tuple[Summaries, Desk]) -> None:
    aside = MonthsAside(Summaries(village_seen[0].situation), patience=30)
    with pytest.raises(ValueError, match="is outside"):
        aside.of(aside.situation.last.plus(1))


def test_a_month_that_could_not_be_made_is_tried_again(
    village_seen: tuple[Summaries, Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    aside = MonthsAside(Summaries(village_seen[0].situation), patience=30)
    with monkeypatch.context() as broken:
        broken.setattr(summary, "summarise", lambda *_asked: Path("/ingen").read_text(encoding="utf-8"))
        with pytest.raises(FileNotFoundError):
            aside.of(aside.situation.last)
    assert aside.of(aside.situation.last).month == aside.situation.last


def test_a_month_that_is_ready_is_given_without_waiting(village_seen: tuple[Summaries, Desk], held: Event) -> None:
    ready = Summaries(village_seen[0].situation)
    held.set()
    ready.of(ready.situation.last)
    held.clear()
    # Given what was made before the pages were shown
    aside = MonthsAside(ready, patience=0.05)
    assert aside.of(ready.situation.last) is ready.of(ready.situation.last)
    # And another month is not
    with pytest.raises(BeingPrepared):
        aside.of(ready.situation.last.plus(-1))
    held.set()
