"""What people in Furuvik write when they answer a sak: by what the rule is about, in the words of everyday bokmål.

No text names anybody, and none tells what only the data could know: each must fit any unit and any month.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Replies:
    """What may be answered in one field. tiltak: pairs of the answer and the measure it promises.

    weights: how often rettet, tiltak, uenig and unntak are answered, of a hundred.
    """

    weights: tuple[int, int, int, int]
    rettet: tuple[str, ...]
    tiltak: tuple[tuple[str, str], ...]
    uenig: tuple[str, ...]
    unntak: tuple[str, ...]


_ECONOMY = Replies(
    weights=(26, 48, 17, 9),
    rettet=(
        "Refusjonen er ført nå. Avviket var periodisering, og neste månedsrapport skal være i balanse.",
        "Fakturaene som hørte til et annet ansvar, er omført. Økonomi har bekreftet føringen.",
        "Forklaringen er lagt inn i budsjettoppfølgingen, og prognosen er justert.",
        "Vi har ansatt i de ledige stillingene, så vikarinnleien er stanset fra denne måneden.",
    ),
    tiltak=(
        ("Merforbruket skyldes vikarer. Vi legger om turnusen fra neste periode.", "Ny turnus uten fast innleie"),
        ("Vi har flere brukere enn budsjettet bygger på, og må prioritere.", "Gjennomgang av vedtak og bemanning"),
        (
            "Vi stanser innkjøp som kan vente, til prognosen er i balanse.",
            "Innkjøpsstopp med unntak for det lovpålagte",
        ),
        ("Vi går gjennom alle postene sammen med controller.", "Gjennomgang av regnskapet med controller"),
    ),
    uenig=(
        "Budsjettet er delt i tolv like deler, men utgiften vår kommer én gang i året. Vi er i balanse for året.",
        "Tilskuddet fra staten kommer neste måned. Det er ikke et reelt merforbruk.",
        "Tallene gjelder oppgaver som ble flyttet til en annen enhet før sommeren.",
    ),
    unntak=(
        "Vi ber om unntak til budsjettet er regulert i kommunestyret.",
        "Vi har en ressurskrevende bruker som det ikke er budsjettert for, og ber om unntak til tilskuddet er avklart.",
        "Enheten er under omstilling. Vi ber om unntak ut tertialet.",
    ),
)
_INVOICE = Replies(
    weights=(56, 20, 18, 6),
    rettet=(
        "Timelisten lå hos oss og er nå lagt ved bilaget.",
        "Varene var mottatt, men mottaket var ikke registrert. Det er gjort nå.",
        "Fakturaen var ført to ganger. Den ene er kreditert av leverandøren.",
        "Bilaget er sendt tilbake, attestert på nytt av en annen og deretter anvist.",
        "Fullmakten var gitt, men ikke registrert. Den ligger i registeret nå.",
    ),
    tiltak=(
        ("Vi har hatt for få som kan attestere. Én til får opplæring.", "Opplæring av ny attestant"),
        ("Vi innfører at ingen faktura anvises uten varemottak.", "Fast rutine for varemottak"),
        (
            "Vi går gjennom rutinen for attestasjon med alle som har fullmakt.",
            "Gjennomgang av attestasjon og anvisning",
        ),
    ),
    uenig=(
        "Det er to ulike leveranser samme dag. Fakturaene har hvert sitt vedlegg.",
        "Bilaget er ført om kvelden fordi vi lukket perioden. Det er ikke noe galt med det.",
        "Kjøpet er gjort i en hastesituasjon og er dokumentert i saken.",
        "Dette er et abonnement. Beløpet er likt hver måned, og noen timeliste finnes ikke.",
        "Stedfortreder anviste i ferien, og fullmakten gjaldt da.",
    ),
    unntak=(
        "Leverandøren bytter faktureringssystem og kan ikke vise til bestilling før det er på plass.",
        "Vi er bare to ansatte med tilgang i sommer, og ber om unntak ut ferien.",
    ),
)
_PURCHASE = Replies(
    weights=(38, 28, 20, 14),
    rettet=(
        "Protokollen var skrevet, men ikke arkivert. Den ligger i saken nå.",
        "Skatteattesten er hentet inn og lagt i saken.",
        "Kjøpet er nå knyttet til rammeavtalen.",
        "Oppfølgingsmøtet med leverandøren er holdt, og referatet er arkivert.",
    ),
    tiltak=(
        ("Vi samler bestillingene hos to innkjøpere.", "Egne bestillere i enheten"),
        ("Vi lyser ut en ny konkurranse sammen med innkjøp.", "Ny konkurranse kunngjøres"),
        ("De som bestiller, får kurs i anskaffelser.", "Kurs i anskaffelser for bestillere"),
        ("Vi lager en plan for møter med leverandørene.", "Årsplan for kontraktsoppfølging"),
    ),
    uenig=(
        "Det er to ulike behov med to måneders mellomrom. Kjøpet er ikke delt opp.",
        "Rammeavtalen dekker ikke denne varen.",
        "Det finnes bare én leverandør, og det er begrunnet i saken.",
        "Beløpet er over flere år. Verdien hvert år er under grensen.",
    ),
    unntak=(
        "Avtalen er gått ut, og den nye er klar om noen måneder. Vi må bestille i mellomtiden.",
        "Vi trenger reservedeler til utstyr som bare denne leverandøren har.",
        "Konkurransen er avlyst og lyses ut på nytt. Vi ber om å få bruke dagens leverandør så lenge.",
    ),
)
_SICK_CASE = Replies(
    weights=(62, 20, 12, 6),
    rettet=(
        "Oppfølgingsplanen er skrevet sammen med den ansatte.",
        "Dialogmøtet er holdt og ført i fraværssystemet.",
        "Møtet ble holdt i tide, men var ikke registrert. Datoen er lagt inn.",
        "Det er ikke behov for plan, og begrunnelsen er nå ført.",
    ),
    tiltak=(
        ("Møtet er avtalt med den ansatte og bedriftshelsetjenesten.", "Dialogmøtet holdes"),
        ("Vi tar en fast gjennomgang av sykmeldte hver uke.", "Ukentlig gjennomgang av sykmeldte"),
        ("Jeg har bedt HR om hjelp til oppfølgingen.", "Oppfølgingsplan sammen med HR"),
    ),
    uenig=(
        "Den ansatte er tilbake i full jobb. Friskmeldingen er ikke registrert.",
        "NAV har besluttet at møtet ikke er nødvendig.",
    ),
    unntak=("Den ansatte kan ikke delta i møte nå. Vi ber om å få vente i samråd med lege og NAV.",),
)
_SICK_LEAVE = Replies(
    weights=(12, 62, 14, 12),
    rettet=(
        "De langtidssykmeldte er tilbake, og tallene for denne måneden er lavere.",
        "Vi har hatt møte om fraværet med tillitsvalgt og verneombud, og fulgt opp hver enkelt.",
    ),
    tiltak=(
        ("Vi går gjennom turnus og belastning med verneombud og tillitsvalgt.", "Ny plan for nærvær"),
        ("Vi har hatt mye smitte. Vi ser på rutinene for renhold og vikarbruk.", "Rutiner ved smitte gjennomgås"),
        ("NAV arbeidslivssenter blir med i arbeidet.", "Nærværsarbeid sammen med NAV"),
        ("Vi tar medarbeidersamtaler med alle i løpet av høsten.", "Medarbeidersamtaler med alle"),
    ),
    uenig=(
        "Vi er få ansatte. Én sykmeldt gir ti prosent fravær, og det har ikke med arbeidsmiljøet å gjøre.",
        "Fraværet er langtidsfravær som ikke kan påvirkes av oss, og alle er fulgt opp.",
    ),
    unntak=(
        "Tre av fraværene er varslet operasjoner. Vi ber om unntak til de er tilbake.",
        "Vi er slått sammen med en annen enhet. Vi ber om unntak til tallene kan sammenlignes.",
    ),
)
_HOURS = Replies(
    weights=(30, 46, 12, 12),
    rettet=(
        "Vaktene er fordelt på flere, og vaktlisten for neste periode er innenfor grensene.",
        "Avtalen med tillitsvalgte var inngått, men ikke registrert. Den er lagt inn.",
    ),
    tiltak=(
        ("Vi lyser ut en ledig stilling og ringer vikarpoolen først.", "Fast stilling lyses ut"),
        ("Vi legger vaktlisten sammen med tillitsvalgte.", "Ny vaktplan"),
    ),
    uenig=(
        "Vakten ble forlenget på grunn av en akutt hendelse. Det er innenfor loven.",
        "Den ansatte har ledende stilling og er unntatt fra reglene om arbeidstid.",
    ),
    unntak=("Vi har søkt Arbeidstilsynet om utvidet overtid, og ber om unntak til svaret kommer.",),
)
_HIRING = Replies(
    weights=(72, 18, 10, 0),
    rettet=(
        "Attesten ble vist før første vakt. Datoen er lagt inn.",
        "Arbeidsavtalen er underskrevet og arkivert.",
        "Den ansatte går ikke vakter alene før attesten er vist. Den er vist i dag.",
    ),
    tiltak=(
        ("Attest skal heretter være vist før vi legger vakter.", "Rutine for tilsetting gjennomgås"),
        ("Vi har bedt HR om avtalen med det samme.", "Arbeidsavtalen underskrives"),
    ),
    uenig=("Den ansatte kom fra en annen enhet i kommunen og har vist attesten der.",),
    unntak=(),
)
_TRAINING = Replies(
    weights=(44, 42, 6, 8),
    rettet=(
        "Kurset er tatt, men var ikke registrert. Kursbeviset er lagt inn.",
        "De som manglet, tok kurset denne uken.",
        "Vi har hatt dilemmatrening på personalmøtet, og alle er registrert.",
    ),
    tiltak=(
        ("Vi setter av tid på planleggingsdagen.", "Kurs på planleggingsdagen"),
        ("De som mangler, er påmeldt neste kurs.", "Påmeldte fullfører kurset"),
    ),
    uenig=("Den ansatte har sluttet og skal ikke stå på listen.",),
    unntak=("Kurset er fullt, og neste holdes over nyttår.", "Den ansatte er i permisjon og tar kurset etterpå."),
)
_SAFETY = Replies(
    weights=(42, 42, 8, 8),
    rettet=(
        "Avviket er lukket i kvalitetssystemet, og tiltaket er gjennomført.",
        "Vernerunden er holdt, og rapporten er arkivert.",
        "Verneombud er valgt og meldt til HR.",
        "Vi har hatt møte med verneombudet og satt inn ekstra bemanning.",
    ),
    tiltak=(
        ("Utbedringen er bestilt, og området er sperret så lenge.", "Utbedringen gjennomføres"),
        ("Vi oppdaterer risikovurderingen sammen med verneombudet.", "Ny risikovurdering"),
        ("Vernerunden er satt opp sammen med bedriftshelsetjenesten.", "Vernerunden holdes"),
    ),
    uenig=("Hendelsen er fulgt opp, men den som meldte, har ikke lukket den i systemet.",),
    unntak=("Bygget skal stenges til sommeren. Vi har tiltak på plass så lenge.",),
)
_INTEGRITY = Replies(
    weights=(48, 30, 16, 6),
    rettet=(
        "Bierverv er meldt og godkjent. Den ansatte godkjenner ikke fakturaer fra denne leverandøren.",
        "Fakturaene er anvist på nytt av en som ikke har tilknytning til leverandøren.",
        "Fullmakten er trukket tilbake og en ny er underskrevet.",
    ),
    tiltak=(
        ("Vi går gjennom alle fullmakter i enheten.", "Gjennomgang av fullmakter"),
        ("Jeg tar opp habilitet på neste personalmøte og ber alle melde bierverv.", "Alle melder bierverv"),
    ),
    uenig=(
        "Vervet er ulønnet og i et lag som kommunen ikke kjøper av lenger.",
        "Fullmakten gjelder fortsatt, fordi den er gitt av den som nå er stedfortreder.",
    ),
    unntak=("Vi er få som kan godkjenne. Overordnet ser gjennom fakturaene til en annen er på plass.",),
)
_DEADLINES = Replies(
    weights=(40, 38, 12, 10),
    rettet=(
        "Saken er lukket, og dokumentasjonen ligger i arkivet.",
        "Vi svarte i tide, men svaret var ikke ført i systemet.",
        "Rutinen er revidert og lagt ut på ansattsidene.",
    ),
    tiltak=(
        ("Arbeidet er i gang, men tar lengre tid enn vi trodde.", "Saken ferdigstilles"),
        ("Vi setter av tid til revisjonen i neste måned.", "Revisjonen gjøres ferdig"),
        ("Vi går gjennom fristene hver mandag.", "Ukentlig fristkontroll"),
    ),
    uenig=(
        "Fristen ble forlenget skriftlig av den som ba om svaret.",
        "Saken er overført til en annen enhet.",
    ),
    unntak=("Saken venter på Statsforvalteren, og vi ber om ny frist.",),
)
_DATA = Replies(
    weights=(66, 16, 16, 2),
    rettet=("Tallene er rettet i kildesystemet og kommer i neste fil.", "Leverandøren er registrert."),
    tiltak=(("Vi retter uttrekket sammen med leverandøren av systemet.", "Uttrekket rettes"),),
    uenig=("Tallet er riktig. Enheten er delt, og årsverkene er flyttet.",),
    unntak=("Uttrekket kan ikke rettes før systemet er oppgradert.",),
)
_TALK = Replies(
    weights=(60, 34, 4, 2),
    rettet=(
        "Samtalen er holdt, og det vi ble enige om, er skrevet ned.",
        "Vurderingen er gjort sammen med HR og lagt i saken.",
        "Vurdert. Grunnlaget er gjennomgått, og beslutningen er begrunnet i saken.",
    ),
    tiltak=(
        ("Samtalen er avtalt.", "Samtalen holdes"),
        ("Jeg ber om en tallgjennomgang før jeg bestemmer meg.", "Vurderingen gjøres ferdig"),
    ),
    uenig=("Enheten er ny, og tallene fra i fjor gjelder en annen organisering.",),
    unntak=("Leder er i permisjon. Vurderingen gjøres når vedkommende er tilbake.",),
)
_CONTROL = Replies(
    weights=(24, 60, 12, 4),
    rettet=("Jeg har gått gjennom bilagene med økonomi og lagt oppsummeringen i saken.",),
    tiltak=(
        ("Internkontroll og økonomi går gjennom enheten sammen med meg.", "Gjennomgang av enheten"),
        ("All anvisning går via meg inntil videre.", "Anvisning løftes til overordnet"),
    ),
    uenig=("Funnene henger sammen med ett bilag, som alt er rettet.",),
    unntak=("Enheten er til gjennomgang hos revisjonen. Vi ber om å få vente på den.",),
)

#: By the first part of a rule's id; what is not here is answered as a matter of deadlines.
BY_AREA: dict[str, Replies] = {
    "okonomi": _ECONOMY,
    "faktura": _INVOICE,
    "betaling": _INVOICE,
    "innkjop": _PURCHASE,
    "fravaer": _SICK_CASE,
    "medarbeidere": _SICK_LEAVE,
    "overtid": _HOURS,
    "tilsetting": _HIRING,
    "opplaering": _TRAINING,
    "etikk": _TRAINING,
    "hms": _SAFETY,
    "bierverv": _INTEGRITY,
    "fullmakt": _INTEGRITY,
    "datakvalitet": _DATA,
    "samtale": _TALK,
    "bonus": _TALK,
    "resultatlonn": _TALK,
    "internkontroll": _CONTROL,
}


def replies(rule: str) -> Replies:
    """What may be answered to a sak of the rule with this id."""
    return BY_AREA.get(rule.rpartition("-")[0], _DEADLINES)
