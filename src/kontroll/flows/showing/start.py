"""Start: what waits for somebody when she signs in, and where she goes, by the roles she has that day.

Why in one place: whoever has two roles gets the sum of them, and each line is there because of something she may see.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from kontroll.domain.access import Act, Role, Thing, Viewer, may_enter, seen
from kontroll.domain.agenda import DEALT_WITH
from kontroll.domain.delivery import Taken
from kontroll.domain.sak import SakState
from kontroll.domain.user import UserState
from kontroll.flows.agreements.list_agreements import waiting_of
from kontroll.flows.bonus.decide_bonus import waiting_year
from kontroll.flows.monthly.seen_months import told_of_waits, waits_for_her
from kontroll.flows.pay.seen_talks import waits_for
from kontroll.flows.people.today import Today
from kontroll.flows.saker.seen_saker import seen_saker
from kontroll.flows.saker.waiting import waiting_for
from kontroll.flows.showing.steering_asked import About, about, of_hers
from kontroll.proving.lapsing import Lapse, lapsing
from kontroll.store.transaction import Transaction
from kontroll.texts import N_, _, ngettext, number

#: Days back that deliveries with errors are told of.
_DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """One thing that waits, in words. href: where it is done."""

    text: str
    href: str
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where she may go, and what for."""

    name: str
    href: str
    why: str


@dataclass(frozen=True, slots=True)
class Start:
    """roles: words for what she is here. nothing: what is said where nothing waits."""

    roles: tuple[str, ...]
    waits: tuple[Waits, ...]
    places: tuple[Place, ...]
    nothing: str


#: A role as she is told that she has it.
_CALLED = {
    Role.TOP: N_("kommunedirektør"), Role.SUPERVISORY: N_("kontrollutvalget"), Role.INTERNAL_CONTROL: N_("internkontroll"),
    Role.HR: N_("HR"), Role.UNION: N_("tillitsvalgt"), Role.SAFETY: N_("verneombud"), Role.PRIVACY: N_("personvernombud"),
    Role.AUDITOR: N_("revisor"), Role.POLITICIAN: N_("folkevalgt"), Role.ADMIN: N_("administrator"),
}  # fmt: skip
_MEASURES = (Role.HR, Role.UNION, Role.SAFETY, Role.PRIVACY)


def start_of(tx: Transaction, today: Today, viewer: Viewer) -> Start:
    called = tuple(_(name) for role, name in _CALLED.items() if role in viewer.roles)
    waits = [one for found in _WAITING for one in found(tx, today, viewer)]
    return Start(
        roles=called or (_("ansatt"),),
        waits=tuple(sorted(waits, key=lambda one: not one.urgent)),
        places=tuple(_places(viewer)),
        nothing=_nothing(viewer),
    )


# --- what waits -------------------------------------------------------------------------------------------------------


def _own_saker(tx: Transaction, today: Today, viewer: Viewer) -> Iterator[Waits]:
    """To answer, to decide, to close, or to do what was promised."""
    if viewer.person is None or not may_enter(viewer, Act.SEE, Thing.SAK):
        return
    at = tx.saker.table.c
    hers = at.state != SakState.CLOSED, waiting_for(tx, today, viewer)
    late = tx.saker.count(*hers, at.deadline < today.day)
    if late:
        told = ngettext(
            "{count} sak venter på deg, og fristen er ute", "{count} saker venter på deg med fristen ute", late
        )
        yield Waits(text=told.format(count=number(late)), href="/ko?venter=meg&frist=ute", urgent=True)
    if count := tx.saker.count(*hers) - late:
        told = ngettext("{count} sak venter på deg", "{count} saker venter på deg", count)
        yield Waits(text=told.format(count=number(count)), href="/ko?venter=meg")
    promised = tx.tiltak.table.c
    if count := tx.tiltak.count(promised.owner == viewer.person, promised.done.is_(None)):
        told = ngettext("{count} tiltak du har lovet å gjøre", "{count} tiltak du har lovet å gjøre", count)
        yield Waits(text=told.format(count=number(count)), href="/saker")


def _talks(tx: Transaction, today: Today, viewer: Viewer) -> Iterator[Waits]:
    """What is between her and one other: nobody else has it on any page."""
    if count := waits_for(tx, today, viewer):
        told = ngettext("{count} samtale venter på deg", "{count} samtaler venter på deg", count)
        yield Waits(text=told.format(count=number(count)), href="/samtaler")


def _agreements(tx: Transaction, today: Today, viewer: Viewer) -> Iterator[Waits]:
    if count := waiting_of(tx, today, viewer):
        told = ngettext("{count} resultatavtale venter på deg", "{count} resultatavtaler venter på deg", count)
        yield Waits(text=told.format(count=number(count)), href="/resultatavtaler")


def _bonus(tx: Transaction, today: Today, viewer: Viewer) -> Iterator[Waits]:
    if (year := waiting_year(tx, today, viewer)) is not None:
        yield Waits(
            text=_("Bonus for {year} venter på at du avgjør").format(year=year), href=f"/bonus/{year}/avgjorelse"
        )


def _months(tx: Transaction, today: Today, viewer: Viewer) -> Iterator[Waits]:
    for text, urgent in told_of_waits(waits_for_her(tx, today, viewer)):
        yield Waits(text=text, href="/manedsoppfolging", urgent=urgent)


def _news(tx: Transaction, today: Today, viewer: Viewer) -> Iterator[Waits]:
    if viewer.person is None or not may_enter(viewer, Act.SEE, Thing.NOTICE):
        return
    at = tx.notices.table.c
    since = today.day - timedelta(days=_DAYS)
    new = at.seen_at.is_(None), at.created >= since, at.confined.is_(False)
    saker = tx.notices.distinct("sak", at.recipient == viewer.person, *new)
    if count := len([one for one in saker if one is not None]):
        told = ngettext(
            "{count} sak du er varslet om og ikke har åpnet", "{count} saker du er varslet om og ikke har åpnet", count
        )
        yield Waits(text=told.format(count=number(count)), href="/meldinger")


def _whole(tx: Transaction, today: Today, viewer: Viewer) -> Iterator[Waits]:
    """For those who answer for many: what is late and nobody has asked about."""
    if not {Role.TOP, Role.SUPERVISORY}.intersection(viewer.roles):
        return
    wanted, hers = about(tx, today), of_hers(tx, viewer)
    if count := tx.saker.count(wanted[About.SILENT], *hers):
        told = ngettext(
            "{count} overordnet har ikke spurt om det som er løftet",
            "{count} overordnede har ikke spurt om det som er løftet",
            count,
        )
        yield Waits(text=told.format(count=number(count)), href="/styring/saker?hva=overordnet-spor-ikke", urgent=True)
    if count := tx.saker.count(wanted[About.OVERDUE], *hers):
        told = ngettext("{count} sak er over fristen", "{count} saker er over fristen", count)
        yield Waits(text=told.format(count=number(count)), href="/styring/saker?hva=over-frist")


def _supervised(tx: Transaction, today: Today, viewer: Viewer) -> Iterator[Waits]:
    """For all of the kontrollutvalg: notices go to whoever leads it, and the others learn it here."""
    if Role.SUPERVISORY not in viewer.roles or not may_enter(viewer, Act.SEE, Thing.SAK):
        return
    if count := tx.saker.count(tx.saker.table.c.state != SakState.CLOSED, *seen_saker(tx, viewer)):
        told = ngettext(
            "{count} åpen sak om det kommunedirektøren selv svarer for",
            "{count} åpne saker om det kommunedirektøren selv svarer for",
            count,
        )
        yield Waits(text=told.format(count=number(count)), href="/saker")


def _agenda(tx: Transaction, today: Today, viewer: Viewer) -> Iterator[Waits]:
    """Points of the yearly agenda whose month has come, for whoever leads the group that takes them up."""
    if Role.TOP not in viewer.roles:
        return
    at = tx.agenda_points.table.c
    count = tx.agenda_points.count(at.state.not_in(DEALT_WITH), at.month <= today.day.month, at.year == today.day.year)
    if count:
        told = ngettext(
            "{count} punkt i årshjulet for internkontrollen skal tas opp",
            "{count} punkter i årshjulet for internkontrollen skal tas opp",
            count,
        )
        yield Waits(text=told.format(count=number(count)), href="/internkontroll/arshjul")


def _measures(tx: Transaction, today: Today, viewer: Viewer) -> Iterator[Waits]:
    """Control measures towards employees that must be looked at again."""
    if not {Role.INTERNAL_CONTROL, *_MEASURES}.intersection(viewer.roles):
        return
    due = [one for one in lapsing(today.desk.rulebook, today.day) if one.what in (Lapse.EVALUATION, Lapse.MEASURE)]
    over = sum(one.is_over(today.day) for one in due)
    if over:
        told = ngettext(
            "{count} kontrolltiltak skulle vært evaluert", "{count} kontrolltiltak skulle vært evaluert", over
        )
        yield Waits(text=told.format(count=number(over)), href="/kontrolltiltak", urgent=True)
    if count := len(due) - over:
        told = ngettext(
            "{count} kontrolltiltak skal snart evalueres", "{count} kontrolltiltak skal snart evalueres", count
        )
        yield Waits(text=told.format(count=number(count)), href="/kontrolltiltak")


def _deliveries(tx: Transaction, today: Today, viewer: Viewer) -> Iterator[Waits]:
    if not {Role.ADMIN, Role.INTERNAL_CONTROL}.intersection(viewer.roles) or not may_enter(
        viewer, Act.SEE, Thing.DELIVERY
    ):
        return
    refused = [
        one for one in tx.deliveries.known() if one.taken is not Taken.TAKEN and _since(today, one.received.date())
    ]
    if refused:
        told = ngettext(
            "{count} leveranse ble avvist de siste {days} dagene",
            "{count} leveranser ble avvist de siste {days} dagene",
            len(refused),
        )
        yield Waits(text=told.format(count=number(len(refused)), days=_DAYS), href="/leveranser?vis=avvist")


def _users(tx: Transaction, today: Today, viewer: Viewer) -> Iterator[Waits]:
    if Role.ADMIN not in viewer.roles:
        return
    without = [one for one in tx.users.where(state=UserState.ACTIVE) if one.login and one.password is None]
    if without:
        told = ngettext("{count} bruker har ikke valgt passord", "{count} brukere har ikke valgt passord", len(without))
        yield Waits(text=told.format(count=number(len(without))), href="/brukere")


def _since(today: Today, day: date) -> bool:
    return day >= today.day - timedelta(days=_DAYS)


_WAITING: tuple[Callable[[Transaction, Today, Viewer], Iterator[Waits]], ...] = (
    _own_saker, _talks, _agreements, _bonus, _months, _whole, _supervised, _agenda, _news, _measures, _deliveries, _users,
)  # fmt: skip


# --- where to go ------------------------------------------------------------------------------------------------------


def _places(viewer: Viewer) -> Iterator[Place]:
    """What there is for her, the most important first."""
    sees = {thing for thing in Thing if may_enter(viewer, Act.SEE, thing)}
    units = seen(viewer, Thing.UNIT).enheter
    if units is None or units - viewer.leads:
        yield Place(
            _("Styring"),
            "/styring",
            _("alt på én side: områder, utvikling, hvem som følger opp, og hva som ikke er kontrollert"),
        )
    if Thing.SUMMED in sees:
        yield Place(_("Sammendrag for folkevalgte"), "/politisk", _("tall for hele kommunen, uten enheter og personer"))
    if Thing.INTERNAL_CONTROL in sees:
        yield Place(
            _("Internkontrollen"),
            "/internkontroll",
            _("hva som kan vises av kommuneloven § 25-1, hva som mangler, og hvordan kontrollen selv virker"),
        )
    if not seen(viewer, Thing.REGISTER).is_none:
        yield Place(
            _("Vedtak og tilsyn"),
            "/vedtak",
            _("det folkevalgte har vedtatt, funn fra tilsyn og revisjon, og saker som utredes"),
        )
    if Thing.ISSUED in sees:
        yield Place(_("Rapporter"), "/rapporter", _("rapportene til kommunestyret, slik de ble utgitt"))
    if Thing.SMALL in sees:
        yield Place(_("Måneden i tall"), "/oversikt", _("hva som er kontrollert, hva som slo ut, og hva som er ukjent"))
    if Thing.MEASURE in sees:
        yield Place(
            _("Målekart"), "/malekart", _("tallene hver enhet ledes etter, og balansehåndboken om hvert av dem")
        )
    if Thing.TRAIL in sees:
        yield Place(_("Køen"), "/ko", _("alle saker, med utvalg og Excel-fil"))
        yield Place(_("Vaktlisten"), "/vaktliste", _("leverandører og personer som flere regler peker på"))
    elif Thing.SAK in sees:
        yield Place(_("Saker"), "/saker", _("de du har noe med å gjøre"))
    if Thing.FOLLOW_UP in sees:
        yield Place(
            _("Månedsoppfølging"), "/manedsoppfolging", _("avvik i økonomi og sykefravær, og hva lederne sier om dem")
        )
    if Thing.AGREEMENT in sees:
        yield Place(_("Resultatavtaler"), "/resultatavtaler", _("hva ledere har avtalt for året, og hvordan det går"))
    if Thing.BONUS in sees:
        yield Place(_("Bonus"), "/bonus", _("hvorfor hvert tjenestested får den eller ikke, og hva som er avgjort"))
    if Thing.SAMPLE in sees:
        yield Place(_("Stikkprøver"), "/stikkprover", _("hva som er trukket, hvordan, og hva det viste"))
    if viewer.below and Thing.TALK in sees:
        yield Place(
            _("Samtaler"), "/samtaler", _("egne samtaler mellom deg og en leder, og mellom deg og den over deg")
        )
    if Thing.PAY in sees and (viewer.below or {Role.HR, Role.AUDITOR}.intersection(viewer.roles)):
        yield Place(_("Resultatlønn"), "/resultatlonn", _("det som er målt, vurdert og avgjort for hver leder"))
    if Thing.DELIVERY in sees and (Role.ADMIN in viewer.roles or Thing.TRAIL in sees):
        yield Place(_("Leveranser"), "/leveranser", _("det som er levert, med feilene, og det som mangler"))
    if Thing.AGGREGATE in sees and Role.HR in viewer.roles:
        yield Place(_("Personal"), "/personal", _("sykefravær, arbeidstid, opplæring og HMS i tall for hele kommunen"))
    if Thing.AGGREGATE in sees and {Role.SAFETY, Role.UNION}.intersection(viewer.roles):
        yield Place(
            _("Helse, miljø og sikkerhet"), "/hms", _("arbeidsmiljø og meldte HMS-avvik i tall for hele kommunen")
        )
    if Thing.KONTROLLTILTAK in sees and (Role.PRIVACY in viewer.roles or Thing.TRAIL in sees):
        yield Place(_("Personvern"), "/personvern", _("hva som er lagret om personer, hvorfor, hvor lenge og for hvem"))
    if Thing.KONTROLLTILTAK in sees:
        yield Place(
            _("Kontrolltiltak"), "/kontrolltiltak", _("regler som ser på enkeltpersoner, drøftinger og evalueringer")
        )
    if Thing.RUN in sees:
        yield Place(_("Kjøringer"), "/kjoringer", _("at kontrollen gikk, hva den visste, og hva den endret"))
    if Thing.USERS in sees:
        yield Place(_("Brukere"), "/brukere", _("hvem som kan logge inn, og med hvilke roller"))
    if Thing.SETTINGS in sees:
        yield Place(_("Innstillinger"), "/innstillinger", _("hvordan kontroll er satt opp"))
    if Thing.NOTICE in sees and viewer.person is not None:
        yield Place(_("Meldinger"), "/meldinger", _("det du er varslet om"))
    if Thing.REPORT in sees:
        yield Place(_("Meld et avvik"), "/meld", _("noe som ikke er som det skal, i tre klikk"))
    yield Place(_("Regler"), "/regler", _("det kommunen kontrollerer, i vanlige ord, med hjemmel"))
    yield Place(_("Skal-registeret"), "/reglement/skal-register", _("hver skal-setning, og hva som kontrollerer den"))
    yield Place(_("Reglement"), "/reglement", _("det alle skal kjenne"))


def _nothing(viewer: Viewer) -> str:
    if Role.AUDITOR in viewer.roles:
        return _("Ingenting venter på deg. Du leser alt, tar med deg listene som Excel-filer, og endrer ingenting.")
    if Role.ADMIN in viewer.roles:
        return _(
            "Ingenting venter på deg. Du styrer brukere og innstillinger, og ser verken avvik, saker eller personlige felt."
        )
    if Role.POLITICIAN in viewer.roles:
        return _("Ingenting venter på deg. Du ser tall for hele kommunen, og aldri enkeltsaker eller personer.")
    return _("Ingenting venter på deg.")
