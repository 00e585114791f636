"""Pay file: the list of resultatlønn of a year as an Excel sheet, for whoever pays it: what its page shows her, and no more.

Why no reasons: why somebody's pay was decided is between her and those above her. Whoever pays it needs what was decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kontroll.domain.pay import Matter, goes_against
from kontroll.domain.truth import Result
from kontroll.flows.pay.reviews import LeaderPay
from kontroll.report.spreadsheet import Cell, Column, workbook
from kontroll.texts import N_, NORWAY, _

_MEASURED = {
    Result.TRUE: N_("Gir grunnlag"),
    Result.FALSE: N_("Gir ikke grunnlag"),
    Result.UNKNOWN: N_("Ukjent"),
}


def pay_workbook(municipality: str, year: int, told: Sequence[str], found: Iterable[LeaderPay]) -> bytes:
    columns = [
        Column(_("Enhet"), 12), Column(_("Navn"), 34), Column(_("Ansatt"), 14), Column(_("Leder"), 28),
        Column(_("Målt del"), 20), Column(_("Helhetstenking"), 20), Column(_("Utviklingsarbeid"), 20),
        Column(_("Avgjørelse"), 18), Column(_("Avgjort"), 14), Column(_("Avviker fra målt del"), 20),
    ]  # fmt: skip
    heading = _("Resultatlønn {year} – {owner}").format(year=year, owner=municipality)
    return workbook(heading, told, columns, (_row(one) for one in found))


def measured_name(measured: Result | None) -> str:
    return _(_MEASURED[measured]) if measured in _MEASURED else _("Ikke målt")


def _row(one: LeaderPay) -> list[Cell]:
    """What is judged is the superior's draft until she has decided: the one whose pay it is does not see it before."""
    review = one.review
    is_decided = review is not None and review.outcome is not None
    judged = {
        matter: found.value if review is not None and (found := review.judged(matter)) is not None else None
        for matter in Matter
    }
    shown = is_decided or not one.own
    return [
        one.enhet,
        one.name,
        one.leader or None,
        one.leader_name or _("ingen leder"),
        # As it was when it was decided: what is corrected later is shown on the page.
        measured_name(review.measured if review is not None and is_decided else one.measured),
        *(_(str(judged[matter])).capitalize() if shown and judged[matter] else None for matter in Matter),
        _(review.outcome.value).capitalize() if review is not None and review.outcome else _("Ikke avgjort"),
        review.decided_at.astimezone(NORWAY).date() if review is not None and review.decided_at else None,
        _("ja")
        if review is not None and review.outcome is not None and goes_against(review.outcome, review.measured)
        else None,
    ]
