"""Reporting: melding.yaml says how anybody reports an avvik, how serious it is in words, and where whistle-blowing goes."""

from __future__ import annotations

from kontroll.domain.policy import ReportPolicy
from kontroll.domain.rule import Severity
from kontroll.policybook.block import Block
from kontroll.texts import _

_GRAVEST_FIRST = (Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM, Severity.LOW)


def read_reporting(block: Block) -> ReportPolicy:
    reporting = Block.of(block.take("melding", required=True), block.problems, _("meldingen"))
    severities = Block.of(block.take("alvor", required=True), block.problems, _("alvoret"))
    elsewhere = Block.of(block.take("varsling", required=True), block.problems, _("varslingen"))
    block.done()
    anonymous, criteria, channel, address = False, {}, "", ""
    if reporting is not None:
        anonymous = bool(reporting.yes_no("anonymt"))
        reporting.done()
    if severities is not None:
        criteria = {one: severities.text(one.value, required=True) or "" for one in _GRAVEST_FIRST}
        severities.done()
    if elsewhere is not None:
        channel, address = elsewhere.text("kanal") or "", elsewhere.text("adresse") or ""
        elsewhere.done()
    return ReportPolicy(
        anonymous=anonymous, criteria=criteria, channel=channel, address=address, place=block.place("melding")
    )
