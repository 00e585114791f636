"""Reporting: what the example's people write when they make, read and correct the reports to those who are elected."""

from __future__ import annotations

#: In the chapter on what is followed up.
FOLLOWED_UP = (
    "Kommunalsjefene går gjennom åpne saker med virksomhetslederne hver måned. Internkontrollen følger med på saker som er "
    "over fristen, og tar dem opp i ledergruppen når de har ligget lenge."
)
#: The same, before whoever read it wanted more.
TOO_LITTLE = "Kommunalsjefene går gjennom åpne saker med virksomhetslederne hver måned."
#: What was thought to be so, and is not.
WRONG = (
    "Kommunalsjefene går gjennom åpne saker med virksomhetslederne hver uke. Internkontrollen følger med på saker som er "
    "over fristen, og tar dem opp i ledergruppen når de har ligget lenge."
)
WHY_CORRECTED = (
    "Det sto at kommunalsjefene går gjennom åpne saker hver uke. De gjør det hver måned. Teksten er rettet, og tallene er "
    "slik de er kjent nå."
)
READ = (
    "Lest mot tallene på sidene for perioden. Jeg har ingen merknader.",
    "Jeg har fulgt fem tall ned til sakene de er telt av. De stemmer.",
    "Lest. Det går fram hva som ikke er kontrollert, og det er viktig at det står.",
)
RETURNED = "Skriv også hva internkontrollen gjør med saker som er over fristen. Det spurte kommunestyret om sist."
