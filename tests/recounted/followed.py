"""Followed: avvik and saker of the year, and how far and how fast they came."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from sqlite3 import Row
from typing import Any

from recounted.asked import Asked, own
from recounted.plain import Plain, middle

_OUTCOMES = {
    "løst": "lost",
    "dokumentert": "dokumentert",
    "medhold": "medhold",
    "unntatt": "unntatt",
    "bortfalt": "bortfalt",
    "levert": "levert",
}
_SEVERITIES = {"kritisk": "kritisk", "høy": "hoy", "middels": "middels", "lav": "lav"}


# --- avvik and saker ----------------------------------------------------------------------------------------------------------


def avvik_of(of: Plain, asked: Asked) -> dict[str, float | None]:
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
        found[f"avvik-nye-omrade-{own(area)}"] = len([row for row in new if of.area(row["rule"]) == area])
    parts = parts_now(of, asked.today)
    for part in {parts.get(row["enhet"], "uten") for row in new}:
        found[f"avvik-nye-del-{own(part)}"] = len([row for row in new if parts.get(row["enhet"], "uten") == part])
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


def saker_of(of: Plain, asked: Asked) -> dict[str, float | None]:
    rows = _all_saker(of, asked)
    groups = {
        "aapnet": [row for row in rows if _in_year(row, "opened", asked)],
        "lukket": [row for row in rows if _in_year(row, "closed_on", asked)],
        "aapne": [row for row in rows if row["closed_on"] is None or row["closed_on"] > str(asked.last)],
    }
    parts = parts_now(of, asked.today)
    named: Mapping[str, Callable[[Row], str]] = {
        "omrade": lambda row: own(of.area(row["rule"])),
        "del": lambda row: own(parts.get(row["enhet"], "uten")),
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
    found["saker-medhold-regler"] = len([r for r in closed if r["outcome"] == "medhold" and r["rule"]])
    found["dager"] = middle(map(_days, closed))
    for word, key in _SEVERITIES.items():
        found[f"dager-alvor-{key}"] = middle(_days(row) for row in closed if row["severity"] == word)
    for area in {of.area(row["rule"]) for row in closed if row["rule"]}:
        some = [row for row in closed if row["rule"] and of.area(row["rule"]) == area]
        found[f"dager-omrade-{own(area)}"] = middle(map(_days, some))
    found["data-mangler"] = len([row for row in groups["aapnet"] if row["kind"] == "datamangel"])
    found["data-mangler-aapne"] = len([row for row in groups["aapne"] if row["kind"] == "datamangel"])
    found["kontroller-uteble"] = len([row for row in groups["aapnet"] if row["kind"] == "kontroll-uteble"])
    return found


def _days(row: Row) -> int:
    return (date.fromisoformat(row["closed_on"]) - date.fromisoformat(row["opened"])).days


def parts_now(of: Plain, today: date) -> dict[str, str]:
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


def pace_of(of: Plain, asked: Asked) -> dict[str, float | None]:
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
