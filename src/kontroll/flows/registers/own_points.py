"""Own points: what the kommune asked of a case besides what is always asked, as it was when its check-list was begun.

Why beside the trail and in no table: it is never changed, `kontroll logg etterprov` holds it against the hash of the line, and it
is deleted with the texts of the case.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from kontroll.domain.preparation import OwnPoint, Point, Preparation
from kontroll.store.transaction import Transaction

#: The name of what lies beside the first entry of the case.
_POINTS = "points"


def frozen_points(own: Sequence[OwnPoint]) -> Mapping[str, str]:
    """What lies beside the first entry; nothing where nothing more is asked."""
    told = [{"id": one.id, "navn": one.name, "sporsmaal": one.question, "alltid": one.always} for one in own]
    return {_POINTS: json.dumps(told, ensure_ascii=False, separators=(",", ":"))} if told else {}


def points_of(tx: Transaction, preparation: Preparation) -> tuple[OwnPoint, ...]:
    """As they were. Where they are deleted by now, those that were answered, by their word alone."""
    told = tx.trail.text(preparation.text, _POINTS)
    if told is not None:
        return tuple(
            OwnPoint(id=one["id"], name=one["navn"], question=one["sporsmaal"], always=one["alltid"])
            for one in json.loads(told)
        )
    always_asked = {point.value for point in Point}
    left = (one.point for one in tx.answered_points.where(preparation=preparation.id) if one.point not in always_asked)
    return tuple(OwnPoint(id=point, name=point, question="") for point in left)
