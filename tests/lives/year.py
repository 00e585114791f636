"""A year of a small kommune: what is true of it, by chance from a seed, and in which files that reaches kontroll.

Twenty enheter under three chiefs. One of them is new in April, and one is closed down after July and has a successor.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from kontroll.domain.month import Month

FIRST = Month(2026, 1)
SCHOOLS = tuple(str(number) for number in range(11, 28))
NEW, CLOSED, SUCCESSOR = "27", "15", "16"
INDICATORS = ("balanse", "fravaer")
_CHIEFS = ("0", "8", "9")


@dataclass(frozen=True, slots=True)
class Measured:
    """verdi: as delivered; "" = reported missing."""

    enhet: str
    indikator: str
    month: Month
    verdi: str


@dataclass(frozen=True, slots=True)
class Invoice:
    bilag: str
    dato: date
    ansvar: str
    belop: str
    leverandor: str


@dataclass(frozen=True, slots=True)
class Contract:
    nr: str
    ansvar: str
    fra: date
    til: date | None
    verdi: str
    mote: date


@dataclass(frozen=True, slots=True)
class Year:
    """What is true. measured: without those that nobody ever delivers."""

    months: tuple[Month, ...]
    measured: tuple[Measured, ...]
    invoices: tuple[Invoice, ...]
    contracts: tuple[Contract, ...]

    def measured_in(self, month: Month) -> list[Measured]:
        return [one for one in self.measured if one.month == month]

    def invoices_in(self, month: Month) -> list[Invoice]:
        return [one for one in self.invoices if Month.of(one.dato) == month]


def year(seed: int, months: int = 12) -> Year:
    """The same for the same seed."""
    chance = Random(f"year {seed}")
    span = tuple(FIRST.plus(n) for n in range(months))
    return Year(
        months=span,
        measured=tuple(_measured(chance, span)),
        invoices=tuple(_invoices(chance, span)),
        contracts=tuple(_contracts(chance)),
    )


def _measured(chance: Random, months: tuple[Month, ...]) -> Iterator[Measured]:
    for enhet in SCHOOLS:
        for indikator in INDICATORS:
            bad = chance.random() < 0.2
            for month in months:
                # What is bad stays bad for a while: without that nothing would outlast `venter`, nor `hold` matter.
                bad = bad if chance.random() < 0.65 else chance.random() < 0.3
                if _is_active(enhet, month) and chance.random() > 0.015:
                    yield Measured(enhet, indikator, month, _value(chance, indikator, bad=bad))


def _value(chance: Random, indikator: str, *, bad: bool) -> str:
    if chance.random() < 0.04:
        return chance.choice(["", "tull"])
    low, high = {("balanse", False): (0, 40), ("balanse", True): (-40, -1)}.get((indikator, bad), (0, 0))
    if indikator == "fravaer":
        low, high = (75, 120) if bad else (35, 80)
    tenths = chance.randint(low, high)
    return f"{'-' if tenths < 0 else ''}{abs(tenths) // 10},{abs(tenths) % 10}"


def _invoices(chance: Random, months: tuple[Month, ...]) -> Iterator[Invoice]:
    for month in months:
        for number in range(14):
            yield Invoice(
                bilag=f"{month}-{number:02}",
                dato=month.first_day + timedelta(days=chance.randrange(28)),
                ansvar=chance.choice(SCHOOLS),
                belop=f"{chance.choice([90, 400, 700, 1000, 1000, 1001, 2500])},{chance.choice(['00', '50'])}",
                leverandor=chance.choice(["Alfa", "Beta", "Gamma", "Delta", "Epsilon", ""]),
            )


def _contracts(chance: Random) -> Iterator[Contract]:
    for number in range(12):
        start = date(2025, 6, 1) + timedelta(days=chance.randrange(400))
        yield Contract(
            nr=f"K{number:02}",
            ansvar=chance.choice(SCHOOLS[:4]),
            fra=start,
            til=start + timedelta(days=chance.randint(60, 400)) if chance.random() < 0.7 else None,
            verdi=str(chance.choice([4000, 5000, 5001, 9000])),
            mote=start + timedelta(days=chance.randint(0, 300)),
        )


def _is_active(enhet: str, month: Month) -> bool:
    return (enhet != NEW or month >= Month(2026, 4)) and (enhet != CLOSED or month <= Month(2026, 7))


# --- as files ---------------------------------------------------------------------------------------------------------


def organisation(*, known: bool = True) -> str:
    """known: it tells of the enhet that is new and the one that is closed down; else it is the list from the year before."""
    rows = [
        "enhet;navn;enhetstype;overordnet;tjeneste;leder_id;gjelder_fra;gjelder_til;etterfolger",
        "0;Kommunedirektøren;kommunedirektør;;;TOPP;2020-01;;",
        "8;Oppvekst;kommunalsjef;0;;SJEF-8;2020-01;;",
        "9;Helse;kommunalsjef;0;;SJEF-9;2020-01;;",
    ]
    for enhet in SCHOOLS:
        if enhet == NEW and not known:
            continue
        start = "2026-04" if enhet == NEW else "2020-01"
        end = f"2026-07;{SUCCESSOR}" if enhet == CLOSED and known else ";"
        chief = _CHIEFS[1 + int(enhet) % 2]
        rows.append(f"{enhet};Tjenestested {enhet};tjenestested;{chief};skole;{_leader(enhet)};{start};{end}")
    return "\n".join(rows) + "\n"


def _leader(enhet: str) -> str:
    """Two schools of three have a leader of their own."""
    return f"LEDER-{int(enhet) - int(enhet) % 3 if enhet != NEW else enhet}"


def persons() -> str:
    held = [("TOPP", "leder", "0"), ("SJEF-8", "leder", "8"), ("SJEF-9", "leder", "9")]
    held += [(_leader(enhet), "leder", enhet) for enhet in SCHOOLS]
    held += [("KARI", "internkontroll", "0"), ("OLGA", "økonomikonsulent", "0"), ("HANS", "HR-rådgiver", "0")]
    held += [("UNA", "kontrollutvalgets leder", "0")]
    rows = [f"{id};Navn {id};{id.lower()}@bygda.example;{role};{enhet};2020-01;" for id, role, enhet in held]
    return "\n".join(["person_id;navn;epost;rolle;enhet;gjelder_fra;gjelder_til", *rows]) + "\n"


def measurements(rows: Iterator[Measured] | list[Measured]) -> str:
    told = [f"{one.enhet};{one.indikator};{one.month};{one.verdi};" for one in rows]
    return "\n".join(["enhet;indikator;periode;verdi;antall", *told]) + "\n"


def invoices(rows: list[Invoice]) -> str:
    told = [f"{one.bilag};{one.dato};{one.ansvar};{one.belop};{one.leverandor}" for one in rows]
    return "\n".join(["bilag;dato;ansvar;belop;leverandor", *told]) + "\n"


def contracts(rows: list[Contract]) -> str:
    told = [f"{one.nr};{one.ansvar};{one.fra};{one.til or ''};{one.verdi};{one.mote}" for one in rows]
    return "\n".join(["nr;ansvar;fra;til;verdi;mote", *told]) + "\n"


# --- wrong at first ---------------------------------------------------------------------------------------------------


def wrong_measured(chance: Random, true: Measured) -> Measured:
    """Another value, none, or nonsense."""
    bad = chance.random() < 0.5
    return replace(true, verdi=chance.choice([_value(chance, true.indikator, bad=bad), "", "x"]))


def wrong_invoice(chance: Random, true: Invoice, months: tuple[Month, ...]) -> Invoice:
    """Another amount, enhet, supplier or day; the day may lie in another month, before or after."""
    moved = true.dato + timedelta(days=chance.choice([-35, -20, 12, 40]))
    wrong: Mapping[str, Invoice] = {
        "belop": replace(true, belop=chance.choice(["10,00", "5000,00", "", "mye"])),
        "ansvar": replace(true, ansvar=chance.choice([*SCHOOLS, "404", ""])),
        "leverandor": replace(true, leverandor=chance.choice(["Alfa", "Beta", ""])),
        "dato": replace(true, dato=moved if months[0] <= Month.of(moved) <= months[-1] else true.dato),
    }
    return wrong[chance.choice(sorted(wrong))]


def wrong_contract(chance: Random, true: Contract) -> Contract:
    """Another value, enhet or meeting; or it goes on for ever, or ended long ago."""
    wrong = [
        replace(true, verdi=chance.choice(["100", "8000", ""])),
        replace(true, ansvar=chance.choice(SCHOOLS)),
        replace(true, mote=true.mote + timedelta(days=chance.choice([-120, 120]))),
        replace(true, til=chance.choice([None, true.fra + timedelta(days=30)])),
    ]
    return chance.choice(wrong)
