"""Evaluation section: how well the control itself worked in a year, as a chapter of a report. Of few saker nothing is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from kontroll.domain.agenda import DEALT_WITH, AgendaPoint, Point
from kontroll.domain.month import Month
from kontroll.report.document.model import Block, Cell, Figure, Items, Record, Section, Table, Told
from kontroll.report.few import LEAST, split
from kontroll.report.internal_control.counted import Counted, told
from kontroll.report.internal_control.evaluation import AreaEvaluation, ControlEvaluation, RuleEvaluation
from kontroll.texts import _, month_name

ID = "evaluering"


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluatedYear:
    """last: the last month that was judged; saker are of the whole year. agenda: the year's points, each with its title, "" = it
    is deleted. control_risk: as the policy says.
    """

    found: ControlEvaluation
    last: Month
    agenda: Sequence[tuple[AgendaPoint, str]]
    control_risk: int


def evaluation_section(counted: Counted, year: EvaluatedYear) -> Section:
    found = year.found
    title = _("Evaluering av kontrollen")
    if not found.rules:
        lead = _("Ingen regel har vurdert noe i dette året. Da er det ikke kjent om kontrollen virker.")
        return Section(id=ID, title=title, drafted=(Told((lead,)),))
    return Section(
        id=ID,
        title=title,
        drafted=(
            Told(
                (
                    _(
                        "Kommuneloven § 25-1 bokstav e krever at internkontrollen evalueres og forbedres. Her er den evaluert "
                        "fra {first} til {last}: om reglene har rett, hva de ikke ser, og hvor fort det som ble funnet, ble "
                        "lukket."
                    ).format(first=month_name(found.first), last=month_name(year.last)),
                )
            ),
        ),
        parts=(
            _right(counted, found),
            _speed(counted, found.areas),
            _sentences(counted, year),
            _missed(found),
            _agenda(counted, year.agenda),
        ),
    )


# --- are the rules right ------------------------------------------------------------------------------------------------


def _right(counted: Counted, found: ControlEvaluation) -> Section:
    rules = found.rules
    bites = [one for one in rules if one.bites]
    decided = [id for one in found.every for id in one.decided]
    false = [id for one in found.every for id in one.false]
    drafted = [
        told(
            _(
                "{rules} regler hadde noe å vurdere. {struck} av dem slo ut minst én gang, og {silent} slo aldri ut. {bites} "
                "av dem besto i siste kjøring alle prøvene på egne eksempler: noen der de skal slå ut, og noen der de ikke skal."
            ),
            {
                "rules": counted.figure(
                    "ev-regler",
                    _rules(rules),
                    _("Regler som skulle vurdere noe i året. Regler for bonus, lønn og samtaler er ikke med."),
                ),
                "struck": counted.figure(
                    "ev-regler-slo-ut",
                    _rules(one for one in rules if one.struck),
                    _("Regler som slo ut minst én gang."),
                ),
                "silent": counted.figure(
                    "ev-regler-stille", _rules(found.silent), _("Regler som fikk kjente svar, og aldri slo ut.")
                ),
                "bites": counted.figure(
                    "ev-regler-biter",
                    _rules(bites),
                    _("Regler som i årets siste kjøring besto alle sine egne prøver, både der de skal slå ut og ikke."),
                ),
            },
        ),
        *_alarms(counted, decided, false, found.others_right),
    ]
    return Section(id="ev-treff", title=_("Har reglene rett?"), drafted=tuple(drafted))


def _alarms(counted: Counted, decided: Sequence[str], false: Sequence[str], others: int) -> Iterator[Told]:
    """others: what is left of the report's number of saker with medhold when these are taken away. It may be too small."""
    if not decided:
        yield Told((_("Ingen saker om regler er avgjort. Det er ikke kjent hvor ofte reglene tar feil."),))
        return
    parts = split([("false", len(false)), ("right", len(decided) - len(false))])
    if parts.total is None:
        yield Told((_("Så få saker om regler er avgjort at tallet ikke vises."),))
        return
    what = _("Saker om en regel som ble lukket i året, og der det er kjent om regelen hadde rett.")
    figures: dict[str, Figure | str] = {"decided": counted.figure("ev-avgjort", _saker(decided), what)}
    if parts.parts[0].value is None or 0 < others < LEAST:
        few = _(
            "{decided} saker ble avgjort. Hvor mange som var falsk alarm, vises ikke: for få saker kunne regnes ut av det."
        )
        yield told(few, figures)
        return
    alarms = _(
        "Av dem: saker der internkontrollen ga medhold til den som var uenig med regelen. Saker som ikke er om en regel, som "
        "om data som mangler, kan også ende med medhold. De er ikke falsk alarm, og er ikke med."
    )
    figures["false"] = counted.figure("ev-falske", _saker(false), alarms)
    yield told(_("{decided} saker ble avgjort. {false} av dem var falsk alarm."), figures)


# --- how fast -----------------------------------------------------------------------------------------------------------


def _speed(counted: Counted, areas: Sequence[AreaEvaluation]) -> Section:
    named = [one for one in areas if one.every]
    shown = {part.name: part.value is not None for part in split([(one.id, len(one.closed)) for one in named]).parts}
    rows: list[tuple[Cell, ...]] = [_row(counted, one, shown=shown[one.id]) for one in named]
    table = Table(
        caption=_("Lukkede saker etter fagområde, og dager fra de ble åpnet"),
        headings=(_("Fagområde"), _("Lukkede saker"), _("Dager, median")),
        numeric=(False, True, True),
        rows=tuple(rows),
        note=_("Halvparten av sakene tok så lang tid eller kortere. Saker som falt bort, er ikke med."),
    )
    return Section(id="ev-tid", title=_("Hvor fort avvik blir lukket"), blocks=(table,))


def _row(counted: Counted, one: AreaEvaluation, *, shown: bool) -> tuple[Cell, ...]:
    area = one.id or "andre"
    records = [
        Record(kind=_("sak"), id=sak.id, address=f"/sak/{quote(sak.id, safe='')}", value=sak.days) for sak in one.closed
    ]
    what = _("Saker om regler i fagområdet {area} som ble lukket i året, uten dem som falt bort.").format(area=one.name)
    closed = counted.figure(f"ev-lukket-{area}", _saker(sak.id for sak in one.closed), what, shown=shown)
    if not shown or len(records) < LEAST:
        return one.name, closed, "–"
    days = _("Dager fra saken ble åpnet, til den ble lukket, av de samme sakene.")
    return one.name, closed, counted.middle(f"ev-dager-{area}", records, days, "")


# --- what nothing controls ----------------------------------------------------------------------------------------------


def _sentences(counted: Counted, year: EvaluatedYear) -> Section:
    found = year.found.sentences
    now = _("Regnet slik reglementene og reglene står den dagen tallene er fra.")
    figures = {
        name: counted.figure(
            f"ev-skal-{name}", [record for one in found for record in getattr(one, field)], f"{what} {now}"
        )
        for name, field, what in (
            ("alle", "all", _("Setninger i kommunens reglementer som binder noen.")),
            ("regel", "machine", _("Skal-setninger som en regel i bruk eller på prøve kontrollerer.")),
            (
                "stikkprove",
                "sample",
                _("Skal-setninger som er merket med stikkprøve, og som ingen regel kontrollerer."),
            ),
            ("ingen", "none", _("Skal-setninger som verken en regel eller en stikkprøve kontrollerer.")),
        )
    }
    rows: list[tuple[Cell, ...]] = [
        (
            one.name,
            counted.figure(f"ev-skal-ingen-{one.reglement}", one.none, _("Av reglementet: ikke kontrollert. ") + now),
            counted.figure(
                f"ev-skal-alvorlig-{one.reglement}",
                one.gravest,
                _("Av dem: med risiko {risk} eller mer. ").format(risk=year.control_risk) + now,
            ),
        )
        for one in found
    ]
    table = Table(
        caption=_("Skal-setninger som ingenting kontrollerer"),
        headings=(
            _("Reglement"),
            _("Ikke kontrollert"),
            _("Av dem med risiko {n} eller høyere").format(n=year.control_risk),
        ),
        numeric=(False, True, True),
        rows=tuple(rows),
        note=_("Risikoen går fra 1 til 5."),
    )
    lead = told(
        _("Kommunens reglementer har {alle} skal-setninger. {regel} av dem har en regel, {stikkprove} er merket for "
          "stikkprøve, og {ingen} har ingen kontroll."),
        figures,
    )  # fmt: skip
    return Section(
        id="ev-skal", title=_("Krav ingenting kontrollerer"), drafted=(lead,), blocks=(table,) if rows else ()
    )


def _missed(found: ControlEvaluation) -> Section:
    """What the draws say, each in its own sentence with its bounds."""
    items = tuple(
        Told((f"{one.name}{f', {one.period}' if one.period else ''}: {' '.join(one.sentences)}",))
        for one in found.controls
    )
    if not items:
        lead = _("Kommunen har ingen kontrollplan. Hvor mye reglene overser, er ikke kjent.")
        return Section(id="ev-overser", title=_("Hva reglene overser"), drafted=(Told((lead,)),))
    lead = _(
        "Stikkprøver blant poster ingen regel slo ut for, viser hvor mye reglene høyst overser. Der det ikke er trukket noen, "
        "er det ikke kjent."
    )
    blocks: tuple[Block, ...] = (Items(items),)
    return Section(id="ev-overser", title=_("Hva reglene overser"), drafted=(Told((lead,)),), blocks=blocks)


# --- what came of it ----------------------------------------------------------------------------------------------------


def _agenda(counted: Counted, agenda: Sequence[tuple[AgendaPoint, str]]) -> Section:
    title = _("Årshjulet for ledergruppen")
    if not agenda:
        none = _("Det er ikke laget noe årshjul for internkontrollen dette året.")
        return Section(id="ev-aarshjul", title=title, drafted=(Told((none,)),))
    dealt = [pair for pair in agenda if pair[0].state in DEALT_WITH]
    lead = told(
        _(
            "Årshjulet for året har {all} punkter som er foreslått for ledergruppen. {dealt} av dem er avgjort eller lagt til "
            "side, og {changed} førte til at noe ble endret."
        ),
        {
            "all": counted.figure("ev-punkter", _points(agenda), _("Punkter i årets årshjul for internkontrollen.")),
            "dealt": counted.figure(
                "ev-punkter-behandlet", _points(dealt), _("Punkter som er avgjort, eller lagt til side med en grunn.")
            ),
            "changed": counted.figure(
                "ev-punkter-endret",
                _points(pair for pair in dealt if pair[0].changed),
                _("Punkter der ledergruppen bestemte at noe skulle endres."),
            ),
        },
    )  # fmt: skip
    items = tuple(
        Told((_("{title}: {state}").format(title=name, state=_(one.state.value)),))
        for one, name in agenda
        if name and one.point is not Point.OWN
    )
    return Section(id="ev-aarshjul", title=title, drafted=(lead,), blocks=(Items(items),) if items else ())


def _points(pairs: Iterable[tuple[AgendaPoint, str]]) -> list[Record]:
    return [
        Record(kind=_("punkt i årshjulet"), id=one.id, name=name, address=f"/internkontroll/arshjul/{one.id}")
        for one, name in pairs
    ]


def _rules(rules: Iterable[RuleEvaluation]) -> list[Record]:
    return [
        Record(kind=_("regel"), id=one.rule, name=one.name, address=f"/regel/{quote(one.rule, safe='')}")
        for one in rules
    ]


def _saker(ids: Iterable[str]) -> list[Record]:
    return [Record(kind=_("sak"), id=id, address=f"/sak/{quote(id, safe='')}") for id in ids]
