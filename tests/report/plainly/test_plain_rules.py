"""Every construct of the rule language as sentences: small rules, and how they were read and found good."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest

from kontroll.domain.condition import (
    BestAmong,
    Change,
    ChangeKind,
    ColourIn,
    Compare,
    Condition,
    Development,
    FieldCompare,
    LeafTest,
    LookupTerm,
    Method,
    Node,
    Reading,
    Window,
    children,
)
from kontroll.domain.dataset import FieldType
from kontroll.domain.hjemmel import Hjemmel
from kontroll.domain.indicator import Aggregate, Better, FromRecords, WeightedIndex
from kontroll.domain.month import Frequency
from kontroll.domain.operand import Colour, Op, Operand, Threshold
from kontroll.domain.rule import Consequence, Rule, RuleType, Severity, Status
from kontroll.domain.rulebook import ENHET_RULE, Rulebook
from kontroll.policybook import read_reglementer
from kontroll.report.plainly import PlainRule, Sentence, as_text, numbered, plainly
from kontroll.report.situation import BUILT_IN_RULE
from kontroll.rulebook.keys import RULE
from kontroll.rulebook.read import read_rulebook
from kontroll.settings import shipped_policies, shipped_rules

HERE = Path(__file__).parent
TODAY = date(2026, 11, 23)


@cache
def small() -> Rulebook:
    """One small rule for each corner of the language. Some lack tests and hjemmel texts: they are for reading only."""
    book, problems = read_rulebook([HERE / "rules"])
    assert [] == [str(problem) for problem in problems]
    return book


@cache
def shipped() -> Rulebook:
    return read_rulebook([shipped_rules()])[0]


# --- as they read ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("id", list(small().rules))
def test_the_rule_reads_as_it_was_read_and_found_good(id: str, tmp_path: Path) -> None:
    """After a change that is meant: read what was written beside, and put it in golden/."""
    text = as_text(plainly(small(), small().rules[id], TODAY)) + "\n"
    (tmp_path / f"{id}.txt").write_text(text, encoding="utf-8")

    kept = (HERE / "golden" / f"{id}.txt").read_text(encoding="utf-8")

    assert kept == text, f"the new text is in {tmp_path}"


def test_there_is_no_text_of_a_rule_that_is_gone() -> None:
    assert set(small().rules) == {path.stem for path in (HERE / "golden").glob("*.txt")}


def test_the_rule_that_is_always_there_is_said_without_a_file() -> None:
    plain = plainly(small(), BUILT_IN_RULE, TODAY)

    assert ENHET_RULE == plain.id
    assert "mangler, er ukjent eller ikke er aktiv" in as_text(plain)


@pytest.mark.parametrize(
    ("today", "value", "standing"),
    [
        (date(2026, 12, 31), "(nå 8,5", "juli 2024 til og med desember 2026 (gjelder nå)"),
        (date(2027, 1, 1), "(nå 8\N{NO-BREAK SPACE}", "juli 2024 til og med desember 2026 (gjelder ikke lenger)"),
        (date(2014, 12, 31), "(ikke fastsatt nå)", "juli 2024 til og med desember 2026 (gjelder ikke ennå)"),
    ],
)
def test_what_holds_now_follows_the_day_it_is_read_on(today: date, value: str, standing: str) -> None:
    plain = plainly(small(), small().rules["versjon-001"], today)

    titles = [section.title for section in plain.sections]
    assert any(value in sentence.text for sentence in every_sentence(plain))
    assert f"Kravet fra {standing}" in titles


# --- nothing left out -----------------------------------------------------------------------------------------


def parts(thing: Any) -> Iterator[Any]:
    """A dataclass and everything in it, however deep."""
    yield thing
    if isinstance(thing, tuple | frozenset):
        for one in thing:
            yield from parts(one)
    elif hasattr(thing, "__dataclass_fields__"):
        for field in fields(thing):
            yield from parts(getattr(thing, field.name))


@cache
def said() -> tuple[Any, ...]:
    book = small()
    registers = [book.indicators.values(), book.parameters.values(), book.datasets.values(), book.rules.values()]
    return tuple(part for register in registers for thing in register for part in parts(thing))


CLASSES = [*get_args(Condition), *get_args(Node), *get_args(LeafTest), *get_args(Operand), *get_args(Threshold)]


@pytest.mark.parametrize(
    "kind", dict.fromkeys([*CLASSES, LookupTerm, Window, Change, FromRecords, WeightedIndex]), ids=lambda k: k.__name__
)
def test_every_class_of_the_condition_tree_stands_in_some_text(kind: type) -> None:
    assert any(isinstance(part, kind) for part in said())


ENUMS = (Op, Colour, ChangeKind, Method, Reading, RuleType, Severity, Status, Frequency, Better, Aggregate, FieldType)


@pytest.mark.parametrize("word", [word for enum in ENUMS for word in enum], ids=str)
def test_every_word_of_the_language_stands_in_some_text(word: Enum) -> None:
    assert word in said()


@pytest.mark.parametrize("key", RULE["regelen"])
def test_every_key_of_a_rule_file_stands_in_some_text(key: str) -> None:
    texts = [path.read_text(encoding="utf-8") for path in (HERE / "rules/okonomi").glob("*.yaml")]

    assert any(line.startswith(f"{key}:") or f"- {key}:" in line for text in texts for line in text.splitlines()) or (
        any(f" {key}:" in text or f"{{{key}:" in text for text in texts)
    )


@pytest.mark.parametrize(
    "kind", [Hjemmel, Consequence, BestAmong, Compare, ColourIn, Development, FieldCompare], ids=lambda k: k.__name__
)
def test_every_choice_that_a_part_leaves_open_is_made_in_more_than_one_way(kind: type) -> None:
    found = [part for part in said() if isinstance(part, kind)]
    for field in fields(kind):
        if field.name not in ("window", "label", "opens_avvik"):
            assert len({getattr(part, field.name) for part in found}) > 1, field.name


# --- the shipped rules ----------------------------------------------------------------------------------------


def every_sentence(plain: PlainRule) -> Iterator[Sentence]:
    for section in plain.sections:
        if section.lead is not None:
            yield section.lead
        yield from (one.sentence for one in numbered(section.sentences))


@pytest.mark.parametrize("id", list(shipped().rules))
def test_a_shipped_rule_is_said_in_whole_sentences(id: str) -> None:
    plain = plainly(shipped(), shipped().rules[id], TODAY)

    for sentence in every_sentence(plain):
        for text in (sentence.text, *sentence.notes):
            assert not any(odd in text for odd in ("{", "None", "_ ", "  ")), text
            assert not text.lstrip("«")[0].islower(), text
            assert text.endswith((".", ".»", ":")) or text.split()[-1].startswith("http"), text


@pytest.mark.parametrize("id", list(shipped().rules))
def test_what_ends_in_a_colon_is_what_has_something_below_it(id: str) -> None:
    for section in plainly(shipped(), shipped().rules[id], TODAY).sections:
        for one in numbered(section.sentences):
            if section.is_tree or not one.sentence.children:
                assert bool(one.sentence.children) is one.sentence.text.endswith(":"), one.sentence.text


@pytest.mark.parametrize("id", list(shipped().rules))
def test_a_shipped_rule_says_every_word_of_its_author_and_every_hjemmel(id: str) -> None:
    rule = shipped().rules[id]
    plain = plainly(shipped(), rule, TODAY)

    words = {sentence.own_words for sentence in every_sentence(plain)}
    assert {part.label for part in nodes(rule) if part.label} <= words
    text = as_text(plain, width=10_000)
    for hjemmel in (*rule.hjemmel, *(h for exemption in rule.exemptions for h in exemption.hjemmel)):
        assert hjemmel.text is None or hjemmel.text in text
    unchecked = sum(not hjemmel.verified for hjemmel in rule.hjemmel)
    assert text.count("ikke kontrollert mot lovteksten") >= unchecked


def test_words_about_a_denial_as_a_whole_stand_before_it_and_others_after() -> None:
    text = as_text(plainly(small(), small().rules["node-001"], TODAY))

    assert (
        "Med regelens ord: «Økonomi og arbeidsmiljø henger sammen»\nKravet er oppfylt når dette ikke stemmer:" in text
    )
    words, denied = text.index("«Verken lavt fravær eller lite overtid»"), text.index("Ingen av disse stemmer:")
    assert words < denied
    assert text.index("1.1 Alle disse stemmer:") < text.index("«Merforbruk som ikke forklares»")


def nodes(rule: Rule) -> Iterator[Condition]:
    def below(condition: Condition) -> Iterator[Condition]:
        yield condition
        for child in children(condition):
            yield from below(child)

    for condition in rule.conditions():
        yield from below(condition)


@pytest.mark.parametrize("id", list(shipped().rules))
def test_the_tree_of_sentences_has_the_shape_of_the_condition(id: str) -> None:
    """One number for each node and leaf: what is referred to as 2.1 in words is 2.1 in the rule."""
    rule = shipped().rules[id]
    plain = plainly(shipped(), rule, TODAY)
    for version in rule.versions:
        (section,) = [one for one in plain.sections if one.id == f"versjon-{version.valid_from}"]
        numbers = [one.number for one in numbered(section.sentences)]
        assert set(paths(version.condition)) <= set(numbers)


def paths(condition: Condition, above: str = "") -> Iterator[str]:
    if not children(condition):
        if not above:
            yield "1"
        return
    for i, child in enumerate(children(condition), start=1):
        number = f"{above}.{i}" if above else str(i)
        yield number
        yield from paths(child, number)


def read_aloud(id: str) -> str:
    reglementer, _problems = read_reglementer([shipped_policies()])
    return " ".join(as_text(plainly(shipped(), shipped().rules[id], TODAY, reglementer)).split())


def test_a_row_with_the_same_content_in_a_field_of_the_same_name_is_told_in_one_breath() -> None:
    told = read_aloud("faktura-002")

    assert "Raden har samme «ansvar» som posten." in told
    assert "Radens «person» er lik postens «anviser»." in told
    assert "Radens «bilagsnummer» er lik postens «bilagsnummer» minus 1." in read_aloud("faktura-016")


def test_an_article_has_no_paragraph_sign_before_it() -> None:
    assert "– Personvernforordningen artikkel 33 (ikke" in read_aloud("personvern-002")


def test_of_a_point_only_what_the_rule_does_not_quote_itself_is_told_after_it() -> None:
    assert "lyder" not in read_aloud("beredskap-001")
    assert 1 == read_aloud("okonomi-003").count("lyder: «")
