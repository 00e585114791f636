"""`kontroll kjor --som-da`: months computed again as they were, and with the rules or the data of today."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from kontroll.cli.console import print_problems
from kontroll.cli.desk import desk_of, who
from kontroll.cli.progress import stages
from kontroll.domain.month import Month
from kontroll.domain.problem import Problem
from kontroll.domain.recomputed import Cause, Compared, Now, Recomputed
from kontroll.domain.run import VerdictChange
from kontroll.texts import N_, NORWAY, _, day, month_name, ngettext, number

if TYPE_CHECKING:
    from kontroll.wiring import Desk

#: Answers shown on a terminal for each comparison; all of them stand in the file and in the JSON.
_SHOWN = 10
_TAKEN_FROM_TODAY = {
    Now.RULES: N_("reglene nå"),
    Now.DATA: N_("dataene nå"),
    Now.BOTH: N_("reglene og dataene nå"),
}
_CAUSES = {
    Cause.DELETED: N_("Forskjellen kan skyldes at noe av grunnlaget er slettet etter frist."),
    Cause.CHANGED: N_("Forskjellen kan skyldes det som er endret i databasen."),
    Cause.UNEXPLAINED: N_(
        "Ingenting av grunnlaget er endret, og motoren er den samme. Da er dette en feil i kontroll; meld den."
    ),
}


def as_then(
    home: Path, months: Sequence[Month], run: str | None, against: Sequence[Now], to: Path | None, *, as_json: bool
) -> None:
    """Exit 1 where a month does not come out as it did, has no answers, or stands on something that was changed."""
    from kontroll.engine.truths import TooLarge
    from kontroll.flows.books import as_then as flow

    with desk_of(home) as desk:
        try:
            with stages(len(months)) as begin:
                found = flow.as_then(
                    desk, months, datetime.now(UTC), who(), run=run, against=against,
                    tell=lambda month: begin(month_name(month)),
                )  # fmt: skip
        except TooLarge as error:
            print(_("Tallene i «{what}» er for store til å regnes eksakt.").format(what=error), file=sys.stderr)
            raise typer.Exit(1) from None
        recomputed = [one for one in found if isinstance(one, Recomputed)]
        if to is not None:
            _write(to, recomputed)
        if as_json:
            print(json.dumps([_as_json(one) for one in recomputed], ensure_ascii=False))
        for line in () if as_json else (line for one in recomputed for line in _lines(desk, one)):
            print(line)
    print_problems([problem for one in found for problem in _problems(one)])
    if not all(isinstance(one, Recomputed) and one.holds for one in found):
        raise typer.Exit(1)


def _problems(one: Recomputed | Problem) -> list[Problem]:
    """What is told on standard error."""
    if isinstance(one, Problem):
        return [one]
    return [*one.problems, *(problem for compared in one.compared for problem in compared.problems)]


# --- to read ----------------------------------------------------------------------------------------------------------


def _lines(desk: Desk, one: Recomputed) -> Iterator[str]:
    then = one.then
    yield _("{month}: {answers} svar, fra kjøring {run} ({day}).").format(
        month=month_name(then.month).capitalize(),
        answers=number(then.book.rows),
        run=then.run.id,
        day=day((then.run.finished or then.run.started).astimezone(NORWAY).date()),
    )
    if then.asked is not None:
        yield _("  Kjøring {run} lot svarene stå som de var.").format(run=then.asked.id)
    yield from (f"  {line}" for line in _as_it_was(desk, one))
    for compared in one.compared:
        yield from (f"  {line}" for line in _with_today(desk, one, compared))


def _as_it_was(desk: Desk, one: Recomputed) -> Iterator[str]:
    if not one.digest:
        yield _("Etter reglene da: kan ikke regnes ut på nytt.")
        return
    if one.identical:
        yield _("Etter reglene da: kom ut nøyaktig likt.")
    else:
        yield ngettext(
            "Etter reglene da: {n} svar kommer ut ANNERLEDES enn det gjorde.",
            "Etter reglene da: {n} svar kommer ut ANNERLEDES enn de gjorde.",
            len(one.cells),
        ).format(n=number(len(one.cells)))
    yield _("  Avtrykk da: {digest}").format(digest=one.then.digest)
    yield _("  Avtrykk nå: {digest}").format(digest=one.digest)
    yield from (f"  {line}" for line in _whys(one))
    yield from _listed(desk, one.cells)
    if one.identical and one.problems:
        yield _("  Men noe er endret i databasen siden; det står under.")


def _whys(one: Recomputed) -> Iterator[str]:
    engines = {"then": _short(one.then.run.engine), "now": _short(one.engine)}
    if one.identical and one.other_engine:
        yield _("Motoren er en annen nå ({then} / {now}), og svarene er de samme.").format(**engines)
    if one.identical and one.deleted:
        yield ngettext(
            "{n} leveranse er slettet etter frist siden, og svarene er de samme uten den.",
            "{n} leveranser er slettet etter frist siden, og svarene er de samme uten dem.",
            one.deleted,
        ).format(n=number(one.deleted))
    for cause in one.causes:
        if cause is not Cause.ENGINE:
            yield _(_CAUSES[cause])
        elif one.causes == [Cause.ENGINE]:
            yield _("Forskjellen skyldes motoren: {then} / {now}").format(**engines)
        else:
            yield _("Forskjellen kan skyldes motoren: {then} / {now}").format(**engines)


def _with_today(desk: Desk, one: Recomputed, compared: Compared) -> Iterator[str]:
    what = _(_TAKEN_FROM_TODAY[compared.now])
    if not compared.digest:
        yield _("Etter {what}: kan ikke regnes ut.").format(what=what)
        return
    if not compared.cells:
        yield _("Etter {what}: de samme svarene.").format(what=what)
        return
    yield ngettext(
        "Etter {what}: {n} svar kommer ut annerledes. Utslag: {struck} da, {struck_now} nå. "
        "Ukjente: {unknown} da, {unknown_now} nå.",
        "Etter {what}: {n} svar kommer ut annerledes. Utslag: {struck} da, {struck_now} nå. "
        "Ukjente: {unknown} da, {unknown_now} nå.",
        len(compared.cells),
    ).format(
        what=what,
        n=number(len(compared.cells)),
        struck=number(one.then.book.struck),
        struck_now=number(compared.struck),
        unknown=number(one.then.book.unknown),
        unknown_now=number(compared.unknown),
    )
    yield from (f"  {rule}: {number(count)}" for rule, count in compared.by_rule.items())
    yield from _listed(desk, compared.cells)


def _listed(desk: Desk, cells: Sequence[VerdictChange]) -> Iterator[str]:
    for cell in cells[:_SHOWN]:
        place = " ".join(part for part in (str(cell.month), cell.rule, cell.enhet, cell.post) if part)
        yield f"    {place}: {_named(desk, cell.rule, cell.before)} → {_named(desk, cell.rule, cell.after)}"
    if len(cells) > _SHOWN:
        yield _("    og {count} til; alle skrives med --ut FIL.").format(count=number(len(cells) - _SHOWN))


def _named(desk: Desk, rule: str, result: str) -> str:
    """As people read it; the bare word where the rule is no longer among those that tell how."""
    from kontroll.domain.truth import Result
    from kontroll.report.words import result_name

    if not result:
        return _("intet svar")
    known = desk.rulebook.rules.get(rule)
    return result_name(known.type, Result(result)).lower() if known is not None else result


def _short(engine: str) -> str:
    """The version, and enough of the content hash to tell two apart."""
    version, plus, content = engine.partition("+")
    return f"{version}{plus}{content[:12]}" if engine else _("fra før motoren ble merket")


# --- to keep ----------------------------------------------------------------------------------------------------------


def _as_json(one: Recomputed) -> dict[str, object]:
    then = one.then
    return {
        "month": str(then.month),
        "run": then.run.id,
        "book": then.book.number,
        "identical": one.identical,
        "holds": one.holds,
        "digest_then": then.digest,
        "digest_now": one.digest,
        "engine_then": then.run.engine,
        "engine_now": one.engine,
        "rulebook_then": then.run.rulebook,
        "causes": [cause.value for cause in one.causes],
        "deleted": one.deleted,
        "problems": [{"place": str(problem.place), "what": problem.what} for problem in one.problems],
        "cells": [_cell(cell) for cell in one.cells],
        "compared": [
            {
                "now": compared.now.value,
                "digest": compared.digest,
                "by_rule": compared.by_rule,
                "cells": [_cell(cell) for cell in compared.cells],
            }
            for compared in one.compared
        ],
    }


def _cell(cell: VerdictChange) -> dict[str, str]:
    names = ("rule", "enhet", "post", "before", "after")
    return {name: getattr(cell, name) for name in names}


def _write(to: Path, found: Sequence[Recomputed]) -> None:
    """Every answer that comes out otherwise, and after what: `;`, `\\n`, UTF-8. Exit 1 where it cannot be written."""
    try:
        with to.open("w", encoding="utf-8", newline="") as file:
            written = csv.writer(file, delimiter=";", lineterminator="\n")
            written.writerow(("periode", "regel", "enhet", "post", "da", "naa", "etter"))
            for one in found:
                written.writerows(_rows(one))
    except OSError:
        print(_("{file} kan ikke skrives. Oppgi en fil i en mappe du kan skrive i.").format(file=to), file=sys.stderr)
        raise typer.Exit(1) from None


def _rows(one: Recomputed) -> Iterator[tuple[str, ...]]:
    after = [(_("reglene da"), one.cells), *((_(_TAKEN_FROM_TODAY[c.now]), c.cells) for c in one.compared)]
    for what, cells in after:
        for cell in cells:
            yield str(cell.month), cell.rule, cell.enhet, cell.post, cell.before, cell.after, what
