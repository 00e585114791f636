"""What the elected of the example decide, what supervision finds there, and which cases are laid before them: words alone."""

from __future__ import annotations

BODIES = (
    "Kommunestyret",
    "Formannskapet",
    "Hovedutvalg oppvekst",
    "Hovedutvalg helse og omsorg",
    "Hovedutvalg teknisk",
)
DECISIONS = (
    "Administrasjonen lager en plan for trygg skolevei og legger den fram til høsten.",
    "Det settes av midler til flere lærlinger fra neste skoleår.",
    "Ventetiden for hjemmetjenester skal ned, og utvalget får et notat om hvordan.",
    "Gebyrene for byggesak gjennomgås før budsjettet behandles.",
    "Kommunen inngår avtale om felles legevakt med nabokommunene.",
    "Det lages en oversikt over vedlikeholdsetterslepet på skolene.",
    "Ordningen med fritidskort utvides til alle barneskolene.",
    "Det etableres et lavterskeltilbud for unge voksne.",
    "Klimaregnskapet legges fram sammen med årsrapporten.",
    "Prosjektet for velferdsteknologi evalueres før det utvides.",
    "Parkeringen ved sykehjemmet endres etter høringen.",
    "Kommunen søker om å bli med i forsøk med heltidskultur.",
)
WHY_LATER = (
    "Anbudet måtte lyses ut på nytt.",
    "Staten har ikke svart på søknaden.",
    "Høringen ga innspill som må utredes.",
)
IN_THE_WAY = (
    "Grunneieren har gått til sak, og tomten kan ikke brukes før den er avgjort.",
    "Tilskuddet som vedtaket bygger på, er redusert i statsbudsjettet.",
)
#: Who finds it, what it is about, what it rests on, and what was found.
FINDINGS = (
    ("Statsforvalteren", "skolemiljø", "opplæringslova § 12-4", "Aktivitetsplanene sier ikke hvem som skal gjøre hva."),
    ("Statsforvalteren", "saksbehandling", "forvaltningsloven § 11 a", "Foreløpig svar sendes ikke når fristen ikke kan holdes."),
    ("Statsforvalteren", "barnevern", "barnevernsloven § 2-2", "Undersøkelser er ikke ferdige innen fristen."),
    ("Arbeidstilsynet", "arbeidsmiljø", "arbeidsmiljøloven § 3-1", "Risikovurderingen for alenearbeid mangler."),
    ("Mattilsynet", "kjøkken", "internkontrollforskriften for næringsmidler § 4", "Temperaturen i kjølerommet er ikke ført."),
    ("Datatilsynet", "personvern", "personvernforordningen artikkel 30", "Protokollen over behandlinger er ikke oppdatert."),
    ("revisor", "fullmakter", "økonomireglementet punkt 3.2", "Fullmakter er ikke avsluttet da lederen sluttet."),
    ("revisor", "anskaffelser", "anskaffelsesforskriften § 7-1", "Protokoll mangler for flere kjøp over grensen."),
    ("kontrollutvalget", "oppfølging av vedtak", "kommuneloven § 23-2", "Utvalget får ikke melding om hva som er iverksatt."),
)  # fmt: skip
MEASURES = ("Lage ny rutine", "Gjennomgå sakene på nytt", "Opplæring av dem det gjelder", "Skaffe utstyret som mangler")
NOT_SHOWN = ("Rutinen er ikke vedlagt.", "Dokumentet viser ikke at rutinen er tatt i bruk.")
CASES = (
    "Ny barnehage på Solsiden", "Rullering av trafikksikkerhetsplanen", "Budsjettjustering andre tertial",
    "Nye vedtekter for SFO",
    "Felles innkjøpsordning", "Detaljregulering av sentrum", "Handlingsplan mot vold i nære relasjoner", "Salg av gamle rådhuset",
    "Skolerute for neste år", "Plan for legetjenesten", "Tilskudd til frivillige lag", "Nytt renseanlegg",
)  # fmt: skip
WHERE = ("Saksframlegget punkt 2.", "Saksframlegget punkt 3.", "Vedlegg 1.", "Saksframlegget punkt 4 og vedlegg 2.")
OF_NO_MATTER = "Saken gjelder bare hvordan administrasjonen arbeider."
SENT_BACK = ("Det står ikke hva alternativene koster.", "Ungdomsrådet er ikke hørt.")
