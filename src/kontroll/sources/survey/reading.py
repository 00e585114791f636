"""Cells become measurements: each factor is an indicator, each mean is within its scale, each has its number of answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from pathlib import PurePosixPath
from unicodedata import normalize

from kontroll.domain.indicator import Indicator
from kontroll.domain.spelling import fold, nearest
from kontroll.sources.base import Row
from kontroll.sources.survey.headings import Role, by_name, plain
from kontroll.sources.survey.shapes import Cell
from kontroll.sources.xmlfile import Told
from kontroll.texts import _, listed, ngettext, number

KIND = "maalinger"
HEADINGS = ("enhet", "indikator", "periode", "verdi", "antall")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_NUMBER = re.compile(r"[+-]?\d{1,9}(?:[.,]\d{1,9})?\s*%?")
_COUNT = re.compile(r"\d{1,7}(?:[.,]0+)?")
#: What suppliers write where too few have answered, or nobody was asked.
_HIDDEN = re.compile(r"[*.\-–—:]+|<\s*\d+|n/?a|skjermet|for få( svar)?", re.IGNORECASE)
#: Decimals of a response rate before it is rounded as its indicator is.
_EXACT = Decimal("0.000001")


class Survey:
    """One file. name: as it is shown; it may say the year, and which survey it is."""

    def __init__(self, name: PurePosixPath, indicators: Mapping[str, Indicator], told: Told) -> None:
        self.told = told
        years = set(_YEAR.findall(name.stem))
        self.year = years.pop() if len(years) == 1 else ""
        delivered = [one for one in indicators.values() if one.computed is None]
        said = plain(normalize("NFC", name.as_posix()))
        of_survey = [one for one in delivered if one.source and _survey_name(one.source) in said]
        self.indicators = of_survey or delivered
        self.by_name = by_name(self.indicators)
        self.rate = self._rate_indicator()
        self.used: dict[str, str] = {}
        self.unused: dict[str, int] = {}
        self.counts = {"values": 0, "hidden": 0, "enheter": 0, "answers": 0}

    def rows(self, cells: Sequence[Cell]) -> list[Row]:
        """Measurements in the order of the file. Nothing of use among them is refused."""
        answers = {_key(cell): cell for cell in cells if cell.role is Role.ANSWERS}
        rows: dict[tuple[str, str, str], Row] = {}
        for cell in cells:
            if cell.role is Role.MEAN and cell.factor and (row := self._mean(cell, answers)) is not None:
                self._keep(rows, row)
        for row in self._rates(cells):
            self._keep(rows, row)
        if not self.used and not self.told.refusals:
            fix = _("Skriv leverandørens navn på faktoren under «kalt» i rules/indikatorer.")
            self.told.refuse(1, _("ingen kolonne heter det samme som en indikator"), fix)
        for heading, line in self.unused.items():
            self._tell_unused(heading, line)
        self.counts["enheter"] = len({row[1][0] for row in rows.values()})
        return list(rows.values())

    def said(self) -> list[str]:
        """What was read as what, for the report before anything is stored."""
        columns = [f"«{heading}» → {id}" for heading, id in self.used.items()]
        lines = [
            ngettext(
                "{enheter} enhet, {values} verdier, {hidden} uten verdi (tomme eller skjermet av leverandøren).",
                "{enheter} enheter, {values} verdier, {hidden} uten verdi (tomme eller skjermet av leverandøren).",
                self.counts["enheter"],
            ).format(
                enheter=number(self.counts["enheter"]),
                values=number(self.counts["values"]),
                hidden=number(self.counts["hidden"]),
            ),
            _("Lest som: {columns}.").format(columns=listed(columns)),
        ]
        if self.counts["answers"]:
            lines.append(_("Svar til sammen: {count}.").format(count=number(self.counts["answers"])))
        without = [one.id for one in self.indicators if one.id in self.used.values() and one.scale is None]
        if without:
            lines.append(_("Uten skala, så ingen verdi er prøvd mot den: {ids}.").format(ids=listed(without)))
        return lines

    # --- one cell -----------------------------------------------------------------------------------------------------

    def _mean(self, cell: Cell, answers: Mapping[tuple[str, str, str], Cell]) -> Row | None:
        indicator = self._indicator(cell)
        period = self._period(cell)
        if indicator is None or period is None:
            return None
        value = self._number(cell)
        if value is not None and indicator.scale is not None and not indicator.scale[0] <= value <= indicator.scale[1]:
            least, most = indicator.scale
            self._refuse(cell, _("{value} er utenfor skalaen {least}–{most} ({heading})").format(
                value=number(value), least=number(least), most=number(most), heading=cell.heading[:60]))  # fmt: skip
        own = answers.get(_key(cell)) or answers.get((cell.enhet, cell.period, ""))
        count = self._count(own) if own is not None else ""
        self.counts["hidden" if value is None else "values"] += 1
        return cell.line, [cell.enhet, indicator.id, period, "" if value is None else format(value, "f"), count]

    def _indicator(self, cell: Cell) -> Indicator | None:
        found = self.by_name.get(plain(cell.factor), [])
        if len(found) > 1:
            ids = listed([one.id for one in found])
            self._refuse(cell, _("«{heading}» kan være {ids}").format(heading=cell.heading[:60], ids=ids))
            return None
        if not found:
            self.unused.setdefault(cell.factor, cell.line)
            return None
        self.used.setdefault(cell.factor, found[0].id)
        return found[0]

    def _period(self, cell: Cell) -> str | None:
        """As the file says; else the one year in its name. A period of another form is told where measurements are read."""
        period = cell.period.removesuffix(".0") or self.year
        if not period and not self.told.refusals:
            what = _("filen sier ikke hvilket år undersøkelsen er fra")
            self.told.refuse(cell.line, what, _("Legg til kolonnen «år», eller skriv året i filens navn."))
        return period or None

    def _number(self, cell: Cell) -> Decimal | None:
        """None where nothing is given, or it is hidden."""
        text = cell.text.strip().replace("\u2212", "-")
        if not text or _HIDDEN.fullmatch(text):
            return None
        if _NUMBER.fullmatch(text) is None:
            self._refuse(
                cell, _("«{text}» er ikke et tall ({heading})").format(text=text[:30], heading=cell.heading[:60])
            )
            return None
        return Decimal(text.rstrip("% \u00a0").replace(",", "."))

    def _count(self, cell: Cell) -> str:
        """ "" where nothing is given: then few may have answered, and the value is hidden where that matters."""
        if _HIDDEN.fullmatch(cell.text.strip()):
            return ""
        text = "".join(cell.text.split())
        if not text:
            return ""
        if _COUNT.fullmatch(text) is None:
            what = _("«{text}» er ikke et antall ({heading})").format(text=text[:30], heading=cell.heading[:60])
            self._refuse(cell, what)
            return ""
        return re.split(r"[.,]", text)[0]

    # --- who answered -------------------------------------------------------------------------------------------------

    def _rates(self, cells: Sequence[Cell]) -> Iterable[Row]:
        """The response rate of each enhet, as given, or of those who were invited."""
        of_enhet: dict[tuple[str, str], dict[Role, Cell]] = {}
        for cell in cells:
            if not cell.factor:
                of_enhet.setdefault((cell.enhet, cell.period), {})[cell.role] = cell
        for (enhet, _period), found in of_enhet.items():
            answered = self._count(found[Role.ANSWERS]) if Role.ANSWERS in found else ""
            self.counts["answers"] += int(answered or 0)
            rate = self._rate(found, answered)
            shown = found.get(Role.RATE) or found.get(Role.INVITED)
            period = self._period(shown) if shown is not None else None
            if shown is not None and self.rate is not None and period is not None:
                self.used.setdefault(shown.heading, self.rate.id)
                yield shown.line, [enhet, self.rate.id, period, "" if rate is None else format(rate, "f"), answered]

    def _rate(self, found: Mapping[Role, Cell], answered: str) -> Decimal | None:
        given = self._number(found[Role.RATE]) if Role.RATE in found else None
        invited = self._count(found[Role.INVITED]) if Role.INVITED in found else ""
        if given is not None and not 0 <= given <= 100:
            self._refuse(found[Role.RATE], _("{value} er ingen svarprosent").format(value=number(given)))
        if not invited or not answered or int(invited) == 0:
            return given
        if int(answered) > int(invited):
            what = _("{answered} har svart, men bare {invited} var invitert")
            self._refuse(found[Role.INVITED], what.format(answered=number(int(answered)), invited=number(int(invited))))
        counted = (Decimal(answered) * 100 / Decimal(invited)).quantize(_EXACT, ROUND_HALF_UP)
        if given is not None and abs(given - counted) > 1:
            what = _("svarprosenten er {given}, men {answered} av {invited} er {counted}")
            self._refuse(found[Role.RATE], what.format(given=number(given), answered=answered, invited=invited,
                                                       counted=number(counted, 1)))  # fmt: skip
        return counted if given is None else given

    def _rate_indicator(self) -> Indicator | None:
        found = [one for one in self.indicators if plain(one.id).startswith("svarprosent")]
        return found[0] if len(found) == 1 else None

    # --- the whole ----------------------------------------------------------------------------------------------------

    def _keep(self, rows: dict[tuple[str, str, str], Row], row: Row) -> None:
        line, (enhet, indicator, period, _value, _count) = row
        if (enhet, indicator, period) in rows:
            what = _("enheten «{enhet}» har {indicator} for {period} to ganger")
            fix = _("Behold én rad for hver enhet og hvert år, og lever filen på nytt.")
            self.told.refuse(line, what.format(enhet=enhet[:40], indicator=indicator, period=period[:20]), fix)
        rows[enhet, indicator, period] = row

    def _refuse(self, cell: Cell, what: str) -> None:
        """Once, although a number of answers stands behind several means."""
        if any(problem.place.line == cell.line and problem.what == what for problem in self.told.refusals):
            return
        fix = _(
            "Rett filen hos leverandøren, og lever den på nytt. Er skalaen en annen, rett «skala» i rules/indikatorer."
        )
        self.told.refuse(cell.line, what, fix)

    def _tell_unused(self, heading: str, line: int) -> None:
        guess = nearest(heading, [name for one in self.indicators for name in (one.name, *one.called)])
        self.told.notice(
            line,
            _("«{heading}» er ikke brukt: ingen indikator heter det").format(heading=heading[:60]),
            _("Tallene der når ingen regel."),
            _("Mente du «{guess}»? Skriv leverandørens navn under «kalt» i rules/indikatorer.").format(guess=guess)
            if guess
            else _("Skal de brukes, beskriv indikatoren i rules/indikatorer, med leverandørens navn under «kalt»."),
        )


def _key(cell: Cell) -> tuple[str, str, str]:
    return cell.enhet, cell.period, plain(cell.factor)


def _survey_name(source: str) -> str:
    """`Medarbeiderundersøkelsen` is found in `medarbeiderundersokelse-2026`."""
    name = plain(fold(source))
    return name.removesuffix("n") if name.endswith("undersokelsen") else name
