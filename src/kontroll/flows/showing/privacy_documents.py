"""Privacy documents: what is known, gathered for the record (GDPR art. 30) and for drafts of art. 35."""

from __future__ import annotations

from collections.abc import Iterator

from kontroll.domain.dataset import DataSet
from kontroll.domain.rule import Rule
from kontroll.flows.books.latest_coverage import track_record_of
from kontroll.flows.deliveries.strangers import DATASETS
from kontroll.flows.people.today import Today
from kontroll.flows.reglement.control_measures import Measure, measure_of, measures
from kontroll.flows.showing.privacy_pages import privacy, years_kept
from kontroll.report.document.model import Document
from kontroll.report.plainly.rule import plainly
from kontroll.report.privacy import assessment, record
from kontroll.report.track_record import told
from kontroll.store.transaction import Transaction
from kontroll.texts import _


def privacy_record(tx: Transaction, today: Today) -> Document:
    desk = today.desk
    found = privacy(tx, desk)
    return record.record(
        record.Material(
            municipality=desk.settings.municipality,
            day=today.day,
            policy=desk.policies.privacy,
            sets=[
                record.PersonalData(
                    id=one.id, name=one.name, fields=one.fields, rules=tuple(rule.id for rule in one.rules),
                    purposes=one.purposes, years=one.years, last=one.last,
                )
                for one in sorted(found.sets, key=lambda one: one.name)
            ],
            categories=found.categories,
            access=[(one.thing.value, tuple(role.value for role in one.roles), one.own) for one in found.access],
            deletes=_deletes(today),
        )
    )  # fmt: skip


def control_measures(tx: Transaction, today: Today) -> list[Measure]:
    """Those that a draft can be made of, by name."""
    return sorted(measures(tx, today.desk, today.day), key=lambda one: one.rule.name)


def assessment_of(tx: Transaction, today: Today, rule: str) -> Document | None:
    """None where the rule is no control measure."""
    desk = today.desk
    measure = measure_of(tx, desk, rule, today.day)
    if measure is None:
        return None
    return assessment.assessment(
        assessment.Material(
            municipality=desk.settings.municipality,
            day=today.day,
            policy=desk.policies.privacy,
            rule=measure.rule,
            plain=plainly(desk.rulebook, measure.rule, today.day, desk.reglementer),
            reads=list(_readings(today, measure.rule)),
            stands=_(measure.stands.value).capitalize(),
            discussed=measure.discussed,
            evaluate_by=measure.evaluate_by,
            meetings=[(one.event.kind.value, one.event.on, one.event.outcome.value) for one in measure.held],
            track=told(track_record_of(tx, rule)),
            approvers=desk.policies.approval.persons,
            deletes=_deletes(today),
        )
    )


def _deletes(today: Today) -> bool:
    return any(job.id == "sletting" for job in today.desk.policies.jobs)


def _readings(today: Today, rule: Rule) -> Iterator[assessment.Reading]:
    """The personal fields that the rule reads, by data set."""
    found: dict[str, tuple[DataSet, list[str]]] = {}
    for dataset, id in today.desk.rulebook.fields_read(rule):
        field = dataset.field(id)
        if field is not None and field.personal:
            fields = found.setdefault(dataset.id, (dataset, []))[1]
            if field.called not in fields:
                fields.append(field.called)
    for dataset, fields in found.values():
        yield assessment.Reading(
            id=dataset.id,
            name=dataset.name,
            fields=tuple(fields),
            of=sum(field.personal for field in dataset.fields),
            years=years_kept(f"{DATASETS}/{dataset.id}", today.desk.policies.retention),
        )
