"""Security: what kontroll itself does to keep personal data (GDPR art. 32), and what it leaves to whoever runs it."""

from __future__ import annotations

from kontroll.texts import N_, _

_DONE = (
    N_("Hver rolle ser bare det tilgangstabellen gir den. En leder ser egne enheter og det som er under dem. En administrator er "
       "utestengt fra alt om enkeltpersoner."),
    N_("Innlogging er med kommunens innloggingstjeneste eller med passord. Gjentatte forsøk stanses, og en økt avsluttes når den "
       "ikke brukes."),
    N_("Alt som gjøres, føres i en kjede av SHA-256-koder. Det noen skriver, ligger ved siden av med salt, og kan slettes uten "
       "at kjeden brytes. «kontroll logg etterprov» finner endringer i databasen."),
    N_("Personlige felt skrives aldri i logger, feilmeldinger, adresser eller meldinger."),
    N_("Tall med få personer bak seg skjules, sammen med tall de kunne vært regnet ut av."),
    N_("Andre systemer får bare det omfanget nøkkelen gir, og nøkkelen har en siste dag."),
)  # fmt: skip
_LEFT = (
    N_("Kontroll krypterer ikke disken, databasen eller sikkerhetskopiene. Det må den som drifter maskinen gjøre."),
    N_("Trafikken mellom leseren og kontroll må krypteres av en tjeneste foran kontroll."),
)


_DELETES = N_("Det som har en frist, slettes av en fast jobb. At det er slettet, føres i loggen.")


def done(*, deletes: bool) -> list[str]:
    """deletes: whether the job that deletes is scheduled."""
    return [_(one) for one in (*_DONE, *([_DELETES] if deletes else []))]


def no_deletion() -> str:
    """What is lacking where it is not."""
    return _("At det som har en frist, blir slettet: jobben «sletting» står ikke i policies/kjoreplan.yaml.")


def left() -> list[str]:
    """What somebody else must do."""
    return [_(one) for one in _LEFT]
