"""Stamps: content hashes of each rule with all that it reads, and of the engine that judges by them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable

from kontroll.domain.rulebook import ENHET_RULE, Rulebook
from kontroll.domain.rulebookkept import digest_of
from kontroll.domain.stamp import canonical, read_by

#: Packages whose code decides what a verdict is, from the bytes of a file to the printed answer.
_ENGINE = ("domain", "engine", "facts", "rulebook", "yamlfile")
#: What they compute with: another version may round, sort or read otherwise.
_LIBRARIES = ("narwhals", "polars", "ruamel.yaml")


def stamp_of(rulebook: Rulebook, rule: str) -> str:
    """SHA-256 of what the rule with this id says and tests, and of the rules, parameters, indicators and data sets it reads."""
    listed = [f"{kind} {id} {canonical(thing)}" for (kind, id), thing in read_by(rulebook, rule).items()]
    return _digest(listed)


def stamps_of(rulebook: Rulebook) -> dict[str, str]:
    """Of every rule, and of the one that is always there."""
    return {id: stamp_of(rulebook, id) for id in sorted({*rulebook.rules, ENHET_RULE})}


@cache
def engine_stamp() -> str:
    """`VERSION+SHA256`: the version of kontroll, and the content of its engine with the versions of what it computes with.

    Cached: what is loaded is what judges, also when the files are exchanged under a running worker.
    """
    own = files("kontroll")
    listed = [f"{name} {version(name)}" for name in _LIBRARIES]
    for package in _ENGINE:
        listed += sorted(f"{path} {digest}" for path, digest in _sources(own / package, package))
    return f"{version('kontroll')}+{_digest(listed)}"


def _sources(folder: Traversable, path: str) -> Iterator[tuple[str, str]]:
    for one in folder.iterdir():
        if one.is_dir():
            yield from _sources(one, f"{path}/{one.name}")
        elif one.name.endswith(".py"):
            # A checkout on Windows is the same engine.
            yield f"{path}/{one.name}", digest_of(one.read_bytes().replace(b"\r\n", b"\n"))


def _digest(lines: Iterable[str]) -> str:
    return digest_of("\n".join(lines).encode())
