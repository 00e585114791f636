"""References: every `utslag` must name a rule that exists and fits, and rules may not go in circles."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter

from kontroll.domain.condition import RuleLeaf
from kontroll.domain.problem import Place
from kontroll.domain.rule import Rule
from kontroll.domain.rulebook import ENHET_RULE, referred_rules
from kontroll.rulebook.form import Problems
from kontroll.rulebook.hints import nearest
from kontroll.rulebook.registers import Registers
from kontroll.texts import _


def check_references(
    rules: dict[str, Rule],
    references: dict[str, list[tuple[Place, RuleLeaf]]],
    registers: Registers,
    problems: Problems,
) -> None:
    """Take out rules that cannot be evaluated because of what they refer to, saying why."""
    while faulty := [id for id in rules if _refuse(rules, id, references[id], registers, problems)]:
        for id in faulty:
            registers.seen.add((_("regelen"), id))
            del rules[id]
    try:
        TopologicalSorter({id: referred_rules(rule) for id, rule in rules.items()}).prepare()
    except CycleError as error:
        circle = list(dict.fromkeys(error.args[1]))
        place = next(place for place, leaf in references[circle[0]] if leaf.rule in circle)
        problems.add(
            place,
            _("reglene går i ring: {circle}").format(circle=" → ".join([*circle, circle[0]])),
            _("Da finnes det ingen regel å begynne med."),
            _("Fjern en av «utslag»-henvisningene."),
        )
        for id in circle:
            registers.seen.add((_("regelen"), id))
            del rules[id]
        check_references(rules, references, registers, problems)


def _refuse(
    rules: dict[str, Rule],
    id: str,
    references: list[tuple[Place, RuleLeaf]],
    registers: Registers,
    problems: Problems,
) -> bool:
    before = problems.stops
    blamed_elsewhere = False
    for place, leaf in references:
        target = rules.get(leaf.rule)
        if leaf.rule == ENHET_RULE:
            _check_kind(rules[id], leaf.rule, rules[id].dataset or "*", leaf, place, problems)
        elif target is not None:
            _check_kind(rules[id], target.id, target.dataset, leaf, place, problems)
        elif (_("regelen"), leaf.rule) in registers.seen:
            blamed_elsewhere = True
        else:
            guess = nearest(leaf.rule, rules)
            problems.add(
                place,
                _("regelen «{id}» finnes ikke").format(id=leaf.rule),
                _("Regelen som spør etter den, kan ikke vurderes."),
                _("Mente du «{guess}»?").format(guess=guess) if guess else _("Rett id-en, eller lag regelen."),
            )
    return blamed_elsewhere or problems.stops > before


def _check_kind(rule: Rule, id: str, about: str | None, leaf: RuleLeaf, place: Place, problems: Problems) -> None:
    """Unit rules ask record rules with `antall`; record rules ask unit rules or rules of the same data set.

    about: the data set that the rule asked about judges; None = enheter.
    """
    if rule.dataset is None and about is not None and leaf.count is None:
        problems.add(
            place,
            _("«{id}» er en regel om poster, og «antall» mangler").format(id=id),
            _("En enhet har mange poster; det må stå hvor mange som skal til."),
            _("Legg til «antall: {minst: 1}»."),
        )
    elif leaf.count is not None and (rule.dataset is not None or about is None):
        problems.add(
            place,
            _("«antall» kan bare brukes når en regel om enheter spør etter en regel om poster"),
            _("Her er det bare ett svar å telle."),
            _("Fjern «antall»."),
        )
    elif rule.dataset is not None and about not in (None, rule.dataset):
        problems.add(
            place,
            _("«{id}» handler om poster i et annet datasett").format(id=id),
            _("En post i ett datasett er ikke en post i et annet."),
            _("Spør etter en regel om {dataset} eller om enheter.").format(dataset=rule.dataset),
        )
    elif rule.dataset is not None and about is not None and leaf.window is not None:
        problems.add(
            place,
            _("en post kan ikke ha utslag flere måneder på rad her"),
            _("Regelen den spør etter, vurderer den samme posten."),
            _("Fjern «paa_rad» eller «av_siste»."),
        )
