"""The kommune's own voucher numbers: one series a year in the order of registration, and the numbers that were cancelled.

One number in 2 500 is cancelled with a reason. About one in a year is simply gone, as when a scanned voucher is thrown.
"""

from __future__ import annotations

from kontroll.example.chance import chance, pick
from kontroll.example.filing import Dated
from kontroll.example.scene import Scene
from kontroll.example.vouchers import BILAG, SERIAL, SERIES, Voucher

CANCELLED_HEADINGS = "annullering_id bilagsserie bilagsnr annullert_dato begrunnelse".split()
_REASONS = ("skannet to ganger", "gjaldt en annen kommune", "ført på feil selskap", "returnert til leverandøren")
_GONE = 0.000_03


def number(scene: Scene, vouchers: list[Voucher]) -> list[Dated]:
    """Give the vouchers, which come in the order of registration, their numbers; returns the rows of annullert_bilag."""
    rng, latest, cancelled = scene.stream("numbering"), dict[str, int](), list[Dated]()
    for voucher in vouchers:
        year = scene.days.text(voucher.registered)[2:4]
        serial = latest.get(year, 0) + 1
        if serial > 1 and chance(rng, 0.0004):
            row = [
                f"AN{len(cancelled) + 1:04d}",
                year,
                str(serial),
                scene.days.text(voucher.registered),
                pick(rng, _REASONS),
            ]
            cancelled.append((voucher.registered, row))
            serial += 1
        elif serial > 1 and chance(rng, _GONE):
            serial += 1
        latest[year] = serial
        voucher.row[BILAG], voucher.row[SERIES], voucher.row[SERIAL] = f"B{year}{serial:06d}", year, str(serial)
    return cancelled
