"""A rules folder for the judge: YAML files become what `regler.json` of a package holds, read without the product."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor
from ruamel.yaml.nodes import ScalarNode

from kontroll.recompute.language import Node
from kontroll.recompute.rulefiles import Rulebook, rulebook

_RESERVED = ("indikatorer", "parametre", "datasett")


class ExactConstructor(SafeConstructor):
    """No binary floating point: 0.05 is read as five hundredths."""

    def exact(self, node: ScalarNode) -> Fraction:
        return Fraction(node.value.replace("_", ""))

    def plain(self, node: ScalarNode) -> str:
        return str(node.value)


ExactConstructor.add_constructor("tag:yaml.org,2002:float", ExactConstructor.exact)
ExactConstructor.add_constructor("tag:yaml.org,2002:timestamp", ExactConstructor.plain)


def read(file: Path) -> Any:
    yaml = YAML(typ="safe", pure=True)
    yaml.Constructor = ExactConstructor
    return yaml.load(file.read_text(encoding="utf-8"))


def rulebook_of(folder: Path) -> Rulebook:
    """Everything under a rules folder: areas hold rules, the reserved folders the rest."""
    rules = []
    for file in sorted(folder.rglob("*.yaml")):
        if file.relative_to(folder).parts[0] not in _RESERVED:
            rule = read(file)
            assert rule["id"] == file.stem, (rule["id"], file)
            rules.append(rule)
    return rulebook({"regler": rules, **{kind: list(_described(folder / kind, kind)) for kind in _RESERVED}})


def _described(folder: Path, kind: str) -> Iterator[Node]:
    """Of a file that describes one thing, or a list of them under the name of the folder."""
    for file in sorted(folder.glob("*.yaml")):
        found = read(file)
        yield from found.get(kind, [found])
