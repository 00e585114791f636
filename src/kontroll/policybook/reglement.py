"""Read the reglementer of a stack of policy folders: Markdown files with front matter, under `reglement/`.

The kommune's own file wins whole over the shipped one of the same name, and that is told. What cannot be read as front
matter is told too, and the text is read all the same: a duty holds also where somebody forgot to say who owns it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from unicodedata import normalize

from kontroll.domain.problem import Gravity, Place, Problem
from kontroll.domain.reglement import USUAL_RISK, Reglement, Reglementer
from kontroll.policybook.block import Block
from kontroll.policybook.read import wins
from kontroll.policybook.reglementblocks import Parsed, parse
from kontroll.policybook.reglementtext import read_text
from kontroll.texts import _, reason_of
from kontroll.yamlfile import Node, Scalar
from kontroll.yamlfile import parse as parse_yaml

FOLDER = "reglement"
_SUFFIX = ".md"
#: Reglementer are tens of kilobytes; more than this is another kind of file.
_MAX_BYTES = 4_000_000
#: Reglementer remembered as they were read: more than the shipped ones and a kommune's own.
_REMEMBERED = 200


def read_reglementer(folders: Sequence[Path]) -> tuple[Reglementer, list[Problem]]:
    """folders: of policies, lowest first. Every reglement that can be read, by id, and every problem in them."""
    problems: list[Problem] = []
    files: dict[str, Path] = {}
    for folder in folders:
        for path in _files(folder / FOLDER):
            if path.stem in files:
                problems.append(wins(path, files[path.stem]))
            files[path.stem] = path
    read = {}
    for id, path in sorted(files.items()):
        own = len(folders) > 1 and path.is_relative_to(folders[-1])
        reglement = read_reglement(path, problems, own=own)
        if reglement is not None:
            read[id] = reglement
    return Reglementer(read), problems


def read_reglement(path: Path, problems: list[Problem], *, own: bool = False) -> Reglement | None:
    """One file; None where it is no text."""
    try:
        raw = path.read_bytes()
        if len(raw) > _MAX_BYTES:
            raise ValueError
        text = raw.decode("utf-8-sig")
    except OSError as error:
        problems.append(_unreadable(path, reason_of(error)))
        return None
    except ValueError:
        problems.append(_unreadable(path, _("den er ikke tekst i UTF-8")))
        return None
    text = normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    try:
        return _without_fault(text, path, own)
    except _Faulty as faulty:
        problems += faulty.problems
        return faulty.reglement


class _Faulty(Exception):
    """There is something to tell of the reglement, each time that it is read."""

    def __init__(self, reglement: Reglement, problems: list[Problem]) -> None:
        super().__init__()
        self.reglement = reglement
        self.problems = problems


@lru_cache(_REMEMBERED)
def _without_fault(text: str, path: Path, own: bool) -> Reglement:
    problems: list[Problem] = []
    reglement = _of_text(text, path, own, problems)
    if problems:
        raise _Faulty(reglement, problems)
    return reglement


def _of_text(text: str, path: Path, own: bool, problems: list[Problem]) -> Reglement:
    digest = sha256(text.encode()).hexdigest()
    parsed = parse(text)
    reglement = _with_front(Reglement(id=path.stem, name="", file=str(path), digest=digest, own=own), parsed, problems)
    found = read_text(parsed.blocks, path.stem, str(path), reglement.owner, reglement.risk, problems)
    if not found.sentences:
        problems.append(_no_sentence(path))
    return replace(
        reglement,
        name=reglement.name or found.title or path.stem,
        points=tuple(found.points),
        passages=tuple(found.passages),
        sentences=tuple(found.sentences),
        not_counted=tuple(found.not_counted),
    )


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        hidden = path.name.startswith((".", "_")) or path.stem.upper() == "README"
        if path.suffix.lower() == _SUFFIX and not hidden and path.is_file():
            yield path


# --- front matter -----------------------------------------------------------------------------------------------------


def _with_front(reglement: Reglement, parsed: Parsed, problems: list[Problem]) -> Reglement:
    if parsed.front is None:
        problems.append(_no_front(reglement.file))
        return reglement
    # The lines above it are put back, so that a mistake is told at the line where it stands.
    node, faults = parse_yaml("\n" * (parsed.front_line - 1) + parsed.front, reglement.file)
    found = list(faults)
    block = Block.of(node, found, _("hodet"))
    read = reglement if block is None else _read_front(reglement, block)
    # Its text is read whatever is wrong above it: nothing here stops anything.
    problems += [replace(one, gravity=min(one.gravity, Gravity.INCOMPLETE, key=_ORDER.index)) for one in found]
    return read


_ORDER = [Gravity.NOTICE, Gravity.INCOMPLETE, Gravity.STOPS]


def _read_front(reglement: Reglement, block: Block) -> Reglement:
    name = block.text("navn", required=True)
    owner = block.text("eier", required=True)
    adopted, by = block.day("vedtatt", required=True), block.text("vedtatt_av")
    version, revision = block.text("versjon", required=True), block.day("neste_revisjon", required=True)
    risk = block.whole_number("risiko", 1, 5)
    area = block.text("omraade")
    confirmed = tuple(word for node in _listed(block, "bekreftes_av") if (word := block.as_text(node)))
    block.done()
    if adopted and revision and revision < adopted:
        block.refuse(
            block.place("neste_revisjon"),
            _("neste revisjon er før vedtaket"),
            _("Da er reglementet for gammelt fra første dag."),
            _("Rett den ene av datoene."),
        )
    return replace(
        reglement,
        name=name or "",
        owner=owner or "",
        adopted=adopted,
        adopted_by=by or "",
        version=version or "",
        next_revision=revision,
        risk=risk or USUAL_RISK,
        area=area or "",
        confirmed_by=confirmed,
    )


def _listed(block: Block, key: str) -> Sequence[Node]:
    """`alle` and `[alle]` are one."""
    node = block.node.entries.get(key)
    if isinstance(node, Scalar) and not node.is_null:
        block.take(key)
        return (node,)
    return block.items(key, may_be_empty=True)


# --- what is told -----------------------------------------------------------------------------------------------------


def _unreadable(path: Path, reason: str) -> Problem:
    return Problem(
        Place(str(path)),
        _("reglementet kan ikke leses: {reason}").format(reason=reason),
        _("Ingen av skal-setningene i det er med i registeret."),
        _("Lagre filen som tekst i UTF-8."),
        Gravity.INCOMPLETE,
    )


def _no_front(file: str) -> Problem:
    return Problem(
        Place(file, 1),
        _("reglementet mangler hode"),
        _(
            "Teksten er lest, men ingen vet hvem som eier den, når den er vedtatt, hvilken versjon det er "
            "eller når den skal revideres."
        ),
        _(
            "Skriv øverst en linje med ---, så navn, eier, vedtatt, versjon og neste_revisjon på hver sin linje, "
            "og en linje med --- til."
        ),
        Gravity.INCOMPLETE,
    )


def _no_sentence(path: Path) -> Problem:
    return Problem(
        Place(str(path)),
        _("det er ingen skal-setninger i reglementet"),
        _("Da er det ingenting i det som kan kontrolleres."),
        _("Skriv kravene som setninger med skal, må eller plikter; «bør» og «kan» binder ingen."),
        Gravity.NOTICE,
    )
