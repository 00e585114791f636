"""What a delivered file holds: told by where it lies in the inbox, or by its headings."""

from __future__ import annotations

from pathlib import PurePosixPath

from kontroll.domain.dataset import DataSet
from kontroll.domain.delivery import FORMATS
from kontroll.domain.rulebook import Rulebook
from kontroll.facts.sheet import Sheet, plain_heading
from kontroll.flows.deliveries.strangers import DATASETS, MEASUREMENTS, TABLES
from kontroll.sources.base import known_suffixes

_MEASURED = ("enhet", "indikator", "periode", "verdi")
_AMBITIONS = ("enhet", "indikator", "aar", "gronn", "gul")
_ORGANISATION = ("enhet", "enhetstype", "overordnet", "gjelder_fra")
_PERSONS = ("person_id", "epost", "rolle")


def kind_by_path(name: str, rulebook: Rulebook) -> str | None:
    """`organisasjon`, `personer`, `ambisjoner`, `maalinger` or `datasett/NAME`; None where the path does not tell.

    name: a path with `/`; what stands before the folders of the inbox does not matter.
    """
    path = PurePosixPath(name)
    folders = path.parts[:-1]
    if len(folders) >= 2 and folders[-2] == DATASETS and folders[-1] in rulebook.datasets:
        return f"{DATASETS}/{folders[-1]}"
    if folders and folders[-1] == MEASUREMENTS:
        return MEASUREMENTS
    return path.stem if path.stem in TABLES else None


def kind_of_table(name: str, rulebook: Rulebook) -> str | None:
    """What a file of one table holds, by its path; None for a file of any other form, which its content must tell."""
    return kind_by_path(name, rulebook) if PurePosixPath(name).suffix.lower() in known_suffixes() else None


def dataset_of(kind: str | None, rulebook: Rulebook) -> DataSet | None:
    """The description of the records of this kind; None for the other kinds."""
    return rulebook.datasets.get(kind.removeprefix(f"{DATASETS}/")) if kind else None


def is_among_formats(name: str) -> bool:
    """Whether the file lies where files of many tables lie, at any depth."""
    return FORMATS in PurePosixPath(name).parts[:-1]


def kind_by_headings(sheet: Sheet, rulebook: Rulebook) -> str | None:
    """The one kind whose columns all stand in the file; None where there is none, or more than one."""
    found = {plain_heading(heading) for heading in sheet.headings}

    def has(wanted: tuple[str, ...]) -> bool:
        return all(plain_heading(heading) in found for heading in wanted)

    tables = (
        (MEASUREMENTS, _MEASURED),
        ("ambisjoner", _AMBITIONS),
        ("organisasjon", _ORGANISATION),
        ("personer", _PERSONS),
    )
    kinds = [kind for kind, wanted in tables if has(wanted)]
    kinds += [
        f"{DATASETS}/{dataset.id}"
        for dataset in rulebook.datasets.values()
        if has(tuple(field.heading for field in dataset.fields if not field.optional))
    ]
    return kinds[0] if len(kinds) == 1 else None
