"""The control of the control on a terminal: that a run's rules bit, on how much they looked, and what is about to end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kontroll.domain.run import Run
from kontroll.flows.month.proved import proof_of_run
from kontroll.proving.lapsing import Lapsing, follows, heading, lapsing, sentence
from kontroll.report.proof import Proof, worked
from kontroll.texts import _
from kontroll.wiring import Desk


@dataclass(frozen=True, slots=True)
class Control:
    proof: Proof
    ending: list[Lapsing]
    today: date


def control_of(desk: Desk, run: Run, today: date) -> Control:
    with desk.database.reading() as tx:
        return Control(proof_of_run(tx, run), lapsing(desk.rulebook, today), today)


def control_lines(control: Control) -> list[str]:
    """Whatever was found: a run that found nothing looks like one that did not look."""
    return [
        "  " + worked(control.proof),
        *(
            _("  Går ut: {what}. {when} {then}").format(
                what=heading(one), when=sentence(one, control.today), then=follows(one, control.today)
            )
            for one in control.ending
        ),
    ]


def control_as_json(control: Control) -> dict[str, object]:
    names = ("works", "tests", "held", "expected", "known", "due", "received")
    return {
        "control": {
            **{name: getattr(control.proof, name) for name in names},
            "unproven": list(control.proof.unproven),
        },
        "lapsing": [
            {"what": one.what.value, "id": one.id, "on": one.on.isoformat(), "rules": list(one.rules)}
            for one in control.ending
        ],
    }
