"""Internal control: internkontroll.yaml says what each level of § 25-1 a–e asks for, and when something is taken up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum

from kontroll.domain.internalcontrol import (
    HIGHEST_LEVEL,
    LEAST_LEVEL,
    AgendaLimits,
    ControlArea,
    Criterion,
    Demand,
    InternalControlPolicy,
    Letter,
    Level,
)
from kontroll.domain.problem import Place
from kontroll.policybook.block import Block
from kontroll.texts import _
from kontroll.yamlfile import Scalar

_ID = re.compile(r"[a-z][a-z0-9_]*")
_SHARE = re.compile(r"([0-9]{1,3})\s*%")
_MOST = 1000
_RISKS = 5
_MONTHS = 12

_Word = Enum("_Word", {one.name: one.word for one in Criterion})  # type: ignore[misc]


def read_internal_control(block: Block) -> InternalControlPolicy:
    names = dict(_names(block))
    demands = list(_demands(block))
    areas = tuple(_areas(block))
    agenda = _agenda(Block.of(block.take("aarshjul", required=True), block.problems, _("årshjulet")))
    block.done()
    return InternalControlPolicy(
        names=names, levels=_levels(demands), areas=areas, agenda=agenda, place=block.place("krav")
    )


def _names(block: Block) -> Iterator[tuple[int, tuple[str, str]]]:
    seen: dict[str, Place] = {}
    for each in block.blocks("nivaaer", _("nivået")):
        level = each.whole_number("nivaa", LEAST_LEVEL, HIGHEST_LEVEL, required=True)
        name, means = each.text("navn", required=True), each.text("betyr", required=True)
        each.done()
        if level is not None and name is not None and means is not None:
            each.once(str(level), seen)
            yield level, (name, means)
    left = [str(level) for level in range(LEAST_LEVEL, HIGHEST_LEVEL + 1) if str(level) not in seen]
    if left:
        what = _("nivå {levels} har ikke noe navn").format(levels=", ".join(left))
        block.refuse(
            block.place("nivaaer"), what, _("Kartet ville vist et tall ingen forstår."), _("Gi hvert nivå et navn.")
        )


def _demands(block: Block) -> Iterator[tuple[Letter, int, Demand]]:
    seen: dict[str, Place] = {}
    for each in block.blocks("krav", _("kravet")):
        letter = each.word("bokstav", Letter, required=True)
        level = each.whole_number("nivaa", LEAST_LEVEL + 1, HIGHEST_LEVEL, required=True)
        word = each.word("krav", _Word, required=True)
        which = each.exactly_one(("minst", "antall"))
        share, count = _share(each, "minst"), each.whole_number("antall", 1, _MOST)
        each.done()
        if letter is None or level is None or word is None or which is None or (share is None and count is None):
            continue
        criterion = Criterion[word.name]
        if criterion.letter is not letter:
            each.refuse(
                each.place("krav"),
                _("«{word}» hører til bokstav {letter}").format(word=criterion.word, letter=criterion.letter.value),
                _("Et nivå skal bare bygge på det bokstaven handler om."),
                _("Skriv «bokstav: {letter}», eller velg et annet krav.").format(letter=criterion.letter.value),
            )
            continue
        each.once(f"{letter.value} {level} {criterion.word}", seen)
        yield letter, level, Demand(criterion=criterion, share=share, count=count, place=each.node.place)


def _levels(demands: list[tuple[Letter, int, Demand]]) -> dict[Letter, tuple[Level, ...]]:
    return {
        letter: tuple(
            Level(level=level, demands=asked)
            for level in range(LEAST_LEVEL + 1, HIGHEST_LEVEL + 1)
            if (asked := tuple(one for of, at, one in demands if (of, at) == (letter, level)))
        )
        for letter in Letter
    }


def _areas(block: Block) -> Iterator[ControlArea]:
    seen: dict[str, Place] = {}
    taken: dict[str, Place] = {}
    for each in block.blocks("omraader", _("fagområdet")):
        id, name = each.text("id", required=True), each.text("navn", required=True)
        rules = _texts(each, "regler")
        reglementer = _texts(each, "reglement")
        risk = each.whole_number("risiko", 1, _RISKS, required=True)
        each.done()
        if id is None or name is None or risk is None:
            continue
        if not _ID.fullmatch(id):
            each.bad(each.node.entries["id"], _("små bokstaver a–z, sifre og understrek"))
            continue
        each.once(id, seen)
        for rule in rules:
            each.once(rule, taken)
        yield ControlArea(
            id=id, name=name, rules=frozenset(rules), reglementer=reglementer, risk=risk, place=each.node.place
        )


def _agenda(block: Block | None) -> AgendaLimits:
    usual = AgendaLimits()
    if block is None:
        return usual
    found = {
        "false_share": _share(block, "falske_alarmer"),
        "least_decided": block.whole_number("minst_avgjort", 1, _MOST),
        "silent": block.whole_number("stille_maaneder", 1, _MOST),
        "control_risk": block.whole_number("ukontrollert", 1, _RISKS),
        "punctual": _share(block, "besvart_i_tide"),
        "days": block.whole_number("dager", 1, _MOST),
        "level": block.whole_number("modenhet", LEAST_LEVEL, HIGHEST_LEVEL),
        "made_in": block.whole_number("lages", 1, _MONTHS),
        "most": block.whole_number("i_hvert", 1, _MOST),
    }
    meetings = tuple(sorted(set(_months(block))))
    block.done()
    chosen = {name: value for name, value in found.items() if value is not None}
    return AgendaLimits(**chosen, meetings=meetings or usual.meetings)


def _months(block: Block) -> Iterator[int]:
    for node in block.items("moter", required=True):
        text = node.text if isinstance(node, Scalar) else ""
        if text.isascii() and text.isdigit() and 1 <= int(text) <= _MONTHS:
            yield int(text)
        else:
            block.bad(node, _("en måned fra 1 til 12"))


def _share(block: Block, key: str) -> int | None:
    """`80 %`, whole per cent from 0 to 100."""
    node = block.take(key)
    if node is None:
        return None
    found = _SHARE.fullmatch(node.text) if isinstance(node, Scalar) else None
    if found is not None and int(found[1]) <= 100:
        return int(found[1])
    block.bad(node, _("en andel på formen «80 %»"))
    return None


def _texts(block: Block, key: str) -> tuple[str, ...]:
    return tuple(filter(None, map(block.as_text, block.items(key, may_be_empty=True))))
