"""Call hooks: what waits for other systems is sent; each step is kept before the next begins, as mails are sent.

A call is claimed before it is sent: of two that send at once, the second finds it claimed. Whoever is killed while sending
leaves a claim that lapses, and the call is sent again with the same id, by which the receiver knows it.

Why one failure ends a receiver's turn: the others that wait for it would fail as well, each as slowly.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from kontroll.channels.webhook import Poster, poster
from kontroll.domain.conflict import Conflict
from kontroll.domain.notice import DeliveryFailed
from kontroll.domain.webhook import Call, CallState, Webhook, answered, not_answered
from kontroll.flows.month.missed_control import MissedControl, tell_missed
from kontroll.flows.systems.hooks import ACTOR, seal_secrets, secret_of
from kontroll.texts import NORWAY
from kontroll.wiring import Desk

#: The job as the sak about a dead call names it.
JOB = "varselkrok"
#: A sender that has not said how it went within this time was killed.
CLAIM = timedelta(minutes=10)
#: Calls of one turn: others get theirs in between.
_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Called:
    """Counts of calls. dead: given up, and told to internal control."""

    called: int = 0
    unanswered: int = 0
    dead: int = 0


def call_hooks(desk: Desk, now: datetime, post: Poster | None = None) -> Called:
    """Try what waits and whose time has come, the oldest first. post: how; None = as the settings say."""
    seal_secrets(desk.database, desk.settings, now)
    with desk.database.reading() as tx:
        hooks = {hook.id: hook for hook in tx.webhooks.all() if hook.closed is None}
        waiting = [one for one in tx.calls.where(state=CallState.QUEUED) if one.hook in hooks] if hooks else []
    due = sorted((c for c in waiting if c.next_try is None or c.next_try <= now), key=lambda c: (c.made, c.id))
    sender, silent, dead = post or poster(desk.settings), set[str](), list[Call]()
    counts = dict.fromkeys(CallState, 0)
    for call in due[:_AT_ONCE]:
        if call.hook in silent:
            continue
        after = _call(desk, sender, hooks[call.hook], call, now)
        if after is None:
            continue
        counts[after.state] += 1
        if after.state is not CallState.SENT:
            silent.add(call.hook)
        if after.state is CallState.FAILED:
            dead.append(after)
    tell_missed(desk, _given_up(dead), now)
    return Called(counts[CallState.SENT], counts[CallState.QUEUED], counts[CallState.FAILED])


def _call(desk: Desk, sender: Poster, hook: Webhook, call: Call, now: datetime) -> Call | None:
    """The call as it went; None where another is sending it."""
    try:
        with desk.database.transaction(ACTOR, now) as tx:
            claimed = tx.calls.save(call, replace(call, next_try=now + CLAIM))
    except Conflict:
        return None
    try:
        sender.post(hook.address, secret_of(hook, desk.settings), claimed.id, claimed.body, now)
        after = answered(claimed, now)
    except DeliveryFailed as failure:
        after = not_answered(claimed, failure, now)
    with desk.database.transaction(ACTOR, now) as tx:
        saved = tx.calls.save(claimed, after)
        kind = f"varselkrok: {after.state.value}"
        tx.trail.append(kind, {"call": call.id, "hook": hook.id, "attempts": after.attempts})
    return saved


def _given_up(dead: list[Call]) -> list[MissedControl]:
    """One sak for each day whose calls were given up, however many they are."""
    days = {one.made.astimezone(NORWAY).date(): one.attempts for one in dead}
    return [MissedControl(job=JOB, since=day, times=max(1, tries), failed=True) for day, tries in days.items()]
