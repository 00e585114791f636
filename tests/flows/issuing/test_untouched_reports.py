"""Whoever changes an issued report in the database is found out: its content, number, hash, statement, or a file of it."""

from __future__ import annotations

import io
import zlib
from datetime import date
from hashlib import sha256

import polars as pl
import pytest
from sqlalchemy import text

from kontroll.flows.home.check_trail import check_trail
from kontroll.flows.issuing.correct_report import begin_correction
from kontroll.flows.issuing.send_report import take_back

from ..small import Kommune, Make, rule
from .made import KARI, issued_year, later, sent_year, with_another_figure

pytestmark = pytest.mark.parametrize("address", ["sqlite"], indirect=True)

CONTENT = "innholdet i rapporten er endret eller tatt bort"
ABOUT = "det som står om utgivelsen, er endret"
READ = "det som ble sendt til kontroll, er endret eller tatt bort"
WAY = "hvor langt rapporten er kommet, eller hvem som har gjort hva, er endret"


@pytest.fixture
def bygda(make: Make) -> Kommune:
    """A month that was judged, a report that was issued and corrected, and another edition begun, sent and taken back."""

    def build() -> Kommune:
        made = make(rule("underskudd"))
        made.measure("2026-01", date(2026, 2, 10), e1=-1, e2=1, e3=1)
        made.run("2026-01", date(2026, 2, 15))
        issued_year(made)
        draft = begin_correction(made.desk, 2027, 1, KARI, "Feil.", later(1))
        issued_year(made, with_another_figure(), draft.version, later(2))
        again = begin_correction(made.desk, 2027, 2, KARI, "Feil igjen.", later(3))
        third = sent_year(made, version=again.version, at=later(4))
        take_back(made.desk, third.id, KARI, later(5))
        return made

    return make.once("untouched reports", build)


def told(bygda: Kommune) -> set[tuple[str, str]]:
    checked = check_trail(bygda.desk.database)
    assert [] == checked.breaks
    return {(problem.place.file, problem.what) for problem in checked.problems}


def by_hand(bygda: Kommune, statement: str, **values: object) -> None:
    with bygda.desk.database.engine.connect() as connection, connection.begin():
        assert connection.execute(text(statement), values).rowcount


def frozen(bygda: Kommune) -> tuple[str, str]:
    """Hash and text of the first issue."""
    with bygda.desk.database.reading() as tx:
        issue = tx.issues.get(2027, 1)
        assert issue is not None
        kept = tx.frozen_texts.get(issue.content)
    assert kept is not None
    return kept.digest, zlib.decompress(kept.content).decode()


def test_what_nobody_touched_tells_nothing(bygda: Kommune):
    assert set() == told(bygda)


def test_what_another_read_when_she_checked_is_told_where_it_was_changed(bygda: Kommune):
    with bygda.desk.database.reading() as tx:
        report = tx.reports.get("arsrapport-2026-1")
        assert report is not None
        assert report.content != frozen(bygda)[0]
        kept = tx.frozen_texts.get(report.content)
        assert kept is not None
    other = zlib.decompress(kept.content).decode().replace("avvik ble lukket", "avvik ble funnet")

    by_hand(
        bygda, "UPDATE frozen_text SET content = :content WHERE digest = :digest",
        content=zlib.compress(other.encode()), digest=report.content,
    )  # fmt: skip

    # The third edition was sent with the same words, and what is the same is kept once.
    assert {(f"rapporten arsrapport-2026-{edition}", READ) for edition in (1, 3)} == told(bygda)


@pytest.mark.parametrize(
    ("statement", "place", "what"),
    [
        ("UPDATE issue SET number = 7 WHERE number = 2", "rapport 2027/2", "rapporten er tatt bort"),
        ("UPDATE issue SET title = 'En annen' WHERE number = 1", "rapport 2027/1", ABOUT),
        ("UPDATE issue SET content = 'ab' WHERE number = 1", "rapport 2027/1", ABOUT),
        ("UPDATE issue SET statement = 'ab' WHERE number = 1", "rapport 2027/1", ABOUT),
        ("UPDATE issue SET replaces = '' WHERE number = 2", "rapport 2027/2", ABOUT),
        ("UPDATE issue SET \"by\" = 'ANNE' WHERE number = 1", "rapport 2027/1", ABOUT),
        ("DELETE FROM issue WHERE number = 1", "rapport 2027/1", "rapporten er tatt bort"),
        ("DELETE FROM frozen_text WHERE is_grounds = 0", "rapport 2027/1", CONTENT),
        ("DELETE FROM frozen_text WHERE is_grounds", "rapport 2027/1", "grunnlaget for tallene er endret eller tatt bort"),
        ("UPDATE issued_file SET content = 'x' WHERE number = 1", "rapport 2027/1", "noe som står her, kan ikke leses"),
        ("UPDATE issued_file SET content = X'00' WHERE number = 1 AND name = 'rapport.html'", "rapport 2027/1",
         "filen rapport.html er endret eller tatt bort"),
        ("DELETE FROM issued_file WHERE number = 2 AND name = 'grunnlag.xlsx'", "rapport 2027/2",
         "filen grunnlag.xlsx er endret eller tatt bort"),
        ("UPDATE report SET checked_by = 'ANNE' WHERE edition = 1", "rapporten arsrapport-2026-1", WAY),
        ("UPDATE report SET confirmed_at = sent_at, proved_by = 'x' WHERE edition = 1", "rapporten arsrapport-2026-1", WAY),
        ("UPDATE report SET statement = 0 WHERE edition = 2", "rapporten arsrapport-2026-2", WAY),
        ("UPDATE report SET state = 'utgitt' WHERE edition = 3", "rapporten arsrapport-2026-3", WAY),
        ("UPDATE report SET content = 'ab' WHERE edition = 2", "rapporten arsrapport-2026-2", WAY),
        ("DELETE FROM report_event WHERE act = 'trukket tilbake'", "rapporten arsrapport-2026-3",
         "historien til rapporten er endret"),
    ],
)  # fmt: skip
def test_what_was_changed_by_hand_is_told_by_report(bygda: Kommune, statement: str, place: str, what: str):
    by_hand(bygda, statement)
    assert (place, what) in told(bygda)


def test_a_figure_that_was_changed_in_the_frozen_text_is_told(bygda: Kommune):
    digest, content = frozen(bygda)
    other = zlib.compress(content.replace('"verdi":2', '"verdi":1').encode())

    by_hand(bygda, "UPDATE frozen_text SET content = :content WHERE digest = :digest", content=other, digest=digest)

    assert {("rapport 2027/1", CONTENT)} == told(bygda)


def test_a_forger_who_makes_the_hashes_right_too_is_told_by_the_trail(bygda: Kommune):
    digest, content = frozen(bygda)
    other = content.replace("riktig bilde", "skjevt bilde")
    assert other != content
    made = sha256(other.encode()).hexdigest()
    by_hand(
        bygda, "UPDATE frozen_text SET content = :content, digest = :made WHERE digest = :digest",
        content=zlib.compress(other.encode()), made=made, digest=digest,
    )  # fmt: skip
    by_hand(bygda, "UPDATE issue SET content = :made WHERE number = 1", made=made)

    assert {("rapport 2027/1", ABOUT), ("rapport 2027/1", "kommunedirektørens erklæring er endret")} == told(bygda)


def test_one_old_verdict_one_line_of_the_log_and_one_issued_report_are_each_found(bygda: Kommune):
    digest, content = frozen(bygda)
    other = zlib.compress(content.replace('"verdi":2', '"verdi":1').encode())
    by_hand(bygda, "UPDATE frozen_text SET content = :content WHERE digest = :digest", content=other, digest=digest)
    by_hand(bygda, "UPDATE book_content SET content = :content", content=_one_verdict_turned(bygda))
    by_hand(bygda, "DROP TRIGGER trail_no_update")
    by_hand(bygda, "UPDATE trail SET body = replace(body, '\"rows\":', '\"rows\": ') WHERE seq = 2")

    checked = check_trail(bygda.desk.database)

    found = {(problem.place.file, problem.what) for problem in checked.problems}
    assert {("rapport 2027/1", CONTENT), ("2026-01, bok 1", "svarene for måneden er endret i databasen")} <= found
    assert 2 in {one.seq for one in checked.breaks}


def _one_verdict_turned(bygda: Kommune) -> bytes:
    with bygda.desk.database.engine.connect() as connection:
        (content,) = connection.execute(text("SELECT content FROM book_content")).one()
    kept = pl.read_ipc(io.BytesIO(content))
    column = next(one for one in kept.columns if kept[one].n_unique() > 1)
    turned = kept.with_columns(pl.col(column).reverse())
    assert not turned.equals(kept)
    written = io.BytesIO()
    turned.write_ipc(written)
    return written.getvalue()
