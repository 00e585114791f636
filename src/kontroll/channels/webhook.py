"""Webhook: a signed call to another system. No channel to a person, so it stands in no policy and has no Opening.

How a receiver knows a call (as standardwebhooks.com has it, so that a library of hers will do): it takes the header
`webhook-timestamp`, refuses one that is more than five minutes old, and computes HMAC-SHA256 over
`{webhook-id}.{webhook-timestamp}.{body}`, the body as the bytes that came, with the secret: what stands after `whsec_`,
decoded from base64. The result in base64 stands after `v1,` in `webhook-signature`; it compares in constant time. The
same `webhook-id` may come again, and is the same call.

Why the name is looked up here and the connection made to the very address that was looked at: a name may point
somewhere else the next time it is asked for. Redirects are not followed, and a proxy of the machine's is not used.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import ipaddress
import secrets
import socket
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from threading import Timer
from urllib.parse import SplitResult, urlsplit

from kontroll.domain.notice import DeliveryFailed
from kontroll.domain.problem import KontrollError
from kontroll.settings import LOOPBACK, Settings
from kontroll.texts import _

_SECRET = "whsec_"
#: Seconds to wait for each step, and for all of it: a receiver that answers a letter at a time must not hold the worker.
_STEP, _WHOLE = 10.0, 30.0
_GONE = 410
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
#: Host and port -> the addresses it has now. Raises OSError.
LookUp = Callable[[str, int], list[str]]


class AddressRefused(KontrollError):
    """Nothing is ever sent there. Its text is bokmål."""


def new_secret() -> str:
    return _SECRET + base64.b64encode(secrets.token_bytes(32)).decode()


def signature(secret: str, id: str, timestamp: int, body: str) -> str:
    """What stands in `webhook-signature`."""
    key = base64.b64decode(secret.removeprefix(_SECRET))
    signed = hmac.new(key, f"{id}.{timestamp}.{body}".encode(), hashlib.sha256).digest()
    return f"v1,{base64.b64encode(signed).decode()}"


def demand_address(address: str, *, private: bool) -> SplitResult:
    """The address in its parts. private: whether the kommune's own network may be called. Raises AddressRefused."""
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname, parts.port
    except ValueError:
        host, parts = None, urlsplit("")
    if not host or parts.scheme not in ("https", "http") or any(ord(letter) <= 32 for letter in address):
        raise AddressRefused(_("Adressen må være på formen https://navn/sti."))
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise AddressRefused(_("Adressen kan ikke ha brukernavn, passord eller #."))
    if parts.scheme == "http" and host not in LOOPBACK:
        raise AddressRefused(
            _("Adressen må begynne med https://. Bare mottakere på denne maskinen kan nås med http://.")
        )
    if not private and (host in LOOPBACK or _is_private(host)):
        raise AddressRefused(_("Adressen er i et privat nett. Det tillates med «varselkrok_private = true»."))
    return parts


def _is_private(host: str) -> bool:
    try:
        return not is_public(ipaddress.ip_address(host))
    except ValueError:
        return False


def is_public(address: Address) -> bool:
    """Whether it is somewhere out on the net. One that stands inside another is looked at too."""
    if isinstance(address, ipaddress.IPv6Address):
        inside = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if address in _NAT64:
            inside = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inside is not None:
            return is_public(inside)
    return address.is_global and not address.is_multicast


def _look_up(host: str, port: int) -> list[str]:
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Poster:
    """private: whether the kommune's own network may be called. context: which certificates are trusted."""

    private: bool
    look_up: LookUp = _look_up
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context)

    def post(self, address: str, secret: str, id: str, body: str, now: datetime) -> None:
        """Returns when the receiver has answered with success. Raises DeliveryFailed, whose text names no address."""
        timestamp = int(now.timestamp())
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "kontroll",
            "webhook-id": id,
            "webhook-timestamp": str(timestamp),
            "webhook-signature": signature(secret, id, timestamp, body),
        }
        try:
            parts = demand_address(address, private=self.private)
        except AddressRefused as refused:
            raise DeliveryFailed(str(refused), permanent=False) from refused
        status = self._status(parts, headers, body.encode())
        if 300 <= status < 400:
            raise DeliveryFailed(_("mottakeren viste videre til en annen adresse, og det følges ikke"), permanent=False)
        if not 200 <= status < 300:
            why = _("mottakeren svarte {status}").format(status=status)
            raise DeliveryFailed(why, permanent=status == _GONE)

    def _status(self, parts: SplitResult, headers: Mapping[str, str], body: bytes) -> int:
        connection = self._connection(parts)
        ended = Timer(_WHOLE, _cut, [connection])
        ended.daemon = True
        ended.start()
        try:
            connection.request("POST", _target(parts), body, dict(headers))
            return connection.getresponse().status
        except ssl.SSLError as error:
            raise DeliveryFailed(_("mottakerens sertifikat holder ikke"), permanent=False) from error
        except (OSError, http.client.HTTPException, AttributeError) as error:
            raise DeliveryFailed(_("mottakeren svarer ikke"), permanent=False) from error
        finally:
            ended.cancel()
            connection.close()

    def _connection(self, parts: SplitResult) -> http.client.HTTPConnection:
        host, is_tls = parts.hostname or "", parts.scheme == "https"
        port = parts.port or (443 if is_tls else 80)
        numeric = self._address_of(host, port)
        made = (
            http.client.HTTPSConnection(host, port, timeout=_STEP, context=self.context)
            if is_tls
            else http.client.HTTPConnection(host, port, timeout=_STEP)
        )
        # The name stays what the certificate is held against; the address is the one that was looked at.
        made._create_connection = lambda _place, *rest: socket.create_connection((numeric, port), *rest)  # type: ignore[attr-defined]
        return made

    def _address_of(self, host: str, port: int) -> str:
        try:
            found = self.look_up(host, port)
        except (OSError, UnicodeError) as error:
            raise DeliveryFailed(_("mottakerens navn finnes ikke"), permanent=False) from error
        # One among them that is inside is enough: who points there does not mean to be called from here.
        inside = [one for one in found if not is_public(ipaddress.ip_address(one.partition("%")[0]))]
        if not found or (inside and not self.private):
            raise DeliveryFailed(_("mottakerens navn peker til et privat nett"), permanent=False)
        return found[0]


def poster(settings: Settings) -> Poster:
    return Poster(private=settings.hook_private)


def _target(parts: SplitResult) -> str:
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _cut(connection: http.client.HTTPConnection) -> None:
    """From another thread: what waits for the receiver wakes."""
    if connection.sock is not None:
        connection.sock.shutdown(socket.SHUT_RDWR)
