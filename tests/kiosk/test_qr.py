"""A drawn code is read by a scanner."""

from __future__ import annotations

import re

import zxingcpp
from PIL import Image, ImageDraw

from kiosk.qr import qr_path, qr_svg


def test_a_drawn_code_can_be_scanned() -> None:
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
