"""Months of a package: the answers that stood, what they stood on, and the deliveries and rules of that."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence

import polars as pl

from kontroll.domain.delivery import Delivery, Taken
from kontroll.domain.recomputed import Then
from kontroll.domain.rulebookkept import RuleFile
from kontroll.engine.verdicts import Verdicts
from kontroll.facts.sheet import LINE, TORN, Sheet
from kontroll.flows.audit.rules_as_json import rules_as_json
from kontroll.flows.books.kept_rules import kept_files
from kontroll.store.transaction import Transaction

Files = Iterator[tuple[str, bytes]]
#: What the reader of a package knows these columns by.
_LINE, _TORN = "__linje", "__for_mange_felt"


def month_files(tx: Transaction, thens: Sequence[Then]) -> Files:
    """`maaneder.json`, the answers of each month, and what they stood on."""
    yield "maaneder.json", _json([_month(then) for then in thens])
    for then in thens:
        yield f"svar/{then.month}.csv", Verdicts(tx.books.verdicts(then.book)).csv()
    for digest in dict.fromkeys(then.run.rulebook for then in thens):
        yield from _rules(tx, digest)
    yield from _deliveries(tx, max((then.run.upto for then in thens), default=0))


def _month(then: Then) -> dict[str, object]:
    return {
        "maaned": str(then.month), "bok": then.book.number, "svar": f"svar/{then.month}.csv", "digest": then.book.digest,
        "kjoring": then.run.id, "leveranser_til": then.run.upto, "regler": then.run.rulebook,
        "utelatt": sorted(then.left_out),
    }  # fmt: skip


# --- rules ------------------------------------------------------------------------------------------------------------


def _rules(tx: Transaction, digest: str) -> Files:
    """The files as they were, the list that the digest is made of, and the same as JSON."""
    kept = tx.rulebooks.get(digest)
    files, problems = kept_files(tx, digest)
    if kept is None or problems:
        return
    folder = f"regler/{digest[:12]}"
    yield f"{folder}/liste.json", _json({"digest": digest, "motor": kept.engine, "filer": kept.files})
    yield f"{folder}/regler.json", rules_as_json(files)
    for file in files:
        yield f"{folder}/{_place(file)}", file.content


def _place(file: RuleFile) -> str:
    return f"{file.level}/{file.path}"


# --- deliveries -------------------------------------------------------------------------------------------------------


def _deliveries(tx: Transaction, upto: int) -> Files:
    """Each with its rows as they were read: texts, in the order they stood."""
    known = [one for one in tx.deliveries.known(upto) if not one.is_file]
    gone = {one.seq for one in tx.deliveries.deleted(known)}
    taken = [one for one in known if one.taken is Taken.TAKEN and one.seq not in gone]
    yield "leveranser/leveranser.json", _json([_delivery(one, one in taken, one.seq in gone) for one in known])
    for one in taken:
        # One at a time: years of deliveries are larger than memory needs to hold.
        yield f"leveranser/{_name(one)}", _rows(tx.deliveries.sheets([one])[one.seq])


def _delivery(one: Delivery, has_rows: bool, gone: bool) -> dict[str, object]:
    return {
        "seq": one.seq, "kind": one.kind, "name": one.name, "received": one.received.isoformat(), "sha256": one.digest,
        "taken": one.taken is Taken.TAKEN, "rows": one.rows, "deleted": gone, "file": _name(one) if has_rows else None,
    }  # fmt: skip


def _name(one: Delivery) -> str:
    return f"{one.seq:06d}.csv"


def _rows(sheet: Sheet) -> bytes:
    torn = pl.when(pl.col(TORN)).then(pl.lit("ja")).otherwise(pl.lit("")).alias(_TORN)
    frame = sheet.frame.select(pl.col(LINE).alias(_LINE), torn, *(pl.col(name) for name in sheet.headings))
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\n")
    writer.writerow(frame.columns)
    writer.writerows(frame.iter_rows())
    return written.getvalue().encode()


def _json(content: object) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()
