"""Approval: godkjenning.yaml says how many persons must approve a rule before it notifies anybody."""

from __future__ import annotations

from kontroll.domain.policy import ApprovalPolicy
from kontroll.policybook.block import Block
from kontroll.texts import _

_MOST_PERSONS = 9


def read_approval(block: Block) -> ApprovalPolicy:
    inner = Block.of(block.take("godkjenning", required=True), block.problems, _("godkjenningen"))
    block.done()
    if inner is None:
        return ApprovalPolicy()
    persons = inner.whole_number("personer", 0, _MOST_PERSONS, required=True)
    inner.done()
    return ApprovalPolicy() if persons is None else ApprovalPolicy(persons=persons, place=inner.place("personer"))
