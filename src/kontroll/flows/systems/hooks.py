"""Webhooks of the kommune's: who is called when something happens; made, listed and withdrawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from kontroll.channels.webhook import demand_address, new_secret
from kontroll.domain.notice import DeliveryFailed
from kontroll.domain.problem import KontrollError
from kontroll.domain.webhook import CallState, Event, Webhook
from kontroll.settings import Settings
from kontroll.store.database import Database
from kontroll.store.sealed import NotOpened, is_sealed, opened, sealed
from kontroll.texts import _

#: Who does what nobody asked for.
ACTOR = "kontroll"
#: Told to whoever reads why a call was not sent.
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
        id = f"K{tx.webhooks.count() + 1}"
        kept = sealed(secret, settings.hook_key, _of(id))
        hook = Webhook(id=id, address=address, event=event, secret=kept, created=now)
        tx.webhooks.add(hook)
        # Not the address: it may carry a secret of the receiver's.
        tx.trail.append("varselkrok: opprettet", {"hook": hook.id, "event": event.value})
    return hook, secret


def seal_secrets(database: Database, settings: Settings, now: datetime) -> int:
    """Seal what stands open since before there was a key. How many."""
    with database.reading() as tx:
        open_ones = [one for one in tx.webhooks.all() if one.secret and not is_sealed(one.secret)]
    if not open_ones or not settings.hook_key:
        return 0
    with database.transaction(ACTOR, now) as tx:
        for hook in open_ones:
            tx.webhooks.save(hook, replace(hook, secret=sealed(hook.secret, settings.hook_key, _of(hook.id))))
            tx.trail.append("varselkrok: hemmelighet forseglet", {"hook": hook.id})
    return len(open_ones)


def secret_of(hook: Webhook, settings: Settings) -> str:
    """What its calls are signed with. Raises DeliveryFailed, for the key may be put right."""
    try:
        return opened(hook.secret, settings.hook_key, _of(hook.id))
    except NotOpened as error:
        raise DeliveryFailed(
            _("hemmeligheten kan ikke åpnes: varselkrok_nokkel er en annen, eller mangler"), permanent=False
        ) from error


def _of(id: str) -> str:
    return f"varselkrok {id}"


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
