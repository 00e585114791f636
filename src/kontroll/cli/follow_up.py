"""The follow-up on a terminal: what the months that were run have led to, beside the summary of one month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kontroll.texts import _, month_name, ngettext, number

if TYPE_CHECKING:
    from kontroll.flows.showing.followed import Followed
    from kontroll.report.proof import Proof


def follow_up(followed: Followed, outbox: str, proven: Proof | None) -> list[str]:
    """One line for each thing to know. outbox: where the messages lie, as it is shown. proven: of the latest month run."""
    if followed.first is None or followed.last is None:
        return [_("Ingen måned er kjørt ennå.")]
    # Loaded here: other commands should not wait for it.
    from kontroll.report.proof import worked

    asked = followed.asked
    return [
        ngettext(
            "{count} måned er kjørt, {first} til {last}.",
            "{count} måneder er kjørt, {first} til {last}.",
            followed.runs,
        ).format(count=number(followed.runs), first=month_name(followed.first), last=month_name(followed.last)),
        _("{opened} avvik er utløst, {resolved} av dem er løst.").format(
            opened=number(followed.opened), resolved=number(followed.resolved)
        ),
        *([_("Siste måned: {worked}").format(worked=worked(proven))] if proven is not None else []),
        _("{saker} saker: {open} er åpne, {closed} er lukket.").format(
            saker=number(followed.saker.total()), open=number(followed.open), closed=number(followed.closed)
        ),
        _(
            "{due} ganger er noen bedt om svar innen en frist: {in_time} svarte i tide, {late} for sent, {silent} ikke."
        ).format(
            due=number(asked.due), in_time=number(asked.in_time), late=number(asked.late), silent=number(asked.silent)
        ),
        _("{sent} meldinger er sendt. De ligger i {folder}.").format(sent=number(followed.sent), folder=outbox),
    ]
