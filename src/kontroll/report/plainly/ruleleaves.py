"""Rule leaves as sentences: what another rule says of the same enhet, record or month."""

from __future__ import annotations

from kontroll.domain.condition import RuleLeaf
from kontroll.domain.month import Frequency
from kontroll.domain.rule import RuleType
from kontroll.report.plainly.context import Context
from kontroll.report.plainly.sentence import Sentence, as_sentence
from kontroll.report.plainly.wording import counted, window
from kontroll.texts import _


def of_rule(context: Context, leaf: RuleLeaf) -> Sentence:
    name = context.rule_name(leaf.rule)
    if leaf.count is not None:
        told = _counted(context, leaf, leaf.count).format(rule=name, count=counted(leaf.count))
    else:
        told = _struck(context, leaf).format(rule=name)
    if leaf.window is not None and leaf.window.periods > 1:
        told += f", {window(leaf.window, Frequency.MONTH)}"
    return Sentence(text=as_sentence(told))


def _is_requirement(context: Context, id: str) -> bool:
    rule = context.rulebook.rules.get(id)
    return rule is not None and rule.type is RuleType.REQUIREMENT


def _counted(context: Context, leaf: RuleLeaf, count: int) -> str:
    if _is_requirement(context, leaf.rule):
        return _("kravet {rule} er brutt for minst {count} av enhetens poster i måneden")
    return _("regelen {rule} har slått ut for minst {count} av enhetens poster i måneden")


def _struck(context: Context, leaf: RuleLeaf) -> str:
    is_long = leaf.window is not None and leaf.window.periods > 1
    about = _about(context, leaf.rule, is_long=is_long)
    told = _("kravet {rule} er brutt") if _is_requirement(context, leaf.rule) else _("regelen {rule} har slått ut")
    return f"{told} {about}"


def _about(context: Context, id: str, *, is_long: bool) -> str:
    """Whose answer it is: a record rule may ask about its record or about the record's enhet."""
    asked = context.rulebook.rules.get(id)
    if context.dataset is None:
        return _("for enheten") if is_long else _("for enheten i samme måned")
    if asked is not None and asked.dataset is None:
        return _("for postens enhet") if is_long else _("for postens enhet i samme måned")
    return _("for den samme posten")
