"""Webhooks of the kommune's: who is called when something happens; made, listed and withdrawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from kontroll.channels.webhook import demand_address, new_secret
from kontroll.domain.problem import KontrollError
from kontroll.domain.webhook import CallState, Event, Webhook
from kontroll.settings import Settings
from kontroll.store.database import Database
from kontroll.texts import _

#: Both are told to whoever reads why a call was not sent.
WITHDRAWN = "varselkroken er trukket"


class NoHook(KontrollError):
    """There is none with the id."""


def new_hook(
    database: Database, settings: Settings, address: str, event: Event, *, by: str, now: datetime
) -> tuple[Webhook, str]:
    """The webhook, and the secret its calls are signed with. Raises channels.webhook.AddressRefused."""
    demand_address(address, private=settings.hook_private)
    secret = new_secret()
    with database.transaction(by, now) as tx:
        hook = Webhook(id=f"K{tx.webhooks.count() + 1}", address=address, event=event, secret=secret, created=now)
        tx.webhooks.add(hook)
        # Not the address: it may carry a secret of the receiver's.
        tx.trail.append("varselkrok: opprettet", {"hook": hook.id, "event": event.value})
    return hook, secret


def withdraw_hook(database: Database, id: str, *, by: str, now: datetime) -> Webhook:
    """Nothing more is sent to it, also not what waits. Its secret is forgotten. Raises NoHook."""
    with database.transaction(by, now) as tx:
        hook = tx.webhooks.get(id.strip().upper())
        if hook is None:
            raise NoHook(id)
        if hook.closed is not None:
            return hook
        waiting = tx.calls.where(hook=hook.id, state=CallState.QUEUED)
        tx.calls.save_all(
            (one, replace(one, state=CallState.FAILED, next_try=None, last_error=_(WITHDRAWN))) for one in waiting
        )
        tx.trail.append("varselkrok: trukket", {"hook": hook.id, "waiting": len(waiting)})
        return tx.webhooks.save(hook, replace(hook, closed=now, secret=""))
