"""Preparation: utredning.yaml says what the kommune asks of a case that is laid before a body, besides what is always asked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kontroll.domain.preparation import OwnPoint, Point, PreparationPolicy
from kontroll.domain.problem import Place
from kontroll.policybook.block import Block
from kontroll.texts import _

_ID = re.compile(r"[a-z][a-z0-9_]{0,39}")
#: Characters; and how many points of its own a kommune may ask: a list that is too long is filled in without being read.
_NAME, _QUESTION, _MOST = 60, 300, 12


def read_preparation(block: Block) -> PreparationPolicy:
    points = tuple(_points(block))
    if len(points) > _MOST:
        block.refuse(
            block.place("punkter"),
            _("det er {count} egne punkter, og det kan være {most}").format(count=len(points), most=_MOST),
            _("Sjekklisten fylles ut for hver sak. Er den for lang, blir den fylt ut uten å bli lest."),
            _("Slå sammen punkter som spør om det samme, eller ta bort dem som sjelden betyr noe."),
        )
    block.done()
    return PreparationPolicy(points=points, place=block.place("punkter"))


def _points(block: Block) -> Iterator[OwnPoint]:
    seen: dict[str, Place] = {}
    for each in block.blocks("punkter", _("punktet"), may_be_empty=True):
        id, name = each.text("id", required=True), _short(each, "navn", _NAME)
        question, always = _short(each, "sporsmaal", _QUESTION), each.yes_no("alltid") or False
        each.done()
        if id is None or name is None or question is None:
            continue
        if not _ID.fullmatch(id):
            each.bad(each.node.entries["id"], _("høyst 40 små bokstaver a–z, sifre og understrek"))
            continue
        if id in [point.value for point in Point]:
            each.refuse(
                each.place("id"),
                _("«{id}» er alt et punkt i sjekklisten").format(id=id),
                _("De ni punktene som følger med, spørres det alltid om. De kan ikke byttes ut."),
                _("Gi det egne punktet en annen id."),
            )
            continue
        each.once(id, seen)
        if each.sound:
            yield OwnPoint(id=id, name=name, question=question, always=always)


def _short(block: Block, key: str, most: int) -> str | None:
    """On one line."""
    given = block.text(key, required=True)
    told = " ".join(given.split()) if given is not None else None
    if told is not None and len(told) > most:
        block.refuse(
            block.place(key),
            _("«{key}» har {count} tegn, og kan ha {most}").format(key=key, count=len(told), most=most),
            _("Teksten står i skjemaet for hver sak."),
            _("Skriv det kortere."),
        )
        return None
    return told
