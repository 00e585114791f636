"""A small kommune with a database: three schools under a chief under the kommunedirektør, and whatever rules a test needs.

Days are given as dates; every step happens at six in the morning of its day.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Hashable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from kontroll.domain.avvik import Avvik
from kontroll.domain.month import Month
from kontroll.domain.notice import Notice
from kontroll.domain.policy import (
    ExpectedDelivery,
    LeaderOf,
    NoticePolicy,
    Policies,
    Recipient,
)
from kontroll.domain.rule import Severity
from kontroll.domain.sak import Sak
from kontroll.flows.deliveries.import_files import Incoming, Received, import_files
from kontroll.flows.month.monthly_run import Ran, monthly_run
from kontroll.rulebook.read import read_rulebook
from kontroll.settings import Settings
from kontroll.store.database import Database
from kontroll.wiring import Desk
from postgres import Server
from village import write

ORGANISATION = """enhet;navn;enhetstype;overordnet;tjeneste;leder_id;gjelder_fra;gjelder_til;etterfolger
0;Kommunedirektøren;kommunedirektør;;;TOPP;2020-01;;
9;Oppvekst;kommunalsjef;0;;SJEF;2020-01;;
1;Bygda skole;tjenestested;9;skole;ANNE;2020-01;;
2;Lia skole;tjenestested;9;skole;BERIT;2020-01;;
3;Grenda skole;tjenestested;9;skole;CARL;2020-01;;
"""
PERSONS = """person_id;navn;epost;rolle;enhet;gjelder_fra;gjelder_til
TOPP;Tora Topp;topp@bygda.example;leder;0;2020-01;
SJEF;Siv Sjef;siv@bygda.example;leder;9;2020-01;
ANNE;Anne A;anne@bygda.example;leder;1;2020-01;
BERIT;Berit B;berit@bygda.example;leder;2;2020-01;
CARL;Carl C;carl@bygda.example;leder;3;2020-01;
KARI;Kari K;kari@bygda.example;internkontroll;0;2020-01;
KNUT;Knut K;knut@bygda.example;internkontroll;0;2020-01;
OLGA;Olga O;olga@bygda.example;økonomikonsulent;0;2020-01;
UTVALG;Una Utvalg;una@bygda.example;kontrollutvalgets leder;0;2020-01;
"""
REGISTERS = {
    "indikatorer/alle.yaml": """
indikatorer:
  - {id: balanse, navn: Regnskap mot budsjett, maaleenhet: prosent, bedre_er: høyere, frekvens: måned, desimaler: 1,
     kilde: Økonomisystemet, forfaller: 10}
""",
    "datasett/faktura.yaml": """
id: faktura
navn: Faktura
nokkel: bilag
dato: dato
enhet: ansvar
felter:
  - {id: bilag, type: tekst}
  - {id: dato, type: dato}
  - {id: ansvar, type: tekst}
  - {id: belop, type: kr}
""",
}
POLICIES = Policies(
    notices=NoticePolicy(
        recipients={
            "leder": Recipient(word="leder", leader_of=LeaderOf.ENHET),
            "overordnet": Recipient(word="overordnet", leader_of=LeaderOf.ABOVE),
            "kommunedirektor": Recipient(word="kommunedirektor", unit_type="kommunedirektør"),
            "kontrollutvalg": Recipient(word="kontrollutvalg", role="kontrollutvalgets leder"),
            "internkontroll": Recipient(word="internkontroll", role="internkontroll"),
            "okonomi": Recipient(word="okonomi", role="økonomikonsulent"),
        },
        channels=("logg",),
        urgent=frozenset({Severity.CRITICAL}),
    ),
    deliveries=(ExpectedDelivery(id="okonomi", source="Økonomisystemet", owner="okonomi", due_working_days=10),),
)


def rule(
    id: str, *, then: str = "", kind: str = "avvik", condition: str = "", status: str = "i_bruk", dataset: str = "",
    tested: bool = True, more: str = "",
) -> dict[str, str]:  # fmt: skip
    """A rule on balanse below 0, or on a dear faktura, with tests of its own. then: what stands in `saa` besides avvik."""
    if dataset:
        asked = condition or "{felt: belop, er: over, verdi: 1000}"
        tests = """
tester:
  - navn: grensen
    maaned: 2026-01
    poster: [{bilag: B1, belop: 1000}, {bilag: B2, belop: 1000.01}, {bilag: B3, belop: _}]
    forventet: {B1: usann, B2: sann, B3: ukjent}
"""
    else:
        asked = condition or "{indikator: balanse, er: under, verdi: 0}"
        tests = """
tester:
  - {navn: grensen, serie: {balanse: "0 -0.1 _"}, forventet: [usann, sann, ukjent]}
"""
    about = f"grunnlag: {dataset}\n" if dataset else ""
    consequence = (
        "{avvik: ja, varsle: [leder], sak: oppfolging, frist: 10 arbeidsdager" + (f", {then}" if then else "") + "}"
    )
    key = "skal" if kind == "skal" else "hvis"
    text = f"""
id: {id}
navn: Regelen {id}
type: {kind}
status: {status}
alvor: middels
{about}hjemmel: [{{lov: kommuneloven, paragraf: '25-1'}}]
versjoner: [{{gyldig_fra: 2020-01, {key}: {asked}, saa: {consequence}}}]
{more}{tests if tested else ""}"""
    return {f"regler/{id}.yaml": text}


@dataclass
class Kommune:
    """What a test does to the kommune, and what it may ask about it."""

    desk: Desk
    folder: Path
    files: int = 0

    def deliver(self, name: str, content: str, day: date) -> Received:
        self.files += 1
        path = self.folder / "levert" / str(self.files) / name
        path.parent.mkdir(parents=True)
        path.write_text(content, encoding="utf-8")
        incoming = [Incoming(path, name)]
        (received,) = import_files(self.desk.database, self.desk.rulebook, incoming, at(day), "OLGA")
        return received

    def measure(self, month: str, day: date, **values: float | str) -> Received:
        """balanse of units 1, 2 and 3, given as e1, e2, e3; "" = reported missing."""
        rows = [f"{enhet[1:]};balanse;{month};{value};" for enhet, value in values.items()]
        return self.deliver(
            f"maalinger/{month}-{self.files}.csv", "\n".join(["enhet;indikator;periode;verdi;antall", *rows]), day
        )

    def invoices(self, name: str, day: date, *rows: str) -> Received:
        return self.deliver(f"datasett/faktura/{name}.csv", "\n".join(["bilag;dato;ansvar;belop", *rows]) + "\n", day)

    def run(self, period: str, day: date) -> Ran:
        return monthly_run(self.desk, Month.parse(period), at(day))

    def avvik(self) -> list[Avvik]:
        with self.desk.database.reading() as tx:
            return tx.avvik.all()

    def saker(self) -> list[Sak]:
        with self.desk.database.reading() as tx:
            return tx.saker.all()

    def notices(self) -> list[Notice]:
        with self.desk.database.reading() as tx:
            return tx.notices.all()

    def trail(self) -> list[str]:
        with self.desk.database.reading() as tx:
            return [str(entry.content["kind"]) for entry in tx.trail.entries()]


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 6, 0, tzinfo=UTC)


def kommune(database: Database, folder: Path, rules: dict[str, str], policies: Policies = POLICIES) -> Kommune:
    """The kommune with its organisation and persons delivered."""
    write(folder / "rules", {**REGISTERS, **rules})
    made = _opened(database, folder, policies)
    made.deliver("organisasjon.csv", ORGANISATION, date(2026, 1, 1))
    made.deliver("personer.csv", PERSONS, date(2026, 1, 1))
    return made


def _opened(database: Database, folder: Path, policies: Policies, files: int = 0) -> Kommune:
    """The kommune that is in the folder and the database already."""
    rule_folder = folder / "rules"
    rulebook, problems = read_rulebook([rule_folder])
    assert not [str(problem) for problem in problems]
    settings = Settings(hjem=folder, kommune="Bygda kommune", utboks=folder / "outbox")  # type: ignore[call-arg]
    return Kommune(Desk(settings, (rule_folder,), rulebook, policies, database), folder, files)


@dataclass(frozen=True)
class Kept:
    """A kommune set aside, to begin from. On SQLite its database lies in the folder."""

    folder: Path
    postgres: str | None
    policies: Policies
    files: int


@dataclass(frozen=True)
class Make:
    """Makes a kommune of rules: `make(rule("a"), rule("b", then="venter: 1"))`.

    server: of the database, unless it is SQLite. kept: what tests of this process have set aside on this kind of
    database. aside: where more is put. opened: closed after the test.
    """

    database: Database
    folder: Path
    server: Server | None
    kept: dict[Hashable, Kept]
    aside: Path
    opened: ExitStack

    def __call__(self, *rules: dict[str, str], policies: Policies = POLICIES) -> Kommune:
        return kommune(
            self.database, self.folder, {name: text for one in rules for name, text in one.items()}, policies
        )

    def once(self, key: Hashable, build: Callable[[], Kommune]) -> Kommune:
        """What `build` makes of this: built for the first who asks, set aside, and copied for all who ask later."""
        if key not in self.kept:
            built = build()
            self.database.close()  # nobody may be in a database that is copied
            self.kept[key] = self._set_aside(built)
            return built
        return self._copied(self.kept[key])

    def _set_aside(self, built: Kommune) -> Kept:
        folder = self.aside / str(len(self.kept))
        shutil.copytree(self.folder, folder)
        name = self.server.new_database(self.database.url.database) if self.server else None
        return Kept(folder, name, built.desk.policies, built.files)

    def _copied(self, kept: Kept) -> Kommune:
        shutil.copytree(kept.folder, self.folder, dirs_exist_ok=True)
        return _opened(self._database(kept), self.folder, kept.policies, kept.files)

    def _database(self, kept: Kept) -> Database:
        if self.server is None:
            return self.database
        copied = Database(self.server.address(self.server.new_database(kept.postgres)))
        self.opened.callback(copied.close)
        return copied
