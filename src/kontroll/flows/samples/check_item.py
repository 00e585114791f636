"""Check an item: what one person found about it, with the documents that show it. A correction is a new check."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from kontroll.domain.draw import DrawnItem, DrawState, Evidence, Finding, ItemCheck
from kontroll.domain.drawflow import DrawRefusal, DrawRefused, demand, demand_state
from kontroll.domain.itemcheck import demand_check, round_for
from kontroll.domain.trail import Fact
from kontroll.flows.samples.with_draw import WithDraw, with_draw
from kontroll.wiring import Desk

#: Bytes of one document, and of all of one draw.
LARGEST, LARGEST_OF_ALL = 10 * 2**20, 500 * 2**20
#: What a file of each kind begins with. What can be run, or holds macros, is none of them.
_BEGINNINGS = (b"%PDF-", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
#: Of evidence in `draw_content`: it is of no population.
EVIDENCE = 0
#: Name of the text beside the trail that holds the answers of a check.
ANSWERED = "svar"


@dataclass(frozen=True, slots=True)
class Document:
    """name: as the file was called."""

    name: str
    content: bytes


def check_item(
    desk: Desk,
    draw_id: str,
    identity: str,
    by: str,
    finding: Finding,
    answers: Mapping[str, str],
    now: datetime,
    *,
    audited: int | None = None,
    minutes: int = 0,
    text: str = "",
    documents: Sequence[Document] = (),
) -> ItemCheck:
    """answers: point of the check-list -> ja, nei or ikke aktuelt. audited: øre that it should have been.

    Raises with_draw.UnknownDraw, Conflict and DrawRefused.
    """
    with with_draw(desk, draw_id, by, now) as act:
        return checked(act, identity, finding, answers, audited, minutes, text, documents)


def checked(
    act: WithDraw,
    identity: str,
    finding: Finding,
    answers: Mapping[str, str],
    audited: int | None,
    minutes: int,
    text: str,
    documents: Sequence[Document] = (),
) -> ItemCheck:
    """The same within what is already under way: a sheet holds many."""
    demand_state(act.draw, DrawState.DRAWN)
    item = item_in(act, identity)
    demand_check(act.draw, item, act.choices.checklist, finding, answers, text, minutes)
    before = act.tx.item_checks.where(draw=act.draw.id, identity=identity)
    number, round = len(before) + 1, round_for(item, before, act.by)
    kept = [_keep(act, item, document) for document in documents]
    said: dict[str, Fact] = {
        "item": identity,
        "number": number,
        "round": round,
        "finding": finding.value,
        "documents": len(kept),
    }
    written = json.dumps(dict(answers), ensure_ascii=False, sort_keys=True)
    entry = act.note("post kontrollert", said, text, {ANSWERED: answered(written, audited)})
    return act.tx.item_checks.add(
        ItemCheck(
            draw=act.draw.id,
            identity=identity,
            number=number,
            round=round,
            by=act.by,
            at=act.now,
            finding=finding,
            answers=written,
            audited=audited,
            minutes=minutes,
            text=entry if text.strip() else 0,
        )
    )


def answered(answers: str, audited: int | None) -> str:
    """What stands beside the trail of a check: its answers (JSON) and the amount, so that neither is changed unseen."""
    return f"{answers} {'' if audited is None else audited}"


def item_in(act: WithDraw, identity: str) -> DrawnItem:
    """Raises DrawRefused for one that is not among those that were drawn."""
    item = act.tx.drawn_items.get(act.draw.id, identity)
    if item is None:
        raise DrawRefused(DrawRefusal.NOT_DRAWN, act.draw.id)
    return item


def _keep(act: WithDraw, item: DrawnItem, document: Document) -> str:
    """The SHA-256 of the document, which lies with the draw by it."""
    demand(0 < len(document.content) <= LARGEST, DrawRefusal.DOCUMENT_TOO_LARGE, act.draw)
    demand(_is_of_a_kind(document.content), DrawRefusal.DOCUMENT_OF_NO_KIND, act.draw)
    known = act.tx.evidence.where(draw=act.draw.id)
    demand(
        sum(one.size for one in known) + len(document.content) <= LARGEST_OF_ALL,
        DrawRefusal.DOCUMENT_TOO_LARGE,
        act.draw,
    )
    digest = sha256(document.content).hexdigest()
    if act.tx.evidence.get(act.draw.id, item.identity, digest) is not None:
        return digest
    act.tx.draw_files.put(act.draw.id, EVIDENCE, digest, document.content)
    act.tx.evidence.add(
        Evidence(
            draw=act.draw.id, identity=item.identity, digest=digest, name=document.name[:200], size=len(document.content),
            by=act.by, at=act.now,
        )
    )  # fmt: skip
    act.note("dokument lagt ved", {"item": item.identity, "sha256": digest, "size": len(document.content)})
    return digest


def _is_of_a_kind(content: bytes) -> bool:
    if content.startswith(_BEGINNINGS):
        return True
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return all(letter.isprintable() or letter in "\n\r\t\ufeff" for letter in text)
