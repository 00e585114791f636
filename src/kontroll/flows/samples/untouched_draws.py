"""Untouched draws: whether lists, plans, samples, reports, documents and findings still are what the trail was told of.

Why: whoever can write in the database could else swap a list after it was promised, or a finding after it was approved.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256

from kontroll.domain.problem import Place, Problem
from kontroll.domain.trail import Entry
from kontroll.flows.samples.check_item import EVIDENCE
from kontroll.flows.samples.draw_plan import PLAN, SAMPLE
from kontroll.flows.samples.draws_on_trail import DELETED
from kontroll.flows.samples.population import LIST
from kontroll.flows.samples.report_draw import REPORT
from kontroll.flows.samples.trial import digest_of
from kontroll.store.transaction import Transaction
from kontroll.texts import _

_BEGUN = "påbegynt"
_KIND = "stikkprøve: "
_READ = f'"kind":"{_KIND}'.encode()
#: What happened -> the file whose SHA-256 the entry tells, and the word it is told by.
_FILES = {
    _BEGUN: (LIST, "population"), "fryst på nytt": (LIST, "population"), "populasjon rettet": (LIST, "population"),
    "forpliktet": (PLAN, "commitment"), "rettelse forpliktet": (PLAN, "commitment"),
    "trukket": (SAMPLE, "sample"), "trukket på nytt": (SAMPLE, "sample"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DrawsOnTrail:
    """What the trail says, each with the number of the entry that says it.

    files: by draw, population and name. findings: by draw, item and number. trials: by draw and number. The others by draw.
    again: draws that were begun more than once.
    """

    begun: dict[str, int] = field(default_factory=dict)
    again: set[str] = field(default_factory=set)
    files: dict[tuple[str, int, str], tuple[int, str]] = field(default_factory=dict)
    states: dict[str, tuple[int, str]] = field(default_factory=dict)
    seeds: dict[str, tuple[int, str]] = field(default_factory=dict)
    findings: dict[tuple[str, str, int], tuple[int, str]] = field(default_factory=dict)
    trials: dict[tuple[str, int], tuple[int, str]] = field(default_factory=dict)


def reading_draws(found: DrawsOnTrail, entries: Iterable[Entry]) -> Iterator[Entry]:
    """The entries as they come; what they say of draws is put into `found` on the way."""
    for entry in entries:
        if _READ in entry.body:
            # Bytes that were changed, which the chain shows, need not be readable.
            with suppress(ValueError, KeyError, TypeError):
                _note(found, entry)
        yield entry


def _note(found: DrawsOnTrail, entry: Entry) -> None:
    about = entry.content["about"]
    what = str(entry.content["kind"]).removeprefix(_KIND)
    if not isinstance(about, Mapping) or "draw" not in about:
        return
    draw = str(about["draw"])
    if what == _BEGUN:
        if draw in found.begun:
            found.again.add(draw)
        found.begun[draw] = entry.seq
    if what in _FILES:
        name, word = _FILES[what]
        found.files[draw, int(about.get("number", 1)), name] = entry.seq, str(about[word])
    if "state" in about:
        found.states[draw] = entry.seq, str(about["state"])
    if what == "trukket":
        found.seeds[draw] = entry.seq, str(about["seed"])
    elif what == "avsluttet":
        found.files[draw, 0, REPORT] = entry.seq, str(about["report"])
    elif what == "dokument lagt ved":
        found.files[draw, EVIDENCE, str(about["sha256"])] = entry.seq, str(about["sha256"])
    elif what == "post kontrollert":
        found.findings[draw, str(about["item"]), int(about["number"])] = entry.seq, str(about["finding"])
    elif what == DELETED.removeprefix(_KIND):
        for key in [key for key in found.files if key[0] == draw and key[1] == EVIDENCE and key[2] != REPORT]:
            del found.files[key]
    elif what == "prøveberegnet":
        found.trials[draw, int(about["number"])] = entry.seq, str(about["sha256"])


def changed_draws(tx: Transaction, trail: DrawsOnTrail, broken: Collection[int]) -> Iterator[Problem]:
    """Everything that is another now, or gone, or put in by hand. broken: entries that are nobody's word any more."""
    draws = {draw.id: draw for draw in tx.draws.all()}
    for id in sorted(draws.keys() - (trail.begun.keys() if not broken else draws.keys())):
        yield _changed(id, _("stikkprøven er lagt inn utenom kontroll"))
    for id in sorted(trail.again):
        # Whoever takes away the last draw is given its number once more.
        yield _changed(id, _("nummeret er brukt to ganger, så en tidligere stikkprøve er tatt bort"))
    for id, entry in sorted(trail.begun.items()):
        if entry in broken:
            continue
        draw = draws.get(id)
        if draw is None:
            yield _changed(id, _("stikkprøven er tatt bort"))
            continue
        state, seed = (_sound(told.get(id), broken) for told in (trail.states, trail.seeds))
        if state not in (None, draw.state.value):
            yield _changed(id, _("tilstanden er endret"))
        if seed not in (None, draw.seed):
            yield _changed(id, _("frøet er endret"))
        if seed is None and draw.seed and not broken:
            yield _changed(id, _("frøet er lagt inn utenom kontroll"))
    yield from _files(tx, trail, broken)
    yield from _findings(tx, trail, broken)
    yield from _trials(tx, trail, broken)


def _sound(told: tuple[int, str] | None, broken: Collection[int]) -> str | None:
    return None if told is None or told[0] in broken else told[1]


def _files(tx: Transaction, trail: DrawsOnTrail, broken: Collection[int]) -> Iterator[Problem]:
    for (draw, population, name), told in sorted(trail.files.items()):
        digest = _sound(told, broken)
        if digest is None:
            continue
        content = tx.draw_files.get(draw, population, name)
        if content is None or sha256(content).hexdigest() != digest:
            shown = _("et dokument") if population == EVIDENCE and name != REPORT else name
            yield _changed(draw, _("{name} er ikke lenger slik den var").format(name=shown))


def _findings(tx: Transaction, trail: DrawsOnTrail, broken: Collection[int]) -> Iterator[Problem]:
    kept = {(one.draw, one.identity, one.number): one.finding.value for one in tx.item_checks.all()}
    wrong = {
        key[0]
        for key, told in trail.findings.items()
        if (finding := _sound(told, broken)) is not None and kept.get(key) != finding
    }
    put_in = {key[0] for key in kept.keys() - trail.findings.keys()} if not broken else set()
    for draw in sorted(wrong | put_in):
        yield _changed(draw, _("det som ble funnet om en post, er endret"))


def _trials(tx: Transaction, trail: DrawsOnTrail, broken: Collection[int]) -> Iterator[Problem]:
    """Whoever tried until the sample was small could else take the trials away."""
    kept = {(one.draw, one.number): digest_of(one) for one in tx.trials.all()}
    wrong = {
        key[0]
        for key, told in trail.trials.items()
        if (digest := _sound(told, broken)) is not None and kept.get(key) != digest
    }
    for draw in sorted(wrong):
        yield _changed(draw, _("en prøveberegning er endret eller tatt bort"))


def _changed(draw: str, what: str) -> Problem:
    return Problem(
        Place(_("stikkprøve {id}").format(id=draw)),
        what,
        _("Revisjonsloggen sier noe annet, og kontroll endrer aldri dette."),
        _("Finn ut hvem som har endret databasen, og hent den inn igjen fra en sikkerhetskopi."),
    )
