"""Yearly: every figure of the yearly report on the internal control, counted again from the database file and the rule files.

Written from what each figure says that it counts, and from nothing else. What is left out: figures of the målekart, which are
held against sums of their own, and the chapters of the internal control, which are re-counted where they are made.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from sqlite3 import Row
from typing import Any

from recounted.plain import Plain, day_in_norway, middle
from recounted.registers import recounted_registers

#: What rules of such types say is no avvik.
_GROUNDS = {"bonus", "resultatlønn", "resultatlonn", "samtale"}
_OUTCOMES = {
    "løst": "lost",
    "dokumentert": "dokumentert",
    "medhold": "medhold",
    "unntatt": "unntatt",
    "bortfalt": "bortfalt",
    "levert": "levert",
}
_SEVERITIES = {"kritisk": "kritisk", "høy": "hoy", "middels": "middels", "lav": "lav"}


def folded(words: str) -> str:
    plain = words.lower().replace("æ", "ae").replace("ø", "o").replace("å", "aa")
    return "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in plain) or "ingen"


@dataclass(frozen=True)
class Asked:
    """today: the day it is seen from. superiors: enhet -> person above whoever answers for it."""

    year: int
    today: date
    superiors: Mapping[str, str]

    @property
    def first(self) -> date:
        return date(self.year, 1, 1)

    @property
    def last(self) -> date:
        return min(date(self.year, 12, 31), self.today)

    def holds(self, day: date | None) -> bool:
        return day is not None and self.first <= day <= self.last

    @property
    def months(self) -> list[str]:
        """Those that are over."""
        after = [date(self.year + n // 12, n % 12 + 1, 1) for n in range(1, 13)]
        return [f"{self.year}-{n:02}" for n, end in enumerate(after, 1) if end <= self.today]


def recounted(of: Plain, asked: Asked) -> dict[str, float | None]:
    """Figure -> what it is; None = there is nothing to take the middle of."""
    found: dict[str, float | None] = {}
    found |= _runs(of, asked)
    found |= _coverage(of, asked)
    found |= _deliveries(of, asked)
    found |= _avvik(of, asked)
    found |= _saker(of, asked)
    found |= _pace(of, asked)
    found |= _draws(of, asked)
    found |= _rules(of, asked)
    found |= recounted_registers(of, asked.last, asked.holds, folded)
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
        some, key = [row for row in rows if of.area(row["rule"]) == area], folded(area)
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


# --- avvik and saker ----------------------------------------------------------------------------------------------------------


def _avvik(of: Plain, asked: Asked) -> dict[str, float | None]:
    first, last = f"{asked.year}-01", f"{asked.year}-12"
    kept = "withdrawn = 0 and trial = 0 and confined = 0 and opened is not null and opened <= ?"
    rows = of.rows(f"select * from avvik where {kept}", last)
    new = [row for row in rows if row["opened"] >= first]
    found: dict[str, float | None] = {
        "avvik-nye": len(new),
        "avvik-loest": len([row for row in rows if row["resolved"] and first <= row["resolved"] <= last]),
        "avvik-staar": len([row for row in rows if not row["resolved"] or row["resolved"] > last]),
    }
    for month in asked.months:
        found[f"avvik-nye-{month}"] = len([row for row in new if row["opened"] == month])
    for area in {of.area(row["rule"]) for row in new}:
        found[f"avvik-nye-omrade-{folded(area)}"] = len([row for row in new if of.area(row["rule"]) == area])
    for word, key in _SEVERITIES.items():
        found[f"avvik-nye-alvor-{key}"] = len([row for row in new if row["severity"] == word])
    return found


def _all_saker(of: Plain, asked: Asked) -> list[Row]:
    return of.rows(
        "select * from sak where confined = 0 and kind <> 'meldt-toppleder' and opened <= ? order by id",
        str(asked.last),
    )


def _in_year(row: Row, field: str, asked: Asked) -> bool:
    return row[field] is not None and str(asked.first) <= row[field] <= str(asked.last)


def _saker(of: Plain, asked: Asked) -> dict[str, float | None]:
    rows = _all_saker(of, asked)
    groups = {
        "aapnet": [row for row in rows if _in_year(row, "opened", asked)],
        "lukket": [row for row in rows if _in_year(row, "closed_on", asked)],
        "aapne": [row for row in rows if row["closed_on"] is None or row["closed_on"] > str(asked.last)],
    }
    parts = _parts(of, asked.today)
    named: Mapping[str, Callable[[Row], str]] = {
        "omrade": lambda row: folded(of.area(row["rule"])),
        "del": lambda row: parts.get(row["enhet"], "uten"),
        "alvor": lambda row: _SEVERITIES[row["severity"]],
    }
    found: dict[str, float | None] = {}
    for what, some in groups.items():
        found[f"saker-{what}"] = len(some)
        for kind, name in named.items():
            counts = Counter(map(name, some))
            found |= {f"saker-{what}-{kind}-{key}": counts[key] for key in set(map(name, rows))}
            if kind == "alvor":
                found |= {f"saker-{what}-alvor-{key}": counts[key] for key in _SEVERITIES.values()}
    closed = groups["lukket"]
    found |= {f"saker-utfall-{key}": len([r for r in closed if r["outcome"] == w]) for w, key in _OUTCOMES.items()}
    found["dager"] = middle(map(_days, closed))
    for word, key in _SEVERITIES.items():
        found[f"dager-alvor-{key}"] = middle(_days(row) for row in closed if row["severity"] == word)
    for area in {of.area(row["rule"]) for row in closed if row["rule"]}:
        some = [row for row in closed if row["rule"] and of.area(row["rule"]) == area]
        found[f"dager-omrade-{folded(area)}"] = middle(map(_days, some))
    found["data-mangler"] = len([row for row in groups["aapnet"] if row["kind"] == "datamangel"])
    found["data-mangler-aapne"] = len([row for row in groups["aapne"] if row["kind"] == "datamangel"])
    found["kontroller-uteble"] = len([row for row in groups["aapnet"] if row["kind"] == "kontroll-uteble"])
    return found


def _days(row: Row) -> int:
    return (date.fromisoformat(row["closed_on"]) - date.fromisoformat(row["opened"])).days


def _parts(of: Plain, today: date) -> dict[str, str]:
    """enhet -> the one right below the uppermost in its line, by the last list of the organisation."""
    last = of.rows("select max(seq) from delivery where kind = 'organisasjon' and taken = 'tatt inn'")[0][0]
    rows = [row for row in of.delivered("organisasjon") if row["_nr"] == last]
    now: dict[str, dict[str, Any]] = {}
    heir: dict[str, str] = {}
    month = f"{today:%Y-%m}"
    last_of: dict[str, dict[str, Any]] = {}
    for row in rows:
        heir[row["enhet"]] = row["etterfolger"] or ""
        last_of[row["enhet"]] = row
        if row["gjelder_fra"] <= month and (not row["gjelder_til"] or month <= row["gjelder_til"]):
            now[row["enhet"]] = row
    found = {}
    for enhet in heir:
        place = enhet
        while place not in now and heir.get(place):
            place = heir[place]
        line = [place]
        # One that is gone, and whose work nobody took over, stood last where it stood.
        while above := {**last_of, **now}.get(line[-1], {"overordnet": ""})["overordnet"]:
            line.append(above)
        found[enhet] = line[-2] if len(line) > 1 else line[-1]
    return found


# --- how far, and how fast ------------------------------------------------------------------------------------------------------


def _pace(of: Plain, asked: Asked) -> dict[str, float | None]:
    opened = [row for row in _all_saker(of, asked) if _in_year(row, "opened", asked)]
    mine = [row for row in opened if row["rule"] is not None or row["kind"] == "ikke-paatalt"]
    answers: dict[str, str] = {}
    written: dict[str, set[str]] = {}
    for row in of.rows("select * from decision order by at"):
        if row["kind"] == "svar":
            answers.setdefault(row["sak"], row["at"][:10])
        written.setdefault(row["sak"], set()).add(row["by"])
    asked_by: dict[str, str] = {}
    looked: set[tuple[str, str]] = set()
    for row in of.rows("select * from notice where sak is not null"):
        if row["reason"] == "ny sak" and row["deadline"] is not None:
            asked_by[row["sak"]] = min(row["deadline"], asked_by.get(row["sak"], row["deadline"]))
        if row["seen_at"] is not None:
            looked.add((row["sak"], row["recipient"]))
    above, today = set(asked.superiors.values()), str(asked.today)
    count: Counter[str] = Counter()
    for row in mine:
        id, first = row["id"], answers.get(row["id"])
        answered = row["answered_on"] is not None or first is not None
        count["sett"] += answered or (id, row["owner"]) in looked
        count["paatalt"] += answered or any(by in above and by != row["owner"] for by in written.get(id, ()))
        is_kept = row["deadline"] is None or row["deadline"] >= today
        count["fulgt-opp"] += row["state"] in ("lukket", "til etterprøving") or (
            row["state"] == "tiltak pågår" and is_kept
        )
        left = row["state"] == "åpen" and row["deadline"] is not None and row["deadline"] < today and not answered
        count["skulle-besvares"] += left or (answered and id in asked_by)
        count["i-tide"] += answered and first is not None and id in asked_by and first <= asked_by[id]
    counted = {row["id"] for row in _all_saker(of, asked)}
    granted = [
        row
        for row in of.rows("select * from unntak")
        if _in_year(row, "granted_on", asked) and (row["sak"] is None or row["sak"] in counted)
    ]
    return {
        "saker-ledere": len(mine),
        **{f"saker-{key}": count[key] for key in ("sett", "paatalt", "fulgt-opp", "skulle-besvares", "i-tide")},
        "saker-loeftet": len([row for row in opened if row["level"] > 0]),
        "saker-overordnet-taus": len([row for row in opened if row["kind"] == "ikke-paatalt"]),
        "unntak": len(granted),
        "saker-gjentatt": len([row for row in opened if row["occurrence"] > 1]),
        "saker-gjenaapnet": len([row for row in opened if row["reopened"] > 0]),
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
