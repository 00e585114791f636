"""What a SAF-T file says that it holds, against what was found in it, and the sentences that tell of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from kontroll.sources.saft.accounts import Accounts
from kontroll.sources.saft.elements import fix, ore
from kontroll.sources.saft.header import Header
from kontroll.sources.saft.ledger import Ledger
from kontroll.sources.saft.tables import LINE
from kontroll.sources.xmlfile import Told, exact, whole
from kontroll.texts import _, listed, ngettext, number
from kontroll.texts import amount as shown_kroner

#: Accounts that are named before the rest is left out.
_SHOWN = 10


@dataclass(slots=True)
class Totals:
    """NumberOfEntries counts transactions; TotalDebit and TotalCredit are of all lines."""

    told: Told
    said: dict[str, int] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    def take(self, name: str, element: etree._Element) -> None:
        content, line = element.text or "", element.sourceline or 0
        counted = name == "NumberOfEntries"
        if (whole(content) if counted else exact(content, 2)) is None:
            what = _("{name} er ikke et helt tall") if counted else _("{name} er ikke et beløp")
            self.told.refuse(line, what.format(name=name), fix())
            return
        self.said[name] = whole(content) or 0 if counted else ore(content)
        self.lines[name] = line

    def reconcile(self, ledger: Ledger) -> None:
        """Every one of the three that does not agree refuses the file. A file without postings has none of them."""
        found = {"NumberOfEntries": ledger.transactions, "TotalDebit": ledger.debit, "TotalCredit": ledger.credit}
        for name, value in found.items():
            if name not in self.said:
                if ledger.transactions:
                    what = _("{parent} mangler {name}").format(parent="GeneralLedgerEntries", name=name)
                    self.told.refuse(0, what, fix())
            elif self.said[name] != value:
                shown = number if name == "NumberOfEntries" else shown_kroner
                what = _("{name} er {said}, men {what} gir {found}; forskjellen er {difference}").format(
                    name=name,
                    said=shown(self.said[name]),
                    what=_("bilagene") if name == "NumberOfEntries" else _("linjene"),
                    found=shown(value),
                    difference=shown(self.said[name] - value),
                )
                why = _("Filen er ikke hel, eller den er endret. Ingenting i den er tatt med.")
                self.told.refuse(self.lines[name], what, fix(), why)

    def sentences(
        self, header: Header, ledger: Ledger, accounts: Accounts, rows: Mapping[str, int], schema: str | None
    ) -> list[str]:
        lines, unknown = rows[LINE], sorted(set(ledger.moved) - {one.id for one in accounts.read})
        said = [
            _("Versjon {version} fra {software}, regnskapet til {company}, {start} til {end}.").format(
                version=header.version, software=header.software, company=header.company,
                start=header.start or "?", end=header.end or "?",
            ),
            _("Prøvd mot skjemaet {schema}.").format(schema=schema)
            if schema
            else _("Prøvd av kontroll selv; Skatteetatens skjema for versjonen ligger ikke i mappen skjemaer."),
            _("{count} med {lines}; filen sier {said}.").format(
                count=ngettext("{n} bilag", "{n} bilag", ledger.transactions).format(n=number(ledger.transactions)),
                lines=ngettext("{n} linje", "{n} linjer", lines).format(n=number(lines)),
                said=_shown(self.said.get("NumberOfEntries"), number),
            ),
            _("Debet {debit}; filen sier {said_debit}. Kredit {credit}; filen sier {said_credit}.").format(
                debit=shown_kroner(ledger.debit), credit=shown_kroner(ledger.credit),
                said_debit=_shown(self.said.get("TotalDebit"), shown_kroner),
                said_credit=_shown(self.said.get("TotalCredit"), shown_kroner),
            ),
            _("Inngående saldo og bevegelse gir utgående saldo på {agree} av {count}.").format(
                agree=number(accounts.agree),
                count=ngettext("{n} konto", "{n} kontoer", len(accounts.read)).format(n=number(len(accounts.read))),
            ),
        ]  # fmt: skip
        if unknown:
            found = ngettext("{n} konto", "{n} kontoer", len(unknown)).format(n=number(len(unknown)))
            said.append(
                _("Det er ført på {found} som ikke står i kontoplanen: {which}.").format(
                    found=found, which=_some(unknown)
                )
            )
        if ledger.split:
            split = ngettext("{n} linje", "{n} linjer", ledger.split).format(n=number(ledger.split))
            said.append(
                _(
                    "{split} er fordelt på flere ansvar, funksjoner eller prosjekter; det feltet er tomt i det som lagres."
                ).format(split=split)
            )
        return said


def _some(accounts: Sequence[str]) -> str:
    return ", ".join(accounts[:_SHOWN]) + " …" if len(accounts) > _SHOWN else listed(accounts)


def _shown(value: int | None, how: object) -> str:
    return _("ingenting") if value is None else how(value)  # type: ignore[operator]
