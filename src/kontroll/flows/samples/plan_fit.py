"""Plan fit: whether what is planned can be drawn from the list as it is now, and what is told when it cannot."""

from __future__ import annotations

from collections.abc import Mapping

from kontroll.domain.drawplan import PlanChoices
from kontroll.domain.strata import UNCERTAIN
from kontroll.report.sampling.part_words import part_name
from kontroll.sampling.kup1.plan import Method
from kontroll.sampling.parts import Part
from kontroll.texts import _, listed, ngettext, number

#: Of these no more can be drawn than there are.
_AT_MOST_ALL = (Method.SIMPLE.value, Method.SYSTEMATIC.value)


def misfit(choices: PlanChoices, parts: Mapping[str, Part]) -> str:
    """Why the plan cannot be drawn from a list of these parts; "" where it can."""
    if too_many := beyond(choices, parts):
        return too_many
    planned = {one.name for one in choices.strata}
    if planned == parts.keys():
        return ""
    if parts.keys() == {UNCERTAIN}:
        count = parts[UNCERTAIN].count
        return ngettext(
            "Ingen post oppfyller filteret sikkert. Den ene posten i listen er med fordi et felt som avgjør det, mangler. "
            "Lag planen på nytt for den, eller avbryt og lag en liste med et annet filter.",
            "Ingen post oppfyller filteret sikkert. De {n} postene i listen er med fordi et felt som avgjør det, mangler. "
            "Lag planen på nytt for dem, eller avbryt og lag en liste med et annet filter.",
            count,
        ).format(n=number(count))
    missing = [part_name(name, len(parts)) for name in sorted(parts.keys() - planned)]
    gone = [part_name(name, len(planned)) for name in sorted(planned - parts.keys())]
    told = [_("Planen sier ikke hvor mange som trekkes av: {parts}.").format(parts=listed(missing))] if missing else []
    told += [_("Planen gjelder noe listen ikke har: {parts}.").format(parts=listed(gone))] if gone else []
    return " ".join([*told, _("Lag planen på nytt, for listen slik den er nå.")])


def beyond(choices: PlanChoices, parts: Mapping[str, Part]) -> str:
    """That more is to be drawn of a part than there is in it; "" where nothing is."""
    for one in choices.strata:
        count = parts[one.name].count if one.name in parts else one.n
        if one.method in _AT_MOST_ALL and one.n > count:
            return _(
                "Planen vil trekke {n} fra «{part}», men der er det bare {count}. Trekk færre, eller kontroller alle."
            ).format(n=number(one.n), part=part_name(one.name, len(parts)), count=number(count))
    return ""
