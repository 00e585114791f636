"""Mistakes in the rows of organisasjon, personer, ambisjoner and the data sets: one cell or one row is wrong, and the rest of the file is read as usual."""

from .case import Case
from .sound_data import (
    AMBITIONS_FILE,
    AUTHORITY_FILE,
    INVOICE_FILE,
    PERSONS_FILE,
    PURCHASE_FILE,
    UNITS_FILE,
    rows_added,
)


def _unit(name: str, row: str, *says: str, hides: tuple[str, ...] = ()) -> Case:
    return rows_added(name, UNITS_FILE, row, *says, hides=hides)


def _person(name: str, row: str, *says: str, hides: tuple[str, ...] = ()) -> Case:
    return rows_added(name, PERSONS_FILE, row, *says, hides=hides)


def _ambition(name: str, row: str, *says: str) -> Case:
    return rows_added(name, AMBITIONS_FILE, row, *says)


def _invoice(name: str, row: str, *says: str, hides: tuple[str, ...] = ()) -> Case:
    return rows_added(name, INVOICE_FILE, row, *says, hides=hides)


UNITS = [
    _unit("enhet mangler", ";Ny skole;tjenestested;;skole;P1;2026-01;;", "enhet"),
    _unit("enheten overlapper en annen rad", "A;Solbakken skole;tjenestested;;skole;P1;2026-01;;", "«A» + samme måned"),
    _unit(
        "enheten overlapper i én måned",
        "B;Fjordgløtt;tjenestested;;barnehage;P2;2026-06;;",
        "«B» + samme måned + linje 3",
    ),
    _unit(
        "gjelder_til er før gjelder_fra", "C;Ny;tjenestested;;skole;P1;2026-05;2026-01;", "gjelder_til + gjelder_fra"
    ),
    _unit("gjelder_fra med måned 13", "C;Ny;tjenestested;;skole;P1;2026-13;;", "«2026-13» + gjelder_fra"),
    _unit("gjelder_fra i ord", "C;Ny;tjenestested;;skole;P1;januar 2026;;", "gjelder_fra + 2026-10"),
    _unit("gjelder_fra er et år", "C;Ny;tjenestested;;skole;P1;2026;;", "«2026» + gjelder_fra"),
    _unit("gjelder_fra er en norsk dato", "C;Ny;tjenestested;;skole;P1;01.01.2026;;", "«01.01.2026» + gjelder_fra"),
    _unit(
        "gjelder_til er 31. februar", "C;Ny;tjenestested;;skole;P1;2026-01;2026-02-31;", "«2026-02-31» + gjelder_til"
    ),
    _unit("gjelder_til er et Excel-tall", "C;Ny;tjenestested;;skole;P1;2026-01;46296;", "gjelder_til"),
    _unit("gjelder_til er dags dato", "C;Ny;tjenestested;;skole;P1;2026-01;d.d.;", "gjelder_til"),
    _unit("gjelder_fra er Excel-feil", "C;Ny;tjenestested;;skole;P1;#REF!;;", "gjelder_fra"),
    _unit(
        "lederen står i feil kolonne",
        "C;Ny;tjenestested;;skole;;Kari Nordmann;;",
        "gjelder_fra",
        hides=("Kari", "Nordmann"),
    ),
    _unit("lederens id er forskjøvet", "C;Ny;tjenestested;;skole;;P17;2026-01;", "gjelder_fra", hides=("P17",)),
    _unit(
        "lederens e-post er forskjøvet", "C;Ny;tjenestested;;skole;;kari@kommune.no;;", "gjelder_fra", hides=("kari",)
    ),
    _unit(
        "fødselsnummer er forskjøvet", "C;Ny;tjenestested;;skole;;01019012345;;", "gjelder_fra", hides=("01019012345",)
    ),
    _unit("raden har for mange felter", "C;Ny;tjenestested;;skole;P1;2026-01;;;;x", "flere felter"),
    _unit("navn med skilletegn", "C;Ny; skole og sfo;tjenestested;;skole;P1;2026-01;;;x", "flere felter"),
    _unit(
        "anførselstegn som aldri lukkes hos en enhet", 'C;"Ny skole;tjenestested;;skole;P1;2026-01;;', "anførselstegn"
    ),
    _unit("overordnet finnes ikke", "C;Ny;tjenestested;X9;skole;P1;2026-01;;", "overordnet + «X9»"),
    _unit("overordnet er enheten selv", "C;Ny;tjenestested;C;skole;P1;2026-01;;", "overordnet + «C»"),
    _unit("etterfølger finnes ikke", "C;Ny;tjenestested;;skole;P1;2026-01;2026-05;X9", "etterfolger + «X9»"),
    _unit(
        "lederen finnes ikke i personer",
        "C;Ny;tjenestested;;skole;P9;2026-01;;",
        "leder_id + personer.csv",
        hides=("P9",),
    ),
    _unit("tre gale rader", ";x;;;;;;;\nC;Ny;t;;s;P1;2026-13;;\nA;x;t;;s;P1;2026-01;;", "enhet", "gjelder_fra", "«A»"),
]

PERSON_ROWS = [
    _person(
        "person uten id", ";Pernille Olsen;per@kommune.no;leder;A;2026-01;", "person_id", hides=("Pernille", "Olsen")
    ),
    _person(
        "persons dato i ord",
        "P3;Pernille Olsen;per@kommune.no;leder;A;mars 2026;",
        "gjelder_fra",
        hides=("Pernille", "P3"),
    ),
    _person(
        "persons dato finnes ikke",
        "P3;Pernille Olsen;per@kommune.no;leder;A;2026-01;2026-02-30",
        "gjelder_til",
        hides=("Pernille", "P3"),
    ),
    _person(
        "persons dato på norsk",
        "P3;Pernille Olsen;per@kommune.no;leder;A;01.03.2026;",
        "gjelder_fra",
        hides=("Pernille", "P3"),
    ),
    _person(
        "personens felter er forskjøvet",
        "▸▸P3;Pernille;Olsen;per@kommune.no;leder;A;",
        "gjelder_fra",
        "enhet",
        hides=("Pernille", "P3", "Olsen"),
    ),
    _person(
        "person med for mange felter",
        "P3;Pernille; Olsen;per@kommune.no;leder;A;2026-01;;x",
        "flere felter",
        hides=("Pernille", "P3", "Olsen"),
    ),
    _person(
        "person med til før fra",
        "P3;Pernille Olsen;per@kommune.no;leder;A;2026-05;2026-01",
        "gjelder_til + gjelder_fra",
        hides=("Pernille", "P3"),
    ),
    _person(
        "person i ukjent enhet",
        "P3;Pernille Olsen;per@kommune.no;leder;X9;2026-05;",
        "enheten + enhet",
        hides=("Pernille", "P3"),
    ),
    _person(
        "person med ugyldig e-post",
        "P3;Pernille Olsen;per.kommune.no;leder;A;2026-05;",
        "epost",
        hides=("Pernille", "P3", "per."),
    ),
    _person(
        "anførselstegn som aldri lukkes hos en person",
        'P3;"Pernille Olsen;per@kommune.no;leder;A;2026-05;',
        "anførselstegn",
        hides=("Pernille", "P3"),
    ),
]

AMBITION_ROWS = [
    _ambition("ambisjon uten enhet", ";okonomi_avvik;2026;1;0", "enhet"),
    _ambition("ambisjon for ukjent indikator", "A;okonomi;2026;1;0", "«okonomi» + «okonomi_avvik»"),
    _ambition("ambisjon uten indikator", "A;;2026;1;0", "indikator"),
    _ambition("ambisjon i måned", "A;okonomi_avvik;2026-10;1;0", "«2026-10» + aar"),
    _ambition("ambisjon uten år", "A;okonomi_avvik;;1;0", "aar"),
    _ambition("ambisjon med to siffer i året", "A;okonomi_avvik;26;1;0", "«26» + aar"),
    _ambition("ambisjon i år 0", "A;okonomi_avvik;0000;1;0", "«0000» + aar"),
    _ambition("ambisjon med tekst i grønn", "A;okonomi_avvik;2026;høy;0", "gronn"),
    _ambition("ambisjon med prosent i gul", "A;okonomi_avvik;2026;1;8 %", "gul"),
    _ambition("ambisjon med to desimaltegn", "A;okonomi_avvik;2026;1.234,5;0", "gronn"),
    _ambition("ambisjon med for stort tall", "A;okonomi_avvik;2026;99999999999999999;0", "gronn"),
    _ambition("ambisjon med eksponent", "A;okonomi_avvik;2026;1e3;0", "gronn"),
    _ambition("ambisjon med Excel-feil", "A;okonomi_avvik;2026;#DIV/0!;0", "gronn + «#DIV/0!»"),
    _ambition("ambisjon med grense i ring", "A;okonomi_avvik;2026;0;1", "gronn + gul"),
    _ambition("ambisjon der lavere er bedre, med gul strengere enn grønn", "A;sykefravaer;2027;8;6", "gronn + gul"),
    _ambition("ambisjon for ukjent enhet", "X9;okonomi_avvik;2026;1;0", "«X9» + enhet"),
    _ambition("ambisjon for ukjent tjeneste", "tjeneste:skoler;okonomi_avvik;2026;1;0", "«skoler» + tjeneste:skole"),
    _ambition("ambisjon med mellomrom etter tjeneste:", "tjeneste: skole;okonomi_avvik;2026;1;0", "tjeneste"),
    _ambition("ambisjon med for mange felter", "A;okonomi_avvik;2026;1;0;9", "flere felter"),
    _ambition("to feil i én ambisjon", "▸▸A;okonomi_avvik;2026;x;y", "gronn", "gul"),
]

RECORDS = [
    _invoice("beløp med bokstaven O", "B9;2026-09-01;;A;12O000;1;nei;P2;", "«12O000» + belop"),
    _invoice("beløp med to desimaltegn", "B9;2026-09-01;;A;1.234,56;1;nei;P2;", "«1.234,56» + belop"),
    _invoice("beløp med Excel-feil", "B9;2026-09-01;;A;#REF!;1;nei;P2;", "«#REF!» + belop"),
    _invoice("beløp med eksponent", "B9;2026-09-01;;A;1,2E+05;1;nei;P2;", "«1,2E+05» + belop"),
    _invoice("beløp med for mange desimaler", "B9;2026-09-01;;A;1,12345678901;1;nei;P2;", "belop"),
    _invoice("antall med desimaler", "B9;2026-09-01;;A;1;1,5;nei;P2;", "«1,5» + antall + helt tall"),
    _invoice("fakturadato måned 13", "B9;▸2026-13-01;;A;1;1;nei;P2;", "«2026-13-01» + fakturadato"),
    _invoice("fakturadato 31. februar", "B9;▸2026-02-31;;A;1;1;nei;P2;", "«2026-02-31» + fakturadato"),
    _invoice("fakturadato som Excel-tall", "B9;▸46296;;A;1;1;nei;P2;", "«46296» + fakturadato"),
    _invoice("fakturadato amerikansk", "B9;▸09/30/2026;;A;1;1;nei;P2;", "«09/30/2026» + fakturadato"),
    _invoice("fakturadato uten strek", "B9;▸20260930;;A;1;1;nei;P2;", "«20260930» + fakturadato"),
    _invoice("fakturadato i ord", "B9;▸30. september 2026;;A;1;1;nei;P2;", "fakturadato"),
    _invoice("fakturadato mangler", "B9;▸;;A;1;1;nei;P2;", "fakturadato"),
    _invoice("tidspunkt uten klokke", "B9;2026-09-01;▸2026-09-01;A;1;1;nei;P2;", "«2026-09-01» + registrert"),
    _invoice("tidspunkt kl. 25", "B9;2026-09-01;▸2026-09-01T25:00;A;1;1;nei;P2;", "registrert"),
    _invoice("tidspunkt med kl.", "B9;2026-09-01;▸01.09.2026 kl 08;A;1;1;nei;P2;", "registrert"),
    _invoice("ja/nei med kanskje", "B9;2026-09-01;;A;1;1;kanskje;P2;", "kreditt + ja"),
    _invoice("ja/nei med 2", "B9;2026-09-01;;A;1;1;2;P2;", "«2» + kreditt"),
    _invoice("bilag mangler", ";2026-09-01;;A;1;1;nei;P2;", "bilag"),
    _invoice(
        "rad med for mange felter",
        "B9;2026-09-01;;A;1;1;nei;Hansen, Per;x;y",
        "flere felter",
        hides=("Hansen", "Pernille"),
    ),
    _invoice(
        "attestert dato er et navn",
        "B9;2026-09-01;;A;1;1;nei;P2;Kari Nordmann",
        "attestert",
        hides=("Kari", "Nordmann"),
    ),
    _invoice("attestert dato er gal", "B9;2026-09-01;;A;1;1;nei;P2;2026-02-31", "attestert", hides=("2026-02-31",)),
    _invoice(
        "navnet er forskjøvet til ja/nei", "B9;2026-09-01;;A;1;1;Kari Nordmann;;", "kreditt", hides=("Kari", "Nordmann")
    ),
    _invoice(
        "navnet er forskjøvet til beløp", "B9;2026-09-01;;A;Kari Nordmann;1;nei;;", "belop", hides=("Kari", "Nordmann")
    ),
    _invoice("fødselsnummer i datofeltet", "B9;▸010190 12345;;A;1;1;nei;;", "fakturadato", hides=("12345", "010190")),
    _invoice("e-post i beløpsfeltet", "B9;2026-09-01;;A;kari@kommune.no;1;nei;;", "belop", hides=("kari",)),
    _invoice("anførselstegn som aldri lukkes i en faktura", 'B9;2026-09-01;;A;"1;1;nei;P2;', "anførselstegn"),
    _invoice(
        "tre feil i tre rader",
        "B7;2026-09-01;;A;x;1;nei;P2;\nB8;2026-09-01;;A;1;y;nei;P2;\nB9;2026-09-01;;A;1;1;z;P2;",
        "belop",
        "antall",
        "kreditt",
    ),
    rows_added(
        "kjøp uten desimaler etter komma",
        PURCHASE_FILE,
        '02/09/2026,"$1,083.65",Per',
        "«$1,083.65» + BELØP",
        hides=("Pernille",),
    ),
    rows_added("kjøp i euro", PURCHASE_FILE, '02/09/2026,"€12,00",Per', "BELØP", hides=("Pernille",)),
    rows_added(
        "kjøp med amerikansk dato",
        PURCHASE_FILE,
        '09/30/2026,"$12,00",Per',
        "«09/30/2026» + TRANSAKSJONSDATO",
        hides=("Pernille",),
    ),
    rows_added(
        "kjøp med ISO-dato",
        PURCHASE_FILE,
        '2026-09-30,"$12,00",Per',
        "«2026-09-30» + TRANSAKSJONSDATO",
        hides=("Pernille",),
    ),
    rows_added(
        "kjøp der beløpet ikke står i anførselstegn",
        PURCHASE_FILE,
        "02/09/2026,$12,00,Per",
        "flere felter",
        hides=("Pernille",),
    ),
    rows_added("fullmakt uten fra-dato", AUTHORITY_FILE, "F9;P9;;2026-12-31", "gjelder_fra", hides=("P9",)),
    rows_added(
        "fullmakt med gal til-dato",
        AUTHORITY_FILE,
        "F9;P9;2026-01-01;2026-31-12",
        "«2026-31-12» + gjelder_til",
        hides=("P9",),
    ),
    rows_added(
        "fullmakt med til før fra",
        AUTHORITY_FILE,
        "F9;P9;2026-05-01;2026-01-01",
        "gjelder_til + gjelder_fra",
        hides=("P9",),
    ),
    rows_added("fullmakt uten nøkkel", AUTHORITY_FILE, ";P9;2026-05-01;", "nøkkel + id", hides=("P9",)),
]

CASES = UNITS + PERSON_ROWS + AMBITION_ROWS + RECORDS
