"""Rules as JSON: kept rule files, merged as the stack has them, for a reader that has nothing but the standard library.

Why numbers as they are written: 0.05 must not become a binary fraction on the way, and 0301 is a text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from kontroll.domain.rulebookkept import RuleFile
from kontroll.yamlfile.nodes import Mapping, Node, Scalar
from kontroll.yamlfile.nodes import Sequence as Items
from kontroll.yamlfile.read import parse

_RESERVED = ("indikatorer", "parametre", "datasett")
_RULES = "regler"
_JSON_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?")


def rules_as_json(files: Sequence[RuleFile]) -> bytes:
    """`{"regler": […], "indikatorer": […], "parametre": […], "datasett": […]}`, each thing once: the highest folder's."""
    found: dict[str, dict[str, str]] = {kind: {} for kind in (_RULES, *_RESERVED)}
    for file in sorted(files, key=lambda one: (one.level, one.path)):
        kind = PurePosixPath(file.path).parts[0]
        kind = kind if kind in _RESERVED else _RULES
        node, _problems = parse(file.content.decode("utf-8-sig"), file.path)
        for thing in _things(node, kind):
            id = thing.entries["id"]
            assert isinstance(id, Scalar), "rule files that were used are legal"
            found[kind][id.text] = _written(thing)
    return (
        "{" + ",\n".join(_list(kind, [things[id] for id in sorted(things)]) for kind, things in found.items()) + "}\n"
    ).encode()


def _list(kind: str, written: Sequence[str]) -> str:
    """One thing a line, so that what differs between two packages can be seen."""
    return json.dumps(kind) + ": [\n" + ",\n".join(written) + "\n]"


def _things(node: Node | None, kind: str) -> Iterator[Mapping]:
    """A file describes one thing, or a list of them under the name of its folder."""
    if not isinstance(node, Mapping):
        return
    listed = node.entries.get(kind)
    if isinstance(listed, Items):
        yield from (one for one in listed.items if isinstance(one, Mapping))
    elif "id" in node.entries:
        yield node


def _written(node: Node) -> str:
    if isinstance(node, Mapping):
        pairs = (f"{json.dumps(key, ensure_ascii=False)}: {_written(value)}" for key, value in node.entries.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(node, Items):
        return "[" + ", ".join(_written(one) for one in node.items) + "]"
    if node.is_null:
        return "null"
    if (node.plain and node.text in ("true", "false")) or (node.plain and _JSON_NUMBER.fullmatch(node.text)):
        return node.text
    return json.dumps(node.text, ensure_ascii=False)
