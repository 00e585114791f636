"""Opening: the subject and the first sentences, from which a busy reader knows what is asked and by when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kontroll.domain.notice import OF_AGREEMENTS, OF_DRAWS, OF_FINDINGS, Reason
from kontroll.domain.rule import Severity
from kontroll.notices.groups import Group, group_of
from kontroll.notices.letter import Item, Letter, Missing
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
        _escalated(by_group[Group.ESCALATED], letter.day),
        _to_answer(answers, letter.day),
        _months(by_group[Group.MONTH]),
        _agreements(by_group[Group.AGREEMENT]),
        _reports(by_group[Group.REPORT]),
        _registers(by_group[Group.REGISTER]),
        _measures(by_group[Group.MEASURE]),
        _to_decide(by_group[Group.DECIDE]),
        _missing(letter.missing),
        _broken(len(by_group[Group.BROKEN])),
        _known(by_group[Group.KNOWN], alone=len(by_group[Group.KNOWN]) == len(letter.items) and not letter.missing),
    ]
    return [sentence for sentence in sentences if sentence]


# --- the subject ----------------------------------------------------------------------------------------------


def _subject_of_answers(answers: Sequence[Item], today: date) -> str:
    count = len(answers)
    if all(i.severity is Severity.CRITICAL for i in answers):
        head = ngettext("{count} kritisk sak fra kontroll", "{count} kritiske saker fra kontroll", count)
    elif all(group_of(i.reason) is Group.ESCALATED for i in answers):
        head = ngettext("{count} sak er løftet til deg", "{count} saker er løftet til deg", count)
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
    return _(": fristen var {day}").format(day=near_day(deadlines[0])) if deadlines else ""


def _subject_without_answers(letter: Letter) -> str:
    tasks = [i for i in letter.items if group_of(i.reason) is not Group.KNOWN]
    count = len(tasks) + len(letter.missing)
    deadlines = [i.deadline for i in tasks if i.deadline]
    until = _(": frist {day}").format(day=near_day(min(deadlines))) if deadlines else ""
    if not count:
        return _subject_of_news(letter.items)
    groups = {group_of(i.reason) for i in tasks} | ({Group.MISSING} if letter.missing else set())
    if len(groups) > 1:
        return _counted(ngettext("{count} oppgave fra kontroll", "{count} oppgaver fra kontroll", count), count) + until
    heads = {
        Group.MONTH: ngettext("{count} måned i månedsoppfølgingen", "{count} måneder i månedsoppfølgingen", count),
        Group.AGREEMENT: ngettext("{count} resultatavtale fra kontroll", "{count} resultatavtaler fra kontroll", count),
        Group.REPORT: ngettext("{count} rapport fra kontroll", "{count} rapporter fra kontroll", count),
        Group.REGISTER: ngettext("{count} frist i registrene", "{count} frister i registrene", count),
        Group.MEASURE: ngettext("{count} tiltak fra kontroll", "{count} tiltak fra kontroll", count),
        Group.DECIDE: ngettext("{count} sak venter på avgjørelse", "{count} saker venter på avgjørelse", count),
        Group.MISSING: ngettext("{count} leveranse mangler", "{count} leveranser mangler", count),
        Group.BROKEN: ngettext("{count} kontroll må ses på", "{count} kontroller må ses på", count),
    }
    return _counted(heads[groups.pop()], count) + until + _overdue_since(letter)


def _overdue_since(letter: Letter) -> str:
    if not letter.missing:
        return ""
    return _(": fristen var {day}").format(day=near_day(min(m.since for m in letter.missing)))


def _subject_of_news(items: Sequence[Item]) -> str:
    if all(i.reason is Reason.RESOLVED for i in items):
        return _counted(
            ngettext("{count} sak fra kontroll er i orden", "{count} saker fra kontroll er i orden", len(items)),
            len(items),
        )
    if all(i.reason in OF_AGREEMENTS for i in items):
        news = ngettext("Nytt om {count} resultatavtale", "Nytt om {count} resultatavtaler", len(items))
        return _counted(news, len(items))
    if all(i.reason is Reason.BONUS_DECIDED for i in items):
        return _("Bonus er avgjort")
    if all(i.reason is Reason.AGENDA_MADE for i in items):
        return _("Årshjulet for internkontrollen er laget")
    if all(i.reason is Reason.REPORT_ISSUED for i in items):
        return _counted(ngettext("{count} rapport er utgitt", "{count} rapporter er utgitt", len(items)), len(items))
    if all(i.reason in OF_FINDINGS for i in items):
        return _counted(ngettext("Nytt om {count} funn", "Nytt om {count} funn", len(items)), len(items))
    if all(i.reason in OF_DRAWS for i in items):
        return _counted(ngettext("Nytt om {count} stikkprøve", "Nytt om {count} stikkprøver", len(items)), len(items))
    return _counted(
        ngettext("Nytt i {count} sak fra kontroll", "Nytt i {count} saker fra kontroll", len(items)), len(items)
    )


# --- the first sentences --------------------------------------------------------------------------------------


def _escalated(items: Sequence[Item], today: date) -> str:
    sentence = ngettext(
        "Én sak er løftet til deg, fordi den ikke er fulgt opp innen fristen.",
        "{count} saker er løftet til deg, fordi de ikke er fulgt opp innen fristen.",
        len(items),
    )
    coming = [i.deadline for i in items if i.deadline and i.deadline >= today]
    until = _("Ny frist er {day}.").format(day=near_day(min(coming), weekday=True)) if coming else ""
    return " ".join(part for part in (_sentence(sentence, len(items)), until) if part)


def _to_answer(answers: Sequence[Item], today: date) -> str:
    deadlines = sorted({i.deadline for i in answers if i.deadline and i.deadline >= today})
    late = sum(i.deadline is not None and i.deadline < today for i in answers)
    if not answers:
        return ""
    if late == len(answers):
        head = ngettext("Du har én sak der svarfristen er ute.", "Du har {count} saker der svarfristen er ute.", late)
        return _counted(head, late)
    if not deadlines:
        head = ngettext("Du har én sak å svare på.", "Du har {count} saker å svare på.", len(answers))
    elif len(deadlines) == 1 and not late:
        head = ngettext(
            "Du har én sak å svare på innen {day}.", "Du har {count} saker å svare på innen {day}.", len(answers)
        )
    else:
        head = ngettext(
            "Du har én sak å svare på. Fristen er {day}.",
            "Du har {count} saker å svare på. Neste frist er {day}.",
            len(answers),
        )
    sentence = head.format(count=number(len(answers)), day=near_day(deadlines[0], weekday=True) if deadlines else "")
    if not late:
        return sentence
    return sentence + " " + _("Fristen er ute for {count} av dem.").format(count=number(late))


def _months(items: Sequence[Item]) -> str:
    sentence = ngettext(
        "Én måned venter på deg i månedsoppfølgingen.",
        "{count} måneder venter på deg i månedsoppfølgingen.",
        len(items),
    )
    return _sentence(sentence, len(items))


def _agreements(items: Sequence[Item]) -> str:
    sentence = ngettext("Én resultatavtale venter på deg.", "{count} resultatavtaler venter på deg.", len(items))
    return _sentence(sentence, len(items))


def _reports(items: Sequence[Item]) -> str:
    sentence = ngettext("Én rapport venter på deg.", "{count} rapporter venter på deg.", len(items))
    return _sentence(sentence, len(items))


def _registers(items: Sequence[Item]) -> str:
    sentence = ngettext(
        "Ett vedtak, funn eller saksframlegg venter på deg.",
        "{count} vedtak, funn eller saksframlegg venter på deg.",
        len(items),
    )
    return _sentence(sentence, len(items))


def _measures(items: Sequence[Item]) -> str:
    sentence = ngettext("Ett tiltak skal følges opp", "{count} tiltak skal følges opp", len(items))
    return _sentence(sentence + _first_due(items), len(items))


def _to_decide(items: Sequence[Item]) -> str:
    sentence = ngettext("Én sak venter på din avgjørelse", "{count} saker venter på din avgjørelse", len(items))
    return _sentence(sentence + _first_due(items), len(items))


def _first_due(items: Sequence[Item]) -> str:
    """The end of the sentence: `, med frist fredag 4. desember.`"""
    deadlines = sorted({i.deadline for i in items if i.deadline})
    if not deadlines:
        return "."
    end = _(", med frist {day}.") if len(deadlines) == 1 else _(", den nærmeste fristen er {day}.")
    return end.format(day=near_day(deadlines[0], weekday=True))


def _missing(missing: Sequence[Missing]) -> str:
    if not missing:
        return ""
    sentence = ngettext(
        "Én leveranse som du har ansvaret for, er ikke kommet. Fristen var {day}.",
        "{count} leveranser som du har ansvaret for, er ikke kommet. Den første fristen var {day}.",
        len(missing),
    )
    due = min(m.since for m in missing)
    return sentence.format(count=number(len(missing)), day=near_day(due, weekday=True))


def _broken(count: int) -> str:
    sentence = ngettext(
        "Én kontroll gikk ikke som den skulle, og må ses på.",
        "{count} kontroller gikk ikke som de skulle, og må ses på.",
        count,
    )
    return _sentence(sentence, count)


def _known(items: Sequence[Item], *, alone: bool) -> str:
    if not alone:
        return ""
    if all(i.reason in OF_AGREEMENTS for i in items):
        sentence = ngettext(
            "Det er nytt om én resultatavtale. Du trenger ikke svare.",
            "Det er nytt om {count} resultatavtaler. Du trenger ikke svare.",
            len(items),
        )
    elif all(i.reason is Reason.BONUS_DECIDED for i in items):
        return _("Bonus er avgjort. Du trenger ikke svare.")
    elif all(i.reason is Reason.AGENDA_MADE for i in items):
        return _("Årshjulet for internkontrollen er laget. Punktene tas opp i ledergruppen.")
    elif all(i.reason is Reason.REPORT_ISSUED for i in items):
        sentence = ngettext(
            "Én rapport til kommunestyret er utgitt.", "{count} rapporter til kommunestyret er utgitt.", len(items)
        )
    elif all(i.reason in OF_FINDINGS for i in items):
        sentence = ngettext(
            "Det er nytt om ett funn. Du trenger ikke svare.",
            "Det er nytt om {count} funn. Du trenger ikke svare.",
            len(items),
        )
    elif all(i.reason in OF_DRAWS for i in items):
        sentence = ngettext(
            "Det er nytt om én stikkprøve. Du trenger ikke svare.",
            "Det er nytt om {count} stikkprøver. Du trenger ikke svare.",
            len(items),
        )
    else:
        sentence = ngettext(
            "Det er nytt i én sak. Du trenger ikke svare.",
            "Det er nytt i {count} saker. Du trenger ikke svare.",
            len(items),
        )
    return _sentence(sentence, len(items))


def _sentence(sentence: str, count: int) -> str:
    return _counted(sentence, count) if count else ""


def _counted(sentence: str, count: int) -> str:
    return sentence.format(count=number(count))
