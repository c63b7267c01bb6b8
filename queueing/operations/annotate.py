"""Annotate a visit without moving it: a note, further services, an interpreter, a time that does not count."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from queueing.operations.issue import queue_of
from queueing.operations.transition import find, mark
from queueing.refusals import AlreadyExists, InvalidRequest, WrongState
from queueing.tickets.model import Act, Ticket
from services_catalog.catalog import Catalog, Location

MOST_SERVICES = 8
"""The most services that may follow in one visit."""

INTERPRETER = {
    "asked": Act.INTERPRETER_ASKED,
    "on_line": Act.INTERPRETER_ON_LINE,
    "done": Act.INTERPRETER_DONE,
}
BEFORE = {"asked": {"", "done"}, "on_line": {"", "asked", "done"}, "done": {"asked", "on_line"}}
"""From where an interpreter comes to each state; back to the same makes no sense."""


def note(session: Session, *, ticket: str, by: str, now: datetime, note: str) -> Ticket:
    """Leave a note that travels with the visitor to the next desk, in place of the one before; empty takes it away."""
    return mark(session, find(session, ticket), Act.NOTE, by=by, now=now, values={"note": note}, detail={"note": note})


def add_service(
    session: Session, *, catalog: Catalog, location: Location, ticket: str, service: str, by: str, now: datetime
) -> Ticket:
    """Add a service to a visit: it follows, under the same number, when those before it are finished.

    Raises NotFound, NotOffered, AlreadyExists, or InvalidRequest for too many.
    """
    queue_of(catalog, location, service)
    found = find(session, ticket)
    if service in (found.service, *found.then):
        raise AlreadyExists(f"{found.number} has that service already.")
    if len(found.then) >= MOST_SERVICES:
        raise InvalidRequest(f"At most {MOST_SERVICES} services can follow in one visit.")
    values = {"then": [*found.then, service]}
    return mark(session, found, Act.ADD, by=by, now=now, values=values, detail={"service": service})


def drop_service(session: Session, *, ticket: str, service: str, by: str, now: datetime) -> Ticket:
    """Take a service that was to follow off a visit. Raises WrongState when it was not to follow."""
    found = find(session, ticket)
    if service not in found.then:
        raise WrongState(f"{found.number} has no such service to come.", state=found.state)
    values = {"then": [each for each in found.then if each != service]}
    return mark(session, found, Act.DROP, by=by, now=now, values=values, detail={"service": service})


def flag(session: Session, *, ticket: str, by: str, now: datetime, untimed: bool = True) -> Ticket:
    """Say that this service's time is not representative (or is, after all): figures and forecast leave it out.

    Raises WrongState when it is marked so already.
    """
    found = find(session, ticket)
    if found.untimed == untimed:
        already = "is left out" if untimed else "counts"
        raise WrongState(f"The time of {found.number} {already} already.", state=found.state)
    act = Act.FLAG if untimed else Act.UNFLAG
    return mark(session, found, act, by=by, now=now, values={"untimed": untimed})


def interpreter(session: Session, *, ticket: str, state: str, by: str, now: datetime) -> Ticket:
    """Note that an interpreter is `asked` for, `on_line`, or `done`: that time is kept apart.

    Raises InvalidRequest for another state, WrongState when it cannot follow the present one.
    """
    if state not in INTERPRETER:
        raise InvalidRequest(f"An interpreter is {', '.join(INTERPRETER)}.")
    found = find(session, ticket)
    if found.interpreter not in BEFORE[state]:
        now_is = {"": "not asked for", "on_line": "on the line"}.get(found.interpreter, found.interpreter)
        raise WrongState(f"The interpreter for {found.number} is {now_is}.", state=found.state)
    values = {"interpreter": state, "interpreter_at": now}
    return mark(session, found, INTERPRETER[state], by=by, now=now, values=values)
