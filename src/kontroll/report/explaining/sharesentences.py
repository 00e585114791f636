"""Sentences of shares: how much of a larger group the records like this one are."""

from __future__ import annotations

from kontroll.domain.condition import Grouped
from kontroll.domain.truth import Truth
from kontroll.report.explaining.phrases import content_name, judged, limit_lacking, limit_name, operand_name
from kontroll.report.explaining.tree import Node
from kontroll.report.plainly.wording import compared
from kontroll.texts import _, number


def of_share(node: Node, like: str, within: str, span: str) -> str:
    """`Poster med samme «leverandør» i de … utgjør 41,2 prosent av alle poster (412 kr av 1 000 kr), og det er over …`"""
    records = node.records
    assert isinstance(node.asked, Grouped)
    assert records is not None
    assert node.operand is not None
    (limit,) = node.limits
    around = _("alle poster med samme {within}").format(within=within) if within else _("alle poster")
    if not node.operand.is_known:
        if records.unknown:
            return _("Andelen er ikke kjent: beløpet mangler i {count} av {total} poster ({around}), {span}.").format(
                count=number(records.unknown), total=number(records.total), around=around, span=span
            )
        return _("Andelen kan ikke regnes ut: summen for {around} {span} er ikke større enn null.").format(
            around=around, span=span
        )
    told = _("Poster med samme {like} {span} utgjør {share} av {around}{amounts}").format(
        like=like, span=span, share=operand_name(node.operand), around=around, amounts=_amounts(node)
    )
    if node.truth is Truth.UNKNOWN:
        return _("{fact}, men {limit}.").format(fact=told, limit=limit_lacking(limit))
    return _("{fact}, og det {compared}.").format(
        fact=told, compared=judged(compared(node.asked.op, limit_name(limit)), node.truth)
    )


def _amounts(node: Node) -> str:
    """` (412 kr av 1 000 kr)`, ` (7 av 17 poster)`; nothing where it is not shown."""
    assert isinstance(node.asked, Grouped)
    assert node.records is not None
    if node.asked.sum_field is None:
        told = _(" ({part} av {whole} poster)")
        return told.format(part=number(node.records.counted), whole=number(node.records.total))
    known = [amount for amount in node.records.amounts if amount is not None]
    if len(known) < 2:
        return ""
    unit = next((one.unit for row in node.records.shown for one in row.readings), "")
    return _(" ({part} av {whole})").format(part=content_name(known[0], unit), whole=content_name(known[1], unit))
