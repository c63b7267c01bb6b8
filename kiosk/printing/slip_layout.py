"""Receipt -> marks on a page. The bitmap and the PDF paint these same marks."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.printing.page import DOTS_PER_MM, BarMark, Page, PageBuilder, TextMark
from kiosk.printing.receipts import Fact, Receipt
from queueing.typography.layout import is_rtl, main_face, set_lines

LEAST_NUMBER_HEIGHT = 8 * DOTS_PER_MM


def lay_out(receipt: Receipt, width: int) -> Page:
    """Return the slip for a printer of `width` dots."""
    sheet = PageBuilder(width, receipt.rtl)
    for banner in receipt.banners:
        sheet.banner(banner)
    _head(sheet, receipt)
    _ticket(sheet, receipt)
    _facts(sheet, receipt.facts)
    _bring(sheet, receipt)
    sheet.rule(2, 14, 14)
    sheet.code(receipt.follow_url, receipt.follow_label, receipt.listen)
    sheet.interpreters(receipt.interpreters)
    return sheet.page()


def _head(sheet: PageBuilder, receipt: Receipt) -> None:
    sheet.text(receipt.location, 34, bold=True)
    sheet.text(receipt.address, 24)
    together = f"{receipt.day} · {receipt.time}"
    fits = len(set_lines(together, measure=sheet.measure / sheet.size(24))) == 1
    for when in (together,) if fits else (receipt.day, receipt.time):
        sheet.text(when, 24)
    sheet.rule(5, 10, 12)


def _ticket(sheet: PageBuilder, receipt: Receipt) -> None:
    sheet.text(receipt.number_label, 26)
    _number(sheet, receipt.number)
    sheet.text(receipt.service, 38, bold=True)


def _number(sheet: PageBuilder, number: str) -> None:
    """Set the number as large as fits, at most 20 mm and never under 8 mm high."""
    (line,) = set_lines(number, bold=True)
    cap = main_face(bold=True).cap_height
    fitting = sheet.measure / line.width
    size = max(min(fitting, 20 * DOTS_PER_MM / cap), LEAST_NUMBER_HEIGHT / cap)
    sheet.space(12)
    sheet.y += cap * size  # digits have no accents: their own height, not the line's
    outdent = line.runs[0].side_bearing * size  # else its white side makes so large a letter look indented
    sheet.marks.append(TextMark(line, round(sheet.margin - (0 if sheet.rtl else outdent)), round(sheet.y), size))
    sheet.space(14)


def _facts(sheet: PageBuilder, facts: Sequence[Fact]) -> None:
    if not facts:
        return
    sheet.rule(2, 14, 10)
    if sheet.narrow or len(facts) == 1:
        for index, fact in enumerate(facts):
            sheet.space(8 if index else 0)
            _fact(sheet, fact, sheet.margin, sheet.measure)
        return
    gap = 4 * sheet.margin
    column = (sheet.measure - gap * (len(facts) - 1)) / len(facts)
    top, bottom = sheet.y, sheet.y
    for index, fact in enumerate(facts):
        sheet.y = top
        _fact(sheet, fact, sheet.margin + index * (column + gap), column)
        bottom = max(bottom, sheet.y)
    for index in range(1, len(facts)):
        x = round(sheet.margin + index * (column + gap) - gap / 2)
        sheet.marks.append(BarMark(x, round(top + 4), 2, round(bottom - top - 4)))
    sheet.y = bottom


def _fact(sheet: PageBuilder, fact: Fact, at: float, measure: float) -> None:
    sheet.text(fact.label, 24, at=at, measure=measure)
    sheet.text(fact.value, 34, bold=True, at=at, measure=measure)


def _bring(sheet: PageBuilder, receipt: Receipt) -> None:
    if not receipt.bring:
        return
    sheet.rule(2, 14, 10)
    sheet.text(receipt.bring_label, 24)
    for item in receipt.bring:
        sheet.item(item)


def number_height_dots(page: Page) -> float:
    """Return the height of the largest text's capitals, which is the number's."""
    largest = max((mark for mark in page.marks if isinstance(mark, TextMark)), key=lambda words: words.size)
    return largest.size * main_face(bold=True).cap_height


def reads_from_right(words: TextMark) -> bool:
    """Whether a set line reads from right to left."""
    return is_rtl("".join(run.text for run in words.line.runs))
