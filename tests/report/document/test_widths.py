"""Columns of a table on paper: no word runs into the next column, and together they are as wide as the paper."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kontroll.report.document.model import Table
from kontroll.report.document.widths import PAPER, column_widths, fits


def table(*rows: tuple[str, ...], headings: tuple[str, ...] | None = None) -> Table:
    heads = headings or tuple("ABCDEFGH"[: len(rows[0])])
    return Table(caption="x", headings=heads, numeric=tuple(False for _head in heads), rows=rows)


def test_a_long_word_has_room_beside_a_long_sentence():
    sentence = "Kommunen har fulgt opp avvikene i tråd med reglementet. " * 6

    first, second = column_widths(table(("administrasjonsutvalget", sentence)), 9)

    assert first > len("administrasjonsutvalget") * 9 * 0.5
    assert abs(first + second - PAPER) < 1


def test_a_date_goes_on_one_line_before_a_sentence_is_given_more():
    sentence = "Et ganske langt tema som går over flere linjer uansett. " * 5
    widths = column_widths(table((sentence, "17. september 2026", sentence)), 9)

    assert widths[1] > len("17. september 2026") * 9 * 0.5


def test_words_too_long_for_the_paper_do_not_fit_and_smaller_type_may():
    word = "Kommunaldirektørstillingsinnehaver"

    assert not fits(table((word, word, word)), 9)
    assert fits(table((word, word, word)), 6)


@given(st.lists(st.lists(st.text("abcABC -", max_size=60), min_size=3, max_size=3).map(tuple), min_size=1, max_size=5))
def test_no_column_is_narrower_than_nothing_and_they_fill_the_paper(rows: list[tuple[str, ...]]):
    widths = column_widths(table(*rows), 9)

    assert min(widths) > 0
    assert sum(widths) > PAPER - 1
