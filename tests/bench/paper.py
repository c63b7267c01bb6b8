"""How long a slip takes to draw, and how many bytes it is: `python -m tests.bench.paper [rounds]`.

One thread, fonts already open; each round draws the slip of every language of the cast anew.
The first slip after a start, fonts closed, is told apart.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable

from kiosk.printing.escpos import escpos
from kiosk.printing.pdf import render_pdf
from kiosk.printing.raster import render
from kiosk.printing.receipts import Receipt
from tests.kiosk.printing.paper_cast import LANGUAGES, spoken

ROUNDS = 40
KINDS: dict[str, Callable[[Receipt], object]] = {
    "bitmap 576": lambda slip: render(slip, 576),
    "ESC/POS 576": lambda slip: escpos(slip, 576),
    "ESC/POS 384": lambda slip: escpos(slip, 384),
    "PDF": render_pdf,
}


def main() -> None:
    """Print one line a kind: median, P99 and longest time, and the median of the bytes."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    slips = [spoken(language) for language in LANGUAGES]
    begun = time.perf_counter()
    escpos(slips[0])
    print(f"first slip after a start: {(time.perf_counter() - begun) * 1000:.0f} ms")
    for kind, draw in KINDS.items():
        times: list[float] = []
        sizes: list[int] = []
        for slip in slips:
            draw(slip)
        for _ in range(rounds):
            for slip in slips:
                begun = time.perf_counter()
                drawn = draw(slip)
                times.append((time.perf_counter() - begun) * 1000)
                if isinstance(drawn, bytes):
                    sizes.append(len(drawn))
        percentiles = statistics.quantiles(times, n=100)
        line = f"{kind:12} median {percentiles[49]:5.1f} ms, P99 {percentiles[98]:5.1f} ms, most {max(times):5.1f} ms"
        if sizes:
            line += f", {statistics.median(sizes) / 1024:.0f} KiB (most {max(sizes) / 1024:.0f})"
        print(line)


if __name__ == "__main__":
    main()
