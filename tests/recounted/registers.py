"""Registers: political decisions, findings and prepared cases of a year, from what is kept and what was delivered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from recounted.asked import own
from recounted.plain import Plain, day_in_norway, day_of

Holds = Callable[[date | None], bool]


@dataclass(frozen=True)
class Entry:
    """made, done: the days it began and ended its way; told: what follows of it. moved: each deadline with the day from which."""

    id: str
    of: str
    made: date | None
    done: date | None
    told: date | None
    shown: str
    is_order: bool | None
    moved: tuple[tuple[date, date | None], ...]
    dropped: date | None = None
    hindered: tuple[date, ...] = ()

    def deadline(self, on: date) -> date | None:
        before = [deadline for since, deadline in self.moved if since <= on]
        return before[-1] if before else self.moved[0][1]

    def is_open(self, on: date) -> bool:
        begun = self.made is None or self.made <= on
        return begun and all(day is None or day > on for day in (self.done, self.dropped))

    def is_late(self, on: date) -> bool:
        deadline = self.deadline(on)
        return self.is_open(on) and deadline is not None and deadline < on

    @property
    def was_late(self) -> bool:
        deadline = self.deadline(self.done) if self.done else None
        return self.done is not None and deadline is not None and deadline < self.done


def recounted_registers(of: Plain, last: date, holds: Holds, plain: Callable[[str], str]) -> dict[str, float | None]:
    """holds: whether a day is of the year. plain: words as a part of an id."""
    return {
        **_findings(_all_findings(of), last, holds, plain),
        **_decisions(_all_decisions(of), last, holds, plain),
        **_preparations(of, holds),
    }


# --- findings --------------------------------------------------------------------------------------------------------------


def _findings(found: list[Entry], last: date, holds: Holds, plain: Callable[[str], str]) -> dict[str, float | None]:
    columns: Mapping[str, Callable[[Entry], bool]] = {
        "mottatt": lambda one: holds(one.made),
        "lukket": lambda one: holds(one.done),
        "aapne": lambda one: one.is_open(last),
        "over-frist": lambda one: one.is_late(last),
    }
    told: dict[str, float | None] = {}
    for name, is_such in columns.items():
        told[f"funn-{name}"] = len([one for one in found if is_such(one)])
        for source in ("statlig tilsyn", "revisor", "kontrollutvalget"):
            some = [one for one in found if _looks(one.of) == source and is_such(one)]
            told[f"funn-{name}-{plain(source)}"] = len(some)
    still = [one for one in found if one.is_open(last)]
    return told | {
        "funn-uten-slag": len([one for one in still if one.is_order is None]),
        "funn-paalegg": len([one for one in still if one.is_order]),
        "funn-lukket-sent": len([one for one in found if holds(one.done) and one.was_late]),
        "funn-uten-dokumentasjon": len([one for one in found if holds(one.done) and not one.shown]),
        "funn-uten-frist": len([one for one in still if one.deadline(last) is None]),
    }


def _looks(source: str) -> str:
    word = source.casefold()
    if "revisor" in word or "revisjon" in word:
        return "revisor"
    return "kontrollutvalget" if "kontrollutvalg" in word else "statlig tilsyn"


def _all_findings(of: Plain) -> list[Entry]:
    kept = [
        Entry(
            row["id"],
            row["source"],
            day_of(row["received"]),
            day_of(row["closed"]),
            None,
            row["evidence"],
            row["kind"] == "pålegg",
            _moved(of, row["id"]),
        )
        for row in of.rows("select * from finding")
    ]
    ours = {one.id for one in kept}
    return kept + [
        Entry(
            id,
            str(row["kilde"] or ""),
            day_of(row["mottatt_dato"]),
            day_of(row["lukket_dato"]),
            None,
            str(row["bevis_ref"] or "").strip(),
            None,
            ((date.min, day_of(row["frist"])),),
        )
        for id, row in of.standing("revisjonsfunn", "funn_id").items()
        if id not in ours
    ]


# --- decisions -------------------------------------------------------------------------------------------------------------


def _decisions(found: list[Entry], last: date, holds: Holds, plain: Callable[[str], str]) -> dict[str, float | None]:
    columns: Mapping[str, Callable[[Entry], bool]] = {
        "fattet": lambda one: holds(one.made),
        "iverksatt": lambda one: holds(one.done),
        "aapne": lambda one: one.is_open(last),
        "over-frist": lambda one: one.is_late(last),
    }
    told: dict[str, float | None] = {}
    for name, is_such in columns.items():
        told[f"vedtak-{name}"] = len([one for one in found if is_such(one)])
        for body in {one.of.casefold() for one in found}:
            told[f"vedtak-{name}-{own(body)}"] = len(
                [one for one in found if one.of.casefold() == body and is_such(one)]
            )
    done = [one for one in found if one.done is not None and one.done <= last]
    return told | {
        "vedtak-iverksatt-sent": len([one for one in found if holds(one.done) and one.was_late]),
        "vedtak-meldt": len([one for one in found if holds(one.told)]),
        "vedtak-ikke-meldt": len([one for one in done if one.told is None or one.told > last]),
        "vedtak-hindret": len([one for one in found if any(map(holds, one.hindered))]),
        "vedtak-uten-frist": len([one for one in found if one.is_open(last) and one.deadline(last) is None]),
        "vedtak-bortfalt": len([one for one in found if holds(one.dropped)]),
    }


def _all_decisions(of: Plain) -> list[Entry]:
    kept = [
        Entry(
            row["id"],
            row["body"],
            day_of(row["decided"]),
            day_of(row["carried_out"]),
            day_of(row["reported"]),
            row["reference"],
            None,
            _moved(of, row["id"]),
            day_of(row["over"]) if row["state"] == "opphevet" else None,
            tuple(day for event in _events(of, row["id"], "hindring") if (day := day_of(event["day"]))),
        )
        for row in of.rows("select * from political_decision")
    ]
    ours = {one.id for one in kept}
    return kept + [
        Entry(
            id,
            str(row["organ"] or ""),
            day_of(row["vedtatt_dato"]),
            day_of(row["iverksatt_dato"]),
            day_of(row["rapportert_dato"]),
            str(row["rapport_ref"] or ""),
            None,
            ((date.min, day_of(row["frist"])),),
        )
        for id, row in of.standing("vedtak", "vedtak_id").items()
        if id not in ours
    ]


# --- prepared cases ----------------------------------------------------------------------------------------------------------


def _preparations(of: Plain, holds: Holds) -> dict[str, float | None]:
    """(day it was laid before the body, day another had looked at it) of each."""
    kept = {row["id"]: (day_of(row["meeting"]), day_of(row["checked"])) for row in of.rows("select * from preparation")}
    delivered = {
        id: (day_of(row["lagt_fram_dato"]), day_of(row["kontrollert_dato"]))
        for id, row in of.standing("saksutredning", "utredning_id").items()
    }
    laid = [one for one in (delivered | kept).values() if holds(one[0])]
    in_time = [one for one in laid if one[1] is not None and one[0] is not None and one[1] <= one[0]]
    return {
        "utredning": len(laid),
        "utredning-i-tide": len(in_time),
        "utredning-for-sent": len([one for one in laid if one[1] is not None]) - len(in_time),
        "utredning-uferdig": len([one for one in laid if one[1] is None]),
    }


# --- what was done with each ---------------------------------------------------------------------------------------------------


def _events(of: Plain, id: str, *what: str) -> list[Any]:
    marks = ",".join("?" * len(what))
    return of.rows(f"select * from register_event where subject = ? and what in ({marks}) order by number", id, *what)


def _moved(of: Plain, id: str) -> tuple[tuple[date, date | None], ...]:
    found = [(day_in_norway(event["at"]), day_of(event["day"])) for event in _events(of, id, "registrert", "ny-frist")]
    return tuple((since, deadline) for since, deadline in found if since is not None)
