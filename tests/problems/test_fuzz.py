"""Whatever bytes arrive, reading ends in values or in problems, never in an exception."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from differential.seed import by_turns
from kontroll.domain.problem import Problem
from kontroll.flows.deliveries.read_folder import read_folder
from kontroll.rulebook.read import read_rulebook

from . import sound_data, sound_rules
from .again import same_folder
from .case import complaints
from .data_cases_books import GOOD_BOOK
from .test_broken_data import rulebook

FUZZED = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])

#: Characters that have broken readers: controls, separators, quotes, marks of YAML, letters that combine or turn round.
_CONTROLS = "\0\t\r\n\x07\x0b\x1b\x7f\x85\u00a0\u00ad\u2028\u200b\u202e\ufeff\ufffe\ud7ff😀é̊"
_WORDS = ["---\n", "<<: ", "*a", "&a ", "!!int ", "null", "~", ".inf", "1e999", "0x10", "0301", "٣", "½", "ja", "æøå"]
_ODD = st.sampled_from([*_CONTROLS, *"{}[]:,&*!|>'\"%@`#?-<>=~;", *_WORDS])


@st.composite
def mutated(draw: st.DrawFn, sound: str) -> str:
    """The text with up to four slips of the kind that hands, programs and copying make."""
    text = sound
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        length = draw(st.integers(1, 30))
        kind = draw(st.sampled_from(["delete", "repeat", "insert", "odd", "swap", "line", "cut"]))
        if kind == "delete":
            text = text[:at] + text[at + length :]
        elif kind == "repeat":
            text = text[: at + length] + text[at:]
        elif kind == "insert":
            text = text[:at] + draw(st.text(max_size=6)) + text[at:]
        elif kind == "odd":
            text = text[:at] + draw(_ODD) + text[at:]
        elif kind == "swap":
            text = text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :]
        elif kind == "line":
            lines = text.split("\n")
            first, second = draw(st.integers(0, len(lines) - 1)), draw(st.integers(0, len(lines) - 1))
            lines[first], lines[second] = lines[second], lines[first]
            text = "\n".join(lines)
        else:
            text = text[:at]
    return text


def _unfinished(problems: list[Problem]) -> list[str]:
    """Messages with an empty part or a fix that is no sentence; the file's own words may be anything."""
    return [f"{p}" for p in problems if any("is empty" in c or "no sentence" in c for c in complaints(p))]


def _rules_with(file: str, content: bytes) -> None:
    with same_folder() as folder:
        sound_rules.write_sound(folder)
        (folder / file).write_bytes(content)
        book, problems = read_rulebook([folder])
        assert [] == _unfinished(problems)
        assert "frisk-001" in book.rules
        if not problems:
            assert {"okonomi-001", "faktura-001", "frisk-001"} <= set(book.rules)


def _data_with(file: str, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        sound_data.write_files(Path(folder), sound_data.SOUND)
        (Path(folder) / file).write_bytes(content)
        _facts, problems = read_folder(Path(folder), rulebook())
        assert [] == _unfinished(problems)


_RULES = [name for name in sound_rules.SOUND if "frisk" not in name]


@pytest.mark.parametrize("file", by_turns(_RULES, 4))
def test_a_mutated_rule_file_never_breaks_the_reader(file: str) -> None:
    @FUZZED
    @given(mutated(sound_rules.SOUND[file]))
    def check(text: str) -> None:
        _rules_with(file, text.encode("utf-8", errors="surrogatepass"))

    check()


@pytest.mark.parametrize("file", by_turns(sound_data.SOUND, 3))
def test_a_mutated_data_file_never_breaks_the_reader(file: str) -> None:
    @FUZZED
    @given(mutated(sound_data.SOUND[file]), st.sampled_from(["utf-8", "cp1252", "utf-16"]))
    def check(text: str, encoding: str) -> None:
        _data_with(file, text.encode(encoding, errors="replace"))

    check()


@FUZZED
@given(st.binary(max_size=400), st.sampled_from(_RULES))
def test_random_bytes_as_a_rule_file_are_told(content: bytes, file: str) -> None:
    _rules_with(file, content)


@FUZZED
@given(st.binary(max_size=400), st.sampled_from(list(sound_data.SOUND)), st.sampled_from(["", "PK\3\4", "\ufeff"]))
def test_random_bytes_as_a_data_file_are_told(content: bytes, file: str, start: str) -> None:
    _data_with(file, start.encode() + content)


@FUZZED
@given(st.data())
def test_a_damaged_workbook_is_told(data: st.DataObject) -> None:
    raw = bytearray(GOOD_BOOK)
    for _ in range(data.draw(st.integers(1, 6))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    with tempfile.TemporaryDirectory() as folder:
        sound_data.write_files(Path(folder), sound_data.SOUND)
        (Path(folder) / "maalinger/bok.xlsx").write_bytes(bytes(raw))
        read_folder(Path(folder), rulebook())
