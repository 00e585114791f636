"""The example kommune: Furuvik, 107 000 inhabitants, 220 tjenestesteder and 36 months of everything kontroll reads."""

from kontroll.example.build import build

__all__ = ["build"]
