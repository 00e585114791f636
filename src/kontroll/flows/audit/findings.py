"""What was found in the months of a package: avvik and saker as lists, and why each avvik of a month was one, in sentences."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from enum import Enum
from itertools import groupby

from kontroll.domain.avvik import Avvik
from kontroll.domain.month import Month
from kontroll.domain.recomputed import Then
from kontroll.domain.sak import Sak
from kontroll.flows.books.kept_rules import read_kept
from kontroll.flows.deliveries.known_facts import known_facts
from kontroll.report.explaining.explainer import Cell, Explainer
from kontroll.report.explaining.readings import Seen
from kontroll.report.explaining.text import as_text
from kontroll.report.explaining.told import told
from kontroll.store.transaction import Transaction
from kontroll.texts import _

Files = Iterator[tuple[str, bytes]]
_AVVIK = (
    "rule",
    "subject",
    "number",
    "enhet",
    "post",
    "first",
    "opened",
    "last_struck",
    "resolved",
    "phase",
    "severity",
    "sak",
)
_SAKER = ("id", "kind", "rule", "enhet", "severity", "state", "opened", "deadline", "answer", "closed_on", "outcome")


def finding_files(tx: Transaction, thens: Sequence[Then], today: date) -> Files:
    """Those that were open in one of the months; of each month an explanation of every avvik that opened in it."""
    first, last = thens[0].month, thens[-1].month
    open_then = [one for one in tx.avvik.all() if _is_shown(one, first, last)]
    saker = {one.sak for one in open_then}
    yield "avvik.csv", _table(_AVVIK, sorted(open_then, key=lambda one: one.key))
    yield (
        "saker.csv",
        _table(_SAKER, sorted((one for one in tx.saker.all() if one.id in saker), key=lambda one: one.id)),
    )
    for _stand, together in groupby(thens, key=lambda then: (then.run.rulebook, then.run.upto, then.run.left_out)):
        yield from _explained(tx, list(together), open_then, today)


def _is_shown(one: Avvik, first: Month, last: Month) -> bool:
    """Open in one of the months, and not between two persons alone."""
    if one.withdrawn or one.confined or one.opened is None or one.opened > last:
        return False
    return one.resolved is None or one.resolved >= first


def _table(columns: Sequence[str], things: Sequence[Avvik] | Sequence[Sak]) -> bytes:
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_word(getattr(one, name)) for name in columns] for one in things)
    return written.getvalue().encode()


def _word(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Enum):
        return str(value.value)
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def _explained(tx: Transaction, thens: Sequence[Then], found: Sequence[Avvik], today: date) -> Files:
    """Months that stand on the same rules and deliveries."""
    rulebook, _problems = read_kept(tx, thens[0].run.rulebook)
    if rulebook is None:
        return
    facts, _told = known_facts(tx, rulebook, thens[0].run.upto)
    left_out = dict.fromkeys(thens[0].left_out, _("utelatt da måneden ble kjørt"))
    explainer = Explainer(rulebook, facts, today, seen=Seen(persons=True), left_out=left_out)
    for then in thens:
        asked = [one for one in found if one.opened == then.month and one.rule in rulebook.rules]
        texts = (
            as_text(told(explainer.explain(Cell(one.rule, one.enhet, then.month, one.post))))
            for one in sorted(asked, key=lambda one: one.key)
        )
        yield f"forklaringer/{then.month}.txt", f"\n{'-' * 80}\n".join(texts).encode()
