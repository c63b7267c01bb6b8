"""How each printer of a location is, and which one a slip goes to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from queueing.db import mark_changed
from queueing.printing.model import Condition, PrinterState
from services_catalog.catalog import Location, Printer

SILENT_AFTER = timedelta(seconds=45)
"""A printer is heard of every 10 s; one that is not for this long has lost its worker or its agent."""
NO_PRINTER = "none:"
"""The URL of a place where the number stands on the glass only."""


def slip_printer(location: Location, kiosk: str = "") -> Printer | None:
    """Return the printer for a slip requested at `kiosk` (the one of that id, else the first); None without one."""
    printers = [printer for printer in location.printers if not printer.url.startswith(NO_PRINTER)]
    return next((printer for printer in printers if printer.id == kiosk), printers[0] if printers else None)


def note_condition(
    session: Session,
    *,
    location: str,
    printer: str,
    condition: Condition,
    answered: bool = False,
    detail: str = "",
    now: datetime,
) -> bool:
    """Store a printer's condition; when it has changed, update the location's screens and return True."""
    known = session.get(PrinterState, (location, printer))
    if known is None:
        known = PrinterState(location=location, printer=printer, state="", detail="", answers=False, since=now)
        session.add(known)
    news = known.state != condition
    if news:
        known.state, known.since = condition, now
        mark_changed(session, location)
    known.detail, known.seen_at, known.answers = detail[:240], now, known.answers or answered
    return news


def has_answered(session: Session, *, location: str, printer: str) -> bool:
    """Whether the printer has ever answered about its state, so that silence now means trouble."""
    known = session.get(PrinterState, (location, printer))
    return known is not None and known.answers


def printers_at(session: Session, location: str) -> Sequence[PrinterState]:
    """Return how each printer of a location is, by id; none for those never heard of."""
    of_location = sa.select(PrinterState).where(PrinterState.location == location)
    return session.scalars(of_location.order_by(PrinterState.printer)).all()


def condition_at(known: PrinterState, now: datetime, pace: float = 1.0) -> Condition:
    """Return a printer's condition at `now`: OFFLINE without a report for too long.

    `pace` is how fast the clock runs; printers are asked by real seconds.
    """
    silent = now - known.seen_at > SILENT_AFTER * max(pace, 1.0)
    return Condition.OFFLINE if silent else Condition(known.state)
