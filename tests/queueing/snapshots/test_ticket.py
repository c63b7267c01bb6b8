"""A ticket as its holder sees it, at every stage of the visit."""

from __future__ import annotations

import pytest

from queueing.app import App
from queueing.snapshots.ticket import ticket_of
from services_catalog.catalog import Location
from tests.cast import Agent, Caller, Kiosk, SteppedClock


def test_the_holder_sees_the_place_in_the_queue_and_then_the_counter(kiosk: Kiosk, ana: Agent, visitor: Caller) -> None:
    ana.open()
    first, second = kiosk.ticket("report-theft"), kiosk.ticket("report-theft")

    def seen() -> tuple[str, int | None, str | None]:
        view = visitor.get(f"/tickets/{second['id']}").get_json()
        return view["state"], view["ahead"], view["counter"]

    assert seen() == ("waiting", 1, None)
    ana.does(ana.call(), "start")
    ana.does(first, "finish")
    assert seen() == ("waiting", 0, None)
    ana.call()
    assert seen() == ("called", None, "1")


def test_the_holder_reads_the_service_in_the_language_of_the_ticket(kiosk: Kiosk, app: App, visitor: Caller) -> None:
    ticket = kiosk.ticket("report-theft", language="es")
    name = app.runtime.catalog.services["report-theft"].name
    view = visitor.get(f"/tickets/{ticket['id']}").get_json()
    assert view["service"] == {"id": "report-theft", "name": name["es"]}
    assert view["follow_url"].endswith(f"/t/{ticket['id']}")


@pytest.mark.parametrize("typed", ["{number}", "{lower}", " {letter} {digits} "])
def test_a_number_is_found_however_it_was_typed_on_its_day_alone(
    app: App, kiosk: Kiosk, downtown: Location, clock: SteppedClock, typed: str
) -> None:
    number = kiosk.ticket("report-theft")["number"]
    written = typed.format(number=number, lower=number.lower(), letter=number[0], digits=number[1:])
    with app.runtime.database.read() as session:
        found = ticket_of(session, downtown, number=written, now=clock.now())
        assert found is not None
        assert found.number == number
        clock.step(days=1)
        assert ticket_of(session, downtown, number=written, now=clock.now()) is None
