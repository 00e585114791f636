"""Sample words: the steps, the parts and the files of a stikkprøve as they are told to whoever never took one."""

from __future__ import annotations

from collections.abc import Mapping

from kontroll.domain.draw import DrawState
from kontroll.domain.problem import Problem
from kontroll.flows.showing.draws import Step
from kontroll.texts import N_

STEPS: Mapping[Step, str] = {
    Step.PLAN: N_("Lag planen"),
    Step.RECONCILE: N_("Avstem listen"),
    Step.COMMIT: N_("Lås planen"),
    Step.SEED: N_("Skriv inn frøet"),
    Step.WORK: N_("Kontroller postene"),
    Step.RECONCILE_AMENDMENT: N_("Avstem den rettede listen"),
    Step.COMMIT_AMENDMENT: N_("Lås den rettede listen"),
    Step.SEED_AMENDMENT: N_("Skriv inn frøet for det som kom til"),
    Step.EXTEND: N_("Trekk neste trinn"),
    Step.CONCLUDE: N_("Avslutt og lås rapporten"),
    Step.NONE: N_("Ingenting gjenstår"),
}
#: How far it has come, as it is told to those who never took one.
STATES: Mapping[DrawState, str] = {
    DrawState.DRAFT: N_("under planlegging"),
    DrawState.RECONCILED: N_("avstemt"),
    DrawState.COMMITTED: N_("planen er låst"),
    DrawState.DRAWN: N_("trukket"),
    DrawState.CONCLUDED: N_("avsluttet"),
    DrawState.ABORTED: N_("avbrutt"),
}
#: What each step is for, and how it is done, for whoever has never taken a sample.
EXPLAINED: Mapping[Step, str] = {
    Step.PLAN: N_(
        "Bestem hvor sikre dere vil være, og hvor stor andel feil dere kan leve med. Da regner kontroll ut hvor mange poster som "
        "må trekkes. Alle beregninger blir logget."
    ),
    Step.RECONCILE: N_(
        "En annen enn den som laget listen, holder antall og sum mot en annen kilde, for eksempel regnskapet. Slik vet vi at "
        "ingenting er utelatt."
    ),
    Step.COMMIT: N_(
        "Planen låses, og et fingeravtrykk av den (forpliktelsen) sendes til revisor og kontrollutvalget. Etter dette kan ingen "
        "endre hva det trekkes fra, eller hvor mange."
    ),
    Step.SEED: N_(
        "Frøet er sifrene som avgjør hva som blir trukket. Kast en tisidet terning tjue ganger, høyt og synlig, med to vitner, "
        "og skriv sifrene i den rekkefølgen de kom, også nuller først. Den første hele serien gjelder. Den som laget listen, "
        "skal ikke skrive inn frøet."
    ),
    Step.WORK: N_(
        "Kontroller hver post mot sjekklisten. En annen godkjenner. Det som ikke kan dokumenteres, er et avvik."
    ),
    Step.RECONCILE_AMENDMENT: N_(
        "Listen er rettet. En annen enn den som gjorde det, holder antall og sum mot en annen kilde."
    ),
    Step.COMMIT_AMENDMENT: N_(
        "Den rettede listen låses og kunngjøres. Poster som var med fra før, beholder loddene sine. De som kom til, trekkes for "
        "seg, med et nytt frø."
    ),
    Step.SEED_AMENDMENT: N_(
        "Kast tjue ganger på nytt for postene som kom til, med to vitner. Resten av utvalget blir som det er."
    ),
    Step.EXTEND: N_(
        "Det ble funnet akkurat ett avvik i dette trinnet. Da sier planen at like mange til skal trekkes, i den rekkefølgen som "
        "allerede er bestemt."
    ),
    Step.CONCLUDE: N_(
        "Alt er kontrollert og godkjent. Rapporten låses, og fingeravtrykket av den legges i sporet. Etterpå kan "
        "ingenting endres."
    ),
    Step.NONE: "",
}
#: What each of the published files is, by the last part of its name.
FILES: Mapping[str, str] = {
    "LESMEG.txt": N_("les denne først"),
    "SHA256SUMS.txt": N_("fingeravtrykk av alle filene"),
    "etterprov.py": N_("lite program som trekker utvalget på nytt; trenger bare Python"),
    "forpliktelse.txt": N_("fingeravtrykket av planen, slik det ble kunngjort"),
    "frø.txt": N_("sifrene, med tid og sted"),
    "plan.json": N_("planen som ble låst: hva det trekkes fra, hvor mange og hvordan"),
    "populasjon.tsv": N_("listen det ble trukket fra"),
    "utvalg.tsv": N_("det som ble trukket"),
    "hendelser.tsv": N_("poster som er byttet ut eller kom til senere"),
    "endringer.tsv": N_("hva som er endret siden den forrige listen"),
    "rapport.html": N_("rapporten"),
    "rapport.json": N_("rapporten, for programmer"),
}


def in_one_line(problem: Problem) -> str:
    """What stopped it, why it does, and what to do, as whole sentences."""
    told = (one.rstrip() for one in (problem.what, problem.why, problem.fix) if one)
    return " ".join(one if one.endswith((".", "!", "?", "»")) else f"{one}." for one in told)
