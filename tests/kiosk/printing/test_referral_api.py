"""A referral is printed by the kiosk's own printer: a job without a ticket, whose state can be read."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa
import zxingcpp
from flask.testing import FlaskClient

from queueing.app import App
from queueing.tickets.model import Ticket
from services_catalog.catalog import Printer
from tests.cast import Caller, Kiosk, paired_kiosk
from tests.escpos_decoder import decode

HERE = "/locations/downtown/referrals"
THERE = "/locations/east-lake/referrals"
REFUSED: tuple[tuple[dict[str, str], int], ...] = (
    ({"service": "nothing"}, 404),
    ({"service": "lost-on-bus", "language": "zz"}, 422),
    ({"service": "gas-smell"}, 409),
    ({}, 422),
)


@pytest.fixture
def app(app: App) -> App:
    """A server with an agent's printer at each center."""
    runtime = app.runtime
    printers = (Printer("kiosk-1", "agent:", 576),)
    places = {id_: replace(location, printers=printers) for id_, location in runtime.catalog.locations.items()}
    app.move_in(replace(runtime, catalog=replace(runtime.catalog, locations=places)))
    return app


def test_it_is_printed_in_the_visitors_language_and_makes_no_ticket(app: App, client: FlaskClient) -> None:
    east = paired_kiosk(app, client, "kiosk-1", "east-lake")
    asked = east.post(THERE, {"service": "building-permit", "language": "so"}).get_json()
    assert (asked["state"], asked["printer"]) == ("queued", "kiosk-1")
    taken = east.post("/locations/east-lake/printers/kiosk-1/claim")
    [out] = decode(taken.data, 576)
    [code] = zxingcpp.read_barcodes(out.image().convert("L"))
    assert code.text == "http://localhost/kiosk/east-lake/where/building-permit?lang=so"
    result = {"went": "confirmed", "condition": "ok", "answered": True}
    east.post(f"/locations/east-lake/printers/kiosk-1/jobs/{asked['job']}/result", result)
    assert east.get(f"{THERE}/{asked['job']}").get_json()["state"] == "confirmed"
    with app.runtime.database.read() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Ticket)) == 0


def test_only_a_referral_is_printed_and_only_by_its_own_kiosk(kiosk: Kiosk, visitor: Caller) -> None:
    body = {"service": "lost-on-bus"}
    assert visitor.post(HERE, body).status_code == 401
    assert kiosk.post(THERE, body).status_code == 403
    for wrong, status in REFUSED:
        assert kiosk.post(HERE, wrong).status_code == status
    own = kiosk.post(HERE, body).get_json()["job"]
    assert kiosk.get(f"{HERE}/{own + 1}").status_code == 404
    ticket = kiosk.ticket(print=True)
    slip = kiosk.get(f"/tickets/{ticket['id']}/slip").get_json()
    assert slip["state"] == "queued"
    assert kiosk.get(f"{HERE}/{own + 1}").status_code == 404, "a ticket's slip is none of these"


def test_without_a_printer_it_is_refused(kiosk: Kiosk, app: App) -> None:
    runtime = app.runtime
    places = {id_: replace(location, printers=()) for id_, location in runtime.catalog.locations.items()}
    app.move_in(replace(runtime, catalog=replace(runtime.catalog, locations=places)))
    refused = kiosk.post(HERE, {"service": "lost-on-bus"})
    assert (refused.status_code, (refused.get_json() or {})["type"]) == (409, "not-offered")


def test_it_is_not_asked_for_without_end(kiosk: Kiosk) -> None:
    asked = [kiosk.post(HERE, {"service": "lost-on-bus"}) for _ in range(11)]
    assert [one.status_code for one in asked] == [200] * 10 + [429]
    states = [(one.get_json() or {})["state"] for one in asked[:10]]
    assert states == ["queued"] * 5 + ["failed"] * 5
    ticket = kiosk.ticket(print=True)
    assert (kiosk.get(f"/tickets/{ticket['id']}/slip").get_json() or {})["state"] == "queued"
