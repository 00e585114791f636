"""Monthly: maanedsoppfolging.yaml says which figures a leader explains each month, and how soon."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from kontroll.domain.monthly import MonthlyPolicy, Theme, YearIs
from kontroll.domain.problem import Place
from kontroll.policybook.block import Block
from kontroll.texts import _


def read_monthly(block: Block) -> MonthlyPolicy:
    inner = Block.of(block.take("maanedsoppfolging", required=True), block.problems, _("månedsoppfølgingen"))
    block.done()
    if inner is None:
        return MonthlyPolicy()
    usual = MonthlyPolicy()
    deadline = inner.working_days("frist", at_least=1)
    then = inner.working_days("deretter", at_least=1)
    types = tuple(filter(None, (inner.as_text(one) for one in inner.items("enhetstype", may_be_empty=True))))
    themes = tuple(_themes(inner))
    inner.done()
    return MonthlyPolicy(
        themes=themes,
        deadline_days=usual.deadline_days if deadline is None else deadline,
        then_days=usual.then_days if then is None else then,
        unit_types=types,
        place=block.place("maanedsoppfolging"),
    )


def _themes(block: Block) -> Iterator[Theme]:
    seen: dict[str, Place] = {}
    for each in block.blocks("temaer", _("temaet"), may_be_empty=True):
        id = each.text("id", required=True)
        name = each.text("navn", required=True)
        indicator = each.text("indikator", required=True)
        year_is = each.word("aaret", YearIs, required=True)
        limit = Block.of(each.take("grense", required=True), each.problems, _("grensen"))
        number, parameter, agreed = _limit(limit) if limit is not None else (None, "", False)
        expected, kroner = each.text("ventet") or "", each.text("kroner") or ""
        each.done()
        if id is not None:
            each.once(id, seen)
        if not each.sound or id is None or name is None or indicator is None or year_is is None:
            continue
        yield Theme(
            id=id, name=name, indicator=indicator, year_is=year_is, limit=number, parameter=parameter, agreed=agreed,
            expected=expected, kroner=kroner, place=each.node.place,
        )  # fmt: skip


def _limit(block: Block) -> tuple[Decimal | None, str, bool]:
    """A number, the id of the parameter that says it, or that it is what each enhet has agreed on."""
    which = block.exactly_one(("parameter", "verdi", "ambisjon"))
    parameter, text, agreed = block.text("parameter") or "", block.text("verdi"), block.text("ambisjon")
    if agreed is not None and agreed != "gul":
        block.bad(block.node.entries["ambisjon"], _("«gul»"), _("Grensen er den gule: under den er tallet rødt."))
    block.done()
    if which != "verdi" or text is None:
        return None, parameter, which == "ambisjon"
    try:
        return Decimal(text.replace(",", ".").replace("\N{MINUS SIGN}", "-")), "", False
    except InvalidOperation:
        block.bad(block.node.entries["verdi"], _("et tall"))
        return None, "", False
