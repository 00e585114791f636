"""Report acts: what the forms of a report on its way do, by the last part of the address they are sent to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fastapi import Request

from kontroll.domain.access import Viewer
from kontroll.domain.conflict import Conflict
from kontroll.flows.issuing.check_report import check_report, return_report
from kontroll.flows.issuing.confirm_statement import confirm_statement
from kontroll.flows.issuing.correct_report import drop_correction
from kontroll.flows.issuing.files import make_files
from kontroll.flows.issuing.issue_report import issue_report
from kontroll.flows.issuing.send_report import send_report, take_back
from kontroll.report.document.model import Document
from kontroll.web.act_form import WHO, Sent
from kontroll.web.pages.proving_again import proved_by
from kontroll.web.signed_in import Entrance
from kontroll.wiring import Desk


@dataclass(frozen=True, slots=True)
class Asked:
    """id: of the edition. live: the report as it is now; None = nothing of it is judged."""

    desk: Desk
    request: Request
    viewer: Viewer
    id: str
    live: Document | None
    sent: Sent
    entrance: Entrance


def _send(asked: Asked) -> str:
    if asked.live is None:
        raise Conflict("Report", asked.id)
    checker, seen = asked.sent.given(WHO), asked.sent.given("sett")
    send_report(asked.desk, asked.live, asked.viewer, checker, seen, asked.entrance.clock(), asked.sent.version)
    return ""


def _check(asked: Asked) -> str:
    check_report(
        asked.desk, asked.id, asked.viewer, asked.entrance.clock(), asked.sent.text(), version=asked.sent.version
    )
    return ""


def _return(asked: Asked) -> str:
    return_report(
        asked.desk, asked.id, asked.viewer, asked.entrance.clock(), asked.sent.text(), version=asked.sent.version
    )
    return ""


def _take_back(asked: Asked) -> str:
    take_back(asked.desk, asked.id, asked.viewer, asked.entrance.clock(), version=asked.sent.version)
    return ""


def _confirm(asked: Asked) -> str:
    text = asked.sent.text()
    proved = proved_by(asked.request, asked.entrance, asked.viewer, asked.id, asked.sent.given("passord"))
    confirm_statement(
        asked.desk, asked.id, asked.viewer, text, proved, asked.entrance.clock(), version=asked.sent.version
    )
    return ""


def _issue(asked: Asked) -> str:
    made = issue_report(
        asked.desk, asked.id, asked.viewer, asked.entrance.clock(), make_files, version=asked.sent.version
    )
    return f"/rapporter/{made.name}"


def _drop(asked: Asked) -> str:
    drop_correction(asked.desk, asked.id, asked.viewer, asked.entrance.clock(), version=asked.sent.version)
    return "/rapporter"


#: What each does, and where it leads; "" = to the same page.
ACTS: Mapping[str, Callable[[Asked], str]] = {
    "send": _send, "godkjenn": _check, "send-tilbake": _return, "trekk-tilbake": _take_back, "bekreft": _confirm,
    "utgi": _issue, "oppgi": _drop,
}  # fmt: skip
