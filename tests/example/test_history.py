"""What had been delivered before a day, in few files: nothing is lost, and the later rows still win."""

from __future__ import annotations

from datetime import date

from kontroll.example.history import history
from kontroll.example.mailbag import Delivered

FEBRUARY = date(2026, 2, 1)


def came(day: int, name: str, content: str, month: int = 1) -> Delivered:
    return Delivered(day=date(2026, month, day), name=name, content=content.encode())


def contents(post: list[Delivered]) -> dict[str, str]:
    return {one.name: one.content.decode() for one in post}


def test_the_files_of_a_source_become_one_with_one_heading_in_the_order_they_came():
    post = [
        came(5, "datasett/kjop/kjop-2025-11.csv", "nr;belop\nA;1\n"),
        came(6, "datasett/kjop/kjop-2025-12.csv", "nr;belop\nB;2\nA;3\n"),
    ]

    assert {"datasett/kjop/kjop-0000-historikk.csv": "nr;belop\nA;1\nB;2\nA;3\n"} == contents(history(post, FEBRUARY))


def test_sources_are_not_mixed():
    post = [came(5, "maalinger/hr-2025-12.csv", "h\n1\n"), came(5, "maalinger/sak-2025-12.csv", "h\n2\n")]

    assert 2 == len(history(post, FEBRUARY))


def test_of_whole_lists_the_last_is_sent():
    post = [came(2, "personer.csv", "gammel"), came(5, "personer.csv", "ny")]

    assert {"personer.csv": "ny"} == contents(history(post, FEBRUARY))


def test_a_file_that_broke_off_does_not_run_into_the_next():
    post = [came(5, "maalinger/sak-2025-11.csv", "h\n1;2"), came(6, "maalinger/sak-2025-12.csv", "h\n3;4\n")]

    assert ["h\n1;2\n3;4\n"] == list(contents(history(post, FEBRUARY)).values())


def test_files_with_other_columns_and_workbooks_stay_as_they_are():
    post = [
        came(5, "maalinger/sak-2025-11.csv", "h\n1\n"),
        came(6, "maalinger/sak-2025-12.csv", "h;i\n1;2\n"),
        came(6, "maalinger/medarbeider-2025.xlsx", "PK"),
    ]

    assert {"maalinger/sak-2025-12.csv", "maalinger/medarbeider-2025.xlsx"} < set(contents(history(post, FEBRUARY)))


def test_the_day_itself_is_no_history():
    before, after = came(31, "personer.csv", "før"), came(1, "personer.csv", "etter", month=2)

    assert {"personer.csv": "før"} == contents(history([before, after], FEBRUARY))


def test_the_history_is_read_before_what_comes_later_also_by_name():
    (old,) = history([came(5, "datasett/kjop/kjop-2025-12.csv", "h\n1\n")], FEBRUARY)

    assert old.name < "datasett/kjop/kjop-2026-01.csv"
