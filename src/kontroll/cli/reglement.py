"""`kontroll reglement …`: the kommune's reglementer, what controls each skal-sentence in them, and who has read them."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kontroll.cli import reglement_read
from kontroll.cli.bokmal import App
from kontroll.cli.console import print_problems
from kontroll.cli.desk import desk_of
from kontroll.cli.serve import settings_of
from kontroll.settings import FILE, shipped_policies, shipped_rules
from kontroll.texts import _, day, ngettext, number

if TYPE_CHECKING:
    from kontroll.domain.policy import NoticePolicy
    from kontroll.domain.problem import Problem
    from kontroll.domain.reglement import Reglement, Reglementer
    from kontroll.report.skal_register import SkalRow

Own = Annotated[Path, typer.Option("--mappe", metavar="MAPPE", help="Kommunens mappe. Uten: teksten som følger med.")]


class Asked(Enum):
    """Which sentences `reglement skal` shows."""

    MACHINE = "maskinelt"
    SAMPLE = "stikkprove"
    NONE = "ikke"
    REVIEW = "gjennomgang"


def add_to(app: typer.Typer) -> None:
    group = App(
        name="reglement", help=_("Kommunens reglementer: skal-setningene, hva som kontrollerer dem, og lesingen.")
    )
    group.command("liste", help=_("Viser reglementene, hvem som eier dem, og når de skal revideres."))(liste)
    group.command("vis", help=_("Viser ett reglement med nummer og status ved hver skal-setning."))(vis)
    group.command("skal", help=_("Skal-registeret: hver skal-setning, hva som kontrollerer den, og siste bevis."))(skal)
    reglement_read.add_to(group)
    app.add_typer(group)


def liste(mappe: Own = Path()) -> None:
    """Exit 1 where something in the texts must be mended; they are shown all the same."""
    reglementer, rows, problems = _read(mappe)
    notices = _notices(mappe)
    for one in reglementer.all:
        own = [row for row in rows if row.reglement.id == one.id]
        print(_in_list(one, own, notices))
    print_problems(problems)
    raise typer.Exit(1 if _bars(problems) else 0)


def vis(
    id: Annotated[str, typer.Argument(metavar="ID", help="Reglementets id, f.eks. okonomireglementet.")],
    mappe: Own = Path(),
) -> None:
    """Exit 2 where there is none with that id."""
    from kontroll.domain.spelling import nearest

    reglementer, rows, problems = _read(mappe)
    one = reglementer.by_id.get(id)
    if one is None:
        guess = nearest(id, reglementer.by_id)
        told = _("Det finnes ikke noe reglement med id «{id}».").format(id=id)
        print(told + (" " + _("Mente du «{guess}»?").format(guess=guess) if guess else ""), file=sys.stderr)
        raise typer.Exit(2)
    print("\n".join(_whole(one, {row.sentence.number: row for row in rows if row.reglement.id == id})))
    print_problems([problem for problem in problems if problem.place.file == one.file])


def skal(
    status: Annotated[
        Asked | None,
        typer.Option(help="Bare de som kontrolleres maskinelt, ved stikkprøve, ikke i det hele tatt, eller venter."),
    ] = None,
    reglement: Annotated[str | None, typer.Option(metavar="ID", help="Bare ett reglement.")] = None,
    json_: Annotated[bool, typer.Option("--json", help="Registeret som JSON, for et program.")] = False,
    mappe: Own = Path(),
) -> None:
    """Exit 0 also where most of it is not controlled: that is how it is."""
    from kontroll.report.skal_register import counts

    _reglementer, rows, _problems = _read(mappe)
    rows = [row for row in rows if reglement in (None, row.reglement.id)]
    shown = [row for row in rows if status is None or _is(row, status)]
    if json_:
        print(json.dumps([_as_json(row) for row in shown], ensure_ascii=False, indent=2))
        return
    notices = _notices(mappe)
    for row in shown:
        print("\n".join(_in_register(row, notices)))
    found = counts(rows)
    print(
        _(
            "{total} skal-setninger: {machine} kontrolleres maskinelt, {sample} ved stikkprøve, {none} ikke ({share} %)."
        ).format(
            total=number(found.total),
            machine=number(found.machine),
            sample=number(found.sample),
            none=number(found.none),
            share=found.none_share,
        )
    )


# --- reading ----------------------------------------------------------------------------------------------------------


def _read(home: Path) -> tuple[Reglementer, Sequence[SkalRow], Sequence[Problem]]:
    """With the evidence of the database where the command is given in a kommune's home; else what is shipped."""
    if (home / FILE).exists():
        from kontroll.flows.reglement.show_reglement import register_of

        with desk_of(home) as desk, desk.database.reading() as tx:
            return desk.reglementer, register_of(desk, tx).rows, desk.reglementer_read[1]
    from kontroll.policybook import read_reglementer
    from kontroll.report.skal_register import skal_register
    from kontroll.rulebook.read import read_rulebook

    reglementer, problems = read_reglementer([shipped_policies()])
    rulebook, _problems = read_rulebook([shipped_rules()])
    return reglementer, skal_register(reglementer, rulebook), problems


def _notices(home: Path) -> NoticePolicy:
    """What the words for owners mean there."""
    from kontroll.policybook import read_policies
    from kontroll.wiring import stack

    own = (home / FILE).exists()
    folders = stack(shipped_policies(), settings_of(home).policies) if own else [shipped_policies()]
    return read_policies(folders)[0].notices


def _bars(problems: Sequence[Problem]) -> bool:
    from kontroll.domain.problem import Gravity

    return any(problem.gravity is not Gravity.NOTICE for problem in problems)


def _is(row: SkalRow, asked: Asked) -> bool:
    from kontroll.domain.reglement import Standing

    if asked is Asked.REVIEW:
        return bool(row.review)
    by = {Asked.MACHINE: Standing.MACHINE, Asked.SAMPLE: Standing.SAMPLE, Asked.NONE: Standing.NONE}
    return row.standing is by[asked]


# --- showing ----------------------------------------------------------------------------------------------------------


def _in_list(one: Reglement, rows: Sequence[SkalRow], notices: NoticePolicy) -> str:
    from kontroll.report.skal_register import counts, owner_name

    found = counts(rows)
    told = ngettext("{n} skal-setning", "{n} skal-setninger", found.total).format(n=number(found.total))
    parts = [
        told + " " + _("({none} uten kontroll)").format(none=number(found.none)),
        _("versjon {version}").format(version=one.version) if one.version else _("uten versjon"),
        _("vedtatt {day}").format(day=day(one.adopted)) if one.adopted else _("uten vedtaksdato"),
        _("revideres innen {day}").format(day=day(one.next_revision)) if one.next_revision else _("uten revisjonsdato"),
        _("eier: {owner}").format(owner=owner_name(one.owner, notices)) if one.owner else _("uten eier"),
    ]
    return f"{one.id:<26} {one.name}\n  " + ", ".join(parts)


def _whole(one: Reglement, rows: dict[str, SkalRow]) -> list[str]:
    from kontroll.domain.reglement import PassageKind

    lines, told = [], set[str]()
    for passage in one.passages:
        indent = "  " * passage.level if passage.kind is PassageKind.ITEM else ""
        mark = "- " if passage.kind is PassageKind.ITEM else ""
        heading = passage.kind is PassageKind.HEADING
        lines += [*([""] if heading else []), f"{indent}{mark}{passage.text.strip()}"]
        for number_ in dict.fromkeys(piece.number for piece in passage.pieces if piece.number):
            if number_ in rows and number_ not in told:
                told.add(number_)
                lines.append(f"{indent}  [{number_}] {_standing(rows[number_])}")
    return lines


def _in_register(row: SkalRow, notices: NoticePolicy) -> list[str]:
    from kontroll.report.skal_register import evidence_told, owner_name

    one = row.sentence
    head = _("{reglement} {number}: {text}").format(reglement=row.reglement.id, number=one.number, text=one.text)
    who = _("risiko {risk}, eier: {owner}").format(risk=one.risk, owner=owner_name(one.owner, notices))
    lines = [head, f"  {_standing(row)}; {who}"]
    if row.rules:
        lines.append("  " + _("Siste bevis: {evidence}").format(evidence=evidence_told(row)))
    if row.review:
        lines.append(
            "  " + _("Setningen er endret. Må gjennomgås: {rules}").format(rules=", ".join(sorted(row.review)))
        )
    return lines


def _standing(row: SkalRow) -> str:
    from kontroll.report.skal_register import standing_told

    return standing_told(row)


def _as_json(row: SkalRow) -> dict[str, object]:
    one, evidence = row.sentence, row.evidence
    return {
        "reglement": row.reglement.id,
        "nummer": one.number,
        "tekst": one.text,
        "linje": one.line,
        "avtrykk": one.fingerprint,
        "status": row.standing.value,
        "regler": [{"id": rule.rule.id, "status": rule.rule.status.value} for rule in row.rules],
        "eier": one.owner,
        "risiko": one.risk,
        "stikkprove": one.sample,
        "hvorfor_ikke": one.unchecked,
        "maa_gjennomgaas": sorted(row.review),
        "siste_bevis": None
        if evidence is None
        else {
            "maaned": str(evidence.month),
            "skulle_vurderes": evidence.expected,
            "vurdert": evidence.known,
            "virket": evidence.works,
        },
    }
