"""Bygda kommune with the three registers and the rules that judge them, as they are shipped."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from flows.small import Kommune, Make, at
from kontroll.domain.access import Viewer
from kontroll.domain.finding import Finding, FindingKind
from kontroll.domain.political import PoliticalDecision
from kontroll.domain.preparation import ALWAYS, Point, PointAnswer, Preparation
from kontroll.domain.rule import Severity
from kontroll.flows.people.viewing import viewer_of
from kontroll.flows.registers import decisions, findings, preparations
from kontroll.flows.registers.deliver_registers import deliver_registers
from kontroll.flows.saker.acting import today_of

ROOT = Path(__file__).resolve().parents[3]
_OURS = ("vedtak", "revisjonsfunn", "saksutredning")
FEB = date(2026, 2, 2)
ALL_DONE = {point.value: preparations.Said(PointAnswer.DONE) for point in Point}


def bygda_with(make: Make) -> Kommune:
    """Without an entry yet."""
    files = {f"datasett/{id}.yaml": ROOT / "rules" / "datasett" / f"{id}.yaml" for id in _OURS}
    for id in ("vedtak-001", "revisjonsfunn-001", "utredning-001"):
        files[f"regler/{id}.yaml"] = ROOT / "rules" / "internkontroll" / f"{id}.yaml"
    return make.once("registers", lambda: make({name: path.read_text() for name, path in files.items()}))


def viewer(bygda: Kommune, person: str, day: date = FEB) -> Viewer:
    with bygda.desk.database.reading() as tx:
        directory = today_of(bygda.desk, tx, at(day)).directory
    return viewer_of(person, person, person, (), directory, bygda.desk.policies, day)


def decided(bygda: Kommune, *, day: date = FEB, by: str = "KARI", **other: object) -> PoliticalDecision:
    """By the kommunestyret on 2 February, to be carried out by Bygda skole on the last day of March."""
    wanted = {
        "body": "Kommunestyret", "case": "PS 26/14", "text": "Det bygges ny skolegård.", "decided": FEB, "enhet": "1",
        "deadline": date(2026, 3, 31), **other,
    }  # fmt: skip
    return decisions.enter_decision(bygda.desk, viewer(bygda, by, day), decisions.Decided(**wanted), at(day))


def found(bygda: Kommune, *, day: date = FEB, by: str = "KARI", **other: object) -> Finding:
    """An order of the Statsforvalteren to Bygda skole, with ANNE to mend it by the last day of March."""
    wanted = {
        "source": "Statsforvalteren", "kind": FindingKind.ORDER, "theme": "skolemiljø", "law": "opplæringslova § 12-4",
        "severity": Severity.HIGH, "case": "26/88", "text": "Planene mangler.", "received": FEB, "enhet": "1",
        "deadline": date(2026, 3, 31), **other,
    }  # fmt: skip
    return findings.enter_finding(bygda.desk, viewer(bygda, by, day), findings.Found(**wanted), at(day))


def laid(bygda: Kommune, *, day: date = FEB, by: str = "ANNE", **other: object) -> Preparation:
    """ANNE prepares a case for a meeting on 20 February."""
    wanted = {
        "case": "26/101", "body": "Formannskapet", "text": "Ny skolegård", "meeting": date(2026, 2, 20), "enhet": "1",
        "owner": "ANNE", **other,
    }  # fmt: skip
    return preparations.enter_preparation(bygda.desk, viewer(bygda, by, day), preparations.Laid(**wanted), at(day))


def answers(*, but: Point | None = None) -> dict[str, preparations.Said]:
    """Everything done, what need not be of matter with a reason. but: left out."""
    of_no_matter = preparations.Said(PointAnswer.NOT_RELEVANT, "Saken gjelder bare regnskapet.")
    given = {point: preparations.Said(PointAnswer.DONE) if point in ALWAYS else of_no_matter for point in Point}
    return {point.value: one for point, one in given.items() if point is not but}


def run(bygda: Kommune, month: str, day: date) -> list[tuple[str, str]]:
    """The month's run as the worker does it. Gives rule and subject of every open avvik."""
    deliver_registers(bygda.desk, at(day))
    ran = bygda.run(month, day)
    assert ran.run is not None, [str(problem) for problem in ran.problems]
    return sorted((one.rule, one.subject) for one in bygda.avvik() if one.resolved is None)


def later(day: date, days: int = 1) -> date:
    return day + timedelta(days=days)
