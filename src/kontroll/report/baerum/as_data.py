"""A trial as data: JSON for a program, persons by id only, kroner as øre."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kontroll.domain.trial import Alarms, Trial
from kontroll.report.watchlist import Watched

#: Rows of internal control's list that are told.
TOP = 10


def as_json(trial: Trial, rows: Sequence[Watched] = ()) -> dict[str, Any]:
    answer, flagged = trial.answer, trial.flagged
    return {
        "monster": trial.pattern,
        "fro": trial.seed,
        "styrke": trial.strength,
        "start": str(answer.start),
        "enhet": answer.enhet,
        "leverandor": list(answer.suppliers),
        "person": list(answer.persons),
        "tegn": list(answer.signs),
        "oere_i_alt": answer.paid(),
        "paavist": None
        if flagged is None
        else {
            "maaned": str(flagged.found),
            "maaneder": trial.months_until(flagged.found),
            "dag": flagged.day.isoformat(),
            "regel": flagged.rule,
            "oere_til_da": answer.paid(flagged.day),
            "oere_etter": answer.paid() - answer.paid(flagged.day),
        },
        "regler": [
            {
                "regel": one.rule,
                "maaned": str(one.found),
                "maaneder": trial.months_until(one.found),
                "avvik": one.count,
                "varslet": list(one.people),
            }
            for one in trial.struck
        ],
        "plasser": [
            {"maaned": str(one.month), "plass": one.place, "av": one.of, "poeng": round(one.points, 2)}
            for one in trial.places
        ],
        "internkontrollens_liste": [_row(row) for row in rows[:TOP]],
        "tvilling": None if trial.alarms is None else _alarms(trial.alarms),
    }


def _row(row: Watched) -> dict[str, Any]:
    return {
        "hvem": row.who,
        "felt": row.kind,
        "enhet": row.enhet,
        "poeng": round(row.points, 2),
        "oere": row.ore,
        "grunner": [
            {
                "regel": one.rule.id,
                "utslag": one.count,
                "av": one.judged,
                "like_mange_eller_flere": one.as_many,
                "rader": one.of,
                "poeng": round(one.points, 2),
                "poster": list(one.posts),
            }
            for one in row.evidence
        ],
    }


def _alarms(alarms: Alarms) -> dict[str, Any]:
    return {
        "maaneder": alarms.months,
        "ledere": alarms.leaders,
        "varsler": alarms.told,
        "flest_saker_til_en_leder": alarms.worst_leader,
        "flest_avvik_til_en_leder": alarms.worst_leader_avvik,
        "ledermaaneder_over_tre": alarms.over_three,
        "flest_saker_til_internkontrollen": alarms.to_control,
        "flest_avvik_til_internkontrollen": alarms.to_control_avvik,
        "varsler_etter_regel": dict(alarms.by_rule),
    }
