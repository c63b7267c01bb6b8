"""People of the staff with accounts, signed in at a browser of their own."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from werkzeug.test import TestResponse

from queueing.app import App
from queueing.identity import authentication, staff_admin
from queueing.identity.accounts import Role
from tests.cast import Caller, SteppedClock

PASSWORD = "a long one"


@dataclass(frozen=True)
class Person(Caller):
    """Somebody signed in: what they send carries their page's CSRF token, as static/api.js does."""

    def page(self, path: str) -> TestResponse:
        """GET a page."""
        return self.client.get(path)

    def _call(
        self, method: str, path: str, body: dict[str, Any] | None = None, headers: dict[str, str] | None = None
    ) -> TestResponse:
        found = re.search(r'name="csrf-token" content="([^"]+)"', self.page("/counter/downtown").text)
        csrf = {"X-CSRFToken": found.group(1)} if found else {}
        return super()._call(method, path, body, {**csrf, **(headers or {})})


SignIn = Callable[..., Person]


@pytest.fixture
def sign_in(app: App, clock: SteppedClock) -> SignIn:
    """Makes an account and signs it in: `sign_in("ana", Role.AGENT, "downtown")`."""

    def make(name: str, role: Role, *locations: str, once: bool = False) -> Person:
        with app.runtime.database.write() as session:
            staff_admin.add_staff(
                session, name=name, role=role, locations=list(locations), password=PASSWORD, now=clock.now(), once=once
            )
        _, cookie = authentication.sign_in(app.runtime.database, name=name, password=PASSWORD, now=clock.now())
        browser = app.test_client()
        with browser.session_transaction() as kept:
            kept.update(cookie)
        return Person(browser)

    return make


@pytest.fixture
def amy(sign_in: SignIn) -> Person:
    """An agent downtown, signed in."""
    return sign_in("amy", Role.AGENT, "downtown")


@pytest.fixture
def max_(sign_in: SignIn) -> Person:
    """The manager of both centers, signed in."""
    return sign_in("max", Role.MANAGER, "downtown", "east-lake")
