"""Explain one answer: from the kommune's database with its deliveries, or from a data folder.

The answer is worked out anew from what is known now. Where the last run of the month answered something else, that is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path

import polars as pl

from kontroll.domain.dataset import DataSet
from kontroll.domain.delivery import Delivery
from kontroll.domain.problem import Gravity, Place, Problem
from kontroll.domain.rule import Rule, Status
from kontroll.domain.rulebook import ENHET_RULE, Rulebook
from kontroll.engine.verdicts import CODES
from kontroll.facts.facts import Facts
from kontroll.facts.sheet import Sheet
from kontroll.flows.deliveries.assemble import assembled
from kontroll.flows.deliveries.known_facts import WHOLE_LISTS
from kontroll.flows.deliveries.read_folder import read_folder
from kontroll.flows.judging.guard import Guard
from kontroll.policybook import read_policies
from kontroll.report.explaining.explainer import Cell, Explainer
from kontroll.report.explaining.needs import Needs, needs
from kontroll.report.explaining.readings import Seen
from kontroll.report.explaining.rows import Receipt, Receipts, folder_receipt
from kontroll.report.explaining.slices import sliced
from kontroll.report.explaining.tree import Explanation
from kontroll.report.words import result_name
from kontroll.rulebook.read import read_rulebook
from kontroll.settings import shipped_policies
from kontroll.store.transaction import Transaction
from kontroll.texts import NORWAY, _

_FIGURES = ("organisasjon", "personer", "ambisjoner", "maalinger")


@dataclass(frozen=True, slots=True)
class Explained:
    """explanation: None where problems stopped it. misused: there is no such answer to ask for, whatever the data hold."""

    explanation: Explanation | None
    problems: list[Problem]
    misused: bool = False


def explain(tx: Transaction, rulebook: Rulebook, cell: Cell, today: date, seen: Seen) -> Explained:
    """From the database, as known now."""
    wanted = _wanted(rulebook, cell)
    if isinstance(wanted, Problem):
        return Explained(None, [wanted], misused=True)
    deliveries = [one for one in tx.deliveries.known() if _is_needed(one, wanted)]
    facts, _problems = assembled(_Numbered(tx, deliveries), _of(rulebook, wanted), [])
    book = tx.books.standing().get(cell.month)
    left_out = {id: _("utelatt da måneden ble kjørt") for id in book.left_out.split(",") if id} if book else {}
    left_out |= _unused(rulebook, left_out)
    explainer = Explainer(
        rulebook,
        sliced(facts, wanted, cell.enhet, cell.post),
        today,
        receipts=_receipts(deliveries),
        seen=seen,
        left_out=left_out,
    )
    found = explainer.explain(cell)
    if book is not None and found.rule.id not in left_out:
        found = replace(found, recorded=_recorded(tx, found))
    return Explained(found, [])


def explain_in_folder(rules: Sequence[Path], data: Path, cell: Cell, today: date, seen: Seen) -> Explained:
    """From a data folder as it stands, with any well-formed rule, as `vurder` has it.

    What few persons stand behind is hidden as the shipped policy says, with what would tell it.
    """
    rulebook, found = read_rulebook(rules)
    problems = list(found)
    if any(problem.gravity is Gravity.STOPS for problem in problems):
        return Explained(None, problems)
    wanted = _wanted(rulebook, cell)
    if isinstance(wanted, Problem):
        return Explained(None, [*problems, wanted], misused=True)
    facts, told = read_folder(data, _of(rulebook, wanted))
    stopping = [problem for problem in told if problem.gravity is Gravity.STOPS]
    if stopping:
        return Explained(None, [*problems, *stopping])
    if not seen.persons:
        policy = read_policies([shipped_policies()])[0].disclosure
        guard = Guard(rulebook, policy, today, lambda _without_records: facts)
        seen = replace(seen, hidden=guard, guarded=True)
    return Explained(explain_facts(rulebook, facts, cell, today, seen), problems)


def explain_facts(
    rulebook: Rulebook, facts: Facts, cell: Cell, today: date, seen: Seen, receipts: Receipts = folder_receipt
) -> Explanation:
    """From facts that are read already. Raises KeyError for a rule that is not in the rulebook."""
    if cell.rule == ENHET_RULE:
        return Explainer(rulebook, facts, today, receipts=receipts, seen=seen).explain(cell)
    wanted = needs(rulebook, rulebook.rules[cell.rule])
    part = sliced(facts, wanted, cell.enhet, cell.post)
    return Explainer(rulebook, part, today, receipts=receipts, seen=seen).explain(cell)


# --- what must be read --------------------------------------------------------------------------------------------


def _wanted(rulebook: Rulebook, cell: Cell) -> Needs | Problem:
    if cell.rule == ENHET_RULE:
        return Needs(whole=set(rulebook.datasets)) if cell.post else _without_post(cell)
    rule = rulebook.rules.get(cell.rule)
    if rule is None:
        return Problem(
            Place(cell.rule),
            _("det finnes ingen regel med denne id-en"),
            _("Uten en regel er det ikke noe svar å forklare."),
            _meant(rulebook, cell.rule),
        )
    if rule.dataset is not None and not cell.post:
        return _without_post(cell)
    if rule.dataset is None and cell.post:
        return _with_post(cell)
    return needs(rulebook, rule)


def _meant(rulebook: Rulebook, typed: str) -> str:
    near = get_close_matches(typed.lower(), rulebook.rules, n=1)
    if near:
        return _("Mente du {near}?").format(near=near[0])
    return _("Id-en er navnet på regelens fil, uten .yaml.")


def _without_post(cell: Cell) -> Problem:
    return Problem(
        Place(cell.rule),
        _("regelen handler om poster, og ingen post er oppgitt"),
        _("Regelen gir ett svar for hver post."),
        _("Oppgi postens nøkkel med --post."),
    )


def _with_post(cell: Cell) -> Problem:
    return Problem(
        Place(cell.rule),
        _("regelen handler om enheter, ikke om poster"),
        _("Regelen gir ett svar for hver enhet."),
        _("Utelat --post."),
    )


def _of(rulebook: Rulebook, wanted: Needs) -> Rulebook:
    """The rulebook with only the data sets that are read."""
    return replace(rulebook, datasets={id: one for id, one in rulebook.datasets.items() if id in wanted.datasets})


def _is_needed(delivery: Delivery, wanted: Needs) -> bool:
    return delivery.kind in _FIGURES or delivery.kind.removeprefix("datasett/") in wanted.datasets


# --- deliveries ---------------------------------------------------------------------------------------------------


class _Numbered:
    """The deliveries as sheets in order of receipt, each called by its number and name: a name may come again."""

    def __init__(self, tx: Transaction, deliveries: Sequence[Delivery]) -> None:
        self._deliveries = deliveries
        self._sheets = tx.deliveries.sheets(deliveries)

    def named(self, stem: str) -> list[Sheet]:
        return self._of(stem)

    def below(self, name: str, dataset: DataSet | None = None) -> list[Sheet]:
        return self._of(name)

    def _of(self, kind: str) -> list[Sheet]:
        found = [d for d in self._deliveries if d.kind == kind and d.seq in self._sheets]
        sheets = [Sheet(f"{d.seq}/{d.name}", self._sheets[d.seq].frame) for d in found]
        return sheets[-1:] if kind in WHOLE_LISTS else sheets


def _receipts(deliveries: Sequence[Delivery]) -> Receipts:
    by_number = {str(delivery.seq): delivery for delivery in deliveries}

    def receipt(file: str) -> Receipt:
        seq, _slash, name = file.partition("/")
        return Receipt(name, int(seq), by_number[seq].received.astimezone(NORWAY).date())

    return receipt


# --- what the last run said ---------------------------------------------------------------------------------------


def _unused(rulebook: Rulebook, left_out: dict[str, str]) -> dict[str, str]:
    """Drafts and retired rules, which no run evaluates."""
    unused = (Status.DRAFT, Status.RETIRED)
    rules: list[Rule] = list(rulebook.rules.values())
    return {rule.id: rule.status.value for rule in rules if rule.status in unused and rule.id not in left_out}


def _recorded(tx: Transaction, found: Explanation) -> str:
    """What stands in the month's book, where it is something else; "" where it is the same."""
    book = tx.books.standing()[found.month]
    rows = tx.books.verdicts(book).filter(
        (pl.col("regel") == found.rule.id) & (pl.col("enhet") == found.enhet) & (pl.col("post") == found.post)
    )
    codes = {code: result for result, code in CODES.items()}
    before = codes[rows.get_column("resultat")[0]] if rows.height else None
    if before is found.result:
        return ""
    was = result_name(found.rule.type, before).lower() if before is not None else _("uten svar")
    return _(
        "Da måneden sist ble kjørt (kjøring {run}), var svaret «{was}». Data eller regler er endret siden."
    ).format(run=book.run, was=was)
