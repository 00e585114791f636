"""Kept rules: the rule files of a run are kept in the database, and read again as they were."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from kontroll.domain.problem import Gravity, Place, Problem
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.rulebookkept import KeptRulebook, RuleFile, digest_of, file_list
from kontroll.rulebook.read import read_rulebook
from kontroll.store.transaction import Transaction
from kontroll.texts import _


def keep_rulebook(tx: Transaction, files: Sequence[RuleFile], digest: str, engine: str, now: datetime) -> bool:
    """Keep what a run judges by, unless it is kept already; whether it is new. digest: `rulebook_digest(files, engine)`.

    Called in every run: what is kept is what makes it possible to show later that the answers followed from the rules.
    """
    if tx.rulebooks.get(digest) is not None:
        return False
    kept = KeptRulebook(digest=digest, stored=now, engine=engine, files=file_list(files))
    assert kept.is_whole, "the digest is of other files"
    tx.rulebooks.add(kept, {file.digest: file.content for file in files})
    tx.trail.append("regler tatt vare på", {"rulebook": digest, "engine": engine, "files": len(files)})
    return True


def read_kept(tx: Transaction, digest: str) -> tuple[Rulebook | None, list[Problem]]:
    """The rulebook as it was, or None with why it cannot be read. Every byte is held against its digest first."""
    files, problems = kept_files(tx, digest)
    return (None, problems) if problems else _read(files)


def kept_files(tx: Transaction, digest: str) -> tuple[list[RuleFile], list[Problem]]:
    """The rule files as they were, or everything that is no longer as it was kept."""
    kept = tx.rulebooks.get(digest)
    if kept is None:
        return [], [_not_kept(digest)]
    if not kept.is_whole or any(_leads_out(path) for _level, path, _own in kept.listed):
        return [], [_list_changed(digest)]
    contents = tx.rulebooks.contents(own for _level, _path, own in kept.listed)
    problems = [problem for _level, path, own in kept.listed if (problem := _file_problem(contents, path, own))]
    if problems:
        return [], problems
    return [RuleFile(level, path, contents[own]) for level, path, own in kept.listed], []


def no_longer_kept(tx: Transaction, digest: str) -> list[Problem]:
    """What is no longer as it was when the trail was told that this rulebook is kept."""
    return kept_files(tx, digest)[1] if tx.rulebooks.get(digest) is not None else [_list_changed(digest)]


def _read(files: Sequence[RuleFile]) -> tuple[Rulebook | None, list[Problem]]:
    """Through the reader that reads every rule file, from a folder that is gone afterwards."""
    with TemporaryDirectory(prefix="kontroll-") as place:
        levels = range(max((file.level for file in files), default=-1) + 1)
        folders = [Path(place) / str(level) for level in levels]
        for folder in folders:
            folder.mkdir()
        for file in files:
            path = folders[file.level] / file.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.content)
        rulebook, problems = read_rulebook(folders)
    if any(problem.gravity is Gravity.STOPS for problem in problems):
        # They could be read then: it is this version of kontroll that cannot.
        return None, [*problems, _unreadable_now()]
    return rulebook, []


def _leads_out(path: str) -> bool:
    """No such path was ever read from below a folder, and none is written outside it."""
    return PurePosixPath(path).is_absolute() or ".." in PurePosixPath(path).parts


# --- told -------------------------------------------------------------------------------------------------------------


def _file_problem(contents: dict[str, bytes], path: str, digest: str) -> Problem | None:
    content = contents.get(digest)
    if content is None:
        return _gone(path)
    return None if digest_of(content) == digest else _changed(path)


def _not_kept(digest: str) -> Problem:
    return Problem(
        Place(digest[:12] or "–"),
        _("reglene fra den gang er ikke tatt vare på"),
        _("Uten dem kan ingen vise at svarene fulgte av reglene."),
        _("Kjøringer fra før kontroll tok vare på regelfilene, kan ikke gjenskapes. Nyere kjøringer kan."),
    )


def _list_changed(digest: str) -> Problem:
    return Problem(
        Place(digest[:12]),
        _("listen over regelfilene fra den gang er endret i databasen"),
        _tampered(),
        _restore(),
    )


def _gone(path: str) -> Problem:
    return Problem(Place(path), _("regelfilen fra den gang finnes ikke lenger i databasen"), _tampered(), _restore())


def _changed(path: str) -> Problem:
    return Problem(Place(path), _("regelfilen fra den gang er endret i databasen"), _tampered(), _restore())


def _unreadable_now() -> Problem:
    return Problem(
        Place("kontroll"),
        _("regelfilene fra den gang kan ikke leses av denne versjonen"),
        _("Språket de er skrevet i, er endret siden."),
        _("Gjenskap måneden med den versjonen av kontroll som kjørte den."),
    )


def _tampered() -> str:
    return _("Regelfiler som er tatt vare på, endres og slettes aldri av kontroll.")


def _restore() -> str:
    return _("Finn ut hvem som har endret databasen, og hent den inn igjen fra en sikkerhetskopi.")
