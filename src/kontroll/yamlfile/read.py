"""Read: one YAML file becomes nodes, or problems with the lines they stand in."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from kontroll.domain.problem import Place, Problem
from kontroll.yamlfile import faults
from kontroll.yamlfile.nodes import Mapping, Node, Scalar, Sequence

#: A rule file is some kilobytes. More than this is another kind of file, and would take minutes to parse.
MAX_BYTES = 1_000_000
_MAX_NODES = 100_000
_MAX_DEPTH = 60
#: Files remembered as nodes: more than the shipped rules and a kommune's own. All of them are some megabytes.
_REMEMBERED = 1000
#: Soft hyphen, zero-width space, joiners, direction marks, byte order mark: nobody sees them, and no word matches with them.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]|^\u00a0+|\u00a0+$")
_CURLED = re.compile("[“”„‟‘’‚](.*)[“”‟‘’]", re.DOTALL)


@dataclass(slots=True)
class _Reading:
    file: str
    problems: list[Problem] = field(default_factory=list)
    nodes: int = 0

    def place(self, mark: Any) -> Place:
        return Place(self.file, mark.line + 1, mark.column + 1)

    def node(self, raw: Any, above: tuple[int, ...]) -> Node:
        self.nodes += 1
        place = self.place(raw.start_mark)
        if id(raw) in above:
            raise _Refused(faults.circle(place))
        if self.nodes > _MAX_NODES or len(above) > _MAX_DEPTH:
            raise _Refused(faults.too_large(place))
        below = (*above, id(raw))
        if raw.tag and raw.tag.startswith("!") and raw.tag != "!":
            self.problems.append(faults.tag(place, raw.tag))
        if isinstance(raw, ScalarNode):
            return Scalar(self.text(raw, place), raw.style is None, place)
        if isinstance(raw, SequenceNode):
            return Sequence(tuple(self.node(item, below) for item in raw.value), place)
        assert isinstance(raw, MappingNode)
        return self.mapping(raw, below, place)

    def mapping(self, raw: MappingNode, below: tuple[int, ...], place: Place) -> Mapping:
        entries: dict[str, Node] = {}
        key_places: dict[str, Place] = {}
        for raw_key, raw_value in raw.value:
            key_place = self.place(raw_key.start_mark)
            if not isinstance(raw_key, ScalarNode):
                self.problems.append(faults.key_is_no_word(key_place))
                continue
            key = self.text(raw_key, key_place)
            value = self.node(raw_value, below)
            if key == "<<" and raw_key.style is None:
                self.problems.append(faults.merge_key(key_place))
            elif key in entries:
                self.problems.append(faults.twice(key_place, key, key_places[key].line))
            else:
                entries[key] = value
                key_places[key] = key_place
        return Mapping(entries, key_places, place)

    def text(self, raw: ScalarNode, place: Place) -> str:
        """The scalar's text. What was pasted from a word processor is told, and read as it was meant."""
        text = unicodedata.normalize("NFC", raw.value)
        if raw.style is not None:
            return text
        seen = _INVISIBLE.sub("", text)
        if seen != text:
            self.problems.append(faults.invisible(place, seen))
        if curled := _CURLED.fullmatch(seen):
            self.problems.append(faults.curled(place, curled[1]))
            return curled[1]
        return seen


class _Refused(Exception):
    """The whole file is refused. problem: why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.what)
        self.problem = problem


def read(path: Path, shown_as: str | None = None) -> tuple[Node | None, list[Problem]]:
    """The file's one document as nodes, or None with the reasons. shown_as: the name used in places."""
    file = shown_as or str(path)
    try:
        if path.stat().st_size > MAX_BYTES:
            return None, [faults.too_large(Place(file))]
        raw = path.read_bytes()
    except OSError as error:
        return None, [faults.unreadable(file, error)]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return None, [faults.encoding(file, raw, error.start)]
    if "\0" in text and faults.is_utf16(raw):
        return None, [faults.encoding(file, raw, 0)]
    return parse(text, file)


class _Faulty(Exception):
    """There is something to tell of the file, each time that it is read."""

    def __init__(self, node: Node | None, problems: list[Problem]) -> None:
        super().__init__()
        self.node = node
        self.problems = problems


def parse(text: str, file: str) -> tuple[Node | None, list[Problem]]:
    """Like `read`, from text. Nodes of a text without fault are remembered: they are never changed, and slow to make."""
    try:
        return _without_fault(text, file), []
    except _Faulty as faulty:
        return faulty.node, faulty.problems


@lru_cache(_REMEMBERED)
def _without_fault(text: str, file: str) -> Node:
    node, problems = _parsed(text, file)
    if node is None or problems:
        raise _Faulty(node, problems)
    return node


def _parsed(text: str, file: str) -> tuple[Node | None, list[Problem]]:
    reading = _Reading(file)
    if (conflict := faults.conflict(text, file)) is not None:
        return None, [conflict]
    try:
        documents = list(YAML(typ="safe", pure=True).compose_all(text))
        if len(documents) != 1 or _is_nothing(documents[0]):
            return None, [faults.not_one_document(file, len(documents) if len(documents) > 1 else 0)]
        return reading.node(documents[0], ()), reading.problems
    except _Refused as error:
        return None, [error.problem]
    except RecursionError:
        return None, [faults.too_large(Place(file))]
    except MarkedYAMLError as error:
        return None, [faults.syntax(file, text, error)]
    except YAMLError as error:
        return None, [faults.bad_character(file, text, error)]


def _is_nothing(document: Any) -> bool:
    return document is None or (isinstance(document, ScalarNode) and document.style is None and document.value == "")
