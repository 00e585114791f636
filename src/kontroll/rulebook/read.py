"""Read a stack of rule folders into one Rulebook: this is where a rule file enters kontroll.

The stack: shipped rules below, the kommune's own above; the same id in a higher folder wins, and that is told.
Registers (data sets, indicators, parameters) are read before the rules that refer to them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol, TypeVar

from kontroll.domain.condition import RuleLeaf
from kontroll.domain.dataset import BUILT_IN
from kontroll.domain.indicator import Indicator
from kontroll.domain.problem import Gravity, Place
from kontroll.domain.rule import Rule
from kontroll.domain.rulebook import Rulebook
from kontroll.rulebook.computed import read_computed
from kontroll.rulebook.context import Context
from kontroll.rulebook.datasets import read_dataset
from kontroll.rulebook.files import described, document, remember, yaml_files
from kontroll.rulebook.form import Form, Problems
from kontroll.rulebook.references import check_references
from kontroll.rulebook.registers import Registers, read_indicator, read_parameter
from kontroll.rulebook.rules import read_rule
from kontroll.texts import _
from kontroll.yamlfile import Node

INDICATORS, PARAMETERS, DATASETS = "indikatorer", "parametre", "datasett"
RESERVED = (INDICATORS, PARAMETERS, DATASETS)


class _Named(Protocol):
    @property
    def id(self) -> str: ...


N = TypeVar("N", bound=_Named)


@dataclass(slots=True)
class _Stack:
    """What is read so far, and from which folder of the stack each id came."""

    registers: Registers = field(default_factory=Registers)
    problems: Problems = field(default_factory=Problems)
    rules: dict[str, Rule] = field(default_factory=dict)
    references: dict[str, list[tuple[Place, RuleLeaf]]] = field(default_factory=dict)
    origin: dict[tuple[str, str], tuple[int, Place]] = field(default_factory=dict)

    def keep(self, kind: str, into: dict[str, N], thing: N, level: int, place: Place) -> bool:
        """Put a thing under its id; False where the same folder already has one."""
        before = self.origin.get((kind, thing.id))
        if before is not None and before[0] == level:
            self.problems.add(
                place,
                _("«{id}» er beskrevet to ganger").format(id=thing.id),
                _("Da er det uklart hvilken beskrivelse som gjelder."),
                _("Fjern den ene. Den første står i {place}.").format(place=before[1]),
            )
            return False
        if before is not None:
            self.problems.add(
                place,
                _("kommunens egen «{id}» gjelder i stedet for den som følger med").format(id=thing.id),
                _("Samme id i en høyere mappe vinner. Den andre står i {place}.").format(place=before[1]),
                _("Det er i orden når det er meningen; gi ellers en av dem et annet navn."),
                Gravity.NOTICE,
            )
        self.origin[(kind, thing.id)] = (level, place)
        into[thing.id] = thing
        return True


def read_rulebook(folders: Sequence[Path]) -> tuple[Rulebook, Problems]:
    """All rules and registers of the folders, lowest first, and every problem in them.

    Rules with a problem that stops them are left out of the Rulebook; the caller decides whether the rest may run.
    """
    stack = _Stack()
    files = [
        (level, folder, path) for level, folder in enumerate(folders) for path in yaml_files(folder, stack.problems)
    ]
    computed: list[tuple[str, Node]] = []
    for kind, reader in ((DATASETS, _read_datasets), (PARAMETERS, _read_parameters)):
        for level, folder, path in files:
            if _reserved(folder, path) == kind:
                reader(stack, path, level)
    for level, folder, path in files:
        if _reserved(folder, path) == INDICATORS:
            computed += _read_indicators(stack, path, level)
    _finish_indicators(stack, computed)
    for level, folder, path in files:
        if _reserved(folder, path) is None:
            _read_rule_file(stack, folder, path, level)
    check_references(stack.rules, stack.references, stack.registers, stack.problems)
    book = Rulebook(
        rules=dict(sorted(stack.rules.items())),
        indicators=dict(sorted(stack.registers.indicators.items())),
        parameters=dict(sorted(stack.registers.parameters.items())),
        datasets={id: ds for id, ds in sorted(stack.registers.datasets.items()) if id not in BUILT_IN},
    )
    return book, stack.problems


def _reserved(folder: Path, path: Path) -> str | None:
    first = path.relative_to(folder).parts[0]
    return first if first in RESERVED and path.parent != folder else None


def _register(
    stack: _Stack,
    kind: str,
    forms: Iterable[Form],
    reader: Callable[[Form], N | None],
    into: dict[str, N],
    level: int,
) -> None:
    for form in forms:
        thing = reader(form)
        if thing is None:
            remember(stack.registers, "", form.node)
        else:
            stack.keep(kind, into, thing, level, form.node.place)


def _read_datasets(stack: _Stack, path: Path, level: int) -> None:
    forms = described(path, "datasett", _("datasettet"), stack.registers, stack.problems)
    _register(stack, DATASETS, forms, read_dataset, stack.registers.datasets, level)


def _read_parameters(stack: _Stack, path: Path, level: int) -> None:
    forms = described(path, "parametre", _("parameteren"), stack.registers, stack.problems)
    _register(stack, PARAMETERS, forms, read_parameter, stack.registers.parameters, level)


def _read_indicators(stack: _Stack, path: Path, level: int) -> list[tuple[str, Node]]:
    computed = []
    for form in described(path, "indikatorer", _("indikatoren"), stack.registers, stack.problems):
        indicator, node = read_indicator(form)
        if indicator is None:
            remember(stack.registers, "", form.node)
        elif stack.keep(INDICATORS, stack.registers.indicators, indicator, level, form.node.place):
            if node is not None:
                computed.append((indicator.id, node))
    return computed


def _finish_indicators(stack: _Stack, computed: list[tuple[str, Node]]) -> None:
    """`beregnet`, now that every indicator and data set is known."""
    known = stack.registers.indicators
    for id, node in computed:
        found = read_computed(node, known[id], Context(stack.registers, stack.problems, rule_leaves_allowed=False))
        if found is None:
            stack.registers.seen.add((_("indikatoren"), id))
            del known[id]
        else:
            known[id] = replace(known[id], computed=found)
    _refuse_index_circles(stack, dict(computed))


def _refuse_index_circles(stack: _Stack, nodes: dict[str, Node]) -> None:
    known: dict[str, Indicator] = stack.registers.indicators

    def parts(id: str) -> tuple[str, ...]:
        return getattr(known[id].computed, "parts", ()) if id in known else ()

    def reaches_itself(id: str) -> bool:
        seen: set[str] = set()
        waiting = list(parts(id))
        while waiting:
            part = waiting.pop()
            if part == id:
                return True
            if part not in seen:
                seen.add(part)
                waiting.extend(parts(part))
        return False

    for id in [id for id in nodes if id in known and reaches_itself(id)]:
        stack.problems.add(
            nodes[id].place,
            _("indeksen «{id}» bygger på seg selv").format(id=id),
            _("Da finnes det ingen verdi å begynne med."),
            _("Ta «{id}» ut av en av indeksene.").format(id=id),
        )
        stack.registers.seen.add((_("indikatoren"), id))
        del known[id]


def _read_rule_file(stack: _Stack, folder: Path, path: Path, level: int) -> None:
    form = Form.of(document(path, stack.registers, stack.problems), stack.problems, _("regelen"))
    if form is None:
        remember(stack.registers, path.stem, None)
        return
    area = path.relative_to(folder).parts[0] if path.parent != folder else ""
    context = Context(stack.registers, stack.problems)
    rule = read_rule(form, context, area, str(path))
    if rule is None:
        remember(stack.registers, path.stem, form.node)
    elif stack.keep("regler", stack.rules, rule, level, form.node.place):
        stack.references[rule.id] = context.rule_references
