"""Closed days: kalender.yaml says on which days the kommune is closed, besides weekends and public holidays."""

from __future__ import annotations

import re
from datetime import date, timedelta

from kontroll.domain.problem import Place
from kontroll.policybook.block import Block
from kontroll.texts import _
from kontroll.yamlfile import Scalar

#: The years that a day of every year is closed in: those a kommune has data from or sets deadlines in.
FIRST_YEAR, LAST_YEAR = 2015, 2045
#: A kommune that is closed longer than this has written a wrong month or year.
LONGEST_DAYS = 45
_A_LEAP_YEAR = 2024
_DAY_OF_YEAR = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.?")


def read_closed_days(block: Block) -> frozenset[date]:
    seen: dict[str, Place] = {}
    found: set[date] = set()
    for each in block.blocks("stengt", _("den stengte dagen"), may_be_empty=True):
        kind = each.exactly_one(["dato", "fra", "hvert_aar"])
        days = {"dato": _one_day, "fra": _from_and_to, "hvert_aar": _every_year}[kind](each) if kind else []
        each.text("grunn", required=True)
        each.done()
        if kind and isinstance(node := each.node.entries[kind], Scalar):
            each.once(node.text, seen)
        if each.sound:
            found.update(days)
    block.done()
    return frozenset(found)


def _one_day(block: Block) -> list[date]:
    day = _day(block, "dato")
    return [day] if day is not None else []


def _from_and_to(block: Block) -> list[date]:
    block.take("til", required=True)
    first, last = _day(block, "fra"), _day(block, "til")
    if first is None or last is None:
        return []
    days = (last - first).days + 1
    if 1 <= days <= LONGEST_DAYS:
        return [first + timedelta(n) for n in range(days)]
    block.refuse(
        block.place("til"),
        _("«til» er før «fra»") if days < 1 else _("kommunen er stengt i {days} dager på rad").format(days=days),
        _("Ingen frister løper mens kommunen er stengt, og alle ville fått gal dato."),
        _("Rett datoene. Høyst {days} dager kan stå i én linje.").format(days=LONGEST_DAYS),
    )
    return []


def _every_year(block: Block) -> list[date]:
    node = block.take("hvert_aar")
    text = None if node is None else block.as_text(node)
    if node is None or text is None:
        return []
    found = _DAY_OF_YEAR.fullmatch(text)
    if found is None or not _exists(_A_LEAP_YEAR, int(found[2]), int(found[1])):
        block.bad(node, _("en dag i året på formen «24.12»"), _('Skriv dag og måned i anførselstegn, f.eks. "24.12".'))
        return []
    month, day = int(found[2]), int(found[1])
    return [date(year, month, day) for year in range(FIRST_YEAR, LAST_YEAR + 1) if _exists(year, month, day)]


def _day(block: Block, key: str) -> date | None:
    day = block.day(key)
    if day is None or FIRST_YEAR <= day.year <= LAST_YEAR:
        return day
    wanted = _("en dag fra {first} til {last}").format(first=FIRST_YEAR, last=LAST_YEAR)
    block.bad(block.node.entries[key], wanted, _("Rett årstallet."))
    return None


def _exists(year: int, month: int, day: int) -> bool:
    try:
        return bool(date(year, month, day))
    except ValueError:
        return False
