"""With a draw: one thing that one person does with one draw: read, tried, saved, put on the trail and told, all or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from kontroll.domain.conflict import Conflict
from kontroll.domain.draw import Draw, DrawnItem, PopulationVersion
from kontroll.domain.drawplan import PlanChoices, choices_from
from kontroll.domain.notice import Reason
from kontroll.domain.people import Standing
from kontroll.domain.policy import INTERNAL_CONTROL, SUPERVISORY
from kontroll.domain.problem import KontrollError
from kontroll.domain.trail import Fact
from kontroll.flows.people.today import Today
from kontroll.flows.saker.acting import TEXT, today_of
from kontroll.flows.telling.tell import people_for, tell_of
from kontroll.store.transaction import Transaction
from kontroll.wiring import Desk

#: The word of varsling.yaml for whoever revises the kommune. One who has taken it out tells nobody of that kind.
AUDITOR = "revisor"


class UnknownDraw(KontrollError):
    """There is no draw of that number."""

    def __init__(self, id: str) -> None:
        super().__init__(f"no draw {id}")
        self.id = id


@dataclass(frozen=True, slots=True)
class WithDraw:
    """draw: as it is before the action."""

    desk: Desk
    tx: Transaction
    today: Today
    now: datetime
    by: str
    draw: Draw

    @property
    def choices(self) -> PlanChoices:
        return choices_of(self.draw)

    @property
    def newest(self) -> PopulationVersion:
        """The last population of the draw: the first, or the one that amended it last."""
        return populations_of(self.tx, self.draw.id)[-1]

    @property
    def items(self) -> list[DrawnItem]:
        return self.tx.drawn_items.where(draw=self.draw.id)

    def keep(self, after: Draw, kind: str, about: Mapping[str, Fact] | None = None, text: str = "") -> tuple[Draw, int]:
        """Save the draw as it is after the action. Gives it, and the number of the entry on the trail.

        A next version also where nothing else differs: whoever saw the draw before this must look again.
        """
        saved = self.tx.draws.save(self.draw, replace(after, version=self.draw.version + 1))
        return saved, self.note(kind, {"state": saved.state.value, **(about or {})}, text)

    def note(
        self, kind: str, about: Mapping[str, Fact], text: str = "", beside: Mapping[str, str] | None = None
    ) -> int:
        """beside: other texts, by name."""
        texts = {**({TEXT: text.strip()} if text.strip() else {}), **(beside or {})}
        return self.tx.trail.append(f"stikkprøve: {kind}", {"draw": self.draw.id, **about}, texts)

    def tell_outside(self, reason: Reason, why: Sequence[str], number: int = 0) -> int:
        """Those who control the administration from outside, and internal control. Gives how many notices were new."""
        known = self.desk.policies.notices.recipients
        words = [word for word in (AUDITOR, SUPERVISORY, INTERNAL_CONTROL) if word in known]
        by_role = SUPERVISORY in known and known[SUPERVISORY].role
        # Not because something is about the top leader's own area, as with a sak.
        standing = Standing.ROLE if by_role else Standing.LEADER
        others = [
            replace(told, standing=standing) if told.standing is Standing.SUPERVISORY else told
            for told in people_for(self.today, words, "")
            if told.person != self.by
        ]
        return tell_of(
            self.tx, self.today, reason, self.draw.id, others,
            month=self.draw.last, number=number, why="\n".join(why),
        )  # fmt: skip


@contextmanager
def with_draw(desk: Desk, draw_id: str, by: str, now: datetime, version: int | None = None) -> Iterator[WithDraw]:
    """by: the person, or what works for her. version: the one she saw; None = whatever it is now.

    Raises UnknownDraw, and Conflict where she saw another version. What is raised inside undoes everything.
    """
    with desk.database.transaction(by, now) as tx:
        draw = draw_in(tx, draw_id)
        if version is not None and version != draw.version:
            raise Conflict("Draw", draw_id)
        yield WithDraw(desk, tx, today_of(desk, tx, now), now, by, draw)


def draw_in(tx: Transaction, draw_id: str) -> Draw:
    """Raises UnknownDraw."""
    draw = tx.draws.get(draw_id)
    if draw is None:
        raise UnknownDraw(draw_id)
    return draw


def choices_of(draw: Draw) -> PlanChoices:
    return choices_from(draw.plan) if draw.plan else PlanChoices()


def populations_of(tx: Transaction, draw_id: str) -> list[PopulationVersion]:
    """Every population of the draw, the first one first."""
    return tx.populations.where(draw=draw_id)
