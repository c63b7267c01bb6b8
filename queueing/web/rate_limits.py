"""Rate limits: each view declares its own with `@limiter.limit(...)`; each application counts for itself."""

from __future__ import annotations

from typing import cast

from flask import Flask, Response, current_app, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits.storage import Storage
from limits.strategies import RateLimiter

COUNTS = "rate-limit-counts"
"""Where an application keeps its counts, among its `extensions`."""


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


limiter = AppLimiter(get_remote_address)


def request_path() -> str:
    """Return the key of a limit that counts the requests for one ticket or location, from every address."""
    return request.path


def is_unauthorized(response: Response) -> bool:
    """Return whether a response counts against a limit of wrong passwords."""
    return response.status_code == 401
