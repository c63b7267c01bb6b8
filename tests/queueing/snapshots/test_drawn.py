"""A view is drawn once a location, view and version, however many ask."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from queueing.app import App
from queueing.refusals import NotFound
from queueing.runtime import Runtime
from queueing.snapshots.drawn import DrawnViews
from tests.cast import Kiosk, SteppedClock


@pytest.fixture
def views(app: App) -> DrawnViews:
    """The views of a server that nobody has asked for yet."""
    return DrawnViews(app.runtime)


@pytest.mark.parametrize("view", ["board", "queue"])
def test_who_asks_again_gets_the_same_drawing_until_something_changes(
    views: DrawnViews, kiosk: Kiosk, view: str
) -> None:
    first = views.latest("downtown", view)
    assert views.latest("downtown", view) is first
    kiosk.ticket()
    second = views.latest("downtown", view)
    assert second.view.version > first.view.version
    assert second.as_dict["version"] == second.view.version


def test_each_view_of_each_location_is_its_own(views: DrawnViews) -> None:
    drawn = [views.latest(location, view) for location in ("downtown", "east-lake") for view in ("board", "queue")]
    assert [(d.view.location, type(d.view).__name__) for d in drawn] == [
        ("downtown", "BoardView"),
        ("downtown", "QueueView"),
        ("east-lake", "BoardView"),
        ("east-lake", "QueueView"),
    ]
    with pytest.raises(NotFound):
        views.latest("nowhere", "board")


STEPS = [(0.9, True), (1.0, False), (-1.0, False)]


@pytest.mark.parametrize(("seconds", "same"), STEPS, ids=["still fresh", "a second old", "from the future"])
def test_time_alone_changes_a_view(views: DrawnViews, clock: SteppedClock, seconds: float, same: bool) -> None:
    first = views.latest("downtown", "board")
    clock.step(seconds=seconds)
    assert (views.latest("downtown", "board") is first) == same


def test_who_is_told_to_draws_anew(views: DrawnViews) -> None:
    first = views.latest("downtown", "board")
    second = views.draw("downtown", "board")
    assert second is not first
    assert views.latest("downtown", "board") is second


def test_many_at_once_are_answered_by_one_drawing(views: DrawnViews, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[Any] = []
    view_context = Runtime.view_context

    def counted(*given: Any) -> Any:
        drawn.append(given)
        return view_context(*given)

    monkeypatch.setattr(Runtime, "view_context", counted)
    with ThreadPoolExecutor(20) as crowd:
        shown = {id(view) for view in crowd.map(lambda _: views.latest("downtown", "board"), range(60))}
    assert (len(shown), len(drawn)) == (1, 1)
