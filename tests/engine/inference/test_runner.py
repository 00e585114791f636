"""A process that dies, hangs or answers nonsense is told as such, and nothing else comes of the inference."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kontroll.domain.condition import AllOf
from kontroll.domain.truth import Result
from kontroll.engine.inference import Limits, WorkerFailed
from kontroll.engine.inference.batches import Batch
from kontroll.engine.inference.runner import replies

from .worded import case, inferred, leaf, rule, said

BOTH = case(rule("begge", AllOf(children=(leaf("a"), leaf("b")))), values={"A": {"a": "9", "b": "9"}})
RIGHT = '{"answers": {"0:truth0": [["0.0"], []]}, "asserted": 2, "derived": 0, "firings": 1}'


@pytest.fixture
def python(tmp_path: Path):
    """A stand-in for the interpreter: a shell script that is given the worker's path and the batch as it would be."""

    def script(lines: str) -> str:
        file = tmp_path / "python"
        file.write_text(f"#!/bin/sh\n{lines}\n", encoding="utf-8")
        file.chmod(0o700)
        return str(file)

    return script


def test_the_stand_in_answers_as_the_worker_does(python):
    said_right = python(f"cat >/dev/null; echo '{RIGHT}'")

    assert inferred(BOTH, python=said_right).frame.equals(inferred(BOTH).frame)


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("exit 3", "batch 0 ended with status 3"),
        ("cat >/dev/null; echo 'memory is gone' >&2; exit 1", "status 1: memory is gone"),
        ("kill -9 $$", "status -9"),
        ("kill -SEGV $$", "status -11"),
        ("cat >/dev/null", "answered nonsense"),
        ("cat >/dev/null; echo Hei", "answered nonsense"),
        ("cat >/dev/null; echo '[]'", "answered nonsense"),
        (f"cat >/dev/null; echo '{RIGHT[:40]}'", "answered nonsense"),
        (f"cat >/dev/null; echo '{RIGHT.replace('0:truth0', '9:truth9')}'", "something else than what was asked"),
        (f"cat >/dev/null; echo '{RIGHT.replace('0.0', '0.7')}'", "answered nonsense: KeyError"),
        (f"cat >/dev/null; echo '{RIGHT.replace(': 2', ': 1')}'", "was given 2 facts and took 1"),
        ("exec sleep 20", "took more than 0.5 s"),
    ],
)
def test_whatever_goes_wrong_in_the_process_is_told_and_nothing_else_comes_of_it(python, lines: str, told: str):
    with pytest.raises(WorkerFailed, match=told):
        inferred(BOTH, python=python(lines), limits=Limits(seconds=0.5 if "sleep" in lines else 60))


def test_a_key_that_is_both_true_and_false_is_nonsense(python):
    both = RIGHT.replace("[]", '["0.0"]')

    with pytest.raises(WorkerFailed, match="both true and false"):
        inferred(BOTH, python=python(f"cat >/dev/null; echo '{both}'"))


def test_the_real_worker_killed_in_the_middle_is_told(python):
    # Thirty thousand facts take it seconds; it is killed when it has long begun.
    keys = {f"k{n}": (0, n) for n in range(30_000)}
    given = {"rules": [["r", 1, [["a", 1]]]], "asked": ["r"], "lags": {}, "aliases": {}, "next": {}}
    large = Batch(0, given | {"facts": {key: (["a"], []) for key in keys}}, keys, len(keys))
    killing = python(f'exec 3<&0\n"{sys.executable}" "$@" <&3 &\nsleep 0.6\nkill -9 $!\nwait $!')

    with pytest.raises(WorkerFailed, match="status 137"):
        list(replies([large], Limits(), killing))


def test_one_failing_process_among_several_is_enough(python, tmp_path: Path):
    # The third process fails, the others are the real worker.
    count = tmp_path / "count"
    third = python(f'echo x >> "{count}"\n[ $(wc -l < "{count}") = 3 ] && exit 7\nexec "{sys.executable}" "$@"')
    many = case(
        rule("begge", AllOf(children=(leaf("a"), leaf("b")))),
        values={f"E{n}": {"a": a, "b": b} for n, (a, b) in enumerate((a, b) for a in "9_0" for b in "9_0")},
    )
    small = Limits(facts=2, children=1)

    assert inferred(many, limits=small).batches > 3
    with pytest.raises(WorkerFailed, match="status 7"):
        inferred(many, limits=small, python=third)


def test_an_interpreter_that_is_not_there_is_told(tmp_path: Path):
    with pytest.raises(WorkerFailed, match="could not be started"):
        inferred(BOTH, python=str(tmp_path / "borte"))


def test_many_batches_say_what_one_says():
    values = {f"E{n}": {"a": a, "b": b} for n, (a, b) in enumerate((a, b) for a in "9_0" for b in "9_0")}
    of = case(rule("begge", AllOf(children=(leaf("a"), leaf("b")))), values=values)

    assert said(of, "begge") == said(of, "begge", limits=Limits(facts=1))
    assert [Result.TRUE, Result.UNKNOWN, Result.FALSE] == said(of, "begge")[:3]
