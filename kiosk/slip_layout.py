"""Receipt -> marks on a page, in dots of 1/8 mm (203 dpi). The bitmap and the PDF paint these same marks.

The page is laid out from the top in reading order and mirrored for languages that are read
from right to left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import ceil

import segno

from kiosk.receipts import Fact, Receipt
from queueing.typesetting import Line, is_rtl, main_face, set_lines

DOTS_PER_MM = 8
NARROW = 480
"""Below this width, in dots, things stand under each other instead of side by side."""
LEAST_NUMBER_HEIGHT = 8 * DOTS_PER_MM
EMBOLDEN = 0.02
"""Ems of stroke put around a glyph to make it bold."""
QUIET_MODULES = 4
"""White around a QR code, in its modules, as its norm asks."""


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text. `x` is its left edge, or its right edge when `right`; `white` on a black bar."""

    line: Line
    x: float
    baseline: float
    size: float
    right: bool = False
    white: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A black rectangle: a rule, a bullet, the ground of a banner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code without its quiet zone: dots a module, and its rows of dark modules."""

    x: float
    y: float
    module: int
    rows: tuple[tuple[bool, ...], ...]

    @property
    def side(self) -> int:
        """Width and height in dots."""
        return self.module * len(self.rows)


Mark = Words | Bar | Code


@dataclass(frozen=True, slots=True)
class Page:
    """Marks on a page of `width` by `height` dots; a bar is always before the white words on it."""

    width: int
    height: int
    marks: tuple[Mark, ...]


def lay_out(receipt: Receipt, width: int) -> Page:
    """Return the slip for a printer of `width` dots."""
    sheet = _Sheet(width, receipt.rtl)
    for banner in receipt.banners:
        sheet.banner(banner)
    _head(sheet, receipt)
    _ticket(sheet, receipt)
    _facts(sheet, receipt.facts)
    _bring(sheet, receipt)
    _follow(sheet, receipt)
    _interpreters(sheet, receipt)
    return sheet.page()


@dataclass(slots=True)
class _Sheet:
    """A page being filled from the top. Places are counted from the side where reading starts."""

    width: int
    rtl: bool
    y: float = 0.0
    marks: list[Mark] = field(default_factory=list)

    @property
    def margin(self) -> float:
        return round(self.width / 48)

    @property
    def measure(self) -> float:
        return self.width - 2 * self.margin

    @property
    def narrow(self) -> bool:
        return self.width < NARROW

    def size(self, dots: float) -> float:
        """Return a font size meant for 576 dots at this width: narrower paper asks for slightly smaller type."""
        return round(dots * min(1.0, max(0.8, 0.72 + 0.28 * self.width / 576)))

    def text(
        self,
        text: str,
        dots: float,
        *,
        bold: bool = False,
        at: float | None = None,
        measure: float | None = None,
        white: bool = False,
    ) -> None:
        """Set `text` below what is there, `at` dots from the starting edge, within `measure` dots."""
        size = self.size(dots)
        room = self.measure if measure is None else measure
        for line in set_lines(text, bold=bold, measure=room / size, rtl=self.rtl):
            self.y += line.ascent * size
            self.marks.append(Words(line, self.margin if at is None else at, round(self.y), size, white=white))
            self.y += line.descent * size

    def space(self, dots: float) -> None:
        self.y += self.size(dots)

    def rule(self, thickness: int, before: float, after: float) -> None:
        self.space(before)
        self.marks.append(Bar(self.margin, round(self.y), self.measure, thickness))
        self.y += thickness
        self.space(after)

    def banner(self, text: str) -> None:
        ground = len(self.marks)
        top = self.y
        self.space(6)
        self.text(text, 34, bold=True, at=2 * self.margin, measure=self.width - 4 * self.margin, white=True)
        self.space(6)
        self.marks.insert(ground, Bar(0, round(top), self.width, round(self.y - top)))
        self.space(10)

    def page(self) -> Page:
        """Return the page; for a right-to-left one every mark is mirrored to the other side."""
        height = ceil(self.y)
        marks = [self._mirrored(mark) for mark in self.marks] if self.rtl else self.marks
        return Page(self.width, height, tuple(marks))

    def _mirrored(self, mark: Mark) -> Mark:
        if isinstance(mark, Words):
            return replace(mark, x=self.width - mark.x, right=True)
        if isinstance(mark, Bar):
            return replace(mark, x=self.width - mark.x - mark.width)
        return replace(mark, x=self.width - mark.x - mark.side)


def _head(sheet: _Sheet, receipt: Receipt) -> None:
    sheet.text(receipt.place, 34, bold=True)
    sheet.text(receipt.address, 24)
    together = f"{receipt.day} · {receipt.time}"
    fits = len(set_lines(together, measure=sheet.measure / sheet.size(24))) == 1
    for when in (together,) if fits else (receipt.day, receipt.time):
        sheet.text(when, 24)
    sheet.rule(5, 10, 12)


def _ticket(sheet: _Sheet, receipt: Receipt) -> None:
    sheet.text(receipt.number_label, 26)
    _number(sheet, receipt.number)
    sheet.text(receipt.service, 38, bold=True)


def _number(sheet: _Sheet, number: str) -> None:
    """Set the number as large as fits, at most 20 mm and never under 8 mm high."""
    (line,) = set_lines(number, bold=True)
    cap = main_face(bold=True).cap_height
    fitting = sheet.measure / line.width
    size = max(min(fitting, 20 * DOTS_PER_MM / cap), LEAST_NUMBER_HEIGHT / cap)
    sheet.space(12)
    sheet.y += cap * size  # digits have no accents: their own height, not the line's
    outdent = line.runs[0].side_bearing * size  # else its white side makes so large a letter look indented
    sheet.marks.append(Words(line, round(sheet.margin - (0 if sheet.rtl else outdent)), round(sheet.y), size))
    sheet.space(14)


def _facts(sheet: _Sheet, facts: Sequence[Fact]) -> None:
    if not facts:
        return
    sheet.rule(2, 14, 10)
    if sheet.narrow or len(facts) == 1:
        for place, fact in enumerate(facts):
            sheet.space(8 if place else 0)
            _fact(sheet, fact, sheet.margin, sheet.measure)
        return
    gap = 4 * sheet.margin
    column = (sheet.measure - gap * (len(facts) - 1)) / len(facts)
    top, bottom = sheet.y, sheet.y
    for place, fact in enumerate(facts):
        sheet.y = top
        _fact(sheet, fact, sheet.margin + place * (column + gap), column)
        bottom = max(bottom, sheet.y)
    for place in range(1, len(facts)):
        x = round(sheet.margin + place * (column + gap) - gap / 2)
        sheet.marks.append(Bar(x, round(top + 4), 2, round(bottom - top - 4)))
    sheet.y = bottom


def _fact(sheet: _Sheet, fact: Fact, at: float, measure: float) -> None:
    sheet.text(fact.label, 24, at=at, measure=measure)
    sheet.text(fact.value, 34, bold=True, at=at, measure=measure)


def _bring(sheet: _Sheet, receipt: Receipt) -> None:
    if not receipt.bring:
        return
    sheet.rule(2, 14, 10)
    sheet.text(receipt.bring_label, 24)
    bullet = sheet.size(9)
    indent = sheet.margin + 3 * bullet
    for item in receipt.bring:
        line_start = len(sheet.marks)
        sheet.text(item, 29, at=indent, measure=sheet.measure - 3 * bullet)
        first = sheet.marks[line_start]
        if isinstance(first, Words):
            middle = first.baseline - 0.27 * first.size
            sheet.marks.append(Bar(sheet.margin, round(middle - bullet / 2), bullet, bullet))


def _follow(sheet: _Sheet, receipt: Receipt) -> None:
    sheet.rule(2, 14, 14)
    rows = tuple(
        tuple(bool(dark) for dark in row) for row in segno.make(receipt.follow_url, error="m", micro=False).matrix
    )
    # Modules of 0.75 mm are read by every phone; a long address on narrow paper gets what fits.
    module = max(2, min(6, int(sheet.measure // (len(rows) + 2 * QUIET_MODULES))))
    side = module * len(rows)
    quiet = module * QUIET_MODULES
    if sheet.narrow:
        sheet.text(receipt.follow_label, 29, bold=True)
        sheet.text(receipt.listen, 27)
        sheet.y += quiet
        sheet.marks.append(Code((sheet.width - side) // 2, round(sheet.y), module, rows))
        sheet.y = round(sheet.y) + side + quiet
        return
    top = sheet.y + sheet.size(8)
    sheet.marks.append(Code(sheet.margin, round(top), module, rows))
    at = sheet.margin + side + quiet
    sheet.text(receipt.follow_label, 30, bold=True, at=at, measure=sheet.width - sheet.margin - at)
    sheet.space(10)
    sheet.text(receipt.listen, 27, at=at, measure=sheet.width - sheet.margin - at)
    sheet.y = max(sheet.y, round(top) + side + quiet)


def _interpreters(sheet: _Sheet, receipt: Receipt) -> None:
    sheet.rule(5, 0, 8)
    for place, line in enumerate(receipt.interpreters):
        sheet.text(line, 27 if place else 29, bold=not place)
    sheet.space(4)


def number_height_dots(page: Page) -> float:
    """Return the height of the largest text's capitals, which is the number's."""
    largest = max((mark for mark in page.marks if isinstance(mark, Words)), key=lambda words: words.size)
    return largest.size * main_face(bold=True).cap_height


def reads_from_right(words: Words) -> bool:
    """Whether a set line reads from right to left."""
    return is_rtl("".join(run.text for run in words.line.runs))
