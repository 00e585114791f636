"""What the example was built from: everything that is in the files, before it became text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kontroll.example.authorities import Authorities
from kontroll.example.monthly import Figures
from kontroll.example.people import People
from kontroll.example.scene import Scene
from kontroll.example.structure import Organisation
from kontroll.example.suppliers import Market


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """Who reads it must not change it: the files are written already."""

    scene: Scene
    organisation: Organisation
    people: People
    market: Market
    authorities: Authorities
    figures: Mapping[str, Figures]
