"""The port answers before the months are made: signing in and help are there, and what needs the months says when to come."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from threading import Event

import pytest

from kontroll.domain.systemkey import Scope
from kontroll.flows.systems.keys import new_key
from kontroll.report.summary import Summaries
from kontroll.web.app import create_app
from kontroll.web.counted import counting
from kontroll.web.day_limit import OF_ONE
from kontroll.web.handed_over import HandsOver, TakesOver
from kontroll.web.kept_fresh import Freshener, Shown, kept_fresh
from kontroll.wiring import Desk
from served import text_of, visitor
from signed_in import clock


def test_what_needs_the_months_waits_for_them_and_the_rest_does_not(
    village_seen: tuple[Summaries, Desk], control: dict[str, str]
) -> None:
    summaries, desk = village_seen
    shown = Shown()
    with visitor(create_app(shown, desk, clock), control) as client:
        # When the months are not made yet
        for page in ("/", "/ko", "/saker", "/styring"):
            answer = client.get(page)
            assert (answer.status_code, answer.headers["retry-after"]) == (503, "15"), page
            assert "Månedene gjøres klare" in text_of(answer)
            assert f'href="{page}"' in answer.text
            assert 'aria-label="Sider"' in answer.text
        assert client.get("/finnes-ikke").status_code == 404
        assert client.get("/hjelp").status_code == client.get("/hjelp/svar").status_code == 200
        assert client.get("/helse/live").status_code == 200
        told = client.get("/helse/klar")
        assert (told.status_code, told.json()["sider"]) == (503, "månedene gjøres klare")
        # And when they are, then the pages come
        shown.show(summaries)
        assert client.get("/ko").status_code == 200
        assert "sider" not in client.get("/helse/klar").json()


def test_whoever_is_signed_out_may_sign_in_meanwhile(village_seen: tuple[Summaries, Desk]) -> None:
    with visitor(create_app(Shown(), village_seen[1], clock)) as client:
        assert client.get("/ko").headers["location"].startswith("/logg-inn")
        assert "Logg inn" in text_of(client.get("/logg-inn"))


def test_a_system_is_told_in_its_own_words(village_seen: tuple[Summaries, Desk]) -> None:
    database, today = village_seen[1].database, clock().date()
    _key, secret = new_key(database, "Lønn", [Scope.READ], last_day=today, by="test", now=clock())
    with visitor(create_app(Shown(), village_seen[1], clock)) as client:
        answer = client.get("/api/v1/regler", headers={"Authorization": f"Bearer {secret}"})
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "15")
    assert "gjøres klare" in answer.json()["detail"]


@pytest.mark.parametrize("fails", [False, True])
def test_what_cannot_be_made_ends_it_and_what_can_is_shown(village_seen: tuple[Summaries, Desk], fails: bool) -> None:
    shown, done = Shown(), Event()
    freshener = Freshener(shown, village_seen[1], clock)

    def begun() -> bool:
        went_well = freshener.begin(lambda: None if fails else village_seen[0])
        done.set()
        return went_well

    with kept_fresh(freshener, begun=begun):
        assert done.wait(20)
    assert (shown.summaries is None) == fails


# --- several processes ------------------------------------------------------------------------------------------------


def test_what_one_makes_another_shows(
    village_seen: tuple[Summaries, Desk], control: dict[str, str], tmp_path: Path
) -> None:
    summaries, desk = village_seen
    shown = Shown()
    taker, giver = TakesOver(tmp_path, shown), HandsOver(tmp_path)
    assert not taker.look()
    giver.show(summaries)
    assert (taker.look(), taker.look()) == (True, False)
    # Then another process shows the same, byte for byte
    with (
        visitor(create_app(summaries, desk, clock), control) as here,
        visitor(create_app(shown, desk, clock), control) as there,
    ):
        assert here.get("/oversikt").text == there.get("/oversikt").text
    # And the newest is the only one that is kept
    giver.show(summaries)
    assert [file.name for file in tmp_path.iterdir()] == ["000002.vist"]
    assert taker.look()


def test_what_is_counted_is_counted_for_all_of_them(tmp_path: Path) -> None:
    today = date(2026, 4, 20)
    with counting(tmp_path) as counter:
        one, other = counter.counted(), counter.counted()
        assert all((one if n % 2 else other).reports.allows("192.0.2.1", today) for n in range(OF_ONE))
        assert not one.reports.allows("192.0.2.1", today)
        assert not other.reports.allows("192.0.2.1", today)
        waits = [(one if n % 2 else other).pace.wait("a") for n in range(round(one.pace.per_minute) + 5)]
    assert (waits[0], waits[-1] > 0) == (0, True)
