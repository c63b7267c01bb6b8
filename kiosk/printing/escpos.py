"""A bitmap as ESC/POS bytes, by commands that every printer knows: initialise, `GS v 0`, feed, cut."""

from __future__ import annotations

import re

from escpos.printer import Dummy
from PIL import Image, ImageChops

from kiosk.printing.raster import render
from kiosk.printing.receipts import Receipt

BAND_ROWS = 24
"""Rows sent in one command. Small bands fit every printer's buffer, and what is cut off by a fault is small."""

# A printer obeys DLE commands even in the middle of a picture: these would ask it for its status,
# open the cash drawer, clear its buffer or switch it off.
_OBEYED_ANYWHERE = re.compile(rb"\x10(?=[\x04\x05\x14])")


def escpos(receipt: Receipt, width: int = 576) -> bytes:
    """Return the bytes that print the slip on a printer of `width` dots."""
    return encode(render(receipt, width))


def encode(image: Image.Image) -> bytes:
    """Return the bytes that print a mode "1" image (white is 1) from the left edge, feed it out and cut it off."""
    printer = Dummy()
    # On the instance: without a width python-escpos says so on standard output, once a picture.
    printer.profile.profile_data = {**printer.profile.profile_data, "media": {"width": {"pixels": image.width}}}
    printer.hw("INIT")
    for band in _bands(image):
        printer.image(band, impl="bitImageRaster", fragment_height=BAND_ROWS)
    printer.cut()
    return bytes(printer.output)


def _bands(image: Image.Image) -> list[Image.Image]:
    """Cut the image into bands, without the white at their right: it would only be sent, never seen."""
    ink = ImageChops.invert(image.convert("1"))
    bands = []
    for top in range(0, ink.height, BAND_ROWS):
        band = ink.crop((0, top, ink.width, min(top + BAND_ROWS, ink.height)))
        box = band.getbbox()
        width = -(-box[2] // 8) * 8 if box else 8  # whole bytes; one of white feeds the paper by the band
        bands.append(ImageChops.invert(_harmless(band.crop((0, 0, width, band.height)))))
    return bands


def _harmless(ink: Image.Image) -> Image.Image:
    """Add one dot wherever the picture's own bytes would be obeyed as a command."""
    return Image.frombytes("1", ink.size, _OBEYED_ANYWHERE.sub(b"\x18", ink.tobytes()))
