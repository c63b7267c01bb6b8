"""The stored model of a location: what the forecast learned from past days, rebuilt from events to the same values."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from queueing.db import Base


class LearnedModel(Base):
    """The model of one location, with every day before `before` folded in.

    `doubted` are the queues whose quoted waits of the past week covered badly, with the share called within them.
    """

    __tablename__ = "learned_models"

    location: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    before: Mapped[date]
    model: Mapped[dict[str, Any]]
    doubted: Mapped[dict[str, Any]] = mapped_column(default=dict)
