"""Skal: the skal-sentences of the reglementer, read again from their text, and what controls each.

Why a reader of its own: whatever the product overlooks in a text is in no list, and no count of its lists would miss it. It
knows what the shipped texts are made of, paragraphs under numbered headings, and refuses lists and tables.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from recounted.asked import own
from recounted.plain import Plain

_USUAL_RISK = 3
#: Sentences that the map looks at: with so high a risk.
GRAVE = 4
_HEADING = re.compile(r"#+ (?:(\d+(?:\.\d+)*) )?(.*)")
_MARKS = re.compile(r"\s*((?:\{[^}]*\}\s*)+)")
_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÆØÅ§«])")
_BINDS = re.compile(
    r"\b(skal|må|plikter|har plikt til|kreves|forbudt|(?:kan|får|har)(?: \w+){0,4}? (?:ikke|aldri)|kan bare|"
    r"bare(?: \w+){1,6} kan|ingen(?: \w+){0,4}? (?:kan|får)|er ikke tillatt)\b",
    re.IGNORECASE,
)
#: They say what something is or is about, and bind nobody: «hvem som skal», «midler som skal», «slik at de skal».
_TELLS = re.compile(
    r"\b(?:hvem|hva|hvilke[nt]?|hvordan|hvor|når)\b[^.,;:]*?\b(?:skal|må)\b"
    r"|(?<!\bden )(?<!\bde )(?<!\balle )\bsom (?:ikke )?(?:skal|må)\b|\bfor at\b[^.,;:]*?\b(?:skal|må)\b",
    re.IGNORECASE,
)
_CLEFT = re.compile(r"\b(?:det|den|de) er\b[^.,;:]*\bsom (?:skal|må)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Sentence:
    """point: of the text that it stands in. nth: in the point, from 1. alone: it is the only one there."""

    reglement: str
    point: str
    nth: int
    alone: bool
    risk: int
    is_sampled: bool

    @property
    def number(self) -> str:
        return self.point if self.alone else f"{self.point}-{self.nth}"

    def is_meant_by(self, reglement: str, point: str | None) -> bool:
        """By a hjemmel: the sentence itself, all of its point, or all of the text."""
        above = self.point == point or self.point.startswith((f"{point}.", f"{point}-"))
        return self.reglement == reglement and (point is None or self.number == point or above)


def texts_of(policies: Sequence[Path]) -> Mapping[str, tuple[dict[str, Any], str]]:
    """Of each reglement, what stands above its text, and the text. policies: folders, the kommune's own last."""
    files = {path.stem: path for folder in policies for path in sorted((folder / "reglement").glob("*.md"))}
    found = {}
    for id, path in sorted(files.items()):
        _nothing, front, text = path.read_text(encoding="utf-8").split("---\n", 2)
        found[id] = dict(YAML(typ="safe", pure=True).load(front)), text
    return found


def sentences_of(policies: Sequence[Path]) -> list[Sentence]:
    return [one for id, (front, text) in texts_of(policies).items() for one in _read(id, front, text)]


def _read(id: str, front: Mapping[str, Any], text: str) -> list[Sentence]:
    found: list[tuple[str, Mapping[str, str]]] = []
    point = "0"
    for block in filter(None, (block.strip() for block in re.split(r"\n\s*\n", text))):
        heading = _HEADING.fullmatch(block)
        if heading:
            point = heading[1] or point
        elif re.match(r"[-*|>]|\d+[.)]\s", block):
            raise ValueError(f"{id}: no reader for «{block[:30]}»")
        else:
            found += [(point, marks) for marks in _binding(" ".join(block.split()))]
    several, seen = Counter(point for point, _marks in found), Counter[str]()
    made = []
    for point, marks in found:
        seen[point] += 1
        risk = int(marks.get("risiko") or front.get("risiko") or _USUAL_RISK)
        alone = several[point] == 1 and point != "0"
        made.append(Sentence(id, point, seen[point], alone, risk, "stikkprøve" in marks))
    return made


def _binding(block: str) -> Iterator[Mapping[str, str]]:
    """The marks of each sentence of the block that binds somebody: its own, or those at the end of the block."""
    last = _marks_in(found[-1]) if (found := _MARKS.findall(block)) and block.endswith("}") else {}
    for sentence in _END.split(re.sub(r"\.((?:\s*\{[^}]*\})+)", r"\1.", block)):
        own_marks = _marks_in(sentence)
        said = re.sub(r"«[^»]*»", " ", re.sub(r"\s*\{[^}]*\}", "", sentence))
        if _BINDS.search(said if _CLEFT.search(said) else _TELLS.sub(" ", said)):
            yield own_marks or last


def _marks_in(text: str) -> dict[str, str]:
    pairs = (one.split(":", 1) for one in re.findall(r"\{([^}]*)\}", text))
    return {key.strip(): value.strip() for key, value in pairs}


# --- what controls them -------------------------------------------------------------------------------------------------------


def standings_of(of: Plain, policies: Sequence[Path]) -> list[tuple[Sentence, str]]:
    """Each sentence with `regel`, `stikkprove` or `ikke`: what controls it. A rule that is not run controls nothing."""
    run = [one for one in of.rules.values() if one.status in ("i_bruk", "prøve", "prove")]

    def controlled(one: Sentence) -> str:
        if any(one.is_meant_by(*said) for rule in run for said in rule.points):
            return "regel"
        return "stikkprove" if one.is_sampled else "ikke"

    return [(one, controlled(one)) for one in sentences_of(policies)]


def skal_of(rows: Sequence[tuple[Sentence, str]], reglementer: Iterable[str], gravest: int) -> dict[str, float | None]:
    """rows: as `standings_of`. gravest: from this risk on, what nothing controls is told for itself."""
    how = Counter(standing for _one, standing in rows)
    none = [one for one, standing in rows if standing == "ikke"]
    found: dict[str, float | None] = {
        "skal": len(rows), "skal-maskinelt": how["regel"], "skal-stikkprove": how["stikkprove"], "skal-ikke": len(none),
        "skal-ikke-i-alt": len(none), "ev-skal-alle": len(rows), "ev-skal-regel": how["regel"],
        "ev-skal-stikkprove": how["stikkprove"], "ev-skal-ingen": len(none),
    }  # fmt: skip
    for id in reglementer:
        mine = [one for one in none if one.reglement == id]
        found[f"skal-i-{own(id)}"] = len([one for one, _standing in rows if one.reglement == id])
        found[f"skal-ikke-{own(id)}"] = found[f"ev-skal-ingen-{id}"] = len(mine)
        found[f"ev-skal-alvorlig-{id}"] = len([one for one in mine if one.risk >= gravest])
    return found
