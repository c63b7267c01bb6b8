"""A location's equipment, its paired screens and printers, each with its present state."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from queueing.identity.accounts import Device
from queueing.printing import PrinterState, condition_at, printers_at
from queueing.schemas import EquipmentView, Schema
from services_catalog.catalog import Location

SILENT_AFTER = timedelta(seconds=40)
"""A screen sends a heartbeat every 10 s; after four missed ones it is down."""

MOST_SCREENS = 500


class ScreenView(Schema):
    """A paired screen: `up`, `silent` (up, and cannot be heard) or `down`; when it was paired and last heard of."""

    id: int
    kind: str
    name: str
    state: str
    paired_at: datetime | None
    seen_at: datetime | None


def equipment_of(session: Session, location: Location, now: datetime, pace: float = 1.0) -> list[EquipmentView]:
    """Return a location's paired screens, each up, down or silent, and its printers, each in its condition.

    Silent is a screen that is up and cannot be heard. `pace` is how fast the clock of `now` runs.
    """
    printers = [_printer(known, now, pace) for known in printers_at(session, location.id)]
    return [*(_screen(device, now, pace) for device in _paired(session, location)), *printers]


def screens_of(session: Session, location: Location, now: datetime, pace: float = 1.0) -> list[ScreenView]:
    """Return a location's paired screens, each with its id; at most 500."""
    return [
        ScreenView(
            id=device.id,
            kind=device.kind,
            name=device.name,
            state=_state(device, now, pace),
            paired_at=device.paired_at,
            seen_at=device.seen_at,
        )
        for device in _paired(session, location)[:MOST_SCREENS]
    ]


def _paired(session: Session, location: Location) -> Sequence[Device]:
    return session.scalars(
        sa.select(Device)
        .where(Device.location == location.id, Device.revoked_at.is_(None), Device.paired_at.is_not(None))
        .order_by(Device.id)
    ).all()


def _state(device: Device, now: datetime, pace: float) -> str:
    # Screens send heartbeats by real seconds, whatever the pace.
    if device.seen_at is None or now - device.seen_at >= SILENT_AFTER * max(pace, 1.0):
        return "down"
    return "silent" if device.is_silent else "up"


def _screen(device: Device, now: datetime, pace: float) -> EquipmentView:
    state = _state(device, now, pace)
    since = device.seen_at if state == "down" else None
    return EquipmentView(id=f"device-{device.id}", name=device.name, kind=device.kind, state=state, since=since)


def _printer(known: PrinterState, now: datetime, pace: float) -> EquipmentView:
    return EquipmentView(
        id=f"printer-{known.printer}",
        name=known.printer,
        kind="printer",
        state=condition_at(known, now, pace),
        since=known.since,
    )
