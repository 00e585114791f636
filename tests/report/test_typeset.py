"""What is made for paper: the same bytes each time, of both standards, and nothing that was written is read as markup."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kontroll.report.typeset import NotSet, pdf

MADE = datetime(2026, 2, 20, 9, 0, tzinfo=UTC)
WORDS = dict.fromkeys(
    "goal green yellow result reached map control control_means others changed signatures none".split(), "Ord"
) | {"paged": "side {n} av {of}"}
ROW = {"name": "Sykefravær", "green": "høyst 7,5 %", "yellow": "høyst 9 %", "result": "Nådd"}


def sheet(name: str = "Sykefravær", goals: int = 1, *, has_results: bool = False) -> dict[str, object]:
    return {
        "title": "Resultatavtale 2026 for Bygda skole", "owner": "Bygda kommune", "foot": "Bygda", "words": WORDS,
        "facts": [["Leder", "Šarūnas Łukasz"], ["Overordnet", "Siv"]], "has_results": has_results,
        "areas": [{"name": "Medarbeidere", "means": "Om de som arbeider her.", "goals": [ROW | {"name": name}] * goals}],
        "control": [ROW], "others": [{"name": "Minst 15.", "reached": "innen 31. desember", "result": "Nådd"}],
        "reason": "", "changes": ["Nytt: mål"], "confirmed": "Bekreftet.",
        "signatures": [{"name": "Anne", "role": "Leder"}, {"name": " ", "role": "Overordnet"}],
    }  # fmt: skip


def test_it_says_that_it_is_of_both_standards_and_is_the_same_each_time():
    first, again = pdf("agreement", sheet(), MADE), pdf("agreement", sheet(), MADE)

    assert first == again
    assert first.startswith(b"%PDF-1.7")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in first
    assert b"<pdfaid:part>2</pdfaid:part>" in first
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in first


@pytest.mark.parametrize("words", ['#read("/etc/passwd") ]} */ $x$ \\ _a_ *b*', "Et smil: 😀 og 中 og et til 😀", ""])
def test_whatever_somebody_wrote_is_set_as_it_stands(words: str):
    assert pdf("agreement", sheet(words), MADE).startswith(b"%PDF")


def test_a_long_one_with_results_is_set_too():
    short, long = (pdf("agreement", sheet(goals=goals, has_results=True), MADE) for goals in (1, 120))

    assert len(long) > len(short)


def test_a_template_that_lacks_something_is_told_and_gives_no_file():
    with pytest.raises(NotSet):
        pdf("agreement", {"title": "Uten resten"}, MADE)
