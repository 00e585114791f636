"""Frozen: units become the list that is drawn from, `populasjon.tsv`, and the keys to it, `nokler.tsv`, which stay inside.

The hash of a record is SHA-256 of 32 random bytes and the record as canonical JSON. Nobody can guess a record from its hash,
and nobody can mend a record after it was drawn. The salt is shown for what was drawn, and for nothing else.

Why a pseudonym is a keyed hash and no running number: an amended list then calls every record what the first one called it.
"""

from __future__ import annotations

import hmac
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise

from kontroll.sampling.kup1.population import HEADER
from kontroll.sampling.kup1.refused import Reason, Refused
from kontroll.texts import _

KEYS_HEADER = "id\tnokkel\tsalt\tmaaned\tenhet\tfil\tlinje\tbelop_ore"
_LONGEST = 200
#: Of the keyed hash: 96 bits, so that no two of ten million are alike.
_PSEUDONYM = 24
_LARGEST = 10**18


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One record that may be drawn. key: its number in the source system. amount: øre. record: canonical JSON.

    month: `2026-10`. file, line: where it was delivered.
    """

    key: str
    stratum: str
    amount: int = 0
    weight: int = 1
    record: bytes
    enhet: str = ""
    month: str = ""
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """What an id in the list stands for, inside only. amount: øre, also where the list tells none."""

    identity: str
    key: str
    salt: bytes
    month: str
    enhet: str
    file: str
    line: int
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One line of populasjon.tsv."""

    stratum: str
    amount: int
    weight: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """tsv, keys: the files. digest: SHA-256 of tsv. amount: øre, of the lines; total: of the records, told or not.

    strata: how many and how much (of the records), by name, sorted.
    """

    tsv: bytes
    keys: bytes
    digest: str
    count: int
    amount: int
    total: int
    strata: Mapping[str, tuple[int, int]]


def unfit(key: str) -> str | None:
    """Why a key cannot be an id in the list; None where it can."""
    if not key:
        return _("posten mangler nøkkel")
    if key != key.strip():
        return _("nøkkelen har mellomrom først eller sist")
    if any(unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp") for letter in key):
        return _("nøkkelen har et kontrolltegn eller et usynlig tegn i seg")
    if len(key) > _LONGEST // 2:
        return _("nøkkelen er lengre enn {most} tegn").format(most=_LONGEST // 2)
    return None


def frozen(
    units: Iterable[Unit],
    *,
    dataset: str,
    secret: bytes | None,
    salts: Callable[[], bytes],
    amounts: bool = True,
    known: Mapping[str, bytes] | None = None,
) -> Frozen:
    """The two files, the same bytes in whatever order the units come.

    secret: the draw's own, 32 bytes, for pseudonyms; None = public ids, `DATASETT:NØKKEL`. salts: 32 new random bytes each time.
    amounts: whether the list tells them; else they are 0. known: key -> salt of records of an earlier population of the draw,
    so that what is unchanged has the line it had. Raises Refused for keys that cannot be ids, and for two that are one.
    """
    ordered = _by_key(units)
    salted = {unit.key: (known or {}).get(unit.key) or salts() for unit in ordered}
    rows = sorted(((_identity(unit.key, dataset, secret).encode(), unit) for unit in ordered), key=lambda row: row[0])
    lines, keys = [HEADER.decode()], [f"{KEYS_HEADER}\n"]
    strata: dict[str, tuple[int, int]] = {}
    listed = 0
    for raw, unit in rows:
        identity, salt = raw.decode(), salted[unit.key]
        amount = unit.amount if amounts else 0
        lines.append(f"{identity}\t{unit.stratum}\t{amount}\t{unit.weight}\t{digest_of(salt, unit.record)}\n")
        where = f"{unit.month}\t{_cell(unit.enhet)}\t{_cell(unit.file)}\t{unit.line}"
        keys.append(f"{identity}\t{unit.key}\t{salt.hex()}\t{where}\t{unit.amount}\n")
        before = strata.get(unit.stratum, (0, 0))
        strata[unit.stratum] = before[0] + 1, before[1] + unit.amount
        listed += amount
    tsv = "".join(lines).encode()
    return Frozen(
        tsv=tsv,
        keys="".join(keys).encode(),
        digest=sha256(tsv).hexdigest(),
        count=len(rows),
        amount=listed,
        total=sum(unit.amount for _raw, unit in rows),
        strata=dict(sorted(strata.items())),
    )


def digest_of(salt: bytes, record: bytes) -> str:
    """The hash of a record in the list."""
    return sha256(salt + record).hexdigest()


def read_keys(content: bytes) -> dict[str, Key]:
    """The file of keys, by id."""
    keys = map(_key, content.decode().split("\n")[1:-1])
    return {key.identity: key for key in keys}


def find_key(content: bytes, identity: str) -> Key | None:
    """One of them, without reading the others."""
    line = _line(content, identity)
    return None if line is None else _key(line)


def read_list(tsv: bytes) -> dict[str, Listed]:
    """The lines of a list that was frozen here, by id."""
    return {line.split("\t", 1)[0]: _listed(line) for line in tsv.decode().split("\n")[1:-1]}


def find_listed(tsv: bytes, identity: str) -> Listed | None:
    """One of them, without reading the others."""
    line = _line(tsv, identity)
    return None if line is None else _listed(line)


def _line(content: bytes, identity: str) -> str | None:
    """The line that begins with the id, below the heading. An id has neither tab nor line break in it."""
    if "\n" in identity or "\t" in identity:
        return None
    begins = content.find(b"\n" + identity.encode() + b"\t")
    return None if begins < 0 else content[begins + 1 : content.index(b"\n", begins + 1)].decode()


def _key(line: str) -> Key:
    identity, key, salt, month, enhet, file, number, amount = line.split("\t")
    return Key(
        identity=identity,
        key=key,
        salt=bytes.fromhex(salt),
        month=month,
        enhet=enhet,
        file=file,
        line=int(number),
        amount=int(amount),
    )


def _listed(line: str) -> Listed:
    _identity, stratum, amount, weight, digest = line.split("\t")
    return Listed(stratum=stratum, amount=int(amount), weight=int(weight), digest=digest)


def stratum_name(text: str) -> str:
    """A value as the name of a stratum: NFC, no control characters, not too long."""
    plain = "".join(" " if unicodedata.category(letter)[0] in "CZ" else letter for letter in text)
    return " ".join(unicodedata.normalize("NFC", plain).split())[:_LONGEST].strip()


def _by_key(units: Iterable[Unit]) -> list[Unit]:
    """Sorted, so that salts are given out in the same order whatever order the records were delivered in."""
    ordered = sorted(units, key=lambda unit: unit.key.encode())
    for unit in ordered:
        if (why := unfit(unit.key)) is not None:
            raise Refused(Reason.POPULATION_FORM, _("Linje {line}: {why}.").format(line=unit.line, why=why))
        if unit.stratum != stratum_name(unit.stratum) or not unit.stratum:
            raise Refused(Reason.POPULATION_FORM, _("Navnet på et stratum kan ikke stå i listen."))
        if unit.weight < 1 or abs(unit.amount) >= _LARGEST or unit.weight >= _LARGEST:
            raise Refused(Reason.POPULATION_FORM, _("Et beløp eller en vekt er utenfor det listen kan holde."))
    # Å can be written as one sign or two. They look the same, and must not be two records in a list that people read.
    alike = sorted(unicodedata.normalize("NFC", unit.key) for unit in ordered)
    if any(one == other for one, other in pairwise(alike)):
        raise Refused(Reason.ORDER, _("To poster har samme nøkkel."))
    return ordered


def _identity(key: str, dataset: str, secret: bytes | None) -> str:
    plain = unicodedata.normalize("NFC", key)
    if secret is None:
        return f"{dataset}:{plain}"
    return "p-" + hmac.new(secret, f"{dataset}:{plain}".encode(), sha256).hexdigest()[:_PSEUDONYM]


def _cell(text: str) -> str:
    return " ".join(text.split())
