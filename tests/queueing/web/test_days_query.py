"""A request's days are dates of the service days, both ends included; each may be left out."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from queueing.web.days_query import DaysQuery


def test_the_days_are_read_by_their_names_in_the_address() -> None:
    days = DaysQuery.model_validate({"from": "2026-11-23", "to": "2026-11-24"})
    assert (days.first, days.last) == (date(2026, 11, 23), date(2026, 11, 24))
    assert DaysQuery.model_validate({}) == DaysQuery.model_validate({"from": None, "to": None})


def test_what_is_no_day_is_refused() -> None:
    with pytest.raises(ValidationError):
        DaysQuery.model_validate({"from": "2026-02-30"})
