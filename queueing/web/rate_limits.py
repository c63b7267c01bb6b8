"""Rate limits: each view declares its own with `@limiter.limit(...)`; each application counts for itself."""

from __future__ import annotations

import math
from datetime import datetime
from ipaddress import IPv4Address, IPv6Network, ip_address
from typing import cast

from flask import Flask, current_app, request
from flask_limiter import Limiter
from limits.storage import Storage
from limits.strategies import RateLimiter

COUNTS = "rate-limit-counts"
"""Where an application keeps its counts, among its `extensions`."""
NETWORK_BITS = 64
"""The part of an IPv6 address that names a network: one subscriber has all the addresses behind it."""


class AppLimiter(Limiter):
    """Flask-Limiter with the limits declared once a process and the counts kept by each application.

    Flask-Limiter's own `init_app` keeps the storage on the limiter, so the last application to be made
    would count for all of them.
    """

    def init_app(self, app: Flask) -> None:
        """Apply the declared limits to `app`, which counts in the storage that its configuration names."""
        super().init_app(app)
        app.extensions[COUNTS] = super().limiter

    @property
    def limiter(self) -> RateLimiter:
        """The counts of the application that answers this request."""
        return cast("RateLimiter", current_app.extensions[COUNTS])

    @property
    def storage(self) -> Storage:
        """The storage of the application that answers this request."""
        return self.limiter.storage

    def give_back(self) -> None:
        """Take this request out of the counts of its view's limits again."""
        for spent in self.current_limits:
            self.limiter.hit(spent.limit, *spent.request_args, cost=-1)

    def retry_after_seconds(self, now: datetime) -> int:
        """Return in how many seconds the limit that refused this request counts anew; 1 when none did."""
        if self.current_limit is None:
            return 1
        return max(1, math.ceil(self.current_limit.window.reset_time - now.timestamp()))


def network_of(address: str) -> str:
    """Return what a limit by address counts by: an IPv4 address, or the /64 network of an IPv6 one.

    An IPv4 address mapped into IPv6 is the IPv4 address. What is no address stands for itself.
    """
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv4Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(IPv6Network((int(found), NETWORK_BITS), strict=False))


def request_network() -> str:
    """Return the key of a limit that counts the requests from one address."""
    return network_of(request.remote_addr or "127.0.0.1")


def request_path() -> str:
    """Return the key of a limit that counts the requests for one ticket or location, from every address."""
    return request.path


def wait_in_words(seconds: int) -> str:
    """Return a wait such as "40 seconds" or "3 minutes", never shorter than it is."""
    if seconds <= 1:
        return "a second"
    if seconds <= 90:
        return f"{seconds} seconds"
    return f"{math.ceil(seconds / 60)} minutes"


limiter = AppLimiter(request_network)
