"""The tables that a SAF-T file becomes: which headings each has, as rules/datasett names them."""

from __future__ import annotations

from kontroll.sources.formats import Table

ACCOUNT, CUSTOMER, SUPPLIER, VAT, LINE = "saft_konto", "saft_kunde", "saft_leverandor", "saft_mvakode", "saft_linje"
KINDS = (ACCOUNT, CUSTOMER, SUPPLIER, VAT, LINE)

_PARTY = (
    "nokkel",
    "selskap",
    "part",
    "orgnr",
    "navn",
    "kontonummer",
    "iban",
    "konto",
    "status",
    "fra",
    "til",
    "inngaende",
    "utgaende",
)
HEADINGS = {
    ACCOUNT: (
        "nokkel", "selskap", "konto", "navn", "gruppering", "grupperingskode", "fra", "til", "inngaende", "bevegelse", "beregnet",
        "utgaende",
    ),
    CUSTOMER: _PARTY,
    SUPPLIER: _PARTY,
    VAT: ("nokkel", "selskap", "mva_kode", "standardkode", "sats", "beskrivelse"),
    LINE: (
        "nokkel", "selskap", "journal", "bilag", "linje", "periode", "bilagsdato", "registrert", "bokfort", "bilagstype",
        "konto", "debet", "kredit", "belop", "tekst", "kunde", "leverandor", "mva_kode", "mva", "dokument", "referanse",
        "forfall", "ansvar", "funksjon", "prosjekt", "registrert_av",
    ),
}  # fmt: skip


class Tables:
    """All of them while they are filled. A key that comes again is numbered: nothing in the file may hide anything else."""

    def __init__(self) -> None:
        self.tables = {kind: Table(headings) for kind, headings in HEADINGS.items()}
        self.rows = dict.fromkeys(KINDS, 0)
        self._keys: dict[str, dict[str, int]] = {kind: {} for kind in KINDS}

    def add(self, kind: str, line: int, **cells: str) -> None:
        seen = self._keys[kind]
        key = cells["nokkel"]
        seen[key] = seen.get(key, 0) + 1
        self.rows[kind] += 1
        if seen[key] > 1:
            cells["nokkel"] = f"{key}#{seen[key]}"
        self.tables[kind].add(line, cells)
