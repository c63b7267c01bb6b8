from __future__ import annotations

import pytest

from kiosk.printing.page import BarMark, CodeMark, TextMark
from kiosk.printing.raster import render
from kiosk.printing.slip_layout import lay_out, number_height_dots
from tests.kiosk.printing.paper_cast import receipt, spoken

WIDTHS = (576, 384, 512, 420, 256)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["en", "ar", "km"])
def test_nothing_leaves_the_paper_and_nothing_is_cut_off(language: str, width: int) -> None:
    slip = render(spoken(language), width)
    assert (slip.mode, slip.width) == ("1", width)
    page = lay_out(spoken(language), width)
    assert slip.height == page.height
    for mark in page.marks:
        if isinstance(mark, TextMark):
            wide = mark.line.width * mark.size
            left = mark.x - wide if mark.right else mark.x
            assert left + mark.line.runs[0].side_bearing * mark.size >= -1
            assert left + wide <= width + 1
            assert mark.baseline + 0.2 * mark.size <= page.height
        else:
            assert mark.x >= 0
            assert mark.x + (mark.width if isinstance(mark, BarMark) else mark.side) <= width


@pytest.mark.parametrize("number", ["P042", "W001", "AB999"])
@pytest.mark.parametrize("width", WIDTHS)
def test_the_number_is_at_least_8_mm_high(width: int, number: str) -> None:
    slip = receipt(number=number)
    page = lay_out(slip, width)
    assert number_height_dots(page) >= 8 * 8
    assert number_height_dots(page) <= 20.5 * 8


def test_a_right_to_left_slip_is_the_mirror_of_a_left_to_right_one() -> None:
    page = lay_out(spoken("ar"), 576)
    assert {mark.right for mark in page.marks if isinstance(mark, TextMark)} == {True}
    (code,) = [mark for mark in page.marks if isinstance(mark, CodeMark)]
    assert code.x > 288
    english = lay_out(spoken("en"), 576)
    assert {mark.right for mark in english.marks if isinstance(mark, TextMark)} == {False}


def test_a_copy_and_a_training_slip_begin_with_a_black_banner() -> None:
    page = lay_out(receipt(reprint=True), 576)
    banner = page.marks[0]
    assert isinstance(banner, BarMark)
    assert (banner.x, banner.y, banner.width) == (0, 0, 576)
    assert isinstance(page.marks[1], TextMark)
    assert page.marks[1].white
