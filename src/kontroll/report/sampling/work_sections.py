"""Work sections: the sample item by item, what was replaced, what deviated and why, what was picked by hand, and the time."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from kontroll.domain.draw import ItemState
from kontroll.domain.itemcheck import NO
from kontroll.report.sampling.draw_material import Material
from kontroll.report.sampling.draw_report import Cell, Column, Fact, Kind, Said, Section, Table
from kontroll.report.sampling.part_words import part_name
from kontroll.report.sampling.settled import Settled
from kontroll.texts import _, number


def sample_section(of: Material) -> Section:
    drawn = [one for one in of.items if one.item.state in (ItemState.DRAWN, ItemState.REPLACED)]
    columns = (
        Column(_("Del av listen")),
        Column(_("Nr."), Kind.COUNT),
        Column(_("Trinn"), Kind.COUNT),
        Column(_("Id")),
        Column(_("Post"), inside=True),
        Column(_("Enhet"), inside=True),
        Column(_("Beløp"), Kind.KRONER, inside=not of.draw.is_public),
        Column(_("Resultat")),
        Column(_("Kontrollert av"), inside=True),
        Column(_("Dokumenter"), Kind.COUNT, inside=True),
    )
    ordered = sorted(drawn, key=lambda one: (one.item.stratum, one.item.nr))
    table = Table(_("Det som ble trukket"), columns, tuple(_item(of, one) for one in ordered))
    return Section(id="utvalg", title=_("Utvalget"), tables=(table,) if drawn else ())


def work_sections(of: Material) -> Iterator[Section]:
    if any(one.item.state is ItemState.REPLACED for one in of.items):
        yield _replacements(of)
    yield _deviations(of)
    if any(one.item.state is ItemState.TARGETED for one in of.items):
        yield _targeted(of)
    yield _hours(of)


def _item(of: Material, one: Settled) -> tuple[Cell, ...]:
    item = one.item
    return (
        part_name(item.stratum, len(of.choices.strata)),
        item.nr,
        item.stage,
        item.identity,
        item.post,
        of.enheter.get(item.enhet, item.enhet),
        item.amount,
        _("erstattet") if item.state is ItemState.REPLACED else _result(one),
        of.name(one.check.by) if one.check is not None else "",
        sum(evidence.identity == item.identity for evidence in of.evidence),
    )


def _result(one: Settled) -> str:
    return _("ukjent ({why})").format(why=one.why_unknown) if one.check is None else _(one.check.finding.value)


def _replacements(of: Material) -> Section:
    came_in = {one.item.replaces: one.item for one in of.items if one.item.replaces}
    rows = tuple(
        (
            part_name(one.item.stratum, len(of.choices.strata)),
            one.item.identity,
            one.item.post,
            _(one.item.reason),
            of.text(one.item.evidence),
            came_in[one.item.identity].identity if one.item.identity in came_in else _("ingen"),
        )
        for one in of.items
        if one.item.state is ItemState.REPLACED
    )
    columns = (
        Column(_("Del av listen")),
        Column(_("Id")),
        Column(_("Post"), inside=True),
        Column(_("Grunn")),
        Column(_("Hva som viser det"), inside=True),
        Column(_("Kom inn i stedet")),
    )
    told = _("Bare disse grunnene er lov, og det er alltid neste reserve i rekkefølgen som kommer inn.")
    table = Table(_("Det som ble erstattet"), columns, rows)
    return Section(id="erstatninger", title=_("Erstatninger"), said=(Said(told),), tables=(table,))


def _deviations(of: Material) -> Section:
    found = [one for one in of.items if one.is_deviation and one.item.state is ItemState.DRAWN]
    if not found:
        unknown = any(not one.is_known for one in of.items if one.item.state is ItemState.DRAWN)
        told = _("Ingen avvik er funnet så langt.") if unknown else _("Ingen avvik ble funnet.")
        return Section(id="avvik", title=_("Avvik"), said=(Said(told),))
    told = _("Det som ikke kan dokumenteres, er avvik.")
    table = Table(_("Avvikene og årsaken til dem"), _deviation_columns(), _deviation_rows(of, found))
    return Section(id="avvik", title=_("Avvik"), said=(Said(told),), tables=(table,))


def _deviation_columns() -> tuple[Column, ...]:
    return (
        Column(_("Del av listen")),
        Column(_("Id")),
        Column(_("Post"), inside=True),
        Column(_("Funn")),
        Column(_("Punkter som ikke er fulgt")),
        Column(_("Årsak"), inside=True),
        Column(_("Sak"), inside=True),
    )


def _deviation_rows(of: Material, found: Sequence[Settled]) -> tuple[tuple[Cell, ...], ...]:
    rows = []
    for one in found:
        assert one.check is not None
        points = [point for point, answer in json.loads(one.check.answers).items() if answer == NO]
        rows.append(
            (
                part_name(one.item.stratum, len(of.choices.strata)),
                one.item.identity,
                one.item.post,
                _(one.check.finding.value),
                "; ".join(of.checklist.get(point, point) for point in points),
                of.text(one.check.text),
                one.check.sak or "",
            )
        )
    return tuple(rows)


def _targeted(of: Material) -> Section:
    picked = [one for one in of.items if one.item.state is ItemState.TARGETED]
    told = _(
        "Disse er plukket ut av noen, ikke trukket. De sier noe om seg selv og ingenting om resten, og er ikke med i andelene."
    )
    columns = (Column(_("Id")), Column(_("Post"), inside=True), Column(_("Resultat")), Column(_("Sak"), inside=True))
    rows = tuple(
        (one.item.identity, one.item.post, _result(one), (one.check.sak or "") if one.check else "") for one in picked
    )
    table = Table(_("Målrettet kontroll"), columns, rows)
    return Section(id="malrettet", title=_("Målrettet kontroll"), said=(Said(told),), tables=(table,))


def _hours(of: Material) -> Section:
    items = sum(one.check.minutes for one in of.items if one.check is not None)
    other = sum(one.minutes for one in of.hours)
    facts = (
        Fact(_("På postene"), _time(items)),
        Fact(_("Ellers"), _time(other)),
        Fact(_("I alt"), _time(items + other)),
    )
    columns = (Column(_("Hva")), Column(_("Tid")))
    rows = tuple((one.what, _time(one.minutes)) for one in of.hours)
    tables = (Table(_("Tid utenom postene"), columns, rows),) if rows else ()
    return Section(id="tid", title=_("Tidsbruk"), facts=facts, tables=tables, inside=True)


def _time(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("{n} min").format(n=number(rest))
    return _("{hours} t {minutes} min").format(hours=number(hours), minutes=number(rest))
