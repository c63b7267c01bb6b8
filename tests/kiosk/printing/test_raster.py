from __future__ import annotations

import pytest
import zxingcpp
from PIL import Image

from kiosk.printing.page import CodeMark
from kiosk.printing.raster import render
from kiosk.printing.slip_layout import lay_out
from tests.kiosk.printing.paper_cast import FOLLOW_URL, LANGUAGES, receipt, spoken

WIDTHS = (576, 384, 512, 420, 256)


@pytest.mark.parametrize(
    ("language", "width"), [*((language, 384) for language in LANGUAGES), *(("en", width) for width in WIDTHS[2:])]
)
def test_the_code_is_read_from_the_bitmap(language: str, width: int) -> None:
    codes = zxingcpp.read_barcodes(render(spoken(language), width).convert("L"))
    assert [code.text for code in codes] == [FOLLOW_URL]


@pytest.mark.parametrize("width", WIDTHS)
def test_the_code_has_its_quiet_zone_and_printable_modules(width: int) -> None:
    slip = render(receipt(), width)
    (code,) = [mark for mark in lay_out(receipt(), width).marks if isinstance(mark, CodeMark)]
    assert code.module >= 4  # half a millimetre
    quiet = 4 * code.module
    left, top = max(round(code.x) - quiet, 0), round(code.y) - quiet + 2 * code.module
    around = slip.crop((left, top, min(round(code.x) + code.side + quiet, width), round(code.y) + code.side + quiet))
    inside = Image.new("1", (code.side, code.side), 255)
    around.paste(inside, (round(code.x) - left, round(code.y) - top))
    assert around.getextrema() == (255, 255)
