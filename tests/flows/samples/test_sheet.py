"""The sheet of the items: out, filled in, and back, held against what was drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kontroll.domain.draw import Arm, Draw
from kontroll.domain.drawflow import DrawRefusal, DrawRefused
from kontroll.domain.month import Month
from kontroll.flows.saker.acting import TEXT, today_of
from kontroll.flows.samples.assign_items import assign_items
from kontroll.flows.samples.commit_draw import commit_draw
from kontroll.flows.samples.give_sheet import given_sheet
from kontroll.flows.samples.reconcile_draw import reconcile_draw
from kontroll.flows.samples.start_draw import start_draw
from kontroll.flows.samples.take_sheet import TakenSheet, take_sheet

from ..small import Kommune, Make
from .invoices import with_invoices
from .test_draw_life import CHOICES, KARI, KNUT, NOW, committed, drawn, hours, in_sample, seeded

POINT = "okonomireglementet/6.2"
LISTED = replace(CHOICES, checklist=(POINT,), second_share="0")
#: Columns as Excel counts.
NR, STRATUM, ID, POST, ENHET, MONTH, AMOUNT, ANSWER, FOUND, AUDITED, MINUTES, WORDS = range(1, 13)
FIRST = 7
pytestmark = pytest.mark.parametrize("address", ["sqlite"], indirect=True)
Change = Callable[[Any], None]


@pytest.fixture
def bygda(make: Make) -> Kommune:
    return with_invoices(make)


@pytest.fixture
def draw(bygda: Kommune) -> Draw:
    return drawn(bygda, LISTED)


def drawn_with_amounts(bygda: Kommune) -> Draw:
    draw = start_draw(
        bygda.desk, KARI, NOW, name="Bilag våren", dataset="bilag", amount_field="belop", first=Month(2026, 1),
        last=Month(2026, 3), arm=Arm.ALL, choices=LISTED, condition='{"felt":"belop","mangler":"nei"}',
    )  # fmt: skip
    with bygda.desk.database.reading() as tx:
        [population] = tx.populations.where(draw=draw.id)
    reconcile_draw(bygda.desk, draw.id, KNUT, population.count, population.total, "Hovedboken", hours(1))
    return seeded(bygda, commit_draw(bygda.desk, draw.id, KARI, hours(2)))


def sheet(bygda: Kommune, draw: Draw, person: str | None = None) -> bytes:
    with bygda.desk.database.reading() as tx:
        return given_sheet(tx, today_of(bygda.desk, tx, hours(5)), draw.id, person, hours(5).date()).content


def filled(content: bytes, *changes: Change) -> bytes:
    book = openpyxl.load_workbook(BytesIO(content))
    for change in changes:
        change(book.worksheets[0])
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def row(
    line: int, answer: object = "ja", found: object = "i orden", audited: object = None, minutes: object = None,
    words: object = None,
) -> Change:  # fmt: skip
    def change(of: Any) -> None:
        for column, value in enumerate((answer, found, audited, minutes, words), start=ANSWER):
            of.cell(line, column).value = value

    return change


def put(line: int, column: int, value: object) -> Change:
    def change(of: Any) -> None:
        of.cell(line, column).value = value

    return change


def take(bygda: Kommune, draw: Draw, content: bytes, by: str = KARI, now: datetime | None = None) -> TakenSheet:
    return take_sheet(bygda.desk, draw.id, content, by, now or hours(6), shown_as="ark.xlsx")


def counts(taken: TakenSheet) -> tuple[int, int, int]:
    assert [] == list(taken.problems)
    return taken.added, taken.same, taken.left


def checks(bygda: Kommune, draw: Draw) -> Sequence[Any]:
    with bygda.desk.database.reading() as tx:
        return tx.item_checks.where(draw=draw.id)


# --- out ----------------------------------------------------------------------------------------------------------------


def test_there_is_a_locked_row_for_each_item_with_open_cells_to_fill(bygda: Kommune, draw: Draw) -> None:
    book = openpyxl.load_workbook(BytesIO(sheet(bygda, draw)))
    rows, guide = book.worksheets

    ids = [rows.cell(line, ID).value for line in range(FIRST, rows.max_row + 1)]
    assert in_sample(bygda, draw) == sorted(ids)
    assert (draw.id, 64, "alle") == (rows["C2"].value, len(rows["C3"].value), rows["C4"].value)
    assert rows.protection.sheet
    assert (True, False) == (rows.cell(FIRST, ID).protection.locked, rows.cell(FIRST, FOUND).protection.locked)
    assert ("@", "s") == (rows.cell(FIRST, ID).number_format, rows.cell(FIRST, ID).data_type)
    assert ['"ja,nei,ikke aktuelt"', '"i orden,avvik,dokumentasjon mangler"'] == [
        one.formula1 for one in rows.data_validations.dataValidation
    ]
    assert any(POINT in str(cell.value) for line in guide.iter_rows() for cell in line)
    assert not any(name in str(cell.value) for line in rows.iter_rows() for cell in line for name in ("ANNE", "BERIT"))


def test_one_person_gets_those_that_were_dealt_to_her(bygda: Kommune, draw: Draw) -> None:
    assign_items(bygda.desk, draw.id, KNUT, [KARI, KNUT], hours(5))

    hers = openpyxl.load_workbook(BytesIO(sheet(bygda, draw, KARI))).worksheets[0]
    assert 0 < hers.max_row - FIRST + 1 < len(in_sample(bygda, draw))
    assert (1, 0, hers.max_row - FIRST) == counts(take(bygda, draw, filled(sheet(bygda, draw, KARI), row(FIRST))))


def test_there_is_no_sheet_before_the_draw(bygda: Kommune) -> None:
    promised = committed(bygda, LISTED)

    with pytest.raises(DrawRefused) as told:
        sheet(bygda, promised)
    assert DrawRefusal.NOT_WHILE_COMMITTED is told.value.why


# --- back in ------------------------------------------------------------------------------------------------------------


def test_what_is_filled_in_becomes_checks_and_the_rest_is_left(bygda: Kommune, draw: Draw) -> None:
    content = filled(sheet(bygda, draw), row(FIRST, "Nei ", "Avvik", "1 234,50", 15.0, "Attestert av samme person"))

    assert (1, 0, 2) == counts(take(bygda, draw, content))
    [one] = checks(bygda, draw)
    assert ("avvik", 123450, 15, KARI, 1) == (one.finding.value, one.audited, one.minutes, one.by, one.round)

    assert (0, 1, 2) == counts(take(bygda, draw, content))
    assert (1, 1, 1) == counts(take(bygda, draw, filled(content, row(FIRST + 1))))
    assert 2 == len(checks(bygda, draw))


def test_another_who_delivers_it_makes_the_blind_second_check(bygda: Kommune) -> None:
    draw = drawn(bygda, replace(LISTED, second_share="1"))
    content = filled(sheet(bygda, draw), row(FIRST))

    take(bygda, draw, content)
    take(bygda, draw, content, KNUT)

    assert [(1, KARI), (2, KNUT)] == [(one.round, one.by) for one in checks(bygda, draw)]


WRONG: list[tuple[Change, int, str]] = [
    (put(2, ID, "2025-9"), 2, "hører ikke til stikkprøve"),
    (put(3, ID, "0" * 64), 3, "annet utvalg"),
    (put(6, FOUND, "Noe annet"), 6, "Kolonnene"),
    (lambda of: of.delete_rows(FIRST + 1), 0, "mangler i arket"),
    (lambda of: of.append([9, "hovedstratum", "BILAG:B99"]), FIRST + 3, "ikke blant postene"),
    (lambda of: of.append([cell.value for cell in of[FIRST]]), FIRST + 3, "2 ganger"),
    (put(FIRST, AMOUNT, 1.0), FIRST, "bokførte beløpet"),
    (put(FIRST, AMOUNT, None), FIRST, "bokførte beløpet"),
    (put(FIRST, ID, date(2026, 1, 1)), FIRST, "id-en om til en dato"),
    (put(FIRST, ID, 1e10), FIRST, "id-en om til et tall"),
    (put(FIRST, POST, 1e10), FIRST, "om til et tall eller en dato"),
    (put(FIRST, POST, "B99"), FIRST, "«Post» er ikke"),
    (row(FIRST, "ja", "kanskje"), FIRST, "«kanskje» kan ikke stå i «Funn»"),
    (row(FIRST, "kanskje"), FIRST, f"«kanskje» kan ikke stå i «{POINT}»"),
    (row(FIRST, None), FIRST, f"«{POINT}» er ikke fylt ut"),
    (row(FIRST, "ja", None, words="Så den"), FIRST, "«Funn» er ikke fylt ut"),
    (row(FIRST, audited="omtrent tusen"), FIRST, "«Riktig beløp» kan ikke leses"),
    (row(FIRST, audited="1E+10"), FIRST, "«Riktig beløp» kan ikke leses"),
    (row(FIRST, audited=1.005), FIRST, "«Riktig beløp» kan ikke leses"),
    (row(FIRST, audited=date(2026, 5, 1)), FIRST, "om til en dato"),
    (row(FIRST, audited="=1+1"), FIRST, "formel"),
    (row(FIRST, minutes="en time"), FIRST, "antall minutter"),
    (row(FIRST, minutes=-1), FIRST, "antall minutter"),
    (row(FIRST, minutes=1441), FIRST, "antall minutter"),
    (row(FIRST, "ja", "avvik"), FIRST, ""),
    (row(FIRST, "nei"), FIRST, ""),
]


def test_what_is_wrong_is_told_with_its_row_and_nothing_is_kept(bygda: Kommune) -> None:
    draw = drawn_with_amounts(bygda)
    content = filled(sheet(bygda, draw), row(FIRST + 2))
    for change, line, what in WRONG:
        taken = take(bygda, draw, filled(content, change))

        told = [(one.place.line, what in one.what, bool(one.why and one.fix)) for one in taken.problems]
        assert ([(line, True, True)], 0) == (told, taken.added), (what, taken.problems)
    assert [] == list(checks(bygda, draw))
    assert (1, 0, 2) == counts(take(bygda, draw, content))


def test_everything_that_is_wrong_is_told_at_once(bygda: Kommune, draw: Draw) -> None:
    content = filled(
        sheet(bygda, draw),
        row(FIRST, "kanskje", "vet ikke", "mye", "lenge"),
        put(FIRST + 1, POST, 7),
        row(FIRST + 2, "nei"),
    )

    lines = [one.place.line for one in take(bygda, draw, content).problems]

    assert [FIRST] * 4 + [FIRST + 1, FIRST + 2] == lines


@pytest.mark.parametrize("content", [b"", b"Id;Funn\nB1;avvik", b"PK\x03\x04 skadet"])
def test_what_is_no_workbook_is_told(bygda: Kommune, draw: Draw, content: bytes) -> None:
    [problem] = take(bygda, draw, content).problems

    assert "ikke en Excel-arbeidsbok" in problem.what


def test_a_file_that_is_too_large_is_not_read(bygda: Kommune, draw: Draw) -> None:
    [problem] = take(bygda, draw, b"PK" + b"0" * 5 * 2**20).problems

    assert "større enn 5 MB" in problem.what


# --- out, filled in, in -------------------------------------------------------------------------------------------------

_WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn"), exclude_characters="\ufffe\uffff"),
    min_size=1, max_size=60,
).filter(lambda one: one.strip() and not one.startswith("="))  # fmt: skip


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    answer=st.sampled_from(["ja", "nei", "ikke aktuelt"]),
    found=st.sampled_from(["i orden", "avvik", "dokumentasjon mangler"]),
    audited=st.none() | st.integers(-(10**14), 10**14),
    minutes=st.integers(0, 1440),
    words=_WORDS,
)
def test_what_was_written_in_the_sheet_is_what_is_kept(
    bygda: Kommune, draw: Draw, answer: str, found: str, audited: int | None, minutes: int, words: str
) -> None:
    given_amount = None if audited is None else audited / 100
    content = filled(sheet(bygda, draw), row(FIRST, answer, found, given_amount, minutes, words))

    taken = take(bygda, draw, content)

    assert [] == list(taken.problems)
    last = max(checks(bygda, draw), key=lambda one: one.number)
    with bygda.desk.database.reading() as tx:
        said = tx.trail.text(last.text, TEXT)
    assert (found, audited, minutes, words.strip()) == (last.finding.value, last.audited, last.minutes, said)
    assert (0, 1, 2) == counts(take(bygda, draw, content))
