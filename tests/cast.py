"""The cast of the tests: who acts, where, and the clock they live by."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from queueing import app as application
from queueing import operations
from queueing.app import App
from queueing.clock import Clock
from queueing.identity import devices
from queueing.identity.accounts import Role
from queueing.operations import TicketOrder
from queueing.tickets.model import Ticket
from queueing.waits.context import LocationWaits, ViewContext
from services_catalog.catalog import Catalog, Location

MONDAY_MORNING = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)
"""Monday 23 November 2026, 09:30 in Minneapolis: both centers are open."""

PERMIT = "building-permit"
"""A service with tickets at the downtown center."""


def packaged() -> Catalog:
    """Return the packaged catalog, as servers of this process have it: read once, and for every process forked."""
    return application._offered(None)[0]


def issue_ticket(
    session: Session, *, catalog: Catalog, location: Location, order: TicketOrder, by: str, now: datetime
) -> tuple[Ticket, bool]:
    """Issue a ticket at a location where nothing is forecast, so that it is quoted no wait."""
    context = ViewContext(catalog, location, now, forecast=lambda: LocationWaits({}, {}))
    return operations.issue(session, context=context, order=order, by=by)


@dataclass(frozen=True)
class SteppedClock(Clock):
    """A clock that stands still until it is stepped."""

    at: list[datetime] = field(default_factory=lambda: [MONDAY_MORNING])

    def now(self) -> datetime:
        """Return where the clock stands."""
        return self.at[0]

    def step(self, **by: float) -> datetime:
        """Go forward, such as `step(minutes=5)`."""
        self.at[0] += timedelta(**by)
        return self.at[0]

    def set(self, moment: datetime) -> None:
        """Go anywhere."""
        self.at[0] = moment


@dataclass(frozen=True)
class Caller:
    """Somebody with a bearer token (or none) who calls the API."""

    client: FlaskClient
    token: str | None = None

    def get(self, path: str) -> TestResponse:
        """GET below /api/v1."""
        return self._call("GET", path)

    def post(self, path: str, body: dict[str, Any] | None = None, **headers: str) -> TestResponse:
        """POST below /api/v1; a header's underscores stand for dashes."""
        return self._call("POST", path, body, headers)

    def put(self, path: str, body: dict[str, Any] | None = None) -> TestResponse:
        """PUT below /api/v1."""
        return self._call("PUT", path, body)

    def delete(self, path: str) -> TestResponse:
        """DELETE below /api/v1."""
        return self._call("DELETE", path)

    def _call(
        self, method: str, path: str, body: dict[str, Any] | None = None, headers: dict[str, str] | None = None
    ) -> TestResponse:
        sent = {name.replace("_", "-"): value for name, value in (headers or {}).items()}
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        return self.client.open(f"/api/v1{path}", method=method, json=body, headers=sent)


@dataclass(frozen=True)
class Kiosk(Caller):
    """The kiosk where visitors take tickets."""

    location: str = "downtown"

    def ticket(self, service: str = PERMIT, **order: Any) -> dict[str, Any]:
        """Take a ticket; it must be given."""
        answer = self.post(f"/locations/{self.location}/tickets", {"service": service, **order})
        assert answer.status_code == 201, answer.text
        return dict(answer.get_json())


def paired_kiosk(app: App, client: FlaskClient, name: str, location: str = "downtown") -> Kiosk:
    """Return a kiosk, or a print-agent, that was paired by a code with that name."""
    now = Clock().now()
    with app.runtime.database.write() as session:
        _, code = devices.new_pairing(session, kind=Role.KIOSK, location=location, name=name, now=now)
        return Kiosk(client, devices.pair(session, code=code, now=now, seen_at=app.runtime.now())[1], location)


@dataclass(frozen=True)
class Agent(Caller):
    """An agent at a counter."""

    location: str = "downtown"
    counter: str = "1"

    @property
    def desk(self) -> str:
        """The counter's path."""
        return f"/locations/{self.location}/counters/{self.counter}"

    def open(self, *services: str) -> None:
        """Sit down and open the counter, for everything it serves or for `services`."""
        answer = self.put(self.desk, {"open": True, **({"services": list(services)} if services else {})})
        assert answer.status_code == 200, answer.text

    def call(self) -> dict[str, Any]:
        """Call the next visitor; there must be one."""
        answer = self.post(f"{self.desk}/call-next")
        assert answer.status_code == 200, answer.text
        return dict(answer.get_json())

    def act(self, ticket: dict[str, Any], name: str, **body: Any) -> TestResponse:
        """Do something to a ticket."""
        return self.post(f"/tickets/{ticket['id']}/{name}", body or None)

    def does(self, ticket: dict[str, Any], name: str, **body: Any) -> dict[str, Any]:
        """Do something to a ticket that must succeed; return the ticket as it then is."""
        answer = self.act(ticket, name, **body)
        assert answer.status_code == 200, answer.text
        return dict(answer.get_json())


def in_service(kiosk: Kiosk, agent: Agent, service: str = "report-theft") -> dict[str, Any]:
    """A visitor whom the agent is serving."""
    agent.open()
    kiosk.ticket(service)
    return agent.does(agent.call(), "start")
