"""Standing: why the recipient is the one who is told, as the end of a sentence."""

from __future__ import annotations

from kontroll.domain.people import Standing
from kontroll.texts import N_, _

_CLAUSES = {
    Standing.LEADER: N_("du er leder"),
    Standing.ACTING: N_("du er fungerende leder"),
    Standing.DEPUTY: N_("lederen er borte, og du er stedfortreder"),
    Standing.SUPERIOR: N_("ingen leder der kan svare nå, og du er nærmeste overordnede"),
    Standing.PROMISED: N_("du har ansvaret for tiltaket"),
    Standing.SUPERVISORY: N_("saken gjelder øverste leders eget område, og går derfor til kontrollutvalget"),
}


def clause(standing: Standing, *, role: str = "", raised: bool = False) -> str:
    """`du er fungerende leder`. Nothing in it may name the one who else would have been told.

    role: the word for a role that is held. raised: the sak went up the line from a leader who is there, but silent.
    """
    if standing is Standing.ROLE:
        return _("du har rollen {role}").format(role=role)
    if standing is Standing.SUPERIOR and raised:
        return _("du er overordnet leder")
    return _(_CLAUSES[standing])
