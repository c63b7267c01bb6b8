from __future__ import annotations

import pytest
import zxingcpp
from PIL import Image

from kiosk.raster import render
from kiosk.slip_layout import Bar, Code, Words, lay_out, number_height_dots
from kiosk.typesetting import faces, missing_glyphs, set_lines
from tests.kiosk.paper_cast import FOLLOW_URL, INTERPRETERS, LANGUAGES, SERVICES, catalog, receipt, spoken

WIDTHS = (576, 384, 512, 420, 256)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["en", "ar", "km"])
def test_nothing_leaves_the_paper_and_nothing_is_cut_off(language: str, width: int) -> None:
    slip = render(spoken(language), width)
    assert (slip.mode, slip.width) == ("1", width)
    page = lay_out(spoken(language), width)
    assert slip.height == page.height
    for mark in page.marks:
        if isinstance(mark, Words):
            wide = mark.line.width * mark.size
            left = mark.x - wide if mark.right else mark.x
            assert left + mark.line.runs[0].side_bearing * mark.size >= -1
            assert left + wide <= width + 1
            assert mark.baseline + 0.2 * mark.size <= page.height
        else:
            assert mark.x >= 0
            assert mark.x + (mark.width if isinstance(mark, Bar) else mark.side) <= width


@pytest.mark.parametrize("number", ["P042", "W001", "AB999"])
@pytest.mark.parametrize("width", WIDTHS)
def test_the_number_is_at_least_8_mm_high(width: int, number: str) -> None:
    slip = receipt(number=number)
    page = lay_out(slip, width)
    assert number_height_dots(page) >= 8 * 8
    assert number_height_dots(page) <= 20.5 * 8


@pytest.mark.parametrize(
    ("language", "width"), [*((language, 384) for language in LANGUAGES), *(("en", width) for width in WIDTHS[2:])]
)
def test_the_code_is_read_from_the_bitmap(language: str, width: int) -> None:
    codes = zxingcpp.read_barcodes(render(spoken(language), width).convert("L"))
    assert [code.text for code in codes] == [FOLLOW_URL]


@pytest.mark.parametrize("width", WIDTHS)
def test_the_code_has_its_quiet_zone_and_printable_modules(width: int) -> None:
    slip = render(receipt(), width)
    (code,) = [mark for mark in lay_out(receipt(), width).marks if isinstance(mark, Code)]
    assert code.module >= 4  # half a millimetre
    quiet = 4 * code.module
    left, top = max(round(code.x) - quiet, 0), round(code.y) - quiet + 2 * code.module
    around = slip.crop((left, top, min(round(code.x) + code.side + quiet, width), round(code.y) + code.side + quiet))
    inside = Image.new("1", (code.side, code.side), 255)
    around.paste(inside, (round(code.x) - left, round(code.y) - top))
    assert around.getextrema() == (255, 255)


def test_a_right_to_left_slip_is_the_mirror_of_a_left_to_right_one() -> None:
    page = lay_out(spoken("ar"), 576)
    assert all(mark.right for mark in page.marks if isinstance(mark, Words))
    (code,) = [mark for mark in page.marks if isinstance(mark, Code)]
    assert code.x > 288
    english = lay_out(spoken("en"), 576)
    assert all(not mark.right for mark in english.marks if isinstance(mark, Words))


def test_arabic_runs_stand_in_the_order_in_which_they_are_read() -> None:
    (line,) = set_lines("تصريح (رقم 12) من Metro Transit")
    shown = [run.text.strip() for run in line.runs if run.text.strip()]
    assert shown[0] == "Metro Transit"
    assert shown[1].startswith(")") or shown[1].endswith("من")
    assert "12" in shown
    assert shown[-1].startswith("تصريح")


def test_a_copy_and_a_training_slip_begin_with_a_black_banner() -> None:
    page = lay_out(receipt(reprint=True), 576)
    banner = page.marks[0]
    assert isinstance(banner, Bar)
    assert (banner.x, banner.y, banner.width) == (0, 0, 576)
    assert isinstance(page.marks[1], Words)
    assert page.marks[1].white


def _strings_of_the_catalog() -> list[str]:
    found = catalog()
    words = [service.name for service in found.services.values()]
    words += [service.bring for service in found.services.values()]
    words += [service.refer for service in found.services.values()]
    words += [queue.name for queue in found.queues.values()]
    words += [category.name for category in found.categories.values()]
    words += [department.name for department in found.departments.values()]
    for location in found.locations.values():
        words += [location.name, location.directions, *location.notices, {"en": location.address}]
        words += [counter.name for counter in location.counters]
    names = [name for language in found.languages.values() for name in (language.own_name, language.english_name)]
    return [text for by_language in words for text in by_language.values()] + names


@pytest.mark.parametrize("bold", [False, True])
def test_the_fonts_have_every_glyph_of_the_catalog(bold: bool) -> None:
    missing = {text: found for text in _strings_of_the_catalog() if (found := missing_glyphs(text, bold=bold))}
    assert missing == {}


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fonts_have_every_glyph_of_every_language(language: str, bold: bool) -> None:
    for text in (SERVICES[language], INTERPRETERS[language]):
        assert missing_glyphs(text, bold=bold) == set()


def test_a_glyph_that_no_font_has_is_found_missing() -> None:
    assert missing_glyphs("ok 𓀀") == {"𓀀"}


def test_fonts_are_found_by_what_they_cover() -> None:
    (line,) = set_lines("P042 አማርኛ 中文 ລາວ")
    assert [run.face.name for run in line.runs if run.text.strip()] == [
        "NotoSans-Regular",
        "NotoSansEthiopic-Regular",
        "NotoSansChinese-Regular",
        "NotoSansLao-Regular",
    ]
    assert len(faces()) >= 14


def test_bold_without_a_bold_cut_is_thickened() -> None:
    (line,) = set_lines("中文", bold=True)
    assert line.runs[0].embolden
    (latin,) = set_lines("abc", bold=True)
    assert not latin.runs[0].embolden
