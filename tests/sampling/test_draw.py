"""KUP-1: the same plan, population and seed give the same bytes, to us and to everybody who reads the protocol."""

from __future__ import annotations

import ast
import random
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import consistent_sampler
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kontroll.sampling
from differential.seed import rotating_seed
from kontroll.sampling.kup1 import published_verifier
from kontroll.sampling.kup1.draw import draw
from kontroll.sampling.kup1.plan import read_plan
from kontroll.sampling.kup1.population import Population
from kontroll.sampling.kup1.refused import Refused
from kontroll.sampling.kup1.sample import verify, written
from kontroll.sampling.kup1.tickets import Tickets, seed_text, start, ticket
from sampling.acceptance import recorded_evenness
from sampling.kup1 import SEED, Case, by_the_protocol, listed, planned, random_case
from sampling.reference import vectors


def recorded() -> dict[str, tuple[Case, str, str]]:
    """The protocol's own cases: the case, the commitment and the sample."""
    return {
        name: (
            Case(said["populasjon_tsv"].encode(), said["plan_bytes"].encode(), said["froe"]),
            said["forpliktelse_sha256"],
            said["utvalg_tsv"],
        )
        for name, said in vectors("kup1_protocol")["cases"].items()
    }


def test_the_protocols_own_cases_come_out_byte_for_byte():
    assert recorded()
    for case, commitment, sample in recorded().values():
        assert case.commitment == commitment
        assert case.drawn() == sample.encode()


def test_one_ticket_is_what_the_protocol_says():
    case, _commitment, _sample = recorded()["liten"]
    text = seed_text(read_plan(case.plan).draw_id, case.seed)
    shown = "03865185462885253451873164281749458344049138471077578974690286400181655106314"
    assert ticket(text, "bilag:2026:0002") == shown


def test_one_ticket_is_made_again_in_a_shell_without_kontroll():
    case, _commitment, _sample = recorded()["liten"]
    text = seed_text(read_plan(case.plan).draw_id, case.seed)
    shell = (
        'inner=$(printf %s "$1" | sha256sum | cut -c1-64)\n'
        'hash=$(printf %s "$inner$2" | sha256sum | cut -c1-64 | tr a-f A-F)\n'
        'printf "ibase=16; %s\\n" "$hash" | BC_LINE_LENGTH=0 bc | rev'
    )
    if subprocess.run(["sh", "-c", "command -v bc rev sha256sum"], capture_output=True, check=False).returncode:
        pytest.skip("bc, rev or sha256sum is not on this machine")
    found = subprocess.run(
        ["sh", "-c", shell, "sh", text, "bilag:2026:0002"], capture_output=True, text=True, check=True
    ).stdout.strip()
    assert found == ticket(text, "bilag:2026:0002").rstrip("0") or found == ticket(text, "bilag:2026:0002")


@pytest.mark.parametrize("at", range(12))
def test_random_draws_are_what_the_protocols_words_give_and_the_published_verifier_agrees(at: int, tmp_path: Path):
    case = random_case(random.Random(f"{rotating_seed()}-{at}"))
    sample = case.drawn()
    assert sample == by_the_protocol(case)
    assert _published(case, sample, tmp_path) == (0, "STEMMER\n")


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=60, unique=True), st.text(max_size=10), st.data()
)
def test_the_lowest_tickets_are_those_of_the_consistent_sampler(ids: list[str], seed: str, data: st.DataObject):
    ids = [one for one in ids if one.isprintable()] or ["A"]
    wanted = data.draw(st.integers(1, len(ids)))
    tickets = Tickets(seed, wanted)
    tickets.hand_in(one.encode() for one in ids)
    theirs = [found[1] for found in consistent_sampler.sampler(ids, seed=seed, take=wanted)]
    assert [one.decode() for one in tickets.in_order()] == theirs


def test_tickets_do_not_depend_on_the_order_in_which_they_are_handed_in():
    ids = [f"bilag:{n}".encode() for n in range(3000)]
    shuffled = ids[:]
    random.Random(rotating_seed()).shuffle(shuffled)
    drawn = []
    for order in (ids, shuffled):
        tickets = Tickets("KUP-1|x|1", 60)
        tickets.hand_in(order)
        drawn.append(tickets.in_order())
    assert drawn[0] == drawn[1]


def test_the_draw_is_as_even_as_was_recorded_to_the_fifth_decimal():
    # The smallest of the recorded ones; the others are in the full proof.
    assert recorded_evenness(1) == 20_000


@pytest.mark.parametrize(
    "variables", [{"PYTHONHASHSEED": "1", "LC_ALL": "C"}, {"PYTHONHASHSEED": "0", "TZ": "Asia/Tokyo"}]
)
def test_the_bytes_are_the_same_under_another_hash_seed_locale_and_time_zone(variables: dict[str, str], tmp_path: Path):
    case, _commitment, sample = recorded()["liten"]
    files = _files(case, sample.encode(), tmp_path)
    command = [sys.executable, "-O", "-m", "kontroll", "stikkprove", "trekk", files[0], files[1]]
    found = subprocess.run(
        [*command, "--forpliktelse", case.commitment, "--fro", case.seed],
        capture_output=True,
        check=True,
        env=variables,
    )
    assert found.stdout == sample.encode()


def test_no_random_generator_hash_or_float_is_in_the_code_that_draws():
    folder = Path(kontroll.sampling.__file__).parent / "kup1"
    files = sorted(folder.glob("*.py"))
    assert len(files) >= 6
    for file in files:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = {alias.name for alias in node.names} | {getattr(node, "module", None)}
                assert not names & {"random", "secrets", "numpy", "numpy.random", "scipy", "math"}, file.name
            if isinstance(node, ast.Name):
                assert node.id not in {"hash", "float"}, file.name
            if isinstance(node, ast.Constant):
                assert not isinstance(node.value, float), file.name
            assert not isinstance(node, ast.Div), file.name


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9), st.data())
def test_an_amended_population_changes_the_sample_only_where_it_must(at: int, data: st.DataObject):
    source = random.Random(at)
    rows = [(f"bilag:{n:04d}", "A", 100, 1) for n in source.sample(range(5000), source.randint(20, 200))]
    n, reserve = source.randint(1, 10), 3

    def drawn(of: list[tuple[str, str, int, int]]) -> list[str]:
        population = listed(of)
        case = Case(population, planned(population, [("A", "enkel", n, reserve)]), SEED)
        return [line.split("\t")[3] for line in case.drawn().decode().splitlines()[1:]]

    before = drawn(rows)
    gone = data.draw(st.sampled_from(rows))
    after = drawn([row for row in rows if row != gone])
    if gone[0] not in before[:n]:
        assert after[:n] == before[:n]
    else:
        assert after[:n] == [one for one in before[: n + 1] if one != gone[0]]
    added = drawn([*rows, ("bilag:9999", "A", 100, 1)])
    assert len(set(added[:n]) - set(before[:n])) <= 1


@pytest.mark.parametrize("method", ["enkel", "systematisk", "belop", "vekt"])
def test_what_came_after_the_seed_was_known_is_drawn_with_a_seed_of_its_own(method: str, tmp_path: Path):
    rows = [(f"B{n:03d}", "A" if n % 2 else "tillegg 2", n + 1, n + 1) for n in range(800)]
    population = listed(rows)
    case = Case(population, planned(population, [("A", method, 5, 0), ("tillegg 2", method, 5, 0)]), SEED)
    plan, later = read_plan(case.plan), {"tillegg 2": "48151623421234567890"}

    def drawn(seed: str, **other: dict[str, str]) -> dict[str, list[str]]:
        found = draw(plan, BytesIO(population), seed, case.commitment, **other)
        return {name: [one.identity for one in found if one.stratum == name] for name in ("A", "tillegg 2")}

    both = drawn(SEED, later=later)
    assert both["A"] == drawn(SEED)["A"] != drawn(later["tillegg 2"])["A"]
    assert both["tillegg 2"] == drawn(later["tillegg 2"])["tillegg 2"] != drawn(SEED)["tillegg 2"]
    sample = written(draw(plan, BytesIO(population), SEED, case.commitment, later))
    assert verify(plan, BytesIO(population), SEED, case.commitment, sample, later)
    assert _published(case, sample, tmp_path, "tillegg 2=48151623421234567890") == (0, "STEMMER\n")
    assert _published(case, sample, tmp_path)[0] == 1
    assert _published(case, sample, tmp_path, "tillegg 3=48151623421234567890")[0] == 1
    with pytest.raises(Refused):
        draw(plan, BytesIO(population), SEED, case.commitment, {"tillegg 3": SEED})


def test_a_list_in_many_pieces_is_read_as_one(monkeypatch: pytest.MonkeyPatch):
    case = random_case(random.Random(rotating_seed()))
    whole = case.drawn()
    monkeypatch.setattr("kontroll.sampling.kup1.population._PIECE", 97)
    assert case.drawn() == whole
    population = Population(BytesIO(case.population))
    assert sum(len(piece.rows) for piece in population.pieces()) == population.count > 1


def test_what_was_drawn_is_verified_and_written_as_it_was():
    case = random_case(random.Random(rotating_seed()))
    again = verify(read_plan(case.plan), BytesIO(case.population), case.seed, case.commitment, case.drawn())
    assert written(again) == case.drawn()
    assert draw(read_plan(case.plan), BytesIO(case.population), case.seed, case.commitment) == again


def test_the_start_of_an_interval_is_below_the_whole():
    assert {start("KUP-1|x|1", "SYS", stratum, 1) for stratum in "ABC"} == {0}
    assert all(0 <= start("KUP-1|x|1", "BELOP", stratum, 7) < 7 for stratum in "ABCDEFGH")


def _files(case: Case, sample: bytes, folder: Path) -> list[str]:
    files = []
    for name, content in (("populasjon.tsv", case.population), ("plan.json", case.plan), ("utvalg.tsv", sample)):
        (folder / name).write_bytes(content)
        files.append(str(folder / name))
    return files


def _published(case: Case, sample: bytes, folder: Path, *later: str) -> tuple[int, str]:
    """The published verifier, in a Python of its own that knows no packages and obeys no assertions."""
    run = subprocess.run(
        [
            sys.executable,
            "-I",
            "-S",
            "-O",
            published_verifier.__file__,
            *_files(case, sample, folder),
            case.commitment,
            case.seed,
            *later,
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    return run.returncode, run.stdout
