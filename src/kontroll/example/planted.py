"""The case that is planted quietly: one supplier, one ansvar, work that nobody can document, and overruns unexplained.

The pattern is that of the corruption case in Bærum in 2006, moved to fictional Furuvik. From the fourteenth month:

* `SUPPLIER` (registered the month before) sends `SITE`, Bygg og vedlikehold vest, three to seven invoices a month for
  «bygg og vedlikehold», without contract, order, varemottak or timeliste.
* Nearly every amount is 85 to 99.9 percent of what the unit's leader may approve alone (`LIMIT`), some are round.
* The same person attests them all; from the twentieth month Foretaksregisteret shows that person as owner of the
  supplier (data set leverandor_rolle, registered late, in force from the start), and no bierverv was reported.
* The supplier's share of what the unit buys grows, other suppliers of the same work get less.
* The unit overspends a little more every month (`overrun`); budsjettoppfolging has no explanation and no measure.

Nothing in the data says so: it must be found by rules. About 20 million kroner are paid before the period ends.
"""

from __future__ import annotations

from kontroll.example.structure import PLANTED_SITE

SITE = PLANTED_SITE
FIRST_MONTH = 13
ROLE_KNOWN_FROM = 20
SUPPLIER = "L70001"
SUPPLIER_NAME = "Vestergård Prosjekt og Byggservice AS"
CATEGORY = "bygg og vedlikehold"
LIMIT = 200_000


def overrun(month: int) -> float:
    """The unit's deviation in that month alone, percent of its budget: from -3 down to -14."""
    return max(-3.0 - 0.5 * (month - FIRST_MONTH), -14.0)


def invoices(month: int) -> int:
    """How many invoices the supplier sends for that month."""
    return 0 if month < FIRST_MONTH else min(3 + (month - FIRST_MONTH) // 5, 7)


def others_share(month: int) -> float:
    """How much of the usual work other suppliers still get at the unit."""
    return 1.0 if month < FIRST_MONTH else max(0.92 - 0.015 * (month - FIRST_MONTH), 0.55)
