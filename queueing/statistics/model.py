"""The table of folded days, from which the figures of past days are read; the same events give the same rows."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from queueing.db import Base


class FoldedDay(Base):
    """One service day of a location; valid while `made_of` is the fingerprint of its events, hours and fold version.

    `visits` and `quarters` hold a `FoldedServiceDay` as columns of little-endian whole numbers; `names` says how to
    read them.
    """

    __tablename__ = "folded_days"

    location: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    made_of: Mapped[str] = mapped_column(sa.String(240))
    names: Mapped[dict[str, Any]]
    quarters: Mapped[bytes]
    visits: Mapped[bytes]
