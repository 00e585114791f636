"""Mails read as a busy leader would: what, why, what to do, by when."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontroll.domain.notice import Reason
from kontroll.domain.rule import Severity
from kontroll.notices.letter import Item, Letter, Missing
from kontroll.notices.text import Rendered, render
from kontroll.notices.together import LEAST
from kontroll.texts import language
from notices.letters import FRIDAY, GOLDEN, INVOICES, SICK_LEAVE, letter, missing, told

HERE = Path(__file__).parent / "golden"
OF_ITEMS = sorted(set(Reason) - {Reason.DATA_MISSING, Reason.DATA_REMINDER}, key=lambda r: r.name)


def shown(rendered: Rendered) -> str:
    """What a reader of the HTML sees, in the order it stands."""
    body = ElementTree.fromstring(rendered.html.removeprefix("<!DOCTYPE html>\n")).find("body")
    assert body is not None
    return spaced("".join(body.itertext()))


def spaced(text: str) -> str:
    return " ".join(text.split())


# --- as they read -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", GOLDEN)
def test_the_mail_reads_as_it_was_read_and_found_good(name, tmp_path):
    """After a change that is meant: read what was written beside, and put it in golden/."""
    rendered = render(GOLDEN[name])
    found = {f"{name}.txt": f"{rendered.subject}\n\n{rendered.text}", f"{name}.html": rendered.html}
    for file, content in found.items():
        (tmp_path / file).write_text(content, encoding="utf-8")

    kept = {file: (HERE / file).read_text(encoding="utf-8") for file in found}

    assert kept == found, f"the new mails are in {tmp_path}"


def test_the_subject_tells_the_number_and_the_nearest_deadline():
    assert "2 saker fra kontroll: svar innen 4. desember" == render(letter(SICK_LEAVE, INVOICES)).subject


@pytest.mark.parametrize(
    ("items", "subject"),
    [
        ([replace(INVOICES, severity=Severity.CRITICAL)], "1 kritisk sak fra kontroll: svar innen 4. desember"),
        ([replace(INVOICES, deadline=FRIDAY)], "1 sak fra kontroll: svar innen 27. november"),
        (
            [told(Reason.OVERDUE, INVOICES, deadline=date(2026, 11, 26))],
            "1 sak fra kontroll: fristen var 26. november",
        ),
        (
            [told(Reason.OVERDUE, INVOICES, deadline=date(2026, 11, 26)), SICK_LEAVE],
            "2 saker fra kontroll: fristen er ute for 1, neste er 11. desember",
        ),
        ([replace(INVOICES, deadline=None)], "1 sak fra kontroll"),
        ([told(Reason.RESOLVED), told(Reason.RESOLVED, INVOICES)], "2 saker fra kontroll er i orden"),
        ([told(Reason.MEASURE_DUE)], "1 tiltak fra kontroll: frist 11. desember"),
    ],
)
def test_the_subject_is_true_of_what_the_mail_holds(items, subject):
    assert subject == render(letter(*items)).subject


def test_a_deadline_today_can_be_kept_and_one_yesterday_cannot():
    today = render(letter(replace(INVOICES, deadline=FRIDAY))).text
    yesterday = render(letter(replace(INVOICES, deadline=date(2026, 11, 26)))).text

    assert "Svar innen fredag 27. november." in today
    assert "Svarfristen var torsdag 26. november." in yesterday


def test_the_gravest_comes_first_and_of_equals_the_one_that_is_due_first():
    low, late, soon = (
        replace(SICK_LEAVE, rule_name="lav", severity=Severity.LOW, deadline=date(2026, 11, 30)),
        replace(SICK_LEAVE, rule_name="senere", severity=Severity.HIGH, deadline=date(2026, 12, 10)),
        replace(SICK_LEAVE, rule_name="først", severity=Severity.HIGH, deadline=date(2026, 12, 9)),
    )

    text = render(letter(low, late, soon)).text

    assert ["først", "senere", "lav"] == re.findall(r"^\d\. (.+)$", text, flags=re.MULTILINE)


@pytest.mark.parametrize("reason", OF_ITEMS, ids=lambda r: r.name)
def test_every_reason_tells_what_is_expected(reason):
    item = told(reason, link="https://kontroll.fjordvik.example/x")

    text = render(letter(item)).text

    assert item.rule_name in text
    assert item.link in text
    assert re.search(
        r"Svar|Forklar|Les |Avtal en|Gå gjennom|Sørg for|lukk saken|Avgjør|Meld fra|Finn ut|Du trenger ikke|Se hva|Se om"
        r"|Se forskjellene|Kjør",
        text,
    )


def test_what_is_expected_can_be_said_for_the_one_sak():
    text = render(letter(replace(INVOICES, expected="Send kvitteringen til økonomi."))).text

    assert "Svar innen fredag 4. desember. Send kvitteringen til økonomi." in text


def test_only_who_shall_answer_is_told_how():
    assert "Uenig:" in render(letter(SICK_LEAVE)).text
    assert "Uenig:" not in render(letter(told(Reason.UPHELD), told(Reason.MEASURE_ESCALATED))).text
    assert "Uenig:" not in render(letter(missing=(missing("Overtid", 1),))).text


def test_one_who_has_two_ways_of_being_the_one_is_told_of_both():
    acting = replace(INVOICES, enhet_name="Myra skole", standing="du er fungerende leder")

    text = render(letter(SICK_LEAVE, acting, replace(SICK_LEAVE, enhet_name="Solbakken SFO"))).text

    assert "Solbakken skole og Solbakken SFO: du er leder.\n" in text
    assert "Myra skole: du er fungerende leder.\n" in text


def test_a_mail_is_in_the_language_of_the_kommune():
    with language("nn"):
        nynorsk = render(letter(replace(SICK_LEAVE, deadline=date(2026, 12, 12))))

    assert '<html lang="nn">' in nynorsk.html
    assert "laurdag 12. desember" in nynorsk.text


def test_a_letter_that_tells_nothing_is_a_mistake():
    with pytest.raises(ValueError, match="tells nothing"):
        render(letter())


def test_missing_data_is_told_as_such_only():
    with pytest.raises(ValueError, match="Missing"):
        render(letter(told(Reason.DATA_MISSING)))


# --- whatever they hold -----------------------------------------------------------------------------------------

words = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12)
items = st.builds(
    told,
    st.sampled_from(OF_ITEMS),
    rule_name=words,
    enhet_name=words,
    standing=words,
    severity=st.sampled_from([*Severity, None]),
    why=st.lists(words, max_size=2).map(tuple),
    count=st.integers(0, 3),
    recurrence=st.integers(1, 8),
    deadline=st.none() | st.dates(date(2025, 1, 1), date(2027, 12, 31)),
    link=words.map(lambda word: f"https://kontroll.example/{word}"),
)
lacking = st.builds(missing, words, st.integers(0, 300), st.dates(date(2025, 1, 1), FRIDAY))
letters = st.builds(
    lambda items, lacks, name: letter(*items, missing=tuple(lacks), name=name),
    st.lists(items, max_size=4),
    st.lists(lacking, max_size=2),
    words,
).filter(lambda one: one.items or one.missing)


@given(letters)
def test_text_and_html_say_the_same(one: Letter):
    rendered = render(one)

    seen = shown(rendered)
    lines = [spaced(line) for line in rendered.text.splitlines() if line.strip() and set(line) != {"-"}]
    for line in lines:
        said = re.sub(r": https://\S+$", "", line).removeprefix("- ")
        assert said in seen
    entries, headings = len(one.items) + len(one.missing), len(re.findall(r"<h3 ", rendered.html))
    alike = Counter((i.reason, i.rule_name, i.deadline, i.severity, i.expected, i.hjemmel) for i in one.items)
    if max(alike.values(), default=0) < LEAST:
        assert entries == headings
    else:  # saker that say the same are told once
        assert len(one.missing) + len(alike) <= headings <= entries


@pytest.mark.parametrize(("count", "entries"), [(2, 2), (3, 1), (19, 1)])
def test_saker_that_say_the_same_are_told_once_with_each_enhet_and_its_own_link(count: int, entries: int):
    alike = [
        told(
            Reason.OVERDUE,
            enhet_name=f"Skole {n}",
            sak_id=f"S{n}",
            link=f"https://x.example/sak/S{n}",
            why=(f"{n} kr.",),
        )
        for n in range(count)
    ]
    other = told(Reason.OVERDUE, INVOICES, deadline=alike[0].deadline)

    rendered = render(letter(*alike, other))

    assert entries + 1 == len(re.findall(r"<h3 ", rendered.html))
    assert ("Ingen av sakene er besvart." in rendered.text) == (entries == 1)
    for item in alike:
        assert 1 == rendered.text.count(f"{item.link}\n") == rendered.html.count(f'"{item.link}"')
        assert item.why[0] in rendered.text


def test_saker_with_different_deadlines_or_of_different_gravity_are_not_told_as_one():
    three = [told(Reason.OVERDUE, enhet_name=f"Skole {n}", sak_id=f"S{n}") for n in range(3)]
    later, graver = replace(three[0], deadline=date(2026, 12, 1)), replace(three[0], severity=Severity.HIGH)

    for odd in (later, graver):
        assert 3 == len(re.findall(r"<h3 ", render(letter(odd, *three[1:])).html))


@given(letters)
def test_every_link_is_in_both_and_no_other_address(one: Letter):
    rendered = render(one)
    tree = ElementTree.fromstring(rendered.html.removeprefix("<!DOCTYPE html>\n"))

    wanted = sorted([one.link, *(i.link for i in one.items), *(m.link for m in one.missing)])

    assert wanted == sorted(a.attrib["href"] for a in tree.iter("a"))
    assert all(link in rendered.text for link in wanted)
    assert not [node for node in tree.iter() if "src" in node.attrib or node.tag in ("img", "script", "link", "style")]


def test_a_letter_has_no_room_for_another_person():
    """A new field is held against the promise first: the recipient is the only person a mail names."""
    of_letter = {f.name for f in fields(Letter)}
    of_item = {f.name for f in fields(Item)}
    of_missing = {f.name for f in fields(Missing)}

    assert {"recipient_name", "municipality", "day", "link", "items", "missing"} == of_letter
    assert {
        *("reason", "rule_name", "link", "standing", "sak_id", "enhet_name", "month", "severity"),
        *("why", "count", "expected", "deadline", "recurrence", "hjemmel"),
    } == of_item
    assert {"source", "what", "month", "enheter", "since", "link", "standing", "reminder"} == of_missing


@pytest.mark.parametrize("name", GOLDEN)
def test_the_recipient_is_the_only_person_in_the_mail(name):
    persons = {one.recipient_name for one in GOLDEN.values()}
    rendered = render(GOLDEN[name])

    mentioned = {person for person in persons if person in rendered.text + rendered.html + rendered.subject}

    assert {GOLDEN[name].recipient_name} == mentioned
