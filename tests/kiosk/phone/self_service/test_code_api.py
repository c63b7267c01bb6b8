"""The code on the kiosk's screen: it can be scanned, leads to the phone's pages, and only a kiosk gets it."""

from __future__ import annotations

from dataclasses import replace

import zxingcpp
from flask.testing import FlaskClient

from queueing.app import App
from queueing.phones.entry_codes import CODE_LIFE
from tests.cast import Agent, Caller, Kiosk
from tests.kiosk.test_qr import painted

PATH = "/locations/downtown/phone-code"


def test_the_drawing_is_the_address_that_a_phone_opens(kiosk: Kiosk, phone: FlaskClient) -> None:
    code = kiosk.get(PATH).get_json() or {}
    [scanned] = zxingcpp.read_barcodes(painted(code["size"], code["path"]))
    assert scanned.text == code["address"]
    assert code["address"].startswith("http://localhost/kiosk/downtown/p/")
    assert phone.get(code["address"]).status_code == 200
    assert code["good_seconds"] == CODE_LIFE.total_seconds()


def test_every_code_is_another(kiosk: Kiosk) -> None:
    assert len({(kiosk.get(PATH).get_json() or {})["address"] for _ in range(5)}) == 5


def test_a_location_that_gives_phones_no_minutes_has_no_code(kiosk: Kiosk, app: App) -> None:
    runtime = app.runtime
    locations = {
        id_: replace(location, rules=replace(location.rules, phone_minutes=0.0))
        for id_, location in runtime.catalog.locations.items()
    }
    app.move_in(replace(runtime, catalog=replace(runtime.catalog, locations=locations)))
    refused = kiosk.get(PATH)
    assert (refused.status_code, (refused.get_json() or {})["type"]) == (409, "not-offered")


def test_only_a_kiosk_shows_codes(visitor: Caller, eli: Agent) -> None:
    assert visitor.get("/locations/downtown/phone-code").status_code == 401
    assert eli.get("/locations/downtown/phone-code").status_code == 403
