"""KOSTRA files as another program would write them: positions counted by hand from SSB's description, no layout read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One line of an account, as it stands in the file; blanks are spaces."""

    form: str = "0A"
    year: str = "2025"
    quarter: str = "4"
    region: str = "340300"
    orgnr: str = ""
    foretaksnr: str = ""
    account_class: str = "1"
    function: str = "120"
    kind: str = "010"
    amount: int = 0

    @property
    def line(self) -> str:
        head = f"{self.form:2}{self.year:4}{self.quarter:1}{self.region:6}{self.orgnr:9}{self.foretaksnr:9}"
        return f"{head}{self.account_class:1}{self.function:4}{self.kind:3}{self.amount:>9}"


def written(*posts: Post, end: str = "\r\n") -> bytes:
    return "".join(post.line + end for post in posts).encode("ascii")
