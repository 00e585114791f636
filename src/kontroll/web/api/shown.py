"""Shown: what leaves by the API, as the models that OpenAPI tells of. Names of people stand in none but by the scope for it.

Keys are bokmål without æøå, as in rule files.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, Field

from kontroll.domain.access import Act, Thing, Viewer, may_enter
from kontroll.domain.avvik import Avvik
from kontroll.domain.delivery import Delivery
from kontroll.domain.rulebook import ENHET_RULE, Rulebook
from kontroll.domain.run import Run
from kontroll.domain.sak import Sak
from kontroll.web.api.problems import Reported

_ONLY = "Bare med omfanget «personlig»; ellers null."


class LeveranseVist(BaseModel):
    """En fil slik den kom."""

    nummer: int
    slag: str = Field(description="datasett/ID, maalinger, organisasjon, personer, ambisjoner eller formater/ID.")
    navn: str
    mottatt: datetime
    avtrykk: str = Field(description="SHA-256 av filen.")
    resultat: str = Field(description="tatt inn eller avvist.")
    rader: int
    merknader: int = Field(description="Hvor mange linjer kontrollrapporten hadde.")
    fra: str | None = Field(description="Første måned radene handler om.")
    til: str | None


class Mottatt(BaseModel):
    """Det som ble tatt inn, med samme kontrollrapport som «kontroll importer»."""

    levert_for: bool = Field(description="Samme innhold er levert før under samme navn; ingenting er endret.")
    leveranse: LeveranseVist | None
    tabeller: list[LeveranseVist] = Field(description="Tabellene i en fil som har mange.")
    endrede_rader: int = Field(description="Rader som er levert før med et annet innhold.")
    rapport: list[Reported]


class SvarVist(BaseModel):
    """Hva en regel sier om en enhet eller post i en måned."""

    regel: str
    enhet: str
    maaned: str
    post: str | None
    resultat: str = Field(description="sann, usann, ukjent, ikke relevant eller ikke i kraft, som i «kontroll vurder».")
    utslag: bool | None = Field(description="Om regelen slo ut; null når svaret er ukjent.")


class ForklaringVist(BaseModel):
    """Hvorfor en regel svarte som den gjorde."""

    svar: str
    hvorfor: list[str]
    merk: list[str]
    hva_skulle_til: list[str]
    om: list[str] = Field(description="Versjon, hvem regelen gjelder, og hjemmel.")
    forklaring: dict[str, Any] = Field(description="Hele treet, det samme som «kontroll forklar --json».")


class AvvikVist(BaseModel):
    """Noe en regel har funnet, fra det åpnet til det er løst."""

    regel: str
    nummer: int = Field(description="Hvilken gang regelen slo ut om dette, fra 1.")
    enhet: str
    post: str | None
    aapnet: str | None = Field(description="Måneden det åpnet.")
    sist_utslag: str
    lost: str | None
    tilstand: str = Field(description="venter, utløst eller løst.")
    alvor: str
    sak: str | None


class TiltakVist(BaseModel):
    id: str
    frist: date
    ferdig: date | None
    eier: str | None = Field(description=_ONLY)


class HendelseVist(BaseModel):
    tid: datetime
    slag: str
    utfall: str
    av: str | None = Field(description="Et system ved navn. En person: bare med omfanget «personlig»; ellers null.")
    tekst: str | None = Field(description=_ONLY)


class SakVist(BaseModel):
    """En sak, uten det folk har skrevet."""

    id: str
    slag: str
    regel: str | None
    enhet: str
    maaned: str
    aapnet: date
    frist: date | None
    tilstand: str
    alvor: str
    loftet: int = Field(description="Hvor mange ganger saken er løftet til overordnet.")
    svar: str | None
    besvart: date | None
    utfall: str | None
    lukket: date | None
    gang: int = Field(description="Hvilken gang på rad samme regel slo ut ved enheten.")
    gjentar: str | None
    gjenaapnet: int
    versjon: int
    eier: str | None = Field(description=_ONLY)
    saksbehandler: str | None = Field(description=_ONLY)


class HelSak(SakVist):
    """En sak med det som har skjedd i den."""

    avvik: list[AvvikVist]
    tiltak: list[TiltakVist]
    hendelser: list[HendelseVist]


class EnhetVist(BaseModel):
    """En enhet slik den er i dag, eller sist var."""

    id: str
    navn: str
    type: str | None
    overordnet: str | None
    tjeneste: str | None
    finnes: bool = Field(description="Om den finnes i dag.")
    etterfolger: str | None
    leder: str | None = Field(description=_ONLY)


class RegelVist(BaseModel):
    id: str
    navn: str
    type: str
    status: str
    alvor: str
    omraade: str
    datasett: str | None
    hjemmel: list[str]
    retter_seg_mot_personer: bool


class HelRegel(RegelVist):
    klartekst: list[str] = Field(description="Hele regelen i setninger.")


class KjoringVist(BaseModel):
    id: str
    maaned: str
    forsok: int
    tilstand: str
    begynt: datetime
    ferdig: datetime | None
    svar: int
    ukjente: int
    avvik_aapnet: int
    avvik_lost: int
    saker: int
    varsler: int
    uten: list[str] = Field(description="Leveranser som manglet.")
    stanset: list[str] = Field(description="Regler som slo ut for ofte til at noen ble varslet.")
    avtrykk: str = Field(description="SHA-256 av svarene.")
    regler: str = Field(description="SHA-256 av regelfilene.")


class SporVist(BaseModel):
    """Enden av sporet: skriv den ned et annet sted, så kan ingen siden kutte i loggen uten at det synes."""

    linjer: int
    avtrykk: str


# --- made of the domain's ---------------------------------------------------------------------------------------------


def sees_persons(viewer: Viewer) -> bool:
    return may_enter(viewer, Act.SEE, Thing.PERSONAL)


def shown_post(rulebook: Rulebook, rule: str, post: str, viewer: Viewer) -> str | None:
    """The record's key; None for a rule about enheter, and where the key is somebody's own and she may not see it."""
    if not post or sees_persons(viewer):
        return post or None
    found = rulebook.rules.get(rule)
    own = found.dataset if found is not None else None
    datasets = rulebook.datasets.values() if rule == ENHET_RULE or own is None else [rulebook.dataset(own)]
    keys = (one.field(one.key) for one in datasets)
    return None if any(key is not None and key.personal for key in keys) else post


def shown_delivery(one: Delivery) -> LeveranseVist:
    return LeveranseVist(
        nummer=one.seq, slag=one.kind, navn=one.name, mottatt=one.received, avtrykk=one.digest,
        resultat=one.taken.value, rader=one.rows, merknader=one.problems,
        fra=str(one.first) if one.first else None, til=str(one.last) if one.last else None,
    )  # fmt: skip


def shown_avvik(one: Avvik, rulebook: Rulebook, viewer: Viewer) -> AvvikVist:
    return AvvikVist(
        regel=one.rule, nummer=one.number, enhet=one.enhet, post=shown_post(rulebook, one.rule, one.post, viewer),
        aapnet=str(one.opened) if one.opened else None, sist_utslag=str(one.last_struck),
        lost=str(one.resolved) if one.resolved else None, tilstand=one.phase.value, alvor=one.severity.value,
        sak=one.sak,
    )  # fmt: skip


def shown_sak(one: Sak, viewer: Viewer) -> SakVist:
    return SakVist(**sak_fields(one, viewer))


def sak_fields(one: Sak, viewer: Viewer) -> dict[str, Any]:
    persons = sees_persons(viewer)
    return {
        "id": one.id, "slag": one.kind, "regel": one.rule, "enhet": one.enhet, "maaned": str(one.month),
        "aapnet": one.opened, "frist": one.deadline, "tilstand": one.state.value, "alvor": one.severity.value,
        "loftet": one.level, "svar": one.answer.value if one.answer else None, "besvart": one.answered_on,
        "utfall": one.outcome.value if one.outcome else None, "lukket": one.closed_on, "gang": one.occurrence,
        "gjentar": one.recurrence_of, "gjenaapnet": one.reopened, "versjon": one.version,
        "eier": one.owner if persons else None, "saksbehandler": one.handler if persons else None,
    }  # fmt: skip


def shown_run(one: Run) -> KjoringVist:
    return KjoringVist(
        id=one.id, maaned=str(one.period), forsok=one.attempt, tilstand=one.state.value, begynt=one.started,
        ferdig=one.finished, svar=one.verdicts, ukjente=one.unknown, avvik_aapnet=one.opened, avvik_lost=one.resolved,
        saker=one.saker, varsler=one.notices, uten=_split(one.without), stanset=_split(one.stopped),
        avtrykk=one.digest, regler=one.rulebook,
    )  # fmt: skip


def _split(ids: str) -> list[str]:
    return [id for id in ids.split(",") if id]
