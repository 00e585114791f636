"""`kontroll kjor`: the monthly run of one month."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kontroll.cli.as_then import as_then
from kontroll.cli.console import month, print_problems
from kontroll.cli.desk import Home, desk_of
from kontroll.domain.avvikchange import ChangeKind
from kontroll.domain.conflict import Conflict
from kontroll.domain.month import Month
from kontroll.domain.recomputed import Now
from kontroll.texts import NORWAY, _, month_name, ngettext, number

if TYPE_CHECKING:
    from kontroll.flows.month.monthly_run import Ran


def add_to(app: typer.Typer) -> None:
    app.command("kjor", help=_("Kjører månedens kontroll: svar, avvik, saker og varsler, i ett."))(kjor)


def kjor(
    periode: Annotated[str, typer.Option(metavar="MÅNED", help="Måneden som kjøres, f.eks. 2026-10.")],
    mappe: Home = Path(),
    json_: Annotated[bool, typer.Option("--json", help="Skriver resultatet som JSON.")] = False,
    som_da: Annotated[
        bool,
        typer.Option(
            "--som-da",
            help="Kjører ikke, men regner måneden ut på nytt med reglene og dataene fra den gang, og sier om svarene er "
            "de samme. Ingenting endres.",
        ),
    ] = False,
    til: Annotated[
        str | None, typer.Option(metavar="MÅNED", help="Med --som-da: siste måned, når flere regnes ut på nytt.")
    ] = None,
    kjoring: Annotated[
        str | None,
        typer.Option(
            metavar="ID", help="Med --som-da: slik måneden kom ut i denne kjøringen, i stedet for slik den står."
        ),
    ] = None,
    naa: Annotated[
        list[Now] | None,
        typer.Option(
            help="Med --som-da: regner også ut med dagens regler, data eller begge, og viser hva som kommer ut "
            "annerledes. Kan gis flere ganger; uten: regler."
        ),
    ] = None,
    ut: Annotated[
        Path | None, typer.Option(metavar="FIL", help="Med --som-da: CSV-fil med alle svar som kommer ut annerledes.")
    ] = None,
) -> None:
    """Exit 1 where problems stopped it, another run finished first or the evaluators disagree; nothing was then changed."""
    first = month(periode)
    if som_da:
        months = _months(first, til, kjoring)
        return as_then(mappe, months, kjoring, list(dict.fromkeys(naa or [Now.RULES])), ut, as_json=json_)
    given = {"--til": til, "--kjoring": kjoring, "--naa": naa, "--ut": ut}
    for name in (name for name, value in given.items() if value):
        raise typer.BadParameter(_("{name} gis bare sammen med --som-da.").format(name=name))
    _run(mappe, first, as_json=json_)


def _months(first: Month, til: str | None, run: str | None) -> list[Month]:
    last = month(til) if til else first
    if last < first:
        raise typer.BadParameter(_("--til er før --periode."))
    if run is not None and last != first:
        raise typer.BadParameter(_("--kjoring gjelder én måned. Utelat --til."))
    return [Month.from_ordinal(ordinal) for ordinal in range(first.ordinal, last.ordinal + 1)]


def _run(home: Path, period: Month, *, as_json: bool) -> None:
    from kontroll.cli.control import control_as_json, control_lines, control_of
    from kontroll.engine.truths import TooLarge
    from kontroll.flows.month.monthly_run import monthly_run
    from kontroll.flows.registers.deliver_registers import deliver_registers
    from kontroll.flows.reglement.follow_reglement import open_reviews
    from kontroll.report.skal_changes import review_sentence

    _demand_ended(period)
    with desk_of(home) as desk:
        deliver_registers(desk, datetime.now(UTC))
        try:
            ran = monthly_run(desk, period, datetime.now(UTC))
        except Conflict:
            print(_("En annen kjøring av måneden ble ferdig først. Ingenting er endret av denne."), file=sys.stderr)
            raise typer.Exit(1) from None
        except TooLarge as error:
            print(_("Tallene i «{what}» er for store til å regnes eksakt.").format(what=error), file=sys.stderr)
            raise typer.Exit(1) from None
        control = control_of(desk, ran.run, datetime.now(NORWAY).date()) if ran.run is not None else None
        with desk.database.reading() as tx:
            reviews = open_reviews(tx)
        names = desk.reglementer
    if ran.run is None or control is None:
        print_problems(ran.problems)
        raise typer.Exit(1)
    if as_json:
        waiting = {"to_review": sorted({one.rule for one in reviews})}
        print(json.dumps(_as_json(ran) | waiting | control_as_json(control), ensure_ascii=False))
    else:
        told = [f"  {review_sentence(one, names)}" for one in reviews]
        print("\n".join([*_lines(ran), *told, *([] if ran.failed else control_lines(control))]))
    if ran.failed:
        raise typer.Exit(1)


def _demand_ended(period: Month) -> None:
    """A slip of the finger must not write to leaders about a month of which nothing is known yet."""
    if period.last_day < datetime.now(NORWAY).date():
        return
    print(
        _(
            "{month} er ikke slutt, og ingenting er kjørt: avvik ville blitt åpnet og lukket på tall som mangler."
        ).format(month=month_name(period).capitalize()),
        _("Kjør en måned som er slutt."),
        file=sys.stderr,
    )
    raise typer.Exit(1)


def _as_json(ran: Ran) -> dict[str, object]:
    run = ran.run
    assert run is not None
    names = (
        "id", "attempt", "digest", "verdicts", "unknown", "opened", "resolved", "saker", "notices", "engine", "inferred",
        "checked", "differences", "failure",
    )  # fmt: skip
    return {
        **{name: getattr(run, name) for name in names},
        "period": str(run.period),
        "state": run.state.value,
        "motor": run.inference.value,
        "new": ran.new,
        "without": [one for one in run.without.split(",") if one],
        "stopped": [one for one in run.stopped.split(",") if one],
        "left_out": dict(sorted(ran.left_out.items())),
        "not_approved": sorted(ran.on_trial),
        "changed": [
            {
                "month": str(c.month),
                "rule": c.rule,
                "enhet": c.enhet,
                "post": c.post,
                "before": c.before,
                "after": c.after,
            }
            for c in ran.changed
        ],
        "disagreements": [
            {
                "month": str(d.month),
                "rule": d.rule,
                "enhet": d.enhet,
                "post": d.post,
                "engine": d.engine,
                "columnar": d.columnar,
                "other": d.other,
            }
            for d in ran.disagreements
        ],
    }


def _lines(ran: Ran) -> list[str]:
    run = ran.run
    assert run is not None
    name = month_name(run.period)
    if not ran.new:
        return [_("Ingenting nytt siden {month} sist ble kjørt (kjøring {id}).").format(month=name, id=run.id)]
    if ran.failed:
        return [_("Kjøringen av {month} feilet (kjøring {id}).").format(month=name, id=run.id), *_tried(ran)]
    lines = [
        _("Kjørte {month} (kjøring {id}).").format(month=name, id=run.id),
        _("  {verdicts} svar, {unknown} av dem ukjente.").format(
            verdicts=number(run.verdicts), unknown=number(run.unknown)
        ),
        _("  {opened} avvik utløst, {resolved} avsluttet. {saker} saker åpnet, {notices} varsler laget.").format(
            opened=number(run.opened),
            resolved=number(run.resolved),
            saker=number(run.saker),
            notices=number(run.notices),
        ),
    ]
    lines += _tried(ran)
    if run.without:
        lines.append(_("  Mangelfullt levert: {what}.").format(what=run.without.replace(",", ", ")))
    if run.stopped:
        lines.append(_("  Stanset fordi de slo for bredt ut: {rules}.").format(rules=run.stopped.replace(",", ", ")))
    gone = [one.after for one in ran.moved if one.has(ChangeKind.GONE)]
    if gone:
        lines.append(
            ngettext(
                "  {n} avvik gjelder en enhet som ikke finnes lenger, eller en regel som ikke gjelder: {keys}. Det står åpent.",
                "  {n} avvik gjelder enheter som ikke finnes lenger, eller regler som ikke gjelder: {keys}. De står åpne.",
                len(gone),
            ).format(n=number(len(gone)), keys=", ".join(a.key for a in gone[:5]) + (" …" if len(gone) > 5 else ""))
        )
    lines += [_("  Utelatt: {rule} ({why}).").format(rule=rule, why=why) for rule, why in sorted(ran.left_out.items())]
    lines += [
        _("  Ikke godkjent: {rule} er ny eller endret. Den er vurdert, men varsler ingen før den er godkjent.").format(
            rule=rule
        )
        for rule in sorted(ran.on_trial)
    ]
    if ran.changed:
        # The month itself is among them when it is run again, and a new rule answers without new data.
        months = len({change.month for change in ran.changed})
        lines.append(
            ngettext(
                "  Nye data eller regler endret {n} svar som var gitt før, i {months}.",
                "  Nye data eller regler endret {n} svar som var gitt før, i {months}.",
                len(ran.changed),
            ).format(
                n=number(len(ran.changed)),
                months=ngettext("{n} måned", "{n} måneder", months).format(n=number(months)),
            )
        )
        lines += [
            f"    {c.month} {c.rule} {c.enhet} {c.post}: {c.before or '–'} → {c.after or '–'}" for c in ran.changed[:10]
        ]
    return lines


def _tried(ran: Ran) -> list[str]:
    """How the answers were tried, and the first of those that did not hold."""
    from kontroll.report.engines import engine_name, said, tried

    assert ran.run is not None
    shown = [
        f"    {d.month} {d.rule} {d.enhet} {d.post}: {said(d.columnar)} / {said(d.other)} ({engine_name(d)})"
        for d in ran.disagreements[:10]
    ]
    more = ran.run.differences - len(shown)
    return [
        *(f"  {sentence}" for sentence in tried(ran.run)),
        *shown,
        *([_("    og {count} til").format(count=number(more))] if shown and more > 0 else []),
    ]
