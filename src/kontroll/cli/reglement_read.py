"""`kontroll reglement sok|bekreft|dekning|gjennomgaatt`: finding in the texts, and what people confirm about them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kontroll.cli.console import print_problems
from kontroll.cli.desk import Home, desk_of
from kontroll.cli.serve import settings_of
from kontroll.settings import FILE, shipped_policies
from kontroll.texts import NORWAY, _, listed, ngettext, number

if TYPE_CHECKING:
    from kontroll.domain.reglement import Reglementer
    from kontroll.flows.reglement.readings import ReadBy
    from kontroll.report.reading_coverage import Coverage, Group

Person = Annotated[str, typer.Option(metavar="PERSON", help="Hvem det er: person_id fra personer.csv.")]


def add_to(group: typer.Typer) -> None:
    """Below `kontroll reglement`."""
    group.command(
        "sok", help=_("Søker i alle reglementene: store og små bokstaver, æøå og bøyning er uten betydning.")
    )(sok)
    group.command("bekreft", help=_("Bekrefter at en person har lest reglementet slik det står nå."))(bekreft)
    group.command(
        "dekning", help=_("Viser hvor mange av dem som skal ha lest hvert reglement, som har bekreftet det.")
    )(dekning)
    group.command(
        "gjennomgaatt", help=_("Bekrefter at en regel er sett på etter at reglementet den bygger på, ble endret.")
    )(gjennomgaatt)


def sok(
    ord: Annotated[list[str], typer.Argument(metavar="ORD...", help="Ordene; alle må finnes i samme avsnitt.")],
    mappe: Home = Path(),
) -> None:
    """Exit 1 where nothing is found."""
    from kontroll.report.reglement_search import search

    hits = search(_reglementer(mappe), " ".join(ord))
    for hit in hits:
        print(
            _("{reglement} {number}: {text}").format(
                reglement=hit.reglement.id, number=hit.number or hit.point, text=hit.text
            )
        )
    print(ngettext("{n} treff.", "{n} treff.", len(hits)).format(n=number(len(hits))))
    raise typer.Exit(0 if hits else 1)


def bekreft(
    id: Annotated[str, typer.Argument(metavar="ID", help="Reglementets id.")],
    person: Person,
    mappe: Home = Path(),
) -> None:
    """Exit 1 where it does not hold, 2 where there is no such reglement; nothing is then changed."""
    from kontroll.flows.reglement.readings import confirm_reading

    with desk_of(mappe) as desk:
        reading, problems = confirm_reading(desk, id, person, datetime.now(UTC))
    if reading is None:
        print_problems(problems)
        raise typer.Exit(1 if id in desk.reglementer.by_id else 2)
    name = desk.reglementer.name(id)
    print(_("{name}, versjon {version}, er bekreftet lest.").format(name=name, version=reading.label))


def dekning(
    alle_enheter: Annotated[
        bool,
        typer.Option(
            "--ogsaa-smaa", help="Viser også enheter med færre enn fem personer. Bare for den som kan se dem."
        ),
    ] = False,
    json_: Annotated[bool, typer.Option("--json", help="Svaret som JSON, for et program.")] = False,
    mappe: Home = Path(),
) -> None:
    """Exit 0 whatever the coverage is."""
    from kontroll.flows.reglement.readings import read_by
    from kontroll.flows.reglement.training import trained

    with desk_of(mappe) as desk, desk.database.reading() as tx:
        today = datetime.now(NORWAY).date()
        found, courses = read_by(tx, desk, today), trained(tx, desk.rulebook, today)
    if json_:
        shown = {
            "lesing": [_as_json(one, alle_enheter) for one in found],
            "opplaering": [{"kurs": one.name, **_coverage_as_json(one.coverage, alle_enheter)} for one in courses],
        }
        print(json.dumps(shown, ensure_ascii=False, indent=2))
        return
    for one in found:
        print("\n".join(_lines(one, alle_enheter)))
    if not found:
        print(_("Ingen reglementer sier hvem som skal bekrefte at de har lest dem (bekreftes_av)."))
    for course in courses:
        told = _("Opplæring, {course}: {has} av {should} som hadde frist det siste året, har fullført ({share}).")
        print(told.format(course=course.name, **_counts(course.coverage)))
        print("\n".join(_groups(course.coverage, alle_enheter)))


def gjennomgaatt(
    regel: Annotated[str, typer.Argument(metavar="REGEL", help="Id-en til regelen, f.eks. okonomi-001.")],
    person: Person,
    mappe: Home = Path(),
) -> None:
    """Exit 1 where nothing waits or the person may not, 2 where there is no such rule; nothing is then changed."""
    from kontroll.flows.reglement.confirm_review import confirm_review

    with desk_of(mappe) as desk:
        done, problems = confirm_review(desk, regel, person, datetime.now(UTC))
    if problems:
        print_problems(problems)
        raise typer.Exit(1 if regel in desk.rulebook.rules else 2)
    for one in done:
        print(
            _("{rule} er gjennomgått mot {reglement} {point}.").format(
                rule=one.rule, reglement=desk.reglementer.name(one.reglement), point=one.point
            )
        )
        print("  " + _("Før: {text}").format(text=one.before or "–"))
        print("  " + _("Nå: {text}").format(text=one.after or "–"))


def _reglementer(home: Path) -> Reglementer:
    """Without the rules and the database: a search should not wait for them."""
    from kontroll.policybook import read_reglementer
    from kontroll.wiring import stack

    own = (home / FILE).exists()
    return read_reglementer(stack(shipped_policies(), settings_of(home).policies) if own else [shipped_policies()])[0]


def _lines(one: ReadBy, small: bool) -> list[str]:
    told = _("{name}, versjon {version}: {has} av {should} har bekreftet ({share}).")
    if one.coverage.share is None:
        told = _("{name}, versjon {version}: ingen skal bekrefte ennå.")
    head = told.format(name=one.reglement.name, version=one.reglement.version or "–", **_counts(one.coverage))
    lines = [head, *_groups(one.coverage, small)]
    if one.unexplained:
        words = listed([f"«{word}»" for word in one.unexplained])
        none = ngettext(
            "Ingen i personer.csv har rollen {words}.",
            "Ingen i personer.csv har noen av rollene {words}.",
            len(one.unexplained),
        )
        lines.append("  " + none.format(words=words))
    return lines


def _counts(found: Coverage) -> dict[str, str]:
    share = _("ingen skal") if found.share is None else _("{share} %").format(share=found.share)
    return {"has": number(found.has), "should": number(found.should), "share": share}


def _groups(found: Coverage, small: bool) -> list[str]:
    shown = [group for group in found.groups if small or not group.hidden]
    lines = [f"  {_name(group)}: {_counted(group)}" for group in shown]
    held_back = len(found.groups) - len(shown)
    if held_back:
        told = ngettext(
            "{n} enhet har få det gjelder, og er ikke vist for seg.",
            "{n} enheter har få det gjelder, og er ikke vist for seg.",
            held_back,
        )
        lines.append("  " + told.format(n=number(held_back)))
    return lines


def _name(group: Group) -> str:
    return group.name or _("hele kommunen")


def _counted(group: Group) -> str:
    return _("{has} av {should}").format(has=number(group.has), should=number(group.should))


def _as_json(one: ReadBy, small: bool) -> dict[str, object]:
    return {
        "reglement": one.reglement.id,
        "avtrykk": one.reglement.digest,
        **_coverage_as_json(one.coverage, small),
        "ukjente_ord": list(one.unexplained),
    }


def _coverage_as_json(found: Coverage, small: bool) -> dict[str, object]:
    return {
        "skal": found.should,
        "har": found.has,
        "prosent": found.share,
        "enheter": [
            {"enhet": g.enhet, "navn": g.name, "skal": g.should, "har": g.has}
            for g in found.groups
            if small or not g.hidden
        ],
        "ikke_vist": 0 if small else sum(g.hidden for g in found.groups),
    }
