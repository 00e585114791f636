"""The fictional names: places, people, suppliers. None is meant to be anyone; numbers are made so that none is real."""

from __future__ import annotations

PLACES = (
    "Almelia Bekkevoll Bjerkåsen Bjørnemyr Blåfjell Bråtan Dalsbakken Einerhaugen Elveneset Engerjordet Fagerhaug "
    "Fjellhamar Fossekallen Furumo Furutoppen Gjerdeneset Granlihøgda Grøndalsvika Hagabråten Haukedalen Heggeli "
    "Hestehagen Hjortemyra Humlestad Høgåsen Isdammen Kantarellen Kastanjebakken Kirkebråten Klokkerjordet Kråkefjellet "
    "Kveldsro Lerkelund Lindevollen Liljedalen Lyngstubben Lysåsen Løkkebakken Maurtua Mellomåsen Mosebekken Myrstrand "
    "Nattravnen Nedre Løkka|Nordvika Nøtteliten Olderdalen Orrestien Osphaugen Peppersletta Prestegårdsjordet Ramsvik "
    "Revehiet Ringneset Rognerud Rugdeveien Rypelia Saltvika Seljebakken Skogstjerna Slåttemyra Snøklokka Solbråten "
    "Stabburslia Steinrøysa Storetveit Sørvika Tallberget Tiriltunga Trollhaugen Tyttebærlia Tømmerås Ugleskogen "
    "Vardefjell Vestmyra Vindfløyen Viteplassen Vollsåsen Østre Bekk|Åkerøyneset Åslia Ekornlia Blomsterenga Tangen Odden "
    "Bekkasinen Kløvermarka Lønnelia Konglebakken Solgløtt Smørbukk Veslefrikk Tussilago"
)

FEMALE = (
    "Anne Inger Kari Marit Ingrid Liv Eva Berit Astrid Bjørg Hilde Solveig Marianne Randi Nina Ida Elisabeth Kristin "
    "Bente Heidi Silje Hanne Linda Tone Anita Tove Wenche Camilla Ragnhild Julie Maria Karin Sigrid Gunn Ellen Mette "
    "Lise Trine Åse Nora Malin Turid Siri Amina Fatima Sara Emilie Thea Maja Hege Unni Vigdis Zofia Leila Jorunn"
).split()
MALE = (
    "Jan Per Bjørn Ole Lars Kjell Knut Svein Arne Thomas Geir Hans Morten Tor Martin Andreas Terje Odd Erik Anders "
    "John Rune Tore Trond Harald Olav Jon Gunnar Espen Rolf Stian Øyvind Kristian Jonas Magnus Helge Nils Henrik "
    "Håkon Fredrik Sindre Ahmed Mohammed Marius Daniel Ali Vegard Steinar Frode Eirik Roar Åsmund Piotr Yusuf Sverre"
).split()
SURNAMES = (
    "Almelid Amundrud Bakkestuen Bekkelien Berghagen Bjerkvold Bratlien Brekkan Dahlemo Eidsvoldrud Engeskog Fagerjord "
    "Fjeldvik Fossvang Furuseter Gjerdrum Granerud Grimsmo Hagerupsen Haugstulen Heggeland Hellerudmo Hjelmås Holtedal "
    "Hovdenak Isaksrud Kirkerud Kleivane Kolstadmo Kvernmo Langseth Lervåg Lindtveit Lundemo Løvdalen Markussæter "
    "Myhrvang Nesheim Nordengen Nyborgmo Odnes Opsahlien Raknerud Rognmo Rudshaug Ruud Rødseth Sandbekk Seljeflot "
    "Skjervold Skogstad Solbergsen Steinsland Storhaugen Strandmo Sundvoll Sætermoen Tangerud Teigland Tveiterås "
    "Ulvestad Vangsnes Vestbøstad Vikanes Volden Ødegårdstuen Østbymo Aasgaarden Ahmadi Hussaini Kowalczyk Nguyenstad"
).split()

# What suppliers are called: a first part that is no town and a second that says the trade.
SUPPLIER_FIRST = (
    "Nordvang Skogly Fjordglimt Storåsen Tindetopp Grønnfjell Kvitberg Havbris Lyngheia Silurfjell Elvestryk Morenen "
    "Solrenning Vidvang Tyrihans Kobberhaugen Rimfrost Bølgedal Ternevik Sjøfuru Hallingstien Ravnekollen Askeladden "
    "Lodnefjord Brattkleiv Ulveheia Gullhaug Marihønemo Stjerneskog Tordivelen Vinterbro Langheia Furukroken Dueholm"
).split()

#: kategori: (art, trade, anskaffelsestype, median amount in kroner, percent on contract, hours or goods)
CATEGORIES: dict[str, tuple[str, str, str, int, int, bool]] = {
    "kontormateriell": ("11000", "Kontor", "vare", 1_400, 86, False),
    "læremidler": ("11050", "Læremiddel", "vare", 5_200, 72, False),
    "leker og formingsmateriell": ("11051", "Leke og Forming", "vare", 2_300, 62, False),
    "medisinsk forbruk": ("11100", "Medisinsk Utstyr", "vare", 4_100, 88, False),
    "legemidler": ("11140", "Apotektjenester", "vare", 3_600, 92, False),
    "matvarer": ("11150", "Engros Mat", "vare", 3_900, 90, False),
    "arbeidstøy": ("11200", "Arbeidstøy", "vare", 2_600, 80, False),
    "kurs": ("11500", "Kurs og Kompetanse", "tjeneste", 6_500, 12, False),
    "velferd": ("11210", "Konditori", "vare", 1_200, 4, False),
    "telefoni": ("11300", "Telekom", "tjeneste", 2_900, 95, False),
    "annonser": ("11400", "Media", "tjeneste", 7_500, 35, False),
    "transport": ("11700", "Taxi og Turbil", "tjeneste", 4_800, 76, False),
    "drivstoff": ("11710", "Energi", "vare", 1_900, 93, False),
    "strøm": ("11800", "Kraft", "vare", 16_000, 98, False),
    "forsikring": ("11850", "Forsikring", "tjeneste", 9_000, 90, False),
    "leie av lokaler": ("11900", "Eiendom", "tjeneste", 28_000, 84, False),
    "lisenser": ("11950", "Programvare", "tjeneste", 11_000, 78, False),
    "inventar": ("12000", "Interiør", "vare", 8_500, 74, False),
    "datautstyr": ("12001", "Datautstyr", "vare", 9_500, 90, False),
    "vedlikeholdsmateriell": ("12300", "Byggevare", "vare", 3_800, 70, False),
    "bygg og vedlikehold": ("12301", "Byggservice", "bygg_anlegg", 21_000, 80, True),
    "rørlegger": ("12302", "Rør", "bygg_anlegg", 11_000, 82, True),
    "elektriker": ("12303", "Elektro", "bygg_anlegg", 10_500, 82, True),
    "anlegg og vei": ("12304", "Anlegg", "bygg_anlegg", 34_000, 84, True),
    "renhold": ("12600", "Renhold", "tjeneste", 7_800, 88, True),
    "vikarbyrå": ("12700", "Bemanning", "helse_sosial", 26_000, 92, True),
    "konsulent": ("12701", "Rådgivning", "tjeneste", 31_000, 62, True),
    "avlastning": ("13700", "Omsorg", "helse_sosial", 36_000, 94, False),
    "tiltak": ("13701", "Inkludering", "helse_sosial", 18_000, 84, False),
}

_COMMON = {"kontormateriell": 10, "kurs": 6, "velferd": 4, "telefoni": 7, "inventar": 4, "datautstyr": 6, "strøm": 7}

#: What each service buys, in relative number of invoices.
SHOPPING: dict[str, dict[str, int]] = {
    "skole": _COMMON | {"læremidler": 22, "transport": 10, "matvarer": 8, "lisenser": 5, "renhold": 3},
    "barnehage": _COMMON | {"leker og formingsmateriell": 18, "matvarer": 26, "arbeidstøy": 4, "vikarbyrå": 2},
    "hjemmetjeneste": _COMMON | {"medisinsk forbruk": 24, "drivstoff": 16, "arbeidstøy": 7, "vikarbyrå": 8},
    "sykehjem": _COMMON | {"medisinsk forbruk": 24, "legemidler": 18, "matvarer": 26, "vikarbyrå": 7, "renhold": 5},
    "barnevern": _COMMON | {"avlastning": 26, "tiltak": 14, "transport": 12, "konsulent": 4},
    "kultur": _COMMON | {"annonser": 9, "lisenser": 4, "leie av lokaler": 6, "matvarer": 6, "transport": 3},
    "teknisk": _COMMON
    | {
        "bygg og vedlikehold": 22,
        "rørlegger": 14,
        "elektriker": 15,
        "anlegg og vei": 13,
        "vedlikeholdsmateriell": 24,
        "drivstoff": 9,
        "konsulent": 5,
        "renhold": 4,
    },
    "sosial": _COMMON | {"tiltak": 26, "leie av lokaler": 14, "transport": 6, "konsulent": 2},
    "": _COMMON | {"lisenser": 14, "konsulent": 9, "annonser": 6, "forsikring": 3},
}

COURSES = {
    "etikk": 30,
    "personvern": 25,
    "brannvern": 22,
    "informasjonssikkerhet": 12,
    "anskaffelser": 6,
    "attestasjon": 5,
}


def places() -> list[str]:
    """The place names; two of them have two words and stand beside a |."""
    found: list[str] = []
    for part in PLACES.replace("Nedre Løkka|", "Nedre_Løkka ").replace("Østre Bekk|", "Østre_Bekk ").split():
        found.append(part.replace("_", " "))
    return found


def folded(name: str) -> str:
    """The name as it stands in an e-mail address."""
    for letter, plain in (("å", "a"), ("æ", "ae"), ("ø", "o"), (" ", "-")):
        name = name.lower().replace(letter, plain)
    return name
