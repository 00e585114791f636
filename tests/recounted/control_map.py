"""Control map: at each place of the map of § 25-1, how many of what was looked at hold what is asked for, counted again.

Written from what policies/internkontroll.yaml says of each thing. The stamp of an approval is not computed: the rule files are
taken to stand as they did when the newest approval of each was given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from functools import cached_property
from hashlib import sha256
from sqlite3 import Row
from typing import Any, TypeVar

from recounted.places import Kommune, Place
from recounted.plain import RuleFile, day_of
from recounted.sampled import periods_of
from recounted.skal import GRAVE

T = TypeVar("T")
#: How many hold it, and how many were looked at; None = nothing is known of it.
Held = tuple[int, int] | None
_KEPT = (
    "leveranse", "tekst", "melding", "stikkprøve", "resultatlønn", "resultatavtale", "bonus", "samtale", "rapportgrunnlag"
)  # fmt: skip
_DECIDED = ("løst", "medhold", "unntatt", "dokumentert")
_HOLDS = ("inngått", "gjort opp")
#: Of so few saker nobody says how often a rule was right.
_LEAST_DECIDED = 5


class ControlMap(Kommune):
    def counted(self) -> dict[tuple[str, str], Held]:
        """(place, word of the policy) -> what is held of what; only where it can be asked of such a place."""
        found: dict[tuple[str, str], Held] = {}
        for at in self.places:
            is_part, is_area = at.enheter is not None, at.folders is not None
            some: dict[str, Held] = dict(self._saker(at))
            if not is_area:
                some |= self._led(at) | self._delivered(at)
            if not is_part:
                some |= self._ruled(at) | self._written(at) | self._improved(at)
                some["stikkprover"] = self._sampled(at)
                some["kjoringer"] = self._ran(at)
            if not is_area and not is_part:
                some |= self._whole()
            found |= {(at.id, word): held for word, held in some.items()}
        return found

    def _led(self, at: Place) -> dict[str, Held]:
        org, today = self.organisation, self.today
        mine = org.enheter.keys() if at.enheter is None else at.enheter
        charts = self.policy("maalekart.yaml")["kart"]
        measured = [
            enhet for enhet in mine
            if any(
                org.enheter[enhet]["tjeneste"] in one.get("tjeneste", [org.enheter[enhet]["tjeneste"]])
                and org.enheter[enhet]["enhetstype"] in one.get("enhetstype", [org.enheter[enhet]["enhetstype"]])
                for one in charts
            )
        ]  # fmt: skip
        by = {name: date(today.year, on["maaned"], on["dag"]) for name, on in self._deadlines()}
        year = today.year if today > by["inngaas_innen"] else today.year - 1
        agreed = {row["enhet"] for row in self._agreements(year)}
        led = [enhet for enhet in org.led if enhet in mine]
        at_midyear = today > by["halvaar_innen"]
        year = today.year - (0 if at_midyear else 1 if today > by["resultat_innen"] else 2)
        followed = [row for row in self._agreements(year) if row["enhet"] in mine]
        return {
            "ledere": (len([enhet for enhet in mine if enhet in org.leaders]), len(mine)),
            "maalekart": (len(measured), len(mine)),
            "resultatavtaler": (len([enhet for enhet in led if enhet in agreed]), len(led)),
            "maal_fulgt_opp": held(
                followed, lambda row: row["state"] == "gjort opp" or (at_midyear and row["midyear_on"] is not None)
            ),
        }

    def _deadlines(self) -> Iterable[tuple[str, Any]]:
        return (
            (name, on) for name, on in self.policy("resultatavtaler.yaml")["frister"].items() if name != "paaminnelse"
        )

    def _agreements(self, year: int) -> list[Row]:
        return [row for row in self.of.rows("select * from agreement where year = ?", year) if row["state"] in _HOLDS]

    def _delivered(self, at: Place) -> dict[str, Held]:
        today, since = self.today, self.today - timedelta(days=365)
        mine = self.organisation.enheter.keys() if at.enheter is None else at.enheter
        found: dict[str, Held] = dict.fromkeys(("rutiner_revidert", "fullmakter", "risiko_vurdert", "risiko_tiltak"))
        editions = self.stock("reglement_revisjon", "utgave_id", "enhet", at)
        if editions is not None:
            found["rutiner_revidert"] = held(editions, lambda row: (day_of(row["neste_revisjon"]) or date.min) >= today)
        given = self.stock("fullmakt", "fullmakt_id", "ansvar", at)
        if given is not None:
            having = {row["ansvar"] for row in given}
            found["fullmakter"] = (len([enhet for enhet in mine if enhet in having]), len(mine))
        assessed = self.stock("risikovurdering", "vurdering_id", "enhet", at)
        if assessed is not None:
            on = [(row, day_of(row["vurdert_dato"])) for row in assessed]
            found["risiko_vurdert"] = held(on, lambda one: one[1] is not None and since <= one[1] <= today)
            found["risiko_tiltak"] = held(
                [row for row, day in on if day is not None],
                lambda row: (
                    str(row["hoye"] or "").strip() == "0" or bool(row["hoye"] and str(row["tiltak_ref"] or "").strip())
                ),
            )
        return found

    def _ruled(self, at: Place) -> dict[str, Held]:
        there = self.rules_at(at, "utkast", "prøve", "prove", "i_bruk")
        judged = [row for row in self.newest if row["expected"] and self.is_of(at, row["rule"])]
        works: Callable[[Row], bool] = lambda r: r["held"] == r["tests"] and r["positive"] > 0 and r["negative"] > 0  # noqa: E731
        waiting = {row["rule"] for row in self.of.rows("select rule from rule_review where confirmed_at is null")}
        used = self.rules_at(at)
        return {
            "regler_i_bruk": held(there, lambda one: one.status == "i_bruk"),
            "kontroll_virker": held(judged, works),
            "svar_kjent": held(judged, lambda row: 10 * row["known"] >= 9 * row["expected"]),
            "regler_hjemlet": held(used, lambda one: one.id in self.founded),
            "regler_gjennomgaatt": held(used, lambda one: one.id not in waiting),
            "regler_godkjent": held(used, lambda one: self._is_approved(one.id)),
            "kontrolltiltak": held(used, lambda one: not self._is_overdue(one)),
        }

    def _is_approved(self, rule: str) -> bool:
        persons = int(self.policy("godkjenning.yaml")["godkjenning"]["personer"])
        rows = self.of.rows('select stamp, "by" from approval where rule = ? order by at', rule)
        by = {row["by"] for row in rows if row["stamp"] == rows[-1]["stamp"]}
        return "kontroll" in by or len(by) >= persons

    def _is_overdue(self, rule: RuleFile) -> bool:
        """What was agreed when it was last evaluated counts, but not before a later day that the file says."""
        if rule.evaluated_by is None:
            return False
        rows = self.of.rows(
            """select * from measure_event where rule = ? and kind = 'evaluering' order by "on", number""", rule.id
        )
        if rows and rows[-1]["outcome"] == "avvikles":
            return False
        agreed = [date.fromisoformat(row["next_on"]) for row in rows[-1:] if row["next_on"]]
        return self.today > max([rule.evaluated_by, *agreed])

    def _saker(self, at: Place) -> dict[str, Held]:
        rows = [
            row for row in self.of.rows(
                """select * from sak where confined = 0 and opened > ? and (rule is not null or kind = 'ikke-paatalt')""",
                str(self.today - timedelta(days=365)),
            )
            if self.is_of(at, row["rule"]) and (at.enheter is None or row["enhet"] in at.enheter)
        ]  # fmt: skip
        answers, deadlines = self._answers
        today = str(self.today)
        due = in_time = followed = 0
        for row in rows:
            id, late = row["id"], row["deadline"] is not None and row["deadline"] < today
            answered = row["answered_on"] is not None or id in answers
            is_due = (answered and id in deadlines) or (row["state"] == "åpen" and late and not answered)
            due += is_due
            in_time += is_due and id in answers and id in deadlines and answers[id] <= deadlines[id]
            followed += row["state"] in ("lukket", "til etterprøving") or (row["state"] == "tiltak pågår" and not late)
        return {"besvart_i_tide": (in_time, due), "fulgt_opp": (followed, len(rows))}

    @cached_property
    def _answers(self) -> tuple[dict[str, str], dict[str, str]]:
        """sak -> the day of its first answer; sak -> the deadline that was given first."""
        answers: dict[str, str] = {}
        for row in self.of.rows("select * from decision where kind = 'svar' order by at"):
            answers.setdefault(row["sak"], row["at"][:10])
        deadlines = self.of.rows(
            "select sak, min(deadline) as day from notice where reason = 'ny sak' and deadline is not null group by sak"
        )
        return answers, {row["sak"]: row["day"] for row in deadlines}

    def _written(self, at: Place) -> dict[str, Held]:
        fronts = {
            id: front for id, (front, _text) in self.texts.items()
            if at.reglementer is None or id in at.reglementer
        }  # fmt: skip
        grave = [
            standing for one, standing in self.standings
            if one.risk >= GRAVE and one.reglement in fronts
        ]  # fmt: skip
        return {
            "reglement": held(fronts.values(), lambda front: bool(front.get("vedtatt") and front.get("eier"))),
            "reglement_revidert": held(
                fronts.values(), lambda front: (front.get("neste_revisjon") or date.min) >= self.today
            ),
            "skal_kontrollert": held(grave, lambda standing: standing != "ikke"),
            "reglement_lest": self._read(fronts),
        }

    def _read(self, fronts: Mapping[str, Mapping[str, Any]]) -> Held:
        """Of reglementer that somebody is to confirm, those that nine of ten have confirmed as they stand."""
        has = total = 0
        recipients = self.policy("varsling.yaml")["mottakere"]
        for id, front in fronts.items():
            should = {one for word in front.get("bekreftes_av", ()) for one in self._meant(word, recipients)}
            file = next(
                path for folder in reversed(self.policies) if (path := folder / "reglement" / f"{id}.md").exists()
            )
            digest = sha256(file.read_bytes()).hexdigest()
            readers = {
                row["person"]
                for row in self.of.rows("select person from reading where reglement = ? and digest = ?", id, digest)
            }
            total += bool(should)
            has += bool(should) and 10 * len(should & readers) >= 9 * len(should)
        return has, total

    def _meant(self, word: str, recipients: Mapping[str, Any]) -> set[str]:
        org = self.organisation
        if word == "alle":
            return org.there
        said = recipients.get(word, {})
        if word == "leder" or said.get("leder_av"):
            return set(org.leaders.values()) & org.there
        if "enhet" in said:
            return {org.leaders.get(str(said["enhet"]), "")} & org.there
        if "enhetstype" in said:
            return {
                one for enhet, one in org.leaders.items() if org.enheter[enhet]["enhetstype"] == said["enhetstype"]
            } & org.there
        if "rolle" in said or not said:
            return org.holding(said.get("rolle", word)) & org.there
        raise ValueError(f"no reader for {word}")

    def _improved(self, at: Place) -> dict[str, Held]:
        decided: dict[str, list[str]] = {}
        for row in self.of.rows("select * from sak where rule is not null and confined = 0"):
            if row["outcome"] in _DECIDED:
                decided.setdefault(row["rule"], []).append(row["outcome"])
        run = {one.id for one in self.rules_at(at, "i_bruk", "prøve", "prove")}
        enough = [said for rule, said in decided.items() if rule in run and len(said) >= _LEAST_DECIDED]
        area = at.id.removeprefix("omraade:")
        newest = self.of.one("select max(year) from agenda_point")
        points = [
            row for row in self.of.rows("select * from agenda_point where year = ?", newest)
            if at.folders is None or row["area"] == area
        ]  # fmt: skip
        dealt = [row for row in points if row["state"] in ("avgjort", "lagt til side")]
        controls = [one for one in self._controls() if self._is_control_of(at, one)]
        return {
            "treffsikre_regler": held(enough, lambda said: 2 * said.count("medhold") < len(said)),
            "aarshjul": (len(dealt), len(points)),
            "forbedret": held(dealt, lambda row: bool(row["changed"])),
            "overser": held(controls, lambda one: self._says_of_the_rest(one["id"])),
        }

    def _controls(self) -> list[Any]:
        return list(self.policy("kontrollplan.yaml")["kontroller"])

    def _is_control_of(self, at: Place, control: Mapping[str, Any]) -> bool:
        if at.folders is None:
            return True
        about = [one for one in self.of.rules.values() if one.dataset == control["datasett"]]
        named = [self.of.rules[id] for id in control.get("regler", ()) if id in self.of.rules]
        return any(one.area in at.folders for one in (named if control.get("regler") else about))

    def _says_of_the_rest(self, control: str) -> bool:
        """A concluded draw of what no rule struck on, or of all: each drawn item was checked, none drawn by amount."""
        rows = self.of.rows(
            "select * from draw where control = ? and state = 'avsluttet' and arm in ('umerket', 'alle')", control
        )
        return any('"belop"' not in row["plan"] for row in rows if row["plan"])

    def _sampled(self, at: Place) -> Held:
        """Periods of the last twelve months that are concluded, or whose deadline is over."""
        due = [
            one for one in periods_of(self.of, self.policy, self.today)
            if self._is_control_of(at, one.control) and one.last >= self.months[0] and (one.is_held or one.is_overdue)
        ]  # fmt: skip
        return held(due, lambda one: one.is_held)

    def _ran(self, at: Place) -> Held:
        kept = {row["month"] for row in self.of.rows("select distinct month from book")}
        if at.folders is not None:
            rows = self.of.rows("select run, month, rule from coverage where expected > 0")
            kept &= {
                row["month"]
                for row in rows
                if self.runs.get(row["month"]) == row["run"] and self.is_of(at, row["rule"])
            }
        return held(self.months, lambda month: month in self.runs and month in kept)

    def _whole(self) -> dict[str, Held]:
        verified = {
            row["name"].rpartition(":")[2]
            for row in self.of.rows("select * from mark where name like 'internkontroll-logg:%'")
            if row["content"].startswith("0 ")
        }
        decided = {one["hva"] for one in self.policy("oppbevaring.yaml")["oppbevaring"]}
        return {
            "logg_etterprovd": held(self.months, lambda month: month in verified),
            "sletting": held(_KEPT, lambda kept: kept in decided),
            "opplaering": self._trained(),
        }

    def _trained(self) -> Held:
        """Courses whose deadline came the last year: those that nine of ten have finished."""
        since = self.today - timedelta(days=365)
        should: dict[str, set[str]] = {}
        has: dict[str, set[str]] = {}
        for row in self.of.standing("opplaering", "opplaering_id").values():
            due, done, person = day_of(row["frist"]), day_of(row["fullfort_dato"]), row["person"]
            if person and row["kurs"] and due is not None and since < due <= self.today:
                should.setdefault(row["kurs"], set()).add(person)
                if done is not None and done <= self.today:
                    has.setdefault(row["kurs"], set()).add(person)
        return held(should, lambda kurs: 10 * len(has.get(kurs, ())) >= 9 * len(should[kurs]))


def held(things: Iterable[T], holds: Callable[[T], bool]) -> tuple[int, int]:
    every = list(things)
    return len([one for one in every if holds(one)]), len(every)
