"""Noise: what looks like something in books where nothing is wrong, as often as in real ones.

The rates are those of 95 076 real purchases with cards that had a limit of 2 500 dollars (Nigrini 2012,
shared/data/us-audit/purchasing_cards_2010.csv), counted on all its rows:

* 1.82 per cent are of at least 90 per cent of the limit and not above it, 0.49 per cent are above it;
* 7.51 per cent repeat card, day, place and amount of an earlier row: 14.31 per cent of those below four per cent of the
  limit, and 2.23 per cent of the others, near the limit as well;
* 26.7 per cent are dated on a Saturday or Sunday;
* 1.93 per cent are a multiple of 100, and of those of at least 500 dollars 5.32 per cent.

An invoice has no card and no limit of its own: its limit is what the enhet's leader may approve alone, and a repeated
one has another number, for the same number twice would be a fault. Offices are closed at weekends; that rate is for cards.
An enhet overspends in as many months as purchases are above the limit.
"""

from __future__ import annotations

from kontroll.example.authorities import limit
from kontroll.example.chance import chance, stream
from kontroll.example.filing import Dated
from kontroll.example.scene import Scene
from kontroll.example.structure import Organisation
from kontroll.example.vouchers import AMOUNT, APPROVED_BY, NUMBER, PURCHASE, TYPE, VAT, House, Voucher, kroner

NEAR, OVER, WEEKEND, ROUND = 0.0182, 0.0049, 0.2667, 0.0193
#: How often a small purchase is repeated, and another; a purchase is small below this share of the limit.
REPEATED_SMALL, REPEATED, SMALL = 0.1431, 0.0223, 0.04
#: Øre: multiples of this are called round.
_HUNDRED = 10_000
#: What may be bought with a card at a time, in øre (rules/parametre/kort.belopsgrense).
_CARD_LIMIT = 1_000_000
#: Columns of kortkjop.
_CARD_DAY, _CARD_AMOUNT = 3, 6


def invoices(scene: Scene, house: House, organisation: Organisation, vouchers: list[Voucher]) -> None:
    """Changes some and adds some."""
    rng, again = stream(scene.seed, "noise"), list[Voucher]()
    for voucher in vouchers:
        # What was ordered costs what was ordered.
        if voucher.row[TYPE] != "faktura" or voucher.row[PURCHASE]:
            continue
        share, most = rng.random(), limit(organisation.units[voucher.unit]) * 100
        if share < NEAR:
            _costs(voucher, house, int(most * (0.9 + 0.1 * rng.random())))
        elif share < NEAR + OVER:
            _costs(voucher, house, int(most * (1.0 + 0.3 * rng.random())))
        elif share < NEAR + OVER + ROUND and voucher.ore > 2 * _HUNDRED:
            _costs(voucher, house, voucher.ore // _HUNDRED * _HUNDRED)
        if chance(rng, _repeated(voucher.ore, most)):
            again.append(house.same_again(rng, voucher))
    vouchers += again


def _repeated(ore: int, most: int) -> float:
    return REPEATED_SMALL if ore < SMALL * most else REPEATED


def _costs(voucher: Voucher, house: House, ore: int) -> None:
    """The invoice with another amount, approved by who may approve that."""
    voucher.ore = ore
    voucher.row[AMOUNT], voucher.row[VAT] = kroner(ore), kroner(ore * 25 // 100)
    if voucher.row[APPROVED_BY]:
        rng = house.scene.stream("noise-approver", voucher.row[NUMBER], voucher.unit)
        voucher.row[APPROVED_BY] = house.approver(rng, voucher.unit, voucher.approved, ore)


def cards(scene: Scene, purchases: list[Dated]) -> None:
    """The same for purchases with cards: changes some, moves some to a weekend and adds some."""
    rng, again, days = stream(scene.seed, "noise-cards"), list[Dated](), scene.days
    for number, (day, row) in enumerate(purchases):
        share = rng.random()
        if share < NEAR:
            row[_CARD_AMOUNT] = kroner(int(_CARD_LIMIT * (0.9 + 0.1 * rng.random())))
        elif share < NEAR + OVER:
            row[_CARD_AMOUNT] = kroner(int(_CARD_LIMIT * (1.0 + 0.3 * rng.random())))
        if chance(rng, WEEKEND):
            day += 6 - days.weekday(day) + int(rng.random() * 2)
            row[_CARD_DAY] = days.text(day)
            purchases[number] = day, row
        if chance(rng, _repeated(int(row[_CARD_AMOUNT].replace(",", "")), _CARD_LIMIT)):
            again.append((day, list(row)))
    purchases += again


def overrun(seed: int, unit: str, month: int, percent: float) -> float:
    """What is left of the budget of a month: seldom less than nothing."""
    if percent >= 0.0 or stream(seed, "noise-overrun", unit, str(month)).random() < OVER:
        return percent
    return -percent
