"""A day ends by itself or by a manager, is reopened, and nobody becomes served by it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from queueing import operations
from queueing.app import App
from queueing.realtime.scheduler import Scheduler
from tests.cast import Agent, Caller, Kiosk, SteppedClock

CLOSES = datetime.fromisoformat("2026-11-23T16:00:00-06:00")
QUEUE = "/locations/downtown/queue"
END, REOPEN = "/locations/downtown/day/end", "/locations/downtown/day/reopen"


def passes(app: App) -> bool:
    """What the server does every few seconds."""
    with app.runtime.database.write() as session:
        return operations.end_if_over(session, location=app.runtime.location("downtown"), now=app.runtime.now())


def outcome(caller: Caller, ticket: dict[str, str]) -> str | None:
    """How a ticket ended, as its holder sees it."""
    return str(caller.get(f"/tickets/{ticket['id']}").get_json()["outcome"])


# Minutes after closing, whether anybody still has a counter open, and whether the day ends then.
WHEN = [
    (-1, False, False),
    (9, False, False),
    (10, False, True),
    (10, True, False),
    (59, True, False),
    (60, True, True),
]


@pytest.mark.parametrize(("minutes", "open_counter", "ends"), WHEN)
def test_the_day_ends_by_itself(
    app: App, kiosk: Kiosk, ana: Agent, clock: SteppedClock, minutes: int, *, open_counter: bool, ends: bool
) -> None:
    ticket = kiosk.ticket("report-theft")
    if open_counter:
        ana.open()
    clock.set(CLOSES + timedelta(minutes=minutes))
    assert passes(app) is ends
    assert outcome(kiosk, ticket) == ("not_reached" if ends else "None")
    if ends:
        view = ana.get(QUEUE).get_json()
        assert view["over"]["not_reached"] == 1
        assert view["counters"][0]["state"] == "closed"
        assert passes(app) is False, "once"


def test_who_stands_at_a_counter_is_seen_to(app: App, kiosk: Kiosk, ana: Agent, clock: SteppedClock) -> None:
    ana.open()
    served, waiting = kiosk.ticket("report-theft"), kiosk.ticket("report-theft")
    ana.does(ana.call(), "start")
    clock.set(CLOSES + timedelta(hours=1))
    assert passes(app)
    assert (outcome(kiosk, served), outcome(kiosk, waiting)) == ("None", "not_reached")
    ana.does(served, "finish")
    assert outcome(kiosk, served) == "served"


def test_what_is_left_after_the_end_is_not_reached_once_everybody_has_gone(
    app: App, kiosk: Kiosk, ana: Agent, clock: SteppedClock
) -> None:
    ana.open()
    ticket = kiosk.ticket("report-theft")
    ana.does(ana.call(), "start")
    clock.set(CLOSES + timedelta(hours=1))
    passes(app)
    ana.does(ticket, "hold", reason="form")
    ana.put(ana.desk, {"open": False})
    clock.step(minutes=9)
    assert not passes(app)
    clock.step(minutes=1)
    assert passes(app)
    assert outcome(kiosk, ticket) == "not_reached"


def test_a_manager_ends_and_reopens_the_day(app: App, kiosk: Kiosk, ana: Agent, mia: Caller) -> None:
    ana.open()
    first, second = kiosk.ticket("report-theft"), kiosk.ticket("report-theft")
    assert mia.post(END, {"reason": "No power"}).get_json() == {"not_reached": 2}
    assert kiosk.post("/locations/downtown/tickets", {"service": "report-theft"}).get_json()["type"] == "closed"
    again = mia.post(END, {"reason": "No power"})
    assert (again.status_code, again.get_json()["detail"]) == (409, "The day has ended already.")
    assert mia.get(QUEUE).get_json()["over"]["reason"] == "No power"
    reopened = mia.post(REOPEN, {"reason": "Power is back", "until": "16:00"})
    assert reopened.get_json() == {"put_back": 2}
    third = kiosk.ticket("report-theft")
    assert [ticket["number"] for ticket in (first, second, third)] == ["R001", "R002", "R003"]
    assert ana.call()["id"] == first["id"], "in the place they had"
    assert mia.get(QUEUE).get_json()["over"] is None
    twice = mia.post(REOPEN, {"reason": "Again"})
    assert (twice.status_code, twice.get_json()["type"]) == (409, "wrong-state")


def test_a_reopened_day_ends_again_by_itself(app: App, kiosk: Kiosk, mia: Caller, clock: SteppedClock) -> None:
    ticket = kiosk.ticket("report-theft")
    clock.set(CLOSES + timedelta(minutes=30))
    passes(app)
    assert mia.post(REOPEN, {"reason": "Somebody came back"}).get_json() == {"put_back": 1}
    clock.step(minutes=9)
    assert not passes(app)
    clock.step(minutes=1)
    assert passes(app)
    assert outcome(kiosk, ticket) == "not_reached"


def test_longer_hours_reopen_a_day_that_had_ended(app: App, kiosk: Kiosk, mia: Caller) -> None:
    assert mia.post(END, {"reason": "No power"}).status_code == 200
    assert mia.get(QUEUE).get_json()["over"]["reason"] == "No power"
    mia.put("/locations/downtown/days/2026-11-23", {"reason": "It is back"})
    assert mia.get(QUEUE).get_json()["over"] is None
    kiosk.ticket("report-theft")


def test_a_day_may_be_reopened_without_those_who_went_home(kiosk: Kiosk, mia: Caller) -> None:
    ticket = kiosk.ticket("report-theft")
    mia.post(END, {"reason": "No power"})
    refused = mia.post(f"/tickets/{ticket['id']}/put-back", {"reason": "Waits outside"})
    assert refused.get_json()["detail"] == "The day has ended. Reopen it first."
    assert mia.post(REOPEN, {"reason": "Back", "put_back": False}).get_json() == {"put_back": 0}
    assert mia.post(f"/tickets/{ticket['id']}/put-back", {"reason": "Waits outside"}).get_json()["state"] == "waiting"


def test_only_who_ended_unserved_today_is_put_back(kiosk: Kiosk, ana: Agent, mia: Caller, clock: SteppedClock) -> None:
    ana.open()
    left, served = kiosk.ticket("report-theft"), kiosk.ticket("report-theft")
    kiosk.post(f"/tickets/{left['id']}/leave")
    ana.does(ana.call(), "start")
    ana.does(served, "finish")
    clock.step(hours=2)
    back = f"/tickets/{left['id']}/put-back"
    assert ana.post(back, {"reason": "no right"}).status_code == 403
    assert mia.post(back).status_code == 422
    assert mia.post(back, {"reason": "Was in the washroom"}).get_json()["state"] == "waiting"
    assert mia.post(back, {"reason": "Twice"}).get_json()["type"] == "wrong-state"
    assert mia.post(f"/tickets/{served['id']}/put-back", {"reason": "?"}).get_json()["outcome"] == "served"
    kiosk.post(f"/tickets/{left['id']}/leave")
    clock.step(days=1)
    assert mia.post(back, {"reason": "Too late"}).get_json()["type"] == "too-late"


def test_a_server_that_runs_ends_the_day_untouched(app: App, kiosk: Kiosk, clock: SteppedClock) -> None:
    ticket = kiosk.ticket("report-theft")
    scheduler = Scheduler(app.runtime, announce=lambda _locations: None, drop_revoked=lambda: None)
    clock.set(CLOSES + timedelta(minutes=5))
    scheduler.check("downtown", full=True)
    assert outcome(kiosk, ticket) == "None"
    clock.step(minutes=5)
    scheduler.check("downtown", full=True)
    assert outcome(kiosk, ticket) == "not_reached"


def test_a_day_that_was_closed_all_day_ends_only_for_those_who_wait(
    app: App, kiosk: Kiosk, mia: Caller, clock: SteppedClock
) -> None:
    ticket = kiosk.ticket("report-theft")
    for day in ("2026-11-23", "2026-11-24"):
        assert mia.put(f"/locations/downtown/days/{day}", {"closed": True, "reason": "Flood"}).status_code == 200
    clock.step(minutes=10)
    assert passes(app)
    assert outcome(kiosk, ticket) == "not_reached"
    clock.step(days=1)
    assert not passes(app)
    assert mia.get(QUEUE).get_json()["over"] is None


def test_what_a_day_leaves_behind_was_not_reached_and_nothing_becomes_served(
    app: App, kiosk: Kiosk, ana: Agent, clock: SteppedClock
) -> None:
    ana.open()
    unfinished, waiting = kiosk.ticket("report-theft"), kiosk.ticket("report-theft")
    ana.does(ana.call(), "start")
    clock.step(days=1)
    with app.runtime.database.write() as session:
        ended = operations.end_past_days(session, location=app.runtime.location("downtown"), now=clock.now())
    assert ended == 2
    outcomes = {ana.get(f"/tickets/{ticket['id']}").get_json()["outcome"] for ticket in (unfinished, waiting)}
    assert outcomes == {"not_reached"}
    counters = ana.get("/locations/downtown/queue").get_json()["counters"]
    assert counters[0]["state"] == "closed"
