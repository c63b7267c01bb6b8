"""A runtime knows its locations and its present moment."""

from __future__ import annotations

import pytest

from queueing.app import App
from queueing.clock import Clock
from queueing.refusals import NotFound
from tests.cast import MONDAY_MORNING


def test_a_location_is_found_by_its_id(app: App) -> None:
    assert app.runtime.location("downtown").id == "downtown"
    with pytest.raises(NotFound, match="nowhere"):
        app.runtime.location("nowhere")


def test_the_servers_moment_may_be_another_than_the_worlds(app: App) -> None:
    assert app.runtime.now() == MONDAY_MORNING
    assert abs((app.runtime.real_now() - Clock().now()).total_seconds()) < 60
