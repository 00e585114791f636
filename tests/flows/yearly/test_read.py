"""The yearly report as it is read: one thing is not told as many, and the first lines say how much was looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from differential.seed import by_turns
from flows.yearly.test_recounted import built, planted, told
from kontroll.report.document.model import Document, Items, Told
from kontroll.report.document.shown import said

__all__ = ["built", "planted"]
#: What is counted, in the plural.
MANY = (
    "regler", "saker", "enheter", "stikkprøver", "måneder", "reglementer", "skal-setninger", "filer", "ganger", "kontroller",
    "leveranser", "kjøringer", "åpne", "nye",
)  # fmt: skip
ONE_AS_MANY = re.compile(rf"(?<![\d\N{{NO-BREAK SPACE}},])1 (?:{'|'.join(MANY)})\b")


def sentences(document: Document) -> Iterator[str]:
    for section in document.walked():
        yield from map(said, section.paragraphs)
        for block in section.blocks:
            if isinstance(block, Told):
                yield said(block)
            elif isinstance(block, Items):
                yield from map(said, block.items)


@pytest.mark.parametrize("planted", by_turns(range(8), 2), indirect=True)
def test_one_thing_is_not_told_as_many(planted):
    assert [] == [one for one in sentences(told(*planted).report.document) if ONE_AS_MANY.search(one)]


def test_a_fault_is_found():
    assert ONE_AS_MANY.search("1 stikkprøver er avsluttet.")
    assert not ONE_AS_MANY.search("1 stikkprøve er avsluttet. 21 stikkprøver er i gang. 1\N{NO-BREAK SPACE}021 saker.")


def test_the_first_lines_say_of_how_many_months_and_how_much_is_unknown(planted):
    document = told(*planted).report.document
    first, second, *_others = [said(one) for block in document.sections[0].blocks for one in block.items]

    assert re.match(r"\d+ av \d+ måned(er)? er vurdert\.", first)
    assert "ukjente" in second
    assert "aldri som i orden" in second


def test_the_report_begins_with_what_its_words_mean_and_says_what_was_not_looked_at(planted):
    document = told(*planted).report.document

    assert ("kort", "ord") == (document.sections[0].id, document.sections[0].parts[0].id)
    assert document.section("ikke-kontrollert") is not None
