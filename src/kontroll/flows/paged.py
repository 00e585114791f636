"""Paged: a part of a long list, and where in it that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Paged(Generic[T]):
    """number: of the page, from 1. total: how many there are on all pages."""

    items: Sequence[T]
    number: int
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PER_PAGE))


def offset_of(number: int) -> int:
    return (number - 1) * PER_PAGE
