"""Announce: avvik that opened are told to the systems that asked for it: put in the outbox, in the transaction that opened them.

Why ids and a link: whoever may read more reads it in kontroll, where it is asked who she is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, time, timedelta
from itertools import groupby
from urllib.parse import quote

from kontroll.domain.avvik import Avvik
from kontroll.domain.sak import Sak
from kontroll.domain.webhook import Call, Event, Webhook, call_id
from kontroll.flows.people.today import Today
from kontroll.store.transaction import Transaction
from kontroll.texts import NORWAY

#: When what was told without a name is passed on.
MORNING = time(6)


def announce(tx: Transaction, today: Today, opened: Iterable[Avvik], now: datetime) -> int:
    """One call for each sak and each system. Gives how many are new.

    Those of rules on trial, and those that are confined, are told to nobody.
    """
    hooks = _hooks(tx)
    if not hooks:
        return 0
    # Read again: they were given their sak after they opened.
    found = (tx.avvik.get(one.rule, one.subject, one.number) for one in opened)
    told = [one for one in found if one is not None and one.opened and not (one.trial or one.withdrawn or one.confined)]
    calls = [_call(today, hook.id, list(avvik), now) for avvik in _by_sak(told) for hook in hooks]
    return _added(tx, calls)


def announce_report(tx: Transaction, today: Today, sak: Sak, now: datetime, *, wait: bool) -> int:
    """That somebody has reported an avvik: the sak and nothing of what was written. Gives how many calls are new.

    wait: until the next morning. When the call went is kept, and would tell the hour of one who reported without a name.
    """
    next_try = datetime.combine(today.day + timedelta(days=1), MORNING, NORWAY) if wait else None
    return _added(tx, [replace(_told(today, hook.id, sak, now), next_try=next_try) for hook in _hooks(tx)])


def _hooks(tx: Transaction) -> list[Webhook]:
    return [hook for hook in tx.webhooks.where(event=Event.NEW_AVVIK) if hook.closed is None]


def _added(tx: Transaction, calls: list[Call]) -> int:
    known = {one.id for one in tx.calls.among("id", [call.id for call in calls])}
    new = [call for call in calls if call.id not in known]
    tx.calls.add_all(new)
    return len(new)


def _by_sak(avvik: list[Avvik]) -> list[list[Avvik]]:
    def place(one: Avvik) -> tuple[str, str, str]:
        return one.sak or "", one.rule, one.enhet

    return [list(group) for _place, group in groupby(sorted(avvik, key=place), place)]


def _call(today: Today, hook: str, avvik: list[Avvik], now: datetime) -> Call:
    first = avvik[0]
    about = "\n".join(sorted(f"{one.key} {one.opened}" for one in avvik))
    page = f"/sak/{quote(first.sak, safe='')}" if first.sak else f"/regel/{quote(first.rule, safe='')}"
    facts: dict[str, object] = {
        "regel": first.rule,
        "enhet": first.enhet,
        "maaned": str(max(one.last_struck for one in avvik)),
        "alvor": first.severity.value,
        "antall": len(avvik),
        "sak": first.sak,
    }
    return _made(today, hook, about, facts, page, now)


def _told(today: Today, hook: str, sak: Sak, now: datetime) -> Call:
    facts: dict[str, object] = {
        "regel": None,
        "enhet": sak.enhet,
        "maaned": str(sak.month),
        "alvor": sak.severity.value,
        "antall": 1,
        "sak": sak.id,
    }
    return _made(today, hook, sak.id, facts, f"/sak/{quote(sak.id, safe='')}", now)


def _made(today: Today, hook: str, about: str, facts: dict[str, object], page: str, now: datetime) -> Call:
    id = call_id(hook, Event.NEW_AVVIK, about)
    head = {"hendelse": Event.NEW_AVVIK.value, "id": id, "tidspunkt": now.isoformat(timespec="seconds")}
    body = head | facts | {"lenke": f"{today.desk.settings.address.rstrip('/')}{page}"}
    return Call(id=id, hook=hook, body=json.dumps(body, ensure_ascii=False, separators=(",", ":")), made=now)
