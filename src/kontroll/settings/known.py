"""Known: every setting there is, what it may be, and what it is where nobody says."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from kontroll.texts import N_

FILE = "kontroll.toml"
PREFIX = "KONTROLL_"
#: The one setting that is said on the command line.
HOME = "hjem"
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

    home: Path = Field(alias=HOME, description=N_("kommunens mappe; oppgis på kommandolinjen, ikke i filen"))
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
        return InitSettingsSource(settings_cls, {HOME: handed.get(HOME)}), env_settings, init_settings

    @property
    def on_this_machine(self) -> bool:
        """Whether nobody else can reach the pages."""
        return self.host in LOOPBACK

    @property
    def database_url(self) -> str:
        """`database` as SQLAlchemy reads it."""
        return self.database if "://" in self.database else f"sqlite:///{self.home / self.database}"


def keys() -> list[str]:
    """Every key of kontroll.toml, in the order of the class. The variable is KONTROLL_ and the key in capitals."""
    return [str(f.alias) for f in Settings.model_fields.values() if f.alias != HOME]
