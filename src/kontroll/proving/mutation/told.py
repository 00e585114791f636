"""Survivors as problems: what was changed, in the words of the rule, and which test to add."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import groupby, zip_longest

from kontroll.domain.condition import Condition, children
from kontroll.domain.problem import Gravity, Place, Problem
from kontroll.domain.rule import Rule
from kontroll.domain.rulebook import Rulebook
from kontroll.proving.mutation.change import is_moved, moved
from kontroll.proving.mutation.mutant import Mutant, Site
from kontroll.report.plainly.context import Context
from kontroll.report.plainly.registers import parameters_read
from kontroll.report.plainly.sentence import Sentence
from kontroll.report.plainly.tree import tree
from kontroll.texts import _, month_name

#: Changes of one part that are told; where more survive, the part is not tried at all.
MOST = 3


def survivor_problems(rulebook: Rulebook, rule: Rule, survived: Iterable[Mutant], today: date) -> list[Problem]:
    """One for each part of the rule and gravity. today: for the values of parameters, as the rule is shown in words."""
    dataset = rulebook.dataset(rule.dataset) if rule.dataset is not None else None
    context = Context(rulebook=rulebook, dataset=dataset, today=today)
    found = []
    for site, group in groupby(survived, key=lambda mutant: mutant.site):
        together = list(group)
        for named in (True, False):
            alike = [mutant for mutant in together if mutant.named is named]
            if alike:
                found.append(_problem(context, rule, site, alike))
    return found


def _problem(context: Context, rule: Rule, site: Site, alike: list[Mutant]) -> Problem:
    changes: dict[str, dict[str, None]] = {}
    for mutant in alike:
        for before, after in differences(_said(context, mutant.before), _said(context, mutant.after)):
            changes.setdefault(before, {}).setdefault(after)
    lacking = dict.fromkeys(_(mutant.lacking) for mutant in alike)
    return Problem(
        Place(rule.file),
        _("ingen test merker det om {where} endres: {changes}").format(
            where=_where(rule, site),
            changes="; ".join(_change(before, list(after)) for before, after in changes.items()),
        ),
        _("Da viser ikke testene at regelen gjør akkurat det som står, og ingen ville sett en skrivefeil her."),
        " ".join(lacking),
        Gravity.INCOMPLETE if alike[0].named else Gravity.NOTICE,
    )


def _change(before: str, afters: list[str]) -> str:
    """`«Beløp» er over 0 kr → «Beløp» er minst 0 kr / tatt bort`: names in the sentences are in quotation marks already."""
    said = [after.rstrip(".:") or _("tatt bort") for after in afters[:MOST]]
    return f"{before.rstrip('.:') or _('ingenting')} → {' / '.join([*said, *(['…'] if len(afters) > MOST else [])])}"


# --- where ----------------------------------------------------------------------------------------------------


def _where(rule: Rule, site: Site) -> str:
    """The number that `regler vis` shows, with the version or the exception where there are several."""
    if site.exemption:
        ids = [exemption.id for exemption in rule.exemptions]
        place = ids.index(site.exemption)
        number = number_of(rule.exemptions[place].condition, site.path)
        inside = _("unntaket «{id}»").format(id=site.exemption)
        if not number:
            return inside
        return _("vilkår {number} i {inside}").format(number=f"{place + 1}.{number}", inside=inside)
    version = next(v for v in rule.versions if v.valid_from in site.versions)
    number = number_of(version.condition, site.path)
    told = _("vilkår {number}").format(number=number) if number else _("hele vilkåret")
    if len(rule.versions) == 1:
        return told
    return _("{part} fra {month}").format(part=told, month=month_name(version.valid_from))


def number_of(condition: Condition, path: tuple[int, ...]) -> str:
    """`2.1`; 1 for a condition that is one leaf; empty for the root of several."""
    if not children(condition):
        return "1"
    return ".".join(str(i + 1) for i in path)


def _said(context: Context, part: Condition) -> Sentence:
    """The part in words, with the values that moved limits would have."""
    ids = [id for id in parameters_read([part]) if is_moved(id)]
    parameters = dict(context.rulebook.parameters)
    parameters |= {id: moved(parameters, id) for id in ids}
    return tree(replace(context, rulebook=replace(context.rulebook, parameters=parameters)), part)


def differences(before: Sentence, after: Sentence) -> Iterator[tuple[str, str]]:
    """Only the sentences that differ: what stands, and what it became; an empty text = it was taken out."""
    if before.text == after.text and len(before.children) == len(after.children):
        gone = [note for note in before.notes if note not in after.notes]
        come = [note for note in after.notes if note not in before.notes]
        yield from zip_longest(gone, come, fillvalue="")
        for child, changed in zip(before.children, after.children, strict=True):
            yield from differences(child, changed)
    elif 0 < len(after.children) < len(before.children):
        kept = set(after.children)
        yield from ((_flat(child), "") for child in before.children if child not in kept)
    elif before.children and before.children == after.children:
        yield before.text, after.text
    else:
        yield _flat(before), _flat(after)


def _flat(sentence: Sentence) -> str:
    below = " ".join(_flat(child) for child in sentence.children)
    return f"{sentence.text} {below}" if below else sentence.text
