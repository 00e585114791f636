"""Columns of a table on paper: no word runs into the next column, and together they are as wide as the paper."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kontroll.report.document.model import Table
from kontroll.report.document.widths import PAPER, column_widths, size_for, stands_whole


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


def test_words_too_long_for_the_paper_are_set_smaller():
    word = "Kommunaldirektørstillingsinnehaver"

    assert 8 == size_for(table((word, word, word)), (9, 8, 7, 6))
    assert 9 == size_for(table(("Skole", "Sum")), (9, 8, 7, 6))


def test_a_table_is_set_a_little_smaller_where_its_dates_then_go_on_one_line_and_no_smaller_for_that():
    dates, names = ("17. september 2026",) * 3, "Kulturskolen og biblioteket i Furuvik"

    assert 8 == size_for(table((names, "administrasjonsutvalget", *dates, "25")), (9, 8, 7, 6))
    assert 9 == size_for(table((names, names, *dates, *dates)), (9, 8, 7, 6))


def test_a_case_number_is_one_word_and_a_compound_is_two():
    rest = "Et ganske langt tema som går over flere linjer uansett. " * 9
    case, compound = (column_widths(table((one, rest, rest)), 9)[0] for one in ("RF2024-08-02", "Skal-setninger"))

    assert case > len("RF2024-08-02") * 9 * 0.5
    assert compound > len("setninger") * 9 * 0.5


def test_a_number_stands_near_the_name_it_is_of_and_three_columns_take_the_paper():
    of_two = Table(caption="x", headings=("Område", "Avvik"), numeric=(False, True), rows=(("Oppvekst", 303),))
    of_three = Table(
        caption="x", headings=("Område", "Nye", "Åpne"), numeric=(False, True, True), rows=(("Oppvekst", 303, 12),)
    )

    assert PAPER / 2 < sum(column_widths(of_two, 9)) < PAPER * 2 / 3
    assert abs(sum(column_widths(of_three, 9)) - PAPER) < 1


def test_a_short_table_stands_on_one_page_and_a_long_one_or_one_of_long_texts_goes_over_two():
    def whole(rows: int, text: str) -> bool:
        made = table(*((text, "x"),) * rows)
        return stands_whole(made, column_widths(made, 9), 9)

    assert whole(16, "Oppvekst")
    assert not whole(17, "Oppvekst")
    assert not whole(12, "Et ganske langt tema som går over flere linjer uansett. " * 9)


@given(st.lists(st.lists(st.text("abcABC -", max_size=60), min_size=3, max_size=3).map(tuple), min_size=1, max_size=5))
def test_no_column_is_narrower_than_nothing_and_they_fill_the_paper(rows: list[tuple[str, ...]]):
    widths = column_widths(table(*rows), 9)

    assert min(widths) > 0
    assert sum(widths) > PAPER - 1
