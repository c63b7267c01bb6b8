"""The days of a question are `from` and `to` in the address."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from queueing.web.days_query import DaysQuery


def test_the_names_of_the_address_are_taken() -> None:
    asked = DaysQuery.model_validate({"from": "2026-11-23", "to": "2026-11-24"})
    assert (asked.first, asked.last) == (date(2026, 11, 23), date(2026, 11, 24))
    assert DaysQuery.model_validate({}).first is None


@pytest.mark.parametrize("day", ["2026-02-30", "yesterday", "23.11.2026"])
def test_what_is_no_day_is_refused(day: str) -> None:
    with pytest.raises(ValidationError):
        DaysQuery.model_validate({"from": day})
