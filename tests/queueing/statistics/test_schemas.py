"""Every figure says what it means."""

from __future__ import annotations

from queueing.statistics import DEFINITIONS
from queueing.statistics.schemas import SlotFlow, StaffTime, WaitFigures


def test_every_figure_has_its_definition() -> None:
    figures = {*WaitFigures.model_fields, *StaffTime.model_fields, *SlotFlow.model_fields} - {"start", "end"}
    assert figures <= set(DEFINITIONS)
