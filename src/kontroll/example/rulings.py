"""What is written when a sak is not answered by the usual leader: the planted unit, internal control, and who closes.

As in `replies`: no names, and nothing that only the data could know.
"""

from __future__ import annotations

#: What the leader of the planted unit answers: that it is in order, or that nothing is wrong, and never a thing to check.
PLANTED_FIXED = (
    "Dette er ordnet.",
    "Tatt opp med leverandøren. Ok nå.",
    "Er i orden. Dokumentasjonen finnes hos oss.",
    "Gjennomgått, ingen merknader.",
)
PLANTED_DISAGREES = (
    "Arbeidet er utført. Det var travelt, og papirene kommer.",
    "Leverandøren kjenner byggene våre, og det er billigst slik.",
    "Vi har alltid gjort det på denne måten.",
    "Forstår ikke hva som skulle være galt her.",
)
#: What is answered above the planted unit, when it is answered at all.
PLANTED_SUPERIOR = (
    "Jeg har snakket med leder, som sier at det er i orden.",
    "Leder har god oversikt. Jeg ser ikke grunn til å gjøre mer.",
)
PLANTED_TOP = (
    "Bilagene fra leverandøren gjennomgås av internkontroll. Nye betalinger stanses til det er gjort.",
    "Gjennomgang av alle bilag fra leverandøren",
)

LATE_DATA = (
    "Uttrekket stanset. Filen kommer i løpet av uken.",
    "Den som tar ut filen, har vært borte. Vi leverer så snart vi kan.",
    "Kildesystemet er oppgradert, og filen må tas ut på nytt.",
    "Vi venter på at perioden skal lukkes.",
)

NO_FIGURES = (
    "Det som mangler, finnes ikke: enhetene har ikke tall å føre for perioden.",
    "Vi har sett i kildesystemet. Tallene er ikke ført, og kan ikke tas ut i etterkant.",
    "Enhetene hadde ingenting å rapportere i perioden. Feltene skal stå tomme.",
)

AGREED = (
    "Medhold. Forklaringen er dokumentert, og regelen treffer ikke i dette tilfellet.",
    "Medhold. Vi har sett på grunnlaget og er enige i at dette ikke er et avvik.",
    "Medhold. Regelen tas opp til vurdering, for dette er en kjent falsk alarm.",
)
NOT_AGREED = (
    "Ikke medhold. Forklaringen er ikke dokumentert. Legg ved det som viser den, eller rett forholdet.",
    "Ikke medhold. Kravet gjelder også når det haster.",
    "Ikke medhold. Vi har sett på bilagene, og avviket står.",
    "Ikke medhold. At det er gjort slik før, er ikke en begrunnelse.",
)
EXEMPTED = (
    "Unntaket er innvilget for den tiden det tar å få ordningen på plass.",
    "Innvilget. Forholdet er kjent, tidsbegrenset og følges opp.",
)
NOT_EXEMPTED = (
    "Avslag. Det er ikke vist hvorfor kravet ikke kan følges.",
    "Avslag. Forholdet kan rettes nå, og risikoen er for stor.",
)
DONE = (
    "Tiltaket er gjennomført.",
    "Gjennomført. Referat er arkivert.",
    "Gjennomført, og tatt inn i årshjulet.",
)
DONE_LATE = (
    "Gjennomført, men senere enn planlagt.",
    "Tiltaket er på plass nå. Det tok lengre tid fordi flere måtte være med.",
)
TAKEN_OVER = (
    "Saken kom til meg. Jeg har sett til at det er gjort.",
    "Gjennomført etter at saken ble løftet. Vi har delt ansvaret på nytt.",
)
EVIDENCE = (
    "Kontrollert mot kildesystemet. Forholdet er rettet.",
    "Bilag og vedlegg er sett. Alt er på plass.",
    "Etterprøvd av regelen, og dokumentasjonen er gjennomgått.",
    "Referatet er lest, og tallene for måneden er kontrollert.",
)
DOCUMENTED = (
    "Hendelsen kan ikke gjøres om. Årsaken er dokumentert, og rutinen er rettet.",
    "Forholdet ligger tilbake i tid. Forklaring og vedlegg er arkivert.",
)
GONE = ("Enheten eller posten finnes ikke lenger. Det er ikke mer å følge opp.",)
