"""Hands a sealed message to a push service: over HTTPS, to a public address, at once or not at all.

The address comes from a visitor's browser, so it could be anybody's: it is looked up here, must be
public, and is the very one connected to. Nothing is followed to another place.
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress
from enum import StrEnum
from functools import cache
from http.client import HTTPException, HTTPSConnection
from ipaddress import IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from queueing.refusals import InvalidRequest

CONNECT_SECONDS = 3.0
ANSWER_SECONDS = 5.0
POST_SECONDS = 8.0
"""How long one post takes at most, however slowly the other side drips."""
MOST_ADDRESSES = 3
HTTPS_PORT = 443
GONE = frozenset({404, 410})
"""Answers that say that a browser no longer wants messages there."""
HOME = (".local", ".internal", ".localhost", ".lan", ".home", ".arpa")
"""Names that are nobody's on the internet."""
INTERNET_V6 = IPv6Network("2000::/3")
"""All that is handed out; what lies outside of it is local or leads to an IPv4 address in disguise."""


class PushResult(StrEnum):
    """What became of a message."""

    TAKEN = "taken"
    GONE = "gone"  # nobody will ever hear it there
    FAILED = "failed"


class NotPublic(OSError):
    """The push service's name leads to an address that is not on the public internet."""


def check_endpoint(endpoint: str, *, private: bool = False) -> None:
    """Raise Malformed unless this may be a push service's address: HTTPS, its usual port, a public host.

    `private` lets in any host and port, for a push service of one's own.
    """
    try:
        at = urlsplit(endpoint)
        host, port = at.hostname or "", at.port or HTTPS_PORT
        host.encode("idna")  # no label is empty or too long
    except ValueError:
        raise InvalidRequest("This is not the address of a push service.") from None
    bare = at.username is None and at.password is None and not at.fragment
    if not (at.scheme == "https" and host and bare and endpoint.isascii()) or any(
        letter.isspace() or not letter.isprintable() for letter in endpoint
    ):
        raise InvalidRequest("A push service is at an https address.")
    if not private and (port != HTTPS_PORT or not _may_be_public(host)):
        raise InvalidRequest("A push service is on the public internet.")


def host_of(endpoint: str) -> str:
    """Return the host of a push service's address, written one way."""
    return (urlsplit(endpoint).hostname or "").rstrip(".")


def hand_over(endpoint: str, body: bytes, headers: Mapping[str, str], *, private: bool = False) -> PushResult:
    """Post a message; whatever goes wrong is a value."""
    at = urlsplit(endpoint)
    line = _Line(at.hostname or "", at.port or HTTPS_PORT, private=private)
    end = threading.Timer(POST_SECONDS, line.cut)
    end.daemon = True
    end.start()
    try:
        line.request("POST", f"{at.path or '/'}{'?' + at.query if at.query else ''}", body, dict(headers))
        status = line.getresponse().status
    except NotPublic:
        return PushResult.GONE
    except (OSError, HTTPException, ValueError):  # ValueError: no resolver takes such a name
        return PushResult.FAILED
    finally:
        end.cancel()
        line.close()
    if status in GONE:
        return PushResult.GONE
    return PushResult.TAKEN if 200 <= status < 300 else PushResult.FAILED


class _Line(HTTPSConnection):
    """A connection to an address that was looked at first; a name cannot lead elsewhere in between."""

    def __init__(self, host: str, port: int, *, private: bool) -> None:
        super().__init__(host, port, timeout=CONNECT_SECONDS, context=_trust())
        self._private = private
        self._cut = threading.Event()

    def cut(self) -> None:
        """End whatever is being waited for, from another thread."""
        self._cut.set()
        if self.sock:
            with suppress(OSError):
                # Not TLS's own way: that would take the session away from under the thread that reads.
                socket.socket.shutdown(self.sock, socket.SHUT_RDWR)

    def connect(self) -> None:
        """Connect to an address of the host, all of which must be public."""
        found = [str(place[4][0]) for place in socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)]
        if not self._private and not all(_is_public(address) for address in found):
            raise NotPublic(self.host)
        plain = self._reached(found[:MOST_ADDRESSES])
        plain.settimeout(ANSWER_SECONDS)
        try:
            self.sock = tls = _trust().wrap_socket(plain, server_hostname=self.host, do_handshake_on_connect=False)
        except (OSError, ValueError):
            plain.close()
            raise
        # From here on `cut` finds the socket; it may have come just before.
        self._raise_if_cut()
        tls.do_handshake()

    def _reached(self, addresses: list[str]) -> socket.socket:
        """Return a connection to the first address that answers; raise OSError when none does."""
        away = OSError("no address")
        for address in addresses:
            self._raise_if_cut()
            try:
                return socket.create_connection((address, self.port), CONNECT_SECONDS)
            except OSError as silent:
                away = silent
        raise away

    def _raise_if_cut(self) -> None:
        if self._cut.is_set():
            raise TimeoutError("the post took too long")


@cache
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()


def _may_be_public(host: str) -> bool:
    try:
        return _is_public(host)
    except ValueError:
        return "." in host.strip(".") and not f".{host.rstrip('.').lower()}".endswith(HOME)


def _is_public(address: str) -> bool:
    found = ip_address(address)
    if isinstance(found, IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour
        if inner is None and (found not in INTERNET_V6 or found.teredo):
            return False
        found = inner or found
    return found.is_global and not found.is_multicast
