"""Privacy: personvern.yaml has what the kommune says itself of how it treats personal data."""

from __future__ import annotations

from collections.abc import Iterator

from kontroll.domain.privacypolicy import Assessment, Level, PrivacyPolicy, Risk, Subjects
from kontroll.domain.problem import Place
from kontroll.policybook.block import Block
from kontroll.texts import _


def read_privacy(block: Block) -> PrivacyPolicy:
    inner = Block.of(block.take("personvern", required=True), block.problems, _("personvernet"))
    block.done()
    if inner is None:
        return PrivacyPolicy()
    policy = PrivacyPolicy(
        controller=inner.text("behandlingsansvarlig") or "",
        contact=inner.text("kontakt") or "",
        officer=inner.text("personvernombud") or "",
        processors=tuple(_processors(inner)) if "databehandlere" in inner.node.entries else (),
        transfers=inner.text("overforing") or "",
        measures=tuple(filter(None, (inner.as_text(one) for one in inner.items("sikkerhet", may_be_empty=True)))),
        subjects=dict(_subjects(inner)) if "datasett" in inner.node.entries else {},
        assessments=dict(_assessments(inner)) if "vurderinger" in inner.node.entries else {},
        place=inner.node.place,
    )
    inner.done()
    return policy


def _processors(block: Block) -> Iterator[tuple[str, str]]:
    for each in block.blocks("databehandlere", _("databehandleren"), may_be_empty=True):
        name, does = each.text("navn", required=True), each.text("gjor", required=True)
        each.done()
        if name is not None and does is not None:
            yield name, does


def _subjects(block: Block) -> Iterator[tuple[str, Subjects]]:
    seen: dict[str, Place] = {}
    for each in block.blocks("datasett", _("datasettet"), may_be_empty=True):
        id, persons, special = (
            each.text("id", required=True),
            each.text("personer", required=True),
            each.text("saerlige"),
        )
        each.done()
        if id is not None and persons is not None:
            each.once(id, seen)
            yield id, Subjects(persons=persons, special=special or "")


def _assessments(block: Block) -> Iterator[tuple[str, Assessment]]:
    seen: dict[str, Place] = {}
    for each in block.blocks("vurderinger", _("vurderingen"), may_be_empty=True):
        rule = each.text("regel", required=True)
        made = Assessment(
            rule=rule or "",
            needed=each.text("nodvendig") or "",
            risks=tuple(_risks(each)) if "risiko" in each.node.entries else (),
            views=each.text("synspunkter") or "",
            advice=each.text("raad") or "",
            left=each.text("restrisiko") or "",
            decided=each.day("besluttet"),
        )
        each.done()
        if rule is not None:
            each.once(rule, seen)
            yield rule, made


def _risks(block: Block) -> Iterator[Risk]:
    for each in block.blocks("risiko", _("risikoen"), may_be_empty=True):
        what = each.text("hva", required=True)
        probability, consequence = each.word("sannsynlighet", Level), each.word("konsekvens", Level)
        measure = each.text("tiltak") or ""
        each.done()
        if what is not None:
            yield Risk(what=what, probability=probability, consequence=consequence, measure=measure)
