"""The summary of a month on a terminal, in four blocks and a last one that tells where to look next."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from kontroll.domain.rule import Severity
from kontroll.facts.facts import ValueState
from kontroll.report.gravest import Grave
from kontroll.report.proof import own_tests, state, worked
from kontroll.report.situation import SEVERITIES
from kontroll.report.summary import Summary
from kontroll.report.unchecked import by_why
from kontroll.report.words import delivery_name, reason_meaning, reason_name, severity_name
from kontroll.texts import _, amount, listed, month_name, ngettext, number

_COLOURS = {Severity.CRITICAL: "bold red", Severity.HIGH: "red", Severity.MEDIUM: "yellow", Severity.LOW: ""}
_PIPED_WIDTH = 110
_RATIOS = {"wide": 2, "wider": 3}
_SETTLING = 5
_SILENT = 6


def print_summary(summary: Summary, followed: Sequence[str], next_steps: Sequence[tuple[str, str]]) -> None:
    """followed: lines on what it has led to. next_steps: what it gives, and the command or address that gives it."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=_PIPED_WIDTH)
    with console.capture() as written:
        _write(console, summary, followed, next_steps)
    # Tables are padded to the console's width; a copy in a letter or a file should not be.
    print("\n".join(line.rstrip() for line in written.get().splitlines()), flush=True)


def _write(console: Console, summary: Summary, followed: Sequence[str], next_steps: Sequence[tuple[str, str]]) -> None:
    month = month_name(summary.month)
    title = _("{municipality}, {month}").format(municipality=summary.municipality, month=month)
    console.print(Text(f"\n{title}", style="bold"))
    _block(console, _("Hva som er kontrollert"), _checked(summary))
    _block(console, _("Hva som ikke er kontrollert, og hvorfor"), _unchecked(summary))
    _block(console, _("Utslag etter område og alvor"), _areas(summary))
    _block(console, _("De ti som betyr mest"), _gravest(summary))
    _block(console, _("Hva det har ført til"), followed)
    _block(console, _("Hvor du ser videre"), _steps(next_steps))


def _block(console: Console, heading: str, parts: Sequence[RenderableType]) -> None:
    console.print()
    console.print(Text(heading, style="bold underline"))
    for part in parts:
        console.print(Padding(part, (0, 0, 0, 2)))


def _table(*headings: tuple[str, str]) -> Table:
    """headings: text, and `left`, `right`, `wide` or `wider`; wide columns share what is left, and they wrap."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", pad_edge=False)
    for text, side in headings:
        table.add_column(
            text,
            justify="right" if side == "right" else "left",
            ratio=_RATIOS.get(side),
            no_wrap=side not in _RATIOS,
        )
    return table


# --- what was checked -----------------------------------------------------------------------------------------


def _checked(summary: Summary) -> list[RenderableType]:
    one, all_ = summary.checked, summary.all_months
    unknown = one.verdicts - one.known
    share = Decimal(100 * one.known) / one.verdicts if one.verdicts else Decimal(0)
    return [
        _("{rules} regler om {units} enheter og {records} poster ga {verdicts} svar.").format(
            rules=number(one.rules),
            units=number(one.enheter),
            records=number(one.records),
            verdicts=number(one.verdicts),
        ),
        _("{known} av svarene ({share} %) er kjent. {unknown} er ukjent, og ukjent er aldri i orden.").format(
            known=number(one.known), share=number(share, 1), unknown=number(unknown)
        ),
        _("Alle {months} måneder fra {first}: {verdicts} svar om {records} poster i {units} enheter.").format(
            months=number(summary.months),
            first=month_name(summary.month.plus(1 - summary.months)),
            verdicts=number(all_.verdicts),
            records=number(all_.records),
            units=number(all_.enheter),
        ),
    ]


# --- what was not ---------------------------------------------------------------------------------------------


def _unchecked(summary: Summary) -> list[RenderableType]:
    un = summary.unchecked
    reasons = _table(
        (_("Hvorfor ukjent"), "left"),
        (_("Svar"), "right"),
        (_("Regler"), "right"),
        (_("Enheter"), "right"),
        ("", "wide"),
    )
    for row in un.unknown:
        style = "" if row.answers else "dim"
        reasons.add_row(
            reason_name(row.reason),
            number(row.answers),
            number(row.rules) if row.answers else "",
            number(row.enheter) if row.answers else "",
            reason_meaning(row.reason),
            style=style,
        )
    parts: list[RenderableType] = [reasons, ""]
    if un.settling:
        parts += [_settling(summary), ""]
    parts.append(_waiting(un.waiting))
    if un.silent_units:
        parts.append(_silent_units(un.silent_units))
    parts += _silent_rules(summary)
    if un.faults:
        parts += ["", _faults(summary)]
    return parts


def _faults(summary: Summary) -> Table:
    table = _table((_("Feil i leveransen"), "wide"), (_("Rader"), "right"), (_("Den første"), "wide"))
    for fault in summary.unchecked.faults:
        table.add_row(fault.why, number(fault.rows), f"{fault.example.place}: {fault.example.what}")
    return table


def _settling(summary: Summary) -> Table:
    table = _table(
        (_("Dette ville avklart flest svar"), "wide"),
        (_("Periode"), "left"),
        (_("Grunn"), "left"),
        (_("Hos"), "right"),
        (_("Svar"), "right"),
    )
    for one in summary.unchecked.settling[:_SETTLING]:
        units = ngettext("{count} enhet", "{count} enheter", one.enheter).format(count=number(one.enheter))
        table.add_row(
            delivery_name(one),
            one.period,
            reason_name(one.reason),
            units if one.enheter else "",
            number(one.answers),
        )
    return table


def _waiting(waiting: dict[ValueState, int]) -> str:
    return _(
        "Enhetene skal levere {all} tall for perioden: {value} er levert, {missing} mangler, {invalid} er ugyldige,"
        " {hidden} er skjermet, og {not_due} er ikke forfalt."
    ).format(
        all=number(sum(waiting.values())),
        value=number(waiting[ValueState.VALUE]),
        missing=number(waiting[ValueState.MISSING]),
        invalid=number(waiting[ValueState.INVALID]),
        hidden=number(waiting[ValueState.SUPPRESSED]),
        not_due=number(waiting[ValueState.NOT_DUE]),
    )


def _silent_units(silent: dict[str, str]) -> str:
    named = [f"{name} ({id})" for id, name in silent.items()]
    if len(named) > _SILENT:
        named = [*named[:_SILENT], _("{count} til").format(count=number(len(named) - _SILENT))]
    return ngettext(
        "{count} aktiv enhet har aldri levert et tall: {units}.",
        "{count} aktive enheter har aldri levert et tall: {units}.",
        len(silent),
    ).format(count=number(len(silent)), units=listed(named))


def _silent_rules(summary: Summary) -> list[RenderableType]:
    silent = summary.unchecked.silent_rules
    if not silent:
        return [_("Alle reglene hadde noe å vurdere.")]
    told = ngettext("{count} regel ga ikke svar:", "{count} regler ga ikke svar:", len(silent))
    lines: list[RenderableType] = ["", told.format(count=number(len(silent)))]
    for why, rules in by_why(silent).items():
        lines.append(Padding(f"{why} {', '.join(rule.id for rule in rules)}", (0, 0, 0, 2)))
    return lines


# --- utslag ---------------------------------------------------------------------------------------------------


def _areas(summary: Summary) -> list[RenderableType]:
    table = _table(
        (_("Område"), "left"),
        *((severity_name(severity), "right") for severity in SEVERITIES),
        (_("Sum"), "right"),
        (_("Ukjent"), "right"),
        (_("Vurdert"), "right"),
        (_("Egne tester"), "right"),
        (_("Kontrollen"), "left"),
    )
    for area in summary.areas:
        table.add_row(
            area.name,
            *(_count(area.struck[severity], severity) for severity in SEVERITIES),
            number(area.total),
            number(area.unknown),
            number(area.judged),
            own_tests(area.proof),
            state(area.proof),
        )
    table.add_section()
    table.add_row(
        _("Sum"),
        *(_count(summary.struck_of(severity), severity) for severity in SEVERITIES),
        number(summary.struck),
        number(sum(area.unknown for area in summary.areas)),
        number(sum(area.judged for area in summary.areas)),
        own_tests(summary.proof),
        state(summary.proof),
        style="bold",
    )
    # Whatever the table counts, and most of all where that is nothing: how the control itself stands.
    parts: list[RenderableType] = [table, "", worked(summary.proof)]
    if summary.struck_before is not None:
        before = month_name(summary.month.plus(-1))
        parts.append(_("I {month} var det {count} utslag.").format(month=before, count=number(summary.struck_before)))
    if summary.grounds:
        grounds = _table(
            (_("Grunnlag for bonus og lønn"), "left"), (_("Ja"), "right"), (_("Nei"), "right"), (_("Ukjent"), "right")
        )
        for one in summary.grounds:
            grounds.add_row(one.name, number(one.given), number(one.not_given), number(one.unknown))
        parts += ["", grounds, _("Tallene er grunnlag. Et navngitt menneske avgjør, med begrunnelse.")]
    return parts


def _count(count: int, severity: Severity) -> Text:
    return Text(number(count), style=_COLOURS[severity] if count else "dim")


# --- the ten --------------------------------------------------------------------------------------------------


def _gravest(summary: Summary) -> list[RenderableType]:
    table = _table(
        ("", "right"),
        (_("Alvor"), "left"),
        (_("Regel"), "wider"),
        (_("Enhet"), "wide"),
        (_("Siste"), "left"),
        (_("Md. på rad"), "right"),
        (_("Poster"), "right"),
        (_("Beløp"), "right"),
    )
    for place, grave in enumerate(summary.gravest, start=1):
        table.add_row(
            str(place),
            Text(severity_name(grave.rule.severity), style=_COLOURS[grave.rule.severity]),
            f"{grave.rule.name} ({grave.rule.id})",
            f"{grave.enhet_name} ({grave.enhet})",
            str(grave.latest),
            number(grave.in_a_row),
            number(len(grave.records)) if grave.records else "",
            _kroner(grave),
        )
    criterion = _(
        "Utslag fra de tre siste månedene, ordnet etter alvor, siste måned med utslag, måneder på rad og beløp."
    )
    if not summary.gravest:
        return [_("Ingen regel har slått ut de tre siste månedene."), worked(summary.proof)]
    return [criterion, "", table]


def _kroner(grave: Grave) -> str:
    return "" if grave.amount is None else amount(int(grave.amount.quantize(Decimal(1)) * 100))


def _steps(next_steps: Sequence[tuple[str, str]]) -> list[RenderableType]:
    lines: list[RenderableType] = []
    for what, how in next_steps:
        # A command is copied from the screen: it must stand on one line whatever the width.
        lines += [what, Text(f"  {how}", style="bold", no_wrap=True, overflow="ignore")]
    return lines
