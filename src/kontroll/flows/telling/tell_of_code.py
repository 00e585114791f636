"""Tell of code: whoever gets a code by which a password is chosen hears that it was made, at once, and by which role.

Why: a code in the wrong hands opens her door, and she is the one who knows that she asked for none. The code itself is in no
mail: whoever reads her mail must not get in by it.
"""

from __future__ import annotations

from datetime import datetime

from kontroll.domain.notice import Notice, Reason, notice_id
from kontroll.domain.policy import NoticePolicy
from kontroll.domain.user import User
from kontroll.flows.people.users import Then
from kontroll.store.transaction import Transaction
from kontroll.texts import NORWAY, _, day


def by_administrator() -> str:
    """By whom, where it was done on a page."""
    return _("en administrator")


def by_operator() -> str:
    """By whom, where it was a command."""
    return _("den som drifter kontroll")


def telling_of_code(notices: NoticePolicy, by: str, now: datetime) -> Then:
    """To be done in the transaction that makes the code. by: the role in words. Whoever is in no list has no address."""

    def tell(tx: Transaction, user: User) -> None:
        if user.person is None:
            return
        at = now.astimezone(NORWAY)
        why = _("Den ble laget av {by} {day} kl. {time}.").format(by=by, day=day(at.date()), time=f"{at:%H.%M}")
        number = tx.notices.count(recipient=user.person, reason=Reason.CODE_MADE)
        for channel in notices.channels:
            notice = Notice(
                id=notice_id(Reason.CODE_MADE, user.id, user.person, channel, number),
                reason=Reason.CODE_MADE,
                recipient=user.person,
                channel=channel,
                subject_key=_("Brukeren din i kontroll"),
                created=at.date(),
                urgent=True,
                why=why,
            )
            tx.notices.add(notice)
            tx.trail.append("varsel", {"notice": notice.id, "reason": notice.reason.value, "sak": None})

    return tell
