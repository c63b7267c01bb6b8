"""The layout of a referral: it stays on the paper at every width, in reading order, and its code can be scanned."""

from __future__ import annotations

from dataclasses import replace

import pytest
import zxingcpp

from kiosk.printing.escpos import encode
from kiosk.printing.page import BarMark, Page, TextMark
from kiosk.printing.raster import paint
from kiosk.printing.referral_layout import lay_out_referral
from kiosk.printing.referrals import ReferralSection
from tests.escpos_decoder import decode
from tests.kiosk.printing.test_referrals import PAGE, referral


def text_of(page: Page) -> str:
    """The words of a page from top to bottom."""
    marks = [mark for mark in page.marks if isinstance(mark, TextMark)]
    return " ".join("".join(run.text for run in mark.line.runs) for mark in marks)


def test_the_words_are_set_in_reading_order() -> None:
    words = referral("building-permit")
    text = text_of(lay_out_referral(words, 576))
    [center] = words.sections
    order = [words.location, words.when, words.reason, words.service, center.label, center.title, *center.lines]
    order += [words.bring_label, *words.bring, words.code_label, *words.interpreters]
    found = [text.find(part) for part in order]
    assert -1 not in found
    assert found == sorted(found)


@pytest.mark.parametrize(
    ("changes", "taller"),
    [
        ({"sections": (ReferralSection("311"),)}, False),  # no label and no lines: a shorter section
        ({"bring": ()}, False),  # nothing to have ready: no heading either
        ({"banners": ("TRAINING",)}, True),
    ],
)
def test_what_is_empty_is_left_out(changes: dict[str, tuple[object, ...]], taller: bool) -> None:
    words = referral("building-permit")
    whole = lay_out_referral(words, 576)
    page = lay_out_referral(replace(words, **changes), 576)  # type: ignore[arg-type]  # fields of several types
    assert page.height != whole.height
    assert (page.height > whole.height) is taller
    assert ("Have ready" in text_of(page)) is ("bring" not in changes)


def test_a_banner_is_white_on_black_at_the_top() -> None:
    page = lay_out_referral(referral("building-permit", simulated=True), 576)
    bar, text = page.marks[:2]
    assert isinstance(bar, BarMark) and isinstance(text, TextMark)
    assert (bar.x, bar.y, bar.width, text.white) == (0, 0, 576, True)


@pytest.mark.parametrize("width", [576, 384, 256])
@pytest.mark.parametrize("language", ["en", "es", "so", "hmn"])
def test_the_paper_holds_it_all_and_its_code_leads_to_the_page(language: str, width: int) -> None:
    page = lay_out_referral(referral("building-permit", language), width)
    for mark in page.marks:
        if isinstance(mark, TextMark):
            assert mark.x + mark.line.width * mark.size <= width + 1
        else:
            assert mark.x + (mark.width if isinstance(mark, BarMark) else mark.side) <= width
    [out] = decode(encode(paint(page)), width)
    assert [code.text for code in zxingcpp.read_barcodes(out.image().convert("L"))] == [PAGE + language]
