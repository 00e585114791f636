"""Files: which files of a rules folder are read, and the descriptions that each holds.

A file that cannot be read, or a description without a usable id, is remembered: what refers to it is not to blame.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Sequence as Several
from pathlib import Path

from kontroll.domain.problem import Gravity, Place
from kontroll.domain.rulebookkept import RuleFile
from kontroll.rulebook.form import Form, Problems
from kontroll.rulebook.hints import nearest
from kontroll.rulebook.registers import Registers
from kontroll.texts import _
from kontroll.yamlfile import Mapping, Node, Scalar, Sequence, read
from kontroll.yamlfile.read import MAX_BYTES

SUFFIXES = (".yaml", ".yml")
_ID_LINE = re.compile(r"\bid:\s*[\"']?([\w.-]+)")


def yaml_files(folder: Path, problems: Problems) -> Iterator[Path]:
    """YAML files below the folder in name order; other files are no concern of the reader."""
    if not folder.is_dir():
        problems.add(
            Place(str(folder)),
            _("mappen finnes ikke"),
            _("Uten regler er det ingenting å vurdere."),
            _("Oppgi mappen som holder regelfilene."),
        )
        return
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if hidden:
            continue
        if path.suffix.lower() in SUFFIXES:
            if path.is_dir() or (path.exists() and not path.is_file()):
                _not_a_file(path, problems)
            else:
                yield path
        elif len(path.suffixes) > 1 and path.suffixes[-2].lower() in SUFFIXES and path.suffix.lower() == ".txt":
            _hidden_ending(path, problems)


def rule_files(folders: Several[Path]) -> tuple[RuleFile, ...]:
    """The files that the reader reads, lowest folder first, as they are now. One that cannot be read, the reader tells of."""
    found = []
    for level, folder in enumerate(folders):
        for path in yaml_files(folder, Problems()):
            try:
                found.append(RuleFile(level, path.relative_to(folder).as_posix(), path.read_bytes()))
            except OSError:
                continue
    return tuple(found)


def _not_a_file(path: Path, problems: Problems) -> None:
    problems.add(
        Place(str(path)),
        _("«{name}» er en mappe, ikke en fil").format(name=path.name),
        _("Navnet sier at den skulle holde en regel."),
        _("Gi mappen et navn uten {suffix}, eller legg regelen i en fil.").format(suffix=path.suffix),
    )


def _hidden_ending(path: Path, problems: Problems) -> None:
    problems.add(
        Place(str(path)),
        _("filen heter egentlig noe på .txt, og er ikke lest"),
        _("Bare filer som slutter på .yaml eller .yml blir lest; Windows skjuler ofte den siste endelsen."),
        _("Gi filen navnet {name}.").format(name=path.stem),
        Gravity.NOTICE,
    )


def document(path: Path, registers: Registers, problems: Problems) -> Node | None:
    node, found = read(path)
    problems.extend(found)
    if node is None:
        remember(registers, path.stem, None)
        for id in _ids_in(path):
            remember(registers, id, None)
    return node


def _ids_in(path: Path) -> list[str]:
    """What a file that is no YAML seems to describe: rules that refer to it are not to blame."""
    if not path.is_file() or path.stat().st_size > MAX_BYTES:
        return []
    # Any bytes are some letters in Latin-1, and ids are ASCII; UTF-16 has a 0 beside each of them.
    return _ID_LINE.findall(path.read_bytes().decode("latin-1").replace("\0", ""))


def remember(registers: Registers, id: str, node: Node | None) -> None:
    """A faulty description still counts as described: what refers to it is not blamed."""
    entry = node.entries.get("id") if isinstance(node, Mapping) else None
    name = entry.text if isinstance(entry, Scalar) else id
    if not name or " " in name:
        registers.unsure |= _kinds()
    registers.seen |= {(kind, name) for kind in (*_kinds(), _("regelen"))}


def _kinds() -> set[str]:
    """What rules refer to, as messages name it."""
    return {_("indikatoren"), _("parameteren"), _("datasettet")}


def described(path: Path, plural: str, what: str, registers: Registers, problems: Problems) -> Iterator[Form]:
    """The one description of a file, or each of the list under its plural key."""
    node = document(path, registers, problems)
    if isinstance(node, Sequence):
        problems.add(
            node.place,
            _("filen begynner med en liste"),
            _("Det må stå hva listen er en liste av."),
            _("Skriv «{key}:» på linjen over, og rykk listen inn.").format(key=plural),
        )
        items: tuple[Node, ...] = node.items
    elif isinstance(node, Mapping) and (key := _list_key(node, plural)) is not None:
        root = Form(node, problems, _("filen"))
        root.take(plural)
        root.done()
        entry = node.entries[key]
        items = entry.items if isinstance(entry, Sequence) and entry.items else (root.items(key) or ())
    else:
        items = () if node is None else (node,)
    if not items and node is not None:
        registers.unsure |= _kinds()
    for item in items:
        inner = Form.of(item, problems, what)
        if inner is not None:
            yield inner


def _list_key(node: Mapping, plural: str) -> str | None:
    """The key of the file's list: the plural, or what was written for it."""
    if plural in node.entries:
        return plural
    lists = [key for key, value in node.entries.items() if isinstance(value, Sequence)]
    return next((key for key in lists if "id" not in node.entries and nearest(key, [plural])), None)
