"""Systems: reglementer, routines, authority, rules and data sets, as the files and the delivered rows say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from recounted.asked import Asked, own
from recounted.plain import Plain, day_of


def systems_of(of: Plain, asked: Asked, policies: Sequence[Path]) -> dict[str, float | None]:
    """policies: folders, the kommune's own last."""
    used = [rule for rule in of.rules.values() if rule.status == "i_bruk"]
    areas = Counter(rule.area for rule in used)
    return {
        **{f"regler-i-bruk-omrade-{own(area)}": count for area, count in areas.items()},
        **_reglementer(policies, asked.today),
        **_routines(of, asked.last),
        "regler-personrettet": len([rule for rule in used if rule.has_measure]),
        "enheter-uten-svar": _silent(of, asked),
        "fullmakter": len([row for row in of.standing("fullmakt", "fullmakt_id").values() if _holds(row, asked.last)]),
        "datasett-aldri-levert": len({rule.dataset for rule in used if rule.dataset and not _came(of, rule.dataset)}),
    }


def _reglementer(policies: Sequence[Path], today: date) -> dict[str, float | None]:
    heads: dict[str, Any] = {}
    for folder in policies:
        for file in sorted((folder / "reglement").glob("*.md")):
            heads[file.stem] = YAML(typ="safe", pure=True).load(file.read_text(encoding="utf-8").split("---")[1])
    dates = [head.get("neste_revisjon") for head in heads.values()]
    return {
        "reglementer": len(heads),
        "reglementer-over-frist": len([day for day in dates if day is not None and day < today]),
        "reglementer-uten-revisjon": len([day for day in dates if day is None]),
    }


def _routines(of: Plain, last: date) -> dict[str, float | None]:
    rows = [row for row in of.standing("reglement_revisjon", "utgave_id").values() if _holds(row, last)]
    dates = [day_of(row["neste_revisjon"]) for row in rows]
    return {
        "rutiner": len(rows),
        "rutiner-over-frist": len([day for day in dates if day is not None and day < last]),
        "rutiner-uten-revisjon": len([day for day in dates if day is None]),
    }


def _silent(of: Plain, asked: Asked) -> int:
    """Enheter that were there in the last month with verdicts, and of which none is known: 2 is unknown, 4 not in force."""
    months = of.rows("select max(month) as last from book where month like ?", f"{asked.year}-%")
    month = months[0]["last"]
    between_two = {rule.id for rule in of.rules.values() if rule.type in ("samtale", "resultatlønn", "resultatlonn")}
    said = {
        row["enhet"]
        for row in of.book(month)
        if row["resultat"] not in (2, 4) and row["regel"] not in {"datakvalitet-enhet", *between_two}
    }
    last = of.one("select max(seq) from delivery where kind = 'organisasjon' and taken = 'tatt inn'")
    there = {
        row["enhet"]
        for row in of.delivered("organisasjon")
        if row["_nr"] == last
        and row["gjelder_fra"] <= month
        and (not row["gjelder_til"] or month <= row["gjelder_til"])
    }
    return len(there - said)


def _holds(row: dict[str, Any], on: date) -> bool:
    first, last = day_of(row["gjelder_fra"]), day_of(row["gjelder_til"])
    return first is not None and first <= on and (last is None or last >= on)


def _came(of: Plain, dataset: str) -> bool:
    return bool(of.one("select count(*) from delivery where taken = 'tatt inn' and kind = ?", f"datasett/{dataset}"))
