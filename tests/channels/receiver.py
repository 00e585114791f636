"""A real receiver of calls on this machine, which answers as it is told, and checks signatures as its own programmer would."""

from __future__ import annotations

import base64
import hashlib
import hmac
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

CERTIFICATE = Path(__file__).parent / "localhost.pem"


@dataclass
class Receiver:
    """statuses: what is answered, the last of them from then on. got: headers (in lower case) and body of each call."""

    port: int = 0
    statuses: list[int] = field(default_factory=lambda: [204])
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    seconds: float = 0

    def is_signed(self, secret: str, number: int = -1) -> bool:
        """Written from the README alone, not from the code that signs."""
        headers, body = self.got[number]
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        key = base64.b64decode(secret.split("whsec_", 1)[1])
        right = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        return hmac.compare_digest(f"v1,{right}", headers["webhook-signature"])


@contextmanager
def receiver(*, tls: bool = False) -> Iterator[Receiver]:
    made = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            made.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
            time.sleep(made.seconds)
            status = made.statuses.pop(0) if len(made.statuses) > 1 else made.statuses[0]
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", f"http://127.0.0.1:{made.port}/andre")
            self.end_headers()

        def log_message(self, *_said: object) -> None:
            """Nothing: the test says what was wrong."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    made.port = int(server.server_address[1])
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield made
    server.shutdown()
    server.server_close()
    thread.join(10)
