"""`kontroll regler godkjenn` and `kontroll regler godkjenninger`: who has approved a rule, and which rules lack it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kontroll.cli.console import print_problems
from kontroll.cli.desk import Home, desk_of
from kontroll.domain.rule import Status
from kontroll.texts import _, listed, ngettext, number

if TYPE_CHECKING:
    from kontroll.flows.books.await_approval import Standing


def add_to(group: typer.Typer) -> None:
    """Below `kontroll regler`."""
    group.command("godkjenn", help=_("Godkjenner en ny eller endret regel slik den står, med begrunnelse."))(godkjenn)
    group.command(
        "godkjenninger", help=_("Viser hvilke regler som mangler godkjenning, og hvem som har godkjent dem.")
    )(godkjenninger)


def godkjenn(
    regel: Annotated[str, typer.Argument(metavar="REGEL", help="Id-en til regelen, f.eks. okonomi-001.")],
    person: Annotated[str, typer.Option(metavar="PERSON", help="Den som godkjenner: person_id fra personer.csv.")],
    begrunnelse: Annotated[str, typer.Option(metavar="TEKST", help="Hvorfor regelen er riktig slik den står.")],
    mappe: Home = Path(),
) -> None:
    """Exit 1 where it does not hold, 2 where there is no such rule; nothing is then changed."""
    from kontroll.flows.reglement.approve_rule import approve_rule

    with desk_of(mappe) as desk:
        approved, problems = approve_rule(desk, regel, person, begrunnelse, datetime.now(UTC))
    if approved is None:
        print_problems(problems)
        raise typer.Exit(1 if regel in desk.rulebook.rules else 2)
    count, needed = len(approved.standing.by), approved.needed
    print(_("Godkjenningen av {rule} er lagret.").format(rule=regel))
    if count < needed:
        print(
            ngettext("Det mangler {n} godkjenning.", "Det mangler {n} godkjenninger.", needed - count).format(
                n=number(needed - count)
            )
        )
    elif approved.standing.rule.status is Status.TRIAL:
        print(_("Regelen kan tas i bruk: sett status til «i_bruk» i filen."))
    else:
        print(_("Regelen varsler fra neste kjøring."))


def godkjenninger(
    alle: Annotated[bool, typer.Option("--alle", help="Viser også reglene som ikke trenger noe.")] = False,
    json_: Annotated[bool, typer.Option("--json", help="Svaret som JSON, for et program.")] = False,
    mappe: Home = Path(),
) -> None:
    """Exit 0 also where some lack approval: that is no fault."""
    from kontroll.flows.books.await_approval import asked_for, standings

    with desk_of(mappe) as desk, desk.database.reading() as tx:
        persons = desk.policies.approval.persons
        found = standings(tx, desk.rulebook, persons)
        started = asked_for(tx)
    if json_:
        print(json.dumps([_as_json(one, persons) for one in found], ensure_ascii=False, indent=2))
        return
    if not persons:
        print(_("Kommunen krever ingen godkjenning av regler (policies/godkjenning.yaml)."))
    elif not started:
        print(
            _("Ingen kjøring ennå. Reglene som er i bruk da, er tatt i bruk ved oppstart og trenger ingen godkjenning.")
        )
    # Before the first run, what is in use lacks nothing: it will be taken into use as it stands then.
    lacking = [one for one in found if not one.approved and (started or one.rule.status is Status.TRIAL)]
    print("\n".join(_lines(found if alle else lacking, persons)))


def _lines(shown: list[Standing], persons: int) -> list[str]:
    return [_line(one, persons) for one in shown] or [_("Ingen regler mangler godkjenning.")]


def _line(one: Standing, persons: int) -> str:
    if one.at_start:
        told = _("tatt i bruk ved oppstart")
    elif one.by:
        told = _("{count} av {needed}: {who}").format(count=len(one.by), needed=persons, who=listed(one.by))
    else:
        told = _("ingen godkjenning")
    return f"{one.rule.id:<22} {one.rule.status.value:<7} {told}"


def _as_json(one: Standing, persons: int) -> dict[str, object]:
    return {
        "regel": one.rule.id,
        "status": one.rule.status.value,
        "avtrykk": one.stamp,
        "ved_oppstart": one.at_start,
        "godkjent_av": list(one.by),
        "trengs": persons,
        "godkjent": one.approved,
    }
