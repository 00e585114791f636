"""Runner: each batch in a process of its own, which may die, hang or answer nonsense without anything else doing so."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from kontroll.domain.problem import KontrollError
from kontroll.engine.inference.batches import Batch
from kontroll.engine.inference.limits import Limits

WORKER = Path(__file__).parent.parent / "inference_worker.py"
#: -I: nothing of the caller's surroundings decides what is loaded. -B: nothing is written.
OPTIONS = ("-I", "-B", "-X", "utf8")


class WorkerFailed(KontrollError):
    """A process died, took too long, or answered nonsense. Nothing of what the others answered may be used."""


@dataclass(frozen=True, slots=True)
class Reply:
    """answers: (component, symbol) -> case -> truth."""

    answers: dict[tuple[int, str], dict[int, bool]]
    facts: int
    firings: int


def replies(batches: Iterable[Batch], limits: Limits, python: str = sys.executable) -> Iterator[Reply]:
    """The answer to each batch, in no order; some batches at a time. Raises WorkerFailed at the first that fails."""
    waiting = iter(batches)
    with ThreadPoolExecutor(limits.children) as pool:
        # One more than there are children is made ready, not all of them.
        running = [pool.submit(_answered, batch, limits, python) for batch in islice(waiting, limits.children + 1)]
        try:
            while running:
                yield running.pop(0).result()
                running += [pool.submit(_answered, batch, limits, python) for batch in islice(waiting, 1)]
        finally:
            _give_up(running)


def _give_up(running: list[Future[Reply]]) -> None:
    for future in running:
        future.cancel()


def _answered(batch: Batch, limits: Limits, python: str) -> Reply:
    given = json.dumps(batch.given, ensure_ascii=False)
    try:
        child = subprocess.run(
            [python, *OPTIONS, str(WORKER)],
            input=given.encode(),
            capture_output=True,
            timeout=limits.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise WorkerFailed(f"inference batch {batch.number} took more than {limits.seconds:g} s") from late
    except OSError as problem:
        raise WorkerFailed(f"inference batch {batch.number} could not be started: {problem}") from problem
    if child.returncode != 0:
        raise WorkerFailed(
            f"inference batch {batch.number} ended with status {child.returncode}: {_last_line(child.stderr)}"
        )
    return _understood(batch, child.stdout)


def _last_line(written: bytes) -> str:
    lines = written.decode(errors="replace").strip().splitlines()
    return lines[-1][:300] if lines else ""


def _understood(batch: Batch, written: bytes) -> Reply:
    """The reply, if it is one: known symbols and keys, each with one truth, and every fact told."""
    try:
        reply: dict[str, Any] = json.loads(written)
        answers = _answers(batch, reply["answers"])
        told, derived, firings = (int(reply[name]) for name in ("asserted", "derived", "firings"))
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise WorkerFailed(f"inference batch {batch.number} answered nonsense: {problem!r}") from problem
    if told != batch.facts:
        raise WorkerFailed(f"inference batch {batch.number} was given {batch.facts} facts and took {told}")
    return Reply(answers, told + derived, firings)


def _answers(batch: Batch, told: dict[str, list[list[str]]]) -> dict[tuple[int, str], dict[int, bool]]:
    if told.keys() != set(batch.given["asked"]):
        raise ValueError("answers to something else than what was asked")
    answers: dict[tuple[int, str], dict[int, bool]] = {}
    for symbol, sides in told.items():
        for truth, keys in zip((True, False), sides, strict=True):
            for key in keys:
                component, case = batch.keys[key]
                if answers.setdefault((component, symbol), {}).setdefault(case, truth) is not truth:
                    raise ValueError(f"{symbol} is both true and false of {key}")
    return answers
