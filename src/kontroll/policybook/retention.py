"""Retention: oppbevaring.yaml says for how many years what was delivered, written and sent is kept."""

from __future__ import annotations

from collections.abc import Iterator

from kontroll.domain.policy import Kept, RetentionRule
from kontroll.domain.problem import Place
from kontroll.policybook.block import Block
from kontroll.texts import _

_LONGEST_YEARS = 100


def read_retention(block: Block) -> tuple[RetentionRule, ...]:
    found = tuple(_each(block))
    block.done()
    return found


def _each(block: Block) -> Iterator[RetentionRule]:
    seen: dict[str, Place] = {}
    for each in block.blocks("oppbevaring", _("oppbevaringen"), may_be_empty=True):
        rule = _rule(each)
        if rule is not None:
            each.once(rule.kind or rule.kept.value, seen)
        if rule is not None and each.sound:
            yield rule


def _rule(block: Block) -> RetentionRule | None:
    kept = block.word("hva", Kept, required=True)
    kind = block.text("slag")
    years = block.whole_number("aar", 1, _LONGEST_YEARS, required=True)
    block.done()
    if kind is not None and kept not in (None, Kept.DELIVERY):
        block.refuse(
            block.place("slag"),
            _("«slag» gjelder bare leveranser"),
            _("Tekster, meldinger, stikkprøver og rapportgrunnlag er ikke delt i slag, og alle ville blitt slettet."),
            _("Fjern «slag», eller skriv «hva: leveranse»."),
        )
    if kept is None or years is None or not block.sound:
        return None
    return RetentionRule(kept=kept, years=years, kind=kind, place=block.node.place)
