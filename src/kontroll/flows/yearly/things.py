"""Things: what is counted, as records with the address of their page. No person's name and no enhet's stands in one."""

from __future__ import annotations

import re
from dataclasses import replace
from hashlib import sha256
from urllib.parse import quote, quote_plus

import polars as pl

from kontroll.domain.avvik import Avvik
from kontroll.domain.coverage import Coverage
from kontroll.domain.delivery import Delivery
from kontroll.domain.draw import Draw
from kontroll.domain.month import Month
from kontroll.domain.run import Run
from kontroll.domain.sak import (
    ENGINE_ALARM,
    MISSED_CONTROL,
    MISSING_DATA,
    REPORTED,
    SAMPLED,
    SILENT_SUPERIOR,
    Sak,
)
from kontroll.flows.yearly.year import Year
from kontroll.report.document.model import Record
from kontroll.texts import N_, _, month_name

_PLAIN = re.compile(r"[a-z0-9-]+")
#: Of saker without a rule.
_KINDS = {
    MISSING_DATA: N_("Data som mangler"),
    MISSED_CONTROL: N_("Kontroll som uteble"),
    ENGINE_ALARM: N_("Motorene som vurderer reglene"),
    SILENT_SUPERIOR: N_("Overordnet som ikke har spurt"),
    REPORTED: N_("Meldt av en ansatt"),
    SAMPLED: N_("Funnet i en stikkprøve"),
}


def as_id(words: str) -> str:
    """Words of the program's own as a part of the id of a figure, and so of an address; `ingen` for no words."""
    folded = words.lower().replace("æ", "ae").replace("ø", "o").replace("å", "aa")
    return "".join(letter if letter.isalnum() and letter.isascii() else "-" for letter in folded) or "ingen"


def own_id(words: str) -> str:
    """The same of words that the kommune chose, such as the name of a body: no two of them get the same."""
    if _PLAIN.fullmatch(words):
        return words
    return f"{as_id(words)}-{sha256(words.encode()).hexdigest()[:6]}" if words else as_id(words)


def _q(id: str) -> str:
    return quote(id, safe="")


def sak_of(year: Year, sak: Sak, value: int = 1) -> Record:
    if value != 1:
        return replace(sak_of(year, sak), value=value)
    if sak.id not in year.records:
        year.records[sak.id] = Record(kind=_("sak"), id=sak.id, name=name_of(year, sak), address=f"/sak/{_q(sak.id)}")
    return year.records[sak.id]


def name_of(year: Year, sak: Sak) -> str:
    return year.rule_name(sak.rule) if sak.rule else _(_KINDS.get(sak.kind, sak.kind.capitalize()))


def avvik_of(year: Year, avvik: Avvik) -> Record:
    """It opens where it is followed up, or else why the rule struck."""
    month = avvik.opened or avvik.first
    if avvik.sak is not None:
        address = f"/sak/{_q(avvik.sak)}"
    else:
        post = f"?post={_q(avvik.post)}" if avvik.post else ""
        address = f"/forklaring/{_q(avvik.rule)}/{_q(avvik.enhet or '-')}/{month}{post}"
    name = _("{rule}, {month}").format(rule=year.rule_name(avvik.rule), month=month_name(month))
    return Record(kind=_("avvik"), id=avvik.key, name=name, address=address)


def answers_of(year: Year, covered: Coverage, value: int) -> Record:
    """The answers of one rule in one month: its page of that month has each of them."""
    return Record(
        kind=_("regel i en måned"),
        id=f"{covered.rule} {covered.month}",
        name=_("{rule}, {month}").format(rule=year.rule_name(covered.rule), month=month_name(covered.month)),
        address=f"/regel/{_q(covered.rule)}?maaned={covered.month}",
        value=value,
    )


def rule_of(year: Year, id: str) -> Record:
    address = f"/regel/{_q(id)}" if year.rule(id) is not None else ""
    return Record(kind=_("regel"), id=id, name=year.rule_name(id), address=address)


def run_of(run: Run, value: int = 1) -> Record:
    return Record(
        kind=_("kjøring"),
        id=run.id,
        name=month_name(run.period).capitalize(),
        address=f"/kjoringer/{_q(run.id)}",
        value=value,
    )


def month_of(month: Month) -> Record:
    return Record(kind=_("måned"), id=str(month), name=month_name(month).capitalize(), address="/kjoringer")


def draw_of(draw: Draw, value: int = 1) -> Record:
    return Record(
        kind=_("stikkprøve"),
        id=draw.id,
        name=draw.name,
        address=f"/stikkprove/{_q(draw.id)}/rapport" if draw.report else f"/stikkprove/{_q(draw.id)}",
        value=value,
    )


def delivery_of(delivery: Delivery, value: int = 1) -> Record:
    return Record(
        kind=_("leveranse"),
        id=str(delivery.seq),
        name=delivery.name,
        address=f"/leveranser?ord={quote_plus(delivery.name[:100])}",
        value=value,
    )


def judged_rows(year: Year, dataset: str) -> dict[str, str]:
    """The key of a row -> where it stands why a rule answers as it does of it, with the file and the line it came from.

    Of the first rule that says anything of the data set, in the last month that pages show.
    """
    month = year.shown_month
    rules = sorted(id for id, rule in year.today.desk.rulebook.rules.items() if rule.dataset == dataset)
    if month is None or not rules:
        return {}
    rows = year.summaries.situation.of_month(month).filter(pl.col("regel").is_in(rules)).sort("regel", descending=True)
    return {
        post: f"/forklaring/{_q(rule)}/{_q(enhet or '-')}/{month}?post={_q(post)}"
        for rule, enhet, post in rows.select("regel", "enhet", "post").iter_rows()
    }
