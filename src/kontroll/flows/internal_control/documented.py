"""Documented: letter d: runs that are kept, rules that stand on a reglement and are approved, a trail that is verified."""

from __future__ import annotations

from collections.abc import Iterator

from kontroll.domain.internalcontrol import Criterion, Kind
from kontroll.domain.month import Month
from kontroll.domain.policy import Kept
from kontroll.domain.rule import Rule
from kontroll.flows.internal_control.look import Look, MapPlace, sorted_out
from kontroll.flows.internal_control.verify_trail import verified_months
from kontroll.report.document.model import Record
from kontroll.report.internal_control.evidence import Evidence
from kontroll.texts import _, month_name


def documented(look: Look, place: MapPlace) -> Iterator[Evidence]:
    yield _ran(look, place)
    rules = look.rules(place)
    yield sorted_out(Criterion.FOUNDED, rules, lambda one: look.rule(one.id), lambda one: _is_founded(look, one))
    yield sorted_out(
        Criterion.APPROVED,
        rules,
        lambda one: look.rule(one.id),
        lambda one: one.id in look.approvals and look.approvals[one.id].approved,
    )
    verified = verified_months(look.tx)
    yield sorted_out(Criterion.VERIFIED, look.months, _verified_record, lambda month: month in verified)
    decided = {one.kept for one in look.today.desk.policies.retention}
    yield sorted_out(
        Criterion.DELETED,
        list(Kept),
        lambda kept: Record(kind=_("slag"), id=kept.name.lower(), name=_(kept.value)),
        lambda kept: kept in decided,
    )


def _ran(look: Look, place: MapPlace) -> Evidence:
    """Months in which the rules of the place judged something, and the answers are kept."""
    kept = {book.month for book in look.tx.books.rows.all()}
    if place.kind is Kind.FIELD:
        ran = {run.id: month for month, run in look.runs.items()}
        at = look.tx.coverage.table.c
        rows = look.tx.coverage.where(at.expected > 0, at.month >= look.months[0])
        kept &= {one.month for one in rows if ran.get(one.run) == one.month and look.is_of(place, one.rule)}
    return sorted_out(
        Criterion.RAN,
        look.months,
        lambda month: _run_record(look, month),
        lambda month: month in look.runs and month in kept,
    )


def _run_record(look: Look, month: Month) -> Record:
    run = look.runs.get(month)
    name = month_name(month)
    if run is None:
        return Record(kind=_("måned"), id=str(month), name=name)
    return Record(kind=_("kjøring"), id=run.id, name=name, address=f"/kjoringer/{run.id}")


def _verified_record(month: Month) -> Record:
    return Record(kind=_("måned"), id=str(month), name=month_name(month))


def _is_founded(look: Look, rule: Rule) -> bool:
    return any(look.today.desk.reglementer.meant_by(one) for one in rule.hjemmel)
