"""Folded days, kept: what the figures of past days are read from. Rebuilt from the events to the same values."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from queueing.db import Base


class FoldedDay(Base):
    """One service day of a location. Good for as long as `made_of` is what it would be made of now.

    `visits` and `quarters` hold a `FoldedServiceDay` as columns of little-endian whole numbers.
    """

    __tablename__ = "folded_days"

    location: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    made_of: Mapped[str] = mapped_column(sa.String(240))
    names: Mapped[dict[str, Any]]
    quarters: Mapped[bytes]
    visits: Mapped[bytes]
