"""Untouched reports: whether what was issued still is what was issued, and was checked and vouched for by those who did.

Why what was frozen is held against its own hash also where the chain is broken: whoever asks wants to know which report was
changed, and not only that a line of the log was.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from kontroll.domain.issuing import ENTRY, FILE, Issue, Report, ReportAct, ReportEvent, name_of
from kontroll.domain.policy import Kept
from kontroll.domain.problem import Problem
from kontroll.domain.trail import Entry
from kontroll.flows.books.untouched import changed
from kontroll.flows.home.unreadable import until_unreadable
from kontroll.report.document.as_json import document_from
from kontroll.report.issuing.frozen import digest_of, unpacked
from kontroll.report.issuing.issued_document import STATEMENT
from kontroll.store.transaction import Transaction
from kontroll.texts import _

_KINDS = {ENTRY.format(kind=act.value): act for act in ReportAct}
_READ = ENTRY.format(kind="").encode()
_DELETED = b'"kind":"slettet"'


@dataclass(frozen=True, slots=True)
class ToldAct:
    """One entry: where it stands, who did it, when, and its ids and words."""

    seq: int
    act: ReportAct
    by: str
    at: datetime
    about: Mapping[str, object]

    def fact(self, name: str) -> str:
        return str(self.about.get(name, ""))


@dataclass(frozen=True, slots=True)
class ReportsOnTrail:
    """acts: what was done with each report, in its order. issues: by year and number. deleted: hashes of what went on time."""

    acts: dict[str, list[ToldAct]] = field(default_factory=lambda: defaultdict(list))
    issues: dict[tuple[int, int], ToldAct] = field(default_factory=dict)
    deleted: set[str] = field(default_factory=set)

    def note(self, entry: Entry) -> None:
        """Take in what the entry says. The caller passes those that hold, in their order."""
        if _DELETED in entry.body:
            about = entry.content["about"]
            if isinstance(about, Mapping) and about.get("what") == Kept.REPORT.value:
                self.deleted.add(str(about["digest"]))
            return
        if _READ not in entry.body:
            return
        content = entry.content
        act, about = _KINDS.get(str(content["kind"])), content["about"]
        if act is None or not isinstance(about, Mapping) or "report" not in about:
            return
        told = ToldAct(entry.seq, act, str(content["actor"]), datetime.fromisoformat(str(content["at"])), about)
        self.acts[told.fact("report")].append(told)
        if act is ReportAct.ISSUE:
            self.issues[int(told.fact("year")), int(told.fact("number"))] = told


def changed_reports(tx: Transaction, trail: ReportsOnTrail, broken: Collection[int]) -> Iterator[Problem]:
    """Everything that is another now, gone, or put in by hand. broken: entries of the chain that do not hold."""
    kept = {(one.year, one.number): one for one in tx.issues.all()}
    for key in sorted({*kept, *trail.issues}):
        place, issue, told = _place(*key), kept.get(key), trail.issues.get(key)
        if issue is None:
            yield changed(place, _("rapporten er tatt bort"))
        elif told is None:
            # Its own entry may be the one that does not hold.
            if issue.trail not in broken:
                yield changed(place, _("rapporten er lagt inn utenom kontroll"))
            yield from until_unreadable(place, _contents(tx, place, issue, None, trail.deleted))
        else:
            if not _issue_holds(issue, told):
                yield changed(place, _("det som står om utgivelsen, er endret"))
            yield from until_unreadable(place, _contents(tx, place, issue, told, trail.deleted))
    if not broken:
        yield from _gaps(trail)
        yield from _editions(tx, trail)


def _place(year: int, number: int) -> str:
    return _("rapport {name}").format(name=name_of(year, number))


def _issue_holds(issue: Issue, told: ToldAct) -> bool:
    words = ("report", "kind", "period", "title", "grounds", "statement", "replaces")
    said = [told.fact(word) for word in words] + [told.fact("issued")]
    now = [getattr(issue, word) for word in words] + [issue.content]
    return said == now and (issue.by, issue.at, issue.trail) == (told.by, told.at, told.seq)


# --- what was frozen --------------------------------------------------------------------------------------------------


def _contents(
    tx: Transaction, place: str, issue: Issue, told: ToldAct | None, deleted: Collection[str]
) -> Iterator[Problem]:
    text = _text(tx, issue.content)
    if text is None:
        yield changed(place, _("innholdet i rapporten er endret eller tatt bort"))
    elif issue.statement and digest_of(_statement(text)) != issue.statement:
        yield changed(place, _("kommunedirektørens erklæring er endret"))
    if issue.grounds not in deleted and _text(tx, issue.grounds) is None:
        yield changed(place, _("grunnlaget for tallene er endret eller tatt bort"))
    said = {name: value for name, value in (told.about if told else {}).items() if name.startswith(FILE)}
    files = {
        f"{FILE}{one.name}": (one.digest, sha256(one.content).hexdigest())
        for one in tx.issued_files.where(year=issue.year, number=issue.number)
    }
    for name in sorted({*said, *files}):
        digest, found = files.get(name, ("", ""))
        is_told = said.get(name) == digest if told is not None else True
        if not digest and said.get(name) in deleted:
            continue
        if not digest or digest != found or not is_told:
            yield changed(place, _("filen {file} er endret eller tatt bort").format(file=name.removeprefix(FILE)))


def _text(tx: Transaction, digest: str) -> str | None:
    """None where it is gone, or is no longer what its hash says."""
    kept = tx.frozen_texts.get(digest)
    if kept is None:
        return None
    try:
        text = unpacked(kept.content)
    except (zlib.error, UnicodeDecodeError):
        return None
    return text if digest_of(text) == digest else None


def _statement(text: str) -> str:
    """What stands above the signature."""
    chapter = document_from(text).section(STATEMENT)
    told = chapter.drafted[:-1] if chapter is not None else ()
    return "\n\n".join("".join(str(part) for part in one.parts) for one in told)


# --- what was done ----------------------------------------------------------------------------------------------------


def _gaps(trail: ReportsOnTrail) -> Iterator[Problem]:
    for year in sorted({year for year, _number in trail.issues}):
        numbers = sorted(number for of, number in trail.issues if of == year)
        if numbers != list(range(1, len(numbers) + 1)):
            yield changed(_("rapporter {year}").format(year=year), _("nummerserien har hull"))


def _editions(tx: Transaction, trail: ReportsOnTrail) -> Iterator[Problem]:
    kept = {one.id: one for one in tx.reports.all()}
    # Told by the issue already.
    issued = {told.fact(word) for told in trail.issues.values() for word in ("issued", "grounds")}
    events: dict[str, list[ReportEvent]] = defaultdict(list)
    for event in tx.report_events.all():
        events[event.report].append(event)
    for id in sorted({*kept, *events, *trail.acts}):
        place, told, report = _("rapporten {id}").format(id=id), trail.acts.get(id, []), kept.get(id)
        if report is None:
            yield changed(place, _("rapporten er tatt bort"))
        elif not told:
            yield changed(place, _("rapporten er lagt inn utenom kontroll"))
        elif not _edition_holds(report, told):
            yield changed(place, _("hvor langt rapporten er kommet, eller hvem som har gjort hva, er endret"))
        if [(one.act, one.by, one.at, one.trail) for one in events[id]] != [(t.act, t.by, t.at, t.seq) for t in told]:
            yield changed(place, _("historien til rapporten er endret"))
        if any(_text(tx, digest) is None for digest in sorted(_sent(told) - trail.deleted - issued)):
            yield changed(place, _("det som ble sendt til kontroll, er endret eller tatt bort"))


def _sent(told: list[ToldAct]) -> set[str]:
    """Hashes of everything that was frozen for somebody to check, also where it was taken back."""
    return {one.fact(word) for one in told if one.act is ReportAct.SEND for word in ("content", "grounds")}


def _edition_holds(report: Report, told: list[ToldAct]) -> bool:
    last = told[-1]
    if (report.state.value, report.version) != (last.fact("state"), last.about.get("version")):
        return False
    since: dict[ReportAct, ToldAct] = {}
    for one in told:
        if one.act in (ReportAct.RETURN, ReportAct.TAKE_BACK):
            since.clear()
        else:
            since[one.act] = one
    sent, checked = since.get(ReportAct.SEND), since.get(ReportAct.CHECK)
    confirmed = since.get(ReportAct.CONFIRM)
    return (
        (report.sent_by, report.sent_at, report.checker) == _who(sent, "checker")
        and (report.content, report.grounds) == ((sent.fact("content"), sent.fact("grounds")) if sent else ("", ""))
        and (report.checked_by, report.checked_at) == _who(checked)[:2]
        and (report.confirmed_by, report.confirmed_at) == _who(confirmed)[:2]
        and (report.statement, report.proved_by) == ((confirmed.seq, confirmed.fact("how")) if confirmed else (0, ""))
    )


def _who(told: ToldAct | None, more: str = "") -> tuple[str | None, datetime | None, str | None]:
    return (told.by, told.at, told.fact(more)) if told is not None else (None, None, None)
