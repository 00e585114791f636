"""Schedule: kjoreplan.yaml says when each job runs, in Norwegian time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import time

from kontroll.domain.policy import ScheduledJob
from kontroll.domain.problem import Place
from kontroll.policybook.block import Block
from kontroll.texts import _
from kontroll.yamlfile import Scalar

#: Every month has these days; on the 31st a monthly job would be left out five times a year.
LAST_DAY = 28
_MINUTES_OF_A_DAY = 24 * 60
_TIME = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")
_MINUTES = re.compile(r"([0-9]{1,4}) minutt(er)?")
#: One night in March has no 02:30 and one in October has two; around midnight a job that is late, or a clock that is
#: not Norwegian, is on another date. All of the night is kept clear, so that one day has each job once.
_FIRST, _LAST = time(4), time(22)


def read_schedule(block: Block) -> tuple[ScheduledJob, ...]:
    found = tuple(_each(block))
    block.done()
    return found


def _each(block: Block) -> Iterator[ScheduledJob]:
    ids: dict[str, Place] = {}
    for each in block.blocks("jobber", _("jobben")):
        job = _job(each)
        if job is not None:
            each.once(job.id, ids)
        if job is not None and each.sound:
            yield job


def _job(block: Block) -> ScheduledJob | None:
    id = block.text("id", required=True)
    kind = block.exactly_one(["tid", "hvert"])
    at = _time(block) if kind == "tid" else None
    every_minutes = _minutes(block) if kind == "hvert" else None
    day = block.whole_number("dag", 1, LAST_DAY) if kind != "hvert" else None
    block.done()
    if id is None or not block.sound:
        return None
    return ScheduledJob(id=id, at=at, every_minutes=every_minutes, day=day, place=block.node.place)


def _time(block: Block) -> time | None:
    node = block.take("tid")
    if node is None:
        return None
    found = _TIME.fullmatch(node.text) if isinstance(node, Scalar) else None
    if found is None:
        block.bad(node, _("et klokkeslett på formen «05:30»"))
        return None
    at = time(int(found[1]), int(found[2]))
    if _FIRST <= at <= _LAST:
        return at
    block.refuse(
        node.place,
        _("klokken {time} er om natten eller sent på kvelden").format(time=_clock(at)),
        _("Natten klokken stilles, kommer timen fra 02:00 to ganger eller aldri, og ved midnatt kan datoen bli gal."),
        _("Velg et klokkeslett fra {first} til {last}.").format(first=_clock(_FIRST), last=_clock(_LAST)),
    )
    return None


def _clock(at: time) -> str:
    return at.strftime("%H:%M")


def _minutes(block: Block) -> int | None:
    node = block.take("hvert")
    if node is None:
        return None
    found = _MINUTES.fullmatch(node.text) if isinstance(node, Scalar) else None
    if found is not None and 1 <= int(found[1]) <= _MINUTES_OF_A_DAY:
        return int(found[1])
    block.bad(node, _("et antall på formen «15 minutter», fra 1 til {most}").format(most=_MINUTES_OF_A_DAY))
    return None
