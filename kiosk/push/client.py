"""The client of push services: posts an encrypted message over HTTPS, to a public address, once.

The URL comes from a visitor's browser, so it could lead to any host: the host is looked up here, all
its addresses must be public, and the connection goes to one of them. No redirect is followed.
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
"""How long one post may take in all, however slowly the answer comes."""
MOST_ADDRESSES = 3
HTTPS_PORT = 443
GONE = frozenset({404, 410})
"""HTTP statuses that say that the subscription has ended."""
PRIVATE_SUFFIXES = (".local", ".internal", ".localhost", ".lan", ".home", ".arpa")
"""Ends of host names that are not on the internet."""
INTERNET_V6 = IPv6Network("2000::/3")
"""The global unicast addresses; an address outside of them is local, or stands for an IPv4 address."""


class PushResult(StrEnum):
    """What became of a message."""

    TAKEN = "taken"
    GONE = "gone"  # the subscription has ended, or its address is not allowed
    FAILED = "failed"


class NotPublic(OSError):
    """The push service's name leads to an address that is not on the public internet."""


def check_endpoint(endpoint: str, *, private: bool = False) -> None:
    """Raise InvalidRequest unless this may be a push service's address: HTTPS, its usual port, a public host.

    With `private` any host and port is allowed, for a push service of the city's own.
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
    """Return the host of a push service's address, in lower case and without a last dot."""
    return (urlsplit(endpoint).hostname or "").rstrip(".")


def post_message(endpoint: str, body: bytes, headers: Mapping[str, str], *, private: bool = False) -> PushResult:
    """Post a message to a push service; every failure is a result, none is raised."""
    at = urlsplit(endpoint)
    connection = _CheckedConnection(at.hostname or "", at.port or HTTPS_PORT, private=private)
    end = threading.Timer(POST_SECONDS, connection.cut)
    end.daemon = True
    end.start()
    try:
        connection.request("POST", f"{at.path or '/'}{'?' + at.query if at.query else ''}", body, dict(headers))
        status = connection.getresponse().status
    except NotPublic:
        return PushResult.GONE
    except (OSError, HTTPException, ValueError):  # ValueError: no resolver takes such a name
        return PushResult.FAILED
    finally:
        end.cancel()
        connection.close()
    if status in GONE:
        return PushResult.GONE
    return PushResult.TAKEN if 200 <= status < 300 else PushResult.FAILED


class _CheckedConnection(HTTPSConnection):
    """A connection to an address that was checked first, so that the name cannot lead elsewhere in between."""

    def __init__(self, host: str, port: int, *, private: bool) -> None:
        super().__init__(host, port, timeout=CONNECT_SECONDS, context=_tls_context())
        self._private = private
        self._cut = threading.Event()

    def cut(self) -> None:
        """End the request at once, from another thread."""
        self._cut.set()
        if self.sock:
            with suppress(OSError):
                # Not TLS's own way: that would take the session away from under the thread that reads.
                socket.socket.shutdown(self.sock, socket.SHUT_RDWR)

    def connect(self) -> None:
        """Connect to an address of the host, all of which must be public."""
        found = [str(info[4][0]) for info in socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)]
        if not self._private and not all(_is_public(address) for address in found):
            raise NotPublic(self.host)
        plain = self._connected(found[:MOST_ADDRESSES])
        plain.settimeout(ANSWER_SECONDS)
        try:
            self.sock = tls = _tls_context().wrap_socket(
                plain, server_hostname=self.host, do_handshake_on_connect=False
            )
        except (OSError, ValueError):
            plain.close()
            raise
        # From here on `cut` finds the socket; it may have come just before.
        self._raise_if_cut()
        tls.do_handshake()

    def _connected(self, addresses: list[str]) -> socket.socket:
        """Return a connection to the first address that answers; raise OSError when none does."""
        failure = OSError("no address")
        for address in addresses:
            self._raise_if_cut()
            try:
                return socket.create_connection((address, self.port), CONNECT_SECONDS)
            except OSError as error:
                failure = error
        raise failure

    def _raise_if_cut(self) -> None:
        if self._cut.is_set():
            raise TimeoutError("the post took too long")


@cache
def _tls_context() -> ssl.SSLContext:
    return ssl.create_default_context()


def _may_be_public(host: str) -> bool:
    try:
        return _is_public(host)
    except ValueError:
        return "." in host.strip(".") and not f".{host.rstrip('.').lower()}".endswith(PRIVATE_SUFFIXES)


def _is_public(address: str) -> bool:
    found = ip_address(address)
    if isinstance(found, IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour
        if inner is None and (found not in INTERNET_V6 or found.teredo):
            return False
        found = inner or found
    return found.is_global and not found.is_multicast
