"""Lacking: data that did not come, and samples that the control plan says and nobody has taken."""

from __future__ import annotations

from urllib.parse import quote_plus

from kontroll.domain.controlplan import ControlPeriod
from kontroll.domain.rule import Status
from kontroll.domain.sak import MISSED_CONTROL, MISSING_DATA
from kontroll.flows.samples.due_controls import control_standings
from kontroll.flows.yearly.counting import Counting, told
from kontroll.flows.yearly.things import run_of, sak_of
from kontroll.flows.yearly.year import Year
from kontroll.report.document.model import Cell, Record, Section, Table, Told
from kontroll.report.sampling.planned import every_name, period_name
from kontroll.texts import _, ngettext


def data_lacking(counting: Counting) -> Section:
    year = counting.year
    missing = [sak for sak in year.opened if sak.kind == MISSING_DATA]
    lacking = [sak for sak in year.still_open if sak.kind == MISSING_DATA]
    missed = [sak for sak in year.opened if sak.kind == MISSED_CONTROL]
    facts = year.summaries.situation.facts
    never = sorted(id for id in facts.records if not facts.table(id).delivered and _is_read(year, id))
    without = [(run, id) for run in year.done.values() for id in run.without.split(",") if id]
    figures = {
        "missing": counting.figure(
            "data-mangler",
            [sak_of(year, one) for one in missing],
            _("Saker som ble åpnet i året fordi data ikke kom innen fristen."),
        ),
        "lacking": counting.figure(
            "data-mangler-aapne",
            [sak_of(year, one) for one in lacking],
            _("Saker om data som mangler, og som var åpne da året var slutt, eller er åpne i dag."),
        ),
        "missed": counting.figure(
            "kontroller-uteble",
            [sak_of(year, one) for one in missed],
            _("Saker som ble åpnet i året fordi en kontroll ikke ble gjort når den skulle."),
        ),
        "without": counting.figure(
            "kjort-uten",
            [run_of(run) for run, _id in without],
            _("Leveranser som manglet da en måned ble kjørt, talt én gang for hver måned."),
        ),
        "never": counting.figure(
            "datasett-aldri-levert",
            [_dataset(year, id) for id in never],
            _("Datasett som en regel i bruk leser, og som aldri er levert, ikke engang tomme."),
        ),
    }
    return Section(
        id="data-mangler",
        title=_("Data som ikke kom"),
        blocks=(
            told(
                ngettext(
                    "{missing} gang kom data ikke innen fristen.",
                    "{missing} ganger kom data ikke innen fristen.",
                    len(missing),
                )
                + " "
                + ngettext(
                    "I {lacking} sak mangler de fortsatt.", "I {lacking} saker mangler de fortsatt.", len(lacking)
                ),
                **{k: figures[k] for k in ("missing", "lacking")},
            ),
            told(
                ngettext(
                    "Da månedene ble vurdert, manglet {without} leveranse.",
                    "Da månedene ble vurdert, manglet det i alt {without} leveranser.",
                    len(without),
                )
                + " "
                + ngettext(
                    "{missed} kontroll ble ikke gjort når den skulle.",
                    "{missed} kontroller ble ikke gjort når de skulle.",
                    len(missed),
                ),
                **{k: figures[k] for k in ("without", "missed")},
            ),
            told(_("{never} datasett som regler i bruk leser, er aldri levert."), never=figures["never"]),
        ),
    )


def _dataset(year: Year, id: str) -> Record:
    """It opens where its deliveries would be."""
    name = year.today.desk.rulebook.dataset(id).name
    return Record(kind=_("datasett"), id=id, name=name, address=f"/leveranser?ord={quote_plus(f'datasett/{id}')}")


def _is_read(year: Year, dataset: str) -> bool:
    return any(
        rule.dataset == dataset for rule in year.today.desk.rulebook.rules.values() if rule.status is Status.IN_USE
    )


# --- samples -------------------------------------------------------------------------------------------------------------------


def samples_lacking(counting: Counting) -> Section:
    year = counting.year
    rows: list[tuple[Cell, ...]] = []
    records: list[Record] = []
    for one in control_standings(year.today.desk, year.tx):
        lacking = [
            *(period.period for period in one.periods if not period.is_held and _ends_in(year, period.period)),
            *(period for period in one.passed_over if _ends_in(year, period)),
        ]
        for period in lacking:
            name = period_name(period, one.control.every)
            records.append(
                Record(
                    kind=_("kontroll i kontrollplanen"),
                    id=f"{one.control.id} {period.first}–{period.last}",
                    name=f"{one.control.name}, {name}",
                    address="/stikkprover/kontrollplan",
                )
            )
            rows.append((one.control.name, name))
        if not one.delivered:
            rows.append((one.control.name, _("datasettet er aldri levert")))
        elif not one.periods and not one.passed_over:
            rows.append(
                (
                    one.control.name,
                    _("{every}: ingen periode er vurdert ennå").format(every=every_name(one.control.every)),
                )
            )
    figure = counting.figure(
        "stikkprover-mangler",
        records,
        _("Kontroller og perioder i kontrollplanen som slutter i året, og som ikke har en avsluttet stikkprøve."),
    )
    blocks: list[Told | Table] = [
        told(
            ngettext(
                "{n} stikkprøve som står i kontrollplanen, er ikke gjort.",
                "{n} stikkprøver som står i kontrollplanen, er ikke gjort.",
                len(records),
            )
            + " "
            + _("Perioder før kontrollplanen begynte å gjelde, er ikke med."),
            n=figure,
        )
    ]
    if rows:
        blocks.append(
            Table(
                caption=_("Det som står i kontrollplanen, og som ikke er gjort"),
                headings=(_("Kontroll"), _("Periode")),
                numeric=(False, False),
                rows=tuple(rows),
            )
        )
    return Section(id="stikkprover-mangler", title=_("Stikkprøver som ikke er gjort"), blocks=tuple(blocks))


def _ends_in(year: Year, period: ControlPeriod) -> bool:
    return year.first <= period.last <= year.last
