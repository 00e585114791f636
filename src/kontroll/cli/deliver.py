"""`kontroll importer`: delivered files in, checked and kept; what was taken, what was refused, and why."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kontroll.cli.console import print_problems
from kontroll.cli.desk import Home, desk_of, who
from kontroll.domain.delivery import Taken
from kontroll.texts import _, listed, month_name, ngettext, number

if TYPE_CHECKING:
    from kontroll.flows.deliveries.checked_format import CheckedFormat
    from kontroll.flows.deliveries.import_files import Received


#: Changed rows shown of each file before the rest is only counted.
SHOWN_CHANGES = 10


def add_to(app: typer.Typer) -> None:
    app.command(
        "importer", help=_("Tar imot leverte filer: kontrollerer dem, lagrer dem og sier hva som ble tatt inn.")
    )(importer)


def importer(
    filer: Annotated[
        list[Path], typer.Argument(metavar="FIL...", help="Filene, eller mapper med filer, f.eks. hele innboksen.")
    ],
    mappe: Home = Path(),
) -> None:
    """Exit 1 where a file could not be taken; the others are taken all the same."""
    from kontroll.domain.problem import Gravity
    from kontroll.flows.deliveries.import_files import import_files
    from kontroll.flows.deliveries.incoming import incoming

    counts = {"taken": 0, "again": 0, "refused": 0}
    with desk_of(mappe) as desk:
        files, strange = incoming(filer, desk.settings.inbox, desk.rulebook)
        print_problems(strange)
        now, schemas = datetime.now(UTC), desk.settings.schemas
        taken = import_files(desk.database, desk.rulebook, files, now, who(), schemas=schemas, report=_report)
        for received in taken:
            counts[_print(received)] += 1
    parts = [
        ngettext("{n} fil tatt inn", "{n} filer tatt inn", counts["taken"]).format(n=number(counts["taken"])),
        ngettext("{n} levert før", "{n} levert før", counts["again"]).format(n=number(counts["again"])),
        ngettext("{n} avvist", "{n} avvist", counts["refused"]).format(n=number(counts["refused"])),
    ]
    print(
        listed([part for part, n in zip(parts, counts.values(), strict=True) if n] or [_("Ingen filer er tatt inn")])
        + "."
    )
    if counts["refused"] or any(problem.gravity is not Gravity.NOTICE for problem in strange):
        raise typer.Exit(1)


def _report(checked: CheckedFormat) -> None:
    """What a file of many tables holds, before anything of it is kept."""
    print(
        _("{name}: {format}, lest og prøvd før noe er lagret").format(name=checked.name, format=_(checked.format.name))
    )
    for sentence in checked.told:
        print(f"  {sentence}")
    for kind, content in checked.contents.items():
        rows = ngettext("{n} rad", "{n} rader", content.rows).format(n=number(content.rows))
        print(_("  {kind}: {rows}").format(kind=kind, rows=rows))
    print_problems(checked.problems)


def _print(received: Received) -> str:
    print_problems(received.problems[received.told :])
    delivery = received.delivery
    if received.again:
        print(_("{name}: levert før, ingenting nytt").format(name=received.name))
        return "again"
    if delivery is None or delivery.taken is Taken.REFUSED:
        refused = _("{name}: avvist, og ingenting er lagret") if received.told else _("{name}: avvist")
        print(refused.format(name=received.name))
        return "refused"
    told = [ngettext("{n} rad", "{n} rader", delivery.rows).format(n=number(delivery.rows))]
    if delivery.first is not None and delivery.last is not None:
        first, last = month_name(delivery.first), month_name(delivery.last)
        told.append(first if first == last else _("{first} til {last}").format(first=first, last=last))
    if received.changed:
        told.append(
            ngettext("{n} rad endret etter levering", "{n} rader endret etter levering", len(received.changed)).format(
                n=number(len(received.changed))
            )
        )
    print(_("{name}: tatt inn ({told})").format(name=received.name, told=", ".join(told)))
    for one in received.changed[:SHOWN_CHANGES]:
        what = _("  endret: {key} ({fields}), linje {line}; før: leveranse {earlier}, linje {earlier_line}")
        print(
            what.format(
                key=one.key,
                fields=one.fields.replace(",", ", "),
                line=one.line,
                earlier=one.earlier_delivery,
                earlier_line=one.earlier_line,
            )
        )
    return "taken"
