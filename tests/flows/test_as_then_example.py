"""The example as then: every month that the kommune of the demo has lived comes out again as it did, whatever came since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kontroll.domain.month import Month
from kontroll.domain.recomputed import Now, Recomputed
from kontroll.flows.books.as_then import as_then
from kontroll.flows.deliveries.import_files import Incoming, import_files
from kontroll.flows.example.example_home import example_home
from kontroll.settings import read_settings, shipped_rules
from kontroll.wiring import Desk, open_desk
from village import write

from .small import at

TODAY = date(2026, 11, 25)
MONTHS = [Month(2026, 8), Month(2026, 9), Month(2026, 10)]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    home = tmp_path_factory.mktemp("furuvik") / "demo"
    built, problems = example_home(home, seed=2006, months=3, today=TODAY, tell=lambda _text: None)
    assert (True, []) == (built, problems)
    opened = _opened(home)
    yield opened
    opened.database.close()


def _opened(home: Path) -> Desk:
    settings, _problems = read_settings(home, {})
    assert settings is not None
    desk, _problems = open_desk(settings)
    assert desk is not None
    return desk


def again(desk: Desk, **more) -> list[Recomputed]:
    found = as_then(desk, MONTHS, at(TODAY), "test", **more)
    return [one for one in found if isinstance(one, Recomputed)]


def test_every_month_and_every_book_comes_out_as_it_did(desk: Desk):
    with desk.database.reading() as tx:
        books = tx.books.rows.all()

    assert [True, True, True] == [one.holds for one in again(desk)]
    for book in books:
        (found,) = as_then(desk, [book.month], at(TODAY), "test", run=book.run)
        assert isinstance(found, Recomputed)
        assert (True, book) == (found.holds, found.then.book)


def test_so_it_does_after_another_limit_and_late_data_which_today_shows(desk: Desk):
    home = desk.settings.home
    limit = (shipped_rules() / "parametre" / "medarbeidere.sykefravaer_tak.yaml").read_text(encoding="utf-8")
    late = "enhet;indikator;periode;verdi;antall\n" + "".join(
        f"{enhet};okonomi_avvik;2026-08;-50,0;\n" for enhet in _enheter(desk)
    )
    write(home / "rules", {"parametre/medarbeidere.sykefravaer_tak.yaml": limit.replace("verdi: 8", "verdi: 0.1")})
    write(home / "etter", {"maalinger/sent.csv": late})
    changed = _opened(home)
    try:
        incoming = [Incoming(home / "etter" / "maalinger" / "sent.csv", "maalinger/sent.csv")]
        (received,) = import_files(changed.database, changed.rulebook, incoming, at(TODAY), "OLGA")
        assert received.delivery is not None

        found = again(changed, against=list(Now))
    finally:
        changed.database.close()

    assert [True, True, True] == [one.holds for one in found]
    rules, data, both = ([len(one.compared[n].cells) for one in found] for n in range(3))
    assert min(rules[0], data[0]) > 0
    assert max(rules[0], data[0]) <= both[0]


def _enheter(desk: Desk) -> list[str]:
    with desk.database.reading() as tx:
        (book,) = tx.books.rows.where(month=MONTHS[0], number=1)
        verdicts = tx.books.verdicts(book)
    return sorted(verdicts.filter(verdicts["regel"] == "okonomi-001")["enhet"].unique())


def test_another_engine_is_told_of_every_month(desk: Desk):
    found = again(desk, engine="9.9+abc")

    assert [(True, True)] * 3 == [(one.holds, one.other_engine) for one in found]
    assert not replace(found[0], digest="x").identical
