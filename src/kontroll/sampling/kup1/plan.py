"""Plan: what is to be drawn from what, said before anybody can know which items it will be."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from hashlib import sha256
from typing import Any

import rfc8785

from kontroll.sampling.kup1.refused import Reason, Refused
from kontroll.texts import _

PROTOCOL = "KUP-1"
_HASH = re.compile(r"[0-9a-f]{64}")
_NAME = re.compile(r"[^\x00-\x1f\x7f-\x9f]{1,200}")


class Method(Enum):
    """simple, every so manieth row, by amount, by weight, everything."""

    SIMPLE = "enkel"
    SYSTEMATIC = "systematisk"
    AMOUNT = "belop"
    WEIGHT = "vekt"
    ALL = "alle"


@dataclass(frozen=True, slots=True)
class PlannedStratum:
    """n: how many are drawn, or hit (amount, weight). reserve: how many may replace them, in order; simple draws only."""

    name: str
    method: Method
    n: int
    reserve: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawPlan:
    """commitment: SHA-256 of the file, 64 hex digits. amount: øre. said: everything in the file, for reports."""

    draw_id: str
    population_hash: str
    count: int
    amount: int
    strata: Sequence[PlannedStratum]
    commitment: str
    said: Mapping[str, Any]


def commitment_of(content: bytes) -> str:
    return sha256(content).hexdigest()


def read_plan(content: bytes) -> DrawPlan:
    """Raises Refused for a file that is not a KUP-1 plan in canonical JSON (RFC 8785)."""
    said = _parsed(content)
    if said.get("protokoll") != PROTOCOL:
        raise _wrong(_("Planen er ikke en KUP-1-plan: «protokoll» må være «KUP-1»."))
    strata = said.get("strata")
    if not isinstance(strata, list) or not strata:
        raise _wrong(_("Planen mangler «strata»."))
    planned = [_stratum(one) for one in strata]
    names = [stratum.name for stratum in planned]
    if len(set(names)) < len(names):
        raise _wrong(_("Et stratum står to ganger i planen."))
    return DrawPlan(
        draw_id=_text(said, "trekning_id"),
        population_hash=_hash(said, "populasjon_sha256"),
        count=_whole(said, "antall", least=1),
        amount=_whole(said, "sum_ore"),
        strata=planned,
        commitment=commitment_of(content),
        said=said,
    )


def write_plan(said: Mapping[str, Any]) -> bytes:
    """The canonical bytes of a plan. Raises Refused for what is no plan."""
    content = rfc8785.dumps(dict(said))
    read_plan(content)
    return content


def _parsed(content: bytes) -> dict[str, Any]:
    try:
        said = json.loads(content.decode("utf-8"), object_pairs_hook=_unique)
        canonical = rfc8785.dumps(said)
    except (ValueError, rfc8785.CanonicalizationError) as error:
        raise _wrong(_("Planen er ikke gyldig JSON.")) from error
    if not isinstance(said, dict):
        raise _wrong(_("Planen må være et JSON-objekt."))
    if canonical != content:
        raise _wrong(
            _(
                "Planen er ikke skrevet som kanonisk JSON (RFC 8785): nøkler i rekkefølge, ingen mellomrom og ingen linjeskift."
            )
        )
    return said


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice")
    return found


def _stratum(said: object) -> PlannedStratum:
    if not isinstance(said, dict):
        raise _wrong(_("Hvert stratum i planen må være et objekt."))
    name = _text(said, "stratum")
    try:
        method = Method(said.get("metode"))
    except ValueError as error:
        known = ", ".join(method.value for method in Method)
        raise _wrong(_("Stratum «{name}»: metoden må være en av {known}.").format(name=name, known=known)) from error
    n = _whole(said, "n", least=0 if method is Method.ALL else 1)
    reserve = _whole(said, "reserve", least=0) if "reserve" in said else 0
    if reserve and method is not Method.SIMPLE:
        raise _wrong(_("Stratum «{name}»: bare enkel trekning kan ha reserver.").format(name=name))
    return PlannedStratum(name, method, n, reserve)


def _text(said: Mapping[str, Any], key: str) -> str:
    value = said.get(key)
    if not isinstance(value, str) or not _NAME.fullmatch(value) or not unicodedata.is_normalized("NFC", value):
        raise _wrong(_("Planen mangler «{key}», eller det er ikke en vanlig tekst.").format(key=key))
    return value


def _hash(said: Mapping[str, Any], key: str) -> str:
    value = said.get(key)
    if not isinstance(value, str) or not _HASH.fullmatch(value):
        raise _wrong(_("«{key}» i planen må være 64 heksadesimale tegn.").format(key=key))
    return value


def _whole(said: Mapping[str, Any], key: str, least: int | None = None) -> int:
    value = said.get(key)
    if type(value) is not int or (least is not None and value < least):
        raise _wrong(
            _("«{key}» i planen må være et helt tall.").format(key=key)
            if least is None
            else _("«{key}» i planen må være et helt tall, minst {least}.").format(key=key, least=least)
        )
    return value


def _wrong(sentence: str) -> Refused:
    return Refused(Reason.PLAN, sentence)
