"""Trial: what was calculated while a draw was planned is kept, whether it was used or not.

Why: inputs can be chosen until the sample becomes small. Whoever reads the report sees how many were tried, and which.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from kontroll.domain.draw import DrawState, Trial
from kontroll.report.sampling.calculator import Calculation, calculated
from kontroll.report.sampling.outcomes import so_many
from kontroll.sampling.asked import SAMPLE
from kontroll.sampling.rates import Impossible
from kontroll.store.transaction import Transaction
from kontroll.texts import _, number
from kontroll.wiring import Desk

#: Before the commitment: afterwards no calculation changes anything.
_PLANNING = (DrawState.DRAFT, DrawState.RECONCILED)


def try_plan(desk: Desk, draw: str | None, by: str, words: Mapping[str, str | None], now: datetime) -> Calculation:
    """The answer to the words, kept with the draw; without a draw it is nobody's and is not kept."""
    answer = calculated(words)
    kept = tried(desk, draw, by, answer.asked, _without_curve(answer), now)
    if kept < 2:
        return answer
    told = _("Dette er beregning nummer {n} for denne stikkprøven. Alle er loggført og står i rapporten.")
    return replace(answer, warnings=(*answer.warnings, told.format(n=number(kept))))


def try_size(desk: Desk, draw: str, by: str, words: Mapping[str, str | None], size: int, now: datetime) -> Calculation:
    """The same where somebody decides the number: what so many can say comes first, kept as well."""
    needed = calculated(words)
    asked = {**words, SAMPLE: str(size)}
    try:
        said = so_many(words, size)
    except Impossible as why:
        tried(desk, draw, by, asked, {"feil": why.sentence}, now)
        return replace(needed, warnings=(*needed.warnings, why.sentence))
    tried(desk, draw, by, asked, said.answer, now)
    told = [_("Trekk {n}, som du selv har bestemt.").format(n=number(size)), *said.sentences]
    if needed.is_possible and needed.n > size:
        told.append(_("Det er færre enn det som trengs, {n}.").format(n=number(needed.n)))
    return (
        replace(needed, sentence=" ".join(told), warnings=needed.warnings, curve=None) if needed.is_possible else needed
    )


def tried(
    desk: Desk, draw: str | None, by: str, words: Mapping[str, str | None], answer: Mapping[str, Any], now: datetime
) -> int:
    """How many are kept for the draw with this one; 0 where nothing is planned any longer. The same again is not kept twice."""
    if draw is None:
        return 0
    with desk.database.transaction(by, now) as tx:
        found = tx.draws.get(draw)
        if found is None or found.state not in _PLANNING:
            return 0
        asked, answered = _text({key: text for key, text in words.items() if text}), _text(answer)
        before = trials_of(tx, draw)
        if before and (before[-1].asked, before[-1].answered, before[-1].by) == (asked, answered, by):
            return len(before)
        trial = Trial(draw=draw, number=len(before) + 1, by=by, at=now, asked=asked, answered=answered)
        tx.trials.add(trial)
        tx.trail.append("stikkprøve: prøveberegnet", {"draw": draw, "number": trial.number, "sha256": digest_of(trial)})
        return trial.number


def trials_of(tx: Transaction, draw: str) -> list[Trial]:
    """In the order they were made."""
    return sorted(tx.trials.where(draw=draw), key=lambda trial: trial.number)


def digest_of(trial: Trial) -> str:
    """What the trail is told of a calculation."""
    return sha256(f"{trial.asked}\n{trial.answered}".encode()).hexdigest()


def _without_curve(answer: Calculation) -> dict[str, Any]:
    """The curve follows from the words."""
    return {key: value for key, value in answer.as_json().items() if key != "kurve"}


def _text(said: Mapping[str, Any]) -> str:
    return json.dumps(dict(said), ensure_ascii=False, sort_keys=True)
