"""The days that a request asks for."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, Field


class DaysQuery(BaseModel):
    """Local service days, both ends included."""

    first: date | None = Field(None, alias="from", description="The first day; default today, or the last day.")
    last: date | None = Field(None, alias="to", description="The last day; default today, or the first day.")
