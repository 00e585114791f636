"""Propose: what the leader group should take up of its own control, each with the reason: what the evaluation and the map show.

Why only what is over a limit in the policy: an agenda of everything is read by nobody. Why never more than is there: where
nothing is wrong, there is nothing to take up, and the agenda says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from kontroll.domain.agenda import Point
from kontroll.domain.internalcontrol import AgendaLimits, Criterion, Kind
from kontroll.flows.internal_control.control_map import Cell, ControlMap, control_map
from kontroll.flows.internal_control.documented import documented
from kontroll.flows.internal_control.evaluate import evaluation
from kontroll.flows.internal_control.improved import improved
from kontroll.flows.internal_control.look import Look
from kontroll.flows.internal_control.routines import routines
from kontroll.report.internal_control.evaluation import AreaEvaluation, ControlEvaluation, RuleEvaluation, median
from kontroll.report.internal_control.words import LETTERS, lacking_told
from kontroll.report.proof import share
from kontroll.texts import _, listed, ngettext, number

_CONTROL, _TOP = "internkontroll", "kommunedirektor"
_GRAVEST = 5
#: So many are named in one reason.
_NAMED = 5
_EVALUATION, _MAP, _PLAN = "/internkontroll/evaluering", "/internkontroll", "/stikkprover/kontrollplan"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """title, reason: whole sentences, with nobody in them. gravity: 1–5. owner: a word of varsling.yaml."""

    point: Point
    subject: str
    area: str
    title: str
    reason: str
    gravity: int
    owner: str
    address: str


def proposals(look: Look) -> list[Proposal]:
    """Of the last twelve months, the gravest first."""
    limits = look.today.desk.policies.internal_control.agenda
    found = evaluation(look, look.months[0], look.months[-1])
    made = [
        *_rules(look, found, limits),
        *_areas(look, found, limits),
        *_sentences(look, found),
        *_samples(found),
        *_documents(look),
        *_levels(control_map(look), limits),
    ]
    return sorted(made, key=lambda one: (-one.gravity, list(Point).index(one.point), one.subject))


# --- rules ------------------------------------------------------------------------------------------------------------


def _rules(look: Look, found: ControlEvaluation, limits: AgendaLimits) -> Iterator[Proposal]:
    risks = {one.id: one.risk for one in look.today.desk.policies.internal_control.areas}
    for one in found.rules:
        false, decided = len(one.false), len(one.decided)
        if decided >= limits.least_decided and 100 * false >= limits.false_share * decided:
            yield Proposal(
                point=Point.FALSE_ALARMS,
                subject=one.rule,
                area=one.area,
                title=_("Regelen «{name}» tar ofte feil").format(name=one.name),
                reason=_(
                    "{false} av {decided} avgjorte saker var falsk alarm ({share} %). Ledere bruker tid på det som ikke er "
                    "avvik, og slutter å ta meldingene alvorlig. Skal regelen endres?"
                ).format(false=number(false), decided=number(decided), share=share(false, decided)),
                gravity=risks.get(one.area, 3),
                owner=_CONTROL,
                address=_rule(one.rule),
            )
    silent = [one for one in found.rules if one.quiet >= limits.silent]
    if silent:
        yield Proposal(
            point=Point.SILENT,
            subject="",
            area="",
            title=ngettext("{n} regel slår aldri ut", "{n} regler slår aldri ut", len(silent)).format(
                n=number(len(silent))
            ),
            reason=_(
                "De har virket i minst {months} måneder på rad uten å slå ut: {names}. Deres egne eksempler får dem til å slå ut "
                "når de skal. Blir kravet alltid fulgt, eller ser regelen på feil sted?"
            ).format(months=number(limits.silent), names=_named([one.name for one in silent])),
            gravity=1,
            owner=_CONTROL,
            address=f"{_EVALUATION}#stille",
        )
    if found.toothless:
        yield _toothless(found.toothless)


def _toothless(rules: tuple[RuleEvaluation, ...]) -> Proposal:
    return Proposal(
        point=Point.UNPROVEN,
        subject="",
        area="",
        title=ngettext("{n} kontroll er ikke vist å virke", "{n} kontroller er ikke vist å virke", len(rules)).format(
            n=number(len(rules))
        ),
        reason=_(
            "I den siste kjøringen slo de ikke ut på sine egne eksempler, eller de har ingen: {names}. At de ikke fant noe, sier "
            "da ingenting."
        ).format(names=_named([one.name for one in rules])),
        gravity=_GRAVEST,
        owner=_CONTROL,
        address=f"{_EVALUATION}#virker",
    )


# --- areas ------------------------------------------------------------------------------------------------------------


def _areas(look: Look, found: ControlEvaluation, limits: AgendaLimits) -> Iterator[Proposal]:
    risks = {one.id: one.risk for one in look.today.desk.policies.internal_control.areas}
    for one in found.areas:
        due, in_time = len(one.due), len(one.in_time)
        if one.id and due >= limits.least_decided and 100 * in_time < limits.punctual * due:
            yield _unpunctual(one, risks[one.id])
        days = median([sak.days for sak in one.closed])
        if one.id and days is not None and len(one.closed) >= limits.least_decided and days > limits.days:
            yield Proposal(
                point=Point.SLOW,
                subject=one.id,
                area=one.id,
                title=_("{area}: det går lang tid til avvik blir lukket").format(area=one.name),
                reason=_(
                    "Halvparten av de {count} sakene som ble lukket, tok {days} dager eller mer fra de ble åpnet. Grensen er "
                    "{limit}."
                ).format(count=number(len(one.closed)), days=number(days), limit=number(limits.days)),
                gravity=risks[one.id],
                owner=_TOP,
                address=f"{_EVALUATION}#omraader",
            )


def _unpunctual(one: AreaEvaluation, risk: int) -> Proposal:
    due, in_time = len(one.due), len(one.in_time)
    return Proposal(
        point=Point.UNPUNCTUAL,
        subject=one.id,
        area=one.id,
        title=_("{area}: for mange avvik blir ikke besvart i tide").format(area=one.name),
        reason=_("{in_time} av {due} saker det siste året ble besvart innen fristen ({share} %).").format(
            in_time=number(in_time), due=number(due), share=share(in_time, due)
        ),
        gravity=risk,
        owner=_TOP,
        address=f"{_EVALUATION}#omraader",
    )


# --- sentences, samples and documents -----------------------------------------------------------------------------------


def _sentences(look: Look, found: ControlEvaluation) -> Iterator[Proposal]:
    owners = {one.id: one.owner for one in look.today.desk.reglementer.all}
    areas = look.today.desk.policies.internal_control.areas
    for one in found.sentences:
        if one.gravest:
            count = len(one.gravest)
            yield Proposal(
                point=Point.UNCONTROLLED,
                subject=one.reglement,
                area=next((area.id for area in areas if one.reglement in area.reglementer), ""),
                title=ngettext(
                    "{name}: {n} krav med høyeste risiko kontrolleres ikke",
                    "{name}: {n} krav med høyeste risiko kontrolleres ikke",
                    count,
                ).format(name=one.name, n=number(count)),
                reason=_(
                    "Ingen regel og ingen stikkprøve ser på {places} i reglementet. Kan det kontrolleres, eller skal det "
                    "stå at det ikke gjøres?"
                ).format(places=_points([record.id for record in one.gravest])),
                gravity=_GRAVEST,
                owner=owners.get(one.reglement) or _CONTROL,
                address=f"/reglement/{quote(one.reglement, safe='')}",
            )


def _samples(found: ControlEvaluation) -> Iterator[Proposal]:
    late = [one for one in found.controls if one.overdue]
    if late:
        yield Proposal(
            point=Point.NOT_SAMPLED,
            subject="",
            area="",
            title=_("Stikkprøver i kontrollplanen er ikke tatt i tide"),
            reason=_("Det gjelder {names}. Hvor mye som er feil der, er ukjent.").format(
                names=listed([one.name.lower() for one in late])
            ),
            gravity=4,
            owner=_CONTROL,
            address=_PLAN,
        )
    for one in found.controls:
        if one.missed is not None and one.missed.wrong:
            yield Proposal(
                point=Point.MISSED,
                subject=one.control,
                area=one.area,
                title=_("Reglene overser feil blant {name}").format(name=one.name.lower()),
                reason=" ".join(one.sentences),
                gravity=4,
                owner=_CONTROL,
                address=_PLAN,
            )


def _documents(look: Look) -> Iterator[Proposal]:
    whole = look.places[0]
    shown = {one.criterion: one for of in (routines, documented, improved) for one in of(look, whole)}
    told = (
        (Criterion.REVISED, Point.UNREVISED, _("Reglementer er over datoen for revisjon"),
         _("Datoen for neste revisjon er gått, eller det er ikke satt noen, for {names}."), 3, "/reglement"),
        (Criterion.APPROVED, Point.UNAPPROVED, _("Regler er i bruk uten å være godkjent slik de står"),
         _("Det gjelder {names}. Til de er godkjent, får ingen vite hva de finner."), 4, "/regler"),
        (Criterion.REVIEWED, Point.UNREVIEWED, _("Reglementet er endret, og reglene er ikke gjennomgått"),
         _("Det gjelder {names}. Reglene kan kontrollere noe annet enn det som nå er vedtatt."), 4, "/regler"),
        (Criterion.MEASURES, Point.MEASURES, _("Kontrolltiltak er ikke evaluert i tide"),
         _("Det gjelder {names}. Arbeidsmiljøloven § 9-2 krever jevnlig evaluering."), 4, "/kontrolltiltak"),
    )  # fmt: skip
    for criterion, point, title, reason, gravity, address in told:
        lacking = shown[criterion].lacking if criterion in shown else ()
        if lacking:
            yield Proposal(
                point=point,
                subject="",
                area="",
                title=title,
                reason=reason.format(names=_named([record.name or record.id for record in lacking])),
                gravity=gravity,
                owner=_CONTROL,
                address=address,
            )


# --- the map ----------------------------------------------------------------------------------------------------------


def _levels(found: ControlMap, limits: AgendaLimits) -> Iterator[Proposal]:
    for cell in found.cells.values():
        # That the agenda itself is not dealt with is no point of it.
        if cell.place.kind is not Kind.WHOLE or cell.level >= limits.level or not _may_be_taken_up(cell):
            continue
        title, _law = LETTERS[cell.letter]
        yield Proposal(
            point=Point.IMMATURE,
            subject=cell.letter.value,
            area="",
            title=_("§ 25-1 {letter}, {title}, er på nivå {level}").format(
                letter=cell.letter.value, title=_(title).lower(), level=cell.level
            ),
            reason=" ".join(lacking_told(demand, cell.evidence.get(demand.criterion)) for demand in cell.lacking)
            or _("Et menneske har satt nivået lavere enn det som er vist."),
            gravity=3,
            owner=_TOP,
            address=f"{_MAP}/{cell.letter.value}",
        )


def _may_be_taken_up(cell: Cell) -> bool:
    about = {demand.criterion for demand in cell.lacking}
    return not about or bool(about - {Criterion.EVALUATED, Criterion.CHANGED})


def _rule(id: str) -> str:
    return f"/regel/{quote(id, safe='')}"


def _points(ids: list[str]) -> str:
    """`punkt 2.2 og 3.1`: numbers, without the reglement that each stands in."""
    return ngettext("punkt {points}", "punktene {points}", len(ids)).format(
        points=_some([id.rpartition(" ")[2] for id in ids])
    )


def _named(names: list[str]) -> str:
    return _some([f"«{name}»" for name in names])


def _some(words: list[str]) -> str:
    left = len(words) - _NAMED
    shown = words if left <= 0 else words[:_NAMED]
    return listed([*shown, *([_("{n} til").format(n=number(left))] if left > 0 else [])])
