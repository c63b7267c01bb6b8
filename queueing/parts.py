"""The parts of a location that can fail: its screens and printers, and how they are now."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from queueing.people import Device
from queueing.print_jobs import PrinterState, condition_at, printers_at
from queueing.shapes import PartView
from services_catalog.catalog import Location

SILENT_AFTER = timedelta(seconds=40)
"""A screen beats every 10 s; one that missed four beats is down."""


def parts_of(session: Session, location: Location, now: datetime, pace: float = 1.0) -> list[PartView]:
    """Return a location's paired screens, each up, down or silent, and its printers, each in its condition.

    Silent is a screen that is up and cannot be heard. `pace` is how fast the clock of `now` runs.
    """
    screens = session.scalars(
        sa.select(Device)
        .where(Device.location == location.id, Device.revoked_at.is_(None), Device.paired_at.is_not(None))
        .order_by(Device.id)
    )
    printers = [_printer(known, now, pace) for known in printers_at(session, location.id)]
    return [*(_screen(device, now, pace) for device in screens), *printers]


def _screen(device: Device, now: datetime, pace: float) -> PartView:
    # Screens beat by real seconds, whatever the pace.
    up = device.seen_at is not None and now - device.seen_at < SILENT_AFTER * max(pace, 1.0)
    return PartView(
        id=f"device-{device.id}",
        name=device.name,
        kind=device.kind,
        state="down" if not up else "silent" if device.is_silent else "up",
        since=device.seen_at if not up else None,
    )


def _printer(known: PrinterState, now: datetime, pace: float) -> PartView:
    return PartView(
        id=f"printer-{known.printer}",
        name=known.printer,
        kind="printer",
        state=condition_at(known, now, pace),
        since=known.since,
    )
