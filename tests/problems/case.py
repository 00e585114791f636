"""Case: one realistic mistake, where its message must point, what the message must say, and how grave it is.

A case shows the mistake as a change to a sound text. `▸` stands just before what the message must point at; it is
taken out before the file is written. So a place is never counted by hand. A case with three marks holds three
mistakes and must give three messages.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from kontroll.domain.problem import Gravity, Problem

MARK = "▸"
STOPS, INCOMPLETE, NOTICE = Gravity.STOPS, Gravity.INCOMPLETE, Gravity.NOTICE
At = tuple[int, int]


@dataclass(frozen=True)
class Case:
    """file: path below the folder that is read. content: with marks where it is text; None = made by `make`.

    says: for each expected message, in file order, the words it must hold, joined with « + ».
    at: the expected places where the content has no marks; (0, 0) = the file as a whole.
    lost: names of sound things that this mistake takes with it.
    """

    name: str
    file: str
    content: str | bytes
    says: tuple[str, ...]
    gravity: Gravity = STOPS
    at: tuple[At, ...] | None = None
    lost: tuple[str, ...] = ()
    named: str | None = None  # the file that the messages name, where it is another
    encoding: str = "utf-8"
    unmentioned: tuple[str, ...] = ()  # personal values that no message may repeat
    by_line: bool = False  # messages name the line only, as for rows of data

    def __str__(self) -> str:
        return self.name

    @property
    def text(self) -> str | bytes:
        return self.content.replace(MARK, "") if isinstance(self.content, str) else self.content

    @property
    def places(self) -> list[At]:
        """(line, column) of every expected message."""
        if self.at is not None:
            return list(self.at)
        assert isinstance(self.content, str), self.name
        found = []
        for number, line in enumerate(self.content.split("\n"), start=1):
            pieces = line.split(MARK)
            column = 1
            for piece in pieces[:-1]:
                column += len(piece)
                found.append((number, 0 if self.by_line else column))
        assert found, f"{self.name}: no mark and no place"
        return found

    def write(self, folder: Path) -> Path:
        path = folder / self.file
        path.parent.mkdir(parents=True, exist_ok=True)
        text = self.text
        path.write_bytes(text.encode(self.encoding) if isinstance(text, str) else text)
        return path


def changed(sound: str, change: dict[str, str]) -> str:
    """The sound text with each piece replaced, once. Raises ValueError where a piece is absent or stands twice."""
    for old, new in change.items():
        if sound.count(old) != 1:
            raise ValueError(f"{old!r} stands {sound.count(old)} times")
        sound = sound.replace(old, new)
    return sound


# --- what holds for every message -----------------------------------------------------------------------------

#: Words that give away English or Python where only bokmål may stand.
_FOREIGN = re.compile(
    r"\b(the|is|not|and|or|of|was|found|expected|invalid|missing|unknown|error|line|column|value|key|file|mapping|"
    r"sequence|scalar|token|block|string|str|int|float|bool|dict|tuple|Decimal|None|True|False|NoneType|"
    r"Exception|Traceback|object|directory|such|permission|denied|No|Scalar|Mapping|Sequence|Node|Enum)\b"
)
_QUOTED = re.compile(r"«[^»]*»|\"[^\"]*\"|\([^)]*\)")


def complaints(problem: Problem) -> list[str]:
    """What is wrong with a message, whatever it is about."""
    found = []
    for name, text in (("what", problem.what), ("why", problem.why), ("fix", problem.fix)):
        own_words = _QUOTED.sub("", text)
        if not text.strip():
            found.append(f"{name} is empty")
        if foreign := _FOREIGN.findall(own_words):
            found.append(f"{name} has foreign words {foreign}: {text}")
        if "\n" in text or "{" in own_words or len(text) > 400:
            found.append(f"{name} is unreadable: {text}")
    if problem.fix and not problem.fix.rstrip().endswith((".", "?", "»")):
        found.append(f"fix is no sentence: {problem.fix}")
    return found


def _without(problem: Problem, folder: str) -> Problem:
    place = replace(problem.place, file=problem.place.file.replace(folder, ""))
    texts = {name: getattr(problem, name).replace(folder, "") for name in ("what", "why", "fix")}
    return replace(problem, place=place, **texts)


def mismatch(case: Case, problems: list[Problem], folder: Path) -> list[str]:
    """Every way in which the messages are not the ones that the case asks for. folder: left out of all names."""
    problems = [_without(problem, str(folder) + "/") for problem in problems]
    found = [f"{problem}: {complaint}" for problem in problems for complaint in complaints(problem)]
    ordered = sorted(problems, key=lambda problem: problem.place)
    expected = case.places
    if len(ordered) != len(expected):
        found.append(f"{len(expected)} messages expected, {len(ordered)} given")
    for problem, place, says in zip(ordered, expected, case.says, strict=False):
        if not problem.place.file.endswith(case.named or case.file):
            found.append(f"names {problem.place.file}")
        if (problem.place.line, problem.place.column) != place:
            found.append(f"points at {problem.place.line}:{problem.place.column}, not {place[0]}:{place[1]}")
        said = f"{problem.what} {problem.why} {problem.fix}"
        found += [f"does not say «{word}»" for word in says.split(" + ") if word not in said]
        if problem.gravity is not case.gravity:
            found.append(f"is {problem.gravity.name}, not {case.gravity.name}")
    for value in case.unmentioned:
        if any(value in str(problem) for problem in problems):
            found.append(f"repeats the personal value {value}")
    if found:
        found += ["", *map(str, ordered)]
    return found
