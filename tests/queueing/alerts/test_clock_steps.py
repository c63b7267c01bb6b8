"""What a manager reads of a step of the clock, and for how long."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from queueing.alerts.clock_steps import TOLD_FOR, in_words, is_told
from queueing.clock import ClockStep
from tests.cast import MONDAY_MORNING

MINNEAPOLIS = ZoneInfo("America/Chicago")
LATER = MONDAY_MORNING + timedelta(minutes=11)

SENTENCES = [
    (
        ClockStep(MONDAY_MORNING, timedelta(days=1)),
        "This machine's clock jumped forward by 1 day at 09:30. The center goes on by the time before, and the end of "
        "the day waits. If the new time is right, it is taken by itself, at the latest when nobody is left; a restart "
        "of the server takes it at once.",
    ),
    (
        ClockStep(MONDAY_MORNING, timedelta(hours=-1), LATER),
        "This machine's clock jumped back by 1 hour at 09:30. It came back at 09:41; the center was kept on the right "
        "time.",
    ),
    (
        ClockStep(MONDAY_MORNING, timedelta(days=2, hours=3, minutes=4), LATER, taken=True),
        "This machine's clock jumped forward by 2 days 3 hours at 09:30. Its new time has been taken, at 09:41.",
    ),
    (
        ClockStep(MONDAY_MORNING, timedelta(seconds=-95), LATER, taken=True),
        "This machine's clock jumped back by 1 minute 35 seconds at 09:30. Its new time has been taken, at 09:41.",
    ),
]


@pytest.mark.parametrize(("step", "sentence"), SENTENCES)
def test_the_manager_reads(step: ClockStep, sentence: str) -> None:
    assert in_words(step, MINNEAPOLIS) == sentence


TOLD = [
    (None, MONDAY_MORNING, False, "nothing has happened"),
    (ClockStep(MONDAY_MORNING, timedelta(days=1)), MONDAY_MORNING + timedelta(days=9), True, "as long as it stands"),
    (ClockStep(MONDAY_MORNING, timedelta(days=1), LATER), LATER, True, "it is just over"),
    (ClockStep(MONDAY_MORNING, timedelta(days=1), LATER), LATER + TOLD_FOR, False, "it is long over"),
    (ClockStep(MONDAY_MORNING, timedelta(days=1), LATER), LATER - TOLD_FOR, False, "nor is it told long before"),
]


@pytest.mark.parametrize(("step", "now", "told", "why"), TOLD, ids=[row[3] for row in TOLD])
def test_a_step_is_told_of_for_a_while(step: ClockStep | None, now: datetime, *, told: bool, why: str) -> None:
    assert is_told(step, now) is told, why
