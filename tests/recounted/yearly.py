"""Yearly: every figure of the yearly report on the internal control, counted again from the database file and the rule files.

Written from what each figure says that it counts, and from nothing else. What is left out: figures of the målekart, which are
held against sums of their own.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from sqlite3 import Row

from recounted.asked import Asked, folded, own
from recounted.control_map import ControlMap
from recounted.followed import avvik_of, pace_of, saker_of
from recounted.internal_control import recounted_control
from recounted.plain import Plain, day_in_norway
from recounted.registers import recounted_registers
from recounted.sampled import lacking_in
from recounted.systems import systems_of

#: What rules of such types say is no avvik.
_GROUNDS = {"bonus", "resultatlønn", "resultatlonn", "samtale"}


def recounted(of: Plain, asked: Asked, policies: Sequence[Path]) -> dict[str, float | None]:
    """Figure -> what it is; None = there is nothing to take the middle of."""
    found: dict[str, float | None] = {}
    found |= _runs(of, asked)
    found |= _coverage(of, asked)
    found |= _deliveries(of, asked)
    found |= avvik_of(of, asked)
    found |= saker_of(of, asked)
    found |= pace_of(of, asked)
    found |= _draws(of, asked)
    found |= _rules(of, asked)
    found |= systems_of(of, asked, policies)
    found |= recounted_registers(of, asked.last, asked.holds, folded)
    control = ControlMap(of, asked.today, policies)
    found |= recounted_control(control, asked.year)
    found["stikkprover-mangler"] = lacking_in(of, control.policy, asked.year, asked.today)
    return found


# --- runs and what they covered ---------------------------------------------------------------------------------------------


def _done(of: Plain) -> dict[str, Row]:
    """The trail says which runs were finished; the last of a month is the one with the highest attempt."""
    finished = {entry["about"]["run"] for entry in of.trail if entry["kind"] == "kjøring fullført"}
    rows = of.rows("select * from run where job = 'maanedskjoring' order by period, attempt")
    return {row["period"]: row for row in rows if row["id"] in finished}


def _runs(of: Plain, asked: Asked) -> dict[str, float | None]:
    mine = f"{asked.year}-%"
    done = {month: run for month, run in _done(of).items() if month.startswith(f"{asked.year}-")}
    failed = "select count(*) from run where job = 'maanedskjoring' and period like ? and state = 'feilet'"
    return {
        "kjoringer": len(done),
        "kjoringer-feilet": of.one(failed, mine),
        "maaneder-ikke-kjort": len([month for month in asked.months if month not in done]),
        "svar-kontrollregnet": sum(run["checked"] for run in done.values()),
        "svar-uenighet": of.one(
            "select sum(differences) from run where job = 'maanedskjoring' and period like ?", mine
        ),
        "regler-stanset": sum(len([id for id in run["stopped"].split(",") if id]) for run in done.values()),
        "kjort-uten": sum(len([id for id in run["without"].split(",") if id]) for run in done.values()),
    }


#: Of two runs that covered a rule in a month, the one that was begun last.
_NEWEST = """
select c.* from coverage c join run r on r.id = c.run
where r.state = 'fullført' and r.job = 'maanedskjoring' and not exists (
  select 1 from coverage d join run s on s.id = d.run
  where d.rule = c.rule and d.month = c.month and s.state = 'fullført' and s.job = 'maanedskjoring' and s.started > r.started)
"""


def _coverage(of: Plain, asked: Asked) -> dict[str, float | None]:
    every = of.rows(_NEWEST + " order by c.month, c.rule")
    rows = [row for row in every if row["month"].startswith(f"{asked.year}-")]
    found: dict[str, float | None] = {
        "svar": sum(row["known"] + row["unknown"] for row in rows),
        "svar-kjente": sum(row["known"] for row in rows),
        "svar-ukjente": sum(row["unknown"] for row in rows),
        "ikke-vurdert": sum(max(0, row["expected"] - row["known"] - row["unknown"]) for row in rows),
        "regler-kjort": len({row["rule"] for row in rows if row["known"] + row["unknown"]}),
        "kontroll-proevd": len([row for row in rows if row["expected"]]),
        "kontroll-virket": len([row for row in rows if row["expected"] and _works(row)]),
        "kontroll-ikke-vist": len([row for row in rows if row["expected"] and not _works(row)]),
    }
    struck = [row for row in rows if _is_avvik(of, row["rule"])]
    found["utslag"] = sum(row["struck"] for row in struck)
    for month in {row["month"] for row in rows}:
        some = [row for row in rows if row["month"] == month]
        found[f"regler-kjort-{month}"] = len([row for row in some if row["known"] + row["unknown"]])
        found[f"svar-kjente-{month}"] = sum(row["known"] for row in some)
        found[f"svar-ukjente-{month}"] = sum(row["unknown"] for row in some)
    for area in {of.area(row["rule"]) for row in rows}:
        some, key = [row for row in rows if of.area(row["rule"]) == area], own(area)
        found[f"regler-kjort-omrade-{key}"] = len({row["rule"] for row in some if row["known"] + row["unknown"]})
        found[f"svar-kjente-omrade-{key}"] = sum(row["known"] for row in some)
        found[f"svar-ukjente-omrade-{key}"] = sum(row["unknown"] for row in some)
        found[f"utslag-omrade-{key}"] = sum(row["struck"] for row in some if _is_avvik(of, row["rule"]))
    reasons: Counter[str] = Counter()
    for row in rows:
        reasons.update(json.loads(row["reasons"]))
    found |= {f"ukjent-{folded(reason)}": count for reason, count in reasons.items()}
    known: Counter[str] = Counter()
    for row in rows:
        known[row["rule"]] += row["known"]
    found["regler-uten-svar"] = len([id for id, rule in of.rules.items() if rule.status == "i_bruk" and not known[id]])
    return found | _changed(every, asked)


def _works(row: Row) -> bool:
    return row["held"] == row["tests"] and row["positive"] > 0 and row["negative"] > 0


def _is_avvik(of: Plain, rule: str) -> bool:
    return rule not in of.rules or of.rules[rule].type not in _GROUNDS


def _changed(every: Iterable[Row], asked: Asked) -> dict[str, float | None]:
    stamps: dict[str, list[tuple[str, str]]] = {}
    for row in every:
        stamps.setdefault(row["rule"], []).append((row["month"], row["stamp"]))
    begun = min((of[0][0] for of in stamps.values()), default="")
    new = changed = 0
    for of in stamps.values():
        new += of[0][0].startswith(f"{asked.year}-") and of[0][0] != begun
        steps = pairwise(of)
        changed += any(after[0].startswith(f"{asked.year}-") and before[1] != after[1] for before, after in steps)
    return {"regler-nye": new, "regler-endret": changed}


def _deliveries(of: Plain, asked: Asked) -> dict[str, float | None]:
    rows = [
        row
        for row in of.rows("select * from delivery where kind not like 'formater/%'")
        if asked.holds(day_in_norway(row["received"]))
    ]
    taken = [row for row in rows if row["taken"] == "tatt inn"]
    return {
        "leveranser": len(taken),
        "leveranser-avvist": len(rows) - len(taken),
        "leveranser-rader": sum(row["rows"] for row in taken),
        "leveranser-feil": sum(row["problems"] for row in taken),
    }


# --- samples, rules and reglementer -------------------------------------------------------------------------------------------


def _draws(of: Plain, asked: Asked) -> dict[str, float | None]:
    concluded = [
        row
        for row in of.rows("select * from draw where state = 'avsluttet'")
        if asked.holds(day_in_norway(row["concluded_at"]))
    ]
    series = of.rows("select * from draw where year = ?", asked.year)
    found: dict[str, float | None] = {
        "stikkprover-avsluttet": len(concluded),
        "stikkprover-i-gang": len([row for row in series if row["state"] not in ("avsluttet", "avbrutt")]),
        "stikkprover-avbrutt": len([row for row in series if row["state"] == "avbrutt"]),
    }
    checked = wrong = 0
    for draw in concluded:
        some = [
            _settled(of, draw["id"], item)
            for item in of.rows("select * from draw_item where draw = ? and state = 'utvalg'", draw["id"])
        ]
        known = [finding for finding in some if finding is not None]
        bad = [finding for finding in known if finding != "i orden"]
        newest = of.rows("select count from draw_population where draw = ? order by number desc", draw["id"])[0]
        found[f"sp-{draw['id']}-liste"] = newest["count"]
        found[f"sp-{draw['id']}-kontrollert"], found[f"sp-{draw['id']}-avvik"] = len(known), len(bad)
        checked, wrong = checked + len(known), wrong + len(bad)
    if concluded:
        found |= {"sp-kontrollert": checked, "sp-avvik": wrong}
    return found


def _settled(of: Plain, draw: str, item: Row) -> str | None:
    """What is found about it when it is known: two blind checks agree or a third settles it, and another has approved."""
    rounds: dict[int, Row] = {}
    for check in of.rows(
        "select * from draw_check where draw = ? and identity = ? order by number", draw, item["identity"]
    ):
        rounds[check["round"]] = check
    if 3 not in rounds:
        if 1 not in rounds or (item["second"] and 2 not in rounds):
            return None
        if 2 in rounds and rounds[1]["finding"] != rounds[2]["finding"]:
            return None
    counts = rounds.get(3) or rounds[1]
    return counts["finding"] if counts["approved_by"] is not None else None


def _rules(of: Plain, asked: Asked) -> dict[str, float | None]:
    status = Counter(rule.status for rule in of.rules.values())
    found_in_year = [row for row in of.rows("select * from rule_review") if asked.holds(day_in_norway(row["found"]))]
    return {
        "regler-i-bruk": status["i_bruk"],
        "regler-paa-prove": status["prøve"] + status["prove"],
        "regler-utkast": status["utkast"],
        "regler-utgaatt": status["utgått"] + status["utgaatt"],
        "gjennomganger": len(found_in_year),
        "gjennomganger-bekreftet": len([row for row in found_in_year if row["confirmed_at"] is not None]),
    }
