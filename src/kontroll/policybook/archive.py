"""Archive: arkiv.yaml says what is taken out to the kommune's archive, how it is shielded, and how long it is kept there."""

from __future__ import annotations

from collections.abc import Iterator

from kontroll.domain.archiving import ArchiveKind, ArchivePolicy, ArchiveSeries, Shielded
from kontroll.domain.problem import Place
from kontroll.policybook.block import Block
from kontroll.texts import _

_LONGEST_YEARS = 500


def read_archive(block: Block) -> ArchivePolicy:
    inner = Block.of(block.take("arkiv", required=True), block.problems, _("arkivet"))
    block.done()
    if inner is None:
        return ArchivePolicy()
    title = inner.text("tittel", required=True)
    scheme = inner.text("nokkel") or ""
    series = tuple(_series(inner))
    inner.done()
    if title is None:
        return ArchivePolicy()
    return ArchivePolicy(title=title, scheme=scheme, series=series, place=inner.node.place)


def _series(block: Block) -> Iterator[ArchiveSeries]:
    seen: dict[str, Place] = {}
    for each in block.blocks("serier", _("serien"), may_be_empty=True):
        kind = each.word("hva", ArchiveKind, required=True)
        title = each.text("tittel", required=True)
        shielded = each.word("skjermes", Shielded) or Shielded.NONE
        basis, discard, code = (
            each.text("hjemmel") or "",
            each.text("kassasjonshjemmel") or "",
            each.text("klasse") or "",
        )
        years = each.whole_number("aar", 1, _LONGEST_YEARS)
        each.done()
        if shielded is not Shielded.NONE and not basis:
            each.refuse(
                each.place("skjermes"),
                _("«hjemmel» mangler i serien"),
                _("Ingenting kan unntas fra offentligheten uten hjemmel."),
                _("Skriv loven og paragrafen det skjermes etter."),
            )
        if kind is None or title is None:
            continue
        each.once(kind.value, seen)
        if each.sound:
            yield ArchiveSeries(
                kind=kind, title=title, shielded=shielded, basis=basis, years=years, discard_basis=discard, code=code,
                place=each.node.place,
            )  # fmt: skip
