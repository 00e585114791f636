"""EHF: an invoice or credit note by Peppol BIS Billing 3, one document a file, with or without the envelope it was sent in.

Source: Peppol BIS Billing 3.0 (OpenPeppol) and EN 16931-1, whose rules for totals are named where they are applied.
"""

from __future__ import annotations

from kontroll.sources.ehf.elements import CREDIT_NOTE, ENVELOPE, INVOICE
from kontroll.sources.ehf.reading import read
from kontroll.sources.ehf.tables import KINDS
from kontroll.sources.formats import Format
from kontroll.sources.xmlfile import root_of
from kontroll.texts import N_


def _recognises(head: bytes, name: str) -> bool:
    root = root_of(head)
    return root is not None and f"{{{root[0]}}}{root[1]}" in (INVOICE, CREDIT_NOTE, ENVELOPE)


FORMAT = Format(id="ehf", name=N_("EHF-faktura"), kinds=KINDS, recognises=_recognises, read=read)
