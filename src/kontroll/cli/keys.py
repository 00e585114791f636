"""`kontroll nokkel …`: the keys by which other systems use the API."""

from __future__ import annotations

import json
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kontroll.cli.bokmal import App
from kontroll.cli.desk import Home, database_of, who
from kontroll.domain.systemkey import Scope
from kontroll.texts import NORWAY, _, day, listed

if TYPE_CHECKING:
    from kontroll.domain.systemkey import ApiToken

_WORDS = ", ".join(scope.value for scope in Scope)


def add_to(app: typer.Typer) -> None:
    group = App(name="nokkel", help=_("Nøkler som andre systemer bruker API-et med."))
    group.command("ny", help=_("Lager en nøkkel til et system, og viser den én gang."))(ny)
    group.command("liste", help=_("Viser nøklene, hva de kan brukes til, og når de sist ble brukt."))(liste)
    group.command("trekk", help=_("Trekker en nøkkel. Den åpner ingenting fra neste forespørsel."))(trekk)
    app.add_typer(group)


def ny(
    system: Annotated[str, typer.Argument(metavar="SYSTEM", help="Hva systemet heter; står i sporet.")],
    omfang: Annotated[str, typer.Option(metavar="ORD,ORD", help=f"Hva systemet kan gjøre: {_WORDS}.")],
    utloper: Annotated[str, typer.Option(metavar="DATO", help="Siste dag nøkkelen gjelder, som 2027-06-30.")],
    mappe: Home = Path(),
) -> None:
    """Exit 2 for a scope or a day that is none."""
    from kontroll.flows.systems.keys import AlreadyOver, NotAName, PersonalAlone, new_key

    scopes, last_day = [_scope(word) for word in omfang.split(",") if word.strip()], _day(utloper)
    if not scopes:
        raise typer.BadParameter(_("Oppgi minst ett omfang: {all}.").format(all=_WORDS))
    with database_of(mappe) as database:
        try:
            key, secret = new_key(database, system, scopes, last_day=last_day, by=who(), now=datetime.now(UTC))
        except NotAName:
            raise typer.BadParameter(
                _("Navnet på systemet kan ha bokstaver, tall, mellomrom, punktum og bindestrek, høyst 60 tegn.")
            ) from None
        except PersonalAlone:
            raise typer.BadParameter(
                _("«personlig» gis sammen med «les»: det er i det som leses at feltene står.")
            ) from None
        except AlreadyOver:
            raise typer.BadParameter(_("Dagen er over. Oppgi en senere dag med --utloper.")) from None
    print(_("Nøkkelen {called} til {system} er laget.").format(called=key.called, system=key.system))
    print(secret)
    print(_("Den vises bare nå. Systemet sender den i hver forespørsel: Authorization: Bearer NØKKEL"))


def liste(
    json_: Annotated[bool, typer.Option("--json", help="Svaret som JSON, for et program.")] = False,
    mappe: Home = Path(),
) -> None:
    """Withdrawn ones too."""
    from kontroll.flows.systems.keys import keys

    with database_of(mappe) as database, database.reading() as tx:
        found = keys(tx)
    now = datetime.now(UTC)
    if json_:
        print(json.dumps([_as_json(key, now) for key in found], ensure_ascii=False, indent=2))
        return
    if not found:
        print(_("Ingen nøkler. Lag en: kontroll nokkel ny SYSTEM --omfang les --utloper DATO"))
    for key in found:
        used = _("sist brukt {day}").format(day=day(key.used)) if key.used else _("aldri brukt")
        scopes = listed(key.scopes.split(","))
        print(f"{key.called}  {key.system}  {_state(key, now)}, {scopes}, {used}")


def trekk(
    nokkel: Annotated[str, typer.Argument(metavar="NØKKEL", help="De åtte tegnene foran systemet i «nokkel liste».")],
    mappe: Home = Path(),
) -> None:
    """Exit 1 where there is none that is called so."""
    from kontroll.flows.systems.keys import NoKey, withdraw_key

    with database_of(mappe) as database:
        try:
            key = withdraw_key(database, nokkel, by=who(), now=datetime.now(UTC))
        except NoKey:
            told = _("Det finnes ingen nøkkel «{called}». Se dem med: kontroll nokkel liste")
            print(told.format(called=nokkel), file=sys.stderr)
            raise typer.Exit(1) from None
    print(_("Nøkkelen {called} til {system} er trukket.").format(called=key.called, system=key.system))


def _scope(word: str) -> Scope:
    for scope in Scope:
        if scope.value == word.strip().casefold():
            return scope
    raise typer.BadParameter(_("«{word}» er ikke et omfang. Velg blant {all}.").format(word=word.strip(), all=_WORDS))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise typer.BadParameter(_("Dagen skrives som 2027-06-30.")) from None


def _last_day(key: ApiToken) -> date | None:
    return None if key.ends is None else (key.ends - timedelta(seconds=1)).astimezone(NORWAY).date()


def _state(key: ApiToken, now: datetime) -> str:
    last = _last_day(key)
    if key.closed is not None:
        return _("trukket {day}").format(day=day(key.closed.astimezone(NORWAY)))
    if last is None:
        return _("gjelder")
    told = _("gjelder til og med {day}") if key.holds(now) else _("utløp {day}")
    return told.format(day=day(last))


def _as_json(key: ApiToken, now: datetime) -> dict[str, object]:
    last = _last_day(key)
    return {
        "nokkel": key.called, "system": key.system, "omfang": key.scopes.split(","), "gjelder": key.holds(now),
        "siste_dag": str(last) if last else None, "trukket": key.closed is not None,
        "sist_brukt": str(key.used) if key.used else None,
    }  # fmt: skip
