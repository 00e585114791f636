"""Words: what reports, and what is done with them, are called on pages and in letters."""

from __future__ import annotations

from kontroll.domain.issuing import ReportAct, ReportState
from kontroll.domain.month import Period
from kontroll.report.explaining.phrases import when_name
from kontroll.texts import N_, _

#: By kind, which is the beginning of the address.
_KINDS = {
    "arsrapport": N_("Årsrapport om internkontrollen"),
    "tertialrapport": N_("Tertialrapport"),
    "manedsrapport": N_("Månedsrapport"),
}
_ACTS = {
    ReportAct.SEND: N_("Sendt til kvalitetssikring"),
    ReportAct.RETURN: N_("Sendt tilbake"),
    ReportAct.CHECK: N_("Kvalitetssikret"),
    ReportAct.CONFIRM: N_("Erklæringen bekreftet"),
    ReportAct.TAKE_BACK: N_("Trukket tilbake"),
    ReportAct.ISSUE: N_("Utgitt"),
    ReportAct.CORRECT: N_("Retting begynt"),
    ReportAct.DROP: N_("Retting oppgitt"),
}
_STATES = {
    ReportState.DRAFT: N_("Utkast"),
    ReportState.CHECKING: N_("Til kvalitetssikring"),
    ReportState.CHECKED: N_("Kvalitetssikret"),
    ReportState.CONFIRMED: N_("Erklæringen er bekreftet"),
    ReportState.ISSUED: N_("Utgitt"),
    ReportState.DROPPED: N_("Rettingen er oppgitt"),
}


def kind_name(kind: str) -> str:
    return _(_KINDS[kind]) if kind in _KINDS else kind


def report_name(kind: str, period: str) -> str:
    """`Tertialrapport, 2. tertial 2026`."""
    try:
        when = when_name(Period.parse(period))
    except ValueError:
        when = period
    return _("{kind}, {when}").format(kind=kind_name(kind), when=when)


def report_of(id: str) -> tuple[str, str]:
    """Kind and period of the report with the id: `arsrapport-2026-1` is of the year 2026."""
    kind, _dash, rest = id.partition("-")
    return kind, rest.rpartition("-")[0]


def act_name(act: ReportAct) -> str:
    return _(_ACTS[act])


def state_name(state: ReportState) -> str:
    return _(_STATES[state])
