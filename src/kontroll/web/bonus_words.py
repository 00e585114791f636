"""Bonus words: what stands in the way of a proposal or a decision, and what nobody was measured by, as people read it."""

from __future__ import annotations

from kontroll.domain.bonus import BonusRefusal
from kontroll.domain.rulebook import Rulebook
from kontroll.report.bonus.year import BonusYear
from kontroll.texts import N_, _

TOLD = {
    BonusRefusal.NO_REASON: N_("Skriv hvorfor. Den som leser det senere, skal forstå hva dere mente."),
    BonusRefusal.ALREADY_NOMINATED: N_("Tjenestestedet er allerede foreslått."),
    BonusRefusal.NOT_NOMINATED: N_("Det er ikke noe forslag å trekke."),
    BonusRefusal.NOT_HERS: N_("Bare den som foreslo, kan trekke forslaget."),
    BonusRefusal.DECIDED: N_("Det er avgjort siden, og forslaget hører med til avgjørelsen."),
    BonusRefusal.AGAINST_GROUND: N_("Dette går en annen vei enn det reglene ga grunnlag for. Skriv hvorfor."),
    BonusRefusal.OPEN_WITHOUT_REASON: N_("Åpen klasse krever en særskilt begrunnelse. Skriv den."),
    BonusRefusal.NO_CLASS: N_("Velg hva bonusen gis for."),
    BonusRefusal.NOT_CHOSEN: N_("Velg om bonus gis eller ikke."),
    BonusRefusal.AGAIN_WITHOUT_REASON: N_("Året er avgjort før. Skriv hvorfor det avgjøres på nytt."),
    BonusRefusal.NOT_A_SITE: N_("Tjenestestedet er ikke med i dette året."),
}


def periods_told(rulebook: Rulebook, found: BonusYear) -> list[str]:
    """What nobody was measured by, in sentences."""
    told = []
    for indicator, period in found.unmeasured:
        name = rulebook.indicators[indicator].name
        if period.last_month == found.month:
            sentence = _("«{name}» er ikke målt for noen i {period}: best resultat og best fremgang er ikke målbart.")
        else:
            sentence = _("«{name}» ble ikke målt for noen i {period}: best fremgang er ikke målbart.")
        told.append(sentence.format(name=name, period=period))
    return told
