"""What a person is told when something could not be done with a draw: what stood in the way, why it does, what to do."""

from __future__ import annotations

from collections.abc import Mapping

from kontroll.domain.drawflow import DrawRefusal, DrawRefused
from kontroll.domain.problem import Place, Problem
from kontroll.notices.refusals import Sentence
from kontroll.texts import N_, _


def told_of_draw(refused: DrawRefused) -> Problem:
    """The refusal as it is shown, in the reader's language."""
    sentence = DRAW_SENTENCES[refused.why]
    place = Place(_("stikkprøve {id}").format(id=refused.draw))
    return Problem(place, _(sentence.what), _(sentence.why), _(sentence.fix))


_ORDER = N_(
    "Rekkefølgen er fast: avstemming, forpliktelse, frø, kontroll og rapport. Bare slik kan andre stole på utvalget."
)
_READ = N_("Åpne stikkprøven og se hva som er neste steg.")

DRAW_SENTENCES: Mapping[DrawRefusal, Sentence] = {
    # --- the draw stands elsewhere on its way ---
    DrawRefusal.NOT_WHILE_DRAFT: Sentence(
        N_("Stikkprøven er under planlegging."),
        _ORDER,
        N_("Få en annen til å avstemme populasjonen, og forplikt så planen."),
    ),
    DrawRefusal.NOT_WHILE_RECONCILED: Sentence(
        N_("Stikkprøven er avstemt, men planen er ikke forpliktet."),
        _ORDER,
        N_("Forplikt planen, eller endre den og få den avstemt på nytt."),
    ),
    DrawRefusal.NOT_WHILE_COMMITTED: Sentence(
        N_("Planen er forpliktet og kan ikke endres."),
        N_("Forpliktelsen er sendt til revisor og kontrollutvalget. Etter det skal ingen kunne velge hva som blir trukket."),
        N_("Skriv inn frøet når det er trukket, eller avbryt stikkprøven med en begrunnelse."),
    ),
    DrawRefusal.NOT_WHILE_DRAWN: Sentence(
        N_("Stikkprøven er trukket."),
        N_("Det første frøet gjelder, og utvalget kan ikke trekkes om igjen."),
        N_("Kontroller postene, bytt ut dem planen tillater, eller rett populasjonen hvis den var feil."),
    ),
    DrawRefusal.NOT_WHILE_CONCLUDED: Sentence(
        N_("Stikkprøven er avsluttet."),
        N_("Rapporten er låst, og hashen av den står i sporet."),
        N_("Start en ny stikkprøve hvis noe må kontrolleres på nytt."),
    ),
    DrawRefusal.NOT_WHILE_ABORTED: Sentence(
        N_("Stikkprøven er avbrutt."),
        N_("Nummeret er brukt, og begrunnelsen er offentlig."),
        N_("Start en ny stikkprøve."),
    ),
    DrawRefusal.AMENDMENT_UNDER_WAY: Sentence(
        N_("En rettet populasjon venter på avstemming eller forpliktelse."),
        N_("Utvalget kan bli et annet når den er ferdig."),
        N_("Gjør rettelsen ferdig først."),
    ),
    DrawRefusal.NO_AMENDMENT: Sentence(
        N_("Det er ingen rettet populasjon som venter på dette."), _ORDER, _READ
    ),
    # --- somebody else must do it ---
    DrawRefusal.OWN_POPULATION: Sentence(
        N_("Du laget populasjonen."),
        N_("Den som laget listen, kan ha utelatt noe. Derfor må en annen avstemme den og skrive inn frøet."),
        N_("Be en kollega i internkontrollen om å gjøre det."),
    ),
    DrawRefusal.ALONE: Sentence(
        N_("Ingen andre enn du har vært med på denne stikkprøven."),
        N_("Utkastet er laget av kontrollplanen. Minst to personer må være med før noe trekkes."),
        N_("Be en kollega i internkontrollen om å skrive inn frøet."),
    ),
    # --- something is missing or wrong in what was given ---
    DrawRefusal.PLAN_UNFINISHED: Sentence(
        N_("Planen er ikke ferdig: antall, reserver til hvert trinn eller kilde for frøet mangler."),
        N_("Alt må stå i planen før den forpliktes."),
        N_("Fyll ut hvor mange som skal trekkes, reservene til de neste trinnene, og hvor frøet skal komme fra."),
    ),
    DrawRefusal.NO_RATES: Sentence(
        N_("Sikkerheten, andelen dere kan leve med, eller andelen som kontrolleres av to, er ikke en andel."),
        N_("En andel er større enn 0 og mindre enn 1. Uten den kan ingenting sies om resten."),
        N_("Skriv for eksempel 95 % og 5 %."),
    ),
    DrawRefusal.LEDGER_MISSING: Sentence(
        N_("Antall eller sum fra den andre kilden mangler."),
        N_("Bare en sammenligning med en annen kilde kan vise at listen er fullstendig."),
        N_("Skriv antallet, og summen når noe summeres, fra regnskapet eller fagsystemet."),
    ),
    DrawRefusal.TEXT_MISSING: Sentence(
        N_("Teksten mangler."),
        N_("Den som leser dette senere, skal forstå hva du la til grunn."),
        N_("Skriv med noen ord hva du holdt det mot, eller hvorfor."),
    ),
    DrawRefusal.SEED_MISSING: Sentence(
        N_("Frøet mangler."), N_("Uten frø kan ingenting trekkes."), N_("Skriv tegnene slik de ble lest opp.")
    ),
    DrawRefusal.SEED_OF_OTHER_LENGTH: Sentence(
        N_("Frøet er ikke skrevet slik planen sier: antallet sifre er et annet, eller det er andre tegn enn sifre."),
        N_("Et kortere frø er lettere å gjette, og et lengre kan være to serier. Den første hele serien gjelder."),
        N_("Hold det mot protokollen, og skriv alle sifrene i den rekkefølgen de ble lest opp, også nuller først."),
    ),
    DrawRefusal.SEED_BEFORE_COMMITMENT: Sentence(
        N_("Frøet er eldre enn forpliktelsen."),
        N_("Da kunne noen ha kjent frøet da planen ble laget, og styrt hva som blir trukket."),
        N_("Trekk et nytt frø nå, eller rett tidspunktet hvis det er skrevet feil."),
    ),
    DrawRefusal.SEED_BEFORE_NAMED: Sentence(
        N_("Frøet er eldre enn planen sier at det skal være."),
        N_("Planen navnga et tidspunkt, og frøet skal komme fra kilden etter det."),
        N_("Bruk det første frøet fra kilden etter tidspunktet i planen."),
    ),
    DrawRefusal.SEED_AHEAD: Sentence(
        N_("Tidspunktet for frøet ligger i framtiden."),
        N_("Frøet skrives inn etter at det er trukket."),
        N_("Rett tidspunktet."),
    ),
    DrawRefusal.PLACE_MISSING: Sentence(
        N_("Stedet mangler."),
        N_("Andre skal kunne spørre dem som var der."),
        N_("Skriv møtet eller stedet, for eksempel «Kontrollutvalgets møte, formannskapssalen»."),
    ),
    DrawRefusal.WITNESSES_MISSING: Sentence(
        N_("Det må være minst to vitner."),
        N_("Én person alene kan ikke vise at den første serien ble brukt."),
        N_("Skriv navnene på to som så på, ett på hver linje."),
    ),
    DrawRefusal.NOT_DRAWN: Sentence(
        N_("Posten er ikke i utvalget."), N_("Bare det som er trukket, kan byttes ut."), _READ
    ),
    DrawRefusal.NOT_A_REASON: Sentence(
        N_("Dette er ikke en av grunnene i planen."),
        N_("Manglende dokumentasjon eller travle ledere er ingen grunn: det regnes som avvik."),
        N_("Velg en av grunnene i planen, eller registrer posten som avvik."),
    ),
    DrawRefusal.NO_REPLACING: Sentence(
        N_("Poster som er trukket etter beløp, vekt eller fast avstand, kan ikke byttes ut."),
        N_("De har ingen reserver. Det som ikke kan kontrolleres, regnes som feil."),
        N_("Registrer posten som «dokumentasjon mangler»."),
    ),
    DrawRefusal.NO_RESERVE: Sentence(
        N_("Det er for få reserver igjen."),
        N_("Planen sa hvor mange reserver som trekkes, og flere kan ikke komme til."),
        N_("Registrer posten som avvik, eller avbryt stikkprøven og lag en ny med flere reserver."),
    ),
    DrawRefusal.CHECK_APPROVED: Sentence(
        N_("Kontrollen av posten er godkjent."),
        N_("Det som er funnet, kan ikke gjøres om ved å ta posten ut av utvalget."),
        N_("La posten stå. Er funnet feil, rettes det i saken."),
    ),
    DrawRefusal.NO_STAGE: Sentence(
        N_("Planen har bare ett trinn."),
        N_("Et utvalg som utvides etter at noen så resultatet, sier ikke lenger det planen lovet."),
        N_("Start en ny stikkprøve."),
    ),
    DrawRefusal.STAGE_UNFINISHED: Sentence(
        N_("Ikke alle poster i trinnet er kontrollert og godkjent."),
        N_("Resultatet av trinnet avgjør om det neste skal trekkes."),
        N_("Gjør trinnet ferdig først."),
    ),
    DrawRefusal.STAGE_DECIDED: Sentence(
        N_("Trinnet har gitt svar, og planen ber ikke om et nytt."),
        N_("Bare ett avvik i trinnet åpner det neste."),
        N_("Avslutt stikkprøven."),
    ),
    DrawRefusal.WORK_UNFINISHED: Sentence(
        N_("Ikke alle poster er kontrollert og godkjent."),
        N_("Det som er ukjent, kan ikke regnes som i orden."),
        N_("Gjør ferdig det som mangler. Siden om arbeidet viser hva det er."),
    ),
    # --- the work on one item ---
    DrawRefusal.ANSWERS_MISSING: Sentence(
        N_("Et punkt på sjekklisten er ikke besvart."),
        N_("Hver post skal holdes mot de samme punktene."),
        N_("Svar ja, nei eller ikke aktuelt på alle."),
    ),
    DrawRefusal.NO_WITHOUT_WORDS: Sentence(
        N_("Et punkt er besvart med nei, men posten er satt til «i orden»."),
        N_("Den som leser dette, skal forstå hvorfor det ikke er et avvik."),
        N_("Skriv hvorfor, eller sett posten til avvik."),
    ),
    DrawRefusal.DEVIATION_WITHOUT_WORDS: Sentence(
        N_("Et avvik må forklares."),
        N_("Lederen skal kunne svare på det."),
        N_("Skriv hva som var galt, uten navn på personer som ikke må nevnes."),
    ),
    DrawRefusal.MINUTES: Sentence(
        N_("Tiden er ikke et rimelig antall minutter."),
        N_("Timene brukes til å vise hva kontrollen koster."),
        N_("Skriv minutter, for eksempel 15."),
    ),
    DrawRefusal.NOTHING_TO_APPROVE: Sentence(
        N_("Det er ingen kontroll som venter på godkjenning her."),
        N_("Posten er ikke kontrollert, venter på kontroll nummer to, eller er godkjent."),
        _READ,
    ),
    DrawRefusal.OWN_CHECK: Sentence(
        N_("Du gjorde denne kontrollen selv."),
        N_("Fire øyne: en annen skal godkjenne."),
        N_("Be en kollega om å godkjenne den."),
    ),
    DrawRefusal.DOCUMENT_TOO_LARGE: Sentence(
        N_("Dokumentet er for stort."),
        N_("Et dokument kan være på 10 MB, og stikkprøven har plass til 500 MB."),
        N_("Legg ved et mindre dokument, eller skriv hvor det ligger."),
    ),
    DrawRefusal.DOCUMENT_OF_NO_KIND: Sentence(
        N_("Dokumentet er ikke av et slag som kan legges ved."),
        N_("Det skal kunne åpnes også om mange år."),
        N_("Legg ved PDF, PNG, JPEG eller ren tekst."),
    ),
    DrawRefusal.ALREADY_THERE: Sentence(
        N_("Posten er allerede i utvalget."), N_("Den kontrolleres der."), N_("Åpne posten i listen.")
    ),
    DrawRefusal.NO_SUCH_RECORD: Sentence(
        N_("Posten finnes ikke i populasjonen."),
        N_("Bare poster fra samme liste kan plukkes ut."),
        N_("Skriv nummeret slik det står i fagsystemet."),
    ),
}  # fmt: skip
