"""Bonus file: the list of a bonus year as a spreadsheet, with the reasons in plain words as this viewer may read them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kontroll.flows.bonus.shown import KeptYear
from kontroll.report.bonus.sentences import Telling, class_name, state_name
from kontroll.report.bonus.sheet import Sheet
from kontroll.report.spreadsheet import Cell, Column, workbook
from kontroll.texts import _, listed


def bonus_file(municipality: str, year: int, rows: Iterable[Sheet], kept: KeptYear, telling: Telling) -> bytes:
    columns = [
        Column(_("Id"), 8), Column(_("Tjenestested"), 34), Column(_("Tjeneste"), 18), Column(_("Svar"), 20),
        Column(_("For"), 26), Column(_("Innenfor usikkerheten"), 20), Column(_("Foreslått"), 12), Column(_("Avgjort"), 24),
        Column(_("Hvorfor"), 90),
    ]  # fmt: skip
    title = _("Bonus {year} – {municipality}").format(year=year, municipality=municipality)
    told = [_("Reglene gir grunnlag. Hva som gis, er avgjort av et menneske.")]
    found: Iterable[Sequence[Cell]] = ([*_of(one, kept, telling), _why(one, telling)] for one in rows)
    return workbook(title, told, columns, found)


def _of(one: Sheet, kept: KeptYear, telling: Telling) -> list[Cell]:
    return [
        one.enhet,
        one.name,
        one.service,
        state_name(one.state),
        listed([class_name(klass) for klass in sorted(one.classes, key=lambda klass: klass.value)]),
        _("ja") if telling.is_close(one) else None,
        _("ja") if one.enhet in kept.nominations else None,
        decided(one, kept),
    ]


def decided(one: Sheet, kept: KeptYear) -> str:
    """What was decided for it, in a few words; "" where the year is not decided."""
    if kept.decision is None:
        return ""
    found = kept.outcome(one.enhet)
    if found is None or not found.outcome.granted:
        return _("ikke gitt")
    return class_name(found.outcome.klass) if found.outcome.klass is not None else _("gitt")


def _why(one: Sheet, telling: Telling) -> str:
    return " ".join(
        f"{told.label}: {told.answer.lower()}. {' '.join(told.sentences)}"
        for ground in one.grounds
        for told in telling.criteria(ground, one)
    )
