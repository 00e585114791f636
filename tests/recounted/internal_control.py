"""Internal control: figures of the chapters on the map and the evaluation, counted again from the database and the files.

Written from what each figure says that it counts. Left out: figures of skal-sentences, which are held against the register that
reads them, and of reading and courses, of which the village has none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from sqlite3 import Row
from typing import Any

from ruamel.yaml import YAML

from recounted.plain import Plain, middle

#: What such rules say is no avvik, or is for few.
_LEFT_OUT = {"bonus", "resultatlønn", "resultatlonn", "samtale"}
_KNOWN_OUTCOMES = ("løst", "medhold", "unntatt", "dokumentert")
#: Rules that are always there, and in no file: area and status of use.
_BUILT_IN = {"datakvalitet-enhet": "datakvalitet"}


def recounted_control(of: Plain, today: date, policies: Sequence[Path]) -> dict[str, float | None]:
    """Of the year of the day. Figure -> what it is; None = there is nothing to take the middle of."""
    areas = _areas(policies)
    return {
        **_rules(of, today, policies), **_saker(of, today), **_kept(of), **_judged(of, today.year),
        **_closed(of, today, areas), **_agenda(of, today.year),
    }  # fmt: skip


def _areas(policies: Sequence[Path]) -> dict[str, str]:
    """Folder of rules -> the area it is in."""
    file = next(
        folder / "internkontroll.yaml" for folder in reversed(policies) if (folder / "internkontroll.yaml").exists()
    )
    read: Any = YAML(typ="safe").load(file)
    return {folder: area["id"] for area in read["omraader"] for folder in area["regler"]}


def _newest(of: Plain) -> dict[str, Row]:
    """Of each rule, what its newest month says; of several runs of a month the one that began last."""
    found: dict[str, Row] = {}
    for row in of.rows(
        "select coverage.*, run.started from coverage join run on run.id = coverage.run order by month, started"
    ):
        found[row["rule"]] = row
    return found


def _rules(of: Plain, today: date, policies: Sequence[Path]) -> dict[str, float | None]:
    used = [one for one in of.rules.values() if one.status == "i_bruk"]
    there = [one for one in of.rules.values() if one.status != "utgått"]
    judged = [row for row in _newest(of).values() if row["expected"]]
    fronts = {path.stem: _front(path) for folder in policies for path in (folder / "reglement").glob("*.md")}
    based = [one for one in used if one.reglementer & fronts.keys()]
    waiting = {row["rule"] for row in of.rows("select * from rule_review where confirmed_at is null")}
    return {
        "ik-regler-i-bruk": len(used),
        "ik-regler-i-bruk-av": len(there),
        "ik-kontroll-virker": len([r for r in judged if _bites(r)]),
        "ik-kontroll-virker-av": len(judged),
        "ik-svar-kjent": len([r for r in judged if 10 * r["known"] >= 9 * r["expected"]]),
        "ik-svar-kjent-av": len(judged),
        "ik-regler-hjemlet": len(based),
        "ik-regler-hjemlet-av": len(used),
        "ik-regler-gjennomgaatt": len([one for one in used if one.id not in waiting]),
        "ik-regler-gjennomgaatt-av": len(used),
        "ik-reglement": len([id for id, said in fronts.items() if said.get("vedtatt") and said.get("eier")]),
        "ik-reglement-av": len(fronts),
    }


def _front(path: Path) -> dict[str, Any]:
    """What stands between the first two lines of dashes."""
    return dict(YAML(typ="safe").load(path.read_text(encoding="utf-8").split("---")[1]))


def _bites(row: Row) -> bool:
    return bool(row["held"] == row["tests"] and row["positive"] and row["negative"])


def _saker(of: Plain, today: date) -> dict[str, float | None]:
    """Opened the last year, of leaders: of rules, and about superiors who do not ask."""
    since = str(today - timedelta(days=365))
    rows = of.rows(
        "select * from sak where confined = 0 and opened > ? and (rule is not null or kind = 'ikke-paatalt')", since
    )
    answers: dict[str, str] = {}
    for row in of.rows("select * from decision where kind = 'svar' order by at"):
        answers.setdefault(row["sak"], row["at"][:10])
    deadlines: dict[str, list[str]] = {}
    for row in of.rows("select * from notice where reason = 'ny sak' and deadline is not null"):
        deadlines.setdefault(row["sak"], []).append(row["deadline"])
    due = in_time = followed = 0
    for row in rows:
        id, state, late = row["id"], row["state"], row["deadline"] is not None and row["deadline"] < str(today)
        answered = row["answered_on"] is not None or id in answers
        in_time += id in answers and id in deadlines and answers[id] <= min(deadlines[id])
        due += (answered and id in deadlines) or (state == "åpen" and late and not answered)
        followed += state in ("lukket", "til etterprøving") or (state == "tiltak pågår" and not late)
    return {
        "ik-besvart-i-tide-av": due, "ik-besvart-i-tide": in_time, "ik-fulgt-opp-av": len(rows), "ik-fulgt-opp": followed,
    }  # fmt: skip


def _kept(of: Plain) -> dict[str, float | None]:
    """Months of the last twelve that ended with the newest that was run."""
    done = of.rows("select distinct period from run where job = 'maanedskjoring' and state = 'fullført'")
    newest = max(row["period"] for row in done)
    year, number = int(newest[:4]), int(newest[5:])
    months = {f"{(year * 12 + number - 1 - n) // 12}-{(year * 12 + number - 1 - n) % 12 + 1:02}" for n in range(12)}
    kept = {row["month"] for row in of.rows("select distinct month from book")} & {row["period"] for row in done}
    return {"ik-kjoringer": len(months & kept), "ik-kjoringer-av": 12}


def _is_followed(of: Plain, rule: str) -> bool:
    return rule not in of.rules or of.rules[rule].type not in _LEFT_OUT


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


def _closed(of: Plain, today: date, areas: Mapping[str, str]) -> dict[str, float | None]:
    rows = of.rows(
        "select * from sak where rule is not null and confined = 0 and closed_on between ? and ?",
        f"{today.year}-01-01", str(today),
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
    return _BUILT_IN[rule] if rule in _BUILT_IN else of.rules[rule].area if rule in of.rules else ""


def _agenda(of: Plain, year: int) -> dict[str, float | None]:
    rows = of.rows("select * from agenda_point where year = ?", year)
    dealt = [row for row in rows if row["state"] in ("avgjort", "lagt til side")]
    return {
        "ev-punkter": len(rows),
        "ev-punkter-behandlet": len(dealt),
        "ev-punkter-endret": len([row for row in dealt if row["changed"]]),
    }
