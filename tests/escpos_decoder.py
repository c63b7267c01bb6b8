"""A strict decoder of ESC/POS, written from the printers' command set and not from our encoder.

It takes bytes as they come, as a printer does, and turns them into slips: the dots that were
put on paper up to each cut. It refuses everything but what every printer knows: ESC @, GS v 0,
feeds and cuts, and DLE EOT between them. A DLE command inside a picture is refused too: a real
printer obeys it there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from PIL import Image

LINE_DOTS = 34
"""A line feed after ESC @: 1/6 inch at 203 dpi."""
REAL_TIME = re.compile(rb"\x10[\x04\x05\x14]")


class NotEscPos(Exception):
    """Bytes that a printer would take for text, or for something else than was meant."""


@dataclass(frozen=True)
class Slip:
    """What came out between two cuts, or so far."""

    width: int
    rows: tuple[bytes, ...]
    initialised: bool

    def image(self) -> Image.Image:
        """Return the paper: a mode "1" image, white 1, of the printer's full width."""
        inverted = bytes(byte ^ 0xFF for row in self.rows for byte in row)
        full = Image.frombytes("1", (len(self.rows[0]) * 8, len(self.rows)), inverted)
        return full.crop((0, 0, self.width, len(self.rows)))


@dataclass
class Decoder:
    """A printer's head, `width` dots wide, and what it has printed. `asked` are the DLE EOT numbers, in order."""

    width: int
    slips: list[Slip] = field(default_factory=list)
    asked: list[int] = field(default_factory=list)
    pictures: int = 0
    _rest: bytes = b""
    _rows: list[bytes] = field(default_factory=list)
    _initialised: bool = False

    def feed(self, data: bytes) -> list[int]:
        """Take more bytes; return the numbers of the DLE EOT questions among them. Raises NotEscPos."""
        self._rest += data
        before = len(self.asked)
        while self._rest:
            used = self._command(self._rest)
            if used == 0:
                break
            self._rest = self._rest[used:]
        return self.asked[before:]

    @property
    def idle(self) -> bool:
        """Whether nothing is half received and nothing is printed but not cut."""
        return not self._rest and not self._rows

    @property
    def begun(self) -> bool:
        """Whether paper sticks out: rows have been printed since the last cut."""
        return bool(self._rows)

    def _command(self, data: bytes) -> int:
        """Obey the command that `data` begins with; return its length, 0 while it is incomplete."""
        for start, length, obey in (
            (b"\x1b@", 2, self._initialise),
            (b"\x1bd", 3, self._feed_lines),
            (b"\x1bJ", 3, self._feed_dots),
            (b"\x1dV", 3, self._cut),
            (b"\x1dv0", 8, self._picture),
            (b"\x10\x04", 3, self._question),
            (b"\n", 1, self._line_feed),
        ):
            if data.startswith(start):
                return obey(data) if len(data) >= length else 0
            if start.startswith(data):
                return 0
        raise NotEscPos(f"no command: {data[:8].hex(' ')}")

    def _initialise(self, data: bytes) -> int:
        self._initialised = True
        return 2

    def _feed_lines(self, data: bytes) -> int:
        self._white(data[2] * LINE_DOTS)
        return 3

    def _feed_dots(self, data: bytes) -> int:
        self._white(data[2])
        return 3

    def _line_feed(self, data: bytes) -> int:
        self._white(LINE_DOTS)
        return 1

    def _cut(self, data: bytes) -> int:
        mode = data[2]
        if mode in (65, 66):
            if len(data) < 4:
                return 0
            self._white(data[3])
        elif mode not in (0, 1, 48, 49):
            raise NotEscPos(f"GS V {mode}")
        if not self._rows:
            raise NotEscPos("a cut of nothing")
        self.slips.append(Slip(self.width, tuple(self._rows), self._initialised))
        self._rows = []
        return 4 if mode in (65, 66) else 3

    def _picture(self, data: bytes) -> int:
        mode, across, rows = data[3], data[4] + 256 * data[5], data[6] + 256 * data[7]
        if mode not in (0, 48):
            raise NotEscPos(f"GS v 0 in mode {mode} stretches the picture")
        if not 1 <= across <= -(-self.width // 8) or not 1 <= rows <= 2303:
            raise NotEscPos(f"a picture of {across} bytes by {rows} rows on {self.width} dots")
        end = 8 + across * rows
        if len(data) < end:
            return 0
        dots = data[8:end]
        if REAL_TIME.search(dots):
            raise NotEscPos("a DLE command within a picture")
        if not self._initialised:
            raise NotEscPos("a picture before ESC @")
        full = -(-self.width // 8)
        self._rows += [dots[i : i + across].ljust(full, b"\0") for i in range(0, len(dots), across)]
        self.pictures += 1
        return end

    def _question(self, data: bytes) -> int:
        if data[2] not in (1, 2, 3, 4):
            raise NotEscPos(f"DLE EOT {data[2]}")
        self.asked.append(data[2])
        return 3

    def _white(self, rows: int) -> None:
        self._rows += [bytes(-(-self.width // 8))] * rows


def decode(data: bytes, width: int) -> list[Slip]:
    """Return the slips that `data` prints; raise NotEscPos unless it ends whole, after a cut."""
    decoder = Decoder(width)
    decoder.feed(data)
    if not decoder.idle:
        raise NotEscPos("it does not end after a cut")
    return decoder.slips
