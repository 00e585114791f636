"""A back-test as data: JSON for a program, and one row for each find in a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from kontroll.domain.backtest import BackTest, Compared, FirstHit, Hit, MonthTested, RuleTested

#: Which version found it, in the file.
ASKED, IN_USE = "utkast", "i_bruk"
COLUMNS = ("regel", "versjon", "maaned", "enhet", "post", "funnet_i_kjoring", "staar", "bare_i_denne")


def as_json(found: BackTest) -> dict[str, Any]:
    """Persons by id only, kroner as øre, months as text."""
    return {
        "fra": str(found.first),
        "til": str(found.last),
        "sett_som": [
            {"maaned": str(s.month), "grunnlag": s.basis.value, "dag": s.day.isoformat(), "leveranse": s.upto}
            for s in found.sights
        ],
        "regler": [_compared(one) for one in found.rules],
    }


def _compared(one: Compared) -> dict[str, Any]:
    return {
        "regel": one.tested.rule.id,
        "proevd": _version(one.tested),
        "i_bruk": None if one.in_use is None else _version(one.in_use),
        "lik_den_i_bruk": one.same,
        "nye_utslag": [_hit(hit) for hit in one.new],
        "tapte_utslag": [_hit(hit) for hit in one.lost],
    }


def _version(one: RuleTested) -> dict[str, Any]:
    return {
        "status": one.rule.status.value,
        "maaneder_med_utslag": one.months_struck,
        "utslag": len(one.hits),
        "senere_tatt_tilbake": sum(not hit.stands for hit in one.hits),
        "avvik": one.opened,
        "varsler": one.notices,
        "vurdert": one.judged,
        "ukjent": one.unknown,
        "foerste": None if one.first is None else _first(one.first),
        "maaneder": [_month(month) for month in one.months],
        "varsler_per_leder": [{"maaned": str(t.month), "person": t.person, "antall": t.count} for t in one.told],
    }


def _first(first: FirstHit) -> dict[str, Any]:
    return {**_hit(first.hit), "dag": first.day.isoformat(), "oere_til_da": first.ore}


def _hit(hit: Hit) -> dict[str, Any]:
    return {
        "maaned": str(hit.month),
        "enhet": hit.enhet,
        "post": hit.post,
        "funnet_i_kjoring": str(hit.found),
        "staar": hit.stands,
    }


def _month(month: MonthTested) -> dict[str, Any]:
    return {
        "maaned": str(month.month),
        "vurdert": month.judged,
        "utslag": month.struck,
        "ukjent": month.unknown,
        "sene": month.late,
        "avvik": month.opened,
        "stanset": month.stopped,
    }


def as_csv(found: BackTest) -> str:
    """One row for each find of each version. Nobody's name or id stands in it."""
    written = io.StringIO()
    rows = csv.writer(written, delimiter=";", lineterminator="\n")
    rows.writerow(COLUMNS)
    for one in found.rules:
        rows.writerows(_rows(one.tested, ASKED, set(one.new)))
        if one.in_use is not None:
            rows.writerows(_rows(one.in_use, IN_USE, set(one.lost)))
    return written.getvalue()


def _rows(one: RuleTested, version: str, alone: set[Hit]) -> Iterator[tuple[str, ...]]:
    for hit in one.hits:
        stands, only = _yes(hit.stands), _yes(hit in alone)
        yield (one.rule.id, version, str(hit.month), hit.enhet, hit.post, str(hit.found), stands, only)


def _yes(claim: bool) -> str:
    return "ja" if claim else "nei"
