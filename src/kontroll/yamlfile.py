"""YAML with line numbers: a file becomes nodes that remember where they stand and how they were written.

Why not Python values: a rule file must be quoted back to the person who wrote it, `0.10` must stay exact, and
`0301` must not become 301. So scalars keep their text, and the reader of a key decides what it should be.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from kontroll.domain.problem import Place, Problem
from kontroll.texts import _

_MAX_NODES = 100_000
_MAX_DEPTH = 60
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
_CANONICAL_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d*[1-9])?")


@dataclass(frozen=True, slots=True)
class Scalar:
    """One word or number as written. `plain` = without quotes."""

    text: str
    plain: bool
    place: Place

    @property
    def is_null(self) -> bool:
        return self.plain and self.text in ("", "~", "null", "Null", "NULL")

    @property
    def looks_numeric(self) -> bool:
        return self.plain and _NUMBER.fullmatch(self.text) is not None

    @property
    def loses_digits_as_text(self) -> bool:
        """True for 0301 and 3.10: other YAML readers would see 301 and 3.1."""
        return self.looks_numeric and _CANONICAL_NUMBER.fullmatch(self.text) is None


@dataclass(frozen=True, slots=True)
class Sequence:
    items: tuple[Node, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys in file order; `key_places` tells where each key stands."""

    entries: dict[str, Node]
    key_places: dict[str, Place]
    place: Place


Node = Scalar | Sequence | Mapping


@dataclass(slots=True)
class _Reading:
    file: str
    problems: list[Problem] = field(default_factory=list)
    nodes: int = 0

    def place(self, mark: Any) -> Place:
        return Place(self.file, mark.line + 1, mark.column + 1)

    def node(self, raw: Any, above: tuple[int, ...]) -> Node | None:
        self.nodes += 1
        if id(raw) in above or self.nodes > _MAX_NODES or len(above) > _MAX_DEPTH:
            raise _TooLarge(self.place(raw.start_mark))
        below = (*above, id(raw))
        place = self.place(raw.start_mark)
        if isinstance(raw, ScalarNode):
            return Scalar(unicodedata.normalize("NFC", raw.value), raw.style is None, place)
        if isinstance(raw, SequenceNode):
            items = (self.node(item, below) for item in raw.value)
            return Sequence(tuple(item for item in items if item is not None), place)
        assert isinstance(raw, MappingNode)
        return self.mapping(raw, below, place)

    def mapping(self, raw: MappingNode, below: tuple[int, ...], place: Place) -> Mapping:
        entries: dict[str, Node] = {}
        key_places: dict[str, Place] = {}
        for raw_key, raw_value in raw.value:
            key_place = self.place(raw_key.start_mark)
            if not isinstance(raw_key, ScalarNode):
                self.problems.append(
                    Problem(
                        key_place,
                        _("nøkkelen er en liste eller en blokk, ikke et ord"),
                        _("Bare ord kan stå foran kolon i en regelfil."),
                        _("Skriv et ord foran kolon, eller sett anførselstegn rundt teksten."),
                    )
                )
                continue
            key = unicodedata.normalize("NFC", raw_key.value)
            value = self.node(raw_value, below)
            if key in entries:
                self.problems.append(
                    Problem(
                        key_place,
                        _("nøkkelen «{key}» står to ganger i samme blokk").format(key=key),
                        _("Da er det uklart hvilken av verdiene som gjelder."),
                        _("Fjern den ene. Den første står i linje {line}.").format(line=key_places[key].line),
                    )
                )
            elif value is not None:
                entries[key] = value
                key_places[key] = key_place
        return Mapping(entries, key_places, place)


class _TooLarge(Exception):
    def __init__(self, place: Place) -> None:
        super().__init__(str(place))
        self.place = place


def read(path: Path, shown_as: str | None = None) -> tuple[Node | None, list[Problem]]:
    """The file's one document as nodes, or None with the reasons. shown_as: the name used in places."""
    file = shown_as or str(path)
    try:
        raw = path.read_bytes()
    except OSError as error:
        return None, [_unreadable(file, error)]
    try:
        return parse(raw.decode("utf-8-sig"), file)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        return None, [
            Problem(
                Place(file, line),
                _("filen er ikke lagret som UTF-8"),
                _("Bokstaver som æ, ø og å kan da bli lest feil, og hele filen er utelatt."),
                _("Lagre filen på nytt med tegnsettet UTF-8."),
            )
        ]


def parse(text: str, file: str) -> tuple[Node | None, list[Problem]]:
    """Like `read`, from text."""
    reading = _Reading(file)
    try:
        documents = list(YAML(typ="rt", pure=True).compose_all(text))
        if len(documents) != 1 or documents[0] is None:
            return None, [_not_one_document(file, len(documents))]
        return reading.node(documents[0], ()), reading.problems
    except _TooLarge as error:
        return None, [_too_large(error.place)]
    except RecursionError:
        return None, [_too_large(Place(file))]
    except MarkedYAMLError as error:
        return None, [_syntax_problem(file, error)]
    except YAMLError as error:
        return None, [_bad_character(file, text, error)]


def _unreadable(file: str, error: OSError) -> Problem:
    return Problem(
        Place(file),
        _("filen kan ikke leses ({reason})").format(reason=error.strerror or type(error).__name__),
        _("Reglene i filen blir ikke brukt."),
        _("Kontroller at filen finnes og at du har lesetilgang."),
    )


def _not_one_document(file: str, count: int) -> Problem:
    return Problem(
        Place(file, 1, 1),
        _("filen er tom") if count == 0 else _("filen har {count} dokumenter (skilt med ---)").format(count=count),
        _("Hver fil skal holde nøyaktig én beskrivelse."),
        _("Fyll ut filen eller slett den.") if count == 0 else _("Del filen i én fil for hver del."),
    )


def _too_large(place: Place) -> Problem:
    return Problem(
        place,
        _("filen er for stor eller for dypt innrykket"),
        _("En regelfil som viser til seg selv eller vokser uten grense, blir ikke lest."),
        _("Del regelen i flere regler og bind dem sammen med «utslag»."),
    )


def _bad_character(file: str, text: str, error: YAMLError) -> Problem:
    position = getattr(error, "position", None)
    line = text[:position].count("\n") + 1 if isinstance(position, int) else 0
    return Problem(
        Place(file, line),
        _("filen inneholder et tegn som ikke kan stå i en tekstfil"),
        _("YAML tillater ikke styretegn, og filen er utelatt."),
        _("Slett tegnet, eller skriv linjen på nytt."),
    )


#: What the YAML library says, what that means to the person who wrote the file, and the way out.
_SYNTAX = (
    ("'\\t'", "linjen er rykket inn med tabulator", "Bytt tabulatoren med mellomrom."),
    (
        "mapping values are not allowed",
        "et kolon står der det ikke kan stå",
        "Se etter feil innrykk, eller sett anførselstegn rundt teksten som har kolon i seg.",
    ),
    ("could not find expected ':'", "linjen mangler kolon etter nøkkelen", "Skriv «nøkkel: verdi»."),
    ("unexpected end of stream", "et anførselstegn er ikke avsluttet", "Sett anførselstegn til slutt også."),
    ("expected <block end>", "innrykket stemmer ikke med linjene over", "Rett innrykket."),
    ("expected ',' or ']'", "listen er ikke avsluttet", "Skill leddene med komma og avslutt med «]»."),
    ("expected ',' or '}'", "blokken er ikke avsluttet", "Skill leddene med komma og avslutt med «}»."),
    (
        "undefined alias",
        "«*navn» viser til et anker som ikke finnes",
        "Sett anførselstegn rundt «*», eller rett navnet.",
    ),
    (
        "cannot start any token",
        "linjen begynner med et tegn som YAML ikke tillater",
        "Sett anførselstegn rundt teksten.",
    ),
    ("unknown escape", "«\\» i tekst med doble anførselstegn er ikke forstått", "Bruk enkle anførselstegn."),
)


def _syntax_problem(file: str, error: MarkedYAMLError) -> Problem:
    mark = error.problem_mark or error.context_mark
    place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
    said = f"{error.context or ''} {error.problem or ''}"
    for found, meaning, fix in _SYNTAX:
        if found in said:
            what, way_out = _(meaning), _(fix)
            break
    else:
        what = _("linjen er ikke gyldig YAML")
        way_out = _("Sammenlign med en regel som virker; se etter innrykk, kolon og anførselstegn.")
    return Problem(place, what, _("Filen kan ikke forstås, og ingenting i den blir brukt."), way_out)
