"""Hjemmel: the law or regulation that a rule, a parameter value or an exception rests on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Hjemmel:
    """A reference to a law (`lov`, `paragraf` …) or to the kommune's own `reglement` and `punkt`.

    verified: False where the paragraph is written from memory and nobody has held it against the law yet.
    """

    lov: str | None = None
    paragraf: str | None = None
    ledd: str | None = None
    bokstav: str | None = None
    reglement: str | None = None
    punkt: str | None = None
    vedtak: str | None = None
    text: str | None = None
    link: str | None = None
    verified: bool = True

    def __str__(self) -> str:
        if self.lov is not None:
            # An EU regulation has articles: «artikkel 33» is written as it stands.
            sign = "§ " if self.paragraf and self.paragraf[0].isdigit() else ""
            said = self.lov + (f" {sign}{self.paragraf}" if self.paragraf else "")
            said += f" {self.ledd}. ledd" if self.ledd else ""
            said += f" bokstav {self.bokstav}" if self.bokstav else ""
        elif self.reglement is not None:
            said = self.reglement + (f" punkt {self.punkt}" if self.punkt else "")
        else:
            said = f"vedtak {self.vedtak}" + (f" punkt {self.punkt}" if self.punkt else "")
        return said
