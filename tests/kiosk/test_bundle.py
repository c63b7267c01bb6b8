"""What a kiosk holds: everything before a ticket, once."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
import zxingcpp
from PIL import Image, ImageDraw

from kiosk.bundle import GENERAL_HELP, bundle_of
from kiosk.qr import qr_path, qr_svg
from services_catalog.catalog import Catalog, Kind, Location, Printer


def held(catalog: Catalog, location: Location) -> dict[str, Any]:
    """The offer as the page reads it."""
    return dict(json.loads(bundle_of(catalog, location).text))


def test_every_function_is_there_with_where_else_it_is_done(catalog: Catalog, downtown: Location) -> None:
    offer = held(catalog, downtown)
    assert [service["id"] for service in offer["services"]] == list(catalog.services)
    for service, known in zip(offer["services"], catalog.services.values(), strict=True):
        assert service["centers"] == ([] if "downtown" in known.locations else list(known.locations))
    assert set(offer["centers"]) == {"east-lake"}
    assert offer["general"] == GENERAL_HELP
    assert offer["interface"] == ["en", "es", "so", "hmn"]
    assert {category["id"] for category in offer["categories"]} == {s["category"] for s in offer["services"]}


def test_a_report_is_guided_by_the_catalogs_questions(catalog: Catalog, downtown: Location) -> None:
    guidance = held(catalog, downtown)["guidance"]
    assert guidance["first"] == "danger"
    for question in guidance["questions"].values():
        for choice in question["choices"]:
            assert choice["ask"] in guidance["questions"] or choice["go"] in guidance["outcomes"]
    known = {service["id"] for service in held(catalog, downtown)["services"]}
    assert {outcome["service"] for outcome in guidance["outcomes"].values()} <= known


def test_texts_are_whole_in_every_language(catalog: Catalog, downtown: Location) -> None:
    offer = held(catalog, downtown)
    for service, known in zip(offer["services"], catalog.services.values(), strict=True):
        assert service["name"].keys() >= {"en", "es", "so", "hmn"}
        for key, words in (("bring", known.bring), ("refer", known.refer)):
            assert (offer["texts"][service[key]] if service[key] is not None else {}) == dict(words)
        assert (service["letter"] is not None) == (known.kind is Kind.TICKET)
    assert len({json.dumps(text, sort_keys=True) for text in offer["texts"]}) == len(offer["texts"])


def test_every_address_has_its_code(catalog: Catalog, downtown: Location) -> None:
    offer = held(catalog, downtown)
    assert {s["online"] for s in offer["services"] if s["online"]} == set(offer["qr"])


def test_the_tag_changes_with_the_offer_alone(catalog: Catalog, downtown: Location) -> None:
    assert bundle_of(catalog, downtown).etag == bundle_of(catalog, downtown).etag
    assert bundle_of(catalog, replace(downtown, phone="311")).etag != bundle_of(catalog, downtown).etag


@pytest.mark.parametrize(("url", "paper"), [("none:", False), ("spool:/tmp/slips", True)])
def test_paper_is_promised_only_where_there_is_a_printer(
    catalog: Catalog, downtown: Location, url: str, paper: bool
) -> None:
    assert held(catalog, replace(downtown, printers=(Printer("kiosk-1", url),)))["location"]["paper"] is paper


def test_a_code_of_the_bundle_can_be_scanned() -> None:
    address = "https://queue.example.org/t/Zm9vYmFyYmF6cXV4MTIzNA"
    drawn, scale = qr_path(address), 4
    picture = Image.new("L", (drawn["size"] * scale, drawn["size"] * scale), 255)
    pen = ImageDraw.Draw(picture)
    for x, y, wide in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", drawn["path"]):
        left, top = int(x) * scale, int(y) * scale
        pen.rectangle((left, top, left + int(wide) * scale - 1, top + scale - 1), fill=0)
    assert [found.text for found in zxingcpp.read_barcodes(picture)] == [address]
    assert drawn["path"] in qr_svg(address)
    assert qr_svg(address).startswith("<svg xmlns=")


def test_it_is_light_however_much_people_say(catalog: Catalog, downtown: Location) -> None:
    assert len(bundle_of(catalog, downtown).text) < 500_000
