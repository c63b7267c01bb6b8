"""The cookie of a browser that has signed in: it shows that this browser knew a name's password before.

It gives no right. Guesses from a browser that knows a name are counted apart from everybody else's, so
that a stranger who uses up the guesses at a name does not lock out the person whose name it is. The cookie
holds a random id of the browser and, for each name, a keyed hash; no name can be read from it.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from flask import current_app, request
from itsdangerous import BadData, Signer, URLSafeSerializer
from werkzeug.wrappers import Response

from queueing.identity.authentication import same_name

COOKIE = "now_serving_browser"
LIFE = timedelta(days=400)
"""As long as browsers keep a cookie at most."""
MOST_NAMES = 20
"""Names that one browser is known for, the newest first: a counter's machine has many agents."""
PATH = "/staff"
"""The only pages that read it."""


def browser_that_knows(name: str) -> str | None:
    """Return the id of the browser that asks if it has signed in with `name` before, else None."""
    browser, tags = _read()
    return browser if browser and _tag(name) in tags else None


def remember(response: Response, name: str) -> None:
    """Let the browser that gets `response` show from now on that it has signed in with `name`."""
    browser, tags = _read()
    tag = _tag(name)
    kept = [browser or secrets.token_urlsafe(12), tag, *(other for other in tags if other != tag)]
    response.set_cookie(
        COOKIE,
        _serializer().dumps(kept[: 1 + MOST_NAMES]),
        max_age=LIFE,
        path=PATH,
        httponly=True,
        samesite="Lax",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )


def _read() -> tuple[str, list[str]]:
    """Return the browser's id and the tags of the names that it knows; nothing for a cookie that is not ours."""
    try:
        browser, *tags = _serializer().loads(request.cookies.get(COOKIE, ""))
    except BadData:
        return "", []
    return browser, tags


def _tag(name: str) -> str:
    signer = Signer(current_app.config["SECRET_KEY"], salt="name of a known browser")
    return signer.get_signature(same_name(name)).decode()


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="known browser")
