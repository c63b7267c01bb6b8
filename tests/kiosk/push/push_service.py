"""A push service of one's own on loopback: real HTTPS, and a browser that reads what it is sent."""

from __future__ import annotations

import json
import secrets
import ssl
import threading
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any

import http_ece
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from kiosk.push import client
from queueing.clock import Clock


def written(raw: bytes) -> str:
    """Base64 as browsers write it."""
    return urlsafe_b64encode(raw).decode().rstrip("=")


def _set() -> threading.Event:
    event = threading.Event()
    event.set()
    return event


@dataclass
class Phone:
    """A browser with a push subscription, and the keys to read what comes."""

    endpoint: str
    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    auth: bytes = field(default_factory=lambda: secrets.token_bytes(16))

    def subscription(self, language: str = "en") -> dict[str, Any]:
        """What the page sends."""
        point = self.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        keys = {"p256dh": written(point), "auth": written(self.auth)}
        return {"endpoint": self.endpoint, "keys": keys, "language": language}

    def reads(self, body: bytes) -> dict[str, str]:
        """The words of a message for this phone alone."""
        clear = http_ece.decrypt(body, private_key=self.private, auth_secret=self.auth, version="aes128gcm")
        return dict(json.loads(clear))


@dataclass
class PushService:
    """What came, as (path, headers, body), and what is answered, by path; at `endless` no answer ever ends.

    While `may_answer` is clear every answer is held back.
    """

    port: int
    certificate: Path
    came: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    answers: dict[str, int] = field(default_factory=dict)
    endless: str = "/endless"
    may_answer: threading.Event = field(default_factory=_set)

    def phone(self, name: str) -> Phone:
        """A phone that is reached here."""
        return Phone(f"https://127.0.0.1:{self.port}/{name}")


@contextmanager
def push_service(folder: Path) -> Iterator[PushService]:
    """Serve until the block ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Desk)
    service = PushService(server.server_port, _certificate(folder))
    server.service = service  # type: ignore[attr-defined]  # what the desk writes into
    trust = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trust.load_cert_chain(service.certificate)
    server.socket = trust.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PushService]:
    """A push service that this process trusts."""
    with push_service(tmp_path_factory.mktemp("push")) as running, pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(running.certificate))
        client._tls_context.cache_clear()
        yield running
    client._tls_context.cache_clear()


class _Desk(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        service: PushService = self.server.service  # type: ignore[attr-defined]
        body = self.rfile.read(int(self.headers["Content-Length"]))
        service.came.append((self.path, dict(self.headers), body))
        if self.path == service.endless:
            with suppress(OSError):
                while True:
                    self.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            self.close_connection = True
            return
        service.may_answer.wait(10)
        self.send_response(service.answers.get(self.path, 201))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def _certificate(folder: Path) -> Path:
    key, now = ec.generate_private_key(ec.SECP256R1()), Clock().now()
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "push.test")])
    here = x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1")), x509.DNSName("localhost")])
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(here, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "push.pem"
    file.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + signed.public_bytes(Encoding.PEM)
    )
    return file
