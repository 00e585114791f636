"""A kommune small enough to reckon by hand, written as files and judged by the independent judge."""

from pathlib import Path
from typing import Any

from kontroll.recompute.language import month_of, month_text

from .judging import judge
from .random_files import block, save

SICKNESS = {"id": "fravaer", "navn": "Fravær", "bedre_er": "lavere", "frekvens": "måned", "desimaler": 1}
HEADINGS = {
    "organisasjon": "enhet;navn;enhetstype;overordnet;tjeneste;leder_id;gjelder_fra;gjelder_til;etterfolger",
    "personer": "person_id;navn;epost;rolle;enhet;gjelder_fra;gjelder_til",
    "ambisjoner": "enhet;indikator;aar;gronn;gul",
}


class Kommune:
    """One rule at a time is asked about; unit A exists from the start unless the test says otherwise."""

    def __init__(self, folder: Path) -> None:
        self.rules, self.data = folder / "regler", folder / "data"
        self.gauges: list[dict[str, Any]] = []
        self.rows: list[str] = []
        self.units("A;;skole;;")

    def units(self, *rows: str) -> None:
        """Rows «enhet;enhetstype;tjeneste;fra;til»."""
        lines = []
        for row in rows:
            unit, kind, service, first, last = row.split(";")
            lines.append(f"{unit};;{kind or 'tjenestested'};;{service};;{first};{last};")
        self.file("organisasjon.csv", HEADINGS["organisasjon"], *lines)

    def file(self, name: str, heading: str, *rows: str) -> None:
        save(self.data / name, "\n".join([heading, *rows, ""]))

    def ambitions(self, *rows: str) -> None:
        self.file("ambisjoner.csv", HEADINGS["ambisjoner"], *rows)

    def indicator(self, **changes: Any) -> None:
        """`fravaer`, lower is better, monthly, one decimal, with what the test changes."""
        self.gauges.append({**SICKNESS, **changes})
        save(self.rules / "indikatorer" / "alle.yaml", block({"indikatorer": self.gauges}))

    def series(self, values: str, last: str = "2024-12", unit: str = "A", indicator: str = "fravaer") -> None:
        """Monthly values, the newest in `last`; _ is a month without a row, - a row without a value."""
        texts = values.split()
        for back, text in enumerate(reversed(texts)):
            if text != "_":
                period = month_text(month_of(last) - back)
                self.rows.append(f"{unit};{indicator};{period};{'' if text == '-' else text};")
        self.deliver(*self.rows)

    def deliver(self, *rows: str, name: str = "m.csv") -> None:
        """Rows «enhet;indikator;periode;verdi;antall» in a file under maalinger."""
        self.file(f"maalinger/{name}", "enhet;indikator;periode;verdi;antall", *rows)

    def parameter(self, name: str, **values: Any) -> None:
        """Values by date: _2024_01_01=5."""
        rows = [{"gyldig_fra": day[1:].replace("_", "-"), "verdi": value} for day, value in values.items()]
        save(self.rules / "parametre" / f"{name}.yaml", block({"id": name, "navn": name, "verdier": rows}))

    def dataset(self, *rows: str, form: dict[str, Any] | None = None, **fields: str) -> None:
        """`faktura`: bilag, dato, ansvar and the fields by type; rows in that order."""
        types = {"bilag": "tekst", "dato": "dato", "ansvar": "tekst", **fields}
        node: dict[str, Any] = {
            "id": "faktura",
            "navn": "Faktura",
            "nokkel": "bilag",
            "dato": "dato",
            "enhet": "ansvar",
        }
        node |= form or {}
        if "bestand" in node:
            del node["dato"]
        node["felter"] = [{"id": name, "type": kind} for name, kind in types.items()]
        save(self.rules / "datasett" / "faktura.yaml", block(node))
        self.file("datasett/faktura/f.csv", ";".join(types), *rows)

    def rule(self, condition: dict[str, Any], name: str = "r-1", **changes: Any) -> None:
        node: dict[str, Any] = {"id": name, "navn": name, "type": "avvik", "status": "utkast", "alvor": "lav"}
        node |= {"hjemmel": [{"lov": "kommuneloven", "paragraf": "25-1"}]}
        key = "skal" if changes.get("type") == "skal" else "hvis"
        node |= {"versjoner": [{"gyldig_fra": "2000-01", key: condition}]} | changes
        save(self.rules / "prove" / f"{name}.yaml", block(node))

    def lines(self, first: str, last: str | None = None) -> list[str]:
        rows = judge(self.rules, self.data).lines(month_of(first), month_of(last or first))
        return [";".join(row) for row in rows if row[0] != "datakvalitet-enhet"]

    def verdict(self, month: str = "2024-12", unit: str = "A", rule: str = "r-1", record: str = "") -> str:
        """The result in a month; «ingen rad» when there is none."""
        start = f"{rule};{unit};{month};{record};"
        found = [line[len(start) :] for line in self.lines(month) if line.startswith(start)]
        assert len(found) <= 1
        return found[0] if found else "ingen rad"

    def answer(self, condition: dict[str, Any], month: str = "2024-12", unit: str = "A", record: str = "") -> str:
        """The verdict of one condition; about a record of `faktura` when a record is named."""
        self.rule(condition, **({"grunnlag": "faktura"} if record else {}))
        return self.verdict(month, unit, record=record)
