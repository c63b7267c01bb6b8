"""Liveness, readiness and metrics, at the root, for monitoring."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Blueprint, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from queueing.identity.authorization import ANYONE, allow
from queueing.tickets.model import LIVE, Ticket
from queueing.web.request import runtime

health = Blueprint("health", __name__)


@health.get("/healthz")
@allow(ANYONE)
def healthz() -> dict[str, str]:
    """Say that the process answers."""
    return {"status": "ok"}


@health.get("/readyz")
@allow(ANYONE)
def readyz() -> tuple[dict[str, str], int]:
    """Say whether the database answers."""
    try:
        with runtime().database.read() as session:
            session.execute(sa.select(1))
    except sa.exc.SQLAlchemyError:
        return {"status": "database away"}, 503
    return {"status": "ready"}, 200


@health.get("/metrics")
@allow(ANYONE)
def metrics() -> Response:
    """Return counts by location and state, for Prometheus. No ticket and no person is in them."""
    registry = CollectorRegistry()
    live = Gauge("now_serving_tickets", "Tickets now, by state", ["location", "state"], registry=registry)
    for location in runtime().catalog.locations.values():
        with runtime().database.read() as session:
            rows = session.execute(
                sa.select(Ticket.state, sa.func.count().label("tickets"))
                .where(
                    Ticket.location == location.id,
                    Ticket.day == location.hours.day_of(runtime().now()),
                    Ticket.state.in_(LIVE),
                )
                .group_by(Ticket.state)
            )
            counts = {row.state: row.tickets for row in rows}
        for state in sorted(LIVE):
            live.labels(location.id, state).set(counts.get(state, 0))
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
