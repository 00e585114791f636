"""Histories: what the standing books of all months say of the subjects that a run must look at, ready to be replayed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from kontroll.domain.avvik import MonthSeen, Seen
from kontroll.domain.dataset import Stock
from kontroll.domain.month import Month
from kontroll.domain.rule import Rule
from kontroll.domain.rulebook import Rulebook
from kontroll.engine.seen import STRUCK, SUBJECT

#: A rule and what it judges: the record's key, or the enhet.
Subject = tuple[str, str]


@dataclass(frozen=True, slots=True)
class MonthBook:
    """seen: what avvik see of a month (engine.seen). silent: rules of which it says nothing, stopped or left out."""

    seen: pl.DataFrame
    silent: frozenset[str]


@dataclass(frozen=True, slots=True)
class History:
    """enhet: where the subject was last. dated: it is a record with a date, judged in one month only."""

    rule: str
    subject: str
    enhet: str
    post: str
    dated: bool
    months: tuple[MonthSeen, ...]


def histories(rulebook: Rulebook, books: Mapping[Month, MonthBook], wanted: Collection[Subject]) -> Iterator[History]:
    """One for each wanted subject, sorted; also for those of which no month says anything any more."""
    found = _rows(books, wanted)
    for rule_id, subject in sorted(wanted):
        rows = found.get((rule_id, subject), {})
        rule = rulebook.rules.get(rule_id)
        last = rows[max(rows)] if rows else None
        dated = rule is not None and is_dated(rule, rulebook)
        months = _by_record(rule, books, rows, dated) if _about_records(rule, last) else _by_unit(rule, books, rows)
        enhet, post = (last.enhet, last.post) if last else (subject, "")
        yield History(rule_id, subject, enhet, post, dated, tuple(months))


@dataclass(frozen=True, slots=True)
class _Row:
    enhet: str
    post: str
    struck: bool | None


def _rows(books: Mapping[Month, MonthBook], wanted: Collection[Subject]) -> dict[Subject, dict[int, _Row]]:
    """What each month says of the wanted subjects, by month ordinal."""
    rules, subjects = zip(*wanted, strict=True) if wanted else ((), ())
    keys = pl.DataFrame({"regel": rules, SUBJECT: subjects}, schema={"regel": pl.String, SUBJECT: pl.String})
    found: dict[Subject, dict[int, _Row]] = {}
    for month, book in books.items():
        told = book.seen.join(keys, on=["regel", SUBJECT], how="semi").select("regel", SUBJECT, "enhet", "post", STRUCK)
        for rule, subject, enhet, post, struck in told.iter_rows():
            row = _Row(enhet, post, None if struck is None else bool(struck))
            found.setdefault((rule, subject), {})[month.ordinal] = row
    return found


def _by_unit(rule: Rule | None, books: Mapping[Month, MonthBook], rows: Mapping[int, _Row]) -> Iterator[MonthSeen]:
    """Every month that has a book. A month without a row: the unit, or the rule, was not there."""
    for month in sorted(books):
        row = rows.get(month.ordinal)
        without = Seen.UNKNOWN if rule is not None and rule.id in books[month].silent else Seen.GONE
        yield _month(rule, month, without if row is None or without is Seen.UNKNOWN else _seen(row))


def _by_record(
    rule: Rule | None, books: Mapping[Month, MonthBook], rows: Mapping[int, _Row], dated: bool
) -> Iterator[MonthSeen]:
    """From the first month it was judged in. A stock that is no longer judged has come to its end: no utslag any more."""
    months = [month for month in sorted(books) if not rows or month.ordinal >= min(rows)]
    for month in months:
        row = rows.get(month.ordinal)
        silent = rule is not None and rule.id in books[month].silent
        if dated and row is None:
            continue
        if silent:
            yield _month(rule, month, Seen.UNKNOWN)
        elif row is not None:
            yield _month(rule, month, _seen(row))
        elif rows:
            yield _month(rule, month, Seen.CLEAR)
        else:
            yield _month(rule, month, Seen.GONE)


def _seen(row: _Row) -> Seen:
    if row.struck is None:
        return Seen.UNKNOWN
    return Seen.STRUCK if row.struck else Seen.CLEAR


def _month(rule: Rule | None, month: Month, seen: Seen) -> MonthSeen:
    version = rule.version_in(month) if rule is not None else None
    if version is None:
        return MonthSeen(month, seen, 0, 0)
    return MonthSeen(month, seen, version.consequence.wait_months, version.consequence.hold_months)


def _about_records(rule: Rule | None, last: _Row | None) -> bool:
    return rule.dataset is not None if rule is not None else last is not None and last.post != ""


def is_dated(rule: Rule, rulebook: Rulebook) -> bool:
    """Whether the rule is about records with a date, which are judged in one month only."""
    return rule.dataset is not None and not isinstance(rulebook.dataset(rule.dataset).dated_by, Stock)
