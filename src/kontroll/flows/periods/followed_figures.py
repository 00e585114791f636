"""Followed figures: what leaders explain month by month, as a report tells it: of how many it is known, and how many deviate.

Why a figure that few stand behind is not counted: what everybody may see of the others is published, and the sum less those
would tell on which side of the limit the last one is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from urllib.parse import quote

from kontroll.domain.indicator import Indicator
from kontroll.domain.month import Period
from kontroll.domain.monthly import Explanation, MonthlyState, Theme, deviates
from kontroll.flows.periods.judged import Judged
from kontroll.flows.yearly.counting import told
from kontroll.flows.yearly.on_card import value_on_card
from kontroll.flows.yearly.things import own_id
from kontroll.report.document.model import Cell, Figure, Record, Table, Told
from kontroll.report.document.shown import told_of_hidden
from kontroll.report.few import LEAST, Split, split
from kontroll.report.scorecard.words import shown, state_name
from kontroll.texts import _, month_name, number


class Followed:
    """One theme in one month. Its figures are counted when it is made, and shown in sentences and in a table."""

    def __init__(self, judged: Judged, theme: Theme, indicator: Indicator) -> None:
        self._judged, self._theme, self._indicator = judged, theme, indicator
        self._id = f"tema-{own_id(theme.id)}"
        self._known = judged.followed(indicator.id)
        self._deviating = [enhet for enhet in self._known if self._deviates(enhet)]
        self._split = self._by_part()
        # That there are none is told: it points at nobody.
        self._is_told = not self._deviating or self._split.total is not None
        self._all_of = self._count(
            f"{self._id}-avvik",
            self._deviating,
            _("Enheter der «{figure}» var dårligere enn grensen i {month}. {limit} {few}"),
            self._is_told,
        )

    def sentences(self) -> Iterator[Told]:
        known = self._count(
            f"{self._id}-kjent",
            self._known,
            _("Enheter der «{figure}» er kjent for {month}. {few}"),
            len(self._known) >= LEAST,
        )
        name, month = self._theme.name, month_name(self._judged.month)
        if known.value is not None:
            yield told(_("{theme}: tallet er kjent for {known} enheter."), theme=name, known=known)
        else:
            yield Told((_("{theme}: for få tall er kjent til å vise noe.").format(theme=name),))
        if not self._deviating:
            yield told(_("{none} av dem er dårligere enn grensen i {month}."), none=self._all_of, month=month)
        elif self._is_told:
            yield told(_("{count} av dem er dårligere enn grensen i {month}."), count=self._all_of, month=month)
        else:
            yield Told((_("Hvor mange av dem som er dårligere enn grensen, er så få at det ikke vises."),))
        yield from self._explained()

    def table(self) -> Iterator[Table]:
        """By what is right below the top: the joined figure, how many deviate, and the kroner where there are some."""
        kroner = bool(self._theme.kroner)
        names = self._judged.parts
        rows: list[tuple[Cell, ...]] = []
        for part in self._split.parts:
            deviating = self._count(
                f"{self._id}-avvik-del-{own_id(part.name)}",
                [one for one in self._deviating if self._judged.part_of(one) == part.name],
                _("Enheter i området {part} der «{figure}» var dårligere enn grensen i {month}. {limit} {few}"),
                not self._deviating or part.value is not None,
                names[part.name],
            )
            own = [self._kroner(part.name)] if kroner else []
            rows.append((names[part.name], self._joined(part.name), deviating, *own))
        if rows:
            month = month_name(self._judged.month)
            headings = (_("Område"), _("Samlet tall"), _("Enheter med avvik"))
            yield Table(
                caption=_("{theme} i {month}, etter område").format(theme=self._theme.name, month=month),
                headings=(*headings, *([_("Avvik i kroner")] if kroner else [])),
                numeric=(False, True, True, *([True] if kroner else [])),
                rows=(*rows, (_("Sum"), "–", self._all_of, *([self._kroner(None)] if kroner else []))),
                note=told_of_hidden(rows),
            )

    # --- enheter ----------------------------------------------------------------------------------------------------------

    def _deviates(self, enhet: str) -> bool:
        limit = self._judged.figures.limits.of(self._theme, enhet)
        return limit is not None and deviates(self._known[enhet], limit, self._indicator.better.sign)

    def _by_part(self) -> Split:
        """How many deviate in each part where any is known, by id."""
        found = {
            part: 0 for part in self._judged.parts if any(self._judged.part_of(one) == part for one in self._known)
        }
        for enhet in self._deviating:
            found[self._judged.part_of(enhet)] += 1
        return split(list(found.items()))

    def _count(self, id: str, enheter: Iterable[str], counted: str, is_shown: bool, part: str = "") -> Figure:
        where = self._judged.figures.delivered_at(self._indicator.id)
        records = [self._record(self._indicator, one, self._known[one], where) for one in sorted(enheter)]
        said = counted.format(
            figure=self._indicator.name,
            month=month_name(self._judged.month),
            limit=self._limit(),
            few=_("Tall som få personer står bak, er ikke med."),
            part=part,
        )
        return self._judged.counting.figure(id, records, said, shown=is_shown, data=self._data(self._indicator.id))

    def _record(
        self,
        indicator: Indicator,
        enhet: str,
        value: Decimal,
        where: Mapping[str, tuple[str, int]],
        worth: Decimal | int = 1,
    ) -> Record:
        """It opens on the course of the figure; its name is the value, with the file and the line that it stands on."""
        file, line = where[enhet]
        return Record(
            kind=_("enhet"),
            id=enhet,
            name=_("{value}, {file} linje {line}").format(value=shown(indicator, value), file=file, line=line),
            address=f"/enhet/{quote(enhet, safe='')}/tall/{quote(indicator.id, safe='')}?maaned={self._judged.month}",
            value=worth,
        )

    def _limit(self) -> str:
        if self._theme.agreed:
            return _("Grensen er det enheten har avtalt som det minste.")
        limit = self._judged.figures.limits.of(self._theme, "")
        if limit is None:
            return _("Ingen har satt en grense.")
        if self._theme.parameter:
            return _("Grensen er {limit}. Kommunen har satt den i {id}.").format(
                limit=number(limit), id=self._theme.parameter
            )
        return _("Grensen er {limit}.").format(limit=number(limit))

    def _data(self, indicator: str) -> tuple[tuple[str, str], ...]:
        year = self._judged.year
        frequency = year.today.desk.rulebook.indicators[indicator].frequency
        kinds = {*year.kinds_behind(indicator), "organisasjon", *(["ambisjoner"] if self._theme.agreed else [])}
        return year.delivered_in(kinds, Period.containing(self._judged.month, frequency))

    # --- what is beside it -------------------------------------------------------------------------------------------------

    def _joined(self, part: str) -> Cell:
        judged = self._judged
        card = judged.card(part) if part in judged.places.of and part != judged.places.top else None
        figure = card.figure(self._indicator.id) if card is not None else None
        if card is None or figure is None:
            return "–"
        name = judged.parts[part]
        value = value_on_card(judged.counting, f"{self._id}-tall-del-{own_id(part)}", card, figure, name)
        return state_name(figure.state) if value is None else value

    def _kroner(self, part: str | None) -> Cell:
        """What is under an enhet whose figure holds it already is not counted once more. part: None = all."""
        judged, id = self._judged, self._theme.kroner
        indicator = judged.year.today.desk.rulebook.indicators.get(id)
        known = {
            enhet: value
            for enhet, value in judged.figures.for_all(id).items()
            if enhet in judged.places.of and (part is None or judged.part_of(enhet) == part)
        }
        if judged.year.summaries.situation.scorecards.covers_below(id):
            known = {enhet: value for enhet, value in known.items() if not judged.places.is_under(enhet, known)}
        if not known or indicator is None:
            return _("ikke kjent")
        where = judged.figures.delivered_at(id)
        of = _("hele kommunen") if part is None else judged.parts[part]
        return judged.counting.figure(
            f"{self._id}-kroner" + (f"-del-{own_id(part)}" if part is not None else ""),
            [self._record(indicator, one, value, where, value) for one, value in sorted(known.items())],
            _(
                "{name} i {month}, lagt sammen for {of}. Det som er med i tallet til en enhet over, telles ikke to ganger."
            ).format(name=indicator.name, month=month_name(judged.month), of=of),
            data=self._data(id),
        )

    # --- what leaders said -------------------------------------------------------------------------------------------------

    def _explained(self) -> Iterator[Told]:
        asked = self._asked()
        if not asked:
            return
        in_time = [one for one in asked if one.explained_on is not None and not one.late]
        may = split([("in time", len(in_time)), ("not", len(asked) - len(in_time))])
        # Whoever deviates is asked: how many were, is as good as how many deviate.
        is_told = self._is_told and may.total is not None
        month = month_name(self._judged.month)
        counting = self._judged.counting
        all_of = counting.figure(
            f"{self._id}-bedt",
            map(_record_of, asked),
            _("Forklaringer lederne er bedt om for {month}, av tall som vises for alle. Bortfalte er ikke med.").format(
                month=month
            ),
            shown=is_told,
        )
        done = counting.figure(
            f"{self._id}-forklart",
            map(_record_of, in_time),
            _("Forklaringer for {month} som lederen har gitt innen fristen.").format(month=month),
            shown=is_told and may.parts[0].value is not None,
        )
        if all_of.value is not None and done.value is not None:
            yield told(
                _("{asked} ledere er bedt om å forklare måneden, og {count} har gjort det innen fristen."),
                asked=all_of,
                count=done,
            )

    def _asked(self) -> Sequence[Explanation]:
        of = self._judged.year.tx.explanations.where(month=self._judged.month, theme=self._theme.id)
        found = [one for one in of if one.state is not MonthlyState.LAPSED and one.enhet in self._known]
        return sorted(found, key=lambda one: one.id)


def _record_of(one: Explanation) -> Record:
    address = f"/manedsoppfolging/{quote(one.enhet, safe='')}/{one.month}"
    return Record(kind=_("forklaring"), id=one.id, name=_(one.state.value).capitalize(), address=address)
