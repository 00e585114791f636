"""Supervision: what state supervision, the auditor and the kontrollutvalg found, and what was closed and stands open (§ 25-2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from kontroll.domain.finding import SourceKind
from kontroll.flows.registers.known import FINDINGS, KnownFinding
from kontroll.flows.registers.of_period import FindingsOf, findings_of
from kontroll.flows.yearly.counting import Counting, told
from kontroll.flows.yearly.things import as_id
from kontroll.report.document.model import Cell, Figure, Record, Section, Table, Told
from kontroll.report.words import severity_name
from kontroll.texts import N_, _, ngettext

ID = "tilsyn"
_NAMES = {
    SourceKind.STATE: N_("Statlig tilsyn"),
    SourceKind.AUDITOR: N_("Revisor"),
    SourceKind.COMMITTEE: N_("Kontrollutvalget"),
}
#: id of the figure, heading, which of them, and what is counted.
_COLUMNS: Sequence[tuple[str, str, Callable[[FindingsOf], list[KnownFinding]], str]] = (
    ("mottatt", N_("Mottatt i året"), lambda of: of.received, N_("Funn som ble mottatt på en dag i året.")),
    ("lukket", N_("Lukket i året"), lambda of: of.closed, N_("Funn som ble lukket på en dag i året.")),
    (
        "aapne",
        N_("Åpne"),
        lambda of: of.open,
        N_("Funn som ikke var lukket da året var slutt, eller ikke er det i dag."),
    ),
    ("over-frist", N_("Over fristen"), lambda of: of.late, N_("Åpne funn der fristen, slik den da var, var passert.")),
)


def chapter(counting: Counting) -> Section:
    year = counting.year
    found = findings_of(year.tx, year.today.desk.rulebook, year.first_day, year.last_day)
    return Section(
        id=ID,
        title=_("Statlig tilsyn, revisjon og kontrollutvalg"),
        drafted=tuple(_told(counting, found)),
        blocks=(_by_source(counting, found), *_open_ones(found)),
        is_mandatory=True,
    )


def _told(counting: Counting, found: FindingsOf) -> Iterator[Told]:
    yield Told(
        (
            _(
                "Etter kommuneloven § 25-2 skal kommunestyret få vite resultatene av statlig tilsyn. Funn fra revisor og "
                "kontrollutvalget følges opp på samme måte. Et funn som føres her, lukkes bare med dokumentasjon, og av en "
                "annen enn den som har rettet det. Et funn som er levert fra et annet system, kan være lukket uten. "
                "Rapporten har de funnene som er registrert eller levert."
            ),
        )
    )
    if not found.all:
        yield Told((_("Ingen funn er registrert eller levert. Om det har vært tilsyn, er ikke kjent her."),))
        return
    unsaid = _figure(
        counting,
        "funn-uten-slag",
        [one for one in found.open if one.kind is None],
        _("Åpne funn der det ikke er kjent om de er pålegg: det som er levert som fil, sier det ikke."),
    )
    orders = _figure(
        counting,
        "funn-paalegg",
        found.open_orders,
        _("Åpne funn som er registrert som pålegg."),
    )
    late = _figure(
        counting, "funn-lukket-sent", found.closed_late, _("Funn som ble lukket i året, etter fristen slik den da var.")
    )
    bare = _figure(
        counting,
        "funn-uten-dokumentasjon",
        found.closed_without_evidence,
        _("Funn som ble lukket i året uten dokumentasjon. Det kan bare skje i et annet system, som har levert det."),
    )
    yield told(
        ngettext(
            "{orders} åpent funn er registrert som pålegg.",
            "{orders} åpne funn er registrert som pålegg.",
            len(found.open_orders),
        )
        + " "
        + ngettext(
            "For {unsaid} åpent funn er det ikke kjent om det er et pålegg.",
            "For {unsaid} åpne funn er det ikke kjent om de er pålegg.",
            sum(one.kind is None for one in found.open),
        ),
        orders=orders,
        unsaid=unsaid,
    )
    yield told(
        _("{late} funn ble lukket etter fristen, og {bare} ble lukket uten dokumentasjon."), late=late, bare=bare
    )
    undated = [one for one in found.open if one.deadline_on(found.last) is None]
    if undated:
        yield told(
            ngettext(
                "{undated} åpent funn har ingen frist, og kan ikke bli for sent.",
                "{undated} åpne funn har ingen frist, og kan ikke bli for sene.",
                len(undated),
            ),
            undated=_figure(counting, "funn-uten-frist", undated, _("Åpne funn uten frist.")),
        )


def _by_source(counting: Counting, found: FindingsOf) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for source, name in _NAMES.items():
        of = found.of(source)
        if of.all:
            cells = [
                _figure(
                    counting,
                    f"funn-{id}-{as_id(source.value)}",
                    what(of),
                    _("{source}. {counted}").format(source=_(name), counted=_(counted)),
                )
                for id, _heading, what, counted in _COLUMNS
            ]
            rows.append((_(name), *cells))
    totals = [_figure(counting, f"funn-{id}", what(found), _(counted)) for id, _heading, what, counted in _COLUMNS]
    return Table(
        caption=_("Funn etter hvem som fant dem"),
        headings=(_("Kilde"), *(_(heading) for _id, heading, _what, _counted in _COLUMNS)),
        numeric=(False, True, True, True, True),
        rows=(*rows, (_("Sum"), *totals)),
    )


def _open_ones(found: FindingsOf) -> Iterator[Table]:
    ordered = sorted(found.open, key=lambda one: (one.deadline_on(found.last) or found.last, one.id))
    if ordered:
        yield Table(
            caption=_("Åpne funn"),
            headings=(_("Funn"), _("Kilde"), _("Tema"), _("Slag"), _("Alvor"), _("Mottatt"), _("Frist"), _("Passert")),
            numeric=(False,) * 8,
            rows=tuple(_row(one, found) for one in ordered),
            note=_("Et funn som er levert som fil, sier ikke om det er et pålegg."),
        )


def _row(one: KnownFinding, found: FindingsOf) -> tuple[Cell, ...]:
    deadline = one.deadline_on(found.last)
    return (
        one.id,
        one.source or "–",
        one.theme.capitalize() or "–",
        one.kind.value.capitalize() if one.kind is not None else _("ikke kjent"),
        severity_name(one.severity) if one.severity is not None else _("ikke kjent"),
        one.received or _("ikke kjent"),
        deadline or _("ingen frist"),
        _("ja") if one.is_late_on(found.last) else _("nei") if deadline else "–",
    )


def _figure(counting: Counting, id: str, found: Sequence[KnownFinding], counted: str) -> Figure:
    records = [
        Record(kind=_("funn"), id=one.id, name=", ".join(filter(None, (one.source, one.theme))), address=one.address)
        for one in found
    ]
    return counting.delivered(id, records, counted, f"datasett/{FINDINGS}")
