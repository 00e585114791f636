"""Then: what a month's answers stood on when they were given, and which answers those were.

Which run counts: the one that wrote the book. A month that a later run judged anew, because of late or corrected data,
stands on what that later run knew: its deliveries, its rules, and the rules it left out.
"""

from __future__ import annotations

from kontroll.domain.month import Month
from kontroll.domain.problem import Place, Problem
from kontroll.domain.recomputed import Then
from kontroll.domain.run import Book, Run, RunState
from kontroll.flows.books.on_trail import OnTrail
from kontroll.store.transaction import Transaction
from kontroll.texts import _


def then_of(tx: Transaction, trail: OnTrail, month: Month, run: str | None = None) -> Then | Problem:
    """Of the book that stands, or of what a run found.

    A run gives answers of its own month also where they came out as they stood, and of others only where they did not.
    """
    books = {book.number: book for book in tx.books.rows.where(month=month)}
    if run is None:
        return _of_book(tx, books[max(books)]) if books else _never_run(month)
    asked = tx.runs.get(run)
    if asked is None or asked.state is not RunState.DONE:
        return _no_such_run(run)
    number = trail.standing_after(asked, month)
    if number not in books:
        return _not_yet_run(month, run)
    book = books[number]
    if book.run == asked.id or asked.period == month:
        return Then(month=month, book=book, run=asked)
    return Then(month=month, book=book, run=_run_of(tx, book), asked=asked)


def _of_book(tx: Transaction, book: Book) -> Then:
    return Then(month=book.month, book=book, run=_run_of(tx, book))


def _run_of(tx: Transaction, book: Book) -> Run:
    run = tx.runs.get(book.run)
    assert run is not None, "a book's run is a foreign key"
    return run


def _never_run(month: Month) -> Problem:
    return Problem(
        Place(str(month)),
        _("måneden er ikke kjørt"),
        _("Det finnes ingen svar å gjenskape."),
        _("Kjør den med «kontroll kjor --periode {month}».").format(month=month),
    )


def _no_such_run(run: str) -> Problem:
    return Problem(
        Place(run),
        _("det finnes ingen fullført kjøring med dette navnet"),
        _("Bare en kjøring som ble fullført, har gitt svar."),
        _("Se navnene på siden om kjøringer, eller utelat --kjoring."),
    )


def _not_yet_run(month: Month, run: str) -> Problem:
    return Problem(
        Place(str(month)),
        _("måneden hadde ingen svar da kjøring {run} var ferdig").format(run=run),
        _("Det finnes ingen svar å gjenskape."),
        _("Oppgi en senere kjøring, eller utelat --kjoring."),
    )
