"""Internal control: figures of the chapters on the map and the evaluation, counted again from the database and the files.

Written from what each figure says that it counts. Of a year that is over the map is as it was kept when it ended.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from sqlite3 import Row

from recounted.control_map import ControlMap
from recounted.places import BUILT_IN
from recounted.plain import Plain, middle
from recounted.skal import skal_of

#: What such rules say is no avvik, or is for few.
_LEFT_OUT = {"bonus", "resultatlønn", "resultatlonn", "samtale"}
_KNOWN_OUTCOMES = ("løst", "medhold", "unntatt", "dokumentert")


def recounted_control(at: ControlMap, year: int) -> dict[str, float | None]:
    """at: the day that it is seen from. Figure -> what it is; None = there is nothing to take the middle of."""
    said = at.policy("internkontroll.yaml")
    areas = {folder: one["id"] for one in said["omraader"] for folder in one["regler"]}
    return {
        **_map(at, year),
        **skal_of(at.standings, at.texts, int(said["aarshjul"]["ukontrollert"])),
        **_judged(at.of, year),
        **_closed(at.of, year, at.today, areas),
        **_agenda(at.of, year),
    }


def _map(at: ControlMap, year: int) -> dict[str, float | None]:
    shown: dict[str, tuple[int, int] | None]
    rows = at.of.rows("select max(month) as last from maturity where place = 'alt' and month like ?", f"{year}-%")
    if at.today.year == year or rows[0]["last"] == at.months[-1]:
        shown = {word: held for (place, word), held in at.counted().items() if place == "alt"}
    else:
        kept = at.of.rows("select content from mark where name = ?", f"internkontroll-grunnlag:{rows[0]['last']}")
        said = json.loads(kept[0]["content"]) if kept else {}
        shown = {word: None if one is None else (len(one[0]), len(one[0]) + len(one[1])) for word, one in said.items()}
    known = {word.replace("_", "-"): held for word, held in shown.items() if held is not None}
    return {f"ik-{word}": held for word, (held, _of) in known.items()} | {
        f"ik-{word}-av": of for word, (_held, of) in known.items()
    }


def _is_followed(of: Plain, rule: str) -> bool:
    return rule not in of.rules or of.rules[rule].type not in _LEFT_OUT


def _bites(row: Row) -> bool:
    return bool(row["held"] == row["tests"] and row["positive"] and row["negative"])


def _judged(of: Plain, year: int) -> dict[str, float | None]:
    newest: dict[tuple[str, str], Row] = {}
    for row in of.rows(
        "select coverage.*, run.started from coverage join run on run.id = coverage.run"
        " where run.state = 'fullført' and month like ? order by run.started",
        f"{year}-%",
    ):
        newest[row["rule"], row["month"]] = row
    by_rule: dict[str, list[Row]] = {}
    for (rule, _month), row in sorted(newest.items()):
        if _is_followed(of, rule):
            by_rule.setdefault(rule, []).append(row)
    judged = {rule: rows for rule, rows in by_rule.items() if any(row["expected"] for row in rows)}
    struck = [rule for rule, rows in judged.items() if any(row["struck"] for row in rows)]
    known = [rule for rule, rows in judged.items() if any(row["known"] for row in rows)]
    return {
        "ev-regler": len(judged),
        "ev-regler-slo-ut": len(struck),
        "ev-regler-stille": len([rule for rule in known if rule not in struck]),
        "ev-regler-biter": len([rule for rule, rows in judged.items() if _bites(rows[-1])]),
    }


def _closed(of: Plain, year: int, today: date, areas: Mapping[str, str]) -> dict[str, float | None]:
    rows = of.rows(
        "select * from sak where rule is not null and confined = 0 and closed_on between ? and ?",
        f"{year}-01-01", str(min(today, date(year, 12, 31))),
    )  # fmt: skip
    rows = [row for row in rows if _is_followed(of, row["rule"])]
    decided = [row for row in rows if row["outcome"] in _KNOWN_OUTCOMES]
    found: dict[str, float | None] = {
        "ev-avgjort": len(decided),
        "ev-falske": len([row for row in decided if row["outcome"] == "medhold"]),
    }
    closed = [row for row in rows if row["outcome"] != "bortfalt"]
    for area in {*areas.values(), ""}:
        mine = [row for row in closed if areas.get(_area(of, row["rule"]), "") == area]
        found[f"ev-lukket-{area or 'andre'}"] = len(mine)
        days = ((date.fromisoformat(row["closed_on"]) - date.fromisoformat(row["opened"])).days for row in mine)
        found[f"ev-dager-{area or 'andre'}"] = middle(days)
    return found


def _area(of: Plain, rule: str) -> str:
    return BUILT_IN[rule] if rule in BUILT_IN else of.rules[rule].area if rule in of.rules else ""


def _agenda(of: Plain, year: int) -> dict[str, float | None]:
    rows = of.rows("select * from agenda_point where year = ?", year)
    dealt = [row for row in rows if row["state"] in ("avgjort", "lagt til side")]
    return {
        "ev-punkter": len(rows),
        "ev-punkter-behandlet": len(dealt),
        "ev-punkter-endret": len([row for row in dealt if row["changed"]]),
    }
