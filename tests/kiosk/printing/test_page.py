"""A page is filled from the top, stays within its margins at every width, and is mirrored for right-to-left."""

from __future__ import annotations

from itertools import pairwise

import pytest
import zxingcpp
from PIL import Image

from kiosk.printing.page import NARROW, QUIET_MODULES, BarMark, CodeMark, Mark, Page, PageBuilder, TextMark
from kiosk.printing.raster import paint

LONG = "Bring the address, a drawing of the work, and the name of the contractor who does it for you"
ADDRESS = "https://queue.example.org/t/k3J9x2mQpL7vR8tYw4bN6c"


def filled(width: int, *, rtl: bool = False) -> Page:
    """A page with one of everything."""
    page = PageBuilder(width, rtl)
    page.banner("REPRINT 9:47")
    page.text(LONG, 30, bold=True)
    page.rule(5, 10, 12)
    page.item(LONG)
    page.code(ADDRESS, "Scan to follow", "Watch the screens")
    page.interpreters(("Interpreters are free.", "Turjumaannadu waa bilaash."))
    return page.build()


def span(mark: Mark) -> tuple[float, float]:
    """The left and right edge of a mark, in dots."""
    if isinstance(mark, TextMark):
        wide = mark.line.width * mark.size
        return (mark.x - wide, mark.x) if mark.right else (mark.x, mark.x + wide)
    return mark.x, mark.x + (mark.width if isinstance(mark, BarMark) else mark.side)


@pytest.mark.parametrize("rtl", [False, True])
@pytest.mark.parametrize("width", [576, 512, 480, 420, 384, 256])
def test_nothing_is_set_beyond_the_margins(width: int, rtl: bool) -> None:
    page = filled(width, rtl=rtl)
    margin = round(width / 48)
    for mark in page.marks[1:]:  # the banner's bar fills the whole width
        left, right = span(mark)
        assert margin - 1 <= left <= right <= width - margin + 1
    assert span(page.marks[0]) == (0, width)


def test_lines_follow_each_other_downwards_without_touching() -> None:
    page = PageBuilder(384, rtl=False)
    page.text(LONG, 30)
    lines = [mark for mark in page.marks if isinstance(mark, TextMark)]
    assert len(lines) > 1
    for above, below in pairwise(lines):
        assert below.baseline - above.baseline >= above.size
    assert page.build().height >= lines[-1].baseline


@pytest.mark.parametrize(
    ("width", "size"),
    [
        (576, 30),  # as designed
        (832, 30),  # wider paper has no larger type
        (384, 27),  # narrower paper a little smaller one
        (160, 24),  # but never less than eight tenths
    ],
)
def test_type_is_smaller_on_narrow_paper_but_stays_readable(width: int, size: int) -> None:
    assert PageBuilder(width, rtl=False).size(30) == size


@pytest.mark.parametrize("width", [NARROW, NARROW - 1])
def test_a_code_has_its_words_next_to_it_or_above_it_on_narrow_paper(width: int) -> None:
    builder = PageBuilder(width, rtl=False)
    builder.code(ADDRESS, "Scan", "Watch")
    assert builder.narrow is (width < NARROW)
    marks = builder.build().marks
    [code] = [mark for mark in marks if isinstance(mark, CodeMark)]
    words = [mark for mark in marks if isinstance(mark, TextMark)]
    if builder.narrow:
        assert all(mark.baseline < code.y - QUIET_MODULES * code.module + 1 for mark in words)
    else:
        assert all(mark.x >= code.x + code.side + QUIET_MODULES * code.module for mark in words)


@pytest.mark.parametrize(
    ("address", "width", "module"),
    [
        (ADDRESS, 576, 6),  # 0.75 mm, which every phone reads
        (ADDRESS, 256, 6),
        (ADDRESS * 4, 256, 3),  # a long address on narrow paper gets what fits
    ],
)
def test_a_code_can_be_scanned_and_fits(address: str, width: int, module: int) -> None:
    builder = PageBuilder(width, rtl=False)
    builder.code(address, "", "")
    page = builder.build()
    [code] = [mark for mark in page.marks if isinstance(mark, CodeMark)]
    assert code.module == module
    picture = Image.new("L", (width + 80, page.height + 80), 255)
    picture.paste(paint(page).convert("L"), (40, 40))
    assert [found.text for found in zxingcpp.read_barcodes(picture)] == [address]


def test_an_item_has_its_bullet_in_front_of_its_first_line() -> None:
    page = PageBuilder(576, rtl=False)
    page.item(LONG)
    *lines, bullet = page.marks
    assert isinstance(bullet, BarMark)
    first = lines[0]
    assert isinstance(first, TextMark)
    assert bullet.width == bullet.height
    assert bullet.x + bullet.width < first.x
    assert first.baseline - first.size < bullet.y < first.baseline


def test_white_words_lie_on_their_bar() -> None:
    page = PageBuilder(576, rtl=False)
    page.text("before", 30)
    page.banner("REPRINT 9:47")
    _, bar, words = page.marks
    assert isinstance(bar, BarMark) and isinstance(words, TextMark)
    assert words.white
    assert bar.y < words.baseline < bar.y + bar.height
    painted = paint(page.build()).convert("L")
    rows = painted.crop((0, round(bar.y), 576, round(bar.y + bar.height)))
    assert 0.5 < rows.get_flattened_data().count(0) / (rows.width * rows.height) < 1.0, "black, with white words"


def test_a_right_to_left_page_is_mirrored_mark_by_mark() -> None:
    ltr, rtl = filled(576), filled(576, rtl=True)
    assert (ltr.height, len(ltr.marks)) == (rtl.height, len(rtl.marks))
    for mark, mirrored in zip(ltr.marks, rtl.marks, strict=True):
        left, right = span(mark)
        other_left, other_right = span(mirrored)
        assert (other_left, other_right) == pytest.approx((576 - right, 576 - left))
