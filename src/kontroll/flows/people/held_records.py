"""Held records: the rows of delivered files in which a person stands, with file and line, and others left out of them.

Why the field that comes first decides whom a record is about: of an invoice, whoever attested it may see that she did, and
not to whom it was paid.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from kontroll.domain.dataset import BUILT_IN, LINE_KEY, DataSet, FieldType
from kontroll.domain.dataset import Field as Column
from kontroll.domain.delivery import Delivery, Taken
from kontroll.domain.rulebook import Rulebook
from kontroll.facts.sheet import LINE, Sheet, plain_heading
from kontroll.flows.deliveries.strangers import DATASETS, MEASUREMENTS
from kontroll.flows.people.herself import Herself, Others, hidden
from kontroll.store.held import raw_content
from kontroll.store.transaction import Transaction

#: Different values of a field that are looked at to tell whether it says who somebody is.
_ENOUGH = 5_000
#: Columns of figures and their limits, which are of enheter.
_FIGURES = frozenset("enhet indikator periode verdi antall aar gronn gul".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldRecord:
    """One delivered row. values: heading -> value as she is shown it. line: None in a file that is no table."""

    kind: str
    delivery: int
    file: str
    line: int | None
    values: Mapping[str, str]


@dataclass(slots=True)
class HeldRecords:
    """posts: data set -> keys of the records she stands in. unread: files that could not be searched."""

    rows: list[HeldRecord] = field(default_factory=list)
    posts: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    unread: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Kind:
    """What is found in files of one kind. who: field -> values, of the personal texts that may say who somebody is."""

    dataset: DataSet | None
    found: list[tuple[Delivery, int, dict[str, str]]] = field(default_factory=list)
    who: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


def held_records(tx: Transaction, rulebook: Rulebook, herself: Herself, hide: Others) -> HeldRecords:
    """Everything delivered that is still kept, also what was superseded later."""
    held, kinds = HeldRecords(), dict[str, _Kind]()
    for delivery in tx.deliveries.known():
        if delivery.is_file or delivery.taken is Taken.REFUSED:
            held.rows += _lines(tx, delivery, herself, held.unread)
            continue
        for sheet in tx.deliveries.sheets([delivery]).values():
            kind = kinds.setdefault(delivery.kind, _Kind(_dataset(delivery.kind, rulebook)))
            _search(kind, delivery, sheet, herself)
    known = {value for kind in kinds.values() for value in kind.who.get(_subject(kind.dataset) or "", ())}
    for name, kind in kinds.items():
        for delivery, line, values in kind.found:
            if kind.dataset is not None:
                held.posts[kind.dataset.id].add(_key(kind.dataset, delivery, line, values))
            shown = _shown(kind, values, herself, hide, known)
            if name == MEASUREMENTS:
                shown = _unshielded(shown, rulebook)
            held.rows.append(HeldRecord(kind=name, delivery=delivery.seq, file=delivery.name, line=line, values=shown))
    return held


def _dataset(kind: str, rulebook: Rulebook) -> DataSet | None:
    id = kind.removeprefix(f"{DATASETS}/")
    return BUILT_IN.get(id) or rulebook.datasets.get(id)


# --- where she stands -------------------------------------------------------------------------------------------------


def _search(kind: _Kind, delivery: Delivery, sheet: Sheet, herself: Herself) -> None:
    fields = _fields(kind.dataset)
    for heading in sheet.headings:
        about = fields.get(plain_heading(heading))
        if about is not None and about.personal and about.type is FieldType.TEXT:
            known = kind.who[about.id]
            if len(known) < _ENOUGH:
                known.update(sheet.frame.get_column(heading).str.strip_chars().drop_nulls().unique().head(_ENOUGH))
    for row in _perhaps(sheet, herself).iter_rows(named=True):
        values = {heading: row[heading] or "" for heading in sheet.headings}
        if any(_stands(fields.get(plain_heading(h)), text, herself) for h, text in values.items()):
            kind.found.append((delivery, row[LINE], values))


def _perhaps(sheet: Sheet, herself: Herself) -> pl.DataFrame:
    """Rows that may hold her: few are left for the slow and exact question."""
    asked = []
    for heading in sheet.headings:
        text = pl.col(heading).cast(pl.String)
        asked.append(text.str.strip_chars().is_in(sorted(herself.ids)))
        if herself.pattern is not None:
            asked.append(text.str.contains(herself.pattern))
    return sheet.frame.filter(pl.any_horizontal(asked)) if asked else sheet.frame.clear()


def _stands(about: Column | None, text: str, herself: Herself) -> bool:
    """In a column that is not personal, an id of digits alone may be an amount or an enhet."""
    if about is not None and not about.personal:
        return herself.is_inside(text)
    return herself.is_in("", text)


def _fields(dataset: DataSet | None) -> dict[str, Column]:
    return {plain_heading(one.heading): one for one in dataset.fields} if dataset is not None else {}


def _subject(dataset: DataSet | None) -> str | None:
    """The field that says whom a record is about: the first personal text."""
    wanted = (one.id for one in dataset.fields if one.personal and one.type is FieldType.TEXT) if dataset else iter(())
    return next(wanted, None)


def _key(dataset: DataSet, delivery: Delivery, line: int, values: Mapping[str, str]) -> str:
    """As the record is known where it was judged."""
    own = next((f.heading for f in dataset.fields if f.id == dataset.key), None)
    key = next((text.strip() for h, text in values.items() if own and plain_heading(h) == plain_heading(own)), "")
    return key if key and dataset.key != LINE_KEY else f"{delivery.name.rpartition('/')[2]}:{line}"


# --- what she is shown of it ------------------------------------------------------------------------------------------


def _shown(kind: _Kind, values: Mapping[str, str], herself: Herself, hide: Others, known: set[str]) -> dict[str, str]:
    fields, subject = _fields(kind.dataset), _subject(kind.dataset)
    hers = any(
        (about := fields.get(plain_heading(h))) is not None and about.id == subject and herself.is_in("", text)
        for h, text in values.items()
    )

    def is_who(id: str) -> bool:
        return any(value in known or hide.is_cell(value) for value in kind.who.get(id, ()))

    shown = {}
    for heading, text in values.items():
        about = fields.get(plain_heading(heading))
        is_plain = (
            not about.personal if about is not None else kind.dataset is None and plain_heading(heading) in _FIGURES
        )
        is_open = not text.strip() or is_plain or _stands(about, text, herself)
        is_anothers = not hers or (about is not None and about.type is FieldType.TEXT and is_who(about.id))
        shown[heading] = hidden() if is_anothers and not is_open and not hide.is_cell(text) else hide.named(text)
    return shown


def _unshielded(values: Mapping[str, str], rulebook: Rulebook) -> dict[str, str]:
    """A measurement with too few behind it is hidden from everybody, also from whoever stands in its row."""
    named = {plain_heading(heading): heading for heading in values}
    indicator = rulebook.indicators.get(values.get(named.get("indikator", ""), "").strip())
    least = max(indicator.min_count, indicator.shown_from_count) if indicator is not None else 0
    count = values.get(named.get("antall", ""), "").strip()
    if least and not (count.isdigit() and int(count) >= least):
        return {h: hidden() if plain_heading(h) in ("verdi", "antall") else text for h, text in values.items()}
    return dict(values)


def _lines(tx: Transaction, delivery: Delivery, herself: Herself, unread: list[str]) -> Iterator[HeldRecord]:
    """Where she stands in a file that was refused or kept as it came. Its columns are not known: the line is not shown."""
    content = raw_content(tx, delivery.seq)
    if content is None:
        return
    if b"\0" in content[:4_096] or content.startswith(b"PK"):
        unread.append(delivery.name)
        return
    text = content.decode("utf-8", errors="replace")
    for number, line in enumerate(text.splitlines(), start=1):
        if any(herself.is_in("", cell) for cell in _cells(line)):
            yield HeldRecord(kind=delivery.kind, delivery=delivery.seq, file=delivery.name, line=number, values={})


def _cells(line: str) -> Sequence[str]:
    return [line, *(cell.strip().strip('"') for cell in line.replace("\t", ";").replace(",", ";").split(";"))]
