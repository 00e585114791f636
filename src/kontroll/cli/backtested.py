"""A back-test on a terminal: what was found, beside what the version in use found, and who would have been told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from kontroll.domain.backtest import BackTest, Basis, Compared, FirstHit, Hit, RuleTested, Told
from kontroll.report.words import status_name
from kontroll.texts import _, amount, month_name, ngettext, number

_PIPED_WIDTH = 110
#: Rules that are shown month by month; more than these stand in one table.
DETAILED = 3
_LEADERS = 10
_HITS = 10
_NOTHING = "–"


def print_back_test(found: BackTest) -> None:
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=_PIPED_WIDTH)
    with console.capture() as written:
        _write(console, found)
    # Tables are padded to the console's width; a copy in a letter or a file should not be.
    print("\n".join(line.rstrip() for line in written.get().splitlines()), flush=True)


def _write(console: Console, found: BackTest) -> None:
    title = _("Tilbakeprøving, {first} til {last}")
    console.print(Text(title.format(first=month_name(found.first), last=month_name(found.last)), style="bold"))
    for line in basis_lines(found):
        console.print(Padding(line, (0, 0, 0, 2)))
    if len(found.rules) > DETAILED:
        console.print(_overview(found))
        console.print(_("Oppgi én regel, så vises den måned for måned og leder for leder."))
        return
    for one in found.rules:
        _rule(console, found, one)


def basis_lines(found: BackTest) -> Iterator[str]:
    """How it is known what each month's run saw."""
    count = Counter(sight.basis for sight in found.sights)
    if n := count[Basis.RUN]:
        yield ngettext(
            "{n} måned er sett slik dens egen kjøring så den: bare med det som var mottatt da.",
            "{n} måneder er sett slik deres egen kjøring så dem: bare med det som var mottatt da.",
            n,
        ).format(n=number(n))
    if n := count[Basis.DUE]:
        yield ngettext(
            "{n} måned er ikke kjørt, og er sett med det som var mottatt til fristen for kjøringen.",
            "{n} måneder er ikke kjørt, og er sett med det som var mottatt til fristen for kjøringen.",
            n,
        ).format(n=number(n))
    if n := count[Basis.HISTORY]:
        yield ngettext(
            "{n} måned er fra før noe ble levert, og er sett i ettertid: med det den første kjøringen visste.",
            "{n} måneder er fra før noe ble levert, og er sett i ettertid: med det den første kjøringen visste.",
            n,
        ).format(n=number(n))
    if count[Basis.FOLDER]:
        yield _("En datamappe sier ikke når noe ble mottatt: alle månedene er sett med alt som står i den.")


# --- many rules -------------------------------------------------------------------------------------------------------


def _overview(found: BackTest) -> Table:
    table = _table(
        (_("Regel"), "left"),
        (_("Måneder"), "right"),
        (_("Utslag"), "right"),
        (_("Nye"), "right"),
        (_("Tapte"), "right"),
        (_("Avvik"), "right"),
        (_("Varsler"), "right"),
        (_("Ukjent"), "right"),
        (_("Første"), "left"),
        (_("Kroner til da"), "right"),
    )
    for one in found.rules:
        tested = one.tested
        table.add_row(
            tested.rule.id,
            number(tested.months_struck),
            number(len(tested.hits)),
            number(len(one.new)) if one.in_use else "",
            number(len(one.lost)) if one.in_use else "",
            number(tested.opened),
            number(tested.notices),
            _share(tested),
            str(tested.first.hit.month) if tested.first else _NOTHING,
            _ore(tested.first),
        )
    return table


# --- one rule ---------------------------------------------------------------------------------------------------------


def _rule(console: Console, found: BackTest, one: Compared) -> None:
    rule = one.tested.rule
    console.print()
    console.print(Text(f"{rule.name} ({rule.id}, {status_name(rule.status).lower()})", style="bold underline"))
    parts: list[RenderableType] = [_figures(one)]
    if one.tested.first is not None:
        parts += ["", *_first_lines(found, one.tested.first)]
    parts += ["", _months(one)]
    if one.tested.told:
        parts += ["", _leaders(found, one.tested.told)]
    for heading, hits in ((_("Nye utslag"), one.new), (_("Tapte utslag"), one.lost)):
        if hits:
            parts += ["", *_hits(heading, hits)]
    for part in parts:
        console.print(Padding(part, (0, 0, 0, 2)))


def _figures(one: Compared) -> RenderableType:
    before = one.in_use
    headings = [("", "left"), (_("Prøvd nå"), "right")]
    table = _table(*headings, *([(_("I bruk"), "right"), (_("Forskjell"), "right")] if before else []))
    counts: list[tuple[str, Callable[[RuleTested], int]]] = [
        (_("Måneder med utslag"), lambda v: v.months_struck),
        (_("Utslag"), lambda v: len(v.hits)),
        (_("Avvik som ville åpnet"), lambda v: v.opened),
        (_("Varsler om nye saker"), lambda v: v.notices),
    ]
    for name, count in counts:
        now = count(one.tested)
        row = [name, number(now)]
        table.add_row(*row, *([number(count(before)), _signed(now - count(before))] if before else []))
    table.add_row(_("Ukjent"), _share(one.tested), *([_share(before), ""] if before else []))
    shown = [one.tested, *([before] if before else [])]
    table.add_row(_("Første utslag"), *(str(v.first.hit.month) if v.first else _NOTHING for v in shown))
    table.add_row(_("Kroner til da"), *(_ore(v.first) for v in shown))
    if before is not None:
        table.add_row(_("Utslag bare her"), number(len(one.new)), number(len(one.lost)), "")
    return table


def _first_lines(found: BackTest, first: FirstHit) -> list[str]:
    hit = first.hit
    where = f"{found.enheter.get(hit.enhet, hit.enhet)} ({hit.enhet})" if hit.enhet else _("en post uten enhet")
    what = _("post {post} hos {where}").format(post=hit.post, where=where) if hit.post else where
    line = _("Første gang: {what} i {month}, funnet av kjøringen for {run} ({day}).")
    lines = [line.format(what=what, month=month_name(hit.month), run=month_name(hit.found), day=first.day.isoformat())]
    if first.ore is not None:
        lines.append(
            _("Til da: {kroner} på lignende poster fra {start} (samme enhet, og samme leverandør der regelen spør om den).")
            .format(kroner=amount(first.ore), start=month_name(found.first))
        )  # fmt: skip
    return lines


def _months(one: Compared) -> Table:
    before = {month.month: month for month in one.in_use.months} if one.in_use else {}
    notices = Counter[object]()
    for told in one.tested.told:
        notices[told.month] += told.count
    table = _table(
        (_("Måned"), "left"),
        (_("Vurdert"), "right"),
        (_("Utslag"), "right"),
        *([(_("I bruk"), "right")] if before else []),
        (_("Sene funn"), "right"),
        (_("Ukjent"), "right"),
        (_("Avvik"), "right"),
        (_("Varsler"), "right"),
        ("", "left"),
    )
    for month in one.tested.months:
        quiet = not (month.struck or month.late or month.opened)
        table.add_row(
            str(month.month),
            number(month.judged),
            number(month.struck),
            *([number(before[month.month].struck)] if before else []),
            number(month.late),
            number(month.unknown),
            number(month.opened),
            number(notices[month.month]),
            _("stanset: slo for bredt ut") if month.stopped else "",
            style="dim" if quiet else "",
        )
    return table


def _leaders(found: BackTest, told: Sequence[Told]) -> Table:
    sums, most = Counter[str](), dict[str, Told]()
    for one in told:
        sums[one.person] += one.count
        if one.person not in most or one.count > most[one.person].count:
            most[one.person] = one
    table = _table(
        (_("Varsler til"), "left"), (_("I alt"), "right"), (_("Måneder"), "right"), (_("Flest i en måned"), "left")
    )
    months = Counter(one.person for one in told)
    for person, count in sorted(sums.items(), key=lambda pair: (-pair[1], pair[0]))[:_LEADERS]:
        name = f"{found.names.get(person, person)} ({person})" if person else _("ingen funnet")
        table.add_row(
            name, number(count), number(months[person]), f"{number(most[person].count)} ({most[person].month})"
        )
    if len(sums) > _LEADERS:
        left = len(sums) - _LEADERS
        table.add_row(ngettext("og {n} person til", "og {n} personer til", left).format(n=number(left)), "", "", "")
    return table


def _hits(heading: str, hits: Sequence[Hit]) -> Iterator[str]:
    yield f"{heading} ({number(len(hits))}):"
    for hit in hits[:_HITS]:
        yield f"  {hit.month}  {hit.enhet}  {hit.post}".rstrip()
    if len(hits) > _HITS:
        yield "  " + _("og {n} til; --ut FIL.csv skriver alle").format(n=number(len(hits) - _HITS))


# --- words ------------------------------------------------------------------------------------------------------------


def _table(*headings: tuple[str, str]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", pad_edge=False)
    for text, side in headings:
        table.add_column(text, justify="right" if side == "right" else "left", no_wrap=True)
    return table


def _share(one: RuleTested) -> str:
    if not one.judged:
        return _NOTHING
    return number(Decimal(100 * one.unknown) / one.judged, 1) + "\N{NO-BREAK SPACE}%"


def _signed(difference: int) -> str:
    return f"+{number(difference)}" if difference > 0 else number(difference)


def _ore(first: FirstHit | None) -> str:
    return _NOTHING if first is None or first.ore is None else amount(first.ore)
