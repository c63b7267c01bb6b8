"""The layout of a slip: marks on a page, which the bitmap and the PDF both paint."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.printing.page import DOTS_PER_MM, BarMark, Page, PageBuilder, TextMark
from kiosk.printing.receipts import Fact, Receipt
from queueing.typography.layout import is_rtl, main_face, set_lines

LEAST_NUMBER_DOTS = 8 * DOTS_PER_MM


def lay_out(receipt: Receipt, width: int) -> Page:
    """Return the page of a slip for a printer of `width` dots."""
    page = PageBuilder(width, receipt.rtl)
    for banner in receipt.banners:
        page.banner(banner)
    _head(page, receipt)
    _ticket(page, receipt)
    _facts(page, receipt.facts)
    _bring(page, receipt)
    page.rule(2, 14, 14)
    page.code(receipt.follow_url, receipt.follow_label, receipt.listen)
    page.interpreters(receipt.interpreters)
    return page.build()


def _head(page: PageBuilder, receipt: Receipt) -> None:
    page.text(receipt.location, 34, bold=True)
    page.text(receipt.address, 24)
    together = f"{receipt.day} · {receipt.time}"
    fits = len(set_lines(together, measure=page.measure / page.size(24))) == 1
    for when in (together,) if fits else (receipt.day, receipt.time):
        page.text(when, 24)
    page.rule(5, 10, 12)


def _ticket(page: PageBuilder, receipt: Receipt) -> None:
    page.text(receipt.number_label, 26)
    _number(page, receipt.number)
    page.text(receipt.service, 38, bold=True)


def _number(page: PageBuilder, number: str) -> None:
    """Set the number as large as fits, at most 20 mm and never under 8 mm high."""
    (line,) = set_lines(number, bold=True)
    cap = main_face(bold=True).cap_height
    fitting = page.measure / line.width
    size = max(min(fitting, 20 * DOTS_PER_MM / cap), LEAST_NUMBER_DOTS / cap)
    page.space(12)
    page.y += cap * size  # digits have no accents: their own height, not the line's
    outdent = line.runs[0].side_bearing * size  # else its white side makes so large a letter look indented
    page.marks.append(TextMark(line, round(page.margin - (0 if page.rtl else outdent)), round(page.y), size))
    page.space(14)


def _facts(page: PageBuilder, facts: Sequence[Fact]) -> None:
    if not facts:
        return
    page.rule(2, 14, 10)
    if page.narrow or len(facts) == 1:
        for index, fact in enumerate(facts):
            page.space(8 if index else 0)
            _fact(page, fact, page.margin, page.measure)
        return
    gap = 4 * page.margin
    column = (page.measure - gap * (len(facts) - 1)) / len(facts)
    top, bottom = page.y, page.y
    for index, fact in enumerate(facts):
        page.y = top
        _fact(page, fact, page.margin + index * (column + gap), column)
        bottom = max(bottom, page.y)
    for index in range(1, len(facts)):
        x = round(page.margin + index * (column + gap) - gap / 2)
        page.marks.append(BarMark(x, round(top + 4), 2, round(bottom - top - 4)))
    page.y = bottom


def _fact(page: PageBuilder, fact: Fact, at: float, measure: float) -> None:
    page.text(fact.label, 24, at=at, measure=measure)
    page.text(fact.value, 34, bold=True, at=at, measure=measure)


def _bring(page: PageBuilder, receipt: Receipt) -> None:
    if not receipt.bring:
        return
    page.rule(2, 14, 10)
    page.text(receipt.bring_label, 24)
    for item in receipt.bring:
        page.item(item)


def number_height_dots(page: Page) -> float:
    """Return the height of the largest text's capitals, which is the number's."""
    largest = max((mark for mark in page.marks if isinstance(mark, TextMark)), key=lambda words: words.size)
    return largest.size * main_face(bold=True).cap_height


def reads_from_right(words: TextMark) -> bool:
    """Return whether a line of text reads from right to left."""
    return is_rtl("".join(run.text for run in words.line.runs))
