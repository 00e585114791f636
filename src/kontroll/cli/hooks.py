"""`kontroll varselkrok …`: which other systems are called when something happens (webhooks)."""

from __future__ import annotations

import json
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from kontroll.cli.bokmal import App
from kontroll.cli.desk import Home, database_of, who
from kontroll.cli.serve import settings_of
from kontroll.domain.webhook import CallState, Event
from kontroll.texts import NORWAY, _, day, number

if TYPE_CHECKING:
    from kontroll.domain.webhook import Webhook

_EVENTS = ", ".join(event.value for event in Event)


def add_to(app: typer.Typer) -> None:
    group = App(name="varselkrok", help=_("Andre systemer som kalles når noe skjer (webhook)."))
    group.command("ny", help=_("Melder på en mottaker, og viser hemmeligheten kallene signeres med, én gang."))(ny)
    group.command("liste", help=_("Viser mottakerne, og hvordan det har gått med kallene."))(liste)
    group.command("trekk", help=_("Melder av en mottaker. Det som venter, sendes ikke."))(trekk)
    app.add_typer(group)


def ny(
    url: Annotated[str, typer.Argument(metavar="URL", help="Adressen som kalles: https://…")],
    hendelse: Annotated[str, typer.Option(metavar="HENDELSE", help=f"Hva det varsles om: {_EVENTS}.")] = "avvik.nytt",
    mappe: Home = Path(),
) -> None:
    """Exit 1 for an address that is never called."""
    from kontroll.channels.webhook import AddressRefused
    from kontroll.flows.systems.hooks import new_hook

    event = next((event for event in Event if event.value == hendelse), None)
    if event is None:
        told = _("«{word}» er ikke en hendelse. Velg blant {all}.")
        raise typer.BadParameter(told.format(word=hendelse, all=_EVENTS))
    with database_of(mappe) as database:
        try:
            hook, secret = new_hook(database, settings_of(mappe), url, event, by=who(), now=datetime.now(UTC))
        except AddressRefused as refused:
            print(refused, file=sys.stderr)
            raise typer.Exit(1) from None
    print(_("Varselkroken {id} er laget, for {event}.").format(id=hook.id, event=hook.event.value))
    print(secret)
    print(_("Hemmeligheten vises bare nå. Mottakeren prøver med den at kallet kommer herfra."))


def liste(
    json_: Annotated[bool, typer.Option("--json", help="Svaret som JSON, for et program.")] = False,
    mappe: Home = Path(),
) -> None:
    """Of the address only the host: the rest may be a secret of the receiver's."""
    with database_of(mappe) as database, database.reading() as tx:
        found = tx.webhooks.all()
        counts = {hook.id: {state: tx.calls.count(hook=hook.id, state=state) for state in CallState} for hook in found}
    if json_:
        told = [_as_json(hook, Counter(counts[hook.id])) for hook in found]
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return
    if not found:
        print(_("Ingen varselkroker. Lag en: kontroll varselkrok ny URL --hendelse avvik.nytt"))
    for hook in found:
        state = _("trukket {day}").format(day=day(hook.closed.astimezone(NORWAY))) if hook.closed else _("gjelder")
        of = counts[hook.id]
        went = _("{sent} sendt, {waiting} venter, {dead} oppgitt").format(
            sent=number(of[CallState.SENT]), waiting=number(of[CallState.QUEUED]), dead=number(of[CallState.FAILED])
        )
        print(f"{hook.id}  {_host(hook)}  {hook.event.value}, {state}, {went}")


def trekk(
    varselkrok: Annotated[str, typer.Argument(metavar="ID", help="Det første ordet i «varselkrok liste», f.eks. K1.")],
    mappe: Home = Path(),
) -> None:
    """Exit 1 where there is none with the id."""
    from kontroll.flows.systems.hooks import NoHook, withdraw_hook

    with database_of(mappe) as database:
        try:
            hook = withdraw_hook(database, varselkrok, by=who(), now=datetime.now(UTC))
        except NoHook:
            told = _("Det finnes ingen varselkrok «{id}». Se dem med: kontroll varselkrok liste")
            print(told.format(id=varselkrok), file=sys.stderr)
            raise typer.Exit(1) from None
    print(_("Varselkroken {id} er trukket.").format(id=hook.id))


def _host(hook: Webhook) -> str:
    return urlsplit(hook.address).hostname or ""


def _as_json(hook: Webhook, counts: Counter[CallState]) -> dict[str, object]:
    return {
        "id": hook.id, "mottaker": _host(hook), "hendelse": hook.event.value, "gjelder": hook.closed is None,
        "sendt": counts[CallState.SENT], "venter": counts[CallState.QUEUED], "oppgitt": counts[CallState.FAILED],
    }  # fmt: skip
