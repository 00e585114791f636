"""Known of control: what rules and earlier draws found of a control's records, by which its risk goes a step up or down.

What was known is kept with the draw, figure by figure, so that the step can be done again when rules and saker have changed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import polars as pl

from kontroll.domain.controlplan import Control, ControlPeriod, Found, RiskNow, Why, risk_now
from kontroll.domain.draw import Arm, Draw
from kontroll.domain.falsealarm import false_alarms
from kontroll.flows.samples.chosen import STRUCK, chosen
from kontroll.flows.samples.estimates import concluded_draws, deviations_of
from kontroll.report.sampling.planned import risk_sentences
from kontroll.store.transaction import Transaction
from kontroll.wiring import Desk

#: `kontrollplan-grunnlag:DRAW` -> what was known, as JSON.
_KNOWN = "kontrollplan-grunnlag:"
#: Nothing that is looked at here has a time, or is anybody's.
_NOBODY, _NEVER = "", datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class KnownOfControl:
    found: Found
    now: RiskNow

    def records(self, arm: Arm) -> int:
        found = self.found
        return {Arm.ALL: found.count, Arm.FLAGGED: found.flagged, Arm.UNFLAGGED: found.count - found.flagged}[arm]


def known_of(desk: Desk, tx: Transaction, control: Control, period: ControlPeriod) -> KnownOfControl:
    """As it is today. Raises NotFrozen where the records cannot be counted."""
    rows = chosen(desk, tx, _asked(control, period)).rows
    rules = control.rules or tuple(id for id, one in desk.rulebook.rules.items() if one.dataset == control.dataset)
    alarms = false_alarms(tx.saker.among("rule", list(rules)))
    found = Found(
        count=rows.height,
        flagged=rows.filter(pl.col(STRUCK) > 0).height,
        false_alarms=alarms.false_alarms,
        decided=alarms.decided,
        draws=_drawn(tx, control, period),
    )
    return KnownOfControl(found, risk_now(control, desk.policies.control_plan.steps, found))


def keep_known(tx: Transaction, draw: Draw, known: KnownOfControl, size: int) -> None:
    """With the draw, and on the trail."""
    found, now = known.found, known.now
    said: dict[str, Any] = {
        "count": found.count,
        "flagged": found.flagged,
        "false_alarms": found.false_alarms,
        "decided": found.decided,
        "draws": list(found.draws),
        "risk": now.risk,
        "planned": now.planned,
        "why": [one.value for one in now.why],
    }
    tx.marks.set(_KNOWN + draw.id, json.dumps(said, ensure_ascii=False, sort_keys=True))
    tx.trail.append("risiko i kontrollplanen", {"draw": draw.id, "control": draw.control, "size": size, **said})


def known_of_draws(desk: Desk, tx: Transaction) -> dict[str, list[str]]:
    """Why each draw of the plan has the risk that it has, in sentences; one that was started by hand is not among them."""
    kept = tx.marks.starting_with(_KNOWN)
    return {mark.removeprefix(_KNOWN): _sentences(desk, said) for mark, said in kept.items()}


def known_of_draw(desk: Desk, tx: Transaction, draw: str) -> list[str]:
    """The same of one; [] for one that was started by hand."""
    kept = tx.marks.get(_KNOWN + draw)
    return [] if kept is None else _sentences(desk, kept)


def _sentences(desk: Desk, kept: str) -> list[str]:
    said = json.loads(kept)
    found = Found(
        count=said["count"],
        flagged=said["flagged"],
        false_alarms=said["false_alarms"],
        decided=said["decided"],
        draws=tuple(said["draws"]),
    )
    now = RiskNow(said["risk"], said["planned"], tuple(Why(one) for one in said["why"]))
    return risk_sentences(now, found, desk.policies.control_plan.steps)


def _drawn(tx: Transaction, control: Control, period: ControlPeriod) -> tuple[int, ...]:
    """Deviations of each concluded draw of earlier periods, the newest first; how right the rules are is not among them."""
    draws = [one for one in concluded_draws(tx, control.id) if one.arm is not Arm.FLAGGED and one.last < period.first]
    return tuple(deviations_of(tx, one) for one in reversed(draws))


def _asked(control: Control, period: ControlPeriod) -> Draw:
    """No draw, but what one would ask for: all the records, whichever rules struck."""
    return Draw(
        id=_NOBODY,
        year=period.last.year,
        number=0,
        name=control.name,
        dataset=control.dataset,
        condition=control.condition,
        amount_field=control.amount_field,
        first=period.first,
        last=period.last,
        rules=",".join(control.rules),
        made_by=_NOBODY,
        made_at=_NEVER,
        draw_id=_NOBODY,
    )
