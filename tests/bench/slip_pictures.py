"""Pictures of slips for the docs, from the very bytes a printer gets: `python -m tests.bench.slip_pictures`.

The bytes are decoded by the tests' own decoder, so what is pictured is what comes out.
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter

from kiosk.printing.escpos import encode, escpos
from kiosk.printing.raster import paint
from kiosk.printing.receipts import Receipt
from kiosk.printing.referral_layout import lay_out_referral
from kiosk.printing.referrals import Referral
from tests.escpos_decoder import decode
from tests.kiosk.printing.paper_cast import receipt, spoken
from tests.kiosk.printing.test_referrals import referral

FOLDER = Path(__file__).parents[2] / "docs" / "slips"
PAPER, INK, TABLE = (251, 250, 245), (38, 36, 40), (196, 190, 181)
MARGIN_DOTS, EDGE_DOTS = 32, 60
"""White paper beside the print (4 mm), and table around the paper."""
TOOTH = 6
COLORS = 20


def printed(slip: Receipt | Referral, width: int) -> Image.Image:
    """The paper that comes out, on a table, at 8 dots a millimetre."""
    data = encode(paint(lay_out_referral(slip, width))) if isinstance(slip, Referral) else escpos(slip, width)
    (out,) = decode(data, width)
    dots = out.image().convert("L").filter(ImageFilter.GaussianBlur(0.6))  # heat spreads a little
    size = (width + 2 * MARGIN_DOTS, dots.height + MARGIN_DOTS)
    ink = Image.new("L", size, 255)
    ink.paste(dots, (MARGIN_DOTS, MARGIN_DOTS))
    paper = Image.composite(Image.new("RGB", size, PAPER), Image.new("RGB", size, INK), ink)
    cut = Image.new("L", size, 255)
    edge = ImageDraw.Draw(cut)
    for x in range(0, size[0], 2 * TOOTH):  # the cutter's teeth
        for y, up in ((0, 1), (size[1] - 1, -1)):
            edge.polygon([(x, y), (x + 2 * TOOTH, y), (x + TOOTH, y + up * TOOTH)], fill=0)
    table = Image.new("RGB", (size[0] + 2 * EDGE_DOTS, size[1] + 2 * EDGE_DOTS), TABLE)
    shade = Image.new("L", table.size, 0)
    shade.paste(cut.point(lambda lit: lit * 90 // 255), (EDGE_DOTS + 6, EDGE_DOTS + 12))
    table.paste((60, 52, 44), mask=shade.filter(ImageFilter.GaussianBlur(14)))
    table.paste(paper, (EDGE_DOTS, EDGE_DOTS), cut)
    return table


def side_by_side(pictures: list[Image.Image]) -> Image.Image:
    """Lay pictures on one table."""
    whole = Image.new("RGB", (sum(p.width for p in pictures), max(p.height for p in pictures)), TABLE)
    left = 0
    for picture in pictures:
        whole.paste(picture, (left, 0))
        left += picture.width
    return whole


def save(picture: Image.Image, name: str, scale: float) -> None:
    """Write a picture small enough for a page."""
    size = (round(picture.width * scale), round(picture.height * scale))
    small = picture.resize(size, Image.Resampling.LANCZOS).quantize(COLORS, dither=Image.Dither.NONE)
    FOLDER.mkdir(parents=True, exist_ok=True)
    small.save(FOLDER / f"{name}.png", optimize=True)


def main() -> None:
    """Write every picture."""
    save(printed(receipt("en"), 576), "slip-80mm-english", 0.75)
    save(printed(receipt("es"), 384), "slip-58mm-spanish", 0.9)
    save(printed(spoken("ar"), 576), "slip-80mm-arabic", 0.75)
    save(printed(receipt("so", reprint=True, simulated=True), 384), "slip-58mm-somali-reprint", 0.9)
    save(printed(referral("building-permit", "es"), 576), "referral-80mm-spanish", 0.75)
    scripts = ("am", "zh", "km", "ksw", "lo")
    save(side_by_side([printed(spoken(language), 384) for language in scripts]), "slips-scripts", 0.4)


if __name__ == "__main__":
    main()
