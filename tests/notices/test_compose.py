"""Which notices go together: one message per person and channel, and the urgent ones apart."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from kontroll.domain.notice import Notice, NoticeState, Reason, notice_id
from kontroll.notices.compose import digests, urgent


def notice(about: str, recipient: str = "P1", channel: str = "epost", **given: object) -> Notice:
    return Notice(
        id=notice_id(Reason.NEW_SAK, about, recipient, channel),
        reason=Reason.NEW_SAK,
        recipient=recipient,
        channel=channel,
        subject_key=about,
        created=date(2026, 11, 27),
        **given,
    )


def told(bundles) -> list[tuple[str, str, list[str]]]:
    return [(b.recipient, b.channel, [n.subject_key for n in b.notices]) for b in bundles]


def test_a_person_gets_one_message_a_day_through_each_channel():
    waiting = [notice("S2"), notice("S1"), notice("S1", channel="logg"), notice("S3", recipient="P2")]

    assert [("P1", "epost", ["S1", "S2"]), ("P1", "logg", ["S1"]), ("P2", "epost", ["S3"])] == told(digests(waiting))


def test_what_is_urgent_goes_at_once_and_not_in_the_digest():
    waiting = [notice("S1"), notice("S2", urgent=True), notice("S3", urgent=True)]

    assert [("P1", "epost", ["S2", "S3"])] == told(urgent(waiting))
    assert [("P1", "epost", ["S1"])] == told(digests(waiting))


def test_what_was_composed_sent_or_failed_is_not_told_again():
    done = [notice(f"S{i}", state=state) for i, state in enumerate(set(NoticeState) - {NoticeState.WAITING})]

    assert [] == digests(done) == urgent(done)


def test_the_same_notice_twice_is_told_once():
    assert [("P1", "epost", ["S1"])] == told(digests([notice("S1"), notice("S1")]))


notices = st.lists(
    st.builds(
        notice,
        st.sampled_from("ABCDEF"),
        st.sampled_from(["P1", "P2"]),
        st.sampled_from(["epost", "logg"]),
        state=st.sampled_from(NoticeState),
        urgent=st.booleans(),
    ),
    unique_by=lambda n: n.id,
)


@given(notices, st.randoms(use_true_random=False))
def test_every_waiting_notice_is_in_one_bundle_whatever_their_order(some, random):
    bundles = digests(some) + urgent(some)
    mixed = random.sample(some, len(some))

    assert sorted(n.id for n in some if n.state is NoticeState.WAITING) == sorted(
        n.id for b in bundles for n in b.notices
    )
    assert bundles == digests(mixed) + urgent(mixed)
