"""Places: which of the ways at the top of every page each page is found under."""

from __future__ import annotations

#: Templates of pages, or what their names begin with.
_PLACES = {
    "start": "/", "overview": "/", "steering": "/styring", "political": "/politisk", "rule": "/regler",
    "explanation": "/regler", "reglement": "/reglement", "skal_register": "/reglement", "queue": "/ko", "bulk": "/ko",
    "sak": "/saker", "answered": "/saker", "watchlist": "/vaktliste", "deliveries": "/leveranser",
    "message": "/meldinger", "run": "/kjoringer", "user": "/brukere", "settings": "/innstillinger",
    "control_measure": "/kontrolltiltak", "agreement": "/resultatavtaler", "privacy": "/personvern", "sample": "/stikkprover",
    "control_map": "/internkontroll", "control_evaluation": "/internkontroll", "agenda": "/internkontroll",
    "talk": "/samtaler", "pay": "/resultatlonn",
    "scorecard": "/malekart", "handbook": "/malekart", "month_": "/manedsoppfolging", "period_report": "/manedsoppfolging",
    "bonus": "/bonus", "archive": "/arkiv", "yearly_": "/arsrapport", "issued_": "/rapporter", "issuing_": "/rapporter",
    "report_figure": "/rapporter",
    "register": "/vedtak",
}  # fmt: skip


def place_of(template: str) -> str:
    """Its address; "" where it is under none of them."""
    name = template.removesuffix(".html")
    fitting = [begun for begun in _PLACES if name.startswith(begun)]
    return _PLACES[max(fitting, key=len)] if fitting else ""
