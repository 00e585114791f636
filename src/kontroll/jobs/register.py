"""Register: what each scheduled job does. The one table from a word in policies/kjoreplan.yaml to a flow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from kontroll.domain.run import Inference
from kontroll.flows.agreements.deliver_ambitions import deliver_ambitions
from kontroll.flows.agreements.remind_agreements import remind_agreements
from kontroll.flows.archive.archive_package import archive_last_year
from kontroll.flows.deliveries.read_inbox import counts_of, read_inbox
from kontroll.flows.home.prune import prune
from kontroll.flows.internal_control.keep_maturity import keep_maturity
from kontroll.flows.internal_control.make_agenda import make_agenda
from kontroll.flows.mail.outbox import compose_digests, compose_urgent, send_messages
from kontroll.flows.mail.read_returns import read_returns
from kontroll.flows.month.daily import daily_data_owners, daily_deadlines
from kontroll.flows.month.scheduled_month import scheduled_month
from kontroll.flows.monthly.ask_month import ask_month
from kontroll.flows.monthly.silent_months import follow_months
from kontroll.flows.registers.deliver_registers import deliver_registers
from kontroll.flows.registers.remind_registers import remind_registers
from kontroll.flows.samples.draft_due import draft_due
from kontroll.flows.systems.call_hooks import call_hooks
from kontroll.flows.telling.tell_strangers import tell_strangers
from kontroll.jobs.result import Flow, JobResult
from kontroll.jobs.watch import watch
from kontroll.wiring import Desk


def _read(desk: Desk, now: datetime) -> JobResult:
    counts = counts_of(read_inbox(desk, now))
    return JobResult({**counts, "strangers": tell_strangers(desk, now)})


def _month(desk: Desk, now: datetime) -> JobResult:
    deliver_registers(desk, now)
    done = scheduled_month(desk, now)
    runs = [one.run for one in done.ran if one.run is not None]
    return JobResult(
        {
            "runs": ",".join(run.id for run in runs),
            "failed": ",".join(one.run.id for one in done.ran if one.run is not None and one.failed),
            "reserve": ",".join(run.id for run in runs if run.inference is Inference.RESERVE),
            "waiting": ",".join(str(month) for month in done.waiting),
            "without": ",".join(sorted({one for run in runs for one in run.without.split(",") if one})),
            "saker": sum(run.saker for run in runs),
            "notices": sum(run.notices for run in runs),
        }
    )


def _explain(desk: Desk, now: datetime) -> JobResult:
    asked = ask_month(desk, now)
    return JobResult({**asdict(follow_months(desk, now)), "asked": asked.asked, "lapsed": asked.lapsed})


def _samples(desk: Desk, now: datetime) -> JobResult:
    return JobResult(asdict(draft_due(desk, now)))


def _remind(desk: Desk, now: datetime) -> JobResult:
    return JobResult({"notices": daily_data_owners(desk, now)})


def _deadlines(desk: Desk, now: datetime) -> JobResult:
    deliver_ambitions(desk, now)
    done = asdict(daily_deadlines(desk, now))
    reminded = {"agreements": remind_agreements(desk, now), "registers": remind_registers(desk, now)}
    kept = keep_maturity(desk, now)
    return JobResult({**done, **reminded, "maturity": str(kept or ""), "agenda": make_agenda(desk, now)})


def _compose(desk: Desk, now: datetime) -> JobResult:
    return JobResult({"messages": compose_digests(desk, now)})


def _send(desk: Desk, now: datetime) -> JobResult:
    returns = read_returns(desk, now)
    composed = compose_urgent(desk, now)
    sent = asdict(send_messages(desk, now))
    return JobResult({"urgent": composed, **sent, **asdict(returns), **asdict(call_hooks(desk, now))})


def _prune(desk: Desk, now: datetime) -> JobResult:
    return JobResult(asdict(prune(desk, now)))


def _archive(desk: Desk, now: datetime) -> JobResult:
    made = archive_last_year(desk, now)
    return JobResult({} if made is None else {"package": made.package.number, "things": made.package.things})


def _watch(desk: Desk, now: datetime) -> JobResult:
    return JobResult({"saker": watch(desk, now)})


FLOWS: Mapping[str, Flow] = {
    "innlesing": _read,
    "maanedskjoring": _month,
    "maanedsoppfolging": _explain,
    "kontrollplan": _samples,
    "purring": _remind,
    "frister": _deadlines,
    "samling": _compose,
    "utsending": _send,
    "sletting": _prune,
    "arkivering": _archive,
    "tilsyn": _watch,
}
