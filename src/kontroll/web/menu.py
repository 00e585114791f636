"""Menu: the ways at the top of every page, by what is for her to see.

Why groups: whoever leads or controls the whole has twenty of them, and that many words are a text and no menu. The few that a
day begins with stand alone; the others are found under what they are about. Where there are few in all, nothing is folded.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kontroll.domain.access import Act, Role, Thing, Viewer, may_enter, seen
from kontroll.texts import _

#: So many words are read at a glance, and stand on one line of an ordinary screen.
_AT_A_GLANCE = 8
#: Two words are not worth a fold.
_WORTH_FOLDING = 3


@dataclass(frozen=True, slots=True)
class Way:
    """monthly: the page is about one month, and the way keeps the month she looks at."""

    address: str
    name: str
    monthly: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Several ways under one word."""

    name: str
    ways: tuple[Way, ...]

    def holds(self, address: str) -> bool:
        return any(way.address == address for way in self.ways)


def menu(viewer: Viewer) -> list[Way | Group]:
    """What stands at the top, in order."""
    daily = tuple(_daily(viewer))
    groups = [
        Group(_("Lederskap"), tuple(_leadership(viewer))),
        Group(_("Kontroll"), tuple(_control(viewer))),
        Group(_("Drift"), tuple(_running(viewer))),
    ]
    few = len(daily) + sum(len(group.ways) for group in groups) <= _AT_A_GLANCE
    shown: list[Way | Group] = [*daily]
    for group in groups:
        shown += group.ways if few or len(group.ways) < _WORTH_FOLDING else [group]
    return shown


def steers(viewer: Viewer) -> bool:
    """Whether the page of the whole is for her: she sees other enheter than those she answers for herself."""
    found = seen(viewer, Thing.UNIT).enheter
    return found is None or bool(found - viewer.leads)


def _daily(viewer: Viewer) -> Iterator[Way]:
    yield Way("/", _("Start"), monthly=True)
    if steers(viewer):
        yield Way("/styring", _("Styring"))
    if _sees(viewer, Thing.SUMMED) and not _sees(viewer, Thing.AGGREGATE):
        yield Way("/politisk", _("Sammendrag"))
        yield Way("/rapporter", _("Rapporter"))
    # Whoever controls works from the queue; a list of saker of her own is enough for others.
    if _sees(viewer, Thing.TRAIL):
        yield Way("/ko", _("Kø"))
    if _sees(viewer, Thing.SAK):
        yield Way("/saker", _("Saker"))


def _leadership(viewer: Viewer) -> Iterator[Way]:
    yield Way("/malekart", _("Målekart"), monthly=True)
    if _sees(viewer, Thing.AGREEMENT) and (viewer.leads or viewer.for_council or _sees(viewer, Thing.KONTROLLTILTAK)):
        yield Way("/resultatavtaler", _("Resultatavtaler"))
    if _sees(viewer, Thing.FOLLOW_UP):
        yield Way("/manedsoppfolging", _("Månedsoppfølging"), monthly=True)
    if viewer.below:
        yield Way("/samtaler", _("Samtaler"))
    if viewer.below or Role.HR in viewer.roles:
        yield Way("/resultatlonn", _("Resultatlønn"))
    if _sees(viewer, Thing.BONUS):
        yield Way("/bonus", _("Bonus"))
    if _sees(viewer, Thing.AGGREGATE) and Role.HR in viewer.roles:
        yield Way("/personal", _("Personal"))
    if _sees(viewer, Thing.AGGREGATE) and (Role.SAFETY in viewer.roles or Role.UNION in viewer.roles):
        yield Way("/hms", _("HMS"))


def _control(viewer: Viewer) -> Iterator[Way]:
    if _sees(viewer, Thing.INTERNAL_CONTROL):
        yield Way("/internkontroll", _("Internkontrollen"))
    yield Way("/regler", _("Regler"), monthly=True)
    yield Way("/reglement", _("Reglement"))
    if not seen(viewer, Thing.REGISTER).is_none:
        yield Way("/vedtak", _("Vedtak og tilsyn"))
    if _sees(viewer, Thing.TRAIL):
        yield Way("/vaktliste", _("Vaktliste"))
    if _sees(viewer, Thing.SAMPLE):
        yield Way("/stikkprover", _("Stikkprøver"))
    if _sees(viewer, Thing.REPORTING):
        yield Way("/arsrapport", _("Årsrapport"))
    if _sees(viewer, Thing.AGGREGATE) or not _sees(viewer, Thing.SUMMED):
        yield Way("/rapporter", _("Rapporter"))
    if _sees(viewer, Thing.KONTROLLTILTAK):
        yield Way("/kontrolltiltak", _("Kontrolltiltak"))
    if _sees(viewer, Thing.KONTROLLTILTAK) and Role.PRIVACY in viewer.roles:
        yield Way("/personvern", _("Personvern"))


def _running(viewer: Viewer) -> Iterator[Way]:
    if _sees(viewer, Thing.TRAIL):
        yield Way("/leveranser", _("Leveranser"))
    if _sees(viewer, Thing.RUN):
        yield Way("/kjoringer", _("Kjøringer"))
    if _sees(viewer, Thing.ARCHIVE):
        yield Way("/arkiv", _("Arkiv"))
    if _sees(viewer, Thing.NOTICE):
        yield Way("/meldinger", _("Meldinger"))
    if _sees(viewer, Thing.USERS):
        yield Way("/brukere", _("Brukere"))
        yield Way("/innstillinger", _("Innstillinger"))


def _sees(viewer: Viewer, thing: Thing) -> bool:
    return may_enter(viewer, Act.SEE, thing)
