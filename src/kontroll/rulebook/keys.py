"""Keys: every key of the rule language, block by block, with what it is for.

Read by the exported JSON Schema (schema.py), which shows the sentences in the editor, and by Form, which tells where
a misplaced key belongs. A test holds these tables equal to the keys that the readers take.
"""

from __future__ import annotations

from kontroll.domain.spelling import fold
from kontroll.texts import N_, _

Keys = dict[str, str]

_HJEMMEL = N_("Hjemmelen: lov med paragraf, eller kommunens eget reglement med punkt, eller et vedtak.")
_WINDOW: Keys = {
    "paa_rad": N_("Vilkåret må være sant i så mange perioder på rad, f.eks. 2 eller «2 måneder»."),
    "av_siste": N_("Vilkåret må være sant i minst så mange av de siste periodene: {minst: 2, perioder: 3}."),
}
_LABEL: Keys = {"merke": N_("En setning som forklaringer bruker om dette vilkåret.")}
_ATTRIBUTES: Keys = {
    "enhetstype": N_("Enhetstypen, f.eks. tjenestested."),
    "tjeneste": N_("Tjenesten, f.eks. skole."),
    "enhet": N_("Enhetens id."),
}

#: The blocks of a rule file other than conditions, by the name that messages use.
RULE: dict[str, Keys] = {
    "regelen": {
        "id": N_("Regelens id: lik filnavnet, bare a–z, 0–9 og bindestrek."),
        "navn": N_("Hva regelen heter, slik folk sier det."),
        "type": N_("skal sier hva som kreves; de andre sier når regelen slår ut."),
        "status": N_("utkast vurderes bare for hånd; prøve varsler ingen; i_bruk virker; utgått er ute av bruk."),
        "alvor": N_("Hvor alvorlig et utslag er."),
        "hjemmel": N_("Minst én henvisning til lov, reglement eller vedtak."),
        "grunnlag": N_("Datasettet, når regelen handler om poster. Uten det handler den om enheter."),
        "gjelder": N_("Hvilke enheter regelen gjelder. Alt som står her må passe; uten gjelder den alle."),
        "kontrolltiltak": N_("Det arbeidsmiljøloven § 9-2 krever av en regel som ser på enkeltpersoner."),
        "versjoner": N_("Hva regelen sier, fra hvilken måned. Versjoner kan ikke overlappe."),
        "unntak": N_("Unntak med begrunnelse. Et unntak som er sant, gjør regelen ikke relevant."),
        "kjente_falske_alarmer": N_("Kjente grunner til at regelen slår ut uten at noe er galt."),
        "tester": N_("Gjennomregnede eksempler. En regel kan ikke tas i bruk uten."),
    },
    "gjelder": {
        "enhetstype": N_("Enhetstyper, f.eks. [tjenestested]."),
        "tjeneste": N_("Tjenester, f.eks. [skole, barnehage]."),
        "enhet": N_("Enhetenes id-er."),
    },
    "kontrolltiltaket": {
        "formaal": N_("Hva kontrollen skal oppnå."),
        "droftet": N_("Dagen tiltaket ble drøftet med de tillitsvalgte."),
        "informert": N_("Dagen de ansatte ble informert."),
        "varighet_til": N_("Siste dag tiltaket varer."),
        "evalueres": N_("Dagen tiltaket skal evalueres senest."),
    },
    "hjemmelen": {
        "lov": N_("Lovens eller forskriftens korttittel, f.eks. kommuneloven."),
        "paragraf": N_('Paragrafen i anførselstegn, f.eks. "25-1".'),
        "ledd": N_("Leddet, f.eks. 2."),
        "bokstav": N_("Bokstaven, f.eks. c."),
        "reglement": N_("Kommunens eget reglement, f.eks. okonomireglementet."),
        "punkt": N_('Punktet i anførselstegn, f.eks. "3.2".'),
        "vedtak": N_("Saken der vedtaket ble gjort."),
        "tekst": N_("Setningen hjemmelen sier, ordrett."),
        "lenke": N_("Adressen der teksten kan leses."),
        "kontrollert": N_("nei når ingen har holdt henvisningen opp mot kilden ennå."),
    },
    "versjonen": {
        "gyldig_fra": N_("Første måned versjonen gjelder, f.eks. 2026-01."),
        "gyldig_til": N_("Siste måned versjonen gjelder. Uten den gjelder den til neste versjon begynner."),
        "hvis": N_("Vilkåret som gjør at regelen slår ut (alle typer unntatt skal)."),
        "skal": N_("Kravet som må være oppfylt (bare regler av typen skal)."),
        "saa": N_("Hva som skjer når regelen slår ut."),
    },
    "saa": {
        "avvik": N_("ja: et utslag åpner et avvik."),
        "varsle": N_("Roller som varsles, f.eks. [leder]."),
        "sak": N_("Hva slags sak som opprettes."),
        "frist": N_("Frist for å svare, f.eks. 10 arbeidsdager."),
        "eskaler": N_("Hvem som varsles når fristen er ute, og hvor lenge etter."),
        "venter": N_("Så mange måneder med utslag før et avvik åpnes. 0 = med en gang."),
        "hold": N_("Så mange måneder uten utslag før avviket er løst."),
        "maks_utslag": N_("Flere utslag enn dette i én kjøring stopper regelen med én melding."),
        "gjenapne": N_("Hva som skjer når et løst avvik kommer tilbake."),
    },
    "eskaler": {
        "etter": N_("Tid etter fristen, f.eks. 10 arbeidsdager."),
        "til": N_("Rollen som varsles, f.eks. overordnet."),
    },
    "unntaket": {
        "id": N_("Unntakets id, som forklaringer viser til."),
        "hvis": N_("Vilkåret som gjør at unntaket gjelder."),
        "begrunnelse": N_("Hvorfor unntaket er riktig."),
        "hjemmel": _HJEMMEL,
    },
    "testen": {
        "navn": N_("Hva testen viser, som en setning."),
        "serie": N_("Verdier per indikator, eldst først: «-1 -2 _ 3x2»; _ = mangler, 3x2 = 3 3."),
        "antall": N_("Antall svar bak hver verdi, på samme måte som serie."),
        "ambisjon": N_("Grensene for grønn og gul per indikator."),
        "rivaler": N_("Andre enheter, for best_blant."),
        "poster": N_("Poster i datasettet, for regler om poster."),
        "maaned": N_("Måneden for den nyeste perioden, f.eks. 2026-10."),
        "parametre": N_("Verdier som gjelder i stedet for parametrenes egne."),
        "enhet": N_("Enhetstype, tjeneste eller id for enheten som testes."),
        "forventet": N_("Svaret: sann, usann, ukjent …; en liste for de siste periodene; {nøkkel: svar} for poster."),
    },
    "rivalen": {"serie": N_("Rivalens verdier per indikator."), "antall": N_("Antall bak verdiene."), **_ATTRIBUTES},
    "enhet": _ATTRIBUTES,
    "ambisjonen": {"gronn": N_("Grensen for grønn."), "gul": N_("Grensen for gul.")},
}

#: Conditions, by the key that says which kind they are.
CONDITIONS: dict[str, Keys] = {
    "alle": {"alle": N_("Alle leddene må være sanne."), **_LABEL},
    "minst_en": {"minst_en": N_("Minst ett av leddene må være sant."), **_LABEL},
    "ingen_av": {"ingen_av": N_("Ingen av leddene kan være sanne."), **_LABEL},
    "ikke": {"ikke": N_("Det motsatte av vilkåret."), **_LABEL},
    "indikator": {
        "indikator": N_("Indikatorens id."),
        "er": N_("Sammenligningen."),
        "verdi": N_("Tallet, {parameter: P} eller {ambisjon: grønn}."),
        "farge": N_("Fargene som gjør vilkåret sant, f.eks. [gul, rød]."),
        "endring": N_("Sammenlign endringen: {siden: 1, som: prosent}."),
        "fremgang": N_("Sammenlign fremgangen i god retning: {siden: 1}."),
        "best_blant": N_("Enheten må være best blant dem regelen gjelder."),
        "utvikling": N_("Det må være positiv utvikling: {perioder: 3, metode: trend}."),
        "lest": N_("Hvilken tertial eller hvilket år en måned leser: det den er i, eller det siste avsluttede."),
        **_WINDOW,
        **_LABEL,
    },
    "felt": {
        "felt": N_("Feltet i posten."),
        "er": N_("Sammenligningen."),
        "verdi": N_("Verdien, {parameter: P}, {felt: G} eller {periodeslutt: ja}."),
        "pluss_dager": N_("Dager som legges til datoen det sammenlignes med."),
        "mangler": N_("ja: feltet er tomt. nei: feltet er fylt ut."),
        "i": N_("Verdiene som gjør vilkåret sant."),
        "ukedag": N_("Ukedager, 1 = mandag, 7 = søndag."),
        "klokke": N_('Klokkeslett: {fra: "22:00", til: "06:00"}.'),
        "rundt": N_("Beløpet er et multiplum av dette tallet."),
        **_WINDOW,
        **_LABEL,
    },
    "oppslag": {
        "oppslag": N_("Datasettet det slås opp i, også organisasjon og personer."),
        "der": N_("Det som må stemme for en rad: [{felt: X, er: lik, verdi: {felt: Y}}]."),
        "finnes": N_("ja: det skal finnes en slik rad. nei: det skal ikke."),
        **_WINDOW,
        **_LABEL,
    },
    "gruppert": {
        "gruppert": N_(
            "Summen eller antallet over poster som hører sammen: {like: [leverandor], dager: 365, sum: belop}."
        ),
        "er": N_("Sammenligningen."),
        "verdi": N_("Tallet, {parameter: P} eller {felt: G}."),
        **_WINDOW,
        **_LABEL,
    },
    "utslag": {
        "utslag": N_("Id-en til en annen regel: har den utslag for samme enhet og måned?"),
        "antall": N_("For en regel om poster: {minst: 3} poster med utslag."),
        **_WINDOW,
        **_LABEL,
    },
}

#: What stands inside a condition, by the name that messages use.
PARTS: dict[str, Keys] = {
    "verdien": {
        "parameter": N_("Parameterens id; verdien som gjelder i perioden brukes."),
        "ambisjon": N_("Grensen for grønn eller gul i enhetens ambisjon."),
        "felt": N_("Et annet felt i samme post."),
        "periodeslutt": N_("ja: siste dag i måneden som vurderes."),
        "dato": N_("En fast dato."),
        "pluss_dager": N_("Dager som legges til datoen."),
        "ganger": N_('Tallfeltet ganges med dette før det sammenlignes, f.eks. "0.95". Ingenting avrundes.'),
        "pluss": N_("Dette legges til tallfeltet, etter at det er ganget. Kan være negativt."),
    },
    "endring": {"siden": N_("Antall perioder tilbake."), "som": N_("absolutt eller prosent.")},
    "fremgang": {"siden": N_("Antall perioder tilbake.")},
    "best_blant": {
        "samme": N_("tjeneste: mot enheter i samme tjeneste. alle: mot alle regelen gjelder."),
        "minst_enheter": N_("Færre enheter enn dette i gruppen gir usann (vanligvis 2)."),
        "ved_likhet": N_("alle: de som er like, vinner. ingen: ingen av dem."),
        "mangler": N_("ukjent: en rival uten verdi gjør svaret ukjent. ses_bort_fra: den utelates."),
    },
    "utvikling": {
        "perioder": N_("Hvor mange perioder det ses på, minst 2."),
        "metode": N_("Hva som regnes som positiv utvikling."),
    },
    "av_siste": {"minst": N_("Minst så mange perioder."), "perioder": N_("Av så mange perioder.")},
    "antall": {"minst": N_("Minst så mange poster.")},
    "klokke": {"fra": N_('Fra og med, f.eks. "22:00".'), "til": N_('Til, ikke med, f.eks. "06:00".')},
    "gruppert": {
        "like": N_("Feltene som må være like."),
        "dager": N_("Hvor mange dager tilbake, denne posten medregnet."),
        "sum": N_("Beløpsfeltet som summeres."),
        "antall": N_("ja: postene telles."),
        "andel_av": N_(
            "Regn andelen i prosent av en større gruppe: noen av feltene i like, eller [] for alle postene i de samme dagene."
        ),
    },
    "oppslaget": {
        "felt": N_("Feltet i datasettet det slås opp i."),
        "er": N_("Sammenligningen."),
        "verdi": N_("Verdien, {felt: G} i denne posten, {parameter: P} eller {periodeslutt: ja}."),
        "pluss_dager": N_("Dager som legges til datoen."),
    },
}

REGISTERS: dict[str, dict[str, Keys]] = {
    "indikatorer": {
        "indikatoren": {
            "id": N_("Indikatorens id, som regler og måledata bruker."),
            "navn": N_("Hva indikatoren heter."),
            "maaleenhet": N_("Måleenheten, f.eks. prosent."),
            "bedre_er": N_("Hvilken vei som er bedre."),
            "frekvens": N_("Hvor ofte den måles."),
            "desimaler": N_("Antall desimaler verdiene avrundes til når de leses inn."),
            "fokusomrade": N_("Fokusområdet, f.eks. medarbeidere."),
            "kilde": N_("Hvor verdiene kommer fra."),
            "eier": N_("Hvem som svarer for dem."),
            "min_antall": N_("Verdier med færre svar enn dette er skjermet for alle, også regler."),
            "vis_min_antall": N_("Verdier med færre enn dette vises bare til enhetens egne ledere og HR."),
            "forfaller": N_("Arbeidsdager etter periodens slutt da verdien skal være levert."),
            "beregnet": N_("Indikatoren beregnes av kontroll og leveres ikke."),
            "skala": N_(
                "Minste og største verdi en undersøkelse kan gi, f.eks. [1, 5]. En verdi utenfor avviser filen."
            ),
            "kalt": N_("Hva leverandører av undersøkelser kaller den, når det er noe annet enn id eller navn."),
        },
        "beregningen": {
            "antall": N_("Datasettet der poster telles."),
            "sum": N_("Datasettet der et felt summeres."),
            "andel": N_("Datasettet der andelen av poster regnes ut, per 100."),
            "benford": N_("Datasettet der første siffer i beløpene holdes mot Benfords lov."),
            "felt": N_("Feltet som summeres, eller som sifrene står i."),
            "minst": N_("For benford: færre beløp enn dette sier ingenting, og tallet er ukjent (vanligvis 300)."),
            "der": N_("Vilkåret postene må oppfylle."),
            "indeks": N_("Indikatorene som indeksen er et veid gjennomsnitt av."),
            "vekt": N_("Vektene, én for hver indikator."),
        },
    },
    "parametre": {
        "parameteren": {
            "id": N_("Parameterens id, som regler viser til."),
            "navn": N_("Hva parameteren heter."),
            "maaleenhet": N_("Måleenheten, f.eks. kr."),
            "verdier": N_("Verdiene med datoen hver gjelder fra."),
        },
        "verdien": {
            "gyldig_fra": N_("Første dag verdien gjelder, f.eks. 2026-01-01."),
            "verdi": N_("Tallet, eller null når parameteren er opphørt."),
            "hjemmel": _HJEMMEL,
        },
    },
    "datasett": {
        "datasettet": {
            "id": N_("Datasettets id: mappen under datasett/ i datamappen har samme navn."),
            "navn": N_("Hva en post heter."),
            "nokkel": N_("Feltet som er unikt for en post og aldri en personopplysning, eller linje."),
            "dato": N_("Feltet som avgjør hvilken måned posten hører til, eller {fast: DATO}."),
            "bestand": N_("Posten vurderes i alle måneder fra–til: {fra: F, til: G}."),
            "enhet": N_("Feltet med enhetens id, eller {fast: ID}."),
            "siste_fil_gjelder": N_(
                "Feltene som en fil er hele oppgaven over: av poster med like verdier i dem gjelder bare den siste filens. "
                "alt: den siste filen er hele datasettet."
            ),
            "datoformat": N_('Hvordan datoer er skrevet i filen, f.eks. "%d/%m/%Y".'),
            "tallformat": N_('Hvordan tall er skrevet i filen: {desimal: ",", tusen: ".", foran: "$"}.'),
            "tegnsett": N_("Tegnsettet i filen når det ikke er UTF-8, f.eks. windows-1252."),
            "felter": N_("Kolonnene."),
        },
        "feltet": {
            "id": N_("Feltets id, som regler bruker."),
            "type": N_("Hva feltet holder."),
            "kolonne": N_("Overskriften i filen, når den er en annen enn id."),
            "navn": N_("Hva feltet kalles for folk, når det er noe annet enn id med mellomrom: beløp, fakturadato."),
            "personlig": N_(
                "ja: feltet er en personopplysning. Den logges aldri og vises bare til den som skal se den."
            ),
            "kontroll": N_(
                "Nummeret en tekst skal være: organisasjonsnummer, kontonummer eller iban. Stemmer ikke kontrollsifrene, blir "
                "det meldt, og verdien mangler."
            ),
            "valgfri": N_("ja: filen kan komme uten kolonnen, og da mangler verdien i alle postene."),
        },
        "bestand": {
            "fra": N_("Datofeltet posten gjelder fra."),
            "til": N_("Datofeltet posten gjelder til; tomt = åpen."),
        },
        "dato": {"fast": N_("Én dato for alle poster.")},
        "enhet": {"fast": N_("Én enhet for alle poster.")},
        "tallformatet": {
            "desimal": N_("Desimaltegnet."),
            "tusen": N_("Tegnet mellom tusener."),
            "foran": N_("Tegn foran tallet, f.eks. $."),
            "nulltegn": N_('Det filen skriver i stedet for 0, f.eks. "-" fra regneark.'),
        },
    },
}


def home_of(key: str) -> str | None:
    """Where in a rule file the key belongs, for a message; None for a key the language does not have."""
    plain = fold(key.lower())
    if plain in RULE["versjonen"]:
        return _("en versjon under «versjoner»")
    if any(plain in keys for keys in CONDITIONS.values()):
        return _("et vilkår under «hvis» eller «skal»")
    return next((f"«{name}»" for name in _WRITTEN if plain in (RULE | PARTS)[name]), None)


#: Blocks whose name in messages is also the key they are written under.
_WRITTEN = ("saa", "gjelder", "eskaler", "best_blant", "utvikling", "endring", "av_siste")
