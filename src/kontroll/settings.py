"""Settings: one kommune home, what stands in its kontroll.toml, and the variables KONTROLL_… that override it.

A home is a folder with the kommune's own rules, policies, inbox and database. A process has one; it is read once by the
way in and handed on as an argument. Keys are bokmål, as everything the kommune types; fields are English.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from kontroll.domain.problem import Gravity, Place, Problem
from kontroll.texts import N_, _

FILE = "kontroll.toml"
PREFIX = "KONTROLL_"
_HOME = "hjem"
#: Settings whose paths are relative to the home.
_FOLDERS = ("rules", "policies", "inbox", "outbox", "schemas", "archive")
#: Addresses that only this machine reaches.
LOOPBACK = ("127.0.0.1", "::1", "localhost")
#: One bare e-mail address, or nothing. Which addresses exist, only a mail server knows.
_ADDRESS = r"^$|^[^@\s,;<>]+@[^@\s,;<>]+$"


def _names(value: object) -> object:
    """A variable has no lists: names with comma between."""
    return [name.strip() for name in value.split(",") if name.strip()] if isinstance(value, str) else value


class Settings(BaseSettings):
    """The settings of one home. `description` is what the README says of each; paths are absolute once read."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_prefix_target="all", extra="forbid", frozen=True, hide_input_in_errors=True
    )

    home: Path = Field(alias=_HOME, description=N_("kommunens mappe; oppgis på kommandolinjen, ikke i filen"))
    municipality: str = Field(
        alias="kommune", min_length=1, description=N_("kommunens navn, slik det skal stå i rapporter")
    )
    language: Literal["nb", "nn"] = Field("nb", alias="spraak", description=N_("språk: nb (bokmål) eller nn (nynorsk)"))
    rules: Path = Field(Path("rules"), alias="regler", description=N_("mappen med kommunens egne regler"))
    policies: Path = Field(
        Path("policies"), alias="reglement", description=N_("mappen med kommunens reglement og valg")
    )
    inbox: Path = Field(Path("inbox"), alias="innboks", description=N_("mappen der leverte data legges"))
    schemas: Path = Field(
        Path("skjemaer"),
        alias="skjemaer",
        description=N_("mappen med offisielle skjemaer (XSD) som leverte filer prøves mot i tillegg til egne prøver"),
    )
    database: str = Field(
        "kontroll.db", alias="database", repr=False, description=N_("fil i hjemmet, eller adressen til PostgreSQL")
    )
    database_owner: str = Field(
        "",
        alias="database_eier",
        repr=False,
        description=N_("adressen til den som eier tabellene i PostgreSQL, for «db oppgrader»; tom: samme som database"),
    )
    host: str = Field(
        "127.0.0.1",
        alias="vert",
        description=N_("adressen sidene svarer på; bare denne maskinen til noe annet er valgt"),
    )
    port: int = Field(8080, alias="port", ge=0, le=65535, description=N_("porten websidene svarer på; 0 tar en ledig"))
    address: str = Field(
        "http://127.0.0.1:8080",
        alias="nettadresse",
        pattern=r"^https?://[^\s/?#]+(/[^\s?#]*)?$",
        description=N_("adressen leserne bruker, satt først i lenkene i meldinger: https://kontroll.kommune.no"),
    )
    session_idle: int = Field(
        60, alias="okt_hvile", ge=1, le=1440, description=N_("minutter en innlogging holder uten at noe åpnes")
    )
    session_longest: int = Field(
        12, alias="okt_lengst", ge=1, le=720, description=N_("timer en innlogging holder i alt")
    )
    example_users: bool = Field(
        False,
        alias="eksempelbrukere",
        description=N_("eksempelbrukere uten passord på innloggingssiden: bare i demoen, bare på denne maskinen"),
    )
    oidc_issuer: str = Field(
        "",
        alias="oidc_utsteder",
        pattern=r"^$|^https?://\S+$",
        description=N_("adressen til kommunens innloggingstjeneste (OIDC): https://…; tom: bare brukere med passord"),
    )
    oidc_client: str = Field("", alias="oidc_klient", description=N_("kontrolls klient-id hos innloggingstjenesten"))
    oidc_secret: str = Field(
        "",
        alias="oidc_hemmelighet",
        repr=False,
        description=N_("klientens hemmelighet; helst i variabelen KONTROLL_OIDC_HEMMELIGHET, ikke i filen"),
    )
    oidc_scope: str = Field(
        "openid profile", alias="oidc_omfang", description=N_("omfanget (scope) kontroll ber om: openid profile")
    )
    oidc_acr: str = Field("", alias="oidc_nivaa", description=N_("nivået (acr) som kreves; tomt: ingen krav"))
    archive: Path = Field(Path("arkiv"), alias="arkiv", description=N_("mappen der pakker til arkivet legges hvert år"))
    outbox: Path = Field(
        Path("outbox"),
        alias="utboks",
        description=N_("mappen for meldinger som skrives til fil i stedet for å sendes, og for varselloggen"),
    )
    mail_host: str = Field("", alias="epost_tjener", description=N_("navnet på e-posttjeneren; tomt: ingen e-post"))
    mail_port: int = Field(587, alias="epost_port", ge=1, le=65535, description=N_("e-posttjenerens port"))
    mail_encryption: Literal["ingen", "starttls", "tls"] = Field(
        "starttls", alias="epost_kryptering", description=N_("kryptering til e-posttjeneren: ingen, starttls eller tls")
    )
    mail_user: str = Field(
        "", alias="epost_bruker", description=N_("brukernavn hos e-posttjeneren; tomt: ingen innlogging")
    )
    mail_password: str = Field(
        "",
        alias="epost_passord",
        repr=False,
        description=N_("passord hos e-posttjeneren; helst i variabelen KONTROLL_EPOST_PASSORD, ikke i filen"),
    )
    mail_from: str = Field(
        "",
        alias="epost_avsender",
        pattern=_ADDRESS,
        description=N_("adressen e-post sendes fra: kontroll@kommune.no"),
    )
    mail_reply_to: str = Field(
        "",
        alias="epost_svar_til",
        pattern=_ADDRESS,
        description=N_("adressen svar på e-post går til: internkontroll@kommune.no; tomt: avsenderen"),
    )
    contact: str = Field(
        "",
        alias="kontakt",
        max_length=200,
        description=N_("hvor den som trenger hjelp, henvender seg: telefon eller adresse, slik det skal stå på sidene"),
    )
    hook_private: bool = Field(False, alias="varselkrok_private", description=N_("true: varselkroker når private nett"))
    hook_key: str = Field(
        "",
        alias="varselkrok_nokkel",
        repr=False,
        pattern=r"^$|^[!-~]{32,}$",
        description=N_("nøkkelen hemmelighetene til varselkroker forsegles med, minst 32 tegn; tom: de står åpent"),
    )
    api_megabytes: int = Field(
        64, alias="api_megabyte", ge=1, le=2048, description=N_("største leverte fil, i megabyte")
    )
    mail_returns: str = Field(
        "",
        alias="epost_retur",
        description=N_("mappen der e-post som kom i retur legges (Maildir, eller .eml-filer); tomt: ingen leses"),
    )
    checked_draws: int = Field(
        200,
        alias="kontrollregnede_svar",
        ge=0,
        description=N_("så mange svar trekkes og regnes ut på nytt i hver kjøring, utover alle som noe følger av"),
    )
    inference_seconds: int = Field(
        120,
        alias="slutningsmotor_sekunder",
        ge=1,
        description=N_("hvor lenge slutningsmotoren får holde på med en bunke før reserven overtar"),
    )
    worker_silence_minutes: int = Field(
        5,
        alias="arbeider_taus_minutter",
        ge=0,
        description=N_("hvor lenge arbeideren kan tie før /helse/klar svarer nei; 0: den spørres det ikke etter"),
    )
    metrics_token: str = Field(
        "",
        alias="metrikk_token",
        repr=False,
        pattern=r"^$|^[!-~]{16,}$",
        description=N_("det /metrikk krever som Bearer, minst 16 tegn; tomt: bare denne maskinen får tallene"),
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", alias="loggnivaa", description=N_("debug, info, warning eller error")
    )
    personal_columns: Annotated[tuple[str, ...], BeforeValidator(_names), NoDecode] = Field(
        (),
        alias="personlige_felt",
        description=N_("flere felt som aldri skal i loggen, utover dem reglene merker «personlig»"),
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        # What is handed in is the file's content: the environment is stronger, but cannot move the home.
        handed = init_settings.init_kwargs if isinstance(init_settings, InitSettingsSource) else {}
        return InitSettingsSource(settings_cls, {_HOME: handed.get(_HOME)}), env_settings, init_settings

    @property
    def on_this_machine(self) -> bool:
        """Whether nobody else can reach the pages."""
        return self.host in LOOPBACK

    @property
    def database_url(self) -> str:
        """`database` as SQLAlchemy reads it."""
        return self.database if "://" in self.database else f"sqlite:///{self.home / self.database}"


def read_settings(home: Path, environment: Mapping[str, str] = os.environ) -> tuple[Settings | None, list[Problem]]:
    """The settings of the home, or None with everything that is wrong with them.

    A home without kontroll.toml is read from the environment alone. `environment` is where names are checked and
    problems are placed; the values themselves are the process's own.
    """
    file = home / FILE
    source, problems = _source(file)
    if source is None:
        return None, problems
    problems += _unknown_variables(environment)
    try:
        content = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        return None, [*problems, _not_toml(file, error)]
    if _HOME in content:
        problems.append(_unknown_key(_place(file, source, _HOME), _HOME))
        del content[_HOME]
    try:
        found = Settings(**{**content, _HOME: home.absolute()})
    except ValidationError as error:
        return None, problems + [_problem(one, file, source, environment) for one in error.errors()]
    if any(p.gravity is Gravity.STOPS for p in problems):
        return None, problems
    folders = {name: found.home / getattr(found, name) for name in _FOLDERS}
    return found.model_copy(update=folders), problems


def shipped_rules() -> Path:
    """The folder of rules that come with kontroll."""
    return _shipped("rules")


def shipped_policies() -> Path:
    """The folder of policies that come with kontroll."""
    return _shipped("policies")


def keys() -> list[str]:
    """Every key of kontroll.toml, in the order of the class. The variable is KONTROLL_ and the key in capitals."""
    return [str(f.alias) for f in Settings.model_fields.values() if f.alias != _HOME]


def _shipped(name: str) -> Path:
    """Inside an installed package, beside `src` in a checkout."""
    inside = Path(__file__).parent / name
    return inside if inside.is_dir() else Path(__file__).parents[2] / name


def _source(file: Path) -> tuple[str | None, list[Problem]]:
    if not file.exists():
        return "", []
    try:
        return file.read_text(encoding="utf-8-sig"), []
    except (OSError, UnicodeDecodeError):
        what, fix = (
            _("filen kan ikke leses som tekst"),
            _("Lagre filen som UTF-8, og kontroller at du har lesetilgang."),
        )
        return None, [Problem(Place(str(file)), what, _stopped(), fix)]


def _not_toml(file: Path, error: tomllib.TOMLDecodeError) -> Problem:
    at = re.search(r"at line (\d+), column (\d+)", str(error))
    place = Place(str(file), int(at[1]), int(at[2])) if at else Place(str(file))
    fix = _('Skriv én innstilling per linje, med tekst i anførselstegn: kommune = "Navn".')
    return Problem(place, _("linjen er ikke gyldig TOML"), _stopped(), fix)


def _problem(error: ErrorDetails, file: Path, source: str, environment: Mapping[str, str]) -> Problem:
    """One of pydantic's errors, said to the person who wrote the setting. The value is not repeated: it may be a secret."""
    key = str(error["loc"][0])
    variable = PREFIX + key.upper()
    place = Place(variable) if variable in environment else _place(file, source, key)
    if error["type"] == "extra_forbidden":
        return _unknown_key(place, key)
    if error["type"] == "missing":
        what = _("«{key}» mangler").format(key=key)
        return Problem(place, what, _stopped(), _('Skriv {key} = "…" i {file}.').format(key=key, file=FILE))
    what = _("«{key}» har en verdi som ikke kan brukes").format(key=key)
    return Problem(place, what, _stopped(), _("Oppgi {wanted}.").format(wanted=_wanted(key)))


def _wanted(key: str) -> str:
    """What the key takes, in bokmål: the description of its field."""
    return next(_(str(f.description)) for f in Settings.model_fields.values() if f.alias == key)


def _unknown_key(place: Place, key: str) -> Problem:
    near = get_close_matches(key, keys(), n=1)
    fix = (
        _("Mente du «{near}»?").format(near=near[0])
        if near
        else _("Fjern linjen. Innstillingene er: {all}.").format(all=", ".join(keys()))
    )
    return Problem(place, _("ukjent innstilling «{key}»").format(key=key), _stopped(), fix)


def _unknown_variables(environment: Mapping[str, str]) -> list[Problem]:
    """Variables that look like a slip of the pen. Others are left alone: parts of kontroll may have their own."""
    known = [PREFIX + key.upper() for key in (*keys(), _HOME)]
    problems = []
    for name in sorted(environment):
        near = get_close_matches(name, known, n=1, cutoff=0.85)
        if name.startswith(PREFIX) and name not in known and near:
            what, why = _("miljøvariabelen er ukjent"), _("Den blir ikke brukt.")
            fix = _("Mente du «{near}»?").format(near=near[0])
            problems.append(Problem(Place(name), what, why, fix, Gravity.NOTICE))
    return problems


def _place(file: Path, source: str, key: str) -> Place:
    """The line that sets the key, or the file when it does not stand there."""
    pattern = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*(=|\.)|\s*\[+\s*{re.escape(key)}\b")
    for number, line in enumerate(source.splitlines(), start=1):
        if pattern.match(line):
            return Place(str(file), number)
    return Place(str(file))


def _stopped() -> str:
    return _("kontroll starter ikke med innstillinger som kan være feil.")
