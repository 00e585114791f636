"""SAF-T Financial, the Norwegian standard file of a ledger: accounts, customers, suppliers, VAT codes and every posted line.

Versions 1.10, 1.20 and 1.30 have the same namespace. Source: Skatteetaten, Norwegian SAF-T Financial data, schemas 1.10 and 1.30.

Why own checks beside the schema: Skatteetaten publishes the schema without a licence, so that it is not shipped. Where it
lies in the folder of the setting `skjemaer`, the file is held against it too.
"""

from __future__ import annotations

from kontroll.sources.formats import Format
from kontroll.sources.saft.reading import read
from kontroll.sources.saft.tables import KINDS
from kontroll.sources.xmlfile import root_of
from kontroll.texts import N_


def _recognises(head: bytes, name: str) -> bool:
    """Any SAF-T file; `read` says which of them is not the Norwegian ledger."""
    root = root_of(head)
    return root is not None and root[1].lower() == "auditfile"


FORMAT = Format(id="saft", name=N_("SAF-T Financial"), kinds=KINDS, recognises=_recognises, read=read)
