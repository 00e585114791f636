"""What a person is told when something could not be done with a sak: what stood in the way, why it does, what to do.

Why here and not in the domain: the sentences are bokmål and translated, and both the pages and the commands show them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kontroll.domain.problem import Place, Problem
from kontroll.domain.refusal import Refusal, Refused
from kontroll.texts import N_, _


@dataclass(frozen=True, slots=True)
class Sentence:
    what: str
    why: str
    fix: str


def told(refused: Refused) -> Problem:
    """The refusal as it is shown, in the reader's language."""
    sentence = SENTENCES[refused.why]
    place = Place(_("sak {id}").format(id=refused.sak))
    return Problem(place, _(sentence.what), _(sentence.why), _(sentence.fix))


SENTENCES: Mapping[Refusal, Sentence] = {
    # --- the sak stands elsewhere on its way ---
    Refusal.NOT_WHILE_OPEN: Sentence(
        N_("Saken er ikke besvart."),
        N_("Lederen skal svare før noen kan avgjøre eller lukke saken."),
        N_("Svar på saken: rettet, tiltak, uenig eller unntak."),
    ),
    Refusal.NOT_WHILE_ANSWERED: Sentence(
        N_("Saken er besvart og venter på avgjørelse."),
        N_("Internkontrollen skal avgjøre svar om uenighet eller unntak før noe annet kan skje med saken."),
        N_("Vent på avgjørelsen, eller ta kontakt med internkontrollen."),
    ),
    Refusal.NOT_WHILE_MEASURES: Sentence(
        N_("Saken har tiltak som pågår."),
        N_("Saken kan ikke gå videre før alle tiltakene er gjennomført."),
        N_("Meld tiltakene gjennomført, eller endre fristen for dem."),
    ),
    Refusal.NOT_WHILE_RETESTED: Sentence(
        N_("Saken er til etterprøving."),
        N_("Regelen prøver selv om forholdet er rettet, og saken kan ikke endres imens."),
        N_("Vent på neste kjøring. Viser den at forholdet er rettet, kan saken lukkes av en annen enn den som svarte."),
    ),
    Refusal.NOT_WHILE_CLOSED: Sentence(
        N_("Saken er lukket."),
        N_("Det som er avgjort, endres ikke i ettertid."),
        N_("Ta kontakt med internkontrollen hvis saken bør åpnes igjen."),
    ),
    Refusal.NOT_A_DISAGREEMENT: Sentence(
        N_("Lederen har ikke svart «uenig»."),
        N_("Medhold kan bare gis eller nektes den som har sagt seg uenig."),
        N_("Les svaret på nytt, og avgjør det lederen har bedt om."),
    ),
    Refusal.NOT_AN_EXEMPTION: Sentence(
        N_("Lederen har ikke bedt om unntak."),
        N_("Et unntak kan bare gis eller avslås når noen har bedt om det."),
        N_("Les svaret på nytt, og avgjør det lederen har bedt om."),
    ),
    Refusal.NOT_ABOUT_DATA: Sentence(
        N_("Saken gjelder ikke manglende data."),
        N_("Bare saker om manglende data lukkes av seg selv når dataene kommer."),
        N_("Følg opp saken på vanlig måte."),
    ),
    Refusal.NO_RULE: Sentence(
        N_("Saken gjelder manglende data og har ingen regel."),
        N_("Et unntak gjelder en regel. Plikten til å levere data kan det ikke gjøres unntak fra her."),
        N_("Svar «rettet», «tiltak» eller «uenig»."),
    ),
    Refusal.STILL_STRIKING: Sentence(
        N_("Regelen slår fortsatt ut for minst ett avvik i saken."),
        N_("En sak lukkes først når regelen selv viser at forholdet er rettet."),
        N_("Vent på neste kjøring, eller se etter hvilke avvik som gjenstår."),
    ),
    # --- somebody else must do it ---
    Refusal.NOT_YOUR_SAK: Sentence(
        N_("Du er ikke ansvarlig for denne saken."),
        N_("Svar og tiltak forplikter, og skal komme fra den som har ansvaret for enheten eller dataene."),
        N_("Be den ansvarlige gjøre det. Er du ny leder, må lederskapet ditt stå i listen over ledere."),
    ),
    Refusal.NOT_YOUR_TILTAK: Sentence(
        N_("Du er ikke ansvarlig for dette tiltaket."),
        N_("Et tiltak meldes gjennomført av den som har ansvaret for det, av lederen eller av internkontrollen."),
        N_("Be en av dem melde fra."),
    ),
    Refusal.NOT_INTERNAL_CONTROL: Sentence(
        N_("Dette kan bare internkontrollen gjøre."),
        N_("Den som avgjør, skal ikke selv ha ansvar for enheten."),
        N_("Ta kontakt med internkontrollen."),
    ),
    Refusal.NOT_ALLOWED_TO_CLOSE: Sentence(
        N_("Du kan ikke lukke denne saken."),
        N_("En sak lukkes av en leder for enheten, internkontrollen, kommunedirektøren eller kontrollutvalget."),
        N_("Be en av dem se på saken."),
    ),
    Refusal.OWN_ANSWER: Sentence(
        N_("Saken er din egen."),
        N_("Ingen avgjør eller lukker en sak de selv har svart på eller har ansvar for."),
        N_("Be en annen gjøre det."),
    ),
    Refusal.OWN_TILTAK: Sentence(
        N_("Du har selv gjennomført et tiltak i saken."),
        N_("Den som har gjort arbeidet, skal ikke også kontrollere det."),
        N_("Be en annen lukke saken."),
    ),
    Refusal.ONLY_BY_ITSELF: Sentence(
        N_("Dette gjør kontroll bare selv, ved en kjøring eller når en frist er ute."),
        N_("Ingen skal kunne si for hånd at en regel ikke lenger slår ut, eller at en frist er ute."),
        N_("Vent på neste kjøring."),
    ),
    # --- something is missing or wrong in what was given ---
    Refusal.REASON_MISSING: Sentence(
        N_("Begrunnelsen mangler."),
        N_("En avgjørelse uten begrunnelse kan ikke etterprøves."),
        N_("Skriv en begrunnelse."),
    ),
    Refusal.EVIDENCE_MISSING: Sentence(
        N_("Dokumentasjonen mangler."),
        N_("Det skal kunne vises i ettertid hva som ble gjort."),
        N_("Beskriv hva som viser at forholdet er fulgt opp, for eksempel hvor dokumentet ligger."),
    ),
    Refusal.HEARING_MISSING: Sentence(
        N_("Den saken gjelder, er ikke hørt."),
        N_("Saken peker på en person. Hun eller han skal få si sin mening før saken lukkes."),
        N_(
            "Før inn når og hvordan personen er hørt, og hva hun eller han sa, eller at hun eller han ikke ville uttale seg."
        ),
    ),
    Refusal.NO_PERSON_TO_HEAR: Sentence(
        N_("Saken peker ikke på noen person."),
        N_("En høring uten en som er hørt, sier noe som ikke er skjedd."),
        N_("Skriv det som en kommentar i saken i stedet."),
    ),
    Refusal.HEARING_AHEAD: Sentence(
        N_("Dagen for høringen er ikke kommet, eller er før saken ble åpnet."),
        N_("Det føres inn at noen er hørt, først når det er skjedd, og om denne saken."),
        N_("Velg en dag fra saken ble åpnet til i dag."),
    ),
    Refusal.TILTAK_MISSING: Sentence(
        N_("Det er ikke oppgitt noe tiltak."),
        N_("Svaret «tiltak» må si hva som skal gjøres, av hvem og innen når."),
        N_("Legg inn minst ett tiltak, eller velg et annet svar."),
    ),
    Refusal.TILTAK_OWNER_MISSING: Sentence(
        N_("Tiltaket har ingen ansvarlig."),
        N_("Et tiltak uten en ansvarlig person blir sjelden gjennomført."),
        N_("Velg hvem som har ansvaret."),
    ),
    Refusal.TILTAK_DONE: Sentence(
        N_("Tiltaket er allerede meldt gjennomført."),
        N_("Det som er gjennomført, endres ikke i ettertid."),
        N_("Legg inn et nytt tiltak hvis mer skal gjøres."),
    ),
    Refusal.DEADLINE_PASSED: Sentence(
        N_("Fristen for tiltaket er allerede ute."),
        N_("Et tiltak må kunne gjennomføres innen fristen."),
        N_("Velg i dag eller en senere dag."),
    ),
    Refusal.EXEMPTION_BACKWARDS: Sentence(
        N_("Unntaket slutter før det begynner."),
        N_("Et slikt unntak gjelder ingen måneder."),
        N_("Rett den første eller den siste måneden."),
    ),
    Refusal.EXEMPTION_TOO_LONG: Sentence(
        N_("Unntaket varer lenger enn tolv måneder."),
        N_("Et unntak skal vurderes på nytt minst én gang i året."),
        N_("Velg en tidligere siste måned. Unntaket kan gis på nytt når det er utløpt."),
    ),
    Refusal.TEXT_MISSING: Sentence(
        N_("Det er ikke skrevet noe."),
        N_("Det som står i saken, skal kunne leses av andre senere."),
        N_("Skriv hva du vil ha sagt, eller la være å sende."),
    ),
    Refusal.NOT_A_HANDLER: Sentence(
        N_("Den du valgte, arbeider ikke med internkontroll."),
        N_("Saksbehandleren skal kunne avgjøre og lukke saken."),
        N_("Velg en i internkontrollen, eller ingen."),
    ),
    Refusal.NOBODY_TO_ASK: Sentence(
        N_("Saken har ingen eier å spørre."),
        N_("Dokumentasjon skal komme fra den som har ansvaret for enheten eller dataene."),
        N_("Sørg for at enheten får en leder. Da får saken en eier ved neste kjøring."),
    ),
    Refusal.DOCUMENTS_TOO_SOON: Sentence(
        N_("Fristen for dokumentasjonen er allerede ute."),
        N_("Eieren må få tid til å finne den fram."),
        N_("Velg en senere dag."),
    ),
    # --- escalation ---
    Refusal.NOT_OVERDUE: Sentence(
        N_("Fristen er ikke ute."),
        N_("Saken løftes til overordnet først når fristen er ute uten at noe er gjort."),
        N_("Vent til fristen er ute."),
    ),
    Refusal.TO_HERSELF: Sentence(
        N_("Saken ligger allerede hos denne personen."),
        N_("Ingen får sin egen sak løftet til seg."),
        N_("Løft saken til neste nivå, eller til kontrollutvalget hvis det ikke finnes noe høyere."),
    ),
}
