"""Standing: why the recipient is the one who is told, as the end of a sentence."""

from __future__ import annotations

from kontroll.domain.people import Standing
from kontroll.texts import N_, _

_CLAUSES = {
    Standing.LEADER: N_("du er leder"),
    Standing.ACTING: N_("du er fungerende leder"),
    Standing.DEPUTY: N_("lederen er borte, og du er stedfortreder"),
    Standing.NEXT_UP: N_("ingen leder der kan svare nå, og du er nærmeste overordnede"),
    Standing.SUPERIOR: N_("du er overordnet leder"),
    Standing.PROMISED: N_("du har ansvaret for tiltaket"),
    Standing.ENTRUSTED: N_("du er satt opp som ansvarlig"),
    Standing.OUTSIDE: N_("du er revisor eller med i kontrollutvalget"),
    Standing.SUPERVISORY: N_("saken gjelder øverste leders eget område, og går derfor til kontrollutvalget"),
}


def clause(standing: Standing, *, role: str = "", office: str = "", lifted: bool = False) -> str:
    """`du er fungerende leder`. Nothing in it may name the one who else would have been told.

    role: as personer.csv words it, where she is told because she holds one; "" = she holds it no longer. office: the enhet
    she leads, where another follows up what it is about. lifted: the sak came to the kontrollutvalg up the whole line.
    """
    if office and standing is not Standing.ROLE:
        return _("du svarer for {office}, som følger opp dette").format(office=office)
    if lifted and standing is Standing.SUPERVISORY:
        return _("ingen i linjen har fulgt opp saken, og den er løftet til kontrollutvalget")
    if standing is Standing.ROLE:
        return _("du har rollen {role}").format(role=role) if role else _("du hadde en rolle som skulle varsles")
    return _(_CLAUSES[standing])
