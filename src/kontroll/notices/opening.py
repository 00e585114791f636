"""Opening: the subject and the first sentences, from which a busy reader knows what is asked and by when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kontroll.domain.rule import Severity
from kontroll.notices.letter import Item, Letter
from kontroll.notices.wording import Group, group_of
from kontroll.texts import _, near_day, ngettext, number


def subject(letter: Letter) -> str:
    """The number, and the nearest deadline: `2 saker fra kontroll: svar innen 4. desember`."""
    answers = [i for i in letter.items if group_of(i.reason).asks_for_answer]
    if answers:
        return _subject_of_answers(answers, letter.day)
    return _subject_without_answers(letter)


def opening(letter: Letter) -> list[str]:
    """One sentence for each kind of thing the letter holds, the most pressing first."""
    by_group = {group: [i for i in letter.items if group_of(i.reason) is group] for group in Group}
    answers = [i for group in (Group.OVERDUE, Group.ANSWER) for i in by_group[group]]
    sentences = [
        _escalated(len(by_group[Group.ESCALATED])),
        _to_answer(answers, letter.day),
        _measures(by_group[Group.MEASURE]),
        _to_decide(len(by_group[Group.DECIDE])),
        _missing(len(letter.missing) + len(by_group[Group.MISSING])),
        _broken(len(by_group[Group.BROKEN])),
        _known(
            len(by_group[Group.KNOWN]), alone=len(by_group[Group.KNOWN]) == len(letter.items) and not letter.missing
        ),
    ]
    return [sentence for sentence in sentences if sentence]


# --- the subject ----------------------------------------------------------------------------------------------


def _subject_of_answers(answers: Sequence[Item], today: date) -> str:
    count = len(answers)
    if all(i.severity is Severity.CRITICAL for i in answers):
        head = ngettext("{count} kritisk sak fra kontroll", "{count} kritiske saker fra kontroll", count)
    elif all(group_of(i.reason) is Group.ESCALATED for i in answers):
        head = ngettext("{count} ubesvart sak er løftet til deg", "{count} ubesvarte saker er løftet til deg", count)
    else:
        head = ngettext("{count} sak fra kontroll", "{count} saker fra kontroll", count)
    return _counted(head, count) + _until(answers, today)


def _until(answers: Sequence[Item], today: date) -> str:
    """The deadline that the reader can still keep; one that is past only where there is no other."""
    deadlines = sorted(i.deadline for i in answers if i.deadline)
    coming = [d for d in deadlines if d >= today]
    if coming and len(coming) == len(deadlines):
        return _(": svar innen {day}").format(day=near_day(coming[0]))
    if coming:
        return _(": fristen er ute for {count}, neste er {day}").format(
            count=number(len(deadlines) - len(coming)), day=near_day(coming[0])
        )
    return _(": svarfristen var {day}").format(day=near_day(deadlines[0])) if deadlines else ""


def _subject_without_answers(letter: Letter) -> str:
    count = {group: sum(group_of(i.reason) is group for i in letter.items) for group in Group}
    count[Group.MISSING] += len(letter.missing)
    pressing = [group for group in Group if count[group] and group is not Group.KNOWN]
    if len(pressing) > 1:
        total = sum(count[group] for group in pressing)
        return _counted(
            ngettext("{count} ting å gjøre fra kontroll", "{count} ting å gjøre fra kontroll", total), total
        )
    if not pressing:
        known = count[Group.KNOWN]
        return _counted(ngettext("Nytt i {count} sak fra kontroll", "Nytt i {count} saker fra kontroll", known), known)
    (group,) = pressing
    heads = {
        Group.MEASURE: ngettext("{count} tiltak fra kontroll", "{count} tiltak fra kontroll", count[group]),
        Group.DECIDE: ngettext("{count} svar venter på avgjørelse", "{count} svar venter på avgjørelse", count[group]),
        Group.MISSING: ngettext("{count} leveranse mangler", "{count} leveranser mangler", count[group]),
        Group.BROKEN: ngettext("{count} kontroll virket ikke", "{count} kontroller virket ikke", count[group]),
    }
    deadlines = [i.deadline for i in letter.items if i.deadline and group_of(i.reason) is group]
    until = _(": frist {day}").format(day=near_day(min(deadlines))) if deadlines else ""
    return _counted(heads[group], count[group]) + until


# --- the first sentences --------------------------------------------------------------------------------------


def _escalated(count: int) -> str:
    sentence = ngettext(
        "{count} sak er løftet til deg, fordi den ikke er besvart innen fristen.",
        "{count} saker er løftet til deg, fordi de ikke er besvart innen fristen.",
        count,
    )
    return _sentence(sentence, count)


def _to_answer(answers: Sequence[Item], today: date) -> str:
    deadlines = sorted({i.deadline for i in answers if i.deadline and i.deadline >= today})
    late = sum(i.deadline is not None and i.deadline < today for i in answers)
    if not answers:
        return ""
    if late == len(answers):
        head = ngettext(
            "Du har {count} sak der svarfristen er ute.", "Du har {count} saker der svarfristen er ute.", late
        )
        return _counted(head, late)
    if not deadlines:
        head = ngettext("Du har {count} sak å svare på.", "Du har {count} saker å svare på.", len(answers))
    elif len(deadlines) == 1 and not late:
        head = ngettext(
            "Du har {count} sak å svare på innen {day}.", "Du har {count} saker å svare på innen {day}.", len(answers)
        )
    else:
        head = ngettext(
            "Du har {count} sak å svare på, og neste frist er {day}.",
            "Du har {count} saker å svare på, og neste frist er {day}.",
            len(answers),
        )
    sentence = head.format(count=number(len(answers)), day=near_day(deadlines[0], weekday=True) if deadlines else "")
    if not late:
        return sentence
    return sentence + " " + _("For {count} av dem er fristen ute.").format(count=number(late))


def _measures(items: Sequence[Item]) -> str:
    deadlines = sorted(i.deadline for i in items if i.deadline)
    if not deadlines:
        return _sentence(
            ngettext("{count} tiltak skal følges opp.", "{count} tiltak skal følges opp.", len(items)), len(items)
        )
    sentence = ngettext("{count} tiltak har frist {day}.", "{count} tiltak har frist, det første {day}.", len(items))
    return sentence.format(count=number(len(items)), day=near_day(deadlines[0], weekday=True))


def _to_decide(count: int) -> str:
    return _sentence(ngettext("{count} svar skal avgjøres.", "{count} svar skal avgjøres.", count), count)


def _missing(count: int) -> str:
    sentence = ngettext(
        "{count} leveranse du har ansvaret for, er ikke kommet.",
        "{count} leveranser du har ansvaret for, er ikke kommet.",
        count,
    )
    return _sentence(sentence, count)


def _broken(count: int) -> str:
    sentence = ngettext(
        "{count} kontroll virket ikke som den skulle, og må ses på.",
        "{count} kontroller virket ikke som de skulle, og må ses på.",
        count,
    )
    return _sentence(sentence, count)


def _known(count: int, *, alone: bool) -> str:
    if not alone:
        return ""
    sentence = ngettext(
        "Det er nytt i {count} sak. Du trenger ikke svare.",
        "Det er nytt i {count} saker. Du trenger ikke svare.",
        count,
    )
    return _sentence(sentence, count)


def _sentence(sentence: str, count: int) -> str:
    return _counted(sentence, count) if count else ""


def _counted(sentence: str, count: int) -> str:
    return sentence.format(count=number(count))
