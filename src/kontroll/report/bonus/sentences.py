"""Sentences: a bonus sheet in plain Norwegian, with no figure of others that is not published.

Why each rival is asked for anew: what decides may rest on a figure that few stand behind, or that is hidden to protect such
a one. Then the sheet tells that it decided, and neither whose it was nor what it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from kontroll.domain.bonus import BonusClass, BonusState, CriterionKind, Why
from kontroll.domain.indicator import Indicator, WeightedIndex
from kontroll.domain.month import Period
from kontroll.domain.operand import Colour
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.truth import Truth
from kontroll.engine.plain.answer import Measured, Number, Value
from kontroll.report.bonus.criteria import Criterion
from kontroll.report.bonus.sheet import Compliance, Ground, Sheet
from kontroll.texts import N_, _, listed, month_name, ngettext, number

#: Whether a figure of another enhet may be shown.
Public = Callable[[Value], bool]
#: Names that are listed before the rest are counted.
_NAMED = 3
_STATES = {
    BonusState.STRUCK: N_("Grunnlag for bonus"),
    BonusState.NOT: N_("Ikke grunnlag"),
    BonusState.UNMEASURABLE: N_("Ikke målbart"),
}
_CLASSES = {
    BonusClass.RESULT: N_("Best resultat"),
    BonusClass.PROGRESS: N_("Best fremgang"),
    BonusClass.OPEN: N_("Åpen klasse"),
}
_COLOURS = {Colour.RED: N_("rød"), Colour.YELLOW: N_("gul"), Colour.GREEN: N_("grønn")}
_ANSWERS = {Truth.TRUE: N_("Oppfylt"), Truth.FALSE: N_("Ikke oppfylt"), Truth.UNKNOWN: N_("Ikke målbart")}
_LACKING = {
    Why.NO_SURVEY: N_("Ingen er målt i {period}. Da er dette ikke målbart for noen, og det regnes ikke som 0."),
    Why.NO_SURVEY_BEFORE: N_("Ingen ble målt i {base}. Da er det ingen fremgang å måle, og det regnes ikke som 0."),
    Why.NEW: N_("Enheten fantes ikke i {base}, og har ikke noe år å måle fremgangen fra. Det regnes ikke som 0."),
    Why.SHIELDED: N_("Færre enn {least} svarte i {period}. Tallet er skjermet, også for regelen."),
    Why.SHIELDED_BEFORE: N_("Færre enn {least} svarte i {base}. Tallet er skjermet, og det er ingen fremgang å måle."),
    Why.MISSING: N_("Tallet for {period} er ikke levert for enheten."),
    Why.MISSING_BEFORE: N_("Tallet for {base} er ikke levert for enheten, og det er ingen fremgang å måle."),
    Why.NO_LIMIT: N_("Grensen for grønt eller gult er ikke fastsatt for enheten i {period}."),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One criterion as it is shown. answer: oppfylt, ikke oppfylt or ikke målbart."""

    label: str
    answer: str
    truth: Truth
    why: Why
    sentences: tuple[str, ...]


def state_name(state: BonusState) -> str:
    return _(_STATES[state])


def class_name(klass: BonusClass) -> str:
    return _(_CLASSES[klass])


class Telling:
    """names: of the enheter that are compared. public: whether a figure of others may be shown."""

    def __init__(self, rulebook: Rulebook, names: Mapping[str, str], public: Public) -> None:
        self._rulebook = rulebook
        self._names = names
        self._public = public

    def criteria(self, ground: Ground, sheet: Sheet) -> list[Told]:
        return [self._told(one, sheet) for one in ground.criteria]

    def ways(self, ground: Ground) -> list[str]:
        """What would have been enough, each as one sentence."""
        labels = [self.label(one) for one in ground.criteria]
        return [
            _("Det hadde vært nok at dette var oppfylt: {labels}.").format(
                labels=listed([f"«{labels[n]}»" for n in way])
            )
            for way in ground.ways
        ]

    def compliance(self, sheet: Sheet) -> list[str]:
        """How it stands with rules and control, and what that means for bonus."""
        found = sheet.compliance
        if found is None:
            return []
        one = self._rulebook.indicators[found.indicator]
        told = [
            _("{name} i {period}: {value}.").format(
                name=one.name, period=_when(found.period), value=self._own(found, one)
            )
        ]
        if found.asked:
            told.append(_("Regelen spør etter dette fokusområdet; svaret står blant vilkårene."))
        else:
            told.append(
                _("Regelen spør ikke etter dette fokusområdet: rødt her tar ikke i seg selv bonusen fra enheten.")
            )
            told.append(_("Den som avgjør, ser fargen, og kan la være å gi bonus med en begrunnelse."))
        return told

    def is_close(self, sheet: Sheet) -> bool:
        """Whether chance alone may have decided between it and its rival, one way or the other, as far as may be told."""
        return any(one.is_noise and one.rank in (1, 2) and self._both_public(one) for one in sheet.criteria)

    def label(self, one: Criterion) -> str:
        if one.label:
            return one.label.rstrip(".")
        return self._rulebook.indicators[one.indicator].name if one.indicator else _("Annet vilkår")

    # --- one criterion ------------------------------------------------------------------------------------------------

    def _told(self, one: Criterion, sheet: Sheet) -> Told:
        return Told(self.label(one), _(_ANSWERS[one.truth]), one.truth, one.why, tuple(self._sentences(one, sheet)))

    def _sentences(self, one: Criterion, sheet: Sheet) -> Iterator[str]:
        if one.kind is CriterionKind.OTHER or not one.indicator:
            return
        yield from self._figure(one)
        if one.why in _LACKING:
            yield self._lacking(one)
            if one.why is Why.NEW and sheet.took_over:
                yield _("Den kom etter {names}.").format(names=listed([self._name(id) for id in sheet.took_over]))
        elif one.kind is CriterionKind.COLOUR:
            yield from self._colour(one)
        elif one.kind is CriterionKind.LIMIT:
            yield from self._limit(one)
        else:
            yield from self._placed(one, sheet)

    def _figure(self, one: Criterion) -> Iterator[str]:
        indicator = self._rulebook.indicators[one.indicator]
        if one.operand is None or one.period is None:
            return
        if not all(map(self._public, one.values)):
            yield _(
                "Tallet er skjermet for andre enn enhetens egen linje, fordi få har svart her eller i en enhet ved siden av."
            )
            return
        if one.base is None:
            told = _("{name} i {period}: {value}.").format(
                name=indicator.name, period=_when(one.period), value=_shown(one.operand, indicator)
            )
        else:
            told = _("{name}: {now} i {period} mot {before} i {base}, altså {change}.").format(
                name=indicator.name, now=_of(one.values[0], indicator), period=_when(one.period),
                before=_of(one.values[1], indicator), base=_when(one.base), change=_signed(one.operand, indicator),
            )  # fmt: skip
        count = one.values[0].count if one.values and self._least(indicator) else None
        if count is not None:
            told += " " + ngettext("{n} svar ligger bak.", "{n} svar ligger bak.", count).format(n=number(count))
        yield told

    def _lacking(self, one: Criterion) -> str:
        return _(_LACKING[one.why]).format(
            period=_when(one.period) if one.period is not None else "",
            base=_when(one.base) if one.base is not None else "",
            least=number(self._least(self._rulebook.indicators[one.indicator])),
        )

    def _colour(self, one: Criterion) -> Iterator[str]:
        indicator = self._rulebook.indicators[one.indicator]
        if not all(map(self._public, one.values)):
            return
        assert one.green is not None
        assert one.yellow is not None
        assert one.colour is not None
        yield _("Grønn grense er {green} og gul {yellow}: fargen er {colour}.").format(
            green=_shown(one.green, indicator), yellow=_shown(one.yellow, indicator), colour=_(_COLOURS[one.colour])
        )
        if one.needed is not None and one.operand is not None:
            yield _("Det måtte vært {needed} eller bedre, {gap} fra det som ble.").format(
                needed=_shown(one.needed, indicator),
                gap=_shown(abs(Fraction(one.needed) - Fraction(one.operand)), indicator),
            )

    def _limit(self, one: Criterion) -> Iterator[str]:
        if one.limit is not None:
            limit = _shown(one.limit, self._rulebook.indicators[one.indicator])
            yield _("Grensen i regelen er {limit}.").format(limit=limit)

    # --- among others -------------------------------------------------------------------------------------------------

    def _placed(self, one: Criterion, sheet: Sheet) -> Iterator[str]:
        among = sheet.service if one.same_service else ""
        if one.why is Why.TOO_FEW:
            yield self._too_few(one, among)
            return
        if one.why is Why.RIVAL_UNKNOWN:
            yield self._unknown_rivals(one)
        rival = one.rival
        if rival is None or not self._both_public(one):
            yield from self._hidden(one, among)
            return
        yield self._against(one, rival, among)
        yield from self._chance(one)
        if one.needed is not None:
            yield self._needed(one)

    def _both_public(self, one: Criterion) -> bool:
        """Whether both figures may be shown: the difference tells the one to whoever knows the other."""
        rival = one.rival.values if one.rival is not None else ()
        return all(map(self._public, (*one.values, *rival)))

    def _too_few(self, one: Criterion, among: str) -> str:
        if one.group == 1 and among:
            return _("Enheten er alene i tjenesten {service}. Den som er alene, vinner ikke uten motstand.").format(
                service=among
            )
        return _("{group} kan sammenlignes, og regelen krever {least}.").format(
            group=number(one.group), least=number(one.least)
        )

    def _unknown_rivals(self, one: Criterion) -> str:
        names = [self._name(id) for id in one.unknown[:_NAMED]]
        if len(one.unknown) > _NAMED:
            names.append(_("{n} til").format(n=number(len(one.unknown) - _NAMED)))
        return _("Ingen kjent er bedre, men tallet mangler for {names}. Da kan ingen si hvem som er best.").format(
            names=listed(names)
        )

    def _hidden(self, one: Criterion, among: str) -> Iterator[str]:
        """What decided, without the figure of whoever it was."""
        best = one.why in (Why.FIRST, Why.TIED)
        where = self._where(one, among)
        if best:
            yield _("Ingen er bedre {where}. Hvor mye som skiller, er skjermet.").format(where=where)
        elif one.why in (Why.BEATEN, Why.EQUALLED):
            yield _("En annen er best {where}. Hvor mye som skiller, er skjermet.").format(where=where)

    def _against(self, one: Criterion, rival: Measured, among: str) -> str:
        indicator = self._rulebook.indicators[one.indicator]
        told = {
            Why.FIRST: _("Best {where}. Nærmest er {name} med {value}, {lead} bak."),
            Why.TIED: _("Delt best {where}: {name} har også {value}."),
            Why.EQUALLED: _("{name} er like god, med {value}, og regelen gir den ikke til flere."),
            Why.BEATEN: _("Best {where} er {name} med {value}, {lead} foran."),
        }.get(one.why, _("Nærmest er {name} med {value}, {lead} bak."))
        assert rival.operand is not None
        shown = _signed if one.base is not None else _shown
        lead = "" if one.lead is None else _shown(abs(one.lead), indicator)
        return told.format(
            where=self._where(one, among),
            name=self._name(rival.enhet),
            value=shown(rival.operand, indicator),
            lead=lead,
        )

    def _where(self, one: Criterion, among: str) -> str:
        known = number(one.group - len(one.unknown))
        if among:
            return _("av {n} i tjenesten {service}").format(n=known, service=among)
        return _("av {n} målte tjenestesteder").format(n=known)

    def _chance(self, one: Criterion) -> Iterator[str]:
        if one.noise is None or one.is_noise is None:
            return
        margin = _shown(one.noise, self._rulebook.indicators[one.indicator])
        if one.is_noise:
            yield _(
                "Forskjellen er innenfor usikkerheten ({margin}): den kan skyldes hvem som tilfeldigvis svarte."
            ).format(margin=margin)
        else:
            yield _("Forskjellen er større enn usikkerheten ({margin}).").format(margin=margin)

    def _needed(self, one: Criterion) -> str:
        indicator = self._rulebook.indicators[one.indicator]
        assert one.needed is not None
        if one.base is None:
            return _("For å være best måtte tallet vært {needed}.").format(needed=_shown(one.needed, indicator))
        now = one.values[1].number if len(one.values) > 1 else None
        told = _("For å ha best fremgang måtte den vært {needed}").format(needed=_signed(one.needed, indicator))
        if now is None:
            return told + "."
        wanted = Fraction(now) + Fraction(one.needed) * indicator.better.sign
        return told + _(", altså {value} i {period}.").format(
            value=_shown(wanted, indicator), period=_when(one.period) if one.period is not None else ""
        )

    # --- words --------------------------------------------------------------------------------------------------------

    def _name(self, enhet: str) -> str:
        return self._names.get(enhet, enhet)

    def _least(self, indicator: Indicator) -> int:
        """The fewest answers that a figure may rest on; of an index, those of its parts."""
        if isinstance(indicator.computed, WeightedIndex):
            return max((self._least(self._rulebook.indicators[id]) for id in indicator.computed.parts), default=0)
        return indicator.min_count

    def _own(self, found: Compliance, indicator: Indicator) -> str:
        if found.value.number is None:
            return _("ikke målt")
        colour = _(_COLOURS[found.colour]) if found.colour is not None else _("uten farge")
        return f"{_shown(found.value.number, indicator)}, {colour}"


def _when(period: Period) -> str:
    return month_name(period.first_month) if period.frequency_months == 1 else str(period)


def _of(value: Value, indicator: Indicator) -> str:
    return _shown(value.number, indicator) if value.number is not None else _("ukjent")


def _shown(value: Number, indicator: Indicator) -> str:
    return f"{number(_exact(value, indicator.decimals), indicator.decimals)} {indicator.unit}".strip()


def _signed(value: Number, indicator: Indicator) -> str:
    """With its sign: progress or setback."""
    return ("+" if value > 0 else "") + _shown(value, indicator)


def _exact(value: Number, decimals: int) -> Decimal:
    """Differences of figures have as many decimals as the figures."""
    if isinstance(value, Decimal):
        return value
    scaled = value * 10**decimals
    whole = round(scaled) if scaled.denominator != 1 else scaled.numerator
    return Decimal(whole).scaleb(-decimals)
