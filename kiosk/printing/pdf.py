"""The slip as a PDF, by ReportLab, from the same layout as the bitmap; each run is shaped by HarfBuzz."""

from __future__ import annotations

import io
import threading

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont, shapeStr
from reportlab.pdfgen.canvas import Canvas

from kiosk.printing.page import DOTS_PER_MM, EMBOLDEN, BarMark, CodeMark, Page, TextMark
from kiosk.printing.receipts import Receipt
from kiosk.printing.slip_layout import lay_out
from queueing.typography.layout import Face

POINTS_PER_DOT = 72 / 25.4 / DOTS_PER_MM
BORDER_DOTS = 4 * DOTS_PER_MM
"""White around the printed area: 80 mm paper has 72 mm of print."""

# ReportLab gives shaped glyphs private codes in fonts that all documents of the process share.
_one_at_a_time = threading.Lock()


def render_pdf(receipt: Receipt, width: int = 576) -> bytes:
    """Return the slip as a one-page PDF, laid out for paper of `width` dots plus its border."""
    page = lay_out(receipt, width)
    with _one_at_a_time:
        return _draw(page, receipt)


def _draw(page: Page, receipt: Receipt) -> bytes:
    file = io.BytesIO()
    size = ((page.width + 2 * BORDER_DOTS) * POINTS_PER_DOT, (page.height + 2 * BORDER_DOTS) * POINTS_PER_DOT)
    # Invariant: the same slip is the same bytes, and no clock is read here.
    canvas = Canvas(file, pagesize=size, invariant=True, lang=receipt.words_language)
    canvas.setTitle(f"{receipt.number} · {receipt.location}")
    canvas.translate(0, size[1])
    canvas.scale(POINTS_PER_DOT, -POINTS_PER_DOT)  # dots from the top, as the layout counts them
    canvas.translate(BORDER_DOTS, BORDER_DOTS)
    for mark in page.marks:
        if isinstance(mark, TextMark):
            _words(canvas, mark)
        elif isinstance(mark, BarMark):
            canvas.rect(mark.x, mark.y, mark.width, mark.height, stroke=0, fill=1)
        else:
            _code(canvas, mark)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def _words(canvas: Canvas, words: TextMark) -> None:
    canvas.saveState()
    left = words.x - words.line.width * words.size if words.right else words.x
    canvas.translate(left, words.baseline)
    canvas.scale(1, -1)
    shade = 1 if words.white else 0
    canvas.setFillGray(shade)
    canvas.setStrokeGray(shade)
    x = 0.0
    for run in words.line.runs:
        font = _registered(run.face)
        canvas.setFont(font, words.size)
        canvas.setLineWidth(2 * EMBOLDEN * words.size)
        canvas.drawString(x, 0, shapeStr(run.readable, font, words.size), mode=2 if run.embolden else 0)
        x += run.width * words.size
    canvas.restoreState()


def _registered(face: Face) -> str:
    if face.name not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(face.name, str(face.path), shapable=True))
    return face.name


def _code(canvas: Canvas, code: CodeMark) -> None:
    path = canvas.beginPath()
    for row, modules in enumerate(code.rows):
        for column, dark in enumerate(modules):
            if dark:
                path.rect(code.x + column * code.module, code.y + row * code.module, code.module, code.module)
    canvas.drawPath(path, stroke=0, fill=1)
