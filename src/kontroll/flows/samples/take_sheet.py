"""Take sheet: what was filled in, as checks by whoever delivers it. Anything wrong is told at once, and nothing is kept."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from hashlib import sha256

from kontroll.domain.draw import DrawnItem, DrawState, Finding, ItemCheck
from kontroll.domain.drawflow import DrawRefused, demand_state
from kontroll.domain.itemcheck import demand_check
from kontroll.domain.problem import Place, Problem
from kontroll.flows.saker.acting import TEXT
from kontroll.flows.samples.check_item import checked
from kontroll.flows.samples.give_sheet import to_fill
from kontroll.flows.samples.sheet_row import Filled, RowReader
from kontroll.flows.samples.with_draw import WithDraw, with_draw
from kontroll.notices.draw_refusals import told_of_draw
from kontroll.report.sampling.sheet import (
    ALL,
    HASH_ROW,
    HEADING_ROW,
    IDENTITY,
    LARGEST,
    NR,
    STRATUM,
    NoSheet,
    Returned,
    Row,
    ToFill,
    headings,
    read_sheet,
)
from kontroll.report.spreadsheet import plain
from kontroll.texts import _
from kontroll.wiring import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenSheet:
    """added: new checks. same: rows she had checked alike already. left: rows with nothing in them."""

    added: int = 0
    same: int = 0
    left: int = 0
    problems: Sequence[Problem] = field(default=())


def take_sheet(desk: Desk, draw_id: str, content: bytes, by: str, now: datetime, *, shown_as: str) -> TakenSheet:
    """Raises with_draw.UnknownDraw, Conflict and DrawRefused."""
    with with_draw(desk, draw_id, by, now) as act:
        demand_state(act.draw, DrawState.DRAWN)
        if len(content) > LARGEST:
            return TakenSheet(problems=[_too_large(shown_as)])
        try:
            returned = read_sheet(content)
        except NoSheet:
            return TakenSheet(problems=[_no_sheet(shown_as)])
        of = to_fill(act.tx, act.today, act.draw, str(returned.whose or ALL), now.date())
        problems = _of_another(returned, of, shown_as)
        if problems:
            return TakenSheet(problems=problems)
        return _take(act, _Held(of, returned, shown_as), sha256(content).hexdigest())


def _take(act: WithDraw, held: _Held, digest: str) -> TakenSheet:
    rows = held.rows()
    filled = [(item, one) for item, one in rows if one is not None]
    problems = [*held.problems, *(problem for item, one in filled for problem in _not_whole(act, held, item, one))]
    left = len(rows) - len(filled)
    if problems:
        return TakenSheet(left=left, problems=sorted(problems, key=lambda one: one.place))
    fresh = [(item, one) for item, one in filled if not _is_known(act, item, one)]
    for item, one in fresh:
        assert one.finding is not None
        checked(act, item.identity, one.finding, one.answers, one.audited, one.minutes, one.text)
    if fresh:
        act.note("ark levert", {"sha256": digest, "added": len(fresh), "left": left})
    return TakenSheet(added=len(fresh), same=len(filled) - len(fresh), left=left)


def _not_whole(act: WithDraw, held: _Held, item: DrawnItem, one: Filled) -> list[Problem]:
    """What the check itself demands, at the row."""
    if one.finding is None or len(one.answers) < len(held.of.points):
        return []  # told already
    try:
        demand_check(act.draw, item, list(held.of.points), one.finding, one.answers, one.text, one.minutes)
    except DrawRefused as refused:
        told = told_of_draw(refused)
        return [Problem(Place(held.shown_as, one.line), told.what, told.why, told.fix)]
    return []


def _is_known(act: WithDraw, item: DrawnItem, one: Filled) -> bool:
    """Whether it is what she said of the item last."""
    hers = [c for c in act.tx.item_checks.where(draw=act.draw.id, identity=item.identity) if c.by == act.by]
    if not hers:
        return False
    last = max(hers, key=lambda check: check.number)
    return _said(last, act) == (one.finding, dict(one.answers), one.audited, one.minutes, one.text.strip())


def _said(check: ItemCheck, act: WithDraw) -> tuple[Finding, dict[str, str], int | None, int, str]:
    text = act.tx.trail.text(check.text, TEXT) if check.text else ""
    return check.finding, json.loads(check.answers), check.audited, check.minutes, text or ""


# --- the sheet against the sample ---------------------------------------------------------------------------------------


class _Held:
    """The rows that came, each held against the item it is of."""

    def __init__(self, of: ToFill, returned: Returned, shown_as: str) -> None:
        self.of = of
        self.shown_as = shown_as
        self.problems: list[Problem] = []
        self._returned = returned
        self._reader = RowReader(of, shown_as, self.problems)

    def rows(self) -> list[tuple[DrawnItem, Filled | None]]:
        """None for a row that nothing was filled in. problems is filled."""
        found = [(row, self._item(row)) for row in self._returned.rows]
        times = Counter(item.identity for _row, item in found if item is not None)
        seen: set[str] = set()
        for row, item in found:
            if item is not None and item.identity in seen:
                self._tell(
                    row.line,
                    _("Posten står {n} ganger i arket.").format(n=times[item.identity]),
                    _("Da er det uklart hvilken av radene som gjelder."),
                    _("Slett den raden som ikke skal være med, eller hent arket på nytt."),
                )
            if item is not None:
                seen.add(item.identity)
        missing = [one for one in self.of.items if one.identity not in seen]
        for one in missing:
            self._tell(
                0,
                _("Posten {id} mangler i arket.").format(id=one.identity),
                _("Den er i utvalget, og hele utvalget skal kontrolleres."),
                _("Hent arket på nytt. Rader du ikke har kontrollert, kan stå tomme, men de må være med."),
            )
        return [(item, self._reader.read(row, item)) for row, item in found if item is not None]

    def _item(self, row: Row) -> DrawnItem | None:
        value = row.at(IDENTITY)
        if isinstance(value, str):
            found = next((one for one in self.of.items if plain(one.identity) == value), None)
            if found is None:
                self._tell(
                    row.line,
                    _("«{id}» er ikke blant postene som skal kontrolleres.").format(id=value[:60]),
                    _(
                        "Bare det som er trukket eller plukket ut, kan kontrolleres, og id-en må stå nøyaktig som den var."
                    ),
                    _("Slett raden, eller hent arket på nytt hvis posten er erstattet eller fordelt til en annen."),
                )
            return found
        what = (
            _("Excel har gjort id-en om til en dato.")
            if isinstance(value, date | time)
            else _("Id-en mangler.")
            if value is None
            else _("Excel har gjort id-en om til et tall.")
        )
        self._tell(row.line, what, _("Da kan ikke raden kjennes igjen."), _("Hent arket på nytt, og fyll ut det."))
        # By its place, so that it is not told as missing too.
        place = (row.at(STRATUM), row.at(NR))
        return next((one for one in self.of.items if (one.stratum, one.nr) == place), None)

    def _tell(self, line: int, what: str, why: str, fix: str) -> None:
        self.problems.append(Problem(Place(self.shown_as, line), what, why, fix))


def _of_another(returned: Returned, of: ToFill, shown_as: str) -> list[Problem]:
    """What makes it no sheet of this sample at all."""
    fresh = _("Hent arket på nytt fra stikkprøven, og fyll ut det.")
    if returned.draw != of.draw.id:
        what = _("Arket hører ikke til stikkprøve {id}.").format(id=of.draw.id)
        return [Problem(Place(shown_as, 2), what, _("Det må fylles ut for det utvalget som er trukket."), fresh)]
    if returned.sample != of.sample:
        what = _("Arket er laget for et annet utvalg: SHA-256 av utvalg.tsv stemmer ikke.")
        return [Problem(Place(shown_as, HASH_ROW), what, _("Utvalget er et annet nå, eller cellen er endret."), fresh)]
    if list(returned.headings) != [plain(one) for one in headings(list(of.points))]:
        what = _("Kolonnene er ikke de som arket ble laget med.")
        return [Problem(Place(shown_as, HEADING_ROW), what, _("Da kan svar bli lest som noe annet enn de er."), fresh)]
    return []


def _no_sheet(shown_as: str) -> Problem:
    return Problem(
        Place(shown_as),
        _("Filen er ikke en Excel-arbeidsbok, eller den er skadet."),
        _("Da kan ingenting leses."),
        _("Lagre den som .xlsx fra Excel, og lever den på nytt."),
    )


def _too_large(shown_as: str) -> Problem:
    return Problem(
        Place(shown_as),
        _("Filen er større enn {n} MB.").format(n=LARGEST // 2**20),
        _("Et utfylt ark er mye mindre."),
        _("Fjern bilder og annet som er limt inn. Dokumenter legges ved på siden til hver post."),
    )
