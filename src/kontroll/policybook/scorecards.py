"""Scorecards: maalekart.yaml says which figures stand on whose målekart, and how those of many enheter are joined."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from kontroll.domain.problem import Place
from kontroll.domain.scorecard import Chart, Covers, Elsewhere, FocusArea, Joined, RollUp, Scorecards
from kontroll.policybook.block import Block
from kontroll.texts import _
from kontroll.yamlfile import Scalar

_PER_CENT = re.compile(r"([0-9]{1,3}) ?%")
_NUMBER = re.compile(r"[0-9]{1,6}(?:[.,][0-9]{1,4})?")


def read_scorecards(block: Block) -> Scorecards:
    areas = tuple(_areas(block))
    least_known = _per_cent(block, "minst_kjent")
    joined = {one.indicator: one for one in _joined(block)}
    charts = tuple(_charts(block))
    own = _texts(block, "eget_lederskap")
    block.done()
    return Scorecards(
        areas=areas, joined=joined, charts=charts, own_leadership=own, place=block.node.place,
        least_known=Scorecards().least_known if least_known is None else least_known,
    )  # fmt: skip


def _areas(block: Block) -> Iterator[FocusArea]:
    seen: dict[str, Place] = {}
    for each in block.blocks("fokusomraader", _("fokusområdet")):
        name, means = each.text("navn", required=True), each.text("betyr", required=True)
        each.done()
        if name is not None and means is not None:
            each.once(name, seen)
            if each.sound:
                yield FocusArea(name=name, means=means)


def _joined(block: Block) -> Iterator[Joined]:
    seen: dict[str, Place] = {}
    for each in block.blocks("tall", _("tallet")):
        found = _one(each)
        if found is None:
            continue
        each.once(found.indicator, seen)
        if each.sound:
            yield found


def _one(block: Block) -> Joined | None:
    indicator, purpose = block.text("indikator", required=True), block.text("til", required=True)
    method = block.word("samles", RollUp, required=True)
    covers = block.word("omfatter", Covers) or Covers.ITSELF
    weight, spread = block.text("veies_med"), _number(block, "spredning")
    elsewhere = _elsewhere(Block.of(block.take("andre_kommuner"), block.problems, _("tallet for andre kommuner")))
    block.done()
    if method is not None and (method is RollUp.WEIGHTED) != (weight is not None):
        block.refuse(
            block.place("samles"),
            _("«{method}» og «veies_med» passer ikke sammen").format(method=method.value),
            _("Et veid snitt må vite hva det veies med, og andre måter å samle på bruker ikke vekter."),
            _("Skriv «samles: veid snitt» og «veies_med: antall», eller fjern «veies_med»."),
        )
    if indicator is None or method is None or purpose is None or not block.sound:
        return None
    return Joined(
        indicator=indicator, roll_up=method, weight=weight or "", purpose=purpose, spread=spread, elsewhere=elsewhere,
        covers=covers, place=block.node.place,
    )  # fmt: skip


def _elsewhere(block: Block | None) -> Elsewhere | None:
    if block is None:
        return None
    table, variable, group = (
        block.text("tabell", required=True),
        block.text("variabel", required=True),
        block.text("gruppe"),
    )
    block.done()
    return None if table is None or variable is None else Elsewhere(table=table, variable=variable, group=group or "")


def _charts(block: Block) -> Iterator[Chart]:
    seen: dict[str, Place] = {}
    for each in block.blocks("kart", _("målekartet")):
        name = each.text("navn", required=True)
        services, kinds = _texts(each, "tjeneste"), _texts(each, "enhetstype")
        indicators = _texts(each, "tall", required=True)
        each.done()
        if name is None:
            continue
        each.once(name, seen)
        if len(set(indicators)) != len(indicators):
            each.refuse(
                each.place("tall"),
                _("et tall står to ganger i «{name}»").format(name=name),
                _("Det ville blitt vist to ganger."),
                _("Fjern det ene."),
            )
        if each.sound:
            yield Chart(
                name=name, services=frozenset(services), unit_types=frozenset(kinds), indicators=indicators,
                place=each.node.place,
            )  # fmt: skip


# --- values ---------------------------------------------------------------------------------------------------------


def _texts(block: Block, key: str, *, required: bool = False) -> tuple[str, ...]:
    return tuple(text for node in block.items(key, required=required) if (text := block.as_text(node)))


def _per_cent(block: Block, key: str) -> int | None:
    node = block.take(key)
    if node is None:
        return None
    found = _PER_CENT.fullmatch(node.text.strip()) if isinstance(node, Scalar) else None
    if found is not None and 1 <= int(found[1]) <= 100:
        return int(found[1])
    block.bad(node, _("en andel fra 1 % til 100 %"))
    return None


def _number(block: Block, key: str) -> Decimal | None:
    """Above nought, with comma or point."""
    node = block.take(key)
    if node is None:
        return None
    if isinstance(node, Scalar) and _NUMBER.fullmatch(node.text.strip()):
        value = Decimal(node.text.strip().replace(",", "."))
        if value > 0:
            return value
    block.bad(node, _("et tall over 0"))
    return None
