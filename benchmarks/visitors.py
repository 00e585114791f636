"""Visitors: made-up users who ask for pages of a running kontroll, with time to think between them, and how long each waits."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import httpx


@dataclass(frozen=True, slots=True)
class Mix:
    """share: how many of a hundred visitors she stands for. pages: each address with its weight. cookies: one of them is hers."""

    role: str
    share: int
    cookies: Sequence[Mapping[str, str]]
    pages: Mapping[str, int]


@dataclass(slots=True)
class Waited:
    """Seconds of each page, by address as it stands in the mix, and those that failed."""

    seconds: list[tuple[str, float]] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    took: float = 0.0

    def share(self, hundredths: int, page: str | None = None) -> float:
        """The time that so many of a hundred pages were within."""
        found = sorted(one for name, one in self.seconds if page in (None, name))
        return found[min(len(found) - 1, len(found) * hundredths // 100)] if found else float("nan")

    @property
    def per_second(self) -> float:
        return len(self.seconds) / self.took if self.took else 0.0

    @property
    def pages(self) -> list[str]:
        return sorted({name for name, _seconds in self.seconds})


def visit(
    address: str,
    mixes: Sequence[Mix],
    *,
    users: int,
    think: float,
    lasts: float,
    seed: int = 1,
    until: Callable[[], bool] = lambda: False,
) -> Waited:
    """So many users for so many seconds, or until something has ended. think: the mean of the time between two pages."""
    return asyncio.run(_all(address, mixes, users, think, lasts, seed, until))


async def _all(
    address: str, mixes: Sequence[Mix], users: int, think: float, lasts: float, seed: int, until: Callable[[], bool]
) -> Waited:
    found, chance = Waited(), random.Random(seed)
    limits = httpx.Limits(max_connections=users, max_keepalive_connections=users)
    begun = time.perf_counter()
    async with httpx.AsyncClient(base_url=address, trust_env=False, timeout=60, limits=limits) as client:
        whose = chance.choices(mixes, [mix.share for mix in mixes], k=users)
        await asyncio.gather(
            *(_one(client, mix, random.Random(chance.random()), think, begun + lasts, until, found) for mix in whose)
        )
    found.took = time.perf_counter() - begun
    return found


async def _one(
    client: httpx.AsyncClient,
    mix: Mix,
    chance: random.Random,
    think: float,
    end: float,
    until: Callable[[], bool],
    found: Waited,
) -> None:
    """Her cookie goes with each page; times to think are spread as those of people who come independently of each other."""
    cookie = "; ".join(f"{name}={value}" for name, value in chance.choice(mix.cookies).items())
    headers = {"cookie": cookie, "accept-encoding": "gzip"}
    await asyncio.sleep(chance.random() * think)
    while time.perf_counter() < end and not until():
        (page,) = chance.choices(list(mix.pages), list(mix.pages.values()))
        asked = time.perf_counter()
        try:
            answer = await client.get(page, headers=headers)
            wrong = "" if answer.status_code == 200 else str(answer.status_code)
        except httpx.HTTPError as error:
            wrong = type(error).__name__
        found.seconds.append((f"{mix.role} {page}", time.perf_counter() - asked))
        if wrong:
            found.failed.append(f"{page}: {wrong}")
        if think:
            await asyncio.sleep(min(chance.expovariate(1 / think), 6 * think))
