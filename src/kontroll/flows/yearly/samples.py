"""Samples: the stikkprøver of the year, and what each says of everything it was drawn from, in the words of its own report."""

from __future__ import annotations

from collections.abc import Sequence

from kontroll.domain.draw import Draw, DrawState, ItemState
from kontroll.flows.samples.nameless import nameless
from kontroll.flows.samples.report_draw import frozen_report
from kontroll.flows.yearly.counting import Counting, told
from kontroll.flows.yearly.things import draw_of
from kontroll.report.document.model import Cell, Items, Record, Section, Table, Told
from kontroll.report.sampling.settled import settled
from kontroll.texts import NORWAY, _, ngettext


def samples(counting: Counting) -> Section:
    year = counting.year
    concluded = sorted(
        (one for one in year.tx.draws.where(state=DrawState.CONCLUDED) if year.holds_moment(one.concluded_at)),
        key=lambda draw: (draw.year, draw.number),
    )
    of_year = year.tx.draws.where(year=year.number)
    open_ones = [one for one in of_year if one.state not in (DrawState.CONCLUDED, DrawState.ABORTED)]
    aborted = [one for one in of_year if one.state is DrawState.ABORTED]
    figures = {
        "concluded": counting.figure(
            "stikkprover-avsluttet", map(draw_of, concluded), _("Stikkprøver som ble avsluttet i året, med rapport.")
        ),
        "open": counting.figure(
            "stikkprover-i-gang",
            map(draw_of, open_ones),
            _("Stikkprøver i årets nummerrekke som ikke er avsluttet eller avbrutt."),
        ),
        "aborted": counting.figure(
            "stikkprover-avbrutt",
            map(draw_of, aborted),
            _("Stikkprøver i årets nummerrekke som er avbrutt. Nummeret og grunnen står."),
        ),
    }
    drafted = [
        told(
            ngettext(
                "{concluded} stikkprøve ble avsluttet i året. {open} er i gang, og {aborted} er avbrutt.",
                "{concluded} stikkprøver ble avsluttet i året. {open} er i gang, og {aborted} er avbrutt.",
                len(concluded),
            ),
            **figures,
        )
    ]
    if not concluded:
        drafted.append(Told((_("Ingen stikkprøve er avsluttet. Hva reglene ikke fanger, er da ikke kjent."),)))
        return Section(id="stikkprover", title=_("Stikkprøver"), drafted=tuple(drafted))
    drafted.append(
        Told(
            (
                _(
                    "Listen og planen ble låst før tallet som styrer trekningen, ble kjent. Da kan ingen velge hvilke poster "
                    "det blir, og den som har listen, kan gjøre trekningen om igjen og få de samme postene. En stikkprøve av "
                    "poster som reglene har merket, viser hvor ofte reglene har rett. En stikkprøve av de andre viser hva "
                    "reglene overser."
                ),
            )
        )
    )
    return Section(
        id="stikkprover",
        title=_("Stikkprøver"),
        drafted=tuple(drafted),
        blocks=(_table(counting, concluded), _quotes(counting, concluded)),
    )


def _table(counting: Counting, draws: Sequence[Draw]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    totals: list[list[Record]] = [[], []]
    for draw in draws:
        items = counting.year.tx.drawn_items.where(draw=draw.id, state=ItemState.DRAWN)
        known = [one for one in settled(items, counting.year.tx.item_checks.where(draw=draw.id)) if one.is_known]
        wrong = [one for one in known if one.is_deviation]
        newest = max(counting.year.tx.populations.where(draw=draw.id), key=lambda one: one.number)
        records = [[_item(draw, one.item.identity) for one in some] for some in (known, wrong)]
        for total, some in zip(totals, records, strict=True):
            total += some
        rows.append(
            (
                f"{draw.id} {nameless(counting.year.tx, draw.name)}",
                draw.concluded_at.astimezone(NORWAY).date() if draw.concluded_at else "–",
                counting.read(
                    f"sp-{draw.id}-liste",
                    newest.count,
                    draw_of(draw),
                    _("Poster på listen som stikkprøven ble trukket av."),
                ),
                counting.figure(
                    f"sp-{draw.id}-kontrollert",
                    records[0],
                    _("Poster som ble trukket og er kontrollert. Poster som er plukket ut for hånd, er ikke med."),
                ),
                counting.figure(
                    f"sp-{draw.id}-avvik",
                    records[1],
                    _("De av postene der noe var galt, eller dokumentasjonen manglet."),
                ),
            )
        )
    checked = counting.figure(
        "sp-kontrollert", totals[0], _("Poster som er trukket og kontrollert i alle stikkprøvene i tabellen.")
    )
    wrong_all = counting.figure(
        "sp-avvik", totals[1], _("De av postene der noe var galt, eller dokumentasjonen manglet.")
    )
    return Table(
        caption=_("Stikkprøver som ble avsluttet i året"),
        headings=(_("Stikkprøve"), _("Avsluttet"), _("Poster på listen"), _("Kontrollert"), _("Avvik")),
        numeric=(False, False, True, True, True),
        rows=(*rows, (_("Sum"), "–", "–", checked, wrong_all)),
        note=_("Manglende dokumentasjon regnes som avvik."),
    )


def _item(draw: Draw, identity: str) -> Record:
    return Record(
        kind=_("post i stikkprøve"),
        id=f"{draw.id} {identity}",
        name=draw.name,
        address=f"/stikkprove/{draw.id}/rapport",
    )


def _quotes(counting: Counting, draws: Sequence[Draw]) -> Items:
    """What each says of all it was drawn from: word for word as in its report, with its bound."""
    items = []
    for draw in draws:
        report = frozen_report(counting.year.tx, draw)
        quote = report.quote if report is not None else _("Rapporten er slettet etter frist.")
        items.append(Told((f"{draw.id} {nameless(counting.year.tx, draw.name)}: ", quote)))
    return Items(tuple(items))
