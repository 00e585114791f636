"""Import delivered files: check each, keep it with the time it came, and say what was taken, refused and changed.

Each file is one transaction: it is kept whole or not at all, and an import that is cut off goes on where it was.
Nothing delivered is thrown away. A table that cannot be read is kept as it came, so that what was missing can be shown.
A file that holds many tables is told of before it is kept, and where anything in it does not hold, nothing is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from kontroll.domain.dataset import LINE_KEY, DataSet
from kontroll.domain.delivery import FORMATS, Changed, Delivery, Taken, one_a_line
from kontroll.domain.problem import Gravity, Place, Problem
from kontroll.domain.rulebook import Rulebook
from kontroll.facts.sheet import Sheet
from kontroll.flows.deliveries.checked_format import CheckedFormat, checked_format
from kontroll.flows.deliveries.delivered_kind import dataset_of, kind_by_headings, kind_by_path, kind_of_table
from kontroll.flows.deliveries.delivered_sheet import Content, changed_lines, content_of
from kontroll.sources.base import read_sheet
from kontroll.sources.formats import Format, FormatContext, formats_of, known_formats, of_two_formats
from kontroll.store.database import Database
from kontroll.store.transaction import Transaction
from kontroll.texts import _


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file to take in. name: relative to the inbox, with `/`; it tells what the file holds."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Received:
    """What became of one file. delivery: None where nothing new was kept. changed: rows *endret etter levering*.

    tables: the deliveries that a file of many tables became; `delivery` is then the file itself. told: how many of the
    problems, from the first on, have been reported already.
    """

    name: str
    delivery: Delivery | None
    changed: tuple[Changed, ...]
    problems: tuple[Problem, ...]
    tables: tuple[Delivery, ...] = ()
    told: int = 0

    @property
    def again(self) -> bool:
        """The same file had been delivered already."""
        return self.delivery is None and not self.problems


def import_files(
    database: Database,
    rulebook: Rulebook,
    files: Sequence[Incoming],
    now: datetime,
    actor: str,
    *,
    schemas: Path | None = None,
    report: Callable[[CheckedFormat], None] | None = None,
) -> Iterator[Received]:
    """One answer for each file, in the order given, as soon as it is kept. now: the time of receipt, aware.

    schemas: folder with official schemas that files of a format are held against. report: told what such a file holds, and
    what is wrong with it, before anything of it is kept.
    """
    context = FormatContext(rulebook=rulebook, schemas=schemas)
    for file in files:
        found = formats_of(file.path, file.name) if kind_of_table(file.name, rulebook) is None else []
        if len(found) > 1:
            yield Received(file.name, None, (), (of_two_formats(file.name),))
        elif found:
            yield _tables_taken_in(database, found[0], file, context, now, actor, report)
        else:
            yield _taken_in(database, rulebook, file, now, actor)


def _taken_in(database: Database, rulebook: Rulebook, file: Incoming, now: datetime, actor: str) -> Received:
    try:
        raw = file.path.read_bytes()
    except OSError:
        return Received(file.name, None, (), (_unreadable(file.name),))
    digest = hashlib.sha256(raw).hexdigest()
    kind = kind_by_path(file.name, rulebook)
    sheet, problems = _read(file, kind, rulebook)
    if kind is None and sheet is not None:
        kind = kind_by_headings(sheet, rulebook)
    if kind is None:
        return Received(file.name, None, (), tuple(problems) or (_of_no_kind(file.name),))
    with database.transaction(actor, now) as tx:
        if _is_again(tx, kind, file.name, digest):
            return Received(file.name, None, (), ())
        content, found = content_of(kind, sheet, rulebook) if sheet is not None else (Content(), [])
        problems += [*found, *_counted_twice(tx, kind, file.name, digest, dataset_of(kind, rulebook))]
        delivery = Delivery(
            seq=tx.deliveries.next_seq(),
            kind=kind,
            name=file.name,
            received=now,
            digest=digest,
            taken=Taken.REFUSED if sheet is None or content.refused else Taken.TAKEN,
            rows=content.rows,
            problems=len(problems),
            first=content.first,
            last=content.last,
        )
        changed = [] if delivery.taken is Taken.REFUSED else _changes(tx, delivery, sheet, rulebook, problems)
        _keep(tx, delivery, sheet, raw, changed)
    return Received(file.name, delivery, tuple(changed), tuple(problems))


def _tables_taken_in(
    database: Database,
    format: Format,
    file: Incoming,
    context: FormatContext,
    now: datetime,
    actor: str,
    report: Callable[[CheckedFormat], None] | None,
) -> Received:
    """The file as it came, and one delivery for each of its tables, in one transaction."""
    try:
        raw = file.path.read_bytes()
    except OSError:
        return Received(file.name, None, (), (_unreadable(file.name),))
    digest, kind = hashlib.sha256(raw).hexdigest(), f"{FORMATS}/{format.id}"
    with database.reading() as tx:
        if _is_again(tx, kind, file.name, digest):
            return Received(file.name, None, (), ())
    checked = checked_format(format, file.path, file.name, context)
    told = len(checked.problems) if report is not None else 0
    if report is not None:
        report(checked)
    if checked.refused:
        return Received(file.name, None, (), tuple(checked.problems), told=told)
    problems, changes, tables = list(checked.problems), list[Changed](), list[Delivery]()
    with database.transaction(actor, now) as tx:
        if _is_again(tx, kind, file.name, digest):
            return Received(file.name, None, (), ())
        whole = Delivery(
            seq=tx.deliveries.next_seq(), kind=kind, name=file.name, received=now, digest=digest, taken=Taken.TAKEN,
            rows=checked.rows, problems=len(problems),
        )  # fmt: skip
        _keep(tx, whole, None, raw, [])
        for of, sheet in checked.sheets.items():
            content, seq = checked.contents[of], tx.deliveries.next_seq()
            delivery = replace(whole, seq=seq, kind=of, rows=content.rows, first=content.first, last=content.last)
            changed = _changes(tx, delivery, sheet, context.rulebook, problems)
            _keep(tx, delivery, sheet, raw, changed)
            tables.append(delivery)
            changes += changed
    return Received(file.name, whole, tuple(changes), tuple(problems), tuple(tables), told)


def _is_again(tx: Transaction, kind: str, name: str, digest: str) -> bool:
    last = tx.deliveries.latest(kind, name)
    return last is not None and last.digest == digest


def _counted_twice(tx: Transaction, kind: str, name: str, digest: str, dataset: DataSet | None) -> Iterator[Problem]:
    """Where the key is the line of the file, nothing else tells that the same file came under another name."""
    if dataset is None or dataset.key != LINE_KEY or dataset.whole_by is not None:
        return
    for other in tx.deliveries.rows.where(kind=kind, digest=digest):
        if other.name != name and other.rows and tx.deliveries.latest(kind, other.name) == other:
            yield Problem(
                Place(name),
                _("filen har samme innhold som {other}, som er tatt inn før").format(other=other.name),
                _("Datasettet har ingen nøkkel, og alle radene regnes med to ganger."),
                _("Er det samme fil, lever {name} på nytt med bare overskriften.").format(name=name),
                Gravity.NOTICE,
            )
            return


def _read(file: Incoming, kind: str | None, rulebook: Rulebook) -> tuple[Sheet | None, list[Problem]]:
    try:
        return read_sheet(file.path, file.name, dataset_of(kind, rulebook))
    except StopIteration:
        return None, [_of_no_format(file.name, file.path.suffix)]


def _changes(
    tx: Transaction, delivery: Delivery, sheet: Sheet | None, rulebook: Rulebook, problems: list[Problem]
) -> list[Changed]:
    assert sheet is not None
    earlier = [d for d in tx.deliveries.rows.where(kind=delivery.kind) if _may_meet(d, delivery)]
    lines, found = changed_lines(delivery.kind, tx.deliveries.sheets(earlier), sheet, rulebook)
    problems += found
    return [
        Changed(
            delivery=delivery.seq,
            line=line.line,
            earlier_delivery=line.earlier,
            earlier_line=line.earlier_line,
            kind=delivery.kind,
            key=line.key,
            fields=",".join(line.fields),
        )
        for line in lines
    ]


def _may_meet(earlier: Delivery, new: Delivery) -> bool:
    """Could the two hold the same key? Not where both are about months, and about different ones."""
    if earlier.first is None or new.first is None or earlier.last is None or new.last is None:
        return True
    # A corrected date moves a record to another month: nearby months are looked at too.
    return earlier.first.plus(-2) <= new.last and new.first.plus(-2) <= earlier.last


def _keep(tx: Transaction, delivery: Delivery, sheet: Sheet | None, raw: bytes, changed: list[Changed]) -> None:
    hashed = tx.deliveries.add(delivery, sheet if delivery.taken is Taken.TAKEN else None, raw)
    tx.deliveries.changed.add_all(one_a_line(changed))
    tx.trail.append(
        "leveranse",
        {
            "delivery": delivery.seq, "kind": delivery.kind, "file": delivery.digest, "taken": delivery.taken.value,
            "rows": delivery.rows, "problems": delivery.problems, "changed": len(changed), "content": hashed,
        },
    )  # fmt: skip


# --- files that are not taken -----------------------------------------------------------------------------------------


def _unreadable(name: str) -> Problem:
    return _refused(name, _("filen finnes ikke eller kan ikke leses"), _("Kontroller navnet og at du har lesetilgang."))


def _of_no_kind(name: str) -> Problem:
    return _refused(
        name,
        _("kontroll vet ikke hva filen inneholder"),
        _(
            "Legg den i innboksen som organisasjon.csv, personer.csv, ambisjoner.csv, maalinger/NAVN.csv eller "
            "datasett/DATASETT/NAVN.csv, og lever den derfra. Filer av andre slag kjennes på innholdet: {known}."
        ).format(known=known_formats()),
    )


_PACKED = (".zip", ".gz", ".7z", ".rar", ".tar", ".tgz")


def _of_no_format(name: str, suffix: str) -> Problem:
    what = _("filen er av et slag kontroll ikke leser ({suffix})").format(suffix=suffix or _("uten endelse"))
    fix = _("Er det en tabell, lagre den som .xlsx eller .csv. Filer av andre slag kjennes på innholdet: {known}.")
    if suffix.lower() in _PACKED:
        fix = _("Pakk ut filen, og lever det som ligger i den.")
    return _refused(name, what, fix.format(known=known_formats()))


def _refused(name: str, what: str, fix: str) -> Problem:
    return Problem(Place(name), what, _("Ingenting i filen er tatt med."), fix, Gravity.INCOMPLETE)
