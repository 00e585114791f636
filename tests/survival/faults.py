"""Faults: what could be wrong in how a run is kept, planted in the child one at a time. None of them may go unseen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

from kontroll.channels import email
from kontroll.domain.notice import sent
from kontroll.flows.deliveries import import_files
from kontroll.flows.mail import outbox
from kontroll.flows.month import monthly_run
from kontroll.store.transaction import Transaction


def run_kept_in_pieces() -> None:
    """Avvik are kept before their saker."""
    real = monthly_run.followed_up

    def followed_up(tx: Transaction, *rest: Any) -> Any:
        _keep(tx)
        return real(tx, *rest)

    monthly_run.followed_up = followed_up  # type: ignore[assignment]


def file_kept_without_trail() -> None:
    """A file is kept before the trail says so."""
    real = import_files._changes

    def changes(tx: Transaction, delivery: Any, sheet: Any, rulebook: Any, problems: Any) -> Any:
        found = real(tx, delivery, sheet, rulebook, problems)
        tx.deliveries.add(delivery, sheet, b"")
        _keep(tx)
        return found

    import_files._changes = changes
    import_files._keep = lambda tx, delivery, sheet, raw, changed: None


def sent_before_it_is() -> None:
    """A message is called sent when somebody begins to send it."""
    real = outbox._send

    def send(desk: Any, directory: Any, message: Any, now: Any) -> Any:
        with desk.database.transaction(outbox.ACTOR, now) as tx:
            saved = tx.messages.save(message, sent(message, now))
        return real(desk, directory, saved, now)

    outbox._send = send


def new_message_id_each_time() -> None:
    """A mail that is sent again is another mail."""
    real = email.as_mail
    email.as_mail = lambda message, sender: real(replace(message, id=f"{uuid4().hex}@bygda.example"), sender)


def _keep(tx: Transaction) -> None:
    tx._connection.exec_driver_sql("COMMIT")
    tx._connection.exec_driver_sql("BEGIN IMMEDIATE")


#: The fault, and where a life must end to show it: (turn, step), kind and number of the event.
FAULTS: dict[str, tuple[Callable[[], None], tuple[int, int], str, int]] = {
    # Just before the last commit of the run: the first two are of its beginning.
    "run_kept_in_pieces": (run_kept_in_pieces, (0, 1), "commit", 5),
    "file_kept_without_trail": (file_kept_without_trail, (0, 0), "commit", 1),
    "sent_before_it_is": (sent_before_it_is, (0, 4), "mail", 1),
    "new_message_id_each_time": (new_message_id_each_time, (0, 4), "mail", 2),
}
