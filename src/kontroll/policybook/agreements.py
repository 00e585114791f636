"""Agreements: resultatavtaler.yaml says by when they are made and followed up, who signs for the council, and what is counted."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from kontroll.domain.agreementgoal import ANSWERED_IN_TIME, CONTROL_SIGNS, DONE_IN_TIME, OVERDUE, RECURRED
from kontroll.domain.agreementpolicy import AgreementPolicy, ControlGoal, DayOfYear
from kontroll.domain.problem import Place
from kontroll.policybook.block import Block
from kontroll.texts import _

#: Every month has it, so that the same day is there in every year.
_LAST_DAY, _MONTHS = 28, 12
_MOST = 1000


class _Counts(Enum):
    ANSWERED = ANSWERED_IN_TIME
    OVERDUE = OVERDUE
    DONE = DONE_IN_TIME
    RECURRED = RECURRED


def read_agreements(block: Block) -> AgreementPolicy:
    usual = AgreementPolicy()
    days = Block.of(block.take("frister", required=True), block.problems, _("fristene"))
    council = block.text("for_kommunestyret", required=True)
    control = tuple(_control(block))
    block.done()
    if days is None:
        return usual
    sign, midyear, result = (_day(days, key) for key in ("inngaas_innen", "halvaar_innen", "resultat_innen"))
    remind = days.working_days("paaminnelse", required=True)
    days.done()
    return AgreementPolicy(
        sign_by=sign or usual.sign_by,
        midyear_by=midyear or usual.midyear_by,
        result_by=result or usual.result_by,
        remind_days=usual.remind_days if remind is None else remind,
        council_role=council or usual.council_role,
        control=control,
        place=block.place("frister"),
    )


def _day(block: Block, key: str) -> DayOfYear | None:
    inner = Block.of(block.take(key, required=True), block.problems, _("fristen"))
    if inner is None:
        return None
    day = inner.whole_number("dag", 1, _LAST_DAY, required=True)
    month = inner.whole_number("maaned", 1, _MONTHS, required=True)
    inner.done()
    return DayOfYear(month, day) if day is not None and month is not None else None


def _control(block: Block) -> Iterator[ControlGoal]:
    seen: dict[str, Place] = {}
    for one in block.blocks("kontroll", _("målet"), may_be_empty=True):
        counts = one.word("maal", _Counts, required=True)
        green = one.whole_number("gronn", 0, _MOST, required=True)
        yellow = one.whole_number("gul", 0, _MOST, required=True)
        one.done()
        if counts is None or green is None or yellow is None:
            continue
        one.once(counts.value, seen)
        if (green - yellow) * CONTROL_SIGNS[counts.value] < 0:
            what = _("grensen for gul er strengere enn grensen for grønn")
            one.refuse(
                one.place("gul"), what, _("Da kan ingenting bli gult."), _("Kontroller om tallene er byttet om.")
            )
        yield ControlGoal(counts.value, green, yellow)
