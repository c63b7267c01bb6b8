"""A QR code is drawn as dark squares with the light border that scanners need, and can be scanned."""

from __future__ import annotations

import re

import pytest
import zxingcpp
from PIL import Image, ImageDraw

from kiosk.qr import QUIET_ZONE, qr_path, qr_svg

DOTS = 4
"""Dots a module, in the picture that is scanned."""


def painted(size: int, path: str) -> Image.Image:
    """The code as a browser draws it: dark modules on white."""
    image = Image.new("L", (size * DOTS, size * DOTS), 255)
    draw = ImageDraw.Draw(image)
    for x, y, wide in (map(int, found) for found in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", path)):
        draw.rectangle((x * DOTS, y * DOTS, (x + wide) * DOTS - 1, (y + 1) * DOTS - 1), fill=0)
    return image


@pytest.mark.parametrize(
    "content",
    [
        "https://queue.example.org/t/k3J9x2mQpL7vR8tYw4bN6c",  # a ticket's page
        "https://queue.example.org/kiosk/downtown/where/lost-on-bus?lang=hmn",  # a referral's
        "A",  # as short as can be, and still no Micro QR, which few phones read
        "https://www.minneapolismn.gov/" + "a" * 300,  # as long as an address of the catalog may be
    ],
)
def test_what_is_drawn_is_what_a_phone_reads(content: str) -> None:
    code = qr_path(content)
    picture = painted(code["size"], code["path"])
    assert [found.text for found in zxingcpp.read_barcodes(picture)] == [content]
    border = QUIET_ZONE * DOTS
    assert Image.eval(picture, lambda grey: 255 - grey).getbbox() == (
        border,
        border,
        picture.width - border,
        picture.height - border,
    )


def test_the_picture_is_the_same_code_on_white() -> None:
    code = qr_path("https://example.org")
    svg = qr_svg("https://example.org")
    assert f'viewBox="0 0 {code["size"]} {code["size"]}"' in svg
    assert f'fill="#fff" d="M0 0h{code["size"]}v{code["size"]}H0z"' in svg, "light also on a dark page"
    assert svg.count(code["path"]) == 1
