"""A page of text, bars and QR codes, in dots of 1/8 mm (203 dpi), filled from the top in reading order.

It is mirrored for languages that are read from right to left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import ceil

import segno

from queueing.typography.layout import TextLine, set_lines

DOTS_PER_MM = 8
NARROW = 480
"""Below this width, in dots, facts are set under each other instead of side by side."""
EMBOLDEN = 0.02
"""The stroke around a glyph that makes it bold, in ems."""
QUIET_MODULES = 4
"""White around a QR code, in its modules, as ISO/IEC 18004 requires."""


@dataclass(frozen=True, slots=True)
class TextMark:
    """One line of text. `x` is its left edge, or its right edge when `right`; `white` on a black bar."""

    line: TextLine
    x: float
    baseline: float
    size: float
    right: bool = False
    white: bool = False


@dataclass(frozen=True, slots=True)
class BarMark:
    """A black rectangle: a rule, a bullet, the ground of a banner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class CodeMark:
    """A QR code without its quiet zone: dots a module, and its rows of dark modules."""

    x: float
    y: float
    module: int
    rows: tuple[tuple[bool, ...], ...]

    @property
    def side(self) -> int:
        """Width and height in dots."""
        return self.module * len(self.rows)


Mark = TextMark | BarMark | CodeMark


@dataclass(frozen=True, slots=True)
class Page:
    """Marks on a page of `width` by `height` dots; a bar is always before the white words on it."""

    width: int
    height: int
    marks: tuple[Mark, ...]


@dataclass(slots=True)
class PageBuilder:
    """A page that is filled from the top. Positions count from the side where reading starts, in dots."""

    width: int
    rtl: bool
    y: float = 0.0
    marks: list[Mark] = field(default_factory=list)

    @property
    def margin(self) -> float:
        """White at either side, in dots."""
        return round(self.width / 48)

    @property
    def measure(self) -> float:
        """The width between the margins."""
        return self.width - 2 * self.margin

    @property
    def narrow(self) -> bool:
        """Whether facts are set under each other on this page."""
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
        """Set `text` at the current height, `at` dots from the starting edge, within `measure` dots."""
        size = self.size(dots)
        room = self.measure if measure is None else measure
        for line in set_lines(text, bold=bold, measure=room / size, rtl=self.rtl):
            self.y += line.ascent * size
            self.marks.append(TextMark(line, self.margin if at is None else at, round(self.y), size, white=white))
            self.y += line.descent * size

    def space(self, dots: float) -> None:
        """Leave white space, scaled as font sizes are: `dots` at a width of 576."""
        self.y += self.size(dots)

    def rule(self, thickness: int, before: float, after: float) -> None:
        """Draw a line across, with white before and after it."""
        self.space(before)
        self.marks.append(BarMark(self.margin, round(self.y), self.measure, thickness))
        self.y += thickness
        self.space(after)

    def banner(self, text: str) -> None:
        """Set a warning, white on a black bar."""
        ground = len(self.marks)
        top = self.y
        self.space(6)
        self.text(text, 34, bold=True, at=2 * self.margin, measure=self.width - 4 * self.margin, white=True)
        self.space(6)
        self.marks.insert(ground, BarMark(0, round(top), self.width, round(self.y - top)))
        self.space(10)

    def item(self, text: str) -> None:
        """Set one item of a list, behind a square bullet."""
        bullet = self.size(9)
        start = len(self.marks)
        self.text(text, 29, at=self.margin + 3 * bullet, measure=self.measure - 3 * bullet)
        first = self.marks[start]
        if isinstance(first, TextMark):
            middle = first.baseline - 0.27 * first.size
            self.marks.append(BarMark(self.margin, round(middle - bullet / 2), bullet, bullet))

    def code(self, address: str, label: str, note: str) -> None:
        """Draw an address as a QR code, with a label and a note next to it, or above it on a narrow page."""
        rows = tuple(tuple(bool(dark) for dark in row) for row in segno.make(address, error="m", micro=False).matrix)
        # Modules of 0.75 mm are read by every phone; a long address on narrow paper gets what fits.
        module = max(2, min(6, int(self.measure // (len(rows) + 2 * QUIET_MODULES))))
        side = module * len(rows)
        quiet = module * QUIET_MODULES
        if self.narrow:
            self.text(label, 29, bold=True)
            self.text(note, 27)
            self.y += quiet
            self.marks.append(CodeMark((self.width - side) // 2, round(self.y), module, rows))
            self.y = round(self.y) + side + quiet
            return
        top = self.y + self.size(8)
        self.marks.append(CodeMark(self.margin, round(top), module, rows))
        at = self.margin + side + quiet
        self.text(label, 30, bold=True, at=at, measure=self.width - self.margin - at)
        self.space(10)
        self.text(note, 27, at=at, measure=self.width - self.margin - at)
        self.y = max(self.y, round(top) + side + quiet)

    def interpreters(self, lines: Sequence[str]) -> None:
        """Set the lines about interpreters, which end the page."""
        self.rule(5, 0, 8)
        for index, line in enumerate(lines):
            self.text(line, 27 if index else 29, bold=not index)
        self.space(4)

    def build(self) -> Page:
        """Return the page; for a right-to-left one every mark is mirrored to the other side."""
        height = ceil(self.y)
        marks = [self._mirrored(mark) for mark in self.marks] if self.rtl else self.marks
        return Page(self.width, height, tuple(marks))

    def _mirrored(self, mark: Mark) -> Mark:
        if isinstance(mark, TextMark):
            return replace(mark, x=self.width - mark.x, right=True)
        if isinstance(mark, BarMark):
            return replace(mark, x=self.width - mark.x - mark.width)
        return replace(mark, x=self.width - mark.x - mark.side)
