"""Report: everything about a draw gathered into what a revisor and the kontrollutvalg read; frozen when it is concluded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from kontroll.domain.dataset import DataSet
from kontroll.domain.draw import Draw, DrawnItem, DrawState
from kontroll.domain.drawplan import PlanChoices
from kontroll.flows.people.today import Today
from kontroll.flows.saker.acting import today_of
from kontroll.flows.samples.draw_plan import PLAN, SAMPLE
from kontroll.flows.samples.evaluate_draw import evaluation_of
from kontroll.flows.samples.population import LIST
from kontroll.flows.samples.trial import trials_of
from kontroll.flows.samples.with_draw import choices_of, populations_of
from kontroll.report.plainly.context import Context
from kontroll.report.plainly.sentence import numbered
from kontroll.report.plainly.tree import tree
from kontroll.report.sampling.draw_material import DrawFile, Material
from kontroll.report.sampling.draw_report import DrawReport
from kontroll.report.sampling.drawn_report import draw_report
from kontroll.report.sampling.noun import plural
from kontroll.report.sampling.report_json import report_from, report_text
from kontroll.report.sampling.settled import settled
from kontroll.rulebook.filters import read_filter
from kontroll.store.transaction import Transaction
from kontroll.wiring import Desk

REPORT = "rapport.json"
_PUBLIC = (LIST, PLAN, SAMPLE)


def report_of(desk: Desk, tx: Transaction, draw: Draw, now: datetime) -> DrawReport:
    """As it stands now, with everything that is only for the kommune itself; `public` leaves that out."""
    return draw_report(material_of(today_of(desk, tx, now), tx, draw))


def frozen_report(tx: Transaction, draw: Draw) -> DrawReport | None:
    """As it was when the draw was concluded; None before."""
    content = tx.draw_files.get(draw.id, 0, REPORT)
    return None if content is None or draw.state is not DrawState.CONCLUDED else report_from(content.decode())


def freeze_report(desk: Desk, tx: Transaction, draw: Draw, now: datetime) -> str:
    """The report is kept with the draw as it stands now. Gives its SHA-256. draw: as it will be when it is concluded."""
    content = report_text(report_of(desk, tx, draw, now)).encode()
    tx.draw_files.put(draw.id, 0, REPORT, content)
    return sha256(content).hexdigest()


def material_of(today: Today, tx: Transaction, draw: Draw) -> Material:
    """Everything the report is made of."""
    choices, populations = choices_of(draw), populations_of(tx, draw.id)
    dataset = today.desk.rulebook.datasets.get(draw.dataset)
    items = _items(tx, draw, dataset)
    checks, hours, trials = (
        tx.item_checks.where(draw=draw.id),
        tx.work_hours.where(draw=draw.id),
        trials_of(tx, draw.id),
    )
    entries = [one.reconciled_text for one in populations] + [one.reason for one in populations]
    entries += [one.evidence for one in items] + [one.text for one in checks] + [draw.aborted]
    people = [one.frozen_by for one in populations] + [one.reconciled_by for one in populations]
    people += [one.by for one in checks] + [one.by for one in trials]
    people += [draw.made_by, draw.committed_by, draw.seed_by, draw.concluded_by]
    name = dataset.name if dataset is not None else draw.dataset
    return Material(
        draw=draw,
        choices=choices,
        populations=tuple(populations),
        dataset=name,
        noun=plural(name),
        amount_name=_amount_name(dataset, draw.amount_field),
        condition=tuple(condition_told(today, dataset, draw)),
        rules=tuple(_rules(today, draw)),
        found=evaluation_of(today.desk, tx, draw) if draw.drawn_at is not None else None,
        items=tuple(settled(items, checks)),
        evidence=tuple(tx.evidence.where(draw=draw.id)),
        trials=tuple(trials),
        hours=tuple(hours),
        texts=_texts(tx, entries),
        names={id: _name(today, id) for id in people if id},
        enheter={one.enhet: today.directory.name_of(one.enhet, today.day) for one in items if one.enhet},
        checklist=sentences_of(today.desk, choices),
        files=tuple(_files(tx, draw)),
    )


def _items(tx: Transaction, draw: Draw, dataset: DataSet | None) -> list[DrawnItem]:
    """In the order they were drawn. A key that is personal is left out: a report is read by others than those who check."""
    items = sorted(tx.drawn_items.where(draw=draw.id), key=lambda one: (one.stratum, one.nr, one.identity))
    key = dataset.field(dataset.key) if dataset is not None else None
    return [replace(one, post="") for one in items] if key is None or key.personal else items


def condition_told(today: Today, dataset: DataSet | None, draw: Draw) -> Iterator[tuple[int, str]]:
    """The filter as sentences, each with how far in it stands."""
    if not draw.condition or dataset is None:
        return
    found, _problems = read_filter(today.desk.rulebook, draw.dataset, draw.condition)
    if found is None:
        yield 0, draw.condition
        return
    context = Context(rulebook=today.desk.rulebook, dataset=dataset, today=today.day)
    for one in numbered((tree(context, found.condition),)):
        yield one.level, one.sentence.text


def _rules(today: Today, draw: Draw) -> Iterator[str]:
    for id in draw.rules.split(",") if draw.rules else ():
        rule = today.desk.rulebook.rules.get(id)
        yield f"{rule.name} ({id})" if rule is not None else id


def _amount_name(dataset: DataSet | None, field: str) -> str:
    described = dataset.field(field) if dataset is not None and field else None
    return described.called if described is not None else field


def _name(today: Today, id: str) -> str:
    person = today.directory.person(id, today.day)
    return person.name if person is not None else id


def _texts(tx: Transaction, entries: Iterable[int]) -> dict[int, str]:
    found = tx.trail.texts(sorted({seq for seq in entries if seq}))
    return {seq: text for (seq, _name), text in sorted(found.items())}


def sentences_of(desk: Desk, choices: PlanChoices) -> dict[str, str]:
    """The sentence of each point, with where it stands."""
    found = {}
    for point in choices.checklist:
        id, _slash, number = point.partition("/")
        reglement = desk.reglementer.by_id.get(id)
        sentences = reglement.at(number or None) if reglement is not None else ()
        if reglement is not None and sentences:
            found[point] = f"{reglement.name} {number}: {' '.join(one.text for one in sentences)}"
    return found


def _files(tx: Transaction, draw: Draw) -> Iterator[DrawFile]:
    for population, name in tx.draw_files.names(draw.id):
        if name in _PUBLIC:
            content = tx.draw_files.get(draw.id, population, name) or b""
            yield DrawFile(population, name, sha256(content).hexdigest(), is_public=True)
