"""The slip as a 1-bit bitmap at the printer's own width, painted by Pillow and shaped by raqm."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from kiosk.printing.page import EMBOLDEN, BarMark, CodeMark, Page, TextMark
from kiosk.printing.receipts import Receipt
from kiosk.printing.slip_layout import lay_out

INK = 150
"""Grey at or below this (of 255) is printed black: thermal heads cannot do grey, and thin strokes must survive."""


def render(receipt: Receipt, width: int = 576) -> Image.Image:
    """Return the slip as a mode "1" image, `width` dots wide; white is 1. 8 dots are a millimetre."""
    return paint(lay_out(receipt, width))


def paint(page: Page) -> Image.Image:
    """Return the page as a mode "1" image."""
    image = Image.new("L", (page.width, page.height), 255)
    draw = ImageDraw.Draw(image)
    for mark in page.marks:
        if isinstance(mark, TextMark):
            _words(draw, mark)
        elif isinstance(mark, BarMark):
            _box(draw, mark.x, mark.y, mark.width, mark.height)
        else:
            _code(draw, mark)
    return image.point(lambda grey: 255 if grey > INK else 0).convert("1", dither=Image.Dither.NONE)


@lru_cache(maxsize=64)
def _font(path: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.RAQM)


def _words(draw: ImageDraw.ImageDraw, words: TextMark) -> None:
    fonts = [_font(run.face.path, round(words.size)) for run in words.line.runs]
    directions = ["rtl" if run.rtl else "ltr" for run in words.line.runs]
    painted = list(zip(words.line.runs, fonts, directions, strict=True))
    # Widths as painted: hinting makes them differ from the design's by a dot here and there.
    widths = [font.getlength(run.text, direction=direction) for run, font, direction in painted]
    x = words.x - sum(widths) if words.right else words.x
    for (run, font, direction), width in zip(painted, widths, strict=True):
        draw.text(
            (round(x), words.baseline),
            run.text,
            fill=255 if words.white else 0,
            font=font,
            anchor="ls",
            direction=direction,
            stroke_width=EMBOLDEN * words.size if run.embolden else 0,
        )
        x += width


def _box(draw: ImageDraw.ImageDraw, x: float, y: float, width: float, height: float) -> None:
    draw.rectangle((round(x), round(y), round(x + width) - 1, round(y + height) - 1), fill=0)


def _code(draw: ImageDraw.ImageDraw, code: CodeMark) -> None:
    for row, modules in enumerate(code.rows):
        for column, dark in enumerate(modules):
            if dark:
                x, y = code.x + column * code.module, code.y + row * code.module
                _box(draw, x, y, code.module, code.module)
