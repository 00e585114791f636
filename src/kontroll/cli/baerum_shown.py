"""Bærum-prøven on a terminal: one case from its first krone, or the figures of many seeds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from kontroll.domain.trial import Alarms, Trial
from kontroll.report.baerum.summed import FIRST, IN_TIME, MOST_TO_CONTROL, MOST_TO_LEADER, summed
from kontroll.report.watchlist import Watched
from kontroll.texts import _, amount, day, listed, month_name, ngettext, number

_PIPED_WIDTH = 110
_ROWS = 10
_REASONS = 3


def _console() -> Console:
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=_PIPED_WIDTH)


def print_trial(trial: Trial, rows: Sequence[Watched]) -> None:
    console = _console()
    with console.capture() as written:
        _trial(console, trial, rows)
    print("\n".join(line.rstrip() for line in written.get().splitlines()), flush=True)


def _trial(console: Console, trial: Trial, rows: Sequence[Watched]) -> None:
    answer = trial.answer
    if answer.clean:
        console.print(Text(_("Bærum-prøven: en ren kommune"), style="bold"))
    else:
        title = _("Bærum-prøven: {pattern} ved enhet {enhet}, fra {start}")
        name = trial.names.get(answer.enhet, "")
        enhet = f"{answer.enhet} {name}".strip()
        console.print(
            Text(title.format(pattern=trial.pattern, enhet=enhet, start=month_name(answer.start)), style="bold")
        )
        for line in _told(trial):
            console.print(Padding(line, (0, 0, 0, 2)))
        console.print(_struck(trial))
        console.print(_kroner(trial))
    if rows:
        console.print(_list(trial, rows))
    if trial.alarms is not None:
        for line in _alarms(trial.alarms):
            console.print(line)


def _told(trial: Trial) -> list[str]:
    answer, found = trial.answer, trial.flagged
    lines = [_("Tegn: {signs}.").format(signs=listed(list(answer.signs)))] if answer.signs else []
    if found is None:
        return [*lines, _("Ikke påvist i månedene som er kjørt.")]
    until = answer.paid(found.day)
    return [
        *lines,
        _("Påvist i måned {n}, {day}, av {rule}.").format(
            n=trial.months_until(found.found), day=day(found.day), rule=found.rule
        ),
        _("Utbetalt til da: {until}. Utbetalt etter det: {after}.").format(
            until=amount(until // 100 * 100), after=amount((answer.paid() - until) // 100 * 100)
        ),
    ]


def _struck(trial: Trial) -> Table:
    table = _table(_("Måned"), _("Regel"), _("Avvik"), _("Hvem som fikk vite det"))
    for one in trial.struck:
        people = [trial.names.get(person, person) for person in one.people]
        table.add_row(
            str(trial.months_until(one.found)),
            f"{one.rule} {one.name}",
            number(one.count),
            _who(people),
        )
    return table


def _who(people: Sequence[str]) -> str:
    """Three names and how many more, or that there is nobody."""
    left = len(people) - 3
    more = [ngettext("{n} til", "{n} til", left).format(n=number(left))] if left > 0 else []
    return listed([*people[:3], *more]) or _("ingen")


def _kroner(trial: Trial) -> Table:
    """Bars of what was paid, with the place on the list."""
    table = _table(_("Måned"), _("Utbetalt til da"), "", _("Plass på listen"))
    most = max(trial.answer.paid(), 1)
    for one in trial.places:
        paid = trial.answer.paid(one.month.last_day)
        place = "–" if one.place is None else _("{place} av {of}").format(place=number(one.place), of=number(one.of))
        table.add_row(str(one.month), amount(paid // 100 * 100), "█" * round(30 * paid / most), place)
    return table


def _list(trial: Trial, rows: Sequence[Watched]) -> Table:
    table = _table("", _("Internkontrollens liste"), _("Enhet"), _("Poeng"), _("Grunner"))
    for place, row in enumerate(rows[:_ROWS], start=1):
        reasons = [_reason(one) for one in row.evidence[:_REASONS]]
        mark = " ◀" if row.who in trial.answer.whose else ""
        table.add_row(str(place), row.who + mark, row.enhet, f"{row.points:.1f}".replace(".", ","), "\n".join(reasons))
    return table


def _reason(one: Any) -> str:
    return _("{rule}: {count} av {judged}; {as_many} av {of} har like mange").format(
        rule=one.rule.id,
        count=number(one.count),
        judged=number(one.judged),
        as_many=number(one.as_many),
        of=number(one.of),
    )


def _alarms(alarms: Alarms) -> list[str]:
    return [
        "",
        _("Den rene tvillingen, {months} måneder, {leaders} ledere:").format(
            months=number(alarms.months), leaders=number(alarms.leaders)
        ),
        _(
            "  Flest nye saker til en leder på en måned: {n} ({avvik} avvik). Måneder med mer enn {most}: {over}."
        ).format(
            n=number(alarms.worst_leader),
            avvik=number(alarms.worst_leader_avvik),
            most=MOST_TO_LEADER,
            over=number(alarms.over_three),
        ),
        _("  Flest nye saker til internkontrollen på en måned: {n} ({avvik} avvik).").format(
            n=number(alarms.to_control), avvik=number(alarms.to_control_avvik)
        ),
    ]


def print_many(pattern: str, strength: float, trials: Sequence[dict[str, Any]]) -> None:
    found = summed(trials)
    share = 100 * found.in_time // found.count if found.count else 0
    place = 100 * found.among_first // found.count if found.count else 0
    lines = [
        _("{pattern}, styrke {strength}: {n} frø").format(
            pattern=pattern, strength=str(strength).replace(".", ","), n=number(found.count)
        ),
        _("  Påvist innen {months} måneder: {n} ({share} %)").format(
            months=IN_TIME, n=number(found.in_time), share=number(share)
        ),
        _("  Blant de {first} første på listen da: {n} ({share} %)").format(
            first=FIRST, n=number(found.among_first), share=number(place)
        ),
        _("  Måneder til første avvik: {counts}").format(counts=_counts(found.months)),
        _(
            "  Tvillingen: høyst {leader} saker ({avvik} avvik) til en leder og {control} til internkontrollen på en måned"
        ).format(
            leader=number(found.most_to_leader),
            avvik=number(found.most_avvik_to_leader),
            control=number(found.most_to_control),
        ),
        _("  Tvillinger innenfor {leader} og {control}: {n} av {of}").format(
            leader=MOST_TO_LEADER, control=MOST_TO_CONTROL, n=number(found.clean), of=number(found.count)
        ),
    ]
    if found.late:
        lines.append(_("  For sent: frø {seeds}").format(seeds=listed([str(seed) for seed in found.late])))
    if found.behind:
        lines.append(_("  Ikke blant de første: frø {seeds}").format(seeds=listed([str(s) for s in found.behind])))
    print("\n".join(lines), flush=True)


def _counts(months: Sequence[int]) -> str:
    return listed([f"{month}: {number(n)}" for month, n in sorted(Counter(months).items())])


def _table(*headings: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), title_justify="left", header_style="bold")
    for heading in headings:
        table.add_column(heading)
    return table
