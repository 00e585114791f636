"""Kept rules: each content once, read again as it was, and nothing of it believed without its digest."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from kontroll.domain.rulebookkept import KeptRulebook, RuleFile, digest_of, file_list, rulebook_digest
from kontroll.flows.books.kept_rules import keep_rulebook, read_kept
from kontroll.flows.home.prune import prune
from kontroll.rulebook.files import rule_files
from kontroll.rulebook.read import read_rulebook
from kontroll.rulebook.stamps import stamps_of
from kontroll.store.database import Database
from village import write

from .small import REGISTERS, Make, at, rule

NOW = at(date(2026, 2, 1))
ENGINE = "1.0.0+abc"


def stack(folder: Path, **own: str) -> list[Path]:
    """Shipped rules below, and the kommune's own above."""
    below = write(folder / "a", {**REGISTERS, **rule("minus"), **rule("dyr", dataset="faktura")})
    above = folder / "b"
    above.mkdir()
    return [below, write(above, {f"regler/{name}.yaml": text for name, text in own.items()})]


def keep(database: Database, files: tuple[RuleFile, ...], engine: str = ENGINE) -> str:
    digest = rulebook_digest(files, engine)
    with database.transaction("test", NOW) as tx:
        keep_rulebook(tx, files, digest, engine, NOW)
    return digest


def kept_files(database: Database) -> int:
    with database.engine.connect() as connection:
        return int(connection.execute(text("SELECT count(*) FROM kept_file")).scalar_one())


def test_what_is_kept_is_read_again_as_it_was(database: Database, tmp_path: Path):
    folders = stack(
        tmp_path, minus=rule("minus", kind="skal")["regler/minus.yaml"].replace("sann, usann", "usann, sann")
    )
    digest = keep(database, rule_files(folders))
    write(folders[1], {"regler/minus.yaml": "tull"})

    with database.reading() as tx:
        rulebook, problems = read_kept(tx, digest)

    assert [] == problems
    assert rulebook is not None
    assert "skal" == rulebook.rules["minus"].type.value
    assert {"minus", "dyr"} == set(rulebook.rules)


def test_it_is_the_same_rulebook_to_the_last_field(database: Database, tmp_path: Path):
    folders = [Path(__file__).parents[2] / "rules"]
    then, _problems = read_rulebook(folders)

    with database.transaction("test", NOW) as tx:
        files = rule_files(folders)
        keep_rulebook(tx, files, rulebook_digest(files, ENGINE), ENGINE, NOW)
        again, _problems = read_kept(tx, rulebook_digest(files, ENGINE))

    assert again is not None
    assert stamps_of(then) == stamps_of(again)
    assert (then.indicators, then.parameters, then.datasets) == (again.indicators, again.parameters, again.datasets)
    assert then.rules == {id: replace(one, file=then.rules[id].file) for id, one in again.rules.items()}


def test_a_file_that_many_rulebooks_have_is_kept_once(database: Database, tmp_path: Path):
    folders = stack(tmp_path)
    keep(database, rule_files(folders))
    before = kept_files(database)
    write(folders[1], {"regler/ny.yaml": rule("ny")["regler/ny.yaml"]})

    keep(database, rule_files(folders))
    keep(database, rule_files(folders), engine="2.0.0+def")

    assert before + 1 == kept_files(database)


def test_two_files_of_the_same_content_are_one_content_and_two_files(database: Database, tmp_path: Path):
    folders = stack(tmp_path, minus=rule("minus")["regler/minus.yaml"])

    digest = keep(database, rule_files(folders))

    with database.reading() as tx:
        kept = tx.rulebooks.get(digest)
        assert kept is not None
        assert [0, 1] == [level for level, path, _digest in kept.listed if path == "regler/minus.yaml"]
        assert read_kept(tx, digest)[0] is not None


def test_the_same_again_keeps_nothing_and_says_nothing(database: Database, tmp_path: Path):
    files = rule_files(stack(tmp_path))
    keep(database, files)
    with database.reading() as tx:
        before = tx.trail.count()

    keep(database, files)

    with database.reading() as tx:
        assert before == tx.trail.count() == 1


def test_the_digest_is_of_every_file_its_folder_its_name_and_the_engine():
    one, other = RuleFile(0, "a.yaml", b"a"), RuleFile(0, "b.yaml", b"b")
    digests = {
        rulebook_digest(files, engine)
        for files, engine in [
            ([one, other], ENGINE),
            ([one], ENGINE),
            ([one, RuleFile(1, "b.yaml", b"b")], ENGINE),
            ([one, RuleFile(0, "c.yaml", b"b")], ENGINE),
            ([one, RuleFile(0, "b.yaml", b"c")], ENGINE),
            ([one, other], "2.0.0+abc"),
        ]
    }

    assert 6 == len(digests)
    assert rulebook_digest([one, other], ENGINE) == rulebook_digest([other, one], ENGINE)


def test_only_files_that_the_reader_reads_are_kept(tmp_path: Path):
    folder = write(tmp_path, {"a/x.yaml": "x", "a/.y.yaml": "y", ".git/z.yaml": "z", "LES.md": "w", "a/v.YML": "v"})

    assert ["a/v.YML", "a/x.yaml"] == sorted(file.path for file in rule_files([folder]))


@pytest.mark.parametrize("path", ["../ute.yaml", "a/../../ute.yaml", "/tmp/ute.yaml"])
def test_no_kept_file_is_written_outside_the_folder_it_is_read_in(database: Database, path: str):
    files = json.dumps([[0, path, digest_of(b"x")]])
    digest = digest_of(f"{ENGINE}\n{files}".encode())
    planted = KeptRulebook(digest=digest, stored=NOW, engine=ENGINE, files=files)
    with database.transaction("test", NOW) as tx:
        tx.rulebooks.add(planted, {digest_of(b"x"): b"x"})

    with database.reading() as tx:
        rulebook, (problem,) = read_kept(tx, digest)

    assert planted.is_whole
    assert rulebook is None
    assert "listen over regelfilene fra den gang er endret i databasen" == problem.what


def test_rules_that_this_version_cannot_read_are_told(database: Database):
    files = (RuleFile(0, "regler/gammel.yaml", b"id: gammel\nslik_skrev_vi_for: ja\n"),)
    digest = keep(database, files)

    with database.reading() as tx:
        rulebook, problems = read_kept(tx, digest)

    assert rulebook is None
    assert "regelfilene fra den gang kan ikke leses av denne versjonen" == problems[-1].what


def test_no_rule_file_is_deleted_when_its_time_is_over(make: Make):
    bygda = make(rule("minus"))
    bygda.run("2026-01", date(2026, 2, 1))
    before = kept_files(bygda.desk.database)

    prune(bygda.desk, at(date(2090, 1, 1)))

    assert before == kept_files(bygda.desk.database) > 0


def test_what_a_run_was_made_by_stands_on_the_trail(make: Make):
    bygda = make(rule("minus"))

    run = bygda.run("2026-01", date(2026, 2, 1)).run

    assert run is not None
    assert "+" in run.engine
    with bygda.desk.database.reading() as tx:
        told = [
            entry.content["about"] for entry in tx.trail.entries() if entry.content["kind"] == "regler tatt vare på"
        ]
        kept = tx.rulebooks.get(run.rulebook)
    assert [{"rulebook": run.rulebook, "engine": run.engine, "files": 3}] == told
    assert kept is not None
    assert file_list(bygda.desk.rule_files) == kept.files
