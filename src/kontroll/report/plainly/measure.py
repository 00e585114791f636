"""Person-directed rules: what is read about persons, and the record that arbeidsmiljøloven § 9-2 asks for."""

from __future__ import annotations

from kontroll.domain.rule import Rule
from kontroll.report.plainly.context import Context
from kontroll.report.plainly.sentence import Section, Sentence, as_sentence
from kontroll.report.plainly.wording import quoted
from kontroll.texts import _, day, listed


def measure(context: Context, rule: Rule) -> list[Section]:
    """A section where the rule is person-directed or has a record all the same."""
    texts = [*_read(context, rule), *_record(context, rule)]
    if not texts:
        return []
    return [
        Section(
            id="kontrolltiltak",
            title=_("Kontrolltiltak etter arbeidsmiljøloven § 9-2"),
            sentences=tuple(Sentence(text=text) for text in texts),
        )
    ]


def _read(context: Context, rule: Rule) -> list[str]:
    names = dict.fromkeys(
        quoted(field.called)
        for dataset, id in context.rulebook.fields_read(rule)
        if (field := dataset.field(id)) is not None and field.personal
    )
    if not names:
        return []
    told = [_("Regelen er personrettet: den leser {fields}.").format(fields=listed(list(names)))]
    if rule.control_measure is None:
        told.append(_("Den kan ikke tas i bruk før kontrolltiltaket er beskrevet, drøftet og informert om."))
    return told


def _record(context: Context, rule: Rule) -> list[str]:
    record = rule.control_measure
    if record is None:
        return []
    told = [
        as_sentence(_("Formål: {purpose}").format(purpose=record.purpose)),
        _("Drøftet med de tillitsvalgte {discussed}, og de ansatte er informert {informed}.").format(
            discussed=day(record.discussed), informed=day(record.informed)
        ),
        _("Tiltaket varer til {until}, og behovet skal være evaluert på nytt innen {evaluated}.").format(
            until=day(record.lasts_until), evaluated=day(record.evaluated_by)
        ),
    ]
    if record.lapsed(context.today):
        told.append(_("Fristen er gått ut, og regelen er satt på pause."))
    return told
