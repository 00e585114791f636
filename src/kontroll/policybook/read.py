"""Read a stack of policy folders into one Policies: this is where the kommune's choices enter kontroll.

The stack: shipped policies below, the kommune's own above. Why a file wins whole: half a file from each would leave
nobody able to say what holds by reading one page. Other files in the folders are left alone; reglementer that rules
refer to stand there too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from difflib import get_close_matches
from os.path import lexists
from pathlib import Path
from typing import Any

from kontroll.domain.policy import Policies
from kontroll.domain.problem import Gravity, Place, Problem
from kontroll.domain.spelling import fold
from kontroll.policybook.access import read_access
from kontroll.policybook.agreements import read_agreements
from kontroll.policybook.approval import read_approval
from kontroll.policybook.archive import read_archive
from kontroll.policybook.block import Block, either
from kontroll.policybook.closed_days import read_closed_days
from kontroll.policybook.control_plan import read_control_plan
from kontroll.policybook.deliveries import read_deliveries
from kontroll.policybook.disclosure import read_disclosure
from kontroll.policybook.internal_control import read_internal_control
from kontroll.policybook.monthly import read_monthly
from kontroll.policybook.notices import read_notices
from kontroll.policybook.preparation import read_preparation
from kontroll.policybook.privacy import read_privacy
from kontroll.policybook.reporting import read_reporting
from kontroll.policybook.retention import read_retention
from kontroll.policybook.schedule import read_schedule
from kontroll.policybook.scorecards import read_scorecards
from kontroll.texts import _
from kontroll.yamlfile import read

#: Each file, the field of Policies that it fills, and its reader.
FILES: dict[str, tuple[str, Callable[[Block], Any]]] = {
    "varsling.yaml": ("notices", read_notices),
    "leveranser.yaml": ("deliveries", read_deliveries),
    "kalender.yaml": ("closed_days", read_closed_days),
    "kjoreplan.yaml": ("jobs", read_schedule),
    "oppbevaring.yaml": ("retention", read_retention),
    "godkjenning.yaml": ("approval", read_approval),
    "tilgang.yaml": ("access", read_access),
    "melding.yaml": ("reporting", read_reporting),
    "maanedsoppfolging.yaml": ("monthly", read_monthly),
    "kontrollplan.yaml": ("control_plan", read_control_plan),
    "maalekart.yaml": ("scorecards", read_scorecards),
    "skjerming.yaml": ("disclosure", read_disclosure),
    "resultatavtaler.yaml": ("agreements", read_agreements),
    "arkiv.yaml": ("archive", read_archive),
    "personvern.yaml": ("privacy", read_privacy),
    "internkontroll.yaml": ("internal_control", read_internal_control),
    "utredning.yaml": ("preparation", read_preparation),
}
_SUFFIXES = (".yaml", ".yml", ".txt")


def read_policies(folders: Sequence[Path]) -> tuple[Policies, list[Problem]]:
    """The choices of the folders, lowest first, and every problem in them. A file that is in none leaves its default."""
    problems = [problem for folder in folders for problem in _not_read(folder)]
    policies = Policies()
    for name, (field, reader) in FILES.items():
        # A link to a file that is gone counts: it is told, and does not leave the shipped file in force unseen.
        paths = [folder / name for folder in folders if lexists(folder / name)]
        if not paths:
            continue
        *below, path = paths
        problems += [wins(path, other) for other in below]
        node, faults = read(path)
        problems += faults
        block = Block.of(node, problems, _("filen"))
        if block is not None:
            policies = replace(policies, **{field: reader(block)})
    return policies, problems


def wins(path: Path, below: Path) -> Problem:
    return Problem(
        Place(str(path)),
        _("kommunens egen «{name}» gjelder i stedet for den som følger med").format(name=path.name),
        _("Filen gjelder hel: det som bare står i den andre, gjelder ikke. Den andre er {file}.").format(file=below),
        _("Det er i orden når det er meningen; ta ellers med det som mangler, eller slett filen."),
        Gravity.NOTICE,
    )


def _not_read(folder: Path) -> Iterator[Problem]:
    """Files that look like choices but have another name: their owner thinks that they hold."""
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.name in FILES or path.suffix.lower() not in _SUFFIXES or path.name.startswith("."):
            continue
        # Close, and not only near: other reglementer may stand here, and they are no mistake.
        stem = fold(path.name.split(".")[0]).lower()
        for meant in get_close_matches(stem, [Path(name).stem for name in FILES], n=1, cutoff=0.8):
            yield Problem(
                Place(str(path)),
                _("filen «{name}» er ikke lest").format(name=path.name),
                _("Bare {names} blir lest, og valgene i filen ville ikke gjelde.").format(names=either(FILES)),
                _("Gi filen navnet {name}.yaml, eller flytt den ut av mappen.").format(name=meant),
            )
