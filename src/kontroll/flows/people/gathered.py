"""Gathered: every place where a person stands, table by table and file by file, as she may see it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import polars as pl

from kontroll.domain.rowtext import ROW
from kontroll.domain.sak import ALL_REPORTED
from kontroll.domain.truth import Result
from kontroll.engine.verdicts import CODES
from kontroll.flows.deliveries.known_people import known_directory
from kontroll.flows.people import between_two
from kontroll.flows.people.held_records import HeldRecords, held_records
from kontroll.flows.people.herself import Herself, Others, others
from kontroll.flows.people.sign_in import hidden_login
from kontroll.report.handout.categories import category_of, place_name
from kontroll.report.handout.files import Line
from kontroll.report.handout.labels import SECRETS, TECHNICAL, label
from kontroll.store.books import Unreadable
from kontroll.store.held import HeldRow, held_rows, rows_among
from kontroll.store.transaction import Transaction
from kontroll.texts import NORWAY
from kontroll.wiring import Desk

_RESULTS = {code: result.value for result, code in CODES.items()}
_SAYING = [CODES[one] for one in (Result.TRUE, Result.FALSE, Result.UNKNOWN)]
#: Characters that are shown around her in a file that holds more than what is about her.
_AROUND = 150


@dataclass(slots=True)
class Gathered:
    """name: what she is called; her id where no name is known. unread: files that could not be searched."""

    name: str
    lines: list[Line] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def gather(tx: Transaction, desk: Desk, person: str, now: datetime) -> Gathered | None:
    """None where nothing is held under that id."""
    lists = list(_person_rows(tx))
    herself, hide = _herself(tx, person, lists)
    records = held_records(tx, desk.rulebook, herself, hide)
    posts = {
        rule.id: records.posts[rule.dataset] for rule in desk.rulebook.rules.values() if rule.dataset in records.posts
    }
    rows = _Rows(tx, herself, posts, {dataset: frozenset(keys) for dataset, keys in records.posts.items()})
    found = [*rows.holding(), *rows.following(desk)]
    lines = [*_of_records(records, desk), *_of_rows(found, herself, hide), *_of_books(tx, herself, posts, hide)]
    if not lines:
        return None
    known = known_directory(tx).person(person, now.astimezone(NORWAY).date())
    name = known.name if known is not None else next(iter(sorted(herself.names)), person)
    return Gathered(name, lines, records.unread)


# --- who she is -------------------------------------------------------------------------------------------------------


def _person_rows(tx: Transaction) -> Iterator[Mapping[str, str]]:
    """Every row of every list of persons that is kept."""
    for delivery in tx.deliveries.rows.where(kind="personer"):
        for sheet in tx.deliveries.sheets([delivery]).values():
            plain = {heading.strip().lower(): heading for heading in sheet.headings}
            for row in sheet.frame.iter_rows(named=True):
                yield {name: row[heading] or "" for name, heading in plain.items()}


def _herself(tx: Transaction, person: str, lists: Iterable[Mapping[str, str]]) -> tuple[Herself, Others]:
    rows, users = list(lists), tx.users.all()
    own = [user for user in users if person in (user.person, user.id)]
    hers = [row for row in rows if row.get("person_id", "").strip() == person]
    called = {row.get("navn", "").strip() for row in hers} | {user.name.strip() for user in own}
    # Somebody else of the same name: then a name alone does not tell which of them.
    shared = {row.get("navn", "").strip() for row in rows if row.get("person_id", "").strip() != person}
    logins = {user.login for user in own} | {user.subject for user in own}
    herself = Herself(
        person=person,
        ids=frozenset({person, *(user.id for user in own), *logins, *(hidden_login(tx, one) for one in logins if one)})
        - {""},
        names=frozenset(called - shared - {""}),
        addresses=frozenset({row.get("epost", "").strip() for row in hers} - {""}),
    )
    return herself, others(herself, rows, {u.id: (u.name, u.person) for u in users if u not in own})


# --- tables -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Rows:
    """posts: rule -> keys of records she stands in. of_datasets: data set -> the same."""

    tx: Transaction
    herself: Herself
    posts: Mapping[str, Collection[str]]
    of_datasets: Mapping[str, Collection[str]]
    _seqs: set[str] = field(default_factory=set)

    def holding(self) -> Iterator[HeldRow]:
        """Rows she stands in, less what would tell of somebody who reported."""
        reported = {sak.id for sak in self.tx.saker.among("kind", ALL_REPORTED)}
        messages = {one.message for one in self.tx.notices.among("sak", reported) if one.message}
        confined = {one.id for one in self.tx.saker.where(confined=True)}
        letters = {one.message for one in self.tx.notices.where(confined=True) if one.message}
        for row in held_rows(self.tx, self.herself.is_in):
            if self._is_between_others(row, confined, letters):
                continue
            if self._is_hers(row) or not self._tells(row, reported, messages):
                yield row

    def following(self, desk: Desk) -> Iterator[HeldRow]:
        """Rows about records she stands in, the saker of those, and what she wrote."""
        pointed = [row for name in ("avvik", "unntak", "verdict_change", "disagreement") for row in self._about(name)]
        yield from pointed
        saker = sorted({str(row.values["sak"]) for row in pointed if row.table == "avvik" and row.values["sak"]})
        yield from rows_among(self.tx, "sak", "id", saker)
        decided = list(rows_among(self.tx, "decision", "sak", saker))
        yield from decided
        alone = self._only_about_her(desk, saker)
        seqs = {int(str(row.values["trail"])) for row in decided if row.values["sak"] in alone}
        written = rows_among(self.tx, "trail_text", "seq", sorted(seqs | self._written()))
        yield from (row for row in written if not _is_of_rows(row))
        yield from self._drawn()
        yield from between_two.rows_about(self.tx, self.herself.ids)

    def _about(self, table: str) -> Iterator[HeldRow]:
        keys = sorted({key for found in self.posts.values() for key in found})
        for row in rows_among(self.tx, table, "post", keys):
            if row.values["post"] in self.posts.get(str(row.values["rule"]), ()):
                yield row

    def _only_about_her(self, desk: Desk, saker: list[str]) -> set[str]:
        """Saker of person-directed rules in which nothing was found about anybody else: then the texts are about her."""
        found = set()
        for sak in saker:
            avvik = self.tx.avvik.where(sak=sak)
            rules = [desk.rulebook.rules.get(one.rule) for one in avvik]
            directed = all(rule is not None and desk.rulebook.is_person_directed(rule) for rule in rules)
            if avvik and directed and all(one.post in self.posts.get(one.rule, ()) for one in avvik):
                found.add(sak)
        return found

    def _written(self) -> set[int]:
        """Entries of the trail that she made."""
        found = set()
        for entry in self.tx.trail.with_texts():
            if _tells_of_talk(entry.body.decode("utf-8", errors="replace")):
                continue
            if self.herself.is_cell(str(entry.content.get("actor", ""))):
                found.add(entry.seq)
        return found

    def _drawn(self) -> Iterator[HeldRow]:
        """Items of samples that are records she stands in."""
        of = {draw.id: self.of_datasets.get(draw.dataset, ()) for draw in self.tx.draws.all()}
        keys = sorted({key for found in of.values() for key in found})
        for row in rows_among(self.tx, "draw_item", "post", keys):
            if row.values["post"] in of.get(str(row.values["draw"]), ()):
                yield row

    # --- what is not told ---------------------------------------------------------------------------------------------

    def _is_between_others(self, row: HeldRow, confined: Collection[str], letters: Collection[str]) -> bool:
        """What is between a leader and the one above her: what is hers of it is in `between_two`."""
        if row.table in between_two.TABLES or _is_of_rows(row):
            return True
        if row.table == "message":
            return row.values["id"] in letters
        if row.table in ("trail", "trail_text"):
            body = str(row.values["body"]) if row.table == "trail" else self._body_of(int(str(row.values["seq"])))
            return _tells_of_talk(body) or _sak_of(body) in confined
        # A held row has its words as they are shown.
        return row.values.get("confined") == "ja" or row.values.get("sak") in confined

    def _body_of(self, seq: int) -> str:
        entry = next(self.tx.trail.entries(after=seq - 1), None)
        return "" if entry is None or entry.seq != seq else entry.body.decode("utf-8", errors="replace")

    def _is_hers(self, row: HeldRow) -> bool:
        """Whether a column is she and nothing else: what she did herself, or was told."""
        if any(self.herself.is_cell(str(row.values[column])) for column in row.columns):
            return True
        if row.table != "trail":
            return False
        content = _content(str(row.values["body"]))
        about = content.get("about")
        told = [content.get("actor"), *(about.values() if isinstance(about, Mapping) else ())]
        return any(isinstance(one, str) and self.herself.is_cell(one) for one in told)

    def _tells(self, row: HeldRow, reported: Collection[str], messages: Collection[str]) -> bool:
        if row.table == "message":
            return row.values["id"] in messages
        if row.table == "trail":
            return _sak_of(str(row.values["body"])) in reported
        if row.table == "trail_text":
            return self._sak_of_entry(int(str(row.values["seq"]))) in reported
        return row.values.get("sak") in reported or row.values.get("content") in reported

    def _sak_of_entry(self, seq: int) -> object:
        entry = next(self.tx.trail.entries(after=seq - 1), None)
        return None if entry is None or entry.seq != seq else _sak_of(entry.body.decode("utf-8", errors="replace"))


def _is_of_rows(row: HeldRow) -> bool:
    """A text that says what stands in rows, so that they can be held against the trail: the rows themselves are handed out."""
    return row.table == "trail_text" and row.values["name"] == ROW


def _content(body: str) -> Mapping[str, object]:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _tells_of_talk(body: str) -> bool:
    """What is written in a talk, or of somebody's pay, is handed out with the talk itself, to her whom it is about."""
    content = _content(body)
    about = content.get("about")
    told = about.get("reason") if isinstance(about, Mapping) else None
    return any(str(one).startswith(("egen samtale", "resultatlønn")) for one in (content.get("kind"), told))


def _sak_of(body: str) -> object:
    about = _content(body).get("about")
    return about.get("sak") if isinstance(about, Mapping) else None


# --- as lines ---------------------------------------------------------------------------------------------------------


def _of_rows(rows: Iterable[HeldRow], herself: Herself, hide: Others) -> Iterator[Line]:
    seen: set[tuple[str, tuple[object, ...]]] = set()
    for row in rows:
        same = (
            row.table,
            tuple(row.values.get(one) for one in row.values if one not in ("content", "body", "text", "html")),
        )
        if same in seen:
            continue
        seen.add(same)
        yield Line(
            category=category_of(row.table, str(row.values.get("kind", "")) if row.table == "delivery" else ""),
            place=place_name(row.table),
            values=dict(_values(row, herself, hide)),
            where=tuple(label(column) for column in row.columns),
        )


def _values(row: HeldRow, herself: Herself, hide: Others) -> Iterator[tuple[str, str]]:
    for column, value in (_opened(row) if row.table == "trail" else row.values).items():
        if column in TECHNICAL or value is None or (row.table, column) in SECRETS:
            continue
        text = str(value)
        if row.table in ("draw_content", "kept_file") and column == "content":
            text = "\n".join(_around(text, herself))
        yield label(column), hide.shown(text)


def _opened(row: HeldRow) -> Mapping[str, str | int | None]:
    """An entry of the trail with each fact by itself; as it stands where somebody changed it so that it cannot be read."""
    content = _content(str(row.values["body"]))
    about = content.get("about")
    if not isinstance(about, Mapping):
        return row.values
    told = {"kind": content.get("kind"), "at": content.get("at"), "actor": content.get("actor"), **about}
    return {"seq": row.values["seq"]} | {name: None if value is None else str(value) for name, value in told.items()}


def _around(text: str, herself: Herself) -> Iterator[str]:
    """The lines she stands in, and of a long one the part around her."""
    for line in text.splitlines():
        if herself.is_in("", line):
            yield line if len(line) <= 2 * _AROUND else f"{line[: 2 * _AROUND]} …"


def _of_records(records: HeldRecords, desk: Desk) -> Iterator[Line]:
    for one in records.rows:
        dataset = desk.rulebook.datasets.get(one.kind.rpartition("/")[2])
        yield Line(
            category=category_of("delivery_content", one.kind),
            place=dataset.name if dataset is not None else one.kind,
            values=one.values,
            file=one.file,
            line=one.line,
        )


def _of_books(tx: Transaction, herself: Herself, posts: Mapping[str, Collection[str]], hide: Others) -> Iterator[Line]:
    """Answers of rules about records she stands in, in every month, also those that were answered anew later."""
    pairs = [(rule, key) for rule, keys in sorted(posts.items()) for key in sorted(keys)]
    about = pl.DataFrame(pairs, schema={"regel": pl.String, "post": pl.String}, orient="row")
    ids = sorted(id for id in herself.ids if id)
    for book in tx.books.rows.all():
        try:
            frame = tx.books.verdicts(book)
        except Unreadable:
            continue
        # That a rule is not about a record, or not in force, says nothing of anybody.
        of_records = frame.filter(pl.col("resultat").is_in(_SAYING)).join(about, on=["regel", "post"], how="semi")
        of_her = frame.filter(pl.col("post").is_in(ids))
        for row in pl.concat([of_records, of_her]).unique(maintain_order=True).iter_rows(named=True):
            values = {
                label("month"): str(book.month), label("number"): str(book.number), label("rule"): row["regel"],
                label("enhet"): row["enhet"], label("post"): hide.shown(row["post"]),
                label("answer"): _RESULTS.get(row["resultat"], ""),
            }  # fmt: skip
            yield Line(category="utslag", place=place_name("book_content"), values=values)
