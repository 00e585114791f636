"""The list that is drawn from: the same units are the same bytes, no record is told, and every one is bound to its hash."""

from __future__ import annotations

import random
import subprocess
import sys
from dataclasses import replace
from hashlib import sha256
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kontroll.sampling.frozen import Unit, digest_of, find_key, find_listed, frozen, read_keys, read_list, unfit
from kontroll.sampling.kup1.draw import draw
from kontroll.sampling.kup1.plan import read_plan
from kontroll.sampling.kup1.population import Population
from kontroll.sampling.kup1.refused import Refused
from sampling.kup1 import SEED, planned

SECRET = bytes(range(32))
_KEYS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20)


def salts(seed: int = 1):
    source = random.Random(seed)
    return lambda: source.randbytes(32)


def unit(key: str, amount: int = 100, stratum: str = "A") -> Unit:
    return Unit(key=key, stratum=stratum, amount=amount, record=f'{{"{key}":"{amount}"}}'.encode(), month="2026-01")


def made(units: list[Unit], **changed: object):
    said = {"dataset": "bilag", "secret": None, "salts": salts(), **changed}
    return frozen(units, **said)  # type: ignore[arg-type]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(_KEYS, st.integers(-(10**12), 10**12)), min_size=1, max_size=30), st.booleans())
def test_whatever_can_be_an_id_gives_a_list_that_can_be_drawn_from_in_any_order(rows, is_public: bool):
    units = list({unit.key: unit for unit in (unit(key, amount) for key, amount in rows)}.values())
    secret = None if is_public else SECRET
    try:
        made_once = made(units, secret=secret)
    except Refused:  # two keys that look alike: å as one letter or as two
        return
    assert made(units[::-1], secret=secret) == made_once
    read = Population(BytesIO(made_once.tsv))
    assert sum(len(piece.rows) for piece in read.pieces()) == len(units) == made_once.count
    assert (read.hash, read.amount) == (made_once.digest, sum(one.amount for one in units))
    lines = read_list(made_once.tsv)
    for identity, key in read_keys(made_once.keys).items():
        assert find_key(made_once.keys, identity) == key
        assert find_listed(made_once.tsv, identity) == lines[identity]
    for strange in ("id", "", "bilag", "bilag:\n", "\t"):
        assert find_key(made_once.keys, strange) is None
        assert find_listed(made_once.tsv, strange) is None
    for identity, key in read_keys(made_once.keys).items():
        record = next(one.record for one in units if one.key == key.key)
        assert lines[identity].digest == digest_of(key.salt, record) == sha256(key.salt + record).hexdigest()


def test_what_the_record_says_cannot_be_found_by_trying_without_the_salt():
    one, other = (made([unit("B1")], salts=salts(seed)).tsv for seed in (1, 2))
    assert one != other
    assert sha256(unit("B1").record).hexdigest().encode() not in one


def test_a_pseudonym_is_the_same_in_every_list_of_a_draw_and_another_in_another_draw():
    few, many = [unit("B1"), unit("B2")], [unit("B0"), unit("B1"), unit("B2"), unit("B9")]
    ids = {key.key: identity for identity, key in read_keys(made(few, secret=SECRET).keys).items()}
    more = {key.key: identity for identity, key in read_keys(made(many, secret=SECRET).keys).items()}
    others = read_keys(made(many, secret=SECRET[::-1]).keys)
    assert ids.items() <= more.items()
    assert not set(more.values()) & others.keys()
    assert b"B1" not in made(many, secret=SECRET).tsv


def test_amounts_are_told_only_where_they_may_be_and_summed_all_the_same():
    quiet = made([unit("B1", 700), unit("B2", -50)], secret=SECRET, amounts=False)
    assert (quiet.amount, quiet.total, quiet.strata) == (0, 650, {"A": (2, 650)})
    assert {line.amount for line in read_list(quiet.tsv).values()} == {0}
    assert {key.key: key.amount for key in read_keys(quiet.keys).values()} == {"B1": 700, "B2": -50}


@pytest.mark.parametrize("key", ["", " B1", "B1 ", "B\t1", "B\n1", "B\u200b1", "B\u00ad1", "B\u20281", "B" * 101])
def test_what_people_cannot_tell_apart_is_no_id(key: str):
    assert unfit(key) is not None
    with pytest.raises(Refused):
        made([unit(key)])


@pytest.mark.parametrize("key", ["B1", "0001", "2026:0001", "1E+10", "Ærø 1", "Å", "B" * 100])
def test_what_people_can_tell_apart_is_an_id_as_it_stands(key: str):
    assert unfit(key) is None
    assert list(read_keys(made([unit(key)]).keys)) == [f"bilag:{key}"]


@pytest.mark.parametrize(("one", "other"), [("Å1", "A\u030a1"), ("B1", "B1")])
def test_two_keys_that_look_alike_are_refused(one: str, other: str):
    with pytest.raises(Refused):
        made([unit(one), unit(other)])
    assert made([unit("B1"), unit("B01")]).count == 2


_PRINTED = """
import random, sys
from kontroll.sampling.frozen import Unit, frozen
source = random.Random(7)
units = [Unit(key=f"{n}Å", stratum="æ", amount=n, record=b"{}") for n in {5, 1, 400, 33}]
made = frozen(units, dataset="bilag", secret=bytes(32), salts=lambda: source.randbytes(32))
sys.stdout.buffer.write(made.tsv + made.keys)
"""


def test_the_bytes_are_the_same_under_another_hash_seed_locale_and_time_zone():
    variables = [
        {"PYTHONHASHSEED": "0", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "1", "LANG": "nb_NO.UTF-8", "TZ": "Asia/Tokyo"},
    ]
    printed = {
        subprocess.run([sys.executable, "-c", _PRINTED], capture_output=True, check=True, env=env).stdout
        for env in variables
    }
    assert len(printed) == 1
    assert printed.pop().count(b"\n") == 10


@pytest.mark.slow
@settings(max_examples=500, deadline=None)
@given(st.integers(0, 10**9), st.data())
def test_five_hundred_amended_lists_change_the_sample_only_where_they_must(at: int, data: st.DataObject):
    _amended(at, data)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**9), st.data())
def test_an_amended_list_changes_the_sample_only_where_it_must(at: int, data: st.DataObject):
    _amended(at, data)


def _amended(at: int, data: st.DataObject) -> None:
    source = random.Random(at)
    units = [unit(f"{n:04d}", source.randint(1, 999)) for n in source.sample(range(5000), source.randint(20, 150))]
    secret = data.draw(st.sampled_from([None, SECRET]))
    first = made(units, secret=secret)
    known = {key.key: key.salt for key in read_keys(first.keys).values()}
    keys = {key.key: identity for identity, key in read_keys(first.keys).items()}
    n = source.randint(1, 10)

    def drawn(tsv: bytes, strata: list[tuple[str, str, int, int]]) -> list[str]:
        plan = read_plan(planned(tsv, strata))
        return [one.identity for one in draw(plan, BytesIO(tsv), SEED, plan.commitment) if one.stratum == "A"]

    before = drawn(first.tsv, [("A", "enkel", n, 3)])
    gone = data.draw(st.sampled_from(units))
    mended = data.draw(st.sampled_from([one for one in units if one != gone]))
    amended = [replace(one, record=b"mended") if one is mended else one for one in units if one is not gone]
    second = made([*amended, unit("9999", stratum="tillegg 2")], secret=secret, salts=salts(2), known=known)
    after = drawn(second.tsv, [("A", "enkel", n, 3), ("tillegg 2", "alle", 1, 0)])
    should = before[:n] if keys[gone.key] not in before[:n] else [o for o in before[: n + 1] if o != keys[gone.key]]
    assert after[:n] == should
    # The lines that differ are those of what went, what came, and what was mended.
    assert len(set(first.tsv.splitlines()) ^ set(second.tsv.splitlines())) == 4
