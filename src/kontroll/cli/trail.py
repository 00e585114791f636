"""`kontroll logg etterprov`: the whole trail re-computed."""

from __future__ import annotations

import sys
from pathlib import Path

import typer

from kontroll.cli.bokmal import App
from kontroll.cli.console import print_problems
from kontroll.cli.desk import Home, database_of
from kontroll.texts import N_, _, number

_BROKEN = {
    "hash": N_("innholdet er ikke det som ble skrevet"),
    "previous": N_("den viser ikke til den som står før"),
    "order": N_("det mangler noe foran den, eller rekkefølgen er endret"),
    "body": N_("innholdet hører til et annet sted i loggen"),
    "text": N_("teksten ved siden av er endret"),
    "content": N_("innholdet i leveransen er endret eller tatt bort"),
}
_SHOWN = 20


def add_to(app: typer.Typer) -> None:
    group = App(name="logg", help=_("Revisjonsloggen."))
    group.command("etterprov", help=_("Regner hele loggen ut på nytt, og sier hvor den eventuelt er brutt."))(etterprov)
    app.add_typer(group)


def etterprov(mappe: Home = Path()) -> None:
    """Exit 1 where it does not hold."""
    from kontroll.flows.home.check_trail import check_trail

    with database_of(mappe) as database:
        checked = check_trail(database)
    for broken in checked.breaks[:_SHOWN]:
        print(_("Linje {seq}: {what}.").format(seq=broken.seq, what=_(_BROKEN[broken.kind])), file=sys.stderr)
    print_problems(checked.problems)
    if checked.faults:
        print(
            _("Loggen holder IKKE: {count} brudd i {entries} linjer.").format(
                count=number(checked.faults), entries=number(checked.entries)
            )
        )
        raise typer.Exit(1)
    print(
        _(
            "Loggen holder: {entries} linjer. Slettet etter frist: {texts} tekster og innholdet i {files} leveranser."
        ).format(
            entries=number(checked.entries), texts=number(checked.deleted_texts), files=number(checked.deleted_files)
        )
    )
    print(_("Siste linje har avtrykket {hash}").format(hash=checked.last))
    print(_("Skriv det ned et annet sted: da kan ingen siden kutte i slutten av loggen uten at det synes."))
