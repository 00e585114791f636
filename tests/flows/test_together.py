"""Two at the web and two workers at the same saker at once: nothing that anybody did is lost, and nobody waits for ever."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta

from kontroll.domain.conflict import Conflict
from kontroll.domain.refusal import Refused
from kontroll.domain.sak import Answer, Sak, SakState
from kontroll.flows.month.daily import daily_deadlines
from kontroll.flows.saker.answer_sak import answer_sak
from kontroll.flows.saker.decide_sak import decide_disagreement_of
from kontroll.flows.saker.see_notice import see_notices_of_sak

from .followed import FEB
from .small import Kommune, Make, at, rule

ROUNDS = 12
_UP = "eskaler: {etter: 1 arbeidsdag, til: overordnet}"


def test_no_update_is_lost_between_two_at_the_web_and_two_workers(make: Make):
    bygda = make(rule("en", then=_UP), rule("to", then=_UP))
    bygda.measure("2026-01", FEB, e1=-2, e2=-2, e3=-2)
    bygda.run("2026-01", FEB)
    before = {sak.id: sak.version for sak in bygda.saker()}
    done: Counter[str] = Counter()
    overtaken: list[Exception] = []

    def at_the_web(act: Callable[[Sak], Sak]) -> None:
        for _round in range(ROUNDS):
            for sak in bygda.saker():
                try:
                    act(sak)
                except (Conflict, Refused) as told:
                    overtaken.append(told)
                else:
                    done[sak.id] += 1

    def answer(sak: Sak) -> Sak:
        assert sak.owner is not None
        see_notices_of_sak(bygda.desk, sak.id, sak.owner, at(FEB))
        return answer_sak(bygda.desk, sak.id, sak.owner, Answer.DISAGREE, "Nei.", [], at(FEB), sak.version)

    def decide(sak: Sak) -> Sak:
        return decide_disagreement_of(
            bygda.desk, sak.id, "KARI", upheld=False, reason="Jo.", now=at(FEB), version=sak.version
        )

    def worker() -> None:
        for day in range(ROUNDS):
            daily_deadlines(bygda.desk, at(date(2026, 3, 9) + timedelta(days=day)))

    _all_at_once(lambda: at_the_web(answer), lambda: at_the_web(decide), worker, worker)

    assert overtaken, "nobody met anybody: the test shows nothing"
    by_people, by_itself = _told(bygda)
    assert done == by_people
    # What opened meanwhile (a superior who does not ask) was nobody's to answer.
    assert {sak.id: sak.version for sak in bygda.saker() if sak.id in before} == {
        id: version + by_people[id] + by_itself[id] for id, version in before.items()
    }
    with bygda.desk.database.reading() as tx:
        assert sum(done.values()) == tx.decisions.count()
        assert not list(tx.trail.check())


def test_of_two_who_answer_the_same_page_at_once_one_is_told_that_she_came_second(make: Make):
    bygda = make(rule("en"))
    bygda.measure("2026-01", FEB, e1=-2, e2=-2, e3=-2)
    bygda.run("2026-01", FEB)
    saker = bygda.saker()
    results: list[str] = []

    def answer(given: Answer) -> Callable[[], None]:
        def each() -> None:
            for sak in saker:
                try:
                    answer_sak(bygda.desk, sak.id, sak.owner or "", given, "Nei.", [], at(FEB), sak.version)
                    results.append("svart")
                except Conflict:
                    results.append("for sent")

        return each

    _all_at_once(answer(Answer.FIXED), answer(Answer.DISAGREE))

    assert Counter({"svart": 3, "for sent": 3}) == Counter(results)
    assert SakState.OPEN not in {sak.state for sak in bygda.saker()}


def _all_at_once(*each: Callable[[], None]) -> None:
    failed: list[BaseException] = []
    together = threading.Barrier(len(each))

    def run(one: Callable[[], None]) -> None:
        try:
            together.wait()
            one()
        except BaseException as error:
            failed.append(error)
            raise

    threads = [threading.Thread(target=run, args=(one,)) for one in each]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed


def _told(bygda: Kommune) -> tuple[Counter[str], Counter[str]]:
    """How many entries of the trail are about each sak: of what people did with it, and of what kontroll did by itself."""
    people: Counter[str] = Counter()
    itself: Counter[str] = Counter()
    with bygda.desk.database.reading() as tx:
        for entry in tx.trail.entries():
            kind, about = str(entry.content["kind"]), entry.content["about"]
            assert isinstance(about, dict)
            if kind.startswith("sak: "):
                people[about["sak"]] += 1
            elif kind in ("sak løftet", "sak overført"):
                itself[about["sak"]] += 1
    return people, itself
