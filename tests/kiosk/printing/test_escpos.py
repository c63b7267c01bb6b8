from __future__ import annotations

import pytest
import zxingcpp
from PIL import Image, ImageChops

from kiosk.printing.escpos import encode, escpos
from kiosk.printing.raster import render
from tests.escpos_decoder import NotEscPos, Slip, decode
from tests.kiosk.printing.paper_cast import FOLLOW_URL, LANGUAGES, receipt, spoken

WIDTHS = (576, 384, 512, 420)


def same_dots(printed: Image.Image, meant: Image.Image) -> bool:
    """Whether the paper begins with exactly the picture, but for dots put in to break a DLE command."""
    difference = ImageChops.logical_xor(printed.crop((0, 0, *meant.size)), meant)
    return difference.histogram()[255] <= 4


@pytest.mark.parametrize("width", WIDTHS)
def test_the_bytes_print_the_very_picture(width: int) -> None:
    meant = render(receipt(), width)
    (slip,) = decode(encode(meant), width)
    assert same_dots(slip.image(), meant)
    assert slip.image().height > meant.height  # fed out of the printer before the cut


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_prints_one_slip_whose_code_is_read(language: str) -> None:
    (slip,) = decode(escpos(spoken(language)), 576)
    assert [code.text for code in zxingcpp.read_barcodes(slip.image().convert("L"))] == [FOLLOW_URL]


def test_nothing_is_written_to_standard_output(capfd: pytest.CaptureFixture[str]) -> None:
    escpos(receipt())
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("command", [b"\x10\x04", b"\x10\x05", b"\x10\x14"])
def test_a_picture_that_would_be_obeyed_gets_a_dot_more(command: bytes) -> None:
    """It would ask for a status, recover from an error, or open the drawer, in the middle of a slip."""
    ink = Image.frombytes("1", (16, 24), (command * 24)[:48])
    (slip,) = decode(encode(ImageChops.invert(ink)), 576)
    assert slip.rows[0][:2] == b"\x18" + command[1:]


def test_white_costs_next_to_nothing() -> None:
    assert len(encode(Image.new("1", (576, 960), 255))) < 1500


class TestTheDecoderItself:
    @pytest.mark.parametrize(
        ("data", "told"),
        [
            (b"hello", "no command: 68 65 6c 6c 6f"),
            (b"\x1b@\x1dv0\x00\x49\x00\x01\x00" + bytes(73), "a picture of 73 bytes by 1 rows on 576 dots"),
            (b"\x1b@\x1dv0\x01\x01\x00\x01\x00\x00", "stretches the picture"),
            (b"\x1dv0\x00\x01\x00\x01\x00\x00\x1dV\x00", "a picture before ESC @"),
            (b"\x1b@\x1dV\x00", "a cut of nothing"),
            (b"\x1b@\x1dv0\x00\x02\x00\x01\x00\x10\x04\x1dV\x00", "a DLE command within a picture"),
            (b"\x1b@\x1dv0\x00\x02\x00\x01\x00\xff", "does not end after a cut"),
        ],
    )
    def test_refuses(self, data: bytes, told: str) -> None:
        with pytest.raises(NotEscPos, match=told):
            decode(data, 576)

    def test_reads_a_slip_written_by_hand(self) -> None:
        slips = decode(b"\x1b@\x1dv0\x00\x01\x00\x02\x00\x80\x01\x1dV\x00", 8)
        assert slips == [Slip(8, (b"\x80", b"\x01"), True)]
        assert list(slips[0].image().get_flattened_data()) == [0] + [255] * 14 + [0]
