"""E-mail over SMTP: one connection per message, so that what became of each is known."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from kontroll.channels.base import Channel, Opening, Outgoing, Sender, as_mail, bare
from kontroll.domain.notice import DeliveryFailed
from kontroll.settings import Settings
from kontroll.texts import _

_TIMEOUT_SECONDS = 30.0
#: Refusals for want of a login: the settings can be mended before the last attempt.
_LOGIN = frozenset({530, 534, 535, 538})

#: Refusals of the recipient that are about the address: not there, not local, not allowed as a name (RFC 5321, 4.2.3).
_NO_SUCH_ADDRESS = frozenset({550, 551, 553})


@dataclass(frozen=True, slots=True, kw_only=True)
class Email:
    """encryption: as the setting `epost_kryptering`. timeout: seconds for each answer of the server."""

    sender: Sender
    host: str
    port: int
    encryption: str
    user: str = ""
    password: str = field(default="", repr=False)
    timeout: float = _TIMEOUT_SECONDS

    def send(self, message: Outgoing) -> None:
        if not (self.host and self.sender.address):
            raise DeliveryFailed(_("e-posttjener eller avsender er ikke satt opp"), permanent=False)
        mail = as_mail(message, self.sender)
        with _told(), self._connection() as server:
            server.sendmail(bare(self.sender.address), bare(message.address), mail)

    @contextmanager
    def _connection(self) -> Iterator[smtplib.SMTP]:
        context = ssl.create_default_context()
        server = (
            smtplib.SMTP_SSL(self.host, self.port, timeout=self.timeout, context=context)
            if self.encryption == "tls"
            else smtplib.SMTP(self.host, self.port, timeout=self.timeout)
        )
        try:
            if self.encryption == "starttls":
                server.starttls(context=context)
            if self.user:
                server.login(self.user, self.password)
            yield server
            # The message is taken by now: a server that hangs up instead of saying goodbye changes nothing.
            with suppress(smtplib.SMTPException, OSError):
                server.quit()
        finally:
            server.close()


def _email(settings: Settings) -> Channel:
    return Email(
        sender=Sender(name=settings.municipality, address=settings.mail_from, reply_to=settings.mail_reply_to),
        host=settings.mail_host,
        port=settings.mail_port,
        encryption=settings.mail_encryption,
        user=settings.mail_user,
        password=settings.mail_password,
    )


OPENING = Opening(id="epost", open=_email)


# --- what went wrong ------------------------------------------------------------------------------------------


@contextmanager
def _told() -> Iterator[None]:
    """smtplib's errors as DeliveryFailed. The server's own words are left out: they repeat addresses."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        (code, _words), *_rest = error.recipients.values()
        refused = _refused(_("mottakeren ble avvist"), code)
        refused.of_address = refused.permanent and code in _NO_SUCH_ADDRESS
        raise refused from error
    except smtplib.SMTPDataError as error:
        raise _refused(_("meldingen ble avvist"), error.smtp_code) from error
    except smtplib.SMTPSenderRefused as error:
        raise _later(_("avsenderen ble avvist"), error.smtp_code) from error
    except smtplib.SMTPAuthenticationError as error:
        raise _later(_("innloggingen ble avvist"), error.smtp_code) from error
    except smtplib.SMTPServerDisconnected as error:
        raise _later(_("tjeneren brøt forbindelsen eller sluttet å svare")) from error
    except smtplib.SMTPNotSupportedError as error:
        raise _later(_("tjeneren tilbyr ikke det innstillingene krever (kryptering, innlogging eller tegn)")) from error
    except smtplib.SMTPResponseException as error:
        raise _later(_("tjeneren svarte med en feil"), error.smtp_code) from error
    except UnicodeError:
        # From None: the error carries what could not be sent, which may be the password.
        raise _later(_("e-postinnstillingene har tegn som ikke kan sendes til tjeneren")) from None
    except ssl.SSLError as error:
        raise _later(_("kryptert forbindelse lot seg ikke opprette")) from error
    except TimeoutError as error:
        raise _later(_("tjeneren svarte ikke i tide")) from error
    except (smtplib.SMTPException, OSError) as error:
        raise _later(_("tjeneren kan ikke nås")) from error


def _refused(what: str, code: int) -> DeliveryFailed:
    """A refusal of this message or recipient: 5xx is the server's last word, 4xx is not (RFC 5321, section 4.2.1)."""
    return DeliveryFailed(_coded(what, code), permanent=500 <= code < 600 and code not in _LOGIN)


def _later(what: str, code: int | None = None) -> DeliveryFailed:
    """What the operator or the server's own people can mend: the message waits for it."""
    return DeliveryFailed(what if code is None else _coded(what, code), permanent=False)


def _coded(what: str, code: int) -> str:
    return _("{what} (kode {code})").format(what=what, code=code)
