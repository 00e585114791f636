"""Unchecked: what nobody knows of the month: answers that are unknown, and enheter of which nothing is known."""

from __future__ import annotations

from collections.abc import Iterator

from kontroll.domain.month import Month
from kontroll.flows.periods.focus_areas import one_paragraph
from kontroll.flows.periods.judged import Judged
from kontroll.flows.yearly.answers import sum_of_answers
from kontroll.flows.yearly.counting import told
from kontroll.flows.yearly.unchecked import silent_units, unit_of
from kontroll.report.document.model import Section, Table, Told
from kontroll.texts import _, month_name

ID = "ikke-kontrollert"


def chapter(judged: Judged) -> Section:
    return Section(
        id=ID,
        title=_("Det som ikke er kontrollert"),
        # Nobody writes anything in place of it.
        blocks=(
            *one_paragraph(
                [
                    *_answers(judged, judged.month),
                    Told((_("Det som ikke er målt, er verken godt eller dårlig. Det er ikke kontrollert."),)),
                ]
            ),
            _units(judged, judged.month),
        ),
        is_mandatory=True,
    )


def _answers(judged: Judged, month: Month) -> Iterator[Told]:
    """As the report of the year tells of the month."""
    year, name = judged.year, month_name(month)
    if month not in year.done:
        yield Told(
            (_("Ingen fullført månedskjøring har vurdert {month}, så svarene er ikke telt.").format(month=name),)
        )
        return
    of = [one for one in year.coverage if one.month == month]
    known = sum_of_answers(
        judged.counting,
        f"svar-kjente-{month}",
        of,
        lambda c: c.known,
        _("Kjente svar i {month}.").format(month=name),
        month=month,
    )
    unknown = sum_of_answers(
        judged.counting,
        f"svar-ukjente-{month}",
        of,
        lambda c: c.unknown,
        _("Ukjente svar i {month}. De regnes aldri som i orden.").format(month=name),
        month=month,
    )
    yield told(
        _("Reglene ga {known} kjente svar i {month}, og {unknown} svar er ukjente."),
        known=known,
        month=name,
        unknown=unknown,
    )


def _units(judged: Judged, month: Month) -> Table:
    counting, name = judged.counting, month_name(month)
    measured = judged.year.summaries.measured(month)
    silent = silent_units(counting, month)
    quiet = set(measured.unmeasured())
    known = counting.figure(
        "enheter-med-svar",
        [unit_of(one, month) for one in sorted(measured.active - quiet)],
        _("Enheter som var i drift i {month}, og som minst én regel ga et kjent svar om.").format(month=name),
        shown=silent.value is not None,
    )
    active = counting.figure(
        "enheter-i-drift",
        [unit_of(one, month) for one in sorted(measured.active)],
        _("Enheter som var i drift i {month}.").format(month=name),
    )
    return Table(
        caption=_("Enheter det er kjent noe om"),
        headings=(_("Enheter"), _("Antall")),
        numeric=(False, True),
        rows=((_("Noe er kjent"), known), (_("Ingenting er kjent"), silent), (_("Sum"), active)),
    )
