from __future__ import annotations

import io
import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest
import zxingcpp
from PIL import Image, ImageChops, ImageFilter

from kiosk.printing.page import TextMark
from kiosk.printing.pdf import BORDER_DOTS, POINTS_PER_DOT, render_pdf
from kiosk.printing.raster import render
from kiosk.printing.receipts import Receipt
from kiosk.printing.slip_layout import lay_out
from tests.kiosk.printing.paper_cast import FOLLOW_URL, LANGUAGES, receipt, spoken


def painted(pdf: bytes) -> Image.Image:
    """The page at 8 dots a millimetre, as poppler draws it."""
    pdftoppm = shutil.which("pdftoppm")
    assert pdftoppm, "poppler-utils is needed to look at a PDF"
    command = [pdftoppm, "-r", str(72 / POINTS_PER_DOT), "-gray", "-singlefile", "-"]
    drawn = subprocess.run(command, input=pdf, capture_output=True, check=True)
    assert drawn.stderr == b""
    return Image.open(io.BytesIO(drawn.stdout))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_the_slip(language: str) -> None:
    """Every stroke of the bitmap is on the page within a dot or two, and the other way round; and the code is read."""
    slip = spoken(language)
    page = painted(render_pdf(slip))
    bitmap = render(slip, 576)
    assert abs(page.width - (576 + 2 * BORDER_DOTS)) <= 1
    inner = page.crop((BORDER_DOTS, BORDER_DOTS, BORDER_DOTS + bitmap.width, BORDER_DOTS + bitmap.height))
    ink = ImageChops.invert(inner.point(lambda grey: 255 if grey > 150 else 0).convert("L"))
    meant = ImageChops.invert(bitmap.convert("L"))
    reach = ImageFilter.MaxFilter(9)
    for one, other in ((ink, meant), (meant, ink)):
        stray = ImageChops.subtract(one, other.filter(reach)).histogram()[255]
        assert stray < 0.01 * one.histogram()[255], language
    assert [code.text for code in zxingcpp.read_barcodes(page)] == [FOLLOW_URL]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_glyph_is_there_and_its_font_is_embedded(language: str) -> None:
    runs = [
        run for mark in lay_out(spoken(language), 576).marks if isinstance(mark, TextMark) for run in mark.line.runs
    ]
    for run in runs:
        assert 0 not in [glyph for glyph, _, _ in run.face.shape(run.text, rtl=run.rtl)], run.text
    pdf = render_pdf(spoken(language))
    named = {name.partition(b"+")[2].decode() for name in re.findall(rb"/FontName /(\S+)", pdf)}
    assert len(named) == len({run.face.name for run in runs})
    assert pdf.count(b"/FontFile2 ") >= len(named)


def test_the_page_is_80_mm_wide_and_as_long_as_the_slip() -> None:
    pdf = render_pdf(receipt())
    found = re.search(rb"/MediaBox \[ 0 0 ([\d.]+) ([\d.]+) \]", pdf)
    assert found
    assert float(found[1]) == pytest.approx(80 / 25.4 * 72, abs=0.01)
    height_dots = lay_out(receipt(), 576).height + 2 * BORDER_DOTS
    assert float(found[2]) == pytest.approx(height_dots * POINTS_PER_DOT, abs=0.01)


def test_it_says_its_language_and_title() -> None:
    pdf = render_pdf(receipt("es"))
    assert b"/Lang (es)" in pdf
    assert b"P042" in pdf


def test_the_same_slip_is_the_same_bytes_from_any_thread() -> None:
    slips: list[Receipt] = [spoken(language) for language in LANGUAGES] * 2
    alone = [painted(render_pdf(slip)).tobytes() for slip in slips[:3]]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(render_pdf, slips))
    assert [painted(pdf).tobytes() for pdf in together[:3]] == alone
    assert all(pdf.startswith(b"%PDF") for pdf in together)
