"""Backup and restore as they are typed: what is in the copy and what is not, and everything that is refused."""

from __future__ import annotations

import gzip
import io
import json
import shutil
import sqlite3
import stat
import tarfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from flows.small import REGISTERS, rule
from kontroll.cli.main import app
from kontroll.domain.user import Session, User, UserState
from kontroll.flows.home.archive import NotACopy, unpack
from kontroll.store.copies import copy_in, without_password
from kontroll.store.database import Database
from village import write

SECRETS = {"epost_passord": "hemmelig-epost", "metrikk_token": "hemmelig-metrikk-token"}
runner = CliRunner()


def kontroll(home: Path, *words: str, **more) -> Result:
    return runner.invoke(app, [*words, "--mappe", str(home)], **more)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a home and a copy of it."""
    folder = tmp_path_factory.mktemp("mal")
    made = folder / "bygda"
    assert 0 == runner.invoke(app, ["ny", str(made), "--kommune", "Bygda"]).exit_code
    with (made / "kontroll.toml").open("a", encoding="utf-8") as file:
        file.write(
            "".join(f'{key} = "{value}"\n' for key, value in SECRETS.items()) + "# gammelt: hemmelig-i-merknad\n"
        )
    write(made / "rules", {**REGISTERS, **rule("minus")})
    write(made / "inbox", {"venter.csv": "ikke;tatt;inn\n"})
    done = kontroll(made, "sikkerhetskopi", str(folder / "kopi.tar.gz"))
    assert 0 == done.exit_code, done.output
    return folder


@pytest.fixture
def home(template: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(template / "bygda", tmp_path / "bygda"))


@pytest.fixture
def copy(template: Path, tmp_path: Path) -> Path:
    (tmp_path / "kopier").mkdir()
    return Path(shutil.copy2(template / "kopi.tar.gz", tmp_path / "kopier"))


def members(copy: Path) -> dict[str, bytes]:
    with tarfile.open(copy) as tar:
        return {one.name: tar.extractfile(one).read() for one in tar if one.isfile()}  # type: ignore[union-attr]


# --- what is in it ----------------------------------------------------------------------------------------------------


def test_the_copy_holds_database_settings_rules_and_what_waits_in_the_inbox(copy: Path):
    found = members(copy)

    assert {"database", "hjem/kontroll.toml", "hjem/rules/regler/minus.yaml", "hjem/inbox/venter.csv"} <= set(found)
    manifest = json.loads(found["manifest.json"])
    assert set(found) - {"manifest.json"} == {part["name"] for part in manifest["parts"]}
    assert "sqlite" == manifest["kind"]


def test_no_password_is_in_the_copy_and_which_were_left_out_is_told(home: Path, tmp_path: Path):
    done = kontroll(home, "sikkerhetskopi", str(tmp_path / "kopi.tar.gz"))

    everything = b"\n".join(members(tmp_path / "kopi.tar.gz").values())
    assert b"hemmelig" not in everything
    assert "epost_passord, metrikk_token" in done.output


def test_the_password_of_an_address_is_left_out_and_the_address_kept():
    assert "postgresql://eier@db:5432/kontroll?sslmode=require" == without_password(
        "postgresql://eier:hemmelig@db:5432/kontroll?sslmode=require"
    )
    assert "hemmelig" not in without_password("postgresql://eier@db/kontroll?password=hemmelig")


@pytest.mark.parametrize("address", ["postgresql://eier:hemmelig@db/k", "postgresql://eier@db/k?password=hemmelig"])
def test_the_program_that_copies_gets_the_password_where_nobody_else_reads_it(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    script = tmp_path / "pg_restore"
    script.write_text(
        f'#!/bin/sh\necho "$@" > {tmp_path}/words\necho "$PGPASSWORD" > {tmp_path}/secret\n', encoding="utf-8"
    )
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")

    copy_in(tmp_path / "kopi", Database(address))

    assert "postgresql://eier@db/k" in (tmp_path / "words").read_text(encoding="utf-8")
    assert "hemmelig" not in (tmp_path / "words").read_text(encoding="utf-8")
    assert "hemmelig" == (tmp_path / "secret").read_text(encoding="utf-8").strip()


def test_the_copy_can_be_read_by_its_owner_only_and_nothing_half_is_left_beside_it(template: Path):
    assert 0o600 == stat.S_IMODE((template / "kopi.tar.gz").stat().st_mode)
    assert ["bygda", "kopi.tar.gz"] == sorted(one.name for one in template.iterdir())


def test_a_copy_in_a_folder_is_named_by_its_time(home: Path, tmp_path: Path):
    (tmp_path / "natt").mkdir()

    assert 0 == kontroll(home, "sikkerhetskopi", str(tmp_path / "natt")).exit_code

    (made,) = (tmp_path / "natt").iterdir()
    assert made.name.startswith("kontroll-2")


def test_what_lies_outside_the_home_comes_home_with_the_copy(home: Path, tmp_path: Path):
    (home / "rules").rename(tmp_path / "felles")
    with (home / "kontroll.toml").open("a", encoding="utf-8") as file:
        file.write(f'regler = "{tmp_path / "felles"}"\n')
    assert 0 == kontroll(home, "sikkerhetskopi", str(tmp_path / "kopi.tar.gz")).exit_code

    restored = kontroll(tmp_path / "nytt", "gjenopprett", str(tmp_path / "kopi.tar.gz"))

    assert 0 == restored.exit_code, restored.output
    assert (tmp_path / "nytt" / "rules" / "regler" / "minus.yaml").is_file()
    assert "felles" not in (tmp_path / "nytt" / "kontroll.toml").read_text(encoding="utf-8")


def test_through_a_pipe_the_copy_is_all_that_comes_out(home: Path, tmp_path: Path):
    sent = kontroll(home, "sikkerhetskopi", "-")

    restored = kontroll(tmp_path / "nytt", "gjenopprett", "-", input=sent.stdout_bytes)

    assert (0, 0) == (sent.exit_code, restored.exit_code), restored.output
    assert (tmp_path / "nytt" / "kontroll.db").is_file()


def test_both_are_told_of_in_the_trail(home: Path, copy: Path, tmp_path: Path):
    kontroll(tmp_path / "nytt", "gjenopprett", str(copy))

    assert ["sikkerhetskopi"] == kinds(home)
    assert ["gjenopprettet"] == kinds(tmp_path / "nytt")[-1:]


def kinds(home: Path) -> list[str]:
    with sqlite3.connect(home / "kontroll.db") as database:
        return [json.loads(body)["kind"] for (body,) in database.execute("SELECT body FROM trail ORDER BY seq")]


def test_who_was_logged_in_when_the_copy_was_taken_is_not_logged_in_by_restoring_it(home: Path, tmp_path: Path):
    then = datetime(2026, 1, 1, tzinfo=UTC)
    with closing(Database(f"sqlite:///{home / 'kontroll.db'}")) as database, database.transaction("kari", then) as tx:
        tx.users.add(
            User(
                id="U", login="u", person=None, name="U", password=None, state=UserState.ACTIVE, created=then, given=""
            )
        )
        tx.sessions.add(Session(id="S", user="U", created=then, seen=then, ends=datetime(2099, 1, 1, tzinfo=UTC)))
    kontroll(home, "sikkerhetskopi", str(tmp_path / "kopi.tar.gz"))

    restored = kontroll(tmp_path / "nytt", "gjenopprett", str(tmp_path / "kopi.tar.gz"))

    assert "Alle er logget ut" in restored.output
    with closing(Database(f"sqlite:///{tmp_path / 'nytt' / 'kontroll.db'}")) as database, database.reading() as tx:
        assert (1, 0) == (tx.users.count(), tx.sessions.count())


# --- what is refused --------------------------------------------------------------------------------------------------


def test_a_home_that_holds_anything_is_not_restored_over(copy: Path, tmp_path: Path):
    (tmp_path / "nytt").mkdir()
    (tmp_path / "nytt" / "siste.txt").write_text("det siste som finnes", encoding="utf-8")

    refused = kontroll(tmp_path / "nytt", "gjenopprett", str(copy))

    assert 1 == refused.exit_code
    assert "mappen er ikke tom" in refused.output
    assert ["siste.txt"] == [one.name for one in (tmp_path / "nytt").iterdir()]


def test_an_empty_home_is_restored_into(copy: Path, tmp_path: Path):
    (tmp_path / "nytt").mkdir()

    assert 0 == kontroll(tmp_path / "nytt", "gjenopprett", str(copy)).exit_code
    assert not [one.name for one in (tmp_path / "nytt").iterdir() if one.name.startswith(".")]


def test_a_database_that_is_there_is_not_restored_over(
    home: Path, copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    before = (home / "kontroll.db").read_bytes()
    monkeypatch.setenv("KONTROLL_DATABASE", str(home / "kontroll.db"))

    refused = kontroll(tmp_path / "nytt", "gjenopprett", str(copy))

    assert 1 == refused.exit_code
    assert "databasen er ikke tom" in refused.output
    assert before == (home / "kontroll.db").read_bytes()
    assert not (tmp_path / "nytt").exists()


def test_a_copy_of_one_kind_of_database_does_not_go_into_another(
    copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("KONTROLL_DATABASE", "postgresql://ingen@127.0.0.1:1/ingen")

    refused = kontroll(tmp_path / "nytt", "gjenopprett", str(copy))

    assert 1 == refused.exit_code
    assert "peker på noe annet" in refused.output


def test_a_copy_is_never_written_over_another(home: Path, copy: Path):
    before = copy.read_bytes()

    assert 1 == kontroll(home, "sikkerhetskopi", str(copy)).exit_code
    assert before == copy.read_bytes()


def test_where_there_is_no_database_nothing_is_copied_and_none_is_made(home: Path, tmp_path: Path):
    (home / "kontroll.db").unlink()

    refused = kontroll(home, "sikkerhetskopi", str(tmp_path / "kopi.tar.gz"))

    assert 1 == refused.exit_code
    assert "det er ingen database her" in refused.output
    assert not (tmp_path / "kopi.tar.gz").exists()
    assert not (home / "kontroll.db").exists()


def repacked(copy: Path, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """The copy, changed by somebody who knows how it is made."""
    found = members(copy)
    change(found)
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w:gz") as tar:
        for name, content in found.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return written.getvalue()


def changed_rule(found: dict[str, bytes]) -> None:
    found["hjem/rules/regler/minus.yaml"] += b"\n"


def one_gone(found: dict[str, bytes]) -> None:
    del found["hjem/inbox/venter.csv"]


def one_more(found: dict[str, bytes]) -> None:
    manifest = found.pop("manifest.json")
    found |= {"hjem/rules/regler/ekstra.yaml": b"id: ekstra\n", "manifest.json": manifest}


def after_the_end(found: dict[str, bytes]) -> None:
    found["hjem/rules/regler/ekstra.yaml"] = b"id: ekstra\n"


def no_manifest(found: dict[str, bytes]) -> None:
    del found["manifest.json"]


def no_sense(found: dict[str, bytes]) -> None:
    found["manifest.json"] = b"{}"


def of_a_later_form(found: dict[str, bytes]) -> None:
    found["manifest.json"] = found["manifest.json"].replace(b'"form": 1', b'"form": 2')


def outside(found: dict[str, bytes]) -> None:
    manifest = found.pop("manifest.json")
    found |= {"../../utenfor": b"x", "manifest.json": manifest}


def absolute(found: dict[str, bytes]) -> None:
    manifest = found.pop("manifest.json")
    found |= {"/tmp/utenfor-kontroll": b"x", "manifest.json": manifest}


@pytest.mark.parametrize(
    "change",
    [changed_rule, one_gone, one_more, after_the_end, no_manifest, no_sense, of_a_later_form, outside, absolute],
    ids=lambda change: change.__name__,
)
def test_a_copy_that_somebody_changed_is_refused_whole(copy: Path, tmp_path: Path, change):
    (tmp_path / "endret.tar.gz").write_bytes(repacked(copy, change))

    refused = kontroll(tmp_path / "nytt", "gjenopprett", str(tmp_path / "endret.tar.gz"))

    assert 1 == refused.exit_code
    assert "ikke en hel sikkerhetskopi" in refused.output
    assert not (tmp_path / "nytt").exists()
    assert not list(tmp_path.rglob("utenfor*"))


def test_what_was_repacked_and_not_changed_is_restored(copy: Path, tmp_path: Path):
    """Or the test above would find whatever it was given at fault."""
    (tmp_path / "lik.tar.gz").write_bytes(repacked(copy, lambda _found: None))

    assert 0 == kontroll(tmp_path / "nytt", "gjenopprett", str(tmp_path / "lik.tar.gz")).exit_code


def test_a_copy_that_is_cut_off_anywhere_or_has_a_flipped_byte_is_refused(copy: Path, tmp_path: Path):
    whole = copy.read_bytes()
    spots = [0, 1, 10, len(whole) // 3, len(whole) // 2, len(whole) - 9, len(whole) - 1]
    flipped = [whole[:at] + bytes([whole[at] ^ 0x10]) + whole[at + 1 :] for at in (len(whole) // 3, len(whole) - 5)]

    for number, content in enumerate([*(whole[:at] for at in spots), *flipped]):
        with pytest.raises(NotACopy):
            unpack(io.BytesIO(content), folder(tmp_path / str(number)))


def test_a_link_in_a_copy_is_refused(tmp_path: Path):
    written = io.BytesIO()
    with gzip.GzipFile(fileobj=written, mode="wb") as packed, tarfile.open(fileobj=packed, mode="w|") as tar:
        info = tarfile.TarInfo("hjem/rules")
        info.type, info.linkname = tarfile.SYMTYPE, "/etc"
        tar.addfile(info)

    with pytest.raises(NotACopy):
        unpack(io.BytesIO(written.getvalue()), folder(tmp_path / "ut"))


def folder(path: Path) -> Path:
    path.mkdir()
    return path


def test_a_trail_that_does_not_hold_is_told_and_the_home_is_kept(home: Path, copy: Path, tmp_path: Path):
    with sqlite3.connect(home / "kontroll.db") as database:
        for (trigger,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {trigger}")
        database.execute("UPDATE trail SET hash = 'feil'")
    kontroll(home, "sikkerhetskopi", str(tmp_path / "brutt.tar.gz"))

    restored = kontroll(tmp_path / "nytt", "gjenopprett", str(tmp_path / "brutt.tar.gz"))

    assert 1 == restored.exit_code
    assert "Loggen holder IKKE" in restored.output
    assert (tmp_path / "nytt" / "kontroll.db").is_file()
